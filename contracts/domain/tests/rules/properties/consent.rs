use healink_domain::{
    consent::{
        credential_kinds_asked, decide, withdraw, Action, ActionSet, Answer, Category, CategorySet, Decision,
        Effect, Grant, GrantId, Grantee, Purpose, PurposeSet, Query, Terms, WithdrawError,
    },
    credentials::Kind,
    Account, Day, Digest, Jurisdiction, Moment, Period,
};
use proptest::{collection::vec, option, prelude::*, sample::select};

use super::config;
use crate::fixtures::place;

type Class = (Kind, Option<Jurisdiction>);

const LICENCE: Class = (Kind::StateLicence, None);

fn accounts() -> impl Strategy<Value = Account> {
    prop_oneof![4 => Just(1u8), 1 => Just(2u8)].prop_map(|number| Account([number; 32]))
}

fn class() -> impl Strategy<Value = Class> {
    prop_oneof![Just(LICENCE), Just((Kind::StateLicence, Some(place("US-CA"))))]
}

fn grantee() -> impl Strategy<Value = Grantee> {
    let classes = class().prop_map(|(kind, jurisdiction)| Grantee::Credentialed { kind, jurisdiction });
    prop_oneof![3 => accounts().prop_map(Grantee::Account), 1 => classes]
}

fn period() -> impl Strategy<Value = Period> {
    let some = (0..20u32, option::of(1..20u32))
        .prop_map(|(from, days)| Period { from: Day(from), until: days.map(|days| Day(from + days)) });
    prop_oneof![4 => Just(Period::ALWAYS), 1 => some]
}

fn purposes() -> impl Strategy<Value = PurposeSet> {
    vec(select(&Purpose::ALL[..2]), 1..3).prop_map(|purposes| purposes.into_iter().collect())
}

fn categories() -> impl Strategy<Value = CategorySet> {
    let some = vec(select(Category::ALL), 1..5).prop_map(|categories| categories.into_iter().collect());
    prop_oneof![2 => some, 1 => Just(CategorySet::ORDINARY), 1 => Just(CategorySet::ALL)]
}

fn actions() -> impl Strategy<Value = ActionSet> {
    vec(select(Action::ALL), 1..3).prop_map(|actions| actions.into_iter().collect())
}

fn terms() -> impl Strategy<Value = Terms> {
    let effect = prop_oneof![2 => Just(Effect::Permit), 1 => Just(Effect::Deny)];
    (grantee(), effect, purposes(), categories(), actions(), period(), period()).prop_map(
        |(grantee, effect, purposes, categories, actions, validity, data)| Terms {
            grantee,
            effect,
            purposes,
            categories,
            actions,
            validity,
            data,
            receipt: Digest([0; 32]),
        },
    )
}

/// Grants numbered from 1, many made at the same moment, some withdrawn.
fn grants() -> impl Strategy<Value = Vec<Grant>> {
    let withdrawn = option::weighted(0.2, (0..20u32).prop_map(Day));
    vec((terms(), 0..4u64, withdrawn), 0..8).prop_map(|all| {
        (1..)
            .zip(all)
            .map(|(id, (terms, at, withdrawn_on))| Grant { id, terms, granted_at: Moment(at), withdrawn_on })
            .collect()
    })
}

fn query() -> impl Strategy<Value = Query> {
    (accounts(), select(&Purpose::ALL[..2]), categories(), select(Action::ALL), 0..20u32, period()).prop_map(
        |(actor, purpose, categories, action, day, data)| Query {
            actor,
            purpose,
            categories,
            action,
            day: Day(day),
            data,
        },
    )
}

fn held() -> impl Strategy<Value = Vec<Class>> {
    vec(class(), 0..3)
}

/// The categories that the answer lets through.
fn permitted(answer: &Answer, query: &Query) -> CategorySet {
    match answer.decision {
        Decision::Permit { redact } => query.categories.difference(redact),
        Decision::Deny | Decision::NoConsent => CategorySet::EMPTY,
    }
}

/// Whether a grant speaks on a category of the query, said dimension by dimension and day by day.
fn speaks(grant: &Grant, category: Category, query: &Query, held: &[Class]) -> bool {
    let within =
        |period: Period, day: u32| period.from.0 <= day && period.until.is_none_or(|until| day < until.0);
    // All periods of these tests either stay open or end before day 40.
    let asked = (0..60).filter(|day| within(query.data, *day));
    let touches = |day: u32| within(grant.terms.data, day);
    let data = match grant.terms.effect {
        Effect::Permit => asked.clone().all(touches) && asked.clone().next().is_some(),
        Effect::Deny => asked.clone().any(touches),
    };
    let actor = match grant.terms.grantee {
        Grantee::Account(account) => account == query.actor,
        Grantee::Credentialed { kind, jurisdiction } => held.contains(&(kind, jurisdiction)),
    };
    let stands = within(grant.terms.validity, query.day.0)
        && grant.withdrawn_on.is_none_or(|withdrawn| query.day < withdrawn);
    let named = grant.terms.categories.iter().any(|named| named == category);
    let meant = grant.terms.purposes.iter().any(|purpose| purpose == query.purpose)
        && grant.terms.actions.iter().any(|action| action == query.action);
    data && actor && stands && named && meant
}

/// The decision by elimination: of all grants that speak, those beaten by another are struck out.
fn naive(grants: &[Grant], query: &Query, held: &[Class]) -> (CategorySet, bool, Vec<GrantId>) {
    let beats = |one: &Grant, other: &Grant| {
        let denies = |grant: &Grant| grant.terms.effect == Effect::Deny;
        one.granted_at > other.granted_at
            || one.granted_at == other.granted_at
                && (denies(one) && !denies(other) || denies(one) == denies(other) && one.id > other.id)
    };
    let (mut permitted, mut denied, mut deciding) = (CategorySet::EMPTY, false, Vec::new());
    for category in query.categories.iter() {
        let speaking: Vec<_> = grants.iter().filter(|grant| speaks(grant, category, query, held)).collect();
        let left = speaking.iter().find(|grant| !speaking.iter().any(|other| beats(other, grant)));
        let Some(winner) = left else { continue };
        deciding.push(winner.id);
        match winner.terms.effect {
            Effect::Permit => permitted = permitted.union(category.set()),
            Effect::Deny => denied = true,
        }
    }
    deciding.sort_unstable();
    deciding.dedup();
    (permitted, denied, deciding)
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn decision_agrees_with_a_naive_one(grants in grants(), query in query(), held in held()) {
        let (permitted, denied, deciding) = naive(&grants, &query, &held);
        let decision = match (permitted.is_empty(), denied) {
            (false, _) => Decision::Permit { redact: query.categories.difference(permitted) },
            (true, true) => Decision::Deny,
            (true, false) => Decision::NoConsent,
        };
        prop_assert_eq!(decide(&grants, &query, &held), Answer { decision, deciding });
    }

    #[test]
    fn no_grant_never_permits(query in query(), held in held()) {
        prop_assert_eq!(decide(&[], &query, &held).decision, Decision::NoConsent);
    }

    #[test]
    fn withdrawal_is_never_followed_by_a_permit_that_rests_on_it(
        grants in grants(), query in query(), held in held(), which in any::<prop::sample::Index>(), today in 0..20u32,
    ) {
        let mut grants = grants;
        if grants.is_empty() { return Ok(()) }
        let id = grants[which.index(grants.len())].id;
        let on = match withdraw(&mut grants, id, Day(today)) {
            Err(WithdrawError::AlreadyWithdrawn { on }) => on,
            outcome => outcome.map(|()| Day(today)).unwrap(),
        };
        let query = Query { day: query.day.max(on), ..query };
        prop_assert!(!decide(&grants, &query, &held).deciding.contains(&id));
    }

    #[test]
    fn a_withdrawal_changes_no_answer_about_an_earlier_day(
        grants in grants(), query in query(), held in held(), which in any::<prop::sample::Index>(), later in 1..20u32,
    ) {
        if grants.is_empty() { return Ok(()) }
        let before = decide(&grants, &query, &held);
        let mut grants = grants;
        let id = grants[which.index(grants.len())].id;
        let _ = withdraw(&mut grants, id, query.day.plus(later));
        prop_assert_eq!(decide(&grants, &query, &held), before);
    }

    #[test]
    fn a_denied_category_is_never_permitted_by_a_wider_request(
        grants in grants(), query in query(), more in categories(), data in period(), held in held(),
    ) {
        let narrow = decide(&grants, &query, &held);
        let from = data.from.min(query.data.from);
        let until = data.until.zip(query.data.until).map(|(one, other)| one.max(other));
        let wide = Query { categories: query.categories.union(more), data: Period { from, until }, ..query };
        let wider = permitted(&decide(&grants, &wide, &held), &wide);
        let withheld = query.categories.difference(permitted(&narrow, &query));
        prop_assert!(wider.intersection(withheld).is_empty());
    }

    #[test]
    fn decision_does_not_depend_on_the_order_of_grants(
        (grants, shuffled) in grants().prop_flat_map(|grants| (Just(grants.clone()), Just(grants).prop_shuffle())),
        query in query(),
        held in held(),
    ) {
        prop_assert_eq!(decide(&grants, &query, &held), decide(&shuffled, &query, &held));
    }

    #[test]
    fn sensitive_categories_must_be_named(grants in grants(), query in query(), held in held()) {
        let mut grants = grants;
        for grant in &mut grants {
            grant.terms.categories = CategorySet::ORDINARY;
        }
        let let_through = permitted(&decide(&grants, &query, &held), &query);
        prop_assert!(let_through.intersection(CategorySet::SENSITIVE).is_empty());
    }

    #[test]
    fn the_deciding_grants_alone_give_the_same_answer(grants in grants(), query in query(), held in held()) {
        let answer = decide(&grants, &query, &held);
        let mut alone = grants;
        alone.retain(|grant| answer.deciding.contains(&grant.id));
        prop_assert_eq!(decide(&alone, &query, &held), answer);
    }

    #[test]
    fn grants_for_others_never_count(grants in grants(), query in query()) {
        let stranger = Query { actor: Account([99; 32]), ..query };
        prop_assert_eq!(decide(&grants, &stranger, &[]).decision, Decision::NoConsent);
    }

    #[test]
    fn every_class_that_could_matter_is_asked_for(grants in grants(), query in query(), held in held()) {
        let asked = credential_kinds_asked(&grants);
        let known: Vec<_> = held.iter().copied().filter(|class| asked.contains(class)).collect();
        prop_assert_eq!(decide(&grants, &query, &held), decide(&grants, &query, &known));
    }

    #[test]
    fn state_is_unchanged_after_every_refused_withdrawal(grants in grants(), id in 0..12u32) {
        let mut after = grants.clone();
        if withdraw(&mut after, id, Day(5)).is_err() {
            prop_assert_eq!(after, grants);
        } else {
            let changed = after.iter().zip(&grants).filter(|(one, other)| one != other).count();
            prop_assert_eq!(changed, 1);
        }
    }
}
