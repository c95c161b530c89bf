use healink_domain::credentials::{BoardId, CredentialId, Kind, Status};
use healink_domain::{Account, Day};

/// The owner accredited a board, or changed its standing: what holds from now on.
#[ink::event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoardChanged {
    /// The account that stands for it.
    #[ink(topic)]
    pub account: Account,
    /// Its number.
    pub board: BoardId,
    /// Its status.
    pub status: Status,
    /// First day of it.
    pub on: Day,
}

/// A board issued a credential, or changed the standing of one: what holds from now on. A number not seen before is that of
/// a new credential.
#[ink::event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CredentialChanged {
    /// The provider.
    #[ink(topic)]
    pub provider: Account,
    /// Number of the credential.
    pub credential: CredentialId,
    /// The board.
    pub board: BoardId,
    /// What it attests.
    pub kind: Kind,
    /// Its status.
    pub status: Status,
    /// First day of it.
    pub on: Day,
}
