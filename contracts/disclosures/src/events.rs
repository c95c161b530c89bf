use healink_domain::consent::{Disclosure, OpeningId};
use healink_domain::{Account, Day, Digest, Moment};

use crate::Governance;

/// Somebody asked for a disclosure.
#[ink::event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccessRecorded {
    /// The patient.
    #[ink(topic)]
    pub patient: Account,
    /// Who asked.
    pub actor: Account,
    /// Salted hash of the record.
    pub record: Digest,
    /// What followed.
    pub disclosure: Disclosure,
}

/// A provider broke the glass.
#[ink::event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GlassBroken {
    /// The patient.
    #[ink(topic)]
    pub patient: Account,
    /// The provider.
    #[ink(topic)]
    pub provider: Account,
    /// The opening.
    pub opening: OpeningId,
    /// Salted hash of the justification.
    pub justification: Digest,
    /// From when on it no longer admits.
    pub until: Moment,
    /// First day on which its review is overdue.
    pub review_by: Day,
}

/// An opening was reviewed. If it was not justified the provider's right to break glass is suspended.
#[ink::event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpeningReviewed {
    /// The patient.
    #[ink(topic)]
    pub patient: Account,
    /// The provider.
    #[ink(topic)]
    pub provider: Account,
    /// The opening.
    pub opening: OpeningId,
    /// Who reviewed it.
    pub reviewer: Account,
    /// Whether it was justified.
    pub justified: bool,
}

/// Governance appointed or dismissed a reviewer, or lifted a suspension.
#[ink::event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Governed {
    /// What it did.
    pub act: Governance,
}
