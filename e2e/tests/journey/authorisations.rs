//! Prior authorisation: asked for, decided, used line by line, given back on reversal.

use super::*;
use ::coverage::{Error, List};
use healink_domain::{
    claims::{
        Authorisation, AuthorisationDecision, AuthorisationError, AuthorisationId, AuthorisationStatus,
        AuthorisedItem, Benefit, Category, ReviewReason,
    },
    Digest, Period,
};
use healink_e2e::messages::{claims as messages, coverage as registry};

fn request(suite: &mut Suite, authorisation: Authorisation) -> AuthorisationId {
    suite.done(Person::Provider, &registry::request_authorisation(authorisation, Digest([3; 32])))
}

fn decide(suite: &mut Suite, id: AuthorisationId, decision: AuthorisationDecision) {
    suite.done(Person::Examiner, &registry::decide_authorisation(id, decision));
}

/// Surgery of so many days ago under an authorisation.
fn surgery(document: u8, units: u32, id: AuthorisationId) -> Claim {
    let lines = vec![line(SURGERY, units, u64::from(units) * 100_000)];
    Claim { authorisation: Some(id), ..back(u32::from(document), claim(document, lines, TODAY)) }
}

fn open(suite: &mut Suite) -> Vec<AuthorisationId> {
    suite.ask(&registry::list(List::Open(FIRST), 0, 50)).items
}

#[test]
fn an_approved_authorisation_is_used_up_by_the_services_it_covers() {
    let mut suite = Suite::ready();
    let id = request(&mut suite, surgery_ahead(1, TODAY));
    assert_eq!(open(&mut suite), [id]);
    let early = suite.submit(surgery(1, 1, id)).id;
    assert_eq!(reasons(&mut suite, early), ["CO-15"], "it is only asked for");
    decide(&mut suite, id, AuthorisationDecision::Approve);
    assert!(open(&mut suite).is_empty());
    let paid = suite.submit(surgery(2, 1, id));
    assert_eq!(paid.status, adjudicated(Outcome::Partial, 72_000));
    assert_eq!(suite.ask(&registry::units_used(id)).of(0), 1);
    let beyond = suite.submit(surgery(3, 1, id)).id;
    assert_eq!(reasons(&mut suite, beyond), ["CO-198"]);
    assert_replayed(&mut suite, &paid);
    suite.assert_reconciled();
}

#[test]
fn units_are_given_back_when_the_claim_is_void_or_replaced() {
    let mut suite = Suite::ready();
    let id = request(&mut suite, surgery_ahead(2, TODAY));
    decide(&mut suite, id, AuthorisationDecision::Approve);
    let first = suite.submit(surgery(1, 2, id)).id;
    assert_eq!(suite.ask(&registry::units_used(id)).of(0), 2);
    suite.done(Person::Provider, &messages::void(first));
    assert_eq!(suite.ask(&registry::units_used(id)).of(0), 0);
    suite.assert_reconciled();
    let second = suite.submit(surgery(2, 2, id)).id;
    let third = Claim { service_day: Day(TODAY.0 - 2), ..surgery(3, 1, id) };
    suite.done(Person::Provider, &messages::submit(FIRST, third, Some(second)));
    assert_eq!(suite.ask(&registry::units_used(id)).of(0), 1);
    suite.assert_reconciled();
    let fourth = suite.submit(surgery(4, 1, id));
    assert!(fourth.totals.paid > Cents::ZERO);
    suite.assert_reconciled();
}

#[test]
fn a_partial_approval_grants_the_units_it_names() {
    let mut suite = Suite::ready();
    let id = request(&mut suite, surgery_ahead(3, TODAY));
    for bad in [vec![3], vec![0], vec![4], vec![1, 1], vec![]] {
        let partial = registry::decide_authorisation(id, AuthorisationDecision::Partial(bad));
        let error = suite.refused(Person::Examiner, &partial);
        assert_eq!(error, Error::Authorisation(AuthorisationError::BadPart));
    }
    decide(&mut suite, id, AuthorisationDecision::Partial(vec![1]));
    let record = suite.ask(&registry::authorisation(id)).unwrap();
    assert_eq!(record.status, AuthorisationStatus::PartlyApproved);
    assert_eq!(record.authorisation.items, [AuthorisedItem { code: SURGERY, units: 1 }]);
    let beyond = suite.submit(surgery(1, 2, id)).id;
    assert_eq!(reasons(&mut suite, beyond), ["CO-198"]);
    let within = suite.submit(surgery(2, 1, id));
    assert_eq!(within.totals.paid, Cents(72_000));
}

#[test]
fn a_denied_authorisation_is_none_and_says_why() {
    let mut suite = Suite::ready();
    let id = request(&mut suite, surgery_ahead(1, TODAY));
    let reason = ReviewReason::NotNecessary;
    decide(&mut suite, id, AuthorisationDecision::Deny(reason));
    let record = suite.ask(&registry::authorisation(id)).unwrap();
    assert_eq!(record.status, AuthorisationStatus::Denied { reason });
    let refused = suite.submit(surgery(1, 1, id)).id;
    assert_eq!(reasons(&mut suite, refused), ["CO-15"]);
    let again = registry::decide_authorisation(id, AuthorisationDecision::Approve);
    let error = suite.refused(Person::Examiner, &again);
    assert_eq!(error, Error::Authorisation(AuthorisationError::AlreadyDecided));
}

#[test]
fn an_authorisation_holds_for_the_days_of_its_period_and_a_request_ends_with_it() {
    let mut suite = Suite::ready();
    let until = TODAY.plus(10);
    let period = Period { from: TODAY, until: Some(until) };
    let granted = request(&mut suite, Authorisation { period, ..surgery_ahead(5, TODAY) });
    decide(&mut suite, granted, AuthorisationDecision::Approve);
    let asked = request(&mut suite, Authorisation { period, ..surgery_ahead(5, TODAY) });
    suite.on(until);
    let on = |day, document| Claim { service_day: day, ..surgery(document, 1, granted) };
    let before = suite.submit(on(Day(TODAY.0 - 1), 1)).id;
    assert_eq!(reasons(&mut suite, before), ["CO-15"]);
    let last = suite.submit(on(Day(until.0 - 1), 2));
    assert_eq!(last.totals.paid, Cents(72_000));
    let after = suite.submit(on(until, 3)).id;
    assert_eq!(reasons(&mut suite, after), ["CO-15"]);
    let late = registry::decide_authorisation(asked, AuthorisationDecision::Approve);
    let error = suite.refused(Person::Examiner, &late);
    assert_eq!(error, Error::Authorisation(AuthorisationError::Expired { on: until }));
}

#[test]
fn one_authorisation_covers_several_services_each_with_its_units() {
    let mut suite = Suite::ready();
    let mut benefits = plan().benefits;
    let needed =
        |benefit: &mut Benefit| benefit.authorisation_needed |= benefit.category == Category::Laboratory;
    benefits.iter_mut().for_each(needed);
    let policy = covered(&mut suite, Plan { benefits, deductible: Cents(0), ..plan() });
    let items = [(0, 1), (1, 2)].map(|(number, units)| AuthorisedItem { code: laboratory(number), units });
    let both = Authorisation { policy, items: items.to_vec(), ..surgery_ahead(1, TODAY) };
    let id = request(&mut suite, both);
    decide(&mut suite, id, AuthorisationDecision::Approve);
    let lines =
        vec![line(laboratory(0), 1, 2_500), line(laboratory(1), 2, 5_000), line(laboratory(2), 1, 2_500)];
    let tested = Claim { policy, authorisation: Some(id), ..claim(1, lines, TODAY) };
    let decided = suite.submit(tested);
    assert_eq!(adjustments(&mut suite, decided.id), ["PR-2 250", "PR-2 500", "CO-15 2500"]);
    let used = suite.ask(&registry::units_used(id));
    assert_eq!((used.of(0), used.of(1)), (1, 2));
    suite.assert_reconciled();
}

#[test]
fn providers_ask_and_examiners_decide() {
    let mut suite = Suite::ready();
    let ask = registry::request_authorisation(surgery_ahead(1, TODAY), Digest([3; 32]));
    for person in [Person::Patient, Person::OtherProvider, Person::Admin, Person::Treasurer] {
        assert_eq!(suite.refused(person, &ask), Error::NotRequester, "{person:?}");
    }
    let id = suite.done(Person::Examiner, &ask);
    let approve = registry::decide_authorisation(id, AuthorisationDecision::Approve);
    for person in [Person::Provider, Person::Patient, Person::Admin, Person::Treasurer] {
        let error = suite.refused(person, &approve);
        let role = healink_domain::claims::Role::Examiner;
        assert_eq!(error, Error::MissingRole { role }, "{person:?}");
    }
}
