//! Claims from FHIR R4 files: Bundles of any type, single resources, NDJSON, and plain JSON (`docs/formats.md`).
//!
//! What is read is neutral ([`SourceClaim`]); what cannot be used is listed with its file, its path and the reason, and the rest
//! goes on. Nothing read here reaches the chain in clear: see [`Keyring`].

mod amount;
mod authorisation;
mod canonical;
mod claim;
pub mod consent;
mod day;
mod keyring;
mod lines;
mod npi;
mod parties;
mod place;
mod plain;
mod practitioner;
mod read;
mod resources;
mod shift;
mod source;
mod store;

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use healink_domain::{Day, Jurisdiction};

use self::{
    parties::Parties,
    read::{Found, Problem},
    store::{Held, Resource, Store},
};
use crate::error::{Error, Result};

pub use keyring::Keyring;
pub use npi::stand_in_npi;
pub use practitioner::{import, ImportOptions, Imported, SourceCredential, ACCOUNT_SYSTEM};
pub use source::{Code, Finding, Member, Origin, Provider, SourceAuthorisation, SourceClaim, SourceLine};

/// How to read.
#[derive(Clone, Debug)]
pub struct LoadOptions {
    /// Place of services of which the source does not say where they were rendered.
    pub place: Jurisdiction,
    /// The one currency that amounts may be in, ISO 4217.
    pub currency: String,
    /// Shift all dates by the same number of days so that the newest service day becomes this one (or, so that services of one
    /// calendar year stay in one, the last possible day before it).
    pub newest_service_day: Option<Day>,
}

/// What was read.
#[derive(Clone, Debug, Default)]
pub struct Loaded {
    /// Claims that can be submitted, by service day, then in the order of the files.
    pub claims: Vec<SourceClaim>,
    /// The patients of those claims, each once.
    pub members: Vec<Member>,
    /// The providers of those claims, each once.
    pub providers: Vec<Provider>,
    /// Prior authorisations.
    pub authorisations: Vec<SourceAuthorisation>,
    /// What cannot be used, and why.
    pub skipped: Vec<Finding>,
    /// What was used in a way that the reader should know.
    pub remarks: Vec<Finding>,
    /// Resources of types that play no part in a claim, counted by type.
    pub passed_over: BTreeMap<String, usize>,
    /// Files read.
    pub files: usize,
    /// Claim resources (of use `claim`) that gave at least one claim.
    pub claim_resources: usize,
    /// Claim resources that request a prior authorisation.
    pub authorisation_requests: usize,
    /// By how many days the dates were shifted.
    pub shifted_by: i64,
}

/// Reads a file, or every `.json`, `.ndjson` and `.jsonl` file of a folder, in the order of their names.
///
/// # Errors
/// When there is no such file or folder, or the folder holds no such file. What is wrong inside a file is no error but listed in
/// [`Loaded::skipped`].
pub fn load(path: &Path, options: &LoadOptions) -> Result<Loaded> {
    let (files, others) = read::files(path)?;
    let mut loaded = Loaded { files: files.len(), ..Loaded::default() };
    let mut store = Store::default();
    let mut parties = Parties::default();
    for (number, file) in files.iter().enumerate() {
        read::file(file, &mut |found| match found {
            Found::Resource(entry) => loaded.skipped.extend(store.take(&entry, number).err()),
            Found::Plain(origin, json) => loaded.add_plain(plain::read(json, &origin, &mut parties, options)),
            Found::Unreadable(finding) => loaded.skipped.push(finding),
        });
    }
    loaded.passed_over = std::mem::take(&mut store.passed_over);
    loaded.remarks.append(&mut store.remarks);
    if others > 0 {
        loaded.passed_over.insert("other files and folders".into(), others);
    }
    for held in store.all() {
        if let Err(problem) = loaded.add(&store, held, &mut parties, options) {
            loaded.skipped.push(problem.at(&held.origin));
        }
    }
    loaded.finish(parties, options);
    Ok(loaded)
}

impl Loaded {
    /// Refuses to go on without a claim.
    ///
    /// # Errors
    /// When there is none, with the first reason as hint and all as detail.
    pub fn refuse_empty(&self, path: &Path) -> Result<()> {
        if !self.claims.is_empty() {
            return Ok(());
        }
        let findings: Vec<String> = self.skipped.iter().map(ToString::to_string).collect();
        Err(Error::usage(format!("no claim can be used in {}", path.display()))
            .hint(findings.first().map_or("the files hold no Claim resources", String::as_str))
            .detail(serde_json::json!({ "skipped": findings })))
    }

    fn add_plain(&mut self, plain: plain::Plain) {
        self.claims.extend(plain.claims);
        self.authorisations.extend(plain.authorisations);
        self.skipped.extend(plain.skipped);
    }

    fn add(
        &mut self,
        store: &Store,
        held: &Held,
        parties: &mut Parties,
        options: &LoadOptions,
    ) -> std::result::Result<(), Problem> {
        match &held.resource {
            Resource::Claim(claim) => match claim::purpose(claim)? {
                claim::Purpose::Claim => {
                    let (claims, remarks) = claim::read(store, held, claim, parties, options)?;
                    self.claim_resources = self.claim_resources.saturating_add(1);
                    self.claims.extend(claims);
                    self.remarks.extend(remarks.into_iter().map(|remark| remark.at(&held.origin)));
                }
                claim::Purpose::Preauthorisation => {
                    self.authorisation_requests = self.authorisation_requests.saturating_add(1);
                }
            },
            Resource::ClaimResponse(response) => {
                self.authorisations.extend(authorisation::read(store, held, response, parties)?);
            }
            Resource::VerificationResult => {
                let count = self.passed_over.entry("VerificationResult".into()).or_default();
                *count = count.saturating_add(1);
            }
            _ => {}
        }
        Ok(())
    }

    /// Keeps the parties of what was read, orders the claims, shifts the dates.
    fn finish(&mut self, parties: Parties, options: &LoadOptions) {
        let Parties { members, providers, remarks } = parties;
        self.remarks.extend(remarks);
        let named: BTreeSet<&str> =
            self.claims.iter().flat_map(|claim| [claim.member.as_str(), claim.provider.as_str()]).collect();
        self.members = members.into_values().filter(|known| named.contains(known.key.as_str())).collect();
        self.providers = providers.into_values().filter(|known| named.contains(known.key.as_str())).collect();
        // Stable: claims of one day stay in the order of the files.
        self.claims.sort_by_key(|claim| claim.service_day);
        if let Some(newest) = options.newest_service_day {
            shift::shift(self, newest);
        }
    }
}

#[cfg(test)]
mod tests;
