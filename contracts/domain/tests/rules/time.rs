use healink_domain::{Day, Moment, Period, Year};

const fn period(from: u32, until: u32) -> Period {
    Period { from: Day(from), until: Some(Day(until)) }
}

const fn open(from: u32) -> Period {
    Period { from: Day(from), until: None }
}

#[test]
fn known_dates_have_known_numbers() {
    // Numbers by `date --date=… +%s` divided by 86,400.
    for (date, number) in [
        ((1970, 1, 1), 0),
        ((1970, 3, 1), 59),
        ((1999, 12, 31), 10_956),
        ((2000, 2, 29), 11_016),
        ((2024, 2, 29), 19_782),
        ((2026, 1, 1), 20_454),
        ((2100, 3, 1), 47_541),
        ((9999, 12, 31), 2_932_896),
    ] {
        let (year, month, day) = date;
        assert_eq!(Day::from_civil(year, month, day), Some(Day(number)), "{date:?}");
        assert_eq!(Day(number).civil(), date);
    }
}

#[test]
fn every_day_of_two_centuries_survives_the_calendar_and_back() {
    let mut previous = (1969, 12, 31);
    for number in 0..73_415 {
        let (year, month, day) = Day(number).civil();
        assert_eq!(Day::from_civil(year, month, day), Some(Day(number)));
        assert_eq!(Day(number).year(), Year(year.try_into().unwrap()));
        assert_eq!((year, month, day), following(previous));
        previous = (year, month, day);
    }
    assert!(previous.0 > 2_169);
}

/// The next date, by the rules of the calendar rather than by arithmetic.
fn following((year, month, day): (u32, u8, u8)) -> (u32, u8, u8) {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let length = match month {
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => 31,
    };
    match (month, day) {
        (12, 31) => (year + 1, 1, 1),
        _ if day == length => (year, month + 1, 1),
        _ => (year, month, day + 1),
    }
}

#[test]
fn dates_that_do_not_exist_are_refused() {
    for (year, month, day) in [
        (2023, 2, 29),
        (2100, 2, 29),
        (2024, 2, 30),
        (2024, 4, 31),
        (2024, 0, 1),
        (2024, 13, 1),
        (2024, 255, 1),
        (2024, 1, 0),
        (2024, 1, 32),
        (2024, 12, 255),
        (1969, 12, 31),
        (10_000, 1, 1),
        (0, 1, 1),
        (u32::MAX, 1, 1),
    ] {
        assert_eq!(Day::from_civil(year, month, day), None, "{year}-{month}-{day}");
    }
}

#[test]
fn a_moment_falls_on_the_day_that_holds_it() {
    assert_eq!(Moment(0).day(), Day(0));
    assert_eq!(Moment(86_399_999).day(), Day(0));
    assert_eq!(Moment(86_400_000).day(), Day(1));
    assert_eq!(Moment(u64::MAX).day(), Day(u32::MAX));
}

#[test]
fn the_last_day_is_clamped() {
    assert_eq!(Day(u32::MAX).plus(1), Day(u32::MAX));
    assert_eq!(Day(u32::MAX).year(), Year(u16::MAX));
    assert_eq!(Day(5).since(Day(3)), 2);
    assert_eq!(Day(3).since(Day(5)), 0);
}

#[test]
fn a_period_holds_its_first_day_and_not_its_end() {
    let held = period(10, 20);
    for (day, counts, over) in [(9, false, false), (10, true, false), (19, true, false), (20, false, true)] {
        assert_eq!(held.contains(Day(day)), counts, "{day}");
        assert_eq!(held.ended_by(Day(day)), over, "{day}");
    }
    assert!(open(10).contains(Day(u32::MAX)) && !open(10).contains(Day(9)));
    assert!(Period::ALWAYS.contains(Day(0)));
    assert_eq!(Period::day(Day(10)), period(10, 11));
}

#[test]
fn a_period_is_empty_unless_it_ends_after_it_begins() {
    assert!(period(10, 10).is_empty() && period(10, 9).is_empty());
    assert!(!period(10, 11).is_empty() && !open(10).is_empty());
}

#[test]
fn one_period_covers_another_only_whole() {
    for (outer, inner, covers) in [
        (period(10, 20), period(10, 20), true),
        (period(10, 20), period(11, 19), true),
        (period(10, 20), period(9, 20), false),
        (period(10, 20), period(10, 21), false),
        (period(10, 20), open(10), false),
        (open(10), period(10, 20), true),
        (open(10), open(10), true),
        (open(10), open(9), false),
    ] {
        assert_eq!(outer.covers(inner), covers, "{outer:?} {inner:?}");
    }
}

#[test]
fn periods_overlap_when_they_share_a_day() {
    for (one, other, overlap) in [
        (period(10, 20), period(19, 30), true),
        (period(10, 20), period(20, 30), false),
        (period(10, 20), open(19), true),
        (period(10, 20), open(20), false),
        (open(10), open(50), true),
        (period(10, 20), period(15, 15), false),
        (period(15, 15), open(0), false),
    ] {
        assert_eq!(one.overlaps(other), overlap, "{one:?} {other:?}");
        assert_eq!(other.overlaps(one), overlap, "{other:?} {one:?}");
    }
}
