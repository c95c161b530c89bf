//! The document behind a credential's hash: its terms and what else the board knows, each field under a salt of its own.

use std::{
    collections::BTreeMap,
    fmt,
    path::{Path, PathBuf},
};

use healink_domain::{
    blake2_256,
    credentials::{self, Disclosure, Field, IssueRequest, MAX_FIELDS},
    Digest,
};
use scale::Encode;
use serde::{Deserialize, Serialize};

use crate::{
    error::{Error, Result, ResultExt},
    names, paths, text,
};

/// Names of the fields that every document has, or may have (`taxonomy`), from the credential's terms.
pub const TERMS: [&str; 8] =
    ["id", "npi", "kind", "taxonomy", "jurisdiction", "validFrom", "expiresOn", "verifiedOn"];

/// Bytes that a value may have.
const MAX_VALUE: usize = 1_024;
/// Bytes that a name may have.
const MAX_NAME: usize = 64;

/// Makes salts from the board's secret, so that the same document gets the same hash when an issue is run again, and nobody
/// without the secret can tell a salt.
#[derive(Clone)]
pub struct Salts(Vec<u8>);

impl Salts {
    /// From the secret, which should have at least 32 random bytes.
    pub fn new(secret: impl Into<Vec<u8>>) -> Self {
        Self(secret.into())
    }

    /// The salt of a field: the first half of BLAKE2-256 of the SCALE encoding of (secret, hash of all names and values, name).
    fn of(&self, content: [u8; 32], name: &str) -> [u8; 16] {
        let [salt @ .., _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _] =
            blake2_256(&(&self.0, content, name).encode());
        salt
    }
}

impl fmt::Debug for Salts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Salts(…)")
    }
}

/// A document: the holder's, and the board's to keep. Its salts are secret as long as its fields are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    fields: Vec<Field>,
    hash: Digest,
}

/// A document as it is written to a file.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Stored {
    hash: String,
    fields: Vec<StoredField>,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct StoredField {
    name: String,
    value: String,
    salt: String,
}

impl Document {
    /// From a credential's terms, the provider's identifier, and details by name.
    ///
    /// # Errors
    /// When a detail has a name or value that a document cannot have.
    pub fn new(
        request: &IssueRequest,
        provider: &str,
        details: &BTreeMap<String, String>,
        salts: &Salts,
    ) -> Result<Self> {
        for (name, value) in details {
            check_detail(name, value)?;
        }
        let terms = terms(request, provider).into_iter().map(|(name, value)| (name.to_owned(), value));
        let all: BTreeMap<String, String> = terms.chain(details.clone()).collect();
        let content = blake2_256(&all.encode());
        let field = |(name, value): (String, String)| Field { salt: salts.of(content, &name), name, value };
        Self::of(all.into_iter().map(field).collect())
    }

    fn of(fields: Vec<Field>) -> Result<Self> {
        use credentials::DocumentError::{NoFields, NotAscending, TooManyFields};
        let hash = credentials::document(&fields, blake2_256).map_err(|error| match error {
            NoFields => Error::usage("a document needs a field"),
            TooManyFields => Error::usage(format!("a document has at most {MAX_FIELDS} fields")),
            NotAscending => Error::usage("the fields of the document are not in order: a name stands twice"),
        })?;
        Ok(Self { fields, hash })
    }

    /// The hash that stands on the chain.
    pub fn hash(&self) -> Digest {
        self.hash
    }

    /// Its fields, by name.
    pub fn fields(&self) -> &[Field] {
        &self.fields
    }

    /// Every field with its way to the hash.
    pub fn disclosures(&self) -> Vec<Disclosure> {
        let one = |field: &Field| credentials::disclose(&self.fields, &field.name, blake2_256).ok().flatten();
        self.fields.iter().filter_map(one).collect()
    }

    /// Where the document with this hash is kept.
    pub fn path(folder: &Path, hash: &Digest) -> PathBuf {
        folder.join(format!("{}.json", hex::encode(hash.0)))
    }

    /// Writes it to the folder, whole or not at all, under its hash.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn write(&self, folder: &Path) -> Result<PathBuf> {
        let field = |field: &Field| StoredField {
            name: field.name.clone(),
            value: field.value.clone(),
            salt: hex::encode(field.salt),
        };
        let stored = Stored { hash: hash_text(&self.hash), fields: self.fields.iter().map(field).collect() };
        let json = serde_json::to_vec_pretty(&stored).or_internal("writing a document")?;
        let path = Self::path(folder, &self.hash);
        paths::write_atomically(&path, &json)?;
        Ok(path)
    }

    /// Reads a document and holds it to its hash.
    ///
    /// # Errors
    /// When it cannot be read, or was changed.
    pub fn read(path: &Path) -> Result<Self> {
        let what = || format!("reading {}", path.display());
        let bytes = std::fs::read(path).or_usage(what())?;
        let stored: Stored = serde_json::from_slice(&bytes).or_usage(what())?;
        let field = |stored: StoredField| {
            let salt = parse_salt(&stored.salt)?;
            Ok(Field { salt, name: stored.name, value: stored.value })
        };
        let fields = stored.fields.into_iter().map(field).collect::<Result<Vec<_>>>();
        let document = fields.and_then(Self::of).map_err(|error| error.context(what()))?;
        match hash_text(&document.hash) == stored.hash {
            true => Ok(document),
            false => Err(Error::usage(format!("{}: the fields do not have the hash that it states", what()))
                .hint("the file was changed: take it from where it was kept first")),
        }
    }
}

/// A hash as it is written in files.
pub fn hash_text(hash: &Digest) -> String {
    format!("0x{}", hex::encode(hash.0))
}

/// Reads a salt.
///
/// # Errors
/// When it is not 32 hexadecimal digits.
pub fn parse_salt(text: &str) -> Result<[u8; 16]> {
    let mut salt = [0; 16];
    hex::decode_to_slice(text.trim_start_matches("0x"), &mut salt)
        .map_err(|_| Error::usage(format!("`{text}` is no salt")).hint("a salt is 32 hexadecimal digits"))?;
    Ok(salt)
}

/// The fields that state a credential's terms, by name, as they stand in its document.
pub fn terms(request: &IssueRequest, provider: &str) -> BTreeMap<&'static str, String> {
    let mut terms = BTreeMap::from([
        ("id", provider.to_owned()),
        ("npi", request.npi.to_string()),
        ("kind", names::name(request.kind)),
        ("jurisdiction", request.jurisdiction.to_string()),
        ("validFrom", text::date(request.valid_from)),
        ("expiresOn", text::date(request.expires_on)),
        ("verifiedOn", text::date(request.verified_on)),
    ]);
    if let Some(taxonomy) = request.taxonomy {
        terms.insert("taxonomy", taxonomy.to_string());
    }
    terms
}

/// Whether a document can have this detail.
///
/// # Errors
/// When its name is a term's, or its form is wrong, or it is too long.
pub fn check_detail(name: &str, value: &str) -> Result<()> {
    let wrong = |why: String| Err(Error::usage(format!("`{name}` cannot be a field of the document: {why}")));
    let is_sign = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
    if TERMS.contains(&name) || name == "type" {
        return wrong("the name is taken".into());
    }
    if name.len() > MAX_NAME
        || !name.starts_with(|first: char| first.is_ascii_alphabetic())
        || !name.bytes().all(is_sign)
    {
        return wrong(format!(
            "a name is a letter and up to {} letters, digits, `.`, `_` and `-`",
            MAX_NAME - 1
        ));
    }
    if value.is_empty() || value.len() > MAX_VALUE {
        return wrong(format!("a value has 1 to {MAX_VALUE} bytes"));
    }
    Ok(())
}

#[cfg(test)]
pub(super) mod tests {
    #![allow(clippy::unwrap_used)]
    use healink_domain::{credentials::Kind, Account, Day, Jurisdiction, Npi, Taxonomy};

    use super::*;

    /// The terms of a licence, its document still to be made.
    pub fn request() -> IssueRequest {
        IssueRequest {
            provider: Account([4; 32]),
            npi: Npi::parse("1234567893").unwrap(),
            kind: Kind::StateLicence,
            taxonomy: Taxonomy::parse("207Q00000X").ok(),
            jurisdiction: Jurisdiction::parse("US-CA").unwrap(),
            valid_from: Day::from_civil(2026, 1, 1).unwrap(),
            expires_on: Day::from_civil(2028, 1, 1).unwrap(),
            verified_on: Day::from_civil(2025, 12, 20).unwrap(),
            document: Digest::default(),
            renews: None,
        }
    }

    pub fn details() -> BTreeMap<String, String> {
        [("licenceNumber", "A-12345"), ("name", "Ada Example")]
            .map(|(n, v)| (n.to_owned(), v.to_owned()))
            .into()
    }

    pub fn document() -> Document {
        Document::new(&request(), "did:pkh:polkadot:00:5F", &details(), &Salts::new(*b"secret")).unwrap()
    }

    #[test]
    fn the_same_document_has_the_same_hash_and_another_secret_or_value_another() {
        let other = |details: &BTreeMap<String, String>, secret: &[u8]| {
            Document::new(&request(), "did:pkh:polkadot:00:5F", details, &Salts::new(secret)).unwrap().hash()
        };
        assert_eq!(other(&details(), b"secret"), document().hash());
        assert_ne!(other(&details(), b"other"), document().hash());
        assert_ne!(other(&BTreeMap::new(), b"secret"), document().hash());
        assert!(!format!("{:?}", Salts::new(*b"secret")).contains("secret"));
    }

    #[test]
    fn no_two_fields_and_no_two_documents_share_a_salt() {
        let changed = BTreeMap::from([("name".to_owned(), "Eve Example".to_owned())]);
        let other =
            Document::new(&request(), "did:pkh:polkadot:00:5F", &changed, &Salts::new(*b"secret")).unwrap();
        let salts =
            document().fields().iter().chain(other.fields()).map(|field| field.salt).collect::<Vec<_>>();
        let unique: std::collections::BTreeSet<_> = salts.iter().collect();
        assert_eq!(unique.len(), salts.len());
    }

    #[test]
    fn every_field_leads_to_the_hash() {
        let document = document();
        let disclosures = document.disclosures();
        assert_eq!(disclosures.len(), TERMS.len() + 2);
        assert!(disclosures.iter().all(|one| one.root(blake2_256) == Some(document.hash())));
    }

    #[test]
    fn a_document_is_read_as_it_was_written_and_refused_when_changed() {
        let folder = tempfile::tempdir().unwrap();
        let path = document().write(folder.path()).unwrap();
        assert_eq!(Document::read(&path).unwrap(), document());
        let changed = std::fs::read_to_string(&path).unwrap().replace("A-12345", "A-12346");
        std::fs::write(&path, changed).unwrap();
        assert!(Document::read(&path).unwrap_err().message.contains("do not have the hash"));
        std::fs::write(&path, "{}").unwrap();
        assert!(Document::read(&path).is_err());
        assert!(Document::read(folder.path()).is_err());
    }

    #[test]
    fn details_have_names_of_their_own() {
        for name in ["npi", "id", "type", "", "1st", "@context", "licence number", &"n".repeat(65)] {
            assert!(check_detail(name, "x").is_err(), "{name}");
        }
        assert!(check_detail("name", "").is_err() && check_detail("name", &"x".repeat(1_025)).is_err());
        assert!(check_detail("licence.number_2-b", "x").is_ok());
    }
}
