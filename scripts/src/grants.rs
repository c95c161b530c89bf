//! A patient's grants on the chain: making and withdrawing them, in person or for somebody, and reading them.

use healink_domain::{
    consent::{Behalf, Grant, GrantId, Grantee, Terms},
    Account,
};

use crate::{
    chain::{
        session::{Action, Receipt, Session},
        Chain,
    },
    deployment::Contracts,
    error::Result,
};

/// The grants of a patient, ended ones included.
///
/// # Errors
/// When the node cannot be reached.
pub async fn of_patient(chain: &Chain, contracts: &Contracts, patient: Account) -> Result<Vec<Grant>> {
    let found: Vec<(Account, Grant)> = contracts.consent.list(chain, "grants", (OF_PATIENT, patient)).await?;
    Ok(found.into_iter().map(|(_, grant)| grant).collect())
}

/// The grants for an account, ended ones included, each with its patient.
///
/// # Errors
/// When the node cannot be reached.
pub async fn for_account(
    chain: &Chain,
    contracts: &Contracts,
    grantee: Account,
) -> Result<Vec<(Account, Grant)>> {
    contracts.consent.list(chain, "grants", (FOR_ACCOUNT, grantee)).await
}

/// Variants of `healink_consent::GrantList`.
const OF_PATIENT: u8 = 0;
const FOR_ACCOUNT: u8 = 1;

/// The transaction that makes a grant: of the signer, or of a patient for whom the signer acts.
pub fn making<'a>(
    contracts: &'a Contracts,
    patient: Option<Account>,
    terms: &Terms,
    supersedes: Option<GrantId>,
) -> Action<'a> {
    match patient {
        None => Action::call(&contracts.consent, "grant", (terms, supersedes, None::<Behalf>)),
        Some(patient) => Action::call(&contracts.guardians, "grant", (patient, terms, supersedes)),
    }
}

/// Makes a grant: see [`making`].
///
/// # Errors
/// When the node cannot be reached or a contract refuses.
pub async fn make(
    session: &Session<'_>,
    contracts: &Contracts,
    patient: Option<Account>,
    terms: &Terms,
    supersedes: Option<GrantId>,
) -> Result<Receipt> {
    session.send(making(contracts, patient, terms, supersedes)).await
}

/// Withdraws a grant of the signer, or of a patient for whom the signer acts; all of the grantee when none is named.
///
/// # Errors
/// When the node cannot be reached or a contract refuses.
pub async fn withdraw(
    session: &Session<'_>,
    contracts: &Contracts,
    patient: Option<Account>,
    grantee: Grantee,
    grant: Option<GrantId>,
) -> Result<Receipt> {
    let action = match patient {
        None => Action::call(&contracts.consent, "withdraw", (grantee, grant, None::<Behalf>)),
        Some(patient) => Action::call(&contracts.guardians, "withdraw", (patient, grantee, grant)),
    };
    session.send(action).await
}
