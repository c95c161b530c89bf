//! Suites over the built contracts.
