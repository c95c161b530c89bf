//! What the contract stores, and under which keys.

use healink_access::Table;
use healink_domain::claims::{
    Authorisation, AuthorisationId, ClaimId, ClaimRecord, Fee, Payer, PayerId, PlanId, PlanRecord, PlanRef,
    PolicyId, PolicyRecord, RoleSet, ServiceDay,
};
use healink_domain::{Account, CodeKey, Day, Digest};
use scale::{Decode, Encode};

use crate::{Error, Result};

/// The tables' keys. Never reused: a table with a new layout gets a new key.
mod keys {
    pub const PAYERS: u32 = 1;
    pub const OFFICERS: u32 = 2;
    pub const PLAN_HEADS: u32 = 3;
    pub const PLANS: u32 = 4;
    pub const FEES: u32 = 5;
    pub const POLICIES: u32 = 6;
    pub const AUTHORISATIONS: u32 = 7;
    pub const CLAIMS: u32 = 8;
    pub const DOCUMENTS: u32 = 9;
    pub const SERVICE_DAYS: u32 = 10;
    pub const NEWEST_OF_PROVIDER: u32 = 11;
}

/// Every table. None of them is loaded with the contract.
#[derive(Debug, Default)]
#[ink::storage_item]
pub struct Tables {
    /// Payers with their escrow.
    pub payers: Table<PayerId, Payer, { keys::PAYERS }>,
    /// Officers of payers; none where there are no roles.
    pub officers: Table<(PayerId, Account), RoleSet, { keys::OFFICERS }>,
    /// Plans: whose, and how many versions.
    pub plan_heads: Table<PlanId, PlanHead, { keys::PLAN_HEADS }>,
    /// Versions of plans.
    pub plans: Table<PlanRef, PlanRecord, { keys::PLANS }>,
    /// Fee schedules, one entry a row, so that a claim loads no more than its lines need.
    pub fees: Table<(PlanRef, CodeKey), Fee, { keys::FEES }>,
    /// Policies with their accumulators.
    pub policies: Table<PolicyId, PolicyRecord, { keys::POLICIES }>,
    /// Prior authorisations.
    pub authorisations: Table<AuthorisationId, Authorisation, { keys::AUTHORISATIONS }>,
    /// Claims.
    pub claims: Table<ClaimId, ClaimRecord, { keys::CLAIMS }>,
    /// Claims by payer and document.
    pub documents: Table<(PayerId, Digest), ClaimId, { keys::DOCUMENTS }>,
    /// Services that count, by policy, day and provider: nobody fills the row of another one.
    pub service_days: Table<ServiceDayKey, ServiceDay, { keys::SERVICE_DAYS }>,
    /// The newest claim of each provider; those before it follow by its links.
    pub newest_of_provider: Table<Account, ClaimId, { keys::NEWEST_OF_PROVIDER }>,
}

/// Under which the services that count are kept: policy, service day and provider.
pub type ServiceDayKey = (PolicyId, Day, Account);

/// A plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct PlanHead {
    /// Whose it is.
    pub payer: PayerId,
    /// Number of its newest version.
    pub versions: u16,
}

/// The numbers given out last. They live in the contract's root cell, which every message that writes writes anyway.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[ink::storage_item]
pub struct Numbers {
    /// Of a payer.
    pub payers: PayerId,
    /// Of a plan.
    pub plans: PlanId,
    /// Of a policy.
    pub policies: PolicyId,
    /// Of a prior authorisation.
    pub authorisations: AuthorisationId,
    /// Of a claim.
    pub claims: ClaimId,
}

/// The number after `last`.
pub fn next32(last: u32) -> Result<u32> {
    last.checked_add(1).ok_or(Error::NumbersExhausted)
}

/// The number after `last`.
pub fn next64(last: u64) -> Result<u64> {
    last.checked_add(1).ok_or(Error::NumbersExhausted)
}

#[cfg(test)]
mod tests {
    use super::keys::*;

    #[test]
    fn no_two_tables_share_a_key_and_none_takes_the_root_key() {
        let mut keys = [
            PAYERS,
            OFFICERS,
            PLAN_HEADS,
            PLANS,
            FEES,
            POLICIES,
            AUTHORISATIONS,
            CLAIMS,
            DOCUMENTS,
            SERVICE_DAYS,
            NEWEST_OF_PROVIDER,
        ];
        keys.sort_unstable();
        assert!(keys.windows(2).all(|pair| pair[0] != pair[1]));
        assert!(!keys.contains(&0));
    }
}
