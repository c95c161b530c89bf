//! One qualification of a Practitioner.

use healink_domain::{credentials::Kind, Day, Jurisdiction, Taxonomy};
use serde::Deserialize;

use super::{
    super::{
        place,
        read::{parse, Problem},
        resources::{Address, Concept, Identifier, Reference, Span},
        store::{Held, Resource, Store},
        Origin,
    },
    kind, span,
    verification::Verifications,
    Holder, ImportOptions, SourceCredential,
};
use crate::text;

/// Extensions that say where a qualification is valid: Da Vinci PDex Plan-Net, National Directory, Validated Healthcare Directory.
const VALIDITY: [&str; 3] = [
    "http://hl7.org/fhir/us/davinci-pdex-plan-net/StructureDefinition/practitioner-qualification",
    "http://hl7.org/fhir/us/ndh/StructureDefinition/base-ext-practitioner-qualification",
    "http://hl7.org/fhir/uv/vhdir/StructureDefinition/practitioner-qualification",
];

/// For what never ends, such as a degree: the last day that dates of four digits can write.
const NO_END: Day = Day(2_932_896);

#[derive(Default, Deserialize)]
#[serde(default)]
struct Qualification {
    extension: Vec<Extension>,
    identifier: Vec<Identifier>,
    code: Concept,
    period: Option<Span>,
    issuer: Option<Reference>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Extension {
    url: String,
    extension: Vec<Extension>,
    value_code: Option<String>,
    value_codeable_concept: Option<Concept>,
    value_reference: Option<Reference>,
}

/// A qualification as read: the same in all its places.
pub struct Read {
    kind: Kind,
    taxonomy: Option<Taxonomy>,
    places: Vec<Jurisdiction>,
    days: (Day, Day),
    verified_on: Day,
    details: Vec<(&'static str, String)>,
    pub remarks: Vec<Problem>,
}

impl Read {
    /// One credential for each place.
    pub fn credentials<'a>(
        &'a self,
        origin: &'a Origin,
        holder: &'a Holder,
    ) -> impl Iterator<Item = SourceCredential> + 'a {
        let named = holder.name.iter().map(|name| ("name".to_owned(), name.clone()));
        let details = self.details.iter().map(|(name, value)| ((*name).to_owned(), value.clone()));
        let details: std::collections::BTreeMap<_, _> = named.chain(details).collect();
        self.places.iter().map(move |place| SourceCredential {
            origin: origin.clone(),
            account: holder.account.clone(),
            npi: holder.npi,
            kind: self.kind,
            taxonomy: self.taxonomy,
            place: *place,
            valid_from: self.days.0,
            expires_on: self.days.1,
            verified_on: self.verified_on,
            details: details.clone(),
        })
    }
}

/// Reads the qualification at this place in its Practitioner.
pub fn read(
    (store, verifications): (&Store, &Verifications<'_>),
    held: &Held,
    (index, json): (usize, &str),
    options: &ImportOptions,
) -> Result<Read, Problem> {
    let source: Qualification = parse(json)?;
    let mut remarks = Vec::new();
    ensure_active(&source)?;
    let kind = kind::of(&source.code, &source.identifier).or(options.kind).ok_or_else(|| {
        Problem::new(
            "code",
            "does not tell the kind of credential: give it with --kind, or code it (docs/formats.md)",
        )
    })?;
    Ok(Read {
        kind,
        taxonomy: taxonomy(&source.code, options)?,
        places: places(store, held, &source, options)?,
        days: days(kind, source.period.as_ref(), options, &mut remarks)?,
        verified_on: verified(verifications, held, index, options)?,
        details: details(store, held, &source),
        remarks,
    })
}

/// The extension's own status, where it states one.
fn ensure_active(source: &Qualification) -> Result<(), Problem> {
    let status =
        validity(source).find(|part| part.url == "status").and_then(|part| part.value_code.as_deref());
    match status {
        None | Some("active") => Ok(()),
        Some(other) => Err(Problem::new("extension", format!("the qualification's status is `{other}`"))),
    }
}

fn validity(source: &Qualification) -> impl Iterator<Item = &Extension> {
    let known = source.extension.iter().filter(|extension| VALIDITY.contains(&extension.url.as_str()));
    known.flat_map(|extension| &extension.extension)
}

fn taxonomy(code: &Concept, options: &ImportOptions) -> Result<Option<Taxonomy>, Problem> {
    let is_it = |system: Option<&str>| system == Some(kind::TAXONOMY);
    let Some(index) = code.coding.iter().position(|coding| is_it(coding.system.as_deref())) else {
        return Ok(None);
    };
    let written = code.coding.get(index).and_then(|coding| coding.code.as_deref()).unwrap_or_default();
    let wrong = |why: &str| Problem::new(format!("code.coding[{index}].code"), format!("`{written}` {why}"));
    let taxonomy = text::parse_taxonomy(written)
        .map_err(|_| wrong("is no NUCC code: nine capital letters or digits and an X"))?;
    match &options.specialities {
        Some(known) if !known.contains_key(&taxonomy) => {
            Err(wrong("is not among the NUCC codes given with --nucc"))
        }
        _ => Ok(Some(taxonomy)),
    }
}

/// Where it holds: as the extension says, else the state of the issuer, else as the options say.
fn places(
    store: &Store,
    held: &Held,
    source: &Qualification,
    options: &ImportOptions,
) -> Result<Vec<Jurisdiction>, Problem> {
    let mut places = Vec::new();
    for part in validity(source).filter(|part| part.url == "whereValid") {
        let place = place_of(store, held, part).ok_or_else(|| {
            Problem::new("extension", "where it is valid is no state or country that is known")
        })?;
        if !places.contains(&place) {
            places.push(place);
        }
    }
    if places.is_empty() {
        places.extend(issuer_place(store, held, source).or(options.place));
    }
    match places.is_empty() {
        true => {
            Err(Problem::new("issuer", "nothing says where the qualification is valid: give it with --place"))
        }
        false => Ok(places),
    }
}

fn place_of(store: &Store, held: &Held, part: &Extension) -> Option<Jurisdiction> {
    if let Some(reference) = &part.value_reference {
        let Resource::Location(location) = &store.resolve(reference, held)?.resource else { return None };
        return place::of(location.address.as_ref()?);
    }
    let written = part.value_codeable_concept.as_ref()?.best()?.code.as_deref()?;
    // A state by its postal code, else an ISO code.
    let state = Address { state: Some(written.to_owned()), country: None };
    place::of(&state).or_else(|| Jurisdiction::parse(written).ok())
}

fn issuer_place(store: &Store, held: &Held, source: &Qualification) -> Option<Jurisdiction> {
    let found = store.resolve(source.issuer.as_ref()?, held)?;
    let Resource::Organization(organization) = &found.resource else { return None };
    organization.address.iter().find_map(place::of)
}

/// First day of validity, and the first day after it.
fn days(
    kind: Kind,
    period: Option<&Span>,
    options: &ImportOptions,
    remarks: &mut Vec<Problem>,
) -> Result<(Day, Day), Problem> {
    let at = |path: &'static str| move |reason: String| Problem::new(path, reason);
    let (start, end) = period.map_or((None, None), |span| (span.start.as_deref(), span.end.as_deref()));
    let start = start.ok_or_else(|| Problem::new("period", "has no start"))?;
    let (from, roughly) = span::first(start).map_err(at("period.start"))?;
    if roughly {
        remarks.push(Problem::new("period.start", format!("`{start}` is taken as {}", text::date(from))));
    }
    let until = match end {
        Some(end) => span::after(end).map_err(at("period.end"))?.0,
        None if kind == Kind::Education => NO_END,
        None => options
            .expires
            .ok_or_else(|| Problem::new("period", "has no end: give the day with --expires"))?,
    };
    match until <= from {
        true => Err(Problem::new("period", "ends before it begins")),
        false => Ok((from, until)),
    }
}

/// The newest verification at the source that the files tell of, else the day that the options give.
fn verified(
    known: &Verifications<'_>,
    held: &Held,
    index: usize,
    options: &ImportOptions,
) -> Result<Day, Problem> {
    known.newest(held, index)?.or(options.verified).ok_or_else(|| {
        Problem::new("", "nothing says when it was verified at the source: give the day with --verified")
    })
}

/// What only the document holds.
fn details(store: &Store, held: &Held, source: &Qualification) -> Vec<(&'static str, String)> {
    let number = source.identifier.iter().find_map(|identifier| identifier.value.clone());
    let issuer = source.issuer.as_ref().and_then(|issuer| {
        let found = store.resolve(issuer, held).map(|found| &found.resource);
        match found {
            Some(Resource::Organization(organization)) => organization.name.clone(),
            _ => issuer.display.clone(),
        }
    });
    let title =
        source.code.text.clone().or_else(|| source.code.best().and_then(|coding| coding.display.clone()));
    let details = [("licenceNumber", number), ("issuingAuthority", issuer), ("qualification", title)];
    details.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
}
