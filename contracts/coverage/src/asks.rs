//! What this contract asks of others.

use healink_access::{account, call};
use healink_domain::claims::{Claim, Plan};
use healink_domain::consent::{Action, Answer, Category, Purpose, Query};
use healink_domain::credentials::{CredentialId, Kind, Refusal, Requirement};
use healink_domain::{Account, Period};
use healink_interfaces::{CheckError, ClaimsError, DecideError};
use ink::prelude::vec::Vec;

use crate::coverage::Coverage;
use crate::storage::PolicyEntry;

type Result<T> = core::result::Result<T, ClaimsError>;

/// What the credential registry answers to one requirement.
pub type Held = core::result::Result<CredentialId, Refusal>;

/// What the registries answer about a claim.
#[derive(Clone)]
pub struct Answers {
    /// The credential registry, to each requirement in its order.
    pub held: Vec<Held>,
    /// The consent registry.
    pub consent: Answer,
}

impl Coverage {
    /// Asks the registries about a claim: one question each.
    pub(crate) fn ask(
        &self,
        entry: &PolicyEntry,
        claim: &Claim,
        requirements: Vec<Requirement>,
    ) -> Result<Answers> {
        Ok(Answers {
            held: credentials(account(self.credentials), claim.provider, requirements)?,
            consent: consent(account(self.consent), entry, claim)?,
        })
    }
}

/// What the provider has to hold on the service day: in the place of the service a credential of each kind that the services
/// need; then, anywhere, that of the plan's network.
pub fn requirements(plan: &Plan, kinds: &[Kind], claim: &Claim) -> Vec<Requirement> {
    let mut requirements = Vec::new();
    let mut requirement = Requirement {
        kind: Kind::NetworkParticipation,
        board: None,
        taxonomy: None,
        jurisdiction: Some(claim.jurisdiction),
        day: claim.service_day,
        known_on: None,
        verified_within: None,
    };
    for kind in kinds {
        requirements.push(Requirement { kind: *kind, ..requirement });
    }
    if plan.network.is_some() {
        (requirement.board, requirement.jurisdiction) = (plan.network, None);
        requirements.push(requirement);
    }
    requirements
}

/// What the credential registry answers, requirement by requirement. Nothing is asked when nothing is needed.
fn credentials(registry: Account, provider: Account, requirements: Vec<Requirement>) -> Result<Vec<Held>> {
    let needed = requirements.len();
    if needed == 0 {
        return Ok(Vec::new());
    }
    let arguments = (provider, requirements);
    let answer: Option<core::result::Result<Vec<Held>, CheckError>> =
        call(registry, ink::selector_bytes!("CredentialRegistry::check_many"), &arguments);
    match answer {
        Some(Ok(held)) if held.len() == needed => Ok(held),
        _ => Err(ClaimsError::CredentialsUnavailable),
    }
}

/// What the patient's grants say to the payer's use of the claim for payment.
fn consent(registry: Account, entry: &PolicyEntry, claim: &Claim) -> Result<Answer> {
    let query = Query {
        actor: entry.admin,
        purpose: Purpose::Payment,
        categories: Category::Claims.set(),
        action: Action::Read,
        day: claim.service_day,
        data: Period::day(claim.service_day),
    };
    let arguments = (entry.policy.member, query);
    let answer: Option<core::result::Result<Answer, DecideError>> =
        call(registry, ink::selector_bytes!("ConsentRegistry::decide"), &arguments);
    answer.and_then(core::result::Result::ok).ok_or(ClaimsError::ConsentUnavailable)
}

/// Decimals of a PSP22 token.
pub fn token_decimals(token: Account) -> Option<u8> {
    call(token, ink::selector_bytes!("PSP22Metadata::token_decimals"), &())
}
