//! Transactions of one account: dry-run, signed, delivered, their events decoded.

use std::{collections::BTreeMap, time::Duration};

use futures_util::future::join_all;
use healink_domain::Account;
use scale::{Decode, Encode};
use serde_json::json;
use subxt::dynamic::Value;
use subxt_signer::sr25519::Keypair;
use tokio::time::Instant;

use super::{
    account,
    api::{Code, DryRun},
    contract::{runtime_refused, Contract},
    metadata::ContractMetadata,
    rpc::{storage_key, to_hex},
    runtime::{call, optional, Call, DispatchFailure, Event, Weight},
    submit::{Courier, Fate, Signed, LIFETIME},
    AccountLedger, Chain,
};
use crate::{
    error::{Error, Result, ResultExt},
    output::Output,
    progress::Progress,
};

/// Transactions of one account on their way at once. Below [`LIFETIME`], so that none expires behind the others.
const WINDOW: usize = 48;

/// Dry runs asked for at once.
const DRY_RUNS: usize = 8;

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
}

/// A transaction that was included, or only tried when `block` is `None` (`--dry-run`).
#[derive(Clone, Debug)]
pub struct Receipt {
    /// What it was.
    pub what: String,
    /// Number of the block.
    pub block: Option<u64>,
    /// Hash of the transaction.
    pub hash: String,
    /// Storage deposit paid, as the dry run found it.
    pub deposit: u128,
    /// What the message returned in the dry run: bytes of the value.
    pub returned: Vec<u8>,
    /// Address of the new contract, for instantiations.
    pub address: Option<Account>,
    /// The events.
    pub events: Vec<Event>,
}

impl Receipt {
    /// What the message returned in the dry run.
    ///
    /// # Errors
    /// When it is of another type.
    pub fn value<T: Decode>(&self) -> Result<T> {
        let value = self.returned.get(2..).unwrap_or_default();
        T::decode(&mut &*value)
            .or_internal(format!("decoding what {} returned", self.what))
            .map_err(|e| e.hint("the build is of another version than the program: run `healink build`"))
    }
}

/// One account at work on a chain.
pub struct Session<'c> {
    chain: &'c Chain,
    key: Keypair,
    out: Output,
    dry_run: bool,
}

struct Prepared {
    call: Call,
    receipt: Receipt,
}

impl<'c> Session<'c> {
    /// With `dry_run` nothing is sent.
    pub fn new(chain: &'c Chain, key: Keypair, out: Output, dry_run: bool) -> Self {
        Self { chain, key, out, dry_run }
    }

    /// The chain.
    pub fn chain(&self) -> &'c Chain {
        self.chain
    }

    /// Is nothing sent?
    pub fn is_dry_run(&self) -> bool {
        self.dry_run
    }

    /// The account.
    pub fn account(&self) -> Account {
        account::of(&self.key)
    }

    /// The same, signing with another key.
    #[must_use]
    pub fn with_key(&self, key: Keypair) -> Self {
        Self { key, ..*self }
    }

    /// Calls a message and waits until that is final.
    ///
    /// # Errors
    /// When it is refused, or its fate is not learned.
    pub async fn call(&self, contract: &Contract, message: &str, arguments: impl Encode) -> Result<Receipt> {
        self.send(Action::call(contract, message, arguments)).await
    }

    /// Sends one transaction and waits until it is final.
    ///
    /// # Errors
    /// When it is refused, or its fate is not learned.
    pub async fn send(&self, action: Action<'_>) -> Result<Receipt> {
        let progress = self.out.spinner(format!("{}: waiting for the block to be final", action.name()));
        let mut results = self.send_all(&[action], &progress).await;
        results.pop().unwrap_or_else(|| Err(Error::internal("a transaction got lost")))
    }

    /// Sends many transactions, up to [`WINDOW`] at once. The results are in the order of the actions; one that is refused does
    /// not keep the others back.
    pub async fn send_all(&self, actions: &[Action<'_>], progress: &Progress) -> Vec<Result<Receipt>> {
        let mut batch = Batch::new(self, actions, progress);
        if let Err(error) = batch.run().await {
            batch.fail_rest(&error);
        }
        batch.results.into_values().collect()
    }

    async fn prepare(&self, action: &Action<'_>) -> Result<Prepared> {
        let what = action.name();
        let dry_run = self.dry_run(action).await?;
        let (mut returned, mut new_address) = (Vec::new(), None);
        match (action, &dry_run) {
            (Action::Call { contract, message, .. }, Some(dry_run)) => {
                let accepted = contract.accept(self.chain, message, dry_run)?;
                // Behind the two tags for success: of the message's language and of the message itself.
                returned = accepted.data.clone();
            }
            (_, Some(dry_run)) => {
                let accepted = dry_run.result.as_ref().map_err(|failure| runtime_refused(&what, failure))?;
                if accepted.reverted {
                    return Err(Error::refused(format!(
                        "the constructor refused: {}",
                        to_hex(&accepted.data)
                    )));
                }
                new_address = accepted.address;
            }
            (_, None) => {}
        }
        let call = self.runtime_call(action, dry_run.as_ref());
        let deposit = dry_run.as_ref().map_or(0, |dry_run| dry_run.deposit);
        let receipt = Receipt {
            what,
            block: None,
            hash: String::new(),
            deposit,
            returned,
            address: new_address,
            events: vec![],
        };
        Ok(Prepared { call, receipt })
    }

    async fn dry_run(&self, action: &Action<'_>) -> Result<Option<DryRun>> {
        let (chain, me) = (self.chain, self.account());
        match action {
            Action::Call { contract, message, arguments } => {
                let payload = ContractMetadata::payload(contract.metadata.message(message)?, arguments);
                contract.dry_run(chain, me, &payload).await.map(Some)
            }
            Action::Instantiate { code, data, salt, .. } => {
                let input = chain.runtime.instantiate_input(me, &Code::Existing(*code), data, salt)?;
                let answer = chain.rpc.state_call("ContractsApi_instantiate", &input, None).await?;
                chain.runtime.read_dry_run(&answer, true).map(Some)
            }
            Action::Upload { wasm } => {
                self.try_upload(wasm).await?;
                Ok(None)
            }
            Action::Transfer { .. } => Ok(None),
        }
    }

    /// Tries an upload: `ContractsApi_upload_code` answers with a `Result`.
    async fn try_upload(&self, wasm: &[u8]) -> Result<()> {
        // No limit of the deposit; determinism enforced.
        let input = (self.account(), wasm, None::<u8>, 0u8).encode();
        let answer = self.chain.rpc.state_call("ContractsApi_upload_code", &input, None).await?;
        match answer.split_first() {
            Some((0, _)) => Ok(()),
            Some((_, failure)) => {
                Err(runtime_refused("upload", &self.chain.runtime.dispatch_failure(failure)))
            }
            None => Err(Error::internal("the node's answer to a trial upload is empty")),
        }
    }

    fn runtime_call(&self, action: &Action<'_>, dry_run: Option<&DryRun>) -> Call {
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
        match action {
            Action::Call { contract, message, arguments } => {
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
            Action::Upload { wasm } => {
                let fields = [
                    ("code", Value::from_bytes(wasm)),
                    ("storage_deposit_limit", optional(None)),
                    ("determinism", Value::unnamed_variant("Enforced", [])),
                ];
                call("Contracts", "upload_code", fields)
            }
            Action::Instantiate { code, data, salt, .. } => {
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
            Action::Transfer { to, amount } => {
                call("Balances", "transfer_allow_death", [("dest", id(*to)), ("value", Value::u128(*amount))])
            }
        }
    }

    /// Says what a transaction costs: with `--verbose` and with `--dry-run`.
    async fn say_cost(&self, signed: &[u8], receipt: &Receipt) -> Result<()> {
        if !self.dry_run && !self.out.verbose {
            return Ok(());
        }
        let length = u32::try_from(signed.len()).or_internal("the transaction is too long")?;
        let mut input = signed.to_vec();
        length.encode_to(&mut input);
        let answer = self.chain.rpc.state_call("TransactionPaymentApi_query_info", &input, None).await?;
        let input = &mut answer.as_slice();
        let _weight_and_class = <(Weight, u8)>::decode(input).or_internal("reading the fee")?;
        let fee = self.chain.runtime.decode_balance(input)?;
        let (fee, deposit) = (self.chain.amount(fee), self.chain.amount(receipt.deposit));
        self.out.note(format!("{}: fee at most {fee}, storage deposit {deposit}", receipt.what));
        Ok(())
    }

    /// Why a transaction that was included failed: the reason is found by trying it again.
    async fn why_failed(&self, action: &Action<'_>, block: u64, failure: &DispatchFailure) -> Error {
        let why = match self.prepare(action).await {
            Err(error) => error,
            Ok(_) => runtime_refused(&action.name(), failure)
                .hint("the state moved on since the dry run: run the command again"),
        };
        why.context(format!("included in block {block}, but without effect"))
    }
}

fn id(account: Account) -> Value {
    Value::unnamed_variant("Id", [Value::from_bytes(account.0)])
}

/// Many transactions on their way.
struct Batch<'b, 'c> {
    session: &'b Session<'c>,
    actions: &'b [Action<'b>],
    progress: &'b Progress,
    /// Receipts of what is in flight.
    receipts: BTreeMap<usize, Receipt>,
    results: BTreeMap<usize, Result<Receipt>>,
}

impl<'b, 'c> Batch<'b, 'c> {
    fn new(session: &'b Session<'c>, actions: &'b [Action<'b>], progress: &'b Progress) -> Self {
        Self { session, actions, progress, receipts: BTreeMap::new(), results: BTreeMap::new() }
    }

    fn end(&mut self, id: usize, result: Result<Receipt>) {
        self.receipts.remove(&id);
        self.results.insert(id, result);
        self.progress.advance(1);
    }

    async fn run(&mut self) -> Result<()> {
        let (chain, me) = (self.session.chain, self.session.account());
        let mut nonce = chain.next_nonce(&me).await?;
        let mut courier = Courier::new(AccountLedger::new(chain, me), chain.finalized().await?);
        let mut watch = Watch::new(chain.rpc.patience());
        let mut next = 0usize;
        // A nonce that was not used holds all later ones up, so nothing more is sent then.
        let (mut gap, mut lost_connection) = (false, false);
        loop {
            while next < self.actions.len() && courier.in_flight() < WINDOW && !gap {
                if courier.in_flight() == 0 {
                    courier.skip_to(chain.finalized().await?);
                }
                let some = next..next.saturating_add(DRY_RUNS).min(self.actions.len());
                let prepared =
                    join_all(self.actions.iter().take(some.end).skip(next).map(|a| self.session.prepare(a)));
                for (id, prepared) in some.zip(prepared.await) {
                    if self.launch(&mut courier, id, prepared, nonce).await? {
                        nonce = nonce.saturating_add(1);
                    }
                    next = id.saturating_add(1);
                }
            }
            if courier.in_flight() == 0 {
                return self.rest_unsent(gap);
            }
            match courier.step().await {
                Ok(ended) => {
                    if std::mem::take(&mut lost_connection) {
                        self.progress.message("connected again");
                    }
                    watch.look(courier.scanned().number, !ended.is_empty());
                    gap |= ended.iter().any(|(_, fate)| !matches!(fate, Fate::Included { .. }));
                    self.finish(ended).await?;
                }
                Err(lost) => {
                    lost_connection = true;
                    self.progress.message(format!("{lost}: trying again"));
                }
            }
            if watch.is_over() {
                return Err(self.unconfirmed());
            }
            if courier.in_flight() > 0 {
                courier.rest().await;
            }
        }
    }

    fn rest_unsent(&self, gap: bool) -> Result<()> {
        match gap && self.results.len() < self.actions.len() {
            true => Err(Error::unconfirmed("not sent, because an earlier transaction was not included")
                .hint("run the command again")),
            false => Ok(()),
        }
    }

    /// Signs and sends what was dry-run. False when nothing was sent.
    async fn launch(
        &mut self,
        courier: &mut Courier<AccountLedger<'c>>,
        id: usize,
        prepared: Result<Prepared>,
        nonce: u64,
    ) -> Result<bool> {
        let session = self.session;
        let Prepared { call, mut receipt } = match prepared {
            Ok(prepared) => prepared,
            Err(error) if error.kind == crate::error::Kind::Unreachable => return Err(error),
            Err(error) => {
                self.end(id, Err(error));
                return Ok(false);
            }
        };
        let birth = courier.scanned();
        let hash = super::rpc::from_hex(&birth.hash)?
            .try_into()
            .map_err(|_| Error::internal("a hash is too short"))?;
        let bytes = session.chain.runtime.sign(&call, &session.key, nonce, (birth.number, hash), LIFETIME)?;
        receipt.hash = to_hex(&sp_crypto_hashing::blake2_256(&bytes));
        session.say_cost(&bytes, &receipt).await?;
        if session.dry_run {
            self.end(id, Ok(receipt));
            return Ok(false);
        }
        let death = birth.number.saturating_add(LIFETIME);
        self.receipts.insert(id, receipt);
        let Some(fate) = courier.launch(Signed { id, bytes, nonce, death }).await else { return Ok(true) };
        self.finish(vec![(id, fate)]).await?;
        Ok(false)
    }

    async fn finish(&mut self, ended: Vec<(usize, Fate)>) -> Result<()> {
        let mut blocks: BTreeMap<(u64, String), Vec<(usize, u32)>> = BTreeMap::new();
        for (id, fate) in ended {
            match fate {
                Fate::Included { number, hash, position } => {
                    blocks.entry((number, hash)).or_default().push((id, position));
                }
                other => self.end(id, Err(not_included(&other))),
            }
        }
        for ((number, hash), included) in blocks {
            self.finish_block(number, &hash, &included).await?;
        }
        Ok(())
    }

    async fn finish_block(&mut self, number: u64, hash: &str, included: &[(usize, u32)]) -> Result<()> {
        let chain = self.session.chain;
        let bytes =
            chain.rpc.storage(&storage_key("System", "Events"), Some(hash)).await?.unwrap_or_default();
        let positions: Vec<u32> = included.iter().map(|(_, position)| *position).collect();
        let mut events: BTreeMap<u32, Vec<Event>> = BTreeMap::new();
        for (position, event) in chain.runtime.events(bytes, &positions)? {
            events.entry(position).or_default().push(event);
        }
        for (id, position) in included {
            let events = events.remove(position).unwrap_or_default();
            let failure = events.iter().find_map(|event| match event {
                Event::Failed(failure) => Some(failure.clone()),
                _ => None,
            });
            let result = match (failure, self.receipts.remove(id), self.actions.get(*id)) {
                (Some(failure), _, Some(action)) => {
                    Err(self.session.why_failed(action, number, &failure).await)
                }
                (_, Some(receipt), _) => Ok(Receipt { block: Some(number), events, ..receipt }),
                _ => Err(Error::internal("a transaction got lost")),
            };
            self.end(*id, result);
        }
        Ok(())
    }

    fn unconfirmed(&self) -> Error {
        let hashes: Vec<&str> = self.receipts.values().map(|receipt| receipt.hash.as_str()).collect();
        Error::unconfirmed(format!(
            "the chain was silent for {} s; {} transactions were sent and what became of them is not known",
            self.session.chain.rpc.patience().as_secs(),
            hashes.len()
        ))
        .hint("look at the state before you run the command again, or raise --wait; a claim is never taken twice")
        .detail(json!({ "transactions": hashes }))
    }

    /// Gives every action without a result this failure.
    fn fail_rest(&mut self, error: &Error) {
        for id in 0..self.actions.len() {
            self.results.entry(id).or_insert_with(|| Err(error.clone()));
        }
    }
}

fn not_included(fate: &Fate) -> Error {
    match fate {
        Fate::Invalid(why) => Error::refused(format!("the chain does not take the transaction: {why}"))
            .hint("if it cannot pay the fee, send the account funds"),
        Fate::Replaced => {
            Error::refused("another program sent a transaction of this account at the same time")
                .hint("nothing of this one was done: run the command again")
        }
        _ => Error::unreachable("the chain did not include the transaction while it was valid")
            .hint("nothing was done: run the command again"),
    }
}

/// Notices when nothing moves any more.
struct Watch {
    patience: Duration,
    since: Instant,
    block: u64,
}

impl Watch {
    fn new(patience: Duration) -> Self {
        Self { patience, since: Instant::now(), block: 0 }
    }

    fn look(&mut self, block: u64, ended: bool) {
        if ended || block != self.block {
            self.since = Instant::now();
            self.block = block;
        }
    }

    fn is_over(&self) -> bool {
        self.since.elapsed() >= self.patience
    }
}
