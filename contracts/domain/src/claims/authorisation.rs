use scale::{Decode, Encode};

use super::{PolicyId, MAX_UNITS};
use crate::{Account, CodeKey, Period};

/// Number of a prior authorisation, counted from 1.
pub type AuthorisationId = u64;

/// A payer's promise, before the service, that it is necessary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct Authorisation {
    /// For this policy.
    pub policy: PolicyId,
    /// For this provider.
    pub provider: Account,
    /// For this service.
    pub code: CodeKey,
    /// For services on these days.
    pub period: Period,
    /// Units that are left.
    pub units: u32,
}

/// Why a service cannot be authorised.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub enum AuthorisationError {
    /// No units, or more than [`MAX_UNITS`].
    Units,
    /// The period ends before it begins.
    EmptyPeriod,
}

impl Authorisation {
    /// Checks the terms.
    ///
    /// # Errors
    /// [`AuthorisationError`].
    pub fn validate(&self) -> Result<(), AuthorisationError> {
        if !(1..=MAX_UNITS).contains(&self.units) {
            return Err(AuthorisationError::Units);
        }
        if self.period.is_empty() {
            return Err(AuthorisationError::EmptyPeriod);
        }
        Ok(())
    }
}
