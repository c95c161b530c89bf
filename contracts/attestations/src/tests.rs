//! What needs no other contract; the rest is tested with them, in `e2e`: ink!'s off-chain environment makes no calls.
#![allow(clippy::unwrap_used)]

use healink_domain::credentials::{Attestation, Statement, Venue};
use healink_domain::{blake2_256, Account, Day, Digest};
use ink::env::{test, DefaultEnvironment};

use crate::storage::keys;
use crate::{Attestations, Error};

const OWNER: Account = Account([1; 32]);
const OFFICER: Account = Account([2; 32]);
const BOARDS: Account = Account([3; 32]);
const CREDENTIALS: Account = Account([4; 32]);
const CHAIN: Digest = Digest([0x47; 32]);

fn act_as(account: Account) {
    test::set_caller::<DefaultEnvironment>(account.0.into());
}

fn attestation() -> Attestation {
    Attestation {
        board: 1,
        officer: OFFICER,
        nonce: 7,
        deadline: Day(20_000),
        statement: Statement::Issue(Vec::new()),
    }
}

#[ink::test]
fn the_credential_registry_is_named_once_and_the_verifier_by_the_owner() {
    let mut attestations = Attestations::new(OWNER, CHAIN, BOARDS, None);
    act_as(OFFICER);
    assert!(matches!(attestations.wire(CREDENTIALS), Err(Error::Access(_))));
    assert!(matches!(attestations.set_verifier(Some(OFFICER)), Err(Error::Access(_))));
    assert_eq!(attestations.contracts(), (BOARDS, None, None));
    act_as(OWNER);
    assert_eq!(attestations.wire(CREDENTIALS), Ok(()));
    assert_eq!(attestations.wire(OFFICER), Err(Error::Wired));
    assert_eq!(attestations.set_verifier(Some(OFFICER)), Ok(()));
    assert_eq!(attestations.contracts(), (BOARDS, Some(CREDENTIALS), Some(OFFICER)));
}

#[ink::test]
fn without_a_verifier_the_message_says_so() {
    let mut attestations = Attestations::new(OWNER, CHAIN, BOARDS, None);
    assert_eq!(attestations.submit(attestation(), [0; 64]), Err(Error::SignaturesUnsupported));
}

#[ink::test]
fn a_nonce_is_cancelled_once_and_by_its_owner_for_itself() {
    let mut attestations = Attestations::new(OWNER, CHAIN, BOARDS, None);
    act_as(OFFICER);
    for nonce in [0, 7, 255, 256, u64::MAX] {
        assert_eq!(attestations.cancel(nonce), Ok(()));
        assert_eq!(attestations.cancel(nonce), Err(Error::NonceUsed));
    }
    act_as(OWNER);
    assert_eq!(attestations.cancel(7), Ok(()));
}

#[ink::test]
fn what_is_to_be_signed_is_what_the_rules_say_for_this_chain_and_contract() {
    let attestations = Attestations::new(OWNER, CHAIN, BOARDS, None);
    let contract = Account(ink::env::account_id::<DefaultEnvironment>().0);
    let venue = Venue { chain: CHAIN, contract };
    assert_eq!(attestations.venue(), venue);
    assert_eq!(attestations.signed_bytes(attestation()), attestation().signed_bytes(&venue, blake2_256));
}

#[test]
fn every_table_has_a_key_of_its_own() {
    let keys = [keys::NONCES, keys::WORDS];
    let unique: std::collections::BTreeSet<_> = keys.iter().chain([&0]).collect();
    assert_eq!(unique.len(), keys.len() + 1, "0 is the root's");
}
