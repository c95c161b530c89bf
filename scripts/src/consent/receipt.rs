//! Consent receipts: what a patient decided, in the fields of ISO/IEC TS 27560 and of Kantara's Consent Receipt 1.1. The salted hash
//! of a receipt stands on the chain with the grant, so whoever is shown the receipt can check both against each other.

use std::path::{Path, PathBuf};

use healink_domain::{consent::Terms, salted_digest, Account, Digest};
use serde::{Deserialize, Serialize};

use super::{page, sealed, terms::is_sensitive, Written};
use crate::{
    chain::{
        account,
        rpc::{from_hex, to_hex},
    },
    error::{Error, Result, ResultExt},
    paths, text,
};

/// The standard whose fields a record has.
const SCHEMA: &str = "ISO/IEC TS 27560:2023";
/// The receipt's version of Kantara.
const KANTARA: &str = "KI-CR-v1.1.0";

/// A receipt with the salt that its hash is taken under.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Receipt {
    /// What the hash is taken of.
    pub record: Record,
    /// 32 random bytes, hexadecimal: they keep others from guessing what was decided.
    pub salt: String,
    /// BLAKE2-256 of the SCALE encoding of (salt, record as JSON without white space).
    pub hash: String,
}

/// The record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Record {
    /// The standard whose fields these are.
    pub schema_version: String,
    /// Kantara's name for the version.
    pub version: String,
    /// Unique name of the receipt (Kantara: `consentReceiptID`).
    pub record_id: String,
    /// Whose data they are: the patient's account.
    pub pii_principal_id: String,
    /// Who decided, if not the patient in person.
    pub decided_by: Option<String>,
    /// Language of the words in it.
    pub language: String,
    /// When it was made.
    pub consent_timestamp: String,
    /// How it was made.
    pub collection_method: String,
    /// Who may use the data, or not.
    pub parties: Vec<Party>,
    /// For what.
    pub purposes: Vec<Purpose>,
    /// Are sensitive data concerned? (Kantara: `sensitive`)
    pub sensitive: bool,
    /// Which (Kantara: `spiCat`).
    pub sensitive_categories: Vec<String>,
    /// What was decided.
    pub event: Event,
    /// How to withdraw it.
    pub withdrawal_method: String,
    /// Where it stands.
    pub registry: Registry,
    /// The terms of the grant, to be compared with those on the chain.
    pub terms: Written,
}

/// Somebody who takes part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Party {
    /// An account, or the kind of credential that everyone concerned holds.
    pub party_id: String,
    /// What the patient calls them.
    pub party_name: Option<String>,
    /// As what.
    pub party_role: String,
}

/// A purpose with the data that it concerns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Purpose {
    /// Its name.
    pub purpose: String,
    /// On what ground.
    pub lawful_basis: String,
    /// Which data (Kantara: `piiCategory`).
    pub pii_information: Vec<String>,
    /// What may be done with them.
    pub processing_method: Vec<String>,
    /// Until when (Kantara: `termination`).
    pub retention_period: String,
}

/// What was decided, and for how long.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Event {
    /// `consent given` or `consent refused`.
    pub event_type: String,
    /// Kantara's `consentType`.
    pub consent_type: String,
    /// From when.
    pub valid_from: String,
    /// Until when; the first day that no longer counts.
    pub valid_until: Option<String>,
}

/// The contract that keeps the grant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Registry {
    /// Hash of the chain's first block.
    pub genesis: String,
    /// Address of the contract.
    pub contract: String,
}

/// What a receipt is made of.
#[derive(Clone, Debug)]
pub struct Issue<'a> {
    /// The patient.
    pub patient: Account,
    /// Who decides for the patient, if not the patient.
    pub by: Option<Account>,
    /// The terms; their receipt is not looked at.
    pub terms: &'a Terms,
    /// What the patient calls the grantee.
    pub called: Option<&'a str>,
    /// How the decision was made.
    pub method: &'a str,
    /// Where it will stand.
    pub registry: Registry,
    /// How accounts are written there.
    pub prefix: u16,
    /// When, as a FHIR instant.
    pub at: String,
}

/// Whether a receipt is what it says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Verdict {
    /// Is the record the one that the hash was taken of?
    pub unchanged: bool,
    /// The grant on the chain that has this hash; none if there is none, or the chain was not asked.
    pub grant: Option<u32>,
    /// Does it say the same as the receipt?
    pub same_terms: Option<bool>,
    /// Whether it holds.
    pub state: String,
}

impl Receipt {
    /// Makes a receipt.
    ///
    /// # Errors
    /// When the machine has no random bytes.
    pub fn new(issue: &Issue<'_>) -> Result<Self> {
        let (salt, number) = (sealed::salt()?, sealed::salt()?);
        let record = Record::new(issue, record_id(&number));
        let hash = to_hex(&record.hash(&salt)?.0);
        Ok(Self { record, salt: to_hex(&salt), hash })
    }

    /// The hash as it stands on the chain.
    ///
    /// # Errors
    /// When it is malformed.
    pub fn digest(&self) -> Result<Digest> {
        text::parse_digest(&self.hash)
    }

    /// Is the record the one that the hash was taken of?
    ///
    /// # Errors
    /// When the salt is malformed.
    pub fn is_unchanged(&self) -> Result<bool> {
        Ok(to_hex(&self.record.hash(&from_hex(&self.salt)?)?.0) == self.hash)
    }

    /// Reads a receipt: a JSON file, or a page that was made of one, which has to be that page still.
    ///
    /// # Errors
    /// When it cannot be read, is neither, or the page says something else than the receipt in it.
    pub fn read(path: &Path) -> Result<Self> {
        let what = format!("reading {}", path.display());
        let known = "name a receipt of out/receipts: its .json or its .html file";
        let text = std::fs::read_to_string(path).or_usage(&what).map_err(|error| error.hint(known))?;
        let embedded = page::embedded(&text);
        let receipt = serde_json::from_str(embedded.unwrap_or(&text)).or_usage(&what);
        let receipt: Self = receipt.map_err(|error| error.hint(known))?;
        if embedded.is_some() && page::render(&receipt)?.trim_end() != text.trim_end() {
            return Err(Error::usage(format!(
                "{}: the page was changed: it is not the one made of the receipt in it",
                path.display()
            ))
            .hint("make it anew from the JSON file with `healink consent receipt page FILE`"));
        }
        Ok(receipt)
    }

    /// Writes the receipt and its page into a folder and says where.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn write(&self, folder: &Path) -> Result<[PathBuf; 2]> {
        let path = |ending: &str| folder.join(format!("{}.{ending}", self.record.record_id));
        let written = [path("json"), path("html")];
        let [json, html] = &written;
        paths::write_atomically(json, &serde_json::to_vec_pretty(self).or_internal("writing the receipt")?)?;
        paths::write_atomically(html, page::render(self)?.as_bytes())?;
        Ok(written)
    }
}

/// A random name in the form of a UUID, version 4 (RFC 9562).
fn record_id(random: &[u8; 32]) -> String {
    let mut bytes = *random;
    let [_, _, _, _, _, _, version, _, variant, ..] = &mut bytes;
    *version = *version & 0x0f | 0x40;
    *variant = *variant & 0x3f | 0x80;
    let digits = hex::encode(bytes);
    let part = |from: usize, to: usize| digits.get(from..to).unwrap_or_default().to_owned();
    [part(0, 8), part(8, 12), part(12, 16), part(16, 20), part(20, 32)].join("-")
}

impl Record {
    fn new(issue: &Issue<'_>, record_id: String) -> Self {
        let terms = Written::new(issue.terms, issue.prefix);
        let given = terms.permits();
        let until = terms
            .until
            .as_ref()
            .map_or_else(|| "until withdrawn".into(), |until| format!("before {until}, or until withdrawn"));
        let purpose = |purpose: &String| Purpose {
            purpose: purpose.clone(),
            lawful_basis: "consent".into(),
            pii_information: terms.categories.clone(),
            processing_method: terms.actions.clone(),
            retention_period: until.clone(),
        };
        let sensitive: Vec<String> =
            terms.categories.iter().filter(|category| is_sensitive(category)).cloned().collect();
        Self {
            schema_version: SCHEMA.into(),
            version: KANTARA.into(),
            record_id,
            pii_principal_id: account::ss58(&issue.patient, issue.prefix),
            decided_by: issue.by.map(|by| account::ss58(&by, issue.prefix)),
            language: "en".into(),
            consent_timestamp: issue.at.clone(),
            collection_method: issue.method.into(),
            parties: vec![Party {
                party_id: terms.grantee.clone(),
                party_name: issue.called.map(str::to_owned),
                party_role: "recipient".into(),
            }],
            purposes: terms.purposes.iter().map(purpose).collect(),
            sensitive: !sensitive.is_empty(),
            sensitive_categories: sensitive,
            event: Event {
                event_type: if given { "consent given" } else { "consent refused" }.into(),
                consent_type: "EXPLICIT".into(),
                valid_from: terms.from.clone(),
                valid_until: terms.until.clone(),
            },
            withdrawal_method: format!("healink consent revoke {}", option(&terms.grantee)),
            registry: issue.registry.clone(),
            terms,
        }
    }

    fn hash(&self, salt: &[u8]) -> Result<Digest> {
        let text = serde_json::to_string(self).or_internal("writing the receipt")?;
        Ok(salted_digest(salt, text.as_bytes()))
    }
}

/// The grantee as an option of the command line.
fn option(grantee: &str) -> String {
    match (account::parse(grantee), grantee.split_once('@')) {
        (Ok(_), _) => format!("--to {grantee}"),
        (_, Some((kind, place))) => format!("--to-kind {kind} --place {place}"),
        (_, None) => format!("--to-kind {grantee}"),
    }
}

#[cfg(test)]
mod tests;
