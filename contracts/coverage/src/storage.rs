//! What the contract stores, and under which keys.

use healink_access::Table;
use healink_domain::claims::{
    Accumulators, AuthorisationId, AuthorisationRecord, FamilyKey, Fee, Payer, PayerId, PlanId, PlanRecord,
    PlanRef, Policy, PolicyAccount, PolicyId, RoleSet, ServiceDay, UnitsUsed,
};
use healink_domain::{Account, CodeKey, Day, Year};
use scale::{Decode, Encode};

/// The tables' keys. Never reused: a table with a new layout gets a new key.
mod keys {
    pub const PAYERS: u32 = 1;
    pub const OFFICERS: u32 = 2;
    pub const PLAN_HEADS: u32 = 3;
    pub const PLANS: u32 = 4;
    pub const FEES: u32 = 5;
    pub const POLICIES: u32 = 6;
    pub const AUTHORISATIONS: u32 = 7;
    pub const NEWEST: u32 = 8;
    pub const FAMILIES: u32 = 9;
    pub const SERVICE_DAYS: u32 = 10;
    pub const UNITS_USED: u32 = 11;
}

/// Every table. None of them is loaded with the contract.
#[derive(Debug, Default)]
#[ink::storage_item]
pub struct Tables {
    /// Payers.
    pub payers: Table<PayerId, Payer, { keys::PAYERS }>,
    /// Officers of payers, with the roles given last.
    pub officers: Table<(PayerId, Account), RoleSet, { keys::OFFICERS }>,
    /// Plans: whose, and how many versions.
    pub plan_heads: Table<PlanId, PlanHead, { keys::PLAN_HEADS }>,
    /// Versions of plans.
    pub plans: Table<PlanRef, PlanRecord, { keys::PLANS }>,
    /// Fee schedules, one entry a row, so that a claim loads no more than its lines need.
    pub fees: Table<(PlanRef, CodeKey), Fee, { keys::FEES }>,
    /// Policies with their accumulators.
    pub policies: Table<PolicyId, PolicyEntry, { keys::POLICIES }>,
    /// Prior authorisations.
    pub authorisations: Table<AuthorisationId, AuthorisationEntry, { keys::AUTHORISATIONS }>,
    /// The newest entry of each list; those before it follow by its links.
    pub newest: Table<List, u64, { keys::NEWEST }>,
    /// Accumulators of families.
    pub families: Table<FamilyYear, Accumulators, { keys::FAMILIES }>,
    /// Services that count, by policy, day and provider: nobody fills the row of another one.
    pub service_days: Table<ServiceDayKey, ServiceDay, { keys::SERVICE_DAYS }>,
    /// Units of prior authorisations that claims used.
    pub units_used: Table<AuthorisationId, UnitsUsed, { keys::UNITS_USED }>,
}

/// Whose accumulators a family's are: payer, family and year.
pub type FamilyYear = (PayerId, FamilyKey, Year);

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

/// A policy, with what its plan says about the payer, so that a claim need not load that, and what claims used up.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct PolicyEntry {
    /// The policy.
    pub policy: Policy,
    /// The payer.
    pub payer: PayerId,
    /// The account that acts for the payer, which never changes.
    pub admin: Account,
    /// The member's policy before, 0 where it is the first.
    pub before: u64,
    /// What claims used up.
    pub account: PolicyAccount,
}

/// A prior authorisation.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct AuthorisationEntry {
    /// The authorisation.
    pub record: AuthorisationRecord,
    /// The payer.
    pub payer: PayerId,
    /// The policy's authorisation before, 0 where it is the first.
    pub before_of_policy: u64,
    /// The payer's authorisation before, 0 where it is the first.
    pub before_of_payer: u64,
}

/// A list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub enum List {
    /// The policies of a member.
    Policies(Account),
    /// The prior authorisations under a policy.
    Authorisations(PolicyId),
    /// Those that a payer decides or decided on.
    Requests(PayerId),
    /// Those of them that still wait for the decision. A page of them can be short, or empty, before the end of the list.
    Open(PayerId),
}

impl List {
    /// The list whose links are walked.
    pub const fn place(self) -> Self {
        match self {
            Self::Open(payer) => Self::Requests(payer),
            _ => self,
        }
    }
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
            NEWEST,
            FAMILIES,
            SERVICE_DAYS,
            UNITS_USED,
        ];
        keys.sort_unstable();
        assert!(keys.windows(2).all(|pair| pair[0] != pair[1]));
        assert!(!keys.contains(&0));
    }
}
