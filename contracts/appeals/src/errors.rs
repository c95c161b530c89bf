use healink_access::AccessError;
use healink_domain::claims::{AppealError, AppealId, Role};
use healink_interfaces::ClaimsError;

/// Why a message is refused. A refused message changes nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[ink::scale_derive(Encode, Decode, TypeInfo)]
pub enum Error {
    /// The caller is not the owner, or the contract is paused.
    #[codec(index = 0)]
    Access(AccessError),
    /// There is no such appeal.
    #[codec(index = 1)]
    NoSuchAppeal,
    /// There is no such policy.
    #[codec(index = 2)]
    NoSuchPolicy,
    /// The caller is neither the claim's provider nor the policy's member.
    #[codec(index = 3)]
    NotParty,
    /// The caller is not an officer of the payer with this role.
    #[codec(index = 4)]
    MissingRole {
        /// The role.
        role: Role,
    },
    /// The caller is not appointed to review.
    #[codec(index = 5)]
    NotReviewer,
    /// The caller has a stake: as provider or member, or, at level 2, with the payer.
    #[codec(index = 6)]
    NotIndependent,
    /// The payer did not rule in time, and a further appeal was filed.
    #[codec(index = 7)]
    Lapsed {
        /// The further one.
        to: AppealId,
    },
    /// It is too early or too late, or ruled on already.
    #[codec(index = 8)]
    Appeal(AppealError),
    /// The claims contract refuses.
    #[codec(index = 9)]
    Claims(ClaimsError),
    /// The claims contract failed or did not answer as agreed.
    #[codec(index = 10)]
    ClaimsUnavailable,
    /// The coverage registry failed or did not answer as agreed.
    #[codec(index = 11)]
    CoverageUnavailable,
    /// There are no numbers left.
    #[codec(index = 12)]
    NumbersExhausted,
}

/// The result of a message.
pub type Result<T> = core::result::Result<T, Error>;

impl From<AccessError> for Error {
    fn from(error: AccessError) -> Self {
        Self::Access(error)
    }
}

impl From<AppealError> for Error {
    fn from(error: AppealError) -> Self {
        Self::Appeal(error)
    }
}
