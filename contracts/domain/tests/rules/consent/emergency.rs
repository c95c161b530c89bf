use healink_domain::{
    consent::{
        admitting, disclose, AccessRequest, Answer, Decision, Disclosure, EmergencyError, Opening, Review,
        Right, ADMITTING, MAX_UNREVIEWED, OPEN_MILLIS, REVIEW_DAYS,
    },
    credentials::CredentialId,
};

use super::*;

const PATIENT: Account = Account([2; 32]);
const PROVIDER: Account = Account([3; 32]);
const REVIEWER: Account = Account([4; 32]);
const NEW: (Account, Account, CredentialId, Digest) = (PATIENT, PROVIDER, 5, Digest([6; 32]));

fn opened() -> (Right, Opening) {
    let mut right = Right::default();
    let opening = right.break_glass(1, NEW, None, moment(20_000)).unwrap();
    (right, opening)
}

fn review(justified: bool) -> Review {
    Review { reviewer: REVIEWER, justified, report: Digest([7; 32]), on: Day(20_001) }
}

fn request() -> AccessRequest {
    AccessRequest {
        purpose: Purpose::EmergencyTreatment,
        categories: results(),
        action: Action::Read,
        data: Period::ALWAYS,
        record: Digest([8; 32]),
    }
}

/// An error has to leave the right as it was.
fn refused(right: &Right, last: Option<&Opening>, day: u32) -> EmergencyError {
    let mut after = right.clone();
    let error = after.break_glass(9, NEW, last, moment(day)).unwrap_err();
    assert_eq!(&after, right);
    error
}

#[test]
fn broken_glass_admits_for_a_time_and_waits_for_a_review() {
    let (right, opening) = opened();
    assert_eq!(opening.until, Moment(moment(20_000).0 + OPEN_MILLIS));
    assert_eq!(opening.review_by, Day(20_000 + REVIEW_DAYS));
    assert_eq!((opening.patient, opening.provider, opening.credential), (PATIENT, PROVIDER, 5));
    assert_eq!((opening.justification, opening.review), (Digest([6; 32]), None));
    assert_eq!(right, Right { unreviewed: vec![(1, opening.review_by)], suspended_by: None });
    for (now, admits) in [(moment(20_000), true), (Moment(opening.until.0 - 1), true), (opening.until, false)]
    {
        assert_eq!(opening.admits(&request(), now), admits);
    }
    let now = moment(20_000);
    assert!(!opening.admits(&AccessRequest { purpose: Purpose::Treatment, ..request() }, now));
    assert!(!opening.admits(&AccessRequest { action: Action::Share, ..request() }, now));
}

#[test]
fn the_right_is_suspended_when_a_review_is_overdue_until_it_is_made() {
    let (right, mut opening) = opened();
    let last_day = 20_000 + REVIEW_DAYS - 1;
    assert_eq!(right.ensure(Day(last_day)), Ok(()));
    assert_eq!(refused(&right, Some(&opening), last_day + 1), EmergencyError::ReviewOverdue { of: 1 });

    let mut reviewed = right;
    reviewed.review(1, &mut opening, review(true)).unwrap();
    assert_eq!(reviewed, Right::default());
    assert!(reviewed.break_glass(2, NEW, Some(&opening), moment(last_day + 1)).is_ok());
}

#[test]
fn an_unjustified_opening_suspends_the_right_at_once_until_governance_lifts_that() {
    let (mut right, mut opening) = opened();
    right.review(1, &mut opening, review(false)).unwrap();
    assert_eq!(opening.review, Some(review(false)));
    assert!(!opening.admits(&request(), moment(20_000)));
    assert_eq!(refused(&right, None, 30_000), EmergencyError::Suspended { by: 1 });
    right.reinstate().unwrap();
    assert_eq!(right.reinstate(), Err(EmergencyError::NotSuspended));
    assert!(right.break_glass(2, NEW, None, moment(30_000)).is_ok());
}

#[test]
fn a_lifted_suspension_lifts_no_overdue_review() {
    let (mut right, mut opening) = opened();
    right.break_glass(2, (REVIEWER, PROVIDER, 5, Digest([0; 32])), None, moment(20_000)).unwrap();
    right.review(1, &mut opening, review(false)).unwrap();
    right.reinstate().unwrap();
    assert_eq!(refused(&right, None, 21_000), EmergencyError::ReviewOverdue { of: 2 });
}

#[test]
fn breaking_glass_names_each_broken_rule() {
    let (right, opening) = opened();
    let own = right.clone().break_glass(2, (PROVIDER, PROVIDER, 5, Digest([0; 32])), None, moment(20_000));
    assert_eq!(own, Err(EmergencyError::OwnRecords));
    assert_eq!(refused(&right, Some(&opening), 20_000), EmergencyError::StillOpen { until: opening.until });
    assert!(right.clone().break_glass(2, NEW, Some(&opening), opening.until).is_ok());
    let mut many = Right::default();
    for id in 0..MAX_UNREVIEWED as u64 {
        many.break_glass(id, NEW, None, moment(20_000)).unwrap();
    }
    assert_eq!(refused(&many, None, 20_000), EmergencyError::TooManyUnreviewed);
}

#[test]
fn a_review_is_independent_and_final() {
    let (right, mut opening) = opened();
    for reviewer in [PATIENT, PROVIDER] {
        let (mut right, before) = (right.clone(), opening);
        let own = right.review(1, &mut opening, Review { reviewer, ..review(true) });
        assert_eq!(own, Err(EmergencyError::NotIndependent));
        assert_eq!((right.unreviewed.len(), opening), (1, before));
    }
    let mut reviewed = right;
    reviewed.review(1, &mut opening, review(true)).unwrap();
    let before = (reviewed.clone(), opening);
    assert_eq!(reviewed.review(1, &mut opening, review(false)), Err(EmergencyError::AlreadyReviewed));
    assert_eq!((reviewed, opening), before);
}

#[test]
fn one_of_the_admitting_credentials_is_asked_for_on_the_day() {
    let asked = admitting(DAY);
    assert_eq!(asked.iter().map(|asked| asked.kind).collect::<Vec<_>>(), ADMITTING);
    assert!(asked.iter().all(|asked| asked.day == DAY && asked.jurisdiction.is_none()));
}

#[test]
fn consent_comes_first_then_broken_glass_then_a_refusal_on_record() {
    let (_, opening) = opened();
    let now = moment(20_000);
    let answer = |decision| Answer { decision, deciding: vec![3] };
    let follows = |decision, last: Option<Opening>| {
        disclose(answer(decision), &request(), || last.map(|opening| (1, opening)), now)
    };
    let redact = Category::Hiv.set();
    for last in [None, Some(opening)] {
        let permitted = Disclosure::Permitted { redact, deciding: vec![3] };
        assert_eq!(follows(Decision::Permit { redact }, last), permitted);
    }
    for decision in [Decision::Deny, Decision::NoConsent] {
        assert_eq!(follows(decision, Some(opening)), Disclosure::Emergency { opening: 1 });
        assert_eq!(follows(decision, None), Disclosure::Denied { decision, deciding: vec![3] });
        let over = Opening { until: now, ..opening };
        assert_eq!(follows(decision, Some(over)), Disclosure::Denied { decision, deciding: vec![3] });
    }
    let asked = request().query(ACTOR, now);
    assert_eq!(asked, Query { purpose: Purpose::EmergencyTreatment, ..query() });
}
