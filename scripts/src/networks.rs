//! Which chain to talk to: a name of `networks.toml` or an address.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result, ResultExt};

const KNOWN: &str = include_str!("../networks.toml");

/// Name of the network a developer's own node is.
pub const LOCAL: &str = "local";

/// A chain that can be reached.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct Network {
    /// Its name, or its address when it has none.
    #[serde(skip_deserializing)]
    pub name: String,
    /// WebSocket address of a node.
    pub url: String,
    /// One line on what it is.
    pub about: String,
    /// Where test tokens are had.
    pub faucet: Option<String>,
}

impl Network {
    /// All networks known by name.
    ///
    /// # Errors
    /// When the built-in list is broken.
    pub fn known() -> Result<Vec<Self>> {
        let table: BTreeMap<String, Self> =
            toml::from_str(KNOWN).or_internal("reading the list of networks")?;
        Ok(table.into_iter().map(|(name, network)| Self { name, ..network }).collect())
    }

    /// The network of that name, or at that address (`ws://…`, `wss://…`).
    ///
    /// # Errors
    /// When it is neither.
    pub fn find(text: &str) -> Result<Self> {
        if text.starts_with("ws://") || text.starts_with("wss://") {
            let about = "given by its address".into();
            return Ok(Self { name: text.into(), url: text.into(), about, faucet: None });
        }
        let known = Self::known()?;
        let names = known.iter().map(|network| network.name.as_str()).collect::<Vec<_>>().join(", ");
        known.into_iter().find(|network| network.name == text).ok_or_else(|| {
            Error::usage(format!("there is no network called `{text}`"))
                .hint(format!("known networks: {names}; or give an address such as ws://127.0.0.1:9944"))
        })
    }

    /// What to do when it does not answer.
    pub fn when_unreachable(&self) -> String {
        match self.url.contains("127.0.0.1") || self.url.contains("localhost") {
            true => "start it with `healink node start`".into(),
            false => {
                "check the address and your connection; HEALINK_NETWORK or --network names another".into()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn names_and_addresses_are_found() {
        assert_eq!(Network::find(LOCAL).unwrap().url, "ws://127.0.0.1:9944");
        assert_eq!(Network::find("wss://x.example").unwrap().url, "wss://x.example");
    }

    #[test]
    fn an_unknown_name_lists_the_known_ones() {
        let error = Network::find("mars").unwrap_err();
        assert_eq!(error.kind, crate::error::Kind::Usage);
        assert!(error.hint.unwrap().contains("bittensor-test, liberland-test, local"));
    }
}
