//! Messages that every contract with an owner has.

use healink_access::{AccessError, Offer};
use healink_domain::Account;
use scale::Encode;

use crate::{Contract, Message};

/// The owner.
pub fn owner(of: Contract) -> Message<Account> {
    Message::new(of, "owner", Vec::new())
}

/// The offer of ownership on record.
pub fn pending_owner(of: Contract) -> Message<Option<Offer>> {
    Message::new(of, "pending_owner", Vec::new())
}

/// Offers the ownership.
pub fn offer_ownership(of: Contract, to: Account) -> Message<Result<(), AccessError>> {
    Message::new(of, "offer_ownership", to.encode())
}

/// Takes the offer back.
pub fn cancel_offer(of: Contract) -> Message<Result<(), AccessError>> {
    Message::new(of, "cancel_offer", Vec::new())
}

/// Accepts the ownership.
pub fn accept_ownership(of: Contract) -> Message<Result<(), AccessError>> {
    Message::new(of, "accept_ownership", Vec::new())
}

/// Pauses.
pub fn pause(of: Contract) -> Message<Result<(), AccessError>> {
    Message::new(of, "pause", Vec::new())
}

/// Ends the pause.
pub fn unpause(of: Contract) -> Message<Result<(), AccessError>> {
    Message::new(of, "unpause", Vec::new())
}

/// Whether it is paused.
pub fn is_paused(of: Contract) -> Message<bool> {
    Message::new(of, "is_paused", Vec::new())
}
