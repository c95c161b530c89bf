//! Accumulators in a file: read before a simulation, written after it.

use std::path::Path;

use healink_domain::{
    claims::{Accumulators, Category, Usage},
    Year,
};
use serde::{Deserialize, Serialize};

use super::Simulation;
use crate::{
    error::{Error, Result, ResultExt},
    names, text,
};

/// What members used up in calendar years.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Carried {
    accumulators: Vec<Used>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Used {
    member: String,
    year: u16,
    deductible: String,
    out_of_pocket: String,
    #[serde(default)]
    used: Vec<UsedOf>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct UsedOf {
    category: String,
    units: u32,
    paid: String,
}

impl Carried {
    /// Reads a file: an object with `accumulators`, such as a simulation's result.
    ///
    /// # Errors
    /// When it cannot be read or is wrong, with line or entry.
    pub fn read(path: &Path) -> Result<Self> {
        let what = || format!("reading the accumulators {}", path.display());
        let content = std::fs::read_to_string(path).or_usage(what())?;
        serde_json::from_str(&content).or_usage(what())
    }

    fn entries(&self) -> Result<Vec<(&str, Year, Accumulators)>> {
        let entry = |(index, used): (usize, &'_ Used)| {
            let at = |error: Error| error.context(format!("accumulators[{index}]"));
            used.accumulators().map_err(at)
        };
        let read = self.accumulators.iter().enumerate().map(entry).collect::<Result<Vec<_>>>()?;
        let keys = self.accumulators.iter().map(|used| (used.member.as_str(), Year(used.year)));
        Ok(keys.zip(read).map(|((member, year), read)| (member, year, read)).collect())
    }
}

impl Used {
    fn accumulators(&self) -> Result<Accumulators> {
        let mut accumulators = Accumulators {
            deductible: text::parse_money(&self.deductible)?,
            out_of_pocket: text::parse_money(&self.out_of_pocket)?,
            used: Vec::new(),
        };
        for usage in &self.used {
            let category = names::parse("category", Category::ALL, &usage.category)?;
            let paid = text::parse_money(&usage.paid)?;
            accumulators
                .record_use(category, usage.units, paid)
                .map_err(|_| Error::usage("the amounts are too large"))?;
        }
        Ok(accumulators)
    }
}

impl Simulation<'_> {
    /// Begins with what members used up before; members without claims here are left aside.
    ///
    /// # Errors
    /// When an entry is wrong.
    pub fn carry_on_from(&mut self, carried: &Carried) -> Result<()> {
        for (member, year, accumulators) in carried.entries()? {
            if let Some(state) = self.policies.get_mut(member) {
                let full = |_| Error::usage(format!("{member} has too many years"));
                state.record.record(year, accumulators).map_err(full)?;
            }
        }
        Ok(())
    }

    /// What members have used up now.
    pub fn carried(&self) -> Carried {
        let usage = |usage: &Usage| UsedOf {
            category: names::name(usage.category),
            units: usage.units,
            paid: text::money(usage.paid),
        };
        let used = |member: &str, (year, accumulators): &(Year, Accumulators)| Used {
            member: member.to_owned(),
            year: year.0,
            deductible: text::money(accumulators.deductible),
            out_of_pocket: text::money(accumulators.out_of_pocket),
            used: accumulators.used.iter().map(usage).collect(),
        };
        let of_member = |(member, years): (&str, &[(Year, Accumulators)])| {
            years.iter().map(|year| used(member, year)).collect::<Vec<_>>()
        };
        Carried { accumulators: self.years().flat_map(of_member).collect() }
    }
}
