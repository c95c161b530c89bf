//! Messages of the credential registry.

use credentials::Error;
use healink_domain::credentials::{
    Board, BoardId, Credential, CredentialId, IssueRequest, Refusal, Requirement, Scope,
};
use healink_domain::{Account, Digest, Npi, Period};
use healink_interfaces::{CheckError, Page};

messages!(Credentials {
    accredit(account: Account, scope: Scope, period: Period, document: Digest) -> Result<BoardId, Error>;
    suspend_board(board: BoardId) -> Result<(), Error>;
    reinstate_board(board: BoardId) -> Result<(), Error>;
    revoke_board(board: BoardId) -> Result<(), Error>;
    issue(request: IssueRequest) -> Result<CredentialId, Error>;
    suspend(credential: CredentialId) -> Result<(), Error>;
    reinstate(credential: CredentialId) -> Result<(), Error>;
    revoke(credential: CredentialId) -> Result<(), Error>;
    check(provider: Account, requirement: Requirement) -> Result<CredentialId, Refusal>;
    check_many(provider: Account, requirements: Vec<Requirement>)
        -> Result<Vec<Result<CredentialId, Refusal>>, CheckError>;
    credential(id: CredentialId) -> Option<Credential>;
    board(id: BoardId) -> Option<Board>;
    board_of(account: Account) -> Option<BoardId>;
    npi_of(account: Account) -> Option<Npi>;
    credentials_of(provider: Account, from: u64, wanted: u32) -> Page<(CredentialId, Credential)>;
    issued_by(board: BoardId, from: u64, wanted: u32) -> Page<(CredentialId, Credential)>;
    board_count() -> u32;
});
