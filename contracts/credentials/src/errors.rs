use healink_access::AccessError;
use healink_domain::credentials::{AccreditError, BoardId, IssueError, StatusError};
use scale::{Decode, Encode};

/// Why a message is refused. A refusal changes nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub enum Error {
    /// Not the owner, or the contract is paused.
    #[codec(index = 0)]
    Access(AccessError),
    /// The board cannot be accredited.
    #[codec(index = 1)]
    Accredit(AccreditError),
    /// The account stands for a board already: an account stands for one board, for good.
    #[codec(index = 2)]
    AccountTaken {
        /// Its board.
        board: BoardId,
    },
    /// No board has this number.
    #[codec(index = 3)]
    NoSuchBoard,
    /// The caller stands for no board.
    #[codec(index = 4)]
    NotABoard,
    /// The credential cannot be issued.
    #[codec(index = 5)]
    Issue(IssueError),
    /// The provider holds [`crate::MAX_HELD`] credentials of this kind, those out of force included.
    #[codec(index = 6)]
    TooManyHeld,
    /// No credential has this number.
    #[codec(index = 7)]
    NoSuchCredential,
    /// The credential is another board's.
    #[codec(index = 8)]
    NotTheIssuer,
    /// The status does not change that way.
    #[codec(index = 9)]
    Status(StatusError),
    /// The board's accreditation is not in force today for this kind and place.
    #[codec(index = 10)]
    BoardNotInForce,
    /// All numbers are used up.
    #[codec(index = 11)]
    NumbersExhausted,
}

impl From<AccessError> for Error {
    fn from(error: AccessError) -> Self {
        Self::Access(error)
    }
}

impl From<AccreditError> for Error {
    fn from(error: AccreditError) -> Self {
        Self::Accredit(error)
    }
}

impl From<IssueError> for Error {
    fn from(error: IssueError) -> Self {
        Self::Issue(error)
    }
}

impl From<StatusError> for Error {
    fn from(error: StatusError) -> Self {
        Self::Status(error)
    }
}
