//! Transactions of one account: dry-run, signed, delivered, their events decoded.

mod action;
mod batch;
mod watch;

use healink_domain::Account;
use scale::{Decode, Encode};
use subxt_signer::sr25519::Keypair;

pub use self::action::Action;
use self::batch::Batch;
use super::{
    account,
    contract::{runtime_refused, Contract},
    rpc::to_hex,
    runtime::{Call, DispatchFailure, Event, Weight},
    Chain,
};
use crate::{
    error::{Error, Result, ResultExt},
    output::Output,
    progress::Progress,
};

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

    /// Sends transactions, many at once. The results are in the order of the actions; one that is refused does not keep the
    /// others back.
    pub async fn send_all(&self, actions: &[Action<'_>], progress: &Progress) -> Vec<Result<Receipt>> {
        let mut batch = Batch::new(self, actions, progress);
        if let Err(error) = batch.run().await {
            batch.fail_rest(&error);
        }
        batch.results.into_values().collect()
    }

    async fn prepare(&self, action: &Action<'_>) -> Result<Prepared> {
        let what = action.name();
        let dry_run = action.dry_run(self.chain, self.account()).await?;
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
        let call = action.runtime_call(dry_run.as_ref());
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
