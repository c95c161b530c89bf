//! What follows from grants for a request, without credentials.

use healink_access::Command;
use healink_domain::consent::{Answer, Decision};
use healink_interfaces::{ConsentRegistry, DecideError};

use super::*;

const NOTHING: Answer = Answer { decision: Decision::NoConsent, deciding: Vec::new() };

fn permit(id: u32) -> Answer {
    Answer { decision: Decision::Permit { redact: CategorySet::EMPTY }, deciding: vec![id] }
}

#[ink::test]
fn without_a_grant_there_is_no_consent() {
    let registry = registry();

    assert_eq!(registry.decide(PATIENT, query(TODAY)), Ok(NOTHING));
}

#[ink::test]
fn a_withdrawal_counts_from_its_day_and_the_days_before_stay_as_they_were() {
    let mut registry = registry();
    registry.grant(terms(TO_CLINIC)).unwrap();
    set_day(TODAY.plus(10));
    registry.revoke(TO_CLINIC, 1).unwrap();

    let ask = |days| registry.decide(PATIENT, query(TODAY.plus(days))).unwrap();
    assert_eq!([ask(0), ask(9), ask(10), ask(11)], [permit(1), permit(1), NOTHING, NOTHING]);
}

#[ink::test]
fn the_newest_grant_wins_and_a_later_denial_is_one() {
    let mut registry = registry();
    registry.grant(terms(TO_CLINIC)).unwrap();
    test::set_block_timestamp::<DefaultEnvironment>(u64::from(TODAY.0) * 86_400_000 + 1);
    registry.grant(Terms { effect: Effect::Deny, ..terms(TO_CLINIC) }).unwrap();

    let denied = Answer { decision: Decision::Deny, deciding: vec![2] };
    assert_eq!(registry.decide(PATIENT, query(TODAY)), Ok(denied));
}

#[ink::test]
fn grants_are_the_patients_own() {
    let mut registry = registry();
    registry.grant(terms(TO_CLINIC)).unwrap();

    assert_eq!(registry.decide(OTHER_PATIENT, query(TODAY)), Ok(NOTHING));
    assert_eq!(registry.decide(PATIENT, Query { actor: STRANGER, ..query(TODAY) }), Ok(NOTHING));
}

#[ink::test]
fn a_pause_does_not_stop_decisions() {
    let mut registry = registry();
    registry.grant(terms(TO_CLINIC)).unwrap();
    act_as(OWNER);
    registry.administer(Command::Pause).unwrap();

    assert_eq!(registry.decide(PATIENT, query(TODAY)), Ok(permit(1)));
}

#[ink::test]
fn a_question_about_no_category_is_refused() {
    let registry = registry();

    let nothing = Query { categories: CategorySet::EMPTY, ..query(TODAY) };
    assert_eq!(registry.decide(PATIENT, nothing), Err(DecideError::BadCategories));
}

#[ink::test]
fn the_credential_registry_is_not_asked_for_grants_that_do_not_speak_to_the_query() {
    let mut registry = registry();
    registry.grant(Terms { purposes: Purpose::Research.set(), ..terms(TO_LICENSED) }).unwrap();
    registry.grant(Terms { actions: Action::Share.set(), ..terms(TO_LICENSED) }).unwrap();
    registry.grant(terms(TO_LICENSED)).unwrap();
    registry.revoke(TO_LICENSED, 3).unwrap();

    // A call between contracts would stop the test.
    assert_eq!(registry.decide(PATIENT, query(TODAY)), Ok(NOTHING));
}
