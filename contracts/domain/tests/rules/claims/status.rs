//! The status graph: every status × event.

use healink_domain::{
    claims::{advance, begin, AppealState, Event, Level, Outcome, PendReason, Status, StatusError},
    Cents, Day,
};

const OUTCOME: Outcome = Outcome::Partial;
const PENDED: Status = Status::Pended { reason: PendReason::ConsentMissing, since: Day(5) };
const DECIDE: Event = Event::Adjudicate { outcome: OUTCOME, payable: Cents(7) };
const PEND: Event = Event::Pend { reason: PendReason::EscrowShort, on: Day(9) };

const fn decided(appeal: AppealState) -> Status {
    Status::Adjudicated { outcome: OUTCOME, payable: Cents(7), appeal }
}

const fn settled(appeal: AppealState) -> Status {
    Status::Settled { outcome: OUTCOME, paid: Cents(7), appeal }
}

const fn open(level: Level) -> AppealState {
    AppealState::Open { level }
}

const fn upheld(level: Level) -> AppealState {
    AppealState::Upheld { level }
}

const NEVER: AppealState = AppealState::None;
const FIRST: Event = Event::Appeal(Level::Payer);
const SECOND: Event = Event::Appeal(Level::Independent);
const EVENTS: [Event; 9] = [
    PEND,
    DECIDE,
    Event::Settle,
    FIRST,
    SECOND,
    Event::Uphold,
    Event::Overturn { by: 8 },
    Event::Void,
    Event::Replace { by: 8 },
];

fn assert_row(status: Status, expected: [Result<Status, StatusError>; 9]) {
    for (event, expected) in EVENTS.into_iter().zip(expected) {
        assert_eq!(advance(status, event), expected, "{status:?} {event:?}");
    }
}

const VOID: Result<Status, StatusError> = Ok(Status::Void);
const REPLACED: Result<Status, StatusError> = Ok(Status::Replaced { by: 8 });
const OVERTURNED: Result<Status, StatusError> = Ok(Status::Overturned { by: 8 });

#[test]
fn a_pended_claim_moves_only_along_the_listed_edges() {
    let undecided = Err(StatusError::NotDecided);
    let again = Ok(Status::Pended { reason: PendReason::EscrowShort, since: Day(9) });
    assert_row(
        PENDED,
        [again, Ok(decided(NEVER)), undecided, undecided, undecided, undecided, undecided, VOID, REPLACED],
    );
    let still = Event::Pend { reason: PendReason::ConsentMissing, on: Day(9) };
    assert_eq!(advance(PENDED, still), Ok(PENDED), "it waits since the first day");
}

#[test]
fn a_decided_claim_moves_only_along_the_listed_edges() {
    use StatusError::{AlreadyDecided, AlreadySettled, NotAppealed, UnderAppeal, WrongLevel};
    for with in [decided, settled] {
        let (decided_before, in_appeal) = (Err(AlreadyDecided), Err(UnderAppeal));
        for (appeal, first, second, uphold, overturn, void, replace) in [
            (
                NEVER,
                Ok(with(open(Level::Payer))),
                Err(WrongLevel),
                Err(NotAppealed),
                Err(NotAppealed),
                VOID,
                REPLACED,
            ),
            (
                open(Level::Payer),
                Err(WrongLevel),
                Ok(with(open(Level::Independent))),
                Ok(with(upheld(Level::Payer))),
                OVERTURNED,
                in_appeal,
                in_appeal,
            ),
            (
                upheld(Level::Payer),
                Err(WrongLevel),
                Ok(with(open(Level::Independent))),
                Err(NotAppealed),
                Err(NotAppealed),
                VOID,
                REPLACED,
            ),
            (
                open(Level::Independent),
                Err(WrongLevel),
                Err(WrongLevel),
                Ok(with(upheld(Level::Independent))),
                OVERTURNED,
                in_appeal,
                in_appeal,
            ),
            (
                upheld(Level::Independent),
                Err(WrongLevel),
                Err(WrongLevel),
                Err(NotAppealed),
                Err(NotAppealed),
                VOID,
                REPLACED,
            ),
        ] {
            let settle =
                if with(appeal) == decided(appeal) { Ok(settled(appeal)) } else { Err(AlreadySettled) };
            assert_row(
                with(appeal),
                [decided_before, decided_before, settle, first, second, uphold, overturn, void, replace],
            );
        }
    }
}

#[test]
fn what_ended_never_moves_again() {
    for status in [Status::Void, Status::Replaced { by: 3 }, Status::Overturned { by: 3 }] {
        assert_row(status, [Err(StatusError::Ended); 9]);
        assert_eq!(status.appeal(), NEVER);
    }
}

#[test]
fn nothing_is_settled_where_nothing_is_payable() {
    let denied = |appeal| Status::Adjudicated { outcome: Outcome::Denied, payable: Cents::ZERO, appeal };
    assert_eq!(advance(denied(NEVER), Event::Settle), Err(StatusError::NothingToPay));
    assert_eq!(advance(denied(NEVER), FIRST), Ok(denied(open(Level::Payer))), "and it can be appealed");
}

#[test]
fn a_claim_begins_decided_or_waiting() {
    let pended = Status::Pended { reason: PendReason::EscrowShort, since: Day(9) };
    for (event, expected) in EVENTS
        .into_iter()
        .zip([Ok(pended), Ok(decided(NEVER))].into_iter().chain([Err(StatusError::NotDecided); 7]))
    {
        assert_eq!(begin(event), expected, "{event:?}");
    }
}
