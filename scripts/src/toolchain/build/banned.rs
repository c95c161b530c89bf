//! What must not stand in a contract's source.

use std::path::Path;

use super::contract::source_files;
use crate::error::{Error, Result, ResultExt};

/// Conditions on the target can hide a message from the metadata: it is made by a native build, the code by a Wasm one.
const BANNED: [&str; 2] = ["target_family", "target_arch"];

/// Looks through all Rust sources under `folder`.
///
/// # Errors
/// When one is conditional on the target, naming file and line.
pub fn check(folder: &Path) -> Result<()> {
    for file in source_files(folder)? {
        let text = std::fs::read_to_string(&file).or_internal(format!("reading {}", file.display()))?;
        if let Some(line) = first_banned(&text) {
            return Err(Error::usage(format!("{}:{line}: contracts must not depend on the target", file.display()))
                .hint("`cfg(target_family)` and `cfg(target_arch)` can hide a message from the metadata: use a feature"));
        }
    }
    Ok(())
}

/// Number of the first line with a banned condition, comments aside.
fn first_banned(text: &str) -> Option<usize> {
    let is_banned = |line: &str| {
        let code = line.split("//").next().unwrap_or_default();
        code.contains("cfg") && BANNED.iter().any(|word| code.contains(word))
    };
    text.lines().position(is_banned).and_then(|index| index.checked_add(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditions_on_the_target_are_found() {
        assert_eq!(first_banned("fn a() {}\n#[cfg(target_arch = \"wasm32\")]\nfn b() {}"), Some(2));
        assert_eq!(first_banned("#![cfg_attr(any(x, target_family = \"wasm\"), no_std)]"), Some(1));
    }

    #[test]
    fn other_conditions_and_comments_are_not() {
        assert_eq!(
            first_banned("#[cfg(feature = \"std\")]\n// never #[cfg(target_arch)]\nlet target_arch = 1;"),
            None
        );
    }
}
