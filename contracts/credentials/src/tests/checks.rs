//! `check` and `check_many`: what they answer for which day, and how much they load.

use healink_access::Command;
use healink_domain::credentials::{Refusal, Requirement};
use healink_interfaces::{CheckError, CredentialRegistry, MAX_REQUIREMENTS};

use super::*;

fn on(day: Day) -> Requirement {
    Requirement {
        kind: Kind::StateLicence,
        board: None,
        taxonomy: None,
        jurisdiction: Some(place("US-CA")),
        day,
        known_on: None,
        verified_within: None,
    }
}

#[ink::test]
fn a_check_answers_for_any_past_day() {
    let mut registry = registry_with_boards();
    registry.issue(licence()).unwrap();
    set_day(TODAY.plus(10));
    registry.suspend(1).unwrap();
    set_day(TODAY.plus(20));
    registry.reinstate(1).unwrap();
    set_day(TODAY.plus(30));
    registry.revoke(1).unwrap();

    let ask = |days| registry.check(PROVIDER, on(TODAY.plus(days)));
    assert_eq!(ask(0), Ok(1));
    assert_eq!(ask(9), Ok(1));
    assert_eq!(ask(10), Err(Refusal::Suspended { since: TODAY.plus(10) }));
    assert_eq!(ask(19), Err(Refusal::Suspended { since: TODAY.plus(10) }));
    assert_eq!(ask(20), Ok(1));
    assert_eq!(ask(29), Ok(1));
    assert_eq!(ask(30), Err(Refusal::Revoked { on: TODAY.plus(30) }));
}

#[ink::test]
fn a_credential_holds_from_its_first_day_until_the_day_before_it_expires() {
    let mut registry = registry_with_boards();
    registry.issue(IssueRequest { valid_from: TODAY.plus(5), ..licence() }).unwrap();

    let ask = |days| registry.check(PROVIDER, on(TODAY.plus(days)));
    assert_eq!(ask(4), Err(Refusal::NotYetValid { from: TODAY.plus(5) }));
    assert_eq!(ask(5), Ok(1));
    assert_eq!(ask(99), Ok(1));
    assert_eq!(ask(100), Err(Refusal::Expired { on: TODAY.plus(100) }));
}

#[ink::test]
fn a_board_takes_its_credentials_out_of_force_and_no_others() {
    let mut registry = registry_with_boards();
    registry.issue(licence()).unwrap();
    act_as(OTHER_BOARD);
    registry.issue(IssueRequest { provider: STRANGER, ..licence() }).unwrap();
    set_day(TODAY.plus(3));
    act_as(OWNER);
    registry.suspend_board(1).unwrap();

    assert_eq!(registry.check(PROVIDER, on(TODAY.plus(2))), Ok(1));
    assert_eq!(registry.check(PROVIDER, on(TODAY.plus(3))), Err(Refusal::BoardNotInForce));
    assert_eq!(registry.check(STRANGER, on(TODAY.plus(3))), Ok(2));
}

#[ink::test]
fn a_pause_does_not_stop_checks() {
    let mut registry = registry_with_boards();
    registry.issue(licence()).unwrap();
    act_as(OWNER);
    registry.administer(Command::Pause).unwrap();

    assert_eq!(registry.check(PROVIDER, on(TODAY)), Ok(1));
    assert_eq!(registry.check_many(PROVIDER, vec![on(TODAY)]), Ok(vec![Ok(1)]));
}

#[ink::test]
fn many_requirements_are_answered_in_their_order_as_each_alone() {
    let mut registry = registry_with_boards();
    registry.issue(licence()).unwrap();
    registry.issue(IssueRequest { kind: Kind::MalpracticeCover, ..licence() }).unwrap();
    let requirements: Vec<_> = [
        on(TODAY),
        Requirement { kind: Kind::DeaRegistration, ..on(TODAY) },
        Requirement { kind: Kind::MalpracticeCover, ..on(TODAY) },
        Requirement { jurisdiction: Some(place("US-NV")), ..on(TODAY) },
        Requirement { jurisdiction: None, ..on(TODAY.plus(100)) },
    ]
    .into();

    let answers = registry.check_many(PROVIDER, requirements.clone()).unwrap();

    let expected = [
        Ok(1),
        Err(Refusal::NoneHeld),
        Ok(2),
        Err(Refusal::WrongScope),
        Err(Refusal::Expired { on: TODAY.plus(100) }),
    ];
    assert_eq!(answers, expected);
    let alone = requirements.into_iter().map(|requirement| registry.check(PROVIDER, requirement));
    assert_eq!(alone.collect::<Vec<_>>(), answers);
}

#[ink::test]
fn a_question_has_at_most_eight_requirements() {
    let registry = registry_with_boards();
    let ask = |count| registry.check_many(PROVIDER, vec![on(TODAY); count]);

    assert_eq!(ask(0), Ok(Vec::new()));
    assert_eq!(ask(MAX_REQUIREMENTS), Ok(vec![Err(Refusal::NoneHeld); MAX_REQUIREMENTS]));
    assert_eq!(ask(MAX_REQUIREMENTS + 1), Err(CheckError::TooManyRequirements));
}

#[ink::test]
fn a_check_loads_one_row_and_each_board_once() {
    let mut registry = registry_with_boards();
    for _ in 0..5 {
        registry.issue(licence()).unwrap();
    }
    let reads = || {
        let callee = test::callee::<DefaultEnvironment>();
        test::get_contract_storage_rw::<DefaultEnvironment>(&callee).0
    };

    let before = reads();
    registry.check(PROVIDER, on(TODAY)).unwrap();
    assert_eq!(reads() - before, 2, "the row and the board");

    let before = reads();
    registry.check_many(PROVIDER, vec![on(TODAY); MAX_REQUIREMENTS]).unwrap();
    assert_eq!(reads() - before, 9, "the row for each requirement, the board once");

    let before = reads();
    let _ = registry.check(PROVIDER, on(TODAY.plus(500)));
    assert_eq!(reads() - before, 1, "the board of what has expired does not matter");
}
