//! Messages that every contract with an owner has.

use healink_access::{Access, AccessError, Command};
use scale::Encode;

use crate::{Contract, Message};

/// Owner, offer of ownership, pause.
pub fn administration(of: Contract) -> Message<Access> {
    Message::new(of, "administration", Vec::new())
}

/// Offers, cancels, accepts, pauses, unpauses.
pub fn administer(of: Contract, command: Command) -> Message<Result<(), AccessError>> {
    Message::new(of, "administer", command.encode())
}
