//! The payer's escrow.

use healink_domain::{
    claims::{AppealState, Escrow, EscrowError, Outcome, PendReason, Remittance, Status},
    Cents, Day,
};

const fn escrow(free: u64, committed: u64, paid: u64) -> Escrow {
    owed(free, committed, paid, 0)
}

const fn owed(free: u64, committed: u64, paid: u64, owed: u64) -> Escrow {
    Escrow { free: Cents(free), committed: Cents(committed), paid: Cents(paid), owed: Cents(owed) }
}

#[test]
fn a_deposit_is_free() {
    assert_eq!(escrow(1, 2, 3).deposit(Cents(10)), Ok(escrow(11, 2, 3)));
    assert_eq!(escrow(1, 2, 3).deposit(Cents::ZERO), Err(EscrowError::Zero));
    for full in [escrow(u64::MAX, 0, 0), escrow(0, u64::MAX, 0), escrow(0, 0, u64::MAX)] {
        assert_eq!(full.deposit(Cents(1)), Err(EscrowError::Overflow));
    }
}

#[test]
fn only_what_is_free_can_be_withdrawn() {
    assert_eq!(escrow(10, 2, 3).withdraw(Cents(10)), Ok(escrow(0, 2, 3)));
    assert_eq!(escrow(10, 2, 3).withdraw(Cents(11)), Err(EscrowError::Short { free: Cents(10) }));
    assert_eq!(escrow(10, 2, 3).withdraw(Cents::ZERO), Err(EscrowError::Zero));
}

#[test]
fn a_promise_moves_from_free_to_committed() {
    assert_eq!(escrow(10, 2, 3).commit(Cents(10)), Ok(escrow(0, 12, 3)));
    assert_eq!(escrow(10, 2, 3).commit(Cents(11)), Err(EscrowError::Short { free: Cents(10) }));
    assert_eq!(escrow(10, 2, 3).commit(Cents::ZERO), Ok(escrow(10, 2, 3)));
    assert_eq!(escrow(1, u64::MAX, 0).commit(Cents(1)), Err(EscrowError::Overflow));
}

const fn remittance(gross: u64, recovered: u64, net: u64) -> Remittance {
    Remittance { gross: Cents(gross), recovered: Cents(recovered), net: Cents(net) }
}

#[test]
fn a_remittance_pays_what_was_promised_less_what_the_provider_owes() {
    let remit = |gross, by_provider| owed(10, 50, 40, 30).remit(Cents(gross), Cents(by_provider));
    assert_eq!(remit(20, 0), Ok((owed(10, 30, 60, 30), remittance(20, 0, 20))));
    assert_eq!(remit(20, 5), Ok((owed(15, 30, 55, 25), remittance(20, 5, 15))));
    assert_eq!(remit(20, 20), Ok((owed(30, 30, 40, 10), remittance(20, 20, 0))));
    assert_eq!(remit(20, 30), Ok((owed(30, 30, 40, 10), remittance(20, 20, 0))), "the rest stays owed");
    assert_eq!(remit(0, 5), Err(EscrowError::Zero));
    assert_eq!(remit(51, 0), Err(EscrowError::Overflow), "more than is promised");
    assert_eq!(remit(40, 31), Err(EscrowError::Overflow), "more than is owed to the payer");
    assert_eq!(owed(0, 5, u64::MAX, 0).remit(Cents(1), Cents(0)), Err(EscrowError::Overflow));
    assert_eq!(owed(u64::MAX, 5, 0, 5).remit(Cents(1), Cents(1)), Err(EscrowError::Overflow));
}

#[test]
fn a_reversal_frees_what_was_promised_and_claims_back_what_was_paid() {
    let outcome = Outcome::Partial;
    let reverse = |status: Status| owed(10, 50, 40, 30).reverse(&status);
    let unpaid = Status::Adjudicated { outcome, payable: Cents(20), appeal: AppealState::None };
    assert_eq!(reverse(unpaid), Ok((owed(30, 30, 40, 30), Cents::ZERO)));
    let paid = Status::Settled { outcome, paid: Cents(7), appeal: AppealState::None };
    assert_eq!(reverse(paid), Ok((owed(10, 50, 40, 37), Cents(7))));
    let waits = Status::Pended { reason: PendReason::ReviewNeeded, since: Day(1) };
    for nothing in [waits, Status::Void, Status::Replaced { by: 2 }] {
        assert_eq!(reverse(nothing), Ok((owed(10, 50, 40, 30), Cents::ZERO)));
    }
    let too_much = Status::Adjudicated { outcome, payable: Cents(51), appeal: AppealState::None };
    assert_eq!(reverse(too_much), Err(EscrowError::Overflow));
    assert_eq!(escrow(u64::MAX, 50, 0).reverse(&unpaid), Err(EscrowError::Overflow));
    assert_eq!(owed(0, 0, 0, u64::MAX).reverse(&paid), Err(EscrowError::Overflow));
}
