//! Invariants, each under its name, on random input: 1,000 cases each, `PROPTEST_CASES` sets another number. What failed once
//! is kept beside this folder, in `proptest-regressions`, and tried first.

mod claims;
mod codec;
mod consent;
mod credentials;
mod office;
mod pricing;
mod settlement;
mod standing;
pub mod strategies;

use proptest::test_runner::Config;

/// The configuration of every property.
pub fn config() -> Config {
    match std::env::var_os("PROPTEST_CASES") {
        Some(_) => Config::default(),
        None => Config::with_cases(1_000),
    }
}
