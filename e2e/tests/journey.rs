//! The whole suite in process: from an empty chain to a paid claim, and what the rules say on the way.
#![allow(clippy::unwrap_used, clippy::panic, clippy::arithmetic_side_effects)]

use healink_access::Command;
use healink_domain::{
    claims::{
        Authorisation, ClaimError, EscrowError, Gate, Outcome, PendReason, Reason, Role, RoleSet, Status,
        StatusError, MAX_LINES,
    },
    consent::{Answer, Decision, Effect},
    credentials::{Reason as StatusReason, StatusCommand},
    Cents, Day, Period,
};
use healink_e2e::{
    fixtures::*,
    messages::{administered, boards, claims, consent, credentials, stablecoin},
    Contract, Person, Suite, TODAY,
};

fn adjudicated(outcome: Outcome, payable: u64) -> Status {
    Status::Adjudicated { outcome, payable: Cents(payable) }
}

const fn pended(reason: PendReason) -> Status {
    Status::Pended { reason }
}

#[test]
fn a_claim_is_decided_by_the_rules_and_paid_to_the_cent() {
    let mut suite = Suite::ready();
    let submitted = suite.done(Person::Provider, &claims::submit(claim(1, three_lines(), TODAY)));
    // The visit: 150.00 billed, 120.00 allowed, copay 20.00, 20 % of 100.00; the tests: 25.00 and 20.00 allowed, all of it
    // towards the deductible.
    assert_eq!(submitted.status, adjudicated(Outcome::Partial, 8_000));
    let totals = submitted.totals;
    assert_eq!((totals.billed, totals.allowed, totals.paid), (Cents(20_000), Cents(16_500), Cents(8_000)));
    assert_eq!(
        (totals.copay, totals.coinsurance, totals.deductible),
        (Cents(2_000), Cents(2_000), Cents(4_500))
    );

    let lines = suite.ask(&claims::lines(submitted.id));
    for line in &lines {
        let adjusted = Cents::sum(line.adjustments.iter().map(|adjustment| adjustment.amount)).unwrap();
        assert_eq!(line.billed.minus(adjusted), Ok(line.paid));
    }
    suite.done(Person::Stranger, &claims::pay(submitted.id));
    assert_eq!(suite.tokens(Person::Provider.account()), 8_000);
    let escrow = suite.ask(&claims::escrow(FIRST)).unwrap();
    assert_eq!(
        (escrow.free, escrow.committed, escrow.paid),
        (Cents(ESCROW.0 - 8_000), Cents(0), Cents(8_000))
    );
    let claims_tokens = suite.at.of(Contract::Claims);
    assert_eq!(suite.tokens(claims_tokens), u128::from(ESCROW.0 - 8_000));
}

#[test]
fn a_decision_can_be_replayed_from_views_alone() {
    let mut suite = Suite::ready();
    let id = suite.done(Person::Examiner, &claims::submit(claim(1, three_lines(), TODAY))).id;
    let record = suite.ask(&claims::claim(id)).unwrap();
    let plan = suite.ask(&claims::plan(record.plan)).unwrap().plan;
    let policy = suite.ask(&claims::policy(record.claim.policy)).unwrap();
    let fee = |line: &healink_domain::claims::Line| claims::fee(record.plan, line.code);
    let fees: Vec<_> = record.claim.lines.iter().map(|line| suite.ask(&fee(line))).collect();
    let verdict = record.evidence.decide(&record.claim, &plan, &policy, &fees).unwrap();
    let healink_domain::claims::Verdict::Adjudicated(adjudication) = verdict else { panic!("{verdict:?}") };
    assert_eq!((adjudication.lines, adjudication.totals), (record.lines, record.totals));
    let year = record.claim.service_day.year();
    assert_eq!(suite.ask(&claims::accumulators(record.claim.policy, year)), adjudication.accumulators);
}

#[test]
fn a_claim_is_paid_exactly_once() {
    let mut suite = Suite::ready();
    let id = suite.done(Person::Provider, &claims::submit(claim(1, three_lines(), TODAY))).id;
    suite.done(Person::Provider, &claims::pay(id));
    let error = suite.refused(Person::Provider, &claims::pay(id));
    assert_eq!(error, ::claims::Error::Status(StatusError::AlreadySettled));
    assert_eq!(suite.tokens(Person::Provider.account()), 8_000);
}

#[test]
fn withdrawn_consent_counts_in_the_same_block() {
    let mut suite = Suite::ready();
    suite.done(Person::Patient, &consent::revoke(payer_grantee(), FIRST));
    let of_today = healink_domain::claims::Claim { service_day: TODAY, ..claim(1, three_lines(), TODAY) };
    let submitted = suite.done(Person::Provider, &claims::submit(of_today));
    assert_eq!(submitted.status, pended(PendReason::ConsentMissing));
    assert_eq!(suite.refused(Person::Provider, &claims::pay(submitted.id)), not_decided());
}

fn not_decided() -> ::claims::Error {
    ::claims::Error::Status(StatusError::NotDecided)
}

#[test]
fn a_claim_that_waits_for_consent_is_decided_once_it_is_given() {
    let mut suite = Suite::ready();
    suite.later();
    suite.done(Person::Patient, &consent::grant(payment_terms(Effect::Deny, TODAY)));
    let submitted = suite.done(Person::Provider, &claims::submit(claim(1, three_lines(), TODAY)));
    assert_eq!(submitted.status, pended(PendReason::ConsentDenied));
    suite.later();
    suite.done(Person::Patient, &consent::grant(payment_terms(Effect::Permit, TODAY)));
    let decided = suite.done(Person::Stranger, &claims::readjudicate(submitted.id));
    assert_eq!(decided.status, adjudicated(Outcome::Partial, 8_000));
    let error = suite.refused(Person::Stranger, &claims::readjudicate(submitted.id));
    assert_eq!(error, ::claims::Error::Status(StatusError::AlreadyDecided));
}

#[test]
fn a_suspended_licence_refuses_the_lines_of_services_from_that_day_on() {
    let mut suite = Suite::ready();
    suite.done(Person::Board, &boards::change(FIRST.into(), StatusCommand::Suspend, StatusReason::Safety));
    suite.on(TODAY.plus(1));
    let before = suite.done(Person::Provider, &claims::submit(claim(1, three_lines(), TODAY)));
    assert_eq!(before.status, adjudicated(Outcome::Partial, 8_000), "the service was on the day before");
    let after = suite.done(Person::Provider, &claims::submit(claim(2, three_lines(), TODAY.plus(1))));
    assert_eq!(after.status, adjudicated(Outcome::Denied, 0));
    for line in suite.ask(&claims::lines(after.id)) {
        assert_eq!(line.refused_by, Some(Gate::Credentialed));
        assert_eq!(line.adjusted(Reason::ProviderNotCertified), line.billed);
    }
    assert_eq!(
        suite.refused(Person::Provider, &claims::pay(after.id)),
        ::claims::Error::Status(StatusError::NothingToPay)
    );
}

#[test]
fn a_suspended_board_takes_its_credentials_out_of_force() {
    let mut suite = Suite::ready();
    suite.done(Person::Owner, &boards::order(FIRST, SUSPEND));
    let today = healink_domain::claims::Claim { service_day: TODAY, ..claim(1, three_lines(), TODAY) };
    let submitted = suite.done(Person::Provider, &claims::submit(today));
    assert_eq!(submitted.status, adjudicated(Outcome::Denied, 0));
}

#[test]
fn the_same_service_is_a_duplicate_and_the_same_document_is_refused() {
    let mut suite = Suite::ready();
    let first = suite.done(Person::Provider, &claims::submit(claim(1, three_lines(), TODAY)));
    let error = suite.refused(Person::Provider, &claims::submit(claim(1, tests(1), TODAY)));
    assert_eq!(error, ::claims::Error::AlreadySubmitted { claim: first.id });
    let again = suite.done(Person::Examiner, &claims::submit(claim(2, three_lines(), TODAY)));
    assert_eq!(again.status, adjudicated(Outcome::Denied, 0));
    for line in suite.ask(&claims::lines(again.id)) {
        assert_eq!(line.refused_by, Some(Gate::NotDuplicate));
        assert_eq!(format!("{}", line.adjustments[0]), "OA-18");
    }
}

#[test]
fn a_claim_beyond_the_escrow_waits_and_is_decided_after_a_deposit() {
    let mut suite = Suite::ready();
    suite.done(Person::Treasurer, &claims::withdraw(FIRST, Cents(ESCROW.0 - 7_999)));
    let submitted = suite.done(Person::Provider, &claims::submit(claim(1, three_lines(), TODAY)));
    assert_eq!(submitted.status, pended(PendReason::EscrowShort));
    assert_eq!(suite.ask(&claims::escrow(FIRST)).unwrap().committed, Cents(0));
    let still = suite.done(Person::Stranger, &claims::readjudicate(submitted.id));
    assert_eq!(still.status, pended(PendReason::EscrowShort));
    suite.done(Person::Admin, &claims::deposit(FIRST, Cents(1)));
    let decided = suite.done(Person::Stranger, &claims::readjudicate(submitted.id));
    assert_eq!(decided.status, adjudicated(Outcome::Partial, 8_000));
    let escrow = suite.ask(&claims::escrow(FIRST)).unwrap();
    assert_eq!((escrow.free, escrow.committed), (Cents(0), Cents(8_000)));
}

#[test]
fn what_is_promised_to_a_claim_cannot_be_withdrawn() {
    let mut suite = Suite::ready();
    suite.done(Person::Provider, &claims::submit(claim(1, three_lines(), TODAY)));
    let free = Cents(ESCROW.0 - 8_000);
    let error = suite.refused(Person::Treasurer, &claims::withdraw(FIRST, ESCROW));
    assert_eq!(error, ::claims::Error::Escrow(EscrowError::Short { free }));
    suite.done(Person::Treasurer, &claims::withdraw(FIRST, free));
    assert_eq!(
        suite.tokens(Person::Admin.account()),
        u128::from(SPARE.0 + free.0),
        "it goes to the admin account"
    );
    assert_eq!(suite.tokens(Person::Treasurer.account()), 0);
}

#[test]
fn a_deposit_takes_no_more_than_the_token_allows() {
    let mut suite = Suite::ready();
    let error = suite.refused(Person::Stranger, &claims::deposit(FIRST, Cents(1)));
    assert!(matches!(error, ::claims::Error::TokenRefused { .. }), "{error:?}");
    let at = suite.at.of(Contract::Claims);
    suite.done(Person::Owner, &stablecoin::mint(Person::Stranger.account(), 5));
    suite.done(Person::Stranger, &stablecoin::approve(at, 5));
    suite.done(Person::Stranger, &claims::deposit(FIRST, Cents(5)));
    let error = suite.refused(Person::Stranger, &claims::deposit(FIRST, Cents(1)));
    assert!(matches!(error, ::claims::Error::TokenRefused { .. }), "{error:?}");
}

#[test]
fn a_claim_above_the_plans_ceiling_waits_for_an_examiner() {
    let mut suite = Suite::ready();
    let large = claim(1, vec![line(VISIT, 1, 500_001)], TODAY);
    let submitted = suite.done(Person::Provider, &claims::submit(large));
    assert_eq!(submitted.status, pended(PendReason::ReviewNeeded));
    let still = suite.done(Person::Provider, &claims::readjudicate(submitted.id));
    assert_eq!(still.status, pended(PendReason::ReviewNeeded));
    let error = suite.refused(Person::Provider, &claims::review(submitted.id));
    assert_eq!(error, ::claims::Error::MissingRole { role: Role::Examiner });
    let decided = suite.done(Person::Examiner, &claims::review(submitted.id));
    assert_eq!(decided.status, adjudicated(Outcome::Partial, 8_000));
}

#[test]
fn an_authorisation_is_used_up_by_the_services_it_covers() {
    let mut suite = Suite::ready();
    let provider = Person::Provider.account();
    let period = Period { from: start(TODAY), until: None };
    let promise = Authorisation { policy: FIRST, provider, code: SURGERY, period, units: 1 };
    let id = suite.done(Person::Examiner, &claims::authorise(promise));
    let surgery = |document, authorisation, day: u32| healink_domain::claims::Claim {
        authorisation,
        service_day: Day(day),
        ..claim(document, vec![line(SURGERY, 1, 100_000)], TODAY)
    };
    let without = suite.done(Person::Provider, &claims::submit(surgery(1, None, TODAY.0 - 3)));
    assert_eq!(reasons(&mut suite, without.id), ["CO-197"]);
    let paid = suite.done(Person::Provider, &claims::submit(surgery(2, Some(id), TODAY.0 - 2)));
    assert_eq!(paid.status, adjudicated(Outcome::Partial, 72_000));
    assert_eq!(suite.ask(&claims::authorisation(id)).unwrap().units, 0);
    let again = suite.done(Person::Provider, &claims::submit(surgery(3, Some(id), TODAY.0 - 1)));
    assert_eq!(reasons(&mut suite, again.id), ["CO-198"]);
}

fn reasons(suite: &mut Suite, id: u64) -> Vec<String> {
    let lines = suite.ask(&claims::lines(id));
    lines.iter().flat_map(|line| line.adjustments.iter().map(ToString::to_string)).collect()
}

#[test]
fn yearly_limits_hold_over_many_claims() {
    let mut suite = Suite::ready();
    let therapy = |document, units, back: u32| healink_domain::claims::Claim {
        service_day: Day(TODAY.0 - back),
        ..claim(document, vec![line(THERAPY, units, u64::from(units) * 6_000)], TODAY)
    };
    let first = suite.done(Person::Provider, &claims::submit(therapy(1, 8, 3)));
    assert_eq!(first.totals.paid, Cents(43_200));
    let second = suite.done(Person::Provider, &claims::submit(therapy(2, 8, 2)));
    assert_eq!(second.totals.paid, Cents(10_800), "two units are left");
    let third = suite.done(Person::Provider, &claims::submit(therapy(3, 1, 1)));
    assert_eq!(reasons(&mut suite, third.id), ["PR-119"]);
}

#[test]
fn what_is_not_covered_or_unknown_is_refused_line_by_line() {
    let mut suite = Suite::ready();
    let lines = vec![line(DENTAL, 1, 9_000), line(UNKNOWN, 1, 1_000), line(VISION, 1, 10_000)];
    let submitted = suite.done(Person::Provider, &claims::submit(claim(1, lines, TODAY)));
    assert_eq!(submitted.status, adjudicated(Outcome::Partial, 10_000));
    assert_eq!(reasons(&mut suite, submitted.id), ["PR-96", "PR-96"]);
}

#[test]
fn a_claim_has_at_most_thirty_two_lines() {
    let mut suite = Suite::ready();
    let error = suite.refused(Person::Provider, &claims::submit(claim(1, tests(MAX_LINES + 1), TODAY)));
    assert_eq!(error, ::claims::Error::Claim(ClaimError::TooManyLines));
    let error = suite.refused(Person::Provider, &claims::submit(claim(1, Vec::new(), TODAY)));
    assert_eq!(error, ::claims::Error::Claim(ClaimError::NoLines));
    let submitted = suite.done(Person::Provider, &claims::submit(claim(1, tests(MAX_LINES), TODAY)));
    // 32 × 25.00 allowed; the deductible takes the first 100.00, the member 10 % of the rest.
    assert_eq!(submitted.totals.allowed, Cents(80_000));
    assert_eq!(submitted.totals.paid, Cents(63_000));
    assert_eq!(suite.ask(&claims::lines(submitted.id)).len(), MAX_LINES);
}

#[test]
fn lists_of_claims_come_in_pages_newest_first() {
    let mut suite = Suite::ready();
    for document in 1..=5 {
        suite.done(Person::Provider, &claims::submit(claim(document, tests(1), TODAY)));
    }
    let provider = Person::Provider.account();
    for list in [
        |from| claims::claims_of(FIRST, from, 2),
        |from| claims::claims_by_payer(FIRST, from, 2),
        |from| claims::claims_by_provider(Person::Provider.account(), from, 2),
    ] {
        let (mut seen, mut from) = (Vec::new(), Some(0));
        while let Some(place) = from {
            let page = suite.ask(&list(place));
            assert!(page.items.len() <= 2);
            seen.extend(page.items.iter().map(|summary| summary.id));
            from = page.next;
        }
        assert_eq!(seen, [5, 4, 3, 2, 1]);
    }
    assert_eq!(suite.ask(&claims::claims_by_provider(provider, 0, u32::MAX)).items.len(), 5);
}

#[test]
fn a_pause_stops_what_writes_and_never_what_reads_or_withdraws_consent() {
    let mut suite = Suite::ready();
    let id = suite.done(Person::Provider, &claims::submit(claim(1, three_lines(), TODAY))).id;
    for contract in [Contract::Credentials, Contract::Consent, Contract::Claims] {
        suite.done(Person::Owner, &administered::administer(contract, Command::Pause));
    }
    assert!(suite.ask(&claims::claim(id)).is_some());
    let check = credentials::check_many(Person::Provider.account(), vec![licensed(TODAY)]);
    assert_eq!(suite.ask(&check), Ok(vec![Ok(FIRST.into())]));
    let paused = ::claims::Error::Access(healink_access::AccessError::Paused);
    assert_eq!(suite.refused(Person::Provider, &claims::pay(id)), paused);
    assert_eq!(suite.refused(Person::Provider, &claims::submit(claim(2, tests(1), TODAY))), paused);
    let terms = payment_terms(Effect::Permit, TODAY);
    assert_eq!(
        suite.refused(Person::Patient, &consent::grant(terms)),
        ::consent::Error::Access(healink_access::AccessError::Paused)
    );
    suite.done(Person::Patient, &consent::revoke(payer_grantee(), FIRST));
    let query = payment_query(TODAY);
    let answer = suite.ask(&consent::decide(Person::Patient.account(), query)).unwrap();
    assert_eq!(answer, Answer { decision: Decision::NoConsent, deciding: Vec::new() });
    assert_eq!(suite.send(Person::Patient, &consent::revoke_all(payer_grantee())), 0);

    suite.done(Person::Owner, &administered::administer(Contract::Claims, Command::Unpause));
    suite.done(Person::Provider, &claims::pay(id));
}

#[test]
fn registries_that_are_paused_still_answer_claims() {
    let mut suite = Suite::ready();
    for contract in [Contract::Credentials, Contract::Consent] {
        suite.done(Person::Owner, &administered::administer(contract, Command::Pause));
    }
    let submitted = suite.done(Person::Provider, &claims::submit(claim(1, three_lines(), TODAY)));
    assert_eq!(submitted.status, adjudicated(Outcome::Partial, 8_000));
}

#[test]
fn a_grant_for_a_class_of_providers_holds_for_those_who_are_credentialed() {
    use healink_domain::consent::{Grantee, Purpose, Query, Terms};
    let mut suite = Suite::ready();
    let grantee = Grantee::Credentialed {
        kind: healink_domain::credentials::Kind::StateLicence,
        jurisdiction: Some(place()),
    };
    let terms = Terms { grantee, purposes: Purpose::Treatment.set(), ..payment_terms(Effect::Permit, TODAY) };
    suite.done(Person::Patient, &consent::grant(terms));
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
    suite.done(Person::Board, &boards::change(FIRST.into(), StatusCommand::Revoke, StatusReason::Safety));
    assert_eq!(decision(&mut suite, Person::Provider), Decision::NoConsent);
}

#[test]
fn ownership_changes_hands_in_two_steps_before_the_offer_expires() {
    let mut suite = Suite::deployed();
    let heir = Person::Stranger;
    for contract in Contract::owned() {
        suite.on(TODAY);
        suite.done(Person::Owner, &administered::administer(contract, Command::Offer { to: heir.account() }));
        assert_eq!(suite.ask(&administered::administration(contract)).owner(), Person::Owner.account());
        suite.on(TODAY.plus(healink_access::OFFER_DAYS));
        let error = suite.refused(heir, &administered::administer(contract, Command::Accept));
        assert!(matches!(error, healink_access::AccessError::OfferExpired { .. }));
        suite.on(TODAY.plus(healink_access::OFFER_DAYS - 1));
        suite.done(heir, &administered::administer(contract, Command::Accept));
        assert_eq!(suite.ask(&administered::administration(contract)).owner(), heir.account());
        assert_eq!(
            suite.refused(Person::Owner, &administered::administer(contract, Command::Pause)),
            healink_access::AccessError::NotOwner
        );
    }
}

#[test]
fn an_officer_without_roles_is_none() {
    let mut suite = Suite::ready();
    let examiner = Person::Examiner.account();
    suite.done(Person::Admin, &claims::set_officer(FIRST, examiner, RoleSet::EMPTY));
    assert_eq!(
        suite.refused(Person::Examiner, &claims::submit(claim(1, tests(1), TODAY))),
        ::claims::Error::NotSubmitter
    );
}

#[test]
fn each_change_is_told_by_one_event_of_its_contract() {
    let mut suite = Suite::ready();
    let submitted = suite.done(Person::Provider, &claims::submit(claim(1, three_lines(), TODAY)));
    let emitted = suite.chain.emitted();
    assert_eq!(emitted.len(), 1);
    let told: ::claims::ClaimAdjudicated = emitted[0].decode().unwrap();
    assert_eq!((told.claim, told.totals), (submitted.id, submitted.totals));

    suite.done(Person::Stranger, &claims::pay(submitted.id));
    let emitted = suite.chain.emitted();
    let [transfer, settled] = &emitted[..] else { panic!("{emitted:?}") };
    assert_eq!(transfer.contract, suite.at.of(Contract::Stablecoin));
    let told: ::claims::ClaimSettled = settled.decode().unwrap();
    assert_eq!((told.claim, told.paid), (submitted.id, Cents(8_000)));

    suite.refused(Person::Stranger, &claims::pay(submitted.id));
    assert!(suite.chain.emitted().is_empty(), "a refusal tells nothing");
    suite.done(Person::Patient, &consent::revoke(payer_grantee(), FIRST));
    let emitted = suite.chain.emitted();
    assert_eq!(emitted.len(), 1);
    assert!(emitted[0].decode::<::consent::Withdrawn>().is_some());
}
