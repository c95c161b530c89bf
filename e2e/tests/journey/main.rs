//! The whole suite in process: from an empty chain to a paid claim, and everything that can happen on the way and after it.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation
)]

mod administration;
mod appeals;
mod authorisations;
mod batches;
mod coordination;
mod decisions;
mod events;
mod families;
mod networks;
mod registries;
mod reversals;
mod reviews;
mod settlements;

use healink_domain::{
    claims::{
        AppealState, Claim, ClaimId, ClaimSummary, LineResult, Outcome, PendReason, Plan, Policy, PolicyId,
        Status, StatusError, Verdict,
    },
    Cents, Day,
};
use healink_e2e::{fixtures::*, messages::coverage, Person, Suite, TODAY};
use healink_interfaces::ClaimsError;

const fn adjudicated(outcome: Outcome, payable: u64) -> Status {
    Status::Adjudicated { outcome, payable: Cents(payable), appeal: AppealState::None }
}

const fn settled(outcome: Outcome, paid: u64) -> Status {
    Status::Settled { outcome, paid: Cents(paid), appeal: AppealState::None }
}

/// Waits since today.
const fn pended(reason: PendReason) -> Status {
    Status::Pended { reason, since: TODAY }
}

const fn status(error: StatusError) -> ClaimsError {
    ClaimsError::Status(error)
}

/// What the three lines of a claim come to: 80.00.
const THREE_LINES: Status = adjudicated(Outcome::Partial, 8_000);

/// A claim for services of so many days ago.
fn back(days: u32, claim: Claim) -> Claim {
    Claim { service_day: Day(TODAY.0 - days), ..claim }
}

fn lines(suite: &mut Suite, id: ClaimId) -> Vec<LineResult> {
    suite.record(id).lines
}

/// Every adjustment of a claim as on a remittance, line by line, in their order: `CO-45 30.00`.
fn adjustments(suite: &mut Suite, id: ClaimId) -> Vec<String> {
    let lines = lines(suite, id);
    let said = |line: &LineResult| -> Vec<String> {
        line.adjustments.iter().map(|adjustment| format!("{adjustment} {}", adjustment.amount.0)).collect()
    };
    lines.iter().flat_map(said).collect()
}

/// The adjustments' codes without their amounts.
fn reasons(suite: &mut Suite, id: ClaimId) -> Vec<String> {
    let first = |said: String| said.split(' ').next().unwrap_or_default().to_owned();
    adjustments(suite, id).into_iter().map(first).collect()
}

/// Publishes a plan with the fee schedule of all, and enrols members under it, each with a policy like this one.
fn enrolled(suite: &mut Suite, plan: Plan, policies: &[Policy]) -> Vec<PolicyId> {
    let plan = suite.done(Person::Admin, &coverage::draft_plan(FIRST, None, plan));
    suite.done(Person::Admin, &coverage::add_fees(plan, fees()));
    suite.done(Person::Admin, &coverage::publish_plan(plan));
    let enrol = |suite: &mut Suite, policy: &Policy| {
        suite.done(Person::Enrolment, &coverage::enrol(Policy { plan, ..*policy }))
    };
    policies.iter().map(|policy| enrol(suite, policy)).collect()
}

/// The patient's cover under a plan of its own.
fn covered(suite: &mut Suite, plan: Plan) -> PolicyId {
    enrolled(suite, plan, &[policy(TODAY)])[0]
}

/// Recomputes a decision from what the views say, and asserts that the chain holds just that.
fn assert_replayed(suite: &mut Suite, summary: &ClaimSummary) {
    let record = suite.record(summary.id);
    let plan = suite.ask(&coverage::plan(record.plan)).unwrap().plan;
    let policy = suite.ask(&coverage::policy(record.claim.policy)).unwrap();
    let fee = |line: &healink_domain::claims::Line| coverage::fee(record.plan, line.code);
    let fees: Vec<_> = record.claim.lines.iter().map(|line| suite.ask(&fee(line))).collect();
    match record.evidence.decide(&record.claim, &plan, &policy, &fees).unwrap() {
        Verdict::Adjudicated(again) => {
            assert_eq!((again.lines, again.totals), (record.lines, record.totals));
            assert_eq!((again.contribution, again.authorised), (record.contribution, record.authorised));
        }
        Verdict::Pended(reason) => {
            assert!(matches!(record.status, Status::Pended { reason: why, .. } if why == reason));
        }
    }
}
