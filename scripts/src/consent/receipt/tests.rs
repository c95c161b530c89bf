#![allow(clippy::unwrap_used)]

use healink_domain::{
    consent::{Action, Category, CategorySet, Effect, Grantee, Purpose as Use},
    credentials::Kind,
    Day, Jurisdiction, Period,
};

use super::*;

fn terms() -> Terms {
    Terms {
        grantee: Grantee::Credentialed {
            kind: Kind::StateLicence,
            jurisdiction: Some(Jurisdiction::parse("US-CA").unwrap()),
        },
        effect: Effect::Permit,
        purposes: [Use::Treatment, Use::Payment].into_iter().collect(),
        categories: CategorySet::ORDINARY.union(Category::Hiv.set()),
        actions: Action::Read.set(),
        validity: Period { from: Day(20_000), until: Some(Day(20_100)) },
        data: Period::ALWAYS,
        receipt: Digest::default(),
    }
}

fn receipt_of(terms: &Terms) -> Receipt {
    let registry = Registry { genesis: "0x00".into(), contract: "5C".into() };
    let called = Some("Dr <script>alert(1)</script> & partners");
    Receipt::new(&Issue {
        patient: Account([1; 32]),
        by: None,
        terms,
        called,
        method: "test",
        registry,
        prefix: 42,
        at: "2026-01-01T00:00:00.000Z".into(),
    })
    .unwrap()
}

#[test]
fn a_receipt_holds_the_terms_and_the_fields_of_the_standards() {
    let receipt = receipt_of(&terms());
    let record = &receipt.record;
    assert_eq!(record.terms.read(Digest::default()).unwrap(), terms());
    assert_eq!(
        (record.purposes.len(), record.sensitive, record.sensitive_categories.as_slice()),
        (2, true, ["hiv".to_owned()].as_slice())
    );
    assert_eq!(record.event.event_type, "consent given");
    assert_eq!(record.withdrawal_method, "healink consent revoke --to-kind state-licence --place US-CA");
    assert_eq!(
        receipt_of(&Terms { effect: Effect::Deny, ..terms() }).record.event.event_type,
        "consent refused"
    );
    let id = &record.record_id;
    assert!(id.len() == 36 && id.as_bytes().get(14) == Some(&b'4'), "{id}");
}

#[test]
fn every_field_counts_for_the_hash() {
    fn strings(value: &serde_json::Value, path: String, found: &mut Vec<String>) {
        match value {
            serde_json::Value::Object(members) => {
                members.iter().for_each(|(name, value)| strings(value, format!("{path}/{name}"), found))
            }
            serde_json::Value::Array(items) => items
                .iter()
                .enumerate()
                .for_each(|(index, value)| strings(value, format!("{path}/{index}"), found)),
            serde_json::Value::String(_) => found.push(path),
            _ => {}
        }
    }
    let receipt = receipt_of(&terms());
    assert!(receipt.is_unchanged().unwrap());
    let whole = serde_json::to_value(&receipt).unwrap();
    let mut paths = Vec::new();
    strings(&whole["record"], "/record".into(), &mut paths);
    assert!(paths.len() > 30);
    for path in paths {
        let mut changed = whole.clone();
        *changed.pointer_mut(&path).unwrap() = "x".into();
        let changed: Receipt = serde_json::from_value(changed).unwrap();
        assert!(!changed.is_unchanged().unwrap(), "{path}");
    }
    let other = Receipt { salt: receipt_of(&terms()).salt, ..receipt };
    assert!(!other.is_unchanged().unwrap());
}

#[test]
fn file_and_page_are_read_as_they_were_written_and_a_changed_page_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let receipt = receipt_of(&terms());
    let [json, html] = receipt.write(folder.path()).unwrap();
    assert_eq!(Receipt::read(&json).unwrap(), receipt);
    assert_eq!(Receipt::read(&html).unwrap(), receipt);
    let page = std::fs::read_to_string(&html).unwrap();
    assert!(!page.contains("<script>alert") && page.contains("&lt;script&gt;"), "{page}");
    std::fs::write(&html, page.replacen("state-licence", "everybody", 1)).unwrap();
    assert!(Receipt::read(&html).unwrap_err().message.contains("the page was changed"));
    let whole = std::fs::read_to_string(&json).unwrap();
    std::fs::write(&json, whole.replacen('{', "{\"more\": 1,", 1)).unwrap();
    assert!(Receipt::read(&json).is_err());
    assert!(Receipt::read(&folder.path().join("none")).is_err());
}

#[test]
fn two_receipts_of_the_same_terms_have_nothing_in_common_that_is_published() {
    assert_ne!(receipt_of(&terms()).hash, receipt_of(&terms()).hash);
}
