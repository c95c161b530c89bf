use healink_domain::credentials::{BoardId, CredentialId, Kind};
use healink_domain::{Account, Day};
use ink::prelude::vec::Vec;

/// A board issued credentials. Their numbers follow each other; what they renew is superseded from this day on.
#[ink::event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CredentialsIssued {
    /// The board.
    #[ink(topic)]
    pub board: BoardId,
    /// Number of the first.
    pub first: CredentialId,
    /// Provider and kind of each.
    pub issued: Vec<(Account, Kind)>,
    /// Day of issue.
    pub on: Day,
}
