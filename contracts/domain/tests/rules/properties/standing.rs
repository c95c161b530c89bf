//! Histories of claims: whatever was submitted, reviewed, voided, replaced, appealed and paid, only the decisions that stand
//! count.

use healink_domain::{
    claims::{
        Accumulators, Authorisation, AuthorisedItem, Category, Exception, Gate, GateSet, Level, Limit, Line,
        Override, Plan, Reason, ReviewReason, SharedKind, Status, UnitsUsed,
    },
    Cents, CodeKey, Period,
};
use proptest::{collection::vec, prelude::*, sample::select};

use super::{
    config,
    office::{Office, Step, PROVIDERS},
    strategies,
};
use crate::fixtures::code;

/// Everyday amounts, few codes, so that lines meet each other's limits and duplicates.
fn lines() -> impl Strategy<Value = Vec<Line>> {
    let prior = prop_oneof![3 => Just(0u64), 1 => 0..60_000u64];
    let line = (1..5u8, 1..4u32, 0..60_000u64, prior).prop_map(|(number, units, billed, prior)| Line {
        code: code(number),
        units,
        billed: Cents(billed),
        prior_paid: Cents(prior),
    });
    vec(line, 1..4)
}

fn overrides() -> impl Strategy<Value = Vec<Override>> {
    let given = (0..2u64, 0..20_000u64)
        .prop_map(|(some, allowed)| (Cents(some * allowed), ReviewReason::NotNecessary));
    vec(given, 0..3).prop_map(|given| {
        (0..).zip(given).map(|(line, (allowed, reason))| Override { line, allowed, reason }).collect()
    })
}

fn exceptions() -> impl Strategy<Value = Vec<Exception>> {
    vec(any::<u16>(), 0..3).prop_map(|bits| {
        let waived = |bits: u16| GateSet::from_bits(bits & GateSet::WAIVABLE.bits()).unwrap();
        (0..).zip(bits).map(|(line, bits)| Exception { line, waived: waived(bits) }).collect()
    })
}

fn step() -> BoxedStrategy<Step> {
    let claim = || 0..12usize;
    prop_oneof![
        6 => (0..2usize, 0..2usize, lines())
            .prop_map(|(member, provider, lines)| Step::Submit { member, provider, lines }),
        3 => (claim(), any::<bool>()).prop_map(|(claim, overdue)| Step::Readjudicate { claim, overdue }),
        3 => (claim(), overrides()).prop_map(|(claim, overrides)| Step::Review { claim, overrides }),
        2 => claim().prop_map(|claim| Step::Void { claim }),
        2 => (claim(), lines()).prop_map(|(claim, lines)| Step::Replace { claim, lines }),
        4 => (claim(), select(vec![Level::Payer, Level::Independent]))
            .prop_map(|(claim, level)| Step::Appeal { claim, level }),
        1 => claim().prop_map(|claim| Step::Uphold { claim }),
        3 => (claim(), exceptions()).prop_map(|(claim, exceptions)| Step::Overturn { claim, exceptions }),
        4 => (0..200_000u64).prop_map(|amount| Step::Deposit(Cents(amount))),
        1 => (0..50_000u64).prop_map(|amount| Step::Withdraw(Cents(amount))),
        3 => (0..2usize).prop_map(|provider| Step::Remit { provider }),
        1 => prop::bool::weighted(0.8).prop_map(Step::Consent),
    ]
    .boxed()
}

fn office() -> BoxedStrategy<Office> {
    let items = vec(1..9u32, 1..4);
    (strategies::plan(), strategies::schedule(), items)
        .prop_map(|(mut plan, schedule, units)| {
            plan.review_above = plan.review_above.map(|_| Cents(70_000));
            for benefit in &mut plan.benefits {
                (benefit.credential, benefit.waiting_days) = (None, 0);
            }
            let items = (1..).zip(units).map(|(number, units)| AuthorisedItem { code: code(number), units });
            let items = items.collect();
            let authorisation =
                Authorisation { policy: 1, provider: PROVIDERS[0], period: Period::ALWAYS, items };
            Office::new(plan, schedule, authorisation)
        })
        .boxed()
}

/// What these decisions add, from their lines alone.
fn added(office: &Office, policies: &[u32]) -> Accumulators {
    let mut all = Accumulators::default();
    for (_, decided) in office.standing().filter(|(filed, _)| policies.contains(&filed.claim.policy)) {
        for result in &decided.lines {
            let [deductible, coinsurance, copay] =
                [Reason::Deductible, Reason::Coinsurance, Reason::Copayment]
                    .map(|reason| result.adjusted(reason));
            all.deductible = all.deductible.plus(deductible).unwrap();
            all.out_of_pocket = [deductible, coinsurance, copay]
                .into_iter()
                .fold(all.out_of_pocket, |sum, one| sum.plus(one).unwrap());
            let limited = |category: &Category| {
                office.plan.benefit(*category).is_some_and(|benefit| benefit.limit.is_some())
            };
            if let Some(category) = result.category.filter(limited) {
                all.record_use(category, 0, result.paid).unwrap();
            }
        }
        // Of a line that the limit split, the amounts do not tell the units.
        for usage in &decided.contribution.used {
            all.record_use(usage.category, usage.units, Cents::ZERO).unwrap();
        }
    }
    all
}

/// Units that the standing decisions used of the authorisation, from their lines alone.
fn units_used(office: &Office) -> UnitsUsed {
    let mut used = UnitsUsed::default();
    for (filed, decided) in office.standing() {
        for (line, result) in filed.claim.lines.iter().zip(&decided.lines) {
            let item = office.authorisation.items.iter().position(|item| item.code == line.code);
            if let (Some(item), None, true) =
                (item, result.refused_by, result.passed.contains(Gate::Authorised))
            {
                used.add(item, line.units).unwrap();
            }
        }
    }
    used
}

fn total(amounts: impl Iterator<Item = Cents>) -> u128 {
    amounts.map(|amount| u128::from(amount.0)).sum()
}

fn assert_escrow(office: &Office) {
    let escrow = office.escrow;
    let promised = office.claims.iter().map(|filed| match filed.status {
        Status::Adjudicated { payable, .. } => payable,
        _ => Cents::ZERO,
    });
    assert_eq!(
        u128::from(escrow.committed.0),
        total(promised),
        "committed is what unpaid standing decisions pay"
    );
    assert_eq!(
        office.tokens,
        u128::from(escrow.free.0) + u128::from(escrow.committed.0),
        "tokens held are free or committed"
    );
    let paid = office.claims.iter().map(|filed| match filed.status {
        Status::Settled { paid, .. } => paid,
        _ => Cents::ZERO,
    });
    assert_eq!(
        u128::from(escrow.paid.0),
        total(paid) + u128::from(escrow.owed.0),
        "paid is for standing decisions or owed"
    );
    assert_eq!(
        u128::from(escrow.owed.0),
        total(office.owed.values().copied()),
        "what is owed is owed by providers"
    );
}

fn assert_within_maxima(plan: &Plan, member: &Accumulators, family: &Accumulators) {
    let most = [
        (member.deductible, family.deductible, plan.deductible, plan.family.map(|family| family.deductible)),
        (
            member.out_of_pocket,
            family.out_of_pocket,
            plan.out_of_pocket_maximum,
            plan.family.map(|family| family.out_of_pocket_maximum),
        ),
    ];
    for (member, family, own, shared) in most {
        assert!(member <= own || shared.is_some_and(|shared| shared.kind == SharedKind::Aggregate));
        assert!(shared.is_none_or(|shared| family <= shared.amount));
    }
    for benefit in &plan.benefits {
        let (units, paid) = member.used(benefit.category);
        match benefit.limit {
            Some(Limit::Units(limit)) => assert!(units <= limit),
            Some(Limit::Amount(limit)) => assert!(paid <= limit),
            None => assert_eq!((units, paid), (0, Cents::ZERO)),
        }
    }
}

fn after(mut office: Office, steps: Vec<Step>, mut check: impl FnMut(&Office)) -> Office {
    for step in steps {
        office.take(step);
        check(&office);
    }
    office
}

/// The services of standing decisions that were neither refused nor excepted from being billed once.
fn paid_services(office: &Office) -> Vec<(u32, u8, CodeKey)> {
    let mut all = Vec::new();
    for (filed, decided) in office.standing() {
        for (line, result) in filed.claim.lines.iter().zip(&decided.lines) {
            if result.refused_by.is_none() && result.passed.contains(Gate::NotDuplicate) {
                all.push((filed.claim.policy, filed.claim.provider.0[0], line.code));
            }
        }
    }
    all.sort_unstable();
    all
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn accumulators_limits_and_units_are_those_of_the_standing_decisions(
        office in office(), steps in vec(step(), 0..40),
    ) {
        after(office, steps, |office| {
            assert_eq!(office.used[0], added(office, &[1]));
            assert_eq!(office.used[1], added(office, &[2]));
            let both = office.used[0].plus(&office.used[1]).unwrap();
            assert_eq!(office.family, both);
            assert_eq!(office.units, units_used(office));
        });
    }

    #[test]
    fn accumulators_never_exceed_their_maxima_in_any_history(office in office(), steps in vec(step(), 0..40)) {
        after(office, steps, |office| {
            for member in &office.used {
                assert_within_maxima(&office.plan, member, &office.family);
            }
            for (item, granted) in office.authorisation.items.iter().enumerate() {
                assert!(office.units.of(item) <= granted.units, "an authorisation is never used beyond its units");
            }
        });
    }

    #[test]
    fn escrow_covers_what_is_approved_and_unpaid_in_any_history(office in office(), steps in vec(step(), 0..40)) {
        after(office, steps, assert_escrow);
    }

    #[test]
    fn a_service_stands_once_in_any_history(office in office(), steps in vec(step(), 0..40)) {
        after(office, steps, |office| {
            let all = paid_services(office);
            assert!(all.windows(2).all(|pair| pair[0] != pair[1]), "{all:?}");
        });
    }

    /// A claim that is submitted and taken back again leaves no trace but itself and what its provider owes.
    #[test]
    fn a_decision_reversed_leaves_no_trace(
        office in office(), steps in vec(step(), 0..30), lines in lines(), paid in any::<bool>(),
    ) {
        let before = after(office, steps, |_| ());
        let mut office = before.clone();
        let claim = office.claims.len();
        office.take(Step::Submit { member: 0, provider: 0, lines });
        if paid {
            office.take(Step::Remit { provider: 0 });
        }
        if office.claims.len() == claim {
            return Ok(());
        }
        office.take(Step::Void { claim });
        prop_assert_eq!(office.claims[claim].status, Status::Void);
        prop_assert_eq!(&office.used, &before.used);
        prop_assert_eq!(&office.family, &before.family);
        prop_assert_eq!(&office.units, &before.units);
        let of = |office: &Office| office.days.get(&(1, PROVIDERS[0])).cloned().unwrap_or_default();
        prop_assert_eq!(of(&office), of(&before));
        assert_escrow(&office);
    }

    /// After a reversal everything is as if the decision had never been: the same claim is decided the same way again.
    #[test]
    fn a_claim_replaced_by_itself_or_overturned_without_exceptions_is_decided_as_before(
        office in office(), steps in vec(step(), 0..30), lines in lines(), paid in any::<bool>(), appealed in any::<bool>(),
    ) {
        let mut office = after(office, steps, |_| ());
        let claim = office.claims.len();
        office.take(Step::Submit { member: 0, provider: 0, lines: lines.clone() });
        if paid {
            office.take(Step::Remit { provider: 0 });
        }
        let Some(old) = office.claims.get(claim).cloned().filter(|filed| filed.decided.is_some()) else { return Ok(()) };
        // Recovered later, what the old decision was paid is not free yet: the new one must not have to wait for it.
        office.take(Step::Deposit(Cents(1_000_000)));
        if appealed {
            office.take(Step::Appeal { claim, level: Level::Payer });
            office.take(Step::Overturn { claim, exceptions: Vec::new() });
        } else {
            office.take(Step::Replace { claim, lines });
        }
        let new = &office.claims[claim + 1];
        prop_assert_eq!(&new.decided, &old.decided);
        prop_assert_eq!(new.first, old.first);
        prop_assert_eq!(&new.evidence.accumulators, &old.evidence.accumulators);
        prop_assert_eq!(&new.evidence.family, &old.evidence.family);
        prop_assert_eq!(&new.evidence.units_used, &old.evidence.units_used);
        prop_assert_eq!(new.evidence.billed_before, old.evidence.billed_before);
    }

    #[test]
    fn a_claim_pays_once_whatever_happens_to_it(office in office(), steps in vec(step(), 0..40)) {
        let mut payments: Vec<Vec<Cents>> = Vec::new();
        let mut before: Vec<Status> = Vec::new();
        after(office, steps, |office| {
            payments.resize(office.claims.len(), Vec::new());
            for (index, filed) in office.claims.iter().enumerate() {
                let was = before.get(index).copied();
                if let (Status::Settled { paid, .. }, Some(Status::Adjudicated { payable, .. })) = (filed.status, was) {
                    assert_eq!(paid, payable);
                    payments[index].push(paid);
                }
                let ended = matches!(was, Some(Status::Void | Status::Replaced { .. } | Status::Overturned { .. }));
                assert!(!ended || was == Some(filed.status), "what ended never moves again");
            }
            before = office.claims.iter().map(|filed| filed.status).collect();
        });
        prop_assert!(payments.iter().all(|paid| paid.len() <= 1));
    }
}

/// Were every claim of every history denied, the properties above would say nothing.
#[test]
fn histories_come_to_something() {
    use proptest::{strategy::ValueTree, test_runner::TestRunner};
    let mut runner = TestRunner::deterministic();
    let (mut paying, mut overturned, mut owing) = (0, 0, 0);
    for _ in 0..200 {
        let (office, steps) = (office(), vec(step(), 40)).new_tree(&mut runner).unwrap().current();
        let office = after(office, steps, |_| ());
        paying += u32::from(office.pays_something());
        overturned +=
            u32::from(office.claims.iter().any(|filed| matches!(filed.status, Status::Overturned { .. })));
        owing += u32::from(!office.escrow.owed.is_zero());
    }
    assert!(paying > 100 && overturned > 20 && owing > 10, "{paying} {overturned} {owing}");
}
