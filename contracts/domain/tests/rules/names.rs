//! Jurisdictions and taxonomy codes.

use healink_domain::{Jurisdiction, JurisdictionError, Taxonomy, TaxonomyError};
use scale::Decode;

fn place(text: &str) -> Jurisdiction {
    Jurisdiction::parse(text).unwrap()
}

#[test]
fn countries_and_subdivisions_are_read_and_written() {
    for text in ["US", "US-CA", "DE-BY", "FR-1", "GB-ENG", "FR-75C"] {
        assert_eq!(place(text).to_string(), text);
        assert_eq!(place(text).checked(), Ok(place(text)));
    }
}

#[test]
fn other_texts_are_no_jurisdictions() {
    for text in [
        "", "U", "us", "US-", "US-ca", "USA", "US_CA", "US-CALI", "US-C A", "1S", "US-Ö", "US\0", "US-CA\0",
        "U\0",
    ] {
        assert_eq!(Jurisdiction::parse(text), Err(JurisdictionError::Format), "{text:?}");
    }
}

#[test]
fn a_decoded_jurisdiction_may_be_malformed_and_says_so() {
    for bytes in [[0; 6], *b"us\0\0\0\0", *b"US\0CA\0", *b"US-\0CA", *b"US-C\0A", *b"US--CA", [0xff; 6]] {
        let decoded = Jurisdiction::decode(&mut &bytes[..]).unwrap();
        assert_eq!(decoded.checked(), Err(JurisdictionError::Format), "{bytes:?}");
    }
    assert_eq!(Jurisdiction::decode(&mut &[0xff; 6][..]).unwrap().to_string(), "?");
}

#[test]
fn a_country_covers_its_subdivisions_and_not_the_other_way_round() {
    for (outer, inner, covers) in [
        ("US", "US", true),
        ("US", "US-CA", true),
        ("US-CA", "US-CA", true),
        ("US-CA", "US", false),
        ("US-CA", "US-NV", false),
        ("US-C", "US-CA", false),
        ("CA", "US-CA", false),
    ] {
        assert_eq!(place(outer).covers(place(inner)), covers, "{outer} {inner}");
    }
}

#[test]
fn taxonomy_codes_are_read_and_written() {
    for text in ["207Q00000X", "282N00000X", "XXXXXXXXXX"] {
        assert_eq!(Taxonomy::parse(text).unwrap().to_string(), text);
    }
    for text in ["", "207Q00000", "207Q000000", "207q00000X", "207Q00000XX", "207Q 0000X", "207Q0000ÖX"] {
        assert_eq!(Taxonomy::parse(text), Err(TaxonomyError::Format), "{text:?}");
    }
}

#[test]
fn a_decoded_taxonomy_code_may_be_malformed_and_says_so() {
    let decoded = Taxonomy::decode(&mut &[0xff; 10][..]).unwrap();
    assert_eq!(decoded.checked(), Err(TaxonomyError::Format));
    assert_eq!(decoded.to_string(), "?");
}
