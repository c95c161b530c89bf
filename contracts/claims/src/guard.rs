//! Who calls, when, and whether that account may.

use healink_access::{account, load};
use healink_domain::claims::{ClaimId, Role};
use healink_domain::{Account, Day, Moment};
use ink::codegen::StaticEnv;
use ink::primitives::AccountId;

use crate::claims::Claims;
use crate::storage::Filed;
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

    /// Passes the contract that `is` the caller's, while this one is not paused.
    pub(crate) fn ensure_wired(&self, is: impl Fn((AccountId, AccountId)) -> AccountId) -> Result<()> {
        let caller = self.running_caller()?;
        if self.wired.map(is).map(account) == Some(caller) {
            Ok(())
        } else {
            Err(Error::WrongContract)
        }
    }

    /// Passes the provider of a claim and examiners of its payer.
    pub(crate) fn ensure_party(&self, filed: &Filed, caller: Account) -> Result<()> {
        let coverage = account(self.coverage);
        if caller == filed.claim.provider
            || calls::roles(coverage, filed.head.payer, caller)?.contains(Role::Examiner)
        {
            Ok(())
        } else {
            Err(Error::NotSubmitter)
        }
    }

    #[inline(never)]
    pub(crate) fn load_claim(&self, id: ClaimId) -> Result<Filed> {
        load(&self.tables.claims, id).ok_or(Error::NoSuchClaim)
    }
}
