//! Lists of claims, newest first, walked along the links of the records.

use healink_access::load;
use healink_domain::claims::{ClaimId, ClaimRecord, ClaimSummary, PayerId, PolicyId};
use healink_domain::Account;
use healink_interfaces::{limit, Page};
use ink::prelude::vec::Vec;

use crate::claims::Claims;

/// Whose claims.
#[derive(Clone, Copy)]
pub enum List {
    /// Of a policy.
    Policy(PolicyId),
    /// Of a payer.
    Payer(PayerId),
    /// Of a provider.
    Provider(Account),
}

impl List {
    /// The claim before one of this list; `None` when that one is of another list.
    fn before(self, record: &ClaimRecord) -> Option<ClaimId> {
        let (belongs, before) = match self {
            Self::Policy(policy) => (record.claim.policy == policy, record.previous.of_policy),
            Self::Payer(payer) => (record.payer == payer, record.previous.of_payer),
            Self::Provider(provider) => (record.claim.provider == provider, record.previous.of_provider),
        };
        belongs.then_some(before)
    }
}

impl Claims {
    /// A page of a list. `from` is 0 for the newest claim, or a claim of that list.
    pub(crate) fn page(&self, list: List, from: u64, wanted: u32) -> Page<ClaimSummary> {
        let mut items = Vec::new();
        let mut at = if from == 0 { self.newest(list).unwrap_or(0) } else { from };
        while at != 0 && items.len() < limit(wanted) {
            let found =
                load(&self.tables.claims, at).and_then(|record| Some((list.before(&record)?, record)));
            let Some((before, record)) = found else { return Page { items, next: None } };
            items.push(record.summary(at));
            at = before;
        }
        Page { items, next: (at != 0).then_some(at) }
    }

    fn newest(&self, list: List) -> Option<ClaimId> {
        match list {
            List::Policy(policy) => load(&self.tables.policies, policy).map(|record| record.newest_claim),
            List::Payer(payer) => load(&self.tables.payers, payer).map(|record| record.newest_claim),
            List::Provider(provider) => load(&self.tables.newest_of_provider, provider),
        }
    }
}
