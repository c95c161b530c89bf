//! FHIR's dates and periods as days and moments. FHIR is exact to a second, a grant to a day (UTC): a permission is rounded to the
//! days that lie wholly within, a denial to all that it touches.

use healink_domain::{consent::Effect, Day, Moment, Period};

use super::{node::Node, Made, Problem, Problems};

const MILLIS_PER_DAY: u64 = 86_400_000;

/// First and last millisecond that a `date` or `dateTime` can mean, as milliseconds since 1970; what lies before is 1970 began.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Instant {
    first: u64,
    last: u64,
    /// Does it lie before 1970?
    is_before: bool,
}

/// Reads `YYYY`, `YYYY-MM`, `YYYY-MM-DD` or a `dateTime` with seconds and time zone.
fn instant(written: &str) -> Option<Instant> {
    let (date, time) = match written.split_once('T') {
        Some((date, time)) => (date, Some(time)),
        None => (written, None),
    };
    let (first, next) = days(date)?;
    let millis = |day: i64| day.checked_mul(i64::try_from(MILLIS_PER_DAY).ok()?);
    let (first, last) = match time {
        None => (millis(first)?, millis(next)?.checked_sub(1)?),
        Some(time) if date.len() == 10 => {
            let at = millis(first)?.checked_add(time_of_day(time)?)?;
            (at, at)
        }
        Some(_) => return None,
    };
    let since = |millis: i64| u64::try_from(millis).unwrap_or(0);
    Some(Instant { first: since(first), last: since(last), is_before: last < 0 })
}

/// The first day of a date and the first day after it, counted from 1970-01-01, before it downwards.
fn days(date: &str) -> Option<(i64, i64)> {
    let mut parts = date.split('-');
    let mut number = |digits: usize| match parts.next() {
        Some(part) if part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit()) => {
            part.parse().ok()
        }
        _ => None,
    };
    let (year, month, day): (u32, Option<u32>, Option<u32>) = match date.len() {
        4 => (number(4)?, None, None),
        7 => (number(4)?, Some(number(2)?), None),
        10 => (number(4)?, Some(number(2)?), Some(number(2)?)),
        _ => return None,
    };
    let civil = |year: u32, month: u32, day: u32| -> Option<i64> {
        // A shift by whole eras of 400 years, which have 146,097 days, brings every year into the calendar at hand.
        let eras = if year < 2000 { 2000u32.checked_sub(year)?.div_ceil(400) } else { 0 };
        let shifted = year.checked_add(eras.checked_mul(400)?)?;
        let found = Day::from_civil(shifted, u8::try_from(month).ok()?, u8::try_from(day).ok()?)?;
        i64::from(found.0).checked_sub(i64::from(eras).checked_mul(146_097)?)
    };
    let first = civil(year, month.unwrap_or(1), day.unwrap_or(1))?;
    let next = match (month, day) {
        (_, Some(_)) => first.checked_add(1)?,
        (None, None) if year == 9999 => civil(9999, 12, 31)?.checked_add(1)?,
        (None, None) => civil(year.checked_add(1)?, 1, 1)?,
        (Some(12), None) => civil(year, 12, 31)?.checked_add(1)?,
        (Some(month), None) => civil(year, month.checked_add(1)?, 1)?,
    };
    Some((first, next))
}

/// Milliseconds from the beginning of the written day to a time with its zone.
fn time_of_day(time: &str) -> Option<i64> {
    let (clock, zone) = match time.strip_suffix('Z') {
        Some(clock) => (clock, 0),
        None => {
            let at = time.rfind(['+', '-'])?;
            let (clock, zone) = time.split_at_checked(at)?;
            let (sign, zone) = zone.split_at_checked(1)?;
            let (hours, minutes) = zone.split_once(':')?;
            let minutes = two(hours, 14)?.checked_mul(60)?.checked_add(two(minutes, 59)?)?;
            (clock, if sign == "-" { minutes.checked_neg()? } else { minutes })
        }
    };
    let (clock, fraction) = clock.split_once('.').unwrap_or((clock, "0"));
    let mut parts = clock.split(':');
    let (hours, minutes, seconds) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || fraction.is_empty() || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    // A leap second counts as the second before it.
    let seconds = two(seconds, 60)?.min(59);
    let minutes = two(hours, 23)?.checked_mul(60)?.checked_add(two(minutes, 59)?)?.checked_sub(zone)?;
    let millis: i64 = format!("{:0<3}", fraction.get(..3).unwrap_or(fraction)).parse().ok()?;
    minutes.checked_mul(60)?.checked_add(seconds)?.checked_mul(1000)?.checked_add(millis)
}

fn two(digits: &str, most: i64) -> Option<i64> {
    let is_number = digits.len() == 2 && digits.bytes().all(|byte| byte.is_ascii_digit());
    digits.parse().ok().filter(|number| is_number && *number <= most)
}

/// When a Consent was made.
pub(super) fn made(node: &Node<'_>) -> Result<Made, Problem> {
    let Some(written) = node.text("dateTime")? else {
        return Err(Problem::new(
            "dateTime",
            "is not there, so nobody can say whether this Consent is newer than another",
        ));
    };
    let at = instant(written)
        .ok_or_else(|| Problem::new("dateTime", format!("`{written}` is no date or time")))?;
    Ok(Made { earliest: Moment(at.first), latest: Moment(at.last) })
}

/// A period of a rule: its days, and `None` for an end that is not stated. `from` is its first day when none is stated.
pub(super) fn period(
    node: &Node<'_>,
    effect: Effect,
    from: Day,
    problems: &mut Problems,
) -> Result<Period, Problem> {
    node.only(&["start", "end"])?;
    let read = |name: &str| -> Result<Option<Instant>, Problem> {
        let Some(written) = node.text(name)? else { return Ok(None) };
        let wrong =
            || Problem::new(format!("{}.{name}", node.path), format!("`{written}` is no date or time"));
        instant(written).map(Some).ok_or_else(wrong)
    };
    let (start, end) = (read("start")?, read("end")?);
    if start
        .zip(end)
        .is_some_and(|(start, end)| end.last < start.first || (end.is_before && !start.is_before))
    {
        return Err(node.problem("the period ends before it begins"));
    }
    let mut rounded = false;
    let first = match start {
        None => from,
        Some(at) => {
            let is_whole = at.first.checked_rem(MILLIS_PER_DAY) == Some(0);
            rounded |= !is_whole;
            let day = Moment(at.first).day();
            if is_whole || effect == Effect::Deny {
                day
            } else {
                day.plus(1)
            }
        }
    };
    let until = end.map(|at| match at.is_before {
        true => Day(0),
        false => {
            let day = Moment(at.last).day();
            // The last second of a day stands for its end.
            let is_whole = at.last.saturating_add(1000).checked_div(MILLIS_PER_DAY) > Some(u64::from(day.0));
            rounded |= !is_whole;
            if is_whole || effect == Effect::Deny {
                day.plus(1)
            } else {
                day
            }
        }
    });
    if rounded {
        problems.narrowed.push(node.problem(match effect {
            Effect::Permit => {
                "a grant holds for whole days (UTC): only those that lie wholly within are permitted"
            }
            Effect::Deny => "a grant holds for whole days (UTC): all that it touches are denied",
        }));
    }
    Ok(Period { from: first, until })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::arithmetic_side_effects)]
    use super::*;
    use crate::text::moment;
    use serde_json::{json, Value};

    fn day(year: u32, month: u8, day: u8) -> Day {
        Day::from_civil(year, month, day).unwrap()
    }

    fn read(value: &Value, effect: Effect) -> (Result<Period, Problem>, usize) {
        let mut problems = Problems::default();
        let period = period(&Node::root(value), effect, Day(7), &mut problems);
        (period, problems.narrowed.len())
    }

    fn exactly(start: &str, end: &str) -> Period {
        let value = json!({ "start": start, "end": end });
        let (permit, notes) = read(&value, Effect::Permit);
        assert_eq!((read(&value, Effect::Deny).0, notes), (permit.clone(), 0), "{value}");
        permit.unwrap()
    }

    #[test]
    fn whole_days_months_and_years_are_exact_and_their_end_counts() {
        let days = Period { from: day(2026, 1, 1), until: Some(day(2026, 2, 1)) };
        assert_eq!(exactly("2026-01-01", "2026-01-31"), days);
        assert_eq!(exactly("2026-01", "2026-01"), days);
        assert_eq!(exactly("2026-01-01T00:00:00Z", "2026-01-31T23:59:59Z"), days);
        assert_eq!(exactly("2026-01-01T05:00:00.000+05:00", "2026-01-31T18:59:59.999-05:00"), days);
        assert_eq!(
            exactly("2025", "2026-12"),
            Period { from: day(2025, 1, 1), until: Some(day(2027, 1, 1)) }
        );
        assert_eq!(exactly("2024-02", "2024-02").until, Some(day(2024, 3, 1)));
    }

    #[test]
    fn parts_of_days_are_rounded_so_that_nothing_more_is_permitted() {
        let value = json!({ "start": "2026-01-01T10:00:00Z", "end": "2026-01-03T10:00:00Z" });
        let within = Period { from: day(2026, 1, 2), until: Some(day(2026, 1, 3)) };
        let touched = Period { from: day(2026, 1, 1), until: Some(day(2026, 1, 4)) };
        assert_eq!(read(&value, Effect::Permit), (Ok(within), 1));
        assert_eq!(read(&value, Effect::Deny), (Ok(touched), 1));
    }

    #[test]
    fn the_calendar_begins_in_1970() {
        assert_eq!(
            exactly("1964-01-01", "2016-01-01"),
            Period { from: Day(0), until: Some(day(2016, 1, 2)) }
        );
        assert!(exactly("1900", "1969-12-31").is_empty());
        assert_eq!(
            read(&json!({ "end": "1970-01-01" }), Effect::Permit).0.unwrap(),
            Period { from: Day(7), until: Some(Day(1)) }
        );
        assert_eq!(read(&json!({}), Effect::Permit), (Ok(Period { from: Day(7), until: None }), 0));
    }

    #[test]
    fn what_is_no_period_is_told() {
        for wrong in [
            "",
            "26-01-01",
            "2026-13",
            "2026-02-30",
            "2026-01-01T10:00Z",
            "2026-01-01T10:00:00",
            "2026-01-01T25:00:00Z",
            "2026-01T10:00:00Z",
            "2026-01-01T10:00:00.Z",
            "2026-01-01T10:00:00+15:00",
            "2026-01-01T10:00:00+1:00",
            "today",
            "2026-0ä",
        ] {
            assert!(instant(wrong).is_none(), "{wrong}");
        }
        assert!(read(&json!({ "start": "2026-01-02", "end": "2026-01-01" }), Effect::Deny).0.is_err());
        assert!(read(&json!({ "start": "1970-01-02", "end": "1969" }), Effect::Deny).0.is_err());
        assert!(read(&json!({ "begin": "2026" }), Effect::Deny).0.is_err());
        assert!(read(&json!("2026"), Effect::Deny).0.is_err());
    }

    #[test]
    fn moments_are_read_as_they_are_written() {
        for millis in [0, 1, 999, 86_399_999, 86_400_000, 1_790_000_000_123] {
            let at = instant(&moment(Moment(millis))).unwrap();
            assert_eq!((at.first, at.last), (millis, millis));
        }
        assert_eq!(moment(Moment(1_790_000_000_123)), "2026-09-21T14:13:20.123Z");
    }

    #[test]
    fn a_date_alone_may_be_any_moment_of_its_day() {
        let value = json!({ "dateTime": "2016-05-11" });
        let made = made(&Node::root(&value)).unwrap();
        assert_eq!(made.counts_for(Effect::Permit).day(), day(2016, 5, 11));
        assert_eq!(made.counts_for(Effect::Deny).0, made.earliest.0 + 86_399_999);
        assert!(super::made(&Node::root(&json!({}))).is_err());
    }
}
