//! Lists, newest first, walked along the links of their entries.

use healink_access::load;
use healink_domain::claims::{
    AuthorisationId, AuthorisationRecord, AuthorisationStatus, PayerId, Policy, PolicyId,
};
use healink_domain::Account;
use healink_interfaces::{limit, Page, MAX_PAGE};
use ink::prelude::vec::Vec;
use scale::{Decode, Encode};

use crate::coverage::Coverage;
use crate::storage::{AuthorisationEntry, List};

/// Which prior authorisations.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub enum AuthorisationList {
    /// Those under a policy.
    Policy(PolicyId),
    /// Those that a payer decides or decided on.
    Payer(PayerId),
    /// Those that still wait for the payer's decision. A page of them can be short, or empty, before the end of the list.
    Open(PayerId),
}

impl Coverage {
    pub(crate) fn page_of_policies(
        &self,
        member: Account,
        from: u64,
        wanted: u32,
    ) -> Page<(PolicyId, Policy)> {
        let mut items = Vec::new();
        let mut at = self.start(List::Policies(member), from);
        while items.len() < limit(wanted) {
            let found = u32::try_from(at).ok().and_then(|id| Some((id, load(&self.tables.policies, id)?)));
            let Some((id, entry)) = found.filter(|(_, entry)| entry.policy.member == member) else {
                return Page { items, next: None };
            };
            items.push((id, entry.policy));
            at = entry.before;
        }
        Page { items, next: (at != 0).then_some(at) }
    }

    pub(crate) fn page_of_authorisations(
        &self,
        list: AuthorisationList,
        from: u64,
        wanted: u32,
    ) -> Page<(AuthorisationId, AuthorisationRecord)> {
        let mut items = Vec::new();
        let mut at = self.start(list.place(), from);
        for _ in 0..MAX_PAGE {
            if items.len() == limit(wanted) {
                break;
            }
            let Some(entry) = load(&self.tables.authorisations, at).filter(|entry| list.holds(entry)) else {
                return Page { items, next: None };
            };
            let before = list.before(&entry);
            if list.shows(&entry) {
                items.push((at, entry.record));
            }
            at = before;
        }
        Page { items, next: (at != 0).then_some(at) }
    }

    /// Where a page begins.
    fn start(&self, list: List, from: u64) -> u64 {
        match from {
            0 => load(&self.tables.newest, list).unwrap_or(0),
            _ => from,
        }
    }
}

impl AuthorisationList {
    const fn place(self) -> List {
        match self {
            Self::Policy(policy) => List::Authorisations(policy),
            Self::Payer(payer) | Self::Open(payer) => List::Requests(payer),
        }
    }

    /// Whether an entry is linked in the list.
    fn holds(self, entry: &AuthorisationEntry) -> bool {
        match self {
            Self::Policy(policy) => entry.record.authorisation.policy == policy,
            Self::Payer(payer) | Self::Open(payer) => entry.payer == payer,
        }
    }

    /// Whether it is to be shown.
    fn shows(self, entry: &AuthorisationEntry) -> bool {
        !matches!(self, Self::Open(_)) || entry.record.status == AuthorisationStatus::Requested
    }

    const fn before(self, entry: &AuthorisationEntry) -> u64 {
        match self {
            Self::Policy(_) => entry.before_of_policy,
            Self::Payer(_) | Self::Open(_) => entry.before_of_payer,
        }
    }
}
