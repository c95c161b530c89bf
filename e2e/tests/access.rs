//! Who may do what, and when: every message that writes × everybody × running and paused, each cell asserted.
#![allow(clippy::unwrap_used, clippy::arithmetic_side_effects)]

use std::collections::BTreeSet;

use ::boards::Arrangement;
use healink_access::Command;
use healink_domain::{
    claims::{Authorisation, Policy, Role, RoleSet},
    consent::Effect,
    credentials::{Confirmation, IssueRequest, Kind, Reason, StatusCommand},
    Cents, Digest,
};
use healink_e2e::{
    fixtures::*,
    messages::{administered, attestations, boards, claims, consent, credentials, stablecoin},
    signed, Contract, Message, Person, Suite, TODAY,
};
use healink_interfaces::BoardUpdate;

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
        rule(consent::grant(payment_terms(Effect::Deny, TODAY)), &Person::ALL),
        always(consent::revoke(payer_grantee(), FIRST), &[Patient]),
        // Whoever has no grants withdraws none, which is no error.
        always(consent::revoke_all(payer_grantee()), &Person::ALL),
    ]
}

fn rules_of_claims(suite: &Suite) -> Vec<Rule> {
    use Person::*;
    let provider = Provider.account();
    let promise = Authorisation { policy: FIRST, provider, code: SURGERY, period: long(TODAY), units: 1 };
    let token = suite.at.of(Contract::Stablecoin);
    vec![
        rule(claims::register_payer(Stranger.account(), token), &[Owner]),
        rule(claims::set_officer(FIRST, Stranger.account(), Role::Examiner.set()), &[Admin]),
        rule(claims::draft_plan(FIRST, None, plan()), &[Admin]),
        rule(claims::add_fees(NEW_PLAN, fees()), &[Admin]),
        rule(claims::publish_plan(NEW_PLAN), &[Admin]),
        rule(claims::enrol(policy(TODAY)), &[Enrolment]),
        rule(claims::authorise(promise), &[Examiner]),
        rule(claims::submit(claim(3, tests(1), TODAY)), &[Provider, Examiner]),
        rule(claims::readjudicate(SECOND.into()), &Person::ALL),
        rule(claims::review(SECOND.into()), &[Examiner]),
        rule(claims::pay(FIRST.into()), &Person::ALL),
        // Anyone who allowed the contract to take the tokens.
        rule(claims::deposit(FIRST, Cents(1)), &[Admin]),
        rule(claims::withdraw(FIRST, Cents(1)), &[Treasurer]),
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
    rules.extend(rules_of_claims(suite));
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
    let mut suite = suite();
    let token = suite.at.of(Contract::Stablecoin);
    let second = suite.done(Person::Owner, &claims::register_payer(Person::Stranger.account(), token));
    let all = RoleSet::ALL;
    suite.done(Person::Stranger, &claims::set_officer(second, Person::Stranger.account(), all));
    let error = suite.refused(Person::Stranger, &claims::set_officer(FIRST, Person::Stranger.account(), all));
    assert_eq!(error, ::claims::Error::NotPayerAdmin);
    let error = suite.refused(Person::Stranger, &claims::withdraw(FIRST, Cents(1)));
    assert_eq!(error, ::claims::Error::MissingRole { role: Role::Treasurer });
    let error = suite.refused(Person::Stranger, &claims::enrol(Policy { plan: PLAN, ..policy(TODAY) }));
    assert_eq!(error, ::claims::Error::MissingRole { role: Role::Enrolment });
    let error = suite.refused(Person::Stranger, &claims::submit(claim(9, tests(1), TODAY)));
    assert_eq!(error, ::claims::Error::NotSubmitter);
}
