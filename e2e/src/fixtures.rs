//! Samples of what the contracts handle, and the messages that make a freshly deployed suite ready for claims.

use healink_access::Command;
use healink_domain::{
    claims::{
        Authorisation, AuthorisedItem, Benefit, Category, Claim, ClaimId, Coordination, CostSharing, Fee,
        Limit, Line, Plan, PlanRef, Policy, RoleSet, Ruling, MAX_LINES,
    },
    consent::{
        AccessRequest, Action, CareCommand, CategorySet, Effect, Grantee, Mandate, Purpose, PurposeSet,
        Query, Role, Terms,
    },
    credentials::{
        Application, IssueRequest, Kind, KindSet, Order, Reason, Requirement, Role as BoardRole, Scope,
        StatusCommand,
    },
    BasisPoints, Cents, CodeKey, Day, Digest, Jurisdiction, Npi, Period,
};

use ::disclosures::Governance;

use crate::{
    deployment::Addresses,
    messages::{
        administered, appeals, attestations, boards, claims, consent, coverage, credentials, disclosures,
        guardians, settlement, stablecoin,
    },
    Contract, Message, Person,
};

/// The board, credential, payer, policy and so on that [`preparation`] makes: each is its contract's first.
pub const FIRST: u32 = 1;

/// The plan that [`preparation`] publishes.
pub const PLAN: PlanRef = PlanRef { plan: FIRST, version: 1 };

/// The second of anything.
pub const SECOND: u32 = 2;

/// The claim that is under appeal with the payer after [`extras`], by appeal 1.
pub const APPEALED: ClaimId = 3;

/// The claim that is under appeal with the reviewer after [`extras`], by appeal 3.
pub const APPEALED_TWICE: ClaimId = 4;

/// Hash of the grounds for an appeal.
pub const GROUNDS: Digest = Digest([10; 32]);

/// Hash of the reasons for a ruling.
pub const REASONS: Digest = Digest([11; 32]);

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

/// Whom governance appointed to review appeals.
pub const REVIEWER: Person = Person::OtherBoard;

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

/// Who acts for the patient after [`extras`], by power of attorney.
pub const ATTORNEY: Person = Person::OtherProvider;

/// Who reviews broken glass.
pub const GLASS_REVIEWER: Person = Person::OtherBoard;

/// A power of attorney on payment and treatment and every ordinary category, since a year.
pub fn power_of_attorney(today: Day) -> CareCommand {
    let purposes: PurposeSet = [Purpose::Payment, Purpose::Treatment].into_iter().collect();
    let scope = healink_domain::consent::Scope { purposes, categories: CategorySet::ORDINARY };
    CareCommand::Appoint(Mandate {
        holder: ATTORNEY.account(),
        role: Role::Attorney,
        scope,
        period: long(today),
        document: Digest([10; 32]),
    })
}

/// A request to read claims for payment, as [`payment_terms`] permit it to the payer.
pub fn payment_request() -> AccessRequest {
    AccessRequest {
        purpose: Purpose::Payment,
        categories: healink_domain::consent::Category::Claims.set(),
        action: Action::Read,
        data: Period::ALWAYS,
        record: Digest([11; 32]),
    }
}

/// A plan with a benefit of every sort: deductible 100.00, maximum 1,000.00, review above 5,000.00 within 30 days, 90 days to
/// file, 180 to appeal, 30 for the payer's ruling, 120 to ask for an independent reviewer. Every provider is in network.
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
        out_of_network: None,
    };
    let share = |points, category| Benefit { coinsurance: BasisPoints(points), ..benefit(category) };
    Plan {
        deductible: Cents(10_000),
        out_of_pocket_maximum: Cents(100_000),
        family: None,
        cost_sharing: CostSharing::CopayFirst,
        coordination: Coordination::Standard,
        network: None,
        filing_days: 90,
        review_above: Some(Cents(500_000)),
        decision_days: 30,
        appeal_days: 180,
        appeal_decision_days: 30,
        external_review_days: 120,
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
        family: None,
        period: long(today),
        member_hash: Digest([9; 32]),
    }
}

/// A line, of which no prior payer paid anything.
pub const fn line(code: CodeKey, units: u32, billed: u64) -> Line {
    Line { code, units, billed: Cents(billed), prior_paid: Cents::ZERO }
}

/// Surgery for the patient by the provider, any time from a year ago on.
pub fn surgery_ahead(units: u32, today: Day) -> Authorisation {
    Authorisation {
        policy: FIRST,
        provider: Person::Provider.account(),
        period: long(today),
        items: vec![AuthorisedItem { code: SURGERY, units }],
    }
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

/// A claim that is denied: surgery that nobody authorised.
pub fn denied(document: u8, today: Day) -> Claim {
    Claim {
        service_day: Day(today.0 - u32::from(document)),
        ..claim(document, vec![line(SURGERY, 1, 100_000)], today)
    }
}

/// What it takes from an empty suite to the first claim, by whom; none of it may fail.
pub fn preparation(at: &Addresses, today: Day) -> Vec<(Person, Message<()>)> {
    let admin = Person::Admin.account();
    let accredit = |head| boards::accredit(application(head, today), None).untyped();
    let registry = at.of(Contract::Credentials);
    let officer =
        |person: Person, roles: RoleSet| coverage::set_officer(FIRST, person.account(), roles).untyped();
    let (tokens, hearings) = (at.of(Contract::Settlement), at.of(Contract::Appeals));
    use healink_domain::claims::Role;
    vec![
        (Person::Owner, boards::wire(registry).untyped()),
        (Person::Owner, attestations::wire(registry).untyped()),
        (Person::Owner, accredit(Person::Board)),
        (Person::Owner, accredit(Person::OtherBoard)),
        (Person::Board, credentials::issue(FIRST, vec![licence(Person::Provider, today)]).untyped()),
        (Person::Owner, consent::name_guardians(at.of(Contract::Guardians)).untyped()),
        (
            Person::Owner,
            disclosures::govern(Governance::Appoint { reviewer: GLASS_REVIEWER.account() }).untyped(),
        ),
        (Person::Patient, consent::give(payment_terms(Effect::Permit, today)).untyped()),
        (Person::Owner, coverage::wire(at.of(Contract::Claims)).untyped()),
        (Person::Owner, claims::wire(tokens, hearings).untyped()),
        (Person::Owner, appeals::appoint(REVIEWER.account(), true).untyped()),
        (Person::Owner, coverage::register_payer(admin, at.of(Contract::Stablecoin)).untyped()),
        (Person::Admin, officer(Person::Enrolment, Role::Enrolment.set())),
        (Person::Admin, officer(Person::Examiner, Role::Examiner.set())),
        (Person::Admin, officer(Person::Treasurer, Role::Treasurer.set())),
        (Person::Admin, coverage::draft_plan(FIRST, None, plan()).untyped()),
        (Person::Admin, coverage::add_fees(PLAN, fees()).untyped()),
        (Person::Admin, coverage::publish_plan(PLAN).untyped()),
        (Person::Enrolment, coverage::enrol(policy(today)).untyped()),
        (Person::Owner, stablecoin::mint(admin, u128::from(ESCROW.0 + SPARE.0)).untyped()),
        (Person::Admin, stablecoin::approve(tokens, u128::MAX).untyped()),
        (Person::Admin, settlement::deposit(FIRST, ESCROW).untyped()),
    ]
}

/// What comes after [`preparation`], so that each message has something to act on: credential [`SECOND`] is suspended and board
/// [`SECOND`] too, [`NEW_PLAN`] is a draft, authorisation [`FIRST`] is asked for, claim [`FIRST`] can be paid and claim [`SECOND`]
/// waits for a review, the decision on claim [`APPEALED`] is appealed with the payer and that on [`APPEALED_TWICE`] with the
/// reviewer, the stranger holds tokens that the newcomer may take, the patient has an attorney, the provider broke the glass,
/// and every contract is on offer to the newcomer.
pub fn extras(today: Day) -> Vec<(Person, Message<()>)> {
    use Person::{Admin, Board, Examiner, Newcomer, OtherProvider, Owner, Patient, Provider, Stranger};
    let second = IssueRequest { npi: other_npi(), ..licence(OtherProvider, today) };
    let large = claim(2, vec![line(laboratory(5), 1, 500_001)], today);
    let mut messages = vec![
        (Board, credentials::issue(FIRST, vec![second]).untyped()),
        (Board, boards::change(SECOND.into(), StatusCommand::Suspend, Reason::Investigation).untyped()),
        (Owner, boards::order(SECOND, SUSPEND).untyped()),
        (Admin, coverage::draft_plan(FIRST, Some(PLAN.plan), plan()).untyped()),
        (Admin, coverage::add_fees(NEW_PLAN, fees()).untyped()),
        (Patient, guardians::arrange(Patient.account(), power_of_attorney(today)).untyped()),
        (Provider, disclosures::break_glass(Patient.account(), Digest([12; 32])).untyped()),
        (Provider, coverage::request_authorisation(surgery_ahead(2, today), Digest([3; 32])).untyped()),
        (Provider, claims::submit(FIRST, claim(1, three_lines(), today), None).untyped()),
        (Provider, claims::submit(FIRST, large, None).untyped()),
        (Provider, claims::submit(FIRST, denied(3, today), None).untyped()),
        (Provider, claims::submit(FIRST, denied(4, today), None).untyped()),
        (Patient, appeals::file(APPEALED, GROUNDS).untyped()),
        (Patient, appeals::file(APPEALED_TWICE, GROUNDS).untyped()),
        (Examiner, appeals::decide(SECOND.into(), Ruling::Uphold, REASONS).untyped()),
        (Patient, appeals::file(APPEALED_TWICE, GROUNDS).untyped()),
        (Owner, stablecoin::mint(Stranger.account(), 1_000).untyped()),
        (Stranger, stablecoin::approve(Newcomer.account(), 1_000).untyped()),
    ];
    let offer =
        |contract| administered::administer(contract, Command::Offer { to: Newcomer.account() }).untyped();
    messages.extend(Contract::owned().map(|contract| (Owner, offer(contract))));
    messages
}
