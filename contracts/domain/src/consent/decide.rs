use alloc::vec::Vec;
use scale::{Decode, Encode};

use super::{Action, Category, CategorySet, Class, Effect, Grant, GrantId, Grantee, Purpose};
use crate::{Account, Day, Period};

/// What somebody asks to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct Query {
    /// Who asks.
    pub actor: Account,
    /// Why.
    pub purpose: Purpose,
    /// For which data.
    pub categories: CategorySet,
    /// To do what.
    pub action: Action,
    /// On which day.
    pub day: Day,
    /// For data from which days.
    pub data: Period,
}

/// What a patient's grants say to a query.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub enum Decision {
    /// Yes, once these categories are redacted: those on which the grants are silent.
    Permit {
        /// What must be left out.
        redact: CategorySet,
    },
    /// No: the patient denies at least one of the categories. Whoever leaves those out may ask again; so asking for more
    /// never turns a no into a yes.
    Deny,
    /// The grants are silent on every category.
    NoConsent,
}

/// A decision and the grants it rests on.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct Answer {
    /// What follows.
    pub decision: Decision,
    /// The grants that decided a category, by number, each once. They give the same answer by themselves, with the patient's own
    /// denials: those keep what somebody permitted for the patient from counting, also where a later grant decides.
    pub deciding: Vec<GrantId>,
}

/// Decides a query. For each category the newest applicable grant wins, at equal age a denial; equals decide together. No
/// permission that somebody gave for the patient counts against the patient's own denial, however old. Sensitive categories
/// count only where a grant names them. `held` are those of [`super::credential_kinds_asked`] that the actor holds on the
/// day. The order of `grants` does not matter.
pub fn decide(grants: &[Grant], query: &Query, held: &[Class]) -> Answer {
    let mut applicable = Vec::new();
    for grant in grants {
        if applies(grant, query, held) {
            applicable.push(grant);
        }
    }
    let mut deciding = Vec::new();
    let (mut permitted, mut denied) = (CategorySet::EMPTY, false);
    for category in Category::ALL {
        if query.categories.contains(*category) {
            match newest(&applicable, *category, &mut deciding) {
                Some(Effect::Permit) => permitted = permitted.union(category.set()),
                Some(Effect::Deny) => denied = true,
                None => {}
            }
        }
    }
    let decision = if denied {
        Decision::Deny
    } else if permitted.is_empty() {
        Decision::NoConsent
    } else {
        Decision::Permit { redact: query.categories.difference(permitted) }
    };
    Answer { decision, deciding }
}

/// What the newest grants on this category say, at equal age a denial. They are put down among the deciding ones.
fn newest(applicable: &[&Grant], category: Category, deciding: &mut Vec<GrantId>) -> Option<Effect> {
    let speaks = |grant: &Grant| grant.terms.categories.contains(category);
    let refused = applicable.iter().any(|grant| speaks(grant) && grant.is_own_denial());
    let mut newest = None;
    let mut winners = Vec::new();
    for grant in applicable {
        if !speaks(grant) || (refused && grant.is_proxys_permit()) {
            continue;
        }
        let age = Some((grant.granted_at, grant.terms.effect));
        if newest < age {
            newest = age;
            winners.clear();
        }
        if newest == age {
            winners.push(grant.id);
        }
    }
    for id in winners {
        if let Err(place) = deciding.binary_search(&id) {
            deciding.insert(place, id);
        }
    }
    newest.map(|(_, effect)| effect)
}

/// Whether a grant applies to the query and its actor, categories aside.
fn applies(grant: &Grant, query: &Query, held: &[Class]) -> bool {
    let actor = match grant.terms.grantee {
        Grantee::Account(account) => account == query.actor,
        Grantee::Credentialed { kind, jurisdiction } => held.contains(&(kind, jurisdiction)),
    };
    actor && grant.speaks_to(query)
}

impl Grant {
    /// Whether the grant speaks to the query, actor and categories aside. A permission has to cover all data asked for; a
    /// denial counts as soon as it touches any of it. Nothing is permitted to a query for data of no day: no denial could
    /// touch it.
    pub fn speaks_to(&self, query: &Query) -> bool {
        let terms = &self.terms;
        let data = match terms.effect {
            Effect::Permit => !query.data.is_empty() && terms.data.covers(query.data),
            Effect::Deny => terms.data.overlaps(query.data),
        };
        data && self.holds_on(query.day)
            && terms.purposes.contains(query.purpose)
            && terms.actions.contains(query.action)
    }
}
