use alloc::vec::Vec;
use scale::{Decode, Encode};

use super::{ClaimId, Exception, Plan};
use crate::{Account, Day, Digest};

/// With whom a decision is appealed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub enum Level {
    /// Level 1: with the payer.
    Payer,
    /// Level 2: with an independent reviewer.
    Independent,
}

/// What is said to an appeal.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub enum Ruling {
    /// The decision stands.
    Uphold,
    /// It does not: it is reversed, and the claim decided again with these exceptions.
    Overturn(Vec<Exception>),
}

/// A ruling on record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct Ruled {
    /// When.
    pub on: Day,
    /// By whom.
    pub by: Account,
    /// Whether the decision stands.
    pub upheld: bool,
    /// Salted hash of the reasons.
    pub document: Digest,
}

/// An appeal on record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct Appeal {
    /// Of the decision on this claim.
    pub claim: ClaimId,
    /// With whom.
    pub level: Level,
    /// Who filed it.
    pub by: Account,
    /// When.
    pub filed_on: Day,
    /// Salted hash of the grounds.
    pub document: Digest,
    /// What was said to it.
    pub ruled: Option<Ruled>,
}

/// A plan's days for appeals.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct AppealDays {
    /// [`Plan::appeal_days`].
    pub appeal: u16,
    /// [`Plan::appeal_decision_days`].
    pub decision: u16,
    /// [`Plan::external_review_days`].
    pub external_review: u16,
}

/// Why an appeal is not taken or not ruled on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub enum AppealError {
    /// It is too late.
    Late {
        /// The last day on which it could be filed.
        last: Day,
    },
    /// The payer still has time to rule on the appeal at level 1.
    TooEarly {
        /// The first day on which an independent reviewer can be asked for.
        from: Day,
    },
    /// A ruling was given already.
    AlreadyRuled,
    /// The decision was overturned at level 1: appeal against the corrected claim.
    Overturned,
    /// Both levels were gone through.
    Exhausted,
}

impl Plan {
    /// The days for appeals.
    pub const fn days_for_appeals(&self) -> AppealDays {
        AppealDays {
            appeal: self.appeal_days,
            decision: self.appeal_decision_days,
            external_review: self.external_review_days,
        }
    }
}

impl AppealDays {
    /// The level of an appeal that is filed today against a decision of the day `decided_on`, given the last one before it.
    /// Level 1: within [`Self::appeal`] days of the decision. Level 2: within [`Self::external_review`] days of the ruling at
    /// level 1, or of the end of the [`Self::decision`] days that the payer had for one.
    ///
    /// # Errors
    /// [`AppealError`].
    pub fn level(&self, decided_on: Day, last: Option<&Appeal>, today: Day) -> Result<Level, AppealError> {
        let (level, since, days) = match last {
            None => (Level::Payer, decided_on, self.appeal),
            Some(Appeal { level: Level::Independent, .. }) => return Err(AppealError::Exhausted),
            Some(first) => (Level::Independent, self.ruled_by(first, today)?, self.external_review),
        };
        if today.since(since) > u32::from(days) {
            return Err(AppealError::Late { last: since.plus(u32::from(days)) });
        }
        Ok(level)
    }

    /// When level 1 was over.
    fn ruled_by(&self, first: &Appeal, today: Day) -> Result<Day, AppealError> {
        match first.ruled {
            Some(Ruled { upheld: false, .. }) => Err(AppealError::Overturned),
            Some(Ruled { on, .. }) => Ok(on),
            None => {
                let due = first.filed_on.plus(u32::from(self.decision));
                if today <= due {
                    return Err(AppealError::TooEarly { from: due.plus(1) });
                }
                Ok(due)
            }
        }
    }
}

impl Appeal {
    /// Puts down a ruling. One at level 1 may come late, as long as no independent reviewer was asked for.
    ///
    /// # Errors
    /// [`AppealError::AlreadyRuled`]; the appeal stays as it was.
    pub fn rule(&mut self, ruled: Ruled) -> Result<(), AppealError> {
        if self.ruled.is_some() {
            return Err(AppealError::AlreadyRuled);
        }
        self.ruled = Some(ruled);
        Ok(())
    }
}
