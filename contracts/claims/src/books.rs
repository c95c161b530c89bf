//! Escrow, accumulators, units and services that count: what decisions add to and reversals take off again.

use healink_access::{load, store};
use healink_domain::claims::{
    advance, Accumulators, AuthorisationId, Claim, ClaimError, ClaimId, Event, FamilyKey, PayerAccount,
    PayerId, PolicyAccount, PolicyId, Remittance, ServiceDay, Status, UnitsUsed,
};
use healink_domain::{Account, Cents, Year};
use healink_interfaces::{Booking, MAX_REMITTED};

use crate::claims::Claims;
use crate::storage::{Entry, Filed, ServiceDayKey};
use crate::{Error, Result};

/// The accounts that claims under one policy change.
pub struct Books {
    /// Of the payer.
    pub payer: PayerAccount,
    /// Of the policy.
    pub policy: PolicyAccount,
}

impl Claims {
    pub(crate) fn payer_account(&self, payer: PayerId) -> PayerAccount {
        load(&self.tables.payers, payer).unwrap_or_default()
    }

    #[inline(never)]
    pub(crate) fn policy_account(&self, policy: PolicyId) -> PolicyAccount {
        load(&self.tables.policies, policy).unwrap_or_default()
    }

    #[inline(never)]
    pub(crate) fn family_account(&self, payer: PayerId, family: FamilyKey, year: Year) -> Accumulators {
        load(&self.tables.families, (payer, family, year)).unwrap_or_default()
    }

    pub(crate) fn owed_to(&self, payer: PayerId, provider: Account) -> Cents {
        load(&self.tables.owed, (payer, provider)).unwrap_or_default()
    }

    pub(crate) fn newest_of(&self, provider: Account) -> ClaimId {
        load(&self.tables.newest_of_provider, provider).unwrap_or(0)
    }

    pub(crate) fn units_of(&self, authorisation: AuthorisationId) -> UnitsUsed {
        load(&self.tables.units_used, authorisation).unwrap_or_default()
    }

    /// The services that count against a claim.
    #[inline(never)]
    pub(crate) fn services(&self, claim: &Claim) -> ServiceDay {
        load(&self.tables.service_days, service_day(claim)).unwrap_or_default()
    }

    pub(crate) fn open_books(&self, payer: PayerId, policy: PolicyId) -> Books {
        Books { payer: self.payer_account(payer), policy: self.policy_account(policy) }
    }

    pub(crate) fn close_books(&mut self, payer: PayerId, policy: PolicyId, books: Books) {
        store(&mut self.tables.payers, payer, books.payer);
        store(&mut self.tables.policies, policy, books.policy);
    }

    /// Ends a claim: takes off what it added, gives back what it used, and makes room for its services. What was paid on it
    /// is owed by the provider.
    pub(crate) fn reverse(&mut self, id: ClaimId, filed: &mut Filed, event: Event) -> Result<()> {
        let before = filed.status;
        filed.status = advance(before, event)?;
        let Entry { payer, family, contribution, authorised, claim, .. } = &filed.entry;
        let (payer, year) = (*payer, claim.service_day.year());
        let mut books = self.open_books(payer, claim.policy);
        let (escrow, owed) = books.payer.escrow.reverse(&before)?;
        books.payer.escrow = escrow;
        let left = books.policy.accumulators(year).minus(contribution).map_err(ClaimError::from)?;
        books.policy.record(year, left)?;
        self.close_books(payer, claim.policy, books);
        if let Some(family) = *family {
            let left =
                self.family_account(payer, family, year).minus(contribution).map_err(ClaimError::from)?;
            store(&mut self.tables.families, (payer, family, year), left);
        }
        self.give_back(claim, authorised)?;
        if !owed.is_zero() {
            let owed = self.owed_to(payer, claim.provider).plus(owed).map_err(ClaimError::from)?;
            store(&mut self.tables.owed, (payer, claim.provider), owed);
        }
        let mut services = self.services(claim);
        services.release(id);
        store(&mut self.tables.service_days, service_day(claim), services);
        Ok(())
    }

    fn give_back(&mut self, claim: &Claim, units: &UnitsUsed) -> Result<()> {
        if let Some(id) = claim.authorisation.filter(|_| *units != UnitsUsed::default()) {
            let left = self.units_of(id).minus(units).map_err(ClaimError::from)?;
            store(&mut self.tables.units_used, id, left);
        }
        Ok(())
    }

    /// Puts down what moves at the token.
    pub(crate) fn put_down(&mut self, booking: Booking) -> Result<Remittance> {
        let (Booking::Deposit { payer, .. } | Booking::Withdraw { payer, .. } | Booking::Remit { payer, .. }) =
            booking;
        let mut account = self.payer_account(payer);
        let remittance = match booking {
            Booking::Deposit { amount, .. } => {
                account.escrow = account.escrow.deposit(amount)?;
                Remittance { gross: amount, recovered: Cents::ZERO, net: amount }
            }
            Booking::Withdraw { amount, .. } => {
                account.escrow = account.escrow.withdraw(amount)?;
                Remittance { gross: amount, recovered: Cents::ZERO, net: amount }
            }
            Booking::Remit { provider, claims, .. } => {
                if !(1..=MAX_REMITTED).contains(&claims.len()) {
                    return Err(Error::HowMany);
                }
                let mut gross = Cents::ZERO;
                for claim in claims {
                    let paid = self.settle(payer, provider, claim)?;
                    gross = gross.plus(paid).map_err(ClaimError::from)?;
                }
                let owed = self.owed_to(payer, provider);
                let (escrow, remittance) = account.escrow.remit(gross, owed)?;
                account.escrow = escrow;
                if !owed.is_zero() {
                    store(&mut self.tables.owed, (payer, provider), owed.left_after(remittance.recovered));
                }
                remittance
            }
        };
        store(&mut self.tables.payers, payer, account);
        Ok(remittance)
    }

    /// Settles one claim; gives what it pays.
    fn settle(&mut self, payer: PayerId, provider: Account, claim: ClaimId) -> Result<Cents> {
        let mut filed = self.load_claim(claim)?;
        if filed.entry.payer != payer || filed.entry.claim.provider != provider {
            return Err(Error::OtherParty { claim });
        }
        filed.status = advance(filed.status, Event::Settle)?;
        let paid = match filed.status {
            Status::Settled { paid, .. } => paid,
            _ => Cents::ZERO,
        };
        store(&mut self.tables.claims, claim, filed);
        Ok(paid)
    }
}

/// Where the services are kept that count against a claim.
pub const fn service_day(claim: &Claim) -> ServiceDayKey {
    (claim.policy, claim.service_day, claim.provider)
}
