use healink_domain::Account;

use crate::Offer;

/// The owner offered the ownership or took the offer back, another account accepted it, or the contract was paused or
/// unpaused: what holds from now on. One event for all keeps the contracts small.
#[ink::event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccessChanged {
    /// The owner.
    #[ink(topic)]
    pub owner: Account,
    /// The offer of ownership on record.
    pub offer: Option<Offer>,
    /// Whether the contract is paused.
    pub paused: bool,
}
