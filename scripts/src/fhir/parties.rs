//! Who a claim is about and who rendered the service.

use std::collections::BTreeMap;

use healink_domain::{Jurisdiction, Npi, Period};

use super::{
    day, place,
    read::Problem,
    resources::{Address, Claim, HumanName, Identifier, Insurance, Person, Reference},
    store::{identifiers, Held, Resource, Store},
    Finding, Member, Provider,
};

pub(super) const NPI_SYSTEM: &str = "http://hl7.org/fhir/sid/us-npi";
/// Not used to tell people apart: nothing derived from it should stand anywhere.
const SSN_SYSTEM: &str = "http://hl7.org/fhir/sid/us-ssn";

/// Members and providers seen so far, each once.
#[derive(Default)]
pub(super) struct Parties {
    pub members: BTreeMap<String, Member>,
    pub providers: BTreeMap<String, Provider>,
    pub remarks: Vec<Finding>,
}

impl Parties {
    /// The member's key.
    pub(super) fn member(
        &mut self,
        store: &Store,
        held: &Held,
        patient: Option<&Reference>,
    ) -> Result<String, Problem> {
        let (name, found) = refer(store, held, patient, "patient")?;
        let key =
            found.and_then(|found| person_key(identifiers(&found.resource))).unwrap_or_else(|| name.clone());
        if !self.members.contains_key(&key) {
            if found.is_none() {
                self.remark(held, "patient", format!("{name} is not in the files: known by this name only"));
            }
            self.members.insert(key.clone(), Member { key: key.clone(), reference: name, cover: None });
        }
        Ok(key)
    }

    /// The provider's key.
    pub(super) fn provider(
        &mut self,
        store: &Store,
        held: &Held,
        provider: Option<&Reference>,
    ) -> Result<String, Problem> {
        let (name, found) = refer(store, held, provider, "provider")?;
        let described = found.map(|found| describe(store, found)).unwrap_or_default();
        let key = match (described.npi, &described.key) {
            (Some(npi), _) => format!("npi|{npi}"),
            (None, Some(key)) => key.clone(),
            (None, None) => name.clone(),
        };
        if !self.providers.contains_key(&key) {
            match (found, described.npi, &described.invalid_npi) {
                (None, ..) => {
                    self.remark(
                        held,
                        "provider",
                        format!("{name} is not in the files: known by this name only"),
                    );
                }
                (Some(found), None, Some(text)) => {
                    self.remark(found, "identifier", format!("`{text}` is no valid NPI: known without one"));
                }
                (Some(found), None, None) => {
                    self.remark(found, "identifier", "has no NPI: known without one".into())
                }
                _ => {}
            }
            let Described { name: title, npi, place, .. } = described;
            self.providers
                .insert(key.clone(), Provider { key: key.clone(), reference: name, name: title, npi, place });
        }
        Ok(key)
    }

    /// Notes when the member's cover runs, from the Coverage that the claim names.
    pub(super) fn cover(
        &mut self,
        store: &Store,
        held: &Held,
        member: &str,
        insurance: &Insurance,
    ) -> Result<(), Problem> {
        let Some(Held { resource: Resource::Coverage(coverage), origin, .. }) =
            store.resolve(&insurance.coverage, held)
        else {
            return Ok(());
        };
        let Some(span) = &coverage.period else { return Ok(()) };
        let period = day::period(span.start.as_deref(), span.end.as_deref())
            .map_err(|reason| Problem::new("insurance.coverage", format!("period of {origin}: {reason}")))?;
        if let Some(differs) = period.and_then(|period| self.set_cover(member, period)) {
            self.remark(held, "insurance.coverage", differs);
        }
        Ok(())
    }

    fn set_cover(&mut self, member: &str, period: Period) -> Option<String> {
        let member = self.members.get_mut(member)?;
        match member.cover {
            Some(known) if known != period => Some(
                "the member has several coverages of different periods: the first one read is used".into(),
            ),
            _ => {
                member.cover = Some(period);
                None
            }
        }
    }

    fn remark(&mut self, held: &Held, path: &str, reason: String) {
        self.remarks.push(Finding { origin: held.origin.at(path), reason });
    }
}

/// Where the service was rendered: of the items, the facility, the provider, the patient; the first that says so.
pub(super) fn place_of(store: &Store, held: &Held, claim: &Claim) -> Option<Jurisdiction> {
    let of_reference = |reference: &Option<Reference>| {
        let found = store.resolve(reference.as_ref()?, held)?;
        addresses(store, found).into_iter().find_map(|address| place::of(&address))
    };
    let of_item = claim.item.iter().find_map(|item| {
        item.location_address.as_ref().and_then(place::of).or_else(|| of_reference(&item.location_reference))
    });
    of_item
        .or_else(|| of_reference(&claim.facility))
        .or_else(|| of_reference(&claim.provider))
        .or_else(|| of_reference(&claim.patient))
}

/// The name of what a reference refers to, and the resource where it is in the files.
fn refer<'a>(
    store: &'a Store,
    held: &Held,
    reference: Option<&Reference>,
    path: &str,
) -> Result<(String, Option<&'a Held>), Problem> {
    let missing = || Problem::new(path, format!("the claim names no {path}"));
    let reference = reference.ok_or_else(missing)?;
    let found = store.resolve(reference, held);
    let written = reference
        .reference
        .clone()
        .or_else(|| reference.identifier.as_ref().and_then(Identifier::token))
        .or_else(|| reference.display.clone());
    let name = written.filter(|name| !name.is_empty()).ok_or_else(missing)?;
    match (found, name.starts_with('#')) {
        (None, true) => {
            Err(Problem::new(path, format!("`{name}` is not among the resources that the claim contains")))
        }
        // `#1` of one claim is not `#1` of another.
        (Some(found), true) => Ok((found.name.clone(), Some(found))),
        _ => Ok((name, found)),
    }
}

/// A member's number [MB], else a medical record's [MR], else the first identifier with a system.
fn person_key(identifiers: &[Identifier]) -> Option<String> {
    let usable = || identifiers.iter().filter(|identifier| identifier.system.as_deref() != Some(SSN_SYSTEM));
    let of_type =
        |code: &str| usable().find(|identifier| identifier.is_of_type(code)).and_then(Identifier::token);
    let first = || usable().find(|identifier| identifier.system.is_some()).and_then(Identifier::token);
    of_type("MB").or_else(|| of_type("MR")).or_else(first)
}

#[derive(Default)]
struct Described {
    key: Option<String>,
    name: Option<String>,
    npi: Option<Npi>,
    invalid_npi: Option<String>,
    place: Option<Jurisdiction>,
}

fn describe(store: &Store, found: &Held) -> Described {
    // A role's number and name are those of who plays it.
    let person = match &found.resource {
        Resource::PractitionerRole(role) => role
            .practitioner
            .as_ref()
            .and_then(|practitioner| store.resolve(practitioner, found))
            .unwrap_or(found),
        _ => found,
    };
    let numbers = || {
        let known = identifiers(&person.resource).iter();
        known
            .filter(|known| known.system.as_deref() == Some(NPI_SYSTEM))
            .filter_map(|known| known.value.as_deref())
    };
    let npi = numbers().find_map(|number| Npi::parse(number).ok());
    Described {
        key: person_key(identifiers(&person.resource)),
        name: name(&person.resource),
        npi,
        invalid_npi: numbers().next().filter(|_| npi.is_none()).map(str::to_owned),
        place: addresses(store, found).into_iter().find_map(|address| place::of(&address)),
    }
}

fn name(resource: &Resource) -> Option<String> {
    match resource {
        Resource::Organization(organization) => organization.name.clone(),
        Resource::Practitioner(person) => person.name.first().map(full_name).filter(|name| !name.is_empty()),
        _ => None,
    }
}

pub(super) fn full_name(name: &HumanName) -> String {
    let parts = || name.given.iter().map(String::as_str).chain(name.family.as_deref());
    name.text.clone().unwrap_or_else(|| parts().collect::<Vec<_>>().join(" "))
}

fn addresses(store: &Store, held: &Held) -> Vec<Address> {
    match &held.resource {
        Resource::Patient(Person { address, .. }) | Resource::Practitioner(Person { address, .. }) => {
            address.clone()
        }
        Resource::Organization(organization) => organization.address.clone(),
        Resource::Location(location) => location.address.clone().into_iter().collect(),
        Resource::PractitionerRole(role) => {
            let parties = [&role.organization, &role.practitioner];
            let found = parties.into_iter().flatten().filter_map(|party| store.resolve(party, held));
            // A reference back to a role would go round in circles.
            let found = found.filter(|party| !matches!(party.resource, Resource::PractitionerRole(_)));
            found.flat_map(|party| addresses(store, party)).collect()
        }
        Resource::Coverage(_)
        | Resource::Medication(_)
        | Resource::Claim(_)
        | Resource::ClaimResponse(_)
        | Resource::VerificationResult => Vec::new(),
    }
}
