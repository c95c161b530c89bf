//! Grants as FHIR Consents: reading one again gives the same grant.

use healink_domain::{
    consent::{Effect, Grant, Grantee, Maker, Terms},
    credentials::Kind,
    Account, Day, Digest, Jurisdiction, Period,
};
use serde_json::{json, Map, Value};

use super::codes;
use crate::{
    chain::account,
    error::{Error, Result},
    names, text,
};

/// Where grants stand.
#[derive(Clone, Debug)]
pub struct Place {
    /// CAIP-10 name of the contract; none for grants that are on no chain.
    pub contract: Option<String>,
    /// How accounts are written there.
    pub prefix: u16,
}

/// A Bundle of Consents, one for each grant of a patient.
///
/// # Errors
/// As [`resource`].
pub fn bundle(patient: &Account, grants: &[Grant], place: &Place) -> Result<Value> {
    let entries = grants.iter().map(|grant| Ok(json!({ "resource": resource(patient, grant, place)? })));
    Ok(json!({
        "resourceType": "Bundle",
        "type": "collection",
        "entry": entries.collect::<Result<Vec<Value>>>()?,
    }))
}

/// A grant as a Consent.
///
/// # Errors
/// When a day lies beyond the year 9999, which FHIR cannot write.
pub fn resource(patient: &Account, grant: &Grant, place: &Place) -> Result<Value> {
    let terms = &grant.terms;
    let (policy, kind) = match terms.effect {
        Effect::Permit => ("OPTIN", "permit"),
        Effect::Deny => ("OPTOUT", "deny"),
    };
    let mut consent = json!({
        "resourceType": "Consent",
        "id": format!("grant-{}", grant.id),
        "meta": { "profile": [codes::PROFILE] },
        "extension": extensions(grant)?,
        "contained": contained(&terms.grantee),
        "identifier": [identifier(grant, place)],
        "status": if grant.ended.is_some() { "inactive" } else { "active" },
        "scope": concept(codes::CONSENT_SCOPE, "patient-privacy"),
        "category": [concept(codes::LOINC, codes::CONSENT_DOCUMENT)],
        "patient": party(patient, place),
        "dateTime": text::moment(grant.granted_at),
        "performer": performer(grant.maker, place),
        "sourceReference": source(terms.receipt),
        "policyRule": concept(codes::ACT_CODE, policy),
        "provision": provision(terms, kind, place)?,
    });
    if let Some(members) = consent.as_object_mut() {
        drop_empty(members);
    }
    Ok(consent)
}

fn provision(terms: &Terms, kind: &str, place: &Place) -> Result<Value> {
    let reference = match terms.grantee {
        Grantee::Account(account) => party(&account, place),
        Grantee::Credentialed { .. } => json!({ "reference": "#grantee" }),
    };
    let codes = |system: &str, codes: Vec<String>| -> Vec<Value> {
        codes.into_iter().map(|code| coding(system, &code)).collect()
    };
    let action = |(action, code): &(_, &str)| {
        terms.actions.contains(*action).then(|| concept(codes::CONSENT_ACTION, code))
    };
    let purposes = terms.purposes.iter().map(|purpose| codes::purpose_code(purpose).to_owned()).collect();
    let mut provision = json!({
        "type": kind,
        "period": period(terms.validity, false)?,
        "actor": [{ "role": concept(codes::PARTICIPATION, "PRCP"), "reference": reference }],
        "action": codes::ACTIONS.iter().filter_map(action).collect::<Vec<_>>(),
        "purpose": codes(codes::ACT_REASON, purposes),
        "class": codes(codes::CATEGORY, terms.categories.iter().map(names::name).collect()),
    });
    if let (Some(members), true) = (provision.as_object_mut(), terms.data != Period::ALWAYS) {
        members.insert("dataPeriod".into(), period(terms.data, true)?);
    }
    Ok(provision)
}

/// A period with the last day that counts. One of data that begins in 1970, where the calendar does, has no beginning.
fn period(period: Period, open: bool) -> Result<Value> {
    let mut span = Map::new();
    if !open || period.from != Day(0) {
        span.insert("start".into(), date(period.from)?.into());
    }
    if let Some(until) = period.until {
        span.insert("end".into(), date(Day(until.0.saturating_sub(1)))?.into());
    }
    Ok(span.into())
}

fn date(day: Day) -> Result<String> {
    match text::date(day) {
        date if date.len() == 10 => Ok(date),
        far => Err(Error::usage(format!("FHIR cannot write the date {far}"))
            .hint("give the grant an end before the year 10000")),
    }
}

fn extensions(grant: &Grant) -> Result<Vec<Value>> {
    let mut extensions = Vec::new();
    if matches!(grant.maker, Maker::Court(_)) {
        extensions.push(json!({ "url": codes::COURT_ORDER, "valueBoolean": true }));
    }
    if let Some(end) = grant.ended {
        extensions.push(json!({ "url": codes::WITHDRAWN_ON, "valueDate": date(end.on)? }));
        if let Some(successor) = end.superseded_by {
            extensions.push(json!({ "url": codes::SUPERSEDED_BY, "valuePositiveInt": successor }));
        }
    }
    Ok(extensions)
}

fn identifier(grant: &Grant, place: &Place) -> Value {
    match &place.contract {
        Some(contract) => json!({ "system": contract, "value": grant.id.to_string() }),
        None => json!({ "value": grant.id.to_string() }),
    }
}

fn performer(maker: Maker, place: &Place) -> Vec<Value> {
    match maker {
        Maker::Patient => Vec::new(),
        Maker::Proxy(account) | Maker::Court(account) => vec![party(&account, place)],
    }
}

fn source(receipt: Digest) -> Value {
    match receipt == Digest::default() {
        true => Value::Null,
        false => {
            json!({ "identifier": { "system": codes::RECEIPT, "value": format!("0x{}", hex::encode(receipt.0)) } })
        }
    }
}

/// Whoever holds a kind of credential: a group that is defined, not listed.
fn contained(grantee: &Grantee) -> Vec<Value> {
    match grantee {
        Grantee::Account(_) => Vec::new(),
        Grantee::Credentialed { kind, jurisdiction } => vec![group(*kind, *jurisdiction)],
    }
}

fn group(kind: Kind, jurisdiction: Option<Jurisdiction>) -> Value {
    let holds = |what: &str, value: Value| json!({ "code": { "text": what }, "valueCodeableConcept": value, "exclude": false });
    let mut characteristics =
        vec![holds("holds a credential", concept(codes::CREDENTIAL, &names::name(kind)))];
    if let Some(place) = jurisdiction {
        let place = place.to_string();
        let system = if place.contains('-') { codes::SUBDIVISION } else { codes::COUNTRY };
        characteristics.push(holds("where it holds", concept(system, &place)));
    }
    json!({ "resourceType": "Group", "id": "grantee", "type": "practitioner", "actual": false, "characteristic": characteristics })
}

fn party(account: &Account, place: &Place) -> Value {
    json!({ "identifier": { "system": codes::ACCOUNT, "value": account::ss58(account, place.prefix) } })
}

fn coding(system: &str, code: &str) -> Value {
    json!({ "system": system, "code": code })
}

fn concept(system: &str, code: &str) -> Value {
    json!({ "coding": [coding(system, code)] })
}

/// FHIR has neither empty lists nor nulls.
fn drop_empty(members: &mut Map<String, Value>) {
    members.retain(|_, value| !value.is_null() && value.as_array().is_none_or(|list| !list.is_empty()));
}
