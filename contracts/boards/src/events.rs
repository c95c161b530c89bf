use healink_domain::credentials::{BoardId, CredentialId, Order, Reason, Status, StatusCommand};
use healink_domain::{Account, Day, Npi};

/// A board or a body was accredited.
#[ink::event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoardAccredited {
    /// Its number.
    #[ink(topic)]
    pub board: BoardId,
    /// By which body; `None`: by governance.
    pub by: Option<BoardId>,
    /// Its head.
    pub head: Account,
    /// Day of it.
    pub on: Day,
}

/// The accreditor gave an order about a board or a body.
#[ink::event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoardChanged {
    /// Its number.
    #[ink(topic)]
    pub board: BoardId,
    /// The order.
    pub order: Order,
    /// First day of it.
    pub on: Day,
}

/// The head of a board arranged something.
#[ink::event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoardArranged {
    /// The board.
    #[ink(topic)]
    pub board: BoardId,
    /// What.
    pub arrangement: Arrangement,
}

/// An officer changed a credential's standing, or proposed a final change of it.
#[ink::event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CredentialChanged {
    /// The provider.
    #[ink(topic)]
    pub provider: Account,
    /// Number of the credential.
    pub credential: CredentialId,
    /// The board for which the officer acted.
    pub board: BoardId,
    /// The officer.
    pub officer: Account,
    /// What was done, or proposed.
    pub command: StatusCommand,
    /// Why.
    pub reason: Reason,
    /// The status from now on.
    pub status: Status,
    /// Day of it.
    pub on: Day,
}

/// Governance corrected the NPI of a provider.
#[ink::event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NpiCorrected {
    /// The provider.
    #[ink(topic)]
    pub provider: Account,
    /// The NPI from now on.
    pub npi: Npi,
}

/// What the head of a board can arrange.
#[derive(Clone, Copy, Debug, PartialEq, Eq, scale::Encode, scale::Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub enum Arrangement {
    /// Lets an account act for the board.
    Appoint(Account),
    /// Lets it no longer.
    Dismiss(Account),
    /// Asks for two officers for every final change. Only the accreditor can end that: one person must not be able to.
    TwoPersons,
}
