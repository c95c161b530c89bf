//! What this contract asks of coverage.

use healink_access::call;
use healink_domain::claims::{PayerId, PolicyId, RoleSet};
use healink_domain::Account;
use healink_interfaces::{Decided, Docket, Office};
use ink::prelude::vec::Vec;

use crate::{Error, Result};

/// What coverage decides: a result for each case, in their order.
pub fn adjudicate(coverage: Account, docket: &Docket) -> Result<Vec<Result<Decided>>> {
    let answer: Option<Result<Vec<Result<Decided>>>> =
        call(coverage, ink::selector_bytes!("CoverageRegistry::adjudicate"), docket);
    match answer {
        Some(Ok(decided)) if decided.len() == docket.cases.len() => Ok(decided),
        Some(Err(error)) => Err(error),
        _ => Err(Error::CoverageUnavailable),
    }
}

/// The newest claim under a policy, 0 where there is none.
pub fn newest_claim(coverage: Account, policy: PolicyId) -> u64 {
    call(coverage, [0, 0, 0, 16], &policy).unwrap_or(0)
}

/// The roles of an account with a payer.
pub fn roles(coverage: Account, payer: PayerId, account: Account) -> Result<RoleSet> {
    let answer: Option<Option<Office>> =
        call(coverage, ink::selector_bytes!("CoverageRegistry::office"), &(payer, account));
    Ok(answer.ok_or(Error::CoverageUnavailable)?.map_or(RoleSet::EMPTY, |office| office.roles))
}
