//! Accounts as the reader writes and reads them: SS58 text, development names, hexadecimal public keys.

use std::str::FromStr;

pub use healink_domain::Account;
use subxt::utils::AccountId32;
use subxt_signer::sr25519::Keypair;

use crate::{
    error::{Error, Result},
    keys,
};

/// The prefix that every chain understands, used where no chain is at hand.
pub const GENERIC_PREFIX: u16 = 42;

/// The SS58 text with a chain's prefix.
pub fn ss58(account: &Account, prefix: u16) -> String {
    // Below 64 the prefix is one byte, above two (https://docs.substrate.io/reference/address-formats/).
    let mut bytes = match u8::try_from(prefix) {
        Ok(simple) if simple < 64 => vec![simple],
        _ => {
            let [low, high] = (prefix & 0x3fff).to_le_bytes();
            vec![(low >> 2) | 0b0100_0000, (low & 0b11) << 6 | high]
        }
    };
    bytes.extend(account.0);
    let mut input = b"SS58PRE".to_vec();
    input.extend(&bytes);
    let sum = sp_crypto_hashing::blake2_512(&input);
    bytes.extend(sum.iter().take(2));
    bs58::encode(bytes).into_string()
}

/// The first and last characters of [`ss58`], for tables.
pub fn short(account: &Account, prefix: u16) -> String {
    let text = ss58(account, prefix);
    let (head, tail) = (text.get(..6).unwrap_or(""), text.get(text.len().saturating_sub(4)..).unwrap_or(""));
    format!("{head}…{tail}")
}

/// The development name, where it has one.
pub fn dev_name(account: &Account) -> Option<&'static str> {
    let is_mine = |name: &&&str| keys::development(name).is_ok_and(|pair| of(&pair) == *account);
    keys::DEV_NAMES.iter().find(is_mine).copied()
}

/// The account of a key.
pub fn of(pair: &Keypair) -> Account {
    Account(pair.public_key().0)
}

/// Parses SS58 text of any prefix, `0x` and 64 hexadecimal digits, a development name, or a path `//Name`.
///
/// # Errors
/// When it is none of these.
pub fn parse(text: &str) -> Result<Account> {
    if let Ok(account) = AccountId32::from_str(text) {
        return Ok(Account(account.0));
    }
    if let Some(digits) = text.strip_prefix("0x") {
        let mut bytes = [0u8; 32];
        if hex::decode_to_slice(digits, &mut bytes).is_ok() {
            return Ok(Account(bytes));
        }
    }
    match keys::development(text) {
        Ok(pair) => Ok(of(&pair)),
        Err(_) => Err(Error::usage(format!("`{text}` is no account")).hint(format!(
            "give an SS58 address, 0x and 64 hexadecimal digits, or a development name ({})",
            keys::DEV_NAMES.join(", ")
        ))),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const ALICE: &str = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";

    #[test]
    fn every_form_names_the_same_account() {
        let alice = parse("alice").unwrap();
        assert_eq!(ss58(&alice, 42), ALICE);
        assert_eq!(parse(ALICE).unwrap(), alice);
        assert_eq!(parse(&format!("0x{}", hex::encode(alice.0))).unwrap(), alice);
        assert_eq!(dev_name(&alice), Some("alice"));
        assert_eq!(short(&alice, 42), "5Grwva…utQY");
    }

    #[test]
    fn prefixes_of_one_and_two_bytes_are_written_and_read() {
        let alice = parse("alice").unwrap();
        for prefix in [0, 5, 42, 63, 64, 255, 2112, 16383] {
            assert_eq!(parse(&ss58(&alice, prefix)).unwrap(), alice, "{prefix}");
        }
        assert_eq!(ss58(&alice, 0), "15oF4uVJwmo4TdGW7VfQxNLavjCXviqxT9S1MgbjMNHr6Sp5");
    }

    #[test]
    fn what_is_no_account_is_refused() {
        for text in ["", "mallory", "0x12", "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQZ"] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
