//! What a transaction is to do, how that is tried, and the call that the runtime takes.

use healink_domain::Account;
use scale::Encode;
use subxt::dynamic::Value;

use crate::{
    chain::{
        api::{Code, DryRun},
        contract::{runtime_refused, Contract},
        metadata::ContractMetadata,
        runtime::{call, optional, Call, Weight},
        Chain,
    },
    error::{Error, Result},
};

/// What a transaction is to do.
pub enum Action<'a> {
    /// Call a contract.
    Call {
        /// The contract.
        contract: &'a Contract,
        /// The message.
        message: &'a str,
        /// SCALE-encoded arguments.
        arguments: Vec<u8>,
    },
    /// Upload a contract's code.
    Upload {
        /// The Wasm.
        wasm: Vec<u8>,
    },
    /// Instantiate uploaded code.
    Instantiate {
        /// Name, for messages.
        name: &'a str,
        /// Hash of the code.
        code: [u8; 32],
        /// Selector and SCALE-encoded arguments.
        data: Vec<u8>,
        /// What makes the address.
        salt: Vec<u8>,
    },
    /// Send the chain's own token.
    Transfer {
        /// To whom.
        to: Account,
        /// How much, in the smallest unit.
        amount: u128,
    },
}

impl<'a> Action<'a> {
    /// A call with its arguments as a tuple.
    pub fn call(contract: &'a Contract, message: &'a str, arguments: impl Encode) -> Self {
        Self::Call { contract, message, arguments: arguments.encode() }
    }

    /// What it is, in a word or two.
    pub fn name(&self) -> String {
        match self {
            Self::Call { contract, message, .. } => format!("{}.{message}", contract.metadata.name),
            Self::Upload { .. } => "upload".into(),
            Self::Instantiate { name, .. } => format!("instantiate {name}"),
            Self::Transfer { .. } => "transfer".into(),
        }
    }

    /// Tries it in the name of an account; `None` where there is nothing to learn from that.
    ///
    /// # Errors
    /// When the node cannot be reached, or the chain takes no such code.
    pub(super) async fn dry_run(&self, chain: &Chain, me: Account) -> Result<Option<DryRun>> {
        match self {
            Self::Call { contract, message, arguments } => {
                let payload = ContractMetadata::payload(contract.metadata.message(message)?, arguments);
                contract.dry_run(chain, me, &payload).await.map(Some)
            }
            Self::Instantiate { code, data, salt, .. } => {
                let input = chain.runtime.instantiate_input(me, &Code::Existing(*code), data, salt)?;
                let answer = chain.rpc.state_call("ContractsApi_instantiate", &input, None).await?;
                chain.runtime.read_dry_run(&answer, true).map(Some)
            }
            Self::Upload { wasm } => {
                try_upload(chain, me, wasm).await?;
                Ok(None)
            }
            Self::Transfer { .. } => Ok(None),
        }
    }

    /// The call that the runtime takes, with limits of what the dry run found and a margin.
    pub(super) fn runtime_call(&self, dry_run: Option<&DryRun>) -> Call {
        let gas = dry_run.map_or(Weight::default(), |dry_run| dry_run.gas.with_margin());
        let deposit = dry_run.map_or(0, |dry_run| dry_run.deposit);
        let deposit = deposit.saturating_add(deposit.saturating_mul(15) / 100);
        let limits = || {
            let gas_limit = Value::named_composite([
                ("ref_time", Value::u128(gas.ref_time.into())),
                ("proof_size", Value::u128(gas.proof_size.into())),
            ]);
            (gas_limit, optional(Some(Value::u128(deposit))))
        };
        match self {
            Self::Call { contract, message, arguments } => {
                let found =
                    contract.metadata.message(message).map(|m| ContractMetadata::payload(m, arguments));
                let (gas_limit, deposit_limit) = limits();
                let fields = [
                    ("dest", id(contract.address)),
                    ("value", Value::u128(0)),
                    ("gas_limit", gas_limit),
                    ("storage_deposit_limit", deposit_limit),
                    ("data", Value::from_bytes(found.unwrap_or_default())),
                ];
                call("Contracts", "call", fields)
            }
            Self::Upload { wasm } => {
                let fields = [
                    ("code", Value::from_bytes(wasm)),
                    ("storage_deposit_limit", optional(None)),
                    ("determinism", Value::unnamed_variant("Enforced", [])),
                ];
                call("Contracts", "upload_code", fields)
            }
            Self::Instantiate { code, data, salt, .. } => {
                let (gas_limit, deposit_limit) = limits();
                let fields = [
                    ("value", Value::u128(0)),
                    ("gas_limit", gas_limit),
                    ("storage_deposit_limit", deposit_limit),
                    ("code_hash", Value::from_bytes(code)),
                    ("data", Value::from_bytes(data)),
                    ("salt", Value::from_bytes(salt)),
                ];
                call("Contracts", "instantiate", fields)
            }
            Self::Transfer { to, amount } => {
                call("Balances", "transfer_allow_death", [("dest", id(*to)), ("value", Value::u128(*amount))])
            }
        }
    }
}

/// Tries an upload: `ContractsApi_upload_code` answers with a `Result`.
async fn try_upload(chain: &Chain, me: Account, wasm: &[u8]) -> Result<()> {
    // No limit of the deposit; determinism enforced.
    let input = (me, wasm, None::<u8>, 0u8).encode();
    let answer = chain.rpc.state_call("ContractsApi_upload_code", &input, None).await?;
    match answer.split_first() {
        Some((0, _)) => Ok(()),
        Some((_, failure)) => Err(runtime_refused("upload", &chain.runtime.dispatch_failure(failure))),
        None => Err(Error::internal("the node's answer to a trial upload is empty")),
    }
}

fn id(account: Account) -> Value {
    Value::unnamed_variant("Id", [Value::from_bytes(account.0)])
}
