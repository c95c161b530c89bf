//! Officers: who they are, what one of them can do, and what takes two.

use ::boards::Arrangement;
use healink_domain::credentials::{
    Order, Outcome, Reason, Status, StatusCommand, StatusError, PROPOSAL_DAYS,
};

use super::*;

fn change(command: StatusCommand, reason: Reason) -> healink_e2e::Message<Result<Outcome, ::boards::Error>> {
    boards::change(FIRST.into(), command, reason)
}

#[test]
fn the_head_appoints_and_dismisses_and_they_act_at_once() {
    let mut suite = Suite::ready();
    let issue = || credentials::issue(FIRST, vec![licence(Person::Provider, TODAY)]);
    let officer = Person::Stranger.account();
    assert_eq!(suite.refused(Person::Stranger, &issue()), ::credentials::Error::NotAnOfficer);
    suite.done(Person::Board, &boards::arrange(FIRST, Arrangement::Appoint(officer)));
    assert_eq!(suite.ask(&boards::officers(FIRST)), [Person::Board.account(), officer]);
    suite.done(Person::Stranger, &issue());
    let error = suite.refused(Person::Stranger, &boards::arrange(FIRST, Arrangement::Dismiss(officer)));
    assert_eq!(error, ::boards::Error::NotTheHead, "an officer is no head");
    let again = suite.refused(Person::Board, &boards::arrange(FIRST, Arrangement::Appoint(officer)));
    assert_eq!(again, ::boards::Error::NothingToChange);
    suite.done(Person::Board, &boards::arrange(FIRST, Arrangement::Dismiss(officer)));
    assert_eq!(suite.refused(Person::Stranger, &issue()), ::credentials::Error::NotAnOfficer);
    assert_eq!(
        suite.refused(Person::Stranger, &change(StatusCommand::Suspend, Reason::Safety)),
        ::boards::Error::NotTheIssuer
    );
    suite.done(Person::Owner, &boards::order(FIRST, Order::Head(officer)));
    suite.done(Person::Stranger, &boards::arrange(FIRST, Arrangement::Appoint(officer)));
}

#[test]
fn a_revocation_takes_two_where_the_board_asks_for_it_and_one_cannot_undo_that() {
    let mut suite = Suite::ready();
    let second = Person::Stranger;
    suite.done(Person::Board, &boards::arrange(FIRST, Arrangement::Appoint(second.account())));
    suite.done(Person::Board, &boards::arrange(FIRST, Arrangement::TwoPersons));
    let revoke = || change(StatusCommand::Revoke, Reason::Discipline);
    assert_eq!(suite.done(Person::Board, &revoke()), Outcome::Proposed);
    assert_eq!(suite.done(Person::Board, &revoke()), Outcome::Proposed, "not by the same person");
    assert_eq!(ask(&mut suite, licensed(TODAY)), Ok(1));
    assert_eq!(suite.ask(&boards::proposal(FIRST.into())).unwrap().by, Person::Board.account());
    assert_eq!(
        suite.refused(Person::Board, &boards::order(FIRST, Order::OnePerson)),
        ::boards::Error::Access(healink_access::AccessError::NotOwner)
    );
    suite.on(TODAY.plus(PROPOSAL_DAYS));
    assert_eq!(suite.done(second, &revoke()), Outcome::Proposed, "the first proposal is over");
    assert_eq!(
        suite.done(second, &change(StatusCommand::Suspend, Reason::Safety)),
        Outcome::Changed(Status::Suspended)
    );
    assert_eq!(suite.done(Person::Board, &revoke()), Outcome::Changed(Status::Revoked));
    assert_eq!(suite.ask(&boards::proposal(FIRST.into())), None);
    let from = Status::Revoked;
    let error = suite.refused(second, &change(StatusCommand::Reinstate, Reason::Cleared));
    assert_eq!(error, ::boards::Error::Status(StatusError::NotAllowed { from }));
}

#[test]
fn nobody_gets_round_two_persons_by_a_short_renewal() {
    let mut suite = Suite::ready();
    suite.done(Person::Board, &boards::arrange(FIRST, Arrangement::TwoPersons));
    let short =
        IssueRequest { expires_on: TODAY.plus(1), renews: Some(1), ..licence(Person::Provider, TODAY) };
    suite.refused(Person::Board, &credentials::issue(FIRST, vec![short]));
    assert_eq!(ask(&mut suite, licensed(TODAY)), Ok(1));
}

#[test]
fn the_history_answers_for_every_past_day_and_keeps_every_trace() {
    let mut suite = Suite::ready();
    let steps = [
        (1, StatusCommand::Suspend, Reason::Investigation),
        (1, StatusCommand::Reinstate, Reason::Cleared),
        (3, StatusCommand::Suspend, Reason::RequirementsNotMet),
        (5, StatusCommand::Reinstate, Reason::RequirementsMet),
        (8, StatusCommand::Correct, Reason::WrongContent),
    ];
    let mut noted = Vec::new();
    let mut steps = steps.into_iter().peekable();
    for days in 0..10 {
        suite.on(TODAY.plus(days));
        while let Some((_, command, reason)) = steps.next_if(|step| step.0 == days) {
            suite.done(Person::Board, &change(command, reason));
        }
        noted.push(ask(&mut suite, licensed(TODAY.plus(days))));
    }
    let later: Vec<_> = (0..10).map(|days| as_of(&mut suite, TODAY.plus(days))).collect();
    assert_eq!(later, noted, "what was said then is what is said about then");
    assert_eq!(later[1], Ok(1), "suspended and reinstated on one day");
    assert_eq!(later[4], Err(Refusal::Suspended { since: TODAY.plus(3) }));
    assert_eq!(later[9], Err(Refusal::EnteredInError { on: TODAY.plus(8) }));
    let history = suite.ask(&credentials::credential(1)).unwrap().status;
    let trace: Vec<_> = history.changes().iter().map(|change| (change.on, change.status.reason)).collect();
    assert_eq!(trace[..2], [(TODAY.plus(1), Reason::Investigation), (TODAY.plus(1), Reason::Cleared)]);
    assert_eq!(trace.len(), 5);
}

#[test]
fn a_board_out_of_force_suspends_and_revokes_but_never_reinstates() {
    let mut suite = Suite::ready();
    suite.done(Person::Owner, &boards::order(FIRST, SUSPEND));
    suite.done(Person::Board, &change(StatusCommand::Suspend, Reason::Safety));
    let error = suite.refused(Person::Board, &change(StatusCommand::Reinstate, Reason::Cleared));
    assert_eq!(error, ::boards::Error::BoardNotInForce);
    suite.done(Person::Board, &change(StatusCommand::Revoke, Reason::Safety));
    assert_eq!(
        suite.refused(Person::Board, &boards::change(99, StatusCommand::Revoke, Reason::Safety)),
        ::boards::Error::NoSuchCredential
    );
}

#[test]
fn governance_corrects_an_npi_that_a_board_took_wrong() {
    let mut suite = Suite::ready();
    let right = IssueRequest { npi: other_npi(), ..licence(Person::Provider, TODAY) };
    let issue = || credentials::issue(SECOND, vec![right.clone()]);
    suite.refused(Person::OtherBoard, &issue());
    suite.done(Person::Owner, &boards::correct_npi(Person::Provider.account(), other_npi()));
    suite.done(Person::OtherBoard, &issue());
}
