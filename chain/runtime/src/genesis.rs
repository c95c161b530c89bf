//! The first state of the local chain.

use crate::{AccountId, Balance, BalancesConfig, RuntimeGenesisConfig, SudoConfig, UNIT};
use alloc::vec::Vec;
use sp_genesis_builder::{PresetId, DEV_RUNTIME_PRESET};
use sp_keyring::Sr25519Keyring;

/// What each of the development accounts has at first.
pub const ENDOWMENT: Balance = 10_000_000 * UNIT;

/// The usual development accounts, Alice to Ferdie, each with its stash. Everybody knows their keys.
pub fn endowed_accounts() -> Vec<AccountId> {
    Sr25519Keyring::iter()
        .filter(|key| !matches!(key, Sr25519Keyring::One | Sr25519Keyring::Two))
        .map(|key| key.to_account_id())
        .collect()
}

/// The first state of the local chain: the development accounts endowed, Alice the administrator.
pub fn local_genesis() -> RuntimeGenesisConfig {
    RuntimeGenesisConfig {
        balances: BalancesConfig {
            balances: endowed_accounts().into_iter().map(|account| (account, ENDOWMENT)).collect(),
            ..Default::default()
        },
        sudo: SudoConfig { key: Some(Sr25519Keyring::Alice.to_account_id()) },
        ..Default::default()
    }
}

/// The named first states there are, as JSON.
pub(crate) fn preset(id: &PresetId) -> Option<Vec<u8>> {
    if id == DEV_RUNTIME_PRESET {
        serde_json::to_vec(&local_genesis()).ok()
    } else {
        None
    }
}

/// Names of all first states.
pub(crate) fn preset_names() -> Vec<PresetId> {
    Vec::from([PresetId::from(DEV_RUNTIME_PRESET)])
}
