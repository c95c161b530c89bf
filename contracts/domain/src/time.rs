use scale::{Decode, Encode};

const MILLIS_PER_DAY: u64 = 86_400_000;

/// A point in time in milliseconds since 1970-01-01 UTC. Rules use it only to order events within a day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct Moment(pub u64);

impl Moment {
    /// The day that the moment falls on. Moments past the year 11,000,000 are clamped.
    pub fn day(self) -> Day {
        let days = self.0.checked_div(MILLIS_PER_DAY).unwrap_or(u64::MAX);
        Day(u32::try_from(days).unwrap_or(u32::MAX))
    }
}

/// A day: days since 1970-01-01, UTC.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct Day(pub u32);

/// A calendar year, over which deductibles, maxima and limits run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct Year(pub u16);

impl Day {
    /// The day `days` later, or the last day there is.
    pub const fn plus(self, days: u32) -> Self {
        Self(self.0.saturating_add(days))
    }

    /// Days from `earlier` to this day; nothing when `earlier` is not earlier.
    pub const fn since(self, earlier: Self) -> u32 {
        self.0.saturating_sub(earlier.0)
    }

    /// The calendar year of the day (proleptic Gregorian), 65,535 for all later ones.
    pub fn year(self) -> Year {
        let (year, _, _) = self.civil();
        Year(u16::try_from(year).unwrap_or(u16::MAX))
    }

    /// Year, month (1–12) and day of the month (1–31), by the era arithmetic of H. Hinnant, "chrono-compatible low-level date
    /// algorithms", `civil_from_days`.
    // Every intermediate value is bounded by the era's length, far inside 64 bits.
    #[allow(clippy::arithmetic_side_effects)]
    pub fn civil(self) -> (u32, u8, u8) {
        let shifted = u64::from(self.0) + 719_468;
        let era = shifted / 146_097;
        let day_of_era = shifted % 146_097;
        let year_of_era =
            (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month_from_march = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
        let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
        let year = year_of_era + era * 400 + u64::from(month <= 2);
        (year as u32, month as u8, day as u8)
    }

    /// The day with this civil date, or `None` when there is no such date or it lies before 1970.
    // Bounded like `civil`: years are at most 9,999.
    #[allow(clippy::arithmetic_side_effects)]
    pub fn from_civil(year: u32, month: u8, day: u8) -> Option<Self> {
        if !(1970..=9999).contains(&year) || !(1..=12).contains(&month) || day == 0 {
            return None;
        }
        let (month, day_of_month) = (u32::from(month), u32::from(day));
        let year_from_march = year - u32::from(month <= 2);
        let (era, year_of_era) = (year_from_march / 400, year_from_march % 400);
        let month_from_march = if month > 2 { month - 3 } else { month + 9 };
        let day_of_year = (153 * month_from_march + 2) / 5 + day_of_month - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        let found = Self(era * 146_097 + day_of_era - 719_468);
        (found.civil() == (year, month as u8, day)).then_some(found)
    }
}

/// Days from `from` up to but not including `until`; without `until` it stays open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct Period {
    /// First day that counts.
    pub from: Day,
    /// First day that no longer counts.
    pub until: Option<Day>,
}

impl Period {
    /// All days.
    pub const ALWAYS: Self = Self { from: Day(0), until: None };

    /// The one day.
    pub const fn day(day: Day) -> Self {
        Self { from: day, until: Some(day.plus(1)) }
    }

    /// Whether no day counts.
    pub fn is_empty(self) -> bool {
        self.until.is_some_and(|until| until <= self.from)
    }

    /// Whether `day` counts.
    pub fn contains(self, day: Day) -> bool {
        self.from <= day && !self.ended_by(day)
    }

    /// Whether the period is over on `day`.
    pub fn ended_by(self, day: Day) -> bool {
        self.until.is_some_and(|until| until <= day)
    }

    /// Whether every day of `other` counts.
    pub fn covers(self, other: Self) -> bool {
        self.from <= other.from
            && match (self.until, other.until) {
                (None, _) => true,
                (Some(mine), Some(theirs)) => theirs <= mine,
                (Some(_), None) => false,
            }
    }

    /// Whether some day counts in both.
    pub fn overlaps(self, other: Self) -> bool {
        !self.is_empty() && !other.is_empty() && !self.ended_by(other.from) && !other.ended_by(self.from)
    }
}
