//! The `healink` program as a library, so that tests and other crates of the workspace use the same chain client,
//! the same deployment and the same key handling as the command line does.

pub mod chain;
pub mod cli;
pub mod commands;
pub mod consent;
pub mod context;
pub mod credential;
pub mod deployment;
pub mod directory;
pub mod eob;
pub mod error;
pub mod fhir;
pub mod grants;
pub mod keys;
pub mod names;
pub mod networks;
pub mod output;
pub mod paths;
pub mod payer;
pub mod plan_file;
pub mod progress;
pub mod remittance;
pub mod seed;
pub mod simulate;
pub mod text;
pub mod toolchain;

pub use context::Context;
pub use error::{Error, Result};
