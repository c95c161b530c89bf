//! One module a command: `Args` for the command line and `run`.

pub mod access;
mod arg;
pub mod break_glass;
pub mod claims;
pub mod completions;
pub mod consent;
pub mod credentials;
pub mod demo;
pub mod deploy;
pub mod eob;
pub mod networks;
pub mod report;
pub mod seed;
pub mod simulate;
