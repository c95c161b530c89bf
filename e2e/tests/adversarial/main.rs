//! Hostile callees and malformed input: every one is refused, and nothing changes.
#![allow(clippy::unwrap_used, clippy::panic)]

mod callees;
mod hostile;
mod input;
