//! Calls to other contracts: at most one to each in one message.

use healink_access::call;
use healink_domain::consent::{admitting as requirements, Answer, Query};
use healink_domain::credentials::{CredentialId, Refusal};
use healink_domain::{Account, Day};
use healink_interfaces::{CheckError, DecideError};
use ink::prelude::vec::Vec;

use crate::Error;

/// What a patient's grants say to a query.
pub fn decide(consent: Account, patient: Account, query: Query) -> Result<Answer, Error> {
    let selector = ink::selector_bytes!("ConsentRegistry::decide");
    let answer: Option<Result<Answer, DecideError>> = call(consent, selector, &(patient, query));
    answer.ok_or(Error::ConsentUnavailable)?.map_err(Error::Undecided)
}

/// The credential by which a provider may break the glass on a day.
pub fn admitting(credentials: Account, provider: Account, day: Day) -> Result<CredentialId, Error> {
    let selector = ink::selector_bytes!("CredentialRegistry::check_many");
    let answer: Option<Result<Vec<Result<CredentialId, Refusal>>, CheckError>> =
        call(credentials, selector, &(provider, requirements(day)));
    let Some(Ok(outcomes)) = answer else { return Err(Error::CredentialsUnavailable) };
    let held = outcomes.iter().find_map(|outcome| outcome.as_ref().ok());
    match (held, outcomes.first()) {
        (Some(id), _) => Ok(*id),
        (None, Some(Err(refusal))) => Err(Error::NotCredentialed { refusal: *refusal }),
        (None, _) => Err(Error::CredentialsUnavailable),
    }
}
