use healink_access::AccessError;
use healink_domain::consent::CareError;
use healink_interfaces::ConsentError;
use scale::{Decode, Encode};

/// Why a message is refused. A refusal changes nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub enum Error {
    /// The contract is paused.
    #[codec(index = 0)]
    Access(AccessError),
    /// The caller cannot act for the patient, or not in this way.
    #[codec(index = 1)]
    Care(CareError),
    /// The consent registry refuses.
    #[codec(index = 2)]
    Consent(ConsentError),
    /// The consent registry failed or did not answer as agreed.
    #[codec(index = 3)]
    ConsentUnavailable,
}

impl From<AccessError> for Error {
    fn from(error: AccessError) -> Self {
        Self::Access(error)
    }
}

impl From<CareError> for Error {
    fn from(error: CareError) -> Self {
        Self::Care(error)
    }
}
