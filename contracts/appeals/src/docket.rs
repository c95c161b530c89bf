//! The open appeals: each is linked with its neighbours, so that one leaves from anywhere at the cost of those two.

use healink_access::{load, store};
use healink_domain::claims::{AppealId, AppealRecord, Docket};
use healink_interfaces::{limit, Page};
use ink::prelude::vec::Vec;

use crate::appeals::Appeals;
use crate::storage::{Entry, Place};

impl Appeals {
    /// Stores a new appeal, the newest of its docket.
    pub(crate) fn enlist(&mut self, id: AppealId, record: AppealRecord) {
        let docket = record.docket();
        let older = load(&self.tables.dockets, docket).unwrap_or(0);
        self.relink(older, |place| place.newer = id);
        store(&mut self.tables.dockets, docket, id);
        let place = Some(Place { newer: 0, older });
        store(&mut self.tables.appeals, id, Entry { record, place });
    }

    /// Stores an appeal on which nobody is awaited to rule any more.
    pub(crate) fn strike(&mut self, id: AppealId, entry: Entry) {
        let Entry { record, place } = entry;
        if let Some(Place { newer, older }) = place {
            let docket = record.docket();
            self.relink(older, |place| place.newer = newer);
            self.relink(newer, |place| place.older = older);
            match (newer, older) {
                (0, 0) => self.tables.dockets.remove(docket),
                (0, older) => drop(store(&mut self.tables.dockets, docket, older)),
                _ => {}
            }
        }
        store(&mut self.tables.appeals, id, Entry { record, place: None });
    }

    /// Changes the neighbours of an open appeal, if there is such a one.
    fn relink(&mut self, id: AppealId, change: impl FnOnce(&mut Place)) {
        if id == 0 {
            return;
        }
        let Some(mut entry) = load(&self.tables.appeals, id) else { return };
        if let Some(place) = &mut entry.place {
            change(place);
        }
        store(&mut self.tables.appeals, id, entry);
    }

    /// A page of the open appeals of a docket, newest first. `from` is 0 for the newest, or an open appeal of that docket.
    pub(crate) fn page(&self, docket: Docket, from: u64, wanted: u32) -> Page<(AppealId, AppealRecord)> {
        let mut items = Vec::new();
        let mut at = if from == 0 { load(&self.tables.dockets, docket).unwrap_or(0) } else { from };
        while at != 0 && items.len() < limit(wanted) {
            let found = load(&self.tables.appeals, at).filter(|entry| entry.record.docket() == docket);
            let Some((record, place)) = found.and_then(|entry| Some((entry.record, entry.place?))) else {
                return Page { items, next: None };
            };
            items.push((at, record));
            at = place.older;
        }
        Page { items, next: (at != 0).then_some(at) }
    }
}
