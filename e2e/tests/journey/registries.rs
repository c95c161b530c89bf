//! What credentials and consent have to say.

use super::*;
use healink_domain::consent::{Decision, Effect, Grantee, Purpose, Query, Terms};
use healink_domain::credentials::{Kind, Reason, StatusCommand};
use healink_e2e::{
    messages::{administered, boards, claims as messages, consent},
    Contract,
};

#[test]
fn withdrawn_consent_counts_in_the_same_block() {
    let mut suite = Suite::ready();
    suite.done(Person::Patient, &consent::revoke(payer_grantee(), FIRST));
    let waiting = suite.submit(Claim { service_day: TODAY, ..claim(1, three_lines(), TODAY) });
    assert_eq!(waiting.status, pended(PendReason::ConsentMissing));
    suite.assert_reconciled();
}

#[test]
fn a_claim_that_waits_for_consent_is_decided_once_it_is_given() {
    let mut suite = Suite::ready();
    suite.later();
    suite.done(Person::Patient, &consent::give(payment_terms(Effect::Deny, TODAY)));
    let waiting = suite.submit(claim(1, three_lines(), TODAY));
    assert_eq!(waiting.status, pended(PendReason::ConsentDenied));
    suite.later();
    suite.done(Person::Patient, &consent::give(payment_terms(Effect::Permit, TODAY)));
    let decided = suite.done(Person::Stranger, &messages::readjudicate(waiting.id));
    assert_eq!(decided.status, THREE_LINES);
    let error = suite.refused(Person::Stranger, &messages::readjudicate(waiting.id));
    assert_eq!(error, status(StatusError::AlreadyDecided));
}

#[test]
fn no_day_makes_a_claim_decidable_that_waits_for_consent() {
    let mut suite = Suite::ready();
    suite.later();
    suite.done(Person::Patient, &consent::give(payment_terms(Effect::Deny, TODAY)));
    let waiting = suite.submit(claim(1, three_lines(), TODAY)).id;
    suite.on(TODAY.plus(1_000));
    let still = suite.done(Person::Stranger, &messages::readjudicate(waiting));
    assert_eq!(still.status, pended(PendReason::ConsentDenied));
}

#[test]
fn a_suspended_board_takes_its_credentials_out_of_force() {
    let mut suite = Suite::ready();
    suite.done(Person::Owner, &boards::order(FIRST, SUSPEND));
    let decided = suite.submit(Claim { service_day: TODAY, ..claim(1, three_lines(), TODAY) });
    assert_eq!(decided.status, adjudicated(Outcome::Denied, 0));
}

#[test]
fn registries_that_are_paused_still_answer_claims() {
    let mut suite = Suite::ready();
    for contract in [Contract::Credentials, Contract::Consent] {
        let pause = healink_access::Command::Pause;
        suite.done(Person::Owner, &administered::administer(contract, pause));
    }
    assert_eq!(suite.submit(claim(1, three_lines(), TODAY)).status, THREE_LINES);
}

#[test]
fn no_claim_is_decided_while_coverage_is_paused() {
    let mut suite = Suite::ready();
    let pause = healink_access::Command::Pause;
    suite.done(Person::Owner, &administered::administer(Contract::Coverage, pause));
    let submit = messages::submit(FIRST, claim(1, three_lines(), TODAY), None);
    let paused = ClaimsError::Access(healink_access::AccessError::Paused);
    assert_eq!(suite.refused(Person::Provider, &submit), paused);
}

#[test]
fn a_grant_for_a_class_of_providers_holds_for_those_who_are_credentialed() {
    let mut suite = Suite::ready();
    let grantee = Grantee::Credentialed { kind: Kind::StateLicence, jurisdiction: Some(place()) };
    let terms = Terms { grantee, purposes: Purpose::Treatment.set(), ..payment_terms(Effect::Permit, TODAY) };
    suite.done(Person::Patient, &consent::give(terms));
    let patient = Person::Patient.account();
    let query = |person: Person| Query {
        actor: person.account(),
        purpose: Purpose::Treatment,
        ..payment_query(TODAY)
    };
    let permitted = Decision::Permit { redact: healink_domain::consent::CategorySet::EMPTY };
    let decision =
        |suite: &mut Suite, person| suite.ask(&consent::decide(patient, query(person))).unwrap().decision;
    assert_eq!(decision(&mut suite, Person::Provider), permitted);
    assert_eq!(decision(&mut suite, Person::OtherProvider), Decision::NoConsent);
    suite.done(Person::Board, &boards::change(FIRST.into(), StatusCommand::Revoke, Reason::Safety));
    assert_eq!(decision(&mut suite, Person::Provider), Decision::NoConsent);
}
