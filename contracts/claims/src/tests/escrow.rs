use super::*;
use crate::Error;
use healink_domain::claims::{Escrow, EscrowError, Outcome, StatusError};

#[ink::test]
fn a_claim_is_paid_once_what_was_promised() {
    let mut claims = office();
    submit(&mut claims, visit(1), permits()).unwrap();
    let (summary, payer, paid) = claims.settle(1).unwrap();
    assert_eq!((summary.provider, payer.token, paid), (PROVIDER, TOKEN, Cents(8_000)));
    assert_eq!(record(&claims, 1).status, Status::Settled { outcome: Outcome::Partial, paid });
    let escrow = Escrow { free: Cents(92_000), committed: Cents(0), paid };
    assert_eq!(claims.escrow(1), Some(escrow));
    refuses(&mut claims, |c| c.settle(1), StatusError::AlreadySettled.into());
    refuses(&mut claims, |c| c.settle(2), Error::NoSuchClaim);
    refuses(&mut claims, |c| readjudicate(c, 1, permits()), StatusError::AlreadyDecided.into());
}

#[ink::test]
fn a_claim_that_waits_is_not_paid() {
    let mut claims = office();
    submit(&mut claims, visit(1), silent()).unwrap();
    refuses(&mut claims, |c| c.settle(1), StatusError::NotDecided.into());
}

#[ink::test]
fn what_is_promised_cannot_be_withdrawn() {
    let mut claims = office();
    submit(&mut claims, visit(1), permits()).unwrap();
    let short = EscrowError::Short { free: Cents(92_000) };
    refuses(&mut claims, |c| c.take_out(1, TREASURER, Cents(92_001)), short.into());
    refuses(&mut claims, |c| c.take_out(1, TREASURER, Cents(0)), EscrowError::Zero.into());
    refuses(&mut claims, |c| c.take_out(7, TREASURER, Cents(1)), Error::NoSuchPayer);
    assert_eq!(claims.take_out(1, TREASURER, Cents(92_000)).unwrap().admin, ADMIN);
    assert_eq!(claims.escrow(1).unwrap().committed, Cents(8_000));
    assert!(claims.settle(1).is_ok());
}

#[ink::test]
fn deposits_add_up_and_do_not_overflow() {
    let mut claims = office();
    refuses(&mut claims, |c| c.put_in(1, Cents(0)), EscrowError::Zero.into());
    refuses(&mut claims, |c| c.put_in(3, Cents(1)), Error::NoSuchPayer);
    refuses(&mut claims, |c| c.put_in(1, Cents(u64::MAX)), EscrowError::Overflow.into());
    assert_eq!(claims.put_in(1, Cents(5)).unwrap().escrow.free, Cents(100_005));
    assert_eq!(claims.escrow(2).unwrap().free, Cents(0), "each payer has its own");
}
