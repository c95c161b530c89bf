use healink_domain::{
    credentials::{change, Outcome, Proposal, Standing, Status, StatusError, PROPOSAL_DAYS},
    History, MAX_CHANGES,
};

use super::*;

const STATUSES: [Status; 5] =
    [Status::Active, Status::Suspended, Status::Revoked, Status::EnteredInError, Status::Superseded];
const COMMANDS: [StatusCommand; 4] =
    [StatusCommand::Suspend, StatusCommand::Reinstate, StatusCommand::Revoke, StatusCommand::Correct];

/// The status graph, written out.
fn target(from: Status, command: StatusCommand) -> Option<Status> {
    match (from, command) {
        (Status::Active, StatusCommand::Suspend) => Some(Status::Suspended),
        (Status::Suspended, StatusCommand::Reinstate) => Some(Status::Active),
        (Status::Active | Status::Suspended, StatusCommand::Revoke) => Some(Status::Revoked),
        (Status::Active | Status::Suspended, StatusCommand::Correct) => Some(Status::EnteredInError),
        _ => None,
    }
}

/// Which reasons go with which command, written out.
fn goes_with(command: StatusCommand, reason: Reason) -> bool {
    use Reason::*;
    match reason {
        Granted | Renewed => false,
        Investigation => command == StatusCommand::Suspend,
        Safety | RequirementsNotMet | Discipline | Misrepresentation | AtOwnRequest => {
            matches!(command, StatusCommand::Suspend | StatusCommand::Revoke)
        }
        Ceased => command == StatusCommand::Revoke,
        Cleared | RequirementsMet | OnAppeal => command == StatusCommand::Reinstate,
        WrongHolder | WrongContent | Duplicate => command == StatusCommand::Correct,
    }
}

fn reason(command: StatusCommand) -> Reason {
    command.reasons().iter().next().unwrap()
}

#[test]
fn a_standing_changes_only_along_the_listed_edges_and_for_the_listed_reasons() {
    for status in STATUSES {
        for command in COMMANDS {
            for reason in Reason::ALL.iter().copied() {
                let granted = Standing { status, reason: Reason::Granted };
                let mut history = History::new(granted);
                let outcome = apply(&mut history, command, reason, Day(5));
                match target(status, command) {
                    _ if !goes_with(command, reason) => assert_eq!(outcome, Err(StatusError::WrongReason)),
                    Some(to) => {
                        assert_eq!(outcome, Ok(to));
                        assert_eq!(history.at(Day(5)), (Standing { status: to, reason }, Some(Day(5))));
                        assert_eq!(history.at(Day(4)), (granted, None));
                        continue;
                    }
                    None => assert_eq!(outcome, Err(StatusError::NotAllowed { from: status })),
                }
                assert_eq!(history, History::new(granted));
            }
        }
    }
}

#[test]
fn final_changes_work_when_nothing_else_fits() {
    let mut full = History::new(Standing::GRANTED);
    for command in [StatusCommand::Suspend, StatusCommand::Reinstate].iter().cycle().take(MAX_CHANGES - 1) {
        apply(&mut full, *command, reason(*command), Day(1)).unwrap();
    }
    let refused = apply(&mut full.clone(), StatusCommand::Reinstate, Reason::Cleared, Day(2));
    assert_eq!(refused, Err(StatusError::HistoryFull));
    for (command, to) in
        [(StatusCommand::Revoke, Status::Revoked), (StatusCommand::Correct, Status::EnteredInError)]
    {
        assert_eq!(apply(&mut full.clone(), command, reason(command), Day(2)), Ok(to));
    }
}

#[test]
fn changes_on_one_day_all_leave_a_trace_and_the_last_one_holds() {
    let mut history = History::new(Standing::GRANTED);
    for command in [StatusCommand::Suspend, StatusCommand::Reinstate, StatusCommand::Suspend] {
        apply(&mut history, command, reason(command), Day(5)).unwrap();
    }
    assert_eq!(history.changes().len(), 3);
    assert!(history.changes().iter().all(|change| change.on == Day(5)));
    assert_eq!(history.at(Day(5)).0.status, Status::Suspended);
    assert_eq!(history.at(Day(4)).0, Standing::GRANTED);
}

const ADA: Account = Account([1; 32]);
const BEN: Account = Account([2; 32]);
const REVOKED: (StatusCommand, Reason) = (StatusCommand::Revoke, Reason::Discipline);

/// A fresh credential's standing, with what officers order about it, of a board that asks for two persons.
#[derive(Clone, Debug, PartialEq)]
struct Watched(History<Standing>, Option<Proposal>);

impl Watched {
    fn new() -> Self {
        Self(History::new(Standing::GRANTED), None)
    }

    fn order(
        &mut self,
        order: (StatusCommand, Reason),
        officer: Account,
        day: u32,
    ) -> Result<Outcome, StatusError> {
        change(&mut self.0, &mut self.1, order, (officer, true), Day(day))
    }
}

#[test]
fn a_final_change_needs_two_officers_where_the_board_asks_for_them() {
    let mut watched = Watched::new();
    assert_eq!(watched.order(REVOKED, ADA, 10), Ok(Outcome::Proposed));
    assert_eq!(watched.0, History::new(Standing::GRANTED), "nothing has changed yet");
    assert_eq!(watched.order(REVOKED, ADA, 11), Ok(Outcome::Proposed), "the same person is no second one");
    assert_eq!(watched.order(REVOKED, BEN, 12), Ok(Outcome::Changed(Status::Revoked)));
    assert_eq!((watched.0.at(Day(12)).0.status, watched.1), (Status::Revoked, None));
    assert_eq!(watched.0.at(Day(11)).0.status, Status::Active, "it counts from the second's day on");
}

#[test]
fn the_second_officer_gives_the_same_command_for_the_same_reason_in_time() {
    let first = |day| {
        let mut watched = Watched::new();
        watched.order(REVOKED, ADA, day).unwrap();
        watched
    };
    let outcome = |order, day| first(10).order(order, BEN, day).unwrap();
    assert_eq!(outcome((StatusCommand::Revoke, Reason::Safety), 11), Outcome::Proposed);
    assert_eq!(outcome((StatusCommand::Correct, Reason::Duplicate), 11), Outcome::Proposed);
    assert_eq!(outcome(REVOKED, 10 + PROPOSAL_DAYS), Outcome::Proposed);
    assert_eq!(outcome(REVOKED, 9 + PROPOSAL_DAYS), Outcome::Changed(Status::Revoked));
}

#[test]
fn what_is_not_final_needs_one_officer_and_leaves_the_proposal() {
    let mut watched = Watched::new();
    watched.order(REVOKED, ADA, 10).unwrap();
    let suspend = (StatusCommand::Suspend, Reason::Safety);
    assert_eq!(watched.order(suspend, ADA, 10), Ok(Outcome::Changed(Status::Suspended)));
    assert_eq!(watched.order(REVOKED, BEN, 11), Ok(Outcome::Changed(Status::Revoked)));
}

#[test]
fn one_officer_is_enough_where_the_board_does_not_ask_for_two() {
    let mut watched = Watched::new();
    let outcome = change(&mut watched.0, &mut watched.1, REVOKED, (ADA, false), Day(10));
    assert_eq!((outcome, watched.1), (Ok(Outcome::Changed(Status::Revoked)), None));
}

#[test]
fn a_refused_command_proposes_nothing() {
    let mut watched = Watched::new();
    watched.order(REVOKED, ADA, 10).unwrap();
    watched.order(REVOKED, BEN, 10).unwrap();
    let before = watched.clone();
    let from = Status::Revoked;
    for order in
        [REVOKED, (StatusCommand::Correct, Reason::Duplicate), (StatusCommand::Reinstate, Reason::Cleared)]
    {
        assert_eq!(watched.order(order, ADA, 11), Err(StatusError::NotAllowed { from }));
    }
    assert_eq!(
        watched.order((StatusCommand::Revoke, Reason::Cleared), ADA, 11),
        Err(StatusError::WrongReason)
    );
    assert_eq!(watched, before);
}
