//! What is checked before a plan, a policy or an authorisation is taken.

use healink_domain::{
    claims::{
        Accumulators, Authorisation, AuthorisationError, Benefit, Category, Limit, Plan, PlanError,
        PolicyError, Usage, MAX_BENEFITS, MAX_UNITS,
    },
    BasisPoints, Cents, Day, MoneyError, Period,
};

use crate::fixtures::{benefit, code, Case, PROVIDER};

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
fn an_authorisation_has_units_and_days() {
    let with = |units, period| {
        Authorisation { policy: 1, provider: PROVIDER, code: code(1), period, units }.validate()
    };
    assert_eq!(with(1, Period::ALWAYS), Ok(()));
    assert_eq!(with(MAX_UNITS, Period::ALWAYS), Ok(()));
    assert_eq!(with(0, Period::ALWAYS), Err(AuthorisationError::Units));
    assert_eq!(with(MAX_UNITS + 1, Period::ALWAYS), Err(AuthorisationError::Units));
    let empty = Period { from: Day(5), until: Some(Day(5)) };
    assert_eq!(with(1, empty), Err(AuthorisationError::EmptyPeriod));
}

#[test]
fn use_is_recorded_by_category_and_an_overflow_records_nothing() {
    let mut used = Accumulators::default();
    used.record_use(Category::Vision, 2, Cents(50)).unwrap();
    used.record_use(Category::Dental, 1, Cents(5)).unwrap();
    used.record_use(Category::Vision, 3, Cents(7)).unwrap();
    assert_eq!(used.used(Category::Vision), (5, Cents(57)));
    assert_eq!(used.used(Category::Surgical), (0, Cents::ZERO));
    assert_eq!(used.used[1], Usage { category: Category::Dental, units: 1, paid: Cents(5) });

    let before = used.clone();
    assert_eq!(used.record_use(Category::Vision, 1, Cents(u64::MAX)), Err(MoneyError::Overflow));
    assert_eq!(used.record_use(Category::Vision, u32::MAX, Cents(1)), Err(MoneyError::Overflow));
    assert_eq!(used, before);
}
