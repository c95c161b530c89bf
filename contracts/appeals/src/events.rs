use healink_domain::claims::{AppealId, ClaimId, Level, PayerId};
use healink_domain::{Account, Digest};

/// An appeal was filed.
#[ink::event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AppealFiled {
    /// The appeal.
    pub appeal: AppealId,
    /// Against the decision on this claim.
    pub claim: ClaimId,
    /// Whose decision it was.
    pub payer: PayerId,
    /// With whom it is filed.
    pub level: Level,
    /// By whom.
    #[ink(topic)]
    pub by: Account,
    /// Salted hash of the grounds.
    pub document: Digest,
}

/// An appeal was ruled on.
#[ink::event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AppealRuled {
    /// The appeal.
    pub appeal: AppealId,
    /// Against the decision on this claim.
    pub claim: ClaimId,
    /// By whom.
    #[ink(topic)]
    pub by: Account,
    /// The claim that was decided again in its place, when it was overturned.
    pub corrected: Option<ClaimId>,
    /// Salted hash of the reasons.
    pub document: Digest,
}

/// A reviewer was appointed, or is one no more.
#[ink::event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReviewerSet {
    /// The reviewer.
    #[ink(topic)]
    pub account: Account,
    /// Whether it is appointed from now on.
    pub appointed: bool,
}
