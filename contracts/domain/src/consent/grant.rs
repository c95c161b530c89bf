use alloc::vec::Vec;
use scale::{Decode, Encode};

use super::{ActionSet, CategorySet, PurposeSet};
use crate::{credentials::Kind, Account, Day, Digest, Jurisdiction, Moment, Period};

/// Grants on record between one patient and one grantee, the ended ones included: the bound on the work of a decision.
pub const MAX_GRANTS: usize = 32;

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

/// A grant on record.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct Grant {
    /// Its number among the patient's grants.
    pub id: GrantId,
    /// What the patient decided.
    pub terms: Terms,
    /// When: of two grants the later one wins.
    pub granted_at: Moment,
    /// First day on which it no longer holds because the patient withdrew it.
    pub withdrawn_on: Option<Day>,
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
    /// There are [`MAX_GRANTS`] between this patient and this grantee.
    TooManyGrants,
}

/// Makes a grant, to be stored beside the `present` ones between this patient and this grantee.
///
/// # Errors
/// One [`GrantError`] for each rule, in the order of its variants.
pub fn grant(present: &[Grant], id: GrantId, terms: Terms, now: Moment) -> Result<Grant, GrantError> {
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
    if present.len() >= MAX_GRANTS {
        return Err(GrantError::TooManyGrants);
    }
    Ok(Grant { id, terms, granted_at: now, withdrawn_on: None })
}

/// Why a grant cannot be withdrawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub enum WithdrawError {
    /// There is no such grant between this patient and this grantee.
    NoSuchGrant,
    /// It was withdrawn before.
    AlreadyWithdrawn {
        /// First day on which it no longer held.
        on: Day,
    },
}

/// Withdraws a grant with effect from `today` on. On an error the grants are as they were.
///
/// # Errors
/// [`WithdrawError`].
pub fn withdraw(grants: &mut [Grant], id: GrantId, today: Day) -> Result<(), WithdrawError> {
    let grant = grants.iter_mut().find(|grant| grant.id == id).ok_or(WithdrawError::NoSuchGrant)?;
    match grant.withdrawn_on {
        Some(on) => Err(WithdrawError::AlreadyWithdrawn { on }),
        None => {
            grant.withdrawn_on = Some(today);
            Ok(())
        }
    }
}

impl Grant {
    /// Whether the grant holds on `day`.
    pub fn holds_on(&self, day: Day) -> bool {
        self.terms.validity.contains(day) && self.withdrawn_on.is_none_or(|on| day < on)
    }
}

/// The kinds and places that grants for classes of providers name, each once: what has to be asked of the credentials
/// registry before [`super::decide`].
pub fn credential_kinds_asked(grants: &[Grant]) -> Vec<(Kind, Option<Jurisdiction>)> {
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
