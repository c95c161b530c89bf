use healink_access::AccessError;
use healink_domain::consent::{CareError, GrantError, WithdrawError};
use scale::{Decode, Encode};

/// Why a message is refused. A refusal changes nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub enum Error {
    /// The contract is paused.
    #[codec(index = 0)]
    Access(AccessError),
    /// The grant cannot be made.
    #[codec(index = 1)]
    Grant(GrantError),
    /// The caller cannot act for the patient, or not in this way.
    #[codec(index = 2)]
    Care(CareError),
    /// The grant cannot be withdrawn.
    #[codec(index = 4)]
    Withdraw(WithdrawError),
    /// All numbers are used up.
    #[codec(index = 5)]
    NumbersExhausted,
}

impl From<AccessError> for Error {
    fn from(error: AccessError) -> Self {
        Self::Access(error)
    }
}

impl From<GrantError> for Error {
    fn from(error: GrantError) -> Self {
        Self::Grant(error)
    }
}

impl From<CareError> for Error {
    fn from(error: CareError) -> Self {
        Self::Care(error)
    }
}

impl From<WithdrawError> for Error {
    fn from(error: WithdrawError) -> Self {
        Self::Withdraw(error)
    }
}
