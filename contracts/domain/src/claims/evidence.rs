use alloc::vec::Vec;
use scale::{Decode, Encode};

use super::{
    adjudicate, Accumulators, Authorisation, Claim, ClaimError, Context, Fee, Plan, Policy, Service, Verdict,
};
use crate::{
    consent::Answer,
    credentials::{CredentialId, Kind, Refusal},
    Day,
};

/// What a decision rested on besides the claim itself and its plan, fee schedule and policy, none of which ever change. With
/// these four, [`Evidence::decide`] gives anyone the verdict that the contract gave: that is how a decision is replayed.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct Evidence {
    /// Day on which the claim was first submitted.
    pub received_on: Day,
    /// Bit n: line n, counted from 0, was billed before ([`billed_before`]).
    pub billed_before: u32,
    /// What the credential registry answered, for each kind that the lines need.
    pub credentials: Vec<(Kind, Result<CredentialId, Refusal>)>,
    /// What the consent registry answered, with the grants that decided.
    pub consent: Answer,
    /// The prior authorisation that the claim names, with the units that were left; `None` where there is no such one.
    pub authorisation: Option<Authorisation>,
    /// The member's accumulators before.
    pub accumulators: Accumulators,
    /// An examiner reviewed the claim: the plan's ceiling no longer holds it back.
    pub reviewed: bool,
}

impl Evidence {
    /// The verdict on a claim. `fees` are the fee schedule's entries for its lines, in their order.
    ///
    /// # Errors
    /// As [`adjudicate`].
    pub fn decide(
        &self,
        claim: &Claim,
        plan: &Plan,
        policy: &Policy,
        fees: &[Option<Fee>],
    ) -> Result<Verdict, ClaimError> {
        let unlimited = self.reviewed.then(|| Plan { review_above: None, ..plan.clone() });
        adjudicate(
            claim,
            &Context {
                plan: unlimited.as_ref().unwrap_or(plan),
                policy,
                received_on: self.received_on,
                fees,
                earlier: &self.earlier(claim),
                credentials: &self.credentials,
                consent: self.consent.decision,
                authorisation: claim.authorisation.zip(self.authorisation),
                accumulators: &self.accumulators,
            },
        )
    }

    /// The earlier services that matter to this claim.
    fn earlier(&self, claim: &Claim) -> Vec<Service> {
        let billed = |index: usize| bit(index).is_some_and(|bit| self.billed_before & bit != 0);
        let lines = claim.lines.iter().enumerate().filter(|(index, _)| billed(*index));
        lines.map(|(_, line)| Service { provider: claim.provider, code: line.code }).collect()
    }
}

/// Which lines of a claim were billed before, given the services of its policy and day that count: bit n for line n.
pub fn billed_before(claim: &Claim, earlier: &[Service]) -> u32 {
    let before = |code| earlier.contains(&Service { provider: claim.provider, code });
    let lines = claim.lines.iter().enumerate().filter(|(_, line)| before(line.code));
    lines.filter_map(|(index, _)| bit(index)).fold(0, |bits, bit| bits | bit)
}

/// The bit of a line; a valid claim has one for each.
fn bit(index: usize) -> Option<u32> {
    1u32.checked_shl(u32::try_from(index).ok()?)
}
