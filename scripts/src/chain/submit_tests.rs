//! The courier against a chain that loses connections, answers and transactions.
#![allow(clippy::unwrap_used, clippy::arithmetic_side_effects, clippy::panic)]

use std::{cell::RefCell, collections::VecDeque, rc::Rc};

use super::*;

/// What the next submission meets.
#[derive(Clone, Copy, PartialEq)]
enum Mishap {
    /// The request never arrives.
    LostBefore,
    /// The transaction is taken, the answer is lost.
    LostAfter,
    /// The pool is full.
    Full,
    /// The transaction is taken and forgotten.
    Forgotten,
}

#[derive(Default)]
struct Chain {
    blocks: Vec<Vec<Vec<u8>>>,
    pool: Vec<Vec<u8>>,
    nonce: u64,
    mishaps: VecDeque<Mishap>,
    offline: u32,
    submissions: u32,
}

impl Chain {
    /// Finalises a block of what waits. The first byte of a transaction is its nonce.
    fn seal(&mut self) {
        self.pool.sort();
        let mut block = Vec::new();
        for tx in std::mem::take(&mut self.pool) {
            if u64::from(tx[0]) == self.nonce {
                self.nonce += 1;
                block.push(tx);
            }
        }
        self.blocks.push(block);
    }

    fn executed(&self, tx: &[u8]) -> usize {
        self.blocks.iter().flatten().filter(|bytes| *bytes == tx).count()
    }
}

type Shared = Rc<RefCell<Chain>>;

impl Ledger for Shared {
    async fn submit(&self, bytes: &[u8]) -> Result<(), PoolError> {
        let mut chain = self.borrow_mut();
        chain.submissions += 1;
        let mishap = chain.mishaps.pop_front();
        match mishap {
            Some(Mishap::LostBefore) => return Err(PoolError::Lost("gone".into())),
            Some(Mishap::Full) => return Err(PoolError::Later),
            Some(Mishap::Forgotten) => return Ok(()),
            _ => {}
        }
        let is_stale = u64::from(bytes[0]) < chain.nonce;
        if !is_stale && !chain.pool.iter().any(|tx| tx == bytes) {
            chain.pool.push(bytes.to_vec());
        }
        match (mishap, is_stale) {
            (Some(Mishap::LostAfter), _) => Err(PoolError::Lost("gone".into())),
            (_, true) => Err(PoolError::Outdated),
            _ => Ok(()),
        }
    }

    async fn finalized(&self) -> Result<u64, RpcError> {
        let mut chain = self.borrow_mut();
        if chain.offline > 0 {
            chain.offline -= 1;
            return Err(RpcError::Lost("gone".into()));
        }
        Ok(chain.blocks.len() as u64)
    }

    async fn block(&self, number: u64) -> Result<Block, RpcError> {
        let transactions = self.borrow().blocks[usize::try_from(number).unwrap() - 1].clone();
        Ok(Block { hash: format!("{number}"), transactions })
    }

    async fn nonce_after(&self, _block: &str) -> Result<u64, RpcError> {
        Ok(self.borrow().nonce)
    }
}

fn genesis() -> Head {
    Head { number: 0, hash: "0".into() }
}

fn tx(nonce: u8) -> Signed {
    Signed { id: nonce.into(), bytes: vec![nonce, 7], nonce: nonce.into(), death: 10 }
}

/// Steps and seals until everything has ended.
async fn settle(courier: &mut Courier<Shared>, chain: &Shared) -> Vec<(usize, Fate)> {
    let mut ended = Vec::new();
    for _ in 0..40 {
        if let Ok(more) = courier.step().await {
            ended.extend(more);
        }
        if courier.in_flight() == 0 {
            return ended;
        }
        chain.borrow_mut().seal();
        tokio::time::advance(Duration::from_secs(3)).await;
    }
    panic!("nothing came of it");
}

async fn deliver(mishaps: &[Mishap], offline: u32) -> (Shared, Vec<(usize, Fate)>) {
    let chain = Shared::default();
    chain.borrow_mut().mishaps.extend(mishaps);
    chain.borrow_mut().offline = offline;
    let mut courier = Courier::new(Rc::clone(&chain), genesis());
    assert_eq!(courier.launch(tx(0)).await, None);
    let ended = settle(&mut courier, &chain).await;
    (chain, ended)
}

#[tokio::test(start_paused = true)]
async fn whatever_is_lost_a_transaction_is_executed_once() {
    use Mishap::{Forgotten, Full, LostAfter, LostBefore};
    let cases: &[&[Mishap]] = &[
        &[],
        &[LostBefore],
        &[LostAfter],
        &[LostBefore, LostBefore, LostAfter],
        &[LostAfter, LostAfter],
        &[Full, LostAfter],
        &[Forgotten],
        &[Forgotten, LostAfter],
    ];
    for (index, mishaps) in cases.iter().enumerate() {
        for offline in [0, 1, 3] {
            let (chain, ended) = deliver(mishaps, offline).await;
            assert!(
                matches!(ended[..], [(0, Fate::Included { position: 0, .. })]),
                "case {index}: {ended:?}"
            );
            assert_eq!(chain.borrow().executed(&tx(0).bytes), 1, "case {index}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn included_while_the_connection_was_down_is_found_and_not_sent_again() {
    let chain = Shared::default();
    let mut courier = Courier::new(Rc::clone(&chain), genesis());
    courier.launch(tx(0)).await;
    chain.borrow_mut().seal();
    chain.borrow_mut().offline = 1;
    assert!(courier.step().await.is_err());
    let ended = courier.step().await.unwrap();
    assert_eq!(ended, [(0, Fate::Included { number: 1, hash: "1".into(), position: 0 })]);
    assert_eq!(chain.borrow().submissions, 1);
}

#[tokio::test(start_paused = true)]
async fn many_in_flight_are_each_executed_once() {
    let chain = Shared::default();
    chain.borrow_mut().mishaps.extend([
        Mishap::LostAfter,
        Mishap::LostBefore,
        Mishap::Full,
        Mishap::LostAfter,
    ]);
    let mut courier = Courier::new(Rc::clone(&chain), genesis());
    for nonce in 0..6 {
        courier.launch(tx(nonce)).await;
    }
    let mut ended = settle(&mut courier, &chain).await;
    ended.sort_by_key(|(id, _)| *id);
    assert_eq!(ended.iter().map(|(id, _)| *id).collect::<Vec<_>>(), [0, 1, 2, 3, 4, 5]);
    assert!(ended.iter().all(|(_, fate)| matches!(fate, Fate::Included { .. })));
    for nonce in 0..6 {
        assert_eq!(chain.borrow().executed(&tx(nonce).bytes), 1);
    }
}

#[tokio::test(start_paused = true)]
async fn a_nonce_taken_by_another_is_told_apart_from_inclusion() {
    let chain = Shared::default();
    chain.borrow_mut().pool.push(vec![0, 99]);
    chain.borrow_mut().seal();
    let mut courier = Courier::new(Rc::clone(&chain), genesis());
    assert_eq!(courier.launch(tx(0)).await, None);
    assert_eq!(settle(&mut courier, &chain).await, [(0, Fate::Replaced)]);
    assert_eq!(chain.borrow().executed(&tx(0).bytes), 0);
}

#[tokio::test(start_paused = true)]
async fn what_is_never_included_expires() {
    let (chain, ended) = deliver(&[Mishap::Full; 30], 0).await;
    assert_eq!(ended, [(0, Fate::Expired)]);
    assert_eq!(chain.borrow().executed(&tx(0).bytes), 0);
}
