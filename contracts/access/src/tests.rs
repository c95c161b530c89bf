//! Ownership and pause, case by case.
#![allow(clippy::unwrap_used)]

use healink_domain::{Account, Day};
use scale::{Decode, Encode};

use crate::{Access, AccessChanged, AccessError, Command, Offer, Row, OFFER_DAYS};

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
    access.apply(Command::Offer { to: HEIR }, OWNER, TODAY).unwrap();
    access
}

#[test]
fn an_offer_changes_nothing_until_it_is_accepted() {
    let mut access = Access::new(OWNER);

    let event = access.apply(Command::Offer { to: HEIR }, OWNER, TODAY);

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
        assert_eq!(access.apply(Command::Accept, HEIR, day), expected, "{day:?}");
        let (owner, offer) = (access.owner(), access.offer().is_some());
        assert_eq!((owner, offer), if expected.is_ok() { (HEIR, false) } else { (OWNER, true) });
    }
}

#[test]
fn a_later_offer_replaces_an_earlier_one() {
    let mut access = on_offer();

    access.apply(Command::Offer { to: STRANGER }, OWNER, TODAY).unwrap();

    assert_eq!(access.apply(Command::Accept, HEIR, TODAY), Err(AccessError::NotOffered));
    assert_eq!(access.apply(Command::Accept, STRANGER, TODAY), Ok(running(STRANGER)));
}

#[test]
fn an_offer_taken_back_cannot_be_accepted() {
    let mut access = on_offer();

    assert_eq!(access.apply(Command::CancelOffer, OWNER, TODAY), Ok(running(OWNER)));
    assert_eq!(access.apply(Command::Accept, HEIR, TODAY), Err(AccessError::NoOffer));
    assert_eq!(access.apply(Command::CancelOffer, OWNER, TODAY), Err(AccessError::NoOffer));
}

#[test]
fn a_refusal_changes_nothing() {
    let refused = [
        (Command::Offer { to: HEIR }, HEIR, TODAY, AccessError::NotOwner),
        (Command::Offer { to: OWNER }, OWNER, TODAY, AccessError::AlreadyOwner),
        (Command::CancelOffer, HEIR, TODAY, AccessError::NotOwner),
        (Command::Accept, OWNER, TODAY, AccessError::NotOffered),
        (Command::Accept, HEIR, END, AccessError::OfferExpired { on: END }),
        (Command::Pause, HEIR, TODAY, AccessError::NotOwner),
        (Command::Unpause, HEIR, TODAY, AccessError::NotOwner),
        (Command::Unpause, OWNER, TODAY, AccessError::NotPaused),
    ];
    for (command, caller, day, error) in refused {
        let mut access = on_offer();
        assert_eq!(access.apply(command, caller, day), Err(error), "{command:?}");
        assert_eq!(access, on_offer(), "{command:?}");
    }
}

#[test]
fn a_pause_lasts_until_it_is_ended() {
    let mut access = Access::new(OWNER);
    assert_eq!(access.ensure_running(), Ok(()));

    assert_eq!(
        access.apply(Command::Pause, OWNER, TODAY),
        Ok(AccessChanged { paused: true, ..running(OWNER) })
    );
    assert_eq!((access.is_paused(), access.ensure_running()), (true, Err(AccessError::Paused)));
    assert_eq!(access.apply(Command::Pause, OWNER, TODAY), Err(AccessError::Paused));
    assert_eq!(access.apply(Command::Unpause, OWNER, TODAY), Ok(running(OWNER)));
    assert_eq!(access.ensure_running(), Ok(()));
}

#[test]
fn a_row_has_its_version_in_front() {
    let row = Row::V1(7u16);

    assert_eq!(row.encode(), [1, 7, 0]);
    assert_eq!(Row::<u16>::decode(&mut [1, 7, 0].as_slice()).unwrap().into_inner(), 7);
    assert!(Row::<u16>::decode(&mut [0, 7, 0].as_slice()).is_err());
}
