use healink_domain::credentials::{BoardId, Fact};
use healink_domain::{Account, Day, Digest};

/// An attestation that an officer signed was taken.
#[ink::event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttestationTaken {
    /// The officer.
    #[ink(topic)]
    pub officer: Account,
    /// The board.
    pub board: BoardId,
    /// The nonce that it used up.
    pub nonce: u64,
}

/// An officer made a nonce unusable, and with it whatever was signed with it.
#[ink::event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NonceCancelled {
    /// The officer.
    #[ink(topic)]
    pub officer: Account,
    /// The nonce.
    pub nonce: u64,
}

/// A board confirmed a fact, or took its word back.
#[ink::event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FactConfirmed {
    /// The provider.
    #[ink(topic)]
    pub provider: Account,
    /// The board.
    pub board: BoardId,
    /// The fact.
    pub fact: Fact,
    /// The salted hash of its value.
    pub value: Option<Digest>,
    /// First day of it.
    pub on: Day,
}

/// The owner named the contract that verifies signatures, or that there is none.
#[ink::event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifierChanged {
    /// The contract.
    #[ink(topic)]
    pub verifier: Option<Account>,
}
