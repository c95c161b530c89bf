use healink_access::AccessError;
use healink_domain::credentials::{AccreditError, OrderError, StatusError};
use healink_domain::NpiError;
use healink_interfaces::CredentialError;
use scale::{Decode, Encode};

/// Why a message is refused. A refusal changes nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub enum Error {
    /// Not the owner, or the contract is paused.
    #[codec(index = 0)]
    Access(AccessError),
    /// The credential registry is known already, for good.
    #[codec(index = 1)]
    Wired,
    /// The credential registry is not known yet.
    #[codec(index = 2)]
    NotWired,
    /// No board or body has this number.
    #[codec(index = 3)]
    NoSuchBoard,
    /// It cannot be accredited.
    #[codec(index = 4)]
    Accredit(AccreditError),
    /// The caller is neither an officer of the accrediting body, nor of one that succeeded it.
    #[codec(index = 5)]
    NotTheAccreditor,
    /// The order is refused.
    #[codec(index = 6)]
    Order(OrderError),
    /// The caller is not the board's head.
    #[codec(index = 7)]
    NotTheHead,
    /// That is how it is already.
    #[codec(index = 8)]
    NothingToChange,
    /// The board has [`crate::MAX_OFFICERS`].
    #[codec(index = 9)]
    TooManyOfficers,
    /// No credential has this number.
    #[codec(index = 10)]
    NoSuchCredential,
    /// The caller is no officer of the board that issued the credential, or of one that succeeded it.
    #[codec(index = 11)]
    NotTheIssuer,
    /// An accreditation between the board and governance is not in force today for this kind and place.
    #[codec(index = 12)]
    BoardNotInForce,
    /// The status does not change that way.
    #[codec(index = 13)]
    Status(StatusError),
    /// The NPI breaks a rule.
    #[codec(index = 14)]
    BadNpi(NpiError),
    /// The credential registry refused what it was told.
    #[codec(index = 15)]
    Refused(CredentialError),
    /// The credential registry did not answer.
    #[codec(index = 16)]
    CredentialsUnavailable,
    /// All numbers are used up.
    #[codec(index = 17)]
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

impl From<OrderError> for Error {
    fn from(error: OrderError) -> Self {
        Self::Order(error)
    }
}

impl From<StatusError> for Error {
    fn from(error: StatusError) -> Self {
        Self::Status(error)
    }
}
