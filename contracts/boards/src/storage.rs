use healink_access::{Row, Table};
use healink_domain::credentials::{Accreditation, Board, BoardId, Boards, CredentialId, Proposal};
use healink_domain::Account;
use healink_interfaces::Page;
use ink::prelude::vec::Vec;
use ink::primitives::Key;

/// Officers that a board can have.
pub const MAX_OFFICERS: usize = 64;

/// Keys of the tables. The root is at 0.
pub mod keys {
    use super::Key;

    /// Board → its record.
    pub const BOARDS: Key = 1;
    /// Board → its officers.
    pub const OFFICERS: Key = 2;
    /// Credential → the final change that waits for a second officer.
    pub const PROPOSALS: Key = 3;
}

/// The tables.
#[ink::storage_item]
#[derive(Debug, Default)]
pub struct Tables {
    boards: Table<BoardId, Board, { keys::BOARDS }>,
    officers: Table<BoardId, Vec<Account>, { keys::OFFICERS }>,
    proposals: Table<CredentialId, Proposal, { keys::PROPOSALS }>,
}

impl Tables {
    /// A board.
    pub fn board(&self, id: BoardId) -> Option<Board> {
        self.boards.get(id).map(Row::into_inner)
    }

    /// Stores a board.
    pub fn put_board(&mut self, id: BoardId, board: Board) {
        self.boards.insert(id, &Row::V1(board));
    }

    /// The accounts that act for a board.
    pub fn officers(&self, board: BoardId) -> Vec<Account> {
        self.officers.get(board).map(Row::into_inner).unwrap_or_default()
    }

    /// Stores the accounts that act for a board.
    pub fn put_officers(&mut self, board: BoardId, officers: Vec<Account>) {
        self.officers.insert(board, &Row::V1(officers));
    }

    /// The final change of a credential that waits for a second officer.
    pub fn proposal(&self, credential: CredentialId) -> Option<Proposal> {
        self.proposals.get(credential).map(Row::into_inner)
    }

    /// Stores the final change of a credential that waits for a second officer, or forgets it.
    pub fn put_proposal(&mut self, credential: CredentialId, proposal: Option<Proposal>) {
        match proposal {
            Some(proposal) => {
                self.proposals.insert(credential, &Row::V1(proposal));
            }
            None => self.proposals.remove(credential),
        }
    }

    /// A page of the boards up to `count`, oldest first. A place in the list is how many there are before it.
    pub fn page(&self, count: BoardId, from: u64, limit: usize) -> Page<(BoardId, Board)> {
        let first = u32::try_from(from).unwrap_or(u32::MAX).saturating_add(1);
        let ids = (first..=count).take(limit);
        let items: Vec<_> = ids.filter_map(|id| Some((id, self.board(id)?))).collect();
        let end = from.saturating_add(items.len() as u64);
        Page { items, next: Some(end).filter(|end| *end < u64::from(count)) }
    }
}

/// What the rules look up: the accreditation looked up last stays at hand.
pub struct Reader<'a> {
    tables: &'a Tables,
    found: Option<(BoardId, Accreditation)>,
}

impl<'a> Reader<'a> {
    /// A reader that has looked up nothing yet.
    pub const fn new(tables: &'a Tables) -> Self {
        Self { tables, found: None }
    }
}

impl Boards for Reader<'_> {
    fn accreditation(&mut self, id: BoardId) -> Option<&Accreditation> {
        if self.found.as_ref().is_none_or(|(known, _)| *known != id) {
            self.found = self.tables.board(id).map(|board| (id, board.accreditation));
        }
        self.found.as_ref().map(|(_, found)| found)
    }
}
