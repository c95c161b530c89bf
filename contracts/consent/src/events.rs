use healink_domain::consent::{Effect, GrantId, Grantee};
use healink_domain::Account;

/// A patient made a grant.
#[ink::event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Granted {
    /// The patient.
    #[ink(topic)]
    pub patient: Account,
    /// For whom.
    pub grantee: Grantee,
    /// Its number among the patient's grants.
    pub grant: GrantId,
    /// What it does.
    pub effect: Effect,
}

/// A patient withdrew a grant.
#[ink::event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Withdrawn {
    /// The patient.
    #[ink(topic)]
    pub patient: Account,
    /// For whom it was.
    pub grantee: Grantee,
    /// Its number among the patient's grants.
    pub grant: GrantId,
}

/// A patient withdrew every grant for a grantee.
#[ink::event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AllWithdrawn {
    /// The patient.
    #[ink(topic)]
    pub patient: Account,
    /// For whom they were.
    pub grantee: Grantee,
    /// How many.
    pub count: u32,
}
