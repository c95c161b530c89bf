//! Who may do what, and when: every message that writes × everybody × running and paused, each cell asserted.
#![allow(clippy::unwrap_used, clippy::arithmetic_side_effects)]

use std::collections::BTreeSet;

use ::boards::Arrangement;
use healink_access::Command;
use healink_domain::{
    claims::{AuthorisationDecision, Policy, Role, RoleSet, Ruling},
    consent::{CareCommand, Effect, Lock, Standing},
    credentials::{Confirmation, IssueRequest, Kind, Reason, StatusCommand},
    Cents, Digest,
};
use healink_e2e::{
    fixtures::*,
    messages::{
        administered, appeals, attestations, boards, claims, consent, coverage, credentials, disclosures,
        guardians, settlement, stablecoin,
    },
    signed, Contract, Message, Person, Suite, TODAY,
};
use healink_interfaces::{AppealStep, BoardUpdate, Booking, ClaimsError};

/// A message, who may send it, and whether a pause stops it.
struct Rule {
    message: Message<()>,
    allowed: Vec<Person>,
    stops: bool,
}

fn rule<R>(message: Message<R>, allowed: &[Person]) -> Rule {
    Rule { message: message.untyped(), allowed: allowed.to_vec(), stops: true }
}

/// Of a message that works while the contract is paused.
fn always<R>(message: Message<R>, allowed: &[Person]) -> Rule {
    Rule { stops: false, ..rule(message, allowed) }
}

fn suite() -> Suite {
    let mut suite = Suite::ready();
    suite.all_done(extras(TODAY));
    suite
}

/// Only the contract `boards` says what boards are: no person does.
fn rules_of_credentials() -> Vec<Rule> {
    use Person::*;
    let another = IssueRequest { kind: Kind::DeaRegistration, ..licence(Provider, TODAY) };
    let officer = BoardUpdate::Officer { board: FIRST, account: Stranger.account(), acts: true };
    vec![
        always(credentials::record(officer), &[]),
        // The other board is suspended.
        rule(credentials::issue(FIRST, vec![another]), &[Board]),
    ]
}

fn rules_of_boards(suite: &Suite) -> Vec<Rule> {
    use Person::*;
    let change = |id: u32, command, reason| boards::change(id.into(), command, reason);
    let appoint = Arrangement::Appoint(Stranger.account());
    vec![
        // Wired already.
        rule(boards::wire(suite.at.of(Contract::Credentials)), &[]),
        rule(boards::accredit(application(Stranger, TODAY), None), &[Owner]),
        rule(boards::order(FIRST, SUSPEND), &[Owner]),
        rule(boards::order(SECOND, REINSTATE), &[Owner]),
        rule(boards::order(FIRST, REVOKE), &[Owner]),
        rule(boards::arrange(FIRST, appoint), &[Board]),
        rule(boards::arrange(FIRST, Arrangement::TwoPersons), &[Board]),
        rule(change(FIRST, StatusCommand::Suspend, Reason::Safety), &[Board]),
        rule(change(SECOND, StatusCommand::Reinstate, Reason::Cleared), &[Board]),
        rule(change(FIRST, StatusCommand::Revoke, Reason::Discipline), &[Board]),
        rule(change(FIRST, StatusCommand::Correct, Reason::Duplicate), &[Board]),
        rule(boards::correct_npi(Provider.account(), other_npi()), &[Owner]),
    ]
}

fn rules_of_attestations(suite: &Suite) -> Vec<Rule> {
    use Person::*;
    let attestation = signed::attestation(1, vec![licence(Provider, TODAY)]);
    let signature = signed::signature(suite, Board, &attestation);
    let confirmation = Confirmation { fact: signed::fact(), value: Some(Digest([1; 32])) };
    vec![
        // Wired already.
        rule(attestations::wire(suite.at.of(Contract::Credentials)), &[]),
        rule(attestations::set_verifier(None), &[Owner]),
        rule(attestations::submit(attestation, signature), &Person::ALL),
        rule(attestations::cancel(9), &Person::ALL),
        rule(attestations::confirm(FIRST, confirmation), &[Board]),
    ]
}

fn rules_of_consent() -> Vec<Rule> {
    use Person::*;
    vec![
        rule(consent::give(payment_terms(Effect::Deny, TODAY)), &Person::ALL),
        always(consent::revoke(payer_grantee(), FIRST), &[Patient]),
        // Whoever has no grants withdraws none, which is no error.
        always(consent::revoke_all(payer_grantee()), &Person::ALL),
        // For the contract of the guardians, which is named already.
        rule(consent::set_standing(Patient.account(), Standing::default()), &[]),
        rule(consent::name_guardians(Owner.account()), &[]),
    ]
}

fn rules_of_guardians() -> Vec<Rule> {
    use Person::*;
    let patient = Patient.account();
    let arrange = |command| guardians::arrange(patient, command);
    let lock = Lock { until: TODAY.plus(9), order: Digest([1; 32]) };
    let dismiss = CareCommand::Dismiss { holder: ATTORNEY.account() };
    vec![
        rule(guardians::grant(patient, payment_terms(Effect::Permit, TODAY), None), &[ATTORNEY]),
        always(guardians::withdraw(patient, payer_grantee(), Some(FIRST)), &[ATTORNEY]),
        rule(arrange(power_of_attorney(TODAY)), &[Patient, Owner]),
        rule(arrange(CareCommand::Lock(Some(lock))), &[Owner]),
        always(arrange(dismiss), &[Patient, Owner, ATTORNEY]),
    ]
}

fn rules_of_disclosures() -> Vec<Rule> {
    use Person::*;
    let (patient, newcomer) = (Patient.account(), Newcomer.account());
    let dismiss = ::disclosures::Governance::Dismiss { reviewer: REVIEWER.account() };
    vec![
        // Refused attempts are recorded too, which is no error.
        rule(disclosures::access(patient, payment_request()), &Person::ALL),
        // The other provider's licence is suspended.
        rule(disclosures::break_glass(newcomer, Digest([1; 32])), &[Provider]),
        rule(disclosures::review(FIRST.into(), true, Digest([2; 32])), &[REVIEWER]),
        always(disclosures::govern(dismiss), &[Owner]),
    ]
}

fn rules_of_coverage(suite: &Suite) -> Vec<Rule> {
    use Person::*;
    let token = suite.at.of(Contract::Stablecoin);
    let ask = coverage::request_authorisation(surgery_ahead(1, TODAY), Digest([1; 32]));
    vec![
        // It is wired already.
        rule(coverage::wire(Stranger.account()), &[]),
        rule(coverage::register_payer(Stranger.account(), token), &[Owner]),
        rule(coverage::set_officer(FIRST, Stranger.account(), Role::Examiner.set()), &[Admin]),
        rule(coverage::draft_plan(FIRST, None, plan()), &[Admin]),
        rule(coverage::add_fees(NEW_PLAN, fees()), &[Admin]),
        rule(coverage::publish_plan(NEW_PLAN), &[Admin]),
        rule(coverage::enrol(policy(TODAY)), &[Enrolment]),
        rule(ask, &[Provider, Examiner]),
        rule(coverage::decide_authorisation(FIRST.into(), AuthorisationDecision::Approve), &[Examiner]),
    ]
}

fn rules_of_claims() -> Vec<Rule> {
    use Person::*;
    let new = claim(5, tests(1), TODAY);
    let other = Stranger.account();
    vec![
        // They are wired already.
        rule(claims::wire(other, other), &[]),
        rule(claims::submit(FIRST, new.clone(), None), &[Provider, Examiner]),
        rule(claims::submit(FIRST, new.clone(), Some(FIRST.into())), &[Provider, Examiner]),
        // Each claim of a batch is refused for itself, which is no error of the message.
        rule(claims::submit_batch(FIRST, FIRST, vec![new]), &Person::ALL),
        rule(claims::readjudicate(SECOND.into()), &Person::ALL),
        rule(claims::review(SECOND.into(), Vec::new()), &[Examiner]),
        rule(claims::void(FIRST.into()), &[Provider, Examiner]),
        // For the settlement and the appeals contract alone.
        rule(claims::book(Booking::Deposit { payer: FIRST, amount: Cents(1) }), &[]),
        rule(claims::appeal(APPEALED, AppealStep::Uphold), &[]),
    ]
}

fn rules_of_settlement() -> Vec<Rule> {
    use Person::*;
    vec![
        // Anyone who allowed the contract to take the tokens.
        rule(settlement::deposit(FIRST, Cents(1)), &[Admin]),
        rule(settlement::withdraw(FIRST, Cents(1)), &[Treasurer]),
        rule(settlement::remit(FIRST, Provider.account(), vec![FIRST.into()]), &Person::ALL),
    ]
}

fn rules_of_appeals() -> Vec<Rule> {
    use Person::*;
    let (with_payer, with_reviewer) = (FIRST.into(), 3);
    vec![
        rule(appeals::file(FIRST.into(), GROUNDS), &[Provider, Patient]),
        rule(appeals::decide(with_payer, Ruling::Uphold, REASONS), &[Examiner]),
        rule(appeals::decide(with_reviewer, Ruling::Overturn(Vec::new()), REASONS), &[REVIEWER]),
        rule(appeals::appoint(Stranger.account(), true), &[Owner]),
    ]
}

fn rules_of_token() -> Vec<Rule> {
    use Person::*;
    let to = Board.account();
    vec![
        rule(stablecoin::mint(to, 1), &[Owner]),
        rule(stablecoin::transfer(to, 1, Vec::new()), &[Admin, Stranger, Board]),
        rule(stablecoin::transfer_from(Stranger.account(), to, 1, Vec::new()), &[Newcomer, Stranger]),
        rule(stablecoin::approve(to, 1), &Person::ALL),
        rule(stablecoin::increase_allowance(to, 1), &Person::ALL),
        rule(stablecoin::decrease_allowance(Newcomer.account(), 1), &[Stranger, Newcomer]),
    ]
}

fn rules_of_ownership(contract: Contract) -> Vec<Rule> {
    use Person::*;
    vec![
        always(administered::administer(contract, Command::Offer { to: Stranger.account() }), &[Owner]),
        always(administered::administer(contract, Command::CancelOffer), &[Owner]),
        always(administered::administer(contract, Command::Accept), &[Newcomer]),
        rule(administered::administer(contract, Command::Pause), &[Owner]),
    ]
}

fn rules(suite: &Suite) -> Vec<Rule> {
    let mut rules: Vec<_> = Contract::owned().flat_map(rules_of_ownership).collect();
    rules.extend(rules_of_token());
    rules.extend(rules_of_boards(suite));
    rules.extend(rules_of_attestations(suite));
    rules.extend(rules_of_credentials());
    rules.extend(rules_of_consent());
    rules.extend(rules_of_guardians());
    rules.extend(rules_of_disclosures());
    rules.extend(rules_of_coverage(suite));
    rules.extend(rules_of_claims());
    rules.extend(rules_of_settlement());
    rules.extend(rules_of_appeals());
    rules
}

/// Tries every cell; a refusal has to leave everything as it was.
fn assert_cells(suite: &mut Suite, rules: &[Rule], paused: bool) {
    let before = suite.chain.state();
    for Rule { message, allowed, stops } in rules {
        for person in Person::ALL {
            let expected = allowed.contains(&person) && !(paused && *stops);
            let at = suite.at.of(message.contract);
            let (reply, after) = suite.chain.trial(person.account(), at, message.payload());
            let cell =
                format!("{}::{} by {person:?}, paused: {paused}", message.contract.name(), message.label);
            assert_eq!(reply.succeeded(), expected, "{cell}: {reply:?}");
            assert!(expected || after == before, "{cell} was refused and changed something");
        }
    }
}

#[test]
fn each_message_succeeds_for_just_those_who_may_send_it() {
    let mut suite = suite();
    let rules = rules(&suite);
    assert_cells(&mut suite, &rules, false);
    // Not before: without a pause there is nothing to end.
    for contract in Contract::owned() {
        suite.done(Person::Owner, &administered::administer(contract, Command::Pause));
    }
    assert_cells(&mut suite, &rules, true);
    let unpause: Vec<_> = Contract::owned()
        .map(|contract| always(administered::administer(contract, Command::Unpause), &[Person::Owner]))
        .collect();
    assert_cells(&mut suite, &unpause, true);
}

#[test]
fn no_message_that_writes_is_left_out() {
    let suite = suite();
    let mut covered: BTreeSet<_> =
        rules(&suite).iter().map(|rule| (rule.message.contract, rule.message.label)).collect();
    for contract in Contract::ALL {
        for label in contract.artifact().mutating() {
            assert!(covered.remove(&(contract, label)), "{}::{label} has no row", contract.name());
        }
    }
    assert!(covered.is_empty(), "{covered:?} write nothing");
}

#[test]
fn roles_are_given_by_the_payers_admin_alone_and_are_those_of_the_payer() {
    let mut suite = Suite::ready();
    let token = suite.at.of(Contract::Stablecoin);
    let stranger = Person::Stranger;
    let second = suite.done(Person::Owner, &coverage::register_payer(stranger.account(), token));
    let all = RoleSet::ALL;
    suite.done(stranger, &coverage::set_officer(second, stranger.account(), all));
    let error = suite.refused(stranger, &coverage::set_officer(FIRST, stranger.account(), all));
    assert_eq!(error, ::coverage::Error::NotPayerAdmin);
    let error = suite.refused(stranger, &settlement::withdraw(FIRST, Cents(1)));
    assert_eq!(error, ::settlement::Error::MissingRole { role: Role::Treasurer });
    let error = suite.refused(stranger, &coverage::enrol(Policy { plan: PLAN, ..policy(TODAY) }));
    assert_eq!(error, ::coverage::Error::MissingRole { role: Role::Enrolment });
    let error = suite.refused(stranger, &claims::submit(FIRST, claim(9, tests(1), TODAY), None));
    assert_eq!(error, ClaimsError::NotSubmitter);
}
