//! The workspace generated in the cache, in which the contracts are compiled.
//!
//! It is the project's own workspace with two packages a contract added: `<name>-onchain`, the contract as a program (a
//! library would export more than the two entry points), and `<name>-metadata`, which prints the contract's metadata.
//! The project's `contracts` folder is linked into it, so every path, and with it the code's hash, is the same wherever
//! the project and the cache lie.

use std::path::{Path, PathBuf};

use blake2::{digest::consts::U8, Blake2b, Digest};
use toml::{Table, Value};

use super::contract::{read_manifest, Contract};
use crate::{
    error::{Error, Result, ResultExt},
    paths,
};

/// What prints the metadata: ink! generates the function that builds it.
const METADATA_PROGRAM: &str = r#"//! Prints the metadata of a contract as JSON.

extern crate contract;

extern "Rust" {
    fn __ink_generate_metadata() -> ink::metadata::InkProject;
}

fn main() -> Result<(), serde_json::Error> {
    // SAFETY: ink! generates this very function, once, for the one contract linked in.
    let metadata = unsafe { __ink_generate_metadata() };
    serde_json::to_writer(std::io::stdout(), &metadata)
}
"#;

/// Smallest code first: speed hardly matters beside storage, and every byte costs on each call.
const RELEASE_PROFILE: &str = r#"
opt-level = "z"
lto = "fat"
codegen-units = 1
panic = "abort"
"#;

/// The generated workspace.
pub struct Workspace {
    /// Its folder.
    pub folder: PathBuf,
    /// The project it is made from; commands run here, where the pinned toolchain is selected.
    pub project: PathBuf,
}

impl Workspace {
    /// Writes it, or brings it up to date.
    ///
    /// # Errors
    /// When a manifest is broken or the cache cannot be written.
    pub fn generate(project: &Path) -> Result<Self> {
        // Clones of the project do not share one: their links differ.
        let place = project.canonicalize().or_usage(format!("finding {}", project.display()))?;
        let key = hex::encode(Blake2b::<U8>::digest(place.as_os_str().as_encoded_bytes()));
        let folder = paths::cache()?.join("contracts-workspace").join(key);
        let workspace = Self { folder, project: project.into() };
        std::fs::create_dir_all(&workspace.folder)
            .or_internal(format!("creating {}", workspace.folder.display()))?;
        link(&project.join("contracts"), &workspace.folder.join("contracts"))?;
        let contracts: Vec<_> = Contract::all(project)
            .into_iter()
            .filter(|contract| contract.folder.join("Cargo.toml").is_file())
            .collect();
        workspace.write("Cargo.toml", &root_manifest(read_manifest(project)?, &contracts)?.to_string())?;
        for contract in &contracts {
            let (onchain, metadata) = (onchain_package(&contract.name), metadata_package(&contract.name));
            let manifest = onchain_manifest(contract.manifest()?, &contract.name)?;
            workspace.write(&format!("{onchain}/Cargo.toml"), &manifest.to_string())?;
            workspace.write(&format!("{metadata}/Cargo.toml"), &metadata_manifest(&contract.name))?;
            workspace.write(&format!("{metadata}/src/main.rs"), METADATA_PROGRAM)?;
        }
        workspace.copy_lock_file()?;
        Ok(workspace)
    }

    /// Same versions as the project's own builds. Cargo adds the packages above to the copy by itself.
    fn copy_lock_file(&self) -> Result<()> {
        let locked =
            std::fs::read_to_string(self.project.join("Cargo.lock")).or_usage("reading Cargo.lock")?;
        let seen = self.folder.join("Cargo.lock.project");
        if std::fs::read_to_string(&seen).is_ok_and(|before| before == locked) {
            return Ok(());
        }
        paths::write_atomically(&self.folder.join("Cargo.lock"), locked.as_bytes())?;
        paths::write_atomically(&seen, locked.as_bytes())
    }

    /// Leaves a file alone that is as it should be: cargo would compile again.
    fn write(&self, name: &str, text: &str) -> Result<()> {
        let path = self.folder.join(name);
        match std::fs::read_to_string(&path).is_ok_and(|before| before == text) {
            true => Ok(()),
            false => paths::write_atomically(&path, text.as_bytes()),
        }
    }
}

/// Name of the package that is compiled to Wasm.
pub fn onchain_package(name: &str) -> String {
    format!("{name}-onchain")
}

/// Name of the package that prints the metadata.
pub fn metadata_package(name: &str) -> String {
    format!("{name}-metadata")
}

fn link(target: &Path, link: &Path) -> Result<()> {
    if std::fs::read_link(link).is_ok_and(|current| current == target) {
        return Ok(());
    }
    if link.symlink_metadata().is_ok() {
        std::fs::remove_file(link).or_internal(format!("replacing {}", link.display()))?;
    }
    std::os::unix::fs::symlink(target, link).or_internal(format!("linking {}", link.display()))
}

/// The project's root manifest with other members and the contracts' release profile.
fn root_manifest(mut manifest: Table, contracts: &[Contract]) -> Result<Table> {
    let workspace = table_mut(&mut manifest, "workspace")?;
    let member = |contract: &Contract| [onchain_package(&contract.name), metadata_package(&contract.name)];
    let members = contracts.iter().flat_map(member).map(Value::from).collect::<Vec<_>>();
    workspace.insert("members".into(), members.into());
    workspace.remove("default-members");
    workspace.remove("exclude");
    let release: Table = RELEASE_PROFILE.parse().or_internal("the release profile")?;
    table_mut(&mut manifest, "profile")?.insert("release".into(), release.into());
    Ok(manifest)
}

/// A contract's manifest as that of a program, one folder beside `contracts`.
fn onchain_manifest(mut manifest: Table, name: &str) -> Result<Table> {
    let original = format!("../contracts/{name}");
    table_mut(&mut manifest, "package")?.insert("name".into(), onchain_package(name).into());
    // The lints are checked where the contract is a library; here they would only be repeated.
    for section in ["dev-dependencies", "test", "bench", "example", "bin", "lints"] {
        manifest.remove(section);
    }
    let library = manifest.remove("lib");
    let source = library.as_ref().and_then(|library| library.get("path")?.as_str()).unwrap_or("src/lib.rs");
    let program: Table = [("name", name.into()), ("path", format!("{original}/{source}").into())]
        .map(|(key, value): (&str, Value)| (key.to_owned(), value))
        .into_iter()
        .collect();
    manifest.insert("bin".into(), vec![Value::from(program)].into());
    for (_, dependency) in table_mut(&mut manifest, "dependencies")?.iter_mut() {
        if let Some(path) = dependency.get_mut("path") {
            *path = format!("{original}/{}", path.as_str().unwrap_or_default()).into();
        }
    }
    Ok(manifest)
}

fn metadata_manifest(name: &str) -> String {
    format!(
        r#"[package]
name = "{package}"
version = "0.0.0"
edition = "2021"
publish = false

[dependencies]
contract = {{ package = "{name}", path = "../contracts/{name}" }}
ink = {{ workspace = true, features = ["std"] }}
serde_json = "1"
"#,
        package = metadata_package(name)
    )
}

/// A table of a manifest, made when it is missing.
fn table_mut<'a>(manifest: &'a mut Table, name: &str) -> Result<&'a mut Table> {
    let entry = manifest.entry(name).or_insert_with(|| Table::new().into());
    entry.as_table_mut().ok_or_else(|| Error::usage(format!("`{name}` in a manifest is no table")))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_contract_becomes_a_program_with_the_same_dependencies() {
        let manifest = r#"
            [package]
            name = "claims"
            version.workspace = true
            [lib]
            path = "src/lib.rs"
            [dependencies]
            ink.workspace = true
            rules = { path = "../rules", default-features = false }
            [dev-dependencies]
            drink = "0.18"
            [features]
            std = ["ink/std"]
        "#;
        let manifest = onchain_manifest(manifest.parse().unwrap(), "claims").unwrap();
        assert_eq!(manifest["package"]["name"].as_str(), Some("claims-onchain"));
        assert_eq!(manifest["bin"][0]["name"].as_str(), Some("claims"));
        assert_eq!(manifest["bin"][0]["path"].as_str(), Some("../contracts/claims/src/lib.rs"));
        assert_eq!(manifest["dependencies"]["rules"]["path"].as_str(), Some("../contracts/claims/../rules"));
        assert_eq!(manifest["dependencies"]["ink"]["workspace"].as_bool(), Some(true));
        assert!(!manifest.contains_key("lib") && !manifest.contains_key("dev-dependencies"));
    }

    #[test]
    fn the_root_keeps_versions_and_lints_and_takes_other_members() {
        let manifest = "[workspace]\nmembers = [\"scripts\"]\nexclude = [\"chain\"]\n[workspace.dependencies]\nink = \"5\"\n[profile.dev]\ndebug = 0\n";
        let contracts = Contract::choose(Path::new("/"), &["consent".into()]).unwrap();
        let manifest = root_manifest(manifest.parse().unwrap(), &contracts).unwrap();
        let members = manifest["workspace"]["members"].as_array().unwrap();
        assert_eq!(
            members.iter().filter_map(Value::as_str).collect::<Vec<_>>(),
            ["consent-onchain", "consent-metadata"]
        );
        assert_eq!(manifest["workspace"]["dependencies"]["ink"].as_str(), Some("5"));
        assert_eq!(manifest["profile"]["release"]["lto"].as_str(), Some("fat"));
        assert_eq!(manifest["profile"]["dev"]["debug"].as_integer(), Some(0));
    }
}
