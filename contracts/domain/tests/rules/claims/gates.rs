use healink_domain::{
    claims::{
        Authorisation, Benefit, Category, ClaimError, Context, Fee, Gate, Limit, Outcome, PendReason, Reason,
        Service, Usage, Verdict, MAX_LINES, MAX_UNITS,
    },
    consent::{Category as Data, CategorySet, Decision},
    credentials::{Kind, Refusal},
    Account, Cents, Day, Jurisdiction, Period,
};
use scale::Decode;

use crate::fixtures::{benefit, code, remittance, Case, PROVIDER, SERVICE_DAY};

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
    assert_eq!(line.refused_by, Some(gate));
    assert_eq!(remittance(&line.adjustments), [format!("{written} 100.00")]);
    assert_eq!((line.allowed, line.paid), (Cents::ZERO, Cents::ZERO));
    assert_eq!(decided.outcome, Outcome::Denied);
    assert_eq!(decided.accumulators, case.accumulators);
    assert_eq!(decided.authorised_units, 0);
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
    assert_eq!(error(|case| case.received_on = Day(19_999)), ClaimError::ServiceInFuture);
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
        case.consent = Decision::NoConsent;
    });
    assert_eq!(case.claim.validate(SERVICE_DAY), Err(ClaimError::Overflow));
    assert_eq!(case.verdict(), Err(ClaimError::Overflow));
}

#[test]
fn use_that_does_not_fit_is_refused() {
    let case = changed(|case| {
        case.plan.benefits[0].limit = Some(Limit::Units(10));
        case.accumulators.used.push(Usage { category: CATEGORY, units: 1, paid: Cents(u64::MAX) });
    });
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
    let filed = |day| changed(|case| case.received_on = Day(day));
    assert_paid(&filed(20_090));
    assert_refused(&filed(20_091), Gate::FiledInTime, "CO-29");
}

#[test]
fn a_service_is_billed_once() {
    let earlier =
        |provider, number| changed(|case| case.earlier = vec![Service { provider, code: code(number) }]);
    assert_refused(&earlier(PROVIDER, 1), Gate::NotDuplicate, "OA-18");
    assert_paid(&earlier(PROVIDER, 2));
    assert_paid(&earlier(Account([9; 32]), 1));
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
    assert_eq!(decided.lines[1].refused_by, Some(Gate::NotDuplicate));
    assert_eq!(remittance(&decided.lines[1].adjustments), ["OA-18 100.00"]);
    assert_eq!(decided.totals.paid, Cents(10_000));
}

#[test]
fn the_provider_is_credentialed_where_the_plan_asks_for_it() {
    let holding = |answers: &[(Kind, Result<u64, Refusal>)]| {
        changed(|case| {
            case.plan.benefits[0].credential = Some(Kind::StateLicence);
            case.credentials = answers.to_vec();
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
    let with = |consent| changed(|case| case.consent = consent).verdict();
    let claims_redacted = Decision::Permit { redact: Data::Claims.set() };
    assert_eq!(with(Decision::NoConsent), Ok(Verdict::Pended(PendReason::ConsentMissing)));
    assert_eq!(with(claims_redacted), Ok(Verdict::Pended(PendReason::ConsentMissing)));
    assert_eq!(with(Decision::Deny), Ok(Verdict::Pended(PendReason::ConsentDenied)));
    assert!(matches!(with(Decision::Permit { redact: CategorySet::EMPTY }), Ok(Verdict::Adjudicated(_))));
}

#[test]
fn a_claim_that_earlier_gates_refuse_does_not_wait_for_consent() {
    let case = changed(|case| {
        case.consent = Decision::NoConsent;
        case.received_on = Day(21_000);
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
    case.consent = Decision::Deny;
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
        let period = Period::day(SERVICE_DAY);
        let mut found = Authorisation { policy: 1, provider: PROVIDER, code: code(1), period, units: 1 };
        change(case, &mut found);
        case.authorisation = Some((8, found));
    })
}

#[test]
fn a_service_is_authorised_where_the_plan_asks_for_it() {
    let case = authorised(|_, _| {});
    assert_paid(&case);
    assert_eq!(case.decided().authorised_units, 1);

    assert_refused(&authorised(|case, _| case.claim.authorisation = None), Gate::Authorised, "CO-197");
    assert_refused(&authorised(|case, _| case.claim.authorisation = Some(9)), Gate::Authorised, "CO-15");
    assert_refused(&authorised(|_, found| found.policy = 2), Gate::Authorised, "CO-15");
    assert_refused(&authorised(|_, found| found.provider = Account([9; 32])), Gate::Authorised, "CO-15");
    assert_refused(&authorised(|_, found| found.code = code(2)), Gate::Authorised, "CO-15");
    assert_refused(
        &authorised(|_, found| found.period = Period::day(Day(20_001))),
        Gate::Authorised,
        "CO-15",
    );
    assert_refused(&authorised(|_, found| found.units = 0), Gate::Authorised, "CO-198");
    assert_refused(&authorised(|case, _| case.claim.lines[0].units = 2), Gate::Authorised, "CO-198");

    let mut missing = authorised(|_, _| {});
    missing.authorisation = None;
    assert_refused(&missing, Gate::Authorised, "CO-15");
}

#[test]
fn an_authorisation_that_is_not_needed_is_not_used() {
    let case = authorised(|case, _| case.plan.benefits[0].authorisation_needed = false);
    assert_eq!(case.decided().authorised_units, 0);
}

#[test]
fn a_line_that_the_limit_refuses_uses_no_authorisation() {
    let case = authorised(|case, _| {
        case.plan.benefits[0].limit = Some(Limit::Units(1));
        case.accumulators.used.push(Usage { category: CATEGORY, units: 1, paid: Cents(5) });
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
            case.accumulators.used.push(Usage { category: CATEGORY, units, paid: Cents(paid) });
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
        case.accumulators.used.push(Usage { category: CATEGORY, units: 1, paid: Cents::ZERO });
        case.policy.period.from = Day(20_001);
        case.received_on = Day(20_500);
        case.earlier = vec![Service { provider: PROVIDER, code: code(1) }];
        case.consent = Decision::Deny;
    });
    assert_refused(&case, Gate::Eligible, "PR-26");
    case.policy.period.from = Day(19_900);
    assert_refused(&case, Gate::FiledInTime, "CO-29");
    case.received_on = SERVICE_DAY;
    assert_refused(&case, Gate::NotDuplicate, "OA-18");
    case.earlier.clear();
    assert_refused(&case, Gate::Credentialed, "CO-B7");
    case.credentials = vec![(Kind::StateLicence, Ok(1))];
    assert_eq!(case.verdict(), Ok(Verdict::Pended(PendReason::ConsentDenied)));
    case.consent = Decision::Permit { redact: CategorySet::EMPTY };
    assert_refused(&case, Gate::Covered, "PR-96");
    case.plan.benefits[0].covered = true;
    assert_refused(&case, Gate::Authorised, "CO-197");
    case.plan.benefits[0].authorisation_needed = false;
    assert_refused(&case, Gate::WaitingServed, "PR-179");
    case.plan.benefits[0].waiting_days = 0;
    assert_refused(&case, Gate::WithinLimit, "PR-119");
    case.accumulators.used.clear();
    assert_paid(&case);
}

#[test]
fn a_charge_of_nothing_is_refused_without_an_adjustment() {
    let case = changed(|case| {
        case.claim.lines[0].billed = Cents::ZERO;
        case.fees[0] = None;
    });
    assert_eq!(case.only().refused_by, Some(Gate::Covered));
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
    assert_eq!(Context::kinds_required(&plan, &fees), [Kind::StateLicence, Kind::HospitalPrivileges]);
}
