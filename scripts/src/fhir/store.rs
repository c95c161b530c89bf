//! The resources that claims rest on, found by reference.

use std::collections::{BTreeMap, HashMap};

use serde::{de::DeserializeOwned, Deserialize};
use serde_json::value::RawValue;

use super::{
    canonical,
    read::{parse, Entry, Problem},
    resources::{
        Claim, ClaimResponse, Coverage, Head, Identifier, Location, Medication, Organization, Person,
        PractitionerRole, Reference,
    },
    Finding, Origin,
};

/// A resource of a type that matters here.
pub(super) enum Resource {
    Patient(Person),
    Practitioner(Person),
    Organization(Organization),
    PractitionerRole(PractitionerRole),
    Location(Location),
    Coverage(Coverage),
    /// MedicationRequest or Medication.
    Medication(Medication),
    Claim(Box<Claim>),
    ClaimResponse(ClaimResponse),
    /// Its content is read where it is asked for: from the document.
    VerificationResult,
}

/// A resource with where it stands.
pub(super) struct Held {
    pub origin: Origin,
    /// `fullUrl`, else `Type/id`, else its place.
    pub name: String,
    /// Canonical JSON.
    pub document: String,
    pub resource: Resource,
    /// Number of the file; references are looked up there first.
    file: usize,
}

/// All resources read.
#[derive(Default)]
pub(super) struct Store {
    held: Vec<Held>,
    here: HashMap<(usize, String), usize>,
    anywhere: HashMap<String, usize>,
    /// Resources of other types, counted.
    pub passed_over: BTreeMap<String, usize>,
    pub remarks: Vec<Finding>,
}

impl Store {
    /// Takes in a resource from file number `file`; one of a type that plays no part is only counted.
    pub(super) fn take(&mut self, entry: &Entry<'_>, file: usize) -> Result<(), Finding> {
        let at = |problem: Problem| problem.at(&entry.origin);
        let kind = entry.head.resource_type.as_str();
        let Some(resource) = read(kind, entry.json).map_err(at)? else {
            let count = self.passed_over.entry(kind.to_owned()).or_default();
            *count = count.saturating_add(1);
            return Ok(());
        };
        let document = canonical::resource(entry.json).map_err(|reason| at(Problem::new("", reason)))?;
        let local = entry.head.id.as_ref().map(|id| format!("{kind}/{id}"));
        let name = entry.full_url.clone().or(local.clone()).unwrap_or_else(|| entry.origin.to_string());
        if let Some(known) = self.earlier(&entry.full_url, &local, file) {
            let finding = at(Problem::new(
                "",
                match known.document == document {
                    true => format!("is the same as {}", known.origin),
                    false => format!("has the same name ({name}) as {} but other content", known.origin),
                },
            ));
            // The same patient or provider in several files is what one expects; the first one read is used.
            return match (
                matches!(resource, Resource::Claim(_)) || known.file == file,
                known.document == document,
            ) {
                (true, _) => Err(finding),
                (false, true) => Ok(()),
                (false, false) => {
                    self.remarks.push(finding);
                    Ok(())
                }
            };
        }
        if matches!(resource, Resource::Claim(_)) {
            self.take_contained(entry, &name, file).map_err(at)?;
        }
        let tokens = identifiers(&resource).iter().filter_map(Identifier::token);
        let keys = [entry.full_url.clone(), local].into_iter().flatten();
        let keys: Vec<String> = keys.chain(tokens.map(|token| by_identifier(kind, &token))).collect();
        self.hold(keys, Held { origin: entry.origin.clone(), name, document, resource, file });
        Ok(())
    }

    fn hold(&mut self, keys: Vec<String>, held: Held) {
        let index = self.held.len();
        for key in keys {
            self.here.entry((held.file, key.clone())).or_insert(index);
            self.anywhere.entry(key).or_insert(index);
        }
        self.held.push(held);
    }

    /// Resources inside a claim are referred to from it only, as `#id`.
    fn take_contained(&mut self, entry: &Entry<'_>, name: &str, file: usize) -> Result<(), Problem> {
        #[derive(Deserialize)]
        struct Container<'a> {
            #[serde(borrow, default)]
            contained: Vec<&'a RawValue>,
        }
        for (index, raw) in parse::<Container<'_>>(entry.json)?.contained.iter().enumerate() {
            let path = format!("contained[{index}]");
            let inside = |problem: Problem| Problem::new(format!("{path}.{}", problem.path), problem.reason);
            let head: Head = parse(raw.get()).map_err(inside)?;
            let wanted = read(&head.resource_type, raw.get()).map_err(inside)?;
            let (Some(resource), Some(id)) = (wanted, head.id) else { continue };
            let name = format!("{name}#{id}");
            let origin = entry.origin.at(&path);
            self.hold(vec![name.clone()], Held { origin, name, document: String::new(), resource, file });
        }
        Ok(())
    }

    /// A resource of the same name: by `fullUrl` in any file, by `Type/id` in the same one.
    fn earlier(&self, full_url: &Option<String>, local: &Option<String>, file: usize) -> Option<&Held> {
        let index = match (full_url, local) {
            (Some(url), _) => self.anywhere.get(url),
            (None, Some(local)) => self.here.get(&(file, local.clone())),
            (None, None) => None,
        };
        self.held.get(*index?)
    }

    /// All resources, in the order in which they were read.
    pub(super) fn all(&self) -> &[Held] {
        &self.held
    }

    /// What a reference in `from` refers to: by `fullUrl`, `Type/id` (also at the end of an address), or identifier.
    pub(super) fn resolve(&self, reference: &Reference, from: &Held) -> Option<&Held> {
        let find = |key: &str| {
            let local = self.here.get(&(from.file, key.to_owned()));
            local.or_else(|| self.anywhere.get(key)).and_then(|index| self.held.get(*index))
        };
        if let Some(written) = reference.reference.as_deref() {
            if written.starts_with('#') {
                return find(&format!("{}{written}", from.name));
            }
            let unversioned = written.split("/_history/").next().unwrap_or(written);
            let tail = || {
                let mut parts = unversioned.rsplitn(3, '/');
                let (id, kind) = (parts.next()?, parts.next()?);
                Some(format!("{kind}/{id}"))
            };
            return find(unversioned).or_else(|| find(&tail()?));
        }
        let token = reference.identifier.as_ref().and_then(Identifier::token)?;
        TYPES.iter().find_map(|kind| find(&by_identifier(kind, &token)))
    }
}

/// Types that have identifiers by which they are referred to.
const TYPES: [&str; 5] = ["Patient", "Practitioner", "Organization", "PractitionerRole", "Coverage"];

fn by_identifier(kind: &str, token: &str) -> String {
    format!("{kind}?identifier={token}")
}

/// The resource, or nothing where its type plays no part.
fn read(kind: &str, json: &str) -> Result<Option<Resource>, Problem> {
    fn of<T: DeserializeOwned>(
        json: &str,
        wrap: impl FnOnce(T) -> Resource,
    ) -> Result<Option<Resource>, Problem> {
        parse(json).map(wrap).map(Some)
    }
    match kind {
        "Patient" => of(json, Resource::Patient),
        "Practitioner" => of(json, Resource::Practitioner),
        "Organization" => of(json, Resource::Organization),
        "PractitionerRole" => of(json, Resource::PractitionerRole),
        "Location" => of(json, Resource::Location),
        "Coverage" => of(json, Resource::Coverage),
        "MedicationRequest" | "Medication" => of(json, Resource::Medication),
        "Claim" => of(json, Resource::Claim),
        "ClaimResponse" => of(json, Resource::ClaimResponse),
        "VerificationResult" => Ok(Some(Resource::VerificationResult)),
        _ => Ok(None),
    }
}

/// Identifiers of the resource itself.
pub(super) fn identifiers(resource: &Resource) -> &[Identifier] {
    match resource {
        Resource::Patient(person) | Resource::Practitioner(person) => &person.identifier,
        Resource::Organization(organization) => &organization.identifier,
        Resource::PractitionerRole(role) => &role.identifier,
        Resource::Coverage(coverage) => &coverage.identifier,
        Resource::Location(_)
        | Resource::Medication(_)
        | Resource::Claim(_)
        | Resource::ClaimResponse(_)
        | Resource::VerificationResult => &[],
    }
}
