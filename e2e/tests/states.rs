//! What can be done with a claim, by whom, where it stands: every message about a claim × everybody × every state, each cell
//! asserted against the rules' status graph.
#![allow(clippy::unwrap_used, clippy::panic, clippy::arithmetic_side_effects)]

use healink_domain::{
    claims::{advance, AppealId, AppealState, Claim, ClaimId, Event, Level, PendReason, Ruling, Status},
    Cents, Day,
};
use healink_e2e::{
    fixtures::*,
    messages::{appeals, claims, settlement},
    Message, Person, Suite, TODAY,
};
use healink_interfaces::{AppealStep, Booking};

/// A claim in one state, and the last appeal against its decision.
struct Standing {
    name: &'static str,
    claim: ClaimId,
    appeal: AppealId,
}

/// An appeal that there is not.
const NO_APPEAL: AppealId = 999;

/// A claim of a day of its own.
fn on_its_day(document: u8, claim: Claim) -> Claim {
    Claim { service_day: Day(TODAY.0 - u32::from(document)), ..claim }
}

fn visit(document: u8) -> Claim {
    on_its_day(document, claim(document, vec![line(VISIT, 1, 12_000)], TODAY))
}

/// One claim for each state that there is.
fn standings(suite: &mut Suite) -> Vec<Standing> {
    let mut all = Vec::new();
    let mut put = |name, claim, appeal| all.push(Standing { name, claim, appeal });
    let large = on_its_day(1, claim(1, vec![line(THERAPY, 1, 500_001)], TODAY));
    put("waits for a review", suite.submit(large).id, NO_APPEAL);
    put("decided", suite.submit(visit(2)).id, NO_APPEAL);
    put("denied", suite.submit(denied(3, TODAY)).id, NO_APPEAL);
    let paid = suite.submit(visit(4)).id;
    suite.remit(&[paid]);
    put("settled", paid, NO_APPEAL);
    let file = |suite: &mut Suite, claim| suite.done(Person::Patient, &appeals::file(claim, GROUNDS));
    let uphold = |suite: &mut Suite, by, appeal| {
        suite.done(by, &appeals::decide(appeal, Ruling::Uphold, REASONS));
    };
    for (document, settle, upheld, name) in [
        (5, false, 0, "decided, under appeal with the payer"),
        (6, true, 0, "settled, under appeal with the payer"),
        (7, false, 1, "decided, upheld by the payer"),
        (8, true, 1, "settled, upheld by the payer"),
        (9, false, 2, "decided, under appeal with the reviewer"),
        (10, true, 2, "settled, under appeal with the reviewer"),
        (11, false, 3, "decided, upheld for good"),
        (12, true, 3, "settled, upheld for good"),
    ] {
        let id = suite.submit(visit(document)).id;
        if settle {
            suite.remit(&[id]);
        }
        let mut appeal = file(suite, id);
        if upheld > 0 {
            uphold(suite, Person::Examiner, appeal);
        }
        if upheld > 1 {
            appeal = file(suite, id);
        }
        if upheld > 2 {
            uphold(suite, REVIEWER, appeal);
        }
        put(name, id, appeal);
    }
    let overturned = suite.submit(visit(13)).id;
    let appeal = file(suite, overturned);
    let decide = appeals::decide(appeal, Ruling::Overturn(Vec::new()), REASONS);
    suite.done(Person::Examiner, &decide);
    put("overturned", overturned, appeal);
    let replaced = suite.submit(visit(14)).id;
    let replacement = Claim { document: healink_domain::Digest([99; 32]), ..visit(14) };
    suite.done(Person::Provider, &claims::submit(FIRST, replacement, Some(replaced)));
    put("replaced", replaced, NO_APPEAL);
    let void = suite.submit(visit(15)).id;
    suite.done(Person::Provider, &claims::void(void));
    put("void", void, NO_APPEAL);
    all
}

/// What can be sent about a claim: who may, and whether the rules allow it where the claim stands.
struct Row {
    message: Message<()>,
    allowed: Vec<Person>,
    possible: bool,
}

fn rows(standing: &Standing, status: Status) -> Vec<Row> {
    let Standing { claim, appeal, .. } = *standing;
    let parties = [Person::Provider, Person::Examiner];
    let waits = matches!(status, Status::Pended { .. });
    let for_review = matches!(status, Status::Pended { reason: PendReason::ReviewNeeded, .. });
    let edge = |event| advance(status, event).is_ok();
    let awaited = match status.appeal() {
        AppealState::Open { level } => Some(level),
        _ => None,
    };
    // An independent reviewer is asked for after the payer ruled; its time for that is not over in these tests.
    let fileable = match status.appeal() {
        AppealState::None => edge(Event::Appeal(Level::Payer)),
        AppealState::Upheld { .. } => edge(Event::Appeal(Level::Independent)),
        AppealState::Open { .. } => false,
    };
    let judges = match awaited {
        Some(Level::Payer) => vec![Person::Examiner],
        Some(Level::Independent) => vec![REVIEWER],
        None => Vec::new(),
    };
    let replacement = on_its_day(50, self::claim(50, tests(1), TODAY));
    let provider = Person::Provider.account();
    let row = |message, allowed: &[Person], possible| Row { message, allowed: allowed.to_vec(), possible };
    vec![
        row(claims::readjudicate(claim).untyped(), &Person::ALL, waits),
        row(claims::review(claim, Vec::new()).untyped(), &[Person::Examiner], for_review),
        row(claims::void(claim).untyped(), &parties, edge(Event::Void)),
        row(
            claims::submit(FIRST, replacement, Some(claim)).untyped(),
            &parties,
            edge(Event::Replace { by: 1 }),
        ),
        row(settlement::remit(FIRST, provider, vec![claim]).untyped(), &Person::ALL, edge(Event::Settle)),
        row(appeals::file(claim, GROUNDS).untyped(), &[Person::Provider, Person::Patient], fileable),
        row(appeals::decide(appeal, Ruling::Uphold, REASONS).untyped(), &judges, edge(Event::Uphold)),
        row(
            appeals::decide(appeal, Ruling::Overturn(Vec::new()), REASONS).untyped(),
            &judges,
            edge(Event::Overturn { by: 1 }),
        ),
        row(
            claims::book(Booking::Remit { payer: FIRST, provider, claims: vec![claim] }).untyped(),
            &[],
            false,
        ),
        row(claims::appeal(claim, AppealStep::Uphold).untyped(), &[], false),
    ]
}

#[test]
fn each_message_about_a_claim_works_for_just_those_who_may_and_where_the_rules_have_an_edge() {
    let mut suite = Suite::ready();
    let standings = standings(&mut suite);
    suite.assert_reconciled();
    let before = suite.chain.state();
    for standing in &standings {
        let status = suite.record(standing.claim).status;
        for Row { message, allowed, possible } in rows(standing, status) {
            for person in Person::ALL {
                let expected = possible && allowed.contains(&person);
                let at = suite.at.of(message.contract);
                let (reply, after) = suite.chain.trial(person.account(), at, message.payload());
                let cell = format!("{} by {person:?}, {}", message.label, standing.name);
                assert_eq!(reply.succeeded(), expected, "{cell}: {reply:?}");
                assert!(expected || after == before, "{cell} was refused and changed something");
            }
        }
    }
}

#[test]
fn every_state_of_a_claim_is_among_those_that_are_tried() {
    let mut suite = Suite::ready();
    let standings = standings(&mut suite);
    let mut seen: Vec<_> =
        standings.iter().map(|standing| kind(suite.record(standing.claim).status)).collect();
    seen.sort_unstable();
    seen.dedup();
    // Pended, 5 stages of an appeal each for decided and settled ones, 3 ends; a denied claim is a decided one.
    assert_eq!(seen.len(), 1 + 2 * 5 + 3, "{seen:?}");
    let denied = suite.record(standings[2].claim).status;
    assert!(matches!(denied, Status::Adjudicated { payable: Cents::ZERO, .. }));
}

/// The state without its numbers.
fn kind(status: Status) -> String {
    let appeal = format!("{:?}", status.appeal());
    match status {
        Status::Pended { .. } => "pended".into(),
        Status::Adjudicated { .. } => format!("adjudicated {appeal}"),
        Status::Settled { .. } => format!("settled {appeal}"),
        Status::Overturned { .. } => "overturned".into(),
        Status::Replaced { .. } => "replaced".into(),
        Status::Void => "void".into(),
    }
}
