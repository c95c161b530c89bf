//! The payer's secret and what is keyed with it.

use std::fmt;

use healink_domain::{claims::FamilyKey, code_key, salted_digest, CodeKey, Digest};

use super::{Code, Member};

/// The payer's secret. It stays with the payer and its network; codes, documents and members stand on the chain only as
/// keyed hashes under it, so that nobody without it can test guesses.
#[derive(Clone)]
pub struct Keyring {
    secret: Vec<u8>,
}

impl Keyring {
    /// From the secret. It should have at least 32 random bytes: a guessable one makes all codes guessable.
    pub fn new(secret: impl Into<Vec<u8>>) -> Self {
        Self { secret: secret.into() }
    }

    /// The key of a service code.
    pub fn code(&self, code: &Code) -> CodeKey {
        code_key(&self.secret, &code.system, &code.code)
    }

    /// The hash of a document.
    pub fn document(&self, document: &[u8]) -> Digest {
        salted_digest(&self.secret, document)
    }

    /// The key that the members of a family have in common.
    pub fn family(&self, family: &str) -> FamilyKey {
        FamilyKey(code_key(&self.secret, "family", family).0)
    }

    /// The hash that stands for a member.
    pub fn member(&self, member: &Member) -> Digest {
        self.document(format!("member\n{}", member.key).as_bytes())
    }
}

impl fmt::Debug for Keyring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Keyring(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_depend_on_the_secret_and_do_not_show_it() {
        let code = Code { system: "s".into(), code: "c".into(), display: None };
        let (one, other) = (Keyring::new(*b"one"), Keyring::new(*b"other"));
        assert_eq!(one.code(&code), one.code(&Code { display: Some("d".into()), ..code.clone() }));
        assert_ne!(one.code(&code), other.code(&code));
        assert_ne!(one.document(b"{}"), other.document(b"{}"));
        assert!(!format!("{one:?}").contains("one"));
    }
}
