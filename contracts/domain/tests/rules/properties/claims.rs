use healink_domain::{
    claims::{billed_before, Category, Gate, GateSet, Reason, RefusedBy, Review, ServiceDay, Verdict},
    consent::{CategorySet, Decision},
    Cents,
};
use proptest::{collection::vec, prelude::*};

use super::{config, strategies::case};
use crate::{
    fixtures::{benefit, code, Case},
    reference,
};

fn permitted(case: &Case) -> bool {
    case.evidence.consent.decision == Decision::Permit { redact: CategorySet::EMPTY }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn adjudication_agrees_with_the_reference(case in case()) {
        reference::assert_agrees(&case);
    }

    #[test]
    fn adjudication_agrees_with_the_reference_on_priced_lines(case in super::strategies::priced()) {
        reference::assert_agrees(&case);
    }

    #[test]
    fn a_decision_is_replayed_from_its_encoded_evidence(case in case()) {
        use scale::{Decode, Encode};
        let mut stored = case.clone();
        stored.evidence = Decode::decode(&mut &case.evidence.encode()[..]).unwrap();
        stored.claim = Decode::decode(&mut &case.claim.encode()[..]).unwrap();
        prop_assert_eq!(stored.verdict(), case.verdict());
    }

    #[test]
    fn without_consent_nothing_is_paid(case in case()) {
        if let (false, Ok(Verdict::Adjudicated(decided))) = (permitted(&case), case.verdict()) {
            prop_assert_eq!(decided.totals.paid, Cents::ZERO);
            let entered = |by| matches!(by, RefusedBy::Gate(gate) if gate < Gate::Consented);
            prop_assert!(decided.lines.iter().all(|line| line.refused_by.is_some_and(entered)));
        }
    }

    #[test]
    fn outside_the_cover_nothing_is_paid(case in case()) {
        if let (false, Ok(Verdict::Adjudicated(decided))) =
            (case.policy.period.contains(case.claim.service_day), case.verdict())
        {
            prop_assert_eq!(decided.totals.paid, Cents::ZERO);
        }
    }

    #[test]
    fn without_the_credential_nothing_is_paid(case in case()) {
        let mut case = case;
        case.evidence.credentials.retain(|(_, answer)| answer.is_err());
        case.evidence.exceptions.clear();
        if let Ok(Verdict::Adjudicated(decided)) = case.verdict() {
            for line in decided.lines.iter().filter(|line| line.refused_by.is_none()) {
                let benefit = line.category.and_then(|category| case.plan.benefit(category));
                prop_assert!(benefit.is_some_and(|benefit| benefit.credential.is_none()));
            }
        }
    }

    #[test]
    fn an_authorisation_is_never_used_beyond_its_units(case in case()) {
        if let Ok(Verdict::Adjudicated(decided)) = case.verdict() {
            let items = case.evidence.authorisation.map_or(Vec::new(), |granted| granted.items);
            for item in 0..40 {
                let granted = items.get(item).map_or(0, |item| item.units);
                let used = case.evidence.units_used.of(item) + decided.authorised.of(item);
                prop_assert!(decided.authorised.of(item) == 0 || used <= granted);
            }
        }
    }

    #[test]
    fn gates_are_passed_in_their_order_up_to_the_one_that_refuses(case in case()) {
        if let Ok(Verdict::Adjudicated(decided)) = case.verdict() {
            for (index, line) in decided.lines.iter().enumerate() {
                let excepted = case.evidence.exceptions.iter().find(|one| usize::from(one.line) == index);
                let waived = excepted.map_or(GateSet::EMPTY, |one| one.waived);
                prop_assert!(line.passed.intersection(waived).is_empty(), "a waived gate is not passed");
                match line.refused_by {
                    Some(RefusedBy::Gate(gate)) => prop_assert!(line.passed.iter().all(|passed| passed < gate)),
                    _ => prop_assert!(line.passed.contains(Gate::Eligible) && line.passed.contains(Gate::Consented)),
                }
            }
        }
    }

    #[test]
    fn an_examiner_never_allows_more_than_the_plan(case in case()) {
        let mut as_priced = case.clone();
        as_priced.evidence.review = Review::Overdue;
        if let (Ok(Verdict::Adjudicated(reviewed)), Ok(Verdict::Adjudicated(priced))) =
            (case.verdict(), as_priced.verdict())
        {
            for (reviewed, priced) in reviewed.lines.iter().zip(&priced.lines) {
                // A gate may let a later line through when an earlier one used less.
                prop_assert!(reviewed.allowed <= priced.allowed || priced.refused_by == Some(RefusedBy::Gate(Gate::WithinLimit))
                    || priced.refused_by == Some(RefusedBy::Gate(Gate::Authorised)));
            }
        }
    }

    #[test]
    fn a_refused_line_is_charged_to_one_reason_but_for_a_prior_payment_and_counts_nothing(case in case()) {
        if let Ok(Verdict::Adjudicated(decided)) = case.verdict() {
            for line in decided.lines.iter().filter(|line| line.refused_by.is_some()) {
                prop_assert_eq!((line.allowed, line.paid), (Cents::ZERO, Cents::ZERO));
                let prior = line.adjusted(Reason::PriorPayment);
                let parts = usize::from(!prior.is_zero()) + usize::from(prior != line.billed);
                prop_assert_eq!(line.adjustments.len(), parts);
            }
            if decided.lines.iter().all(|line| line.refused_by.is_some()) {
                prop_assert!(decided.contribution.is_empty());
                prop_assert_eq!(decided.authorised, Default::default());
            }
        }
    }

    #[test]
    fn a_service_that_was_not_refused_is_refused_when_billed_again(case in case()) {
        if let Ok(Verdict::Adjudicated(first)) = case.verdict() {
            let lines = case.claim.lines.iter().zip(&first.lines).filter(|(_, result)| result.refused_by.is_none());
            let services: Vec<_> = lines.map(|(line, _)| line.code).collect();
            let mut again = case.clone();
            again.evidence.exceptions.clear();
            again.evidence.billed_before |= billed_before(&case.claim, &services);
            if let Ok(Verdict::Adjudicated(second)) = again.verdict() {
                for (line, result) in case.claim.lines.iter().zip(second.lines) {
                    if services.contains(&line.code) {
                        let by_then = |by| matches!(by, RefusedBy::Gate(gate) if gate <= Gate::NotDuplicate);
                        prop_assert!(result.refused_by.is_some_and(by_then));
                        prop_assert!(result.paid.is_zero());
                    }
                }
            }
        }
    }

    /// Claims for overlapping services wait and are decided in any order: nothing is paid twice.
    #[test]
    fn of_claims_for_one_service_one_at_the_most_is_paid(
        claims in vec(vec(1..6u8, 1..5), 1..6),
        order in vec(any::<prop::sample::Index>(), 0..12),
    ) {
        let mut day = ServiceDay::default();
        let mut open: Vec<_> = (1..).zip(claims).map(|(id, codes)| (id, visits(&codes))).collect();
        for (id, case) in &open {
            day.record(*id, *id, &case.claim, &[]).unwrap();
        }
        let mut paid = Vec::new();
        for index in order {
            if open.is_empty() { break }
            let (id, mut case) = open.swap_remove(index.index(open.len()));
            case.evidence.billed_before = billed_before(&case.claim, &day.before(id, id));
            let decided = case.decided();
            let lines = case.claim.lines.iter().zip(&decided.lines);
            paid.extend(lines.filter(|(_, result)| !result.paid.is_zero()).map(|(line, _)| line.code));
            day.record(id, id, &case.claim, &decided.lines).unwrap();
        }
        let times = paid.len();
        paid.sort();
        paid.dedup();
        prop_assert_eq!(paid.len(), times);
    }
}

/// A claim for visits with these codes, 1.00 each.
fn visits(codes: &[u8]) -> Case {
    let category = Category::OfficeVisit;
    let mut case = Case::empty();
    case.plan.benefits.push(benefit(category));
    for number in codes {
        case.line(category, 1, 100, 100);
        case.claim.lines.last_mut().unwrap().code = code(*number);
    }
    case
}
