use scale::{Decode, Encode};

/// Why a number is not a National Provider Identifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub enum NpiError {
    /// It does not have exactly ten digits.
    NotTenDigits,
    /// Its first digit is neither 1 (individual) nor 2 (organisation).
    FirstDigit,
    /// Its last digit is not the Luhn check digit.
    CheckDigit,
}

/// A National Provider Identifier (45 CFR 162.406): ten digits, the first 1 or 2, the last the Luhn check digit of
/// the number with the prefix 80840 (CMS, "Requirements for National Provider Identifier (NPI) and NPI Check Digit").
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct Npi(u32);

/// What the constant prefix 80840 adds to the Luhn sum.
const PREFIX_SUM: u32 = 24;

impl Npi {
    /// The identifier with these ten digits.
    ///
    /// # Errors
    /// One [`NpiError`] for each rule, in the order of its variants.
    pub fn new(number: u64) -> Result<Self, NpiError> {
        if !(1_000_000_000..=9_999_999_999).contains(&number) {
            return Err(NpiError::NotTenDigits);
        }
        // What does not fit in 32 bits begins with a digit from 4 on.
        u32::try_from(number).map_or(Err(NpiError::FirstDigit), |number| Self(number).checked())
    }

    /// The ten digits as a number.
    pub const fn number(self) -> u32 {
        self.0
    }

    /// The same identifier if it keeps the rules: one decoded from a caller's input may not.
    ///
    /// # Errors
    /// As [`Npi::new`].
    pub fn checked(self) -> Result<Self, NpiError> {
        match self.0 {
            0..=999_999_999 => Err(NpiError::NotTenDigits),
            3_000_000_000.. => Err(NpiError::FirstDigit),
            number if !luhn_sum(number).is_multiple_of(10) => Err(NpiError::CheckDigit),
            _ => Ok(self),
        }
    }

    /// Reads ten digits, with nothing else around them.
    ///
    /// # Errors
    /// As [`Npi::new`]; anything but ten ASCII digits is [`NpiError::NotTenDigits`].
    pub fn parse(text: &str) -> Result<Self, NpiError> {
        if text.len() != 10 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(NpiError::NotTenDigits);
        }
        if text.starts_with('0') {
            return Err(NpiError::FirstDigit);
        }
        Self::new(text.parse().map_err(|_| NpiError::NotTenDigits)?)
    }
}

/// Luhn sum of the ten digits behind the prefix. At most 24 + 10 × 9.
#[allow(clippy::arithmetic_side_effects)]
fn luhn_sum(number: u32) -> u32 {
    let mut rest = number;
    let mut sum = PREFIX_SUM;
    for position in 0..10 {
        let digit = rest % 10;
        rest /= 10;
        sum += match position % 2 {
            0 => digit,
            _ if digit > 4 => digit * 2 - 9,
            _ => digit * 2,
        };
    }
    sum
}

#[cfg(feature = "std")]
impl core::fmt::Display for Npi {
    fn fmt(&self, out: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(out, "{:010}", self.0)
    }
}
