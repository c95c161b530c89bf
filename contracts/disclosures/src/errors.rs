use healink_access::AccessError;
use healink_domain::consent::EmergencyError;
use healink_domain::credentials::Refusal;
use healink_interfaces::DecideError;
use scale::{Decode, Encode};

/// Why a message is refused. A refusal changes nothing. That a patient does not consent is no refusal: it is recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub enum Error {
    /// The contract is paused, or the caller is not its owner.
    #[codec(index = 0)]
    Access(AccessError),
    /// The consent registry gives no decision.
    #[codec(index = 1)]
    Undecided(DecideError),
    /// The consent registry failed or did not answer as agreed.
    #[codec(index = 2)]
    ConsentUnavailable,
    /// The credential registry failed or did not answer as agreed.
    #[codec(index = 3)]
    CredentialsUnavailable,
    /// The provider holds no live credential that admits them.
    #[codec(index = 4)]
    NotCredentialed {
        /// Why the licence does not.
        refusal: Refusal,
    },
    /// The glass cannot be broken, or the opening not be reviewed.
    #[codec(index = 5)]
    Emergency(EmergencyError),
    /// The account is a reviewer already.
    #[codec(index = 6)]
    AlreadyReviewer,
    /// All numbers are used up.
    #[codec(index = 7)]
    NumbersExhausted,
}

impl From<AccessError> for Error {
    fn from(error: AccessError) -> Self {
        Self::Access(error)
    }
}

impl From<EmergencyError> for Error {
    fn from(error: EmergencyError) -> Self {
        Self::Emergency(error)
    }
}
