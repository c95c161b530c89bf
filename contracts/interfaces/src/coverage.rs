use healink_domain::claims::{
    AppealDays, Claim, ClaimId, Exception, Outcome, Override, Payer, PayerId, PendReason, PolicyId, RoleSet,
    Totals,
};
use healink_domain::{Account, Cents, Day};
use ink::prelude::vec::Vec;
use scale::{Decode, Encode};

use crate::ClaimsError;

/// A payer as one account meets it.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct Office {
    /// The payer.
    pub payer: Payer,
    /// The roles of the account with it.
    pub roles: RoleSet,
}

/// A policy as an appeal meets it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct Standing {
    /// The payer.
    pub payer: PayerId,
    /// The account that acts for it.
    pub admin: Account,
    /// The member's account.
    pub member: Account,
    /// The roles of the account that was asked about with the payer.
    pub roles: RoleSet,
    /// The plan's days for appeals.
    pub days: AppealDays,
}

/// A claim that was decided or waits: its number, and the part of its record from the claim on, as encoded.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct Earlier {
    /// Its number.
    pub id: ClaimId,
    /// The part of its [`healink_domain::claims::ClaimRecord`] that coverage gave.
    pub body: Vec<u8>,
}

/// A claim that is to be decided.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub enum Case {
    /// A new one, which replaces the one that ended, if one did.
    New {
        /// The claim.
        claim: Claim,
        /// Who submits it.
        by: Account,
    },
    /// The one that ended, as a new one.
    Corrected {
        /// What the ruling said.
        exceptions: Vec<Exception>,
    },
    /// One that waits.
    Waiting {
        /// The claim.
        claim: Earlier,
        /// Since when it waits for a review, if it does.
        since: Option<Day>,
        /// An examiner's review.
        review: Option<Reviewed>,
    },
}

/// What an examiner says of a claim that waits for a review.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct Reviewed {
    /// The examiner.
    pub by: Account,
    /// Of single lines; the others are as the plan prices them.
    pub overrides: Vec<Override>,
}

/// Claims under one policy that are to be decided, one after the other, and one that ended.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct Docket {
    /// The payer.
    pub payer: PayerId,
    /// The policy.
    pub policy: PolicyId,
    /// What of the payer's escrow is free.
    pub funds: Cents,
    /// The number of the first new claim.
    pub next: ClaimId,
    /// A claim under the policy that no longer stands: what it used up is taken off first.
    pub ended: Option<Earlier>,
    /// The claims, at most [`MAX_CASES`].
    pub cases: Vec<Case>,
}

/// Whether a claim waits, or how it came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub enum Finding {
    /// It waits.
    Pended(PendReason),
    /// It is decided.
    Adjudicated(Outcome),
}

/// What came of a claim.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct Decided {
    /// Its number.
    pub id: ClaimId,
    /// How it came out.
    pub finding: Finding,
    /// Sums; only the charges where it waits. What the plan pays does not exceed the funds.
    pub totals: Totals,
    /// The policy's claim before, where it is new; 0 where there is none.
    pub before: ClaimId,
    /// The part of its [`healink_domain::claims::ClaimRecord`] from the claim on, as encoded.
    pub body: Vec<u8>,
}

/// Claims that are decided at a time: each asks two registries and touches some ten rows, so that three of three lines take 85 % of
/// the 1 MiB of proof that a message may need.
pub const MAX_CASES: usize = 3;

/// What other contracts ask the coverage registry.
#[ink::trait_definition]
pub trait CoverageRegistry {
    /// Decides claims, each for itself: the results are in their order, and a claim that is refused changes nothing. Counts what
    /// the decisions use up, and takes off what a claim that ended did. Access: the claims contract, while not paused.
    ///
    /// The root cell stays as it is, hence `&self`, with which ink! does not write it back: only rows change.
    ///
    /// # Errors
    /// For all of them `Access`, `WrongContract`, `HowMany`, `NoSuchPolicy`, and `NoSuchClaim` when what ended is no record of a
    /// claim; for each [`ClaimsError`].
    #[ink(message)]
    fn adjudicate(&self, docket: Docket) -> Result<Vec<Result<Decided, ClaimsError>>, ClaimsError>;

    /// A payer, and the roles of `account` with it; `None` where there is no such payer. Anyone may ask, also while the contract is
    /// paused.
    #[ink(message)]
    fn office(&self, payer: PayerId, account: Account) -> Option<Office>;

    /// What an appeal by `account` depends on; `None` where there is no such policy. Anyone may ask, also while the contract is
    /// paused.
    #[ink(message)]
    fn standing(&self, policy: PolicyId, account: Account) -> Option<Standing>;
}
