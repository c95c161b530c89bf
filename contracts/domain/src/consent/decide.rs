use alloc::vec::Vec;
use scale::{Decode, Encode};

use super::{Action, Category, CategorySet, Effect, Grant, GrantId, Grantee, Purpose};
use crate::{credentials::Kind, Account, Day, Jurisdiction, Period};

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
    /// Yes, once these categories are redacted (those that are denied or on which the grants are silent).
    Permit {
        /// What must be left out.
        redact: CategorySet,
    },
    /// No: the patient denies at least one of the categories and permits none.
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
    /// The grants that decided a category, by number, each once.
    pub deciding: Vec<GrantId>,
}

/// Decides a query. For each category the newest applicable grant wins, at equal age a denial; sensitive categories count only
/// where a grant names them. `held` are those of [`super::credential_kinds_asked`] that the actor holds on the day.
/// The order of `grants` does not matter.
pub fn decide(grants: &[Grant], query: &Query, held: &[(Kind, Option<Jurisdiction>)]) -> Answer {
    let applicable = || grants.iter().filter(|grant| applies(grant, query, held));
    let mut deciding = Vec::new();
    let (mut permitted, mut denied) = (CategorySet::EMPTY, CategorySet::EMPTY);
    for category in query.categories.iter() {
        let Some(winner) = newest(applicable(), category) else { continue };
        let side = if winner.terms.effect == Effect::Permit { &mut permitted } else { &mut denied };
        *side = side.union(category.set());
        if let Err(place) = deciding.binary_search(&winner.id) {
            deciding.insert(place, winner.id);
        }
    }
    let decision = if !permitted.is_empty() {
        Decision::Permit { redact: query.categories.difference(permitted) }
    } else if !denied.is_empty() {
        Decision::Deny
    } else {
        Decision::NoConsent
    };
    Answer { decision, deciding }
}

/// The newest grant on this category; at equal age a denial, then the one made later.
fn newest<'a>(grants: impl Iterator<Item = &'a Grant>, category: Category) -> Option<&'a Grant> {
    grants
        .filter(|grant| grant.terms.categories.contains(category))
        .max_by_key(|grant| (grant.granted_at, grant.terms.effect, grant.id))
}

/// Whether a grant applies to the query and its actor, categories aside.
fn applies(grant: &Grant, query: &Query, held: &[(Kind, Option<Jurisdiction>)]) -> bool {
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
