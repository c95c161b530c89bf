//! What happens after a decision: the claim's status, the payer's escrow.

use healink_domain::{
    claims::{advance, begin, Escrow, EscrowError, Event, Outcome, PendReason, Status, StatusError},
    Cents,
};

const OUTCOME: Outcome = Outcome::Partial;
const PENDED: Status = Status::Pended { reason: PendReason::ConsentMissing };
const DECIDED: Status = Status::Adjudicated { outcome: OUTCOME, payable: Cents(7) };
const DENIED: Status = Status::Adjudicated { outcome: Outcome::Denied, payable: Cents::ZERO };
const SETTLED: Status = Status::Settled { outcome: OUTCOME, paid: Cents(7) };

#[test]
fn a_claim_moves_only_along_the_listed_edges() {
    let pend = Event::Pend(PendReason::EscrowShort);
    let decide = Event::Adjudicate { outcome: OUTCOME, payable: Cents(7) };
    for (status, event, expected) in [
        (PENDED, pend, Ok(Status::Pended { reason: PendReason::EscrowShort })),
        (PENDED, decide, Ok(DECIDED)),
        (PENDED, Event::Settle, Err(StatusError::NotDecided)),
        (DECIDED, pend, Err(StatusError::AlreadyDecided)),
        (DECIDED, decide, Err(StatusError::AlreadyDecided)),
        (DECIDED, Event::Settle, Ok(SETTLED)),
        (DENIED, pend, Err(StatusError::AlreadyDecided)),
        (DENIED, decide, Err(StatusError::AlreadyDecided)),
        (DENIED, Event::Settle, Err(StatusError::NothingToPay)),
        (SETTLED, pend, Err(StatusError::AlreadyDecided)),
        (SETTLED, decide, Err(StatusError::AlreadyDecided)),
        (SETTLED, Event::Settle, Err(StatusError::AlreadySettled)),
    ] {
        assert_eq!(advance(status, event), expected, "{status:?} {event:?}");
    }
}

#[test]
fn a_claim_begins_decided_or_waiting() {
    let decide = Event::Adjudicate { outcome: OUTCOME, payable: Cents(7) };
    assert_eq!(begin(Event::Pend(PendReason::ConsentMissing)), Ok(PENDED));
    assert_eq!(begin(decide), Ok(DECIDED));
    assert_eq!(begin(Event::Settle), Err(StatusError::NotDecided));
}

const fn escrow(free: u64, committed: u64, paid: u64) -> Escrow {
    Escrow { free: Cents(free), committed: Cents(committed), paid: Cents(paid) }
}

#[test]
fn a_deposit_is_free() {
    assert_eq!(escrow(1, 2, 3).deposit(Cents(10)), Ok(escrow(11, 2, 3)));
    assert_eq!(escrow(1, 2, 3).deposit(Cents::ZERO), Err(EscrowError::Zero));
    assert_eq!(escrow(u64::MAX, 0, 0).deposit(Cents(1)), Err(EscrowError::Overflow));
    assert_eq!(escrow(0, u64::MAX, 0).deposit(Cents(1)), Err(EscrowError::Overflow));
}

#[test]
fn only_what_is_free_can_be_withdrawn() {
    assert_eq!(escrow(10, 2, 3).withdraw(Cents(10)), Ok(escrow(0, 2, 3)));
    assert_eq!(escrow(10, 2, 3).withdraw(Cents(11)), Err(EscrowError::Short { free: Cents(10) }));
    assert_eq!(escrow(10, 2, 3).withdraw(Cents::ZERO), Err(EscrowError::Zero));
}

#[test]
fn a_promise_moves_from_free_to_committed_and_is_paid_from_there() {
    let promised = escrow(10, 2, 3).commit(Cents(10)).unwrap();
    assert_eq!(promised, escrow(0, 12, 3));
    assert_eq!(promised.pay(Cents(12)), Ok(escrow(0, 0, 15)));
    assert_eq!(escrow(10, 2, 3).commit(Cents(11)), Err(EscrowError::Short { free: Cents(10) }));
    assert_eq!(escrow(10, 2, 3).commit(Cents::ZERO), Ok(escrow(10, 2, 3)));
    assert_eq!(escrow(1, u64::MAX, 0).commit(Cents(1)), Err(EscrowError::Overflow));
    assert_eq!(escrow(10, 2, 3).pay(Cents(3)), Err(EscrowError::Overflow));
    assert_eq!(escrow(0, 1, u64::MAX).pay(Cents(1)), Err(EscrowError::Overflow));
}
