//! What Healink's contracts share: versioned rows, ownership that changes hands in two steps, pause, calls to one another.
//!
//! [`Access`] never reads the environment: the caller and the day are passed in, and the events to emit are returned.
#![cfg_attr(not(feature = "std"), no_std)]
// The code that `scale_derive` generates for enums casts `usize` to `u8`.
#![allow(clippy::cast_possible_truncation)]

mod access;
mod bytes;
mod call;
mod errors;
mod events;
mod row;
#[cfg(test)]
mod tests;

pub use access::{Access, Command, Offer, OFFER_DAYS};
pub use bytes::Bytes;
pub use call::{account, call};
pub use errors::AccessError;
pub use events::AccessChanged;
pub use row::{load, store, Row, Table};
