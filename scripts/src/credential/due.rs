//! What falls due with credentials: expiry, verification at the source, the cycle of recredentialing.
//!
//! Anchors: NCQA credentialing standards, CR 3 (verification at most 120 days old) and CR 4 (recredentialing every 36 months).

use healink_domain::{
    credentials::{Credential, CredentialId, Status},
    Day,
};
use serde::Serialize;

/// What falls due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum What {
    /// It no longer holds.
    Expiry,
    /// Its verification at the source is too old to decide by.
    Verification,
    /// The cycle is over in which it has to be decided anew.
    Recredentialing,
}

/// Something that falls due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Due {
    /// First day on which it is so.
    pub on: Day,
    /// What.
    pub what: What,
    /// With which credential.
    pub credential: CredentialId,
}

/// What to watch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Watch {
    /// Today.
    pub today: Day,
    /// Days from today on that are looked at; what is overdue is listed all the same.
    pub within: u32,
    /// Days for which a verification holds.
    pub verification_days: u32,
    /// Months after which a credential is to be decided anew.
    pub cycle_months: u32,
}

impl Watch {
    /// What falls due with a credential, oldest first. Nothing does with one that is out of force for good: revoked, corrected,
    /// renewed, or expired before today.
    pub fn due(&self, id: CredentialId, credential: &Credential) -> Vec<Due> {
        let (claim, last) = (&credential.claim, self.today.plus(self.within));
        let is_open = matches!(credential.status.latest().status, Status::Active | Status::Suspended);
        if !is_open || claim.expires_on < self.today {
            return Vec::new();
        }
        let mut due: Vec<Due> = [
            (What::Expiry, claim.expires_on),
            // On the last day of them it is still young enough.
            (What::Verification, claim.verified_on.plus(self.verification_days).plus(1)),
            (What::Recredentialing, months_later(credential.issued_on, self.cycle_months)),
        ]
        .into_iter()
        .filter(|(_, on)| *on <= last)
        .map(|(what, on)| Due { on, what, credential: id })
        .collect();
        due.sort();
        due
    }
}

/// The same day of the month so many months later, or that month's last one.
fn months_later(day: Day, months: u32) -> Day {
    let (year, month, day_of_month) = day.civil();
    let index = u32::from(month).saturating_sub(1).saturating_add(months);
    let year = year.saturating_add(index / 12);
    let month = u8::try_from(index % 12).unwrap_or(0).saturating_add(1);
    // The longest month has 31 days, the shortest 28.
    (0..4)
        .find_map(|less| Day::from_civil(year, month, day_of_month.checked_sub(less)?))
        .unwrap_or(Day(u32::MAX))
}

#[cfg(test)]
pub(super) mod tests {
    #![allow(clippy::unwrap_used)]
    use healink_domain::{
        credentials::{apply, Reason, Standing, StatusCommand},
        History,
    };

    use super::{super::document::tests::request, *};

    fn day(year: u32, month: u8, day: u8) -> Day {
        Day::from_civil(year, month, day).unwrap()
    }

    /// Verified on 2025-12-20, issued on 2026-01-01, expires on 2028-01-01.
    fn credential() -> Credential {
        let status = History::new(Standing::GRANTED);
        Credential { board: 1, claim: request(), issued_on: day(2026, 1, 1), status }
    }

    fn watch(today: Day, within: u32) -> Watch {
        Watch { today, within, verification_days: 120, cycle_months: 36 }
    }

    fn found(today: Day, within: u32, credential: &Credential) -> Vec<(What, Day)> {
        watch(today, within).due(7, credential).into_iter().map(|due| (due.what, due.on)).collect()
    }

    #[test]
    fn each_thing_falls_due_on_its_day_and_not_before() {
        let verification = (What::Verification, day(2026, 4, 20));
        assert_eq!(found(day(2026, 4, 19), 0, &credential()), []);
        assert_eq!(found(day(2026, 4, 20), 0, &credential()), [verification]);
        assert_eq!(found(day(2026, 4, 10), 10, &credential()), [verification]);
        assert_eq!(found(day(2027, 12, 2), 29, &credential()), [verification]);
        assert_eq!(
            found(day(2027, 12, 2), 30, &credential()),
            [verification, (What::Expiry, day(2028, 1, 1))],
            "and what is overdue stays on the list"
        );
    }

    #[test]
    fn the_cycle_counts_months_from_the_day_of_issue() {
        let mut long = credential();
        long.claim.expires_on = day(2040, 1, 1);
        let cycle = (What::Recredentialing, day(2029, 1, 1));
        assert!(!found(day(2028, 12, 31), 0, &long).contains(&cycle));
        assert!(found(day(2029, 1, 1), 0, &long).contains(&cycle));
    }

    #[test]
    fn what_is_out_of_force_for_good_is_left_alone() {
        let today = day(2027, 12, 31);
        for (command, reason) in
            [(StatusCommand::Revoke, Reason::Discipline), (StatusCommand::Correct, Reason::Duplicate)]
        {
            let mut gone = credential();
            apply(&mut gone.status, command, reason, today).unwrap();
            assert_eq!(found(today, 400, &gone), []);
        }
        let mut suspended = credential();
        apply(&mut suspended.status, StatusCommand::Suspend, Reason::Investigation, today).unwrap();
        assert_eq!(found(today, 400, &suspended), found(today, 400, &credential()), "it may come back");
        assert_eq!(found(day(2028, 1, 2), 400, &credential()), [], "it expired");
    }

    #[test]
    fn a_month_without_that_day_ends_earlier() {
        assert_eq!(months_later(day(2024, 2, 29), 36), day(2027, 2, 28));
        assert_eq!(months_later(day(2025, 10, 31), 1), day(2025, 11, 30));
        assert_eq!(months_later(day(2025, 12, 15), 1), day(2026, 1, 15));
        assert_eq!(months_later(day(2025, 1, 31), 0), day(2025, 1, 31));
    }
}
