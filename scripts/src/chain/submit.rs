//! Delivers signed transactions exactly once, whatever happens to the connection.
//!
//! ```text
//! unsent ──submit──> sent ──seen in a finalised block──────────────────────> included
//!   ^  ^               │
//!   │  └──no answer, pool full, long unseen (the very same bytes go again)
//!   └── "outdated" ──> doubtful ──nonce used, bytes in no block────────────> replaced
//!                      any ──chain past the last block the bytes are valid──> expired
//! ```
//!
//! A transaction is never signed again here: its bytes carry the account's nonce and a last block, so that submitting
//! them twice cannot do anything twice, and once the chain is past that block they cannot do anything at all. What was
//! included is learned from finalised blocks alone, so it does not matter on which connection it was submitted.

use std::time::Duration;

use tokio::time::Instant;

use super::{rpc::RpcError, Head};

/// Blocks a transaction stays valid. More than transactions in flight, as an instant-seal node makes a block for each.
pub const LIFETIME: u64 = 128;
/// A transaction not seen for this long is submitted again: the pool may have dropped it.
const RESEND_AFTER: Duration = Duration::from_secs(10);
/// Shortest and longest wait between two looks at the chain.
const POLL: (Duration, Duration) = (Duration::from_millis(15), Duration::from_millis(500));

/// A block, as far as it matters here.
#[derive(Clone, Debug, Default)]
pub struct Block {
    /// Its hash as the node writes it.
    pub hash: String,
    /// Its transactions.
    pub transactions: Vec<Vec<u8>>,
}

/// Why the pool did not take a transaction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PoolError {
    /// No answer; the transaction may have been taken.
    Lost(String),
    /// The account's nonce is past it, or another transaction with its nonce waits.
    Outdated,
    /// Not now: the pool is full or has banned it for a while.
    Later,
    /// It can never be taken.
    Invalid(String),
}

/// What the courier asks of a chain.
#[allow(async_fn_in_trait)] // Used within one task only, so no bound on the futures is needed.
pub trait Ledger {
    /// Hands a transaction to the pool. One that is already there is no error.
    async fn submit(&self, bytes: &[u8]) -> Result<(), PoolError>;
    /// Number of the last finalised block.
    async fn finalized(&self) -> Result<u64, RpcError>;
    /// A finalised block.
    async fn block(&self, number: u64) -> Result<Block, RpcError>;
    /// The sender's next nonce after that block.
    async fn nonce_after(&self, block: &str) -> Result<u64, RpcError>;
}

/// A signed transaction.
#[derive(Clone, Debug)]
pub struct Signed {
    /// The sender's number for it among those in flight.
    pub id: usize,
    /// The bytes.
    pub bytes: Vec<u8>,
    /// The account's nonce in it.
    pub nonce: u64,
    /// First block in which it is no longer valid.
    pub death: u64,
}

/// How it ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It stands in a finalised block.
    Included {
        /// Number of the block.
        number: u64,
        /// Hash of the block.
        hash: String,
        /// Position in the block.
        position: u32,
    },
    /// It was in no block while it was valid.
    Expired,
    /// Another transaction of the account took its nonce.
    Replaced,
    /// The chain does not accept it.
    Invalid(String),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    Unsent,
    Sent(Instant),
    Doubtful,
}

struct Flight {
    tx: Signed,
    phase: Phase,
}

/// Transactions of one account on their way.
pub struct Courier<L> {
    ledger: L,
    flights: Vec<Flight>,
    /// Last finalised block looked at.
    scanned: Head,
    /// What has ended and was not handed out yet.
    ended: Vec<(usize, Fate)>,
    pause: Duration,
}

impl<L: Ledger> Courier<L> {
    /// Looks at blocks after `scanned`; transactions must not be signed for earlier ones.
    pub fn new(ledger: L, scanned: Head) -> Self {
        Self { ledger, flights: Vec::new(), scanned, ended: Vec::new(), pause: POLL.0 }
    }

    /// The last finalised block looked at: sign for this one.
    pub fn scanned(&self) -> &Head {
        &self.scanned
    }

    /// Skips blocks that nothing in flight can be in.
    pub fn skip_to(&mut self, head: Head) {
        if self.flights.is_empty() {
            self.scanned = head;
        }
    }

    /// How many are on their way.
    pub fn in_flight(&self) -> usize {
        self.flights.len()
    }

    /// Sends a transaction off. Returns its fate when the chain turns it down at once.
    pub async fn launch(&mut self, tx: Signed) -> Option<Fate> {
        let phase = match self.ledger.submit(&tx.bytes).await {
            Ok(()) => Phase::Sent(Instant::now()),
            Err(PoolError::Lost(_) | PoolError::Later) => Phase::Unsent,
            Err(PoolError::Outdated) => Phase::Doubtful,
            Err(PoolError::Invalid(why)) => return Some(Fate::Invalid(why)),
        };
        self.flights.push(Flight { tx, phase });
        None
    }

    /// Looks at the chain once, sends again what needs it, and returns what has ended. Safe to repeat after an error.
    ///
    /// # Errors
    /// When the connection is lost.
    pub async fn step(&mut self) -> Result<Vec<(usize, Fate)>, RpcError> {
        let head = self.ledger.finalized().await?;
        while self.scanned.number < head && !self.flights.is_empty() {
            let number = self.scanned.number.saturating_add(1);
            let block = self.ledger.block(number).await?;
            self.take_included(number, &block);
            self.scanned = Head { number, hash: block.hash };
        }
        self.take_dead().await?;
        self.resend().await?;
        self.pause = match self.ended.is_empty() {
            true => self.pause.saturating_mul(3).checked_div(2).unwrap_or(POLL.1).min(POLL.1),
            false => POLL.0,
        };
        Ok(std::mem::take(&mut self.ended))
    }

    /// Waits a moment: short after something happened, longer while nothing does.
    pub async fn rest(&self) {
        tokio::time::sleep(self.pause).await;
    }

    fn take_included(&mut self, number: u64, block: &Block) {
        let ended = &mut self.ended;
        self.flights.retain(|flight| {
            let Some(position) = block.transactions.iter().position(|bytes| *bytes == flight.tx.bytes) else {
                return true;
            };
            let position = u32::try_from(position).unwrap_or(u32::MAX);
            ended.push((flight.tx.id, Fate::Included { number, hash: block.hash.clone(), position }));
            false
        });
    }

    /// Everything finalised has been looked at when this is called, so what is not included here is so nowhere.
    async fn take_dead(&mut self) -> Result<(), RpcError> {
        let is_doubtful = self.flights.iter().any(|flight| flight.phase == Phase::Doubtful);
        let nonce = if is_doubtful { self.ledger.nonce_after(&self.scanned.hash).await? } else { 0 };
        let (scanned, ended) = (self.scanned.number, &mut self.ended);
        self.flights.retain(|flight| {
            let replaced = flight.phase == Phase::Doubtful && nonce > flight.tx.nonce;
            let fate = match (replaced, scanned >= flight.tx.death) {
                (true, _) => Fate::Replaced,
                (_, true) => Fate::Expired,
                _ => return true,
            };
            ended.push((flight.tx.id, fate));
            false
        });
        Ok(())
    }

    async fn resend(&mut self) -> Result<(), RpcError> {
        for flight in &mut self.flights {
            let due = match flight.phase {
                Phase::Unsent => true,
                Phase::Sent(at) => at.elapsed() >= RESEND_AFTER,
                Phase::Doubtful => false,
            };
            if !due {
                continue;
            }
            match self.ledger.submit(&flight.tx.bytes).await {
                Ok(()) => flight.phase = Phase::Sent(Instant::now()),
                Err(PoolError::Lost(why)) => return Err(RpcError::Lost(why)),
                Err(PoolError::Later) => {}
                // It was acceptable before: whether it was included meanwhile, the blocks and the nonce tell.
                Err(PoolError::Outdated | PoolError::Invalid(_)) => flight.phase = Phase::Doubtful,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
#[path = "submit_tests.rs"]
mod tests;
