use alloc::vec::Vec;
use scale::{Decode, Encode};

use super::{Effect, End, Grant, GrantError, GrantId, Grantee, Maker, Query, Speaker};
use crate::{Day, Moment};

/// Grants in one [`Ledger`]: a decision looks at two ledgers, so this bounds its work. Ended grants make room for new ones.
pub const MAX_GRANTS: usize = 32;

/// Classes of providers for which one patient can have grants in force: one question to the credential registry answers for
/// all.
pub const MAX_CLASSES: usize = 8;

/// The grants between a patient and one account, or those of a patient for classes of providers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct Ledger {
    /// The grants, at most [`MAX_GRANTS`], oldest first.
    pub grants: Vec<Grant>,
    /// First day for which they are all there: grants that were over by then may have moved to the history.
    pub complete_from: Day,
    /// Batches of grants that moved to the history.
    pub batches: u32,
    /// When the patient last withdrew a permission in person; none once they permitted something again.
    pub refused_at: Option<Moment>,
}

/// A ledger after a grant was added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Added {
    /// The ledger.
    pub ledger: Ledger,
    /// Grants that the new one ended.
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
    /// history. Where all are in force, a denial is taken all the same: it ends the oldest permission (or a denial that it
    /// covers) in its stead, which can only narrow what is permitted.
    ///
    /// # Errors
    /// [`GrantError::PatientRefused`], [`GrantError::NothingToSupersede`], [`GrantError::TooManyGrants`],
    /// [`GrantError::TooManyClasses`].
    pub fn add(
        mut self,
        new: Grant,
        supersedes: Option<GrantId>,
        speaker: &Speaker,
        today: Day,
    ) -> Result<Added, GrantError> {
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
        let mut batch = Vec::new();
        loop {
            if self.grants.len() >= MAX_GRANTS {
                self.move_out(today, &mut batch);
            }
            let full = self.grants.len() >= MAX_GRANTS;
            if !full && self.classes_with(&new, today) <= MAX_CLASSES {
                break;
            }
            let error = if full { GrantError::TooManyGrants } else { GrantError::TooManyClasses };
            let victim = self.oldest_to_end(&new, speaker, today).ok_or(error)?;
            victim.ended = Some(end);
            ended.push(victim.id);
        }
        if new.maker == Maker::Patient && new.terms.effect == Effect::Permit {
            self.refused_at = None;
        }
        if !batch.is_empty() {
            self.batches = self.batches.saturating_add(1);
        }
        self.grants.push(new);
        Ok(Added { ledger: self, ended, batch })
    }

    /// Withdraws a grant for a grantee, or all that are the caller's to withdraw, with effect from today on; returns how many.
    ///
    /// # Errors
    /// [`WithdrawError`], where one is named.
    pub fn withdraw(
        &mut self,
        grantee: &Grantee,
        id: Option<GrantId>,
        speaker: &Speaker,
        now: Moment,
    ) -> Result<u32, WithdrawError> {
        let end = End { on: now.day(), superseded_by: None };
        let mut count = 0u32;
        let mut permission = false;
        for grant in &mut self.grants {
            if grant.terms.grantee != *grantee || id.is_some_and(|id| id != grant.id) {
                continue;
            }
            match (grant.ended, id) {
                (Some(end), Some(_)) => return Err(WithdrawError::AlreadyEnded { on: end.on }),
                (None, _) if speaker.may_end(grant) => {}
                (None, Some(_)) => return Err(WithdrawError::NotYours),
                (_, None) => continue,
            }
            permission |= grant.terms.effect == Effect::Permit;
            grant.ended = Some(end);
            count = count.saturating_add(1);
        }
        if id.is_some() && count == 0 {
            return Err(WithdrawError::NoSuchGrant);
        }
        if permission && speaker.maker == Maker::Patient {
            self.refused_at = Some(now);
        }
        Ok(count)
    }

    /// Moves grants that are over out: the one that was over first, and all that were over by the middle of the time since.
    fn move_out(&mut self, today: Day, batch: &mut Vec<Grant>) {
        let over = self.grants.iter().filter_map(Grant::over_on).filter(|over| *over <= today);
        let Some(first) = over.min() else { return };
        let until = first.plus(today.since(first) / 2);
        self.complete_from = self.complete_from.max(until);
        self.grants.retain(|grant| {
            let stays = !grant.is_over(until);
            if !stays {
                batch.push(grant.clone());
            }
            stays
        });
    }

    /// How many classes of providers have grants that are not over, with the new one.
    fn classes_with(&self, new: &Grant, today: Day) -> usize {
        if matches!(new.terms.grantee, Grantee::Account(_)) {
            return 0;
        }
        let mut classes: Vec<&Grantee> = Vec::new();
        let in_force = self.grants.iter().filter(|grant| !grant.is_over(today));
        for grant in in_force.chain([new]) {
            if !classes.contains(&&grant.terms.grantee) {
                classes.push(&grant.terms.grantee);
            }
        }
        classes.len()
    }

    /// What a denial ends for want of room: the oldest grant in force that permits, or that it covers.
    fn oldest_to_end(&mut self, new: &Grant, speaker: &Speaker, today: Day) -> Option<&mut Grant> {
        if new.terms.effect == Effect::Permit {
            return None;
        }
        let can_go = |grant: &&mut Grant| {
            !grant.is_over(today)
                && (grant.terms.effect == Effect::Permit || new.terms.cover(&grant.terms))
                && speaker.may_end(grant)
        };
        self.grants.iter_mut().filter(can_go).min_by_key(|grant| (grant.granted_at, grant.id))
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
