//! Samples of what the contracts handle, and the messages that make a freshly deployed suite ready for claims.

use healink_access::Command;
use healink_domain::{
    claims::{
        Benefit, Category, Claim, CostSharing, Fee, Limit, Line, Plan, PlanRef, Policy, RoleSet, MAX_LINES,
    },
    consent::{Action, Effect, Grantee, Purpose, Query, Terms},
    credentials::{
        Application, IssueRequest, Kind, KindSet, Order, Reason, Requirement, Role as BoardRole, Scope,
        StatusCommand,
    },
    BasisPoints, Cents, CodeKey, Day, Digest, Jurisdiction, Npi, Period,
};

use crate::{
    deployment::Addresses,
    messages::{administered, attestations, boards, claims, consent, credentials, stablecoin},
    Contract, Message, Person,
};

/// The board, credential, payer, policy and so on that [`preparation`] makes: each is its contract's first.
pub const FIRST: u32 = 1;

/// The plan that [`preparation`] publishes.
pub const PLAN: PlanRef = PlanRef { plan: FIRST, version: 1 };

/// The second of anything.
pub const SECOND: u32 = 2;

/// The draft that [`extras`] makes.
pub const NEW_PLAN: PlanRef = PlanRef { plan: FIRST, version: 2 };

/// An office visit: copay 20.00, then 20 %; allowed 120.00.
pub const VISIT: CodeKey = CodeKey([1; 16]);
/// Surgery, which needs prior authorisation: deductible, then 20 %; allowed 1,000.00.
pub const SURGERY: CodeKey = CodeKey([2; 16]);
/// A service that the plan does not cover.
pub const DENTAL: CodeKey = CodeKey([3; 16]);
/// Physical therapy, 10 units a year: 10 %; allowed 60.00.
pub const THERAPY: CodeKey = CodeKey([4; 16]);
/// Vision, 150.00 a year, after 30 days: nothing to pay for the member; allowed 100.00.
pub const VISION: CodeKey = CodeKey([5; 16]);
/// A code that is not in the fee schedule.
pub const UNKNOWN: CodeKey = CodeKey([255; 16]);

/// Laboratory tests, as many as a claim can have lines and one more: deductible, then 10 %; allowed 25.00.
pub fn laboratory(number: u8) -> CodeKey {
    CodeKey([100 + number % 33; 16])
}

/// What the payer's escrow holds at first.
pub const ESCROW: Cents = Cents(1_000_000);

/// What the admin holds besides, in cents.
pub const SPARE: Cents = Cents(1_000_000);

/// Where services are rendered.
pub fn place() -> Jurisdiction {
    Jurisdiction::parse("US-CA").expect("a place")
}

/// The provider's NPI.
pub fn npi() -> Npi {
    Npi::new(1_234_567_893).expect("an NPI")
}

/// The other provider's NPI.
pub fn other_npi() -> Npi {
    Npi::new(1_245_319_599).expect("an NPI")
}

/// A fee that is not in the plan's schedule yet.
pub const fn other_fee(number: u8) -> Fee {
    Fee { code: CodeKey([200 + number; 16]), category: Category::Laboratory, allowed: Cents(1_000) }
}

/// A year ago, when everything began to hold.
pub fn start(today: Day) -> Day {
    Day(today.0 - 365)
}

/// Since a year, for good.
pub fn long(today: Day) -> Period {
    Period { from: start(today), until: None }
}

/// Every kind, everywhere in the United States.
pub fn scope() -> Scope {
    Scope { kinds: KindSet::ALL, jurisdictions: vec![Jurisdiction::parse("US").expect("a place")] }
}

/// A board with this head, for everything, in force since a year.
pub fn application(head: Person, today: Day) -> Application {
    let (head, document) = (head.account(), Digest([6; 32]));
    Application { head, role: BoardRole::Board, scope: scope(), period: long(today), document }
}

/// The order to suspend a board.
pub const SUSPEND: Order = Order::Stand(StatusCommand::Suspend, Reason::Investigation);

/// The order to end the suspension of a board.
pub const REINSTATE: Order = Order::Stand(StatusCommand::Reinstate, Reason::Cleared);

/// The order to revoke a board.
pub const REVOKE: Order = Order::Stand(StatusCommand::Revoke, Reason::Discipline);

/// A licence since a year, for another one.
pub fn licence(provider: Person, today: Day) -> IssueRequest {
    IssueRequest {
        provider: provider.account(),
        npi: npi(),
        kind: Kind::StateLicence,
        taxonomy: None,
        jurisdiction: place(),
        valid_from: start(today),
        expires_on: today.plus(365),
        verified_on: Day(today.0 - 30),
        document: Digest([7; 32]),
        renews: None,
    }
}

/// What claims ask of a provider.
pub fn licensed(day: Day) -> Requirement {
    Requirement {
        kind: Kind::StateLicence,
        board: None,
        taxonomy: None,
        jurisdiction: Some(place()),
        day,
        known_on: None,
        verified_within: None,
    }
}

/// The grantee that stands for the payer.
pub fn payer_grantee() -> Grantee {
    Grantee::Account(Person::Admin.account())
}

/// Consent to the payer's use of claims for payment, or a denial of it.
pub fn payment_terms(effect: Effect, today: Day) -> Terms {
    Terms {
        grantee: payer_grantee(),
        effect,
        purposes: Purpose::Payment.set(),
        categories: healink_domain::consent::Category::Claims.set(),
        actions: Action::Read.set(),
        validity: long(today),
        data: Period::ALWAYS,
        receipt: Digest([8; 32]),
    }
}

/// What claims ask of a patient's grants for services of `day`.
pub fn payment_query(day: Day) -> Query {
    Query {
        actor: Person::Admin.account(),
        purpose: Purpose::Payment,
        categories: healink_domain::consent::Category::Claims.set(),
        action: Action::Read,
        day,
        data: Period::day(day),
    }
}

/// A plan with a benefit of every sort: deductible 100.00, maximum 1,000.00, review above 5,000.00, 90 days to file.
pub fn plan() -> Plan {
    let benefit = |category| Benefit {
        category,
        covered: true,
        copay: Cents::ZERO,
        coinsurance: BasisPoints(0),
        deductible_applies: false,
        authorisation_needed: false,
        waiting_days: 0,
        limit: None,
        credential: Some(Kind::StateLicence),
    };
    let share = |points, category| Benefit { coinsurance: BasisPoints(points), ..benefit(category) };
    Plan {
        deductible: Cents(10_000),
        out_of_pocket_maximum: Cents(100_000),
        cost_sharing: CostSharing::CopayFirst,
        filing_days: 90,
        review_above: Some(Cents(500_000)),
        benefits: vec![
            Benefit { copay: Cents(2_000), ..share(2_000, Category::OfficeVisit) },
            Benefit { deductible_applies: true, ..share(1_000, Category::Laboratory) },
            Benefit {
                deductible_applies: true,
                authorisation_needed: true,
                ..share(2_000, Category::Surgical)
            },
            Benefit { covered: false, ..benefit(Category::Dental) },
            Benefit { limit: Some(Limit::Units(10)), ..share(1_000, Category::Therapy) },
            Benefit {
                limit: Some(Limit::Amount(Cents(15_000))),
                waiting_days: 30,
                credential: None,
                ..benefit(Category::Vision)
            },
        ],
    }
}

/// The plan's fee schedule.
pub fn fees() -> Vec<Fee> {
    let named = [
        (VISIT, Category::OfficeVisit, 12_000),
        (SURGERY, Category::Surgical, 100_000),
        (DENTAL, Category::Dental, 9_000),
        (THERAPY, Category::Therapy, 6_000),
        (VISION, Category::Vision, 10_000),
    ];
    let tests = (0..=MAX_LINES).map(|number| (laboratory(number as u8), Category::Laboratory, 2_500));
    let fee = |(code, category, allowed)| Fee { code, category, allowed: Cents(allowed) };
    named.into_iter().chain(tests).map(fee).collect()
}

/// The patient's cover.
pub fn policy(today: Day) -> Policy {
    Policy {
        plan: PLAN,
        member: Person::Patient.account(),
        period: long(today),
        member_hash: Digest([9; 32]),
    }
}

/// A line.
pub const fn line(code: CodeKey, units: u32, billed: u64) -> Line {
    Line { code, units, billed: Cents(billed) }
}

/// An office visit and two tests: a claim as most are.
pub fn three_lines() -> Vec<Line> {
    vec![line(VISIT, 1, 15_000), line(laboratory(0), 1, 3_000), line(laboratory(1), 1, 2_000)]
}

/// So many different tests.
pub fn tests(count: usize) -> Vec<Line> {
    (0..count).map(|number| line(laboratory(number as u8), 1, 3_000)).collect()
}

/// A claim of the provider for services of yesterday; `document` tells it from others.
pub fn claim(document: u8, lines: Vec<Line>, today: Day) -> Claim {
    Claim {
        policy: FIRST,
        provider: Person::Provider.account(),
        jurisdiction: place(),
        service_day: Day(today.0 - 1),
        lines,
        authorisation: None,
        document: Digest([document; 32]),
    }
}

/// What it takes from an empty suite to the first claim, by whom; none of it may fail.
pub fn preparation(at: &Addresses, today: Day) -> Vec<(Person, Message<()>)> {
    let admin = Person::Admin.account();
    let accredit = |head| boards::accredit(application(head, today), None).untyped();
    let registry = at.of(Contract::Credentials);
    let officer =
        |person: Person, roles: RoleSet| claims::set_officer(FIRST, person.account(), roles).untyped();
    use healink_domain::claims::Role;
    vec![
        (Person::Owner, boards::wire(registry).untyped()),
        (Person::Owner, attestations::wire(registry).untyped()),
        (Person::Owner, accredit(Person::Board)),
        (Person::Owner, accredit(Person::OtherBoard)),
        (Person::Board, credentials::issue(FIRST, vec![licence(Person::Provider, today)]).untyped()),
        (Person::Patient, consent::grant(payment_terms(Effect::Permit, today)).untyped()),
        (Person::Owner, claims::register_payer(admin, at.of(Contract::Stablecoin)).untyped()),
        (Person::Admin, officer(Person::Enrolment, Role::Enrolment.set())),
        (Person::Admin, officer(Person::Examiner, Role::Examiner.set())),
        (Person::Admin, officer(Person::Treasurer, Role::Treasurer.set())),
        (Person::Admin, claims::draft_plan(FIRST, None, plan()).untyped()),
        (Person::Admin, claims::add_fees(PLAN, fees()).untyped()),
        (Person::Admin, claims::publish_plan(PLAN).untyped()),
        (Person::Enrolment, claims::enrol(policy(today)).untyped()),
        (Person::Owner, stablecoin::mint(admin, u128::from(ESCROW.0 + SPARE.0)).untyped()),
        (Person::Admin, stablecoin::approve(at.of(Contract::Claims), u128::MAX).untyped()),
        (Person::Admin, claims::deposit(FIRST, ESCROW).untyped()),
    ]
}

/// What comes after [`preparation`], so that each message has something to act on: credential [`SECOND`] is suspended and board
/// [`SECOND`] too, [`NEW_PLAN`] is a draft, claim [`FIRST`] can be paid and claim [`SECOND`] waits for a review, the stranger holds
/// tokens that the newcomer may take, and every contract is on offer to the newcomer.
pub fn extras(today: Day) -> Vec<(Person, Message<()>)> {
    use Person::{Admin, Board, Newcomer, OtherProvider, Owner, Provider, Stranger};
    let second = IssueRequest { npi: other_npi(), ..licence(OtherProvider, today) };
    let large = claim(2, vec![line(laboratory(5), 1, 500_001)], today);
    let mut messages = vec![
        (Board, credentials::issue(FIRST, vec![second]).untyped()),
        (Board, boards::change(SECOND.into(), StatusCommand::Suspend, Reason::Investigation).untyped()),
        (Owner, boards::order(SECOND, SUSPEND).untyped()),
        (Admin, claims::draft_plan(FIRST, Some(PLAN.plan), plan()).untyped()),
        (Admin, claims::add_fees(NEW_PLAN, fees()).untyped()),
        (Provider, claims::submit(claim(1, three_lines(), today)).untyped()),
        (Provider, claims::submit(large).untyped()),
        (Owner, stablecoin::mint(Stranger.account(), 1_000).untyped()),
        (Stranger, stablecoin::approve(Newcomer.account(), 1_000).untyped()),
    ];
    let offer =
        |contract| administered::administer(contract, Command::Offer { to: Newcomer.account() }).untyped();
    messages.extend(Contract::owned().map(|contract| (Owner, offer(contract))));
    messages
}
