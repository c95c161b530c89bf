//! What the rules say of claims.

use super::*;
use ::coverage::Whose;
use claims::List;
use healink_domain::claims::{Adjustment, ClaimError, Gate, GateSet, Reason, RefusedBy, MAX_LINES};
use healink_domain::credentials::{Reason as StatusReason, StatusCommand};
use healink_e2e::messages::{boards, claims as messages, settlement};

#[test]
fn a_claim_is_decided_by_the_rules_and_paid_to_the_cent() {
    let mut suite = Suite::ready();
    let decided = suite.submit(claim(1, three_lines(), TODAY));
    // The visit: 150.00 billed, 120.00 allowed, copay 20.00, 20 % of 100.00; the tests: 25.00 and 20.00 allowed, all of it
    // towards the deductible.
    assert_eq!(decided.status, THREE_LINES);
    let totals = decided.totals;
    assert_eq!((totals.billed, totals.allowed, totals.paid), (Cents(20_000), Cents(16_500), Cents(8_000)));
    let shares = (totals.copay, totals.coinsurance, totals.deductible);
    assert_eq!(shares, (Cents(2_000), Cents(2_000), Cents(4_500)));
    for line in lines(&mut suite, decided.id) {
        let adjusted = Cents::sum(line.adjustments.iter().map(|adjustment| adjustment.amount)).unwrap();
        assert_eq!(line.billed.minus(adjusted), Ok(line.paid));
    }
    suite.assert_reconciled();
    suite.remit(&[decided.id]);
    assert_eq!(suite.tokens(Person::Provider.account()), 8_000);
    assert_eq!(suite.record(decided.id).status, settled(Outcome::Partial, 8_000));
    suite.assert_reconciled();
}

#[test]
fn a_decision_can_be_replayed_from_views_alone() {
    let mut suite = Suite::ready();
    let decided =
        suite.done(Person::Examiner, &messages::submit(FIRST, claim(1, three_lines(), TODAY), None));
    assert_replayed(&mut suite, &decided);
    let year = decided.service_day.year();
    let record = suite.record(decided.id);
    assert_eq!(suite.ask(&coverage::accumulators(Whose::Policy(FIRST), year)), record.contribution);
}

#[test]
fn the_result_tells_which_gates_each_line_passed_and_which_one_refused_it() {
    let mut suite = Suite::ready();
    let services = vec![line(THERAPY, 1, 6_000), line(SURGERY, 1, 100_000), line(UNKNOWN, 1, 500)];
    let decided = suite.submit(claim(1, services, TODAY));
    use Gate::{
        Authorised, Consented, Covered, Credentialed, Eligible, FiledInTime, NotDuplicate, WithinLimit,
    };
    let first = [Eligible, FiledInTime, NotDuplicate];
    let gates = |more: &[Gate]| first.iter().chain(more).copied().collect::<GateSet>();
    let [therapy, surgery, unknown] = &lines(&mut suite, decided.id)[..] else { panic!() };
    assert_eq!(therapy.passed, gates(&[Credentialed, Consented, Covered, WithinLimit]));
    assert_eq!(therapy.refused_by, None);
    assert_eq!(surgery.passed, gates(&[Credentialed, Consented, Covered]));
    assert_eq!(surgery.refused_by, Some(RefusedBy::Gate(Authorised)));
    assert_eq!(unknown.passed, gates(&[Consented]), "no benefit says which credential it needs");
    assert_eq!(unknown.refused_by, Some(RefusedBy::Gate(Covered)));
}

#[test]
fn a_claim_filed_after_the_plans_days_is_refused() {
    let mut suite = Suite::ready();
    let in_time = suite.submit(back(90, claim(1, tests(1), TODAY)));
    assert!(matches!(in_time.status, Status::Adjudicated { outcome: Outcome::Partial, .. }));
    let late = suite.submit(back(91, claim(2, tests(1), TODAY)));
    assert_eq!(late.status, adjudicated(Outcome::Denied, 0));
    assert_eq!(reasons(&mut suite, late.id), ["CO-29"]);
}

#[test]
fn a_service_before_the_cover_is_refused_and_one_in_the_waiting_period_too() {
    let mut suite = Suite::ready();
    let since =
        Policy { period: healink_domain::Period { from: Day(TODAY.0 - 29), until: None }, ..policy(TODAY) };
    let young = enrolled(&mut suite, plan(), &[since])[0];
    let vision = |document, days| Claim {
        policy: young,
        ..back(days, claim(document, vec![line(VISION, 1, 10_000)], TODAY))
    };
    let before = suite.submit(vision(1, 30));
    assert_eq!(reasons(&mut suite, before.id), ["PR-26"]);
    let waiting = suite.submit(vision(2, 0));
    assert_eq!(reasons(&mut suite, waiting.id), ["PR-179"], "day 29 of 30");
    suite.on(TODAY.plus(1));
    let served = suite.submit(Claim { service_day: TODAY.plus(1), ..vision(3, 0) });
    assert_eq!(served.status, adjudicated(Outcome::PaidInFull, 10_000));
}

#[test]
fn the_same_service_is_a_duplicate_and_the_same_document_is_refused() {
    let mut suite = Suite::ready();
    let first = suite.submit(claim(1, three_lines(), TODAY));
    let error = suite.refused(Person::Provider, &messages::submit(FIRST, claim(1, tests(1), TODAY), None));
    assert_eq!(error, ClaimsError::AlreadySubmitted { claim: first.id });
    let again = suite.done(Person::Examiner, &messages::submit(FIRST, claim(2, three_lines(), TODAY), None));
    assert_eq!(again.status, adjudicated(Outcome::Denied, 0));
    for line in lines(&mut suite, again.id) {
        assert_eq!(line.refused_by, Some(RefusedBy::Gate(Gate::NotDuplicate)));
        assert_eq!(line.adjustments, [Adjustment { reason: Reason::Duplicate, amount: line.billed }]);
    }
    suite.assert_reconciled();
}

#[test]
fn a_claim_beyond_the_escrow_waits_and_is_decided_after_a_deposit() {
    let mut suite = Suite::ready();
    suite.done(Person::Treasurer, &settlement::withdraw(FIRST, Cents(ESCROW.0 - 7_999)));
    let waiting = suite.submit(claim(1, three_lines(), TODAY));
    assert_eq!(waiting.status, pended(PendReason::EscrowShort));
    suite.assert_reconciled();
    let still = suite.done(Person::Stranger, &messages::readjudicate(waiting.id));
    assert_eq!(still.status, pended(PendReason::EscrowShort));
    suite.done(Person::Admin, &settlement::deposit(FIRST, Cents(1)));
    let decided = suite.done(Person::Stranger, &messages::readjudicate(waiting.id));
    assert_eq!(decided.status, THREE_LINES);
    let escrow = suite.escrow();
    assert_eq!((escrow.free, escrow.committed), (Cents(0), Cents(8_000)));
    suite.assert_reconciled();
}

#[test]
fn yearly_limits_hold_over_many_claims() {
    let mut suite = Suite::ready();
    let therapy = |document, units, days| {
        back(days, claim(document, vec![line(THERAPY, units, u64::from(units) * 6_000)], TODAY))
    };
    let first = suite.submit(therapy(1, 8, 3));
    assert_eq!(first.totals.paid, Cents(43_200));
    let second = suite.submit(therapy(2, 8, 2));
    assert_eq!(second.totals.paid, Cents(10_800), "two units are left");
    let third = suite.submit(therapy(3, 1, 1));
    assert_eq!(reasons(&mut suite, third.id), ["PR-119"]);
    suite.assert_reconciled();
}

#[test]
fn a_line_that_crosses_the_yearly_amount_is_split_to_the_cent() {
    let mut suite = Suite::ready();
    suite.submit(back(2, claim(1, vec![line(VISION, 1, 9_999)], TODAY)));
    let crossing = suite.submit(back(1, claim(2, vec![line(VISION, 1, 10_000)], TODAY)));
    assert_eq!(crossing.totals.paid, Cents(5_001));
    assert_eq!(adjustments(&mut suite, crossing.id), ["PR-119 4999"]);
}

#[test]
fn what_is_not_covered_or_unknown_is_refused_line_by_line() {
    let mut suite = Suite::ready();
    let services = vec![line(DENTAL, 1, 9_000), line(UNKNOWN, 1, 1_000), line(VISION, 1, 10_000)];
    let decided = suite.submit(claim(1, services, TODAY));
    assert_eq!(decided.status, adjudicated(Outcome::Partial, 10_000));
    assert_eq!(reasons(&mut suite, decided.id), ["PR-96", "PR-96"]);
}

#[test]
fn a_claim_has_at_most_thirty_two_lines() {
    let mut suite = Suite::ready();
    let submit = |lines| messages::submit(FIRST, claim(1, lines, TODAY), None);
    let error = suite.refused(Person::Provider, &submit(tests(MAX_LINES + 1)));
    assert_eq!(error, ClaimsError::Claim(ClaimError::TooManyLines));
    let error = suite.refused(Person::Provider, &submit(Vec::new()));
    assert_eq!(error, ClaimsError::Claim(ClaimError::NoLines));
    let full = suite.submit(claim(1, tests(MAX_LINES), TODAY));
    // 32 × 25.00 allowed; the deductible takes the first 100.00, the member 10 % of the rest.
    assert_eq!((full.totals.allowed, full.totals.paid), (Cents(80_000), Cents(63_000)));
    assert_eq!(lines(&mut suite, full.id).len(), MAX_LINES);
}

#[test]
fn lists_of_claims_come_in_pages_newest_first() {
    let mut suite = Suite::ready();
    for document in 1..=5 {
        suite.submit(claim(document, tests(1), TODAY));
    }
    let provider = Person::Provider.account();
    for list in [List::Policy(FIRST), List::Payer(FIRST), List::Provider(provider)] {
        let (mut seen, mut from) = (Vec::new(), Some(0));
        while let Some(place) = from {
            let page = suite.ask(&messages::claims(list, place, 2));
            assert!(page.items.len() <= 2);
            seen.extend(page.items.iter().map(|summary| summary.id));
            from = page.next;
        }
        assert_eq!(seen, [5, 4, 3, 2, 1]);
    }
    let all = suite.ask(&messages::claims(List::Provider(provider), 0, u32::MAX));
    assert_eq!(all.items.len(), 5);
}

#[test]
fn a_suspended_licence_refuses_the_lines_of_services_from_that_day_on() {
    let mut suite = Suite::ready();
    suite.done(Person::Board, &boards::change(FIRST.into(), StatusCommand::Suspend, StatusReason::Safety));
    suite.on(TODAY.plus(1));
    let before = suite.submit(claim(1, three_lines(), TODAY));
    assert_eq!(before.status, THREE_LINES, "the service was on the day before");
    let after = suite.submit(claim(2, three_lines(), TODAY.plus(1)));
    assert_eq!(after.status, adjudicated(Outcome::Denied, 0));
    for line in lines(&mut suite, after.id) {
        assert_eq!(line.refused_by, Some(RefusedBy::Gate(Gate::Credentialed)));
        assert_eq!(line.adjusted(Reason::ProviderNotCertified), line.billed);
    }
}
