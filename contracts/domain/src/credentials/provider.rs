use alloc::vec::Vec;
use scale::{Decode, Encode};

use super::{BoardId, Credential, CredentialId, IssueError, IssueRequest, Kind};
use crate::{Day, Jurisdiction, Npi, Period};

/// Credentials that one provider can hold, those out of force included: they stay on record, or answers about past days would
/// change.
pub const MAX_HELD: usize = 384;

/// Credentials of one board that one provider can hold, so that no board can fill up a provider's record.
pub const MAX_OF_BOARD: usize = 32;

/// What there is to know of a credential before it is looked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct Held {
    /// Its number.
    pub id: CredentialId,
    /// The board that issued it.
    pub board: BoardId,
    /// What it attests.
    pub kind: Kind,
    /// Where it holds.
    pub jurisdiction: Jurisdiction,
    /// First day on which it holds.
    pub valid_from: Day,
    /// First day on which it no longer holds.
    pub expires_on: Day,
    /// Day of issue.
    pub issued_on: Day,
}

/// A provider.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct Provider {
    /// The NPI: an account holds one.
    pub npi: Npi,
    /// The credentials, oldest first, at most [`MAX_HELD`].
    pub held: Vec<Held>,
}

impl Held {
    /// What stands for a credential.
    pub const fn of(id: CredentialId, credential: &Credential) -> Self {
        let IssueRequest { kind, jurisdiction, valid_from, expires_on, .. } = credential.claim;
        let Credential { board, issued_on, .. } = *credential;
        Self { id, board, kind, jurisdiction, valid_from, expires_on, issued_on }
    }

    /// The days on which it holds, standing aside.
    pub const fn period(&self) -> Period {
        Period { from: self.valid_from, until: Some(self.expires_on) }
    }
}

impl Provider {
    /// A provider without credentials.
    pub const fn new(npi: Npi) -> Self {
        Self { npi, held: Vec::new() }
    }

    /// Passes while there is room for another credential of a board.
    ///
    /// # Errors
    /// [`IssueError::TooManyOfBoard`], [`IssueError::TooManyHeld`].
    pub fn room_for(&self, board: BoardId) -> Result<(), IssueError> {
        if self.held.iter().filter(|held| held.board == board).count() >= MAX_OF_BOARD {
            return Err(IssueError::TooManyOfBoard);
        }
        if self.held.len() >= MAX_HELD {
            return Err(IssueError::TooManyHeld);
        }
        Ok(())
    }
}
