//! Many transactions of one account on their way at once.

use std::collections::BTreeMap;

use futures_util::future::join_all;
use serde_json::json;

use super::{watch::Watch, Action, Prepared, Receipt, Session};
use crate::{
    chain::{
        rpc::{from_hex, storage_key, to_hex},
        runtime::Event,
        submit::{Courier, Fate, Signed, LIFETIME},
        AccountLedger,
    },
    error::{Error, Kind, Result},
    progress::Progress,
};

/// Transactions of one account on their way at once. Below [`LIFETIME`], so that none expires behind the others.
const WINDOW: usize = 48;

/// Dry runs asked for at once.
const DRY_RUNS: usize = 8;

/// Many transactions on their way.
pub(super) struct Batch<'b, 'c> {
    session: &'b Session<'c>,
    actions: &'b [Action<'b>],
    progress: &'b Progress,
    /// Receipts of what is in flight.
    receipts: BTreeMap<usize, Receipt>,
    pub(super) results: BTreeMap<usize, Result<Receipt>>,
}

impl<'b, 'c> Batch<'b, 'c> {
    pub(super) fn new(session: &'b Session<'c>, actions: &'b [Action<'b>], progress: &'b Progress) -> Self {
        Self { session, actions, progress, receipts: BTreeMap::new(), results: BTreeMap::new() }
    }

    fn end(&mut self, id: usize, result: Result<Receipt>) {
        self.receipts.remove(&id);
        self.results.insert(id, result);
        self.progress.advance(1);
    }

    pub(super) async fn run(&mut self) -> Result<()> {
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
            Err(error) if error.kind == Kind::Unreachable => return Err(error),
            Err(error) => {
                self.end(id, Err(error));
                return Ok(false);
            }
        };
        let birth = courier.scanned();
        let hash = from_hex(&birth.hash)?.try_into().map_err(|_| Error::internal("a hash is too short"))?;
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
    pub(super) fn fail_rest(&mut self, error: &Error) {
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
