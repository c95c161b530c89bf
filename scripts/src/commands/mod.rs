//! One module a command: `Args` for the command line and `run`.

pub mod access;
pub mod appeals;
mod arg;
pub mod authorisations;
pub mod break_glass;
pub mod claims;
pub mod completions;
pub mod consent;
pub mod credentials;
pub mod demo;
pub mod deploy;
mod desk;
pub mod eob;
pub mod networks;
pub mod replay;
pub mod report;
pub mod seed;
pub mod simulate;
