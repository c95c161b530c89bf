//! What is checked before a plan or a policy is taken; accumulators.

use healink_domain::{
    claims::{
        Accumulators, Benefit, Category, Family, Limit, Plan, PlanError, PolicyError, Shared, SharedKind,
        Sharing, Usage, MAX_BENEFITS,
    },
    BasisPoints, Cents, Day, MoneyError,
};

use crate::fixtures::{benefit, Case};

fn plan(benefits: Vec<Benefit>) -> Plan {
    Plan { benefits, ..Case::empty().plan }
}

fn vision() -> Benefit {
    benefit(Category::Vision)
}

#[test]
fn a_plan_has_one_benefit_for_each_category_at_the_most() {
    let every: Vec<_> = Category::ALL.iter().copied().map(benefit).collect();
    assert_eq!(every.len(), MAX_BENEFITS);
    assert_eq!(plan(every.clone()).validate(), Ok(()));
    assert_eq!(plan(Vec::new()).validate(), Err(PlanError::NoBenefits));
    let twice = every.into_iter().chain([vision()]).collect();
    assert_eq!(plan(twice).validate(), Err(PlanError::BenefitTwice { category: Category::Vision }));
}

#[test]
fn a_plan_names_each_broken_rule() {
    let category = Category::Vision;
    let whole = Benefit { coinsurance: BasisPoints::WHOLE, ..vision() };
    assert_eq!(plan(vec![whole]).validate(), Ok(()));
    let above = Benefit { coinsurance: BasisPoints(10_001), ..vision() };
    assert_eq!(plan(vec![above]).validate(), Err(PlanError::CoinsuranceAboveWhole { category }));
    let outside = |points| {
        let terms = Sharing { copay: Cents(1), coinsurance: BasisPoints(points), deductible_applies: true };
        plan(vec![Benefit { out_of_network: Some(terms), ..vision() }]).validate()
    };
    assert_eq!(outside(10_000), Ok(()));
    assert_eq!(outside(10_001), Err(PlanError::CoinsuranceAboveWhole { category }));
    for (limit, expected) in [
        (Limit::Units(0), Err(PlanError::EmptyLimit { category })),
        (Limit::Amount(Cents::ZERO), Err(PlanError::EmptyLimit { category })),
        (Limit::Units(1), Ok(())),
        (Limit::Amount(Cents(1)), Ok(())),
    ] {
        assert_eq!(plan(vec![Benefit { limit: Some(limit), ..vision() }]).validate(), expected);
    }
}

#[test]
fn a_deductible_may_equal_the_maximum_and_not_exceed_it() {
    let with = |deductible| {
        let deductible = Cents(deductible);
        Plan { deductible, out_of_pocket_maximum: Cents(100), ..plan(vec![vision()]) }.validate()
    };
    assert_eq!(with(100), Ok(()));
    assert_eq!(with(101), Err(PlanError::DeductibleAboveMaximum));
}

#[test]
fn a_benefit_is_found_by_its_category() {
    let plan = plan(vec![vision()]);
    assert_eq!(plan.benefit(Category::Vision), Some(&vision()));
    assert_eq!(plan.benefit(Category::Dental), None);
}

#[test]
fn a_review_is_overdue_after_the_plans_days() {
    let plan = Plan { decision_days: 30, ..plan(vec![vision()]) };
    for (today, overdue) in [(100, false), (130, false), (131, true)] {
        assert_eq!(plan.is_overdue(Day(100), Day(today)), overdue, "{today}");
    }
}

#[test]
fn a_cover_lasts_a_day_at_least() {
    let mut policy = Case::empty().policy;
    assert_eq!(policy.validate(), Ok(()));
    policy.period.until = Some(policy.period.from);
    assert_eq!(policy.validate(), Err(PolicyError::EmptyPeriod));
}

#[test]
fn a_waiting_period_is_counted_from_the_start_of_the_cover() {
    let policy = Case::empty().policy;
    let benefit = Benefit { waiting_days: 90, ..vision() };
    assert_eq!(policy.served_on(&benefit), Day(19_990));
}

#[test]
fn a_familys_amounts_are_in_order_and_no_embedded_one_is_out_of_reach() {
    use SharedKind::{Aggregate, Embedded};
    let with = |kind, deductible, maximum| {
        let shared = |amount| Shared { amount: Cents(amount), kind };
        let family = Family { deductible: shared(deductible), out_of_pocket_maximum: shared(maximum) };
        let (deductible, out_of_pocket_maximum) = (Cents(100), Cents(500));
        Plan { deductible, out_of_pocket_maximum, family: Some(family), ..plan(vec![vision()]) }.validate()
    };
    assert_eq!(with(Embedded, 100, 500), Ok(()));
    assert_eq!(with(Embedded, 501, 500), Err(PlanError::DeductibleAboveMaximum));
    assert_eq!(with(Aggregate, 501, 500), Err(PlanError::DeductibleAboveMaximum));
    assert_eq!(with(Embedded, 99, 500), Err(PlanError::FamilyBelowMember));
    assert_eq!(with(Embedded, 100, 499), Err(PlanError::FamilyBelowMember));
    assert_eq!(with(Aggregate, 99, 499), Ok(()));
}

#[test]
fn use_is_recorded_by_category_and_an_overflow_records_nothing() {
    let mut used = Accumulators::default();
    used.record_use(Category::Vision, 2, Cents(50)).unwrap();
    used.record_use(Category::Dental, 1, Cents(5)).unwrap();
    used.record_use(Category::Vision, 3, Cents(7)).unwrap();
    assert_eq!(used.used(Category::Vision), (5, Cents(57)));
    assert_eq!(used.used(Category::Surgical), (0, Cents::ZERO));
    assert_eq!(used.used[0], Usage { category: Category::Dental, units: 1, paid: Cents(5) });

    let before = used.clone();
    assert_eq!(used.record_use(Category::Vision, 1, Cents(u64::MAX)), Err(MoneyError::Overflow));
    assert_eq!(used.record_use(Category::Vision, u32::MAX, Cents(1)), Err(MoneyError::Overflow));
    assert_eq!(used, before);
}

fn adds(deductible: u64, out_of_pocket: u64, used: &[(Category, u32, u64)]) -> Accumulators {
    let mut all = Accumulators {
        deductible: Cents(deductible),
        out_of_pocket: Cents(out_of_pocket),
        ..Accumulators::default()
    };
    for (category, units, paid) in used {
        all.record_use(*category, *units, Cents(*paid)).unwrap();
    }
    all
}

#[test]
fn what_a_decision_added_is_taken_off_again_in_any_order() {
    let first = adds(10, 15, &[(Category::Vision, 2, 50), (Category::Dental, 1, 5)]);
    let second = adds(1, 2, &[(Category::Vision, 1, 0), (Category::Surgical, 0, 7)]);
    let both = first.plus(&second).unwrap();
    assert_eq!(
        both,
        adds(11, 17, &[(Category::Surgical, 0, 7), (Category::Dental, 1, 5), (Category::Vision, 3, 50)])
    );
    assert_eq!(both, second.plus(&first).unwrap());
    assert_eq!(both.minus(&first), Ok(second.clone()));
    assert_eq!(both.minus(&second).unwrap().minus(&first), Ok(Accumulators::default()));
    assert!(Accumulators::default().is_empty() && !first.is_empty());
    assert!(!adds(0, 1, &[]).is_empty() && !adds(0, 0, &[(Category::Vision, 1, 0)]).is_empty());
}

#[test]
fn what_was_never_added_cannot_be_taken_off() {
    let used = adds(10, 15, &[(Category::Vision, 2, 50)]);
    for other in [
        adds(11, 0, &[]),
        adds(0, 16, &[]),
        adds(0, 0, &[(Category::Vision, 3, 0)]),
        adds(0, 0, &[(Category::Vision, 0, 51)]),
        adds(0, 0, &[(Category::Dental, 1, 0)]),
    ] {
        assert_eq!(used.minus(&other), Err(MoneyError::Overflow), "{other:?}");
    }
    for other in
        [adds(u64::MAX, 0, &[]), adds(0, u64::MAX, &[]), adds(0, 0, &[(Category::Vision, u32::MAX, 0)])]
    {
        assert_eq!(used.plus(&other), Err(MoneyError::Overflow), "{other:?}");
    }
}
