use alloc::vec::Vec;
use scale::{Decode, Encode};

use super::{ActionSet, CategorySet, PurposeSet, Speaker};
use crate::{credentials::Kind, Account, Day, Digest, Jurisdiction, Moment, Period};

/// Number of a grant among those of its patient, counted from 1.
pub type GrantId = u32;

/// Whom a grant is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub enum Grantee {
    /// One account.
    Account(Account),
    /// Every provider that holds a credential of this kind in force on the day (and in this jurisdiction, if any).
    Credentialed {
        /// Kind of credential.
        kind: Kind,
        /// Where it has to hold.
        jurisdiction: Option<Jurisdiction>,
    },
}

/// A class of providers: what [`Grantee::Credentialed`] names.
pub type Class = (Kind, Option<Jurisdiction>);

/// What a grant does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub enum Effect {
    /// It permits.
    Permit,
    /// It denies.
    Deny,
}

/// What a patient decides.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct Terms {
    /// For whom.
    pub grantee: Grantee,
    /// Permit or deny.
    pub effect: Effect,
    /// For which purposes.
    pub purposes: PurposeSet,
    /// On which categories of data; sensitive ones count only when named.
    pub categories: CategorySet,
    /// For which actions.
    pub actions: ActionSet,
    /// On which days.
    pub validity: Period,
    /// On data from which days.
    pub data: Period,
    /// Salted hash of the consent receipt.
    pub receipt: Digest,
}

/// Whose word a grant is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub enum Maker {
    /// The patient's own.
    Patient,
    /// That of somebody who acts for the patient: it never outweighs the patient's own no.
    Proxy(Account),
    /// That of somebody who acts for the patient under a lock: it counts like the patient's own.
    Court(Account),
}

/// That a grant was ended before its validity was over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct End {
    /// First day on which it no longer holds.
    pub on: Day,
    /// The grant that took its place; none when it was withdrawn.
    pub superseded_by: Option<GrantId>,
}

/// A grant on record.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct Grant {
    /// Its number among the patient's grants.
    pub id: GrantId,
    /// What was decided.
    pub terms: Terms,
    /// Who decided it.
    pub maker: Maker,
    /// When: of two grants the later one wins.
    pub granted_at: Moment,
    /// Whether it was ended.
    pub ended: Option<End>,
}

/// Why a grant is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub enum GrantError {
    /// No purpose, or bits that stand for none.
    NoPurposes,
    /// No category, or bits that stand for none.
    NoCategories,
    /// No action, or bits that stand for none.
    NoActions,
    /// The validity ends before it begins, or has ended already.
    EmptyValidity,
    /// The data period ends before it begins.
    EmptyDataPeriod,
    /// The jurisdiction is malformed.
    BadJurisdiction,
    /// The patient is a ward, whose guardian permits for them. Their no counts.
    Ward,
    /// The patient withdrew from this grantee, and has not permitted it anything since: nobody can in the patient's name.
    PatientRefused,
    /// The grant to supersede is not between this patient and this grantee, has ended, or is not the caller's to end.
    NothingToSupersede,
    /// There are [`super::MAX_GRANTS`] in force between this patient and this account, or [`super::MAX_CLASS_GRANTS`] for
    /// classes of providers.
    TooManyGrants,
}

/// Makes a grant. What it may not be beside others is for [`super::Ledger::add`] to say.
///
/// # Errors
/// One [`GrantError`] for each rule, in the order of its variants, up to [`GrantError::Ward`].
pub fn grant(id: GrantId, terms: Terms, speaker: &Speaker, now: Moment) -> Result<Grant, GrantError> {
    if terms.purposes.is_empty() || !terms.purposes.is_valid() {
        return Err(GrantError::NoPurposes);
    }
    if terms.categories.is_empty() || !terms.categories.is_valid() {
        return Err(GrantError::NoCategories);
    }
    if terms.actions.is_empty() || !terms.actions.is_valid() {
        return Err(GrantError::NoActions);
    }
    if terms.validity.is_empty() || terms.validity.ended_by(now.day()) {
        return Err(GrantError::EmptyValidity);
    }
    if terms.data.is_empty() {
        return Err(GrantError::EmptyDataPeriod);
    }
    if let Grantee::Credentialed { jurisdiction: Some(place), .. } = terms.grantee {
        place.checked().map_err(|_| GrantError::BadJurisdiction)?;
    }
    if speaker.is_ward && terms.effect == Effect::Permit {
        return Err(GrantError::Ward);
    }
    Ok(Grant { id, terms, maker: speaker.maker, granted_at: now, ended: None })
}

impl Terms {
    /// Whether these terms speak of everything, from this day on for good.
    pub(super) fn says_all(&self, today: Day) -> bool {
        self.purposes == PurposeSet::ALL
            && self.categories == CategorySet::ALL
            && self.actions == ActionSet::ALL
            && self.data == Period::ALWAYS
            && self.validity.from <= today
            && self.validity.until.is_none()
    }
}

impl Grant {
    /// Whether the grant holds on `day`.
    pub fn holds_on(&self, day: Day) -> bool {
        self.terms.validity.contains(day) && self.ended.is_none_or(|end| day < end.on)
    }

    /// First day from which it never holds again, if there is one.
    pub fn over_on(&self) -> Option<Day> {
        let ended = self.ended.map(|end| end.on);
        match (ended, self.terms.validity.until) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        }
    }

    /// Whether it is over for good on `day`.
    pub fn is_over(&self, day: Day) -> bool {
        self.over_on().is_some_and(|over| over <= day)
    }

    /// Whether it is a no of the patient's own, or one that counts as such.
    pub(super) fn is_own_denial(&self) -> bool {
        self.terms.effect == Effect::Deny && !matches!(self.maker, Maker::Proxy(_))
    }

    /// Whether it is a yes that somebody said for the patient.
    pub(super) fn is_proxys_permit(&self) -> bool {
        self.terms.effect == Effect::Permit && matches!(self.maker, Maker::Proxy(_))
    }
}

/// The classes that these grants name, each once: what has to be asked of the credentials registry before
/// [`super::decide`].
pub fn credential_kinds_asked(grants: &[Grant]) -> Vec<Class> {
    let mut asked = Vec::new();
    for grant in grants {
        if let Grantee::Credentialed { kind, jurisdiction } = grant.terms.grantee {
            if !asked.contains(&(kind, jurisdiction)) {
                asked.push((kind, jurisdiction));
            }
        }
    }
    asked
}
