//! What a bundle says about itself: who made it, in which language, with which compiler.

use std::process::Command;

use contract_metadata::{Compiler, Contract as Described, Language, SourceCompiler, SourceLanguage};
use semver::Version;
use serde_json::{json, Map, Value as Json};
use toml::{Table, Value};

use super::{
    contract::{read_manifest, read_toml, Contract},
    workspace::Workspace,
};
use crate::error::{Error, Result, ResultExt};

/// What all contracts' bundles have in common.
pub struct About {
    shared: Table,
    ink: Version,
    rustc: Version,
}

impl About {
    /// Of a project: its shared package fields, its locked ink! and its compiler.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn new(workspace: &Workspace) -> Result<Self> {
        let project = &workspace.project;
        let locked = read_toml(&project.join("Cargo.lock"))?;
        let rustc = Command::new("rustc")
            .arg("--version")
            .current_dir(project)
            .output()
            .or_internal("starting rustc")?;
        let rustc = String::from_utf8_lossy(&rustc.stdout).into_owned();
        Ok(Self {
            shared: read_manifest(project)?,
            ink: version(locked_version(&locked, "ink"), "ink in Cargo.lock")?,
            rustc: version(rustc.split(' ').nth(1), "rustc")?,
        })
    }

    /// ink!, with its version.
    pub fn language(&self) -> SourceLanguage {
        SourceLanguage::new(Language::Ink, self.ink.clone())
    }

    /// rustc, with its version.
    pub fn compiler(&self) -> SourceCompiler {
        SourceCompiler::new(Compiler::RustC, self.rustc.clone())
    }

    /// How it was built.
    pub fn build(&self) -> Map<String, Json> {
        let settings = json!({ "optimization_passes": "Z", "keep_debug_symbols": false });
        [
            ("build_mode", json!("Release")),
            ("rust_toolchain", json!(self.rustc)),
            ("wasm_opt_settings", settings),
        ]
        .map(|(key, value)| (key.to_owned(), value))
        .into_iter()
        .collect()
    }

    /// Name, version, authors and licence of a contract.
    ///
    /// # Errors
    /// When its manifest lacks version or authors.
    pub fn contract(&self, contract: &Contract) -> Result<Described> {
        let manifest = contract.manifest()?;
        let field = |name: &str| self.package_field(&manifest, name);
        let missing = |name: &str| Error::usage(format!("the manifest of {} lacks `{name}`", contract.name));
        let authors = field("authors").and_then(Value::as_array).ok_or_else(|| missing("authors"))?;
        let mut described = Described::builder();
        described.name(contract.name.as_str());
        described.version(version(field("version").and_then(Value::as_str), &contract.name)?);
        described.authors(authors.iter().filter_map(Value::as_str));
        if let Some(licence) = field("license").and_then(Value::as_str) {
            described.license(licence);
        }
        if let Some(description) = field("description").and_then(Value::as_str) {
            described.description(description);
        }
        described.build().or_usage(format!("describing {}", contract.name))
    }

    /// A field of `[package]`, the workspace's where the manifest defers to it.
    fn package_field<'a>(&'a self, manifest: &'a Table, name: &str) -> Option<&'a Value> {
        let field = manifest.get("package")?.get(name)?;
        match field.get("workspace") {
            Some(_) => self.shared.get("workspace")?.get("package")?.get(name),
            None => Some(field),
        }
    }
}

fn locked_version<'a>(locked: &'a Table, name: &str) -> Option<&'a str> {
    let packages = locked.get("package")?.as_array()?;
    packages
        .iter()
        .find(|package| package.get("name").and_then(Value::as_str) == Some(name))?
        .get("version")?
        .as_str()
}

fn version(text: Option<&str>, of: &str) -> Result<Version> {
    let text = text.ok_or_else(|| Error::usage(format!("there is no version of {of}")))?;
    Version::parse(text).or_usage(format!("the version of {of}"))
}
