use healink_domain::{
    claims::{billed_before, Evidence, Gate, Reason, Service, ServiceDay, Verdict},
    consent::{Answer, CategorySet, Decision},
    Cents,
};
use proptest::{collection::vec, prelude::*};

use super::{config, strategies::case};
use crate::{
    fixtures::{benefit, Case, PROVIDER},
    reference,
};

fn evidence(case: &Case) -> Evidence {
    Evidence {
        received_on: case.received_on,
        billed_before: billed_before(&case.claim, &case.earlier),
        credentials: case.credentials.clone(),
        consent: Answer { decision: case.consent, deciding: Vec::new() },
        authorisation: case
            .authorisation
            .filter(|(id, _)| Some(*id) == case.claim.authorisation)
            .map(|(_, found)| found),
        accumulators: case.accumulators.clone(),
        reviewed: false,
    }
}

fn permitted(case: &Case) -> bool {
    case.consent == Decision::Permit { redact: CategorySet::EMPTY }
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
    fn a_decision_is_replayed_from_its_evidence(case in case()) {
        let replayed = evidence(&case).decide(&case.claim, &case.plan, &case.policy, &case.fees);
        prop_assert_eq!(replayed, case.verdict());
    }

    #[test]
    fn without_consent_nothing_is_paid(case in case()) {
        if let (false, Ok(Verdict::Adjudicated(decided))) = (permitted(&case), case.verdict()) {
            prop_assert_eq!(decided.totals.paid, Cents::ZERO);
            prop_assert!(decided.lines.iter().all(|line| line.refused_by.is_some_and(|gate| gate < Gate::Consented)));
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
        case.credentials.retain(|(_, answer)| answer.is_err());
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
            let left = case.authorisation.map_or(0, |(_, found)| found.units);
            prop_assert!(decided.authorised_units <= left);
        }
    }

    #[test]
    fn a_refused_line_is_charged_whole_to_one_reason_and_counts_nothing(case in case()) {
        if let Ok(Verdict::Adjudicated(decided)) = case.verdict() {
            for line in decided.lines.iter().filter(|line| line.refused_by.is_some()) {
                prop_assert_eq!((line.allowed, line.paid), (Cents::ZERO, Cents::ZERO));
                prop_assert_eq!(line.adjustments.len(), usize::from(!line.billed.is_zero()));
            }
            if decided.lines.iter().all(|line| line.refused_by.is_some()) {
                prop_assert_eq!(decided.accumulators, case.accumulators);
                prop_assert_eq!(decided.authorised_units, 0);
            }
        }
    }

    #[test]
    fn a_service_that_was_not_refused_is_refused_when_billed_again(case in case()) {
        if let Ok(Verdict::Adjudicated(first)) = case.verdict() {
            let lines = case.claim.lines.iter().zip(&first.lines).filter(|(_, result)| result.refused_by.is_none());
            let services: Vec<_> = lines.map(|(line, _)| Service { provider: PROVIDER, code: line.code }).collect();
            let mut again = case.clone();
            again.earlier.extend(&services);
            if let Ok(Verdict::Adjudicated(second)) = again.verdict() {
                for (line, result) in case.claim.lines.iter().zip(second.lines) {
                    if services.iter().any(|service| service.code == line.code) {
                        prop_assert_eq!(result.refused_by, Some(Gate::NotDuplicate));
                        prop_assert_eq!(result.adjusted(Reason::Duplicate), line.billed);
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
            day.record(*id, &case.claim, &[]).unwrap();
        }
        let mut paid = Vec::new();
        for index in order {
            if open.is_empty() { break }
            let (id, mut case) = open.swap_remove(index.index(open.len()));
            case.earlier = day.before(id);
            let decided = case.decided();
            let lines = case.claim.lines.iter().zip(&decided.lines);
            paid.extend(lines.filter(|(_, result)| !result.paid.is_zero()).map(|(line, _)| line.code));
            day.record(id, &case.claim, &decided.lines).unwrap();
        }
        let times = paid.len();
        paid.sort();
        paid.dedup();
        prop_assert_eq!(paid.len(), times);
    }
}

/// A claim for visits with these codes, 1.00 each.
fn visits(codes: &[u8]) -> Case {
    let category = healink_domain::claims::Category::OfficeVisit;
    let mut case = Case::empty();
    case.plan.benefits.push(benefit(category));
    for number in codes {
        case.line(category, 1, 100, 100);
        case.claim.lines.last_mut().unwrap().code = crate::fixtures::code(*number);
    }
    case
}
