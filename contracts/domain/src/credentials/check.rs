use scale::{Decode, Encode};

use super::{
    in_force, in_line, AsOf, BoardId, Boards, Credential, CredentialId, Held, Kind, Provider, Status,
};
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
    /// Answer from what was on record at the end of this day: once both days are over the answer never changes. `None` asks
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
    /// Entered in error.
    EnteredInError {
        /// Day on which it was found out.
        on: Day,
    },
    /// Revoked for good.
    Revoked {
        /// First day of it.
        on: Day,
    },
    /// Renewed; the renewal does not meet the requirement, or it would have answered.
    Superseded {
        /// First day of it.
        on: Day,
    },
    /// Suspended.
    Suspended {
        /// First day of it.
        since: Day,
    },
    /// An accreditation between the issuing board and governance was suspended, revoked, over, or did not cover this kind and
    /// place.
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

/// Where the rules find what they need, once it matters: looking it up is the dear part on a chain.
pub trait Registry: Boards {
    /// A credential.
    fn credential(&mut self, id: CredentialId) -> Option<Credential>;
}

impl Requirement {
    const fn when(&self) -> AsOf {
        AsOf { day: self.day, known_on: self.known_on }
    }
}

/// The newest of a provider's credentials that meets the requirement. Credentials are looked up only as long as needed, and
/// only those whose kind, place and days fit.
///
/// # Errors
/// The nearest miss among the credentials (in the order of [`Refusal`]'s variants), [`Refusal::NoneHeld`] without any.
pub fn check(
    provider: &Provider,
    requirement: &Requirement,
    registry: &mut impl Registry,
) -> Result<CredentialId, Refusal> {
    let mut nearest = Refusal::NoneHeld;
    for held in provider.held.iter().rev().filter(|held| held.kind == requirement.kind) {
        match assess(held, requirement, registry) {
            Ok(()) => return Ok(held.id),
            Err(miss) => nearest = nearest.nearer(miss),
        }
    }
    Err(nearest)
}

/// Whether one credential of the kind that is asked for meets a requirement on its day.
fn assess(held: &Held, requirement: &Requirement, registry: &mut impl Registry) -> Result<(), Refusal> {
    let (day, when) = (requirement.day, requirement.when());
    if held.issued_on > when.known() {
        return Err(Refusal::NoneHeld);
    }
    if requirement.jurisdiction.is_some_and(|wanted| !held.jurisdiction.covers(wanted)) {
        return Err(Refusal::WrongScope);
    }
    if held.period().ended_by(day) {
        return Err(Refusal::Expired { on: held.expires_on });
    }
    if !held.period().contains(day) {
        return Err(Refusal::NotYetValid { from: held.valid_from });
    }
    let Some(credential) = registry.credential(held.id) else { return Err(Refusal::NoneHeld) };
    let speciality = requirement.taxonomy.is_none_or(|wanted| credential.claim.taxonomy == Some(wanted));
    let issuer = requirement
        .board
        .is_none_or(|wanted| in_line(registry, held.board, when.known(), |board| board == wanted).is_some());
    if !speciality || !issuer {
        return Err(Refusal::WrongScope);
    }
    let (standing, since) = credential.status.at(when.seen());
    let on = since.unwrap_or(day);
    match standing.status {
        Status::Active => {}
        Status::Suspended => return Err(Refusal::Suspended { since: on }),
        Status::Revoked => return Err(Refusal::Revoked { on }),
        Status::EnteredInError => return Err(Refusal::EnteredInError { on }),
        Status::Superseded => return Err(Refusal::Superseded { on }),
    }
    if !in_force(registry, held.board, (held.kind, held.jurisdiction), when) {
        return Err(Refusal::BoardNotInForce);
    }
    let verified_on = credential.claim.verified_on;
    match requirement.verified_within {
        Some(days) if day.since(verified_on) > u32::from(days) => {
            Err(Refusal::VerificationTooOld { verified_on })
        }
        _ => Ok(()),
    }
}
