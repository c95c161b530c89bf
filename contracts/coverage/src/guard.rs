//! Who calls, when, and whether that account may.

use healink_access::{account, load};
use healink_domain::claims::{Payer, PayerId, PlanRecord, PlanRef, PolicyId, Role, RoleSet};
use healink_domain::{Account, Day, Moment};
use healink_interfaces::ClaimsError;
use ink::codegen::StaticEnv;

use crate::coverage::Coverage;
use crate::storage::PolicyEntry;
use crate::{Error, Result};

impl Coverage {
    /// The caller, while the contract is not paused.
    pub(crate) fn running_caller(&self) -> Result<Account> {
        self.access.ensure_running()?;
        Ok(Self::caller())
    }

    /// Passes the claims contract only, while this one is not paused.
    pub(crate) fn ensure_claims(&self) -> core::result::Result<(), ClaimsError> {
        self.access.ensure_running()?;
        if self.claims.map(account) == Some(Self::caller()) {
            Ok(())
        } else {
            Err(ClaimsError::WrongContract)
        }
    }

    pub(crate) fn caller() -> Account {
        account(Self::env().caller())
    }

    pub(crate) fn today() -> Day {
        Moment(Self::env().block_timestamp()).day()
    }

    pub(crate) fn load_payer(&self, id: PayerId) -> Result<Payer> {
        load(&self.tables.payers, id).ok_or(Error::NoSuchPayer)
    }

    pub(crate) fn load_plan(&self, plan: PlanRef) -> Result<PlanRecord> {
        load(&self.tables.plans, plan).ok_or(Error::NoSuchPlan)
    }

    pub(crate) fn load_policy(&self, id: PolicyId) -> Result<PolicyEntry> {
        load(&self.tables.policies, id).ok_or(Error::NoSuchPolicy)
    }

    /// The roles of an account with a payer. The admin account has those that it gives itself.
    pub(crate) fn roles(&self, payer: PayerId, account: Account) -> RoleSet {
        load(&self.tables.officers, (payer, account)).unwrap_or_default()
    }

    /// Passes the payer's admin account only.
    pub(crate) fn ensure_admin(&self, payer: PayerId, caller: Account) -> Result<()> {
        if self.load_payer(payer)?.admin == caller {
            Ok(())
        } else {
            Err(Error::NotPayerAdmin)
        }
    }

    /// Passes the payer's officers with this role only.
    pub(crate) fn ensure_role(&self, payer: PayerId, caller: Account, role: Role) -> Result<()> {
        if self.roles(payer, caller).contains(role) {
            Ok(())
        } else {
            Err(Error::MissingRole { role })
        }
    }
}
