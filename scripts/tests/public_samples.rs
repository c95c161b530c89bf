//! Runs over public sample data (Synthea bundles, HL7's FHIR R4 examples), which the project does not ship: the folder is named by
//! `HEALINK_DATA`, or stands as `shared/data` beside the checkout; without it these tests say so and do nothing.
#![allow(clippy::unwrap_used, clippy::panic, clippy::arithmetic_side_effects)]

use std::{
    fs,
    path::{Path, PathBuf},
};

use healink::fhir::{import, load, ImportOptions, LoadOptions, Loaded};
use healink_domain::{Cents, Jurisdiction};
use serde_json::Value;

fn data(folder: &str) -> Option<PathBuf> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data");
    let path = std::env::var_os("HEALINK_DATA").map_or_else(beside, PathBuf::from).join(folder);
    if !path.is_dir() {
        eprintln!("skipped: no folder {} (name one in HEALINK_DATA)", path.display());
        return None;
    }
    Some(path)
}

fn load_all(path: &Path) -> Loaded {
    let place = Jurisdiction::parse("US").unwrap();
    load(path, &LoadOptions { place, currency: "USD".into(), newest_service_day: None }).unwrap()
}

/// Every Claim in the folder's Bundles and files, by nothing but a walk through the JSON.
fn claims(path: &Path) -> Vec<Value> {
    let files = fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path());
    let documents =
        files.map(|file| serde_json::from_str::<Value>(&fs::read_to_string(file).unwrap()).unwrap());
    let resources = documents.flat_map(|document| match document["entry"].as_array() {
        Some(entries) => entries.iter().map(|entry| entry["resource"].clone()).collect(),
        None => vec![document],
    });
    resources.filter(|resource| resource["resourceType"] == "Claim").collect()
}

/// An amount of at most two decimals, from its shortest text.
fn cents(number: &Value) -> u64 {
    let text = number.to_string();
    let (whole, part) = text.split_once('.').unwrap_or((&text, "0"));
    assert!(part.len() <= 2, "{text}");
    whole.parse::<u64>().unwrap() * 100 + format!("{part:0<2}").parse::<u64>().unwrap()
}

#[test]
fn every_synthea_claim_is_used_and_its_total_kept() {
    let Some(path) = data("synthea") else { return };
    let (expected, loaded) = (claims(&path), load_all(&path));
    assert!(!expected.is_empty());
    assert_eq!(loaded.skipped, []);
    assert_eq!(loaded.claim_resources, expected.len());
    for source in &expected {
        let id = source["id"].as_str().unwrap();
        let parts = || loaded.claims.iter().filter(|claim| claim.id.split('#').next() == Some(id));
        assert_eq!(
            Cents::sum(parts().map(|claim| claim.total)).unwrap().0,
            cents(&source["total"]["value"]),
            "{id}"
        );
        for claim in parts() {
            assert_eq!(Cents::sum(claim.lines.iter().map(|line| line.billed)).unwrap(), claim.total);
        }
    }
    let total = Cents::sum(loaded.claims.iter().map(|claim| claim.total)).unwrap();
    assert_eq!(total.0, expected.iter().map(|source| cents(&source["total"]["value"])).sum::<u64>());
    eprintln!("{} Claim resources, {} claims, {} cents", expected.len(), loaded.claims.len(), total.0);
}

#[test]
fn a_synthea_medicine_is_billed_as_such() {
    let Some(path) = data("synthea") else { return };
    let loaded = load_all(&path);
    let medicines: Vec<_> = loaded
        .claims
        .iter()
        .flat_map(|claim| &claim.lines)
        .filter(|line| line.code.system.contains("rxnorm"))
        .collect();
    let prescriptions = claims(&path).iter().filter(|claim| claim.get("prescription").is_some()).count();
    assert_eq!(medicines.len(), prescriptions);
}

#[test]
fn hl7_examples_are_read() {
    let Some(path) = data("fhir-r4") else { return };
    let loaded = load_all(&path);
    assert_eq!(loaded.skipped, []);
    let ids: Vec<_> = loaded.claims.iter().map(|claim| (claim.id.as_str(), claim.total)).collect();
    assert_eq!(ids, [("100150", Cents(13_557)), ("760150", Cents(6_000))]);
}

/// Synthea's practitioners have made-up numbers for NPIs, and no qualifications: each is reported, none is let through.
#[test]
fn every_synthea_practitioner_is_reported_with_its_place() {
    let Some(path) = data("synthea") else { return };
    let path = path.join("practitionerInformation.json");
    let expected: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
    let imported = import(&path, &ImportOptions::default()).unwrap();
    assert_eq!(imported.practitioners, expected["entry"].as_array().unwrap().len());
    assert_eq!((imported.credentials.len(), imported.skipped.len()), (0, imported.practitioners));
    for (index, finding) in imported.skipped.iter().enumerate() {
        assert_eq!(finding.origin.path, format!("Bundle.entry[{index}].resource.identifier[0].value"));
        assert!(finding.reason.contains("ten digits"), "{finding}");
    }
}

#[test]
fn the_example_practitioner_of_hl7_has_no_npi() {
    let Some(path) = data("fhir-r4") else { return };
    let imported = import(&path.join("Practitioner-example.json"), &ImportOptions::default()).unwrap();
    assert_eq!(imported.skipped.len(), 1);
    assert!(imported.skipped.iter().all(|finding| finding.reason.contains("there is no NPI")));
}
