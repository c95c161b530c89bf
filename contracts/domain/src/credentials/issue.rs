use scale::{Decode, Encode};

use super::{Board, BoardId, Kind, Status};
use crate::{Account, Day, Digest, History, Jurisdiction, Npi, NpiError, Period, Taxonomy};

/// Number of a credential, counted from 1.
pub type CredentialId = u64;

/// What a board attests about a provider.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct IssueRequest {
    /// The provider's account.
    pub provider: Account,
    /// The provider's NPI.
    pub npi: Npi,
    /// What is attested.
    pub kind: Kind,
    /// Speciality, where the credential is for one.
    pub taxonomy: Option<Taxonomy>,
    /// Where it holds; a country stands for all its subdivisions.
    pub jurisdiction: Jurisdiction,
    /// First day on which it holds.
    pub valid_from: Day,
    /// First day on which it no longer holds.
    pub expires_on: Day,
    /// Day of the primary-source verification.
    pub verified_on: Day,
    /// Salted hash of the document.
    pub document: Digest,
}

/// A credential on record.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct Credential {
    /// The board that issued it.
    pub board: BoardId,
    /// What it attests.
    pub claim: IssueRequest,
    /// Day of issue.
    pub issued_on: Day,
    /// Its standing over time.
    pub status: History<Status>,
}

/// Why a credential cannot be issued.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub enum IssueError {
    /// The NPI breaks a rule.
    BadNpi(NpiError),
    /// The provider's account holds another NPI.
    OtherNpi {
        /// The one that it holds.
        held: Npi,
    },
    /// The taxonomy code is malformed.
    BadTaxonomy,
    /// The jurisdiction is malformed.
    BadJurisdiction,
    /// It would expire before it begins.
    EmptyPeriod,
    /// The verification lies in the future.
    VerifiedInFuture,
    /// The board's accreditation is not in force today for this kind and place.
    BoardNotInForce,
}

/// Issues a credential on behalf of `board`. `held` is the NPI that the provider's account holds already.
///
/// # Errors
/// One [`IssueError`] for each rule, in the order of its variants.
pub fn issue(
    (board_id, board): (BoardId, &Board),
    request: IssueRequest,
    held: Option<Npi>,
    today: Day,
) -> Result<Credential, IssueError> {
    request.npi.checked().map_err(IssueError::BadNpi)?;
    if let Some(held) = held.filter(|held| *held != request.npi) {
        return Err(IssueError::OtherNpi { held });
    }
    if request.taxonomy.is_some_and(|taxonomy| taxonomy.checked().is_err()) {
        return Err(IssueError::BadTaxonomy);
    }
    request.jurisdiction.checked().map_err(|_| IssueError::BadJurisdiction)?;
    if request.period().is_empty() {
        return Err(IssueError::EmptyPeriod);
    }
    if request.verified_on > today {
        return Err(IssueError::VerifiedInFuture);
    }
    board.in_force(request.kind, request.jurisdiction, today).map_err(|_| IssueError::BoardNotInForce)?;
    Ok(Credential { board: board_id, claim: request, issued_on: today, status: History::new(Status::Active) })
}

impl IssueRequest {
    /// The days on which the credential holds, standing aside.
    pub const fn period(&self) -> Period {
        Period { from: self.valid_from, until: Some(self.expires_on) }
    }
}
