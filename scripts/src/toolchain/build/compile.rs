//! Compiling: all contracts to Wasm and all programs that print metadata, side by side.

use std::{
    collections::BTreeMap,
    env,
    path::PathBuf,
    process::Command,
    sync::atomic::{AtomicUsize, Ordering},
};

use super::{
    contract::Contract,
    workspace::{metadata_package, onchain_package, Workspace},
};
use crate::{
    error::{Error, Kind, Result, ResultExt},
    output::Output,
    paths,
    progress::Progress,
    toolchain::process::{log_path, run_logged},
};

/// The target of the contracts' code.
const TARGET: &str = "wasm32-unknown-unknown";

/// Flags of the Wasm build. A panic becomes a trap without a message: formatting one would be a third of the code.
/// Memory is the pallet's, so it is imported; the instruction set is the first one, which every chain knows.
const RUSTFLAGS: [&str; 6] = [
    "-Clinker-plugin-lto",
    "-Clink-arg=-zstack-size=65536",
    "-Clink-arg=--import-memory",
    "-Ctarget-cpu=mvp",
    "-Zunstable-options",
    "-Cpanic=immediate-abort",
];

/// Metadata as ink! generates it: a JSON object.
pub type InkMetadata = serde_json::Map<String, serde_json::Value>;

/// Compiles the contracts and returns their metadata by name. The Wasm is then at [`wasm_path`].
///
/// # Errors
/// When one does not compile.
pub fn all(
    out: &Output,
    workspace: &Workspace,
    contracts: &[&Contract],
) -> Result<BTreeMap<String, InkMetadata>> {
    let doing = Doing { progress: out.spinner("compiling the contracts"), crates: AtomicUsize::new(0) };
    std::thread::scope(|scope| {
        let wasm = scope.spawn(|| compile_wasm(&doing, workspace, contracts));
        let metadata = read_metadata(&doing, workspace, contracts);
        wasm.join().map_err(|_| Error::internal("the Wasm build stopped"))??;
        metadata
    })
}

/// Where cargo leaves a contract's Wasm, not yet shrunk.
///
/// # Errors
/// When there is no cache.
pub fn wasm_path(contract: &Contract) -> Result<PathBuf> {
    Ok(wasm_target()?.join(TARGET).join("release").join(format!("{}.wasm", contract.name)))
}

/// A folder of its own: the switch that lets a stable compiler build the standard library makes build scripts run again.
fn wasm_target() -> Result<PathBuf> {
    Ok(paths::cache()?.join("contracts-target"))
}

/// The project's own: its tests compile the same dependencies with the same settings.
fn native_target() -> Result<PathBuf> {
    env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| Ok(paths::cache()?.join("target")), |given| Ok(given.into()))
}

fn cargo(workspace: &Workspace, command: &str) -> Command {
    let mut cargo = Command::new("cargo");
    cargo.arg(command).arg("--manifest-path").arg(workspace.folder.join("Cargo.toml"));
    // Where the pinned toolchain is selected.
    cargo.current_dir(&workspace.project).env("CARGO_TERM_COLOR", "never");
    cargo
}

fn compile_wasm(doing: &Doing, workspace: &Workspace, contracts: &[&Contract]) -> Result<()> {
    let mut command = cargo(workspace, "build");
    command.args(["--release", "--no-default-features", "-Zbuild-std=core,alloc", "--target", TARGET]);
    command.args(packages(contracts, onchain_package)).arg("--target-dir").arg(wasm_target()?);
    command.env("RUSTC_BOOTSTRAP", "1").env("CARGO_ENCODED_RUSTFLAGS", RUSTFLAGS.join("\x1f"));
    run_logged(command, &log_path("contracts-wasm")?, |line| doing.show(line)).map_err(|e| failed(e, "Wasm"))
}

fn read_metadata(
    doing: &Doing,
    workspace: &Workspace,
    contracts: &[&Contract],
) -> Result<BTreeMap<String, InkMetadata>> {
    let mut command = cargo(workspace, "build");
    command.args(packages(contracts, metadata_package)).arg("--target-dir").arg(native_target()?);
    run_logged(command, &log_path("contracts-metadata")?, |line| doing.show(line))
        .map_err(|e| failed(e, "metadata"))?;
    contracts
        .iter()
        .map(|contract| Ok((contract.name.clone(), print_metadata(workspace, contract)?)))
        .collect()
}

fn print_metadata(workspace: &Workspace, contract: &Contract) -> Result<InkMetadata> {
    let mut command = cargo(workspace, "run");
    command
        .arg("--quiet")
        .args(packages(&[contract], metadata_package))
        .arg("--target-dir")
        .arg(native_target()?);
    let saying = || format!("making the metadata of {}", contract.name);
    let printed = command.output().or_internal(saying())?;
    match printed.status.success() {
        true => serde_json::from_slice(&printed.stdout).or_internal(saying()),
        false => Err(Error::internal(saying()).hint(String::from_utf8_lossy(&printed.stderr))),
    }
}

fn packages(contracts: &[&Contract], package: fn(&str) -> String) -> Vec<String> {
    contracts.iter().flat_map(|contract| ["--package".into(), package(&contract.name)]).collect()
}

/// A contract that does not compile is the reader's to mend.
fn failed(error: Error, what: &str) -> Error {
    Error { kind: Kind::Usage, message: format!("the contracts' {what} build failed"), ..error }
}

/// What cargo is doing, from the lines of both runs.
struct Doing {
    progress: Progress,
    crates: AtomicUsize,
}

impl Doing {
    fn show(&self, line: &str) {
        let line = line.trim_start();
        if line.starts_with("Blocking waiting") {
            return self.progress.message("compiling the contracts: waiting for another run of cargo");
        }
        let Some(package) = line.strip_prefix("Compiling ") else { return };
        let count = self.crates.fetch_add(1, Ordering::Relaxed).saturating_add(1);
        let name = package.split(' ').next().unwrap_or_default();
        self.progress.message(format!("compiling the contracts: {name} ({count} crates)"));
    }
}
