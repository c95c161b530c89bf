use healink_domain::{
    claims::{Accumulators, Adjudication, Limit, Reason, Totals, Verdict},
    Cents,
};
use proptest::prelude::*;

use super::{
    config,
    strategies::{case, hostile, priced},
};
use crate::fixtures::Case;

/// The adjudication, unless the claim waits or cannot be taken.
fn decided(case: &Case) -> Option<Adjudication> {
    match case.verdict() {
        Ok(Verdict::Adjudicated(adjudication)) => Some(adjudication),
        _ => None,
    }
}

fn total(amounts: impl IntoIterator<Item = Cents>) -> u128 {
    amounts.into_iter().map(|amount| u128::from(amount.0)).sum()
}

/// The balance of an 835, per line and for the claim.
fn assert_balanced(decided: &Adjudication) {
    for line in &decided.lines {
        let adjusted = total(line.adjustments.iter().map(|adjustment| adjustment.amount));
        assert_eq!(u128::from(line.billed.0) - adjusted, u128::from(line.paid.0));
        assert!(line.paid <= line.allowed && line.allowed <= line.billed);
    }
    assert!(decided.totals.paid <= decided.totals.allowed && decided.totals.allowed <= decided.totals.billed);
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn charge_minus_adjustments_is_paid_and_paid_le_allowed_le_billed(case in case()) {
        if let Some(decided) = decided(&case) {
            assert_balanced(&decided);
            prop_assert_eq!(decided.lines.len(), case.claim.lines.len());
        }
    }

    #[test]
    fn no_input_makes_adjudication_panic_or_unbalanced(case in hostile()) {
        if let Some(decided) = decided(&case) {
            assert_balanced(&decided);
        }
    }

    #[test]
    fn a_claim_whose_charges_fit_is_always_decided_or_waits(case in case()) {
        prop_assert!(case.verdict().is_ok());
    }

    #[test]
    fn totals_are_the_sums_over_the_lines(case in priced()) {
        let decided = case.decided();
        let sum = |of: fn(&healink_domain::claims::LineResult) -> Cents| total(decided.lines.iter().map(of));
        let Totals { billed, allowed, paid, deductible, coinsurance, copay } = decided.totals;
        prop_assert_eq!(sum(|line| line.billed), u128::from(billed.0));
        prop_assert_eq!(sum(|line| line.allowed), u128::from(allowed.0));
        prop_assert_eq!(sum(|line| line.paid), u128::from(paid.0));
        prop_assert_eq!(sum(|line| line.adjusted(Reason::Deductible)), u128::from(deductible.0));
        prop_assert_eq!(sum(|line| line.adjusted(Reason::Coinsurance)), u128::from(coinsurance.0));
        prop_assert_eq!(sum(|line| line.adjusted(Reason::Copayment)), u128::from(copay.0));
    }

    #[test]
    fn no_adjustment_is_of_nothing_and_no_reason_comes_twice(case in case()) {
        for line in decided(&case).map(|decided| decided.lines).unwrap_or_default() {
            prop_assert!(line.adjustments.iter().all(|adjustment| !adjustment.amount.is_zero()));
            for (index, adjustment) in line.adjustments.iter().enumerate() {
                prop_assert!(line.adjustments[..index].iter().all(|other| other.reason != adjustment.reason));
            }
        }
    }

    #[test]
    fn accumulators_never_exceed_their_maxima(case in prop_oneof![case(), priced()]) {
        let Some(decided) = decided(&case) else { return Ok(()) };
        let Accumulators { deductible, out_of_pocket, .. } = &decided.accumulators;
        prop_assert!(*deductible <= case.plan.deductible);
        prop_assert!(*out_of_pocket <= case.plan.out_of_pocket_maximum);
        for benefit in &case.plan.benefits {
            let (units, paid) = decided.accumulators.used(benefit.category);
            match benefit.limit {
                Some(Limit::Units(limit)) => prop_assert!(units <= limit),
                Some(Limit::Amount(limit)) => prop_assert!(paid <= limit),
                None => prop_assert_eq!((units, paid), (0, Cents::ZERO)),
            }
        }
    }

    #[test]
    fn accumulators_grow_by_what_the_member_bears_and_the_plan_pays(case in prop_oneof![case(), priced()]) {
        let Some(decided) = decided(&case) else { return Ok(()) };
        let Totals { deductible, coinsurance, copay, .. } = decided.totals;
        let grown = |before: Cents, after: Cents| u128::from(after.0) - u128::from(before.0);
        prop_assert_eq!(grown(case.accumulators.deductible, decided.accumulators.deductible), u128::from(deductible.0));
        prop_assert_eq!(
            grown(case.accumulators.out_of_pocket, decided.accumulators.out_of_pocket),
            total([deductible, coinsurance, copay])
        );
        for benefit in case.plan.benefits.iter().filter(|benefit| benefit.limit.is_some()) {
            let lines = decided.lines.iter().filter(|line| line.category == Some(benefit.category));
            let before = case.accumulators.used(benefit.category).1;
            prop_assert_eq!(
                grown(before, decided.accumulators.used(benefit.category).1),
                total(lines.map(|line| line.paid))
            );
        }
    }

    /// Lines that share nothing but the accumulators cost the same on one claim as on a claim each.
    #[test]
    fn a_claim_costs_what_its_lines_cost_one_by_one(case in priced()) {
        let mut whole = case;
        for benefit in &mut whole.plan.benefits {
            benefit.copay = Cents::ZERO;
        }
        whole.claim.lines.sort_by_key(|line| line.code);
        whole.claim.lines.dedup_by_key(|line| line.code);
        whole.fees.sort_by_key(|fee| fee.map(|fee| fee.code));
        whole.fees = whole.claim.lines.iter().map(|line| {
            whole.fees.iter().copied().flatten().find(|fee| fee.code == line.code)
        }).collect();
        let together = whole.decided();
        let mut accumulators = whole.accumulators.clone();
        for (index, expected) in together.lines.iter().enumerate() {
            let mut single = whole.clone();
            single.claim.lines = vec![whole.claim.lines[index]];
            single.fees = vec![whole.fees[index]];
            single.accumulators = accumulators;
            prop_assert_eq!(&single.only(), expected);
            accumulators = single.decided().accumulators;
        }
        prop_assert_eq!(accumulators, together.accumulators);
    }

    #[test]
    fn a_member_who_reached_the_maximum_bears_no_share(case in priced()) {
        let mut case = case;
        case.accumulators.out_of_pocket = case.plan.out_of_pocket_maximum;
        let Totals { deductible, coinsurance, copay, .. } = case.decided().totals;
        prop_assert_eq!((deductible, coinsurance, copay), (Cents::ZERO, Cents::ZERO, Cents::ZERO));
    }

    #[test]
    fn a_category_takes_its_copay_once(case in priced()) {
        let decided = case.decided();
        for benefit in &case.plan.benefits {
            let lines = decided.lines.iter().filter(|line| line.category == Some(benefit.category));
            prop_assert!(total(lines.map(|line| line.adjusted(Reason::Copayment))) <= u128::from(benefit.copay.0));
        }
    }

    #[test]
    fn both_orders_of_cost_sharing_keep_the_member_within_the_same_maximum(case in priced()) {
        use healink_domain::claims::CostSharing::{CopayFirst, DeductibleFirst};
        for order in [CopayFirst, DeductibleFirst] {
            let mut case = case.clone();
            case.plan.cost_sharing = order;
            let decided = case.decided();
            prop_assert!(decided.accumulators.out_of_pocket <= case.plan.out_of_pocket_maximum);
        }
    }
}
