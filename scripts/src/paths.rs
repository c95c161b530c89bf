//! Where things are: the project, the cache, the build output, the deployment records.

use std::{
    env,
    io::ErrorKind,
    path::{Path, PathBuf},
};

use serde::{de::DeserializeOwned, Serialize};

use crate::error::{Error, Result, ResultExt};

/// Root of the project: `HEALINK_HOME`, or the nearest folder upward from the current one that holds
/// `contracts/` and `rust-toolchain.toml`.
///
/// # Errors
/// When there is none.
pub fn project() -> Result<PathBuf> {
    if let Some(home) = env::var_os("HEALINK_HOME") {
        return Ok(PathBuf::from(home));
    }
    let here = env::current_dir().or_internal("finding the current folder")?;
    let is_root = |dir: &&Path| dir.join("contracts").is_dir() && dir.join("rust-toolchain.toml").is_file();
    here.ancestors().find(is_root).map(Path::to_path_buf).ok_or_else(|| {
        Error::usage("this is not inside the Healink project")
            .hint("change into the project's folder, or name it in HEALINK_HOME")
    })
}

/// What is built once and kept: `HEALINK_CACHE`, or `healink` in the user's cache folder.
///
/// # Errors
/// When neither `HEALINK_CACHE`, `XDG_CACHE_HOME` nor `HOME` is set.
pub fn cache() -> Result<PathBuf> {
    let set = |name: &str| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    set("HEALINK_CACHE")
        .or_else(|| set("XDG_CACHE_HOME").map(|dir| dir.join("healink")))
        .or_else(|| set("HOME").map(|dir| dir.join(".cache/healink")))
        .ok_or_else(|| Error::usage("no folder for the cache").hint("set HEALINK_CACHE or HOME"))
}

/// Built contracts: `<name>.wasm`, `<name>.json` (metadata), `<name>.contract` (both).
///
/// # Errors
/// See [`cache`].
pub fn contracts() -> Result<PathBuf> {
    Ok(cache()?.join("contracts"))
}

/// Writes a file so that a reader sees the old content or the new, never a part.
///
/// # Errors
/// When the folder or file cannot be written.
pub fn write_atomically(path: &Path, content: &[u8]) -> Result<()> {
    let saying = || format!("writing {}", path.display());
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).or_internal(saying())?;
    }
    let beside = path.with_extension(format!("new-{}", std::process::id()));
    std::fs::write(&beside, content).or_internal(saying())?;
    std::fs::rename(&beside, path).or_internal(saying())
}

/// Writes a value as JSON, so that a reader sees the old content or the new, never a part.
///
/// # Errors
/// When the folder or file cannot be written.
pub fn write_json<T: Serialize + ?Sized>(path: &Path, value: &T) -> Result<()> {
    let json = serde_json::to_vec_pretty(value).or_internal(format!("writing {}", path.display()))?;
    write_atomically(path, &json)
}

/// Reads a value from a JSON file; `None` when there is no such file.
///
/// # Errors
/// When it cannot be read, or holds something else.
pub fn read_json<T: DeserializeOwned>(path: &Path) -> Result<Option<T>> {
    let what = || format!("reading {}", path.display());
    match std::fs::read(path) {
        Ok(bytes) => serde_json::from_slice(&bytes).or_usage(what()).map(Some),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Error::usage(format!("{}: {error}", what()))),
    }
}
