//! Claims above the plan's ceiling: an examiner's review, and the clock that makes one unnecessary.

use super::*;
use healink_domain::claims::{ClaimError, Override, RefusedBy, Review, ReviewReason, Role};
use healink_e2e::messages::claims as messages;

/// A visit and a test, together above the ceiling of 5,000.00.
fn large(document: u8) -> Claim {
    claim(document, vec![line(VISIT, 1, 500_001), line(laboratory(0), 4, 10_000)], TODAY)
}

/// A suite with such a claim, which waits.
fn waiting() -> (Suite, ClaimId) {
    let mut suite = Suite::ready();
    let waiting = suite.submit(large(1));
    assert_eq!(waiting.status, pended(PendReason::ReviewNeeded));
    assert_eq!(suite.escrow().committed, Cents::ZERO);
    (suite, waiting.id)
}

const fn word(line: u8, allowed: u64, reason: ReviewReason) -> Override {
    Override { line, allowed: Cents(allowed), reason }
}

#[test]
fn an_examiner_approves_as_priced() {
    let (mut suite, id) = waiting();
    let still = suite.done(Person::Provider, &messages::readjudicate(id));
    assert_eq!(still.status, pended(PendReason::ReviewNeeded));
    let decided = suite.done(Person::Examiner, &messages::review(id, Vec::new()));
    assert_eq!(decided.status, THREE_LINES, "the test of 100.00 is all towards the deductible");
    assert_eq!(suite.record(id).evidence.review, Review::Reviewed(Vec::new()));
    assert_replayed(&mut suite, &decided);
    suite.assert_reconciled();
}

#[test]
fn an_examiner_reduces_a_line_and_denies_another_each_with_its_code() {
    let (mut suite, id) = waiting();
    let overrides =
        vec![word(0, 10_000, ReviewReason::LevelOfService), word(1, 0, ReviewReason::NotNecessary)];
    let decided = suite.done(Person::Examiner, &messages::review(id, overrides.clone()));
    // Of 120.00 for the visit 100.00 are allowed: copay 20.00, 20 % of 80.00.
    assert_eq!(decided.status, adjudicated(Outcome::Partial, 6_400));
    let said = adjustments(&mut suite, id);
    assert_eq!(said, ["CO-45 488001", "CO-150 2000", "PR-3 2000", "PR-2 1600", "CO-50 10000"]);
    let results = lines(&mut suite, id);
    assert_eq!(results[1].refused_by, Some(RefusedBy::Review(ReviewReason::NotNecessary)));
    assert_eq!(suite.record(id).evidence.review, Review::Reviewed(overrides));
    assert_replayed(&mut suite, &decided);
    suite.assert_reconciled();
}

#[test]
fn an_examiner_allows_no_more_than_the_plan_does() {
    let (mut suite, id) = waiting();
    for (overrides, line) in [
        (vec![word(0, 12_001, ReviewReason::Frequency)], 0),
        (vec![word(0, 12_000, ReviewReason::Frequency)], 0),
        (vec![word(1, 10_001, ReviewReason::Included)], 1),
        (vec![word(2, 0, ReviewReason::Included)], 2),
        (vec![word(0, 1, ReviewReason::Included), word(0, 2, ReviewReason::Included)], 0),
    ] {
        let error = suite.refused(Person::Examiner, &messages::review(id, overrides));
        assert_eq!(error, ClaimsError::Claim(ClaimError::Override { line }));
    }
}

#[test]
fn only_examiners_review_and_only_what_waits_for_it() {
    let (mut suite, id) = waiting();
    for person in [Person::Provider, Person::Patient, Person::Admin, Person::Treasurer] {
        let error = suite.refused(person, &messages::review(id, Vec::new()));
        assert_eq!(error, ClaimsError::MissingRole { role: Role::Examiner });
    }
    suite.done(Person::Examiner, &messages::review(id, Vec::new()));
    let error = suite.refused(Person::Examiner, &messages::review(id, Vec::new()));
    assert_eq!(error, status(StatusError::AlreadyDecided));
    suite.done(Person::Patient, &healink_e2e::messages::consent::revoke(payer_grantee(), FIRST));
    let silent = suite.submit(Claim { service_day: TODAY, ..large(2) });
    assert_eq!(silent.status, pended(PendReason::ConsentMissing));
    let error = suite.refused(Person::Examiner, &messages::review(silent.id, Vec::new()));
    assert_eq!(error, ClaimsError::NoReviewNeeded);
}

#[test]
fn what_nobody_reviews_in_time_is_decidable_by_anyone() {
    let (mut suite, id) = waiting();
    let last = TODAY.plus(u32::from(plan().decision_days));
    suite.on(last);
    let still = suite.done(Person::Stranger, &messages::readjudicate(id));
    assert_eq!(still.status, pended(PendReason::ReviewNeeded), "the last of the plan's days");
    suite.on(last.plus(1));
    let decided = suite.done(Person::Stranger, &messages::readjudicate(id));
    assert_eq!(decided.status, THREE_LINES);
    let record = suite.record(id);
    assert_eq!((record.evidence.review, record.evidence.received_on), (Review::Overdue, TODAY));
    assert_replayed(&mut suite, &decided);
    suite.assert_reconciled();
}

#[test]
fn an_examiner_may_still_review_what_is_overdue() {
    let (mut suite, id) = waiting();
    suite.on(TODAY.plus(400));
    let overrides = vec![word(0, 0, ReviewReason::LacksInformation)];
    let decided = suite.done(Person::Examiner, &messages::review(id, overrides));
    assert_eq!(decided.status, adjudicated(Outcome::Partial, 0));
    assert_eq!(adjustments(&mut suite, id), ["CO-16 500001", "PR-1 10000"]);
}
