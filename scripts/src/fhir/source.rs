//! What is read from claim files, in terms that know neither FHIR nor the chain.

use std::{fmt, path::PathBuf};

use healink_domain::{
    claims::{AuthorisationId, AuthorisedItem, Claim, Line, PlanRef, Policy, PolicyId},
    Account, Cents, Day, Jurisdiction, Npi, Period,
};
use serde::Serialize;

use super::Keyring;

/// Where in which file something stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Origin {
    /// The file.
    pub file: PathBuf,
    /// Line of an NDJSON file, counted from 1.
    pub line: Option<usize>,
    /// FHIRPath-like: `Bundle.entry[12].resource.item[0].net`.
    pub path: String,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.file.display())?;
        if let Some(line) = self.line {
            write!(f, ", line {line}")?;
        }
        match self.path.is_empty() {
            true => Ok(()),
            false => write!(f, ": {}", self.path),
        }
    }
}

impl Serialize for Origin {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Something that was not used, or was used in a way the reader should know, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Where it stands.
    pub origin: Origin,
    /// One sentence, starting in lower case, without a full stop.
    pub reason: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.origin, self.reason)
    }
}

/// A service code in clear. It never leaves the payer's network: the chain sees its key only.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Code {
    /// The code system's address, such as `http://snomed.info/sct`; empty when the source names none.
    pub system: String,
    /// The code.
    pub code: String,
    /// What it means, in the source's words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display: Option<String>,
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}|{}", self.system, self.code)
    }
}

/// A service line in clear.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SourceLine {
    /// Number of the item in the source.
    pub sequence: u32,
    /// What was done.
    pub code: Code,
    /// Units of service, at least 1.
    pub units: u32,
    /// The charge for all of them, in cents.
    #[serde(serialize_with = "super::amount::serialize")]
    pub billed: Cents,
    /// What prior payers paid on it, in cents.
    #[serde(serialize_with = "super::amount::serialize")]
    pub prior_paid: Cents,
}

/// A patient, as a member of a plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Member {
    /// The same for the same person in every file: an identifier `system|value`, else the reference.
    pub key: String,
    /// How the source refers to the patient.
    pub reference: String,
    /// When the cover runs, where a Coverage says so.
    #[serde(serialize_with = "super::day::serialize_period")]
    pub cover: Option<Period>,
    /// What the members of one family have in common, where the source says so: the subscriber's number or key.
    pub family: Option<String>,
}

impl Member {
    /// The member's policy under a plan as the contract takes it; for these days where no Coverage says which.
    pub fn policy(&self, keyring: &Keyring, plan: PlanRef, account: Account, otherwise: Period) -> Policy {
        Policy {
            plan,
            member: account,
            period: self.cover.unwrap_or(otherwise),
            member_hash: keyring.member(self),
            family: self.family.as_deref().map(|family| keyring.family(family)),
        }
    }
}

/// A provider.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Provider {
    /// The same for the same provider in every file: `npi|…` where there is a valid NPI, an identifier `system|value`, else
    /// the reference.
    pub key: String,
    /// How the source refers to it.
    pub reference: String,
    /// Its name, where the source has one.
    pub name: Option<String>,
    /// National Provider Identifier, where the source has a valid one.
    #[serde(serialize_with = "super::npi::serialize")]
    pub npi: Option<Npi>,
    /// Where it practises, where the source says so.
    #[serde(serialize_with = "super::place::serialize")]
    pub place: Option<Jurisdiction>,
}

/// A claim as read: one day of service and at most 32 lines, so that it can be submitted as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceClaim {
    /// Where it stands.
    pub origin: Origin,
    /// The source's name for it: the resource's id, with `#2` for the second part of a claim that had to be split.
    pub id: String,
    /// Which part of the claim this is, counted from 1, and of how many: a claim is split where its lines have several days of
    /// service or are more than 32.
    pub part: (usize, usize),
    /// The member's key: [`Member::key`].
    pub member: String,
    /// How the source refers to the patient.
    pub patient: String,
    /// The provider's key: [`Provider::key`].
    pub provider: String,
    /// How the source refers to the provider.
    pub provider_reference: String,
    /// How the source refers to the coverage, if it does.
    pub coverage: Option<String>,
    /// Where the service was rendered.
    pub place: Jurisdiction,
    /// When.
    pub service_day: Day,
    /// What was done, 1 to 32 lines.
    pub lines: Vec<SourceLine>,
    /// Sum of the charges; over all parts this is the source's total to the cent.
    pub total: Cents,
    /// ISO 4217.
    pub currency: String,
    /// FHIR claim type: `institutional`, `oral`, `pharmacy`, `professional`, `vision`.
    pub kind: String,
    /// The payer's number of a prior authorisation, if the claim names one.
    pub authorisation: Option<String>,
    /// What the claim's hash is taken of: the resource in canonical JSON, followed, where it applies, by a line on which part
    /// of it this is and one on how far its dates were shifted.
    pub document: String,
}

impl SourceClaim {
    /// The claim as the contract takes it: codes keyed, document hashed. `authorisation` is the chain's number of the prior
    /// authorisation that [`SourceClaim::authorisation`] names.
    pub fn to_domain(
        &self,
        keyring: &Keyring,
        policy: PolicyId,
        provider: Account,
        authorisation: Option<AuthorisationId>,
    ) -> Claim {
        let line = |line: &SourceLine| Line {
            code: keyring.code(&line.code),
            units: line.units,
            billed: line.billed,
            prior_paid: line.prior_paid,
        };
        Claim {
            policy,
            provider,
            jurisdiction: self.place,
            service_day: self.service_day,
            lines: self.lines.iter().map(line).collect(),
            authorisation,
            document: keyring.document(self.document.as_bytes()),
        }
    }
}

/// A prior authorisation as read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceAuthorisation {
    /// Where it stands.
    pub origin: Origin,
    /// The payer's number: FHIR `ClaimResponse.preAuthRef`.
    pub number: String,
    /// For this member: [`Member::key`].
    pub member: String,
    /// For this provider: [`Provider::key`].
    pub provider: String,
    /// For these services, 1 to [`healink_domain::claims::MAX_LINES`].
    pub items: Vec<SourceItem>,
    /// For services on these days.
    pub period: Period,
}

/// A service that is authorised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceItem {
    /// Which.
    pub code: Code,
    /// So many units of it.
    pub units: u32,
}

impl SourceAuthorisation {
    /// The services as the contract takes them: codes keyed.
    pub fn items(&self, keyring: &Keyring) -> Vec<AuthorisedItem> {
        let item = |item: &SourceItem| AuthorisedItem { code: keyring.code(&item.code), units: item.units };
        self.items.iter().map(item).collect()
    }
}
