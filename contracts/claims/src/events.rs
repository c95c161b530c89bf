use healink_domain::claims::{
    AuthorisationId, ClaimId, Outcome, PayerId, PendReason, PlanRef, PolicyId, RoleSet, Totals,
};
use healink_domain::{Account, Cents};

/// A payer was registered.
#[ink::event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PayerRegistered {
    /// Its number.
    pub payer: PayerId,
    /// The account that acts for it.
    #[ink(topic)]
    pub admin: Account,
    /// The token in which it settles.
    pub token: Account,
}

/// A payer gave an officer these roles, and no others.
#[ink::event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfficerSet {
    /// The payer.
    pub payer: PayerId,
    /// The officer.
    #[ink(topic)]
    pub account: Account,
    /// The roles.
    pub roles: RoleSet,
}

/// A version of a plan was drafted.
#[ink::event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanDrafted {
    /// The payer.
    pub payer: PayerId,
    /// The version.
    pub plan: PlanRef,
}

/// Fees were added to a draft.
#[ink::event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeesAdded {
    /// The version.
    pub plan: PlanRef,
    /// Entries in its fee schedule by now.
    pub fees: u32,
}

/// A version of a plan was published.
#[ink::event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanPublished {
    /// The payer.
    pub payer: PayerId,
    /// The version.
    pub plan: PlanRef,
}

/// A member was enrolled.
#[ink::event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemberEnrolled {
    /// The policy.
    pub policy: PolicyId,
    /// Its member.
    #[ink(topic)]
    pub member: Account,
    /// The version of the plan that it is under.
    pub plan: PlanRef,
}

/// A service was authorised.
#[ink::event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceAuthorised {
    /// The authorisation.
    pub authorisation: AuthorisationId,
    /// For which policy.
    pub policy: PolicyId,
    /// For which provider.
    #[ink(topic)]
    pub provider: Account,
}

/// A claim was decided.
#[ink::event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimAdjudicated {
    /// The claim.
    pub claim: ClaimId,
    /// Who pays.
    pub payer: PayerId,
    /// The member's policy.
    pub policy: PolicyId,
    /// Who is paid.
    #[ink(topic)]
    pub provider: Account,
    /// How it came out.
    pub outcome: Outcome,
    /// Sums.
    pub totals: Totals,
}

/// A claim waits.
#[ink::event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimPended {
    /// The claim.
    pub claim: ClaimId,
    /// Who pays.
    pub payer: PayerId,
    /// The member's policy.
    pub policy: PolicyId,
    /// Who is to be paid.
    #[ink(topic)]
    pub provider: Account,
    /// For what it waits.
    pub reason: PendReason,
    /// Sums: the charges.
    pub totals: Totals,
}

/// A provider was paid.
#[ink::event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimSettled {
    /// The claim.
    pub claim: ClaimId,
    /// Who paid.
    pub payer: PayerId,
    /// Who was paid.
    #[ink(topic)]
    pub provider: Account,
    /// How much.
    pub paid: Cents,
}

/// Tokens were put into a payer's escrow.
#[ink::event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EscrowDeposited {
    /// The payer.
    pub payer: PayerId,
    /// By whom.
    #[ink(topic)]
    pub from: Account,
    /// How much.
    pub amount: Cents,
}

/// Free escrow was given back to a payer's admin account.
#[ink::event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EscrowWithdrawn {
    /// The payer.
    pub payer: PayerId,
    /// The treasurer who asked for it.
    #[ink(topic)]
    pub by: Account,
    /// How much.
    pub amount: Cents,
}
