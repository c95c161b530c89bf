use healink_domain::credentials::{CredentialId, Refusal, Requirement};
use healink_domain::Account;
use ink::prelude::vec::Vec;
use scale::{Decode, Encode};

/// Requirements that one question can hold.
pub const MAX_REQUIREMENTS: usize = 8;

/// Why a question to the credential registry is not answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub enum CheckError {
    /// More than [`MAX_REQUIREMENTS`].
    #[codec(index = 0)]
    TooManyRequirements,
}

/// What other contracts ask the credential registry.
#[ink::trait_definition]
pub trait CredentialRegistry {
    /// For each requirement the credential of `provider` that meets it, or why none does; in the order of the requirements.
    /// Anyone may ask, also while the registry is paused.
    ///
    /// # Errors
    /// [`CheckError::TooManyRequirements`].
    #[ink(message)]
    fn check_many(
        &self,
        provider: Account,
        requirements: Vec<Requirement>,
    ) -> Result<Vec<Result<CredentialId, Refusal>>, CheckError>;
}
