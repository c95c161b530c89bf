use scale::{Decode, Encode};

use super::CareError;
use crate::{Account, Day};

/// Days of silence that a patient has to choose at least.
pub const MIN_SILENCE_DAYS: u16 = 30;

/// Days between the notice and the custodian's taking over that a patient has to choose at least.
pub const MIN_WARNING_DAYS: u16 = 7;

/// What a patient chooses to follow when they fall silent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct SwitchTerms {
    /// Who takes over.
    pub custodian: Account,
    /// After how many days without an act of the patient the custodian may give notice.
    pub silence_days: u16,
    /// How many days after the notice the custodian takes over, if the patient stays silent.
    pub warning_days: u16,
}

/// A dead man's switch. Every act of the patient resets it, also after the custodian took over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct Switch {
    /// What the patient chose.
    pub terms: SwitchTerms,
    /// Day of the patient's last act on their care; acts on their grants count too, and are known where the grants are.
    pub last_act: Day,
    /// Day of the custodian's notice. It is void once the patient acted on that day or later.
    pub noticed_on: Option<Day>,
}

impl Switch {
    /// A switch that a patient sets today.
    ///
    /// # Errors
    /// [`CareError::TooShort`].
    pub const fn new(terms: SwitchTerms, today: Day) -> Result<Self, CareError> {
        if terms.silence_days < MIN_SILENCE_DAYS || terms.warning_days < MIN_WARNING_DAYS {
            return Err(CareError::TooShort);
        }
        Ok(Self { terms, last_act: today, noticed_on: None })
    }

    /// First day on which the custodian acts for the patient, who has to be silent since the notice; none before it is given.
    pub fn passes_on(&self) -> Option<Day> {
        self.noticed_on.map(|on| on.plus(self.terms.warning_days.into()))
    }

    /// Whether this account acts for the patient on a day, if the patient is silent since the notice.
    pub(super) fn has_passed_to(&self, account: Account, day: Day) -> bool {
        self.terms.custodian == account && self.passes_on().is_some_and(|from| from <= day)
    }

    /// Begins the warning period.
    pub(super) fn give_notice(&mut self, by: Account, last_act: Day, today: Day) -> Result<(), CareError> {
        if by != self.terms.custodian {
            return Err(CareError::NotAuthorised);
        }
        if let Some(on) = self.noticed_on.filter(|on| last_act < *on) {
            return Err(CareError::AlreadyNotified { on });
        }
        let from = self.last_act.max(last_act).plus(self.terms.silence_days.into());
        if today < from {
            return Err(CareError::TooEarly { from });
        }
        self.noticed_on = Some(today);
        Ok(())
    }

    /// Puts down an act of the patient.
    pub(super) fn reset(&mut self, today: Day) {
        (self.last_act, self.noticed_on) = (today, None);
    }
}
