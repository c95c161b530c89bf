//! Ownership and pause, case by case.
#![allow(clippy::unwrap_used)]

use healink_domain::{Account, Day};
use scale::{Decode, Encode};

use crate::{Access, AccessChanged, AccessError, Offer, Row, OFFER_DAYS};

const OWNER: Account = Account([1; 32]);
const HEIR: Account = Account([2; 32]);
const STRANGER: Account = Account([3; 32]);
const TODAY: Day = Day(20_000);
const END: Day = Day(20_000 + OFFER_DAYS);

fn running(owner: Account) -> AccessChanged {
    AccessChanged { owner, offer: None, paused: false }
}

fn on_offer() -> Access {
    let mut access = Access::new(OWNER);
    access.make_offer(OWNER, HEIR, TODAY).unwrap();
    access
}

#[test]
fn an_offer_changes_nothing_until_it_is_accepted() {
    let mut access = Access::new(OWNER);

    let event = access.make_offer(OWNER, HEIR, TODAY);

    assert_eq!(
        event,
        Ok(AccessChanged { offer: Some(Offer { to: HEIR, expires_on: END }), ..running(OWNER) })
    );
    assert_eq!((access.owner(), access.offer()), (OWNER, Some(Offer { to: HEIR, expires_on: END })));
    assert_eq!(access.ensure_owner(OWNER), Ok(()));
    assert_eq!(access.ensure_owner(HEIR), Err(AccessError::NotOwner));
}

#[test]
fn an_offer_is_accepted_up_to_its_last_day() {
    for (day, expected) in [
        (TODAY, Ok(running(HEIR))),
        (Day(END.0 - 1), Ok(running(HEIR))),
        (END, Err(AccessError::OfferExpired { on: END })),
        (Day(u32::MAX), Err(AccessError::OfferExpired { on: END })),
    ] {
        let mut access = on_offer();
        assert_eq!(access.accept_offer(HEIR, day), expected, "{day:?}");
        let (owner, offer) = (access.owner(), access.offer().is_some());
        assert_eq!((owner, offer), if expected.is_ok() { (HEIR, false) } else { (OWNER, true) });
    }
}

#[test]
fn a_later_offer_replaces_an_earlier_one() {
    let mut access = on_offer();

    access.make_offer(OWNER, STRANGER, TODAY).unwrap();

    assert_eq!(access.accept_offer(HEIR, TODAY), Err(AccessError::NotOffered));
    assert_eq!(access.accept_offer(STRANGER, TODAY), Ok(running(STRANGER)));
}

#[test]
fn an_offer_taken_back_cannot_be_accepted() {
    let mut access = on_offer();

    assert_eq!(access.cancel_offer(OWNER), Ok(running(OWNER)));
    assert_eq!(access.accept_offer(HEIR, TODAY), Err(AccessError::NoOffer));
    assert_eq!(access.cancel_offer(OWNER), Err(AccessError::NoOffer));
}

#[test]
fn a_refusal_changes_nothing() {
    type Command = fn(&mut Access) -> AccessError;
    let refused: [(Command, AccessError); 8] = [
        (|access| access.make_offer(HEIR, HEIR, TODAY).unwrap_err(), AccessError::NotOwner),
        (|access| access.make_offer(OWNER, OWNER, TODAY).unwrap_err(), AccessError::AlreadyOwner),
        (|access| access.cancel_offer(HEIR).unwrap_err(), AccessError::NotOwner),
        (|access| access.accept_offer(OWNER, TODAY).unwrap_err(), AccessError::NotOffered),
        (|access| access.accept_offer(HEIR, END).unwrap_err(), AccessError::OfferExpired { on: END }),
        (|access| access.pause(HEIR).unwrap_err(), AccessError::NotOwner),
        (|access| access.unpause(HEIR).unwrap_err(), AccessError::NotOwner),
        (|access| access.unpause(OWNER).unwrap_err(), AccessError::NotPaused),
    ];
    for (command, error) in refused {
        let mut access = on_offer();
        assert_eq!(command(&mut access), error);
        assert_eq!(access, on_offer(), "{error:?}");
    }
}

#[test]
fn a_pause_lasts_until_it_is_ended() {
    let mut access = Access::new(OWNER);
    assert_eq!(access.ensure_running(), Ok(()));

    assert_eq!(access.pause(OWNER), Ok(AccessChanged { paused: true, ..running(OWNER) }));
    assert_eq!((access.is_paused(), access.ensure_running()), (true, Err(AccessError::Paused)));
    assert_eq!(access.pause(OWNER), Err(AccessError::Paused));
    assert_eq!(access.unpause(OWNER), Ok(running(OWNER)));
    assert_eq!(access.ensure_running(), Ok(()));
}

#[test]
fn a_row_has_its_version_in_front() {
    let row = Row::V1(7u16);

    assert_eq!(row.encode(), [1, 7, 0]);
    assert_eq!(Row::<u16>::decode(&mut [1, 7, 0].as_slice()).unwrap().into_inner(), 7);
    assert!(Row::<u16>::decode(&mut [0, 7, 0].as_slice()).is_err());
}
