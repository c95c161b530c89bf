//! The codes that a remittance carries.

use std::collections::BTreeSet;

use healink_domain::{
    claims::{Adjustment, Category, Gate, GateSet, LineResult, Reason, RefusedBy, ReviewReason, Totals},
    Cents, MoneyError,
};

#[test]
fn every_reason_has_its_group_and_code() {
    for (reason, written) in [
        (Reason::Deductible, "PR-1"),
        (Reason::Coinsurance, "PR-2"),
        (Reason::Copayment, "PR-3"),
        (Reason::AuthorisationDoesNotApply, "CO-15"),
        (Reason::LacksInformation, "CO-16"),
        (Reason::Duplicate, "OA-18"),
        (Reason::PriorPayment, "OA-23"),
        (Reason::BeforeCoverage, "PR-26"),
        (Reason::AfterCoverage, "PR-27"),
        (Reason::FiledLate, "CO-29"),
        (Reason::ExceedsFeeSchedule, "CO-45"),
        (Reason::BalanceBill, "PR-45"),
        (Reason::NotNecessary, "CO-50"),
        (Reason::NotCovered, "PR-96"),
        (Reason::Included, "CO-97"),
        (Reason::LimitReached, "PR-119"),
        (Reason::LevelOfService, "CO-150"),
        (Reason::Frequency, "CO-151"),
        (Reason::WaitingPeriod, "PR-179"),
        (Reason::AuthorisationAbsent, "CO-197"),
        (Reason::AuthorisationExceeded, "CO-198"),
        (Reason::OutOfNetwork, "PR-242"),
        (Reason::ProviderNotCertified, "CO-B7"),
    ] {
        assert_eq!(Adjustment { reason, amount: Cents(1) }.to_string(), written);
    }
}

#[test]
fn every_reason_of_an_examiner_has_its_code() {
    for (reason, code) in [
        (ReviewReason::LacksInformation, "16"),
        (ReviewReason::NotNecessary, "50"),
        (ReviewReason::Included, "97"),
        (ReviewReason::LevelOfService, "150"),
        (ReviewReason::Frequency, "151"),
    ] {
        assert_eq!(reason.reason().code(), code);
    }
}

#[test]
fn every_category_has_its_own_service_type_code() {
    let codes: BTreeSet<_> = Category::ALL.iter().map(|category| category.code()).collect();
    let expected = ["1", "12", "2", "35", "4", "48", "5", "50", "80", "86", "88", "98", "AE", "AL", "MH"];
    assert_eq!(codes.into_iter().collect::<Vec<_>>(), expected);
}

fn line(amount: u64) -> LineResult {
    LineResult {
        category: None,
        refused_by: Some(RefusedBy::Gate(Gate::Covered)),
        passed: GateSet::EMPTY,
        billed: Cents(amount),
        allowed: Cents::ZERO,
        paid: Cents::ZERO,
        adjustments: vec![Adjustment { reason: Reason::NotCovered, amount: Cents(amount) }],
    }
}

#[test]
fn totals_add_up_or_do_not_fit() {
    let totals = Totals::default().with(&line(7)).unwrap();
    assert_eq!(totals, Totals { billed: Cents(7), ..Totals::default() });
    assert_eq!(totals.with(&line(u64::MAX)), Err(MoneyError::Overflow));
    assert_eq!(line(7).adjusted(Reason::NotCovered), Cents(7));
    assert_eq!(line(7).adjusted(Reason::Deductible), Cents::ZERO);
}
