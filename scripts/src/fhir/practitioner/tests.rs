//! Practitioners as files hold them, good and bad.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::path::PathBuf;

use healink_domain::{credentials::Kind, Day, Jurisdiction, Taxonomy};
use serde_json::{json, Value};

use super::*;

/// A licence of Dr Ada Example, complete.
fn licence() -> Value {
    json!({
        "identifier": [{
            "type": { "coding": [{ "system": "http://terminology.hl7.org/CodeSystem/v2-0203", "code": "SL" }] },
            "value": "CA-12345"
        }],
        "code": { "coding": [{ "system": "http://nucc.org/provider-taxonomy", "code": "207Q00000X" }], "text": "Family medicine" },
        "period": { "start": "2025-01-01", "end": "2026-12-31" },
        "issuer": { "reference": "Organization/board" }
    })
}

fn practitioner(npi: &str, qualifications: &[Value]) -> Value {
    json!({
        "resourceType": "Practitioner",
        "id": "ada",
        "active": true,
        "identifier": [
            { "system": "http://example.org/staff", "value": "17" },
            { "system": "http://hl7.org/fhir/sid/us-npi", "value": npi },
            { "system": "https://chainagnostic.org/CAIPs/caip-10", "value": "polkadot:91b1:5Fabc" }
        ],
        "name": [{ "family": "Example", "given": ["Ada"] }],
        "qualification": qualifications
    })
}

fn board() -> Value {
    json!({ "resourceType": "Organization", "id": "board", "name": "Medical Board", "address": [{ "state": "CA" }] })
}

fn verification(status: &str, date: &str, part: &str) -> Value {
    json!({
        "resourceType": "VerificationResult",
        "target": [{ "reference": "Practitioner/ada" }],
        "targetLocation": [format!("Practitioner.{part}")],
        "status": status,
        "primarySource": [{ "validationDate": date }]
    })
}

fn options() -> ImportOptions {
    ImportOptions { verified: Some(day(2026, 1, 5)), ..ImportOptions::default() }
}

fn day(year: u32, month: u8, day: u8) -> Day {
    Day::from_civil(year, month, day).unwrap()
}

fn place(text: &str) -> Jurisdiction {
    Jurisdiction::parse(text).unwrap()
}

/// Reads resources as one Bundle.
fn read(resources: &[Value], options: &ImportOptions) -> Imported {
    let folder = tempfile::tempdir().unwrap();
    let path: PathBuf = folder.path().join("f.json");
    let entries: Vec<Value> = resources.iter().map(|resource| json!({ "resource": resource })).collect();
    let bundle = json!({ "resourceType": "Bundle", "type": "collection", "entry": entries });
    std::fs::write(&path, bundle.to_string()).unwrap();
    import(&path, options).unwrap()
}

fn one(resources: &[Value], options: &ImportOptions) -> SourceCredential {
    let imported = read(resources, options);
    assert_eq!(imported.skipped, []);
    assert_eq!(imported.credentials.len(), 1);
    imported.credentials[0].clone()
}

/// Why the only thing in these resources was not used, with its path.
fn refusal(resources: &[Value], options: &ImportOptions) -> String {
    let imported = read(resources, options);
    assert_eq!(imported.credentials, []);
    assert_eq!(imported.skipped.len(), 1, "{:?}", imported.skipped);
    format!("{}: {}", imported.skipped[0].origin.path, imported.skipped[0].reason)
}

fn changed(mut value: Value, pointer: &str, to: Value) -> Value {
    *value.pointer_mut(pointer).unwrap() = to;
    value
}

const AT: &str = "Bundle.entry[0].resource.";

#[test]
fn a_complete_qualification_becomes_a_credential() {
    let read = one(&[practitioner("1234567893", &[licence()]), board()], &options());
    assert_eq!(read.npi.to_string(), "1234567893");
    assert_eq!((read.kind, read.taxonomy), (Kind::StateLicence, Taxonomy::parse("207Q00000X").ok()));
    assert_eq!(read.place, place("US-CA"));
    assert_eq!((read.valid_from, read.expires_on), (day(2025, 1, 1), day(2027, 1, 1)));
    assert_eq!(read.verified_on, day(2026, 1, 5));
    assert_eq!(read.account.as_deref(), Some("polkadot:91b1:5Fabc"));
    assert_eq!(read.origin.path, "Bundle.entry[0].resource.qualification[0]");
    let details: Vec<_> = read.details.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(
        details,
        [
            ("issuingAuthority", "Medical Board"),
            ("licenceNumber", "CA-12345"),
            ("name", "Ada Example"),
            ("qualification", "Family medicine")
        ]
    );
}

#[test]
fn an_npi_is_checked_and_a_bad_one_reported_with_its_place() {
    for (npi, why) in [
        ("1234567890", "its check digit is wrong"),
        // Passes Luhn behind the prefix; its first digit does not do.
        ("9941339100", "its first digit must be 1 or 2"),
        ("0", "exactly ten digits"),
        ("12345678931", "exactly ten digits"),
        (" 1234567893", "exactly ten digits"),
    ] {
        let said = refusal(&[practitioner(npi, &[licence()]), board()], &options());
        assert!(said.starts_with(&format!("{AT}identifier[1].value: `{npi}` is no NPI")), "{said}");
        assert!(said.contains(why), "{said}");
    }
    let nobody = changed(practitioner("1234567893", &[licence()]), "/identifier", json!([]));
    assert!(refusal(&[nobody], &options()).starts_with(&format!("{AT}identifier: there is no NPI")));
}

#[test]
fn a_nucc_code_is_checked_by_form_and_by_the_list_where_there_is_one() {
    let coded =
        |code: &str| practitioner("1234567893", &[changed(licence(), "/code/coding/0/code", json!(code))]);
    let said = refusal(&[coded("207q00000x"), board()], &options());
    assert!(
        said.starts_with(&format!("{AT}qualification[0].code.coding[0].code: `207q00000x` is no NUCC code")),
        "{said}"
    );

    let known = BTreeMap::from([(Taxonomy::parse("207Q00000X").unwrap(), "Family Medicine".to_owned())]);
    let listed = ImportOptions { specialities: Some(known), ..options() };
    one(&[coded("207Q00000X"), board()], &listed);
    let said = refusal(&[coded("999Q00000X"), board()], &listed);
    assert!(said.contains("`999Q00000X` is not among the NUCC codes"), "{said}");
}

#[test]
fn the_kind_is_told_by_the_codes_of_the_field() {
    let number = |code: &str| {
        let system = "http://terminology.hl7.org/CodeSystem/v2-0203";
        json!([{ "type": { "coding": [{ "system": system, "code": code }] }, "value": "1" }])
    };
    let coded = |system: &str, code: &str| json!({ "coding": [{ "system": system, "code": code }] });
    let (degree, nucc) =
        ("http://terminology.hl7.org/CodeSystem/v2-0360/2.7", "http://nucc.org/provider-taxonomy");
    for (identifier, code, kind) in [
        (number("DEA"), coded(degree, "MD"), Kind::DeaRegistration),
        (number("RN"), json!({}), Kind::StateLicence),
        (number("MD"), coded(degree, "MD"), Kind::StateLicence),
        (json!([]), coded(degree, "MD"), Kind::Education),
        (json!([]), coded(nucc, "207Q00000X"), Kind::BoardCertification),
        (number("SL"), coded("urn:healink:credential-kind", "hospital-privileges"), Kind::HospitalPrivileges),
    ] {
        let qualification = changed(changed(licence(), "/identifier", identifier), "/code", code);
        assert_eq!(one(&[practitioner("1234567893", &[qualification]), board()], &options()).kind, kind);
    }
    let unknown = changed(changed(licence(), "/identifier", json!([])), "/code", coded(degree, "RN"));
    let files = [practitioner("1234567893", &[unknown]), board()];
    assert!(refusal(&files, &options()).contains("--kind"));
    let given = ImportOptions { kind: Some(Kind::StateLicence), ..options() };
    assert_eq!(one(&files, &given).kind, Kind::StateLicence);
}

#[test]
fn it_holds_where_the_extension_says_else_where_the_issuer_is_else_as_given() {
    let url = "http://hl7.org/fhir/us/davinci-pdex-plan-net/StructureDefinition/practitioner-qualification";
    let state = |code: &str| json!({ "url": "whereValid", "valueCodeableConcept": { "coding": [{ "system": "https://www.usps.com/", "code": code }] } });
    let with = |parts: Value| {
        let mut licence = licence();
        licence["extension"] = json!([{ "url": url, "extension": parts }]);
        practitioner("1234567893", &[licence])
    };
    let compact =
        with(json!([{ "url": "status", "valueCode": "active" }, state("NV"), state("AZ"), state("NV")]));
    let imported = read(&[compact, board()], &options());
    let places: Vec<String> = imported.credentials.iter().map(|read| read.place.to_string()).collect();
    assert_eq!(places, ["US-NV", "US-AZ"]);

    let lapsed = with(json!([{ "url": "status", "valueCode": "inactive" }]));
    assert!(refusal(&[lapsed, board()], &options()).contains("status is `inactive`"));
    assert!(refusal(&[with(json!([state("Atlantis")])), board()], &options()).contains("no state or country"));

    let alone = [practitioner("1234567893", &[licence()])];
    assert!(refusal(&alone, &options()).contains("--place"));
    assert_eq!(
        one(&alone, &ImportOptions { place: Some(place("US-OR")), ..options() }).place,
        place("US-OR")
    );
}

#[test]
fn the_day_of_verification_is_the_newest_that_came_out_well() {
    let subject = practitioner("1234567893", &[licence()]);
    let with = |more: &[Value]| [&[subject.clone(), board()][..], more].concat();
    let newest = with(&[
        verification("validated", "2026-02-01", "qualification[0]"),
        verification("validated", "2026-03-01", "qualification[0]"),
        verification("in-process", "2026-04-01", "qualification[0]"),
        verification("validated", "2026-05-01", "qualification[1]"),
    ]);
    assert_eq!(one(&newest, &options()).verified_on, day(2026, 3, 1));

    let failed = with(&[verification("val-fail", "2026-02-01", "qualification[0]")]);
    assert!(refusal(&failed, &options()).contains("its verification failed"));
    let said = refusal(&with(&[]), &ImportOptions::default());
    assert!(said.contains("--verified"), "{said}");
}

#[test]
fn what_does_not_end_needs_a_day_unless_it_is_education() {
    let open = changed(licence(), "/period", json!({ "start": "1995" }));
    let files = |open: &Value| [practitioner("1234567893", std::slice::from_ref(open)), board()];
    assert!(refusal(&files(&open), &options()).contains("--expires"));
    let given = ImportOptions { expires: Some(day(2030, 1, 1)), ..options() };
    assert_eq!(one(&files(&open), &given).expires_on, day(2030, 1, 1));

    let degree =
        json!({ "coding": [{ "system": "http://terminology.hl7.org/CodeSystem/v2-0360", "code": "BS" }] });
    let degree = changed(changed(open, "/code", degree), "/identifier", json!([]));
    let imported = read(&files(&degree), &options());
    assert_eq!(text::date(imported.credentials[0].expires_on), "9999-12-31");
    assert_eq!(imported.remarks.len(), 1, "that 1995 is taken as its first day");
}

#[test]
fn a_bad_qualification_keeps_no_good_one_back() {
    let backwards = changed(licence(), "/period", json!({ "start": "2026-01-01", "end": "2025-01-01" }));
    let files = [practitioner("1234567893", &[json!(7), licence(), backwards, json!({})]), board()];
    let imported = read(&files, &options());
    assert_eq!(imported.credentials.len(), 1);
    let said: Vec<String> = imported.skipped.iter().map(|finding| finding.origin.path.clone()).collect();
    assert_eq!(
        said,
        [
            "Bundle.entry[0].resource.qualification[0]",
            "Bundle.entry[0].resource.qualification[2].period",
            "Bundle.entry[0].resource.qualification[3].code"
        ]
    );
}

#[test]
fn who_is_no_longer_active_or_has_no_qualification_is_reported() {
    let gone = changed(practitioner("1234567893", &[licence()]), "/active", json!(false));
    assert!(refusal(&[gone, board()], &options()).starts_with(&format!("{AT}active: ")));
    let bare = practitioner("1234567893", &[]);
    assert_eq!(refusal(&[bare], &options()), format!("{AT}qualification: there is none"));
}
