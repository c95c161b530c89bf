//! Escrow in and out, and payment. Each puts the new state down first and returns what is to be transferred: when the token
//! then refuses, the message's error takes everything back.

use healink_access::store;
use healink_domain::claims::{advance, ClaimId, ClaimSummary, Event, Payer, PayerId, Role, Status};
use healink_domain::{Account, Cents};

use crate::claims::Claims;
use crate::Result;

impl Claims {
    /// Settles a decided claim; gives it as it stands then, and who pays how much.
    pub(crate) fn settle(&mut self, id: ClaimId) -> Result<(ClaimSummary, Payer, Cents)> {
        let mut record = self.load_claim(id)?;
        record.status = advance(record.status, Event::Settle)?;
        let paid = match record.status {
            Status::Settled { paid, .. } => paid,
            Status::Pended { .. } | Status::Adjudicated { .. } => Cents::ZERO,
        };
        let mut payer = self.load_payer(record.payer)?;
        payer.escrow = payer.escrow.pay(paid)?;
        let summary = record.summary(id);
        store(&mut self.tables.claims, id, record);
        store(&mut self.tables.payers, summary.payer, payer.clone());
        Ok((summary, payer, paid))
    }

    /// Counts a deposit.
    pub(crate) fn put_in(&mut self, id: PayerId, amount: Cents) -> Result<Payer> {
        let mut payer = self.load_payer(id)?;
        payer.escrow = payer.escrow.deposit(amount)?;
        store(&mut self.tables.payers, id, payer.clone());
        Ok(payer)
    }

    /// Counts a withdrawal.
    pub(crate) fn take_out(&mut self, id: PayerId, caller: Account, amount: Cents) -> Result<Payer> {
        let mut payer = self.load_payer(id)?;
        self.ensure_role(id, caller, Role::Treasurer)?;
        payer.escrow = payer.escrow.withdraw(amount)?;
        store(&mut self.tables.payers, id, payer.clone());
        Ok(payer)
    }
}
