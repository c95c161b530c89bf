use healink_domain::{
    claims::{Accumulators, Adjudication, Family, Limit, Reason, Review, SharedKind, Totals, Verdict},
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
    fn both_payers_together_never_pay_more_than_is_allowed(case in case()) {
        for line in decided(&case).map(|decided| decided.lines).unwrap_or_default() {
            let prior = line.adjusted(Reason::PriorPayment);
            prop_assert!(line.paid <= line.allowed.left_after(prior));
            prop_assert!(prior <= line.billed);
        }
    }

    #[test]
    fn what_the_prior_payer_paid_relieves_the_member_and_never_burdens_them(case in priced()) {
        // One line, since a later one may meet what an earlier one did not use up.
        let mut beside = case;
        beside.claim.lines.truncate(1);
        beside.fees.truncate(1);
        beside.evidence.exceptions.retain(|one| one.line == 0);
        if let Review::Reviewed(given) = &mut beside.evidence.review {
            given.retain(|one| one.line == 0);
        }
        let mut alone = beside.clone();
        alone.claim.lines[0].prior_paid = Cents::ZERO;
        let borne = |case: &Case| case.decided().contribution.out_of_pocket;
        prop_assert!(borne(&beside) <= borne(&alone));
        prop_assert!(beside.only().paid <= alone.only().paid);
    }

    #[test]
    fn accumulators_never_exceed_their_maxima(case in prop_oneof![case(), priced()]) {
        let Some(decided) = decided(&case) else { return Ok(()) };
        let Accumulators { deductible, out_of_pocket, .. } =
            case.evidence.accumulators.plus(&decided.contribution).unwrap();
        let family = case.plan.family.zip(case.evidence.family.clone());
        let aggregate = |of: fn(&Family) -> SharedKind| {
            family.as_ref().is_some_and(|(terms, _)| of(terms) == SharedKind::Aggregate)
        };
        prop_assert!(deductible <= case.plan.deductible || aggregate(|terms| terms.deductible.kind));
        prop_assert!(
            out_of_pocket <= case.plan.out_of_pocket_maximum || aggregate(|terms| terms.out_of_pocket_maximum.kind)
        );
        if let Some((terms, before)) = &family {
            let after = before.plus(&decided.contribution).unwrap();
            prop_assert!(after.deductible <= terms.deductible.amount);
            prop_assert!(after.out_of_pocket <= terms.out_of_pocket_maximum.amount);
        }
        let after = case.accumulators_after();
        for benefit in &case.plan.benefits {
            let (units, paid) = after.used(benefit.category);
            match benefit.limit {
                Some(Limit::Units(limit)) => prop_assert!(units <= limit),
                Some(Limit::Amount(limit)) => prop_assert!(paid <= limit),
                None => prop_assert_eq!((units, paid), (0, Cents::ZERO)),
            }
        }
    }

    #[test]
    fn a_decision_adds_what_the_member_bears_and_the_plan_pays(case in prop_oneof![case(), priced()]) {
        let Some(decided) = decided(&case) else { return Ok(()) };
        let Totals { deductible, coinsurance, copay, .. } = decided.totals;
        let added = &decided.contribution;
        prop_assert_eq!(added.deductible, deductible);
        prop_assert_eq!(u128::from(added.out_of_pocket.0), total([deductible, coinsurance, copay]));
        for benefit in case.plan.benefits.iter().filter(|benefit| benefit.limit.is_some()) {
            let lines = decided.lines.iter().filter(|line| line.category == Some(benefit.category));
            prop_assert_eq!(u128::from(added.used(benefit.category).1.0), total(lines.map(|line| line.paid)));
        }
        let before = &case.evidence.accumulators;
        let after = before.plus(added).unwrap();
        prop_assert_eq!(&after.minus(added).unwrap(), before, "and a reversal takes it off to the cent");
    }

    /// Lines that share nothing but the accumulators cost the same on one claim as on a claim each.
    #[test]
    fn a_claim_costs_what_its_lines_cost_one_by_one(case in priced()) {
        let mut whole = case;
        for benefit in &mut whole.plan.benefits {
            benefit.copay = Cents::ZERO;
            if let Some(outside) = &mut benefit.out_of_network {
                outside.copay = Cents::ZERO;
            }
        }
        whole.evidence.exceptions.clear();
        whole.evidence.review = Default::default();
        let mut lines: Vec<_> = whole.claim.lines.iter().copied().zip(whole.fees).collect();
        lines.sort_by_key(|(line, _)| line.code);
        lines.dedup_by_key(|(line, _)| line.code);
        (whole.claim.lines, whole.fees) = lines.into_iter().unzip();
        let together = whole.decided();
        let mut single = whole.clone();
        for (index, expected) in together.lines.iter().enumerate() {
            single.claim.lines = vec![whole.claim.lines[index]];
            single.fees = vec![whole.fees[index]];
            prop_assert_eq!(&single.only(), expected);
            let added = single.decided().contribution;
            single.evidence.accumulators = single.accumulators_after();
            single.evidence.family = single.evidence.family.map(|family| family.plus(&added).unwrap());
        }
        prop_assert_eq!(single.evidence.accumulators, whole.accumulators_after());
    }

    #[test]
    fn a_member_who_reached_the_maximum_bears_no_share(case in priced()) {
        let mut case = case;
        case.evidence.accumulators.out_of_pocket = case.plan.out_of_pocket_maximum;
        if let (Some(terms), Some(family)) = (case.plan.family, &mut case.evidence.family) {
            family.out_of_pocket = terms.out_of_pocket_maximum.amount;
        }
        let Totals { deductible, coinsurance, copay, .. } = case.decided().totals;
        prop_assert_eq!((deductible, coinsurance, copay), (Cents::ZERO, Cents::ZERO, Cents::ZERO));
    }

    #[test]
    fn a_category_takes_its_copay_once(case in priced()) {
        let decided = case.decided();
        for benefit in &case.plan.benefits {
            let lines = decided.lines.iter().filter(|line| line.category == Some(benefit.category));
            let outside = benefit.out_of_network.map_or(0, |outside| outside.copay.0);
            let most = u128::from(benefit.copay.0.max(outside));
            prop_assert!(total(lines.map(|line| line.adjusted(Reason::Copayment))) <= most);
        }
    }

    #[test]
    fn both_orders_of_cost_sharing_keep_the_member_within_the_same_maximum(case in priced()) {
        use healink_domain::claims::CostSharing::{CopayFirst, DeductibleFirst};
        for order in [CopayFirst, DeductibleFirst] {
            let mut case = case.clone();
            case.plan.cost_sharing = order;
            let most = case.plan.out_of_pocket_maximum.0.max(case.plan.family.map_or(0, |terms| terms.out_of_pocket_maximum.amount.0));
            prop_assert!(case.accumulators_after().out_of_pocket.0 <= most);
        }
    }
}
