use healink_domain::{
    credentials::{
        accredit, in_line, AccreditError, Application, BoardId, KindSet, OrderError, Status, StatusError,
        Succession, MAX_JURISDICTIONS, MAX_SUCCESSORS,
    },
    Jurisdiction,
};
use scale::Decode;

use super::*;

#[test]
fn a_board_begins_in_force() {
    let board = accredit(application(Role::Board), None, Day(60)).unwrap();
    assert_eq!(board.accreditation.status.latest().status, Status::Active);
    assert_eq!((board.head, board.role, board.two_person), (HEAD, Role::Board, false));
    assert_eq!((board.accreditation.by, board.accreditation.successor), (None, None));
    assert!(board.accreditation.holds(Kind::StateLicence, place("US-CA"), AsOf::now(Day(60))));
}

#[test]
fn accreditation_names_each_broken_rule() {
    let kinds = Kind::StateLicence.set();
    let unknown = KindSet::decode(&mut &[0xff, 0xff][..]).unwrap();
    let malformed = Jurisdiction::decode(&mut &[0; 6][..]).unwrap();
    let ends_first = Period { from: Day(5), until: Some(Day(5)) };
    let many = |count| vec![place("US"); count];
    for (kinds, jurisdictions, period, error) in [
        (KindSet::EMPTY, many(1), Period::ALWAYS, AccreditError::NoKinds),
        (unknown, many(1), Period::ALWAYS, AccreditError::NoKinds),
        (kinds, many(0), Period::ALWAYS, AccreditError::NoJurisdictions),
        (kinds, many(MAX_JURISDICTIONS + 1), Period::ALWAYS, AccreditError::TooManyJurisdictions),
        (kinds, vec![place("US"), malformed], Period::ALWAYS, AccreditError::BadJurisdiction),
        (kinds, many(1), ends_first, AccreditError::EmptyPeriod),
    ] {
        let scope = Scope { kinds, jurisdictions };
        let refused = accredit(Application { scope, period, ..application(Role::Board) }, None, Day(60));
        assert_eq!(refused, Err(error));
    }
    let scope = Scope { kinds, jurisdictions: many(MAX_JURISDICTIONS) };
    assert!(accredit(Application { scope, ..application(Role::Board) }, None, Day(60)).is_ok());
}

#[test]
fn a_body_accredits_boards_only_while_in_force_and_within_its_scope() {
    let mut register = chain();
    let by = |register: &Register, id: BoardId, application: Application, day| {
        accredit(application, Some((id, &register.boards[&id])), Day(day)).map(|board| board.accreditation.by)
    };
    assert_eq!(by(&register, 1, application(Role::Board), 60), Ok(Some(1)));
    assert_eq!(by(&register, 1, application(Role::Body), 60), Err(AccreditError::TooDeep));
    assert_eq!(by(&register, 2, application(Role::Board), 60), Err(AccreditError::TooDeep));
    assert_eq!(by(&register, 1, application(Role::Board), 49), Err(AccreditError::BodyNotInForce));
    for (kinds, text) in [(Kind::Education.set(), "US"), (Kind::StateLicence.set(), "DE")] {
        let scope = Scope { kinds, jurisdictions: vec![place("US-CA"), place(text)] };
        let beyond = Application { scope, ..application(Role::Board) };
        assert_eq!(by(&register, 1, beyond, 60), Err(AccreditError::BeyondScope));
    }
    register.order(1, SUSPEND, Day(70));
    assert_eq!(by(&register, 1, application(Role::Board), 70), Err(AccreditError::BodyNotInForce));
}

#[test]
fn what_rests_on_a_body_stands_and_falls_with_it_day_by_day() {
    let mut register = chain();
    register.order(1, SUSPEND, Day(100));
    register.order(1, REINSTATE, Day(110));
    register.order(2, SUSPEND, Day(120));
    register.order(1, REVOKE, Day(130));
    for (day, second, third, fourth) in [
        (59, false, false, false),
        (60, true, true, true),
        (99, true, true, true),
        (100, false, false, true),
        (109, false, false, true),
        (110, true, true, true),
        (120, false, true, true),
        (130, false, false, true),
        (9_999, false, false, true),
    ] {
        // Accreditations of day 60 that run since day 50 were not known before.
        let when = AsOf { day: Day(day), known_on: Some(Day(day)) };
        let stands =
            |register: &mut Register, id| in_force(register, id, (Kind::StateLicence, place("US-CA")), when);
        let seen = (stands(&mut register, 2), stands(&mut register, 3), stands(&mut register, 4));
        assert_eq!(seen, (second, third, fourth), "day {day}");
    }
    assert!(register.in_force(2, 55), "by all that is known now it ran on day 55");
}

#[test]
fn a_chain_that_leads_nowhere_or_too_far_is_not_in_force() {
    let mut register = chain();
    assert!(!register.in_force(9, 60), "no such board");
    register.boards.get_mut(&4).unwrap().accreditation.by = Some(2);
    assert!(!register.in_force(4, 60), "three accreditations");
    register.boards.get_mut(&4).unwrap().accreditation.by = Some(4);
    assert!(!register.in_force(4, 60), "a circle");
}

#[test]
fn an_accreditation_is_prolonged_only_while_it_runs() {
    let mut board = accredit(application(Role::Board), None, Day(60)).unwrap();
    let extend = |board: &mut Board, end, day| board.obey(1, Order::Extend(Day(end)), |_| None, Day(day));
    assert_eq!(extend(&mut board, 500, 60), Err(OrderError::NotLonger), "it has no end");
    board.accreditation.period.until = Some(Day(100));
    for (end, day) in [(100, 70), (99, 70), (500, 100), (500, 101)] {
        assert_eq!(extend(&mut board, end, day), Err(OrderError::NotLonger), "{end} on {day}");
    }
    assert_eq!(extend(&mut board, 500, 99), Ok(()));
    assert_eq!(board.accreditation.period, Period { from: Day(50), until: Some(Day(500)) });
}

#[test]
fn an_order_changes_what_it_names_and_a_refused_one_nothing() {
    let mut board = accredit(application(Role::Board), None, Day(60)).unwrap();
    board.two_person = true;
    assert_eq!(board.obey(1, Order::Head(Account([9; 32])), |_| None, Day(61)), Ok(()));
    assert_eq!(board.obey(1, Order::OnePerson, |_| None, Day(61)), Ok(()));
    assert_eq!((board.head, board.two_person), (Account([9; 32]), false));
    let before = board.clone();
    let from = Status::Active;
    let refused = [
        (REINSTATE, OrderError::Status(StatusError::NotAllowed { from })),
        (Order::Stand(StatusCommand::Revoke, Reason::Renewed), OrderError::Status(StatusError::WrongReason)),
        (Order::Succeed(5), OrderError::BadSuccessor),
        (Order::Extend(Day(9)), OrderError::NotLonger),
    ];
    for (order, error) in refused {
        assert_eq!(board.obey(1, order, |_| None, Day(62)), Err(error));
        assert_eq!(board, before);
    }
}

#[test]
fn a_successor_is_another_active_one_of_the_same_role_at_the_end_of_its_line() {
    let mut register = chain();
    register.accredit(application(Role::Board), None, Day(60));
    register.order(5, SUSPEND, Day(61));
    register.order(3, Order::Succeed(4), Day(61));
    let name = |register: &Register, of, to| {
        let find = |id| register.boards.get(&id).cloned();
        register.boards[&of].clone().obey(of, Order::Succeed(to), find, Day(62))
    };
    for (of, to, error) in [
        (2, 2, OrderError::BadSuccessor),
        (2, 1, OrderError::BadSuccessor),
        (2, 3, OrderError::BadSuccessor),
        (2, 5, OrderError::BadSuccessor),
        (2, 9, OrderError::BadSuccessor),
        (4, 3, OrderError::BadSuccessor),
        (3, 2, OrderError::Succeeded),
    ] {
        assert_eq!(name(&register, of, to), Err(error), "{to} for {of}");
    }
    assert_eq!(name(&register, 2, 4), Ok(()));
    assert_eq!(register.boards[&3].accreditation.successor, Some(Succession { to: 4, on: Day(61) }));
}

#[test]
fn a_line_of_successors_is_followed_from_its_day_on_and_not_for_ever() {
    let mut register = Register::default();
    let last = BoardId::try_from(MAX_SUCCESSORS).unwrap() + 2;
    for _ in 1..=last {
        register.accredit(application(Role::Board), None, Day(60));
    }
    for id in 1..last {
        register.order(id, Order::Succeed(id + 1), Day(100 + id));
    }
    let mut leads = |to, day| in_line(&mut register, 1, Day(day), |id| id == to) == Some(to);
    assert!(leads(1, 0), "to itself, at once");
    assert!(!leads(2, 100));
    assert!(leads(2, 101));
    assert!(leads(3, 102));
    assert!(leads(last - 1, 999));
    assert!(!leads(last, 999), "farther than {MAX_SUCCESSORS}");
}
