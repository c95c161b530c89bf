use scale::{Decode, Encode};

/// What can go wrong with an amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub enum MoneyError {
    /// The result does not fit, or would be negative.
    Overflow,
}

/// An amount in whole minor units (cents of the plan's currency).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct Cents(pub u64);

impl Cents {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// Whether the amount is nothing.
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// The sum.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`] when it does not fit in 64 bits.
    pub fn plus(self, other: Self) -> Result<Self, MoneyError> {
        self.0.checked_add(other.0).map(Self).ok_or(MoneyError::Overflow)
    }

    /// The difference.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`] when `other` is larger.
    pub fn minus(self, other: Self) -> Result<Self, MoneyError> {
        self.0.checked_sub(other.0).map(Self).ok_or(MoneyError::Overflow)
    }

    /// The difference, or nothing when `other` is larger: what is left up to a limit.
    pub const fn left_after(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }

    /// The amount `count` times over.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`] when it does not fit in 64 bits.
    pub fn times(self, count: u32) -> Result<Self, MoneyError> {
        self.0.checked_mul(u64::from(count)).map(Self).ok_or(MoneyError::Overflow)
    }

    /// The amount times `numerator / denominator`, rounded half up to the cent. This is the one place of the whole
    /// suite where an amount is rounded.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`] when the result does not fit in 64 bits or `denominator` is zero.
    pub fn scaled(self, numerator: u32, denominator: u32) -> Result<Self, MoneyError> {
        // In 64 bits, since a contract pays for wider division with a kilobyte of code: what is left of the amount is below
        // the denominator, so its product and half a denominator fit.
        let (numerator, denominator) = (u64::from(numerator), u64::from(denominator));
        let (whole, rest) = self
            .0
            .checked_div(denominator)
            .zip(self.0.checked_rem(denominator))
            .ok_or(MoneyError::Overflow)?;
        let product = rest.saturating_mul(numerator).saturating_add(denominator >> 1);
        let part = product.checked_div(denominator).ok_or(MoneyError::Overflow)?;
        let scaled = whole.checked_mul(numerator).and_then(|whole| whole.checked_add(part));
        scaled.map(Self).ok_or(MoneyError::Overflow)
    }

    /// The sum of many.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`] when it does not fit in 64 bits.
    pub fn sum(amounts: impl IntoIterator<Item = Self>) -> Result<Self, MoneyError> {
        amounts.into_iter().try_fold(Self::ZERO, Self::plus)
    }
}

/// A share in hundredths of a percent: 10,000 is the whole.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct BasisPoints(pub u16);

impl BasisPoints {
    /// The whole: 100 %.
    pub const WHOLE: Self = Self(10_000);

    /// Whether the share is at most the whole. A share decoded from a caller's input may fail this.
    pub const fn is_valid(self) -> bool {
        self.0 <= Self::WHOLE.0
    }

    /// This share of `amount`, rounded half up to the cent ([`Cents::scaled`]).
    ///
    /// # Errors
    /// [`MoneyError::Overflow`] when the result does not fit in 64 bits (only for shares above the whole).
    pub fn of(self, amount: Cents) -> Result<Cents, MoneyError> {
        amount.scaled(u32::from(self.0), u32::from(Self::WHOLE.0))
    }
}
