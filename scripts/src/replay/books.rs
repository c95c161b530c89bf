//! What follows from all standing decisions together: accumulators, escrow, units of authorisations. The chain's books have to say the
//! same, or a decision that was reversed left a trace.

use std::collections::BTreeMap;

use healink_domain::{
    claims::{
        Accumulators, AuthorisationId, ClaimRecord, Escrow, FamilyKey, PayerId, PolicyId, Status, UnitsUsed,
    },
    Account, Cents, MoneyError, Year,
};

use super::{
    compare::{units, used},
    Difference,
};
use crate::text;

/// What claims add up to.
#[derive(Clone, Debug, Default)]
pub struct Books {
    /// What members used up.
    pub members: BTreeMap<(PolicyId, Year), Accumulators>,
    /// What families used up.
    pub families: BTreeMap<(PayerId, FamilyKey, Year), Accumulators>,
    /// What payers promised and paid.
    pub payers: BTreeMap<PayerId, Balance>,
    /// What was used of authorisations.
    pub authorisations: BTreeMap<AuthorisationId, UnitsUsed>,
    /// Providers with a payment, whose debts are asked for.
    pub providers: BTreeMap<(PayerId, Account), ()>,
}

/// What a payer's standing decisions come to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Balance {
    /// To be paid on decided claims.
    pub committed: Cents,
    /// Paid on claims that still stand.
    pub settled: Cents,
}

impl Books {
    /// Adds a claim: a decision that stands counts, every other leaves no trace.
    ///
    /// # Errors
    /// When the sums do not fit.
    pub fn add(&mut self, record: &ClaimRecord) -> Result<(), MoneyError> {
        let (payer, policy) = (record.payer, record.claim.policy);
        let year = record.claim.service_day.year();
        // Every claim names what its rows are to be compared by, also when nothing of it counts.
        let member = self.members.entry((policy, year)).or_default();
        let family = record.family.map(|family| self.families.entry((payer, family, year)).or_default());
        let authorisation = record.claim.authorisation.map(|id| self.authorisations.entry(id).or_default());
        let balance = self.payers.entry(payer).or_default();
        self.providers.insert((payer, record.claim.provider), ());
        match record.status {
            Status::Adjudicated { payable, .. } => balance.committed = balance.committed.plus(payable)?,
            Status::Settled { paid, .. } => balance.settled = balance.settled.plus(paid)?,
            _ => return Ok(()),
        }
        count(member, &record.contribution)?;
        if let Some(family) = family {
            count(family, &record.contribution)?;
        }
        if let Some(used) = authorisation {
            *used = used.plus(&record.authorised)?;
        }
        Ok(())
    }
}

fn count(accumulators: &mut Accumulators, contribution: &Accumulators) -> Result<(), MoneyError> {
    *accumulators = accumulators.plus(contribution)?;
    Ok(())
}

/// Compares what claims add up to with a row of accumulators.
pub(super) fn accumulators(what: String, on_chain: &Accumulators, sum: &Accumulators) -> Option<Difference> {
    (on_chain != sum).then(|| Difference::new(what, used(on_chain), used(sum)))
}

/// Compares what claims add up to with the units used of an authorisation.
pub(super) fn authorised(id: AuthorisationId, on_chain: &UnitsUsed, sum: &UnitsUsed) -> Option<Difference> {
    const ITEMS: usize = healink_domain::claims::MAX_ITEMS;
    let what = || format!("units used of authorisation {id}");
    (on_chain != sum).then(|| Difference::new(what(), units(on_chain, ITEMS), units(sum, ITEMS)))
}

/// Compares a payer's escrow, and what its providers owe it together, with its claims.
pub(super) fn escrow(payer: PayerId, escrow: &Escrow, owed: Cents, balance: &Balance) -> Vec<Difference> {
    // What was paid and is not owed back was paid on claims that still stand.
    let standing = escrow.paid.left_after(escrow.owed);
    let checks = [
        ("promised", escrow.committed, balance.committed),
        ("paid and not owed back", standing, balance.settled),
        ("owed by providers", escrow.owed, owed),
    ];
    let differs = checks.into_iter().filter(|(_, on_chain, sum)| on_chain != sum);
    differs
        .map(|(what, on_chain, sum)| {
            Difference::new(format!("payer {payer}: {what}"), text::money(on_chain), text::money(sum))
        })
        .collect()
}

#[cfg(test)]
#[path = "books_tests.rs"]
mod tests;
