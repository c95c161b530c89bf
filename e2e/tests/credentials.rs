//! Credentials across their contracts: the trust chain, what officers do, attestations by signature, facts confirmed by several
//! boards, disclosures.
#![allow(clippy::unwrap_used, clippy::panic, clippy::arithmetic_side_effects)]

#[path = "credentials/chain.rs"]
mod chain;
#[path = "credentials/facts.rs"]
mod facts;
#[path = "credentials/issuing.rs"]
mod issuing;
#[path = "credentials/officers.rs"]
mod officers;

use healink_domain::{
    credentials::{BoardId, CredentialId, IssueRequest, Refusal, Requirement},
    Day,
};
use healink_e2e::{
    fixtures::*,
    messages::{administered, attestations, boards, credentials},
    signed, Contract, Person, Suite, TODAY,
};

/// What the registry answers about the provider's licence.
fn ask(suite: &mut Suite, requirement: Requirement) -> Result<CredentialId, Refusal> {
    let check = credentials::check_many(Person::Provider.account(), vec![requirement]);
    suite.ask(&check).unwrap().remove(0)
}

/// What it answers on a day, as it was known on that day.
fn as_of(suite: &mut Suite, day: Day) -> Result<CredentialId, Refusal> {
    ask(suite, Requirement { known_on: Some(day), ..licensed(day) })
}
