//! Off-chain tests: everything but the calls to other contracts, whose answers are given here; the suites in `e2e` make them.
#![allow(clippy::unwrap_used, clippy::panic, clippy::arithmetic_side_effects)]

mod bounds;
mod decisions;
mod escrow;
mod lists;
mod matrix;
mod registry;

use healink_access::load;
use healink_domain::claims::{
    Authorisation, Benefit, Category, Claim, ClaimId, ClaimRecord, ClaimSummary, CostSharing, Fee, Line,
    Plan, PlanRef, Policy, RoleSet, Status,
};
use healink_domain::consent::{Answer, Decision};
use healink_domain::credentials::{Kind, Refusal};
use healink_domain::{Account, BasisPoints, Cents, CodeKey, Day, Digest, Jurisdiction, Period, Year};
use ink::env::{test, DefaultEnvironment};
use scale::Encode;

use crate::adjudication::Answers;
use crate::{Claims, Result};

const OWNER: Account = Account([1; 32]);
const ADMIN: Account = Account([2; 32]);
const ENROLMENT: Account = Account([3; 32]);
const EXAMINER: Account = Account([4; 32]);
const TREASURER: Account = Account([5; 32]);
const PROVIDER: Account = Account([6; 32]);
const MEMBER: Account = Account([7; 32]);
const STRANGER: Account = Account([8; 32]);
/// Admin of a second payer, and its officer with every role.
const OTHER_ADMIN: Account = Account([9; 32]);
const TOKEN: Account = Account([20; 32]);
const EVERYONE: [Account; 9] =
    [OWNER, ADMIN, ENROLMENT, EXAMINER, TREASURER, PROVIDER, MEMBER, STRANGER, OTHER_ADMIN];

/// 2026-07-01.
const TODAY: Day = Day(20_635);
const YEAR: Year = Year(2026);
const PLAN: PlanRef = PlanRef { plan: 1, version: 1 };
const DRAFT: PlanRef = PlanRef { plan: 1, version: 2 };
const VISIT: CodeKey = CodeKey([1; 16]);
const SURGERY: CodeKey = CodeKey([2; 16]);
const UNKNOWN: CodeKey = CodeKey([99; 16]);

fn set_caller(account: Account) {
    test::set_caller::<DefaultEnvironment>(account.0.into());
}

fn set_day(day: Day) {
    test::set_block_timestamp::<DefaultEnvironment>(u64::from(day.0) * 86_400_000);
}

/// A visit costs 20 of copay; surgery needs a licence and an authorisation, and the member bears a tenth.
fn plan() -> Plan {
    let visits = Benefit {
        category: Category::OfficeVisit,
        covered: true,
        copay: Cents(2_000),
        coinsurance: BasisPoints(0),
        deductible_applies: false,
        authorisation_needed: false,
        waiting_days: 0,
        limit: None,
        credential: None,
    };
    let surgery = Benefit {
        category: Category::Surgical,
        copay: Cents(0),
        coinsurance: BasisPoints(1_000),
        authorisation_needed: true,
        credential: Some(Kind::StateLicence),
        ..visits.clone()
    };
    Plan {
        deductible: Cents(0),
        out_of_pocket_maximum: Cents(500_000),
        cost_sharing: CostSharing::CopayFirst,
        filing_days: 90,
        review_above: Some(Cents(1_000_000)),
        benefits: vec![visits, surgery],
    }
}

fn fees() -> Vec<Fee> {
    vec![
        Fee { code: VISIT, category: Category::OfficeVisit, allowed: Cents(10_000) },
        Fee { code: SURGERY, category: Category::Surgical, allowed: Cents(600_000) },
    ]
}

fn policy(plan: PlanRef) -> Policy {
    Policy {
        plan,
        member: MEMBER,
        period: Period { from: Day(TODAY.0 - 100), until: None },
        member_hash: Digest([7; 32]),
    }
}

fn authorisation() -> Authorisation {
    Authorisation {
        policy: 1,
        provider: PROVIDER,
        code: SURGERY,
        period: Period { from: TODAY, until: None },
        units: 2,
    }
}

fn line(code: CodeKey, billed: u64) -> Line {
    Line { code, units: 1, billed: Cents(billed) }
}

/// A claim for today; `document` tells claims apart.
fn claim(document: u8, lines: Vec<Line>) -> Claim {
    Claim {
        policy: 1,
        provider: PROVIDER,
        jurisdiction: Jurisdiction::parse("US-CA").unwrap(),
        service_day: TODAY,
        lines,
        authorisation: None,
        document: Digest([document; 32]),
    }
}

fn visit(document: u8) -> Claim {
    claim(document, vec![line(VISIT, 12_000)])
}

fn permits() -> Answers {
    let decision = Decision::Permit { redact: Default::default() };
    Answers { credentials: vec![], consent: Answer { decision, deciding: vec![1] } }
}

fn silent() -> Answers {
    Answers { credentials: vec![], consent: Answer { decision: Decision::NoConsent, deciding: vec![] } }
}

/// Runs on an empty chain, for tests that go through many cases.
fn afresh(case: impl FnOnce()) {
    test::run_test::<DefaultEnvironment, _>(|_| {
        case();
        Ok(())
    })
    .unwrap();
}

/// Two payers with officers; the first has a published plan, a draft with a fee, a policy and 1,000.00 in escrow.
fn office() -> Claims {
    set_day(TODAY);
    set_caller(OWNER);
    let mut claims = Claims::new(OWNER, Account([21; 32]), Account([22; 32]));
    claims.add_payer(ADMIN, TOKEN, 2).unwrap();
    claims.add_payer(OTHER_ADMIN, TOKEN, 6).unwrap();
    set_caller(OTHER_ADMIN);
    claims.set_officer(2, OTHER_ADMIN, RoleSet::ALL).unwrap();
    set_caller(ADMIN);
    use healink_domain::claims::Role;
    for (account, role) in
        [(ENROLMENT, Role::Enrolment), (EXAMINER, Role::Examiner), (TREASURER, Role::Treasurer)]
    {
        claims.set_officer(1, account, role.set()).unwrap();
    }
    assert_eq!(claims.draft_plan(1, None, plan()), Ok(PLAN));
    claims.add_fees(PLAN, fees()).unwrap();
    claims.publish_plan(PLAN).unwrap();
    assert_eq!(claims.draft_plan(1, Some(1), plan()), Ok(DRAFT));
    claims.add_fees(DRAFT, fees()).unwrap();
    set_caller(ENROLMENT);
    assert_eq!(claims.enrol(policy(PLAN)), Ok(1));
    claims.put_in(1, Cents(100_000)).unwrap();
    claims
}

/// Submits as the provider, with these answers of the registries.
fn submit(claims: &mut Claims, claim: Claim, answers: Answers) -> Result<ClaimSummary> {
    let case = claims.open(claim, PROVIDER, TODAY)?;
    claims.conclude(case, answers)
}

fn readjudicate(claims: &mut Claims, id: ClaimId, answers: Answers) -> Result<ClaimSummary> {
    let case = claims.reopen(id, None)?;
    claims.conclude(case, answers)
}

fn record(claims: &Claims, id: ClaimId) -> ClaimRecord {
    claims.claim(id).unwrap()
}

/// Everything that the contract stores under the numbers used here, encoded.
fn snapshot(claims: &Claims) -> Vec<u8> {
    let tables = &claims.tables;
    let mut all = (claims.access.clone(), claims.numbers.claims, claims.numbers.authorisations).encode();
    (claims.numbers.payers, claims.numbers.plans, claims.numbers.policies).encode_to(&mut all);
    for payer in 1..=2 {
        claims.payer(payer).encode_to(&mut all);
        EVERYONE.map(|account| claims.roles(payer, account)).encode_to(&mut all);
        for document in 0..10 {
            claims.claim_by_document(payer, Digest([document; 32])).encode_to(&mut all);
        }
    }
    for (plan, version) in [(1, 1), (1, 2), (1, 3), (2, 1)] {
        let plan = PlanRef { plan, version };
        claims.plan(plan).encode_to(&mut all);
        [VISIT, SURGERY, UNKNOWN].map(|code| claims.fee(plan, code)).encode_to(&mut all);
    }
    for id in 1..=4u32 {
        load(&tables.policies, id).encode_to(&mut all);
        load(&tables.service_days, (id, TODAY, PROVIDER)).encode_to(&mut all);
        claims.authorisation(id.into()).encode_to(&mut all);
        claims.claim(id.into()).encode_to(&mut all);
    }
    load(&tables.newest_of_provider, PROVIDER).encode_to(&mut all);
    all
}

/// A refusal leaves everything as it was.
fn refuses<T: core::fmt::Debug + PartialEq>(
    claims: &mut Claims,
    act: impl FnOnce(&mut Claims) -> Result<T>,
    error: crate::Error,
) {
    let before = snapshot(claims);
    assert_eq!(act(claims), Err(error));
    assert!(snapshot(claims) == before, "a refusal with {error:?} changed something");
}
