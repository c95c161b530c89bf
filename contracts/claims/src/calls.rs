//! What this contract asks of coverage.

use healink_access::call;
use healink_domain::claims::{Claim, PayerId, PolicyId, RoleSet};
use healink_domain::Account;
use healink_interfaces::{Office, Question, Terms, TermsError};
use ink::prelude::vec::Vec;

use crate::{Error, Result};

/// What claims under a policy are decided by, and the roles of an officer with its payer.
pub fn terms(
    coverage: Account,
    policy: PolicyId,
    officer: Option<Account>,
    questions: Vec<Question>,
) -> Result<Terms> {
    let asked = questions.len();
    let arguments = (policy, officer, questions);
    let answer: Option<core::result::Result<Terms, TermsError>> =
        call(coverage, ink::selector_bytes!("CoverageRegistry::terms"), &arguments);
    match answer {
        Some(Ok(terms)) if terms.facts.len() == asked => Ok(terms),
        Some(Err(error)) => Err(error.into()),
        _ => Err(Error::CoverageUnavailable),
    }
}

/// What coverage is asked about a claim.
pub fn question(claim: &Claim) -> Question {
    let mut codes = Vec::with_capacity(claim.lines.len());
    for line in &claim.lines {
        codes.push(line.code);
    }
    Question {
        provider: claim.provider,
        jurisdiction: claim.jurisdiction,
        day: claim.service_day,
        codes,
        authorisation: claim.authorisation,
    }
}

/// The roles of an account with a payer.
pub fn roles(coverage: Account, payer: PayerId, account: Account) -> Result<RoleSet> {
    let answer: Option<Option<Office>> =
        call(coverage, ink::selector_bytes!("CoverageRegistry::office"), &(payer, account));
    Ok(answer.ok_or(Error::CoverageUnavailable)?.map_or(RoleSet::EMPTY, |office| office.roles))
}
