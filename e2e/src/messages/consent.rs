//! Messages of the consent registry.

use consent::Error;
use healink_domain::consent::{Answer, Grant, GrantId, Grantee, Query, Terms};
use healink_domain::Account;
use healink_interfaces::{DecideError, Page};

messages!(Consent {
    grant(terms: Terms) -> Result<GrantId, Error>;
    revoke(grantee: Grantee, id: GrantId) -> Result<(), Error>;
    revoke_all(grantee: Grantee) -> u32;
    decide(patient: Account, query: Query) -> Result<Answer, DecideError>;
    grants_by_patient(patient: Account, from: u64, wanted: u32) -> Page<Grant>;
    credentials() -> Account;
    grants_to(grantee: Account, from: u64, wanted: u32) -> Page<(Account, Grant)>;
});
