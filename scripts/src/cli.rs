//! The command line: global options, the list of commands, exit codes.

use std::{path::PathBuf, process::ExitCode};

use clap::{Args, Parser, Subcommand};

use crate::{
    commands,
    context::Context,
    error::{Error, Kind, Result, ResultExt},
    networks::LOCAL,
    output::Output,
    toolchain,
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
    /// Network: a name (see `healink networks`) or an address such as ws://127.0.0.1:9944
    #[arg(long, short, global = true, env = "HEALINK_NETWORK", default_value = LOCAL, value_name = "NAME|URL")]
    pub network: String,
    /// Sign as a development account (alice, bob, charlie, dave, eve, ferdie, or a path //Name); never a secret
    #[arg(long = "as", global = true, value_name = "NAME")]
    pub key_name: Option<String>,
    /// Sign with the key in this file, which only its owner may read
    #[arg(long, global = true, value_name = "FILE")]
    pub key_file: Option<PathBuf>,
    /// Seconds to wait for a silent chain or a lost connection before giving up
    #[arg(long, global = true, default_value_t = 60, value_name = "SECONDS")]
    pub wait: u64,
    /// Try everything and say what it would cost, but send nothing
    #[arg(long, global = true)]
    pub dry_run: bool,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Build the contracts: Wasm, metadata, bundles
    Build(toolchain::build::Args),
    /// Start, stop and look at the local node
    Node(toolchain::node::Args),
    /// Prepare this machine, then build contracts and node
    Setup(toolchain::setup::Args),
    /// Adjudicate claims from files by a plan file, offline, by the contract's own rules
    Simulate(commands::simulate::Args),
    /// Explain claims on the chain to their patients: FHIR ExplanationOfBenefit files
    Eob(commands::eob::Args),
    /// Show everything at work: prepare, build, start, deploy, seed, submit claims; idempotent
    Demo(commands::demo::Args),
    /// Deploy the contracts; idempotent and resumable
    Deploy(commands::deploy::Args),
    /// Fill a development chain with a board, providers, a payer, a plan, members and escrow; idempotent
    Seed(commands::seed::Args),
    /// Accredit boards; issue, import, sign, check, export and verify credentials; see what falls due
    Credentials(commands::credentials::Args),
    /// Grant, deny, withdraw and list consent; ask what follows for a request; FHIR, receipts, guardians
    Consent(commands::consent::Args),
    /// Record accesses to records and read a patient's log
    Access(commands::access::Args),
    /// Access without consent in an emergency, and its review
    BreakGlass(commands::break_glass::Args),
    /// Payers, plans, members, escrow; submit, review, list, show and pay claims
    Claims(commands::claims::Args),
    /// Request and decide prior authorisations
    Authorisations(commands::authorisations::Args),
    /// File and decide appeals against decisions on claims
    Appeals(commands::appeals::Args),
    /// Recompute decisions on claims from what is on record, and compare
    Replay(commands::replay::Args),
    /// List the networks known by name
    Networks,
    /// Write completions for a shell to standard output
    Completions(commands::completions::Args),
}

impl Command {
    async fn run(self, ctx: &Context) -> Result<()> {
        match self {
            Self::Build(args) => toolchain::build::run(ctx, &args),
            Self::Node(args) => toolchain::node::run(ctx, &args),
            Self::Setup(args) => toolchain::setup::run(ctx, &args),
            Self::Simulate(args) => commands::simulate::run(ctx, &args),
            Self::Eob(args) => commands::eob::run(ctx, &args).await,
            Self::Demo(args) => commands::demo::run(ctx, &args).await,
            Self::Deploy(args) => commands::deploy::run(ctx, &args).await,
            Self::Seed(args) => commands::seed::run(ctx, &args).await,
            Self::Credentials(args) => commands::credentials::run(ctx, args).await,
            Self::Consent(args) => commands::consent::run(ctx, args).await,
            Self::Access(args) => commands::access::run(ctx, args).await,
            Self::BreakGlass(args) => commands::break_glass::run(ctx, args).await,
            Self::Claims(args) => commands::claims::run(ctx, args).await,
            Self::Authorisations(args) => commands::authorisations::run(ctx, args).await,
            Self::Appeals(args) => commands::appeals::run(ctx, args).await,
            Self::Replay(args) => commands::replay::run(ctx, &args).await,
            Self::Networks => commands::networks::run(ctx),
            Self::Completions(args) => commands::completions::run(ctx, args),
        }
    }
}

/// Parses the command line, runs the command, prints a failure and returns the exit code.
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return usage(&error),
    };
    let ctx = Context::new(cli.globals);
    match block_on(cli.command.run(&ctx)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            ctx.out.error(&error);
            ExitCode::from(error.kind.exit_code())
        }
    }
}

/// A wrong command line, or help and version, which are asked for in the same way.
fn usage(error: &clap::Error) -> ExitCode {
    if error.use_stderr() && std::env::args().any(|argument| argument == "--json") {
        let text = error.to_string();
        let message = text.lines().next().unwrap_or_default().trim_start_matches("error: ");
        let error = Error::usage(message).hint("see --help");
        Output { json: true, verbose: false }.error(&error);
        return ExitCode::from(error.kind.exit_code());
    }
    // Nothing can be done about a terminal that takes no text.
    let _ = error.print();
    ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(Kind::Usage.exit_code()))
}

fn block_on(command: impl std::future::Future<Output = Result<()>>) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    runtime.or_internal("starting the program's runtime")?.block_on(command)
}
