use alloc::vec::Vec;
use scale::{Decode, Encode};

use super::{Behalf, CategorySet, Maker, PurposeSet, Standing, Switch, SwitchTerms, Terms};
use crate::{Account, Day, Digest, Period};

/// Mandates that one patient can have in force.
pub const MAX_MANDATES: usize = 8;

/// On what somebody decides for a patient.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct Scope {
    /// For which purposes.
    pub purposes: PurposeSet,
    /// On which categories of data; sensitive ones have to be named.
    pub categories: CategorySet,
}

/// As what somebody acts for a patient.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub enum Role {
    /// Power of attorney: beside the patient, who dismisses the attorney at any time.
    Attorney,
    /// Guardian of a ward until the day of release. A ward says no in person at any time, and leaves the yes, and the
    /// arrangements of their own care, to the guardian.
    Guardian,
}

/// A mandate to act for a patient.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct Mandate {
    /// Who acts.
    pub holder: Account,
    /// As what.
    pub role: Role,
    /// On what.
    pub scope: Scope,
    /// On which days; a guardian's has begun when it is given, and ends on the day of release.
    pub period: Period,
    /// Salted hash of the deed.
    pub document: Digest,
}

/// A lock that a court ordered: while it holds the patient's own acts are refused, a no included, and those of whoever acts for
/// the patient count like the patient's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct Lock {
    /// First day on which it no longer holds.
    pub until: Day,
    /// Salted hash of the order.
    pub order: Digest,
}

/// Who acts for a patient.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct Care {
    /// The mandates, ended ones included until a new one takes their place.
    pub mandates: Vec<Mandate>,
    /// The court's lock.
    pub lock: Option<Lock>,
    /// What follows when the patient falls silent.
    pub switch: Option<Switch>,
}

/// A change of a patient's care.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub enum CareCommand {
    /// Gives a mandate, in the place of the holder's present one. By the patient, or by governance for a court.
    Appoint(Mandate),
    /// Ends a mandate. By the patient, the holder, or governance; a ward does not dismiss the guardian.
    Dismiss {
        /// Whose.
        holder: Account,
    },
    /// Sets or removes the dead man's switch. By the patient.
    Watch(Option<SwitchTerms>),
    /// Says that the patient is there, which every act of the patient does. By the patient.
    StillHere,
    /// Gives notice that the patient has been silent. By the custodian.
    GiveNotice,
    /// Sets or lifts a court's lock. By governance.
    Lock(Option<Lock>),
}

/// Who sends a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sender {
    /// The account.
    pub account: Account,
    /// Whether it speaks for governance.
    pub governs: bool,
}

/// Why somebody cannot act for a patient, or change who does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub enum CareError {
    /// The caller is neither the patient nor anybody with the power to do this for them.
    NotAuthorised,
    /// A court's lock holds: the patient's own acts are refused.
    Locked {
        /// First day on which it no longer holds.
        until: Day,
    },
    /// The patient is a ward.
    Ward,
    /// Nobody acts for themselves by a mandate.
    SelfAppointed,
    /// No purpose or category, or bits that stand for none.
    BadScope,
    /// The period has ended, or ends before it begins; or a guardian's has not begun, or has no end.
    BadPeriod,
    /// The terms of a grant go beyond what the caller decides on.
    OutOfScope,
    /// There are [`MAX_MANDATES`] in force.
    TooManyMandates,
    /// There is no such mandate.
    NoSuchMandate,
    /// There is no lock.
    NoLock,
    /// There is no dead man's switch.
    NoSwitch,
    /// The silence or the warning is too short.
    TooShort,
    /// The patient has not been silent long enough.
    TooEarly {
        /// First day on which they have.
        from: Day,
    },
    /// Notice was given.
    AlreadyNotified {
        /// When.
        on: Day,
    },
}

impl CareCommand {
    /// Whether somebody can do something afterwards that they could not do before.
    pub const fn gives_power(&self) -> bool {
        matches!(self, Self::Appoint(_) | Self::Watch(Some(_)) | Self::GiveNotice | Self::Lock(Some(_)))
    }
}

impl Scope {
    /// Everything.
    pub const ALL: Self = Self { purposes: PurposeSet::ALL, categories: CategorySet::ALL };

    /// Whether nothing in these terms is out of scope.
    pub fn covers(&self, terms: &Terms) -> bool {
        terms.purposes.difference(self.purposes).is_empty()
            && terms.categories.difference(self.categories).is_empty()
    }

    fn is_sound(&self) -> bool {
        let named = !self.purposes.is_empty() && !self.categories.is_empty();
        named && self.purposes.is_valid() && self.categories.is_valid()
    }
}

impl Care {
    /// As what, and on what, somebody acts for a patient on a day.
    ///
    /// # Errors
    /// [`CareError::NotAuthorised`].
    pub fn behalf(
        &self,
        patient: Account,
        caller: Account,
        today: Day,
    ) -> Result<(Behalf, Scope), CareError> {
        let mandate = self.in_force(today).find(|mandate| mandate.holder == caller);
        let (scope, silent_since) = match (mandate, &self.switch) {
            (Some(mandate), _) => (mandate.scope, None),
            (None, Some(switch)) if switch.has_passed_to(caller, today) => (Scope::ALL, switch.noticed_on),
            _ => return Err(CareError::NotAuthorised),
        };
        let locked = self.lock_on(today).is_some();
        let maker = if locked { Maker::Court(caller) } else { Maker::Proxy(caller) };
        Ok((Behalf { patient, maker, silent_since }, scope))
    }

    /// What the registry of grants has to know.
    pub fn standing(&self) -> Standing {
        let guardians = self.mandates.iter().filter(|mandate| mandate.role == Role::Guardian);
        let released_on = guardians.filter_map(|guardian| guardian.period.until).max();
        Standing {
            locked_until: self.lock.map(|lock| lock.until).unwrap_or_default(),
            ward_until: released_on.unwrap_or_default(),
        }
    }

    /// The lock that holds on a day.
    pub fn lock_on(&self, day: Day) -> Option<&Lock> {
        self.lock.as_ref().filter(|lock| day < lock.until)
    }

    /// Whether the patient has a guardian on a day.
    pub fn is_ward(&self, day: Day) -> bool {
        self.in_force(day).any(|mandate| mandate.role == Role::Guardian)
    }

    fn in_force(&self, day: Day) -> impl Iterator<Item = &Mandate> {
        self.mandates.iter().filter(move |mandate| mandate.period.contains(day))
    }

    /// Does what a command says for a patient, whose last act on their grants was on `last_act`. On an error nothing is changed.
    ///
    /// # Errors
    /// [`CareError`].
    pub fn apply(
        &mut self,
        patient: Account,
        by: Sender,
        command: CareCommand,
        last_act: Day,
        today: Day,
    ) -> Result<(), CareError> {
        let own = by.account == patient;
        match command {
            CareCommand::Appoint(mandate) => {
                if !by.governs {
                    self.ensure_free(own, today)?;
                }
                self.appoint(patient, mandate, today)?;
            }
            CareCommand::Dismiss { holder } => self.dismiss(own, by, holder, today)?,
            CareCommand::Watch(terms) => {
                self.ensure_free(own, today)?;
                self.watch(patient, terms, today)?;
            }
            CareCommand::StillHere if !own => return Err(CareError::NotAuthorised),
            CareCommand::StillHere if self.switch.is_none() => return Err(CareError::NoSwitch),
            CareCommand::StillHere => {}
            CareCommand::GiveNotice => {
                let switch = self.switch.as_mut().ok_or(CareError::NoSwitch)?;
                switch.give_notice(by.account, last_act, today)?;
            }
            CareCommand::Lock(_) if !by.governs => return Err(CareError::NotAuthorised),
            CareCommand::Lock(None) if self.lock.is_none() => return Err(CareError::NoLock),
            CareCommand::Lock(lock) => {
                if lock.is_some_and(|lock| lock.until <= today) {
                    return Err(CareError::BadPeriod);
                }
                self.lock = lock;
            }
        }
        if let Some(switch) = self.switch.as_mut().filter(|_| own) {
            switch.reset(today);
        }
        Ok(())
    }

    /// Passes the patient, unless a court or a guardian decides on their care.
    fn ensure_free(&self, own: bool, today: Day) -> Result<(), CareError> {
        match self.lock_on(today) {
            _ if !own => Err(CareError::NotAuthorised),
            Some(lock) => Err(CareError::Locked { until: lock.until }),
            None if self.is_ward(today) => Err(CareError::Ward),
            None => Ok(()),
        }
    }

    fn appoint(&mut self, patient: Account, mandate: Mandate, today: Day) -> Result<(), CareError> {
        let period = mandate.period;
        let released = mandate.role == Role::Attorney || (period.until.is_some() && period.contains(today));
        if mandate.holder == patient {
            return Err(CareError::SelfAppointed);
        }
        if !mandate.scope.is_sound() {
            return Err(CareError::BadScope);
        }
        if period.is_empty() || period.ended_by(today) || !released {
            return Err(CareError::BadPeriod);
        }
        let stays = |other: &Mandate| other.holder != mandate.holder && !other.period.ended_by(today);
        if self.mandates.iter().filter(|other| stays(other)).count() >= MAX_MANDATES {
            return Err(CareError::TooManyMandates);
        }
        self.mandates.retain(stays);
        self.mandates.push(mandate);
        Ok(())
    }

    fn dismiss(&mut self, own: bool, by: Sender, holder: Account, today: Day) -> Result<(), CareError> {
        let held = |mandate: &Mandate| mandate.holder == holder;
        let place = self.mandates.iter().position(held).ok_or(CareError::NoSuchMandate)?;
        if !by.governs && by.account != holder {
            self.ensure_free(own, today)?;
        }
        self.mandates.remove(place);
        Ok(())
    }

    fn watch(&mut self, patient: Account, terms: Option<SwitchTerms>, today: Day) -> Result<(), CareError> {
        self.switch = match terms {
            None if self.switch.is_none() => return Err(CareError::NoSwitch),
            None => None,
            Some(terms) if terms.custodian == patient => return Err(CareError::SelfAppointed),
            Some(terms) => Some(Switch::new(terms, today)?),
        };
        Ok(())
    }
}
