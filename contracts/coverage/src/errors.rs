use healink_access::AccessError;
use healink_domain::claims::{AuthorisationError, PlanError, PolicyError, Role};

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
    /// The caller is neither the provider that the authorisation is for nor an examiner of the policy's payer.
    #[codec(index = 3)]
    NotRequester,
    /// There is no such payer.
    #[codec(index = 4)]
    NoSuchPayer,
    /// There is no such plan, or no such version of it.
    #[codec(index = 5)]
    NoSuchPlan,
    /// There is no such policy.
    #[codec(index = 6)]
    NoSuchPolicy,
    /// There is no such prior authorisation.
    #[codec(index = 7)]
    NoSuchAuthorisation,
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
    /// The plan's benefits and its network ask for more kinds of credentials than one question to the registry can hold.
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
    /// The authorisation's terms break a rule, or it can no longer be decided so.
    #[codec(index = 17)]
    Authorisation(AuthorisationError),
    /// The token failed or did not answer as agreed.
    #[codec(index = 18)]
    TokenUnavailable,
    /// There are no numbers left.
    #[codec(index = 19)]
    NumbersExhausted,
    /// The claims contract is known already.
    #[codec(index = 20)]
    AlreadyWired,
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
}
