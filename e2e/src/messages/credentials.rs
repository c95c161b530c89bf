//! Messages of the credential registry.

use credentials::{Error, Of};
use healink_domain::credentials::{BoardId, Credential, CredentialId, IssueRequest, Refusal, Requirement};
use healink_domain::Account;
use healink_interfaces::{BoardUpdate, CheckError, Page};

messages!(Credentials {
    record(update: BoardUpdate) -> Result<(), Error>;
    issue(board: BoardId, requests: Vec<IssueRequest>) -> Result<CredentialId, Error>;
    check_many(provider: Account, requirements: Vec<Requirement>)
        -> Result<Vec<Result<CredentialId, Refusal>>, CheckError>;
    credential(id: CredentialId) -> Option<Credential>;
    list(of: Of, from: u64, wanted: u32) -> Page<(CredentialId, Credential)>;
});
