//! One module a command: `Args` for the command line and `run`.

pub mod completions;
pub mod networks;
