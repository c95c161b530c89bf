//! Decisions that do not stand: taken back by a party, replaced, or overturned on appeal.

use healink_domain::claims::{advance, ClaimId, ClaimSummary, Event, Exception};
use healink_domain::{Account, Day};
use ink::prelude::vec::Vec;

use crate::adjudication::{Case, Word};
use crate::claims::Claims;
use crate::storage::{Entry, Filed};
use crate::{Error, Result};

impl Claims {
    /// Changes where a claim stands, and nothing else.
    pub(crate) fn advance_to(&mut self, id: ClaimId, mut filed: Filed, event: Event) -> Result<ClaimSummary> {
        filed.status = advance(filed.status, event)?;
        Ok(self.file(id, filed))
    }

    /// Ends a claim.
    pub(crate) fn take_back(&mut self, id: ClaimId, mut filed: Filed, event: Event) -> Result<ClaimSummary> {
        self.reverse(id, &mut filed, event)?;
        Ok(self.file(id, filed))
    }

    /// Ends an earlier claim in favour of a new one. Whoever may submit the new one may do so, since both are of the same policy
    /// and provider.
    pub(crate) fn replace(&mut self, case: &mut Case, old: ClaimId) -> Result<()> {
        let filed = self.load_claim(old)?;
        case.succeed(old, &filed.entry)?;
        let by = self.next()?;
        self.take_back(old, filed, Event::Replace { by }).map(drop)
    }

    /// Ends a claim that was appealed; gives the case of the corrected one.
    pub(crate) fn overturn(
        &mut self,
        old: ClaimId,
        filed: Filed,
        exceptions: Vec<Exception>,
        today: Day,
    ) -> Result<Case> {
        let mut corrected = Entry::new(filed.entry.claim.clone(), today);
        corrected.review = filed.entry.review.clone();
        corrected.exceptions = merged(filed.entry.exceptions.clone(), exceptions);
        let mut case = Case::new(corrected, Word::Anyone);
        case.succeed(old, &filed.entry)?;
        let by = self.next()?;
        self.take_back(old, filed, Event::Overturn { by })?;
        Ok(case)
    }

    /// Passes the contract that `is` the caller's.
    pub(crate) fn ensure_wired(&self, is: impl Fn((Account, Account)) -> bool) -> Result<()> {
        if self.wired.is_some_and(is) {
            Ok(())
        } else {
            Err(Error::WrongContract)
        }
    }
}

/// What earlier rulings said and what one says now: a line that both name need not pass any of the gates that either waives.
fn merged(mut earlier: Vec<Exception>, now: Vec<Exception>) -> Vec<Exception> {
    let before = earlier.len();
    for exception in now {
        // Only with the earlier ones: two of one ruling for one line are for the rules to refuse.
        match earlier.iter_mut().take(before).find(|known| known.line == exception.line) {
            Some(known) => known.waived = known.waived.union(exception.waived),
            None => earlier.push(exception),
        }
    }
    earlier
}
