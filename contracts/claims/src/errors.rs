use healink_access::AccessError;
use healink_domain::claims::{
    AuthorisationError, ClaimError, ClaimId, EscrowError, PlanError, PolicyError, Role, ServiceDayFull,
    StatusError, YearsFull,
};

/// Why a message is refused. A refused message changes nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[ink::scale_derive(Encode, Decode, TypeInfo)]
pub enum Error {
    /// The caller is not the owner, or the contract is paused.
    #[codec(index = 0)]
    Access(AccessError),
    /// The caller is not the payer's admin account.
    #[codec(index = 1)]
    NotPayerAdmin,
    /// The caller is not an officer of the payer with this role.
    #[codec(index = 2)]
    MissingRole {
        /// The role.
        role: Role,
    },
    /// The caller is neither the claim's provider nor an examiner of the policy's payer.
    #[codec(index = 3)]
    NotSubmitter,
    /// There is no such payer.
    #[codec(index = 4)]
    NoSuchPayer,
    /// There is no such plan, or no such version of it.
    #[codec(index = 5)]
    NoSuchPlan,
    /// There is no such policy.
    #[codec(index = 6)]
    NoSuchPolicy,
    /// There is no such claim.
    #[codec(index = 7)]
    NoSuchClaim,
    /// The set of roles has bits that stand for none.
    #[codec(index = 8)]
    BadRoles,
    /// The token has fewer than 2 or more than 18 decimals.
    #[codec(index = 9)]
    BadDecimals {
        /// As it says.
        decimals: u8,
    },
    /// The plan's terms break a rule.
    #[codec(index = 10)]
    Plan(PlanError),
    /// The plan's benefits ask for more kinds of credentials than one question to the registry can hold.
    #[codec(index = 11)]
    TooManyKinds,
    /// The plan's version is published: it can no longer change.
    #[codec(index = 12)]
    PlanPublished,
    /// The plan's version is still a draft.
    #[codec(index = 13)]
    PlanNotPublished,
    /// More fees than [`crate::MAX_FEES`] in one message.
    #[codec(index = 14)]
    TooManyFees,
    /// The plan's version has no fees.
    #[codec(index = 15)]
    NoFees,
    /// The policy's terms break a rule.
    #[codec(index = 16)]
    Policy(PolicyError),
    /// The authorisation's terms break a rule.
    #[codec(index = 17)]
    Authorisation(AuthorisationError),
    /// The claim cannot be taken at all.
    #[codec(index = 18)]
    Claim(ClaimError),
    /// The payer has a claim with this document already.
    #[codec(index = 19)]
    AlreadySubmitted {
        /// The one.
        claim: ClaimId,
    },
    /// The claim's status does not allow it.
    #[codec(index = 20)]
    Status(StatusError),
    /// The claim does not wait for an examiner's review.
    #[codec(index = 21)]
    NoReviewNeeded,
    /// Escrow does not move.
    #[codec(index = 22)]
    Escrow(EscrowError),
    /// Too many services of this policy, day and provider count already.
    #[codec(index = 23)]
    ServiceDayFull,
    /// Claims of too many years are on record for this policy; enrol the member anew.
    #[codec(index = 24)]
    TooManyYears,
    /// The credential registry failed or did not answer as agreed.
    #[codec(index = 25)]
    CredentialsUnavailable,
    /// The consent registry failed or did not answer as agreed.
    #[codec(index = 26)]
    ConsentUnavailable,
    /// The token failed or did not answer as agreed.
    #[codec(index = 27)]
    TokenUnavailable,
    /// The token refused the transfer.
    #[codec(index = 28)]
    TokenRefused {
        /// Number of its reason; PSP22: 1 balance too small, 2 allowance too small.
        reason: u8,
    },
    /// There are no numbers left, or an amount does not fit.
    #[codec(index = 29)]
    NumbersExhausted,
}

/// The result of a message.
pub type Result<T> = core::result::Result<T, Error>;

macro_rules! from {
    ($($inner:ty => $variant:expr),+ $(,)?) => {
        $(impl From<$inner> for Error {
            fn from(inner: $inner) -> Self {
                $variant(inner)
            }
        })+
    };
}

from! {
    AccessError => Self::Access,
    PlanError => Self::Plan,
    PolicyError => Self::Policy,
    AuthorisationError => Self::Authorisation,
    ClaimError => Self::Claim,
    StatusError => Self::Status,
    EscrowError => Self::Escrow,
    ServiceDayFull => |_| Self::ServiceDayFull,
    YearsFull => |_| Self::TooManyYears,
}
