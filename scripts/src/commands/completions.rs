//! `healink completions`.

use clap::CommandFactory;
use clap_complete::Shell;

use crate::{cli::Cli, Context, Result};

/// Arguments.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  healink completions bash > ~/.local/share/bash-completion/completions/healink"
)]
pub struct Args {
    /// The shell
    pub shell: Shell,
}

/// Writes the completions to standard output.
///
/// # Errors
/// None.
pub fn run(_ctx: &Context, args: Args) -> Result<()> {
    clap_complete::generate(args.shell, &mut Cli::command(), "healink", &mut std::io::stdout());
    Ok(())
}
