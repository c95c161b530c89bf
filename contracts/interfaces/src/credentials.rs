use healink_access::AccessError;
use healink_domain::credentials::{
    Accreditation, BoardId, Credential, CredentialId, IssueError, IssueRequest, Refusal, Requirement,
    Standing,
};
use healink_domain::{Account, History, Npi};
use ink::prelude::vec::Vec;
use scale::{Decode, Encode};

/// Requirements that one question can hold.
pub const MAX_REQUIREMENTS: usize = 8;

/// Why a question to the credential registry is not answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub enum CheckError {
    /// More than [`MAX_REQUIREMENTS`].
    #[codec(index = 0)]
    TooManyRequirements,
}

/// Why the credential registry refuses a message. A refusal changes nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub enum CredentialError {
    /// Not the owner, or the contract is paused.
    #[codec(index = 0)]
    Access(AccessError),
    /// Only the contract `boards` records what boards are and decide.
    #[codec(index = 1)]
    NotBoards,
    /// The caller is no officer of the board.
    #[codec(index = 2)]
    NotAnOfficer,
    /// The batch is empty, or beyond what one batch can hold ([`healink_domain::credentials::fits_batch`]).
    #[codec(index = 3)]
    BatchSize,
    /// A credential of the batch cannot be issued; none is.
    #[codec(index = 4)]
    Issue {
        /// Which, counted from 0.
        at: u8,
        /// Why.
        error: IssueError,
    },
    /// No credential has this number.
    #[codec(index = 5)]
    NoSuchCredential,
}

impl From<AccessError> for CredentialError {
    fn from(error: AccessError) -> Self {
        Self::Access(error)
    }
}

/// What the contract `boards` tells the credential registry.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub enum BoardUpdate {
    /// An accreditation is new, or changed: this is how it stands.
    Board(BoardId, Accreditation),
    /// An account acts for a board from now on, or no longer.
    Officer {
        /// The board.
        board: BoardId,
        /// The account.
        account: Account,
        /// Whether it acts for the board.
        acts: bool,
    },
    /// The standing of a credential changed: this is how it stands.
    Standing(CredentialId, History<Standing>),
    /// A provider's NPI is another than its first credential said.
    Npi(Account, Npi),
}

/// What other contracts ask the credential registry.
#[ink::trait_definition]
pub trait CredentialRegistry {
    /// For each requirement the credential of `provider` that meets it, or why none does; in the order of the requirements.
    /// Anyone may ask, also while the registry is paused.
    ///
    /// # Errors
    /// [`CheckError::TooManyRequirements`].
    #[ink(message)]
    fn check_many(
        &self,
        provider: Account,
        requirements: Vec<Requirement>,
    ) -> Result<Vec<Result<CredentialId, Refusal>>, CheckError>;
}

/// The credential registry, as the contracts beside it see it. Selectors are numbered on from the registry's own: see
/// [`crate::Administered`].
#[ink::trait_definition]
pub trait CredentialRecords {
    /// Takes down what the contract `boards` says. Access: that contract, also while the registry is paused: governance must be
    /// able to act then.
    ///
    /// # Errors
    /// [`CredentialError::NotBoards`], [`CredentialError::NoSuchCredential`].
    #[ink(message, selector = 0x10)]
    fn record(&mut self, update: BoardUpdate) -> Result<(), CredentialError>;

    /// Issues credentials of a board, all or none, and returns the first one's number; the others' follow. Access: an officer
    /// of the board; the contract `attestations` for an officer who signed.
    ///
    /// # Errors
    /// [`CredentialError::Access`], [`CredentialError::NotAnOfficer`], [`CredentialError::BatchSize`],
    /// [`CredentialError::Issue`].
    #[ink(message, selector = 0x11)]
    fn issue(&mut self, board: BoardId, requests: Vec<IssueRequest>)
        -> Result<CredentialId, CredentialError>;

    /// A credential. Anyone may ask.
    #[ink(message, selector = 0x12)]
    fn credential(&self, id: CredentialId) -> Option<Credential>;
}
