//! Governance, bodies, boards: who accredits whom, and what falls with whom.

use healink_domain::{
    credentials::{AccreditError, Application, Order, OrderError, Role, Scope},
    Jurisdiction, Period,
};

use super::*;

/// The body, the third to be accredited, whose head is the stranger.
const BODY: BoardId = 3;
/// Its board, whose head is the newcomer.
const ITS_BOARD: BoardId = 4;

fn place_in(text: &str) -> Jurisdiction {
    Jurisdiction::parse(text).unwrap()
}

/// A suite with a body and its board, which issued the provider's second licence; the first one is revoked.
fn suite() -> Suite {
    let mut suite = Suite::ready();
    let body = Application { role: Role::Body, ..application(Person::Stranger, TODAY) };
    assert_eq!(suite.done(Person::Owner, &boards::accredit(body, None)), BODY);
    let board = boards::accredit(application(Person::Newcomer, TODAY), Some(BODY));
    assert_eq!(suite.done(Person::Stranger, &board), ITS_BOARD);
    suite.done(Person::Newcomer, &credentials::issue(ITS_BOARD, vec![licence(Person::Provider, TODAY)]));
    suite.done(Person::Owner, &boards::order(FIRST, REVOKE));
    suite.on(TODAY.plus(1));
    suite
}

#[test]
fn a_body_accredits_within_its_scope_and_never_a_body() {
    let mut suite = suite();
    let narrow = Scope { jurisdictions: vec![place_in("US-CA")], ..scope() };
    let body = Application { role: Role::Body, scope: narrow, ..application(Person::Patient, TODAY) };
    let narrow = suite.done(Person::Owner, &boards::accredit(body.clone(), None));
    let by = |suite: &mut Suite, who, application, body| {
        suite.refused(who, &boards::accredit(application, Some(body)))
    };
    let wide = || application(Person::Provider, TODAY);
    let refused = by(&mut suite, Person::Patient, wide(), narrow);
    assert_eq!(refused, ::boards::Error::Accredit(AccreditError::BeyondScope));
    let refused = by(&mut suite, Person::Patient, body, narrow);
    assert_eq!(refused, ::boards::Error::Accredit(AccreditError::TooDeep));
    assert_eq!(by(&mut suite, Person::Stranger, wide(), narrow), ::boards::Error::NotTheAccreditor);
    assert_eq!(by(&mut suite, Person::Owner, wide(), BODY), ::boards::Error::NotTheAccreditor);
    assert_eq!(by(&mut suite, Person::Owner, wide(), 99), ::boards::Error::NoSuchBoard);
}

#[test]
fn what_rests_on_a_body_is_out_of_force_while_the_body_is() {
    let mut suite = suite();
    let today = TODAY.plus(1);
    assert_eq!(ask(&mut suite, licensed(today)), Ok(2));
    suite.done(Person::Owner, &boards::order(BODY, SUSPEND));
    assert_eq!(ask(&mut suite, licensed(today)), Err(Refusal::BoardNotInForce));
    let issue = credentials::issue(ITS_BOARD, vec![licence(Person::OtherProvider, TODAY)]);
    assert!(matches!(suite.refused(Person::Newcomer, &issue), ::credentials::Error::Issue { at: 0, .. }));
    suite.on(TODAY.plus(5));
    suite.done(Person::Owner, &boards::order(BODY, REINSTATE));
    suite.on(TODAY.plus(9));
    suite.done(Person::Owner, &boards::order(BODY, REVOKE));
    let seen: Vec<_> = (0..12).map(|days| as_of(&mut suite, TODAY.plus(days)).is_ok()).collect();
    let expected: Vec<_> = (0..12).map(|days| [0, 5, 6, 7, 8].contains(&days)).collect();
    assert_eq!(seen, expected, "day by day, as it was known");
}

#[test]
fn a_body_orders_about_its_boards_and_governance_only_what_is_final() {
    let mut suite = suite();
    for order in [SUSPEND, Order::OnePerson, Order::Head(Person::Patient.account())] {
        assert_eq!(
            suite.refused(Person::Owner, &boards::order(ITS_BOARD, order)),
            ::boards::Error::NotTheAccreditor
        );
        assert_eq!(
            suite.refused(Person::Newcomer, &boards::order(ITS_BOARD, order)),
            ::boards::Error::NotTheAccreditor
        );
        suite.done(Person::Stranger, &boards::order(ITS_BOARD, order));
    }
    assert_eq!(suite.ask(&boards::board(ITS_BOARD)).unwrap().head, Person::Patient.account());
    suite.done(Person::Owner, &boards::order(ITS_BOARD, REVOKE));
    assert_eq!(ask(&mut suite, licensed(TODAY.plus(1))), Err(Refusal::BoardNotInForce));
}

#[test]
fn an_accreditation_is_prolonged_before_it_ends() {
    let mut suite = Suite::ready();
    let period = Period { from: TODAY, until: Some(TODAY.plus(10)) };
    let id = suite.done(
        Person::Owner,
        &boards::accredit(Application { period, ..application(Person::Stranger, TODAY) }, None),
    );
    suite.on(TODAY.plus(9));
    suite.done(Person::Owner, &boards::order(id, Order::Extend(TODAY.plus(20))));
    suite.on(TODAY.plus(19));
    suite.done(Person::Stranger, &credentials::issue(id, vec![licence(Person::Provider, TODAY)]));
    suite.on(TODAY.plus(20));
    let late = boards::order(id, Order::Extend(TODAY.plus(99)));
    assert_eq!(suite.refused(Person::Owner, &late), ::boards::Error::Order(OrderError::NotLonger));
}

#[test]
fn a_successor_renews_and_revokes_and_counts_for_whoever_asks_for_it() {
    let mut suite = Suite::ready();
    let of = |board| Requirement { board: Some(board), ..licensed(TODAY) };
    assert_eq!(ask(&mut suite, of(SECOND)), Err(Refusal::WrongScope));
    let longer =
        IssueRequest { expires_on: TODAY.plus(999), renews: Some(1), ..licence(Person::Provider, TODAY) };
    let renew = credentials::issue(SECOND, vec![longer]);
    assert!(matches!(suite.refused(Person::OtherBoard, &renew), ::credentials::Error::Issue { .. }));

    suite.done(Person::Owner, &boards::order(FIRST, Order::Succeed(SECOND)));
    assert_eq!(ask(&mut suite, of(SECOND)), Ok(1));
    suite.done(Person::Owner, &boards::order(FIRST, REVOKE));
    assert_eq!(ask(&mut suite, licensed(TODAY)), Err(Refusal::BoardNotInForce));
    suite.done(Person::OtherBoard, &renew);
    assert_eq!(ask(&mut suite, of(SECOND)), Ok(2));
    assert_eq!(ask(&mut suite, of(FIRST)), Err(Refusal::Superseded { on: TODAY }));
    let error = suite.refused(Person::Owner, &boards::order(SECOND, Order::Succeed(FIRST)));
    assert_eq!(error, ::boards::Error::Order(OrderError::BadSuccessor));
}

#[test]
fn both_contracts_hold_the_same_accreditation_after_every_order() {
    let mut suite = suite();
    for (order, by) in [(SUSPEND, Person::Stranger), (REINSTATE, Person::Stranger), (REVOKE, Person::Owner)] {
        suite.done(by, &boards::order(ITS_BOARD, order));
        let today = TODAY.plus(1);
        let when = healink_domain::credentials::AsOf::now(today);
        let kind = healink_domain::credentials::Kind::StateLicence;
        let voices = suite.ask(&boards::voices(vec![ITS_BOARD], kind, place(), when));
        assert_eq!(ask(&mut suite, licensed(today)).is_ok(), voices[0].is_some(), "{order:?}");
    }
}
