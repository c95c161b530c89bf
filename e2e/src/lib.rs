//! Helpers for the suites in `tests/`: contracts as built, deployed in process or on a node.
//!
//! The crate serves tests only: what cannot go on panics, with a message that says what to do.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
// The samples count in small numbers.
#![allow(clippy::arithmetic_side_effects, clippy::cast_possible_truncation)]

mod artifact;
mod books;
mod chain;
mod message;
mod node;
mod person;
mod suite;

pub mod costs;
pub mod deployment;
pub mod fixtures;
pub mod messages;
pub mod signed;

pub use artifact::{Artifact, Contract};
pub use chain::{Chain, Emitted};
pub use message::{Message, Reply};
pub use node::{Estimate, Node};
pub use person::Person;
pub use suite::{Suite, TODAY};
