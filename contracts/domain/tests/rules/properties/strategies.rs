//! Random claims with all that their decisions rest on. Numbers are drawn so that edges meet often. Large strategies are
//! boxed: unoptimised code would keep more of them on a test's stack than fit.

use healink_domain::{
    claims::{
        Accumulators, Authorisation, Benefit, Category, CostSharing, Fee, Limit, Line, Plan, Service, Usage,
    },
    consent::{Category as Data, CategorySet, Decision},
    credentials::{Kind, Refusal},
    Account, BasisPoints, Cents, Day, Period,
};
use proptest::{collection::vec, option, prelude::*, sample::select};

use crate::fixtures::{code, Case, PROVIDER, SERVICE_DAY};

const CATEGORIES: [Category; 4] =
    [Category::OfficeVisit, Category::Therapy, Category::Dental, Category::Surgical];
const KINDS: [Kind; 2] = [Kind::StateLicence, Kind::HospitalPrivileges];
const CODES: u8 = 12;

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

fn benefit(category: Category) -> BoxedStrategy<Benefit> {
    let copay = prop_oneof![Just(Cents::ZERO), (0..5_000u64).prop_map(Cents), amount()];
    let waiting = prop_oneof![6 => Just(0u16), 1 => 0..400u16];
    let kind = option::weighted(0.3, select(&KINDS[..]));
    (
        prop::bool::weighted(0.9),
        copay,
        coinsurance(),
        any::<bool>(),
        prop::bool::weighted(0.2),
        waiting,
        option::weighted(0.4, limit()),
        kind,
    )
        .prop_map(
            move |(
                covered,
                copay,
                coinsurance,
                deductible_applies,
                authorised,
                waiting_days,
                limit,
                kind,
            )| {
                Benefit {
                    category,
                    covered,
                    copay,
                    coinsurance,
                    deductible_applies,
                    authorisation_needed: authorised,
                    waiting_days,
                    limit,
                    credential: kind,
                }
            },
        )
        .boxed()
}

fn plan() -> BoxedStrategy<Plan> {
    let benefits = CATEGORIES.map(|category| option::weighted(0.9, benefit(category)));
    let ceiling = option::weighted(0.1, amount());
    let order = select(vec![CostSharing::CopayFirst, CostSharing::DeductibleFirst]);
    (amount(), amount(), order, 0..400u16, ceiling, benefits)
        .prop_map(|(deductible, more, cost_sharing, filing_days, review_above, benefits)| Plan {
            deductible,
            out_of_pocket_maximum: Cents(deductible.0 + more.0),
            cost_sharing,
            filing_days,
            review_above,
            benefits: benefits.into_iter().flatten().collect(),
        })
        .boxed()
}

/// Accumulators within the maxima of the plan and the limits of its benefits.
fn accumulators(plan: &Plan) -> BoxedStrategy<Accumulators> {
    let (deductible, maximum) = (plan.deductible.0, plan.out_of_pocket_maximum.0);
    let limits: Vec<_> =
        plan.benefits.iter().filter_map(|benefit| Some((benefit.category, benefit.limit?))).collect();
    (part(), part(), vec((any::<bool>(), part(), amount(), 0..50u32), limits.len()))
        .prop_map(move |(deductible_part, maximum_part, used)| {
            let used = limits.iter().zip(used).filter(|(_, (present, ..))| *present);
            Accumulators {
                deductible: Cents(share_of(deductible, deductible_part)),
                out_of_pocket: Cents(share_of(maximum, maximum_part)),
                used: used
                    .map(|(&(category, limit), (_, part, paid, units))| match limit {
                        Limit::Units(limit) => {
                            let units = u32::try_from(share_of(limit.into(), part)).unwrap();
                            Usage { category, units, paid }
                        }
                        Limit::Amount(Cents(limit)) => {
                            Usage { category, units, paid: Cents(share_of(limit, part)) }
                        }
                    })
                    .collect(),
            }
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

fn lines() -> BoxedStrategy<Vec<Line>> {
    let line = || {
        (1..=CODES, prop_oneof![Just(1u32), 1..8u32], amount()).prop_map(|(number, units, billed)| Line {
            code: code(number),
            units,
            billed,
        })
    };
    prop_oneof![6 => vec(line(), 1..6), 1 => vec(line(), 1..33)].boxed()
}

/// The fee schedule: an entry, or none, for each code.
fn schedule() -> impl Strategy<Value = Vec<Option<(Category, Cents)>>> {
    vec(option::weighted(0.9, (select(&CATEGORIES[..]), amount())), usize::from(CODES))
}

fn services() -> impl Strategy<Value = Vec<Service>> {
    let provider = prop_oneof![Just(PROVIDER), Just(Account([9; 32]))];
    let service =
        (provider, 1..=CODES).prop_map(|(provider, number)| Service { provider, code: code(number) });
    prop_oneof![2 => Just(Vec::new()), 1 => vec(service, 0..4)]
}

fn credentials() -> impl Strategy<Value = Vec<(Kind, Result<u64, Refusal>)>> {
    let answer = prop_oneof![4 => Just(Ok(1)), 1 => Just(Err(Refusal::NoneHeld))];
    vec(answer, 0..3).prop_map(|answers| KINDS.into_iter().zip(answers).collect())
}

fn consent() -> impl Strategy<Value = Decision> {
    prop_oneof![
        12 => Just(Decision::Permit { redact: CategorySet::EMPTY }),
        1 => Just(Decision::Permit { redact: Data::Claims.set() }),
        1 => Just(Decision::Deny),
        1 => Just(Decision::NoConsent),
    ]
}

/// An authorisation that mostly applies to a line with the first code.
fn authorisation() -> BoxedStrategy<Authorisation> {
    (prop_oneof![9 => Just(1u32), 1 => Just(2)], 1..=3u8, period(), 1..12u32)
        .prop_map(|(policy, number, period, units)| Authorisation {
            policy,
            provider: PROVIDER,
            code: code(number),
            period,
            units,
        })
        .boxed()
}

/// Random claims with all that their decisions rest on, accumulators within their maxima.
pub fn case() -> BoxedStrategy<Case> {
    let terms = plan().prop_flat_map(|plan| (accumulators(&plan), Just(plan)));
    let received = prop_oneof![4 => Just(0u32), 1 => 0..400u32];
    let named = option::weighted(0.7, 8..10u64);
    (
        terms,
        period(),
        lines(),
        schedule(),
        services(),
        credentials(),
        consent(),
        named,
        option::weighted(0.8, authorisation()),
        received,
    )
        .prop_map(
            |(
                (accumulators, plan),
                period,
                lines,
                schedule,
                earlier,
                credentials,
                consent,
                named,
                found,
                received,
            )| {
                let mut case = Case::empty();
                case.fees = lines.iter().map(|line| fee(line, &schedule)).collect();
                case.claim.lines = lines;
                case.claim.authorisation = named;
                case.policy.period = period;
                case.authorisation = found.map(|found| (8, found));
                Case {
                    plan,
                    accumulators,
                    earlier,
                    credentials,
                    consent,
                    received_on: SERVICE_DAY.plus(received),
                    ..case
                }
            },
        )
        .boxed()
}

fn fee(line: &Line, schedule: &[Option<(Category, Cents)>]) -> Option<Fee> {
    let (category, allowed) = (*schedule.get(usize::from(line.code.0[0]) - 1)?)?;
    Some(Fee { code: line.code, category, allowed })
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
            case.received_on = SERVICE_DAY;
            case.earlier.clear();
            case.consent = Decision::Permit { redact: CategorySet::EMPTY };
            case
        })
        .boxed()
}

/// Claims whose plan and accumulators keep no rule: what a contract never stores, and must survive all the same.
pub fn hostile() -> BoxedStrategy<Case> {
    let usage = (select(&CATEGORIES[..]), any::<u32>(), any::<u64>())
        .prop_map(|(category, units, paid)| Usage { category, units, paid: Cents(paid) });
    (case(), any::<[u64; 6]>(), any::<u16>(), vec(usage, 0..5), vec(any::<u64>(), 32))
        .prop_map(|(mut case, [deductible, maximum, taken, borne, copay, allowed], share, used, billed)| {
            case.plan.deductible = Cents(deductible);
            case.plan.out_of_pocket_maximum = Cents(maximum);
            case.accumulators = Accumulators { deductible: Cents(taken), out_of_pocket: Cents(borne), used };
            for benefit in &mut case.plan.benefits {
                (benefit.copay, benefit.coinsurance) = (Cents(copay), BasisPoints(share));
            }
            for fee in case.fees.iter_mut().flatten() {
                fee.allowed = Cents(allowed);
            }
            for (line, billed) in case.claim.lines.iter_mut().zip(billed) {
                // Now and then the charges together do not fit.
                line.billed = Cents(billed >> (share % 8));
            }
            case
        })
        .boxed()
}
