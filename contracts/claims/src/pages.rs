//! Lists of claims, newest first, walked along the links of the records.

use healink_domain::claims::{ClaimId, ClaimSummary, FamilyKey, PayerId, PolicyId};
use healink_domain::Account;
use healink_interfaces::{limit, Page};
use ink::prelude::vec::Vec;
use scale::{Decode, Encode};

use crate::claims::Claims;
use crate::storage::Entry;

/// Whose claims.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub enum List {
    /// Of a payer.
    Payer(PayerId),
    /// Of a policy.
    Policy(PolicyId),
    /// Of a provider.
    Provider(Account),
}

/// Whose accumulators.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub enum Whose {
    /// Of a policy's member.
    Policy(PolicyId),
    /// Of a family, with a payer.
    Family(PayerId, FamilyKey),
}

impl List {
    /// The claim before one of this list; `None` when that one is of another list.
    fn before(self, entry: &Entry) -> Option<ClaimId> {
        let (belongs, before) = match self {
            Self::Payer(payer) => (entry.payer == payer, entry.previous.of_payer),
            Self::Policy(policy) => (entry.claim.policy == policy, entry.previous.of_policy),
            Self::Provider(provider) => (entry.claim.provider == provider, entry.previous.of_provider),
        };
        belongs.then_some(before)
    }
}

impl Claims {
    /// A page of a list. `from` is 0 for the newest claim, or a claim of that list.
    pub(crate) fn page(&self, list: List, from: u64, wanted: u32) -> Page<ClaimSummary> {
        let mut items = Vec::new();
        let mut at = if from == 0 { self.newest(list) } else { from };
        while at != 0 && items.len() < limit(wanted) {
            let found = self.load_claim(at).ok().and_then(|filed| Some((list.before(&filed.entry)?, filed)));
            let Some((before, filed)) = found else { return Page { items, next: None } };
            items.push(filed.summary(at));
            at = before;
        }
        Page { items, next: (at != 0).then_some(at) }
    }

    fn newest(&self, list: List) -> ClaimId {
        match list {
            List::Payer(payer) => self.payer_account(payer).newest_claim,
            List::Policy(policy) => self.policy_account(policy).newest_claim,
            List::Provider(provider) => self.newest_of(provider),
        }
    }
}
