//! Accounts as decentralised identifiers: `did:pkh` over CAIP-10 (`polkadot:<chain>:<address>`).

use crate::error::{Error, Result};

/// Digits of the genesis hash that name a chain: CAIP-2, namespace `polkadot`.
const CHAIN_DIGITS: usize = 32;

/// The chain as CAIP-2: `polkadot:` and the first 32 digits of its first block's hash.
pub fn chain(genesis_hex: &str) -> String {
    let digits = genesis_hex.trim_start_matches("0x");
    format!("polkadot:{}", digits.get(..CHAIN_DIGITS).unwrap_or(digits))
}

/// An account of a chain as a decentralised identifier.
pub fn of(chain: &str, address: &str) -> String {
    format!("did:pkh:{chain}:{address}")
}

/// The address in a decentralised identifier or a CAIP-10 account of this chain.
///
/// # Errors
/// When it is of another form, or of another chain.
pub fn address<'a>(chain: &str, text: &'a str) -> Result<&'a str> {
    let account = text.strip_prefix("did:pkh:").unwrap_or(text);
    match account.rsplit_once(':') {
        Some((found, address)) if found == chain && !address.is_empty() => Ok(address),
        Some((found, _)) if found.starts_with("polkadot:") => {
            Err(Error::usage(format!("`{text}` is an account of another chain"))
                .hint(format!("this chain is {chain}")))
        }
        _ => Err(Error::usage(format!("`{text}` is no account of a chain"))
            .hint(format!("write {chain}:ADDRESS (CAIP-10)"))),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn an_account_is_found_in_its_identifier_and_only_on_its_chain() {
        let here = chain("0x91b171bb158e2d3848fa23a9f1c25182fb8e20313b2c1eb49219da7a70ce90c3");
        assert_eq!(here, "polkadot:91b171bb158e2d3848fa23a9f1c25182");
        let did = of(&here, "5F");
        assert_eq!(address(&here, &did).unwrap(), "5F");
        assert_eq!(address(&here, did.strip_prefix("did:pkh:").unwrap()).unwrap(), "5F");
        assert!(address(&chain("0x00"), &did).unwrap_err().message.contains("another chain"));
        for text in ["", "5F", "did:pkh:", "eip155:1:0xab"] {
            assert!(address(&here, text).is_err(), "{text}");
        }
    }
}
