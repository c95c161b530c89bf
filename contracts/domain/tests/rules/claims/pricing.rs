//! Worked examples, to the cent.

use healink_domain::{
    claims::{Benefit, Category, CostSharing, Limit, Outcome, RefusedBy, SharedKind, Totals, Usage},
    BasisPoints, Cents,
};

use crate::fixtures::{benefit, shared, Case};

const CATEGORY: Category = Category::OfficeVisit;

fn member(totals: &Totals) -> u64 {
    totals.deductible.0 + totals.coinsurance.0 + totals.copay.0
}

/// An example: deductible, maximum and coinsurance of the plan, what counted before, then charge and allowed amount; last what is
/// on the remittance, and what the member and the plan bear.
type Example = (&'static str, [u64; 2], u16, u64, [u64; 2], &'static [&'static str], [u64; 2]);

const EXAMPLES: [Example; 7] = [
    (
        "HealthCare.gov, glossary: a surgery of 12,000.00, deductible 3,000.00, 20 %, maximum 6,850.00",
        [300_000, 685_000],
        2_000,
        0,
        [1_200_000, 1_200_000],
        &["PR-1 3000.00", "PR-2 1800.00"],
        [480_000, 720_000],
    ),
    (
        "a scan billed at 11,000.00 and allowed at 1,500.00, 1,000.00 left of the deductible",
        [300_000, 685_000],
        2_000,
        200_000,
        [1_100_000, 150_000],
        &["CO-45 9500.00", "PR-1 1000.00", "PR-2 100.00"],
        [110_000, 40_000],
    ),
    (
        "FHIR R4, ExplanationOfBenefit EB3500, item 1: eligible 120.00 of 135.57, 80 %, benefit 96.00",
        [0, 685_000],
        2_000,
        0,
        [13_557, 12_000],
        &["CO-45 15.57", "PR-2 24.00"],
        [2_400, 9_600],
    ),
    (
        "EB3500, item 2: 200.00, 90 %, benefit 180.00",
        [0, 685_000],
        1_000,
        0,
        [20_000, 20_000],
        &["PR-2 20.00"],
        [2_000, 18_000],
    ),
    (
        "a line that crosses the deductible: of 200.00, 50.00 meet it and 20 % of 150.00 are shared",
        [100_000, 685_000],
        2_000,
        95_000,
        [20_000, 20_000],
        &["PR-1 50.00", "PR-2 30.00"],
        [8_000, 12_000],
    ),
    (
        "a line that crosses the maximum: 0.01 is left of it",
        [0, 685_000],
        2_000,
        684_999,
        [10_000, 10_000],
        &["PR-2 0.01"],
        [1, 9_999],
    ),
    (
        "a line that crosses both: 10.00 are left of the deductible, 30.00 of the maximum",
        [50_000, 52_000],
        2_000,
        49_000,
        [100_000, 100_000],
        &["PR-1 10.00", "PR-2 20.00"],
        [3_000, 97_000],
    ),
];

#[test]
fn worked_examples_come_out_to_the_cent() {
    for (name, [deductible, maximum], coinsurance, before, [billed, allowed], written, [borne, paid]) in
        EXAMPLES
    {
        let benefit = Benefit { coinsurance: BasisPoints(coinsurance), ..shared(CATEGORY) };
        let mut case = Case::under(deductible, maximum, vec![benefit]);
        case.evidence.accumulators.deductible = Cents(before.min(deductible));
        case.evidence.accumulators.out_of_pocket = Cents(before);
        case.line(CATEGORY, 1, billed, allowed);
        let decided = case.decided();
        assert_eq!(case.remittance(0), written, "{name}");
        assert_eq!((member(&decided.totals), decided.totals.paid), (borne, Cents(paid)), "{name}");
        assert_eq!(decided.lines[0].allowed, Cents(allowed), "{name}");
        let after = case.accumulators_after();
        assert_eq!(after.out_of_pocket, Cents(before + borne), "{name}");
        assert!(after.deductible <= Cents(deductible), "{name}");
    }
}

/// FHIR's example as a whole. Its own totals leave the second item out: 135.57 submitted, 96.00 paid.
#[test]
fn the_fhir_example_eb3500_pays_96_and_180_on_one_claim() {
    let tenth = Benefit { coinsurance: BasisPoints(1_000), ..benefit(Category::Equipment) };
    let fifth = Benefit { coinsurance: BasisPoints(2_000), ..benefit(Category::Dental) };
    let mut case = Case::under(0, 685_000, vec![fifth, tenth]);
    case.line(Category::Dental, 1, 13_557, 12_000);
    case.line(Category::Equipment, 1, 20_000, 20_000);
    let decided = case.decided();
    let paid: Vec<_> = decided.lines.iter().map(|line| (line.allowed.0, line.paid.0)).collect();
    assert_eq!(paid, [(12_000, 9_600), (20_000, 18_000)]);
    assert_eq!((decided.totals.billed, decided.totals.paid), (Cents(33_557), Cents(27_600)));
}

#[test]
fn a_charge_below_the_schedule_is_allowed_as_billed() {
    let mut case = Case::under(0, 685_000, vec![benefit(CATEGORY)]);
    case.line(CATEGORY, 3, 29_999, 10_000);
    let decided = case.decided();
    assert!(decided.lines[0].adjustments.is_empty());
    assert_eq!((decided.totals.paid, decided.outcome), (Cents(29_999), Outcome::PaidInFull));
}

#[test]
fn the_schedule_counts_units() {
    let mut case = Case::under(0, 685_000, vec![benefit(CATEGORY)]);
    case.line(CATEGORY, 3, 40_000, 10_000);
    let decided = case.decided();
    assert_eq!(case.remittance(0), ["CO-45 100.00"]);
    assert_eq!((decided.totals.paid, decided.outcome), (Cents(30_000), Outcome::PaidInFull));
}

#[test]
fn a_schedule_that_does_not_fit_is_above_any_charge() {
    let mut case = Case::under(0, 685_000, vec![benefit(CATEGORY)]);
    case.line(CATEGORY, 2, 40_000, u64::MAX);
    assert_eq!(case.decided().totals.paid, Cents(40_000));
}

#[test]
fn a_line_may_cross_the_deductible() {
    let mut case = Case::under(50_000, 685_000, vec![shared(CATEGORY)]);
    case.evidence.accumulators.deductible = Cents(45_001);
    case.evidence.accumulators.out_of_pocket = Cents(45_001);
    case.line(CATEGORY, 1, 10_000, 10_000);
    case.line(CATEGORY, 1, 10_000, 10_000);
    // 49.99 are left of the deductible; 20 % of 50.01 are 10.002.
    assert_eq!(case.remittance(0), ["PR-1 49.99", "PR-2 10.00"]);
    assert_eq!(case.remittance(1), ["PR-2 20.00"]);
    assert_eq!(case.accumulators_after().deductible, Cents(50_000));
    assert_eq!(case.accumulators_after().out_of_pocket, Cents(53_000));
}

#[test]
fn a_line_may_cross_the_out_of_pocket_maximum_to_the_cent() {
    let mut case = Case::under(0, 685_000, vec![shared(CATEGORY)]);
    case.evidence.accumulators.out_of_pocket = Cents(684_999);
    case.line(CATEGORY, 1, 10_000, 10_000);
    case.line(CATEGORY, 1, 10_000, 10_000);
    let decided = case.decided();
    assert_eq!(case.remittance(0), ["PR-2 0.01"]);
    assert!(decided.lines[1].adjustments.is_empty());
    assert_eq!(decided.totals.paid, Cents(19_999));
    assert_eq!(case.accumulators_after().out_of_pocket, Cents(685_000));
}

#[test]
fn a_deductible_that_crosses_the_maximum_counts_as_far_as_it_was_borne() {
    let mut case = Case::under(50_000, 60_000, vec![shared(CATEGORY)]);
    case.evidence.accumulators.out_of_pocket = Cents(58_000);
    case.line(CATEGORY, 1, 10_000, 10_000);
    let decided = case.decided();
    assert_eq!(case.remittance(0), ["PR-1 20.00"]);
    assert_eq!(case.accumulators_after().deductible, Cents(2_000));
    assert_eq!(decided.totals.paid, Cents(8_000));
}

#[test]
fn coinsurance_is_rounded_half_up_and_the_plan_pays_the_rest() {
    let mut case = Case::under(0, 685_000, vec![shared(CATEGORY)]);
    // 20 % of 0.02, 0.03 and 0.07 are 0.004, 0.006 and 0.014.
    for billed in [2, 3, 7] {
        case.line(CATEGORY, 1, billed, billed);
    }
    let decided = case.decided();
    let borne: Vec<_> = decided.lines.iter().map(|line| line.billed.0 - line.paid.0).collect();
    assert_eq!(borne, [0, 1, 1]);
}

/// Deductible 100.00, copay 30.00, coinsurance 20 %, one line of 200.00.
fn in_order(cost_sharing: CostSharing, deductible: u64) -> Vec<String> {
    let with_copay = Benefit { copay: Cents(3_000), ..shared(CATEGORY) };
    let mut case = Case::under(deductible, 685_000, vec![with_copay]);
    case.plan.cost_sharing = cost_sharing;
    case.line(CATEGORY, 1, 20_000, 20_000);
    case.remittance(0)
}

#[test]
fn the_plan_says_which_share_comes_first() {
    let copay_first = ["PR-3 30.00", "PR-1 100.00", "PR-2 14.00"];
    assert_eq!(in_order(CostSharing::CopayFirst, 10_000), copay_first);
    let deductible_first = ["PR-1 100.00", "PR-3 30.00", "PR-2 14.00"];
    assert_eq!(in_order(CostSharing::DeductibleFirst, 10_000), deductible_first);
}

#[test]
fn the_share_that_comes_first_may_leave_less_for_the_next() {
    assert_eq!(in_order(CostSharing::CopayFirst, 18_000), ["PR-3 30.00", "PR-1 170.00"]);
    assert_eq!(in_order(CostSharing::DeductibleFirst, 18_000), ["PR-1 180.00", "PR-3 20.00"]);
    assert_eq!(in_order(CostSharing::DeductibleFirst, 20_000), ["PR-1 200.00"]);
}

#[test]
fn a_copay_is_due_once_for_each_category_and_claim() {
    let with_copay = |category| Benefit { copay: Cents(3_000), ..benefit(category) };
    let mut case = Case::under(0, 685_000, vec![with_copay(CATEGORY), with_copay(Category::Laboratory)]);
    // The first line is too small to bear the copay; the second bears what is left of it.
    for (category, amount) in
        [(CATEGORY, 1_000), (CATEGORY, 5_000), (CATEGORY, 5_000), (Category::Laboratory, 5_000)]
    {
        case.line(category, 1, amount, amount);
    }
    let decided = case.decided();
    let copays: Vec<_> = (0..4).map(|line| case.remittance(line)).collect();
    assert_eq!(copays, [vec!["PR-3 10.00"], vec!["PR-3 20.00"], vec![], vec!["PR-3 30.00"]]);
    assert_eq!(decided.totals.copay, Cents(6_000));
    assert_eq!(case.accumulators_after().out_of_pocket, Cents(6_000));

    let mut next = case.clone();
    next.evidence.accumulators = case.accumulators_after();
    assert_eq!(next.decided().totals.copay, Cents(6_000), "the next claim owes its own");
}

#[test]
fn a_limit_in_units_splits_a_line() {
    let limited = Benefit { limit: Some(Limit::Units(20)), ..shared(Category::Therapy) };
    let mut case = Case::under(0, 685_000, vec![limited]);
    case.evidence.accumulators.used.push(Usage {
        category: Category::Therapy,
        units: 18,
        paid: Cents(90_000),
    });
    case.line(Category::Therapy, 3, 40_000, 10_000);
    case.line(Category::Therapy, 1, 10_000, 10_000);
    let decided = case.decided();
    // Two of three units of 300.00 allowed: 200.00, of which the member bears 20 %.
    assert_eq!(case.remittance(0), ["CO-45 100.00", "PR-2 40.00", "PR-119 100.00"]);
    assert_eq!(decided.lines[0].paid, Cents(16_000));
    assert_eq!(case.remittance(1), ["PR-119 100.00"]);
    assert_eq!(case.accumulators_after().used(Category::Therapy), (20, Cents(106_000)));
    assert_eq!(
        case.accumulators_after().out_of_pocket,
        Cents(4_000),
        "what is over the limit is not counted"
    );
}

#[test]
fn a_limit_in_units_splits_odd_cents_half_up() {
    let limited = Benefit { limit: Some(Limit::Units(1)), ..benefit(Category::Therapy) };
    let mut case = Case::under(0, 685_000, vec![limited]);
    case.line(Category::Therapy, 2, 101, 100);
    let decided = case.decided();
    assert_eq!(decided.lines[0].paid, Cents(51));
    assert_eq!(case.remittance(0), ["PR-119 0.50"]);
}

#[test]
fn a_limit_in_money_splits_what_the_plan_would_pay() {
    let limited = Benefit { limit: Some(Limit::Amount(Cents(100_000))), ..shared(Category::Dental) };
    let mut case = Case::under(5_000, 685_000, vec![limited]);
    case.evidence.accumulators.used.push(Usage { category: Category::Dental, units: 4, paid: Cents(95_000) });
    case.line(Category::Dental, 1, 15_000, 15_000);
    let decided = case.decided();
    // 50.00 deductible, 20 % of 100.00; of the 80.00 due, 50.00 are left.
    assert_eq!(case.remittance(0), ["PR-1 50.00", "PR-2 20.00", "PR-119 30.00"]);
    assert_eq!(decided.totals.paid, Cents(5_000));
    assert_eq!(case.accumulators_after().used(Category::Dental), (5, Cents(100_000)));
    assert_eq!(case.accumulators_after().out_of_pocket, Cents(7_000));
}

#[test]
fn use_is_counted_only_where_there_is_a_limit() {
    let mut case = Case::under(0, 685_000, vec![benefit(CATEGORY)]);
    case.line(CATEGORY, 1, 10_000, 10_000);
    assert!(case.decided().contribution.used.is_empty());
}

#[test]
fn totals_are_those_of_the_lines() {
    let with_copay = Benefit { copay: Cents(2_500), ..shared(CATEGORY) };
    let mut case = Case::under(10_000, 685_000, vec![with_copay, shared(Category::Laboratory)]);
    case.line(CATEGORY, 1, 22_000, 20_000);
    case.line(Category::Laboratory, 2, 8_000, 5_000);
    case.line(Category::Vision, 1, 4_000, 4_000);
    let decided = case.decided();
    let expected = Totals {
        billed: Cents(34_000),
        allowed: Cents(28_000),
        paid: Cents(12_400),
        deductible: Cents(10_000),
        coinsurance: Cents(3_100),
        copay: Cents(2_500),
    };
    assert_eq!(decided.totals, expected);
    assert_eq!(decided.outcome, Outcome::Partial);
}

/// Deductibles of 1,500.00 and 3,000.00, maxima of 6,000.00 and 12,000.00, one line of 1,000.00.
fn in_family(kind: SharedKind, member: (u64, u64), family: (u64, u64)) -> Vec<String> {
    let mut case = Case::under(150_000, 600_000, vec![shared(CATEGORY)]);
    case.family(kind, (300_000, 1_200_000), member, family);
    case.line(CATEGORY, 1, 100_000, 100_000);
    case.remittance(0)
}

#[test]
fn an_embedded_deductible_is_met_by_the_member_or_by_the_family() {
    use SharedKind::Embedded;
    assert_eq!(in_family(Embedded, (0, 0), (0, 0)), ["PR-1 1000.00"]);
    assert_eq!(in_family(Embedded, (100_000, 100_000), (100_000, 100_000)), ["PR-1 500.00", "PR-2 100.00"]);
    assert_eq!(in_family(Embedded, (0, 0), (280_000, 280_000)), ["PR-1 200.00", "PR-2 160.00"]);
    assert_eq!(in_family(Embedded, (0, 0), (300_000, 300_000)), ["PR-2 200.00"]);
}

#[test]
fn an_aggregate_deductible_is_met_by_the_family_alone() {
    use SharedKind::Aggregate;
    assert_eq!(in_family(Aggregate, (150_000, 150_000), (150_000, 150_000)), ["PR-1 1000.00"]);
    assert_eq!(in_family(Aggregate, (0, 0), (280_000, 280_000)), ["PR-1 200.00", "PR-2 160.00"]);
    assert_eq!(in_family(Aggregate, (0, 0), (300_000, 300_000)), ["PR-2 200.00"]);
}

#[test]
fn a_family_maximum_is_crossed_to_the_cent() {
    let met = 300_000;
    for kind in [SharedKind::Embedded, SharedKind::Aggregate] {
        assert_eq!(in_family(kind, (0, 0), (met, 1_199_999)), ["PR-2 0.01"]);
        assert_eq!(in_family(kind, (0, 0), (met, 1_200_000)), [""; 0]);
    }
    assert_eq!(in_family(SharedKind::Embedded, (150_000, 599_999), (met, 800_000)), ["PR-2 0.01"]);
    assert_eq!(in_family(SharedKind::Aggregate, (150_000, 599_999), (met, 800_000)), ["PR-2 200.00"]);
}

#[test]
fn a_policy_without_a_family_keeps_the_individual_amounts() {
    let mut case = Case::under(150_000, 600_000, vec![shared(CATEGORY)]);
    case.family(SharedKind::Aggregate, (300_000, 1_200_000), (150_000, 150_000), (0, 0));
    case.evidence.family = None;
    case.line(CATEGORY, 1, 100_000, 100_000);
    assert_eq!(case.remittance(0), ["PR-2 200.00"]);
}

#[test]
fn lines_of_one_claim_share_what_is_left_of_the_family() {
    let mut case = Case::under(150_000, 600_000, vec![shared(CATEGORY)]);
    case.family(SharedKind::Embedded, (300_000, 1_200_000), (0, 0), (290_000, 290_000));
    case.line(CATEGORY, 1, 6_000, 6_000);
    case.line(CATEGORY, 1, 6_000, 6_000);
    assert_eq!(case.remittance(0), ["PR-1 60.00"]);
    assert_eq!(case.remittance(1), ["PR-1 40.00", "PR-2 4.00"]);
    assert_eq!(case.decided().contribution.deductible, Cents(10_000));
}

#[test]
fn use_that_does_not_fit_is_refused() {
    let limited = Benefit { limit: Some(Limit::Units(u32::MAX)), ..benefit(CATEGORY) };
    let mut case = Case::one(limited, 10_000);
    case.evidence.accumulators.used.push(Usage { category: CATEGORY, units: 1, paid: Cents(u64::MAX) });
    let decided = case.decided();
    assert!(case.evidence.accumulators.plus(&decided.contribution).is_err());
}

#[test]
fn a_line_beyond_the_limit_names_the_gate() {
    let limited = Benefit { limit: Some(Limit::Amount(Cents(5_000))), ..benefit(CATEGORY) };
    let mut case = Case::one(limited, 5_000);
    case.line(CATEGORY, 1, 100, 100);
    let decided = case.decided();
    assert_eq!(decided.lines[0].refused_by, None);
    let gate = healink_domain::claims::Gate::WithinLimit;
    assert_eq!(decided.lines[1].refused_by, Some(RefusedBy::Gate(gate)));
}
