//! What this contract asks of others.

use healink_access::call;
use healink_domain::claims::{ClaimId, ClaimSummary, PolicyId};
use healink_domain::Account;
use healink_interfaces::{AppealStep, ClaimsError, Standing};

use crate::{Error, Result};

/// Has claims put down an appeal against the decision on a claim, or what came of it; gives the claim, or the corrected one.
pub fn appeal(claims: Account, claim: ClaimId, step: AppealStep) -> Result<ClaimSummary> {
    let answer: Option<core::result::Result<ClaimSummary, ClaimsError>> =
        call(claims, ink::selector_bytes!("ClaimsRegistry::appeal"), &(claim, step));
    answer.ok_or(Error::ClaimsUnavailable)?.map_err(Error::Claims)
}

/// What an appeal under a policy depends on, and how an account stands to its payer.
pub fn standing(coverage: Account, policy: PolicyId, account: Account) -> Result<Standing> {
    let answer: Option<Option<Standing>> =
        call(coverage, ink::selector_bytes!("CoverageRegistry::standing"), &(policy, account));
    answer.ok_or(Error::CoverageUnavailable)?.ok_or(Error::NoSuchPolicy)
}
