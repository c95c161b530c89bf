use healink_access::{Row, Table};
use healink_domain::credentials::{BoardId, Fact, Nonces, Words};
use healink_domain::{Account, History};
use ink::primitives::Key;

/// Keys of the tables. The root is at 0.
pub mod keys {
    use super::Key;

    /// Officer and page → the nonces used on that page.
    pub const NONCES: Key = 1;
    /// Fact and board → what the board said about it.
    pub const WORDS: Key = 2;
}

/// The tables. Each board has rows of its own, so that no board can fill up another's.
#[ink::storage_item]
#[derive(Debug, Default)]
pub struct Tables {
    nonces: Table<(Account, u64), Nonces, { keys::NONCES }>,
    words: Table<(Fact, BoardId), Words, { keys::WORDS }>,
}

impl Tables {
    /// A page of an officer's nonces.
    pub fn nonces(&self, officer: &Account, nonce: u64) -> Nonces {
        self.nonces.get((officer, Nonces::page(nonce))).map(Row::into_inner).unwrap_or_default()
    }

    /// Stores a page of an officer's nonces.
    pub fn put_nonces(&mut self, officer: &Account, nonce: u64, nonces: Nonces) {
        self.nonces.insert((officer, Nonces::page(nonce)), &Row::V1(nonces));
    }

    /// What a board said about a fact.
    pub fn words(&self, fact: &Fact, board: BoardId) -> Words {
        self.words.get((fact, board)).map_or_else(|| History::new(None), Row::into_inner)
    }

    /// Stores what a board said about a fact.
    pub fn put_words(&mut self, fact: &Fact, board: BoardId, words: Words) {
        self.words.insert((fact, board), &Row::V1(words));
    }
}
