//! The `healink` program as a library, so that tests and other crates of the workspace use the same chain client,
//! the same deployment and the same key handling as the command line does.

pub mod cli;
pub mod commands;
pub mod context;
pub mod error;
pub mod output;
pub mod paths;
pub mod progress;

pub use context::Context;
pub use error::{Error, Result};
