//! Payers and their officers.

use healink_access::store;
use healink_domain::claims::{Payer, PayerId, RoleSet};
use healink_domain::Account;

use crate::coverage::Coverage;
use crate::{Error, Result};

impl Coverage {
    pub(crate) fn add_payer(&mut self, admin: Account, token: Account, decimals: u8) -> Result<PayerId> {
        if !Payer::DECIMALS.contains(&decimals) {
            return Err(Error::BadDecimals { decimals });
        }
        let id = next32(self.numbers.payers)?;
        store(&mut self.tables.payers, id, Payer { admin, token, decimals });
        self.numbers.payers = id;
        Ok(id)
    }

    pub(crate) fn put_officer(&mut self, payer: PayerId, account: Account, roles: RoleSet) -> Result<()> {
        if !roles.is_valid() {
            return Err(Error::BadRoles);
        }
        store(&mut self.tables.officers, (payer, account), roles);
        Ok(())
    }
}

/// The number after `last`.
pub fn next32(last: u32) -> Result<u32> {
    last.checked_add(1).ok_or(Error::NumbersExhausted)
}
