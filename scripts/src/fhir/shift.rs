//! Moving all dates by the same number of days, so that samples stay current.

use std::collections::BTreeMap;

use healink_domain::{Day, Period, Year};

use super::Loaded;

/// How many days before the wanted one are tried, so that services of one calendar year stay in one.
const LEEWAY: u32 = 366;

/// Shifts all dates so that the newest service day becomes `newest`, or, where that would put services of one calendar year
/// into two (and with them deductibles and limits), the last possible day before. Says by how many days.
pub(super) fn shift(loaded: &mut Loaded, newest: Day) {
    let days: Vec<Day> = loaded.claims.iter().map(|claim| claim.service_day).collect();
    let Some(last) = days.iter().max() else { return };
    let wanted = i64::from(newest.0).saturating_sub(i64::from(last.0));
    let tried = |back: &u32| keeps_years(&days, wanted.saturating_sub(i64::from(*back)));
    let by = (0..LEEWAY).find(tried).map_or(wanted, |back| wanted.saturating_sub(i64::from(back)));
    if by == 0 {
        return;
    }
    loaded.shifted_by = by;
    for claim in &mut loaded.claims {
        claim.service_day = moved(claim.service_day, by);
        claim.document.push_str(&format!("\nshifted by {by} days"));
    }
    for authorisation in &mut loaded.authorisations {
        authorisation.period = moved_period(authorisation.period, by);
    }
    for member in &mut loaded.members {
        member.cover = member.cover.map(|cover| moved_period(cover, by));
    }
}

fn keeps_years(days: &[Day], by: i64) -> bool {
    let mut became: BTreeMap<Year, Year> = BTreeMap::new();
    days.iter().all(|day| {
        let year = moved(*day, by).year();
        *became.entry(day.year()).or_insert(year) == year
    })
}

fn moved(day: Day, by: i64) -> Day {
    let moved = i64::from(day.0).saturating_add(by).max(0);
    Day(u32::try_from(moved).unwrap_or(u32::MAX))
}

fn moved_period(period: Period, by: i64) -> Period {
    // A period without a beginning keeps none.
    let from = if period.from == Day(0) { period.from } else { moved(period.from, by) };
    Period { from, until: period.until.map(|until| moved(until, by)) }
}
