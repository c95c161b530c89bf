//! Escrow: what is deposited, promised, paid and owed.

use healink_access::{load, store};
use healink_domain::claims::{
    advance, ClaimError, ClaimId, Event, PayerAccount, PayerId, Remittance, Status,
};
use healink_domain::{Account, Cents};
use healink_interfaces::{Booking, MAX_REMITTED};

use crate::claims::Claims;
use crate::{Error, Result};

impl Claims {
    #[inline(never)]
    pub(crate) fn payer_account(&self, payer: PayerId) -> PayerAccount {
        load(&self.tables.payers, payer).unwrap_or_default()
    }

    #[inline(never)]
    pub(crate) fn put_payer(&mut self, payer: PayerId, account: PayerAccount) {
        store(&mut self.tables.payers, payer, account);
    }

    #[inline(never)]
    pub(crate) fn owed_to(&self, payer: PayerId, provider: Account) -> Cents {
        load(&self.tables.owed, (payer, provider)).unwrap_or_default()
    }

    #[inline(never)]
    pub(crate) fn put_owed(&mut self, payer: PayerId, provider: Account, owed: Cents) {
        store(&mut self.tables.owed, (payer, provider), owed);
    }

    /// Puts down what moves at the token.
    pub(crate) fn put_down(&mut self, booking: Booking) -> Result<Remittance> {
        let (Booking::Deposit { payer, .. } | Booking::Withdraw { payer, .. } | Booking::Remit { payer, .. }) =
            booking;
        let mut account = self.payer_account(payer);
        let all_of = |amount| Remittance { gross: amount, recovered: Cents::ZERO, net: amount };
        let remittance = match booking {
            Booking::Deposit { amount, .. } => {
                account.escrow = account.escrow.deposit(amount)?;
                all_of(amount)
            }
            Booking::Withdraw { amount, .. } => {
                account.escrow = account.escrow.withdraw(amount)?;
                all_of(amount)
            }
            Booking::Remit { provider, claims, .. } => {
                if !(1..=MAX_REMITTED).contains(&claims.len()) {
                    return Err(Error::HowMany);
                }
                let mut gross = Cents::ZERO;
                for claim in claims {
                    gross = gross.plus(self.settle(payer, provider, claim)?).map_err(ClaimError::from)?;
                }
                let owed = self.owed_to(payer, provider);
                let (escrow, remittance) = account.escrow.remit(gross, owed)?;
                account.escrow = escrow;
                if !owed.is_zero() {
                    self.put_owed(payer, provider, owed.left_after(remittance.recovered));
                }
                remittance
            }
        };
        self.put_payer(payer, account);
        Ok(remittance)
    }

    /// Settles one claim; gives what it pays.
    fn settle(&mut self, payer: PayerId, provider: Account, claim: ClaimId) -> Result<Cents> {
        let mut filed = self.load_claim(claim)?;
        if filed.head.payer != payer || filed.claim.provider != provider {
            return Err(Error::OtherParty { claim });
        }
        filed.head.status = advance(filed.head.status, Event::Settle)?;
        let paid = match filed.head.status {
            Status::Settled { paid, .. } => paid,
            _ => Cents::ZERO,
        };
        store(&mut self.tables.claims, claim, filed);
        Ok(paid)
    }
}
