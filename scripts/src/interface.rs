//! What contracts take and return that is no type of the domain: encoded as theirs are (`healink_interfaces`, and the contracts'
//! own list keys).

// The code that `scale_derive` generates for enums casts `usize` to `u8`.
#![allow(clippy::cast_possible_truncation)]

use healink_domain::{
    claims::{FamilyKey, Payer, PayerId, PolicyId, RoleSet},
    Account,
};
use scale::{Decode, Encode};

/// Which claims a list holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode)]
pub enum ClaimList {
    /// Those of a payer.
    Payer(PayerId),
    /// Those under a policy.
    Policy(PolicyId),
    /// Those of a provider.
    Provider(Account),
}

/// Whose accumulators.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode)]
pub enum Whose {
    /// Of a policy's member.
    Policy(PolicyId),
    /// Of a family, with a payer.
    Family(PayerId, FamilyKey),
}

/// Which entries of the coverage contract a list holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode)]
pub enum CoverageList {
    /// The policies of a member.
    Policies(Account),
    /// The prior authorisations under a policy.
    Authorisations(PolicyId),
    /// Those that a payer decides or decided on.
    Requests(PayerId),
    /// Those of them that still wait for the decision.
    Open(PayerId),
}

/// A payer as one account meets it.
#[derive(Clone, Debug, PartialEq, Eq, Decode)]
pub struct Office {
    /// The payer.
    pub payer: Payer,
    /// The roles of the account with it.
    pub roles: RoleSet,
}
