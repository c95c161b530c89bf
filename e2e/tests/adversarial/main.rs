//! Hostile callees and malformed input: every one is refused, and nothing changes.
#![allow(clippy::unwrap_used, clippy::panic, clippy::arithmetic_side_effects)]

mod callees;
mod hostile;
mod input;
