//! Healink's rules and value types.
//!
//! Every rule is a pure function: state and command in, effect or error out. Nothing here knows a chain, a clock or a
//! store: the day is passed in as [`Day`], accounts are plain 32-byte identifiers. The same code is compiled into the
//! contracts, into the `healink` program (offline simulation, public replay) and into the tests.
//!
//! Conventions: amounts are [`Cents`], shares are [`BasisPoints`], every period is half-open (the end is the first day
//! that no longer counts), and arithmetic is checked.
#![cfg_attr(not(feature = "std"), no_std)]
// The code that `scale_derive` generates for enums casts `usize` to `u8`.
#![allow(clippy::cast_possible_truncation)]

extern crate alloc;

mod account;
mod bits;
mod code;
mod history;
mod jurisdiction;
mod money;
mod npi;
mod taxonomy;
mod time;

pub mod claims;
pub mod consent;
pub mod credentials;

pub use account::{Account, Digest};
pub use code::CodeKey;
#[cfg(feature = "std")]
pub use code::{blake2_256, code_key, salted_digest};
pub use history::{Change, History, HistoryFull, MAX_CHANGES};
pub use jurisdiction::{Jurisdiction, JurisdictionError};
pub use money::{BasisPoints, Cents, MoneyError};
pub use npi::{Npi, NpiError};
pub use taxonomy::{Taxonomy, TaxonomyError};
pub use time::{Day, Moment, Period, Year};
