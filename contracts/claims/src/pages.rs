//! Lists of claims, newest first, walked along the links of the records.

use healink_domain::claims::{ClaimId, ClaimRecord, ClaimSummary};
use healink_interfaces::{limit, Page};
use ink::prelude::vec::Vec;

use crate::claims::Claims;
use crate::storage::load;

impl Claims {
    /// A page of the list that begins with `newest`. `from` is 0 or a claim of that list, as `belongs` tells; `before` gives the
    /// claim before another one.
    pub(crate) fn page(
        &self,
        newest: ClaimId,
        from: u64,
        wanted: u32,
        belongs: impl Fn(&ClaimRecord) -> bool,
        before: impl Fn(&ClaimRecord) -> ClaimId,
    ) -> Page<ClaimSummary> {
        let mut items = Vec::new();
        let mut at = if from == 0 { newest } else { from };
        while at != 0 && items.len() < limit(wanted) {
            let Some(record) = load(&self.tables.claims, at).filter(&belongs) else {
                return Page { items, next: None };
            };
            items.push(record.summary(at));
            at = before(&record);
        }
        Page { items, next: (at != 0).then_some(at) }
    }
}
