//! FHIR dates and periods as days.

use healink_domain::{Day, Period};
use serde::{ser::SerializeStruct, Serializer};

use crate::text;

/// The day of a FHIR `date` or `dateTime`: the one written, in the time zone that it is written in.
pub(super) fn parse(written: &str) -> Result<Day, String> {
    let date = written.get(..10).unwrap_or(written);
    let is_time = written.get(10..).is_none_or(|rest| rest.is_empty() || rest.starts_with('T'));
    let digits = date.starts_with(|first: char| first.is_ascii_digit());
    if (date.len() == 4 || date.len() == 7) && digits {
        return Err(format!("`{written}` is not exact to the day"));
    }
    text::parse_date(date)
        .ok()
        .filter(|_| is_time && digits)
        .ok_or_else(|| format!("`{written}` is no date from 1970 on"))
}

/// A FHIR period, whose end counts, as one whose end does not; `None` without a start.
pub(super) fn period(start: Option<&str>, end: Option<&str>) -> Result<Option<Period>, String> {
    let Some(start) = start else { return Ok(None) };
    let until = end.map(parse).transpose()?.map(|last| last.plus(1));
    not_empty(Period { from: parse(start)?, until }).map(Some)
}

/// The same period if a day lies in it.
pub(super) fn not_empty(period: Period) -> Result<Period, String> {
    match period.is_empty() {
        true => Err("the period ends before it begins".into()),
        false => Ok(period),
    }
}

/// Writes a period as an object with `from` and `until`, the first day that no longer counts.
pub(super) fn serialize_period<S: Serializer>(
    period: &Option<Period>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let Some(period) = period else { return serializer.serialize_none() };
    let mut object = serializer.serialize_struct("Period", 2)?;
    object.serialize_field("from", &text::date(period.from))?;
    object.serialize_field("until", &period.until.map(text::date))?;
    object.end()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_day_is_the_one_written() {
        for text in
            ["2012-03-07", "2012-03-07T23:59:59-05:00", "2012-03-07T00:10:00+02:00", "2012-03-07T10:00:00Z"]
        {
            assert_eq!(parse(text), Ok(Day::from_civil(2012, 3, 7).unwrap()), "{text}");
        }
    }

    #[test]
    fn what_is_no_day_says_why() {
        for text in ["2012", "2012-03"] {
            assert!(parse(text).unwrap_err().ends_with("is not exact to the day"), "{text}");
        }
        for text in ["", "today", "2012-02-30", "1969-12-31", "2012-03-07 10:00", "07.03.2012", "2012-03-ää"]
        {
            assert!(parse(text).unwrap_err().ends_with("is no date from 1970 on"), "{text}");
        }
    }

    #[test]
    fn the_last_day_of_a_period_counts() {
        let period = period(Some("2012-01-01"), Some("2012-12-31")).unwrap().unwrap();
        assert!(period.contains(Day::from_civil(2012, 12, 31).unwrap()));
        assert!(!period.contains(Day::from_civil(2013, 1, 1).unwrap()));
        assert!(super::period(Some("2012-01-02"), Some("2012-01-01")).is_err());
    }
}
