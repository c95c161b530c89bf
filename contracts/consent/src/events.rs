use healink_domain::consent::{Effect, GrantId, Grantee, Maker};
use healink_domain::Account;
use ink::prelude::vec::Vec;

/// A grant was made, or grants were withdrawn. One event for both keeps the contract small.
#[ink::event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GrantsChanged {
    /// The patient.
    #[ink(topic)]
    pub patient: Account,
    /// For whom they are.
    pub grantee: Grantee,
    /// Whose word it is.
    pub maker: Maker,
    /// The grant that was made, and what it does; none for a withdrawal.
    pub made: Option<(GrantId, Effect)>,
    /// The grants that were ended, by the withdrawal or by the new one.
    pub ended: Vec<GrantId>,
}
