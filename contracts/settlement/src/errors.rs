use healink_access::AccessError;
use healink_domain::claims::Role;
use healink_interfaces::ClaimsError;

/// Why a message is refused. A refused message changes nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[ink::scale_derive(Encode, Decode, TypeInfo)]
pub enum Error {
    /// The caller is not the owner, or the contract is paused.
    #[codec(index = 0)]
    Access(AccessError),
    /// There is no such payer.
    #[codec(index = 1)]
    NoSuchPayer,
    /// The caller is not an officer of the payer with this role.
    #[codec(index = 2)]
    MissingRole {
        /// The role.
        role: Role,
    },
    /// No claims, or more than [`healink_interfaces::MAX_REMITTED`].
    #[codec(index = 3)]
    HowMany,
    /// The claims contract refuses.
    #[codec(index = 4)]
    Claims(ClaimsError),
    /// The claims contract failed or did not answer as agreed.
    #[codec(index = 5)]
    ClaimsUnavailable,
    /// The coverage registry failed or did not answer as agreed.
    #[codec(index = 6)]
    CoverageUnavailable,
    /// The token failed or did not answer as agreed.
    #[codec(index = 7)]
    TokenUnavailable,
    /// The token refused the transfer.
    #[codec(index = 8)]
    TokenRefused {
        /// Number of its reason; PSP22: 1 balance too small, 2 allowance too small.
        reason: u8,
    },
    /// The amount does not fit in the token's units.
    #[codec(index = 9)]
    TooMuch,
}

/// The result of a message.
pub type Result<T> = core::result::Result<T, Error>;

impl From<AccessError> for Error {
    fn from(error: AccessError) -> Self {
        Self::Access(error)
    }
}
