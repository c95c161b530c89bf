//! `check_many`: what it answers for which day, and how much it loads.

use healink_interfaces::{CheckError, MAX_REQUIREMENTS};

use super::*;

fn stands(registry: &mut Credentials, command: StatusCommand, reason: Reason, on: Day) {
    let mut status = registry.credential(1).unwrap().status;
    apply(&mut status, command, reason, on).unwrap();
    tell(registry, BoardUpdate::Standing(1, status));
}

#[ink::test]
fn a_check_answers_for_any_past_day() {
    let mut registry = registry_with_boards();
    registry.issue(1, vec![licence()]).unwrap();
    stands(&mut registry, StatusCommand::Suspend, Reason::Safety, TODAY.plus(10));
    stands(&mut registry, StatusCommand::Reinstate, Reason::Cleared, TODAY.plus(20));
    stands(&mut registry, StatusCommand::Revoke, Reason::Safety, TODAY.plus(30));

    let ask = |days| ask(&registry, on(TODAY.plus(days)));
    let suspended = Err(Refusal::Suspended { since: TODAY.plus(10) });
    assert_eq!([0, 9, 10, 19, 20, 29].map(ask), [Ok(1), Ok(1), suspended, suspended, Ok(1), Ok(1)]);
    assert_eq!(ask(30), Err(Refusal::Revoked { on: TODAY.plus(30) }));
    assert_eq!(ask(100), Err(Refusal::Expired { on: TODAY.plus(100) }));
}

#[ink::test]
fn a_board_takes_its_credentials_out_of_force_and_no_others() {
    let mut registry = registry_with_boards();
    registry.issue(1, vec![licence()]).unwrap();
    act_as(OTHER_OFFICER);
    registry.issue(2, vec![licence()]).unwrap();
    board_stands(&mut registry, 2, StatusCommand::Suspend, Reason::Safety, TODAY.plus(3));
    assert_eq!(ask(&registry, on(TODAY.plus(2))), Ok(2));
    assert_eq!(ask(&registry, on(TODAY.plus(3))), Ok(1));
    board_stands(&mut registry, 1, StatusCommand::Revoke, Reason::Safety, TODAY.plus(3));
    assert_eq!(ask(&registry, on(TODAY.plus(3))), Err(Refusal::BoardNotInForce));
}

#[ink::test]
fn what_rests_on_a_body_is_asked_for_up_the_chain() {
    let mut registry = registry_with_boards();
    registry.issue(1, vec![licence()]).unwrap();
    let mut accreditation = board().accreditation;
    accreditation.by = Some(3);
    tell(&mut registry, BoardUpdate::Board(1, accreditation));
    assert_eq!(ask(&registry, on(TODAY)), Err(Refusal::BoardNotInForce), "there is no body yet");
    tell(&mut registry, BoardUpdate::Board(3, board().accreditation));
    assert_eq!(ask(&registry, on(TODAY)), Ok(1));
    board_stands(&mut registry, 3, StatusCommand::Suspend, Reason::Safety, TODAY);
    assert_eq!(ask(&registry, on(TODAY)), Err(Refusal::BoardNotInForce));
}

#[ink::test]
fn many_requirements_are_answered_one_by_one_up_to_a_bound() {
    let mut registry = registry_with_boards();
    registry.issue(1, vec![licence(), IssueRequest { kind: Kind::MalpracticeCover, ..licence() }]).unwrap();
    let requirements = vec![
        on(TODAY),
        Requirement { kind: Kind::DeaRegistration, ..on(TODAY) },
        Requirement { kind: Kind::MalpracticeCover, ..on(TODAY) },
        Requirement { jurisdiction: Some(place("US-NV")), ..on(TODAY) },
        Requirement { board: Some(2), ..on(TODAY) },
    ];
    let wrong = Err(Refusal::WrongScope);
    let answers = vec![Ok(1), Err(Refusal::NoneHeld), Ok(2), wrong, wrong];
    assert_eq!(registry.check_many(PROVIDER, requirements), Ok(answers));
    assert_eq!(registry.check_many(STRANGER, vec![on(TODAY)]), Ok(vec![Err(Refusal::NoneHeld)]));
    assert_eq!(registry.check_many(PROVIDER, Vec::new()), Ok(Vec::new()));
    let most = vec![on(TODAY); MAX_REQUIREMENTS];
    assert_eq!(registry.check_many(PROVIDER, most.clone()), Ok(vec![Ok(1); MAX_REQUIREMENTS]));
    let more = [most, vec![on(TODAY)]].concat();
    assert_eq!(registry.check_many(PROVIDER, more), Err(CheckError::TooManyRequirements));
}

#[ink::test]
fn a_check_loads_no_more_than_it_needs() {
    let mut registry = registry_with_boards();
    let elsewhere = IssueRequest { jurisdiction: place("US-NV"), ..licence() };
    let over = IssueRequest { expires_on: TODAY.plus(1), ..licence() };
    registry.issue(1, vec![licence(), elsewhere, over]).unwrap();
    let reads = || {
        let callee = ink::env::account_id::<DefaultEnvironment>();
        test::get_contract_storage_rw::<DefaultEnvironment>(&callee).0
    };
    let before = reads();
    assert_eq!(ask(&registry, on(TODAY.plus(5))), Ok(1));
    assert_eq!(reads() - before, 3, "the provider, the credential that fits, its board");
}
