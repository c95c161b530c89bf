use healink_domain::consent::{Effect, GrantId, Grantee, Maker};
use healink_domain::Account;
use ink::prelude::vec::Vec;

/// A grant was made.
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
    /// Whose word it is.
    pub maker: Maker,
    /// The grants that it ended.
    pub ended: Vec<GrantId>,
}

/// Grants were withdrawn.
#[ink::event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Withdrawn {
    /// The patient.
    #[ink(topic)]
    pub patient: Account,
    /// For whom they were.
    pub grantee: Grantee,
    /// The grant; none when all for the grantee were withdrawn.
    pub grant: Option<GrantId>,
    /// How many.
    pub count: u32,
    /// Who withdrew them.
    pub maker: Maker,
}
