//! Periods of qualifications, which FHIR states exactly or by month or year.

use healink_domain::Day;

use super::super::day;

/// The first day of a `dateTime`: of a month or a year its first day. True where the source was not exact.
pub fn first(written: &str) -> Result<(Day, bool), String> {
    match parts(written) {
        Some((year, month)) => {
            let day = Day::from_civil(year, month.unwrap_or(1), 1);
            day.map(|day| (day, true)).ok_or_else(|| not_a_date(written))
        }
        None => day::parse(written).map(|day| (day, false)),
    }
}

/// The day after a `dateTime`: of a month or a year the day after its last. FHIR R4, `Period.end`: it includes every time that
/// matches it. True where the source was not exact.
pub fn after(written: &str) -> Result<(Day, bool), String> {
    let Some((year, month)) = parts(written) else {
        return day::parse(written).map(|day| (day.plus(1), false));
    };
    let next_year = year.checked_add(1).ok_or_else(|| not_a_date(written))?;
    let day = match month {
        Some(month @ 1..=11) => Day::from_civil(year, month.saturating_add(1), 1),
        Some(12) | None => Day::from_civil(next_year, 1, 1),
        Some(_) => None,
    };
    day.map(|day| (day, true)).ok_or_else(|| not_a_date(written))
}

fn not_a_date(written: &str) -> String {
    format!("`{written}` is no date from 1970 on")
}

/// Year and month of `2026` and `2026-05`.
fn parts(written: &str) -> Option<(u32, Option<u8>)> {
    let number = |text: &str| {
        text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse::<u32>().ok()).flatten()
    };
    match (written.len(), written.split_once('-')) {
        (4, None) => Some((number(written)?, None)),
        (7, Some((year, month))) if year.len() == 4 => {
            Some((number(year)?, Some(u8::try_from(number(month)?).ok()?)))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn civil(year: u32, month: u8, day: u8) -> Day {
        Day::from_civil(year, month, day).unwrap()
    }

    #[test]
    fn a_month_or_a_year_stands_for_all_of_its_days() {
        assert_eq!(first("1995"), Ok((civil(1995, 1, 1), true)));
        assert_eq!(first("2026-05"), Ok((civil(2026, 5, 1), true)));
        assert_eq!(after("2026"), Ok((civil(2027, 1, 1), true)));
        assert_eq!(after("2026-02"), Ok((civil(2026, 3, 1), true)));
        assert_eq!(after("2026-12"), Ok((civil(2027, 1, 1), true)));
    }

    #[test]
    fn a_day_is_itself() {
        assert_eq!(first("2026-05-07"), Ok((civil(2026, 5, 7), false)));
        assert_eq!(after("2026-05-07T10:00:00Z"), Ok((civil(2026, 5, 8), false)));
    }

    #[test]
    fn what_is_no_date_says_so() {
        for text in ["", "20x6", "2026-13", "2026-00", "1968", "2026-5-7", "today", "2026-ab", "9999"] {
            assert!(after(text).is_err(), "{text}");
        }
        for text in ["", "20x6", "2026-13", "1969", "2026-5-7"] {
            assert!(first(text).is_err(), "{text}");
        }
    }
}
