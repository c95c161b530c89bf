//! Random commands, sent to the contracts and to a model made of the rules: both always agree, and escrow always covers what was
//! promised. `PROPTEST_CASES` raises the number of cases.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation
)]

#[path = "property/model.rs"]
mod model;

use healink_domain::{
    claims::{Claim, ClaimId, Line, Status},
    consent::Effect,
    credentials::{Reason, StatusCommand},
    Cents, Day,
};
use healink_e2e::{
    fixtures::*,
    messages::{boards, claims, consent},
    Contract, Person, Suite, TODAY,
};
use model::Model;
use proptest::{collection::vec, prelude::*, sample::select};

/// One step of a random history.
#[derive(Clone, Debug)]
enum Command {
    Submit { lines: Vec<Line>, days_ago: u32, same_document: bool },
    Readjudicate(ClaimId),
    Review(ClaimId),
    Pay(ClaimId),
    Deposit(Cents),
    Withdraw(Cents),
    Suspend,
    Reinstate,
    Grant(Effect),
    RevokeAll,
    NextDay,
}

fn lines() -> impl Strategy<Value = Vec<Line>> {
    let code = select(vec![VISIT, SURGERY, DENTAL, THERAPY, VISION, UNKNOWN, laboratory(0), laboratory(1)]);
    let line = (code, 1..5u32, 0..200_000u64).prop_map(|(code, units, billed)| line(code, units, billed));
    vec(line, 0..5)
}

fn command() -> impl Strategy<Value = Command> {
    let id = || 0..8u64;
    let amount = || (0..300_000u64).prop_map(Cents);
    prop_oneof![
        8 => (lines(), 0..4u32, prop::bool::weighted(0.1)).prop_map(|(lines, days_ago, same_document)| {
            Command::Submit { lines, days_ago, same_document }
        }),
        2 => id().prop_map(Command::Readjudicate),
        2 => id().prop_map(Command::Review),
        4 => id().prop_map(Command::Pay),
        2 => amount().prop_map(Command::Deposit),
        2 => amount().prop_map(Command::Withdraw),
        1 => Just(Command::Suspend),
        1 => Just(Command::Reinstate),
        1 => select(vec![Effect::Permit, Effect::Deny]).prop_map(Command::Grant),
        1 => Just(Command::RevokeAll),
        1 => Just(Command::NextDay),
    ]
}

/// The suite, the model, and what the history counts.
struct Run {
    suite: Suite,
    model: Model,
    day: Day,
    documents: u8,
}

impl Run {
    fn new() -> Self {
        let suite = Suite::ready();
        let model = Model::new(TODAY);
        Self { suite, model, day: TODAY, documents: 0 }
    }

    /// Sends a command to both; they have to answer alike.
    fn step(&mut self, command: Command) {
        let (suite, model, day) = (&mut self.suite, &mut self.model, self.day);
        suite.later();
        match command {
            Command::Submit { lines, days_ago, same_document } => {
                self.documents += u8::from(!same_document || self.documents == 0);
                let service_day = Day(day.0 - days_ago);
                let claim = Claim { service_day, ..claim(self.documents, lines, day) };
                let answer = suite.send(Person::Provider, &claims::submit(claim.clone()));
                assert_eq!(answer, model.submit(claim, day));
            }
            Command::Readjudicate(id) => {
                let answer = suite.send(Person::Stranger, &claims::readjudicate(id));
                assert_eq!(answer, model.decide_again(id, false));
            }
            Command::Review(id) => {
                let answer = suite.send(Person::Examiner, &claims::review(id));
                assert_eq!(answer, model.decide_again(id, true));
            }
            Command::Pay(id) => assert_eq!(suite.send(Person::Stranger, &claims::pay(id)), model.pay(id)),
            Command::Deposit(amount) => {
                assert_eq!(suite.send(Person::Admin, &claims::deposit(FIRST, amount)), model.deposit(amount));
            }
            Command::Withdraw(amount) => {
                assert_eq!(
                    suite.send(Person::Treasurer, &claims::withdraw(FIRST, amount)),
                    model.withdraw(amount)
                );
            }
            Command::Suspend => {
                let answer = suite.send(
                    Person::Board,
                    &boards::change(FIRST.into(), StatusCommand::Suspend, Reason::Safety),
                );
                assert_eq!(answer.is_ok(), model.suspend(day));
            }
            Command::Reinstate => {
                let answer = suite.send(
                    Person::Board,
                    &boards::change(FIRST.into(), StatusCommand::Reinstate, Reason::Cleared),
                );
                assert_eq!(answer.is_ok(), model.reinstate(day));
            }
            Command::Grant(effect) => {
                let now = suite.chain.now();
                let terms = payment_terms(effect, TODAY);
                let answer = suite.send(Person::Patient, &consent::grant(terms.clone()));
                assert_eq!(answer.ok(), model.grant(terms, now));
            }
            Command::RevokeAll => {
                let count = suite.send(Person::Patient, &consent::revoke_all(payer_grantee()));
                assert_eq!(count, model.revoke_all(day));
            }
            Command::NextDay => {
                self.day = day.plus(1);
                suite.on(self.day);
            }
        }
        self.assert_invariants();
    }

    fn assert_invariants(&mut self) {
        let (suite, model) = (&mut self.suite, &self.model);
        let escrow = suite.ask(&claims::escrow(FIRST)).unwrap();
        assert_eq!(escrow, model.escrow());
        let held = suite.tokens(suite.at.of(Contract::Claims));
        assert_eq!(
            held,
            u128::from(escrow.free.0 + escrow.committed.0),
            "the contract holds what escrow says"
        );
        let unpaid = model.claims().filter_map(|status| match status {
            Status::Adjudicated { payable, .. } => Some(payable.0),
            Status::Pended { .. } | Status::Settled { .. } => None,
        });
        assert_eq!(escrow.committed.0, unpaid.sum::<u64>(), "just what is promised is committed");
        assert_eq!(suite.tokens(Person::Provider.account()), u128::from(escrow.paid.0));

        let year = self.day.year();
        let used = suite.ask(&claims::accumulators(FIRST, year));
        assert_eq!(used, model.accumulators(year));
        let plan = plan();
        assert!(used.deductible <= plan.deductible && used.out_of_pocket <= plan.out_of_pocket_maximum);
    }
}

/// Modest by default: each case runs some hundred calls in a Wasm interpreter.
fn cases() -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|count| count.parse().ok()).unwrap_or(24)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), ..ProptestConfig::default() })]

    #[test]
    fn contracts_do_what_the_rules_say_and_escrow_covers_what_is_promised(history in vec(command(), 1..30)) {
        let mut run = Run::new();
        for command in history {
            run.step(command);
        }
    }
}
