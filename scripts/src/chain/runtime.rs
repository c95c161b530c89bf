//! What depends on the chain's runtime: encoding and signing of transactions, decoding of events and errors. All of it
//! follows the metadata that the chain publishes, so that a chain with other pallets or widths needs no change here.

use scale::{Decode, Encode};
use scale_value::{Composite, ValueDef};
use subxt::{
    client::{ClientAtBlock, OfflineClient, OfflineClientAtBlockImpl},
    config::substrate::{SpecVersionForRange, SubstrateConfig, SubstrateExtrinsicParamsBuilder, H256},
    dynamic::Value,
    events::Phase,
    metadata::{ArcMetadata, Metadata},
    tx::DynamicPayload,
};
use subxt_signer::sr25519::Keypair;

use super::account::Account;
use crate::error::{Error, Result, ResultExt};

/// A transaction's call before it is signed.
pub type Call = DynamicPayload<Composite<()>>;

/// Computation time in picoseconds and proof size in bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode, serde::Serialize)]
pub struct Weight {
    /// Picoseconds.
    #[codec(compact)]
    pub ref_time: u64,
    /// Bytes.
    #[codec(compact)]
    pub proof_size: u64,
}

/// A refusal by the runtime itself, named as its metadata names it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct DispatchFailure {
    /// The pallet, where it was one.
    pub pallet: Option<String>,
    /// Name of the error, for example `OutOfGas`.
    pub name: String,
    /// What the metadata says about it.
    pub docs: String,
}

/// An event of a transaction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// A contract's own event.
    Contract {
        /// Who emitted it.
        contract: Account,
        /// Its topics; the first says which event it is.
        topics: Vec<[u8; 32]>,
        /// Its fields.
        data: Vec<u8>,
    },
    /// The transaction failed.
    Failed(DispatchFailure),
    /// Another event of the runtime: pallet and name.
    Other(String, String),
}

/// The widths and versions of one runtime.
pub struct Runtime {
    client: ClientAtBlock<SubstrateConfig, OfflineClientAtBlockImpl<SubstrateConfig>>,
    metadata: ArcMetadata,
    wide_balance: bool,
}

impl Runtime {
    /// From what the chain publishes. `versions` are those of the runtime and of its transactions.
    ///
    /// # Errors
    /// When the metadata cannot be read.
    pub fn new(genesis: [u8; 32], versions: (u32, u32), metadata: &[u8]) -> Result<Self> {
        let metadata = Metadata::decode(&mut &*metadata).or_internal("reading the chain's metadata")?.arc();
        let range = SpecVersionForRange {
            block_range: 0..u64::MAX,
            spec_version: versions.0,
            transaction_version: versions.1,
        };
        let config = SubstrateConfig::builder()
            .set_genesis_hash(H256(genesis))
            .set_spec_version_for_block_ranges([range])
            .set_metadata_for_spec_versions([(versions.0, metadata.clone())])
            .build();
        let client = OfflineClient::new_with_config(config)
            .at_block(0u64)
            .or_internal("preparing the chain's metadata")?;
        if metadata.pallet_by_name("Contracts").is_none() {
            return Err(Error::usage(
                "this chain has no pallet-contracts, which the Healink contracts run on",
            )
            .hint("choose another network with --network"));
        }
        let wide_balance = existential_deposit(&metadata).is_none_or(|bytes| bytes.len() == 16);
        Ok(Self { client, metadata, wide_balance })
    }

    /// Version of the runtime.
    pub fn spec_version(&self) -> u32 {
        self.client.spec_version()
    }

    /// Encodes an amount in the chain's width.
    ///
    /// # Errors
    /// When it does not fit.
    pub fn encode_balance(&self, amount: u128) -> Result<Vec<u8>> {
        match self.wide_balance {
            true => Ok(amount.encode()),
            false => Ok(u64::try_from(amount).or_usage("the amount is too large for this chain")?.encode()),
        }
    }

    /// Decodes an amount of the chain's width.
    ///
    /// # Errors
    /// When bytes are missing.
    pub fn decode_balance(&self, input: &mut &[u8]) -> Result<u128> {
        let read = match self.wide_balance {
            true => u128::decode(input),
            false => u64::decode(input).map(u128::from),
        };
        read.or_internal("reading an amount")
    }

    /// Signs a call so that it can be included for `lifetime` blocks after `birth` (number and hash).
    ///
    /// # Errors
    /// When the runtime has no such call, other arguments, or unknown extensions.
    pub fn sign(
        &self,
        call: &Call,
        key: &Keypair,
        nonce: u64,
        birth: (u64, [u8; 32]),
        lifetime: u64,
    ) -> Result<Vec<u8>> {
        let params = SubstrateExtrinsicParamsBuilder::new()
            .nonce(nonce)
            .mortal_from_unchecked(lifetime, birth.0, H256(birth.1))
            .build();
        let what = || format!("signing {}", call.call_name());
        let mut signable = self.client.tx().create_signable_offline(call, params).or_internal(what())?;
        Ok(signable.sign(key).or_internal(what())?.into_encoded())
    }

    /// Events of a block that belong to the transactions with these positions.
    ///
    /// # Errors
    /// When an event cannot be decoded.
    pub fn events(&self, bytes: Vec<u8>, positions: &[u32]) -> Result<Vec<(u32, Event)>> {
        let mut found = Vec::new();
        for event in self.client.events().from_bytes(bytes).iter() {
            let event = event.or_internal("reading the events of a block")?;
            let Phase::ApplyExtrinsic(position) = event.phase() else { continue };
            if !positions.contains(&position) {
                continue;
            }
            let mut fields = event.field_bytes();
            let decoded = match (event.pallet_name(), event.event_name()) {
                ("Contracts", "ContractEmitted") => {
                    let (contract, data) =
                        <(Account, Vec<u8>)>::decode(&mut fields).or_internal("reading an event")?;
                    let topics = event.topics().iter().map(|topic| topic.0).collect();
                    Event::Contract { contract, topics, data }
                }
                ("System", "ExtrinsicFailed") => Event::Failed(self.dispatch_failure(fields)),
                (pallet, name) => Event::Other(pallet.to_owned(), name.to_owned()),
            };
            found.push((position, decoded));
        }
        Ok(found)
    }

    /// Names a `DispatchError` at the head of `bytes`.
    pub fn dispatch_failure(&self, bytes: &[u8]) -> DispatchFailure {
        // `Module` is variant 3 of `sp_runtime::DispatchError` and holds the pallet's index, then the error's.
        if let [3, pallet, error, ..] = *bytes {
            if let Some(failure) = self.module_failure(pallet, error) {
                return failure;
            }
        }
        let named = self.metadata.dispatch_error_ty().and_then(|ty| {
            let value = scale_value::scale::decode_as_type(&mut &*bytes, ty, self.metadata.types()).ok()?;
            match value.value {
                ValueDef::Variant(variant) => {
                    Some(match variant.values.into_values().next().map(|v| v.value) {
                        Some(ValueDef::Variant(inner)) => format!("{}::{}", variant.name, inner.name),
                        _ => variant.name,
                    })
                }
                _ => None,
            }
        });
        let name = named.unwrap_or_else(|| "an unknown error".into());
        DispatchFailure { pallet: None, name, docs: String::new() }
    }

    fn module_failure(&self, pallet: u8, error: u8) -> Option<DispatchFailure> {
        let pallet = self.metadata.pallet_by_error_index(pallet)?;
        let variant = pallet.error_variant_by_index(error)?;
        Some(DispatchFailure {
            pallet: Some(pallet.name().to_owned()),
            name: variant.name.clone(),
            docs: variant.docs.join(" ").trim().to_owned(),
        })
    }

    /// The SS58 prefix that the runtime states.
    pub fn ss58_prefix(&self) -> Option<u16> {
        let constant = self.metadata.pallet_by_name("System")?.constant_by_name("SS58Prefix")?;
        match *constant.value() {
            [low] => Some(low.into()),
            [low, high] => Some(u16::from_le_bytes([low, high])),
            _ => None,
        }
    }
}

fn existential_deposit(metadata: &Metadata) -> Option<Vec<u8>> {
    let constant = metadata.pallet_by_name("Balances")?.constant_by_name("ExistentialDeposit")?;
    Some(constant.value().to_vec())
}

/// `Some(value)` or `None` as the encoder of calls takes it.
pub fn optional(value: Option<Value>) -> Value {
    match value {
        Some(value) => Value::unnamed_variant("Some", [value]),
        None => Value::unnamed_variant("None", []),
    }
}

/// A call of a pallet.
pub fn call<const N: usize>(pallet: &str, name: &str, fields: [(&str, Value); N]) -> Call {
    let fields = fields.into_iter().map(|(name, value)| (name.to_owned(), value));
    subxt::dynamic::tx(pallet, name, Composite::named(fields))
}
