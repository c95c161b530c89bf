//! W3C Verifiable Credentials (Data Model 2.0) whose hash and standing are on the chain.
//!
//! What secures them is no signature but the registry: the proof has the document hash and, for each member of
//! `credentialSubject`, salt and path, so that a holder can leave members out and the rest still leads to the hash.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use healink_domain::{
    blake2_256,
    credentials::{CredentialId, Disclosure, Field, IssueRequest},
    Digest,
};
use serde::{Deserialize, Serialize};
use serde_json::{json, Value};

use super::document::{hash_text, parse_salt, Document};
use crate::{
    error::{Error, Result, ResultExt},
    text,
};

/// The context that every Verifiable Credential begins with.
const CONTEXT: &str = "https://www.w3.org/ns/credentials/v2";
/// For members that the context does not know.
const VOCABULARY: &str = "urn:healink:terms#";
const TYPES: [&str; 2] = ["VerifiableCredential", "HealinkProviderCredential"];
const STATUS_TYPE: &str = "HealinkRegistryEntry";
const PROOF_TYPE: &str = "HealinkMerkleProof";
const PURPOSE: &str = "assertionMethod";

/// Where a credential stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The chain, CAIP-2.
    pub chain: String,
    /// Address of the contract `credentials`.
    pub contract: String,
    /// Number of the credential.
    pub credential: CredentialId,
}

/// A Verifiable Credential as it is written. Members that the registry does not vouch for are refused.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct VerifiableCredential {
    #[serde(rename = "@context")]
    context: Value,
    id: String,
    #[serde(rename = "type")]
    kinds: Vec<String>,
    issuer: String,
    valid_from: String,
    valid_until: String,
    credential_subject: BTreeMap<String, String>,
    credential_status: Status,
    proof: Proof,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Status {
    #[serde(rename = "type")]
    kind: String,
    chain: String,
    contract: String,
    credential: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Proof {
    #[serde(rename = "type")]
    kind: String,
    proof_purpose: String,
    verification_method: String,
    document_hash: String,
    fields: Vec<Step>,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Step {
    name: String,
    salt: String,
    path: Vec<String>,
}

impl VerifiableCredential {
    /// Of a credential on the chain and its document, with all fields. `issuer` is the board's identifier.
    pub fn new(place: &Place, issuer: String, request: &IssueRequest, document: &Document) -> Self {
        let disclosures = document.disclosures();
        let step = |disclosure: &Disclosure| Step {
            name: disclosure.field.name.clone(),
            salt: hex::encode(disclosure.field.salt),
            path: disclosure.path.iter().map(hash_text).collect(),
        };
        let member =
            |disclosure: &Disclosure| (disclosure.field.name.clone(), disclosure.field.value.clone());
        let (valid_from, valid_until) = days(request);
        Self {
            context: json!([CONTEXT, { "@vocab": VOCABULARY }]),
            id: place.id(),
            kinds: TYPES.map(str::to_owned).into(),
            issuer,
            valid_from,
            valid_until,
            credential_subject: disclosures.iter().map(member).collect(),
            credential_status: Status {
                kind: STATUS_TYPE.into(),
                chain: place.chain.clone(),
                contract: place.contract.clone(),
                credential: place.credential.to_string(),
            },
            proof: Proof {
                kind: PROOF_TYPE.into(),
                proof_purpose: PURPOSE.into(),
                verification_method: super::did::of(&place.chain, &place.contract),
                document_hash: hash_text(&document.hash()),
                fields: disclosures.iter().map(step).collect(),
            },
        }
    }

    /// The same with only these members of the subject.
    ///
    /// # Errors
    /// When it has no member of such a name.
    pub fn disclosing(mut self, names: &[String]) -> Result<Self> {
        if let Some(unknown) = names.iter().find(|name| !self.credential_subject.contains_key(*name)) {
            let known: Vec<&str> = self.credential_subject.keys().map(String::as_str).collect();
            return Err(Error::usage(format!("the credential has no field `{unknown}`"))
                .hint(format!("one of {}", known.join(", "))));
        }
        self.credential_subject.retain(|name, _| names.contains(name));
        self.proof.fields.retain(|step| names.contains(&step.name));
        Ok(self)
    }

    /// Reads one from a file.
    ///
    /// # Errors
    /// When it cannot be read, or is no credential of this form.
    pub fn read(path: &Path) -> Result<Self> {
        let what = || format!("reading {}", path.display());
        let bytes = std::fs::read(path).or_usage(what())?;
        Self::parse(&bytes).map_err(|error| error.context(what()))
    }

    /// Reads one.
    ///
    /// # Errors
    /// When it is no credential of this form.
    pub fn parse(json: &[u8]) -> Result<Self> {
        let mut deserializer = serde_json::Deserializer::from_slice(json);
        let read: Self = serde_path_to_error::deserialize(&mut deserializer).map_err(|error| {
            Error::usage(format!("no credential of Healink's: {}: {}", error.path(), error.inner()))
        })?;
        let form = [
            ("@context", read.context == json!([CONTEXT, { "@vocab": VOCABULARY }])),
            ("type", read.kinds == TYPES),
            ("credentialStatus.type", read.credential_status.kind == STATUS_TYPE),
            ("proof.type", read.proof.kind == PROOF_TYPE),
            ("proof.proofPurpose", read.proof.proof_purpose == PURPOSE),
        ];
        match form.into_iter().find(|(_, is_ours)| !is_ours) {
            None => Ok(read),
            Some((member, _)) => Err(Error::usage(format!(
                "no credential of Healink's: {member} is not as `healink credentials export` writes it"
            ))),
        }
    }

    /// Where it says that it stands.
    ///
    /// # Errors
    /// When the number is none.
    pub fn place(&self) -> Result<Place> {
        let status = &self.credential_status;
        let credential = status.credential.parse().map_err(|_| {
            Error::usage(format!("`{}` in credentialStatus is no number of a credential", status.credential))
        })?;
        Ok(Place { chain: status.chain.clone(), contract: status.contract.clone(), credential })
    }

    /// The document hash that it states.
    ///
    /// # Errors
    /// When it is no hash.
    pub fn hash(&self) -> Result<Digest> {
        text::parse_digest(&self.proof.document_hash).map_err(|error| error.context("proof.documentHash"))
    }

    /// The issuer's identifier.
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// The members of the subject.
    pub fn subject(&self) -> &BTreeMap<String, String> {
        &self.credential_subject
    }

    /// The members outside of the subject that repeat what stands on the chain: what they say, and what they should for a
    /// credential with these terms at this place.
    pub fn envelope(&self, place: &Place, request: &IssueRequest) -> [(&'static str, &str, String); 4] {
        let (valid_from, valid_until) = days(request);
        let method = super::did::of(&place.chain, &place.contract);
        [
            ("id", &self.id, place.id()),
            ("validFrom", &self.valid_from, valid_from),
            ("validUntil", &self.valid_until, valid_until),
            ("proof.verificationMethod", &self.proof.verification_method, method),
        ]
    }

    /// The members of the subject with salt and path. That each of them leads to the hash is for the caller to see.
    ///
    /// # Errors
    /// When a member has no entry in the proof, an entry no member, or an entry is malformed.
    pub fn disclosures(&self) -> Result<Vec<Disclosure>> {
        let named: BTreeSet<&str> = self.proof.fields.iter().map(|step| step.name.as_str()).collect();
        let subject: BTreeSet<&str> = self.credential_subject.keys().map(String::as_str).collect();
        if let Some(name) = named.symmetric_difference(&subject).next() {
            return Err(Error::usage(format!(
                "the proof and the subject do not have the same fields: `{name}`"
            )));
        }
        if named.len() != self.proof.fields.len() {
            return Err(Error::usage("the proof names a field twice"));
        }
        self.proof.fields.iter().map(|step| self.disclosure(step)).collect()
    }

    fn disclosure(&self, step: &Step) -> Result<Disclosure> {
        let value = self.credential_subject.get(&step.name).cloned().unwrap_or_default();
        let field = Field { salt: parse_salt(&step.salt)?, name: step.name.clone(), value };
        let path = step.path.iter().map(|hash| text::parse_digest(hash)).collect::<Result<_>>()?;
        Ok(Disclosure { field, path })
    }

    /// As JSON, indented.
    ///
    /// # Errors
    /// None that the input can cause.
    pub fn render(&self) -> Result<String> {
        serde_json::to_string_pretty(self).or_internal("writing the credential")
    }
}

impl Place {
    fn id(&self) -> String {
        format!("{}#credential-{}", super::did::of(&self.chain, &self.contract), self.credential)
    }
}

/// `validFrom` and `validUntil`: the first and the last second.
fn days(request: &IssueRequest) -> (String, String) {
    let last = healink_domain::Day(request.expires_on.0.saturating_sub(1));
    (format!("{}T00:00:00Z", text::date(request.valid_from)), format!("{}T23:59:59Z", text::date(last)))
}

/// The first member whose path does not lead to the hash.
pub fn broken(disclosures: &[Disclosure], hash: Digest) -> Option<&Disclosure> {
    disclosures.iter().find(|disclosure| disclosure.root(blake2_256) != Some(hash))
}

#[cfg(test)]
pub(super) mod tests {
    #![allow(clippy::unwrap_used)]
    use super::{
        super::document::tests::{document, request},
        *,
    };

    pub fn place() -> Place {
        Place { chain: "polkadot:00".into(), contract: "5C".into(), credential: 7 }
    }

    pub fn exported() -> VerifiableCredential {
        VerifiableCredential::new(&place(), "did:pkh:polkadot:00:5B".into(), &request(), &document())
    }

    fn changed(change: impl FnOnce(&mut Value)) -> Result<VerifiableCredential> {
        let mut json = serde_json::to_value(exported()).unwrap();
        change(&mut json);
        VerifiableCredential::parse(json.to_string().as_bytes())
    }

    #[test]
    fn it_is_a_verifiable_credential_of_the_data_model() {
        let json = serde_json::to_value(exported()).unwrap();
        assert_eq!(json["@context"][0], "https://www.w3.org/ns/credentials/v2");
        assert_eq!(json["type"][0], "VerifiableCredential");
        assert_eq!(json["id"], "did:pkh:polkadot:00:5C#credential-7");
        assert_eq!(json["validFrom"], "2026-01-01T00:00:00Z");
        assert_eq!(json["validUntil"], "2027-12-31T23:59:59Z");
        assert_eq!(json["credentialSubject"]["id"], "did:pkh:polkadot:00:5F");
        assert_eq!(json["credentialSubject"]["licenceNumber"], "A-12345");
        assert_eq!(
            json["credentialStatus"],
            json!({ "type": "HealinkRegistryEntry", "chain": "polkadot:00", "contract": "5C", "credential": "7" })
        );
    }

    #[test]
    fn it_is_read_as_it_was_written() {
        let read = VerifiableCredential::parse(exported().render().unwrap().as_bytes()).unwrap();
        assert_eq!(read, exported());
        assert_eq!((read.place().unwrap(), read.hash().unwrap()), (place(), document().hash()));
        assert_eq!(broken(&read.disclosures().unwrap(), document().hash()), None);
    }

    #[test]
    fn a_part_of_it_still_leads_to_the_hash_and_shows_nothing_else() {
        let part = exported().disclosing(&["name".into(), "kind".into()]).unwrap();
        assert_eq!(part.subject().keys().collect::<Vec<_>>(), ["kind", "name"]);
        assert!(!part.render().unwrap().contains("A-12345"));
        let disclosures = part.disclosures().unwrap();
        assert_eq!((disclosures.len(), broken(&disclosures, document().hash())), (2, None));
        assert!(exported()
            .disclosing(&["salary".into()])
            .unwrap_err()
            .hint
            .unwrap()
            .contains("licenceNumber"));
    }

    #[test]
    fn no_member_can_be_changed_added_or_moved_to_another_name() {
        type Change = fn(&mut Value);
        let changes: [(&str, Change); 5] = [
            ("value", |json| json["credentialSubject"]["name"] = "Eve".into()),
            ("salt", |json| json["proof"]["fields"][0]["salt"] = "00".repeat(16).into()),
            ("path", |json| json["proof"]["fields"][0]["path"] = json!([])),
            ("swapped", |json| {
                let (one, other) =
                    (json["proof"]["fields"][0]["name"].clone(), json["proof"]["fields"][1]["name"].clone());
                json["proof"]["fields"][0]["name"] = other;
                json["proof"]["fields"][1]["name"] = one;
            }),
            ("longer path", |json| {
                let step = json["proof"]["fields"][0]["path"][0].clone();
                json["proof"]["fields"][0]["path"] = vec![step; 7].into();
            }),
        ];
        for (what, change) in changes {
            let disclosures = changed(change).unwrap().disclosures().unwrap();
            assert!(broken(&disclosures, document().hash()).is_some(), "{what}");
        }
        let added = changed(|json| json["credentialSubject"]["degree"] = "MD".into()).unwrap();
        assert!(added.disclosures().unwrap_err().message.contains("`degree`"));
        let twice = changed(|json| json["proof"]["fields"][1] = json["proof"]["fields"][0].clone()).unwrap();
        assert!(twice.disclosures().is_err());
    }

    #[test]
    fn what_the_registry_does_not_vouch_for_is_refused() {
        for change in [
            (|json: &mut Value| json["name"] = "Gold".into()) as fn(&mut Value),
            |json| json["evidence"] = json!([]),
            |json| json["credentialStatus"]["also"] = "x".into(),
            |json| json["type"] = json!(["VerifiableCredential", "Diploma"]),
            |json| json["@context"] = json!(["https://example.org"]),
            |json| json["proof"]["type"] = "DataIntegrityProof".into(),
            |json| json["credentialSubject"] = json!([]),
        ] {
            assert!(changed(change).unwrap_err().message.contains("no credential of Healink's"));
        }
        assert!(changed(|json| json["credentialStatus"]["credential"] = "x".into())
            .unwrap()
            .place()
            .is_err());
        assert!(VerifiableCredential::parse(b"{").is_err());
    }
}
