use healink_domain::{
    blake2_256,
    credentials::{disclose, document, Disclosure, DocumentError, Field, MAX_FIELDS, MAX_STEPS},
    Digest,
};
use proptest::{collection::vec, prelude::*, sample::Index};

use crate::properties::config;

fn field(number: u8, name: &str, value: &str) -> Field {
    Field { salt: [number; 16], name: name.into(), value: value.into() }
}

fn fields() -> Vec<Field> {
    vec![field(0, "issuer", "Board"), field(1, "licence.number", "A-1"), field(2, "name", "Ada")]
}

fn numbered(count: usize) -> Vec<Field> {
    (0..count).map(|number| field(7, &format!("{number:03}"), "value")).collect()
}

fn hex(digest: Digest) -> String {
    digest.0.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Vectors by Python: `hashlib.blake2b(..., digest_size=32)`.
#[test]
fn leaves_and_roots_agree_with_an_independent_implementation() {
    assert_eq!(
        hex(fields()[0].leaf(blake2_256)),
        "ea3481f690809989268a189f5b9d7e6fb2a79936041c52f367ae6561957e67b7"
    );
    assert_eq!(
        hex(document(&fields(), blake2_256).unwrap()),
        "d92c20c2d5e11235deebeb164ce15dd4ba9ca52e581eadfc19f1ec068578fc5f"
    );
}

#[test]
fn fields_have_one_order_and_a_bound() {
    let refused = |fields: &[Field]| document(fields, blake2_256).unwrap_err();
    assert_eq!(refused(&[]), DocumentError::NoFields);
    assert_eq!(refused(&numbered(MAX_FIELDS + 1)), DocumentError::TooManyFields);
    assert_eq!(refused(&[field(0, "b", ""), field(0, "a", "")]), DocumentError::NotAscending);
    assert_eq!(refused(&[field(0, "a", "1"), field(0, "a", "2")]), DocumentError::NotAscending);
    assert!(document(&numbered(MAX_FIELDS), blake2_256).is_ok());
}

#[test]
fn every_field_of_a_document_of_any_size_leads_to_its_root() {
    for count in 1..=MAX_FIELDS {
        let fields = numbered(count);
        let root = document(&fields, blake2_256).unwrap();
        for field in &fields {
            let shown = disclose(&fields, &field.name, blake2_256).unwrap().unwrap();
            assert_eq!((&shown.field, shown.root(blake2_256)), (field, Some(root)), "{count}");
        }
    }
}

#[test]
fn a_field_that_is_not_there_cannot_be_disclosed() {
    assert_eq!(disclose(&fields(), "dea.number", blake2_256), Ok(None));
    assert_eq!(disclose(&[], "name", blake2_256), Err(DocumentError::NoFields));
}

#[test]
fn a_path_that_no_document_has_leads_nowhere() {
    let shown = Disclosure { field: field(0, "a", ""), path: vec![Digest([0; 32]); MAX_STEPS + 1] };
    assert_eq!(shown.root(blake2_256), None);
}

/// RFC 6962's reason for two prefixes: what lies under a node must not pass for a field.
#[test]
fn a_node_cannot_pass_for_a_field() {
    let fields = numbered(2);
    let (one, other) = (fields[0].leaf(blake2_256), fields[1].leaf(blake2_256));
    let pair: Vec<u8> = [one.min(other).0, one.max(other).0].concat();
    let root = document(&fields, blake2_256).unwrap();
    assert_eq!(Digest(blake2_256(&[&[1], &pair[..]].concat())), root);
    assert_ne!(Digest(blake2_256(&[&[0], &pair[..]].concat())), root);
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn a_field_altered_in_any_part_does_not_lead_to_the_root(
        values in vec("[a-z]{0,4}", 1..20), which in any::<Index>(), byte in any::<Index>(), bit in 0..8u8,
    ) {
        let fields: Vec<_> = numbered(values.len()).into_iter().zip(values).map(|(made, value)| Field { value, ..made }).collect();
        let root = document(&fields, blake2_256).unwrap();
        let name = &which.get(&fields).name;
        let shown = disclose(&fields, name, blake2_256).unwrap().unwrap();
        let leads = |shown: Disclosure| shown.root(blake2_256) == Some(root);
        prop_assert!(leads(shown.clone()));

        let mut salted = shown.clone();
        salted.field.salt[byte.index(16)] ^= 1 << bit;
        prop_assert!(!leads(salted));
        let mut valued = shown.clone();
        valued.field.value.push('x');
        prop_assert!(!leads(valued));
        let mut named = shown.clone();
        named.field.name.push('x');
        prop_assert!(!leads(named));
        let mut longer = shown.clone();
        longer.path.push(Digest([bit; 32]));
        prop_assert!(!leads(longer));
        if !shown.path.is_empty() {
            let step = byte.index(shown.path.len());
            let mut turned = shown.clone();
            turned.path[step].0[0] ^= 1 << bit;
            prop_assert!(!leads(turned));
            let mut shorter = shown;
            shorter.path.remove(step);
            prop_assert!(!leads(shorter));
        }
    }
}
