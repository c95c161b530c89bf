use scale::{Decode, Encode};

use super::{Effect, Grant, Maker};
use crate::{Account, Day};

/// How a patient stands towards the acts on their grants: what the registry of grants keeps of a patient's [`super::Care`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct Standing {
    /// First day on which no court's lock holds: until then the patient's own acts are refused.
    pub locked_until: Day,
    /// First day on which the patient is nobody's ward.
    pub ward_until: Day,
}

/// For whom, and as what, somebody acts who is not the patient.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct Behalf {
    /// The patient.
    pub patient: Account,
    /// Whose word it is: [`Maker::Proxy`] or [`Maker::Court`].
    pub maker: Maker,
    /// That the patient has not acted on this day or later: a custodian's power ends with the patient's silence.
    pub silent_since: Option<Day>,
}

/// Why somebody cannot act on a patient's grants.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub enum StandingError {
    /// The caller is not the contract that knows who acts for patients.
    NotGuardians,
    /// A court's lock holds: the patient's own acts are refused.
    Locked {
        /// First day on which it no longer holds.
        until: Day,
    },
    /// The patient is not silent.
    PatientActed {
        /// Day of the last act.
        on: Day,
    },
}

/// Whose word is spoken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Speaker {
    /// Whose.
    pub maker: Maker,
    /// Whether it is the word of a ward: a no, which always counts, and never a yes.
    pub is_ward: bool,
}

impl Standing {
    /// The patient's own word on a day.
    ///
    /// # Errors
    /// [`StandingError::Locked`].
    pub fn patient(&self, today: Day) -> Result<Speaker, StandingError> {
        if today < self.locked_until {
            return Err(StandingError::Locked { until: self.locked_until });
        }
        Ok(Speaker { maker: Maker::Patient, is_ward: today < self.ward_until })
    }
}

impl Behalf {
    /// The word of whoever acts for a patient whose last act was on this day.
    ///
    /// # Errors
    /// [`StandingError::PatientActed`].
    pub fn speaker(&self, last_act: Day) -> Result<Speaker, StandingError> {
        match self.silent_since {
            Some(since) if since <= last_act => Err(StandingError::PatientActed { on: last_act }),
            _ => Ok(Speaker { maker: self.maker, is_ward: false }),
        }
    }
}

impl Speaker {
    /// The patient's own word, who is nobody's ward.
    pub const PATIENT: Self = Self { maker: Maker::Patient, is_ward: false };

    /// Whether a grant may be ended. A permission always, a denial by the patient; but the denial of somebody who acts for the
    /// patient not by a ward, nor by anybody else who acts for the patient, unless under a court's lock.
    pub fn may_end(&self, grant: &Grant) -> bool {
        let own = grant.maker == self.maker;
        let overrules = match self.maker {
            Maker::Patient => !self.is_ward,
            Maker::Proxy(_) => false,
            Maker::Court(_) => true,
        };
        grant.terms.effect == Effect::Permit || own || overrules
    }
}
