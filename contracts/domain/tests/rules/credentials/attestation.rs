use healink_domain::{
    blake2_256,
    credentials::{Attestation, Confirmation, Fact, Kind, Nonces, Statement, Venue},
    Account, Day, Digest,
};
use proptest::{collection::vec, prelude::*};
use scale::Encode;

use crate::{
    fixtures::{credential, place, PROVIDER},
    properties::config,
};

const VENUE: Venue = Venue { chain: Digest([0xab; 32]), contract: Account([0x0c; 32]) };

fn issue() -> Attestation {
    Attestation {
        board: 12,
        officer: Account([7; 32]),
        nonce: 7,
        deadline: Day::from_civil(2026, 1, 5).unwrap(),
        statement: Statement::Issue(vec![credential().claim]),
    }
}

fn confirmation(value: Option<Digest>) -> Attestation {
    let (provider, kind, jurisdiction) = (PROVIDER, Kind::StateLicence, place("US-CA"));
    let fact = Fact { provider, kind, jurisdiction, name: Digest([4; 32]) };
    Attestation { statement: Statement::Confirm(Confirmation { fact, value }), ..issue() }
}

fn text(attestation: &Attestation) -> String {
    String::from_utf8(attestation.signed_bytes(&VENUE, blake2_256)).unwrap()
}

fn hash(attestation: &Attestation) -> String {
    blake2_256(&attestation.encode()).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn what_is_signed_can_be_read_and_names_chain_contract_and_everything_else() {
    let expected = format!(
        "<Bytes>Healink attestation, version 1\nChain: 0x{}\nContract: 0x{}\nBoard: 12\nNonce: 7\nLast day: 2026-01-05\n\
         Credentials to issue: 1\nHash: 0x{}</Bytes>",
        "ab".repeat(32),
        "0c".repeat(32),
        hash(&issue()),
    );
    assert_eq!(text(&issue()), expected);
}

#[test]
fn a_confirmation_shows_the_value() {
    let given = text(&confirmation(Some(Digest([0x5f; 32]))));
    assert!(given.contains(&format!("\nValue confirmed: 0x{}\n", "5f".repeat(32))), "{given}");
    assert!(text(&confirmation(None)).contains("\nValue confirmed: none any more\n"));
}

#[test]
fn numbers_are_written_in_full() {
    let written = |nonce| text(&Attestation { nonce, ..issue() });
    for nonce in [0, 9, 10, 99, 100, 1_000_000_007, u64::MAX] {
        assert!(written(nonce).contains(&format!("\nNonce: {nonce}\n")), "{nonce}");
    }
}

#[test]
fn another_field_another_chain_or_another_contract_is_another_message() {
    let one = issue();
    let Statement::Issue(requests) = &one.statement else { panic!() };
    let mut altered = requests.clone();
    altered[0].expires_on = Day(2_001);
    let others = [
        Attestation { board: 13, ..one.clone() },
        Attestation { officer: Account([8; 32]), ..one.clone() },
        Attestation { nonce: 8, ..one.clone() },
        Attestation { deadline: one.deadline.plus(1), ..one.clone() },
        Attestation { statement: Statement::Issue(altered), ..one.clone() },
        Attestation { statement: Statement::Issue(vec![requests[0].clone(); 2]), ..one.clone() },
        confirmation(None),
        confirmation(Some(Digest([1; 32]))),
    ];
    let mut messages: Vec<_> = others.iter().chain([&one]).map(text).collect();
    let elsewhere =
        [Venue { chain: Digest([1; 32]), ..VENUE }, Venue { contract: Account([1; 32]), ..VENUE }];
    messages.extend(elsewhere.map(|venue| String::from_utf8(one.signed_bytes(&venue, blake2_256)).unwrap()));
    let unique: std::collections::BTreeSet<_> = messages.iter().collect();
    assert_eq!(unique.len(), messages.len());
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn a_nonce_is_used_once_in_whatever_order(nonces in vec(0..600u64, 0..200)) {
        let mut pages = std::collections::BTreeMap::<u64, Nonces>::new();
        let mut used = std::collections::BTreeSet::new();
        for nonce in nonces {
            let free = pages.entry(Nonces::page(nonce)).or_default().take(nonce);
            prop_assert_eq!(free, used.insert(nonce));
        }
    }
}
