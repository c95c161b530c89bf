use healink_domain::{
    consent::{
        credential_kinds_asked, decide, grant, ActionSet, Answer, Decision, GrantError, PurposeSet, Speaker,
    },
    credentials::Kind,
    Jurisdiction,
};
use scale::Decode;

use super::*;
use crate::fixtures::place;

fn permit(redact: CategorySet, deciding: &[u32]) -> Answer {
    Answer { decision: Decision::Permit { redact }, deciding: deciding.to_vec() }
}

fn denied(deciding: &[u32]) -> Answer {
    Answer { decision: Decision::Deny, deciding: deciding.to_vec() }
}

fn silent() -> Answer {
    Answer { decision: Decision::NoConsent, deciding: Vec::new() }
}

#[test]
fn a_grant_is_made_as_the_patient_decides() {
    let made = grant(3, terms(), &Speaker::PATIENT, moment(20_000)).unwrap();
    assert_eq!(made, Grant { id: 3, granted_at: moment(20_000), ..given(1, |_| {}) });
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
        assert_eq!(grant(1, terms, &Speaker::PATIENT, moment(20_000)), Err(error));
    }
}

#[test]
fn a_grant_may_be_made_for_the_last_day_of_its_validity_and_for_a_class() {
    let last_day = Terms { validity: period(19_000, 20_001), ..terms() };
    assert!(grant(1, last_day, &Speaker::PATIENT, moment(20_000)).is_ok());
    for jurisdiction in [None, Some(place("US-CA"))] {
        let grantee = Grantee::Credentialed { kind: Kind::StateLicence, jurisdiction };
        assert!(grant(1, Terms { grantee, ..terms() }, &Speaker::PATIENT, moment(20_000)).is_ok());
    }
}

#[test]
fn a_wards_yes_is_refused_and_a_wards_no_is_taken() {
    let ward = Speaker { is_ward: true, ..Speaker::PATIENT };
    assert_eq!(grant(1, terms(), &ward, moment(20_000)), Err(GrantError::Ward));
    let denial = Terms { effect: Effect::Deny, ..terms() };
    assert_eq!(grant(1, denial, &ward, moment(20_000)).map(|made| made.maker), Ok(Maker::Patient));
}

#[test]
fn a_grant_holds_within_its_validity_and_until_it_is_ended() {
    let whole = given(1, |_| {});
    let cut = ended(whole.clone(), DAY);
    for (day, holds, holds_cut) in [
        (18_999, false, false),
        (19_000, true, true),
        (19_999, true, true),
        (20_000, true, false),
        (20_999, true, false),
        (21_000, false, false),
    ] {
        assert_eq!((whole.holds_on(Day(day)), cut.holds_on(Day(day))), (holds, holds_cut), "{day}");
    }
    assert_eq!((whole.over_on(), cut.over_on()), (Some(Day(21_000)), Some(DAY)));
    assert_eq!(ended(given(1, |terms| terms.validity.until = None), Day(5)).over_on(), Some(Day(5)));
    assert_eq!(ended(whole, Day(30_000)).over_on(), Some(Day(21_000)));
    assert_eq!(given(1, |terms| terms.validity.until = None).over_on(), None);
    assert!(cut.is_over(DAY) && !cut.is_over(Day(19_999)));
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
    let touching = |terms: &mut Terms| {
        deny(terms);
        terms.data = period(100, 200);
    };
    let grants = [given(1, |_| {}), given(2, touching)];
    let asked = |data| decide(&grants, &Query { data, ..query() }, &[]);
    assert_eq!(asked(period(50, 100)), permit(CategorySet::EMPTY, &[1]));
    assert_eq!(asked(period(50, 101)), denied(&[2]));
    assert_eq!(asked(period(199, 300)), denied(&[2]));
    assert_eq!(asked(period(200, 300)), permit(CategorySet::EMPTY, &[1]));
    assert_eq!(asked(Period::ALWAYS), denied(&[2]));
}

#[test]
fn data_of_no_day_cannot_slip_past_a_denial() {
    let grants = [given(1, |_| {}), given(2, deny)];
    assert_eq!(decide(&grants, &Query { data: period(150, 150), ..query() }, &[]), silent());
}

#[test]
fn the_newest_grant_wins() {
    assert_eq!(decide(&[given(1, |_| {}), given(2, deny)], &query(), &[]), denied(&[2]));
    assert_eq!(decide(&[given(1, deny), given(2, |_| {})], &query(), &[]), permit(CategorySet::EMPTY, &[2]));
}

#[test]
fn at_equal_age_a_denial_wins_and_equals_decide_together() {
    let older = Grant { granted_at: moment(19_002), ..given(1, deny) };
    assert_eq!(decide(&[older.clone(), given(2, |_| {})], &query(), &[]), denied(&[1]));
    let twin = Grant { id: 3, ..given(2, |_| {}) };
    assert_eq!(decide(&[twin, given(2, |_| {})], &query(), &[]), permit(CategorySet::EMPTY, &[2, 3]));
}

#[test]
fn an_ended_grant_leaves_the_older_one_in_place() {
    let grants = [given(1, |_| {}), ended(given(2, deny), DAY)];
    assert_eq!(decide(&grants, &query(), &[]), permit(CategorySet::EMPTY, &[1]));
    assert_eq!(decide(&grants, &Query { day: Day(19_999), ..query() }, &[]), denied(&[2]));
}

#[test]
fn categories_on_which_the_grants_are_silent_are_redacted() {
    let asked = results().union(Category::Notes.set()).union(Category::Hiv.set());
    let grants = [given(1, |terms| terms.categories = CategorySet::ORDINARY)];
    let answer = decide(&grants, &Query { categories: asked, ..query() }, &[]);
    assert_eq!(answer, permit(Category::Hiv.set(), &[1]), "sensitive ones have to be named");
}

#[test]
fn one_denied_category_denies_the_whole_request_and_the_rest_can_be_asked_for() {
    let asked = results().union(Category::Notes.set());
    let grants = [
        given(1, |terms| terms.categories = CategorySet::ORDINARY),
        given(2, |terms| {
            deny(terms);
            terms.categories = Category::Notes.set();
        }),
    ];
    let ask = |categories| decide(&grants, &Query { categories, ..query() }, &[]);
    assert_eq!(ask(asked), denied(&[1, 2]));
    assert_eq!(ask(Category::Notes.set()), denied(&[2]));
    assert_eq!(ask(results()), permit(CategorySet::EMPTY, &[1]));
}

#[test]
fn nobody_outweighs_the_patients_own_no_but_the_patient_and_a_court() {
    let own_no = given(1, deny);
    let later = |maker| Grant { maker, ..given(2, |_| {}) };
    for (maker, answer) in [
        (Maker::Proxy(GUARDIAN), denied(&[1])),
        (Maker::Patient, permit(CategorySet::EMPTY, &[2])),
        (Maker::Court(GUARDIAN), permit(CategorySet::EMPTY, &[2])),
    ] {
        assert_eq!(decide(&[own_no.clone(), later(maker)], &query(), &[]), answer, "{maker:?}");
    }
    let courts_no = Grant { maker: Maker::Court(GUARDIAN), ..own_no.clone() };
    assert_eq!(decide(&[courts_no, later(Maker::Proxy(GUARDIAN))], &query(), &[]), denied(&[1]));
    let proxys_no = by_guardian(own_no.clone());
    let answer = decide(&[proxys_no, later(Maker::Proxy(GUARDIAN))], &query(), &[]);
    assert_eq!(answer, permit(CategorySet::EMPTY, &[2]));
    let others_no =
        Grant { terms: Terms { categories: Category::Notes.set(), ..own_no.terms.clone() }, ..own_no };
    let answer = decide(&[others_no, later(Maker::Proxy(GUARDIAN))], &query(), &[]);
    assert_eq!(answer, permit(CategorySet::EMPTY, &[2]), "the no is on something else");
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
