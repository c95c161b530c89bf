//! Client of a chain with pallet-contracts: connection, dry runs, transactions delivered exactly once.

pub mod account;
pub mod api;
pub mod contract;
pub mod hints;
pub mod metadata;
pub mod rpc;
pub mod runtime;
pub mod session;
pub mod submit;
pub mod value;

use std::time::Duration;

use healink_domain::{Account, Day, Moment};
use scale::{Decode, Encode};
use serde::Deserialize;
use serde_json::Value;

use self::{
    rpc::{from_hex, storage_key, to_hex, Rpc, RpcError},
    runtime::Runtime,
    submit::{Block, Ledger, PoolError},
};
use crate::{
    error::{Error, Result, ResultExt},
    networks::Network,
};

/// A chain one is connected to.
pub struct Chain {
    /// The connection.
    pub rpc: Rpc,
    /// What depends on the runtime.
    pub runtime: Runtime,
    /// Hash of the first block: what tells chains apart.
    pub genesis: [u8; 32],
    /// How amounts and accounts are written.
    pub properties: Properties,
    /// Are the development keys harmless here?
    pub is_development: bool,
    /// In whose name views are called: the account of the key, if there is one.
    pub viewer: Account,
}

/// How a chain writes amounts and accounts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Properties {
    /// Prefix of SS58 text.
    pub prefix: u16,
    /// Digits after the decimal point.
    pub decimals: u32,
    /// Name of the unit.
    pub symbol: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Version {
    spec_version: u32,
    transaction_version: u32,
}

/// A finalised block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// Its number.
    pub number: u64,
    /// Its hash as the node writes it.
    pub hash: String,
}

impl Chain {
    /// Connects. A node that does not answer at once is reported at once; `patience` applies to connections lost later.
    ///
    /// # Errors
    /// When the node cannot be reached or the chain has no pallet-contracts.
    pub async fn connect(network: Network, patience: Duration) -> Result<Self> {
        let rpc = Rpc::new(network, patience);
        let genesis: String =
            rpc.once("chain_getBlockHash", vec![0.into()]).await.map_err(|error| match error {
                RpcError::Lost(why) => rpc.unreachable(&why),
                other => Error::internal(format!(
                    "the node at {} answers, but not as expected: {other}",
                    rpc.network().url
                )),
            })?;
        let genesis: [u8; 32] = from_hex(&genesis)?
            .try_into()
            .map_err(|_| Error::internal("the genesis hash is not 32 bytes"))?;
        let version: Version = rpc.read("state_getRuntimeVersion", vec![]).await?;
        let kind: Value = rpc.read("system_chainType", vec![]).await?;
        let properties: Value = rpc.read("system_properties", vec![]).await?;
        let metadata = metadata(&rpc).await?;
        let versions = (version.spec_version, version.transaction_version);
        let runtime = Runtime::new(genesis, versions, &metadata)?;
        let is_development = matches!(kind.as_str(), Some("Development" | "Local"));
        let properties = Properties::read(&properties, runtime.ss58_prefix());
        Ok(Self { rpc, runtime, genesis, properties, is_development, viewer: Account([0; 32]) })
    }

    /// The last finalised block.
    ///
    /// # Errors
    /// When the node cannot be reached.
    pub async fn finalized(&self) -> Result<Head> {
        let hash: String = self.rpc.read("chain_getFinalizedHead", vec![]).await?;
        let header: Value = self.rpc.read("chain_getHeader", vec![hash.clone().into()]).await?;
        Ok(Head { number: number_of(&header)?, hash })
    }

    /// Today, by the chain's clock.
    ///
    /// # Errors
    /// When the node cannot be reached.
    pub async fn today(&self) -> Result<Day> {
        Ok(self.now().await?.day())
    }

    /// The time of the last block; before the first one, the beginning of this machine's day.
    ///
    /// # Errors
    /// When the node cannot be reached.
    pub async fn now(&self) -> Result<Moment> {
        let now = self.rpc.storage(&storage_key("Timestamp", "Now"), None).await?.unwrap_or_default();
        Ok(match u64::decode(&mut now.as_slice()) {
            Ok(millis) if millis > 0 => Moment(millis),
            _ => Moment(u64::from(crate::text::today().0).saturating_mul(86_400_000)),
        })
    }

    /// The account's next nonce, counting what waits in the pool.
    ///
    /// # Errors
    /// When the node cannot be reached.
    pub async fn next_nonce(&self, account: &Account) -> Result<u64> {
        self.rpc.read("system_accountNextIndex", vec![self.ss58(account).into()]).await
    }

    /// What the account may spend.
    ///
    /// # Errors
    /// When the node cannot be reached.
    pub async fn free_balance(&self, account: &Account) -> Result<u128> {
        let mut key = storage_key("System", "Account");
        key.extend(sp_crypto_hashing::blake2_128(&account.0));
        key.extend(account.0);
        let Some(info) = self.rpc.storage(&key, None).await? else { return Ok(0) };
        // Four counters of 32 bits (nonce, consumers, providers, sufficients) stand before the balances.
        self.runtime.decode_balance(&mut info.get(16..).unwrap_or_default())
    }

    /// The account as text.
    pub fn ss58(&self, account: &Account) -> String {
        account::ss58(account, self.properties.prefix)
    }

    /// An amount of the chain's own token as text.
    pub fn amount(&self, amount: u128) -> String {
        self.properties.amount(amount)
    }

    /// `0x…` of the first block's hash.
    pub fn genesis_hex(&self) -> String {
        to_hex(&self.genesis)
    }
}

impl Properties {
    /// From `system_properties`, where a value may be missing or a list (one for each token).
    fn read(properties: &Value, runtime_prefix: Option<u16>) -> Self {
        let first = |name: &str| match properties.get(name) {
            Some(Value::Array(list)) => list.first().cloned(),
            other => other.cloned(),
        };
        let number = |name: &str| first(name).and_then(|value| value.as_u64());
        let prefix = number("ss58Format").and_then(|prefix| u16::try_from(prefix).ok());
        Self {
            prefix: runtime_prefix.or(prefix).unwrap_or(account::GENERIC_PREFIX),
            decimals: number("tokenDecimals").and_then(|digits| u32::try_from(digits).ok()).unwrap_or(0),
            symbol: first("tokenSymbol").and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default(),
        }
    }

    /// An amount in units, with up to six decimals.
    pub fn amount(&self, amount: u128) -> String {
        let unit = 10u128.checked_pow(self.decimals).unwrap_or(1);
        let whole = amount.checked_div(unit).unwrap_or(amount);
        let part = amount.checked_rem(unit).unwrap_or(0);
        let digits = usize::try_from(self.decimals).unwrap_or(0);
        let part = format!("{part:0>digits$}");
        let part = part.get(..digits.min(6)).unwrap_or_default().trim_end_matches('0');
        match part.is_empty() {
            true => format!("{whole} {}", self.symbol),
            false => format!("{whole}.{part} {}", self.symbol),
        }
    }
}

async fn metadata(rpc: &Rpc) -> Result<Vec<u8>> {
    for version in [15u32, 14] {
        let input = version.encode();
        // A runtime without this interface or version answers with an error or nothing.
        let answer =
            rpc.once("state_call", vec!["Metadata_metadata_at_version".into(), to_hex(&input).into()]).await;
        let Ok(answer) = answer else { continue };
        let answer: String = answer;
        if let Ok(Some(metadata)) = Option::<Vec<u8>>::decode(&mut from_hex(&answer)?.as_slice()) {
            return Ok(metadata);
        }
    }
    from_hex(&rpc.read::<String>("state_getMetadata", vec![]).await?)
}

fn number_of(header: &Value) -> Result<u64> {
    let text = header.get("number").and_then(Value::as_str).unwrap_or_default();
    u64::from_str_radix(text.trim_start_matches("0x"), 16).or_internal("reading a block's number")
}

/// The chain as the courier of one account sees it.
pub struct AccountLedger<'c> {
    chain: &'c Chain,
    account: Account,
}

impl<'c> AccountLedger<'c> {
    /// The chain as seen by an account.
    pub fn new(chain: &'c Chain, account: Account) -> Self {
        Self { chain, account }
    }

    async fn ask<T: serde::de::DeserializeOwned>(
        &self,
        method: &'static str,
        params: Vec<Value>,
    ) -> std::result::Result<T, RpcError> {
        self.chain.rpc.once(method, params).await
    }
}

fn odd(error: Error) -> RpcError {
    RpcError::Answered { code: 0, message: error.message }
}

impl Ledger for AccountLedger<'_> {
    async fn submit(&self, bytes: &[u8]) -> std::result::Result<(), PoolError> {
        let answer = self.ask::<String>("author_submitExtrinsic", vec![to_hex(bytes).into()]).await;
        match answer {
            // 1013: it is in the pool already. Codes: sc-rpc-api, `author::error`.
            Ok(_) | Err(RpcError::Answered { code: 1013, .. }) => Ok(()),
            Err(RpcError::Lost(why)) => Err(PoolError::Lost(why)),
            Err(RpcError::Answered { code: 1012 | 1015..=1018, .. }) => Err(PoolError::Later),
            Err(RpcError::Answered { code: 1014, .. }) => Err(PoolError::Outdated),
            Err(RpcError::Answered { message, .. }) if message.contains("outdated") => {
                Err(PoolError::Outdated)
            }
            Err(RpcError::Answered { message, .. }) => Err(PoolError::Invalid(message)),
        }
    }

    async fn finalized(&self) -> std::result::Result<u64, RpcError> {
        let hash: String = self.ask("chain_getFinalizedHead", vec![]).await?;
        let header: Value = self.ask("chain_getHeader", vec![hash.into()]).await?;
        number_of(&header).map_err(odd)
    }

    async fn block(&self, number: u64) -> std::result::Result<Block, RpcError> {
        let hash: String = self.ask("chain_getBlockHash", vec![number.into()]).await?;
        let block: Value = self.ask("chain_getBlock", vec![hash.clone().into()]).await?;
        let list = block.pointer("/block/extrinsics").and_then(Value::as_array).cloned().unwrap_or_default();
        let bytes = |value: &Value| from_hex(value.as_str().unwrap_or_default()).map_err(odd);
        let transactions = list.iter().map(bytes).collect::<std::result::Result<_, _>>()?;
        Ok(Block { hash, transactions })
    }

    async fn nonce_after(&self, block: &str) -> std::result::Result<u64, RpcError> {
        let params =
            vec!["AccountNonceApi_account_nonce".into(), to_hex(&self.account.0).into(), block.into()];
        let answer: String = self.ask("state_call", params).await?;
        let bytes = from_hex(&answer).map_err(odd)?;
        // The nonce is 32 bits wide, on some chains 64; both are little-endian.
        let mut wide = [0u8; 8];
        for (to, from) in wide.iter_mut().zip(bytes) {
            *to = from;
        }
        Ok(u64::from_le_bytes(wide))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn properties_are_read_whether_single_or_listed() {
        let single = json!({ "ss58Format": 42, "tokenDecimals": 12, "tokenSymbol": "HEAL" });
        let listed = json!({ "ss58Format": 42, "tokenDecimals": [12], "tokenSymbol": ["HEAL"] });
        assert_eq!(Properties::read(&single, None), Properties::read(&listed, None));
        assert_eq!(
            Properties::read(&json!({}), Some(7)),
            Properties { prefix: 7, decimals: 0, symbol: String::new() }
        );
    }

    #[test]
    fn amounts_are_written_in_units() {
        let heal = Properties { prefix: 42, decimals: 12, symbol: "HEAL".into() };
        assert_eq!(heal.amount(0), "0 HEAL");
        assert_eq!(heal.amount(1_500_000_000_000), "1.5 HEAL");
        assert_eq!(heal.amount(1_000_001), "0.000001 HEAL");
        assert_eq!(Properties { decimals: 0, ..heal }.amount(7), "7 HEAL");
    }
}
