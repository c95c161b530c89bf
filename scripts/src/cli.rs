//! The command line: global options, the list of commands, exit codes.

use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

use crate::{
    commands,
    context::Context,
    error::{Result, ResultExt},
};

const EXIT_CODES: &str = "\
Exit codes:
  0  done
  1  refused by a contract or the chain; nothing was changed
  2  wrong command line or input; nothing was sent
  3  the node or network cannot be reached
  4  unforeseen failure
  5  something has to be done first (set up, build, deploy, start)
  6  sent, but what became of it was not learned within --wait

Environment:
  HEALINK_NETWORK  network to use, as --network
  HEALINK_KEY      secret to sign with: a mnemonic, a secret URI or a hexadecimal seed
  HEALINK_HOME     the project's folder, if the program is run elsewhere
  HEALINK_CACHE    folder for what is built once (default ~/.cache/healink)
  NO_COLOR         no colours

Examples:
  healink setup && healink build && healink node start
  healink deploy && healink seed
  healink --as alice credentials check --provider bob --kind state-licence --place US-CA
  healink demo";

/// Health-care contracts: credentials, consent and insurance claims on a chain of your own or a public one.
#[derive(Debug, Parser)]
#[command(name = "healink", version, about, after_long_help = EXIT_CODES, propagate_version = true)]
pub struct Cli {
    /// Options of every command.
    #[command(flatten)]
    pub globals: Globals,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// Options that every command takes.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Global options")]
pub struct Globals {
    /// Print the result as one JSON value; progress and remarks go to standard error
    #[arg(long, global = true)]
    pub json: bool,
    /// Say more: fees, deposits, weights
    #[arg(long, short, global = true)]
    pub verbose: bool,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Write completions for a shell to standard output
    Completions(commands::completions::Args),
}

impl Command {
    async fn run(self, ctx: &Context) -> Result<()> {
        match self {
            Self::Completions(args) => commands::completions::run(ctx, args),
        }
    }
}

/// Parses the command line, runs the command, prints a failure and returns the exit code.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    let ctx = Context::new(cli.globals);
    match block_on(cli.command.run(&ctx)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            ctx.out.error(&error);
            ExitCode::from(error.kind.exit_code())
        }
    }
}

fn block_on(command: impl std::future::Future<Output = Result<()>>) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    runtime.or_internal("starting the program's runtime")?.block_on(command)
}
