use healink_domain::{code_key, salted_digest};
use scale::Encode;

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Vectors by Python: `hashlib.blake2b(parts, digest_size=16)`, each part behind its SCALE compact length.
#[test]
fn code_keys_agree_with_an_independent_implementation() {
    assert_eq!(hex(&code_key(b"secret", "CPT", "99213").0), "a6dc9e11a820f5aee57f2d1a13267523");
    assert_eq!(hex(&code_key(b"", "", "").0), "7b79be5e9b370ba6d080e4e2af7b7b89");
}

/// As above, with `digest_size=32`.
#[test]
fn salted_digests_agree_with_an_independent_implementation() {
    let expected = "43f2cd9e85cd213ec6a20f0dcafa1358cfaab7a5116c9cf3bde623b401024443";
    assert_eq!(hex(&salted_digest(b"salt", b"document").0), expected);
}

#[test]
fn moving_a_letter_from_one_part_to_the_next_changes_the_key() {
    let triples = [
        ("ab", "cd", "ef"),
        ("a", "bcd", "ef"),
        ("abc", "d", "ef"),
        ("ab", "c", "def"),
        ("ab", "cde", "f"),
        ("", "abcd", "ef"),
    ];
    let keys: std::collections::BTreeSet<_> =
        triples.iter().map(|(secret, system, code)| code_key(secret.as_bytes(), system, code)).collect();
    assert_eq!(keys.len(), triples.len());
}

#[test]
fn another_secret_or_salt_gives_another_value() {
    assert_ne!(code_key(b"one", "CPT", "99213"), code_key(b"two", "CPT", "99213"));
    assert_ne!(salted_digest(b"one", b"document"), salted_digest(b"two", b"document"));
    assert_ne!(salted_digest(b"salt", b"document"), salted_digest(b"saltd", b"ocument"));
}

#[test]
fn equal_codes_have_equal_keys_of_sixteen_bytes() {
    assert_eq!(code_key(b"secret", "CPT", "99213"), code_key(b"secret", "CPT", "99213"));
    assert_eq!(code_key(b"secret", "CPT", "99213").encode().len(), 16);
}
