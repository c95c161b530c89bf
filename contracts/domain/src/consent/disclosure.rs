use alloc::vec::Vec;
use scale::{Decode, Encode};

use super::{Action, Answer, CategorySet, Decision, GrantId, Opening, OpeningId, Purpose, Query};
use crate::{Account, Digest, Moment, Period};

/// A disclosure that somebody asks for, against one record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct AccessRequest {
    /// Why.
    pub purpose: Purpose,
    /// Which data.
    pub categories: CategorySet,
    /// To do what.
    pub action: Action,
    /// Data from which days.
    pub data: Period,
    /// Salted hash of the record.
    pub record: Digest,
}

/// What follows for a disclosure.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub enum Disclosure {
    /// The patient consents.
    Permitted {
        /// What must be left out.
        redact: CategorySet,
        /// The grants that decided it.
        deciding: Vec<GrantId>,
    },
    /// The patient does not consent; the glass is broken.
    Emergency {
        /// The opening.
        opening: OpeningId,
    },
    /// Nothing is disclosed. The attempt stays on record.
    Denied {
        /// Why: a no, or silence.
        decision: Decision,
        /// The grants that decided it.
        deciding: Vec<GrantId>,
    },
}

/// What happened to a patient's records.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub enum Happening {
    /// Somebody asked for a disclosure.
    Access {
        /// What for.
        request: AccessRequest,
        /// What followed.
        disclosure: Disclosure,
    },
    /// A provider broke the glass.
    GlassBroken {
        /// The opening.
        opening: OpeningId,
    },
}

/// An entry of a patient's log.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct LogEntry {
    /// When.
    pub at: Moment,
    /// Who.
    pub actor: Account,
    /// What.
    pub happening: Happening,
}

impl AccessRequest {
    /// What is asked of the patient's grants.
    pub fn query(&self, actor: Account, now: Moment) -> Query {
        let Self { purpose, categories, action, data, .. } = *self;
        Query { actor, purpose, categories, action, day: now.day(), data }
    }
}

/// What follows for a request when the grants say `answer`. `last` finds the actor's last opening with this patient, which
/// matters only where they do not permit.
pub fn disclose(
    answer: Answer,
    request: &AccessRequest,
    last: impl FnOnce() -> Option<(OpeningId, Opening)>,
    now: Moment,
) -> Disclosure {
    let Answer { decision, deciding } = answer;
    if let Decision::Permit { redact } = decision {
        return Disclosure::Permitted { redact, deciding };
    }
    match last() {
        Some((id, opening)) if opening.admits(request, now) => Disclosure::Emergency { opening: id },
        _ => Disclosure::Denied { decision, deciding },
    }
}
