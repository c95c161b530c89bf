//! Tests of the rules, one module for each of their sources, then their invariants (`properties`) and an independent
//! reference that adjudication has to agree with (`reference`).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::arithmetic_side_effects)]

mod claims;
mod code;
mod consent;
mod credentials;
mod fixtures;
mod flags;
mod history;
mod money;
mod names;
mod npi;
mod properties;
mod reference;
mod time;
