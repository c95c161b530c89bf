//! What claims are decided by: the terms on record, and what the registries answer.

use healink_access::{account, call, load};
use healink_domain::claims::{Fee, Plan, PolicyId, RoleSet};
use healink_domain::consent::{Action, Answer, Category, Purpose, Query};
use healink_domain::credentials::{CredentialId, Kind, Refusal, Requirement};
use healink_domain::{Account, Period};
use healink_interfaces::{CheckError, DecideError, Facts, Question, Terms, TermsError, MAX_QUESTIONS};
use ink::prelude::vec::Vec;

use crate::coverage::Coverage;
use crate::storage::PolicyEntry;

type Result<T> = core::result::Result<T, TermsError>;

/// What the credential registry answers to one requirement.
type Held = core::result::Result<CredentialId, Refusal>;

/// What the registries answered to one question.
pub(crate) struct Answers {
    /// The credential registry, to each requirement in its order.
    pub held: Vec<Held>,
    /// The consent registry.
    pub consent: Answer,
}

impl Coverage {
    /// The terms for some questions. `ask` asks the registries: about a claim, with these requirements.
    pub(crate) fn terms_by(
        &self,
        policy: PolicyId,
        officer: Option<Account>,
        questions: Vec<Question>,
        ask: impl Fn(&PolicyEntry, &Question, Vec<Requirement>) -> Result<Answers>,
    ) -> Result<Terms> {
        if questions.len() > MAX_QUESTIONS {
            return Err(TermsError::TooManyQuestions);
        }
        let entry: PolicyEntry = load(&self.tables.policies, policy).ok_or(TermsError::NoSuchPolicy)?;
        let reference = entry.policy.plan;
        let plan = load(&self.tables.plans, reference).ok_or(TermsError::NoSuchPolicy)?.plan;
        let mut facts = Vec::with_capacity(questions.len());
        for question in questions {
            let fee = |code| load(&self.tables.fees, (reference, code));
            let fees: Vec<Option<Fee>> = question.codes.iter().copied().map(fee).collect();
            let kinds = plan.kinds_required(&fees);
            let Answers { held, consent } = ask(&entry, &question, requirements(&plan, &kinds, &question))?;
            let network = plan.network.and_then(|_| held.get(kinds.len()).copied());
            let credentials = kinds.into_iter().zip(held).collect();
            let granted = |id| load(&self.tables.authorisations, id)?.record.granted();
            let authorisation = question.authorisation.and_then(granted);
            facts.push(Facts { fees, credentials, network, consent, authorisation });
        }
        let roles = officer.map_or(RoleSet::EMPTY, |officer| self.roles(entry.payer, officer));
        Ok(Terms { payer: entry.payer, roles, policy: entry.policy, plan, facts })
    }

    /// Asks the registries about a claim: one question each.
    pub(crate) fn ask(
        &self,
        entry: &PolicyEntry,
        question: &Question,
        requirements: Vec<Requirement>,
    ) -> Result<Answers> {
        Ok(Answers {
            held: credentials(account(self.credentials), question.provider, requirements)?,
            consent: consent(account(self.consent), entry, question)?,
        })
    }
}

/// What the provider has to hold on the service day: in the place of the service a credential of each kind that the services
/// need; then, anywhere, that of the plan's network.
fn requirements(plan: &Plan, kinds: &[Kind], question: &Question) -> Vec<Requirement> {
    let requirement = |kind| Requirement {
        kind,
        board: None,
        taxonomy: None,
        jurisdiction: Some(question.jurisdiction),
        day: question.day,
        known_on: None,
        verified_within: None,
    };
    let mut requirements: Vec<Requirement> = kinds.iter().copied().map(requirement).collect();
    if plan.network.is_some() {
        let participation = requirement(Kind::NetworkParticipation);
        requirements.push(Requirement { board: plan.network, jurisdiction: None, ..participation });
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
        _ => Err(TermsError::CredentialsUnavailable),
    }
}

/// What the patient's grants say to the payer's use of the claim for payment.
fn consent(registry: Account, entry: &PolicyEntry, question: &Question) -> Result<Answer> {
    let query = Query {
        actor: entry.admin,
        purpose: Purpose::Payment,
        categories: Category::Claims.set(),
        action: Action::Read,
        day: question.day,
        data: Period::day(question.day),
    };
    let arguments = (entry.policy.member, query);
    let answer: Option<core::result::Result<Answer, DecideError>> =
        call(registry, ink::selector_bytes!("ConsentRegistry::decide"), &arguments);
    answer.and_then(core::result::Result::ok).ok_or(TermsError::ConsentUnavailable)
}

/// Decimals of a PSP22 token.
pub(crate) fn token_decimals(token: Account) -> Option<u8> {
    call(token, ink::selector_bytes!("PSP22Metadata::token_decimals"), &())
}
