//! Every sample claim, decided by a simulation, is what a replay gives; and whatever is changed in its record is found.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::arithmetic_side_effects)]

use healink_domain::{
    claims::{Adjustment, Gate, GateSet, Outcome, Reason},
    Day,
};

use super::*;
use crate::{replay::cases_of_the_samples, simulate::Consent};

/// What differs after a change to a case that agreed before.
fn after(change: impl Fn(&mut Case)) -> Vec<String> {
    let decided = cases_of_the_samples(Consent::Permit);
    let mut case = decided.into_iter().find(|case| case.record.lines.len() > 1).unwrap();
    assert!(matches!(compare(&case), Compared::Agrees { .. }));
    change(&mut case);
    match compare(&case) {
        Compared::Differs(differences) => differences.into_iter().map(|one| one.what).collect(),
        other => unreachable!("{other:?}"),
    }
}

#[test]
fn every_sample_is_recomputed() {
    for case in cases_of_the_samples(Consent::Permit) {
        let lines = case.record.lines.len();
        assert_eq!(compare(&case), Compared::Agrees { lines }, "claim {}", case.id);
    }
}

#[test]
fn claims_without_consent_wait_as_the_rules_say() {
    let waiting =
        cases_of_the_samples(Consent::None).iter().filter(|case| compare(case) == Compared::Waits).count();
    assert!(waiting > 0);
}

#[test]
fn a_cent_more_is_found_wherever_it_stands() {
    let cent = |amount: &mut Cents| *amount = Cents(amount.0 + 1);
    assert_eq!(after(|case| cent(&mut case.record.lines[1].paid)), ["line 2: paid"]);
    assert_eq!(after(|case| cent(&mut case.record.lines[0].allowed)), ["line 1: allowed"]);
    assert_eq!(after(|case| cent(&mut case.record.lines[0].billed)), ["line 1: billed"]);
    assert_eq!(after(|case| cent(&mut case.record.totals.paid)), ["total paid"]);
    assert_eq!(after(|case| cent(&mut case.record.totals.coinsurance)), ["total coinsurance"]);
    assert_eq!(after(|case| cent(&mut case.record.contribution.deductible)), ["counts towards"]);
    let payable = |case: &mut Case| {
        if let Status::Adjudicated { payable, .. } = &mut case.record.status {
            cent(payable);
        }
    };
    assert_eq!(after(payable), ["payable"]);
}

#[test]
fn other_reasons_gates_and_outcomes_are_found() {
    let reason = |case: &mut Case| {
        let amount = case.record.lines[0].billed;
        case.record.lines[0].adjustments = vec![Adjustment { reason: Reason::NotCovered, amount }];
    };
    assert_eq!(after(reason), ["line 1: adjustments"]);
    assert_eq!(after(|case| case.record.lines[0].passed = GateSet::EMPTY), ["line 1: gates passed"]);
    let refused = Some(RefusedBy::Gate(Gate::Covered));
    assert_eq!(after(|case| case.record.lines[0].refused_by = refused), ["line 1: refused by"]);
    assert_eq!(after(|case| case.record.lines[0].category = None), ["line 1: category"]);
    assert_eq!(after(|case| case.record.lines.truncate(1)), ["lines"]);
    let outcome = |case: &mut Case| {
        if let Status::Adjudicated { outcome, .. } = &mut case.record.status {
            *outcome = Outcome::Denied;
        }
    };
    assert_eq!(after(outcome), ["outcome"]);
}

#[test]
fn other_units_of_an_authorisation_are_found() {
    let decided = cases_of_the_samples(Consent::Permit);
    let mut case = decided.into_iter().find(|case| case.record.authorised.of(0) > 0).unwrap();
    case.record.authorised = UnitsUsed::default();
    let Compared::Differs(differences) = compare(&case) else { unreachable!() };
    assert_eq!(differences[0].what, "units authorised");
}

#[test]
fn another_plan_or_fee_gives_another_decision() {
    let found = after(|case| case.fees = case.fees.iter().map(|_| None).collect());
    assert!(found.contains(&"line 1: refused by".to_owned()) && found.contains(&"total paid".to_owned()));
    assert!(!after(|case| case.plan.review_above = Some(Cents::ZERO)).is_empty());
    assert_eq!(after(|case| case.record.evidence.received_on = Day(0)), ["claim"]);
}

#[test]
fn a_decision_that_was_taken_back_is_recomputed_all_the_same() {
    for status in [Status::Void, Status::Replaced { by: 9 }, Status::Overturned { by: 9 }] {
        let mut case = cases_of_the_samples(Consent::Permit).swap_remove(0);
        case.record.status = status;
        assert!(matches!(compare(&case), Compared::Agrees { .. }));
        case.record.decided_on = None;
        assert_eq!(compare(&case), Compared::NeverDecided);
    }
}

#[test]
fn what_was_decided_though_it_had_to_wait_is_found() {
    let mut case = cases_of_the_samples(Consent::Permit).swap_remove(0);
    case.record.status = Status::Pended { reason: PendReason::ReviewNeeded, since: Day(1) };
    case.record.decided_on = None;
    let Compared::Differs(differences) = compare(&case) else { unreachable!() };
    assert_eq!(differences[0].what, "decision");
    case.record.status = Status::Pended { reason: PendReason::EscrowShort, since: Day(1) };
    assert_eq!(compare(&case), Compared::Waits);
}
