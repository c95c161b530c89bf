//! How many decisions one core makes in a second: `cargo bench -p healink-domain`.
#![allow(clippy::unwrap_used, clippy::arithmetic_side_effects)]

use std::{
    hint::black_box,
    time::{Duration, Instant},
};

use healink_domain::{
    claims::{
        adjudicate, Accumulators, Benefit, Category, Claim, Context, CostSharing, Fee, Limit, Line, Plan,
        PlanRef, Policy, Usage,
    },
    consent::{
        decide, Action, Category as Data, CategorySet, Decision, Effect, Grant, Grantee, Maker, Purpose,
        Query, Terms,
    },
    credentials::{
        accredit, check, Accreditation, Application, BoardId, Boards, Credential, CredentialId, Held,
        IssueRequest, Kind, Provider, Registry, Requirement, Role, Scope, Standing,
    },
    Account, BasisPoints, Cents, CodeKey, Day, Digest, History, Jurisdiction, Moment, Npi, Period,
};

const PROVIDER: Account = Account([2; 32]);
const TODAY: Day = Day(20_000);
const RUNS: usize = 5;
const RUN: Duration = Duration::from_millis(300);

/// Runs `work` for a while, several times, and prints the best rate.
fn row(name: &str, mut work: impl FnMut()) {
    let mut best = 0.0_f64;
    for _ in 0..RUNS {
        let (start, mut count) = (Instant::now(), 0_u32);
        while start.elapsed() < RUN {
            (0..100).for_each(|_| work());
            count += 100;
        }
        best = best.max(f64::from(count) / start.elapsed().as_secs_f64());
    }
    println!("{name:<44}{:>12.0} /s {:>8.0} ns", best, 1e9 / best);
}

fn benefit(category: Category, limit: Option<Limit>) -> Benefit {
    Benefit {
        category,
        covered: true,
        copay: Cents(2_500),
        coinsurance: BasisPoints(2_000),
        deductible_applies: true,
        authorisation_needed: false,
        waiting_days: 0,
        limit,
        credential: Some(Kind::StateLicence),
    }
}

/// A plan with every category, therapy limited; the deductible is met on the way.
fn plan() -> Plan {
    let limit = |category| (category == Category::Therapy).then_some(Limit::Units(20));
    Plan {
        deductible: Cents(50_000),
        out_of_pocket_maximum: Cents(685_000),
        cost_sharing: CostSharing::CopayFirst,
        filing_days: 90,
        review_above: Some(Cents(100_000_000)),
        benefits: Category::ALL.iter().map(|category| benefit(*category, limit(*category))).collect(),
    }
}

fn adjudication(lines: u8) {
    let category = |number: u8| Category::ALL[usize::from(number) * 4 % Category::ALL.len()];
    let code = |number: u8| CodeKey([number; 16]);
    let claim = Claim {
        policy: 1,
        provider: PROVIDER,
        jurisdiction: Jurisdiction::parse("US-CA").unwrap(),
        service_day: TODAY,
        lines: (0..lines)
            .map(|number| Line { code: code(number), units: 1, billed: Cents(25_000) })
            .collect(),
        authorisation: None,
        document: Digest([4; 32]),
    };
    let fees: Vec<_> = (0..lines)
        .map(|number| Some(Fee { code: code(number), category: category(number), allowed: Cents(18_000) }))
        .collect();
    let policy = Policy {
        plan: PlanRef { plan: 1, version: 1 },
        member: Account([5; 32]),
        period: Period { from: Day(19_900), until: None },
        member_hash: Digest([6; 32]),
    };
    let accumulators = Accumulators {
        deductible: Cents(10_000),
        out_of_pocket: Cents(12_000),
        used: vec![Usage { category: Category::Therapy, units: 3, paid: Cents(4_000) }],
    };
    let plan = plan();
    let context = Context {
        plan: &plan,
        policy: &policy,
        received_on: TODAY,
        fees: &fees,
        earlier: &[],
        credentials: &[(Kind::StateLicence, Ok(1))],
        consent: Decision::Permit { redact: CategorySet::EMPTY },
        authorisation: None,
        accumulators: &accumulators,
    };
    row(&format!("adjudicate a claim of {lines} lines"), || {
        black_box(adjudicate(black_box(&claim), black_box(&context))).unwrap();
    });
}

fn decision(count: u8, categories: CategorySet, name: &str) {
    let grants: Vec<_> = (1..=count)
        .map(|number| Grant {
            id: number.into(),
            terms: Terms {
                grantee: Grantee::Account(Account([1; 32])),
                effect: if number % 4 == 0 { Effect::Deny } else { Effect::Permit },
                purposes: Purpose::Payment.set(),
                categories: CategorySet::ORDINARY,
                actions: Action::Read.set(),
                validity: Period::ALWAYS,
                data: Period::ALWAYS,
                receipt: Digest([0; 32]),
            },
            granted_at: Moment(number.into()),
            maker: Maker::Patient,
            ended: None,
        })
        .collect();
    let query = Query {
        actor: Account([1; 32]),
        purpose: Purpose::Payment,
        categories,
        action: Action::Read,
        day: TODAY,
        data: Period::day(TODAY),
    };
    row(&format!("decide {name} by {count} grants"), || {
        black_box(decide(black_box(&grants), black_box(&query), &[]));
    });
}

/// A registry of one board and one credential.
struct One<'a> {
    board: &'a Accreditation,
    credential: &'a Credential,
}

impl Boards for One<'_> {
    fn accreditation(&mut self, _: BoardId) -> Option<&Accreditation> {
        Some(self.board)
    }
}

impl Registry for One<'_> {
    fn credential(&mut self, _: CredentialId) -> Option<Credential> {
        Some(self.credential.clone())
    }
}

fn checking() {
    let place = Jurisdiction::parse("US-CA").unwrap();
    let application = Application {
        head: Account([7; 32]),
        role: Role::Board,
        scope: Scope { kinds: Kind::StateLicence.set(), jurisdictions: vec![place] },
        period: Period::ALWAYS,
        document: Digest([1; 32]),
    };
    let board = accredit(application, None, TODAY).unwrap().accreditation;
    let claim = IssueRequest {
        provider: PROVIDER,
        npi: Npi::new(1_234_567_893).unwrap(),
        kind: Kind::StateLicence,
        taxonomy: None,
        jurisdiction: place,
        valid_from: Day(19_000),
        expires_on: Day(21_000),
        verified_on: Day(19_950),
        document: Digest([3; 32]),
        renews: None,
    };
    let status = History::new(Standing::GRANTED);
    let credential = Credential { board: 1, claim, issued_on: TODAY, status };
    let provider = Provider { held: vec![Held::of(1, &credential)], ..Provider::new(credential.claim.npi) };
    let requirement = Requirement {
        kind: Kind::StateLicence,
        board: None,
        taxonomy: None,
        jurisdiction: Some(place),
        day: TODAY,
        known_on: None,
        verified_within: Some(120),
    };
    row("check a provider with one credential", || {
        let mut registry = One { board: black_box(&board), credential: black_box(&credential) };
        black_box(check(black_box(&provider), black_box(&requirement), &mut registry)).unwrap();
    });
}

fn main() {
    [1, 3, 32].into_iter().for_each(adjudication);
    decision(1, Data::Claims.set(), "one category");
    decision(32, Data::Claims.set(), "one category");
    decision(32, CategorySet::ALL, "every category");
    checking();
}
