use healink_access::{load, store, Table};
use healink_domain::consent::{LogEntry, Opening, OpeningId, Right};
use healink_domain::Account;
use healink_interfaces::Page;
use ink::prelude::vec::Vec;
use ink::primitives::Key;
use scale::{Decode, Encode};

/// Openings on a page of the review queue: each is two rows in places of their own, and together they are to stay within 1 MiB
/// of proof.
pub const MAX_QUEUED: usize = 40;

/// Keys of the tables. The root is at 0.
pub mod keys {
    use super::Key;

    /// Patient → how many entries their log has.
    pub const LOG_LENGTHS: Key = 1;
    /// Patient and place → entry.
    pub const LOGS: Key = 2;
    /// Opening → its record.
    pub const OPENINGS: Key = 3;
    /// Patient and provider → the provider's last opening with the patient.
    pub const LAST: Key = 4;
    /// Provider → what the right to break glass depends on.
    pub const RIGHTS: Key = 5;
    /// Account → that it is a reviewer.
    pub const REVIEWERS: Key = 6;
    /// Place → opening that waits for a review.
    pub const QUEUE: Key = 7;
}

/// An opening, and its place in the queue of those that wait for a review.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct Queued {
    /// The opening.
    pub opening: Opening,
    /// Its place, until it is reviewed.
    pub place: u32,
}

/// The tables.
#[ink::storage_item]
#[derive(Debug, Default)]
pub struct Tables {
    log_lengths: Table<Account, u32, { keys::LOG_LENGTHS }>,
    logs: Table<(Account, u32), LogEntry, { keys::LOGS }>,
    openings: Table<OpeningId, Queued, { keys::OPENINGS }>,
    last: Table<(Account, Account), OpeningId, { keys::LAST }>,
    rights: Table<Account, Right, { keys::RIGHTS }>,
    reviewers: Table<Account, (), { keys::REVIEWERS }>,
    queue: Table<u32, OpeningId, { keys::QUEUE }>,
}

impl Tables {
    /// Puts an entry at the end of a patient's log; `None` when the log is full, which takes 2³² entries.
    pub fn log(&mut self, patient: Account, entry: LogEntry) -> Option<()> {
        let length: u32 = load(&self.log_lengths, patient).unwrap_or_default();
        store(&mut self.log_lengths, patient, length.checked_add(1)?);
        store(&mut self.logs, (patient, length), entry);
        Some(())
    }

    /// A page of a patient's log, newest first; a place is the number of entries that are older or its own.
    pub fn log_page(&self, patient: Account, from: u64, limit: usize) -> Page<LogEntry> {
        let length: u32 = load(&self.log_lengths, patient).unwrap_or_default();
        let mut left = match u32::try_from(from) {
            Ok(0) | Err(_) => length,
            Ok(from) => from.min(length),
        };
        let mut items = Vec::new();
        while items.len() < limit {
            let Some(place) = left.checked_sub(1) else { break };
            items.extend(load(&self.logs, (patient, place)));
            left = place;
        }
        Page { items, next: (left > 0).then_some(left.into()) }
    }

    /// An opening.
    pub fn opening(&self, id: OpeningId) -> Option<Queued> {
        load(&self.openings, id)
    }

    /// Stores an opening.
    pub fn put_opening(&mut self, id: OpeningId, queued: Queued) {
        store(&mut self.openings, id, queued);
    }

    /// The provider's last opening with a patient.
    pub fn last(&self, patient: Account, provider: Account) -> Option<(OpeningId, Opening)> {
        let id = load(&self.last, (patient, provider))?;
        Some((id, self.opening(id)?.opening))
    }

    /// Records a provider's last opening with a patient.
    pub fn put_last(&mut self, patient: Account, provider: Account, id: OpeningId) {
        store(&mut self.last, (patient, provider), id);
    }

    /// What a provider's right depends on.
    pub fn right(&self, provider: Account) -> Right {
        load(&self.rights, provider).unwrap_or_default()
    }

    /// Stores what a provider's right depends on.
    pub fn put_right(&mut self, provider: Account, right: Right) {
        store(&mut self.rights, provider, right);
    }

    /// Whether an account is a reviewer.
    pub fn is_reviewer(&self, account: Account) -> bool {
        load(&self.reviewers, account).is_some()
    }

    /// Makes an account a reviewer, or no longer one; returns whether that changes anything.
    pub fn set_reviewer(&mut self, account: Account, is_one: bool) -> bool {
        if is_one {
            store(&mut self.reviewers, account, ())
        } else {
            self.reviewers.take(account).is_some()
        }
    }

    /// Puts an opening at the end of the queue.
    pub fn enqueue(&mut self, place: u32, id: OpeningId) {
        store(&mut self.queue, place, id);
    }

    /// Takes what stands at a place of the queue out; the last one, at `last`, moves there.
    pub fn dequeue(&mut self, place: u32, last: u32) {
        if let (Some(id), true) = (load(&self.queue, last), place != last) {
            if let Some(moved) = self.opening(id) {
                self.put_opening(id, Queued { place, ..moved });
            }
            self.enqueue(place, id);
        }
        self.queue.remove(last);
    }

    /// A page of the queue.
    pub fn queue_page(&self, from: u64, limit: usize) -> Page<(OpeningId, Opening)> {
        let mut items = Vec::new();
        let mut place = u32::try_from(from).unwrap_or(u32::MAX);
        while let Some(id) = load(&self.queue, place) {
            if items.len() == limit {
                return Page { items, next: Some(place.into()) };
            }
            items.extend(self.opening(id).map(|queued| (id, queued.opening)));
            place = place.saturating_add(1);
        }
        Page { items, next: None }
    }
}
