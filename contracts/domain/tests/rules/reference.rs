//! Adjudication once more, from the rules' description alone and as plainly as can be: exact fractions, no running
//! state (whatever earlier lines used is added up from their results each time), every gate asked of every line.

use healink_domain::{
    claims::{
        Adjudication, Authorisation, Benefit, Category, CostSharing, Gate, Limit, Line, Outcome, PendReason,
        Verdict,
    },
    consent::Decision,
    Cents, Day,
};
use num_rational::BigRational;

use crate::fixtures::{Case, PROVIDER};

type Amount = BigRational;

fn amount(cents: Cents) -> Amount {
    Amount::from_integer(cents.0.into())
}

fn fraction(numerator: u32, denominator: u32) -> Amount {
    Amount::new(numerator.into(), denominator.into())
}

fn nothing() -> Amount {
    amount(Cents::ZERO)
}

fn half_up(exact: &Amount) -> Amount {
    (exact + fraction(1, 2)).floor()
}

fn lesser(one: &Amount, other: &Amount) -> Amount {
    if one < other {
        one.clone()
    } else {
        other.clone()
    }
}

/// What is left of `whole` after `part`, never below nothing.
fn left(whole: &Amount, part: &Amount) -> Amount {
    if part > whole {
        nothing()
    } else {
        whole - part
    }
}

/// A line's result, adjustments as pairs of code and amount.
#[derive(Debug, PartialEq)]
struct Expected {
    category: Option<Category>,
    refused_by: Option<Gate>,
    allowed: Amount,
    paid: Amount,
    adjustments: Vec<(String, Amount)>,
    /// Units counted towards a limit.
    units: u32,
    /// Units used of an authorisation.
    authorised: u32,
}

impl Expected {
    fn adjusted(&self, code: &str) -> Amount {
        self.adjustments.iter().filter(|(known, _)| known == code).map(|(_, amount)| amount.clone()).sum()
    }

    fn borne_by_member(&self) -> Amount {
        self.adjusted("PR-1") + self.adjusted("PR-2") + self.adjusted("PR-3")
    }
}

/// Asserts that the rules come to what is worked out here.
pub fn assert_agrees(case: &Case) {
    let verdict = case.verdict().unwrap();
    match (pended(case), verdict) {
        (Some(expected), verdict) => assert_eq!(verdict, Verdict::Pended(expected)),
        (None, Verdict::Adjudicated(decided)) => assert_adjudicated(case, &decided),
        (None, Verdict::Pended(reason)) => panic!("pended for {reason:?}"),
    }
}

fn assert_adjudicated(case: &Case, decided: &Adjudication) {
    let mut expected: Vec<Expected> = Vec::new();
    for index in 0..case.claim.lines.len() {
        let line = result(case, index, &expected);
        expected.push(line);
    }
    for (index, (line, expected)) in decided.lines.iter().zip(&expected).enumerate() {
        assert_eq!(
            (line.category, line.refused_by),
            (expected.category, expected.refused_by),
            "line {index}"
        );
        assert_eq!(line.billed, case.claim.lines[index].billed);
        assert_eq!(amount(line.allowed), expected.allowed, "line {index}");
        assert_eq!(amount(line.paid), expected.paid, "line {index}");
        let adjustments: Vec<_> =
            line.adjustments.iter().map(|one| (one.to_string(), amount(one.amount))).collect();
        assert_eq!(adjustments, expected.adjustments, "line {index}");
    }
    assert_sums(case, decided, &expected);
}

fn assert_sums(case: &Case, decided: &Adjudication, lines: &[Expected]) {
    let sum = |of: &dyn Fn(&Expected) -> Amount| lines.iter().map(of).sum::<Amount>();
    let paid = sum(&|line| line.paid.clone());
    let allowed = sum(&|line| line.allowed.clone());
    assert_eq!(amount(decided.totals.paid), paid);
    assert_eq!(amount(decided.totals.allowed), allowed);
    let all_refused = lines.iter().all(|line| line.refused_by.is_some());
    let none_refused = lines.iter().all(|line| line.refused_by.is_none());
    let outcome = match (all_refused, none_refused && paid == allowed) {
        (true, _) => Outcome::Denied,
        (_, true) => Outcome::PaidInFull,
        _ => Outcome::Partial,
    };
    assert_eq!(decided.outcome, outcome);
    assert_eq!(decided.authorised_units, lines.iter().map(|line| line.authorised).sum::<u32>());

    let (before, after) = (&case.accumulators, &decided.accumulators);
    assert_eq!(amount(after.deductible), amount(before.deductible) + sum(&|line| line.adjusted("PR-1")));
    assert_eq!(amount(after.out_of_pocket), amount(before.out_of_pocket) + sum(&Expected::borne_by_member));
    for benefit in case.plan.benefits.iter().filter(|benefit| benefit.limit.is_some()) {
        let (units, paid) = used(case, benefit, lines);
        let (units_after, paid_after) = after.used(benefit.category);
        assert_eq!((units_after, amount(paid_after)), (units, paid));
    }
}

/// Units and money used of a benefit's category, before the claim and by the lines so far.
fn used(case: &Case, benefit: &Benefit, lines: &[Expected]) -> (u32, Amount) {
    let (units, paid) = case.accumulators.used(benefit.category);
    let of = || lines.iter().filter(|line| line.category == Some(benefit.category));
    (
        units + of().map(|line| line.units).sum::<u32>(),
        amount(paid) + of().map(|line| line.paid.clone()).sum::<Amount>(),
    )
}

/// Why the claim waits: a line passed the first four gates, and consent or the ceiling holds it back.
fn pended(case: &Case) -> Option<PendReason> {
    let passes = |index: usize| first_gates(case, index).iter().all(|(stopped, ..)| !stopped);
    if !(0..case.claim.lines.len()).any(passes) {
        return None;
    }
    let billed: Amount = case.claim.lines.iter().map(|line| amount(line.billed)).sum();
    match case.consent {
        Decision::Deny => Some(PendReason::ConsentDenied),
        Decision::NoConsent => Some(PendReason::ConsentMissing),
        Decision::Permit { redact } if redact.bits() != 0 => Some(PendReason::ConsentMissing),
        Decision::Permit { .. } => match case.plan.review_above {
            Some(ceiling) if billed > amount(ceiling) => Some(PendReason::ReviewNeeded),
            _ => None,
        },
    }
}

type Asked = (bool, Gate, &'static str);

fn day_is_before(one: Day, other: Day) -> bool {
    one.0 < other.0
}

/// Gates 1 to 4: whether each stops the line, and how it is written.
fn first_gates(case: &Case, index: usize) -> [Asked; 5] {
    let (claim, period) = (&case.claim, case.policy.period);
    let code = claim.lines[index].code;
    let filed_after = case.received_on.0 - claim.service_day.0;
    let known = case.earlier.iter().any(|service| service.provider == PROVIDER && service.code == code)
        || claim.lines[..index].iter().any(|line| line.code == code);
    let kind = found_benefit(case, index).and_then(|benefit| benefit.credential);
    let held = |kind| case.credentials.iter().any(|(known, answer)| *known == kind && answer.is_ok());
    [
        (day_is_before(claim.service_day, period.from), Gate::Eligible, "PR-26"),
        (period.until.is_some_and(|until| !day_is_before(claim.service_day, until)), Gate::Eligible, "PR-27"),
        (filed_after > u32::from(case.plan.filing_days), Gate::FiledInTime, "CO-29"),
        (known, Gate::NotDuplicate, "OA-18"),
        (kind.is_some_and(|kind| !held(kind)), Gate::Credentialed, "CO-B7"),
    ]
}

fn found_benefit(case: &Case, index: usize) -> Option<Benefit> {
    let category = case.fees[index]?.category;
    case.plan.benefits.iter().find(|benefit| benefit.category == category).cloned()
}

/// Gates 6 to 9 for a covered line.
fn later_gates(case: &Case, line: &Line, benefit: &Benefit, lines: &[Expected]) -> Vec<Asked> {
    let claim = &case.claim;
    let needed = benefit.authorisation_needed;
    let found = case.authorisation.filter(|(id, _)| Some(*id) == claim.authorisation).map(|(_, found)| found);
    let fits = |found: &Authorisation| {
        found.policy == claim.policy
            && found.provider == claim.provider
            && found.code == line.code
            && !day_is_before(claim.service_day, found.period.from)
            && found.period.until.is_none_or(|until| day_is_before(claim.service_day, until))
    };
    let taken: u32 = lines.iter().map(|line| line.authorised).sum();
    let too_many = found.is_some_and(|found| taken + line.units > found.units);
    let served = case.policy.period.from.0 + u32::from(benefit.waiting_days);
    let (units, paid) = used(case, benefit, lines);
    let exhausted = match benefit.limit {
        None => false,
        Some(Limit::Units(limit)) => units >= limit,
        Some(Limit::Amount(limit)) => paid >= amount(limit),
    };
    vec![
        (!benefit.covered, Gate::Covered, "PR-96"),
        (needed && claim.authorisation.is_none(), Gate::Authorised, "CO-197"),
        (needed && !found.is_some_and(|found| fits(&found)), Gate::Authorised, "CO-15"),
        (needed && too_many, Gate::Authorised, "CO-198"),
        (claim.service_day.0 < served, Gate::WaitingServed, "PR-179"),
        (exhausted, Gate::WithinLimit, "PR-119"),
    ]
}

fn result(case: &Case, index: usize, lines: &[Expected]) -> Expected {
    let line = &case.claim.lines[index];
    let mut gates = first_gates(case, index).to_vec();
    let benefit = found_benefit(case, index);
    match &benefit {
        Some(benefit) => gates.extend(later_gates(case, line, benefit, lines)),
        None => gates.push((true, Gate::Covered, "PR-96")),
    }
    let category = case.fees[index].map(|fee| fee.category);
    let stopped = gates.into_iter().find(|(stops, ..)| *stops);
    match (stopped, benefit) {
        (None, Some(benefit)) => priced(case, index, &benefit, lines),
        (Some((_, gate, code)), _) => Expected {
            category,
            refused_by: Some(gate),
            allowed: nothing(),
            paid: nothing(),
            adjustments: written([(code, amount(line.billed))]),
            units: 0,
            authorised: 0,
        },
        (None, None) => unreachable!("a line without a benefit is not covered"),
    }
}

fn written<const N: usize>(all: [(&str, Amount); N]) -> Vec<(String, Amount)> {
    all.into_iter()
        .filter(|(_, part)| *part != nothing())
        .map(|(code, part)| (code.to_string(), part))
        .collect()
}

fn priced(case: &Case, index: usize, benefit: &Benefit, lines: &[Expected]) -> Expected {
    let line = &case.claim.lines[index];
    let billed = amount(line.billed);
    let schedule = amount(case.fees[index].unwrap().allowed) * fraction(line.units, 1);
    let allowed = lesser(&billed, &schedule);

    let (units_used, paid_before) = used(case, benefit, lines);
    let units = match benefit.limit {
        Some(Limit::Units(limit)) => line.units.min(limit - units_used),
        _ => line.units,
    };
    let covered = half_up(&(&allowed * fraction(units, line.units)));
    let [first, second, third] = shares(case, benefit, &covered, lines);
    let due = &covered - &first.1 - &second.1 - &third.1;
    let paid = match benefit.limit {
        Some(Limit::Amount(limit)) => lesser(&due, &left(&amount(limit), &paid_before)),
        _ => due.clone(),
    };
    let over = &allowed - &covered + &due - &paid;
    Expected {
        category: Some(benefit.category),
        refused_by: None,
        adjustments: written([("CO-45", &billed - &allowed), first, second, third, ("PR-119", over)]),
        allowed,
        paid,
        units: if benefit.limit.is_some() { units } else { 0 },
        authorised: if benefit.authorisation_needed { line.units } else { 0 },
    }
}

type Share = (&'static str, Amount);

/// The member's shares: each is first worked out as if there were no maximum, then the steps of their running sum are cut
/// off at the maximum.
fn shares(case: &Case, benefit: &Benefit, covered: &Amount, lines: &[Expected]) -> [Share; 3] {
    let so_far = |code: &str| lines.iter().map(|line| line.adjusted(code)).sum::<Amount>();
    let of_category = lines.iter().filter(|line| line.category == Some(benefit.category));
    let copay = left(&amount(benefit.copay), &of_category.map(|line| line.adjusted("PR-3")).sum());
    let met = amount(case.accumulators.deductible) + so_far("PR-1");
    let deductible =
        if benefit.deductible_applies { left(&amount(case.plan.deductible), &met) } else { nothing() };
    let (first, second) = match case.plan.cost_sharing {
        CostSharing::CopayFirst => (("PR-3", copay), ("PR-1", deductible)),
        CostSharing::DeductibleFirst => (("PR-1", deductible), ("PR-3", copay)),
    };
    let one = lesser(&first.1, covered);
    let two = &one + lesser(&second.1, &(covered - &one));
    let three = &two + half_up(&((covered - &two) * fraction(benefit.coinsurance.0.into(), 10_000)));

    let borne =
        amount(case.accumulators.out_of_pocket) + lines.iter().map(Expected::borne_by_member).sum::<Amount>();
    let room = left(&amount(case.plan.out_of_pocket_maximum), &borne);
    let (one, two, three) = (lesser(&one, &room), lesser(&two, &room), lesser(&three, &room));
    [(first.0, one.clone()), (second.0, &two - &one), ("PR-2", three - two)]
}
