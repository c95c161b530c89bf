use healink_domain::{Account, Day};

/// The owner offered the ownership.
#[ink::event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnershipOffered {
    /// To whom.
    #[ink(topic)]
    pub to: Account,
    /// First day on which the offer no longer stands.
    pub expires_on: Day,
}

/// The owner took the offer back.
#[ink::event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfferCancelled {
    /// To whom it was made.
    #[ink(topic)]
    pub to: Account,
}

/// The ownership changed hands.
#[ink::event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnershipTransferred {
    /// The owner until now.
    #[ink(topic)]
    pub from: Account,
    /// The owner from now on.
    #[ink(topic)]
    pub to: Account,
}

/// The owner paused the contract.
#[ink::event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paused {
    /// The owner.
    #[ink(topic)]
    pub by: Account,
}

/// The owner ended the pause.
#[ink::event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unpaused {
    /// The owner.
    #[ink(topic)]
    pub by: Account,
}
