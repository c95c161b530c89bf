//! What every message and every view costs on a node of our own chain, in a fixed state.
//!
//! `HEALINK_UPDATE_COSTS=1` renews the snapshot.
#![allow(clippy::unwrap_used, clippy::arithmetic_side_effects, clippy::cast_possible_truncation)]

use std::{collections::BTreeSet, time::Instant};

use ::boards::Arrangement;
use ::credentials::Of;
use healink_access::Command;
use healink_domain::{
    blake2_256,
    claims::{Authorisation, Role, RoleSet, MAX_LINES},
    consent::{Effect, Grantee, Terms},
    credentials::{
        AsOf, Attestation, Confirmation, Disclosure, Field, IssueRequest, Kind, Question, Reason,
        StatusCommand, Venue, MAX_STEPS,
    },
    Cents, Day, Digest,
};
use healink_e2e::{
    costs::{Cost, Snapshot, YARDSTICK},
    deployment::CHAIN,
    fixtures::*,
    messages::{administered, attestations, boards, claims, consent, credentials, stablecoin, verifier},
    signed, Contract, Message, Node, Person, Reply,
};
use healink_interfaces::BoardUpdate;
use ink_e2e::tokio::runtime::Runtime;

/// A message in a case that is measured.
struct Case {
    by: Person,
    message: Message<()>,
    name: &'static str,
}

fn case<R>(by: Person, message: Message<R>, name: &'static str) -> Case {
    Case { by, message: message.untyped(), name }
}

/// Items of a full page.
const PAGE: u32 = healink_interfaces::MAX_PAGE;

/// A claim with as many lines as there can be: the third one, after those of the extras.
const FULL: u64 = 3;

/// What is there besides the preparation and the extras: lists that fill a page.
fn lists(today: Day) -> Vec<(Person, Message<()>)> {
    use Person::{Board, OtherProvider, Patient, Provider};
    let mut messages = vec![(Provider, claims::submit(claim(3, tests(MAX_LINES), today)).untyped())];
    // Each on a day of its own, so that none is a duplicate.
    messages.extend((0..PAGE as u8).map(|number| {
        let claim = healink_domain::claims::Claim {
            service_day: Day(today.0 - 2 - u32::from(number)),
            ..claim(10 + number, tests(1), today)
        };
        (Provider, claims::submit(claim).untyped())
    }));
    let kinds = [Kind::DeaRegistration, Kind::Education];
    let held = |number: u32| {
        let kind = kinds[(number % 2) as usize];
        IssueRequest { kind, npi: other_npi(), ..licence(OtherProvider, today) }
    };
    // As many as one board may issue to one provider, with what the extras issued.
    let share = healink_domain::credentials::MAX_OF_BOARD as u32 - 1;
    messages.push((Board, credentials::issue(FIRST, (0..share).map(held).collect()).untyped()));
    let others = (0..PAGE - share).map(|number| {
        let provider = healink_domain::Account([number as u8; 32]);
        IssueRequest { provider, ..held(number) }
    });
    messages.push((Board, credentials::issue(FIRST, others.collect()).untyped()));
    let grantees = [Person::Stranger, Provider];
    messages.extend((0..PAGE).map(|number| {
        let grantee = Grantee::Account(grantees[(number % 2) as usize].account());
        (Patient, consent::grant(Terms { grantee, ..payment_terms(Effect::Permit, today) }).untyped())
    }));
    messages
}

fn of_credentials(today: Day) -> Vec<Case> {
    use Person::{Board, Newcomer, OtherProvider, Provider, Stranger};
    let issue = |request| credentials::issue(FIRST, vec![request]);
    let another = IssueRequest { kind: Kind::MalpracticeCover, ..licence(Provider, today) };
    let first = IssueRequest { provider: Newcomer.account(), ..licence(Provider, today) };
    let renewal =
        IssueRequest { renews: Some(FIRST.into()), expires_on: today.plus(800), ..licence(Provider, today) };
    let many = |count: u8, providers: u8| -> Vec<_> {
        let provider = |number| healink_domain::Account([100 + number / (count / providers); 32]);
        (0..count)
            .map(|number| IssueRequest { provider: provider(number), ..licence(Provider, today) })
            .collect()
    };
    let check = |person: Person, requirements| credentials::check_many(person.account(), requirements);
    let eight = vec![licensed(today); healink_interfaces::MAX_REQUIREMENTS];
    let list = |of, wanted| credentials::list(of, 0, wanted);
    let of_provider = |person: Person| Of::Provider(person.account());
    let officer = BoardUpdate::Officer { board: FIRST, account: Newcomer.account(), acts: true };
    vec![
        case(Stranger, credentials::record(officer), "refused to anyone"),
        case(Board, issue(first), "a provider's first"),
        case(Board, issue(another), "another kind"),
        case(Board, issue(licence(Provider, today)), "the second of its kind"),
        case(Board, issue(renewal), "a renewal in a batch of one"),
        case(Board, credentials::issue(FIRST, many(30, 30)), "a batch of 30 for 30 providers"),
        case(Board, credentials::issue(FIRST, many(50, 2)), "a batch of 50 for two providers"),
        case(Stranger, check(Provider, vec![licensed(today)]), "one requirement"),
        case(Stranger, check(Newcomer, vec![licensed(today)]), "nothing held"),
        case(Stranger, check(Provider, eight), "eight requirements of one kind"),
        case(Stranger, check(OtherProvider, vec![licensed(today)]), "a provider who holds 32"),
        case(Stranger, credentials::credential(FIRST.into()), "there"),
        case(Stranger, list(of_provider(Provider), PAGE), "one credential of a provider"),
        case(Stranger, list(of_provider(OtherProvider), PAGE), "32 credentials of a provider"),
        case(Stranger, list(Of::Board(FIRST), 1), "one credential of a board"),
        case(Stranger, list(Of::Board(FIRST), PAGE), "a full page of a board"),
    ]
}

fn of_boards(today: Day) -> Vec<Case> {
    use Person::{Board, Newcomer, Owner, Provider, Stranger};
    let change = |id: u32, command, reason| boards::change(id.into(), command, reason);
    let arrange = |arrangement| boards::arrange(FIRST, arrangement);
    let (officer, when) = (Board.account(), AsOf::now(today));
    vec![
        case(Owner, boards::wire(Stranger.account()), "refused: done already"),
        case(Owner, boards::accredit(application(Stranger, today), None), "a board"),
        case(Owner, boards::order(FIRST, SUSPEND), "to suspend"),
        case(Owner, boards::order(SECOND, REINSTATE), "to reinstate"),
        case(Board, arrange(Arrangement::Appoint(Newcomer.account())), "an officer"),
        case(Board, arrange(Arrangement::TwoPersons), "two persons"),
        case(Board, change(FIRST, StatusCommand::Suspend, Reason::Safety), "to suspend"),
        case(Board, change(SECOND, StatusCommand::Reinstate, Reason::Cleared), "to reinstate"),
        case(Board, change(FIRST, StatusCommand::Revoke, Reason::Safety), "to revoke"),
        case(Owner, boards::correct_npi(Provider.account(), other_npi()), "a provider's"),
        case(Stranger, boards::board(FIRST), "there"),
        case(Stranger, boards::officers(FIRST), "one"),
        case(Stranger, boards::proposal(FIRST.into()), "none"),
        case(Stranger, boards::list(0, PAGE), "two boards"),
        case(Stranger, boards::credentials(), "there"),
        case(Stranger, boards::acts(FIRST, officer), "an officer"),
        case(Stranger, boards::voices(vec![FIRST], Kind::StateLicence, place(), when), "one board"),
    ]
}

fn of_attestations(node: &Node) -> Vec<Case> {
    use Person::{Board, Owner, Stranger};
    let (today, venue) = (node.today, node.at.of(Contract::Attestations));
    let deadline = today.plus(7);
    let another = IssueRequest { kind: Kind::MalpracticeCover, ..licence(Person::Provider, today) };
    let attestation = Attestation { deadline, ..signed::attestation(1, vec![another]) };
    let venue = Venue { chain: CHAIN, contract: venue };
    let signature = Board.key().sign(&attestation.signed_bytes(&venue, blake2_256)).0;
    let (fact, value) = (signed::fact(), Digest([1; 32]));
    let confirm = attestations::confirm(FIRST, Confirmation { fact, value: Some(value) });
    let question = Question { fact, value, boards: vec![FIRST], needed: 0, when: AsOf::now(today) };
    let bytes = attestation.signed_bytes(&venue, blake2_256);
    let field = Field { salt: [1; 16], name: "licence.number".into(), value: "A-1".into() };
    let shown = Disclosure { field, path: vec![Digest([2; 32]); MAX_STEPS] };
    vec![
        case(Owner, attestations::wire(Stranger.account()), "refused: done already"),
        case(Owner, attestations::set_verifier(None), "none"),
        case(Stranger, attestations::submit(attestation.clone(), signature), "one credential"),
        case(Board, attestations::cancel(5), "a nonce"),
        case(Board, confirm, "a fact"),
        case(Stranger, attestations::confirmed(question), "one board asked"),
        case(Stranger, attestations::words(fact, FIRST), "none"),
        case(
            Stranger,
            attestations::disclosed(FIRST.into(), vec![shown]),
            "refused: a field not in the document",
        ),
        case(Stranger, attestations::signed_bytes(attestation), "one credential"),
        case(Stranger, attestations::venue(), "there"),
        case(Stranger, attestations::contracts(), "there"),
        case(Stranger, verifier::verify(Board.account(), signature, bytes), "a good one"),
    ]
}

fn of_consent(today: Day) -> Vec<Case> {
    use Person::{Newcomer, Patient, Stranger};
    let terms = |grantee| consent::grant(Terms { grantee, ..payment_terms(Effect::Permit, today) });
    let class = Grantee::Credentialed { kind: Kind::StateLicence, jurisdiction: Some(place()) };
    let (patient, query) = (Patient.account(), payment_query(today));
    vec![
        case(Newcomer, terms(payer_grantee()), "a patient's first"),
        case(Patient, terms(Grantee::Account(Newcomer.account())), "to a new account"),
        case(Patient, terms(payer_grantee()), "the second to an account"),
        case(Patient, terms(class), "to a class of providers"),
        case(Patient, consent::revoke(payer_grantee(), FIRST), "one grant"),
        case(Patient, consent::revoke_all(payer_grantee()), "one grant"),
        case(Stranger, consent::decide(patient, query), "permitted to an account"),
        case(Stranger, consent::decide(Newcomer.account(), query), "no consent"),
        case(Stranger, consent::grants_by_patient(patient, 0, 1), "one grant"),
        case(Stranger, consent::grants_by_patient(patient, 0, PAGE), "a full page"),
        case(Stranger, consent::grants_to(Person::Admin.account(), 0, PAGE), "one grant"),
        case(Stranger, consent::grants_to(Stranger.account(), 0, PAGE), "25 grants of one patient"),
        case(Stranger, consent::credentials(), "there"),
    ]
}

fn of_claims(node: &Node) -> Vec<Case> {
    use Person::{Admin, Enrolment, Examiner, Owner, Provider, Stranger, Treasurer};
    let (today, provider) = (node.today, Provider.account());
    let promise = Authorisation { policy: FIRST, provider, code: SURGERY, period: long(today), units: 1 };
    let officer = Examiner.account();
    let token = node.at.of(Contract::Stablecoin);
    // On the day itself nothing was billed yet.
    let new = |lines| {
        claims::submit(healink_domain::claims::Claim { service_day: today, ..claim(9, lines, today) })
    };
    let large = vec![line(laboratory(0), 1, 500_001)];
    vec![
        case(Owner, claims::register_payer(Stranger.account(), token), "a new one"),
        case(Admin, claims::set_officer(FIRST, Stranger.account(), Role::Examiner.set()), "a new officer"),
        case(Admin, claims::set_officer(FIRST, officer, RoleSet::EMPTY), "an officer no more"),
        case(Admin, claims::draft_plan(FIRST, None, plan()), "six benefits"),
        case(Admin, claims::add_fees(NEW_PLAN, vec![other_fee(0)]), "one"),
        case(Admin, claims::add_fees(NEW_PLAN, (0..50).map(other_fee).collect()), "fifty"),
        case(Admin, claims::publish_plan(NEW_PLAN), "a draft"),
        case(Enrolment, claims::enrol(policy(today)), "a member"),
        case(Examiner, claims::authorise(promise), "a service"),
        case(Provider, new(tests(1)), "one line"),
        case(Provider, new(three_lines()), "three lines"),
        case(Provider, new(tests(MAX_LINES)), "32 lines"),
        case(Provider, new(large), "one line that waits for a review"),
        case(Stranger, claims::readjudicate(SECOND.into()), "one line that still waits"),
        case(Examiner, claims::review(SECOND.into()), "one line"),
        case(Stranger, claims::pay(FIRST.into()), "a provider's first"),
        case(Admin, claims::deposit(FIRST, Cents(1)), "by the admin"),
        case(Treasurer, claims::withdraw(FIRST, Cents(1)), "part of it"),
        case(Stranger, claims::payer(FIRST), "there"),
        case(Stranger, claims::escrow(FIRST), "there"),
        case(Stranger, claims::roles(FIRST, officer), "an officer"),
        case(Stranger, claims::plan(PLAN), "six benefits"),
        case(Stranger, claims::fee(PLAN, VISIT), "there"),
        case(Stranger, claims::policy(FIRST), "there"),
        case(Stranger, claims::accumulators(FIRST, today.year()), "this year"),
        case(Stranger, claims::authorisation(FIRST.into()), "not there"),
        case(Stranger, claims::claim(FIRST.into()), "three lines"),
        case(Stranger, claims::claim(FULL), "32 lines"),
        case(Stranger, claims::lines(FIRST.into()), "three lines"),
        case(Stranger, claims::lines(FULL), "32 lines"),
        case(Stranger, claims::claim_by_document(FIRST, Digest([1; 32])), "there"),
        case(Stranger, claims::claims_of(FIRST, 0, 1), "one claim"),
        case(Stranger, claims::claims_of(FIRST, 0, PAGE), "a full page"),
        case(Stranger, claims::claims_by_payer(FIRST, 0, PAGE), "a full page"),
        case(Stranger, claims::claims_by_provider(provider, 0, PAGE), "a full page"),
    ]
}

fn of_token() -> Vec<Case> {
    use Person::{Admin, Newcomer, Owner, Stranger, Treasurer};
    let (from, to) = (Stranger.account(), Treasurer.account());
    vec![
        case(Owner, stablecoin::mint(Stranger.account(), 1), "to an account that holds some"),
        case(Admin, stablecoin::transfer(to, 1, Vec::new()), "to a fresh account"),
        case(Admin, stablecoin::transfer(from, 1, Vec::new()), "to an account that holds some"),
        case(Newcomer, stablecoin::transfer_from(from, to, 1, Vec::new()), "to a fresh account"),
        case(Stranger, stablecoin::approve(to, 1), "a new allowance"),
        case(Stranger, stablecoin::increase_allowance(to, 1), "a new allowance"),
        case(Stranger, stablecoin::decrease_allowance(Newcomer.account(), 1), "part of it"),
        case(Stranger, stablecoin::total_supply(), "there"),
        case(Stranger, stablecoin::balance_of(from), "there"),
        case(Stranger, stablecoin::allowance(from, Newcomer.account()), "there"),
        case(Stranger, stablecoin::token_name(), "there"),
        case(Stranger, stablecoin::token_symbol(), "there"),
        case(Stranger, stablecoin::token_decimals(), "there"),
    ]
}

fn of_ownership(contract: Contract) -> Vec<Case> {
    use Person::{Newcomer, Owner, Stranger};
    vec![
        case(Stranger, administered::administration(contract), "on offer"),
        case(Owner, administered::administer(contract, Command::Offer { to: Stranger.account() }), "anew"),
        case(Owner, administered::administer(contract, Command::CancelOffer), "the offer cancelled"),
        case(Newcomer, administered::administer(contract, Command::Accept), "the offer accepted"),
        case(Owner, administered::administer(contract, Command::Pause), "paused"),
    ]
}

async fn measure(node: &mut Node, cases: Vec<Case>, into: &mut Snapshot) {
    for Case { by, message, name } in cases {
        let row = format!("{}::{}, {name}", message.contract.name(), message.label);
        let estimate = node.estimate(by, &message).await;
        assert!(matches!(estimate.reply, Reply::Returned { .. }), "{row}: {:?}", estimate.reply);
        let expected = !name.starts_with("refused");
        assert_eq!(estimate.reply.succeeded(), expected, "{row}: {:?}", estimate.reply);
        let (ref_time, proof_size, deposit) = (estimate.ref_time, estimate.proof_size, estimate.deposit);
        let present = into.messages.insert(row.clone(), Cost { ref_time, proof_size, deposit });
        assert!(present.is_none(), "{row} is there twice");
    }
}

/// Measures everything in the fixed state.
async fn measured() -> Snapshot {
    let mut snapshot = Snapshot::default();
    for contract in Contract::ALL {
        snapshot.wasm.insert(contract.name().into(), contract.artifact().wasm.len() as u64);
    }
    let began = Instant::now();
    let mut node = Node::start().await;
    node.prepare().await;
    node.send_all(extras(node.today)).await;
    node.send_all(lists(node.today)).await;
    println!("the state is prepared, {} s", began.elapsed().as_secs());
    let cases = of_claims(&node);
    measure(&mut node, cases, &mut snapshot).await;
    let today = node.today;
    measure(&mut node, of_credentials(today), &mut snapshot).await;
    measure(&mut node, of_boards(today), &mut snapshot).await;
    let cases = of_attestations(&node);
    measure(&mut node, cases, &mut snapshot).await;
    measure(&mut node, of_consent(today), &mut snapshot).await;
    measure(&mut node, of_token(), &mut snapshot).await;
    for contract in Contract::owned() {
        measure(&mut node, of_ownership(contract), &mut snapshot).await;
    }
    // A grant for a class of providers makes the registry ask; it would change what the rows above cost.
    let class = Grantee::Credentialed { kind: Kind::StateLicence, jurisdiction: Some(place()) };
    let terms = Terms { grantee: class, ..payment_terms(Effect::Permit, today) };
    node.send(Person::Patient, &consent::grant(terms)).await;
    let query = healink_domain::consent::Query { actor: Person::Provider.account(), ..payment_query(today) };
    let decide =
        case(Person::Stranger, consent::decide(Person::Patient.account(), query), "a class is asked for");
    measure(&mut node, vec![decide], &mut snapshot).await;
    for contract in Contract::owned() {
        node.send(Person::Owner, &administered::administer(contract, Command::Pause)).await;
        let unpause =
            case(Person::Owner, administered::administer(contract, Command::Unpause), "the pause ended");
        measure(&mut node, vec![unpause], &mut snapshot).await;
    }
    println!("measured {} rows, {} s", snapshot.messages.len(), began.elapsed().as_secs());
    snapshot
}

/// Label of a row's contract and message.
fn message_of(row: &str) -> (&str, &str) {
    row.split_once(", ").unwrap().0.split_once("::").unwrap()
}

/// Whether a row's message changes nothing.
fn is_view(row: &str) -> bool {
    let (contract, label) = message_of(row);
    let contract = Contract::ALL.into_iter().find(|known| known.name() == contract).unwrap();
    let mutating: BTreeSet<_> = contract.artifact().mutating().collect();
    !mutating.contains(label)
}

fn print(snapshot: &Snapshot) {
    for (contract, size) in &snapshot.wasm {
        println!("{contract:>12} {size:>8} B of Wasm");
    }
    let yardstick = snapshot.messages[YARDSTICK].ref_time as f64;
    println!("{:<66} {:>9} {:>6} {:>9} {:>12}", "message", "ms", "x", "proof B", "deposit");
    for (row, cost) in &snapshot.messages {
        let time = cost.ref_time as f64;
        let (millis, multiple) = (time / 1e9, time / yardstick);
        println!("{row:<66} {millis:>9.3} {multiple:>6.2} {:>9} {:>12}", cost.proof_size, cost.deposit);
    }
}

#[test]
fn no_message_costs_more_than_is_recorded_and_budgeted() {
    let measured = Runtime::new().unwrap().block_on(measured());
    print(&measured);
    let rows: BTreeSet<_> = measured.messages.keys().map(|row| message_of(row)).collect();
    for contract in Contract::ALL {
        for label in contract.artifact().labels() {
            assert!(rows.contains(&(contract.name(), label)), "{}::{label} has no row", contract.name());
        }
    }
    if std::env::var_os("HEALINK_UPDATE_COSTS").is_some_and(|value| value == "1") {
        measured.write();
    }
    let mut findings = Snapshot::read().compare(&measured);
    findings.extend(measured.over_budget(is_view));
    let said: Vec<_> = findings.iter().map(ToString::to_string).collect();
    assert!(said.is_empty(), "{}\nrenew with HEALINK_UPDATE_COSTS=1 what has to rise", said.join("\n"));
}
