use super::*;
use crate::Error;
use healink_domain::claims::{
    AuthorisationDecision as Decision, AuthorisationError, AuthorisationStatus as Status, ReviewReason,
};

const DOCUMENT: Digest = Digest([40; 32]);

fn request(coverage: &mut Coverage) -> AuthorisationId {
    set_caller(PROVIDER);
    coverage.request_authorisation(authorisation(), DOCUMENT).unwrap()
}

fn decided(decision: Decision) -> (Status, Vec<u32>) {
    let mut coverage = office();
    let id = request(&mut coverage);
    set_caller(EXAMINER);
    coverage.decide_authorisation(id, decision).unwrap();
    let record = coverage.authorisation(id).unwrap();
    (record.status, record.authorisation.items.iter().map(|item| item.units).collect())
}

#[ink::test]
fn a_request_is_put_down_as_asked_for() {
    let mut coverage = office();
    assert_eq!(request(&mut coverage), 1);
    let record = coverage.authorisation(1).unwrap();
    assert_eq!((record.authorisation, record.document), (authorisation(), DOCUMENT));
    assert_eq!(record.status, Status::Requested);
    let empty = Authorisation { items: vec![], ..authorisation() };
    refuses(
        &mut coverage,
        |c| c.request_authorisation(empty, DOCUMENT),
        Error::Authorisation(AuthorisationError::Items),
    );
    let elsewhere = Authorisation { policy: 8, ..authorisation() };
    refuses(&mut coverage, |c| c.request_authorisation(elsewhere, DOCUMENT), Error::NoSuchPolicy);
}

#[ink::test]
fn an_approval_grants_all_units() {
    assert_eq!(decided(Decision::Approve), (Status::Approved, vec![2, 1]));
}

#[ink::test]
fn a_partial_approval_grants_the_units_that_it_says() {
    assert_eq!(decided(Decision::Partial(vec![1, 0])), (Status::PartlyApproved, vec![1, 0]));
}

#[ink::test]
fn a_denial_has_its_reason() {
    let reason = ReviewReason::NotNecessary;
    assert_eq!(decided(Decision::Deny(reason)).0, Status::Denied { reason });
}

#[ink::test]
fn a_request_is_decided_once_and_within_its_period() {
    let mut coverage = office();
    let (first, second) = (request(&mut coverage), request(&mut coverage));
    set_caller(EXAMINER);
    refuses(&mut coverage, |c| c.decide_authorisation(9, Decision::Approve), Error::NoSuchAuthorisation);
    let more = Decision::Partial(vec![3, 1]);
    refuses(&mut coverage, |c| c.decide_authorisation(1, more), AuthorisationError::BadPart.into());
    coverage.decide_authorisation(first, Decision::Approve).unwrap();
    let again = AuthorisationError::AlreadyDecided;
    refuses(&mut coverage, |c| c.decide_authorisation(first, Decision::Approve), again.into());
    set_day(TODAY.plus(60));
    let late = AuthorisationError::Expired { on: TODAY.plus(60) };
    refuses(&mut coverage, |c| c.decide_authorisation(second, Decision::Approve), late.into());
}

#[ink::test]
fn requests_are_listed_by_policy_and_payer_and_the_open_ones_alone() {
    let mut coverage = office();
    for _ in 0..3 {
        request(&mut coverage);
    }
    set_caller(EXAMINER);
    coverage.decide_authorisation(2, Decision::Approve).unwrap();
    let listed = |list| coverage.list(list, 0, 9).items;
    assert_eq!(listed(List::Authorisations(1)), [3, 2, 1]);
    assert_eq!(listed(List::Requests(1)), [3, 2, 1]);
    assert_eq!(listed(List::Open(1)), [3, 1]);
    assert!(listed(List::Open(2)).is_empty());
    assert!(listed(List::Authorisations(2)).is_empty());
    let page = coverage.list(List::Open(1), 0, 1);
    assert_eq!((page.items, page.next), (vec![3], Some(2)));
    let page = coverage.list(List::Open(1), 2, 1);
    assert_eq!((page.items, page.next), (vec![1], None));
}

#[ink::test]
fn a_long_list_of_decided_requests_is_walked_page_by_page() {
    let mut coverage = office();
    let most = u64::from(healink_interfaces::MAX_PAGE);
    for _ in 0..=most {
        request(&mut coverage);
    }
    set_caller(EXAMINER);
    for id in 2..=most + 1 {
        coverage.decide_authorisation(id, Decision::Approve).unwrap();
    }
    let page = coverage.list(List::Open(1), 0, 9);
    assert_eq!((page.items, page.next), (vec![], Some(1)), "no more rows than a page holds are read");
    assert_eq!(coverage.list(List::Open(1), 1, 9).items, [1]);
}
