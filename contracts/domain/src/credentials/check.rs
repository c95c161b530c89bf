use scale::{Decode, Encode};

use super::{Board, BoardId, Credential, CredentialId, Kind, Status};
use crate::{Day, Jurisdiction, Taxonomy};

/// What a relying party needs a provider to hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct Requirement {
    /// Kind of credential.
    pub kind: Kind,
    /// Whose credential it has to be: this board's, or that of a board which it succeeded; `None` accepts any board's.
    pub board: Option<BoardId>,
    /// Speciality, where it matters.
    pub taxonomy: Option<Taxonomy>,
    /// Where it has to hold; `None` accepts any place.
    pub jurisdiction: Option<Jurisdiction>,
    /// The day in question: of the service, not of the question.
    pub day: Day,
    /// Answer from what was on record at the end of this day: the answer for a day that is over never changes. `None` asks
    /// from all that is on record, credentials included that were issued after the day in question.
    pub known_on: Option<Day>,
    /// Days that may lie between the primary-source verification and the day in question (NCQA: 120); `None` asks nothing.
    pub verified_within: Option<u16>,
}

/// Why no credential meets a requirement, from farthest to nearest: of several, the nearest miss is reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub enum Refusal {
    /// The provider holds none of this kind, as far as was known.
    NoneHeld,
    /// Another board's, or for another speciality or place.
    WrongScope,
    /// Revoked for good.
    Revoked {
        /// First day of it.
        on: Day,
    },
    /// Over.
    Expired {
        /// First day on which it no longer held.
        on: Day,
    },
    /// Not begun.
    NotYetValid {
        /// First day on which it holds.
        from: Day,
    },
    /// Suspended.
    Suspended {
        /// First day of it.
        since: Day,
    },
    /// The issuing board's accreditation was suspended, revoked, over, or did not cover this kind and place.
    BoardNotInForce,
    /// Verified longer ago than was asked for.
    VerificationTooOld {
        /// Day of the verification.
        verified_on: Day,
    },
}

impl Refusal {
    /// The nearer miss of two. Of two credentials that have not begun it is the one that begins first; of others of one
    /// kind, the later day is the nearer.
    fn nearer(self, other: Self) -> Self {
        match (self, other) {
            (Self::NotYetValid { from }, Self::NotYetValid { from: other }) => {
                Self::NotYetValid { from: from.min(other) }
            }
            _ => self.max(other),
        }
    }
}

/// Whether one credential, with the board that issued it, meets a requirement on its day.
///
/// # Errors
/// The first [`Refusal`] that applies: scope, standing, validity, board, verification.
pub fn assess(credential: &Credential, board: &Board, requirement: &Requirement) -> Result<(), Refusal> {
    let claim = &credential.claim;
    assess_by(credential, requirement, || board.in_force(claim.kind, claim.jurisdiction, requirement.day))
}

/// [`assess`], with the board asked for only once it matters: loading it is the dear part on chain.
fn assess_by(
    credential: &Credential,
    requirement: &Requirement,
    board_in_force: impl FnOnce() -> Result<(), Refusal>,
) -> Result<(), Refusal> {
    let (claim, day) = (&credential.claim, requirement.day);
    let known_on = requirement.known_on.unwrap_or(Day(u32::MAX));
    if credential.issued_on > known_on {
        return Err(Refusal::NoneHeld);
    }
    let issuer = requirement.board.is_none_or(|wanted| credential.board == wanted);
    let speciality = requirement.taxonomy.is_none_or(|wanted| claim.taxonomy == Some(wanted));
    let place = requirement.jurisdiction.is_none_or(|wanted| claim.jurisdiction.covers(wanted));
    if claim.kind != requirement.kind || !issuer || !speciality || !place {
        return Err(Refusal::WrongScope);
    }
    match credential.status.at(day.min(known_on)) {
        (Status::Active, _) => {}
        (Status::Suspended, since) => return Err(Refusal::Suspended { since: since.unwrap_or(day) }),
        (Status::Revoked, on) => return Err(Refusal::Revoked { on: on.unwrap_or(day) }),
    }
    if claim.period().ended_by(day) {
        return Err(Refusal::Expired { on: claim.expires_on });
    }
    if !claim.period().contains(day) {
        return Err(Refusal::NotYetValid { from: claim.valid_from });
    }
    board_in_force()?;
    match requirement.verified_within {
        Some(days) if day.since(claim.verified_on) > u32::from(days) => {
            Err(Refusal::VerificationTooOld { verified_on: claim.verified_on })
        }
        _ => Ok(()),
    }
}

/// The first of a provider's credentials that meets the requirement. Candidates are taken only as long as needed.
///
/// # Errors
/// The nearest miss among the candidates (in the order of [`Refusal`]'s variants), [`Refusal::NoneHeld`] without any.
pub fn check(
    candidates: impl IntoIterator<Item = (CredentialId, Credential, Board)>,
    requirement: &Requirement,
) -> Result<CredentialId, Refusal> {
    first(
        candidates.into_iter().map(|(id, credential, board)| (id, assess(&credential, &board, requirement))),
    )
}

/// [`check`], where `board_in_force` says whether the board that `issuer` stands for is in force for a kind and place on a
/// day: it is asked only about credentials that meet the requirement but for their board.
///
/// # Errors
/// As [`check`].
pub fn check_by<'a, Issuer: Copy>(
    candidates: impl IntoIterator<Item = (CredentialId, &'a Credential, Issuer)>,
    requirement: &Requirement,
    mut board_in_force: impl FnMut(Issuer, Kind, Jurisdiction, Day) -> Result<(), Refusal>,
) -> Result<CredentialId, Refusal> {
    first(candidates.into_iter().map(|(id, credential, issuer)| {
        let (kind, place) = (credential.claim.kind, credential.claim.jurisdiction);
        let board = || board_in_force(issuer, kind, place, requirement.day);
        (id, assess_by(credential, requirement, board))
    }))
}

/// The first that met the requirement, else the nearest miss.
fn first(
    assessed: impl Iterator<Item = (CredentialId, Result<(), Refusal>)>,
) -> Result<CredentialId, Refusal> {
    let mut nearest = Refusal::NoneHeld;
    for (id, outcome) in assessed {
        match outcome {
            Ok(()) => return Ok(id),
            Err(miss) => nearest = nearest.nearer(miss),
        }
    }
    Err(nearest)
}
