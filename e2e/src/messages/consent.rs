//! Messages of the consent registry.

use consent::{Error, GrantList, Registries};
use healink_domain::consent::{Answer, Behalf, Grant, GrantId, Grantee, Query, Standing, Terms};
use healink_domain::Account;
use healink_interfaces::{DecideError, Page, PatientStanding};

use crate::Message;

messages!(Consent {
    grant(terms: Terms, supersedes: Option<GrantId>, behalf: Option<Behalf>) -> Result<GrantId, Error>;
    withdraw(grantee: Grantee, id: Option<GrantId>, behalf: Option<Behalf>) -> Result<u32, Error>;
    set_standing(patient: Account, standing: Standing) -> Result<(), Error>;
    standing(patient: Account) -> PatientStanding;
    name_guardians(guardians: Account) -> Result<(), Error>;
    registries() -> Registries;
    decide(patient: Account, query: Query) -> Result<Answer, DecideError>;
    grants(list: GrantList, from: u64, wanted: u32) -> Page<(Account, Grant)>;
});

/// `grant` by the patient in person, in nothing's place.
pub fn give(terms: Terms) -> Message<Result<GrantId, Error>> {
    grant(terms, None, None)
}

/// `withdraw` of one grant by the patient in person.
pub fn revoke(grantee: Grantee, id: GrantId) -> Message<Result<u32, Error>> {
    withdraw(grantee, Some(id), None)
}

/// `withdraw` of all that a grantee has, by the patient in person.
pub fn revoke_all(grantee: Grantee) -> Message<Result<u32, Error>> {
    withdraw(grantee, None, None)
}
