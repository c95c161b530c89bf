//! `healink setup`: prepares the machine, builds the contracts and the node.

use std::{
    path::PathBuf,
    process::{Command, Stdio},
};

use serde::Serialize;

use super::build;
use crate::{
    error::{Error, Result, ResultExt},
    paths, Context,
};

/// Arguments.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  healink setup\n  healink setup --check")]
pub struct Args {
    /// Only say what is missing on this machine
    #[arg(long)]
    pub check: bool,
}

#[derive(Serialize)]
struct Ready {
    node: PathBuf,
    contracts: PathBuf,
}

/// Runs `scripts/setup`, then builds contracts and node. Everything that is there already is left as it is.
///
/// # Errors
/// When a step fails.
pub fn run(ctx: &Context, args: &Args) -> Result<()> {
    prepare(args.check)?;
    if args.check {
        return Ok(());
    }
    build::contracts(&ctx.out, &[], false)?;
    let ready = Ready { node: node_binary()?, contracts: paths::contracts()? };
    ctx.out.result(&ready, || "ready: `healink node start` is next, or all at once `healink demo`".into())
}

/// Runs `scripts/setup`, which leaves alone what is there already; with `check` it only says what is missing.
///
/// # Errors
/// When a step fails.
pub fn prepare(check: bool) -> Result<()> {
    let mut script = Command::new(paths::project()?.join("scripts/setup"));
    if check {
        script.arg("--check");
    }
    // Standard output is for results only.
    script.stdin(Stdio::null()).stdout(std::io::stderr());
    let status = script.status().or_internal("starting scripts/setup")?;
    if !status.success() {
        return Err(Error::not_ready("this machine is not ready").hint("see the lines above"));
    }
    Ok(())
}

/// The node's binary: `HEALINK_NODE`, else what `chain/build` made or makes now.
///
/// # Errors
/// When it cannot be built.
pub fn node_binary() -> Result<PathBuf> {
    if let Some(given) = std::env::var_os("HEALINK_NODE") {
        let given = PathBuf::from(given);
        return match given.is_file() {
            true => Ok(given),
            false => Err(Error::usage(format!("HEALINK_NODE names {}, which is no file", given.display()))),
        };
    }
    let script = paths::project()?.join("chain/build");
    let built = Command::new(&script).stdin(Stdio::null()).stderr(Stdio::inherit()).output();
    let built = built.or_internal(format!("starting {}", script.display()))?;
    let path = PathBuf::from(String::from_utf8_lossy(&built.stdout).trim());
    match built.status.success() && path.is_file() {
        true => Ok(path),
        false => Err(Error::not_ready("the node could not be built").hint("see the lines above")),
    }
}
