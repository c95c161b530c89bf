//! Lists of claims, newest first, walked along the links of the records.

use healink_access::{account, load};
use healink_domain::claims::{ClaimId, ClaimSummary, PayerId, PolicyId};
use healink_domain::Account;
use healink_interfaces::{limit, Page};
use ink::prelude::vec::Vec;
use scale::{Decode, Encode};

use crate::calls;
use crate::claims::Claims;
use crate::storage::Filed;

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

impl List {
    /// The claim before one of this list; `None` when that one is of another list.
    fn before(self, filed: &Filed) -> Option<ClaimId> {
        let (head, claim) = (&filed.head, &filed.claim);
        let (belongs, before) = match self {
            Self::Payer(payer) => (head.payer == payer, head.previous.of_payer),
            Self::Policy(policy) => (claim.policy == policy, head.previous.of_policy),
            Self::Provider(provider) => (claim.provider == provider, head.previous.of_provider),
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
            let found = self.load_claim(at).ok().and_then(|filed| Some((list.before(&filed)?, filed)));
            let Some((before, filed)) = found else { return Page { items, next: None } };
            items.push(filed.summary(at));
            at = before;
        }
        Page { items, next: (at != 0).then_some(at) }
    }

    fn newest(&self, list: List) -> ClaimId {
        match list {
            List::Payer(payer) => self.payer_account(payer).newest_claim,
            List::Policy(policy) => calls::newest_claim(account(self.coverage), policy),
            List::Provider(provider) => self.newest_of(provider),
        }
    }

    pub(crate) fn newest_of(&self, provider: Account) -> ClaimId {
        load(&self.tables.newest_of_provider, provider).unwrap_or(0)
    }
}
