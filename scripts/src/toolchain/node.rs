//! `healink node`: starts, stops and looks at the local node. It runs on by itself when the program ends; a record in
//! the cache tells later runs where it is.

mod launch;
mod record;
mod rpc;

use std::{
    io::{Read, Seek, SeekFrom, Write},
    path::PathBuf,
    time::Duration,
};

use serde::Serialize;

pub use self::{
    launch::{Launch, State},
    record::Record,
};
use super::{process::read_log, setup::node_binary};
use crate::{
    error::{Error, Result, ResultExt},
    output::facts,
    paths, Context,
};

/// How long a node has to end by itself before it is killed.
const STOP_WITHIN: Duration = Duration::from_secs(20);
/// How often a log that is followed is looked at.
const LOOK_EVERY: Duration = Duration::from_millis(250);

/// Arguments.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What to do with the node.
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Start it, and wait until it answers
    Start(StartArgs),
    /// Stop it
    Stop,
    /// Say whether it runs, where, and how far it is
    Status,
    /// Print what it said
    Logs(LogsArgs),
}

/// Arguments of `start`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  healink node start
  healink node start --tmp --rpc-port 0
  HEALINK_NODE=./my-node healink node start")]
pub struct StartArgs {
    /// Folder of the chain's state (default: `local/state` in the cache)
    #[arg(long, value_name = "FOLDER", conflicts_with = "tmp")]
    pub base_path: Option<PathBuf>,
    /// Keep no state: a new chain each time
    #[arg(long)]
    pub tmp: bool,
    /// Begin a new chain: delete the state in the cache first
    #[arg(long, conflicts_with_all = ["base_path", "tmp"])]
    pub fresh: bool,
    /// Port it answers on; 0 takes a free one
    #[arg(long, value_name = "PORT", default_value_t = 9944)]
    pub rpc_port: u16,
    /// Seconds it has until it must answer
    #[arg(long, value_name = "SECONDS", default_value_t = 60)]
    pub timeout: u64,
    /// More arguments for the node itself
    #[arg(last = true, value_name = "ARGUMENT")]
    pub more: Vec<String>,
}

impl Default for StartArgs {
    fn default() -> Self {
        Self { base_path: None, tmp: false, fresh: false, rpc_port: 9944, timeout: 60, more: Vec::new() }
    }
}

/// Arguments of `logs`.
#[derive(Debug, clap::Args)]
pub struct LogsArgs {
    /// How many of the last lines
    #[arg(long, value_name = "NUMBER", default_value_t = 50)]
    pub lines: usize,
    /// Go on printing until the node stops
    #[arg(long)]
    pub follow: bool,
}

/// Runs the command.
///
/// # Errors
/// When the node cannot be built, started, found or stopped.
pub fn run(ctx: &Context, args: &Args) -> Result<()> {
    match &args.command {
        Command::Start(args) => start(ctx, args),
        Command::Stop => stop(ctx),
        Command::Status => status(ctx),
        Command::Logs(args) => logs(args),
    }
}

/// Folder of the record, the log and, unless told otherwise, the state of the local node.
///
/// # Errors
/// When there is no cache.
pub fn folder() -> Result<PathBuf> {
    Ok(paths::cache()?.join("local"))
}

fn start(ctx: &Context, args: &StartArgs) -> Result<()> {
    let record = ensure(ctx, args)?;
    status_of(ctx, Some(record))
}

/// The node that runs, started now unless it runs already.
///
/// # Errors
/// When it cannot be built or started.
pub fn ensure(ctx: &Context, args: &StartArgs) -> Result<Record> {
    let folder = folder()?;
    if let Some(record) = Record::running(&folder) {
        ctx.out.note("the node is running already");
        return Ok(record);
    }
    let state = match (&args.base_path, args.tmp) {
        (Some(path), _) => State::Kept(path.clone()),
        (None, true) => State::Temporary,
        (None, false) => State::Kept(folder.join("state")),
    };
    if args.fresh {
        remove_state(&folder.join("state"))?;
    }
    let timeout = Duration::from_secs(args.timeout);
    let launch =
        Launch { binary: node_binary()?, state, rpc_port: args.rpc_port, more: args.more.clone(), timeout };
    launch.start(&ctx.out, &folder)
}

/// Address of the local node, if one runs and answers.
pub fn url() -> Option<String> {
    Record::running(&folder().ok()?)?.url()
}

fn remove_state(state: &std::path::Path) -> Result<()> {
    match state.exists() {
        true => std::fs::remove_dir_all(state).or_internal(format!("deleting {}", state.display())),
        false => Ok(()),
    }
}

fn stop(ctx: &Context) -> Result<()> {
    let folder = folder()?;
    let record = Record::running(&folder);
    let stopped = record.is_some();
    if let Some(record) = &record {
        let progress = ctx.out.spinner("stopping the node");
        if !record.stop(STOP_WITHIN)? {
            progress.note(format!("it did not end within {} s and was killed", STOP_WITHIN.as_secs()));
        }
    }
    Record::remove(&folder)?;
    ctx.out.result(&serde_json::json!({ "stopped": stopped }), || {
        record.map_or_else(
            || "no node is running".into(),
            |record| format!("stopped the node (pid {})", record.pid),
        )
    })
}

/// What `status` tells.
#[derive(Serialize)]
struct Status {
    running: bool,
    answers: bool,
    #[serde(flatten)]
    record: Option<Record>,
    chain: Option<String>,
    best_block: Option<u64>,
}

fn status(ctx: &Context) -> Result<()> {
    status_of(ctx, Record::running(&folder()?))
}

fn status_of(ctx: &Context, record: Option<Record>) -> Result<()> {
    let port = record.as_ref().and_then(|record| record.rpc_port);
    let chain = port.and_then(|port| rpc::chain(port).ok());
    let best_block = port.and_then(|port| rpc::best_block(port).ok());
    let status = Status { running: record.is_some(), answers: chain.is_some(), record, chain, best_block };
    ctx.out.result(&status, || told(&status))
}

fn told(status: &Status) -> String {
    let Some(record) = &status.record else {
        return "no node is running; start one with `healink node start`".into();
    };
    let state =
        record.state.as_ref().map_or_else(|| "kept in memory".into(), |path| path.display().to_string());
    let mut rows = vec![
        ("node", if status.answers { "running" } else { "running, not answering yet" }.to_owned()),
        ("address", record.url().unwrap_or_else(|| "-".into())),
        ("chain", status.chain.clone().unwrap_or_else(|| "-".into())),
        ("best block", status.best_block.map_or_else(|| "-".into(), |block| block.to_string())),
    ];
    rows.extend([
        ("pid", record.pid.to_string()),
        ("state", state),
        ("log", record.log.display().to_string()),
    ]);
    facts(&rows)
}

fn logs(args: &LogsArgs) -> Result<()> {
    let folder = folder()?;
    let log = launch::log_file(&folder);
    if !log.is_file() {
        return Err(Error::not_ready("there is no log yet").hint("start the node with `healink node start`"));
    }
    let mut printed = std::fs::metadata(&log).or_internal("reading the log")?.len();
    let text = read_log(&log);
    let skipped = text.lines().count().saturating_sub(args.lines);
    let mut stdout = std::io::stdout();
    for line in text.lines().skip(skipped) {
        if writeln!(stdout, "{line}").is_err() {
            return Ok(());
        }
    }
    while args.follow && Record::running(&folder).is_some() {
        std::thread::sleep(LOOK_EVERY);
        let mut file = std::fs::File::open(&log).or_internal("reading the log")?;
        file.seek(SeekFrom::Start(printed)).or_internal("reading the log")?;
        let mut new = Vec::new();
        let read = file.read_to_end(&mut new).or_internal("reading the log")?;
        printed = printed.saturating_add(u64::try_from(read).unwrap_or_default());
        if stdout.write_all(&new).and_then(|()| stdout.flush()).is_err() {
            return Ok(());
        }
    }
    Ok(())
}
