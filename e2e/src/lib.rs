//! Helpers for the suites in `tests/`: contracts as built, deployed in process or on a node.
