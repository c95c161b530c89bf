use healink_domain::{
    claims::{
        billed_before, Authorisation, Benefit, Category, ClaimError, Fee, Gate, GateSet, Limit, Outcome,
        PendReason, Reason, RefusedBy, Sharing, Usage, Verdict, MAX_LINES, MAX_UNITS,
    },
    consent::{Category as Data, CategorySet, Decision},
    credentials::{Kind, Refusal},
    Account, BasisPoints, Cents, Day, Jurisdiction, Period,
};
use scale::Decode;

use crate::fixtures::{authorisation, benefit, code, remittance, units, Case, SERVICE_DAY};

const CATEGORY: Category = Category::OfficeVisit;

/// A line of 100.00 that passes every gate.
fn visit() -> Case {
    Case::one(benefit(CATEGORY), 10_000)
}

fn changed(change: impl FnOnce(&mut Case)) -> Case {
    let mut case = visit();
    change(&mut case);
    case
}

/// The whole charge of the only line is refused by `gate`, under the reason `written`.
fn assert_refused(case: &Case, gate: Gate, written: &str) {
    let decided = case.decided();
    let line = case.only();
    assert_eq!(line.refused_by, Some(RefusedBy::Gate(gate)));
    assert!(!line.passed.contains(gate));
    assert!(line.passed.iter().all(|passed| passed < gate), "gates are asked in their order");
    assert_eq!(remittance(&line.adjustments), [format!("{written} 100.00")]);
    assert_eq!((line.allowed, line.paid), (Cents::ZERO, Cents::ZERO));
    assert_eq!(decided.outcome, Outcome::Denied);
    assert!(decided.contribution.is_empty());
    assert_eq!(decided.authorised, units(&[]));
}

fn assert_paid(case: &Case) {
    let decided = case.decided();
    assert_eq!((decided.outcome, decided.totals.paid), (Outcome::PaidInFull, Cents(10_000)));
}

#[test]
fn a_line_that_passes_every_gate_is_paid() {
    assert_paid(&visit());
}

#[test]
fn a_claim_that_cannot_be_taken_says_why() {
    let error = |change: fn(&mut Case)| changed(change).verdict().unwrap_err();
    assert_eq!(error(|case| case.claim.lines.clear()), ClaimError::NoLines);
    assert_eq!(
        error(|case| case.claim.lines = vec![case.claim.lines[0]; MAX_LINES + 1]),
        ClaimError::TooManyLines
    );
    assert_eq!(error(|case| case.claim.lines[0].units = 0), ClaimError::Units { line: 0 });
    assert_eq!(
        error(|case| {
            case.line(CATEGORY, MAX_UNITS, 1, 1);
            case.line(CATEGORY, MAX_UNITS + 1, 1, 1);
        }),
        ClaimError::Units { line: 2 }
    );
    assert_eq!(error(|case| case.evidence.received_on = Day(19_999)), ClaimError::ServiceInFuture);
    assert_eq!(
        error(|case| case.claim.jurisdiction = Jurisdiction::decode(&mut &[0; 6][..]).unwrap()),
        ClaimError::BadJurisdiction
    );
    assert_eq!(error(|case| case.line(CATEGORY, 1, u64::MAX, 1)), ClaimError::Overflow);
    assert!(changed(|case| case.claim.lines = vec![case.claim.lines[0]; MAX_LINES]).verdict().is_ok());
}

#[test]
fn charges_that_do_not_fit_are_refused_before_the_claim_can_wait() {
    let case = changed(|case| {
        case.line(CATEGORY, 1, u64::MAX, 1);
        case.evidence.consent.decision = Decision::NoConsent;
    });
    assert_eq!(case.claim.validate(SERVICE_DAY), Err(ClaimError::Overflow));
    assert_eq!(case.verdict(), Err(ClaimError::Overflow));
}

#[test]
fn the_service_day_lies_within_the_cover() {
    let covered = |from, until| {
        changed(|case| case.policy.period = Period { from: Day(from), until: Some(Day(until)) })
    };
    assert_paid(&covered(20_000, 20_001));
    assert_refused(&covered(20_001, 20_100), Gate::Eligible, "PR-26");
    assert_refused(&covered(19_000, 20_000), Gate::Eligible, "PR-27");
}

#[test]
fn a_claim_is_filed_in_time() {
    let filed = |day| changed(|case| case.evidence.filed_on = Day(day));
    assert_paid(&filed(20_090));
    assert_refused(&filed(20_091), Gate::FiledInTime, "CO-29");
    let corrected_later = changed(|case| case.evidence.received_on = Day(20_500));
    assert_paid(&corrected_later);
}

#[test]
fn a_service_is_billed_once() {
    let earlier =
        |number| changed(|case| case.evidence.billed_before = billed_before(&case.claim, &[code(number)]));
    assert_refused(&earlier(1), Gate::NotDuplicate, "OA-18");
    assert_paid(&earlier(2));
}

#[test]
fn a_service_is_billed_once_within_a_claim() {
    let case = changed(|case| {
        case.claim.lines.push(case.claim.lines[0]);
        case.fees.push(case.fees[0]);
    });
    let decided = case.decided();
    assert_eq!(decided.outcome, Outcome::Partial);
    assert_eq!(decided.lines[0].paid, Cents(10_000));
    assert_eq!(decided.lines[1].refused_by, Some(RefusedBy::Gate(Gate::NotDuplicate)));
    assert_eq!(remittance(&decided.lines[1].adjustments), ["OA-18 100.00"]);
    assert_eq!(decided.totals.paid, Cents(10_000));
}

#[test]
fn the_provider_is_credentialed_where_the_plan_asks_for_it() {
    let holding = |answers: &[(Kind, Result<u64, Refusal>)]| {
        changed(|case| {
            case.plan.benefits[0].credential = Some(Kind::StateLicence);
            case.evidence.credentials = answers.to_vec();
        })
    };
    assert_paid(&holding(&[(Kind::Education, Err(Refusal::NoneHeld)), (Kind::StateLicence, Ok(1))]));
    for answers in [
        &[][..],
        &[(Kind::Education, Ok(1))],
        &[(Kind::StateLicence, Err(Refusal::Expired { on: SERVICE_DAY }))],
    ] {
        assert_refused(&holding(answers), Gate::Credentialed, "CO-B7");
    }
}

#[test]
fn a_claim_waits_for_consent() {
    let with = |consent| changed(|case| case.evidence.consent.decision = consent).verdict();
    let claims_redacted = Decision::Permit { redact: Data::Claims.set() };
    assert_eq!(with(Decision::NoConsent), Ok(Verdict::Pended(PendReason::ConsentMissing)));
    assert_eq!(with(claims_redacted), Ok(Verdict::Pended(PendReason::ConsentMissing)));
    assert_eq!(with(Decision::Deny), Ok(Verdict::Pended(PendReason::ConsentDenied)));
    assert!(matches!(with(Decision::Permit { redact: CategorySet::EMPTY }), Ok(Verdict::Adjudicated(_))));
}

#[test]
fn a_claim_that_earlier_gates_refuse_does_not_wait_for_consent() {
    let case = changed(|case| {
        case.evidence.consent.decision = Decision::NoConsent;
        case.evidence.filed_on = Day(21_000);
    });
    assert_refused(&case, Gate::FiledInTime, "CO-29");
}

#[test]
fn a_claim_above_the_ceiling_waits_for_review() {
    let with = |ceiling| changed(|case| case.plan.review_above = Some(Cents(ceiling)));
    assert_paid(&with(10_000));
    assert_eq!(with(9_999).verdict(), Ok(Verdict::Pended(PendReason::ReviewNeeded)));
}

#[test]
fn the_ceiling_counts_every_line_and_comes_after_consent() {
    let mut case = changed(|case| {
        case.plan.review_above = Some(Cents(10_000));
        case.line(CATEGORY, 1, 1, 1);
    });
    assert_eq!(case.verdict(), Ok(Verdict::Pended(PendReason::ReviewNeeded)));
    case.evidence.consent.decision = Decision::Deny;
    assert_eq!(case.verdict(), Ok(Verdict::Pended(PendReason::ConsentDenied)));
}

#[test]
fn a_service_is_covered() {
    let uncovered = changed(|case| case.plan.benefits[0].covered = false);
    assert_refused(&uncovered, Gate::Covered, "PR-96");
    assert_eq!(uncovered.only().category, Some(CATEGORY));

    let unknown_code = changed(|case| case.fees[0] = None);
    assert_refused(&unknown_code, Gate::Covered, "PR-96");
    assert_eq!(unknown_code.only().category, None);

    let no_benefit = changed(|case| case.plan.benefits[0].category = Category::Dental);
    assert_refused(&no_benefit, Gate::Covered, "PR-96");
    assert_refused(&changed(|case| case.fees.clear()), Gate::Covered, "PR-96");
}

/// The visit, which needs authorisation and has one for a unit.
fn authorised(change: impl FnOnce(&mut Case, &mut Authorisation)) -> Case {
    changed(|case| {
        case.plan.benefits[0].authorisation_needed = true;
        case.claim.authorisation = Some(8);
        let mut found = authorisation(&[(7, 9), (1, 1)]);
        change(case, &mut found);
        case.evidence.authorisation = Some(found);
    })
}

#[test]
fn a_service_is_authorised_where_the_plan_asks_for_it() {
    let case = authorised(|_, _| {});
    assert_paid(&case);
    assert_eq!(case.decided().authorised, units(&[0, 1]));

    assert_refused(&authorised(|case, _| case.claim.authorisation = None), Gate::Authorised, "CO-197");
    assert_refused(&authorised(|_, found| found.policy = 2), Gate::Authorised, "CO-15");
    assert_refused(&authorised(|_, found| found.provider = Account([9; 32])), Gate::Authorised, "CO-15");
    assert_refused(&authorised(|_, found| found.items.truncate(1)), Gate::Authorised, "CO-15");
    assert_refused(
        &authorised(|_, found| found.period = Period::day(Day(20_001))),
        Gate::Authorised,
        "CO-15",
    );
    assert_refused(&authorised(|_, found| found.items[1].units = 0), Gate::Authorised, "CO-198");
    assert_refused(&authorised(|case, _| case.claim.lines[0].units = 2), Gate::Authorised, "CO-198");
    let used = authorised(|case, _| case.evidence.units_used = units(&[0, 1]));
    assert_refused(&used, Gate::Authorised, "CO-198");

    let mut missing = authorised(|_, _| {});
    missing.evidence.authorisation = None;
    assert_refused(&missing, Gate::Authorised, "CO-15");
}

#[test]
fn an_authorisation_covers_several_services_line_by_line() {
    let mut case = authorised(|case, found| {
        *found = authorisation(&[(1, 3), (2, 2), (3, 1)]);
        (1..=3).for_each(|_| case.line(CATEGORY, 2, 20_000, 10_000));
        case.evidence.units_used = units(&[2, 0, 0]);
    });
    let decided = case.decided();
    let refused: Vec<_> = decided.lines.iter().map(|line| line.refused_by.is_some()).collect();
    assert_eq!(
        refused,
        [false, false, true, true],
        "two units of the third are too many, the fourth is not in it"
    );
    assert_eq!(decided.authorised, units(&[1, 2]));
    assert_eq!(case.remittance(2), ["CO-198 200.00"]);
    assert_eq!(case.remittance(3), ["CO-15 200.00"]);
    case.evidence.units_used = case.evidence.units_used.plus(&decided.authorised).unwrap();
    assert_eq!(case.decided().outcome, Outcome::Denied, "what was used is used");
}

#[test]
fn an_authorisation_that_is_not_needed_is_not_used() {
    let case = authorised(|case, _| case.plan.benefits[0].authorisation_needed = false);
    assert_eq!(case.decided().authorised, units(&[]));
    assert!(!case.only().passed.contains(Gate::Authorised));
}

#[test]
fn a_line_that_the_limit_refuses_uses_no_authorisation() {
    let case = authorised(|case, _| {
        case.plan.benefits[0].limit = Some(Limit::Units(1));
        case.evidence.accumulators.used.push(Usage { category: CATEGORY, units: 1, paid: Cents(5) });
    });
    assert_refused(&case, Gate::WithinLimit, "PR-119");
}

#[test]
fn the_waiting_period_is_served() {
    let waiting = |days| changed(|case| case.plan.benefits[0].waiting_days = days);
    assert_paid(&waiting(100));
    assert_refused(&waiting(101), Gate::WaitingServed, "PR-179");
}

#[test]
fn a_limit_that_is_used_up_refuses_the_line() {
    for (limit, units, paid, refused) in [
        (Limit::Units(5), 5, 0, true),
        (Limit::Units(5), 6, 0, true),
        (Limit::Units(5), 4, 0, false),
        (Limit::Amount(Cents(20_000)), 0, 20_000, true),
        (Limit::Amount(Cents(20_000)), 0, 20_001, true),
        (Limit::Amount(Cents(20_000)), 9, 10_000, false),
    ] {
        let case = changed(|case| {
            case.plan.benefits[0].limit = Some(limit);
            case.evidence.accumulators.used.push(Usage { category: CATEGORY, units, paid: Cents(paid) });
        });
        if refused {
            assert_refused(&case, Gate::WithinLimit, "PR-119");
        } else {
            assert_paid(&case);
        }
    }
}

/// Everything is wrong with the line; mending what one gate minds lets the next one speak.
#[test]
fn gates_speak_in_their_order() {
    let mut case = changed(|case| {
        case.plan.benefits[0] = Benefit {
            covered: false,
            credential: Some(Kind::StateLicence),
            authorisation_needed: true,
            waiting_days: 101,
            limit: Some(Limit::Units(1)),
            ..benefit(CATEGORY)
        };
        case.evidence.accumulators.used.push(Usage { category: CATEGORY, units: 1, paid: Cents::ZERO });
        case.policy.period.from = Day(20_001);
        case.evidence.filed_on = Day(20_500);
        case.evidence.billed_before = 1;
        case.evidence.consent.decision = Decision::Deny;
    });
    assert_refused(&case, Gate::Eligible, "PR-26");
    case.policy.period.from = Day(19_900);
    assert_refused(&case, Gate::FiledInTime, "CO-29");
    case.evidence.filed_on = SERVICE_DAY;
    assert_refused(&case, Gate::NotDuplicate, "OA-18");
    case.evidence.billed_before = 0;
    assert_refused(&case, Gate::Credentialed, "CO-B7");
    case.evidence.credentials = vec![(Kind::StateLicence, Ok(1))];
    assert_eq!(case.verdict(), Ok(Verdict::Pended(PendReason::ConsentDenied)));
    case.evidence.consent.decision = Decision::Permit { redact: CategorySet::EMPTY };
    assert_refused(&case, Gate::Covered, "PR-96");
    case.plan.benefits[0].covered = true;
    assert_refused(&case, Gate::Authorised, "CO-197");
    case.plan.benefits[0].authorisation_needed = false;
    assert_refused(&case, Gate::WaitingServed, "PR-179");
    case.plan.benefits[0].waiting_days = 0;
    assert_refused(&case, Gate::WithinLimit, "PR-119");
    case.evidence.accumulators.used.clear();
    assert_paid(&case);
}

#[test]
fn a_charge_of_nothing_is_refused_without_an_adjustment() {
    let case = changed(|case| {
        case.claim.lines[0].billed = Cents::ZERO;
        case.fees[0] = None;
    });
    assert_eq!(case.only().refused_by, Some(RefusedBy::Gate(Gate::Covered)));
    assert_eq!(case.only().adjusted(Reason::NotCovered), Cents::ZERO);
    assert!(case.only().adjustments.is_empty());
}

#[test]
fn each_kind_of_credential_is_asked_for_once() {
    let mut plan = visit().plan;
    let needing = |category, kind| Benefit { credential: Some(kind), ..benefit(category) };
    plan.benefits = vec![
        needing(Category::OfficeVisit, Kind::StateLicence),
        needing(Category::Dental, Kind::StateLicence),
        needing(Category::Surgical, Kind::HospitalPrivileges),
        benefit(Category::Vision),
    ];
    let fee = |category| Some(Fee { code: code(1), category, allowed: Cents(1) });
    let fees = [
        fee(Category::Dental),
        None,
        fee(Category::OfficeVisit),
        fee(Category::Vision),
        fee(Category::Surgical),
        fee(Category::Therapy),
    ];
    assert_eq!(plan.kinds_required(&fees), [Kind::StateLicence, Kind::HospitalPrivileges]);
}

#[test]
fn a_result_names_the_gates_that_applied_and_were_passed() {
    let always = [Gate::Eligible, Gate::FiledInTime, Gate::NotDuplicate, Gate::Consented, Gate::Covered];
    assert_eq!(visit().only().passed, always.into_iter().collect());

    let case = authorised(|case, _| {
        case.plan.benefits[0].credential = Some(Kind::StateLicence);
        case.plan.benefits[0].waiting_days = 1;
        case.plan.benefits[0].limit = Some(Limit::Units(1));
        case.evidence.credentials = vec![(Kind::StateLicence, Ok(1))];
    });
    assert_paid(&case);
    assert_eq!(case.only().passed, GateSet::ALL);
}

/// The visit with a provider outside of the plan's network, where it costs half.
fn outside(change: impl FnOnce(&mut Case)) -> Case {
    changed(|case| {
        case.plan.network = Some(3);
        case.evidence.network = Some(Err(Refusal::NoneHeld));
        let coinsurance = BasisPoints(5_000);
        case.plan.benefits[0].out_of_network =
            Some(Sharing { copay: Cents(500), coinsurance, deductible_applies: false });
        change(case);
    })
}

#[test]
fn a_benefit_has_terms_of_its_own_out_of_network() {
    let case = outside(|_| {});
    assert_eq!(case.remittance(0), ["PR-3 5.00", "PR-2 47.50"]);
    assert_paid(&outside(|case| case.evidence.network = Some(Ok(7))));
    assert_paid(&outside(|case| case.plan.network = None));
    let unasked = outside(|case| case.evidence.network = None);
    assert_eq!(unasked.remittance(0), case.remittance(0), "who is not known to be in the network is not");
}

#[test]
fn what_exceeds_the_schedule_is_the_members_out_of_network() {
    let over = |case: &mut Case| case.claim.lines[0].billed = Cents(12_000);
    assert_eq!(outside(over).remittance(0), ["PR-45 20.00", "PR-3 5.00", "PR-2 47.50"]);
    let decided = outside(over).decided();
    assert_eq!(decided.contribution.out_of_pocket, Cents(5_250), "a balance bill counts towards no maximum");
    let inside = outside(|case| {
        over(case);
        case.evidence.network = Some(Ok(7));
    });
    assert_eq!(inside.remittance(0), ["CO-45 20.00"]);
}

#[test]
fn a_benefit_without_such_terms_is_not_covered_out_of_network() {
    let case = outside(|case| case.plan.benefits[0].out_of_network = None);
    assert_refused(&case, Gate::Covered, "PR-242");
}
