use scale::{Decode, Encode};

use crate::{Cents, MoneyError};

/// What a payer has deposited for the settlement of claims. `free + committed` is what the contract holds for the payer,
/// `committed` what adjudicated claims wait to be paid.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct Escrow {
    /// Not promised to any claim.
    pub free: Cents,
    /// Promised to adjudicated claims that are not paid yet.
    pub committed: Cents,
    /// Paid to providers so far.
    pub paid: Cents,
}

/// Why escrow does not move.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub enum EscrowError {
    /// There is not enough that is free.
    Short {
        /// What is free.
        free: Cents,
    },
    /// The sum does not fit.
    Overflow,
    /// Nothing to move.
    Zero,
}

impl From<MoneyError> for EscrowError {
    fn from(_: MoneyError) -> Self {
        Self::Overflow
    }
}

impl Escrow {
    /// Takes a deposit.
    ///
    /// # Errors
    /// [`EscrowError::Zero`], [`EscrowError::Overflow`].
    pub fn deposit(self, amount: Cents) -> Result<Self, EscrowError> {
        if amount.is_zero() {
            return Err(EscrowError::Zero);
        }
        let free = self.free.plus(amount)?;
        free.plus(self.committed)?;
        Ok(Self { free, ..self })
    }

    /// Gives back what is free.
    ///
    /// # Errors
    /// [`EscrowError::Zero`], [`EscrowError::Short`].
    pub fn withdraw(self, amount: Cents) -> Result<Self, EscrowError> {
        if amount.is_zero() {
            return Err(EscrowError::Zero);
        }
        let free = self.free.minus(amount).map_err(|_| EscrowError::Short { free: self.free })?;
        Ok(Self { free, ..self })
    }

    /// Promises `amount` to a claim.
    ///
    /// # Errors
    /// [`EscrowError::Short`], [`EscrowError::Overflow`].
    pub fn commit(self, amount: Cents) -> Result<Self, EscrowError> {
        let free = self.free.minus(amount).map_err(|_| EscrowError::Short { free: self.free })?;
        Ok(Self { free, committed: self.committed.plus(amount)?, ..self })
    }

    /// Pays a promised `amount`.
    ///
    /// # Errors
    /// [`EscrowError::Overflow`] when more would be paid than is promised.
    pub fn pay(self, amount: Cents) -> Result<Self, EscrowError> {
        Ok(Self { committed: self.committed.minus(amount)?, paid: self.paid.plus(amount)?, ..self })
    }
}
