//! Random claims with all that their decisions rest on. Numbers are drawn so that edges meet often. Large strategies are
//! boxed: unoptimised code would keep more of them on a test's stack than fit.

use healink_domain::{
    claims::{
        Accumulators, Authorisation, AuthorisedItem, Benefit, Category, Coordination, CostSharing, Evidence,
        Exception, Family, Fee, GateSet, Limit, Line, Override, Plan, Review, ReviewReason, Shared,
        SharedKind, Sharing, UnitsUsed, Usage,
    },
    consent::{Category as Data, CategorySet, Decision},
    credentials::{CredentialId, Kind, Refusal},
    BasisPoints, Cents, Day, Period,
};
use proptest::{collection::vec, option, prelude::*, sample::select};

use crate::fixtures::{code, units, Case, PROVIDER, SERVICE_DAY};

const CATEGORIES: [Category; 4] =
    [Category::OfficeVisit, Category::Therapy, Category::Dental, Category::Surgical];
const KINDS: [Kind; 2] = [Kind::StateLicence, Kind::HospitalPrivileges];
const CODES: u8 = 12;
const REASONS: [ReviewReason; 3] =
    [ReviewReason::NotNecessary, ReviewReason::LevelOfService, ReviewReason::LacksInformation];

/// An amount: often small, mostly everyday, at times huge (32 of them still fit).
pub fn amount() -> impl Strategy<Value = Cents> {
    prop_oneof![3 => 0..300u64, 6 => 0..200_000u64, 1 => any::<u64>().prop_map(|huge| huge >> 6)]
        .prop_map(Cents)
}

/// How much of something is used up, in 65,535ths.
fn part() -> impl Strategy<Value = u16> {
    prop_oneof![4 => Just(0), 1 => Just(u16::MAX), 4 => any::<u16>()]
}

fn share_of(whole: u64, part: u16) -> u64 {
    u64::try_from(u128::from(whole) * u128::from(part) / u128::from(u16::MAX)).unwrap()
}

fn limit() -> impl Strategy<Value = Limit> {
    let amounts = amount().prop_map(|amount| Limit::Amount(Cents(amount.0.max(1))));
    prop_oneof![(1..20u32).prop_map(Limit::Units), amounts]
}

fn coinsurance() -> impl Strategy<Value = BasisPoints> {
    prop_oneof![Just(0), Just(2_000), Just(10_000), 0..=10_000u16].prop_map(BasisPoints)
}

fn sharing() -> impl Strategy<Value = Sharing> {
    let copay = prop_oneof![Just(Cents::ZERO), (0..5_000u64).prop_map(Cents), amount()];
    (copay, coinsurance(), any::<bool>()).prop_map(|(copay, coinsurance, deductible_applies)| Sharing {
        copay,
        coinsurance,
        deductible_applies,
    })
}

fn benefit(category: Category) -> BoxedStrategy<Benefit> {
    let waiting = prop_oneof![6 => Just(0u16), 1 => 0..400u16];
    let kind = option::weighted(0.3, select(&KINDS[..]));
    let outside = option::weighted(0.8, sharing());
    let (covered, authorised) = (prop::bool::weighted(0.9), prop::bool::weighted(0.3));
    (covered, sharing(), authorised, waiting, option::weighted(0.4, limit()), kind, outside)
        .prop_map(
            move |(
                covered,
                inside,
                authorisation_needed,
                waiting_days,
                limit,
                credential,
                out_of_network,
            )| {
                Benefit {
                    category,
                    covered,
                    copay: inside.copay,
                    coinsurance: inside.coinsurance,
                    deductible_applies: inside.deductible_applies,
                    authorisation_needed,
                    waiting_days,
                    limit,
                    credential,
                    out_of_network,
                }
            },
        )
        .boxed()
}

/// Amounts of a family beside these of a member: embedded ones within reach, aggregate ones anywhere.
fn family(deductible: Cents, maximum: Cents) -> BoxedStrategy<Family> {
    let kind = || select(vec![SharedKind::Embedded, SharedKind::Aggregate]);
    (amount(), amount(), kind(), kind())
        .prop_map(move |(one, other, first, second)| {
            let above = |own: Cents, kind| if kind == SharedKind::Embedded { own.0 } else { 0 };
            let most = above(maximum, second) + other.0.max(one.0);
            let least = above(deductible, first) + one.0;
            let (deductible, maximum) = (Cents(least), Cents(most.max(least)));
            Family {
                deductible: Shared { amount: deductible, kind: first },
                out_of_pocket_maximum: Shared { amount: maximum, kind: second },
            }
        })
        .boxed()
}

pub fn plan() -> BoxedStrategy<Plan> {
    let benefits = CATEGORIES.map(|category| option::weighted(0.9, benefit(category)));
    let ceiling = option::weighted(0.3, amount());
    let order = select(vec![CostSharing::CopayFirst, CostSharing::DeductibleFirst]);
    let ways = vec![Coordination::Standard, Coordination::MaintenanceOfBenefits, Coordination::CarveOut];
    let amounts = (amount(), amount()).prop_flat_map(|(deductible, more)| {
        let maximum = Cents(deductible.0 + more.0);
        (Just(deductible), Just(maximum), option::of(family(deductible, maximum)))
    });
    (amounts, order, select(ways), option::weighted(0.4, Just(3)), 0..400u16, ceiling, benefits)
        .prop_map(|(amounts, cost_sharing, coordination, network, filing_days, review_above, benefits)| {
            let (deductible, out_of_pocket_maximum, family) = amounts;
            Plan {
                deductible,
                out_of_pocket_maximum,
                family,
                cost_sharing,
                coordination,
                network,
                filing_days,
                review_above,
                benefits: benefits.into_iter().flatten().collect(),
                ..Case::empty().plan
            }
        })
        .boxed()
}

/// The most that a member can have used up of an amount.
fn reach(own: Cents, shared: Option<Shared>) -> u64 {
    match shared {
        None => own.0,
        Some(Shared { amount, kind: SharedKind::Embedded }) => own.0.min(amount.0),
        Some(Shared { amount, kind: SharedKind::Aggregate }) => amount.0,
    }
}

/// Accumulators of a member and the family, within the maxima of the plan and the limits of its benefits.
fn used_before(plan: &Plan) -> BoxedStrategy<(Accumulators, Option<Accumulators>)> {
    let (deductible, maximum) = (plan.deductible, plan.out_of_pocket_maximum);
    let limits: Vec<_> =
        plan.benefits.iter().filter_map(|benefit| Some((benefit.category, benefit.limit?))).collect();
    let family = option::weighted(0.8, Just(())).prop_map({
        let family = plan.family;
        move |insured| family.filter(|_| insured.is_some())
    });
    let used = vec((any::<bool>(), part(), amount(), 0..50u32), limits.len());
    (family, [part(), part(), part(), part()], used)
        .prop_map(move |(family, parts, used)| {
            let mut member = Accumulators::default();
            let shared = family.map(|family| (family.deductible, family.out_of_pocket_maximum));
            let own = |own, shared, part| Cents(share_of(reach(own, shared), part));
            member.deductible = own(deductible, shared.map(|both| both.0), parts[0]);
            member.out_of_pocket = own(maximum, shared.map(|both| both.1), parts[1]);
            for (&(category, limit), (_, part, paid, units)) in
                limits.iter().zip(used).filter(|(_, used)| used.0)
            {
                let (units, paid) = match limit {
                    Limit::Units(limit) => (u32::try_from(share_of(limit.into(), part)).unwrap(), paid),
                    Limit::Amount(Cents(limit)) => (units, Cents(share_of(limit, part))),
                };
                member.record_use(category, units, paid).unwrap();
            }
            let others =
                |own: Cents, shared: Shared, part| Cents(own.0 + share_of(shared.amount.0 - own.0, part));
            let family = shared.map(|(deductible, maximum)| Accumulators {
                deductible: others(member.deductible, deductible, parts[2]),
                out_of_pocket: others(member.out_of_pocket, maximum, parts[3]),
                used: Vec::new(),
            });
            (member, family)
        })
        .boxed()
}

fn day_near(range: core::ops::Range<u32>) -> impl Strategy<Value = Day> {
    prop_oneof![2 => range.prop_map(Day), 1 => (SERVICE_DAY.0 - 1..SERVICE_DAY.0 + 2).prop_map(Day)]
}

fn period() -> BoxedStrategy<Period> {
    let until = option::of(prop_oneof![9 => day_near(20_001..20_400), 1 => day_near(19_000..20_000)]);
    (day_near(19_600..20_001), until).prop_map(|(from, until)| Period { from, until }).boxed()
}

pub fn lines() -> BoxedStrategy<Vec<Line>> {
    let prior = prop_oneof![4 => Just(0u64), 3 => 0..300u64, 3 => 0..200_000u64, 1 => any::<u64>()];
    let line = (1..=CODES, prop_oneof![Just(1u32), 1..8u32], amount(), prior).prop_map(
        |(number, units, billed, prior)| Line { code: code(number), units, billed, prior_paid: Cents(prior) },
    );
    let line = line.boxed();
    prop_oneof![6 => vec(line.clone(), 1..6), 1 => vec(line, 1..33)].boxed()
}

/// A fee schedule: an entry, or none, for each code.
pub fn schedule() -> impl Strategy<Value = Vec<Option<(Category, Cents)>>> {
    vec(option::weighted(0.9, (select(&CATEGORIES[..]), amount())), usize::from(CODES))
}

/// The schedule's entry for a line.
pub fn fee(line: &Line, schedule: &[Option<(Category, Cents)>]) -> Option<Fee> {
    let (category, allowed) = (*schedule.get(usize::from(line.code.0[0]) - 1)?)?;
    Some(Fee { code: line.code, category, allowed })
}

type Answer = Result<CredentialId, Refusal>;

fn answer() -> impl Strategy<Value = Answer> {
    prop_oneof![4 => Just(Ok(1)), 1 => Just(Err(Refusal::NoneHeld))]
}

fn consent() -> impl Strategy<Value = Decision> {
    prop_oneof![
        12 => Just(Decision::Permit { redact: CategorySet::EMPTY }),
        1 => Just(Decision::Permit { redact: Data::Claims.set() }),
        1 => Just(Decision::Deny),
        1 => Just(Decision::NoConsent),
    ]
}

/// An authorisation that mostly applies to lines with the first codes, and the units used of it.
fn authorisation() -> BoxedStrategy<(Authorisation, UnitsUsed)> {
    let item = |(number, (units, used)): (u8, (u32, u16))| {
        let used = u32::try_from(share_of(units.into(), used)).unwrap();
        (AuthorisedItem { code: code(number), units }, used)
    };
    (prop_oneof![9 => Just(1u32), 1 => Just(2)], period(), vec((1..12u32, part()), 1..8))
        .prop_map(move |(policy, period, items)| {
            let (items, used): (Vec<_>, Vec<_>) = (1..).zip(items).map(item).unzip();
            (Authorisation { policy, provider: PROVIDER, period, items }, units(&used))
        })
        .boxed()
}

/// What examiners and reviewers say, line by line.
#[derive(Clone, Debug)]
struct Words {
    review: u8,
    overrides: Vec<Option<(u16, ReviewReason)>>,
    exceptions: Vec<Option<u16>>,
}

fn words() -> impl Strategy<Value = Words> {
    let given = (prop_oneof![Just(0), any::<u16>()], select(&REASONS[..]));
    let overrides = vec(option::weighted(0.3, given), 0..33);
    let exceptions = prop_oneof![3 => Just(Vec::new()), 1 => vec(option::weighted(0.4, any::<u16>()), 0..33)];
    (0..4u8, overrides, exceptions).prop_map(|(review, overrides, exceptions)| Words {
        review,
        overrides,
        exceptions,
    })
}

impl Words {
    /// What they come to for a claim: overrides below what its schedule allows.
    fn apply(&self, evidence: &mut Evidence, lines: &[Line], fees: &[Option<Fee>]) {
        let numbered = || (0u8..).zip(lines.iter().zip(fees));
        let mut overrides = Vec::new();
        for ((line, (billed, fee)), (part, reason)) in
            numbered().zip(&self.overrides).filter_map(|(line, word)| Some((line, (*word)?)))
        {
            let fee = fee.map_or(0, |fee| u128::from(fee.allowed.0) * u128::from(billed.units));
            let scheduled = u64::try_from(fee.min(billed.billed.0.into())).unwrap();
            let allowed = Cents(share_of(scheduled.saturating_sub(1), part));
            overrides.push(Override { line, allowed, reason });
        }
        evidence.review = match self.review {
            0 => Review::Waits,
            1 => Review::Overdue,
            _ => Review::Reviewed(overrides),
        };
        let waived = |bits| GateSet::from_bits(bits & GateSet::WAIVABLE.bits()).unwrap();
        let excepted =
            numbered().zip(&self.exceptions).filter_map(|((line, _), bits)| Some((line, (*bits)?)));
        evidence.exceptions = excepted.map(|(line, bits)| Exception { line, waived: waived(bits) }).collect();
    }
}

/// Random claims with all that their decisions rest on, accumulators within their maxima.
pub fn case() -> BoxedStrategy<Case> {
    let terms = plan().prop_flat_map(|plan| (used_before(&plan), Just(plan)));
    let received = prop_oneof![4 => Just((0u32, 0u32)), 1 => (0..400u32, 0..40u32)];
    let before = prop_oneof![2 => Just(0), 1 => any::<u32>(), 1 => 0..8u32];
    let held = vec(answer(), 0..3);
    let asked = (option::weighted(0.7, Just(8)), option::weighted(0.8, authorisation()));
    (
        terms,
        period(),
        (lines(), schedule()),
        before,
        (held, option::of(answer())),
        consent(),
        asked,
        received,
        words(),
    )
        .prop_map(
            |(terms, period, (lines, schedule), before, (held, network), consent, asked, received, words)| {
                let ((accumulators, family), plan) = terms;
                let mut case = Case::empty();
                case.fees = lines.iter().map(|line| fee(line, &schedule)).collect();
                case.claim.authorisation = asked.0;
                case.policy.period = period;
                let (authorisation, units_used) = asked.1.unzip();
                let mut evidence = Evidence {
                    filed_on: SERVICE_DAY.plus(received.0),
                    received_on: SERVICE_DAY.plus(received.0 + received.1),
                    billed_before: before,
                    credentials: KINDS.into_iter().zip(held).collect(),
                    network,
                    authorisation,
                    units_used: units_used.unwrap_or_default(),
                    accumulators,
                    family,
                    ..case.evidence
                };
                evidence.consent.decision = consent;
                words.apply(&mut evidence, &lines, &case.fees);
                case.claim.lines = lines;
                Case { plan, evidence, ..case }
            },
        )
        .boxed()
}

/// Random claims that no gate before the limit stands against, so that pricing does the work.
pub fn priced() -> BoxedStrategy<Case> {
    case()
        .prop_map(|mut case| {
            for benefit in &mut case.plan.benefits {
                (benefit.covered, benefit.authorisation_needed) = (true, false);
                (benefit.waiting_days, benefit.credential) = (0, None);
            }
            case.plan.review_above = None;
            case.policy.period = Period::ALWAYS;
            case.evidence.filed_on = SERVICE_DAY;
            case.evidence.billed_before = 0;
            case.evidence.consent.decision = Decision::Permit { redact: CategorySet::EMPTY };
            case
        })
        .boxed()
}

/// Claims whose plan and accumulators keep no rule: what a contract never stores, and must survive all the same.
pub fn hostile() -> BoxedStrategy<Case> {
    let usage = (select(&CATEGORIES[..]), any::<u32>(), any::<u64>())
        .prop_map(|(category, units, paid)| Usage { category, units, paid: Cents(paid) });
    (case(), any::<[u64; 8]>(), any::<u16>(), vec(usage, 0..5), vec(any::<(u64, u64)>(), 32))
        .prop_map(|(mut case, numbers, share, used, billed)| {
            let [deductible, maximum, taken, borne, copay, allowed, family, together] = numbers.map(Cents);
            case.plan.deductible = deductible;
            case.plan.out_of_pocket_maximum = maximum;
            if let Some(terms) = &mut case.plan.family {
                (terms.deductible.amount, terms.out_of_pocket_maximum.amount) = (family, together);
            }
            case.evidence.accumulators = Accumulators { deductible: taken, out_of_pocket: borne, used };
            for benefit in &mut case.plan.benefits {
                (benefit.copay, benefit.coinsurance) = (copay, BasisPoints(share));
            }
            for fee in case.fees.iter_mut().flatten() {
                fee.allowed = allowed;
            }
            for (line, (billed, prior)) in case.claim.lines.iter_mut().zip(billed) {
                // Now and then the charges together do not fit.
                line.billed = Cents(billed >> (share % 8));
                line.prior_paid = Cents(prior);
            }
            case
        })
        .boxed()
}
