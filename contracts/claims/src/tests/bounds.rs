//! Everything stored or returned fits the 16 KiB that ink! reads and writes at once.

use super::*;
use healink_domain::claims::{
    Accumulators, Adjustment, Evidence, Limit, LineResult, Outcome, PlanRecord, PolicyRecord, Previous,
    Reason, ServiceDay, Totals, Usage, MAX_LINES, MAX_SERVICES, MAX_YEARS,
};
use healink_interfaces::{Page, MAX_PAGE};

const BUFFER: usize = 16_384;

fn largest_accumulators() -> Accumulators {
    let usage = |category: &Category| Usage { category: *category, units: u32::MAX, paid: Cents(u64::MAX) };
    Accumulators {
        deductible: Cents(u64::MAX),
        out_of_pocket: Cents(u64::MAX),
        used: Category::ALL.iter().map(usage).collect(),
    }
}

/// Every list as long as it gets: a line has at the most the fee schedule, three shares of the member and the limit.
fn largest_claim() -> ClaimRecord {
    let refusal = Err(Refusal::Expired { on: TODAY });
    let adjustment = Adjustment { reason: Reason::LimitReached, amount: Cents(u64::MAX) };
    let result = LineResult {
        category: Some(Category::MentalHealth),
        refused_by: Some(healink_domain::claims::Gate::WithinLimit),
        billed: Cents(u64::MAX),
        allowed: Cents(u64::MAX),
        paid: Cents(u64::MAX),
        adjustments: vec![adjustment; 5],
    };
    let decision = Decision::Permit { redact: Default::default() };
    ClaimRecord {
        claim: Claim { authorisation: Some(u64::MAX), ..claim(0, vec![line(VISIT, u64::MAX); MAX_LINES]) },
        payer: u32::MAX,
        plan: PLAN,
        evidence: Evidence {
            received_on: TODAY,
            billed_before: u32::MAX,
            credentials: Kind::ALL
                .iter()
                .map(|kind| (*kind, refusal))
                .chain([(Kind::ALL[0], Ok(u64::MAX))])
                .collect(),
            consent: Answer { decision, deciding: vec![u32::MAX; 32] },
            authorisation: Some(Authorisation { units: u32::MAX, ..authorisation() }),
            accumulators: largest_accumulators(),
            reviewed: true,
        },
        status: Status::Settled { outcome: Outcome::Partial, paid: Cents(u64::MAX) },
        totals: Totals::default(),
        lines: vec![result; MAX_LINES],
        previous: Previous::default(),
    }
}

#[test]
fn the_largest_claim_and_a_page_of_summaries_fit_the_buffer() {
    let record = largest_claim();
    assert!(record.encoded_size() < BUFFER / 3, "{}", record.encoded_size());
    let page = Page { items: vec![record.summary(u64::MAX); MAX_PAGE as usize], next: Some(u64::MAX) };
    assert!(page.encoded_size() < BUFFER / 2, "{}", page.encoded_size());
}

#[test]
fn the_largest_plan_policy_and_service_day_fit_the_buffer() {
    let benefit = Benefit {
        limit: Some(Limit::Amount(Cents(u64::MAX))),
        credential: Some(Kind::StateLicence),
        ..plan().benefits[0].clone()
    };
    let plan = Plan { benefits: vec![benefit; Category::ALL.len()], ..plan() };
    assert!(PlanRecord { payer: 1, published: true, fees: u32::MAX, plan }.encoded_size() < BUFFER / 8);
    let years = (0..MAX_YEARS).map(|_| (YEAR, largest_accumulators())).collect();
    let policy = PolicyRecord { policy: policy(PLAN), newest_claim: 0, years };
    assert!(policy.encoded_size() < BUFFER / 2, "{}", policy.encoded_size());
    let mut day = ServiceDay::default();
    for number in 0..MAX_SERVICES {
        let other = Claim { provider: Account([number as u8; 32]), ..visit(1) };
        day.record(number as u64, &other, &[]).unwrap();
    }
    assert!(day.encoded_size() < BUFFER / 2, "{}", day.encoded_size());
}

#[ink::test]
fn a_policy_with_claims_of_many_years_takes_no_further_one() {
    let mut claims = office();
    let mut policy = load(&claims.tables.policies, 1).unwrap();
    policy.years = (0..MAX_YEARS).map(|year| (Year(year as u16), Accumulators::default())).collect();
    healink_access::store(&mut claims.tables.policies, 1, policy);
    refuses(&mut claims, |c| submit(c, visit(1), permits()), crate::Error::TooManyYears);
    assert!(submit(&mut claims, visit(1), silent()).is_ok(), "nothing is counted while a claim waits");
}
