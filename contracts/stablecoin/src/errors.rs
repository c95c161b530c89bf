use healink_access::AccessError;
use psp22::PSP22Error;
use scale::{Decode, Encode};

/// Why the owner's message is refused.
#[derive(Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub enum Error {
    /// Not the owner, or the contract is paused.
    #[codec(index = 0)]
    Access(AccessError),
    /// The token refuses.
    #[codec(index = 1)]
    Token(PSP22Error),
}

impl From<AccessError> for Error {
    fn from(error: AccessError) -> Self {
        Self::Access(error)
    }
}

impl From<PSP22Error> for Error {
    fn from(error: PSP22Error) -> Self {
        Self::Token(error)
    }
}
