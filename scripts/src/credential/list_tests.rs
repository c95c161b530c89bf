#![allow(clippy::unwrap_used, clippy::indexing_slicing)]
use healink_domain::{credentials::Kind, Jurisdiction};

use super::*;

const HEADER: &str = "provider,npi,kind,taxonomy,place,from,expires,verified,licenceNumber,name";
const GOOD: &str =
    "dave,1234567893,state-licence,207Q00000X,US-CA,2026-01-01,2028-01-01,2025-12-20,A-1,Ada Example";

fn read_named(name: &str, text: &[u8], options: &ImportOptions) -> Result<Imported> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, text).unwrap();
    read(&path, options)
}

fn csv_rows(rows: &[&str]) -> Imported {
    let text = format!("{HEADER}\n{}\n", rows.join("\n"));
    read_named("list.csv", text.as_bytes(), &ImportOptions::default()).unwrap()
}

#[test]
fn a_row_is_a_credential_and_what_is_no_term_is_a_detail() {
    let imported = csv_rows(&[GOOD]);
    assert_eq!(imported.skipped, []);
    let read = &imported.credentials[0];
    assert_eq!((read.account.as_deref(), read.kind), (Some("dave"), Kind::StateLicence));
    assert_eq!(text::date(read.expires_on), "2028-01-01");
    assert_eq!(read.details.keys().collect::<Vec<_>>(), ["licenceNumber", "name"]);
    assert_eq!((read.origin.line, read.origin.path.as_str()), (Some(2), ""));
}

#[test]
fn each_bad_row_is_reported_with_its_line_and_column_and_keeps_no_good_one_back() {
    let bad = |from: &str, to: &str| GOOD.replace(from, to);
    let rows = [
        GOOD.to_owned(),
        bad("1234567893", "1234567890"),
        bad("1234567893", "9941339100"),
        bad("1234567893", ""),
        bad("207Q00000X", "207Q"),
        bad("state-licence", "driving-licence"),
        bad("US-CA", "California"),
        bad("2026-01-01", "01/01/2026"),
        bad("2028-01-01", "2026-01-01"),
        bad("2025-12-20", ""),
        format!("{GOOD},one too many"),
        GOOD.to_owned(),
    ];
    let imported = csv_rows(&rows.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(imported.credentials.len(), 2);
    let said: Vec<_> =
        imported.skipped.iter().map(|bad| (bad.origin.line.unwrap(), bad.origin.path.as_str())).collect();
    let columns = ["npi", "npi", "npi", "taxonomy", "kind", "place", "from", "expires", "verified", ""];
    assert_eq!(said, (3..).zip(columns).collect::<Vec<_>>());
    assert!(imported.skipped[1].reason.contains("first digit must be 1 or 2"));
    assert!(imported.skipped[8].reason.contains("--verified"));
}

#[test]
fn options_stand_in_for_what_rows_leave_open() {
    let text = "npi,from\n1234567893,2026-01-01\n";
    let options = ImportOptions {
        place: Jurisdiction::parse("US-NV").ok(),
        kind: Some(Kind::Education),
        expires: text::parse_date("2030-01-01").ok(),
        verified: text::parse_date("2026-01-01").ok(),
        specialities: None,
    };
    let imported = read_named("list.csv", text.as_bytes(), &options).unwrap();
    assert_eq!((imported.credentials.len(), imported.skipped.len()), (1, 0));
    assert_eq!(imported.credentials[0].account, None);
    let none = read_named("list.csv", text.as_bytes(), &ImportOptions::default()).unwrap();
    assert_eq!(none.credentials, []);
}

#[test]
fn json_has_the_same_columns() {
    let text = br#"[{"npi": 1234567893, "kind": "education", "place": "US", "from": "2026-01-01", "expires": "2027-01-01",
        "verified": "2026-01-01", "school": "Example"}, {"npi": "1234567890"}, 7, {"npi": []}]"#;
    let imported = read_named("list.json", text, &ImportOptions::default()).unwrap();
    assert_eq!(imported.credentials[0].details["school"], "Example");
    let said: Vec<&str> = imported.skipped.iter().map(|bad| bad.origin.path.as_str()).collect();
    assert_eq!(said, ["[1].npi", "[2]", "[3]"]);
}

#[test]
fn what_is_no_list_says_why() {
    let options = ImportOptions::default();
    for (name, text) in
        [("list.csv", &b""[..]), ("list.csv", HEADER.as_bytes()), ("list.json", b"[]"), ("list.json", b"{}")]
    {
        assert!(read_named(name, text, &options).is_err(), "{name}");
    }
    let twice = read_named("list.csv", b"npi,npi\n1,2\n", &options).unwrap_err();
    assert!(twice.message.contains("twice"));
    let term = read_named("list.csv", b"npi,kind,place,from,expires,verified,id\n1234567893,education,US,2026-01-01,2027-01-01,2026-01-01,x\n", &options);
    assert!(term.unwrap().skipped[0].reason.contains("the name is taken"));
}

#[test]
fn the_codes_of_the_nucc_are_read_as_they_are_published() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("nucc.csv");
    std::fs::write(&path, b"\"Code\",\"Grouping\",\"Display Name\"\n\"207Q00000X\",\"Allopathic\",\"Family Medicine\"\n\"x\",\"y\",\"\x92\"\n").unwrap();
    let known = specialities(&path).unwrap();
    assert_eq!(known.values().collect::<Vec<_>>(), ["Family Medicine"]);
    let options = ImportOptions { specialities: Some(known), ..ImportOptions::default() };
    let other = format!("{HEADER}\n{}\n{GOOD}\n", GOOD.replace("207Q00000X", "208Q00000X"));
    let imported = read_named("list.csv", other.as_bytes(), &options).unwrap();
    assert_eq!((imported.credentials.len(), imported.skipped[0].origin.path.as_str()), (1, "taxonomy"));
    std::fs::write(&path, "a,b\n1,2\n").unwrap();
    assert!(specialities(&path).unwrap_err().hint.unwrap().contains("nucc.org"));
}

#[test]
fn accounts_are_found_by_npi_and_each_npi_has_one() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("accounts.csv");
    let read = |text: &str| {
        std::fs::write(&path, text).unwrap();
        accounts(&path)
    };
    assert_eq!(read("npi,provider\n1234567893,dave\n").unwrap()["1234567893"], "dave");
    for (text, said) in [
        ("npi,provider\n1234567890,dave\n", "line 2: npi: `1234567890` is no NPI"),
        ("npi,provider\n1234567893,\n", "line 2: provider: is missing"),
        ("npi,provider\n1234567893,dave\n1234567893,eve\n", "line 3: npi: 1234567893 stands twice"),
        ("npi\n1234567893\n", "provider: is missing"),
    ] {
        assert!(read(text).unwrap_err().message.contains(said), "{text}");
    }
}
