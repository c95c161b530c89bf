//! What decisions use up: accumulators, units of prior authorisations, services that count. Reversals take all of it off again.

use healink_access::{load, store};
use healink_domain::claims::{
    Accumulators, AuthorisationId, Claim, ClaimError, ClaimId, Evidence, FamilyKey, PayerId, PolicyAccount,
    ServiceDay, UnitsUsed,
};
use healink_domain::Year;
use healink_interfaces::ClaimsError;

use crate::body::Entry;
use crate::coverage::Coverage;
use crate::storage::{ServiceDayKey, Tables};

type Result<T> = core::result::Result<T, ClaimsError>;

impl Coverage {
    #[inline(never)]
    pub(crate) fn family_account(&self, payer: PayerId, family: FamilyKey, year: Year) -> Accumulators {
        load(&self.tables.families, (payer, family, year)).unwrap_or_default()
    }

    #[inline(never)]
    pub(crate) fn units_of(&self, authorisation: AuthorisationId) -> UnitsUsed {
        load(&self.tables.units_used, authorisation).unwrap_or_default()
    }

    /// The services that count against a claim.
    #[inline(never)]
    pub(crate) fn services(&self, claim: &Claim) -> ServiceDay {
        load(&self.tables.service_days, service_day(claim)).unwrap_or_default()
    }

    /// Counts what a decision adds, on top of what its evidence found. On an error nothing is counted.
    pub(crate) fn count(
        &self,
        payer: PayerId,
        account: &mut PolicyAccount,
        entry: &Entry,
        evidence: &Evidence,
    ) -> Result<()> {
        let Entry { contribution, authorised, .. } = entry;
        let year = entry.claim.service_day.year();
        let units = evidence.units_used.plus(authorised).map_err(ClaimError::from)?;
        let mut tables = Tables::default();
        if !contribution.is_empty() {
            let family = evidence.family.as_ref().map(|family| family.plus(contribution)).transpose();
            let family = family.map_err(ClaimError::from)?;
            let member = evidence.accumulators.plus(contribution).map_err(ClaimError::from)?;
            account.record(year, member)?;
            if let (Some(key), Some(family)) = (entry.family, family) {
                store(&mut tables.families, (payer, key, year), family);
            }
        }
        if let Some(id) = entry.claim.authorisation.filter(|_| *authorised != UnitsUsed::default()) {
            store(&mut tables.units_used, id, units);
        }
        Ok(())
    }

    /// Takes off what a claim used up.
    #[inline(never)]
    pub(crate) fn take_off(
        &self,
        payer: PayerId,
        account: &mut PolicyAccount,
        id: ClaimId,
        entry: &Entry,
    ) -> Result<()> {
        let Entry { claim, contribution, authorised, .. } = entry;
        let year = claim.service_day.year();
        let mut tables = Tables::default();
        let left = account.accumulators(year).minus(contribution).map_err(ClaimError::from)?;
        account.record(year, left)?;
        if let Some(family) = entry.family {
            let left =
                self.family_account(payer, family, year).minus(contribution).map_err(ClaimError::from)?;
            store(&mut tables.families, (payer, family, year), left);
        }
        if let Some(id) = claim.authorisation.filter(|_| *authorised != UnitsUsed::default()) {
            let left = self.units_of(id).minus(authorised).map_err(ClaimError::from)?;
            store(&mut tables.units_used, id, left);
        }
        let mut services = self.services(claim);
        services.release(id);
        store(&mut tables.service_days, service_day(claim), services);
        Ok(())
    }
}

/// Where the services are kept that count against a claim.
pub const fn service_day(claim: &Claim) -> ServiceDayKey {
    (claim.policy, claim.service_day, claim.provider)
}
