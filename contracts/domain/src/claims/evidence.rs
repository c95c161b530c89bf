use alloc::vec::Vec;
use scale::{Decode, Encode};

use super::{Accumulators, Authorisation, Claim, Exception, Review, UnitsUsed};
use crate::{
    consent::Answer,
    credentials::{CredentialId, Kind, Refusal},
    CodeKey, Day,
};

/// What a decision rested on besides the claim itself and its plan, fee schedule and policy, none of which ever change. With
/// these four, [`Evidence::decide`] gives anyone the verdict that the contract gave: that is how a decision is replayed.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct Evidence {
    /// Day on which the claim was first submitted.
    pub received_on: Day,
    /// Day by which timely filing is judged: on which the first claim was submitted that this one replaces or corrects.
    pub filed_on: Day,
    /// Whether the plan's ceiling holds the claim back, and what an examiner said in a review.
    pub review: Review,
    /// What rulings on appeals said, one entry a line at the most.
    pub exceptions: Vec<Exception>,
    /// Bit n: line n, counted from 0, was billed before ([`billed_before`]).
    pub billed_before: u32,
    /// What the credential registry answered, for each kind that the lines need ([`super::Plan::kinds_required`]).
    pub credentials: Vec<(Kind, Result<CredentialId, Refusal>)>,
    /// What it answered to whether the provider is in the plan's network; `None` where the plan has none.
    pub network: Option<Result<CredentialId, Refusal>>,
    /// What the consent registry answered, with the grants that decided.
    pub consent: Answer,
    /// The prior authorisation that the claim names, as granted; `None` where there is no such one, or it was not granted.
    pub authorisation: Option<Authorisation>,
    /// Units of its items that were used before.
    pub units_used: UnitsUsed,
    /// The member's accumulators before.
    pub accumulators: Accumulators,
    /// The family's, where the plan asks something of families and the policy is of one.
    pub family: Option<Accumulators>,
}

/// Which lines of a claim were billed before, given the services of its policy, day and provider that count: bit n for line n.
pub fn billed_before(claim: &Claim, earlier: &[CodeKey]) -> u32 {
    let mut bits = 0;
    for (index, line) in claim.lines.iter().enumerate() {
        if earlier.contains(&line.code) {
            bits |= bit(index);
        }
    }
    bits
}

/// The bit of a line; a valid claim has one for each.
pub(super) fn bit(index: usize) -> u32 {
    u32::try_from(index).ok().and_then(|index| 1u32.checked_shl(index)).unwrap_or(0)
}
