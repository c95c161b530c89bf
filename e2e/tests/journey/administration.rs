//! Ownership, pause, officers, and which contract may tell which what.

use super::*;
use healink_access::{AccessError, Command};
use healink_domain::claims::{Event, RoleSet};
use healink_domain::consent::{Answer, Decision, Effect};
use healink_e2e::{
    messages::{administered, appeals, claims as messages, consent, credentials, settlement},
    Contract,
};
use healink_interfaces::{AppealStep, Booking, Docket};

#[test]
fn a_pause_stops_what_writes_and_never_what_reads_or_withdraws_consent() {
    let mut suite = Suite::ready();
    let id = suite.submit(claim(1, three_lines(), TODAY)).id;
    for contract in Contract::owned().filter(|contract| *contract != Contract::Stablecoin) {
        suite.done(Person::Owner, &administered::administer(contract, Command::Pause));
    }
    assert!(suite.ask(&messages::claim(id)).is_some());
    let check = credentials::check_many(Person::Provider.account(), vec![licensed(TODAY)]);
    assert!(suite.ask(&check).is_ok_and(|answers| answers[0].is_ok()));
    let paused = AccessError::Paused;
    let remit = settlement::remit(FIRST, Person::Provider.account(), vec![id]);
    assert_eq!(suite.refused(Person::Provider, &remit), ::settlement::Error::Access(paused));
    let submit = messages::submit(FIRST, claim(2, tests(1), TODAY), None);
    assert_eq!(suite.refused(Person::Provider, &submit), ClaimsError::Access(paused));
    let file = appeals::file(id, GROUNDS);
    assert_eq!(suite.refused(Person::Patient, &file), ::appeals::Error::Access(paused));
    let grant = consent::give(payment_terms(Effect::Permit, TODAY));
    assert_eq!(suite.refused(Person::Patient, &grant), ::consent::Error::Access(paused));
    suite.done(Person::Patient, &consent::revoke(payer_grantee(), FIRST));
    let answer = suite.ask(&consent::decide(Person::Patient.account(), payment_query(TODAY))).unwrap();
    assert_eq!(answer, Answer { decision: Decision::NoConsent, deciding: Vec::new() });
    assert_eq!(suite.done(Person::Patient, &consent::revoke_all(payer_grantee())), 0);

    suite.done(Person::Owner, &administered::administer(Contract::Settlement, Command::Unpause));
    let error = suite.refused(Person::Provider, &remit);
    assert_eq!(error, ::settlement::Error::Claims(ClaimsError::Access(paused)), "the books are still closed");
    suite.done(Person::Owner, &administered::administer(Contract::Claims, Command::Unpause));
    suite.remit(&[id]);
}

#[test]
fn ownership_changes_hands_in_two_steps_before_the_offer_expires() {
    let mut suite = Suite::deployed();
    let heir = Person::Stranger;
    for contract in Contract::owned() {
        suite.on(TODAY);
        let offer = Command::Offer { to: heir.account() };
        suite.done(Person::Owner, &administered::administer(contract, offer));
        assert_eq!(suite.ask(&administered::administration(contract)).owner(), Person::Owner.account());
        suite.on(TODAY.plus(healink_access::OFFER_DAYS));
        let error = suite.refused(heir, &administered::administer(contract, Command::Accept));
        assert!(matches!(error, AccessError::OfferExpired { .. }));
        suite.on(TODAY.plus(healink_access::OFFER_DAYS - 1));
        suite.done(heir, &administered::administer(contract, Command::Accept));
        assert_eq!(suite.ask(&administered::administration(contract)).owner(), heir.account());
        let error = suite.refused(Person::Owner, &administered::administer(contract, Command::Pause));
        assert_eq!(error, AccessError::NotOwner);
    }
}

#[test]
fn the_books_are_changed_by_the_contracts_that_were_wired_and_by_nobody_else() {
    let mut suite = Suite::ready();
    let id = suite.submit(claim(1, three_lines(), TODAY)).id;
    let provider = Person::Provider.account();
    for person in Person::ALL {
        for booking in [
            Booking::Deposit { payer: FIRST, amount: Cents(1) },
            Booking::Withdraw { payer: FIRST, amount: Cents(1) },
            Booking::Remit { payer: FIRST, provider, claims: vec![id] },
        ] {
            assert_eq!(suite.refused(person, &messages::book(booking)), ClaimsError::WrongContract);
        }
        let docket =
            Docket { payer: FIRST, policy: FIRST, funds: Cents(1), next: 9, ended: None, cases: Vec::new() };
        assert_eq!(suite.refused(person, &coverage::adjudicate(docket)), ClaimsError::WrongContract);
        for step in [AppealStep::Open(healink_domain::claims::Level::Payer), AppealStep::Uphold] {
            assert_eq!(suite.refused(person, &messages::appeal(id, step)), ClaimsError::WrongContract);
        }
    }
    assert!(
        healink_domain::claims::advance(suite.record(id).status, Event::Settle).is_ok(),
        "the rules would"
    );
}

#[test]
fn contracts_are_wired_once_and_each_says_whom_it_asks() {
    let mut suite = Suite::ready();
    let at = suite.at.clone();
    let of = |contract| at.of(contract);
    let again = messages::wire(Person::Stranger.account(), Person::Stranger.account());
    assert_eq!(suite.refused(Person::Owner, &again), ClaimsError::AlreadyWired);
    let wired = Some((of(Contract::Settlement), of(Contract::Appeals)));
    assert_eq!(suite.ask(&messages::contracts()), (of(Contract::Coverage), wired));
    let books = (of(Contract::Claims), of(Contract::Coverage));
    assert_eq!(suite.ask(&settlement::callees()), books);
    assert_eq!(suite.ask(&appeals::callees()), books);
    let again = coverage::wire(Person::Stranger.account());
    assert_eq!(suite.refused(Person::Owner, &again), ::coverage::Error::AlreadyWired);
    let registries = (of(Contract::Credentials), of(Contract::Consent), Some(of(Contract::Claims)));
    assert_eq!(suite.ask(&coverage::contracts()), registries);
}

#[test]
fn before_they_are_wired_nothing_is_booked_and_nothing_appealed() {
    let mut suite = Suite::deployed();
    suite.prepare_without(|message| {
        (message.contract, message.label) == (Contract::Claims, "wire") || message.label == "deposit"
    });
    let deposit = settlement::deposit(FIRST, Cents(1));
    let wrong = ClaimsError::WrongContract;
    assert_eq!(suite.refused(Person::Admin, &deposit), ::settlement::Error::Claims(wrong));
    let id = suite.submit(denied(1, TODAY)).id;
    let error = suite.refused(Person::Patient, &appeals::file(id, GROUNDS));
    assert_eq!(error, ::appeals::Error::Claims(wrong));
}

#[test]
fn before_coverage_is_wired_nothing_is_decided() {
    let mut suite = Suite::deployed();
    suite.prepare_without(|message| (message.contract, message.label) == (Contract::Coverage, "wire"));
    let submit = messages::submit(FIRST, claim(1, three_lines(), TODAY), None);
    assert_eq!(suite.refused(Person::Provider, &submit), ClaimsError::WrongContract);
}

#[test]
fn an_officer_without_roles_is_none() {
    let mut suite = Suite::ready();
    let examiner = Person::Examiner.account();
    suite.done(Person::Admin, &coverage::set_officer(FIRST, examiner, RoleSet::EMPTY));
    let submit = messages::submit(FIRST, claim(1, tests(1), TODAY), None);
    assert_eq!(suite.refused(Person::Examiner, &submit), ClaimsError::NotSubmitter);
}
