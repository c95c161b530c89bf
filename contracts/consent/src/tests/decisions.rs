//! What follows from grants for a request, without credentials.

use healink_access::Command;
use healink_domain::consent::{Answer, Decision, MAX_GRANTS};
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
    give(&mut registry, terms(TO_CLINIC)).unwrap();
    set_day(TODAY.plus(10));
    registry.withdraw(TO_CLINIC, Some(1), None).unwrap();

    let ask = |days| registry.decide(PATIENT, query(TODAY.plus(days))).unwrap();
    assert_eq!([ask(0), ask(9), ask(10), ask(11)], [permit(1), permit(1), NOTHING, NOTHING]);
}

#[ink::test]
fn the_newest_grant_wins_and_a_later_denial_is_one() {
    let mut registry = registry();
    give(&mut registry, terms(TO_CLINIC)).unwrap();
    test::set_block_timestamp::<DefaultEnvironment>(u64::from(TODAY.0) * 86_400_000 + 1);
    give(&mut registry, Terms { effect: Effect::Deny, ..terms(TO_CLINIC) }).unwrap();

    let denied = Answer { decision: Decision::Deny, deciding: vec![2] };
    assert_eq!(registry.decide(PATIENT, query(TODAY)), Ok(denied));
}

#[ink::test]
fn grants_are_the_patients_own() {
    let mut registry = registry();
    give(&mut registry, terms(TO_CLINIC)).unwrap();

    assert_eq!(registry.decide(OTHER_PATIENT, query(TODAY)), Ok(NOTHING));
    assert_eq!(registry.decide(PATIENT, Query { actor: STRANGER, ..query(TODAY) }), Ok(NOTHING));
}

#[ink::test]
fn a_pause_does_not_stop_decisions() {
    let mut registry = registry();
    give(&mut registry, terms(TO_CLINIC)).unwrap();
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
    give(&mut registry, Terms { purposes: Purpose::Research.set(), ..terms(TO_LICENSED) }).unwrap();
    give(&mut registry, Terms { actions: Action::Share.set(), ..terms(TO_LICENSED) }).unwrap();
    give(&mut registry, terms(TO_LICENSED)).unwrap();
    registry.withdraw(TO_LICENSED, Some(3), None).unwrap();

    // A call between contracts would stop the test.
    assert_eq!(registry.decide(PATIENT, query(TODAY)), Ok(NOTHING));
}

#[ink::test]
fn a_day_whose_grants_moved_to_the_history_is_an_error() {
    let mut registry = registry();
    for _ in 0..MAX_GRANTS {
        give(&mut registry, terms(TO_CLINIC)).unwrap();
    }
    registry.withdraw(TO_CLINIC, Some(1), None).unwrap();
    set_day(TODAY.plus(10));
    give(&mut registry, terms(TO_CLINIC)).unwrap();

    assert!(registry.decide(PATIENT, query(TODAY)).is_ok(), "what is gone was over by then");
    let before = registry.decide(PATIENT, query(Day(TODAY.0 - 1)));
    assert_eq!(before, Err(DecideError::TooLongAgo { from: TODAY }));
}
