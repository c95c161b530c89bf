//! Random histories on the chain: whatever is sent, in whatever order, the books agree with the tokens and with the decisions that
//! stand, every decision can be recomputed, claims take only the edges of their status graph, and a refusal changes nothing.
//! `PROPTEST_CASES` raises the number of histories.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation
)]

use ::coverage::Whose;
use healink_domain::{
    claims::{
        advance, AuthorisationDecision, Claim, ClaimId, ClaimRecord, Event, Exception, GateSet, Line,
        Override, Review, ReviewReason, Ruling, Status, Verdict,
    },
    consent::Effect,
    credentials::{Reason, StatusCommand},
    Cents, Day, Digest,
};
use healink_e2e::{
    fixtures::*,
    messages::{appeals, boards, claims as messages, consent, coverage, settlement},
    Message, Person, Suite, TODAY,
};
use proptest::{collection::vec, prelude::*, sample::select};

/// The authorisation that every claim names: of ten units of surgery.
const AHEAD: u64 = 1;

/// One step of a random history.
#[derive(Clone, Debug)]
enum Command {
    Submit { lines: Vec<Line>, days_ago: u32, replaces: Option<ClaimId> },
    Batch(Vec<Vec<Line>>),
    Readjudicate(ClaimId),
    Review(ClaimId, Vec<Override>),
    Void(ClaimId),
    Remit(Vec<ClaimId>),
    Appeal(ClaimId),
    Rule { claim: ClaimId, by: Person, overturn: bool },
    Deposit(Cents),
    Withdraw(Cents),
    Suspend,
    Reinstate,
    Grant(Effect),
    RevokeAll,
    Days(u32),
}

fn lines() -> impl Strategy<Value = Vec<Line>> {
    let code = select(vec![VISIT, SURGERY, DENTAL, THERAPY, VISION, UNKNOWN, laboratory(0), laboratory(1)]);
    let prior = prop_oneof![3 => Just(0), 1 => 0..20_000u64];
    let line = (code, 1..4u32, 0..200_000u64, prop::bool::weighted(0.1), prior).prop_map(
        |(code, units, billed, dear, prior)| Line {
            prior_paid: Cents(prior),
            ..line(code, units, billed + if dear { 500_000 } else { 0 })
        },
    );
    vec(line, 0..4)
}

fn overrides() -> impl Strategy<Value = Vec<Override>> {
    let given = (0..3u8, 0..15_000u64).prop_map(|(line, allowed)| Override {
        line,
        allowed: Cents(allowed),
        reason: ReviewReason::LevelOfService,
    });
    vec(given, 0..2)
}

fn command() -> impl Strategy<Value = Command> {
    let id = || 1..9u64;
    let amount = || (0..300_000u64).prop_map(Cents);
    let judge = || select(vec![Person::Examiner, REVIEWER]);
    prop_oneof![
        8 => (lines(), 0..4u32, proptest::option::weighted(0.2, id())).prop_map(
            |(lines, days_ago, replaces)| Command::Submit { lines, days_ago, replaces }
        ),
        1 => vec(lines(), 1..4).prop_map(Command::Batch),
        2 => id().prop_map(Command::Readjudicate),
        3 => (id(), overrides()).prop_map(|(id, overrides)| Command::Review(id, overrides)),
        3 => id().prop_map(Command::Void),
        5 => vec(id(), 1..4).prop_map(Command::Remit),
        4 => id().prop_map(Command::Appeal),
        4 => (id(), judge(), any::<bool>()).prop_map(|(claim, by, overturn)| Command::Rule {
            claim,
            by,
            overturn
        }),
        2 => amount().prop_map(Command::Deposit),
        2 => amount().prop_map(Command::Withdraw),
        1 => Just(Command::Suspend),
        1 => Just(Command::Reinstate),
        1 => select(vec![Effect::Permit, Effect::Deny]).prop_map(Command::Grant),
        1 => Just(Command::RevokeAll),
        2 => (1..40u32).prop_map(Command::Days),
    ]
}

/// The suite, and what the history counts.
struct Run {
    suite: Suite,
    day: Day,
    documents: u8,
    /// The claims as they stood after the step before.
    claims: Vec<ClaimRecord>,
}

impl Run {
    fn new() -> Self {
        let mut suite = Suite::ready();
        let ask = coverage::request_authorisation(surgery_ahead(10, TODAY), Digest([3; 32]));
        assert_eq!(suite.done(Person::Provider, &ask), AHEAD);
        let approve = coverage::decide_authorisation(AHEAD, AuthorisationDecision::Approve);
        suite.done(Person::Examiner, &approve);
        Self { suite, day: TODAY, documents: 0, claims: Vec::new() }
    }

    fn new_claim(&mut self, lines: Vec<Line>, days_ago: u32) -> Claim {
        self.documents += 1;
        let service_day = Day(self.day.0 - days_ago);
        Claim { service_day, authorisation: Some(AHEAD), ..claim(self.documents, lines, self.day) }
    }

    /// Sends a message; a refusal has to leave everything as it was. Whether it worked.
    fn send<T, E>(&mut self, by: Person, message: &Message<Result<T, E>>) -> bool {
        let before = self.suite.chain.state();
        let worked = self.suite.call(by, message).succeeded();
        assert!(worked || self.suite.chain.state() == before, "{} changed something", message.label);
        worked
    }

    fn step(&mut self, command: Command) {
        self.suite.later();
        match command {
            Command::Submit { lines, days_ago, replaces } => {
                let claim = self.new_claim(lines, days_ago);
                let year = claim.service_day.year();
                let before = self.suite.ask(&coverage::accumulators(Whose::Policy(FIRST), year));
                let worked = self.send(Person::Provider, &messages::submit(FIRST, claim, replaces));
                if worked && replaces.is_none() {
                    let id = self.claims.len() as ClaimId + 1;
                    assert_eq!(self.suite.record(id).evidence.accumulators, before);
                }
            }
            Command::Batch(claims) => {
                let batch = claims.into_iter().map(|lines| self.new_claim(lines, 0)).collect();
                assert!(self.send(Person::Provider, &messages::submit_batch(FIRST, FIRST, batch)));
            }
            Command::Readjudicate(id) => {
                self.send(Person::Stranger, &messages::readjudicate(id));
            }
            Command::Review(id, overrides) => {
                self.send(Person::Examiner, &messages::review(id, overrides));
            }
            Command::Void(id) => {
                let expected = self.has_edge(id, Event::Void);
                assert_eq!(self.send(Person::Provider, &messages::void(id)), expected);
            }
            Command::Remit(ids) => {
                let different = ids.iter().enumerate().all(|(place, id)| !ids[..place].contains(id));
                let expected = different && ids.iter().all(|id| self.has_edge(*id, Event::Settle));
                let remit = settlement::remit(FIRST, Person::Provider.account(), ids);
                assert_eq!(self.send(Person::Stranger, &remit), expected);
            }
            Command::Appeal(id) => {
                self.send(Person::Patient, &appeals::file(id, GROUNDS));
            }
            Command::Rule { claim, by, overturn } => self.rule(claim, by, overturn),
            Command::Deposit(amount) => {
                self.send(Person::Admin, &settlement::deposit(FIRST, amount));
            }
            Command::Withdraw(amount) => {
                let free = self.suite.escrow().free;
                let worked = self.send(Person::Treasurer, &settlement::withdraw(FIRST, amount));
                assert_eq!(worked, !amount.is_zero() && amount <= free);
            }
            Command::Suspend => {
                self.send(
                    Person::Board,
                    &boards::change(FIRST.into(), StatusCommand::Suspend, Reason::Safety),
                );
            }
            Command::Reinstate => {
                self.send(
                    Person::Board,
                    &boards::change(FIRST.into(), StatusCommand::Reinstate, Reason::Cleared),
                );
            }
            Command::Grant(effect) => {
                self.send(Person::Patient, &consent::give(payment_terms(effect, TODAY)));
            }
            Command::RevokeAll => {
                self.send(Person::Patient, &consent::revoke_all(payer_grantee()));
            }
            Command::Days(days) => {
                self.day = self.day.plus(days);
                self.suite.on(self.day);
            }
        }
        self.assert_invariants();
    }

    fn rule(&mut self, claim: ClaimId, by: Person, overturn: bool) {
        let Some(appeal) = self.suite.ask(&appeals::appeals_of(claim)).last().copied() else { return };
        let everything = (0..3).map(|line| Exception { line, waived: GateSet::WAIVABLE });
        let lines = self.claims[claim as usize - 1].claim.lines.len();
        let ruling = match overturn {
            true => Ruling::Overturn(everything.take(lines).collect()),
            false => Ruling::Uphold,
        };
        self.send(by, &appeals::decide(appeal, ruling, REASONS));
    }

    /// Whether the rules let a claim go that way.
    fn has_edge(&self, id: ClaimId, event: Event) -> bool {
        let record = self.claims.get(id as usize - 1);
        record.is_some_and(|record| advance(record.status, event).is_ok())
    }

    fn assert_invariants(&mut self) {
        self.suite.assert_reconciled();
        let mut records = self.suite.records(FIRST);
        records.reverse();
        for (index, record) in records.iter().enumerate() {
            let before = self.claims.get(index);
            if before == Some(record) {
                continue;
            }
            if let Some(before) = before {
                assert_may_follow(before, record);
            }
            self.assert_replayed(record);
        }
        self.claims = records;
    }

    /// A decision is what the rules make of its evidence.
    fn assert_replayed(&mut self, record: &ClaimRecord) {
        let fee = |line: &Line| fees().into_iter().find(|fee| fee.code == line.code);
        let fees: Vec<_> = record.claim.lines.iter().map(fee).collect();
        let verdict = record.evidence.decide(&record.claim, &plan(), &policy(TODAY), &fees).unwrap();
        match (record.decided_on, verdict) {
            (Some(_), Verdict::Adjudicated(again)) => {
                assert_eq!((again.lines, again.totals), (record.lines.clone(), record.totals));
                assert_eq!(again.contribution, record.contribution);
            }
            // It waits for escrow, or did when it ended.
            (None, Verdict::Adjudicated(_)) => assert!(record.lines.is_empty()),
            (decided_on, Verdict::Pended(_)) => assert_eq!(decided_on, None),
        }
    }
}

/// What is decided never changes but for where it stands, and what has ended stays so.
fn assert_may_follow(before: &ClaimRecord, after: &ClaimRecord) {
    let ended = matches!(before.status, Status::Overturned { .. } | Status::Replaced { .. } | Status::Void);
    assert!(!ended, "what has ended stays so: {:?} became {:?}", before.status, after.status);
    assert_eq!(before.claim, after.claim);
    if before.decided_on.is_some() {
        let as_before = ClaimRecord { status: before.status, ..after.clone() };
        assert_eq!(*before, as_before, "a decision never changes");
        let back = matches!(after.status, Status::Pended { .. });
        assert!(!back, "what is decided does not wait again");
    } else if let Review::Reviewed(_) = before.evidence.review {
        assert_eq!(before.evidence.review, after.evidence.review, "a review is not forgotten");
    }
}

/// Modest by default: each case runs some thousand calls in a Wasm interpreter.
fn cases() -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|count| count.parse().ok()).unwrap_or(16)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), ..ProptestConfig::default() })]

    #[test]
    fn books_tokens_and_standing_decisions_agree_after_any_history(history in vec(command(), 1..25)) {
        let mut run = Run::new();
        for command in history {
            run.step(command);
        }
    }
}
