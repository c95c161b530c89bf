//! What every message and every view costs on a node of our own chain, in a fixed state.
//!
//! `HEALINK_UPDATE_COSTS=1` renews the snapshot.
#![allow(clippy::unwrap_used, clippy::arithmetic_side_effects, clippy::cast_possible_truncation)]

use std::{collections::BTreeSet, time::Instant};

use ::boards::Arrangement;
use ::claims::{List as ClaimList, MAX_BATCH, MAX_BATCH_LINES};
use ::consent::GrantList;
use ::coverage::{List, Whose};
use ::credentials::Of;
use ::disclosures::Governance;
use healink_access::Command;
use healink_domain::{
    blake2_256,
    claims::{AuthorisationDecision, Docket, Role, RoleSet, Ruling, MAX_LINES},
    consent::{CareCommand, Effect, Grantee, Lock, Standing, SwitchTerms, Terms, MAX_GRANTS},
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
    messages::{
        administered, appeals, attestations, boards, claims, consent, coverage, credentials, disclosures,
        guardians, settlement, stablecoin, verifier,
    },
    signed, Contract, Message, Node, Person, Reply,
};
use healink_interfaces::{AppealStep, BoardUpdate, Booking, MAX_REMITTED};
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

/// Of a message that only another contract may send, or that worked once already: what its refusal costs.
const REFUSED: &str = "refused";

/// Items of a full page.
const PAGE: u32 = healink_interfaces::MAX_PAGE;

/// A claim with as many lines as there can be: the first one after those of the extras.
const FULL: u64 = 5;

/// The first of as many paid claims as one remittance takes.
const PAGED: u64 = FULL + 1;

/// What is there besides the preparation and the extras: lists that fill a page.
fn lists(today: Day) -> Vec<(Person, Message<()>)> {
    use Person::{Board, OtherProvider, Patient, Provider};
    let full = claims::submit(FIRST, claim(5, tests(MAX_LINES), today), None);
    let mut messages = vec![(Provider, full.untyped())];
    // Each on a day of its own, so that none is a duplicate, after those of the extras.
    messages.extend((0..PAGE as u8).map(|number| {
        let claim = healink_domain::claims::Claim {
            service_day: Day(today.0 - 5 - u32::from(number)),
            ..claim(10 + number, vec![line(VISIT, 1, 12_000)], today)
        };
        (Provider, claims::submit(FIRST, claim, None).untyped())
    }));
    messages.extend((0..PAGE as u8).map(|number| {
        let document = Digest([100 + number; 32]);
        (Provider, coverage::request_authorisation(surgery_ahead(1, today), document).untyped())
    }));
    messages.extend(
        (0..u64::from(PAGE)).map(|number| (Patient, appeals::file(PAGED + number, GROUNDS).untyped())),
    );
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
    let grantees = [Person::Stranger, Person::Treasurer];
    messages.extend((0..PAGE).map(|number| {
        let grantee = Grantee::Account(grantees[(number % 2) as usize].account());
        (Patient, consent::give(Terms { grantee, ..payment_terms(Effect::Permit, today) }).untyped())
    }));
    // The examiner has as many grants as there can be between two; the first has ended.
    let examiner = Grantee::Account(Person::Examiner.account());
    let full = Terms { grantee: examiner, ..payment_terms(Effect::Permit, today) };
    messages.extend((0..MAX_GRANTS).map(|_| (Patient, consent::give(full.clone()).untyped())));
    // A log of which one page is full.
    let attempt = || (Person::Stranger, disclosures::access(Patient.account(), payment_request()).untyped());
    messages.extend((0..PAGE).map(|_| attempt()));
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
    use Person::{Examiner, Newcomer, Patient, Stranger};
    let terms = |grantee| consent::give(Terms { grantee, ..payment_terms(Effect::Permit, today) });
    let denial = |grantee| consent::give(Terms { grantee, ..payment_terms(Effect::Deny, today) });
    let class = Grantee::Credentialed { kind: Kind::StateLicence, jurisdiction: Some(place()) };
    let (patient, query) = (Patient.account(), payment_query(today));
    let full = Grantee::Account(Examiner.account());
    let by_examiner = healink_domain::consent::Query { actor: Examiner.account(), ..query };
    let to = |person: Person| GrantList::Grantee(person.account());
    let of_patient = GrantList::Patient(patient);
    vec![
        case(Newcomer, terms(payer_grantee()), "a patient's first"),
        case(Patient, terms(Grantee::Account(Newcomer.account())), "to a new account"),
        case(Patient, terms(payer_grantee()), "the second to an account"),
        case(
            Patient,
            consent::grant(payment_terms(Effect::Permit, today), Some(FIRST), None),
            "in another's place",
        ),
        case(Patient, terms(class), "to a class of providers"),
        case(Patient, denial(full), "a denial in a full ledger"),
        case(Patient, consent::revoke(payer_grantee(), FIRST), "one grant"),
        case(Patient, consent::revoke_all(full), "all of a full ledger"),
        case(Stranger, consent::decide(patient, query), "permitted to an account"),
        case(Stranger, consent::decide(patient, by_examiner), "by a full ledger"),
        case(Stranger, consent::decide(Newcomer.account(), query), "no consent"),
        case(Stranger, consent::grants(of_patient, 0, 1), "one grant of a patient"),
        case(Stranger, consent::grants(of_patient, 0, PAGE), "a full page of a patient"),
        case(Stranger, consent::grants(to(Person::Admin), 0, PAGE), "one grant to an account"),
        case(Stranger, consent::grants(to(Stranger), 0, PAGE), "25 grants to an account"),
        case(Stranger, consent::standing(patient), "there"),
        case(Stranger, consent::registries(), "there"),
        case(Person::Owner, consent::name_guardians(patient), "not again"),
        case(Person::Owner, consent::set_standing(patient, Standing::default()), "not by the owner"),
    ]
}

fn of_guardians(today: Day) -> Vec<Case> {
    use Person::{Owner, Patient, Stranger};
    let patient = Patient.account();
    let arrange = |command| guardians::arrange(patient, command);
    let lock = CareCommand::Lock(Some(Lock { until: today.plus(9), order: Digest([1; 32]) }));
    let watch = SwitchTerms { custodian: Stranger.account(), silence_days: 90, warning_days: 30 };
    let terms = payment_terms(Effect::Permit, today);
    vec![
        case(ATTORNEY, guardians::grant(patient, terms, None), "by an attorney"),
        case(ATTORNEY, guardians::withdraw(patient, payer_grantee(), Some(FIRST)), "by an attorney"),
        case(Patient, arrange(power_of_attorney(today)), "an attorney appointed"),
        case(Patient, arrange(CareCommand::Watch(Some(watch))), "a custodian named"),
        case(Owner, arrange(lock), "a court's lock"),
        case(Stranger, guardians::care(patient), "an attorney"),
        case(Stranger, guardians::consent(), "there"),
    ]
}

fn of_disclosures() -> Vec<Case> {
    use Person::{Admin, Newcomer, Owner, Patient, Provider, Stranger};
    let (patient, provider) = (Patient.account(), Provider.account());
    let appoint = Governance::Appoint { reviewer: Stranger.account() };
    vec![
        case(Admin, disclosures::access(patient, payment_request()), "permitted"),
        case(Stranger, disclosures::access(patient, payment_request()), "an attempt, put down as refused"),
        case(
            Provider,
            disclosures::break_glass(Newcomer.account(), Digest([1; 32])),
            "the first with a patient",
        ),
        case(REVIEWER, disclosures::review(FIRST.into(), true, Digest([2; 32])), "justified"),
        case(Owner, disclosures::govern(appoint), "a reviewer appointed"),
        case(Stranger, disclosures::log_of(patient, 0, 1), "one entry"),
        case(Stranger, disclosures::log_of(patient, 0, PAGE), "a full page"),
        case(Stranger, disclosures::opening(FIRST.into()), "there"),
        case(Stranger, disclosures::unreviewed(0, PAGE), "one opening"),
        case(Stranger, disclosures::right(provider), "one opening to review"),
        case(Stranger, disclosures::is_reviewer(REVIEWER.account()), "one"),
        case(Stranger, disclosures::registries(), "there"),
    ]
}

fn of_coverage(node: &Node) -> Vec<Case> {
    use Person::{Admin, Enrolment, Examiner, Owner, Provider, Stranger};
    let (today, token) = (node.today, node.at.of(Contract::Stablecoin));
    let (officer, provider) = (Examiner.account(), Provider.account());
    let ask = || coverage::request_authorisation(surgery_ahead(1, today), Digest([1; 32]));
    let decide = |decision| coverage::decide_authorisation(FIRST.into(), decision);
    let year = today.year();
    let docket = healink_interfaces::Docket {
        payer: FIRST,
        policy: FIRST,
        funds: Cents(1),
        next: 1,
        ended: None,
        cases: Vec::new(),
    };
    vec![
        case(Owner, coverage::wire(Stranger.account()), REFUSED),
        case(Owner, coverage::register_payer(Stranger.account(), token), "a new one"),
        case(Admin, coverage::set_officer(FIRST, Stranger.account(), Role::Examiner.set()), "a new officer"),
        case(Admin, coverage::set_officer(FIRST, officer, RoleSet::EMPTY), "an officer no more"),
        case(Admin, coverage::draft_plan(FIRST, None, plan()), "six benefits"),
        case(Admin, coverage::add_fees(NEW_PLAN, vec![other_fee(0)]), "one"),
        case(Admin, coverage::add_fees(NEW_PLAN, (0..50).map(other_fee).collect()), "fifty"),
        case(Admin, coverage::publish_plan(NEW_PLAN), "a draft"),
        case(Enrolment, coverage::enrol(policy(today)), "a member"),
        case(Provider, ask(), "one service"),
        case(Examiner, decide(AuthorisationDecision::Approve), "approved"),
        case(Examiner, decide(AuthorisationDecision::Partial(vec![1])), "in part"),
        case(Stranger, coverage::adjudicate(docket), REFUSED),
        case(Stranger, coverage::plan(PLAN), "six benefits"),
        case(Stranger, coverage::fee(PLAN, VISIT), "there"),
        case(Stranger, coverage::policy(FIRST), "there"),
        case(Stranger, coverage::authorisation(FIRST.into()), "there"),
        case(Stranger, coverage::list(List::Policies(Person::Patient.account()), 0, PAGE), "one policy"),
        case(Stranger, coverage::list(List::Open(FIRST), 0, PAGE), "a full page"),
        case(Stranger, coverage::accumulators(Whose::Policy(FIRST), year), "this year"),
        case(Stranger, coverage::newest_claim(FIRST), "there"),
        case(Stranger, coverage::units_used(FIRST.into()), "none"),
        case(Stranger, coverage::contracts(), "there"),
        case(Stranger, coverage::office(FIRST, officer), "an officer"),
        case(Stranger, coverage::standing(FIRST, provider), "no officer"),
    ]
}

fn of_claims(node: &Node) -> Vec<Case> {
    use Person::{Examiner, Owner, Patient, Provider, Stranger};
    let (today, provider) = (node.today, Provider.account());
    // On the day itself nothing was billed yet.
    let of_today = |document, lines| healink_domain::claims::Claim {
        service_day: today,
        ..claim(document, lines, today)
    };
    let new = |lines| claims::submit(FIRST, of_today(9, lines), None);
    let replacing = claims::submit(FIRST, claim(9, three_lines(), today), Some(FIRST.into()));
    let large = vec![line(laboratory(0), 1, 500_001)];
    // Three lines each, all different, so that each of them is priced.
    let batch = |count: u8, each: u8| {
        let lines =
            |number: u8| (0..each).map(|test| line(laboratory(each * number + test), 1, 2_500)).collect();
        claims::submit_batch(
            FIRST,
            FIRST,
            (0..count).map(|number| of_today(200 + number, lines(number))).collect(),
        )
    };
    let booking = Booking::Deposit { payer: FIRST, amount: Cents(1) };
    let wired = Stranger.account();
    vec![
        case(Owner, claims::wire(wired, wired), REFUSED),
        case(Provider, new(tests(1)), "one line"),
        case(Provider, new(three_lines()), "three lines"),
        case(Provider, new(tests(MAX_LINES)), "32 lines"),
        case(Provider, new(large), "one line that waits for a review"),
        case(Provider, replacing, "three lines in place of three"),
        case(Provider, batch(1, 3), "one claim of three lines"),
        case(Provider, batch(MAX_BATCH as u8, 3), "a full batch of three lines each"),
        case(
            Provider,
            batch(MAX_BATCH as u8, (MAX_BATCH_LINES / MAX_BATCH) as u8),
            "a full batch of the most lines",
        ),
        case(Stranger, claims::readjudicate(SECOND.into()), "one line that still waits"),
        case(Examiner, claims::review(SECOND.into(), Vec::new()), "one line"),
        case(Provider, claims::void(FIRST.into()), "three lines"),
        case(Patient, claims::book(booking), REFUSED),
        case(Patient, claims::appeal(FIRST.into(), AppealStep::Uphold), REFUSED),
        case(Stranger, claims::claim(FIRST.into()), "three lines"),
        case(Stranger, claims::claim(FULL), "32 lines"),
        case(Stranger, claims::summary(FIRST.into()), "three lines"),
        case(Stranger, claims::claim_by_document(FIRST, Digest([1; 32])), "there"),
        case(Stranger, claims::claims(ClaimList::Policy(FIRST), 0, 1), "one claim"),
        case(Stranger, claims::claims(ClaimList::Policy(FIRST), 0, PAGE), "a full page of a policy"),
        case(Stranger, claims::claims(ClaimList::Payer(FIRST), 0, PAGE), "a full page of a payer"),
        case(Stranger, claims::claims(ClaimList::Provider(provider), 0, PAGE), "a full page of a provider"),
        case(Stranger, claims::statement(FIRST), "there"),
        case(Stranger, claims::owed(FIRST, provider), "nothing"),
        case(Stranger, claims::contracts(), "there"),
    ]
}

fn of_settlement() -> Vec<Case> {
    use Person::{Admin, Provider, Stranger, Treasurer};
    let provider = Provider.account();
    let remit = |claims| settlement::remit(FIRST, provider, claims);
    let many = (0..MAX_REMITTED as u64).map(|number| PAGED + number).collect();
    vec![
        case(Admin, settlement::deposit(FIRST, Cents(1)), "by the admin"),
        case(Treasurer, settlement::withdraw(FIRST, Cents(1)), "part of it"),
        case(Stranger, remit(vec![FIRST.into()]), "a provider's first"),
        case(Stranger, remit(many), "32 claims"),
        case(Stranger, settlement::callees(), "there"),
    ]
}

fn of_appeals() -> Vec<Case> {
    use Person::{Examiner, Owner, Patient, Stranger};
    let overturn = || Ruling::Overturn(Vec::new());
    let (with_payer, with_reviewer) = (FIRST.into(), 3);
    vec![
        case(Patient, appeals::file(FIRST.into(), GROUNDS), "with the payer"),
        case(Examiner, appeals::decide(with_payer, Ruling::Uphold, REASONS), "upheld by the payer"),
        case(Examiner, appeals::decide(with_payer, overturn(), REASONS), "overturned by the payer, one line"),
        case(REVIEWER, appeals::decide(with_reviewer, Ruling::Uphold, REASONS), "upheld by the reviewer"),
        case(Owner, appeals::appoint(Stranger.account(), true), "a new reviewer"),
        case(Stranger, appeals::appeal(FIRST.into()), "there"),
        case(Stranger, appeals::appeals_of(APPEALED_TWICE), "both levels"),
        case(Stranger, appeals::open(Docket::Payer(FIRST), 0, PAGE), "a full page"),
        case(Stranger, appeals::is_reviewer(REVIEWER.account()), "one"),
        case(Stranger, appeals::callees(), "there"),
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
        let expected =
            !matches!(name, "not held" | "not again" | "not by the owner") && !name.starts_with(REFUSED);
        assert_eq!(estimate.reply.succeeded(), expected, "{row}: {:?}", estimate.reply);
        let (ref_time, proof_size, deposit) = (estimate.ref_time, estimate.proof_size, estimate.deposit);
        let present = into.messages.insert(row.clone(), Cost { ref_time, proof_size, deposit });
        assert!(present.is_none(), "{row} is there twice");
    }
}

/// Puts down what one claim of a full batch costs, beside what it costs alone.
fn beside_the_single_one(snapshot: &mut Snapshot) {
    let Cost { ref_time, proof_size, deposit } =
        snapshot.messages["claims::submit_batch, a full batch of three lines each"];
    let count = MAX_BATCH as u64;
    let (ref_time, proof_size) = (ref_time / count, proof_size / count);
    let each = Cost { ref_time, proof_size, deposit: deposit / i128::from(count) };
    snapshot.messages.insert("claims::submit_batch, each claim of a full batch".into(), each);
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
    for cases in [of_coverage(&node), of_claims(&node), of_settlement(), of_appeals()] {
        measure(&mut node, cases, &mut snapshot).await;
    }
    beside_the_single_one(&mut snapshot);
    let today = node.today;
    measure(&mut node, of_credentials(today), &mut snapshot).await;
    measure(&mut node, of_boards(today), &mut snapshot).await;
    let cases = of_attestations(&node);
    measure(&mut node, cases, &mut snapshot).await;
    measure(&mut node, of_consent(today), &mut snapshot).await;
    measure(&mut node, of_guardians(today), &mut snapshot).await;
    measure(&mut node, of_disclosures(), &mut snapshot).await;
    measure(&mut node, of_token(), &mut snapshot).await;
    for contract in Contract::owned() {
        measure(&mut node, of_ownership(contract), &mut snapshot).await;
    }
    // A grant for a class of providers makes the registry ask; it would change what the rows above cost.
    let class = Grantee::Credentialed { kind: Kind::StateLicence, jurisdiction: Some(place()) };
    let terms = Terms { grantee: class, ..payment_terms(Effect::Permit, today) };
    node.send(Person::Patient, &consent::give(terms)).await;
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
