#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::arithmetic_side_effects)]

use std::{fs, path::PathBuf, sync::atomic::AtomicUsize};

use super::*;
use healink_domain::{Account, Cents};

/// A folder of its own for each test.
struct Folder(PathBuf);

static NEXT: AtomicUsize = AtomicUsize::new(0);

impl Folder {
    fn new(files: &[(&str, &str)]) -> Self {
        let number = NEXT.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("healink-fhir-{}-{number}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        for (name, content) in files {
            fs::write(path.join(name), content).unwrap();
        }
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn options() -> LoadOptions {
    let place = Jurisdiction::parse("US").unwrap();
    LoadOptions { place, currency: "USD".into(), newest_service_day: None }
}

fn load_files(files: &[(&str, &str)]) -> Loaded {
    load(&Folder::new(files).0, &options()).unwrap()
}

/// What was skipped, without the folder's name.
fn skipped(loaded: &Loaded) -> Vec<String> {
    let name = |finding: &Finding| finding.origin.file.file_name().unwrap().to_string_lossy().into_owned();
    let line = |finding: &Finding| finding.origin.line.map(|line| format!(":{line}")).unwrap_or_default();
    let text = |f: &Finding| format!("{}{} {}: {}", name(f), line(f), f.origin.path, f.reason);
    loaded.skipped.iter().map(text).collect()
}

const ITEM: &str =
    r#"{"sequence":1,"productOrService":{"coding":[{"system":"s","code":"c"}]},"net":{"value":10.00}}"#;

fn claim(id: &str, more: &str) -> String {
    format!(
        r#"{{"resourceType":"Claim","id":"{id}","status":"active","use":"claim","patient":{{"reference":"Patient/p"}},
        "provider":{{"reference":"Organization/o"}},"created":"2026-03-01","item":[{ITEM}]{more}}}"#
    )
}

fn bundle(resources: &[(&str, &str)]) -> String {
    let entry = |(url, resource): &(&str, &str)| format!(r#"{{"fullUrl":"{url}","resource":{resource}}}"#);
    let entries: Vec<String> = resources.iter().map(entry).collect();
    format!(r#"{{"resourceType":"Bundle","type":"collection","entry":[{}]}}"#, entries.join(","))
}

#[test]
fn a_single_claim_is_read_with_what_it_says() {
    let loaded = load_files(&[("a.json", &claim("1", r#","type":{"coding":[{"code":"oral"}]}"#))]);
    let [claim] = loaded.claims.as_slice() else { panic!("{:?}", loaded.skipped) };
    assert_eq!((claim.id.as_str(), claim.kind.as_str(), claim.part), ("1", "oral", (1, 1)));
    assert_eq!((claim.total, claim.service_day), (Cents(1000), Day::from_civil(2026, 3, 1).unwrap()));
    assert_eq!(claim.member, "Patient/p");
    assert_eq!(loaded.members[0].key, "Patient/p");
    assert_eq!(loaded.providers[0].key, "Organization/o");
    assert_eq!(loaded.claim_resources, 1);
}

#[test]
fn the_rest_goes_on_where_something_cannot_be_read() {
    let loaded = load_files(&[
        ("a.json", "{\"resourceType\":"),
        ("b.json", &claim("1", "")),
        ("c.json", &claim("2", "").replace("10.00", "-10.00")),
        ("d.json", &claim("3", "").replace("10.00", "10.005")),
        ("e.json", &claim("4", "").replace(r#""created":"2026-03-01","#, "")),
        ("f.json", &claim("5", "").replace(r#""status":"active""#, r#""status":true"#)),
        ("g.json", &claim("6", "").replace("active", "cancelled")),
        ("h.json", &claim("7", "").replace(r#""use":"claim""#, r#""use":"predetermination""#)),
        ("i.json", &claim("8", "").replace("\"patient\"", "\"subject\"")),
        ("j.json", r#"{"resourceType":"Observation"}"#),
        ("k.txt", "not read"),
    ]);
    assert_eq!(loaded.claims.len(), 1);
    assert_eq!(
        skipped(&loaded),
        [
            "a.json : ends in the middle: EOF while parsing a value at line 1 column 16",
            "f.json Claim.status: invalid type: boolean `true`, expected a string",
            "c.json Claim.item[0].net.value: the amount is negative",
            "d.json Claim.item[0].net.value: the amount has fractions of a cent",
            "e.json Claim.item[0]: the claim says nowhere when the service was rendered",
            "g.json Claim.status: is `cancelled`: only `active` claims are submitted",
            "h.json Claim.use: is of use `predetermination`: only `claim` is submitted",
            "i.json Claim.patient: the claim names no patient",
        ]
    );
    let passed_over: Vec<_> = loaded.passed_over.into_iter().collect();
    assert_eq!(passed_over, [("Observation".to_owned(), 1), ("other files and folders".to_owned(), 1)]);
}

#[test]
fn folders_without_files_and_missing_files_are_errors() {
    let empty = Folder::new(&[("readme.txt", "")]);
    assert!(load(&empty.0, &options())
        .unwrap_err()
        .message
        .starts_with("no .json, .ndjson or .jsonl file in"));
    assert!(load(&empty.0.join("none.json"), &options()).unwrap_err().hint.is_some());
    let unusable = load_files(&[("a.json", "[]")]).refuse_empty(Path::new("a.json")).unwrap_err();
    assert_eq!(unusable.message, "no claim can be used in a.json");
    assert!(unusable.hint.unwrap().ends_with("a.json: is no JSON object"));
}

#[test]
fn ndjson_is_read_line_by_line() {
    let lines =
        format!("{}\n\n{{broken\n{}\r\n", claim("1", "").replace('\n', ""), claim("2", "").replace('\n', ""));
    let loaded = load_files(&[("a.ndjson", &lines)]);
    assert_eq!(loaded.claims.len(), 2);
    assert!(
        skipped(&loaded)[0].starts_with("a.ndjson:3 : is no JSON: key must be a string at line 1 column 2")
    );
}

#[test]
fn one_claim_is_taken_once() {
    let (one, other) = (claim("1", ""), claim("1", r#","priority":{}"#));
    let loaded = load_files(&[
        ("a.json", &bundle(&[("urn:1", &one), ("urn:1", &one), ("urn:1", &other)])),
        ("b.json", &bundle(&[("urn:1", &one)])),
        ("c.json", &bundle(&[("urn:2", &one)])),
    ]);
    assert_eq!(loaded.claims.len(), 2);
    let skipped = skipped(&loaded);
    assert!(skipped[0].starts_with("a.json Bundle.entry[1].resource: is the same as "));
    assert!(skipped[1].starts_with("a.json Bundle.entry[2].resource: has the same name (urn:1) as "));
    assert!(skipped[2].starts_with("b.json Bundle.entry[0].resource: is the same as "));
}

#[test]
fn patients_and_providers_are_the_same_in_every_file() {
    let patient = r#"{"resourceType":"Patient","id":"p","identifier":[{"system":"http://hl7.org/fhir/sid/us-ssn","value":"999-00-0000"},
        {"system":"m","value":"1"},{"type":{"coding":[{"code":"MB"}]},"system":"payer","value":"M-7"}]}"#;
    let provider = r#"{"resourceType":"Organization","id":"o","name":"Clinic","identifier":[{"system":"http://hl7.org/fhir/sid/us-npi",
        "value":"1234567893"}],"address":[{"state":"CA","country":"US"}]}"#;
    let by_url = claim("1", "").replace("Patient/p", "urn:p");
    let by_condition = claim("2", "")
        .replace("Organization/o", "Organization?identifier=http://hl7.org/fhir/sid/us-npi|1234567893");
    let by_identifier = claim("3", "")
        .replace(r#""reference":"Patient/p""#, r#""identifier":{"system":"payer","value":"M-7"}"#);
    let loaded = load_files(&[
        (
            "a.json",
            &bundle(&[("urn:p", patient), ("http://host/Organization/o", provider), ("urn:1", &by_url)]),
        ),
        ("b.json", &bundle(&[("urn:2", &by_condition), ("urn:3", &by_identifier)])),
        ("c.json", &bundle(&[("urn:p", patient)])),
    ]);
    assert_eq!(skipped(&loaded), Vec::<String>::new());
    assert_eq!(loaded.members.iter().map(|member| member.key.as_str()).collect::<Vec<_>>(), ["payer|M-7"]);
    let [provider] = loaded.providers.as_slice() else { panic!("{:?}", loaded.providers) };
    assert_eq!((provider.key.as_str(), provider.name.as_deref()), ("npi|1234567893", Some("Clinic")));
    assert!(loaded.claims.iter().all(|claim| claim.place.to_string() == "US-CA"));
}

#[test]
fn what_a_claim_contains_is_its_own() {
    let contained =
        r##","contained":[{"resourceType":"Patient","id":"p","identifier":[{"system":"m","value":"ID"}]}]"##;
    let one = claim("1", &contained.replace("ID", "1")).replace("Patient/p", "#p");
    let two = claim("2", &contained.replace("ID", "2")).replace("Patient/p", "#p");
    let none = claim("3", "").replace("Patient/p", "#p");
    let loaded = load_files(&[("a.json", &bundle(&[("urn:1", &one), ("urn:2", &two), ("urn:3", &none)]))]);
    assert_eq!(loaded.members.iter().map(|member| member.key.as_str()).collect::<Vec<_>>(), ["m|1", "m|2"]);
    assert!(skipped(&loaded)[0].ends_with("`#p` is not among the resources that the claim contains"));
}

#[test]
fn an_invalid_npi_is_told_and_not_used() {
    let provider = r#"{"resourceType":"Organization","id":"o","identifier":[{"system":"http://hl7.org/fhir/sid/us-npi","value":"200"}]}"#;
    let loaded = load_files(&[("a.json", &bundle(&[("urn:o", provider), ("urn:1", &claim("1", ""))]))]);
    assert_eq!(
        (loaded.providers[0].npi, loaded.providers[0].key.as_str()),
        (None, "http://hl7.org/fhir/sid/us-npi|200")
    );
    assert!(loaded.remarks.iter().any(|remark| remark.reason == "`200` is no valid NPI: known without one"));
}

#[test]
fn claims_are_split_by_day_and_by_lines() {
    let later = ITEM.replace("\"net\"", r#""servicedDate":"2026-03-05","net""#);
    let items = [vec![ITEM; 33].join(","), later].join(",");
    let loaded = load_files(&[("a.json", &claim("1", "").replace(ITEM, &items))]);
    let shape: Vec<_> =
        loaded.claims.iter().map(|claim| (claim.id.as_str(), claim.part, claim.lines.len())).collect();
    assert_eq!(shape, [("1", (1, 3), 32), ("1#2", (2, 3), 1), ("1#3", (3, 3), 1)]);
    assert_eq!(Cents::sum(loaded.claims.iter().map(|claim| claim.total)).unwrap(), Cents(34_000));
    assert_eq!(loaded.claim_resources, 1);
    assert!(loaded.remarks.iter().any(|remark| remark.reason.starts_with("split into 3 claims")));
    let keyring = Keyring::new(*b"secret");
    let digests: Vec<_> = loaded
        .claims
        .iter()
        .map(|claim| claim.to_domain(&keyring, 1, Account([1; 32]), None).document)
        .collect();
    assert!(digests[0] != digests[1] && digests[1] != digests[2]);
}

#[test]
fn an_answer_with_a_number_authorises() {
    let request = claim("9", "").replace(r#""use":"claim""#, r#""use":"preauthorization""#);
    let answer = r#"{"resourceType":"ClaimResponse","id":"r","use":"preauthorization","outcome":"complete","preAuthRef":"PA-1",
        "request":{"reference":"Claim/9"},"preAuthPeriod":{"start":"2026-01-01","end":"2026-06-30"}}"#;
    let unanswered = answer.replace("Claim/9", "Claim/10").replace(r#""id":"r""#, r#""id":"s""#);
    let user = claim(
        "1",
        r#","insurance":[{"focal":true,"coverage":{"reference":"Coverage/c"},"preAuthRef":["PA-1"]}]"#,
    );
    let cover = r#"{"resourceType":"Coverage","id":"c","period":{"start":"2026-01-01","end":"2026-12-31"}}"#;
    let resources = [
        ("urn:9", request.as_str()),
        ("urn:r", answer),
        ("urn:s", &unanswered),
        ("urn:1", &user),
        ("urn:c", cover),
    ];
    let loaded = load_files(&[("a.json", &bundle(&resources))]);
    assert_eq!((loaded.claims.len(), loaded.authorisation_requests), (1, 1));
    assert_eq!(loaded.claims[0].authorisation.as_deref(), Some("PA-1"));
    let [authorisation] = loaded.authorisations.as_slice() else { panic!("{:?}", loaded.skipped) };
    assert_eq!(authorisation.number, "PA-1");
    assert_eq!(authorisation.items.iter().map(|item| item.units).collect::<Vec<_>>(), [1]);
    assert_eq!(authorisation.period.until, Day::from_civil(2026, 7, 1));
    assert_eq!(loaded.members[0].cover.unwrap().until, Day::from_civil(2027, 1, 1));
    assert!(skipped(&loaded)[0].contains("the claim that requested it is not in the files"));
}

/// A claim with two lines that a first insurance answered in this way.
fn coordinated(answer: &str) -> Loaded {
    let second = ITEM.replace(r#""sequence":1"#, r#""sequence":2"#).replace("10.00", "30.00");
    let insurance = r#","insurance":[{"focal":false,"coverage":{"reference":"Coverage/first"},
        "claimResponse":{"reference":"ClaimResponse/r"}},{"focal":true,"coverage":{"reference":"Coverage/c"}}]"#;
    let claim = claim("1", insurance).replace(ITEM, &format!("{ITEM},{second}"));
    let answer =
        format!(r#"{{"resourceType":"ClaimResponse","id":"r","use":"claim","outcome":"complete"{answer}}}"#);
    load_files(&[("a.json", &bundle(&[("urn:1", &claim), ("https://x/ClaimResponse/r", &answer)]))])
}

#[test]
fn what_a_prior_payer_paid_stands_on_its_line() {
    let benefit = |sequence: u32, paid: &str| {
        format!(
            r#"{{"itemSequence":{sequence},"adjudication":[
              {{"category":{{"coding":[{{"code":"copay"}}]}},"amount":{{"value":1.00}}}},
              {{"category":{{"coding":[{{"code":"benefit"}}]}},"amount":{{"value":{paid},"currency":"USD"}}}}]}}"#
        )
    };
    let loaded = coordinated(&format!(r#","item":[{},{}]"#, benefit(2, "12.50"), benefit(1, "0")));
    let paid: Vec<Cents> = loaded.claims[0].lines.iter().map(|line| line.prior_paid).collect();
    assert_eq!(paid, [Cents::ZERO, Cents(1_250)]);
    for (answer, reason) in [
        (format!(r#","item":[{}]"#, benefit(3, "1.00")), "item[0]: it is for no line of the claim"),
        (
            r#","payment":{"amount":{"value":5.00}}"#.to_owned(),
            "item: it says only what was paid for all lines together",
        ),
        (format!(r#","item":[{}]"#, benefit(1, "-1")), "item[0].value: the amount is negative"),
    ] {
        let refused = coordinated(&answer);
        assert_eq!(
            skipped(&refused),
            [format!("a.json Bundle.entry[0].resource.insurance[0].claimResponse: {reason}")]
        );
    }
}

#[test]
fn without_the_prior_payers_answer_a_claim_is_not_used() {
    let insurance = r#","insurance":[{"focal":true,"coverage":{"reference":"Coverage/c"}},
        {"focal":false,"coverage":{"reference":"Coverage/d"},"claimResponse":{"reference":"ClaimResponse/none"}}]"#;
    let loaded = load_files(&[("a.json", &claim("1", insurance))]);
    assert_eq!(
        skipped(&loaded),
        ["a.json Claim.insurance[1].claimResponse: the prior payer's answer is not in the files"]
    );
}

#[test]
fn members_of_one_family_have_the_subscriber_in_common() {
    let insured = |id: &str| {
        claim(id, r#","insurance":[{"focal":true,"coverage":{"reference":"Coverage/c"}}]"#)
            .replace("Patient/p", &format!("Patient/{id}"))
    };
    let cover = r#"{"resourceType":"Coverage","id":"c","subscriberId":"F-1"}"#;
    let (one, other) = (insured("1"), insured("2"));
    let loaded = load_files(&[("a.json", &bundle(&[("urn:1", &one), ("urn:2", &other), ("urn:c", cover)]))]);
    let families: Vec<_> = loaded.members.iter().map(|member| member.family.as_deref()).collect();
    assert_eq!(families, [Some("subscriber|F-1"), Some("subscriber|F-1")]);
}

#[test]
fn dates_are_shifted_together_and_years_stay_whole() {
    let folder = Folder::new(&[
        ("a.json", &claim("1", "")),
        ("b.json", &claim("2", "").replace("2026-03-01", "2026-03-11")),
    ]);
    let shifted = |to: (u32, u8, u8)| {
        let newest = Day::from_civil(to.0, to.1, to.2);
        let loaded = load(&folder.0, &LoadOptions { newest_service_day: newest, ..options() }).unwrap();
        let days: Vec<_> = loaded.claims.iter().map(|claim| claim.service_day.civil()).collect();
        (days, loaded.shifted_by, loaded.claims[0].document.lines().count())
    };
    assert_eq!(shifted((2026, 3, 11)), (vec![(2026, 3, 1), (2026, 3, 11)], 0, 1));
    assert_eq!(shifted((2026, 11, 20)), (vec![(2026, 11, 10), (2026, 11, 20)], 254, 2));
    assert_eq!(shifted((2027, 1, 4)).0, [(2026, 12, 21), (2026, 12, 31)]);
    assert_eq!(shifted((2026, 1, 11)).0, [(2026, 1, 1), (2026, 1, 11)]);
}

#[test]
fn plain_claims_are_read_too() {
    let json = r#"{"members":[{"member":"M-1","from":"2026-01-01","family":"F"}],
        "authorisations":[{"number":"PA-1","member":"M-1","provider":"npi|1234567893","code":"70551"},
          {"number":"PA-2","member":"M-1","provider":"P","items":[{"code":"1","units":2},{"code":"2"}]},
          {"number":"PA-3","member":"M-1","provider":"P"}],
        "claims":[{"id":"A","member":"M-1","provider":"npi|1234567893","place":"US-CA","service_day":"2026-03-01","authorisation":"PA-1",
          "lines":[{"system":"cpt","code":"70551","units":2,"billed":"1200.00","prior_paid":"100.00"}]},
         {"id":"B","member":"M-1","provider":"P","service_day":"2026-03-01","lines":[{"code":"1","billed":"1.005"}]},
         {"id":"C","member":"M-1","provider":"P","service_day":"2026-03-01","lines":[],"patient":"?"}]}"#;
    let loaded = load_files(&[("a.json", json)]);
    assert_eq!((loaded.claims.len(), loaded.authorisations.len(), loaded.members.len()), (1, 2, 1));
    assert_eq!(
        (loaded.claims[0].total, loaded.claims[0].lines[0].prior_paid),
        (Cents(120_000), Cents(10_000))
    );
    assert_eq!(loaded.authorisations[1].items.iter().map(|item| item.units).collect::<Vec<_>>(), [2, 1]);
    assert_eq!((loaded.members[0].family.as_deref(), loaded.members[0].cover.is_some()), (Some("F"), true));
    assert!(loaded.providers[0].npi.is_some());
    let skipped = skipped(&loaded);
    assert_eq!(skipped[0], "a.json claims[1].lines[0].billed: `1.005` is no amount");
    assert!(skipped[1].starts_with("a.json claims[2].patient: unknown field `patient`"), "{}", skipped[1]);
    assert_eq!(skipped[2], "a.json authorisations[2].items: an authorisation is for 1 to 32 services");
}

/// Every value in the tree, by its JSON pointer.
fn pointers(value: &serde_json::Value, at: &str, found: &mut Vec<String>) {
    found.push(at.to_owned());
    match value {
        serde_json::Value::Object(members) => {
            for (name, member) in members {
                pointers(member, &format!("{at}/{name}"), found);
            }
        }
        serde_json::Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                pointers(item, &format!("{at}/{index}"), found);
            }
        }
        _ => {}
    }
}

#[test]
fn a_claim_with_any_value_replaced_is_used_or_told() {
    let more = r#","total":{"value":10.00,"currency":"USD"},"billablePeriod":{"start":"2026-03-01"},
        "insurance":[{"focal":true,"coverage":{"reference":"Coverage/c"},"preAuthRef":["PA"]}],"contained":[]"#;
    let whole: serde_json::Value = serde_json::from_str(&claim("1", more)).unwrap();
    let mut places = Vec::new();
    pointers(&whole, "", &mut places);
    assert!(places.len() > 30);
    for place in places {
        for other in ["null", "-1", "1e400", "\"x\"", "[]", "[[]]", "{}", "true"] {
            let marked = "@replaced@";
            let mut changed = whole.clone();
            *changed.pointer_mut(&place).unwrap() = marked.into();
            let text = changed.to_string().replace(&format!("\"{marked}\""), other);
            let loaded = load_files(&[("a.json", &text)]);
            let counted = loaded.passed_over.values().sum::<usize>();
            let told =
                loaded.claim_resources + loaded.authorisation_requests + loaded.skipped.len() + counted;
            assert!(told >= 1, "{place} replaced by {other}");
            assert!(loaded.claims.iter().all(|claim| !claim.lines.is_empty()));
        }
    }
}

#[test]
fn a_file_cut_anywhere_is_told() {
    let whole = bundle(&[("urn:1", &claim("1", ""))]);
    for length in (0..whole.len()).filter(|length| whole.is_char_boundary(*length)) {
        let loaded = load_files(&[("a.json", &whole[..length])]);
        assert_eq!((loaded.claims.len(), loaded.skipped.len()), (0, 1), "cut at {length}");
    }
}
