//! Who calls, when, and whether that account may.

use healink_access::{account, load};
use healink_domain::claims::{ClaimId, ClaimRecord, Payer};
use healink_domain::claims::{PayerId, PlanRecord, PlanRef, PolicyId, PolicyRecord, Role};
use healink_domain::{Account, Day, Moment};
use ink::codegen::StaticEnv;

use crate::claims::Claims;
use crate::{Error, Result};

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

    pub(crate) fn load_payer(&self, id: PayerId) -> Result<Payer> {
        load(&self.tables.payers, id).ok_or(Error::NoSuchPayer)
    }

    pub(crate) fn load_plan(&self, plan: PlanRef) -> Result<PlanRecord> {
        load(&self.tables.plans, plan).ok_or(Error::NoSuchPlan)
    }

    pub(crate) fn load_policy(&self, id: PolicyId) -> Result<PolicyRecord> {
        load(&self.tables.policies, id).ok_or(Error::NoSuchPolicy)
    }

    pub(crate) fn load_claim(&self, id: ClaimId) -> Result<ClaimRecord> {
        load(&self.tables.claims, id).ok_or(Error::NoSuchClaim)
    }

    /// Passes the payer's admin account only.
    pub(crate) fn ensure_admin(&self, payer: PayerId, caller: Account) -> Result<()> {
        if self.load_payer(payer)?.admin == caller {
            Ok(())
        } else {
            Err(Error::NotPayerAdmin)
        }
    }

    /// Passes the payer's officers with this role only. The admin account has the roles that it gives itself.
    pub(crate) fn ensure_role(&self, payer: PayerId, caller: Account, role: Role) -> Result<()> {
        let roles = load(&self.tables.officers, (payer, caller)).unwrap_or_default();
        if roles.contains(role) {
            Ok(())
        } else {
            Err(Error::MissingRole { role })
        }
    }
}
