//! A prior payer's payment beside the plan's, to the cent.

use healink_domain::{
    claims::{Benefit, Category, Coordination, Gate, Limit, Outcome, RefusedBy, Usage},
    BasisPoints, Cents,
};

use crate::fixtures::{benefit, shared, Case};

use Coordination::{CarveOut, MaintenanceOfBenefits, Standard};

const CATEGORY: Category = Category::OfficeVisit;

/// Billed 1,000.00, allowed 800.00, 20 % coinsurance: alone the plan would pay 640.00. The prior payer paid `prior`.
fn beside(coordination: Coordination, prior: u64) -> Case {
    let mut case = Case::under(0, 685_000, vec![shared(CATEGORY)]);
    case.plan.coordination = coordination;
    case.line(CATEGORY, 1, 100_000, 80_000);
    case.claim.lines[0].prior_paid = Cents(prior);
    case
}

#[test]
fn each_way_of_coordination_pays_its_own_share() {
    for (coordination, prior, expected, paid) in [
        (Standard, 0, &["CO-45 200.00", "PR-2 160.00"][..], 64_000),
        (MaintenanceOfBenefits, 0, &["CO-45 200.00", "PR-2 160.00"], 64_000),
        (CarveOut, 0, &["CO-45 200.00", "PR-2 160.00"], 64_000),
        // Standard: the plan's 640.00 are more than the 500.00 that are left, so the member bears nothing.
        (Standard, 30_000, &["CO-45 200.00", "OA-23 300.00"], 50_000),
        // Maintenance of benefits: 20 % of the 500.00 that are left.
        (MaintenanceOfBenefits, 30_000, &["CO-45 200.00", "OA-23 300.00", "PR-2 100.00"], 40_000),
        // Carve-out: 640.00 less 300.00; the member bears the same 160.00 as without another payer.
        (CarveOut, 30_000, &["CO-45 200.00", "OA-23 300.00", "PR-2 160.00"], 34_000),
        (Standard, 10_000, &["CO-45 200.00", "OA-23 100.00", "PR-2 60.00"], 64_000),
        (CarveOut, 70_000, &["CO-45 200.00", "OA-23 700.00", "PR-2 100.00"], 0),
        (CarveOut, 64_000, &["CO-45 200.00", "OA-23 640.00", "PR-2 160.00"], 0),
        (Standard, 80_000, &["CO-45 200.00", "OA-23 800.00"], 0),
        (MaintenanceOfBenefits, 80_000, &["CO-45 200.00", "OA-23 800.00"], 0),
    ] {
        let case = beside(coordination, prior);
        assert_eq!(case.remittance(0), expected, "{coordination:?}, {prior}");
        assert_eq!(case.only().paid, Cents(paid), "{coordination:?}, {prior}");
        assert_eq!(case.only().allowed, Cents(80_000));
    }
}

#[test]
fn what_a_prior_payer_paid_over_the_schedule_is_not_written_off_again() {
    for coordination in [Standard, MaintenanceOfBenefits, CarveOut] {
        assert_eq!(beside(coordination, 90_000).remittance(0), ["CO-45 100.00", "OA-23 900.00"]);
        assert_eq!(beside(coordination, 100_000).remittance(0), ["OA-23 1000.00"]);
        assert_eq!(beside(coordination, 120_000).remittance(0), ["OA-23 1000.00"], "no more than the charge");
        assert_eq!(beside(coordination, u64::MAX).only().paid, Cents::ZERO);
    }
}

#[test]
fn only_what_the_member_bears_after_coordination_counts() {
    let mut case = Case::under(50_000, 685_000, vec![shared(CATEGORY)]);
    case.line(CATEGORY, 1, 80_000, 80_000);
    case.claim.lines[0].prior_paid = Cents(50_000);
    // Alone: 500.00 deductible, 60.00 coinsurance, 240.00 paid. Of the 300.00 left the plan pays 240.00, the member 60.00.
    assert_eq!(case.remittance(0), ["OA-23 500.00", "PR-1 60.00"]);
    assert_eq!(case.decided().contribution.deductible, Cents(6_000));
    assert_eq!(case.decided().contribution.out_of_pocket, Cents(6_000));
}

#[test]
fn a_copay_that_another_payer_relieved_is_not_asked_again() {
    let with_copay = Benefit { copay: Cents(3_000), ..benefit(CATEGORY) };
    let mut case = Case::under(0, 685_000, vec![with_copay]);
    case.line(CATEGORY, 1, 10_000, 10_000);
    case.line(CATEGORY, 1, 10_000, 10_000);
    case.claim.lines[0].prior_paid = Cents(10_000);
    assert_eq!(case.remittance(0), ["OA-23 100.00"]);
    assert_eq!(case.remittance(1), [""; 0]);
}

#[test]
fn a_limit_counts_units_rendered_and_what_this_plan_paid() {
    let limited = |limit| Benefit { limit: Some(limit), ..benefit(CATEGORY) };
    let mut case = Case::under(0, 685_000, vec![limited(Limit::Units(3))]);
    case.line(CATEGORY, 2, 20_000, 10_000);
    case.line(CATEGORY, 2, 20_000, 10_000);
    case.claim.lines[0].prior_paid = Cents(20_000);
    case.claim.lines[1].prior_paid = Cents(5_000);
    // One of two units is left: 100.00 of the 150.00 that the other payer left.
    assert_eq!(case.remittance(0), ["OA-23 200.00"]);
    assert_eq!(case.remittance(1), ["OA-23 50.00", "PR-119 50.00"]);
    let counted = Usage { category: CATEGORY, units: 3, paid: Cents(10_000) };
    assert_eq!(case.decided().contribution.used, [counted]);

    case.plan.benefits = vec![limited(Limit::Amount(Cents(12_000)))];
    assert_eq!(case.remittance(0), ["OA-23 200.00"]);
    assert_eq!(case.remittance(1), ["OA-23 50.00", "PR-119 30.00"]);
}

#[test]
fn a_refused_line_asks_nobody_for_what_another_payer_paid() {
    let mut case = beside(Standard, 30_000);
    case.plan.benefits[0].covered = false;
    assert_eq!(case.only().refused_by, Some(RefusedBy::Gate(Gate::Covered)));
    assert_eq!(case.remittance(0), ["OA-23 300.00", "PR-96 700.00"]);
    case.claim.lines[0].prior_paid = Cents(200_000);
    assert_eq!(case.remittance(0), ["OA-23 1000.00"]);
    assert_eq!(case.decided().outcome, Outcome::Denied);
}

#[test]
fn a_claim_is_paid_in_full_when_nothing_is_left_to_the_member() {
    assert_eq!(beside(Standard, 30_000).decided().outcome, Outcome::PaidInFull);
    assert_eq!(beside(Standard, 90_000).decided().outcome, Outcome::PaidInFull);
    assert_eq!(beside(CarveOut, 30_000).decided().outcome, Outcome::Partial);
}

#[test]
fn a_balance_bill_shrinks_with_a_prior_payment_over_the_schedule() {
    let mut case = beside(Standard, 90_000);
    case.plan.network = Some(3);
    case.plan.benefits[0].out_of_network = case.plan.benefits[0].sharing(true);
    assert_eq!(case.remittance(0), ["PR-45 100.00", "OA-23 900.00"]);
    assert_eq!(case.decided().contribution.out_of_pocket, Cents::ZERO);
}

#[test]
fn a_coinsurance_of_everything_leaves_the_plan_nothing_to_pay() {
    let mut case = beside(CarveOut, 30_000);
    case.plan.benefits[0].coinsurance = BasisPoints::WHOLE;
    assert_eq!(case.remittance(0), ["CO-45 200.00", "OA-23 300.00", "PR-2 500.00"]);
}
