//! Off-chain tests: everything but the calls to other contracts, whose answers are given here; the suites in `e2e` make them.
#![allow(clippy::unwrap_used, clippy::panic, clippy::arithmetic_side_effects)]

mod authorisations;
mod decisions;
mod matrix;
mod registry;
mod reversals;

use healink_access::load;
use healink_domain::claims::{
    Accumulators, Authorisation, AuthorisationId, AuthorisedItem, Benefit, Category, Claim, ClaimId,
    Coordination, CostSharing, Family, FamilyKey, Fee, Line, LineResult, Plan, PlanRef, Policy, PolicyId,
    Role, RoleSet, Shared, SharedKind,
};
use healink_domain::consent::{Answer, Decision};
use healink_domain::credentials::Kind;
use healink_domain::{Account, BasisPoints, Cents, CodeKey, Day, Digest, Jurisdiction, Period, Year};
use healink_interfaces::{Case, ClaimsError, Decided, Docket, Earlier, Finding};
use ink::env::{test, DefaultEnvironment};
use scale::{Decode, Encode};

use crate::asks::Answers;
use crate::{Coverage, List, Result, Whose};

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
/// The claims contract.
const CLAIMS: Account = Account([10; 32]);
const TOKEN: Account = Account([20; 32]);
const EVERYONE: [Account; 10] =
    [OWNER, ADMIN, ENROLMENT, EXAMINER, TREASURER, PROVIDER, MEMBER, STRANGER, OTHER_ADMIN, CLAIMS];

/// 2026-07-01.
const TODAY: Day = Day(20_635);
const YEAR: Year = Year(2026);
const PLAN: PlanRef = PlanRef { plan: 1, version: 1 };
const DRAFT: PlanRef = PlanRef { plan: 1, version: 2 };
const FAMILY: FamilyKey = FamilyKey([5; 16]);
const VISIT: CodeKey = CodeKey([1; 16]);
const SURGERY: CodeKey = CodeKey([2; 16]);
const UNKNOWN: CodeKey = CodeKey([99; 16]);

fn set_caller(account: Account) {
    test::set_caller::<DefaultEnvironment>(account.0.into());
}

fn set_day(day: Day) {
    test::set_block_timestamp::<DefaultEnvironment>(u64::from(day.0) * 86_400_000);
}

/// A visit costs 20 of copay; surgery needs a licence and an authorisation, and the member bears a tenth. A family bears
/// 50 together at the most.
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
        out_of_network: None,
    };
    let surgery = Benefit {
        category: Category::Surgical,
        copay: Cents(0),
        coinsurance: BasisPoints(1_000),
        authorisation_needed: true,
        credential: Some(Kind::StateLicence),
        ..visits.clone()
    };
    let shared = |amount| Shared { amount: Cents(amount), kind: SharedKind::Aggregate };
    Plan {
        deductible: Cents(0),
        out_of_pocket_maximum: Cents(500_000),
        family: Some(Family { deductible: shared(0), out_of_pocket_maximum: shared(5_000) }),
        cost_sharing: CostSharing::CopayFirst,
        coordination: Coordination::Standard,
        network: None,
        filing_days: 90,
        review_above: Some(Cents(1_000_000)),
        decision_days: 30,
        appeal_days: 180,
        appeal_decision_days: 60,
        external_review_days: 120,
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
        family: None,
        period: Period { from: Day(TODAY.0 - 100), until: None },
        member_hash: Digest([7; 32]),
    }
}

/// Two units of surgery, and one visit.
fn authorisation() -> Authorisation {
    let item = |code, units| AuthorisedItem { code, units };
    Authorisation {
        policy: 1,
        provider: PROVIDER,
        period: Period { from: TODAY, until: Some(TODAY.plus(60)) },
        items: vec![item(SURGERY, 2), item(VISIT, 1)],
    }
}

fn line(code: CodeKey, billed: u64) -> Line {
    Line { code, units: 1, billed: Cents(billed), prior_paid: Cents(0) }
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

/// Answers of the registries: every credential held, and the patient permits.
fn permits(needed: usize) -> Answers {
    let decision = Decision::Permit { redact: Default::default() };
    Answers { held: vec![Ok(17); needed], consent: Answer { decision, deciding: vec![1] } }
}

fn silent(needed: usize) -> Answers {
    let consent = Answer { decision: Decision::NoConsent, deciding: vec![] };
    Answers { held: vec![Ok(17); needed], consent }
}

/// Runs on an empty chain, for tests that go through many cases.
fn afresh(case: impl FnOnce()) {
    test::run_test::<DefaultEnvironment, _>(|_| {
        case();
        Ok(())
    })
    .unwrap();
}

/// Two payers with officers; the first has a published plan, a draft with fees and a policy; the claims contract is known.
fn office() -> Coverage {
    set_day(TODAY);
    set_caller(OWNER);
    let mut coverage = Coverage::new(OWNER, Account([21; 32]), Account([22; 32]));
    coverage.wire(CLAIMS).unwrap();
    coverage.add_payer(ADMIN, TOKEN, 2).unwrap();
    coverage.add_payer(OTHER_ADMIN, TOKEN, 6).unwrap();
    set_caller(OTHER_ADMIN);
    coverage.set_officer(2, OTHER_ADMIN, RoleSet::ALL).unwrap();
    set_caller(ADMIN);
    for (account, role) in
        [(ENROLMENT, Role::Enrolment), (EXAMINER, Role::Examiner), (TREASURER, Role::Treasurer)]
    {
        coverage.set_officer(1, account, role.set()).unwrap();
    }
    assert_eq!(coverage.draft_plan(1, None, plan()), Ok(PLAN));
    coverage.add_fees(PLAN, fees()).unwrap();
    coverage.publish_plan(PLAN).unwrap();
    assert_eq!(coverage.draft_plan(1, Some(1), plan()), Ok(DRAFT));
    coverage.add_fees(DRAFT, fees()).unwrap();
    set_caller(ENROLMENT);
    assert_eq!(coverage.enrol(policy(PLAN)), Ok(1));
    coverage
}

/// What the claims contract hands over: these cases under policy 1, with enough in escrow.
fn docket(next: ClaimId, cases: Vec<Case>) -> Docket {
    Docket { payer: 1, policy: 1, funds: Cents(10_000_000), next, ended: None, cases }
}

fn new(claim: Claim) -> Case {
    Case::New { claim, by: PROVIDER }
}

type Told = core::result::Result<Decided, ClaimsError>;

/// Has one case decided, with these answers of the registries.
fn decide(coverage: &Coverage, docket: Docket, answers: fn(usize) -> Answers) -> Told {
    let decided = coverage.adjudicate_by(docket, Coverage::today(), |_, _, needed| Ok(answers(needed.len())));
    decided?.pop().unwrap()
}

/// Submits as the provider.
fn submit(coverage: &Coverage, id: ClaimId, claim: Claim) -> Told {
    decide(coverage, docket(id, vec![new(claim)]), permits)
}

fn earlier(decided: &Decided) -> Earlier {
    Earlier { id: decided.id, body: decided.body.clone() }
}

/// The whole body of a record, as whoever replays a decision reads it: what it rested on and led to.
fn body(decided: &Decided) -> healink_domain::claims::ClaimRecord {
    let status = healink_domain::claims::Status::Void;
    let head = (status, 1u32, None::<Day>, decided.totals, healink_domain::claims::Previous::default());
    let bytes = [head.encode(), decided.body.clone()].concat();
    scale::DecodeAll::decode_all(&mut &bytes[..]).unwrap()
}

fn used(coverage: &Coverage) -> Accumulators {
    coverage.accumulators(Whose::Policy(1), YEAR)
}

/// Everything that the contract stores under the numbers used here, encoded.
fn snapshot(coverage: &Coverage) -> Vec<u8> {
    let tables = &coverage.tables;
    let mut all = (coverage.access.clone(), coverage.claims, coverage.numbers.authorisations).encode();
    (coverage.numbers.payers, coverage.numbers.plans, coverage.numbers.policies).encode_to(&mut all);
    for payer in 1..=3 {
        load(&tables.payers, payer).encode_to(&mut all);
        EVERYONE.map(|account| coverage.roles(payer, account)).encode_to(&mut all);
        coverage.list(List::Requests(payer), 0, 50).encode_to(&mut all);
        coverage.accumulators(Whose::Family(payer, FAMILY), YEAR).encode_to(&mut all);
    }
    for (plan, version) in [(1, 1), (1, 2), (1, 3), (2, 1)] {
        let plan = PlanRef { plan, version };
        coverage.plan(plan).encode_to(&mut all);
        [VISIT, SURGERY, UNKNOWN].map(|code| coverage.fee(plan, code)).encode_to(&mut all);
    }
    for id in 1..=4u32 {
        load(&tables.policies, id).encode_to(&mut all);
        load(&tables.service_days, (id, TODAY, PROVIDER)).unwrap_or_default().encode_to(&mut all);
        coverage.authorisation(id.into()).encode_to(&mut all);
        coverage.units_used(id.into()).encode_to(&mut all);
    }
    coverage.list(List::Policies(MEMBER), 0, 50).encode_to(&mut all);
    all
}

/// A refusal leaves everything as it was.
fn refuses<T: core::fmt::Debug + PartialEq, E: core::fmt::Debug + PartialEq + Copy>(
    coverage: &mut Coverage,
    act: impl FnOnce(&mut Coverage) -> core::result::Result<T, E>,
    error: E,
) {
    let before = snapshot(coverage);
    assert_eq!(act(coverage), Err(error));
    assert!(snapshot(coverage) == before, "a refusal with {error:?} changed something");
}
