//! How dates, amounts and codes are written and read: `2026-01-31`, `1234.56`, `1234567893`, `US-CA`.

use healink_domain::{Cents, Day, Digest, Jurisdiction, Moment, Npi, Period, Taxonomy};

use crate::error::{Error, Result};

/// Writes a day as `YYYY-MM-DD`.
pub fn date(day: Day) -> String {
    let (year, month, day) = day.civil();
    format!("{year:04}-{month:02}-{day:02}")
}

/// Writes a moment as FHIR and RFC 3339 do: `2026-01-31T12:00:00.000Z`.
pub fn moment(moment: Moment) -> String {
    let day = moment.day();
    let rest = moment.0.saturating_sub(u64::from(day.0).saturating_mul(86_400_000));
    let (seconds, millis) = (rest / 1000, rest % 1000);
    let (minutes, seconds) = (seconds / 60, seconds % 60);
    format!("{}T{:02}:{:02}:{seconds:02}.{millis:03}Z", date(day), minutes / 60, minutes % 60)
}

/// Reads `YYYY-MM-DD`, or `today` with an offset in days (`today`, `today+30`, `today-1`).
///
/// # Errors
/// When it is no date from 1970 on.
pub fn parse_date(text: &str) -> Result<Day> {
    let wrong = || {
        Error::usage(format!("`{text}` is no date"))
            .hint("write YYYY-MM-DD, for example 2026-01-31, or today, today+30, today-1")
    };
    if let Some(offset) = text.strip_prefix("today") {
        let days: i64 = if offset.is_empty() { 0 } else { offset.parse().map_err(|_| wrong())? };
        let day = i64::from(today().0).checked_add(days).and_then(|day| u32::try_from(day).ok());
        return day.map(Day).ok_or_else(wrong);
    }
    let parts: Vec<&str> = text.split('-').collect();
    match parts.as_slice() {
        [year, month, day] if year.len() == 4 && month.len() == 2 && day.len() == 2 => {
            let number = |part: &str| part.parse::<u32>().map_err(|_| wrong());
            let small = |part: &str| part.parse::<u8>().map_err(|_| wrong());
            Day::from_civil(number(year)?, small(month)?, small(day)?).ok_or_else(wrong)
        }
        _ => Err(wrong()),
    }
}

/// The day of this machine's clock, UTC.
pub fn today() -> Day {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    Day(u32::try_from(since.as_secs() / 86_400).unwrap_or(u32::MAX))
}

/// Writes an amount as `1234.56`.
pub fn money(amount: Cents) -> String {
    format!("{}.{:02}", amount.0 / 100, amount.0 % 100)
}

/// Reads `1234.56`, `1234.5` or `1234`.
///
/// # Errors
/// When it is no such amount, has more than two decimals or does not fit.
pub fn parse_money(text: &str) -> Result<Cents> {
    let wrong = || {
        Error::usage(format!("`{text}` is no amount"))
            .hint("write a number with at most two decimals and no separators, for example 1234.56")
    };
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || part.len() > 2 || !is_digits(whole) || !is_digits(part) || text.ends_with('.') {
        return Err(wrong());
    }
    let whole: u64 = whole.parse().map_err(|_| wrong())?;
    let part: u64 = format!("{part:0<2}").parse().map_err(|_| wrong())?;
    whole.checked_mul(100).and_then(|cents| cents.checked_add(part)).map(Cents).ok_or_else(wrong)
}

/// Reads a National Provider Identifier.
///
/// # Errors
/// When it has not ten digits, another first digit than 1 or 2, or a wrong check digit.
pub fn parse_npi(text: &str) -> Result<Npi> {
    use healink_domain::NpiError;
    Npi::parse(text).map_err(|error| {
        let why = match error {
            NpiError::NotTenDigits => "it must have exactly ten digits",
            NpiError::FirstDigit => "its first digit must be 1 or 2",
            NpiError::CheckDigit => "its check digit is wrong; look for a mistyped or swapped digit",
        };
        Error::usage(format!("`{text}` is no NPI")).hint(why)
    })
}

/// Reads a country or subdivision.
///
/// # Errors
/// When it is neither `US` nor `US-CA` in form.
pub fn parse_place(text: &str) -> Result<Jurisdiction> {
    Jurisdiction::parse(text).map_err(|_| {
        Error::usage(format!("`{text}` is no place")).hint("write ISO 3166 codes, for example US or US-CA")
    })
}

/// Reads a NUCC taxonomy code.
///
/// # Errors
/// When it is not nine capital letters or digits and an `X`.
pub fn parse_taxonomy(text: &str) -> Result<Taxonomy> {
    Taxonomy::parse(text).map_err(|_| {
        Error::usage(format!("`{text}` is no taxonomy code"))
            .hint("write a NUCC code, for example 207Q00000X")
    })
}

/// Reads a hash of 32 bytes.
///
/// # Errors
/// When it is not `0x` and 64 hexadecimal digits.
pub fn parse_digest(text: &str) -> Result<Digest> {
    let mut bytes = [0u8; 32];
    match hex::decode_to_slice(text.strip_prefix("0x").unwrap_or(text), &mut bytes) {
        Ok(()) => Ok(Digest(bytes)),
        Err(_) => {
            Err(Error::usage(format!("`{text}` is no hash")).hint("write 0x and 64 hexadecimal digits"))
        }
    }
}

/// Reads an sr25519 signature: 64 bytes, or 65 with the 1 in front by which chains tell its kind.
///
/// # Errors
/// When it is not so many hexadecimal digits.
pub fn parse_signature(text: &str) -> Result<[u8; 64]> {
    let digits = text.strip_prefix("0x").unwrap_or(text);
    let digits = digits.strip_prefix("01").filter(|rest| rest.len() == 128).unwrap_or(digits);
    let mut bytes = [0u8; 64];
    hex::decode_to_slice(digits, &mut bytes).map_err(|_| {
        Error::usage("this is no sr25519 signature")
            .hint("write 0x and 128 hexadecimal digits, as the wallet gives them")
    })?;
    Ok(bytes)
}

/// Writes a half-open period.
pub fn period(period: Period) -> String {
    match period.until {
        Some(until) => format!("{} to {} (excluded)", date(period.from), date(until)),
        None => format!("from {}", date(period.from)),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn dates_are_written_as_they_are_read() {
        for text in ["1970-01-01", "2024-02-29", "2026-12-31", "9999-12-31"] {
            assert_eq!(date(parse_date(text).unwrap()), text);
        }
        assert_eq!(parse_date("today+1").unwrap().0, parse_date("today").unwrap().0 + 1);
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in
            ["", "2026-1-1", "2026-02-30", "1969-12-31", "01-02-2026", "today+x", "todayish", "2026-01-01-01"]
        {
            assert!(parse_date(text).is_err(), "{text}");
        }
    }

    #[test]
    fn amounts_are_written_as_they_are_read() {
        for (text, cents) in [("0", 0), ("0.5", 50), ("12.34", 1234), ("184467440737095516.15", u64::MAX)] {
            assert_eq!(parse_money(text).unwrap(), Cents(cents), "{text}");
        }
        assert_eq!(money(Cents(123_405)), "1234.05");
    }

    #[test]
    fn what_is_no_amount_is_refused() {
        for text in
            ["", ".", "1.", ".5", "1.234", "-1", "+1", "1,000.00", "1e3", "184467440737095516.16", " 1"]
        {
            assert!(parse_money(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_signature_is_read_as_wallets_and_chains_write_it() {
        let digits = "ab".repeat(64);
        for text in [digits.clone(), format!("0x{digits}"), format!("0x01{digits}")] {
            assert_eq!(parse_signature(&text).unwrap(), [0xab; 64]);
        }
        for text in ["", "0x", "0x12", &format!("0x02{digits}"), &"zz".repeat(64)] {
            assert!(parse_signature(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_wrong_npi_says_what_is_wrong() {
        assert_eq!(parse_npi("1234567893").unwrap().number(), 1_234_567_893);
        assert!(parse_npi("1234567890").unwrap_err().hint.unwrap().contains("check digit"));
        assert!(parse_npi("12345").unwrap_err().hint.unwrap().contains("ten digits"));
    }
}
