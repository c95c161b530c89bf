use alloc::vec::Vec;
use scale::{Decode, Encode};

use super::{Effect, End, Grant, GrantError, GrantId, Grantee, Maker, Query, Speaker};
use crate::{Day, Moment};

/// Grants in the [`Ledger`] of a patient and one account. A decision looks at this ledger and at that for classes of providers,
/// so the two bounds are those of its work. Ended grants make room for new ones.
pub const MAX_GRANTS: usize = 32;

/// Grants in the [`Ledger`] of a patient for classes of providers: one question to the credential registry answers for all.
pub const MAX_CLASS_GRANTS: usize = 8;

/// The grants between a patient and one account, or those of a patient for classes of providers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct Ledger {
    /// The grants, at most [`MAX_GRANTS`] or [`MAX_CLASS_GRANTS`], oldest first.
    pub grants: Vec<Grant>,
    /// First day for which they are all there: grants that were over by then may have moved to the history.
    pub complete_from: Day,
    /// Batches of grants that moved to the history.
    pub batches: u32,
    /// When the patient last withdrew a permission in person; none once they permitted something again.
    pub refused_at: Option<Moment>,
}

/// A ledger after grants were made or withdrawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// The ledger.
    pub ledger: Ledger,
    /// Grants that were ended.
    pub ended: Vec<GrantId>,
    /// Grants that moved out of the ledger: the history's next batch, unless there are none.
    pub batch: Vec<Grant>,
}

/// Why grants cannot be withdrawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub enum WithdrawError {
    /// There is no such grant between this patient and this grantee.
    NoSuchGrant,
    /// It was withdrawn or superseded before.
    AlreadyEnded {
        /// First day on which it no longer held.
        on: Day,
    },
    /// It is a denial that is not the caller's to take back.
    NotYours,
}

impl Ledger {
    /// Adds a grant made by [`super::grant`], which may take the place of an older one for the same grantee.
    ///
    /// In a full ledger the grants that are over make room: at least one of them, and those that were over early, move to the
    /// history. Where all are in force a denial is taken all the same: it ends the oldest permission in its stead, which can
    /// only narrow what is permitted. Among denials alone there is room for one that says no to everything, since it stands
    /// for every other one.
    ///
    /// # Errors
    /// [`GrantError::PatientRefused`], [`GrantError::NothingToSupersede`], [`GrantError::TooManyGrants`].
    pub fn add(
        mut self,
        new: Grant,
        supersedes: Option<GrantId>,
        speaker: &Speaker,
        today: Day,
    ) -> Result<Changed, GrantError> {
        if new.is_proxys_permit() && self.refused_at.is_some() {
            return Err(GrantError::PatientRefused);
        }
        let end = End { on: today, superseded_by: Some(new.id) };
        let mut ended = Vec::new();
        if let Some(id) = supersedes {
            let same = |grant: &&mut Grant| grant.id == id && grant.terms.grantee == new.terms.grantee;
            let old = self.grants.iter_mut().find(same).ok_or(GrantError::NothingToSupersede)?;
            if old.is_over(today) || !speaker.may_end(old) {
                return Err(GrantError::NothingToSupersede);
            }
            old.ended = Some(end);
            ended.push(id);
        }
        let room = match new.terms.grantee {
            Grantee::Account(_) => MAX_GRANTS,
            Grantee::Credentialed { .. } => MAX_CLASS_GRANTS,
        };
        let mut batch = Vec::new();
        if self.grants.len() >= room && !self.move_out(today, &mut batch) {
            let victim = self.end_for(&new, speaker, today).ok_or(GrantError::TooManyGrants)?;
            victim.ended = Some(end);
            ended.push(victim.id);
            self.move_out(today, &mut batch);
        }
        if new.maker == Maker::Patient && new.terms.effect == Effect::Permit {
            self.refused_at = None;
        }
        if !batch.is_empty() {
            self.batches = self.batches.saturating_add(1);
        }
        self.grants.push(new);
        Ok(Changed { ledger: self, ended, batch })
    }

    /// Withdraws a grant for a grantee, or all that are the caller's to withdraw, with effect from today on.
    ///
    /// # Errors
    /// [`WithdrawError`], where one is named.
    pub fn withdraw(
        mut self,
        grantee: &Grantee,
        id: Option<GrantId>,
        speaker: &Speaker,
        now: Moment,
    ) -> Result<Changed, WithdrawError> {
        let end = End { on: now.day(), superseded_by: None };
        let mut ended = Vec::new();
        for grant in &mut self.grants {
            if grant.terms.grantee != *grantee || id.is_some_and(|id| id != grant.id) {
                continue;
            }
            let refusal = match grant.ended {
                Some(end) => WithdrawError::AlreadyEnded { on: end.on },
                None if !speaker.may_end(grant) => WithdrawError::NotYours,
                None => {
                    grant.ended = Some(end);
                    ended.push(grant.id);
                    if speaker.maker == Maker::Patient && grant.terms.effect == Effect::Permit {
                        self.refused_at = Some(now);
                    }
                    continue;
                }
            };
            if id.is_some() {
                return Err(refusal);
            }
        }
        if id.is_some() && ended.is_empty() {
            return Err(WithdrawError::NoSuchGrant);
        }
        Ok(Changed { ledger: self, ended, batch: Vec::new() })
    }

    /// Moves grants that are over out: the one that was over first, and all that were over by the middle of the time since.
    /// Returns whether there are any.
    fn move_out(&mut self, today: Day, batch: &mut Vec<Grant>) -> bool {
        let over = self.grants.iter().filter_map(Grant::over_on).min();
        let Some(first) = over.filter(|over| *over <= today) else { return false };
        let until = first.plus(today.since(first) / 2);
        let complete_from = &mut self.complete_from;
        self.grants.retain(|grant| match grant.over_on() {
            Some(over) if over <= until => {
                *complete_from = over.max(*complete_from);
                batch.push(grant.clone());
                false
            }
            _ => true,
        });
        true
    }

    /// What a denial ends for want of room: the oldest permission in force, or what says less if it says no to everything.
    fn end_for(&mut self, new: &Grant, speaker: &Speaker, today: Day) -> Option<&mut Grant> {
        let denies = new.terms.effect == Effect::Deny;
        let all = new.terms.says_all(today);
        self.grants.iter_mut().find(|grant| {
            let permits = grant.terms.effect == Effect::Permit;
            denies && (permits || (all && grant.terms.grantee == new.terms.grantee)) && speaker.may_end(grant)
        })
    }
}

/// The grants of two ledgers, those of the patient for classes of providers and those for the actor, that speak to a query
/// of the actor; class by class they still depend on what the actor holds.
///
/// # Errors
/// The first day for which both ledgers are complete, when the query is about an earlier one.
pub fn consulted(classes: Ledger, account: Ledger, query: &Query) -> Result<Vec<Grant>, Day> {
    let complete_from = classes.complete_from.max(account.complete_from);
    if query.day < complete_from {
        return Err(complete_from);
    }
    let refused_at = account.refused_at;
    // What the patient withdrew from this account nobody gives back by permitting a class that it belongs to.
    let regained = |grant: &Grant| {
        grant.is_proxys_permit() && refused_at.is_some_and(|refused| refused <= grant.granted_at)
    };
    let mut grants = classes.grants;
    grants.retain(|grant| !regained(grant));
    grants.extend(account.grants);
    grants.retain(|grant| grant.speaks_to(query));
    Ok(grants)
}
