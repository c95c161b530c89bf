//! Filing and ruling: what is checked and put down, but for the calls to other contracts.

use healink_access::{load, store};
use healink_domain::claims::{
    Appeal, AppealError, AppealId, AppealRecord, ClaimId, ClaimSummary, Level, Role, Ruled, StatusError,
};
use healink_domain::{Account, Day, Digest};
use healink_interfaces::Standing;
use ink::prelude::vec::Vec;

use crate::appeals::Appeals;
use crate::storage::Entry;
use crate::{Error, Result};

/// What somebody files.
pub struct Filing {
    /// Against the decision on this claim.
    pub claim: ClaimId,
    /// The appeals against it so far.
    pub earlier: Vec<AppealId>,
    /// By whom.
    pub by: Account,
    /// When.
    pub on: Day,
    /// Salted hash of the grounds.
    pub document: Digest,
}

impl Filing {
    /// At which level: an independent reviewer is asked for after the payer was.
    pub fn level(&self) -> Level {
        match self.earlier.is_empty() {
            true => Level::Payer,
            false => Level::Independent,
        }
    }
}

impl Appeals {
    /// Puts down an appeal, given what claims and coverage answered. One with the payer that is still open has lapsed by then.
    pub(crate) fn put_filed(
        &mut self,
        filing: Filing,
        appealed: &ClaimSummary,
        standing: &Standing,
    ) -> Result<(AppealId, AppealRecord)> {
        let Filing { claim, mut earlier, by, on, document } = filing;
        if by != appealed.provider && by != standing.member {
            return Err(Error::NotParty);
        }
        let last = earlier.last().and_then(|id| Some((*id, load(&self.tables.appeals, *id)?)));
        let first = last.as_ref().map(|(_, entry): &(_, Entry)| &entry.record.appeal);
        let decided_on = appealed.decided_on.ok_or(Error::Claims(StatusError::NotDecided.into()))?;
        let level = standing.days.level(decided_on, first, on)?;
        let id = self.last.checked_add(1).ok_or(Error::NumbersExhausted)?;
        if let Some((lapsed, entry)) = last.filter(|(_, entry)| entry.place.is_some()) {
            self.strike(lapsed, entry);
        }
        let appeal = Appeal { claim, level, by, filed_on: on, document, ruled: None };
        let ClaimSummary { payer, policy, provider, .. } = *appealed;
        let record = AppealRecord { appeal, payer, policy, provider };
        self.last = id;
        self.enlist(id, record);
        earlier.push(id);
        store(&mut self.tables.of_claim, claim, earlier);
        Ok((id, record))
    }

    /// An appeal on which somebody is awaited to rule.
    pub(crate) fn load_open(&self, id: AppealId) -> Result<Entry> {
        let entry: Entry = load(&self.tables.appeals, id).ok_or(Error::NoSuchAppeal)?;
        if entry.place.is_some() {
            return Ok(entry);
        }
        let further = self.appeals_of(entry.record.appeal.claim).into_iter().find(|other| *other > id);
        Err(match (entry.record.appeal.ruled, further) {
            (None, Some(to)) => Error::Lapsed { to },
            _ => AppealError::AlreadyRuled.into(),
        })
    }

    /// Passes whoever may rule on an appeal: at level 1 the payer's examiners; at level 2 the reviewers that governance appointed
    /// and that have nothing to do with the payer; never the provider or the member.
    pub(crate) fn ensure_may_rule(
        &self,
        record: &AppealRecord,
        standing: &Standing,
        by: Account,
    ) -> Result<()> {
        let role = Role::Examiner;
        match record.appeal.level {
            Level::Payer if !standing.roles.contains(role) => return Err(Error::MissingRole { role }),
            Level::Independent if !self.is_reviewer(by) => return Err(Error::NotReviewer),
            Level::Independent if by == standing.admin || !standing.roles.is_empty() => {
                return Err(Error::NotIndependent);
            }
            _ => {}
        }
        if by == record.provider || by == standing.member {
            return Err(Error::NotIndependent);
        }
        Ok(())
    }

    /// Puts down a ruling.
    pub(crate) fn put_ruled(&mut self, id: AppealId, mut entry: Entry, ruled: Ruled) -> Result<()> {
        entry.record.appeal.rule(ruled)?;
        self.strike(id, entry);
        Ok(())
    }
}
