use scale::{Decode, Encode};

use super::Status;
use crate::{Cents, MoneyError};

/// What a payer has deposited for the settlement of claims. `free + committed` is what is held for the payer, `committed` what
/// adjudicated claims wait to be paid, and `paid − owed` what the settled claims that still stand were paid.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct Escrow {
    /// Not promised to any claim.
    pub free: Cents,
    /// Promised to adjudicated claims that are not paid yet.
    pub committed: Cents,
    /// Paid to providers so far.
    pub paid: Cents,
    /// Paid for decisions that were reversed since, and not yet recovered from the providers' next payments.
    pub owed: Cents,
}

/// One payment to a provider for several claims, as on an 835: `gross = recovered + net`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct Remittance {
    /// What the claims pay.
    pub gross: Cents,
    /// Of that, recovered for what was paid on decisions that were reversed (PLB, overpayment recovery, WO).
    pub recovered: Cents,
    /// What goes to the provider.
    pub net: Cents,
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
        // These three only move among each other: while they fit together, each of them does.
        free.plus(self.committed)?.plus(self.paid)?;
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

    /// Takes back what a decision promised or paid, as it stood: a promise is free again, a payment is owed by the provider.
    /// Also how much more the provider owes.
    ///
    /// # Errors
    /// [`EscrowError::Overflow`] when it was never promised.
    pub fn reverse(self, status: &Status) -> Result<(Self, Cents), EscrowError> {
        match *status {
            Status::Adjudicated { payable, .. } => {
                let (free, committed) = (self.free.plus(payable)?, self.committed.minus(payable)?);
                Ok((Self { free, committed, ..self }, Cents::ZERO))
            }
            Status::Settled { paid, .. } => Ok((Self { owed: self.owed.plus(paid)?, ..self }, paid)),
            _ => Ok((self, Cents::ZERO)),
        }
    }

    /// Pays `gross`, promised to claims of one provider who owes `owed`. Also how it is made up.
    ///
    /// # Errors
    /// [`EscrowError::Zero`] when there is nothing to pay, [`EscrowError::Overflow`] when more would be paid than is promised,
    /// or recovered than is owed to the payer.
    pub fn remit(self, gross: Cents, owed: Cents) -> Result<(Self, Remittance), EscrowError> {
        if gross.is_zero() {
            return Err(EscrowError::Zero);
        }
        let recovered = gross.min(owed);
        let net = gross.minus(recovered)?;
        let after = Self {
            free: self.free.plus(recovered)?,
            committed: self.committed.minus(gross)?,
            paid: self.paid.plus(net)?,
            owed: self.owed.minus(recovered)?,
        };
        Ok((after, Remittance { gross, recovered, net }))
    }
}
