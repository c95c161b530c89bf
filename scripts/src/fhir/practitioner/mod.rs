//! Credentials from FHIR R4 Practitioners: each qualification becomes one for each place where it is valid.
//!
//! Read are the base resources and what the US directories add to them (Da Vinci PDex Plan-Net, NDH, VhDir): the extension that says
//! where a qualification is valid, and VerificationResult for the day of the primary-source verification.

mod kind;
mod qualification;
mod span;
mod verification;

use std::{collections::BTreeMap, path::Path};

use healink_domain::{credentials::Kind, Day, Jurisdiction, Npi, Taxonomy};
use serde::Deserialize;
use serde_json::value::RawValue;

use self::verification::Verifications;
use super::{
    parties::{full_name, NPI_SYSTEM},
    read::{self, parse, Found, Problem},
    resources::{HumanName, Identifier},
    store::{Held, Resource, Store},
    Finding, Origin,
};
use crate::{error::Result, text};

/// System of an identifier that holds the provider's account as CAIP-10 (`polkadot:<chain>:<address>`).
pub const ACCOUNT_SYSTEM: &str = "https://chainagnostic.org/CAIPs/caip-10";

/// What stands in where the files say nothing, and what to check codes against.
#[derive(Clone, Debug, Default)]
pub struct ImportOptions {
    /// Where a qualification holds.
    pub place: Option<Jurisdiction>,
    /// Its kind.
    pub kind: Option<Kind>,
    /// First day on which it no longer holds.
    pub expires: Option<Day>,
    /// Day of the primary-source verification.
    pub verified: Option<Day>,
    /// The NUCC codes there are, with their names; without them only the form of a code is checked.
    pub specialities: Option<BTreeMap<Taxonomy, String>>,
}

/// A credential as a file states it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceCredential {
    /// Where it stands.
    pub origin: Origin,
    /// The provider's account as written, where it is.
    pub account: Option<String>,
    /// The provider's NPI.
    pub npi: Npi,
    /// What it attests.
    pub kind: Kind,
    /// Speciality, where it is for one.
    pub taxonomy: Option<Taxonomy>,
    /// Where it holds.
    pub place: Jurisdiction,
    /// First day on which it holds.
    pub valid_from: Day,
    /// First day on which it no longer holds.
    pub expires_on: Day,
    /// Day of the primary-source verification.
    pub verified_on: Day,
    /// What stands in the document only, by name: never on the chain in clear.
    pub details: BTreeMap<String, String>,
}

/// What was read.
#[derive(Clone, Debug, Default)]
pub struct Imported {
    /// Credentials that can be issued, in the order of the files.
    pub credentials: Vec<SourceCredential>,
    /// What cannot be used, and why.
    pub skipped: Vec<Finding>,
    /// What was used in a way that the reader should know.
    pub remarks: Vec<Finding>,
    /// Resources of types that play no part, counted by type.
    pub passed_over: BTreeMap<String, usize>,
    /// Files read.
    pub files: usize,
    /// Practitioners read.
    pub practitioners: usize,
}

/// Reads the Practitioners of a file, or of every `.json`, `.ndjson` and `.jsonl` file of a folder, in the order of their names.
///
/// # Errors
/// When there is no such file or folder, or the folder holds no such file. What is wrong inside a file is no error but listed in
/// [`Imported::skipped`].
pub fn import(path: &Path, options: &ImportOptions) -> Result<Imported> {
    let (files, others) = read::files(path)?;
    let mut imported = Imported { files: files.len(), ..Imported::default() };
    let mut store = Store::default();
    for (number, file) in files.iter().enumerate() {
        read::file(file, &mut |found| match found {
            Found::Resource(entry) => imported.skipped.extend(store.take(&entry, number).err()),
            Found::Plain(origin, _) => imported
                .skipped
                .push(Finding { origin, reason: "is a list of claims, not of practitioners".into() }),
            Found::Unreadable(finding) => imported.skipped.push(finding),
        });
    }
    imported.passed_over = std::mem::take(&mut store.passed_over);
    imported.remarks.append(&mut store.remarks);
    if others > 0 {
        imported.passed_over.insert("other files and folders".into(), others);
    }
    let verifications = Verifications::read(&store, &mut imported.skipped);
    for held in store.all().iter().filter(|held| matches!(held.resource, Resource::Practitioner(_))) {
        imported.practitioners = imported.practitioners.saturating_add(1);
        imported.add((&store, &verifications), held, options);
    }
    Ok(imported)
}

/// What is read anew of a Practitioner: claims need none of it, and are not refused for it.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Practitioner<'a> {
    active: Option<bool>,
    identifier: Vec<Identifier>,
    name: Vec<HumanName>,
    #[serde(borrow)]
    qualification: Vec<&'a RawValue>,
}

/// The provider as far as all its credentials share it.
struct Holder {
    npi: Npi,
    account: Option<String>,
    name: Option<String>,
}

impl Imported {
    fn add(&mut self, files: (&Store, &Verifications<'_>), held: &Held, options: &ImportOptions) {
        let practitioner = match parse::<Practitioner<'_>>(&held.document) {
            Ok(practitioner) => practitioner,
            Err(problem) => return self.skipped.push(problem.at(&held.origin)),
        };
        let holder = match holder(&practitioner) {
            Ok(holder) => holder,
            Err(problem) => return self.skipped.push(problem.at(&held.origin)),
        };
        if practitioner.qualification.is_empty() {
            self.skipped.push(Problem::new("qualification", "there is none").at(&held.origin));
        }
        for (index, raw) in practitioner.qualification.iter().enumerate() {
            let place = format!("qualification[{index}]");
            let origin = held.origin.at(&place);
            match qualification::read(files, held, (index, raw.get()), options) {
                Ok(read) => {
                    let remark = |problem: Problem| problem.at(&origin);
                    self.remarks.extend(read.remarks.iter().cloned().map(remark));
                    self.credentials.extend(read.credentials(&origin, &holder));
                }
                Err(problem) => self.skipped.push(problem.at(&origin)),
            }
        }
    }
}

/// Who holds the qualifications.
fn holder(practitioner: &Practitioner<'_>) -> std::result::Result<Holder, Problem> {
    if practitioner.active == Some(false) {
        return Err(Problem::new("active", "the practitioner is no longer active"));
    }
    let of_system = |system: &str| {
        let mut numbered = practitioner.identifier.iter().enumerate();
        let found = numbered.find(|(_, identifier)| identifier.system.as_deref() == Some(system));
        found.map(|(index, identifier)| (index, identifier.value.as_deref().unwrap_or_default()))
    };
    let (index, number) = of_system(NPI_SYSTEM).ok_or_else(|| {
        Problem::new("identifier", format!("there is no NPI (an identifier of {NPI_SYSTEM})"))
    })?;
    let npi = text::parse_npi(number).map_err(|error| {
        let why = error.hint.unwrap_or_default();
        Problem::new(format!("identifier[{index}].value"), format!("{}: {why}", error.message))
    })?;
    let account = of_system(ACCOUNT_SYSTEM).map(|(_, account)| account.to_owned());
    let name = practitioner.name.first().map(full_name).filter(|name| !name.is_empty());
    Ok(Holder { npi, account, name })
}

#[cfg(test)]
mod tests;
