//! Appeals at both levels: deadlines, rulings, and what they change.

use super::*;
use ::appeals::Error;
use healink_domain::claims::{
    AppealError, AppealId, ClaimError, Docket, Exception, Gate, GateSet, Level, Override, ReviewReason, Role,
    Ruling,
};
use healink_domain::Digest;
use healink_e2e::{
    messages::{administered, appeals, claims as messages, settlement},
    Contract,
};

/// A ruling that waives gates for the first line.
fn overturn(gates: &[Gate]) -> Ruling {
    Ruling::Overturn(vec![Exception { line: 0, waived: gates.iter().copied().collect::<GateSet>() }])
}

/// What surgery comes to that was denied for want of an authorisation: 100.00 towards the deductible, 20 % of the rest.
const SURGERY_PAID: u64 = 72_000;

/// A suite with a claim that is denied since nobody authorised the surgery.
fn denied_claim() -> (Suite, ClaimId) {
    let mut suite = Suite::ready();
    let decided = suite.submit(denied(1, TODAY));
    assert_eq!(decided.status, adjudicated(Outcome::Denied, 0));
    (suite, decided.id)
}

fn file(suite: &mut Suite, by: Person, claim: ClaimId) -> AppealId {
    suite.done(by, &appeals::file(claim, GROUNDS))
}

fn rule(suite: &mut Suite, by: Person, appeal: AppealId, ruling: Ruling) {
    suite.done(by, &appeals::decide(appeal, ruling, REASONS));
}

fn state(suite: &mut Suite, claim: ClaimId) -> AppealState {
    suite.record(claim).status.appeal()
}

/// Numbers of the open appeals of a docket.
fn open(suite: &mut Suite, docket: Docket) -> Vec<AppealId> {
    suite.ask(&appeals::open(docket, 0, 50)).items.into_iter().map(|(id, _)| id).collect()
}

#[test]
fn a_decision_is_upheld_at_both_levels_and_stands_for_good() {
    let (mut suite, claim) = denied_claim();
    let first = file(&mut suite, Person::Patient, claim);
    assert_eq!(state(&mut suite, claim), AppealState::Open { level: Level::Payer });
    assert_eq!(open(&mut suite, Docket::Payer(FIRST)), [first]);
    rule(&mut suite, Person::Examiner, first, Ruling::Uphold);
    assert_eq!(state(&mut suite, claim), AppealState::Upheld { level: Level::Payer });

    let second = file(&mut suite, Person::Provider, claim);
    assert_eq!(state(&mut suite, claim), AppealState::Open { level: Level::Independent });
    assert_eq!(open(&mut suite, Docket::Payer(FIRST)), Vec::<AppealId>::new());
    assert_eq!(open(&mut suite, Docket::Independent), [second]);
    rule(&mut suite, REVIEWER, second, Ruling::Uphold);
    assert_eq!(state(&mut suite, claim), AppealState::Upheld { level: Level::Independent });
    assert_eq!(suite.ask(&appeals::appeals_of(claim)), [first, second]);

    let error = suite.refused(Person::Patient, &appeals::file(claim, GROUNDS));
    assert_eq!(error, Error::Claims(status(StatusError::WrongLevel)));
    suite.assert_reconciled();
}

#[test]
fn the_record_says_who_filed_what_and_who_ruled() {
    let (mut suite, claim) = denied_claim();
    let id = file(&mut suite, Person::Patient, claim);
    suite.on(TODAY.plus(2));
    rule(&mut suite, Person::Examiner, id, Ruling::Uphold);
    let record = suite.ask(&appeals::appeal(id)).unwrap();
    let (patient, examiner) = (Person::Patient.account(), Person::Examiner.account());
    assert_eq!((record.payer, record.policy, record.provider), (FIRST, FIRST, Person::Provider.account()));
    assert_eq!((record.appeal.by, record.appeal.filed_on, record.appeal.document), (patient, TODAY, GROUNDS));
    let ruled = record.appeal.ruled.unwrap();
    assert_eq!((ruled.by, ruled.on, ruled.upheld, ruled.document), (examiner, TODAY.plus(2), true, REASONS));
}

#[test]
fn an_overturned_decision_is_reversed_and_the_claim_decided_again_by_the_same_rules() {
    let (mut suite, claim) = denied_claim();
    let id = file(&mut suite, Person::Patient, claim);
    rule(&mut suite, Person::Examiner, id, overturn(&[Gate::Authorised]));
    let old = suite.record(claim);
    assert_eq!(old.status, Status::Overturned { by: 2 });
    let corrected = suite.record(2);
    assert_eq!(corrected.status, adjudicated(Outcome::Partial, SURGERY_PAID));
    assert_eq!((corrected.replaces, corrected.first), (Some(claim), claim));
    assert_eq!(corrected.claim, old.claim);
    assert_eq!(adjustments(&mut suite, 2), ["PR-1 10000", "PR-2 18000"]);
    assert_replayed(&mut suite, &corrected.summary(2));
    suite.assert_reconciled();
    suite.remit(&[2]);
    assert_eq!(suite.tokens(Person::Provider.account()), u128::from(SURGERY_PAID));
    suite.assert_reconciled();
}

#[test]
fn a_claim_filed_late_can_be_admitted_on_appeal() {
    let mut suite = Suite::ready();
    let late = suite.submit(back(91, claim(1, vec![line(VISIT, 1, 15_000)], TODAY))).id;
    assert_eq!(reasons(&mut suite, late), ["CO-29"]);
    let id = file(&mut suite, Person::Provider, late);
    rule(&mut suite, Person::Examiner, id, overturn(&[Gate::FiledInTime]));
    assert_eq!(suite.record(2).status, adjudicated(Outcome::Partial, 8_000));
    assert!(!lines(&mut suite, 2)[0].passed.contains(Gate::FiledInTime), "it was not asked");
}

#[test]
fn a_decision_overturned_after_its_payment_is_recovered_from_the_next_one() {
    let mut suite = Suite::ready();
    let large = claim(1, vec![line(VISIT, 1, 500_001), line(VISION, 1, 10_000)], TODAY);
    let waiting = suite.submit(large).id;
    let overrides = vec![
        Override { line: 0, allowed: Cents(10_000), reason: ReviewReason::LevelOfService },
        Override { line: 1, allowed: Cents(0), reason: ReviewReason::NotNecessary },
    ];
    let reviewed = suite.done(Person::Examiner, &messages::review(waiting, overrides));
    assert_eq!(reviewed.totals.paid, Cents(6_400));
    suite.remit(&[waiting]);
    suite.assert_reconciled();

    let first = file(&mut suite, Person::Provider, waiting);
    rule(&mut suite, Person::Examiner, first, Ruling::Uphold);
    let second = file(&mut suite, Person::Provider, waiting);
    let both = [0, 1].map(|line| Exception { line, waived: GateSet::EMPTY });
    rule(&mut suite, REVIEWER, second, Ruling::Overturn(both.to_vec()));
    let corrected = suite.record(2);
    assert_eq!(corrected.status, adjudicated(Outcome::Partial, 18_000), "as the plan prices it");
    assert_replayed(&mut suite, &corrected.summary(2));
    assert_eq!(suite.ask(&messages::owed(FIRST, Person::Provider.account())), Cents(6_400));
    suite.assert_reconciled();

    let remittance = suite.remit(&[2]);
    let parts = (remittance.gross, remittance.recovered, remittance.net);
    assert_eq!(parts, (Cents(18_000), Cents(6_400), Cents(11_600)));
    assert_eq!(suite.tokens(Person::Provider.account()), 18_000);
    assert_eq!(suite.escrow().owed, Cents::ZERO);
    suite.assert_reconciled();
}

#[test]
fn only_the_lines_that_are_named_are_excepted() {
    let mut suite = Suite::ready();
    let services = vec![line(SURGERY, 1, 100_000), line(DENTAL, 1, 9_000)];
    let id = suite.submit(claim(1, services, TODAY)).id;
    assert_eq!(reasons(&mut suite, id), ["CO-197", "PR-96"]);
    let appeal = file(&mut suite, Person::Patient, id);
    let dental = Exception { line: 1, waived: Gate::Covered.set() };
    rule(&mut suite, Person::Examiner, appeal, Ruling::Overturn(vec![dental]));
    assert_eq!(reasons(&mut suite, 2), ["CO-197"], "the surgery is still not authorised");
    assert_eq!(suite.record(2).totals.paid, Cents(9_000));

    let appeal = file(&mut suite, Person::Patient, 2);
    rule(&mut suite, Person::Examiner, appeal, overturn(&[Gate::Authorised]));
    assert_eq!(suite.record(3).totals.paid, Cents(9_000 + SURGERY_PAID), "what was excepted before still is");
    let record = suite.record(3);
    assert_eq!((record.first, record.replaces), (id, Some(2)));
    suite.assert_reconciled();
}

/// An appeal against the decision on a claim is taken on that day and not on the next.
fn assert_last_day(suite: &mut Suite, claim: ClaimId, last: Day) {
    suite.on(last.plus(1));
    let error = suite.refused(Person::Patient, &appeals::file(claim, GROUNDS));
    assert_eq!(error, Error::Appeal(AppealError::Late { last }));
    suite.on(last);
    file(suite, Person::Patient, claim);
}

#[test]
fn level_one_has_to_be_filed_within_the_plans_days() {
    let last = TODAY.plus(u32::from(plan().appeal_days));
    let (mut suite, claim) = denied_claim();
    assert_last_day(&mut suite, claim, last);
}

#[test]
fn level_two_has_to_be_filed_within_the_plans_days_after_the_ruling() {
    let (mut suite, claim) = denied_claim();
    let first = file(&mut suite, Person::Patient, claim);
    suite.on(TODAY.plus(10));
    rule(&mut suite, Person::Examiner, first, Ruling::Uphold);
    let last = TODAY.plus(10 + u32::from(plan().external_review_days));
    assert_last_day(&mut suite, claim, last);
}

#[test]
fn a_payer_that_does_not_rule_in_time_is_passed_by() {
    let (mut suite, claim) = denied_claim();
    let first = file(&mut suite, Person::Patient, claim);
    let due = TODAY.plus(u32::from(plan().appeal_decision_days));
    suite.on(due);
    let error = suite.refused(Person::Patient, &appeals::file(claim, GROUNDS));
    assert_eq!(error, Error::Appeal(AppealError::TooEarly { from: due.plus(1) }));
    suite.on(due.plus(1));
    let second = file(&mut suite, Person::Patient, claim);
    assert_eq!(open(&mut suite, Docket::Payer(FIRST)), Vec::<AppealId>::new());
    let late = appeals::decide(first, Ruling::Uphold, REASONS);
    assert_eq!(suite.refused(Person::Examiner, &late), Error::Lapsed { to: second });
    rule(&mut suite, REVIEWER, second, overturn(&[Gate::Authorised]));
    assert_eq!(suite.record(2).totals.paid, Cents(SURGERY_PAID));
    suite.assert_reconciled();
}

#[test]
fn while_a_ruling_is_awaited_a_claim_is_paid_but_neither_void_nor_replaced() {
    let mut suite = Suite::ready();
    let id = suite.submit(claim(1, three_lines(), TODAY)).id;
    let appeal = file(&mut suite, Person::Patient, id);
    let under_appeal = status(StatusError::UnderAppeal);
    assert_eq!(suite.refused(Person::Provider, &messages::void(id)), under_appeal);
    let replacement = messages::submit(FIRST, claim(2, tests(1), TODAY), Some(id));
    assert_eq!(suite.refused(Person::Provider, &replacement), under_appeal);
    suite.remit(&[id]);
    let open = AppealState::Open { level: Level::Payer };
    let paid = Status::Settled { outcome: Outcome::Partial, paid: Cents(8_000), appeal: open };
    assert_eq!(suite.record(id).status, paid);
    rule(&mut suite, Person::Examiner, appeal, Ruling::Uphold);
    suite.done(Person::Provider, &messages::void(id));
    suite.assert_reconciled();
}

#[test]
fn a_corrected_claim_waits_for_escrow_and_keeps_its_exceptions() {
    let (mut suite, claim) = denied_claim();
    suite.done(Person::Treasurer, &settlement::withdraw(FIRST, Cents(ESCROW.0 - SURGERY_PAID + 1)));
    let id = file(&mut suite, Person::Patient, claim);
    rule(&mut suite, Person::Examiner, id, overturn(&[Gate::Authorised]));
    assert_eq!(suite.record(2).status, pended(PendReason::EscrowShort));
    suite.assert_reconciled();
    suite.done(Person::Admin, &settlement::deposit(FIRST, Cents(1)));
    let decided = suite.done(Person::Stranger, &messages::readjudicate(2));
    assert_eq!(decided.status, adjudicated(Outcome::Partial, SURGERY_PAID));
    suite.assert_reconciled();
}

#[test]
fn cover_consent_and_limits_are_never_waived() {
    let (mut suite, claim) = denied_claim();
    let id = file(&mut suite, Person::Patient, claim);
    for gate in [Gate::Eligible, Gate::Consented, Gate::WithinLimit] {
        let decide = appeals::decide(id, overturn(&[gate]), REASONS);
        let error = suite.refused(Person::Examiner, &decide);
        assert_eq!(error, Error::Claims(ClaimsError::Claim(ClaimError::Exception { line: 0 })), "{gate:?}");
    }
    let absent = Exception { line: 7, waived: GateSet::EMPTY };
    let error =
        suite.refused(Person::Examiner, &appeals::decide(id, Ruling::Overturn(vec![absent]), REASONS));
    assert_eq!(error, Error::Claims(ClaimsError::Claim(ClaimError::Exception { line: 7 })));
}

#[test]
fn nobody_appeals_but_the_parties_and_nobody_rules_with_a_stake() {
    let (mut suite, claim) = denied_claim();
    for person in [Person::Examiner, Person::Admin, Person::Stranger, Person::OtherProvider] {
        let error = suite.refused(person, &appeals::file(claim, GROUNDS));
        assert_eq!(error, Error::NotParty, "{person:?}");
    }
    let first = file(&mut suite, Person::Patient, claim);
    let uphold = |appeal| appeals::decide(appeal, Ruling::Uphold, REASONS);
    assert_eq!(suite.refused(REVIEWER, &uphold(first)), Error::MissingRole { role: Role::Examiner });
    rule(&mut suite, Person::Examiner, first, Ruling::Uphold);
    let second = file(&mut suite, Person::Patient, claim);
    assert_eq!(suite.refused(Person::Examiner, &uphold(second)), Error::NotReviewer);
    for person in [Person::Examiner, Person::Treasurer, Person::Admin, Person::Provider, Person::Patient] {
        suite.done(Person::Owner, &appeals::appoint(person.account(), true));
        assert_eq!(suite.refused(person, &uphold(second)), Error::NotIndependent, "{person:?}");
    }
    suite.done(Person::Owner, &appeals::appoint(REVIEWER.account(), false));
    assert_eq!(suite.refused(REVIEWER, &uphold(second)), Error::NotReviewer);
}

#[test]
fn what_is_not_decided_or_not_there_is_not_appealed() {
    let mut suite = Suite::ready();
    let waiting = suite.submit(claim(1, vec![line(VISIT, 1, 500_001)], TODAY)).id;
    let error = suite.refused(Person::Patient, &appeals::file(waiting, GROUNDS));
    assert_eq!(error, Error::Claims(status(StatusError::NotDecided)));
    let error = suite.refused(Person::Patient, &appeals::file(9, GROUNDS));
    assert_eq!(error, Error::Claims(ClaimsError::NoSuchClaim));
    suite.done(Person::Provider, &messages::void(waiting));
    let error = suite.refused(Person::Patient, &appeals::file(waiting, GROUNDS));
    assert_eq!(error, Error::Claims(status(StatusError::Ended)));
    let decide = appeals::decide(1, Ruling::Uphold, Digest([0; 32]));
    assert_eq!(suite.refused(Person::Examiner, &decide), Error::NoSuchAppeal);
}

#[test]
fn a_pause_of_claims_stops_appeals_and_changes_nothing_here() {
    let (mut suite, claim) = denied_claim();
    let pause = healink_access::Command::Pause;
    suite.done(Person::Owner, &administered::administer(Contract::Claims, pause));
    let error = suite.refused(Person::Patient, &appeals::file(claim, GROUNDS));
    assert_eq!(error, Error::Claims(ClaimsError::Access(healink_access::AccessError::Paused)));
}
