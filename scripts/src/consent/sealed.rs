//! A statement of which only a salted hash is published: whoever is given the statement and the salt can check it.

use std::path::{Path, PathBuf};

use healink_domain::{salted_digest, Digest};
use serde::{Deserialize, Serialize};

use crate::{
    chain::rpc::{from_hex, to_hex},
    error::{Error, Result, ResultExt},
    paths,
};

/// Folder in which statements are kept.
pub const FOLDER: &str = "out/sealed";

/// A statement with its salt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sealed {
    /// What it is about.
    pub about: String,
    /// The statement.
    pub statement: String,
    /// What keeps others from guessing it: 32 random bytes, hexadecimal.
    pub salt: String,
    /// BLAKE2-256 of the SCALE encoding of (salt, statement).
    pub hash: String,
}

/// 32 random bytes.
///
/// # Errors
/// When the machine has none.
pub fn salt() -> Result<[u8; 32]> {
    let mut salt = [0u8; 32];
    getrandom::fill(&mut salt).or_internal("drawing a random salt")?;
    Ok(salt)
}

impl Sealed {
    /// Seals a statement.
    ///
    /// # Errors
    /// When the machine has no random bytes.
    pub fn new(about: &str, statement: &str) -> Result<Self> {
        let salt = salt()?;
        let hash = salted_digest(&salt, statement.as_bytes());
        let (about, statement) = (about.to_owned(), statement.to_owned());
        Ok(Self { about, statement, salt: to_hex(&salt), hash: to_hex(&hash.0) })
    }

    /// Reads a file and checks that it was not changed.
    ///
    /// # Errors
    /// When it cannot be read, is no such file, or the hash is not that of the statement.
    pub fn read(path: &Path) -> Result<Self> {
        let what = format!("reading {}", path.display());
        let known = format!("name a file of {FOLDER}");
        let bytes = std::fs::read(path).or_usage(&what).map_err(|error| error.hint(&known))?;
        let sealed: Self =
            serde_json::from_slice(&bytes).or_usage(&what).map_err(|error| error.hint(&known))?;
        let salt = from_hex(&sealed.salt)?;
        match to_hex(&salted_digest(&salt, sealed.statement.as_bytes()).0) == sealed.hash {
            true => Ok(sealed),
            false => Err(Error::usage(format!(
                "{}: the statement was changed: it has another hash",
                path.display()
            ))
            .hint("ask whoever wrote it for the original")),
        }
    }

    /// The hash.
    ///
    /// # Errors
    /// When it is malformed.
    pub fn digest(&self) -> Result<Digest> {
        crate::text::parse_digest(&self.hash)
    }

    /// Writes it into a folder, for those who are to check it, and says where.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn write(&self, folder: &Path) -> Result<PathBuf> {
        let name: String = self.hash.chars().skip(2).take(16).collect();
        let path = folder.join(format!("{name}.json"));
        paths::write_atomically(&path, &serde_json::to_vec_pretty(self).or_internal("writing JSON")?)?;
        Ok(path)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_statement_is_read_as_it_was_written_and_changes_are_seen() {
        let folder = tempfile::tempdir().unwrap();
        let sealed = Sealed::new("opening", "unconscious after an accident").unwrap();
        let path = sealed.write(folder.path()).unwrap();
        assert_eq!(Sealed::read(&path).unwrap(), sealed);
        let changed = Sealed { statement: "on holiday".into(), ..sealed.clone() };
        std::fs::write(&path, serde_json::to_vec(&changed).unwrap()).unwrap();
        assert!(Sealed::read(&path).unwrap_err().message.contains("was changed"));
        std::fs::write(&path, "{}").unwrap();
        assert!(Sealed::read(&path).is_err());
    }

    #[test]
    fn the_same_statement_has_another_hash_each_time() {
        let one = Sealed::new("a", "b").unwrap();
        assert_ne!(one.hash, Sealed::new("a", "b").unwrap().hash);
    }
}
