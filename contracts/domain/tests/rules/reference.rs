//! Adjudication once more, from the rules' description alone and as plainly as can be: exact fractions, no running
//! state (whatever earlier lines used is added up from their results each time), every gate put as a question to every
//! line, every share cut out of running sums.

use healink_domain::{
    claims::{
        Adjudication, Benefit, Category, Coordination, CostSharing, Gate, GateSet, Limit, Line, Outcome,
        Override, PendReason, RefusedBy, Review, Shared, SharedKind, Verdict,
    },
    consent::Decision,
    Cents, Day,
};
use num_rational::BigRational;

use crate::fixtures::Case;

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

fn least<const N: usize>(all: [&Amount; N]) -> Amount {
    all.into_iter().min().unwrap().clone()
}

/// What is left of `whole` after `part`, never below nothing.
fn left(whole: &Amount, part: &Amount) -> Amount {
    if part > whole {
        nothing()
    } else {
        whole - part
    }
}

/// Cuts consecutive parts out of a whole: of each, as much as fits before the whole is used up.
fn cut(parts: &[Amount], whole: &Amount) -> Vec<Amount> {
    let upto = |count: usize| least([&parts[..count].iter().sum(), whole]);
    (0..parts.len()).map(|index| upto(index + 1) - upto(index)).collect()
}

/// A line's result, adjustments as pairs of code and amount.
#[derive(Debug)]
struct Expected {
    category: Option<Category>,
    refused_by: Option<RefusedBy>,
    passed: Vec<Gate>,
    allowed: Amount,
    paid: Amount,
    adjustments: Vec<(String, Amount)>,
    /// Units counted towards a limit.
    units: u32,
    /// Units of the authorisation's items, by their place.
    authorised: Option<(usize, u32)>,
    /// What would be the copay, were there no prior payer.
    copay: Amount,
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
    assert_eq!(decided.lines.len(), expected.len());
    for (index, (line, expected)) in decided.lines.iter().zip(&expected).enumerate() {
        assert_eq!(
            (line.category, line.refused_by, line.passed.iter().collect::<Vec<_>>()),
            (expected.category, expected.refused_by, expected.passed.clone()),
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
    let totals = decided.totals;
    assert_eq!(amount(totals.billed), case.claim.lines.iter().map(|line| amount(line.billed)).sum());
    assert_eq!(amount(totals.paid), sum(&|line| line.paid.clone()));
    assert_eq!(amount(totals.allowed), sum(&|line| line.allowed.clone()));
    assert_eq!(amount(totals.deductible), sum(&|line| line.adjusted("PR-1")));
    assert_eq!(amount(totals.coinsurance), sum(&|line| line.adjusted("PR-2")));
    assert_eq!(amount(totals.copay), sum(&|line| line.adjusted("PR-3")));

    let left_to_member = |line: &Expected| line.borne_by_member() + line.adjusted("PR-119") != nothing();
    let outcome = match lines.iter().filter(|line| line.refused_by.is_some()).count() {
        refused if refused == lines.len() => Outcome::Denied,
        0 if !lines.iter().any(left_to_member) => Outcome::PaidInFull,
        _ => Outcome::Partial,
    };
    assert_eq!(decided.outcome, outcome);

    let added = &decided.contribution;
    assert_eq!(amount(added.deductible), sum(&|line| line.adjusted("PR-1")));
    assert_eq!(amount(added.out_of_pocket), sum(&Expected::borne_by_member));
    for category in Category::ALL {
        let limited = case.plan.benefits.iter().any(|one| one.category == *category && one.limit.is_some());
        let of = || lines.iter().filter(|line| limited && line.category == Some(*category));
        let (units, paid) = added.used(*category);
        assert_eq!(units, of().map(|line| line.units).sum::<u32>());
        assert_eq!(amount(paid), of().map(|line| line.paid.clone()).sum());
    }
    for item in 0..40 {
        let drawn = lines.iter().filter_map(|line| line.authorised).filter(|(drawn, _)| *drawn == item);
        assert_eq!(decided.authorised.of(item), drawn.map(|(_, units)| units).sum::<u32>());
    }
}

/// Why the claim waits: a line passed the first four gates, and consent or the ceiling holds it back.
fn pended(case: &Case) -> Option<PendReason> {
    let stops = |question: &Question| question.asked && question.stops.is_some();
    let passes = |index: usize| !first_questions(case, index).iter().any(stops);
    if !(0..case.claim.lines.len()).any(passes) {
        return None;
    }
    let billed: Amount = case.claim.lines.iter().map(|line| amount(line.billed)).sum();
    match case.evidence.consent.decision {
        Decision::Deny => Some(PendReason::ConsentDenied),
        Decision::NoConsent => Some(PendReason::ConsentMissing),
        Decision::Permit { redact } if redact.bits() != 0 => Some(PendReason::ConsentMissing),
        Decision::Permit { .. } => match (case.plan.review_above, &case.evidence.review) {
            (Some(ceiling), Review::Waits) if billed > amount(ceiling) => Some(PendReason::ReviewNeeded),
            _ => None,
        },
    }
}

/// What a gate asks of a line: whether at all, and how it is written when it stops the line.
struct Question {
    gate: Gate,
    asked: bool,
    stops: Option<&'static str>,
}

/// A question that stops the line for the first of these reasons that holds.
fn question(
    case: &Case,
    index: usize,
    gate: Gate,
    applies: bool,
    reasons: &[(bool, &'static str)],
) -> Question {
    let stops = reasons.iter().find(|(holds, _)| *holds).map(|(_, code)| *code);
    Question { gate, asked: applies && !waived(case, index).contains(gate), stops }
}

fn waived(case: &Case, index: usize) -> GateSet {
    let of_line = case.evidence.exceptions.iter().filter(|exception| usize::from(exception.line) == index);
    of_line.fold(GateSet::EMPTY, |all, exception| all.union(exception.waived))
}

fn is_before(one: Day, other: Day) -> bool {
    one.0 < other.0
}

/// Gates 1 to 4.
fn first_questions(case: &Case, index: usize) -> Vec<Question> {
    let (claim, evidence, period) = (&case.claim, &case.evidence, case.policy.period);
    let ask = |gate, applies, reasons: &[(bool, &'static str)]| question(case, index, gate, applies, reasons);
    let over = period.until.is_some_and(|until| !is_before(claim.service_day, until));
    let filed_after = i64::from(evidence.filed_on.0) - i64::from(claim.service_day.0);
    let code = claim.lines[index].code;
    let known =
        evidence.billed_before >> index & 1 == 1 || claim.lines[..index].iter().any(|line| line.code == code);
    let kind = benefit(case, index).and_then(|benefit| benefit.credential);
    let held = evidence.credentials.iter().any(|(known, answer)| Some(*known) == kind && answer.is_ok());
    vec![
        ask(Gate::Eligible, true, &[(is_before(claim.service_day, period.from), "PR-26"), (over, "PR-27")]),
        ask(Gate::FiledInTime, true, &[(filed_after > i64::from(case.plan.filing_days), "CO-29")]),
        ask(Gate::NotDuplicate, true, &[(known, "OA-18")]),
        ask(Gate::Credentialed, kind.is_some(), &[(!held, "CO-B7")]),
    ]
}

fn benefit(case: &Case, index: usize) -> Option<Benefit> {
    let category = case.fees[index]?.category;
    case.plan.benefits.iter().find(|benefit| benefit.category == category).cloned()
}

fn in_network(case: &Case) -> bool {
    match (case.plan.network, case.evidence.network) {
        (None, _) => true,
        (Some(_), answer) => answer.is_some_and(|answer| answer.is_ok()),
    }
}

/// Gates 6 to 9.
fn later_questions(case: &Case, index: usize, lines: &[Expected]) -> Vec<Question> {
    let claim = &case.claim;
    let ask = |gate, applies, reasons: &[(bool, &'static str)]| question(case, index, gate, applies, reasons);
    let Some(benefit) = benefit(case, index) else {
        // Nothing can be priced, so nothing can be waived.
        return vec![Question { gate: Gate::Covered, asked: true, stops: Some("PR-96") }];
    };
    let outside = !in_network(case) && benefit.out_of_network.is_none();
    let item = item(case, &claim.lines[index]);
    let exceeded = item.is_some_and(|(item, granted)| {
        let drawn: u32 = lines
            .iter()
            .filter_map(|line| line.authorised)
            .filter(|drawn| drawn.0 == item)
            .map(|drawn| drawn.1)
            .sum();
        case.evidence.units_used.of(item) + drawn + claim.lines[index].units > granted
    });
    let absent = claim.authorisation.is_none();
    let served = case.policy.period.from.0 + u32::from(benefit.waiting_days);
    let (units, paid) = used(case, &benefit, lines);
    let exhausted = match benefit.limit {
        None => false,
        Some(Limit::Units(limit)) => units >= limit,
        Some(Limit::Amount(limit)) => paid >= amount(limit),
    };
    vec![
        ask(Gate::Covered, true, &[(!benefit.covered, "PR-96"), (outside, "PR-242")]),
        ask(
            Gate::Authorised,
            benefit.authorisation_needed,
            &[(absent, "CO-197"), (item.is_none(), "CO-15"), (exceeded, "CO-198")],
        ),
        ask(Gate::WaitingServed, benefit.waiting_days != 0, &[(claim.service_day.0 < served, "PR-179")]),
        ask(Gate::WithinLimit, benefit.limit.is_some(), &[(exhausted, "PR-119")]),
    ]
}

/// The authorisation's item for a line, by its place, with the units granted.
fn item(case: &Case, line: &Line) -> Option<(usize, u32)> {
    let (claim, granted) = (&case.claim, case.evidence.authorisation.as_ref()?);
    let begun = !is_before(claim.service_day, granted.period.from);
    let open = granted.period.until.is_none_or(|until| is_before(claim.service_day, until));
    let applies = claim.policy == granted.policy && claim.provider == granted.provider && begun && open;
    let place = granted.items.iter().position(|item| applies && item.code == line.code)?;
    Some((place, granted.items[place].units))
}

/// Units and money used of a benefit's category, before the claim and by the lines so far.
fn used(case: &Case, benefit: &Benefit, lines: &[Expected]) -> (u32, Amount) {
    let (units, paid) = case.evidence.accumulators.used(benefit.category);
    let of = || lines.iter().filter(|line| line.category == Some(benefit.category));
    (
        units + of().map(|line| line.units).sum::<u32>(),
        amount(paid) + of().map(|line| line.paid.clone()).sum::<Amount>(),
    )
}

fn result(case: &Case, index: usize, lines: &[Expected]) -> Expected {
    let mut questions = first_questions(case, index);
    let entered = !questions.iter().any(|question| question.asked && question.stops.is_some());
    if entered {
        questions.push(Question { gate: Gate::Consented, asked: true, stops: None });
        questions.extend(later_questions(case, index, lines));
    }
    let asked = || questions.iter().filter(|question| question.asked);
    let stopped = asked().find(|question| question.stops.is_some());
    let passed: Vec<_> =
        asked().take_while(|question| question.stops.is_none()).map(|question| question.gate).collect();

    let given = given(case, index);
    let denied = given.filter(|given| given.allowed.0 == 0);
    let refused = |by, code: &str| {
        let line = &case.claim.lines[index];
        let prior = least([&amount(line.prior_paid), &amount(line.billed)]);
        let rest = amount(line.billed) - &prior;
        Expected {
            category: case.fees[index].map(|fee| fee.category),
            refused_by: Some(by),
            passed: passed.clone(),
            allowed: nothing(),
            paid: nothing(),
            adjustments: written(vec![("OA-23", prior), (code, rest)]),
            units: 0,
            authorised: None,
            copay: nothing(),
        }
    };
    match (stopped, denied) {
        (Some(question), _) => refused(RefusedBy::Gate(question.gate), question.stops.unwrap()),
        (None, Some(given)) => {
            let code = format!("CO-{}", given.reason.reason().code());
            refused(RefusedBy::Review(given.reason), &code)
        }
        (None, None) => priced(case, index, given, passed, lines),
    }
}

/// An examiner's word on a line that no ruling took back.
fn given(case: &Case, index: usize) -> Option<Override> {
    let Review::Reviewed(overrides) = &case.evidence.review else { return None };
    let excepted = case.evidence.exceptions.iter().any(|exception| usize::from(exception.line) == index);
    overrides.iter().find(|given| usize::from(given.line) == index && !excepted).copied()
}

fn written(all: Vec<(&str, Amount)>) -> Vec<(String, Amount)> {
    let some = all.into_iter().filter(|(_, part)| *part != nothing());
    some.map(|(code, part)| (code.to_string(), part)).collect()
}

fn priced(
    case: &Case,
    index: usize,
    given: Option<Override>,
    passed: Vec<Gate>,
    lines: &[Expected],
) -> Expected {
    let line = &case.claim.lines[index];
    let benefit = benefit(case, index).unwrap();
    let billed = amount(line.billed);
    let prior = least([&amount(line.prior_paid), &billed]);
    let schedule = amount(case.fees[index].unwrap().allowed) * fraction(line.units, 1);
    let scheduled = least([&billed, &schedule]);
    let allowed = given.map_or(scheduled.clone(), |given| amount(given.allowed));
    let for_both = left(&allowed, &prior);

    // What is written off comes after what the prior payer paid: first what the examiner took off, then the schedule's.
    let off = cut(&[&scheduled - &allowed, &billed - &scheduled], &(&billed - &prior - &for_both));

    let (units_used, paid_before) = used(case, &benefit, lines);
    let units = match benefit.limit {
        Some(Limit::Units(limit)) => line.units.min(limit - units_used.min(limit)),
        _ => line.units,
    };
    let base = match case.plan.coordination {
        Coordination::MaintenanceOfBenefits => &for_both,
        Coordination::Standard | Coordination::CarveOut => &allowed,
    };
    let covered = half_up(&(base * fraction(units, line.units)));
    let shares = shares(case, &benefit, &covered, lines);
    let due = &covered - shares.iter().map(|(_, part)| part).sum::<Amount>();
    let normal = match benefit.limit {
        Some(Limit::Amount(limit)) => least([&due, &left(&amount(limit), &paid_before)]),
        _ => due,
    };
    let paid = match case.plan.coordination {
        Coordination::Standard => least([&normal, &for_both]),
        Coordination::MaintenanceOfBenefits => normal.clone(),
        Coordination::CarveOut => left(&normal, &prior),
    };
    let over_limit =
        base - &covered + (&covered - shares.iter().map(|(_, part)| part).sum::<Amount>() - &normal);
    let parts: Vec<_> = shares.iter().map(|(_, part)| part.clone()).chain([over_limit]).collect();
    let borne = cut(&parts, &(&for_both - &paid));

    let excess = if in_network(case) { "CO-45" } else { "PR-45" };
    let reduced = given.map_or(String::new(), |given| format!("CO-{}", given.reason.reason().code()));
    let mut all = vec![(excess, off[1].clone()), (&reduced, off[0].clone()), ("OA-23", prior)];
    all.extend(shares.iter().zip(&borne).map(|((code, _), part)| (*code, part.clone())));
    all.push(("PR-119", borne[3].clone()));

    let asked = benefit.authorisation_needed && !waived(case, index).contains(Gate::Authorised);
    let authorised = item(case, line).filter(|_| asked).map(|(item, _)| (item, line.units));
    let copay = shares.iter().find(|(code, _)| *code == "PR-3").unwrap().1.clone();
    Expected {
        category: Some(benefit.category),
        refused_by: None,
        passed,
        allowed,
        paid,
        adjustments: written(all),
        units,
        authorised,
        copay,
    }
}

/// What is left up to an amount: the member's own, the family's, or the less of both.
fn room(own: (Cents, Cents), family: Option<(Shared, Cents)>, so_far: &Amount) -> Amount {
    let left_of = |(whole, before): (Cents, Cents)| left(&amount(whole), &(amount(before) + so_far));
    match family {
        None => left_of(own),
        Some((Shared { amount, kind: SharedKind::Aggregate }, before)) => left_of((amount, before)),
        Some((Shared { amount, kind: SharedKind::Embedded }, before)) => {
            least([&left_of(own), &left_of((amount, before))])
        }
    }
}

type Share = (&'static str, Amount);

/// The member's shares of a covered amount, were there no prior payer.
fn shares(case: &Case, benefit: &Benefit, covered: &Amount, lines: &[Expected]) -> [Share; 3] {
    let (plan, before) = (&case.plan, &case.evidence.accumulators);
    let family = || plan.family.zip(case.evidence.family.as_ref());
    let terms = match (in_network(case), benefit.out_of_network) {
        (false, Some(outside)) => (outside.copay, outside.coinsurance, outside.deductible_applies),
        _ => (benefit.copay, benefit.coinsurance, benefit.deductible_applies),
    };
    let of_category = lines.iter().filter(|line| line.category == Some(benefit.category));
    let copay = left(&amount(terms.0), &of_category.map(|line| line.copay.clone()).sum());
    let met: Amount = lines.iter().map(|line| line.adjusted("PR-1")).sum();
    let together = family().map(|(family, used)| (family.deductible, used.deductible));
    let deductible = match terms.2 {
        true => room((plan.deductible, before.deductible), together, &met),
        false => nothing(),
    };
    let (first, second) = match plan.cost_sharing {
        CostSharing::CopayFirst => (("PR-3", copay), ("PR-1", deductible)),
        CostSharing::DeductibleFirst => (("PR-1", deductible), ("PR-3", copay)),
    };
    let fixed = cut(&[first.1, second.1], covered);
    let rest = covered - &fixed[0] - &fixed[1];
    let coinsurance = half_up(&(&rest * fraction(u32::from(terms.1 .0), 10_000)));

    let borne: Amount = lines.iter().map(Expected::borne_by_member).sum();
    let together = family().map(|(family, used)| (family.out_of_pocket_maximum, used.out_of_pocket));
    let most = room((plan.out_of_pocket_maximum, before.out_of_pocket), together, &borne);
    let cut = cut(&[fixed[0].clone(), fixed[1].clone(), coinsurance], &most);
    [(first.0, cut[0].clone()), (second.0, cut[1].clone()), ("PR-2", cut[2].clone())]
}
