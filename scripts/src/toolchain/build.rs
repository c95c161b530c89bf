//! `healink build`: the contracts' Wasm and metadata, built only when something they are made of has changed.
//!
//! All contracts are compiled by one run of cargo in a workspace generated in the cache ([`workspace`]), so their
//! dependencies and the standard library are compiled once; then each is shrunk, checked and bundled with its metadata
//! ([`bundle`]) in the format of `cargo contract`.

mod about;
mod banned;
mod bundle;
mod compile;
mod contract;
mod locked;
mod workspace;

use std::{
    path::Path,
    time::{Duration, Instant},
};

use serde::Serialize;

use self::{
    about::About,
    bundle::Built,
    contract::{Contract, Fingerprint},
    workspace::Workspace,
};
use super::process::spoken;
use crate::{
    error::{Error, Result, ResultExt},
    output::{table, Output},
    paths, Context,
};

/// No chain accepts more than this many bytes of Wasm.
const WASM_LIMIT: u64 = 100 << 10;

/// Arguments.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  healink build\n  healink build claims --force\n  healink build --json")]
pub struct Args {
    /// Contracts to build; all when none is named
    #[arg(value_name = "NAME")]
    pub names: Vec<String>,
    /// Build also what has not changed
    #[arg(long)]
    pub force: bool,
}

/// Builds and prints the table of sizes.
///
/// # Errors
/// See [`contracts`].
pub fn run(ctx: &Context, args: &Args) -> Result<()> {
    let start = Instant::now();
    let report = contracts(&ctx.out, &args.names, args.force)?;
    ctx.out.result(&report, || format!("{}\n{}", sizes(&report), closing_line(&report, start.elapsed())))
}

/// What a build did.
#[derive(Debug, Serialize)]
pub struct Report {
    /// One entry a contract, in the order they were asked for.
    pub contracts: Vec<Entry>,
    /// How many were built now; the others had not changed.
    pub rebuilt: usize,
}

/// A built contract.
#[derive(Debug, Serialize)]
pub struct Entry {
    /// What lies in the output folder.
    #[serde(flatten)]
    pub built: Built,
    /// Bytes of Wasm we mean to stay under.
    pub budget_bytes: Option<u64>,
    /// Whether it does.
    pub within_budget: bool,
    /// Built now, or found unchanged.
    pub rebuilt: bool,
}

impl Entry {
    fn new(contract: &Contract, built: Built, rebuilt: bool) -> Self {
        let within_budget = contract.budget_bytes.is_none_or(|budget| built.wasm_bytes <= budget);
        Self { built, budget_bytes: contract.budget_bytes, within_budget, rebuilt }
    }
}

/// Brings the named contracts (all when `names` is empty) up to date in the output folder.
///
/// # Errors
/// When a contract does not exist, does not compile, uses what is banned, or is too large for any chain.
pub fn contracts(out: &Output, names: &[String], force: bool) -> Result<Report> {
    let project = paths::project()?;
    let chosen = Contract::choose(&project, names)?;
    banned::check(&project.join("contracts"))?;
    let fingerprint = Fingerprint::new(&project)?;
    let output = paths::contracts()?;
    let _lock = lock(out, &output)?;
    let mut entries = Vec::new();
    let mut stale = Vec::new();
    for contract in &chosen {
        let key = fingerprint.of(contract)?;
        match Built::find(&output, &contract.name, &key).filter(|_| !force) {
            Some(built) => entries.push(Entry::new(contract, built, false)),
            None => stale.push((contract, key)),
        }
    }
    let rebuilt = stale.len();
    entries.extend(build(out, &project, &stale)?);
    entries.sort_by_key(|entry| chosen.iter().position(|contract| contract.name == entry.built.name));
    let report = Report { contracts: entries, rebuilt };
    warn_of_size(out, &report)?;
    Ok(report)
}

/// Builds contracts, given with their fingerprints.
fn build(out: &Output, project: &Path, stale: &[(&Contract, String)]) -> Result<Vec<Entry>> {
    if stale.is_empty() {
        return Ok(Vec::new());
    }
    let workspace = Workspace::generate(project)?;
    let contracts: Vec<&Contract> = stale.iter().map(|(contract, _)| *contract).collect();
    let mut metadata = compile::all(out, &workspace, &contracts)?;
    let about = About::new(&workspace)?;
    let progress = out.bar("shrinking the code", u64::try_from(stale.len()).unwrap_or_default());
    let mut entries = Vec::new();
    for (contract, key) in stale {
        let abi = metadata.remove(&contract.name).unwrap_or_default();
        entries.push(Entry::new(contract, bundle::write(&about, contract, key, abi)?, true));
        progress.advance(1);
    }
    Ok(entries)
}

/// Only one build at a time writes the output folder.
fn lock(out: &Output, folder: &Path) -> Result<std::fs::File> {
    std::fs::create_dir_all(folder).or_internal(format!("creating {}", folder.display()))?;
    let file = std::fs::File::create(folder.join(".lock")).or_internal("opening the build's lock")?;
    if file.try_lock().is_err() {
        out.note("another build is running, waiting for it");
        file.lock().or_internal("waiting for the other build")?;
    }
    Ok(file)
}

fn warn_of_size(out: &Output, report: &Report) -> Result<()> {
    for entry in report.contracts.iter().filter(|entry| !entry.within_budget) {
        let (name, bytes) = (&entry.built.name, entry.built.wasm_bytes);
        out.note(format!(
            "warning: {name} is {bytes} B of Wasm, over its budget of {} B",
            entry.budget_bytes.unwrap_or(0)
        ));
    }
    let too_large = report.contracts.iter().find(|entry| entry.built.wasm_bytes >= WASM_LIMIT);
    too_large.map_or(Ok(()), |entry| {
        let (name, bytes) = (&entry.built.name, entry.built.wasm_bytes);
        Err(Error::usage(format!("{name} is {bytes} B of Wasm; chains accept less than {WASM_LIMIT} B"))
            .hint("move code out of the contract, or split it"))
    })
}

fn sizes(report: &Report) -> String {
    let rows = report.contracts.iter().map(|entry| {
        let share = |budget: u64| entry.built.wasm_bytes.saturating_mul(100).checked_div(budget).unwrap_or(0);
        vec![
            entry.built.name.clone(),
            entry.built.wasm_bytes.to_string(),
            entry.budget_bytes.map_or_else(|| "-".into(), |budget| budget.to_string()),
            entry.budget_bytes.map_or_else(|| "-".into(), |budget| format!("{} %", share(budget))),
            entry.built.code_hash.clone(),
            if entry.rebuilt { "built" } else { "unchanged" }.into(),
        ]
    });
    table(&["contract", "Wasm B", "budget B", "used", "code hash", ""], &["Wasm B", "budget B", "used"], rows)
}

fn closing_line(report: &Report, took: Duration) -> String {
    let unchanged = report.contracts.len().saturating_sub(report.rebuilt);
    format!("{} built, {unchanged} unchanged, {}", report.rebuilt, spoken(took))
}
