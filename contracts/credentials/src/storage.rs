use healink_access::{Row, Table};
use healink_domain::credentials::{Accreditation, BoardId, Credential, CredentialId, Provider};
use healink_domain::Account;
use healink_interfaces::Page;
use ink::prelude::vec::Vec;
use ink::primitives::Key;
use scale::{Decode, Encode};

/// Items on a page of credentials: each is a row of its own, and together they are to stay within 1 MiB of proof.
pub const MAX_LISTED: usize = 50;

/// Keys of the tables. The root is at 0.
pub mod keys {
    use super::Key;

    /// Board → its accreditation.
    pub const BOARDS: Key = 1;
    /// Board and account → whether the account acts for the board.
    pub const OFFICERS: Key = 2;
    /// Provider → its record.
    pub const PROVIDERS: Key = 3;
    /// Credential → its record.
    pub const CREDENTIALS: Key = 4;
    /// Board → the last credential that it issued.
    pub const ISSUED: Key = 5;
}

/// A credential.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct Recorded {
    /// The credential.
    pub credential: Credential,
    /// The credential that the same board issued before this one, 0 for none.
    pub previous: CredentialId,
}

/// A credential with its number.
pub type Numbered = (CredentialId, Credential);

/// Whose credentials to list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub enum Of {
    /// Those that a provider holds.
    Provider(Account),
    /// Those that a board issued.
    Board(BoardId),
}

/// The tables. A provider's row says enough of each credential that a check looks up only those that can meet it.
#[ink::storage_item]
#[derive(Debug, Default)]
pub struct Tables {
    boards: Table<BoardId, Accreditation, { keys::BOARDS }>,
    officers: Table<(BoardId, Account), bool, { keys::OFFICERS }>,
    providers: Table<Account, Provider, { keys::PROVIDERS }>,
    credentials: Table<CredentialId, Recorded, { keys::CREDENTIALS }>,
    issued: Table<BoardId, CredentialId, { keys::ISSUED }>,
}

impl Tables {
    /// An accreditation.
    #[inline(never)]
    pub fn accreditation(&self, id: BoardId) -> Option<Accreditation> {
        self.boards.get(id).map(Row::into_inner)
    }

    /// Stores an accreditation.
    pub fn put_accreditation(&mut self, id: BoardId, accreditation: Accreditation) {
        self.boards.insert(id, &Row::V1(accreditation));
    }

    /// Whether an account acts for a board.
    pub fn acts(&self, board: BoardId, account: Account) -> bool {
        self.officers.get((board, account)).is_some_and(Row::into_inner)
    }

    /// Records whether an account acts for a board.
    pub fn put_officer(&mut self, board: BoardId, account: Account, acts: bool) {
        self.officers.insert((board, account), &Row::V1(acts));
    }

    /// The last credential that a board issued, 0 for none: the head of the chain that [`Recorded::previous`] makes.
    #[inline(never)]
    pub fn last_issued(&self, board: BoardId) -> CredentialId {
        self.issued.get(board).map_or(0, Row::into_inner)
    }

    /// Records the last credential that a board issued.
    pub fn put_last_issued(&mut self, board: BoardId, id: CredentialId) {
        self.issued.insert(board, &Row::V1(id));
    }

    /// A provider.
    #[inline(never)]
    pub fn provider(&self, account: &Account) -> Option<Provider> {
        self.providers.get(account).map(Row::into_inner)
    }

    /// Stores a provider.
    #[inline(never)]
    pub fn put_provider(&mut self, account: &Account, provider: Provider) {
        self.providers.insert(account, &Row::V1(provider));
    }

    /// A credential.
    #[inline(never)]
    pub fn credential(&self, id: CredentialId) -> Option<Recorded> {
        self.credentials.get(id).map(Row::into_inner)
    }

    /// Stores a credential.
    #[inline(never)]
    pub fn put_credential(&mut self, id: CredentialId, recorded: Recorded) {
        self.credentials.insert(id, &Row::V1(recorded));
    }

    /// A page of credentials, newest first, at most [`MAX_LISTED`]. A place in a list is, for a provider, how many credentials
    /// there are up to there, for a board the credential's number; from one that is not in the list a page is empty.
    pub fn page(&self, of: Of, from: u64, limit: usize) -> Page<Numbered> {
        let held = match of {
            Of::Provider(account) => {
                self.provider(&account).map(|provider| provider.held).unwrap_or_default()
            }
            Of::Board(_) => Vec::new(),
        };
        let mut next = match of {
            _ if from > 0 => from,
            Of::Provider(_) => held.len() as u64,
            Of::Board(board) => self.last_issued(board),
        };
        let mut items = Vec::new();
        while next > 0 && items.len() < limit.min(MAX_LISTED) {
            let (id, before) = match of {
                Of::Provider(_) => {
                    let before = next.saturating_sub(1);
                    (held.get(before as usize).map_or(0, |held| held.id), Some(before))
                }
                Of::Board(_) => (next, None),
            };
            next = match self.credential(id) {
                Some(found) if of == Of::Board(found.credential.board) || before.is_some() => {
                    items.push((id, found.credential));
                    before.unwrap_or(found.previous)
                }
                _ => 0,
            };
        }
        Page { items, next: Some(next).filter(|next| *next > 0) }
    }
}
