//! Deposits, withdrawals and remittances.

use super::*;
use ::settlement::{Error, Remitted};
use healink_domain::claims::EscrowError;
use healink_domain::Account;
use healink_e2e::{
    messages::{claims as messages, settlement, stablecoin},
    Contract,
};
use healink_interfaces::MAX_REMITTED;

fn remit(claims: &[ClaimId]) -> healink_e2e::Message<Result<healink_domain::claims::Remittance, Error>> {
    settlement::remit(FIRST, Person::Provider.account(), claims.to_vec())
}

/// Visits on different days.
fn visits(suite: &mut Suite, count: usize) -> Vec<ClaimId> {
    let visit = |number: u8| back(u32::from(number), claim(number, vec![line(VISIT, 1, 12_000)], TODAY));
    (1..=count as u8).map(|number| suite.submit(visit(number)).id).collect()
}

#[test]
fn several_claims_are_paid_in_one_transfer() {
    let mut suite = Suite::ready();
    let claims = visits(&mut suite, 3);
    let remittance = suite.remit(&claims);
    assert_eq!((remittance.gross, remittance.net), (Cents(24_000), Cents(24_000)));
    let emitted = suite.chain.emitted();
    let [transfer, remitted] = &emitted[..] else { panic!("{emitted:?}") };
    assert_eq!(transfer.contract, suite.at.of(Contract::Stablecoin));
    let told: Remitted = remitted.decode().unwrap();
    let provider = Person::Provider.account();
    assert_eq!((told.payer, told.provider, told.claims), (FIRST, provider, claims.clone()));
    assert_eq!((told.gross, told.recovered, told.net), (Cents(24_000), Cents(0), Cents(24_000)));
    assert_eq!(suite.tokens(provider), 24_000);
    for claim in claims {
        assert_eq!(suite.record(claim).status, settled(Outcome::Partial, 8_000));
    }
    suite.assert_reconciled();
}

#[test]
fn as_many_claims_as_one_remittance_takes_are_paid_and_no_more() {
    let mut suite = Suite::ready();
    let mut claims = visits(&mut suite, MAX_REMITTED + 1);
    assert_eq!(suite.refused(Person::Stranger, &remit(&claims)), Error::HowMany);
    let last = claims.pop().unwrap();
    suite.remit(&claims);
    suite.assert_reconciled();
    suite.remit(&[last]);
    suite.assert_reconciled();
    assert_eq!(suite.refused(Person::Stranger, &remit(&[])), Error::HowMany);
}

#[test]
fn a_claim_is_paid_exactly_once() {
    let mut suite = Suite::ready();
    let id = suite.submit(claim(1, three_lines(), TODAY)).id;
    let twice = suite.refused(Person::Provider, &remit(&[id, id]));
    assert_eq!(twice, Error::Claims(status(StatusError::AlreadySettled)));
    suite.remit(&[id]);
    let error = suite.refused(Person::Provider, &remit(&[id]));
    assert_eq!(error, Error::Claims(status(StatusError::AlreadySettled)));
    assert_eq!(suite.tokens(Person::Provider.account()), 8_000);
    suite.assert_reconciled();
}

#[test]
fn all_claims_of_a_remittance_are_paid_or_none() {
    let mut suite = Suite::ready();
    let good = visits(&mut suite, 2);
    let other = Claim {
        provider: Person::OtherProvider.account(),
        ..claim(10, vec![line(VISION, 1, 10_000)], TODAY)
    };
    let of_another = suite.done(Person::OtherProvider, &messages::submit(FIRST, other, None)).id;
    let waiting = suite.submit(claim(11, vec![line(THERAPY, 1, 500_001)], TODAY)).id;
    let denied = suite.submit(claim(12, vec![line(UNKNOWN, 1, 1)], TODAY)).id;
    for (bad, expected) in [
        (of_another, ClaimsError::OtherParty { claim: of_another }),
        (waiting, status(StatusError::NotDecided)),
        (denied, status(StatusError::NothingToPay)),
        (99, ClaimsError::NoSuchClaim),
    ] {
        for claims in [[good[0], good[1], bad], [bad, good[0], good[1]]] {
            let error = suite.refused(Person::Stranger, &remit(&claims));
            assert_eq!(error, Error::Claims(expected), "{claims:?}");
        }
    }
    let elsewhere = settlement::remit(FIRST, Person::OtherProvider.account(), good.clone());
    let error = suite.refused(Person::Stranger, &elsewhere);
    assert_eq!(error, Error::Claims(ClaimsError::OtherParty { claim: good[0] }));
    suite.remit(&good);
    suite.assert_reconciled();
}

#[test]
fn what_is_promised_to_a_claim_cannot_be_withdrawn() {
    let mut suite = Suite::ready();
    suite.submit(claim(1, three_lines(), TODAY));
    let free = Cents(ESCROW.0 - 8_000);
    let error = suite.refused(Person::Treasurer, &settlement::withdraw(FIRST, ESCROW));
    assert_eq!(error, Error::Claims(ClaimsError::Escrow(EscrowError::Short { free })));
    suite.done(Person::Treasurer, &settlement::withdraw(FIRST, free));
    let admin = suite.tokens(Person::Admin.account());
    assert_eq!(admin, u128::from(SPARE.0 + free.0), "it goes to the admin account");
    assert_eq!(suite.tokens(Person::Treasurer.account()), 0);
    suite.assert_reconciled();
}

#[test]
fn a_deposit_takes_no_more_than_the_token_allows() {
    let mut suite = Suite::ready();
    let (stranger, at) = (Person::Stranger, suite.at.of(Contract::Settlement));
    let error = suite.refused(stranger, &settlement::deposit(FIRST, Cents(1)));
    assert!(matches!(error, Error::TokenRefused { .. }), "{error:?}");
    suite.done(Person::Owner, &stablecoin::mint(stranger.account(), 5));
    suite.done(stranger, &stablecoin::approve(at, 5));
    suite.done(stranger, &settlement::deposit(FIRST, Cents(5)));
    let error = suite.refused(stranger, &settlement::deposit(FIRST, Cents(1)));
    assert!(matches!(error, Error::TokenRefused { .. }), "{error:?}");
    suite.assert_reconciled();
}

#[test]
fn nothing_cannot_be_moved_and_nobody_unknown_is_paid_for() {
    let mut suite = Suite::ready();
    let zero = Error::Claims(ClaimsError::Escrow(EscrowError::Zero));
    assert_eq!(suite.refused(Person::Admin, &settlement::deposit(FIRST, Cents(0))), zero);
    assert_eq!(suite.refused(Person::Treasurer, &settlement::withdraw(FIRST, Cents(0))), zero);
    let unknown = Error::NoSuchPayer;
    assert_eq!(suite.refused(Person::Admin, &settlement::deposit(SECOND, Cents(1))), unknown);
    assert_eq!(suite.refused(Person::Treasurer, &settlement::withdraw(SECOND, Cents(1))), unknown);
    let remit = settlement::remit(SECOND, Account([1; 32]), vec![1]);
    assert_eq!(suite.refused(Person::Stranger, &remit), unknown);
}

#[test]
fn tokens_that_came_without_a_deposit_belong_to_no_payer() {
    let mut suite = Suite::ready();
    let at = suite.at.of(Contract::Settlement);
    suite.done(Person::Admin, &stablecoin::transfer(at, 77, Vec::new()));
    assert_eq!(suite.escrow().free, ESCROW);
    assert_eq!(suite.tokens(at), u128::from(ESCROW.0 + 77));
    let error = suite.refused(Person::Treasurer, &settlement::withdraw(FIRST, Cents(ESCROW.0 + 1)));
    assert_eq!(error, Error::Claims(ClaimsError::Escrow(EscrowError::Short { free: ESCROW })));
}
