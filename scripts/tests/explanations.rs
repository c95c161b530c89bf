//! Explanations of benefits are FHIR R4 and balance.
#![allow(clippy::unwrap_used, clippy::arithmetic_side_effects, clippy::indexing_slicing)]

use std::{collections::BTreeMap, path::Path};

use healink::{
    eob::{self, Explained, OnChain},
    fhir::{load, LoadOptions, Loaded, SourceClaim},
    plan_file::PlanFile,
    simulate::{Assumptions, Consent, Received, Simulation},
};
use healink_domain::{
    claims::{ClaimRecord, Status},
    Day, Jurisdiction,
};
use serde_json::Value;

const ON_CHAIN: OnChain<'_> = OnChain {
    genesis: "0x91b171bb158e2d3848fa23a9f1c25182fb8e20313b2c1eb49219da7a70ce90c3",
    contract: "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty",
};

fn folder(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn today() -> Day {
    Day::from_civil(2026, 6, 20).unwrap()
}

fn samples() -> Loaded {
    let place = Jurisdiction::parse("US").unwrap();
    load(
        &folder("samples"),
        &LoadOptions { place, currency: "USD".into(), newest_service_day: Some(today()) },
    )
    .unwrap()
}

/// Adjudicates the samples one by one and shows what an explanation of each is made of.
fn each(consent: Consent, mut see: impl FnMut(&Explained<'_>)) {
    let (plan, loaded) = (PlanFile::read(&folder("plans/standard.toml")).unwrap(), samples());
    let assumptions = Assumptions {
        credentialed: true,
        out_of_network: Default::default(),
        reviewed: false,
        consent,
        received: Received::On(today()),
    };
    let mut simulation = Simulation::new(&plan, assumptions, &loaded).unwrap();
    for source in &loaded.claims {
        let (number, record) = simulation.submit(source).unwrap();
        let (created, insurer) = (today(), "Example Health Plan");
        see(&Explained { source, number, record: &record, created, insurer, on_chain: Some(ON_CHAIN) });
    }
}

fn explained(consent: Consent, see: impl Fn(&SourceClaim, &ClaimRecord, Value)) {
    each(consent, |explained| {
        let eob = serde_json::from_str(&eob::render(explained).unwrap()).unwrap();
        see(explained.source, explained.record, eob);
    });
}

fn of_first_claim(mut see: impl FnMut(&Explained<'_>)) {
    each(Consent::Permit, |explained| {
        if explained.number == 1 {
            see(explained);
        }
    });
}

fn cents(amount: &Value) -> u64 {
    assert_eq!(amount["currency"], "USD");
    // Amounts of the samples are far below 2^53 cents, so that a double holds them to the cent.
    let value = amount["value"].as_f64().unwrap();
    format!("{value:.2}").replace('.', "").parse().unwrap()
}

fn code(concept: &Value) -> &str {
    concept["coding"][0]["code"].as_str().unwrap()
}

/// Submitted, benefit, and the sum of what is adjusted with a reason.
fn balance(item: &Value) -> (u64, u64, u64) {
    let (mut submitted, mut benefit, mut adjusted) = (0, 0, 0);
    for adjudication in item["adjudication"].as_array().unwrap() {
        let amount = cents(&adjudication["amount"]);
        match (adjudication.get("reason"), code(&adjudication["category"])) {
            (Some(reason), _) => {
                assert_eq!(
                    reason["coding"][0]["system"],
                    "https://x12.org/codes/claim-adjustment-reason-codes"
                );
                assert!(["CO", "PR", "OA"].contains(&reason["coding"][1]["code"].as_str().unwrap()));
                adjusted += amount;
            }
            (None, "submitted") => submitted = amount,
            (None, "benefit") => benefit = amount,
            (None, other) => assert_eq!(other, "eligible"),
        }
    }
    (submitted, benefit, adjusted)
}

#[test]
fn elements_that_r4_requires_are_there() {
    explained(Consent::Permit, |source, _, eob| {
        assert_eq!(eob["resourceType"], "ExplanationOfBenefit");
        assert_eq!((eob["status"].as_str(), eob["use"].as_str()), (Some("active"), Some("claim")));
        assert_eq!(code(&eob["type"]), source.kind);
        assert_eq!(eob["patient"]["reference"], source.patient.as_str());
        assert_eq!(eob["provider"]["reference"], source.provider_reference.as_str());
        assert_eq!(eob["created"], "2026-06-20");
        assert_eq!(eob["insurer"]["display"], "Example Health Plan");
        assert_eq!(eob["outcome"], "complete");
        assert_eq!(eob["insurance"][0]["focal"], true);
        assert!(eob["insurance"][0]["coverage"]["reference"].as_str().unwrap().starts_with("Coverage/"));
        assert_eq!(eob["claim"]["reference"], format!("Claim/{}", source.id));
        assert!(!eob["disposition"].as_str().unwrap().is_empty());
        let system = eob["identifier"][0]["system"].as_str().unwrap();
        assert_eq!(
            system,
            "polkadot:91b171bb158e2d3848fa23a9f1c25182:5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty"
        );
        for (index, item) in eob["item"].as_array().unwrap().iter().enumerate() {
            assert_eq!(item["sequence"].as_u64().unwrap(), index as u64 + 1);
            assert!(!code(&item["productOrService"]).is_empty());
        }
    });
}

#[test]
fn items_totals_and_payment_balance() {
    explained(Consent::Permit, |_, record, eob| {
        let mut sums = (0, 0, 0);
        for (item, line) in eob["item"].as_array().unwrap().iter().zip(&record.lines) {
            let (submitted, benefit, adjusted) = balance(item);
            assert_eq!((submitted, benefit), (line.billed.0, line.paid.0));
            assert_eq!(submitted - adjusted, benefit);
            sums = (sums.0 + submitted, sums.1 + benefit, sums.2 + adjusted);
        }
        let entries = eob["total"].as_array().unwrap().iter();
        let totals: BTreeMap<&str, u64> =
            entries.map(|total| (code(&total["category"]), cents(&total["amount"]))).collect();
        assert_eq!((totals["submitted"], totals["benefit"]), (sums.0, sums.1));
        let adjusted = ["deductible", "copay", "coinsurance", "discount", "priorpayerpaid", "noncovered"];
        assert_eq!(adjusted.iter().map(|code| totals[code]).sum::<u64>(), sums.2);
        assert_eq!(eob.get("payment").map_or(0, |payment| cents(&payment["amount"])), sums.1);
    });
}

#[test]
fn notes_say_each_reason_once_and_items_refer_to_them() {
    explained(Consent::Permit, |_, record, eob| {
        let notes = eob.get("processNote").and_then(Value::as_array).cloned().unwrap_or_default();
        let numbers: Vec<u64> = notes.iter().map(|note| note["number"].as_u64().unwrap()).collect();
        assert_eq!(numbers, (1..=notes.len() as u64).collect::<Vec<_>>());
        for (item, line) in eob["item"].as_array().unwrap().iter().zip(&record.lines) {
            let referred = item["noteNumber"].as_array().map_or(0, Vec::len);
            assert_eq!(referred, line.adjustments.len());
        }
    });
}

#[test]
fn a_claim_that_waits_is_queued() {
    explained(Consent::None, |_, record, eob| {
        if matches!(record.status, Status::Pended { .. }) {
            assert_eq!(eob["outcome"], "queued");
            assert_eq!(eob["disposition"], "Waits: the patient has not consented.");
            assert!(eob.get("payment").is_none());
            assert_eq!(eob["total"].as_array().unwrap().len(), 1);
        }
    });
}

#[test]
fn amounts_are_written_with_two_decimals() {
    of_first_claim(|explained| assert!(eob::render(explained).unwrap().contains("\"value\": 58.00")));
}

#[test]
fn an_explanation_is_written_under_its_number() {
    let folder = std::env::temp_dir().join(format!("healink-eob-{}", std::process::id()));
    of_first_claim(|explained| {
        let path = eob::write(&folder, explained).unwrap();
        assert_eq!(path, folder.join("1.json"));
        assert_eq!(std::fs::read_to_string(&path).unwrap(), eob::render(explained).unwrap());
    });
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 1);
    std::fs::remove_dir_all(&folder).unwrap();
}
