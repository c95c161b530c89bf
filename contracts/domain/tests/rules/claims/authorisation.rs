//! Prior authorisations: asked for, granted in whole or in part, denied; and the units that claims use.

use healink_domain::{
    claims::{
        Authorisation, AuthorisationDecision as Decision, AuthorisationError as Error, AuthorisationRecord,
        AuthorisationStatus as Status, ReviewReason, MAX_ITEMS, MAX_UNITS,
    },
    Day, Digest, MoneyError, Period,
};

use crate::fixtures::{authorisation, units, SERVICE_DAY};

fn request() -> AuthorisationRecord {
    AuthorisationRecord::request(authorisation(&[(1, 5), (2, 3)]), Digest([1; 32]), SERVICE_DAY).unwrap()
}

#[test]
fn an_authorisation_has_items_units_and_days() {
    let with = |items: &[(u8, u32)]| authorisation(items).validate();
    assert_eq!(with(&[(1, 1), (2, MAX_UNITS)]), Ok(()));
    assert_eq!(with(&[]), Err(Error::Items));
    let most: Vec<_> = (1..).map(|number| (number, 1)).take(MAX_ITEMS).collect();
    assert_eq!(with(&most), Ok(()));
    assert_eq!(with(&[&most[..], &[(99, 1)]].concat()), Err(Error::Items));
    assert_eq!(with(&[(1, 1), (2, 0)]), Err(Error::Units { item: 1 }));
    assert_eq!(with(&[(1, MAX_UNITS + 1)]), Err(Error::Units { item: 0 }));
    assert_eq!(with(&[(1, 1), (2, 1), (1, 1)]), Err(Error::ItemTwice { item: 2 }));
    let period = Period { from: Day(5), until: Some(Day(5)) };
    let empty = Authorisation { period, ..authorisation(&[(1, 1)]) };
    assert_eq!(empty.validate(), Err(Error::EmptyPeriod));
}

#[test]
fn a_request_is_for_days_to_come() {
    let made = |terms, today| AuthorisationRecord::request(terms, Digest([1; 32]), Day(today));
    let terms = authorisation(&[(1, 1)]);
    assert_eq!(made(terms.clone(), 20_000).unwrap().status, Status::Requested);
    assert_eq!(made(terms.clone(), 20_001), Err(Error::Expired { on: Day(20_001) }));
    assert!(made(Authorisation { period: Period::ALWAYS, ..terms }, u32::MAX).is_ok());
    assert_eq!(made(authorisation(&[]), 20_000), Err(Error::Items));
}

#[test]
fn a_request_is_granted_in_whole_in_part_or_not_at_all() {
    assert_eq!(request().granted(), None, "what is asked for is not promised");

    let mut whole = request();
    whole.decide(Decision::Approve, SERVICE_DAY).unwrap();
    assert_eq!(whole.status, Status::Approved);
    assert_eq!(whole.granted(), Some(authorisation(&[(1, 5), (2, 3)])));

    let mut part = request();
    part.decide(Decision::Partial(vec![2, 0]), SERVICE_DAY).unwrap();
    assert_eq!(part.status, Status::PartlyApproved);
    assert_eq!(part.granted(), Some(authorisation(&[(1, 2), (2, 0)])));

    let mut denied = request();
    denied.decide(Decision::Deny(ReviewReason::NotNecessary), SERVICE_DAY).unwrap();
    assert_eq!(denied.status, Status::Denied { reason: ReviewReason::NotNecessary });
    assert_eq!(denied.granted(), None);
}

#[test]
fn a_request_is_decided_once_and_before_its_period_is_over() {
    let mut record = request();
    assert_eq!(record.decide(Decision::Approve, Day(20_001)), Err(Error::Expired { on: Day(20_001) }));
    for units in [&[][..], &[1], &[1, 1, 1], &[6, 1], &[5, 4], &[5, 3], &[0, 0]] {
        assert_eq!(
            record.decide(Decision::Partial(units.to_vec()), SERVICE_DAY),
            Err(Error::BadPart),
            "{units:?}"
        );
        assert_eq!(record, request());
    }
    record.decide(Decision::Approve, SERVICE_DAY).unwrap();
    let before = record.clone();
    let again = record.decide(Decision::Deny(ReviewReason::NotNecessary), SERVICE_DAY);
    assert_eq!(again, Err(Error::AlreadyDecided));
    assert_eq!(record, before);
}

#[test]
fn units_are_used_and_given_back_item_by_item() {
    let (first, second) = (units(&[1, 0, 2]), units(&[0, 3]));
    let both = first.plus(&second).unwrap();
    assert_eq!(both, units(&[1, 3, 2]));
    assert_eq!((both.of(0), both.of(1), both.of(9)), (1, 3, 0));
    assert_eq!(both.minus(&first), Ok(second.clone()));
    assert_eq!(both.minus(&second), Ok(first.clone()));
    assert_eq!(both.minus(&first).unwrap().minus(&second), Ok(units(&[])));

    assert_eq!(first.minus(&second), Err(MoneyError::Overflow));
    assert_eq!(units(&[u32::MAX]).plus(&first), Err(MoneyError::Overflow));
    let mut full = units(&[u32::MAX]);
    assert_eq!(full.add(0, 1), Err(MoneyError::Overflow));
    assert_eq!(full, units(&[u32::MAX]));
}
