//! National Provider Identifiers of providers.

use healink_domain::{salted_digest, Npi};
use serde::Serializer;

/// A number with a valid check digit made up from a provider's key, for demonstrations with providers that have no valid
/// NPI of their own (as those of Synthea). The same key gives the same number.
pub fn stand_in_npi(key: &str) -> Option<Npi> {
    let digest = salted_digest(b"stand-in NPI", key.as_bytes());
    let [a, b, c, d, ..] = digest.0;
    let eight_digits = u64::from(u32::from_be_bytes([a, b, c, d])).checked_rem(100_000_000)?;
    let first_nine = eight_digits.checked_add(100_000_000)?.checked_mul(10)?;
    (0..10).find_map(|check| Npi::new(first_nine.checked_add(check)?).ok())
}

pub(super) fn serialize<S: Serializer>(npi: &Option<Npi>, serializer: S) -> Result<S::Ok, S::Error> {
    match npi {
        Some(npi) => serializer.collect_str(npi),
        None => serializer.serialize_none(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stand_ins_are_valid_and_stay_the_same() {
        for key in ["", "Organization/1", "https://example.org/providers|17"] {
            assert!(stand_in_npi(key).is_some_and(|npi| npi.checked().is_ok()), "{key}");
            assert_eq!(stand_in_npi(key), stand_in_npi(key));
        }
        assert_ne!(stand_in_npi("a"), stand_in_npi("b"));
    }
}
