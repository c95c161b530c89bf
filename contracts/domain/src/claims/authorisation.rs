use alloc::vec::Vec;
use scale::{Decode, Encode};

use super::{PolicyId, ReviewReason, MAX_UNITS};
use crate::{Account, CodeKey, Day, Digest, MoneyError, Period};

/// Services that one prior authorisation can be for.
pub const MAX_ITEMS: usize = 32;

/// Number of a prior authorisation, counted from 1.
pub type AuthorisationId = u64;

/// A service under a prior authorisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct AuthorisedItem {
    /// The keyed service code.
    pub code: CodeKey,
    /// Units of it.
    pub units: u32,
}

/// Services that a payer promises, before they are rendered, to hold for necessary; or that it is asked to.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct Authorisation {
    /// For this policy.
    pub policy: PolicyId,
    /// For this provider.
    pub provider: Account,
    /// For services on these days.
    pub period: Period,
    /// For these services, each once; 1 to [`MAX_ITEMS`].
    pub items: Vec<AuthorisedItem>,
}

/// What an examiner decides on a request.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub enum AuthorisationDecision {
    /// All that was asked for.
    Approve,
    /// So many units of each item, in their order: none more than was asked for, and not all that.
    Partial(Vec<u32>),
    /// Nothing.
    Deny(ReviewReason),
}

/// Where a prior authorisation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub enum AuthorisationStatus {
    /// It is asked for. Unless decided it ends with its period.
    Requested,
    /// It is granted as asked for.
    Approved,
    /// It is granted in part; its items say how much.
    PartlyApproved,
    /// It is denied.
    Denied {
        /// Why.
        reason: ReviewReason,
    },
}

/// A prior authorisation on record.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct AuthorisationRecord {
    /// As asked for, until it is decided; then as granted.
    pub authorisation: Authorisation,
    /// Salted hash of the request's document.
    pub document: Digest,
    /// Where it stands.
    pub status: AuthorisationStatus,
}

/// Why a service cannot be authorised.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub enum AuthorisationError {
    /// No items, or more than [`MAX_ITEMS`].
    Items,
    /// An item's units are none or more than [`MAX_UNITS`].
    Units {
        /// Which item, counted from 0.
        item: u8,
    },
    /// A service comes twice.
    ItemTwice {
        /// Which item, counted from 0.
        item: u8,
    },
    /// The period ends before it begins.
    EmptyPeriod,
    /// It is decided already.
    AlreadyDecided,
    /// Its period is over.
    Expired {
        /// First day that no longer counts.
        on: Day,
    },
    /// A partial approval is of another number of items, of more than was asked for, of all of it or of nothing.
    BadPart,
}

impl Authorisation {
    /// Checks the terms.
    ///
    /// # Errors
    /// [`AuthorisationError`].
    pub fn validate(&self) -> Result<(), AuthorisationError> {
        if self.items.is_empty() || self.items.len() > MAX_ITEMS {
            return Err(AuthorisationError::Items);
        }
        for (index, item) in self.items.iter().enumerate() {
            // At most MAX_ITEMS, which fits a byte.
            let at = index as u8;
            if !(1..=MAX_UNITS).contains(&item.units) {
                return Err(AuthorisationError::Units { item: at });
            }
            if self.items.iter().take(index).any(|earlier| earlier.code == item.code) {
                return Err(AuthorisationError::ItemTwice { item: at });
            }
        }
        if self.period.is_empty() {
            return Err(AuthorisationError::EmptyPeriod);
        }
        Ok(())
    }
}

impl AuthorisationRecord {
    /// Puts down a request.
    ///
    /// # Errors
    /// As [`Authorisation::validate`]; [`AuthorisationError::Expired`] when its period is over already.
    pub fn request(
        authorisation: Authorisation,
        document: Digest,
        today: Day,
    ) -> Result<Self, AuthorisationError> {
        authorisation.validate()?;
        authorisation.ensure_open(today)?;
        Ok(Self { authorisation, document, status: AuthorisationStatus::Requested })
    }

    /// Decides a request. On an error it stays as it was.
    ///
    /// # Errors
    /// [`AuthorisationError::AlreadyDecided`], [`AuthorisationError::Expired`], [`AuthorisationError::BadPart`].
    pub fn decide(&mut self, decision: AuthorisationDecision, today: Day) -> Result<(), AuthorisationError> {
        if self.status != AuthorisationStatus::Requested {
            return Err(AuthorisationError::AlreadyDecided);
        }
        self.authorisation.ensure_open(today)?;
        self.status = match decision {
            AuthorisationDecision::Approve => AuthorisationStatus::Approved,
            AuthorisationDecision::Deny(reason) => AuthorisationStatus::Denied { reason },
            AuthorisationDecision::Partial(units) => {
                self.authorisation.reduce(&units)?;
                AuthorisationStatus::PartlyApproved
            }
        };
        Ok(())
    }

    /// What is promised; nothing unless it was granted.
    pub fn granted(self) -> Option<Authorisation> {
        match self.status {
            AuthorisationStatus::Approved | AuthorisationStatus::PartlyApproved => Some(self.authorisation),
            AuthorisationStatus::Requested | AuthorisationStatus::Denied { .. } => None,
        }
    }
}

impl Authorisation {
    fn ensure_open(&self, today: Day) -> Result<(), AuthorisationError> {
        match self.period.until {
            Some(on) if on <= today => Err(AuthorisationError::Expired { on }),
            _ => Ok(()),
        }
    }

    /// Leaves so many units of each item.
    fn reduce(&mut self, units: &[u32]) -> Result<(), AuthorisationError> {
        let (mut some, mut all) = (false, true);
        for (item, units) in self.items.iter().zip(units) {
            some |= *units > 0;
            all &= *units == item.units;
            if *units > item.units {
                return Err(AuthorisationError::BadPart);
            }
        }
        if units.len() != self.items.len() || all || !some {
            return Err(AuthorisationError::BadPart);
        }
        for (item, units) in self.items.iter_mut().zip(units) {
            item.units = *units;
        }
        Ok(())
    }
}

/// Units of an authorisation's items that claims used, in the items' order; none of an item beyond the end, and the last one
/// is never 0. What several decisions used is the sum of what each one did.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct UnitsUsed(Vec<u32>);

impl UnitsUsed {
    /// Units of an item.
    pub fn of(&self, item: usize) -> u32 {
        self.0.get(item).copied().unwrap_or(0)
    }

    /// Uses units of an item.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`]; nothing is used then.
    pub fn add(&mut self, item: usize, units: u32) -> Result<(), MoneyError> {
        let sum = self.of(item).checked_add(units).ok_or(MoneyError::Overflow)?;
        self.put(item, sum);
        Ok(())
    }

    /// With what another decision used.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`].
    pub fn plus(&self, other: &Self) -> Result<Self, MoneyError> {
        let mut sum = self.clone();
        for (item, units) in other.0.iter().enumerate() {
            sum.add(item, *units)?;
        }
        Ok(sum)
    }

    /// Without what a decision used that counts no longer.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`] when it is not part of this.
    pub fn minus(&self, other: &Self) -> Result<Self, MoneyError> {
        let mut rest = self.clone();
        for (item, units) in other.0.iter().enumerate() {
            let left = rest.of(item).checked_sub(*units).ok_or(MoneyError::Overflow)?;
            rest.put(item, left);
        }
        Ok(rest)
    }

    fn put(&mut self, item: usize, units: u32) {
        while self.0.len() <= item {
            self.0.push(0);
        }
        if let Some(present) = self.0.get_mut(item) {
            *present = units;
        }
        while self.0.last() == Some(&0) {
            self.0.pop();
        }
    }
}
