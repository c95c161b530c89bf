use alloc::vec::Vec;
use scale::{Decode, Encode};

use crate::Day;

/// Changes that one history can hold. The last place is kept for a final change, so that revocation always works.
pub const MAX_CHANGES: usize = 32;

/// A status that holds from a day on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct Change<S> {
    /// First day on which it holds.
    pub on: Day,
    /// What holds from then on.
    pub status: S,
}

/// The history has no place left for another change that is not final.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HistoryFull;

/// A status over time, so that a question about any past day can be answered: the initial one, then its changes by day.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct History<S> {
    initial: S,
    changes: Vec<Change<S>>,
}

impl<S: Copy + PartialEq> History<S> {
    /// A history that begins with `initial` and has no change yet.
    pub const fn new(initial: S) -> Self {
        Self { initial, changes: Vec::new() }
    }

    /// What holds at the end of `day`, and since when (`None` for the initial status).
    pub fn at(&self, day: Day) -> (S, Option<Day>) {
        let last = self.changes.iter().rev().find(|change| change.on <= day);
        last.map_or((self.initial, None), |change| (change.status, Some(change.on)))
    }

    /// What holds after the last change.
    pub fn latest(&self) -> S {
        self.changes.last().map_or(self.initial, |change| change.status)
    }

    /// The changes, oldest first.
    pub fn changes(&self) -> &[Change<S>] {
        &self.changes
    }

    /// Records that `status` holds from `on`; a `last` change may take the reserved place. `on` is never before the last
    /// recorded day: an earlier one (the chain's clock only goes forward) is taken as that day.
    ///
    /// # Errors
    /// [`HistoryFull`].
    pub fn record(&mut self, status: S, on: Day, last: bool) -> Result<(), HistoryFull> {
        let room = if last { MAX_CHANGES } else { MAX_CHANGES.saturating_sub(1) };
        if self.changes.len() >= room {
            return Err(HistoryFull);
        }
        let on = self.changes.last().map_or(on, |change| change.on.max(on));
        self.changes.push(Change { on, status });
        Ok(())
    }
}
