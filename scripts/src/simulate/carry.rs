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

/// What members and families used up in calendar years.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Carried {
    accumulators: Vec<Used>,
}

/// Of a member or of a family, by its key in the claim files.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Used {
    #[serde(skip_serializing_if = "Option::is_none")]
    member: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    family: Option<String>,
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

/// An entry; member or family is put in by the caller.
fn used(year: Year, accumulators: &Accumulators) -> Used {
    let usage = |usage: &Usage| UsedOf {
        category: names::name(usage.category),
        units: usage.units,
        paid: text::money(usage.paid),
    };
    Used {
        member: None,
        family: None,
        year: year.0,
        deductible: text::money(accumulators.deductible),
        out_of_pocket: text::money(accumulators.out_of_pocket),
        used: accumulators.used.iter().map(usage).collect(),
    }
}

impl Simulation<'_> {
    /// Begins with what members and families used up before; members without claims here are left aside.
    ///
    /// # Errors
    /// When an entry is wrong.
    pub fn carry_on_from(&mut self, carried: &Carried) -> Result<()> {
        for (index, entry) in carried.accumulators.iter().enumerate() {
            self.carry(entry).map_err(|error| error.context(format!("accumulators[{index}]")))?;
        }
        Ok(())
    }

    fn carry(&mut self, entry: &Used) -> Result<()> {
        let (year, accumulators) = (Year(entry.year), entry.accumulators()?);
        match (&entry.member, &entry.family) {
            (Some(member), None) => match self.policies.get_mut(member) {
                None => Ok(()),
                Some(state) => state
                    .account
                    .record(year, accumulators)
                    .map_err(|_| Error::usage(format!("{member} has too many years"))),
            },
            (None, Some(family)) => {
                self.families.insert((family.clone(), year), accumulators);
                Ok(())
            }
            _ => Err(Error::usage("it is of one: write `member` or `family`")),
        }
    }

    /// What members and families have used up now.
    pub fn carried(&self) -> Carried {
        let of_member = |(member, years): (&str, &[(Year, Accumulators)])| {
            let member = Some(member.to_owned());
            let entry = |(year, accumulators): &(Year, Accumulators)| Used {
                member: member.clone(),
                ..used(*year, accumulators)
            };
            years.iter().map(entry).collect::<Vec<_>>()
        };
        let of_family = |((family, year), accumulators): (&(String, Year), &Accumulators)| Used {
            family: Some(family.clone()),
            ..used(*year, accumulators)
        };
        let members = self.years().flat_map(of_member);
        Carried { accumulators: members.chain(self.families.iter().map(of_family)).collect() }
    }
}
