use healink_domain::credentials::{BoardId, CredentialId, Kind, Status};
use healink_domain::{Account, Day};

/// The owner accredited a board.
#[ink::event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoardAccredited {
    /// The account that stands for it.
    #[ink(topic)]
    pub account: Account,
    /// Its number.
    pub board: BoardId,
}

/// The owner changed the standing of a board.
#[ink::event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoardStatusChanged {
    /// The account that stands for it.
    #[ink(topic)]
    pub account: Account,
    /// Its number.
    pub board: BoardId,
    /// Its status from now on.
    pub status: Status,
    /// First day of it.
    pub on: Day,
}

/// A board issued a credential.
#[ink::event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CredentialIssued {
    /// The provider.
    #[ink(topic)]
    pub provider: Account,
    /// Number of the credential.
    pub credential: CredentialId,
    /// The board.
    pub board: BoardId,
    /// What is attested.
    pub kind: Kind,
}

/// A board changed the standing of one of its credentials.
#[ink::event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CredentialStatusChanged {
    /// The provider.
    #[ink(topic)]
    pub provider: Account,
    /// Number of the credential.
    pub credential: CredentialId,
    /// The board.
    pub board: BoardId,
    /// Its status from now on.
    pub status: Status,
    /// First day of it.
    pub on: Day,
}
