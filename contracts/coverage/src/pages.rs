//! Lists, newest first, walked along the links of their entries.

use healink_access::load;
use healink_domain::claims::{AuthorisationStatus, FamilyKey, PayerId, PolicyId};
use healink_interfaces::{limit, Page, MAX_PAGE};
use ink::prelude::vec::Vec;
use scale::{Decode, Encode};

use crate::coverage::Coverage;
use crate::storage::{List, PolicyEntry};

/// Whose accumulators.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub enum Whose {
    /// Of a policy's member.
    Policy(PolicyId),
    /// Of a family, with a payer.
    Family(PayerId, FamilyKey),
}

impl Coverage {
    /// A page of a list: numbers. `from` is 0 for the newest entry, or an entry of that list.
    pub(crate) fn page(&self, list: List, from: u64, wanted: u32) -> Page<u64> {
        let mut items = Vec::new();
        let mut at = if from == 0 { self.newest(list) } else { from };
        for _ in 0..MAX_PAGE {
            if items.len() == limit(wanted) {
                break;
            }
            let Some((before, shown)) = self.step(list, at) else { return Page { items, next: None } };
            if shown {
                items.push(at);
            }
            at = before;
        }
        Page { items, next: (at != 0).then_some(at) }
    }

    /// The newest entry of a list, 0 where there is none.
    pub(crate) fn newest(&self, list: List) -> u64 {
        load(&self.tables.newest, list.place()).unwrap_or(0)
    }

    /// The entry before one of a list, and whether that one is to be shown; nothing when it is not in the list.
    fn step(&self, list: List, at: u64) -> Option<(u64, bool)> {
        if let List::Policies(member) = list {
            let entry: PolicyEntry = load(&self.tables.policies, u32::try_from(at).ok()?)?;
            return (entry.policy.member == member).then_some((entry.before, true));
        }
        let entry = load(&self.tables.authorisations, at)?;
        let open = entry.record.status == AuthorisationStatus::Requested;
        let (listed, before, shown) = match list {
            List::Authorisations(policy) => {
                (entry.record.authorisation.policy == policy, entry.before_of_policy, true)
            }
            List::Requests(payer) => (entry.payer == payer, entry.before_of_payer, true),
            List::Open(payer) => (entry.payer == payer, entry.before_of_payer, open),
            List::Policies(_) => return None,
        };
        listed.then_some((before, shown))
    }
}
