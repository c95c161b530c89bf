use super::*;
use healink_domain::claims::{EscrowError, Remittance, StatusError};
use healink_interfaces::{Booking, MAX_REMITTED};

fn remit(claims: &mut Claims, ids: &[ClaimId]) -> Result<Remittance> {
    claims.put_down(Booking::Remit { payer: 1, provider: PROVIDER, claims: ids.to_vec() })
}

/// `free` and `committed` are what is held: committed is what is payable on the decided claims that are not paid yet.
fn balances(claims: &Claims) {
    let payable = (1..=claims.newest).map(|id| match status(claims, id) {
        Status::Adjudicated { payable, .. } => payable.0,
        _ => 0,
    });
    assert_eq!(claims.statement(1).escrow.committed, Cents(payable.sum()));
}

#[ink::test]
fn deposits_add_up_and_only_what_is_free_can_be_withdrawn() {
    let mut claims = office();
    enter(&mut claims, decided(1, 0, claim(1), Ok(60_000))).unwrap();
    let withdraw = |amount| Booking::Withdraw { payer: 1, amount: Cents(amount) };
    let short = EscrowError::Short { free: Cents(40_000) };
    refuses(&mut claims, |c| c.put_down(withdraw(40_001)), short.into());
    refuses(&mut claims, |c| c.put_down(withdraw(0)), EscrowError::Zero.into());
    let moved = claims.put_down(withdraw(40_000)).unwrap();
    assert_eq!((moved.gross, moved.recovered, moved.net), (Cents(40_000), Cents(0), Cents(40_000)));
    let escrow = claims.statement(1).escrow;
    assert_eq!((escrow.free, escrow.committed), (Cents(0), Cents(60_000)));
    let over = Booking::Deposit { payer: 1, amount: Cents(u64::MAX) };
    refuses(&mut claims, |c| c.put_down(over), EscrowError::Overflow.into());
}

#[ink::test]
fn a_remittance_pays_each_claim_once() {
    let mut claims = busy_office();
    let paid = remit(&mut claims, &[2, 1]).unwrap();
    assert_eq!((paid.gross, paid.recovered, paid.net), (Cents(30_000), Cents(0), Cents(30_000)));
    let settled = Status::Settled { outcome: PAID, paid: Cents(10_000), appeal: AppealState::None };
    assert_eq!(status(&claims, 1), settled);
    let escrow = claims.statement(1).escrow;
    assert_eq!((escrow.free, escrow.committed, escrow.paid), (Cents(70_000), Cents(0), Cents(30_000)));
    balances(&claims);
    assert_eq!(remit(&mut claims, &[1]), Err(StatusError::AlreadySettled.into()));
}

#[ink::test]
fn what_cannot_be_paid_is_refused() {
    for (ids, error) in [
        (vec![], Error::HowMany),
        (vec![1; MAX_REMITTED + 1], Error::HowMany),
        (vec![1, 1], StatusError::AlreadySettled.into()),
        (vec![3], StatusError::NothingToPay.into()),
        (vec![4], StatusError::NotDecided.into()),
        (vec![1, 9], Error::NoSuchClaim),
    ] {
        afresh(|| assert_eq!(remit(&mut busy_office(), &ids), Err(error), "{ids:?}"));
    }
    afresh(|| {
        let mut claims = busy_office();
        let other = |payer, provider| Booking::Remit { payer, provider, claims: vec![1] };
        let error = Error::OtherParty { claim: 1 };
        refuses(&mut claims, |c| c.put_down(other(2, PROVIDER)), error);
        refuses(&mut claims, |c| c.put_down(other(1, OTHER_PROVIDER)), error);
    });
}

#[ink::test]
fn what_was_paid_on_a_claim_that_ended_is_kept_back_from_the_next_payments() {
    let mut claims = busy_office();
    remit(&mut claims, &[2]).unwrap();
    let (filed, mut books) = (claims.load_claim(2).unwrap(), claims.payer_account(1));
    claims.end(2, filed, &mut books, Event::Void).unwrap();
    claims.put_payer(1, books);
    assert_eq!((claims.owed(1, PROVIDER), claims.statement(1).escrow.owed), (Cents(20_000), Cents(20_000)));
    let first = remit(&mut claims, &[1]).unwrap();
    assert_eq!((first.gross, first.recovered, first.net), (Cents(10_000), Cents(10_000), Cents(0)));
    enter(&mut claims, decided(5, 4, claim(5), Ok(15_000))).unwrap();
    let second = remit(&mut claims, &[5]).unwrap();
    assert_eq!((second.gross, second.recovered, second.net), (Cents(15_000), Cents(10_000), Cents(5_000)));
    assert_eq!((claims.owed(1, PROVIDER), claims.statement(1).escrow.owed), (Cents(0), Cents(0)));
    let escrow = claims.statement(1).escrow;
    assert_eq!(
        escrow.free.0 + escrow.committed.0,
        100_000 - 20_000 - 5_000,
        "what the tokens are that are held"
    );
    balances(&claims);
}
