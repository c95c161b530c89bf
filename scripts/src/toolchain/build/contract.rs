//! A contract's crate, and the fingerprint of everything it is made of.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    process::Command,
};

use blake2::{digest::consts::U16, Blake2b, Digest};
use toml::{Table, Value};

use super::locked::Locked;
use crate::error::{Error, Result, ResultExt};

/// The contracts and the bytes of Wasm we mean to stay under: a chain's throughput falls with the size of its code.
const CONTRACTS: [(&str, Option<u64>); 9] = [
    ("credentials", Some(24 << 10)),
    ("consent", Some(28 << 10)),
    ("claims", Some(40 << 10)),
    ("guardians", Some(24 << 10)),
    ("disclosures", Some(28 << 10)),
    ("stablecoin", None),
    ("boards", Some(64 << 10)),
    ("attestations", Some(64 << 10)),
    ("verifier", Some(64 << 10)),
];

/// Part of every fingerprint: raised whenever this program builds the same sources differently.
const BUILDER: &str = concat!("1 contract-build 5.0.3 wasm-opt 0.116.1 healink ", env!("CARGO_PKG_VERSION"));

/// A contract's crate.
#[derive(Clone, Debug)]
pub struct Contract {
    /// Name of the folder, the package and the output.
    pub name: String,
    /// Bytes of Wasm we mean to stay under.
    pub budget_bytes: Option<u64>,
    /// Folder of the crate.
    pub folder: PathBuf,
}

impl Contract {
    /// All contracts there are.
    pub fn all(project: &Path) -> Vec<Self> {
        let from = |(name, budget_bytes): (&str, Option<u64>)| Self {
            name: name.into(),
            budget_bytes,
            folder: project.join("contracts").join(name),
        };
        CONTRACTS.map(from).into()
    }

    /// Those named, all when none is.
    ///
    /// # Errors
    /// When there is none of such a name.
    pub fn choose(project: &Path, names: &[String]) -> Result<Vec<Self>> {
        let all = Self::all(project);
        let known = all.iter().map(|contract| contract.name.as_str()).collect::<Vec<_>>().join(", ");
        if names.is_empty() {
            return Ok(all);
        }
        let find = |name: &String| {
            all.iter().find(|contract| contract.name == *name).cloned().ok_or_else(|| {
                Error::usage(format!("there is no contract called `{name}`"))
                    .hint(format!("there are: {known}"))
            })
        };
        names.iter().map(find).collect()
    }

    /// The crate's manifest.
    ///
    /// # Errors
    /// When it is missing or broken.
    pub fn manifest(&self) -> Result<Table> {
        read_manifest(&self.folder)
    }
}

/// Reads `Cargo.toml` in a folder.
///
/// # Errors
/// When it is missing or broken.
pub fn read_manifest(folder: &Path) -> Result<Table> {
    read_toml(&folder.join("Cargo.toml"))
}

/// Reads a TOML file.
///
/// # Errors
/// When it is missing or broken.
pub fn read_toml(path: &Path) -> Result<Table> {
    let text = std::fs::read_to_string(path).or_usage(format!("reading {}", path.display()))?;
    text.parse().or_usage(format!("reading {}", path.display()))
}

/// All Rust sources under a folder, in order.
///
/// # Errors
/// When a folder cannot be read.
pub fn source_files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        let entries = std::fs::read_dir(&folder).or_usage(format!("reading {}", folder.display()))?;
        for entry in entries {
            let path = entry.or_internal(format!("reading {}", folder.display()))?.path();
            match path.is_dir() {
                true => folders.push(path),
                false if path.extension().is_some_and(|extension| extension == "rs") => files.push(path),
                false => {}
            }
        }
    }
    files.sort();
    Ok(files)
}

/// What contracts have in common (the compiler, the workspace's settings), and what is locked for each.
pub struct Fingerprint {
    project: PathBuf,
    workspace: Table,
    locked: Locked,
    common: Blake2b<U16>,
}

impl Fingerprint {
    /// Of a project, with the compiler that its folder selects.
    ///
    /// # Errors
    /// When the compiler or the workspace's files cannot be read.
    pub fn new(project: &Path) -> Result<Self> {
        let rustc =
            Command::new("rustc").arg("-vV").current_dir(project).output().or_internal("starting rustc")?;
        if !rustc.status.success() {
            return Err(
                Error::not_ready("the pinned Rust toolchain is not installed").hint("run `healink setup`")
            );
        }
        Self::with_compiler(project, &rustc.stdout)
    }

    fn with_compiler(project: &Path, rustc: &[u8]) -> Result<Self> {
        let mut common = Blake2b::new();
        feed(&mut common, BUILDER.as_bytes());
        feed(&mut common, rustc);
        feed_file(&mut common, project, &project.join("Cargo.toml"))?;
        let locked = Locked::new(read_toml(&project.join("Cargo.lock"))?);
        Ok(Self { project: project.into(), workspace: read_manifest(project)?, locked, common })
    }

    /// Changes whenever a source of the contract, or of a crate of ours it depends on, or what is common, changes.
    ///
    /// # Errors
    /// When a source cannot be read.
    pub fn of(&self, contract: &Contract) -> Result<String> {
        let mut hash = self.common.clone();
        feed(&mut hash, self.locked.of(&contract.name).as_bytes());
        for folder in self.crates(&contract.folder)? {
            feed_file(&mut hash, &self.project, &folder.join("Cargo.toml"))?;
            for file in source_files(&folder.join("src"))? {
                feed_file(&mut hash, &self.project, &file)?;
            }
        }
        Ok(hex::encode(hash.finalize()))
    }

    /// Folders of a crate and of all crates of this workspace that it depends on.
    fn crates(&self, folder: &Path) -> Result<BTreeSet<PathBuf>> {
        let mut found = BTreeSet::new();
        let mut open = vec![folder.to_path_buf()];
        while let Some(folder) = open.pop() {
            let manifest = read_manifest(&folder)?;
            let dependencies = manifest.get("dependencies").and_then(Value::as_table);
            open.extend(
                dependencies.into_iter().flatten().filter_map(|(name, spec)| self.local(&folder, name, spec)),
            );
            if let Ok(folder) = folder.canonicalize() {
                found.insert(folder);
            }
            open.retain(|folder| folder.canonicalize().is_ok_and(|folder| !found.contains(&folder)));
        }
        Ok(found)
    }

    /// Folder of a dependency, if it is a crate of ours: named by a path, here or in the workspace's table.
    fn local(&self, folder: &Path, name: &str, spec: &Value) -> Option<PathBuf> {
        if spec.get("workspace").is_some() {
            let shared = self.workspace.get("workspace")?.get("dependencies")?.get(name)?;
            return Some(self.project.join(shared.get("path")?.as_str()?));
        }
        Some(folder.join(spec.get("path")?.as_str()?))
    }
}

/// Length first, so that no two sequences of texts give the same stream.
fn feed(hash: &mut Blake2b<U16>, bytes: &[u8]) {
    hash.update(bytes.len().to_le_bytes());
    hash.update(bytes);
}

/// A file's place in the project, so that a clone elsewhere has the same fingerprint, and its content.
fn feed_file(hash: &mut Blake2b<U16>, project: &Path, file: &Path) -> Result<()> {
    let place = file.strip_prefix(project).unwrap_or(file);
    feed(hash, place.to_string_lossy().as_bytes());
    feed(hash, &std::fs::read(file).or_usage(format!("reading {}", file.display()))?);
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn write(root: &Path, name: &str, text: &str) {
        let path = root.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    /// Two contracts; only the first uses `rules`, which uses `codes`.
    fn project() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        write(
            root,
            "Cargo.toml",
            "[workspace.dependencies]\nrules = { path = \"contracts/rules\" }\nink = \"5\"\n",
        );
        write(root, "Cargo.lock", "");
        write(
            root,
            "contracts/credentials/Cargo.toml",
            "[dependencies]\nrules.workspace = true\nink.workspace = true\n",
        );
        write(root, "contracts/credentials/src/lib.rs", "one");
        write(root, "contracts/consent/Cargo.toml", "[dependencies]\nink.workspace = true\n");
        write(root, "contracts/consent/src/lib.rs", "two");
        write(root, "contracts/rules/Cargo.toml", "[dependencies]\ncodes = { path = \"../codes\" }\n");
        write(root, "contracts/rules/src/lib.rs", "three");
        write(root, "contracts/codes/Cargo.toml", "[dependencies]\n");
        write(root, "contracts/codes/src/deep/mod.rs", "four");
        folder
    }

    fn keys(root: &Path, rustc: &[u8]) -> (String, String) {
        // As the program sees it: paths are canonical only inside the fingerprint.
        let root = root.canonicalize().unwrap();
        let fingerprint = Fingerprint::with_compiler(&root, rustc).unwrap();
        let contracts = Contract::all(&root);
        (fingerprint.of(&contracts[0]).unwrap(), fingerprint.of(&contracts[1]).unwrap())
    }

    #[test]
    fn a_fingerprint_changes_with_a_source_of_a_dependency_and_with_nothing_else() {
        let folder = project();
        let before = keys(folder.path(), b"1.95");
        write(folder.path(), "contracts/codes/README.md", "not a source");
        assert_eq!(keys(folder.path(), b"1.95"), before);
        write(folder.path(), "contracts/codes/src/deep/mod.rs", "changed");
        let after = keys(folder.path(), b"1.95");
        assert_ne!(after.0, before.0);
        assert_eq!(after.1, before.1);
    }

    #[test]
    fn a_fingerprint_changes_with_the_compiler_and_the_locked_dependencies() {
        let folder = project();
        let before = keys(folder.path(), b"1.95");
        assert_ne!(keys(folder.path(), b"1.96").1, before.1);
        write(folder.path(), "Cargo.lock", "[[package]]\nname = \"consent\"\nversion = \"0.2.0\"\n");
        let after = keys(folder.path(), b"1.95");
        assert_ne!(after.1, before.1);
        assert_eq!(after.0, before.0);
    }

    #[test]
    fn a_clone_elsewhere_has_the_same_fingerprint() {
        let (here, there) = (project(), project());
        assert_eq!(keys(here.path(), b"1.95"), keys(there.path(), b"1.95"));
    }

    #[test]
    fn an_unknown_contract_is_refused_with_the_known_names() {
        let error = Contract::choose(Path::new("/"), &["claim".into()]).unwrap_err();
        assert!(error.hint.unwrap().contains("credentials, consent, claims"));
    }
}
