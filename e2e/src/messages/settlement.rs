//! Messages of the settlement contract.

use healink_domain::claims::{ClaimId, PayerId, Remittance};
use healink_domain::{Account, Cents};
use settlement::Error;

messages!(Settlement {
    deposit(payer: PayerId, amount: Cents) -> Result<(), Error>;
    withdraw(payer: PayerId, amount: Cents) -> Result<(), Error>;
    remit(payer: PayerId, provider: Account, claims: Vec<ClaimId>) -> Result<Remittance, Error>;
    callees() -> (Account, Account);
});
