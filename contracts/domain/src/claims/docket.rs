use scale::{Decode, Encode};

use super::{Appeal, Level, PayerId, PolicyId};
use crate::Account;

/// Number of an appeal, counted from 1.
pub type AppealId = u64;

/// An appeal on record, with whose claim it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct AppealRecord {
    /// The appeal.
    pub appeal: Appeal,
    /// Whose decision it is against.
    pub payer: PayerId,
    /// The member's policy.
    pub policy: PolicyId,
    /// The claim's provider.
    pub provider: Account,
}

/// Who is awaited to rule on open appeals.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub enum Docket {
    /// The payer.
    Payer(PayerId),
    /// The independent reviewers.
    Independent,
}

impl AppealRecord {
    /// Who is awaited to rule on it while it is open.
    pub const fn docket(&self) -> Docket {
        match self.appeal.level {
            Level::Payer => Docket::Payer(self.payer),
            Level::Independent => Docket::Independent,
        }
    }
}
