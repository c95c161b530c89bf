//! What a rule covers towards one party, and what is left of it without what another rule covers.

use healink_domain::{
    consent::{ActionSet, CategorySet, Effect, Grantee, PurposeSet, Terms},
    Day, Digest, Period,
};

/// What one rule covers towards one party: everything that lies in all of these at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Area {
    /// Path of the provision that says so.
    pub path: String,
    /// For which purposes.
    pub purposes: PurposeSet,
    /// On which categories of data.
    pub categories: CategorySet,
    /// For which actions.
    pub actions: ActionSet,
    /// On which days.
    pub validity: Period,
    /// On data from which days.
    pub data: Period,
}

impl Area {
    /// Does nothing lie in it?
    pub fn is_empty(&self) -> bool {
        self.purposes.is_empty()
            || self.categories.is_empty()
            || self.actions.is_empty()
            || self.validity.is_empty()
            || self.data.is_empty()
    }

    /// Does something lie in both?
    pub fn overlaps(&self, other: &Self) -> bool {
        !self.purposes.intersection(other.purposes).is_empty()
            && !self.categories.intersection(other.categories).is_empty()
            && !self.actions.intersection(other.actions).is_empty()
            && self.validity.overlaps(other.validity)
            && self.data.overlaps(other.data)
    }

    /// What lies in this area and not in the other: at most seven areas that have nothing in common. The data period is divided last,
    /// so that it stays whole wherever the other area does not reach.
    pub fn without(&self, other: &Self) -> Vec<Self> {
        if !self.overlaps(other) {
            return vec![self.clone()];
        }
        let mut rest = self.clone();
        let mut left = Vec::new();
        left.push(Self { purposes: rest.purposes.difference(other.purposes), ..rest.clone() });
        rest.purposes = rest.purposes.intersection(other.purposes);
        left.push(Self { categories: rest.categories.difference(other.categories), ..rest.clone() });
        rest.categories = rest.categories.intersection(other.categories);
        left.push(Self { actions: rest.actions.difference(other.actions), ..rest.clone() });
        rest.actions = rest.actions.intersection(other.actions);
        left.extend(outside(rest.validity, other.validity).map(|validity| Self { validity, ..rest.clone() }));
        rest.validity = common(rest.validity, other.validity);
        left.extend(outside(rest.data, other.data).map(|data| Self { data, ..rest.clone() }));
        left.retain(|area| !area.is_empty());
        left
    }

    /// What a grant covers.
    pub fn about(terms: &Terms) -> Self {
        let Terms { purposes, categories, actions, validity, data, .. } = *terms;
        Self { path: String::new(), purposes, categories, actions, validity, data }
    }

    /// The grant that covers it.
    pub fn terms(&self, grantee: Grantee, effect: Effect, receipt: Digest) -> Terms {
        Terms {
            grantee,
            effect,
            purposes: self.purposes,
            categories: self.categories,
            actions: self.actions,
            validity: self.validity,
            data: self.data,
            receipt,
        }
    }
}

/// What of `areas` lies in none of `others`.
pub(super) fn all_without(areas: Vec<Area>, others: &[Area]) -> Vec<Area> {
    others.iter().fold(areas, |areas, other| areas.iter().flat_map(|area| area.without(other)).collect())
}

/// The days that lie in both periods.
pub(super) fn common(one: Period, other: Period) -> Period {
    let until = match (one.until, other.until) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    };
    Period { from: one.from.max(other.from), until }
}

/// The days of `one` before and after `other`; periods may be empty.
fn outside(one: Period, other: Period) -> impl Iterator<Item = Period> {
    let before = Period { from: one.from, until: Some(other.from) };
    let after = other.until.map(|until: Day| Period { from: until.max(one.from), until: one.until });
    std::iter::once(common(one, before)).chain(after)
}
