use alloc::vec::Vec;
use scale::{Decode, Encode};

use super::{
    Accumulators, Claim, ClaimId, Escrow, Evidence, FamilyKey, LineResult, PayerId, Plan, PlanRef, PolicyId,
    Status, Totals, UnitsUsed,
};
use crate::{Account, Cents, Day, Year};

/// Calendar years with claims that one policy can have; a longer cover is enrolled anew.
pub const MAX_YEARS: usize = 32;

/// A payer.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct Payer {
    /// The account that acts for the payer: it keeps officers and plans, patients consent to its use, and what is withdrawn
    /// from escrow goes to it.
    pub admin: Account,
    /// The token in which the payer settles.
    pub token: Account,
    /// The token's decimals, 2 to 18: a cent is 10^(decimals − 2) of its units.
    pub decimals: u8,
}

impl Payer {
    /// Decimals that a settlement token can have.
    pub const DECIMALS: core::ops::RangeInclusive<u8> = 2..=18;

    /// An amount in the token's units; `None` when it does not fit, or the token has too few decimals.
    pub fn units(&self, amount: Cents) -> Option<u128> {
        let unit = 10u128.checked_pow(u32::from(self.decimals).checked_sub(2)?)?;
        u128::from(amount.0).checked_mul(unit)
    }
}

/// A version of a plan on record.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct PlanRecord {
    /// Whose plan it is.
    pub payer: PayerId,
    /// Whether it is published, and so can no longer change.
    pub published: bool,
    /// Entries in its fee schedule.
    pub fees: u32,
    /// Its terms.
    pub plan: Plan,
}

/// What claims moved with a payer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct PayerAccount {
    /// Its escrow.
    pub escrow: Escrow,
    /// Its newest claim, 0 while there is none.
    pub newest_claim: ClaimId,
}

/// What claims under a policy used up.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct PolicyAccount {
    /// Its newest claim, 0 while there is none.
    pub newest_claim: ClaimId,
    /// The years of which something is used up, at most [`MAX_YEARS`].
    pub years: Vec<(Year, Accumulators)>,
}

/// The policy has [`MAX_YEARS`] on record already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct YearsFull;

impl PolicyAccount {
    /// What the member used up in a year.
    pub fn accumulators(&self, year: Year) -> Accumulators {
        let found = self.years.iter().find(|(known, _)| *known == year);
        found.map(|(_, accumulators)| accumulators.clone()).unwrap_or_default()
    }

    /// Puts down what the member used up in a year; a year of which nothing is used up takes no place.
    ///
    /// # Errors
    /// [`YearsFull`]; the account is then as it was.
    pub fn record(&mut self, year: Year, accumulators: Accumulators) -> Result<(), YearsFull> {
        let place = self.years.iter().position(|(known, _)| *known == year);
        match (place, accumulators.is_empty()) {
            (Some(place), true) => {
                self.years.remove(place);
            }
            (Some(place), false) => {
                if let Some((_, present)) = self.years.get_mut(place) {
                    *present = accumulators;
                }
            }
            (None, true) => {}
            (None, false) if self.years.len() < MAX_YEARS => self.years.push((year, accumulators)),
            (None, false) => return Err(YearsFull),
        }
        Ok(())
    }
}

/// The claims that came before one, by whose they are; 0 where it is the first. Lists are walked along these, newest first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct Previous {
    /// The payer's claim before.
    pub of_payer: ClaimId,
    /// The policy's claim before.
    pub of_policy: ClaimId,
    /// The provider's claim before.
    pub of_provider: ClaimId,
}

/// A claim on record: as submitted, as it stands, and all that it takes to recompute the decision. In the order in which it is
/// stored: first what the register of claims goes by, then, from the claim on, what the decision rested on and led to.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct ClaimRecord {
    /// Where it stands.
    pub status: Status,
    /// Who pays.
    pub payer: PayerId,
    /// Day of the decision; `None` while it waits.
    pub decided_on: Option<Day>,
    /// Sums; only the charges while it waits.
    pub totals: Totals,
    /// The claims before.
    pub previous: Previous,
    /// As submitted.
    pub claim: Claim,
    /// The plan that the policy is under.
    pub plan: PlanRef,
    /// The family whose accumulators it counts towards; `None` where the plan asks nothing of families.
    pub family: Option<FamilyKey>,
    /// The claim that this one replaces or corrects.
    pub replaces: Option<ClaimId>,
    /// The first claim of a chain of replacements and corrections; itself where it is the first.
    pub first: ClaimId,
    /// What the decision added to the accumulators; a reversal takes it off again.
    pub contribution: Accumulators,
    /// Units of the prior authorisation's items that the decision used; a reversal gives them back.
    pub authorised: UnitsUsed,
    /// What the decision rested on.
    pub evidence: Evidence,
    /// Results of the lines, in their order; none while it waits.
    pub lines: Vec<LineResult>,
}

/// What stands in a list of claims.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct ClaimSummary {
    /// Its number.
    pub id: ClaimId,
    /// Who pays.
    pub payer: PayerId,
    /// The member's policy.
    pub policy: PolicyId,
    /// Who is paid.
    pub provider: Account,
    /// When the service was rendered.
    pub service_day: Day,
    /// Day of the decision; `None` while it waits.
    pub decided_on: Option<Day>,
    /// Where it stands.
    pub status: Status,
    /// Sums.
    pub totals: Totals,
}

impl ClaimRecord {
    /// The claim in short.
    pub const fn summary(&self, id: ClaimId) -> ClaimSummary {
        ClaimSummary {
            id,
            payer: self.payer,
            policy: self.claim.policy,
            provider: self.claim.provider,
            service_day: self.claim.service_day,
            decided_on: self.decided_on,
            status: self.status,
            totals: self.totals,
        }
    }
}
