use alloc::vec::Vec;
use scale::{Decode, Encode};

use super::{Kind, KindSet, Refusal, Status};
use crate::{Account, Day, Digest, History, Jurisdiction, Period};

/// Jurisdictions that one scope can name.
pub const MAX_JURISDICTIONS: usize = 64;

/// Number of a board, counted from 1.
pub type BoardId = u32;

/// What a board may attest: these kinds, in these jurisdictions.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct Scope {
    /// Kinds of credentials.
    pub kinds: KindSet,
    /// Jurisdictions, at most [`MAX_JURISDICTIONS`]; a country covers its subdivisions.
    pub jurisdictions: Vec<Jurisdiction>,
}

impl Scope {
    /// Whether a credential of this kind and place lies within the scope.
    pub fn covers(&self, kind: Kind, jurisdiction: Jurisdiction) -> bool {
        self.kinds.contains(kind) && self.jurisdictions.iter().any(|place| place.covers(jurisdiction))
    }
}

/// A credentialing board and its accreditation.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct Board {
    /// The account that acts for the board.
    pub account: Account,
    /// What it may attest.
    pub scope: Scope,
    /// When its accreditation runs.
    pub period: Period,
    /// Its standing over time.
    pub status: History<Status>,
    /// Salted hash of the accreditation document.
    pub document: Digest,
}

/// Why a board cannot be accredited.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub enum AccreditError {
    /// The scope names no kind, or bits that stand for none.
    NoKinds,
    /// The scope names no jurisdiction.
    NoJurisdictions,
    /// The scope names more than [`MAX_JURISDICTIONS`].
    TooManyJurisdictions,
    /// A jurisdiction is not of the form `US` or `US-CA`.
    BadJurisdiction,
    /// The period ends before it begins.
    EmptyPeriod,
}

/// Accredits a board.
///
/// # Errors
/// One [`AccreditError`] for each rule, in the order of its variants.
pub fn accredit(
    account: Account,
    scope: Scope,
    period: Period,
    document: Digest,
) -> Result<Board, AccreditError> {
    if scope.kinds.is_empty() || !scope.kinds.is_valid() {
        return Err(AccreditError::NoKinds);
    }
    if scope.jurisdictions.is_empty() {
        return Err(AccreditError::NoJurisdictions);
    }
    if scope.jurisdictions.len() > MAX_JURISDICTIONS {
        return Err(AccreditError::TooManyJurisdictions);
    }
    if scope.jurisdictions.iter().any(|place| place.checked().is_err()) {
        return Err(AccreditError::BadJurisdiction);
    }
    if period.is_empty() {
        return Err(AccreditError::EmptyPeriod);
    }
    Ok(Board { account, scope, period, status: History::new(Status::Active), document })
}

impl Board {
    /// Whether the board's accreditation is in force on `day` for this kind and place.
    ///
    /// # Errors
    /// [`Refusal::BoardNotInForce`].
    pub fn in_force(&self, kind: Kind, jurisdiction: Jurisdiction, day: Day) -> Result<(), Refusal> {
        let standing = self.status.at(day).0 == Status::Active;
        if standing && self.period.contains(day) && self.scope.covers(kind, jurisdiction) {
            Ok(())
        } else {
            Err(Refusal::BoardNotInForce)
        }
    }
}
