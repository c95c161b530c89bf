//! What examiners say in a review, and reviewers in a ruling on an appeal.

use healink_domain::{
    claims::{
        Authorisation, Benefit, Category, ClaimError, Exception, Gate, GateSet, Limit, Outcome, Override,
        PendReason, RefusedBy, Review, ReviewReason, Sharing, Verdict,
    },
    consent::Decision,
    credentials::Kind,
    Account, BasisPoints, Cents, Day,
};
use scale::Decode;

use crate::fixtures::{authorisation, benefit, shared, units, Case};

const CATEGORY: Category = Category::OfficeVisit;

/// Lines of 1,000.00 and 500.00, allowed 800.00 and 500.00, 20 % coinsurance, above the ceiling.
fn waiting() -> Case {
    let mut case = Case::under(0, 685_000, vec![shared(CATEGORY)]);
    case.plan.review_above = Some(Cents(100_000));
    case.line(CATEGORY, 1, 100_000, 80_000);
    case.line(CATEGORY, 1, 50_000, 50_000);
    case
}

const fn given(line: u8, allowed: u64, reason: ReviewReason) -> Override {
    Override { line, allowed: Cents(allowed), reason }
}

fn reviewed(overrides: &[Override]) -> Case {
    let mut case = waiting();
    case.evidence.review = Review::Reviewed(overrides.to_vec());
    case
}

#[test]
fn a_claim_above_the_ceiling_is_decided_once_reviewed_or_overdue() {
    assert_eq!(waiting().verdict(), Ok(Verdict::Pended(PendReason::ReviewNeeded)));
    let mut case = reviewed(&[]);
    let as_priced = case.decided();
    assert_eq!(as_priced.totals.paid, Cents(104_000));
    case.evidence.review = Review::Overdue;
    assert_eq!(case.decided(), as_priced);
    case.evidence.consent.decision = Decision::Deny;
    assert_eq!(
        case.verdict(),
        Ok(Verdict::Pended(PendReason::ConsentDenied)),
        "a review lifts the ceiling alone"
    );
}

#[test]
fn an_examiner_reduces_or_denies_lines_with_a_code() {
    let case =
        reviewed(&[given(0, 60_000, ReviewReason::LevelOfService), given(1, 0, ReviewReason::NotNecessary)]);
    let decided = case.decided();
    assert_eq!(case.remittance(0), ["CO-45 200.00", "CO-150 200.00", "PR-2 120.00"]);
    assert_eq!((decided.lines[0].allowed, decided.lines[0].paid), (Cents(60_000), Cents(48_000)));
    assert_eq!(case.remittance(1), ["CO-50 500.00"]);
    assert_eq!(decided.lines[1].refused_by, Some(RefusedBy::Review(ReviewReason::NotNecessary)));
    assert_eq!((decided.lines[1].allowed, decided.lines[1].paid), (Cents::ZERO, Cents::ZERO));
    assert_eq!(decided.contribution.out_of_pocket, Cents(12_000));
    assert_eq!(decided.outcome, Outcome::Partial);
    let denied = reviewed(&[given(0, 0, ReviewReason::Frequency), given(1, 0, ReviewReason::Included)]);
    assert_eq!(denied.decided().outcome, Outcome::Denied);
}

#[test]
fn an_examiner_never_allows_more_than_the_plan() {
    use ReviewReason::LacksInformation as Why;
    for (overrides, line) in [
        (&[given(0, 80_000, Why)][..], 0),
        (&[given(0, 80_001, Why)], 0),
        (&[given(1, 1, Why), given(0, 1, Why), given(1, 2, Why)], 1),
        (&[given(2, 0, Why)], 2),
        (&[given(255, 0, Why)], 255),
    ] {
        assert_eq!(reviewed(overrides).verdict(), Err(ClaimError::Override { line }), "{overrides:?}");
    }
    assert!(reviewed(&[given(0, 79_999, Why), given(1, 0, Why)]).verdict().is_ok());

    let mut unknown = reviewed(&[given(1, 1, Why)]);
    unknown.fees[1] = None;
    assert_eq!(unknown.verdict(), Err(ClaimError::Override { line: 1 }), "nothing is allowed for it");
    unknown.evidence.review = Review::Reviewed(vec![given(1, 0, Why)]);
    assert_eq!(unknown.remittance(1), ["PR-96 500.00"], "a gate speaks before the examiner");
}

#[test]
fn a_denied_line_uses_nothing_up() {
    let limited = Benefit { limit: Some(Limit::Units(9)), authorisation_needed: true, ..shared(CATEGORY) };
    let mut case = reviewed(&[given(0, 0, ReviewReason::NotNecessary)]);
    case.plan.benefits = vec![limited];
    case.claim.authorisation = Some(8);
    case.evidence.authorisation = Some(authorisation(&[(1, 1), (2, 1)]));
    let decided = case.decided();
    assert_eq!(decided.contribution.used(CATEGORY), (1, Cents(40_000)));
    assert_eq!(decided.authorised, units(&[0, 1]));
}

#[test]
fn a_reduction_beside_a_prior_payment_is_not_taken_twice() {
    let mut case = reviewed(&[given(0, 60_000, ReviewReason::LevelOfService)]);
    case.claim.lines[0].prior_paid = Cents(70_000);
    assert_eq!(case.remittance(0), ["CO-45 100.00", "CO-150 200.00", "OA-23 700.00"]);
    case.claim.lines[0].prior_paid = Cents(90_000);
    assert_eq!(case.remittance(0), ["CO-150 100.00", "OA-23 900.00"]);
}

fn excepted(mut case: Case, line: u8, gates: &[Gate]) -> Case {
    let waived = gates.iter().copied().collect();
    case.evidence.exceptions.push(Exception { line, waived });
    case
}

#[test]
fn a_ruling_takes_an_examiners_word_back_on_the_lines_it_names() {
    let overrides = [given(0, 60_000, ReviewReason::LevelOfService), given(1, 0, ReviewReason::NotNecessary)];
    let case = excepted(reviewed(&overrides), 1, &[]);
    assert_eq!(case.remittance(0), ["CO-45 200.00", "CO-150 200.00", "PR-2 120.00"]);
    assert_eq!(case.remittance(1), ["PR-2 100.00"]);
}

/// Each gate that can be waived stands against the only line; waiving it alone lets the line pass.
#[test]
fn a_ruling_waives_a_gate_for_a_line() {
    type Change = fn(&mut Case);
    let changes: [(Gate, Change); 6] = [
        (Gate::FiledInTime, |case| case.evidence.filed_on = Day(21_000)),
        (Gate::NotDuplicate, |case| case.evidence.billed_before = 1),
        (Gate::Credentialed, |case| case.plan.benefits[0].credential = Some(Kind::StateLicence)),
        (Gate::Covered, |case| case.plan.benefits[0].covered = false),
        (Gate::Authorised, |case| case.plan.benefits[0].authorisation_needed = true),
        (Gate::WaitingServed, |case| case.plan.benefits[0].waiting_days = 300),
    ];
    assert_eq!(changes.iter().map(|(gate, _)| *gate).collect::<GateSet>(), GateSet::WAIVABLE);
    for (gate, change) in changes {
        let mut case = Case::one(benefit(CATEGORY), 10_000);
        change(&mut case);
        assert_eq!(case.only().refused_by, Some(RefusedBy::Gate(gate)));
        let case = excepted(case, 0, &[gate]);
        assert_eq!((case.only().refused_by, case.only().paid), (None, Cents(10_000)), "{gate:?}");
        assert!(!case.only().passed.contains(gate), "a waived gate is not one that was passed");
    }
}

#[test]
fn what_the_plan_does_not_know_stays_uncovered() {
    let mut case = excepted(Case::one(benefit(CATEGORY), 10_000), 0, &[Gate::Covered]);
    case.fees[0] = None;
    assert_eq!(case.remittance(0), ["PR-96 100.00"]);
}

#[test]
fn a_line_excepted_out_of_network_has_the_terms_in_network_unless_it_has_its_own() {
    let mut case = Case::one(Benefit { coinsurance: BasisPoints(1_000), ..benefit(CATEGORY) }, 10_000);
    case.plan.network = Some(3);
    assert_eq!(case.remittance(0), ["PR-242 100.00"]);
    let mut case = excepted(case, 0, &[Gate::Covered]);
    assert_eq!(case.remittance(0), ["PR-2 10.00"]);
    let coinsurance = BasisPoints(4_000);
    let outside = Sharing { copay: Cents::ZERO, coinsurance, deductible_applies: false };
    case.plan.benefits[0].out_of_network = Some(outside);
    assert_eq!(case.remittance(0), ["PR-2 40.00"]);
}

#[test]
fn a_ruling_never_waives_cover_consent_or_limit_and_names_each_line_once() {
    let ruled = |exceptions: &[(u8, GateSet)]| {
        let mut case = reviewed(&[]);
        case.evidence.exceptions =
            exceptions.iter().map(|&(line, waived)| Exception { line, waived }).collect();
        case.verdict()
    };
    let every = GateSet::WAIVABLE;
    assert!(ruled(&[(0, every), (1, every)]).is_ok());
    for gate in [Gate::Eligible, Gate::Consented, Gate::WithinLimit] {
        assert_eq!(ruled(&[(0, every), (1, gate.set())]), Err(ClaimError::Exception { line: 1 }), "{gate:?}");
    }
    let unknown = GateSet::decode(&mut &[0, 0x80][..]).unwrap();
    assert_eq!(ruled(&[(1, unknown)]), Err(ClaimError::Exception { line: 1 }));
    assert_eq!(ruled(&[(1, every), (1, every)]), Err(ClaimError::Exception { line: 1 }));
    assert_eq!(ruled(&[(2, every)]), Err(ClaimError::Exception { line: 2 }));
}

#[test]
fn rulings_add_up_line_by_line() {
    let one = |line, gate: Gate| Exception { line, waived: gate.set() };
    let earlier = vec![one(1, Gate::Covered), one(2, Gate::Covered)];
    let all = Exception::merged(earlier.clone(), vec![one(0, Gate::Authorised), one(1, Gate::FiledInTime)]);
    let both = Gate::Covered.set().union(Gate::FiledInTime.set());
    let merged = [one(0, Gate::Authorised), Exception { line: 1, waived: both }, one(2, Gate::Covered)];
    assert_eq!(all, merged);
    assert_eq!(Exception::merged(earlier.clone(), Vec::new()), earlier);
    let twice = vec![one(0, Gate::Covered); 2];
    assert_eq!(Exception::merged(Vec::new(), twice.clone()), twice, "which the rules refuse");
}

#[test]
fn a_line_that_is_no_duplicate_after_all_draws_on_what_is_left() {
    let mut case = Case::one(Benefit { authorisation_needed: true, ..benefit(CATEGORY) }, 10_000);
    case.claim.lines.push(case.claim.lines[0]);
    case.fees.push(case.fees[0]);
    case.claim.authorisation = Some(8);
    case.evidence.authorisation = Some(authorisation(&[(1, 1)]));
    let mut case = excepted(case, 1, &[Gate::NotDuplicate]);
    assert_eq!(case.remittance(1), ["CO-198 100.00"], "the first line used the unit");
    case.evidence.authorisation = Some(authorisation(&[(1, 2)]));
    assert_eq!(case.decided().authorised, units(&[2]));
    let elsewhere = Authorisation { provider: Account([9; 32]), ..authorisation(&[(1, 2)]) };
    case.evidence.authorisation = Some(elsewhere);
    assert_eq!(case.remittance(1), ["CO-15 100.00"]);
}
