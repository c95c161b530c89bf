//! From rules with exceptions to areas that are permitted or denied towards one party, none of which reaches into another. Grants
//! have no exceptions, and of two grants the newer one wins, so the areas must not depend on an order.

use healink_domain::{
    consent::{Action, ActionSet, CategorySet, Effect, Grantee, PurposeSet},
    Period,
};

use super::{
    area::{all_without, common, Area},
    provision::{Rule, Scope},
    Directive, Made,
};

/// What a rule is about, with those around it: whether the party is meant, and what of each kind; `None` where none of them names any.
#[derive(Clone, Debug)]
struct Extent {
    meant: bool,
    purposes: PurposeSet,
    categories: Option<CategorySet>,
    actions: Option<ActionSet>,
    validity: Option<Period>,
    data: Period,
}

/// What a Consent says towards one party.
#[derive(Clone, Debug, Default)]
struct Sides {
    permitted: Vec<Area>,
    denied: Vec<Area>,
}

/// What a Consent says towards a party: areas with what it does there, denials first. `is_meant` says whether a grantee named in the
/// Consent is that party; a rule that names nobody is about everybody. Where provisions beside each other contradict, the denial
/// holds. What a rule permits is never more than what the rule around it is about; what it denies is what it says.
pub fn compile(directive: &Directive, is_meant: impl Fn(&Grantee) -> bool) -> Vec<(Effect, Area)> {
    let Some(rule) = &directive.rule else { return Vec::new() };
    let Sides { permitted, denied } = sides(rule, &Extent::EVERYTHING, directive.made, &is_meant);
    let permitted = all_without(permitted, &denied);
    let all = denied.into_iter().map(|area| (Effect::Deny, area));
    let all = all.chain(permitted.into_iter().map(|area| (Effect::Permit, area)));
    all.filter(|(_, area)| !area.is_empty()).collect()
}

/// Everything that a Consent's denials are about towards a party, without regard to what is an exception to them.
pub fn denials(directive: &Directive, is_meant: impl Fn(&Grantee) -> bool) -> Vec<Area> {
    let rule = directive.rule.iter();
    let all = rule.flat_map(|rule| whole(rule, &Extent::EVERYTHING, directive.made, &is_meant));
    all.filter(|area| !area.is_empty()).collect()
}

fn whole(rule: &Rule, around: &Extent, made: Made, is_meant: &impl Fn(&Grantee) -> bool) -> Vec<Area> {
    let extent = within(rule, around, is_meant);
    let mut all: Vec<Area> =
        rule.exceptions.iter().flat_map(|exception| whole(exception, &extent, made, is_meant)).collect();
    if extent.meant && rule.effect == Effect::Deny {
        all.push(extent.area(rule, made));
    }
    all
}

/// The two sides of a rule within what the rules around it are about. Where they overlap, the denial holds.
fn sides(rule: &Rule, around: &Extent, made: Made, is_meant: &impl Fn(&Grantee) -> bool) -> Sides {
    let extent = within(rule, around, is_meant);
    let mut inner = Sides::default();
    for exception in &rule.exceptions {
        let Sides { permitted, denied } = sides(exception, &extent, made, is_meant);
        inner.denied.extend(denied);
        inner.permitted.extend(permitted);
    }
    if !extent.meant {
        // An exception may name a party that the rule around it is not about: then only what it denies is heard.
        inner.permitted.clear();
        return inner;
    }
    let here = extent.area(rule, made);
    match rule.effect {
        Effect::Permit => inner.permitted.push(here),
        Effect::Deny => inner.denied.extend(all_without(vec![here], &inner.permitted)),
    }
    inner
}

/// What a rule is about. Where it states nothing, it is about all that the rules around it are about.
fn within(rule: &Rule, around: &Extent, is_meant: &impl Fn(&Grantee) -> bool) -> Extent {
    let stated = rule.scope.actors.as_ref().map(|actors| actors.iter().any(is_meant));
    let meant = stated.unwrap_or(around.meant);
    let Scope { purposes, categories, actions, validity, data, .. } = rule.scope.clone();
    match rule.effect {
        Effect::Deny => Extent {
            meant,
            purposes: purposes.unwrap_or(around.purposes),
            categories: categories.or(around.categories),
            actions: actions.or(around.actions),
            validity: validity.or(around.validity),
            data: data.unwrap_or(around.data),
        },
        Effect::Permit => Extent {
            meant,
            purposes: purposes.map_or(around.purposes, |stated| stated.intersection(around.purposes)),
            categories: both(categories, around.categories, CategorySet::intersection),
            actions: both(actions, around.actions, ActionSet::intersection),
            validity: both(validity, around.validity, common),
            data: data.map_or(around.data, |stated| common(stated, around.data)),
        },
    }
}

fn both<T: Copy>(one: Option<T>, other: Option<T>, common: impl Fn(T, T) -> T) -> Option<T> {
    match (one, other) {
        (Some(one), Some(other)) => Some(common(one, other)),
        (one, other) => one.or(other),
    }
}

impl Extent {
    /// What a rule is about that states nothing.
    const EVERYTHING: Self = Self {
        meant: true,
        purposes: PurposeSet::ALL,
        categories: None,
        actions: None,
        validity: None,
        data: Period::ALWAYS,
    };

    /// What a rule does here. Where nobody states a period, it begins when the Consent was made; where nobody names data or actions, a permission is of ordinary data (sensitive ones have to be named)
    /// and to read, which is the only action "in the understood and tested scope" of R4's Consent.
    fn area(self, rule: &Rule, made: Made) -> Area {
        let (categories, actions) = match rule.effect {
            Effect::Permit => (CategorySet::ORDINARY, Action::Read.set()),
            Effect::Deny => (CategorySet::ALL, ActionSet::ALL),
        };
        Area {
            path: rule.path.clone(),
            purposes: self.purposes,
            categories: self.categories.unwrap_or(categories),
            actions: self.actions.unwrap_or(actions),
            validity: self.validity.unwrap_or(Period { from: made.begins(rule.effect), until: None }),
            data: self.data,
        }
    }
}
