use healink_domain::claims::{AuthorisationId, AuthorisationStatus, PayerId, PlanRef, PolicyId, RoleSet};
use healink_domain::Account;

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

/// A version of a plan was drafted, got fees, or was published: what holds from now on. One event for all keeps the contract small.
#[ink::event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanChanged {
    /// The payer.
    pub payer: PayerId,
    /// The version.
    pub plan: PlanRef,
    /// Entries in its fee schedule.
    pub fees: u32,
    /// Whether it is published.
    pub published: bool,
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

/// A prior authorisation was asked for or decided on: where it stands from now on.
#[ink::event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuthorisationChanged {
    /// The authorisation.
    pub authorisation: AuthorisationId,
    /// Of which payer.
    pub payer: PayerId,
    /// For which policy.
    pub policy: PolicyId,
    /// For which provider.
    #[ink(topic)]
    pub provider: Account,
    /// Where it stands; a denial says why.
    pub status: AuthorisationStatus,
}

/// The claims contract was named.
#[ink::event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wired {
    /// Which has claims decided here.
    pub claims: Account,
}
