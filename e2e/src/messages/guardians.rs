//! Messages of the contract that knows who acts for patients.

use guardians::Error;
use healink_domain::consent::{Care, CareCommand, GrantId, Grantee, Terms};
use healink_domain::Account;

messages!(Guardians {
    grant(patient: Account, terms: Terms, supersedes: Option<GrantId>) -> Result<GrantId, Error>;
    withdraw(patient: Account, grantee: Grantee, id: Option<GrantId>) -> Result<u32, Error>;
    arrange(patient: Account, command: CareCommand) -> Result<(), Error>;
    care(patient: Account) -> Care;
    consent() -> Account;
});
