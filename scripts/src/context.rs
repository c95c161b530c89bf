//! What every command gets: the global options and the output.

use crate::{cli::Globals, output::Output};

/// Handed to every command.
pub struct Context {
    /// The global options as given.
    pub globals: Globals,
    /// Where results and remarks go.
    pub out: Output,
}

impl Context {
    /// From the global options.
    pub fn new(globals: Globals) -> Self {
        let out = Output { json: globals.json, verbose: globals.verbose };
        Self { globals, out }
    }
}
