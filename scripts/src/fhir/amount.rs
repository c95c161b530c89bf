//! Decimal numbers exactly as they are written: no binary fractions anywhere.

use healink_domain::Cents;
use serde::{Deserialize, Deserializer, Serializer};
use serde_json::value::RawValue;

/// Digits before and after the point that a number may have; FHIR asks for 18 significant ones.
const MAX_DIGITS: usize = 28;

/// A decimal number: `mantissa / 10^scale`, without trailing zeros.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Decimal {
    mantissa: i128,
    scale: u32,
}

impl Decimal {
    pub(super) const ONE: Self = Self { mantissa: 1, scale: 0 };

    /// Reads a JSON number.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{}` is no number", text.chars().take(40).collect::<String>());
        let (sign, rest) = match text.strip_prefix('-') {
            Some(rest) => (-1, rest),
            None => (1, text),
        };
        let (digits, exponent) = match rest.split_once(['e', 'E']) {
            Some((digits, exponent)) => (digits, exponent.parse::<i32>().map_err(|_| wrong())?),
            None => (rest, 0),
        };
        let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
        let all = format!("{whole}{part}");
        if whole.is_empty() || all.len() > MAX_DIGITS || !all.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(wrong());
        }
        let mantissa = all.parse::<i128>().map_err(|_| wrong())?.checked_mul(sign).ok_or_else(wrong)?;
        let decimals = i32::try_from(part.len()).map_err(|_| wrong())?;
        Self::scaled(mantissa, decimals.checked_sub(exponent).ok_or_else(wrong)?).ok_or_else(wrong)
    }

    fn scaled(mut mantissa: i128, mut scale: i32) -> Option<Self> {
        while scale < 0 {
            mantissa = mantissa.checked_mul(10)?;
            scale = scale.checked_add(1)?;
        }
        while scale > 0 && mantissa.checked_rem(10)? == 0 {
            mantissa = mantissa.checked_div(10)?;
            scale = scale.checked_sub(1)?;
        }
        Some(Self { mantissa, scale: scale.unsigned_abs() })
    }

    /// The product, exactly.
    pub(super) fn times(self, other: Self) -> Option<Self> {
        let mantissa = self.mantissa.checked_mul(other.mantissa)?;
        Self::scaled(mantissa, i32::try_from(self.scale.checked_add(other.scale)?).ok()?)
    }

    /// The number as a count from 1 up.
    pub(super) fn count(self) -> Option<u32> {
        let whole = self.scale == 0 && self.mantissa >= 1;
        u32::try_from(self.mantissa).ok().filter(|_| whole)
    }

    /// The number as an amount of money.
    pub(super) fn cents(self) -> Result<Cents, String> {
        if self.mantissa < 0 {
            return Err("the amount is negative".into());
        }
        let missing = 2u32.checked_sub(self.scale).ok_or("the amount has fractions of a cent")?;
        let factor = 10i128.checked_pow(missing).unwrap_or(1);
        let cents = self.mantissa.checked_mul(factor).and_then(|cents| u64::try_from(cents).ok());
        cents.map(Cents).ok_or_else(|| "the amount is too large".into())
    }
}

impl<'de> Deserialize<'de> for Decimal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        Self::parse(raw.get()).map_err(serde::de::Error::custom)
    }
}

/// Writes an amount as `1234.56`, as text.
pub(super) fn serialize<S: Serializer>(amount: &Cents, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&crate::text::money(*amount))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn amounts_are_exact() {
        for (text, cents) in [
            ("0", 0),
            ("125", 12_500),
            ("140.52", 14_052),
            ("60.000", 6_000),
            ("0.1", 10),
            ("1.5e2", 15_000),
            ("1250E-2", 1_250),
            ("184467440737095516.15", u64::MAX),
        ] {
            assert_eq!(Decimal::parse(text).unwrap().cents(), Ok(Cents(cents)), "{text}");
        }
    }

    #[test]
    fn what_is_no_amount_says_why() {
        let why = |text: &str| Decimal::parse(text).and_then(Decimal::cents).unwrap_err();
        assert_eq!(why("-0.01"), "the amount is negative");
        assert_eq!(why("10.505"), "the amount has fractions of a cent");
        assert_eq!(why("184467440737095516.16"), "the amount is too large");
        for text in ["\"12\"", "null", "1e99", "", "-", "1.2.3", "99999999999999999999999999999"] {
            assert!(why(text).ends_with("is no number"), "{text}");
        }
    }

    #[test]
    fn products_are_exact() {
        let times = |a, b| Decimal::parse(a).unwrap().times(Decimal::parse(b).unwrap()).unwrap();
        assert_eq!(times("33.335", "2").cents(), Ok(Cents(6_667)));
        assert!(times("33.335", "1").cents().is_err());
        assert_eq!(times("0.1", "0.1").cents(), Ok(Cents(1)));
    }

    #[test]
    fn counts_are_whole_and_at_least_one() {
        let count = |text| Decimal::parse(text).unwrap().count();
        assert_eq!(
            (count("3"), count("3.0"), count("2.5"), count("0"), count("-1")),
            (Some(3), Some(3), None, None, None)
        );
    }
}
