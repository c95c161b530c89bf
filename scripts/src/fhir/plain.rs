//! Claims in plain JSON, for those without FHIR (`docs/formats.md`).

use healink_domain::{
    claims::{MAX_LINES, MAX_UNITS},
    Cents, Day, Npi, Period,
};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::{
    canonical,
    parties::Parties,
    read::{parse, Problem},
    Code, Finding, LoadOptions, Member, Origin, Provider, SourceAuthorisation, SourceClaim, SourceItem,
    SourceLine,
};
use crate::text;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document<'a> {
    #[serde(borrow)]
    claims: Vec<&'a RawValue>,
    #[serde(borrow, default)]
    authorisations: Vec<&'a RawValue>,
    #[serde(borrow, default)]
    members: Vec<&'a RawValue>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PlainClaim {
    id: String,
    member: String,
    provider: String,
    place: Option<String>,
    service_day: String,
    authorisation: Option<String>,
    lines: Vec<PlainLine>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PlainLine {
    #[serde(default)]
    system: String,
    code: String,
    #[serde(default = "one")]
    units: u32,
    billed: String,
    prior_paid: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PlainAuthorisation {
    number: String,
    member: String,
    provider: String,
    #[serde(default)]
    items: Vec<PlainItem>,
    /// In place of `items` for a single service.
    code: Option<String>,
    #[serde(default)]
    system: String,
    #[serde(default = "one")]
    units: u32,
    from: Option<String>,
    until: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PlainItem {
    #[serde(default)]
    system: String,
    code: String,
    #[serde(default = "one")]
    units: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PlainMember {
    member: String,
    from: Option<String>,
    until: Option<String>,
    family: Option<String>,
}

const fn one() -> u32 {
    1
}

/// What a plain file holds.
#[derive(Default)]
pub(super) struct Plain {
    pub claims: Vec<SourceClaim>,
    pub authorisations: Vec<SourceAuthorisation>,
    pub skipped: Vec<Finding>,
}

/// Reads a plain document.
pub(super) fn read(json: &str, origin: &Origin, parties: &mut Parties, options: &LoadOptions) -> Plain {
    let mut plain = Plain::default();
    let document: Document<'_> = match parse(json) {
        Ok(document) => document,
        Err(problem) => {
            plain.skipped.push(problem.at(origin));
            return plain;
        }
    };
    let mut skip = |place: &Origin, problem: Problem| plain.skipped.push(problem.at(place));
    for (index, raw) in document.members.iter().enumerate() {
        let place = origin.at(&format!("members[{index}]"));
        match parse(raw.get()).and_then(described) {
            Ok(read) => {
                let known = member(parties, &read.key);
                *known = read;
            }
            Err(problem) => skip(&place, problem),
        }
    }
    for (index, raw) in document.claims.iter().enumerate() {
        let place = origin.at(&format!("claims[{index}]"));
        match claim(raw.get(), &place, options) {
            Ok(claim) => {
                member(parties, &claim.member);
                provider(parties, &claim.provider);
                plain.claims.push(claim);
            }
            Err(problem) => skip(&place, problem),
        }
    }
    for (index, raw) in document.authorisations.iter().enumerate() {
        let place = origin.at(&format!("authorisations[{index}]"));
        match authorisation(raw.get(), &place) {
            Ok(authorisation) => plain.authorisations.push(authorisation),
            Err(problem) => skip(&place, problem),
        }
    }
    plain
}

fn member<'a>(parties: &'a mut Parties, key: &str) -> &'a mut Member {
    let member = || Member { key: key.to_owned(), reference: key.to_owned(), cover: None, family: None };
    parties.members.entry(key.to_owned()).or_insert_with(member)
}

fn provider(parties: &mut Parties, key: &str) {
    let npi = key.strip_prefix("npi|").and_then(|number| Npi::parse(number).ok());
    let provider =
        || Provider { key: key.to_owned(), reference: key.to_owned(), name: None, npi, place: None };
    parties.providers.entry(key.to_owned()).or_insert_with(provider);
}

fn date(path: &str, written: &str) -> Result<Day, Problem> {
    super::day::parse(written).map_err(|reason| Problem::new(path, reason))
}

/// Units, 1 to [`MAX_UNITS`].
fn units(path: &str, units: u32) -> Result<u32, Problem> {
    match (1..=MAX_UNITS).contains(&units) {
        true => Ok(units),
        false => Err(Problem::new(path, format!("units are from 1 to {MAX_UNITS}"))),
    }
}

fn described(read: PlainMember) -> Result<Member, Problem> {
    let cover = match (&read.from, &read.until) {
        (None, None) => None,
        (from, until) => Some(span(from.as_deref(), until.as_deref())?),
    };
    Ok(Member { reference: read.member.clone(), key: read.member, cover, family: read.family })
}

/// A period of which the beginning, the end or both may be left out.
fn span(from: Option<&str>, until: Option<&str>) -> Result<Period, Problem> {
    let from = from.map_or(Ok(Day(0)), |from| date("from", from))?;
    let until = until.map(|until| date("until", until)).transpose()?;
    super::day::not_empty(Period { from, until }).map_err(|reason| Problem::new("until", reason))
}

fn claim(json: &str, origin: &Origin, options: &LoadOptions) -> Result<SourceClaim, Problem> {
    let read: PlainClaim = parse(json)?;
    if read.lines.is_empty() || read.lines.len() > MAX_LINES {
        return Err(Problem::new("lines", format!("a claim has 1 to {MAX_LINES} lines")));
    }
    let lines = read.lines.into_iter().enumerate().map(line).collect::<Result<Vec<_>, _>>()?;
    let total = Cents::sum(lines.iter().map(|line| line.billed))
        .map_err(|_| Problem::new("lines", "the amount is too large"))?;
    let place = read.place.as_deref().map_or(Ok(options.place), |place| {
        text::parse_place(place).map_err(|error| Problem::new("place", error.message))
    })?;
    Ok(SourceClaim {
        origin: origin.clone(),
        id: read.id,
        part: (1, 1),
        patient: read.member.clone(),
        member: read.member,
        provider_reference: read.provider.clone(),
        provider: read.provider,
        coverage: None,
        place,
        service_day: date("service_day", &read.service_day)?,
        lines,
        total,
        currency: options.currency.clone(),
        kind: "professional".into(),
        authorisation: read.authorisation,
        document: canonical::resource(json).map_err(|reason| Problem::new("", reason))?,
    })
}

fn line((index, read): (usize, PlainLine)) -> Result<SourceLine, Problem> {
    let at = |name: &str, reason: String| Problem::new(format!("lines[{index}].{name}"), reason);
    Ok(SourceLine {
        sequence: u32::try_from(index).unwrap_or(0).saturating_add(1),
        code: Code { system: read.system, code: read.code, display: None },
        units: units(&format!("lines[{index}].units"), read.units)?,
        billed: text::parse_money(&read.billed).map_err(|error| at("billed", error.message))?,
        prior_paid: read.prior_paid.as_deref().map_or(Ok(Cents::ZERO), |paid| {
            text::parse_money(paid).map_err(|error| at("prior_paid", error.message))
        })?,
    })
}

fn authorisation(json: &str, origin: &Origin) -> Result<SourceAuthorisation, Problem> {
    let read: PlainAuthorisation = parse(json)?;
    let (system, units) = (read.system, read.units);
    let single = read.code.map(|code| PlainItem { system, code, units });
    let items: Vec<PlainItem> = single.into_iter().chain(read.items).collect();
    if !(1..=MAX_LINES).contains(&items.len()) {
        return Err(Problem::new("items", format!("an authorisation is for 1 to {MAX_LINES} services")));
    }
    Ok(SourceAuthorisation {
        origin: origin.clone(),
        number: read.number,
        member: read.member,
        provider: read.provider,
        items: items.into_iter().enumerate().map(item).collect::<Result<_, _>>()?,
        period: span(read.from.as_deref(), read.until.as_deref())?,
    })
}

fn item((index, read): (usize, PlainItem)) -> Result<SourceItem, Problem> {
    Ok(SourceItem {
        code: Code { system: read.system, code: read.code, display: None },
        units: units(&format!("items[{index}].units"), read.units)?,
    })
}
