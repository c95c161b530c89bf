use healink_access::{Row, Table};
use healink_domain::credentials::{
    check_by, Board, BoardId, Credential, CredentialId, Kind, Refusal, Requirement,
};
use healink_domain::{Account, Npi};
use healink_interfaces::Page;
use ink::prelude::vec::Vec;
use ink::primitives::Key;
use scale::{Decode, Encode};

/// Credentials of one kind that one provider can hold, those out of force included: the bound on the work of a check.
pub const MAX_HELD: usize = 32;

/// Items on a page of a board's credentials: each is two rows in places of their own, and together they are to stay within
/// 1 MiB of proof.
pub const MAX_ISSUED: usize = 40;

/// Keys of the tables. The root is at 0.
pub mod keys {
    use super::Key;

    /// Board → its record.
    pub const BOARDS: Key = 1;
    /// Account → the board that it stands for.
    pub const BOARDS_OF: Key = 2;
    /// Provider → NPI.
    pub const NPIS: Key = 3;
    /// Provider and kind → the credentials.
    pub const HELD: Key = 4;
    /// Credential → where it is kept.
    pub const PLACES: Key = 5;
}

/// A board.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct Accredited {
    /// The board.
    pub board: Board,
    /// The last credential that it issued, 0 for none: the head of the chain that [`Place::previous`] makes.
    pub last_issued: CredentialId,
}

/// A credential with its number.
pub type Numbered = (CredentialId, Credential);

/// Where a credential is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct Place {
    /// The provider.
    pub provider: Account,
    /// The kind.
    pub kind: Kind,
    /// The credential that the same board issued before this one, 0 for none.
    pub previous: CredentialId,
}

/// A provider and a kind.
type Holder = (Account, Kind);

/// The tables. All credentials of one kind that one provider holds are one row, so that a check reads that row and the
/// boards it needs, however many credentials there are in the registry.
#[ink::storage_item]
#[derive(Debug, Default)]
pub struct Tables {
    boards: Table<BoardId, Accredited, { keys::BOARDS }>,
    boards_of: Table<Account, BoardId, { keys::BOARDS_OF }>,
    npis: Table<Account, Npi, { keys::NPIS }>,
    held: Table<Holder, Vec<Numbered>, { keys::HELD }>,
    places: Table<CredentialId, Place, { keys::PLACES }>,
}

impl Tables {
    /// The board that an account stands for.
    pub fn board_of(&self, account: &Account) -> Option<BoardId> {
        self.boards_of.get(account).map(Row::into_inner)
    }

    /// Records the board that an account stands for.
    pub fn put_board_of(&mut self, account: &Account, id: BoardId) {
        self.boards_of.insert(account, &Row::V1(id));
    }

    /// A board.
    pub fn board(&self, id: BoardId) -> Option<Accredited> {
        self.boards.get(id).map(Row::into_inner)
    }

    /// Stores a board.
    pub fn put_board(&mut self, id: BoardId, accredited: Accredited) {
        self.boards.insert(id, &Row::V1(accredited));
    }

    /// The NPI of a provider.
    pub fn npi(&self, provider: &Account) -> Option<Npi> {
        self.npis.get(provider).map(Row::into_inner)
    }

    /// Records the NPI of a provider.
    pub fn put_npi(&mut self, provider: &Account, npi: Npi) {
        self.npis.insert(provider, &Row::V1(npi));
    }

    /// The credentials of one kind that a provider holds, oldest first.
    pub fn held(&self, provider: &Account, kind: Kind) -> Vec<Numbered> {
        self.held.get((provider, kind)).map(Row::into_inner).unwrap_or_default()
    }

    /// Stores the credentials of one kind that a provider holds.
    pub fn put_held(&mut self, provider: &Account, kind: Kind, held: Vec<Numbered>) {
        self.held.insert((provider, kind), &Row::V1(held));
    }

    /// Where a credential is kept.
    pub fn place(&self, id: CredentialId) -> Option<Place> {
        self.places.get(id).map(Row::into_inner)
    }

    /// Records where a credential is kept.
    pub fn put_place(&mut self, id: CredentialId, place: Place) {
        self.places.insert(id, &Row::V1(place));
    }

    /// A credential by its number, with where it is kept.
    pub fn credential(&self, id: CredentialId) -> Option<(Place, Credential)> {
        let place = self.place(id)?;
        let (_, credential) = self.held(&place.provider, place.kind).into_iter().find(|held| held.0 == id)?;
        Some((place, credential))
    }

    /// A page of a provider's credentials, by kind. A place in the list is kind × [`MAX_HELD`] + place in the row.
    pub fn page_of_provider(&self, provider: &Account, from: u64, limit: usize) -> Page<Numbered> {
        let mut items = Vec::new();
        let mut place = 0u64;
        for kind in Kind::ALL {
            let end = place.saturating_add(MAX_HELD as u64);
            if from < end {
                for held in self.held(provider, *kind) {
                    if items.len() == limit {
                        return Page { items, next: Some(place) };
                    }
                    if place >= from {
                        items.push(held);
                    }
                    place = place.saturating_add(1);
                }
            }
            place = end;
        }
        Page { items, next: None }
    }

    /// A page of the credentials that a board issued, at most [`MAX_ISSUED`], newest first. A place in the list is the credential's number; one
    /// that is not the board's gives an empty page.
    pub fn page_of_board(&self, board: BoardId, from: u64, limit: usize) -> Page<Numbered> {
        let mut items = Vec::new();
        let mut next = match from {
            0 => self.board(board).map_or(0, |accredited| accredited.last_issued),
            id => id,
        };
        while items.len() < limit.min(MAX_ISSUED) {
            match self.credential(next) {
                Some((place, credential)) if credential.board == board => {
                    items.push((next, credential));
                    next = place.previous;
                }
                _ => return Page { items, next: None },
            }
        }
        Page { items, next: Some(next).filter(|next| *next > 0) }
    }
}

/// Checks one provider against requirements and loads each board once.
pub struct Checker<'a> {
    tables: &'a Tables,
    provider: &'a Account,
    boards: Vec<(BoardId, Option<Board>)>,
}

impl<'a> Checker<'a> {
    /// A checker of `provider`.
    pub const fn new(tables: &'a Tables, provider: &'a Account) -> Self {
        Self { tables, provider, boards: Vec::new() }
    }

    /// The first credential that meets the requirement.
    ///
    /// # Errors
    /// The nearest miss.
    pub fn check(&mut self, requirement: &Requirement) -> Result<CredentialId, Refusal> {
        let Self { tables, provider, boards } = self;
        let held = tables.held(provider, requirement.kind);
        let candidates = held.iter().map(|(id, credential)| (*id, credential, credential.board));
        check_by(candidates, requirement, |id, kind, place, day| {
            let known = boards.iter().position(|(known, _)| *known == id);
            let index = known.unwrap_or_else(|| {
                boards.push((id, tables.board(id).map(|accredited| accredited.board)));
                boards.len().saturating_sub(1)
            });
            let (_, board) = boards.get(index).ok_or(Refusal::BoardNotInForce)?;
            board.as_ref().ok_or(Refusal::BoardNotInForce)?.in_force(kind, place, day)
        })
    }
}
