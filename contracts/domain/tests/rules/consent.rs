use healink_domain::{
    consent::{
        credential_kinds_asked, decide, grant, withdraw, Action, ActionSet, Answer, Category, CategorySet,
        Decision, Effect, Grant, GrantError, Grantee, Purpose, PurposeSet, Query, Terms, WithdrawError,
        MAX_GRANTS,
    },
    credentials::Kind,
    Account, Day, Digest, Jurisdiction, Moment, Period,
};
use scale::Decode;

use crate::fixtures::place;

const ACTOR: Account = Account([1; 32]);
const DAY: Day = Day(20_000);

fn moment(day: u32) -> Moment {
    Moment(u64::from(day) * 86_400_000)
}

fn period(from: u32, until: u32) -> Period {
    Period { from: Day(from), until: Some(Day(until)) }
}

fn results() -> CategorySet {
    Category::Results.set()
}

/// Permits the actor to read results for treatment, from day 19,000 until day 21,000.
fn terms() -> Terms {
    Terms {
        grantee: Grantee::Account(ACTOR),
        effect: Effect::Permit,
        purposes: Purpose::Treatment.set(),
        categories: results(),
        actions: Action::Read.set(),
        validity: period(19_000, 21_000),
        data: Period::ALWAYS,
        receipt: Digest([9; 32]),
    }
}

/// A grant on `terms()` as changed, made on day 19,000 + `id`.
fn given(id: u32, change: impl FnOnce(&mut Terms)) -> Grant {
    let mut terms = terms();
    change(&mut terms);
    Grant { id, terms, granted_at: moment(19_000 + id), withdrawn_on: None }
}

fn query() -> Query {
    Query {
        actor: ACTOR,
        purpose: Purpose::Treatment,
        categories: results(),
        action: Action::Read,
        day: DAY,
        data: Period::ALWAYS,
    }
}

fn permit(redact: CategorySet, deciding: &[u32]) -> Answer {
    Answer { decision: Decision::Permit { redact }, deciding: deciding.to_vec() }
}

fn deny(deciding: &[u32]) -> Answer {
    Answer { decision: Decision::Deny, deciding: deciding.to_vec() }
}

fn silent() -> Answer {
    Answer { decision: Decision::NoConsent, deciding: Vec::new() }
}

#[test]
fn a_grant_is_made_as_the_patient_decides() {
    let made = grant(&[], 3, terms(), moment(20_000)).unwrap();
    assert_eq!(made, Grant { id: 3, terms: terms(), granted_at: moment(20_000), withdrawn_on: None });
}

#[test]
fn grant_names_each_broken_rule() {
    let malformed = Jurisdiction::decode(&mut &[0; 6][..]).unwrap();
    let cases = [
        ((|terms| terms.purposes = PurposeSet::EMPTY) as fn(&mut Terms), GrantError::NoPurposes),
        (
            |terms| terms.purposes = PurposeSet::decode(&mut &[0xff, 0xff][..]).unwrap(),
            GrantError::NoPurposes,
        ),
        (|terms| terms.categories = CategorySet::EMPTY, GrantError::NoCategories),
        (
            |terms| terms.categories = CategorySet::decode(&mut &[0xff; 4][..]).unwrap(),
            GrantError::NoCategories,
        ),
        (|terms| terms.actions = ActionSet::EMPTY, GrantError::NoActions),
        (|terms| terms.actions = ActionSet::decode(&mut &[0xff][..]).unwrap(), GrantError::NoActions),
        (|terms| terms.validity = period(30_000, 30_000), GrantError::EmptyValidity),
        (|terms| terms.validity = period(19_000, 20_000), GrantError::EmptyValidity),
        (|terms| terms.data = period(5, 5), GrantError::EmptyDataPeriod),
        (|_| {}, GrantError::BadJurisdiction),
    ];
    for (change, error) in cases {
        let mut terms = terms();
        change(&mut terms);
        if error == GrantError::BadJurisdiction {
            terms.grantee = Grantee::Credentialed { kind: Kind::StateLicence, jurisdiction: Some(malformed) };
        }
        assert_eq!(grant(&[], 1, terms, moment(20_000)), Err(error));
    }
}

#[test]
fn a_grant_may_be_made_for_the_last_day_of_its_validity_and_for_a_class() {
    let last_day = Terms { validity: period(19_000, 20_001), ..terms() };
    assert!(grant(&[], 1, last_day, moment(20_000)).is_ok());
    for jurisdiction in [None, Some(place("US-CA"))] {
        let grantee = Grantee::Credentialed { kind: Kind::StateLicence, jurisdiction };
        assert!(grant(&[], 1, Terms { grantee, ..terms() }, moment(20_000)).is_ok());
    }
}

#[test]
fn grants_between_two_are_bounded() {
    let present = vec![given(1, |_| {}); MAX_GRANTS];
    assert_eq!(grant(&present, 33, terms(), moment(20_000)), Err(GrantError::TooManyGrants));
    assert!(grant(&present[1..], 33, terms(), moment(20_000)).is_ok());
}

#[test]
fn a_withdrawal_counts_from_its_day_on() {
    let mut grants = [given(1, |_| {}), given(2, |_| {})];
    withdraw(&mut grants, 2, Day(20_000)).unwrap();
    assert_eq!(grants[1].withdrawn_on, Some(Day(20_000)));
    assert!(grants[1].holds_on(Day(19_999)) && !grants[1].holds_on(Day(20_000)));
    assert_eq!(grants[0], given(1, |_| {}));

    let before = grants.clone();
    let again = withdraw(&mut grants, 2, Day(20_500));
    assert_eq!(again, Err(WithdrawError::AlreadyWithdrawn { on: Day(20_000) }));
    assert_eq!(withdraw(&mut grants, 3, Day(20_500)), Err(WithdrawError::NoSuchGrant));
    assert_eq!(grants, before);
}

#[test]
fn a_grant_holds_within_its_validity() {
    for (day, holds) in [(18_999, false), (19_000, true), (20_999, true), (21_000, false)] {
        assert_eq!(given(1, |_| {}).holds_on(Day(day)), holds, "{day}");
    }
}

#[test]
fn each_dimension_of_a_query_has_to_fit() {
    let grants = [given(1, |terms| terms.data = period(100, 200))];
    let asked = |change: fn(&mut Query)| {
        let mut query = Query { data: period(100, 200), ..query() };
        change(&mut query);
        decide(&grants, &query, &[])
    };
    assert_eq!(asked(|_| {}), permit(CategorySet::EMPTY, &[1]));
    assert_eq!(asked(|query| query.data = period(150, 151)), permit(CategorySet::EMPTY, &[1]));
    for change in [
        (|query| query.actor = Account([2; 32])) as fn(&mut Query),
        |query| query.purpose = Purpose::Payment,
        |query| query.categories = Category::Notes.set(),
        |query| query.categories = CategorySet::EMPTY,
        |query| query.action = Action::Share,
        |query| query.day = Day(18_999),
        |query| query.day = Day(21_000),
        |query| query.data = period(99, 200),
        |query| query.data = period(100, 201),
        |query| query.data = Period::ALWAYS,
    ] {
        assert_eq!(asked(change), silent());
    }
}

#[test]
fn a_denial_counts_as_soon_as_it_touches_the_data_asked_for() {
    let denial = |terms: &mut Terms| {
        terms.effect = Effect::Deny;
        terms.data = period(100, 200);
    };
    let grants = [given(1, |_| {}), given(2, denial)];
    let asked = |data| decide(&grants, &Query { data, ..query() }, &[]);
    assert_eq!(asked(period(50, 100)), permit(CategorySet::EMPTY, &[1]));
    assert_eq!(asked(period(50, 101)), deny(&[2]));
    assert_eq!(asked(period(199, 300)), deny(&[2]));
    assert_eq!(asked(period(200, 300)), permit(CategorySet::EMPTY, &[1]));
    assert_eq!(asked(Period::ALWAYS), deny(&[2]));
}

#[test]
fn data_of_no_day_cannot_slip_past_a_denial() {
    let grants = [given(1, |_| {}), given(2, |terms| terms.effect = Effect::Deny)];
    assert_eq!(decide(&grants, &Query { data: period(150, 150), ..query() }, &[]), silent());
}

#[test]
fn the_newest_grant_wins() {
    let denial = |terms: &mut Terms| terms.effect = Effect::Deny;
    assert_eq!(decide(&[given(1, |_| {}), given(2, denial)], &query(), &[]), deny(&[2]));
    assert_eq!(
        decide(&[given(1, denial), given(2, |_| {})], &query(), &[]),
        permit(CategorySet::EMPTY, &[2])
    );
}

#[test]
fn at_equal_age_a_denial_wins_then_the_later_number() {
    let denied = Grant { granted_at: moment(19_002), ..given(1, |terms| terms.effect = Effect::Deny) };
    assert_eq!(decide(&[denied.clone(), given(2, |_| {})], &query(), &[]), deny(&[1]));
    let twin = Grant { id: 3, ..given(2, |_| {}) };
    assert_eq!(decide(&[given(2, |_| {}), twin], &query(), &[]), permit(CategorySet::EMPTY, &[3]));
}

#[test]
fn a_withdrawn_grant_leaves_the_older_one_in_place() {
    let mut grants = [given(1, |_| {}), given(2, |terms| terms.effect = Effect::Deny)];
    withdraw(&mut grants, 2, DAY).unwrap();
    assert_eq!(decide(&grants, &query(), &[]), permit(CategorySet::EMPTY, &[1]));
    assert_eq!(decide(&grants, &Query { day: Day(19_999), ..query() }, &[]), deny(&[2]));
}

#[test]
fn what_no_grant_permits_is_redacted() {
    let asked = results().union(Category::Notes.set()).union(Category::Hiv.set());
    let grants = [
        given(1, |terms| terms.categories = CategorySet::ORDINARY),
        given(2, |terms| {
            terms.effect = Effect::Deny;
            terms.categories = Category::Notes.set();
        }),
    ];
    let redact = Category::Notes.set().union(Category::Hiv.set());
    let answer = decide(&grants, &Query { categories: asked, ..query() }, &[]);
    assert_eq!(answer, permit(redact, &[1, 2]));
}

#[test]
fn categories_that_do_not_exist_are_redacted() {
    let categories = CategorySet::decode(&mut &[0xff; 4][..]).unwrap();
    let answer = decide(&[given(1, |_| {})], &Query { categories, ..query() }, &[]);
    assert_eq!(answer, permit(categories.difference(results()), &[1]));
}

#[test]
fn a_grant_for_a_class_counts_for_those_who_hold_the_credential() {
    let licence = (Kind::StateLicence, Some(place("US-CA")));
    let class = |terms: &mut Terms| {
        terms.grantee = Grantee::Credentialed { kind: licence.0, jurisdiction: licence.1 };
    };
    let grants = [given(1, class)];
    assert_eq!(decide(&grants, &query(), &[licence]), permit(CategorySet::EMPTY, &[1]));
    assert_eq!(decide(&grants, &query(), &[]), silent());
    assert_eq!(decide(&grants, &query(), &[(Kind::StateLicence, None)]), silent());
    assert_eq!(decide(&grants, &query(), &[(Kind::Education, licence.1)]), silent());
}

#[test]
fn each_class_is_asked_for_once() {
    let class = |kind, jurisdiction| {
        move |terms: &mut Terms| terms.grantee = Grantee::Credentialed { kind, jurisdiction }
    };
    let grants = [
        given(1, class(Kind::StateLicence, None)),
        given(2, |_| {}),
        given(3, class(Kind::StateLicence, None)),
        given(4, class(Kind::StateLicence, Some(place("US")))),
    ];
    let asked = [(Kind::StateLicence, None), (Kind::StateLicence, Some(place("US")))];
    assert_eq!(credential_kinds_asked(&grants), asked);
    assert_eq!(credential_kinds_asked(&grants[1..2]), []);
}
