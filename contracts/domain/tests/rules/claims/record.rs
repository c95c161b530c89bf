//! What a contract keeps of claims, and the replay of a decision from it.

use healink_domain::{
    claims::{
        billed_before, Accumulators, Category, ClaimRecord, Payer, PendReason, PlanRef, PolicyAccount,
        Previous, ServiceDay, ServiceDayFull, Status, Totals, UnitsUsed, YearsFull, MAX_LINES, MAX_SERVICES,
        MAX_YEARS,
    },
    Account, Cents, CodeKey, Year,
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

const NONE: [CodeKey; 0] = [];

#[test]
fn a_line_was_billed_before_when_its_code_was() {
    let claim = visits(MAX_LINES).claim;
    assert_eq!(billed_before(&claim, &[code(1), code(32), code(99)]), 1 | 1 << 31);
    assert_eq!(billed_before(&claim, &[]), 0);
}

#[test]
fn lines_beyond_the_bits_are_left_out() {
    let mut claim = visits(1).claim;
    claim.lines = vec![claim.lines[0]; 40];
    assert_eq!(billed_before(&claim, &[code(1)]), u32::MAX);
}

#[test]
fn a_waiting_claim_holds_every_service_a_decided_one_those_not_refused() {
    let mut case = visits(2);
    case.claim.lines.push(case.claim.lines[0]);
    case.fees.push(case.fees[0]);
    case.fees[1] = None;
    let mut day = ServiceDay::default();
    day.record(5, 5, &case.claim, &[]).unwrap();
    assert_eq!(day.before(6, 6), [code(1), code(2)]);
    assert_eq!(day.before(5, 5), NONE, "a claim does not count against itself");

    day.record(5, 5, &case.claim, &case.decided().lines).unwrap();
    assert_eq!(day.before(6, 6), [code(1)]);
}

#[test]
fn a_claim_that_is_denied_leaves_nothing_behind() {
    let mut case = visits(1);
    let mut day = ServiceDay::default();
    day.record(5, 5, &case.claim, &[]).unwrap();
    case.fees.clear();
    day.record(5, 5, &case.claim, &case.decided().lines).unwrap();
    assert_eq!(day, ServiceDay::default());
}

/// Claim 5 is decided for the first service, claim 6 waits for both.
fn two_claims() -> ServiceDay {
    let mut day = ServiceDay::default();
    day.record(5, 5, &visits(1).claim, &visits(1).decided().lines).unwrap();
    day.record(6, 6, &visits(2).claim, &[]).unwrap();
    day
}

#[test]
fn what_is_decided_counts_against_every_claim_what_waits_against_later_ones() {
    let day = two_claims();
    assert_eq!(day.before(6, 6), [code(1)]);
    assert_eq!(day.before(4, 4), [code(1)]);
    assert_eq!(day.before(7, 7), [code(1), code(1), code(2)]);
}

#[test]
fn a_corrected_claim_keeps_the_place_of_its_first() {
    let mut day = two_claims();
    day.release(5);
    assert_eq!(day.before(7, 5), NONE, "claim 6 came after claim 5");
    day.record(7, 5, &visits(1).claim, &[]).unwrap();
    assert_eq!(day.before(6, 6), [code(1)], "and so has to wait for its correction");
    day.record(7, 5, &visits(1).claim, &visits(1).decided().lines).unwrap();
    assert_eq!(day.before(6, 6), [code(1)]);
}

#[test]
fn a_reversed_claim_leaves_no_trace() {
    let mut day = two_claims();
    let before = day.clone();
    day.record(9, 9, &visits(3).claim, &[]).unwrap();
    day.release(9);
    assert_eq!(day, before);
    day.release(9);
    assert_eq!(day, before);
}

#[test]
fn a_full_day_takes_no_more_and_stays_as_it_was() {
    let full = visits(MAX_LINES).claim;
    let mut day = ServiceDay::default();
    for id in 1..=4 {
        day.record(id, id, &full, &[]).unwrap();
    }
    assert_eq!(day.before(5, 5).len(), MAX_SERVICES);
    let before = day.clone();
    assert_eq!(day.record(5, 5, &visits(1).claim, &[]), Err(ServiceDayFull));
    assert_eq!(day, before);
    assert_eq!(day.record(4, 4, &visits(1).claim, &[]), Ok(()), "a claim may hold less than before");
    assert_eq!(day.before(5, 5).len(), MAX_SERVICES - MAX_LINES + 1);

    day.record(5, 5, &visits(31).claim, &[]).unwrap();
    let before = day.clone();
    assert_eq!(day.record(4, 4, &visits(2).claim, &[]), Err(ServiceDayFull));
    assert_eq!(day, before);
}

#[test]
fn years_are_recorded_one_by_one_up_to_their_bound() {
    let mut record = PolicyAccount::default();
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
    assert_eq!(record.record(Year(1_999), used(0)), Ok(()), "of which nothing is used up");
    assert_eq!(record, before);
    record.record(Year(2_010), used(0)).unwrap();
    assert_eq!(record.record(Year(1_999), used(1)), Ok(()), "a year of which nothing is left makes room");
    assert_eq!(record.accumulators(Year(2_010)), Accumulators::default());
}

#[test]
fn a_summary_says_where_a_claim_stands() {
    let case = visits(1);
    let totals = Totals { billed: Cents(100), ..Totals::default() };
    let status = Status::Pended { reason: PendReason::ReviewNeeded, since: SERVICE_DAY };
    let record = ClaimRecord {
        claim: case.claim.clone(),
        payer: 3,
        plan: PlanRef { plan: 1, version: 1 },
        family: None,
        evidence: case.evidence.clone(),
        status,
        totals,
        lines: Vec::new(),
        contribution: Accumulators::default(),
        authorised: UnitsUsed::default(),
        decided_on: None,
        replaces: None,
        first: 9,
        previous: Previous::default(),
    };
    let summary = record.summary(9);
    assert_eq!((summary.id, summary.payer, summary.policy, summary.provider), (9, 3, 1, PROVIDER));
    assert_eq!((summary.service_day, summary.decided_on), (SERVICE_DAY, None));
    assert_eq!((summary.status, summary.totals), (status, totals));
}

#[test]
fn a_cent_is_a_hundredth_of_the_token_whatever_its_decimals() {
    let units = |decimals, amount| {
        let account = Account([1; 32]);
        Payer { admin: account, token: account, decimals }.units(Cents(amount))
    };
    assert_eq!(units(2, 12_345), Some(12_345));
    assert_eq!(units(6, 12_345), Some(123_450_000));
    assert_eq!(units(18, u64::MAX), Some(u128::from(u64::MAX) * 10_u128.pow(16)));
    assert_eq!(units(1, 1), None, "a token without cents");
    assert_eq!(units(40, u64::MAX), None);
    assert_eq!(units(u8::MAX, 0), None);
    assert!(Payer::DECIMALS.contains(&2) && Payer::DECIMALS.contains(&18) && !Payer::DECIMALS.contains(&1));
}
