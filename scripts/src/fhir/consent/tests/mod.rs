#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::arithmetic_side_effects)]

mod elements;
mod properties;

use std::path::PathBuf;

use healink_domain::{
    consent::{Action, Category, CategorySet, Class, Effect, Grantee, Purpose, Query},
    credentials::Kind,
    Account, Day, Jurisdiction, Period,
};
use serde_json::{json, Value};

use super::*;
use crate::text;

fn alice() -> Account {
    Account([1; 32])
}

fn bob() -> Account {
    Account([2; 32])
}

fn account(account: Account) -> Value {
    json!({ "identifier": { "system": "urn:x-healink:account", "value": crate::chain::account::ss58(&account, 42) } })
}

fn actor(reference: Value) -> Value {
    json!({ "role": { "coding": [{ "code": "PRCP" }] }, "reference": reference })
}

fn day(written: &str) -> Day {
    text::parse_date(written).unwrap()
}

/// A Consent with this base rule and root provision.
fn consent(policy: &str, provision: Value) -> Value {
    json!({
        "resourceType": "Consent",
        "id": "c",
        "status": "active",
        "scope": { "coding": [{ "system": "http://terminology.hl7.org/CodeSystem/consentscope", "code": "patient-privacy" }] },
        "category": [{ "coding": [{ "system": "http://loinc.org", "code": "59284-0" }] }],
        "patient": { "reference": "Patient/p" },
        "dateTime": "2026-01-10",
        "policyRule": { "coding": [{ "code": policy }] },
        "provision": provision,
    })
}

/// The same with some elements set.
fn with(mut resource: Value, elements: Value) -> Value {
    for (name, value) in elements.as_object().unwrap() {
        resource[name] = value.clone();
    }
    resource
}

fn options() -> Options {
    Options { actors: Actors { naming: Naming::ByReference, ..Actors::default() }, root: None }
}

fn try_read(resources: &[Value], options: &Options) -> Result<Loaded> {
    let folder = tempfile::tempdir().unwrap();
    let paths: Vec<PathBuf> =
        (0..resources.len()).map(|number| folder.path().join(format!("{number}.json"))).collect();
    for (path, resource) in paths.iter().zip(resources) {
        std::fs::write(path, resource.to_string()).unwrap();
    }
    load(&paths, options)
}

fn read(resource: Value) -> Loaded {
    try_read(&[resource], &options()).unwrap()
}

/// `path: reason` of findings.
fn told(findings: &[Finding]) -> Vec<String> {
    findings.iter().map(|finding| format!("{}: {}", finding.origin.path, finding.reason)).collect()
}

/// What is refused, as one text.
fn refused(resource: Value) -> String {
    let loaded = read(resource);
    assert!(loaded.refuse_inexpressible(false).is_err());
    told(&loaded.findings.refused).join("\n")
}

/// A request of `alice`, who holds nothing, to read data of its day for treatment.
fn asked(categories: CategorySet, on: &str) -> Asked {
    let day = day(on);
    let query = Query {
        actor: alice(),
        purpose: Purpose::Treatment,
        categories,
        action: Action::Read,
        day,
        data: Period::day(day),
    };
    Asked { query, holds: Vec::new() }
}

fn decision(loaded: &Loaded, asked: &Asked) -> &'static str {
    evaluate(loaded, asked).decision
}

/// What `alice` is told about results on a day in the year after the Consent.
fn results(loaded: &Loaded) -> &'static str {
    decision(loaded, &asked(Category::Results.set(), "2026-06-01"))
}
