//! Who calls, when, and whether that account may.

use healink_access::{account, load};
use healink_domain::claims::{ClaimId, Role, RoleSet};
use healink_domain::{Account, Day, Moment};
use ink::codegen::StaticEnv;

use crate::claims::Claims;
use crate::storage::{Entry, Filed};
use crate::{calls, Error, Result};

impl Claims {
    /// The caller, while the contract is not paused.
    pub(crate) fn running_caller(&self) -> Result<Account> {
        self.access.ensure_running()?;
        Ok(Self::caller())
    }

    pub(crate) fn caller() -> Account {
        account(Self::env().caller())
    }

    pub(crate) fn today() -> Day {
        Moment(Self::env().block_timestamp()).day()
    }

    /// Passes the provider of a claim and examiners of its payer.
    pub(crate) fn ensure_party(&self, entry: &Entry, caller: Account) -> Result<()> {
        let provider = entry.claim.provider;
        let roles = match caller == provider {
            true => RoleSet::EMPTY,
            false => calls::roles(account(self.coverage), entry.payer, caller)?,
        };
        ensure_submitter(caller, provider, roles)
    }

    #[inline(never)]
    pub(crate) fn load_claim(&self, id: ClaimId) -> Result<Filed> {
        load(&self.tables.claims, id).ok_or(Error::NoSuchClaim)
    }
}

/// Passes the provider of a claim and examiners of its payer.
pub fn ensure_submitter(caller: Account, provider: Account, roles: RoleSet) -> Result<()> {
    if caller == provider || roles.contains(Role::Examiner) {
        Ok(())
    } else {
        Err(Error::NotSubmitter)
    }
}

/// Passes examiners only.
pub fn ensure_examiner(roles: RoleSet) -> Result<()> {
    let role = Role::Examiner;
    if roles.contains(role) {
        Ok(())
    } else {
        Err(Error::MissingRole { role })
    }
}
