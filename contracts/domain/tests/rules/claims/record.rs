//! What a contract keeps of claims, and the replay of a decision from it.

use healink_domain::{
    claims::{
        billed_before, Accumulators, Authorisation, Category, ClaimRecord, Escrow, Evidence, Payer,
        PendReason, PlanRef, PolicyRecord, Previous, Service, ServiceDay, ServiceDayFull, Status, Totals,
        Verdict, YearsFull, MAX_LINES, MAX_SERVICES, MAX_YEARS,
    },
    consent::{Answer, Decision},
    Account, Cents, Period, Year,
};

use crate::fixtures::{benefit, code, Case, PROVIDER, SERVICE_DAY};

/// A claim with `lines` lines of 1.00 each and codes from 1 on.
fn visits(lines: usize) -> Case {
    let mut case = Case::empty();
    case.plan.benefits.push(benefit(Category::OfficeVisit));
    for _ in 0..lines {
        case.line(Category::OfficeVisit, 1, 100, 100);
    }
    case
}

fn service(number: u8) -> Service {
    Service { provider: PROVIDER, code: code(number) }
}

fn evidence(case: &Case) -> Evidence {
    Evidence {
        received_on: case.received_on,
        billed_before: billed_before(&case.claim, &case.earlier),
        credentials: case.credentials.clone(),
        consent: Answer { decision: case.consent, deciding: vec![1] },
        authorisation: case.authorisation.map(|(_, found)| found),
        accumulators: case.accumulators.clone(),
        reviewed: false,
    }
}

fn replay(evidence: &Evidence, case: &Case) -> Verdict {
    evidence.decide(&case.claim, &case.plan, &case.policy, &case.fees).unwrap()
}

#[test]
fn evidence_gives_the_same_verdict() {
    let mut case = visits(MAX_LINES);
    case.earlier = vec![service(1), service(32), service(99)];
    case.plan.benefits[0].authorisation_needed = true;
    case.claim.authorisation = Some(8);
    let authorised =
        Authorisation { policy: 1, provider: PROVIDER, code: code(2), period: Period::ALWAYS, units: 1 };
    case.authorisation = Some((8, authorised));
    assert_eq!(evidence(&case).billed_before, 1 | 1 << 31);
    assert_eq!(replay(&evidence(&case), &case), Verdict::Adjudicated(case.decided()));
    assert_eq!(case.decided().totals.paid, Cents(100));
}

#[test]
fn a_review_lifts_the_ceiling_and_nothing_else() {
    let mut case = visits(1);
    case.plan.review_above = Some(Cents(99));
    let mut seen = evidence(&case);
    assert_eq!(replay(&seen, &case), Verdict::Pended(PendReason::ReviewNeeded));
    seen.reviewed = true;
    assert!(matches!(replay(&seen, &case), Verdict::Adjudicated(_)));
    seen.consent.decision = Decision::Deny;
    assert_eq!(replay(&seen, &case), Verdict::Pended(PendReason::ConsentDenied));
}

#[test]
fn a_service_of_another_provider_was_not_billed_before() {
    let other = Service { provider: Account([9; 32]), code: code(1) };
    assert_eq!(billed_before(&visits(2).claim, &[other, service(2)]), 2);
}

#[test]
fn lines_beyond_the_bits_are_left_out() {
    let mut claim = visits(1).claim;
    claim.lines = vec![claim.lines[0]; 40];
    assert_eq!(billed_before(&claim, &[service(1)]), u32::MAX);
}

#[test]
fn a_waiting_claim_holds_every_service_a_decided_one_those_not_refused() {
    let mut case = visits(2);
    case.claim.lines.push(case.claim.lines[0]);
    case.fees.push(case.fees[0]);
    case.fees[1] = None;
    let mut day = ServiceDay::default();
    day.record(5, &case.claim, &[]).unwrap();
    assert_eq!(day.before(6), [service(1), service(2)]);
    assert_eq!(day.before(5), [], "a claim does not count against itself");

    day.record(5, &case.claim, &case.decided().lines).unwrap();
    assert_eq!(day.before(6), [service(1)]);
}

#[test]
fn a_claim_that_is_denied_leaves_nothing_behind() {
    let mut case = visits(1);
    let mut day = ServiceDay::default();
    day.record(5, &case.claim, &[]).unwrap();
    case.fees.clear();
    day.record(5, &case.claim, &case.decided().lines).unwrap();
    assert_eq!(day, ServiceDay::default());
}

#[test]
fn a_full_day_takes_no_more_and_stays_as_it_was() {
    let full = visits(MAX_LINES).claim;
    let mut day = ServiceDay::default();
    for id in 1..=4 {
        day.record(id, &full, &[]).unwrap();
    }
    assert_eq!(day.before(5).len(), MAX_SERVICES);
    let before = day.clone();
    assert_eq!(day.record(5, &visits(1).claim, &[]), Err(ServiceDayFull));
    assert_eq!(day, before);
    assert_eq!(day.record(4, &visits(1).claim, &[]), Ok(()), "a claim may hold less than before");
    assert_eq!(day.before(5).len(), MAX_SERVICES - MAX_LINES + 1);

    day.record(5, &visits(31).claim, &[]).unwrap();
    let before = day.clone();
    assert_eq!(day.record(4, &visits(2).claim, &[]), Err(ServiceDayFull));
    assert_eq!(day, before);
}

#[test]
fn years_are_recorded_one_by_one_up_to_their_bound() {
    let mut record = PolicyRecord { policy: Case::empty().policy, newest_claim: 0, years: Vec::new() };
    let used = |amount| Accumulators { deductible: Cents(amount), ..Accumulators::default() };
    assert_eq!(record.accumulators(Year(2_026)), Accumulators::default());
    for year in (2_000..).take(MAX_YEARS) {
        record.record(Year(year), used(u64::from(year))).unwrap();
    }
    record.record(Year(2_010), used(7)).unwrap();
    assert_eq!(record.accumulators(Year(2_010)), used(7));
    assert_eq!(record.accumulators(Year(2_011)), used(2_011));

    let before = record.clone();
    assert_eq!(record.record(Year(1_999), used(1)), Err(YearsFull));
    assert_eq!(record, before);
}

#[test]
fn a_summary_says_where_a_claim_stands() {
    let case = visits(1);
    let totals = Totals { billed: Cents(100), ..Totals::default() };
    let status = Status::Pended { reason: PendReason::ReviewNeeded };
    let record = ClaimRecord {
        claim: case.claim.clone(),
        payer: 3,
        plan: PlanRef { plan: 1, version: 1 },
        evidence: evidence(&case),
        status,
        totals,
        lines: Vec::new(),
        previous: Previous::default(),
    };
    let summary = record.summary(9);
    assert_eq!((summary.id, summary.payer, summary.policy, summary.provider), (9, 3, 1, PROVIDER));
    assert_eq!((summary.service_day, summary.received_on), (SERVICE_DAY, SERVICE_DAY));
    assert_eq!((summary.status, summary.totals), (status, totals));
}

#[test]
fn a_cent_is_a_hundredth_of_the_token_whatever_its_decimals() {
    let units = |decimals, amount| {
        let account = Account([1; 32]);
        Payer { admin: account, token: account, decimals, escrow: Escrow::default(), newest_claim: 0 }
            .units(Cents(amount))
    };
    assert_eq!(units(2, 12_345), Some(12_345));
    assert_eq!(units(6, 12_345), Some(123_450_000));
    assert_eq!(units(18, u64::MAX), Some(u128::from(u64::MAX) * 10_u128.pow(16)));
    assert_eq!(units(1, 1), None, "a token without cents");
    assert_eq!(units(40, u64::MAX), None);
    assert_eq!(units(u8::MAX, 0), None);
    assert!(Payer::DECIMALS.contains(&2) && Payer::DECIMALS.contains(&18) && !Payer::DECIMALS.contains(&1));
}
