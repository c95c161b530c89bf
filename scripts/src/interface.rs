//! What contracts take and return that is no type of the domain: encoded as theirs are (`healink_interfaces`, and the contracts'
//! own list keys).

// The code that `scale_derive` generates for enums casts `usize` to `u8`.
#![allow(clippy::cast_possible_truncation)]

use healink_domain::{
    claims::{
        Authorisation, AuthorisationId, FamilyKey, Fee, Payer, PayerId, Plan, Policy, PolicyId, RoleSet,
    },
    consent::Answer,
    credentials::{CredentialId, Kind, Refusal},
    Account, CodeKey, Day, Jurisdiction,
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

/// Which prior authorisations a list holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode)]
pub enum AuthorisationList {
    /// Those under a policy.
    Policy(PolicyId),
    /// Those that a payer decides or decided on.
    Payer(PayerId),
    /// Those that still wait for the payer's decision.
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

/// What the terms for one claim depend on.
#[derive(Clone, Debug, PartialEq, Eq, Encode)]
pub struct Question {
    /// Who rendered the services.
    pub provider: Account,
    /// Where.
    pub jurisdiction: Jurisdiction,
    /// When.
    pub day: Day,
    /// Which, line by line.
    pub codes: Vec<CodeKey>,
    /// The prior authorisation that the claim names.
    pub authorisation: Option<AuthorisationId>,
}

/// The terms for one claim.
#[derive(Clone, Debug, PartialEq, Eq, Decode)]
pub struct Facts {
    /// The fee schedule's entry for each code, in their order.
    pub fees: Vec<Option<Fee>>,
    /// What the credential registry answers, for each kind that the services need.
    pub credentials: Vec<(Kind, Result<CredentialId, Refusal>)>,
    /// What it answers to whether the provider is in the plan's network.
    pub network: Option<Result<CredentialId, Refusal>>,
    /// What the consent registry answers to whether the payer may use claims for payment.
    pub consent: Answer,
    /// The prior authorisation, where it was granted.
    pub authorisation: Option<Authorisation>,
}

/// All that claims under one policy are decided by, but for what they use up.
#[derive(Clone, Debug, PartialEq, Eq, Decode)]
pub struct Terms {
    /// Who pays.
    pub payer: PayerId,
    /// The roles of the account that was asked about.
    pub roles: RoleSet,
    /// The policy.
    pub policy: Policy,
    /// The terms of its plan.
    pub plan: Plan,
    /// For each question, in their order.
    pub facts: Vec<Facts>,
}
