//! Names of the domain's values as they are written on the command line and in files: `office-visit`, `state-licence`.

use std::fmt::Debug;

use crate::error::{Error, Result};

/// Writes the name of a value: its variant's name in lower case, words joined by hyphens.
pub fn name(value: impl Debug) -> String {
    hyphenated(&format!("{value:?}"))
}

fn hyphenated(name: &str) -> String {
    let mut out = String::new();
    for (index, letter) in name.char_indices() {
        if letter.is_ascii_uppercase() && index > 0 {
            out.push('-');
        }
        out.push(letter.to_ascii_lowercase());
    }
    out
}

/// Writes the name of a value that has fields, without them.
pub fn variant(value: impl Debug) -> String {
    let written = format!("{value:?}");
    let name: String = written.chars().take_while(|letter| letter.is_ascii_alphanumeric()).collect();
    hyphenated(&name)
}

/// Reads a name, one of `all`.
///
/// # Errors
/// When there is none of that name; the names there are stand in the hint.
pub fn parse<T: Copy + Debug>(what: &str, all: &[T], text: &str) -> Result<T> {
    all.iter().copied().find(|value| name(value) == text).ok_or_else(|| {
        let known: Vec<String> = all.iter().map(name).collect();
        Error::usage(format!("`{text}` is no {what}")).hint(format!("one of {}", known.join(", ")))
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use healink_domain::{claims::Category, credentials::Kind};

    #[test]
    fn names_are_read_as_they_are_written() {
        for category in Category::ALL {
            assert_eq!(parse("category", Category::ALL, &name(category)).unwrap(), *category);
        }
        assert_eq!(name(Kind::StateLicence), "state-licence");
        assert_eq!(variant(healink_domain::claims::ClaimError::Units { line: 3 }), "units");
        assert!(parse("category", Category::ALL, "visit")
            .unwrap_err()
            .hint
            .unwrap()
            .contains("office-visit"));
    }
}
