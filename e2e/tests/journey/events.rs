//! Each change is told, by one event of the contract that made it.

use super::*;
use ::appeals::{AppealFiled, AppealRuled, ReviewerSet};
use ::settlement::{EscrowDeposited, EscrowWithdrawn, Remitted};
use claims::{ClaimChanged, ClaimReviewed};
use healink_domain::claims::{Exception, Gate, Level, Override, ReviewReason, Ruling};
use healink_e2e::{
    messages::{appeals, claims as messages, consent, settlement},
    Contract, Emitted,
};

/// The contracts that told something during the last call, in order.
fn told_by(suite: &mut Suite) -> Vec<Contract> {
    let told = suite.chain.emitted();
    let at = &suite.at;
    let contract =
        |event: &Emitted| Contract::ALL.into_iter().find(|known| at.of(*known) == event.contract).unwrap();
    told.iter().map(contract).collect()
}

/// The one event of this sort of the last call.
fn told<E: ink::env::Event + scale::Decode>(suite: &mut Suite) -> E {
    let mut events: Vec<E> = suite.chain.emitted().iter().filter_map(Emitted::decode).collect();
    assert_eq!(events.len(), 1);
    events.remove(0)
}

#[test]
fn a_submission_tells_how_the_claim_stands() {
    let mut suite = Suite::ready();
    let decided = suite.submit(claim(1, three_lines(), TODAY));
    assert_eq!(told_by(&mut suite), [Contract::Claims]);
    let event: ClaimChanged = told(&mut suite);
    assert_eq!(event, ClaimChanged::from(&decided));
    suite.done(Person::Provider, &messages::void(decided.id));
    assert_eq!(told_by(&mut suite), [Contract::Claims]);
    assert_eq!(told::<ClaimChanged>(&mut suite).status, Status::Void);
}

#[test]
fn a_review_tells_every_override_with_its_reason() {
    let mut suite = Suite::ready();
    let waiting = suite.submit(claim(1, vec![line(VISIT, 1, 500_001)], TODAY)).id;
    let overrides = vec![Override { line: 0, allowed: Cents(5_000), reason: ReviewReason::Frequency }];
    suite.done(Person::Examiner, &messages::review(waiting, overrides.clone()));
    assert_eq!(told_by(&mut suite), [Contract::Claims, Contract::Claims]);
    let event: ClaimReviewed = told(&mut suite);
    assert_eq!((event.claim, event.by, event.overrides), (waiting, Person::Examiner.account(), overrides));
    assert_eq!(told::<ClaimChanged>(&mut suite).status, suite.record(waiting).status);
}

#[test]
fn tokens_that_move_are_told_by_the_token_and_by_settlement() {
    let mut suite = Suite::ready();
    let moved = [Contract::Stablecoin, Contract::Settlement];
    suite.done(Person::Admin, &settlement::deposit(FIRST, Cents(5)));
    // A transfer on an allowance changes that as well.
    assert_eq!(told_by(&mut suite).last(), Some(&Contract::Settlement));
    let event: EscrowDeposited = told(&mut suite);
    assert_eq!((event.payer, event.from, event.amount), (FIRST, Person::Admin.account(), Cents(5)));
    suite.done(Person::Treasurer, &settlement::withdraw(FIRST, Cents(4)));
    assert_eq!(told_by(&mut suite), moved);
    let event: EscrowWithdrawn = told(&mut suite);
    assert_eq!((event.payer, event.by, event.amount), (FIRST, Person::Treasurer.account(), Cents(4)));
    let id = suite.submit(claim(1, three_lines(), TODAY)).id;
    suite.remit(&[id]);
    assert_eq!(told_by(&mut suite), moved);
    assert_eq!(told::<Remitted>(&mut suite).claims, [id]);
    let remit = settlement::remit(FIRST, Person::Provider.account(), vec![id]);
    suite.refused(Person::Stranger, &remit);
    assert!(suite.chain.emitted().is_empty(), "a refusal tells nothing");
}

#[test]
fn an_appeal_is_told_by_claims_and_by_appeals() {
    let mut suite = Suite::ready();
    let claim = suite.submit(denied(1, TODAY)).id;
    let id = suite.done(Person::Patient, &appeals::file(claim, GROUNDS));
    assert_eq!(told_by(&mut suite), [Contract::Claims, Contract::Appeals]);
    let event: AppealFiled = told(&mut suite);
    assert_eq!((event.appeal, event.claim, event.payer, event.level), (id, claim, FIRST, Level::Payer));
    assert_eq!((event.by, event.document), (Person::Patient.account(), GROUNDS));

    let authorised = Exception { line: 0, waived: Gate::Authorised.set() };
    suite.done(Person::Examiner, &appeals::decide(id, Ruling::Overturn(vec![authorised]), REASONS));
    assert_eq!(told_by(&mut suite), [Contract::Claims, Contract::Claims, Contract::Appeals]);
    let changes: Vec<ClaimChanged> = suite.chain.emitted().iter().filter_map(Emitted::decode).collect();
    let expected = [(claim, Status::Overturned { by: 2 }), (2, adjudicated(Outcome::Partial, 72_000))];
    assert_eq!(changes.iter().map(|change| (change.claim, change.status)).collect::<Vec<_>>(), expected);
    let event: AppealRuled = told(&mut suite);
    assert_eq!((event.appeal, event.claim, event.corrected), (id, claim, Some(2)));
    assert_eq!((event.by, event.document), (Person::Examiner.account(), REASONS));
}

#[test]
fn an_appointment_and_a_withdrawal_of_consent_are_told() {
    let mut suite = Suite::ready();
    suite.done(Person::Owner, &appeals::appoint(Person::Stranger.account(), true));
    assert_eq!(told_by(&mut suite), [Contract::Appeals]);
    let event: ReviewerSet = told(&mut suite);
    assert_eq!((event.account, event.appointed), (Person::Stranger.account(), true));
    suite.done(Person::Patient, &consent::revoke(payer_grantee(), FIRST));
    assert_eq!(told_by(&mut suite), [Contract::Consent]);
    told::<::consent::GrantsChanged>(&mut suite);
}
