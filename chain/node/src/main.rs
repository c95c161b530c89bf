//! `healink-node`: a node of the Healink chain.

// Substrate's error types are large, and its interfaces want them as they are.
#![allow(clippy::result_large_err)]

mod chain_spec;
mod cli;
mod rpc;
mod sealing;
mod service;

use cli::{Cli, Subcommand};
use sc_cli::SubstrateCli;

fn main() -> sc_cli::Result<()> {
    let cli = Cli::from_args();
    match &cli.subcommand {
        None => Ok(cli.create_runner(&cli.run)?.run_node_until_exit(service::start)?),
        // Not with the state made already, which would leave nothing to edit.
        Some(Subcommand::ExportChainSpec(cmd)) => cmd.run(Box::new(chain_spec::local()?)),
        Some(Subcommand::PurgeChain(cmd)) => {
            let runner = cli.create_runner(cmd)?;
            runner.sync_run(|config| cmd.run(config.database))
        }
    }
}
