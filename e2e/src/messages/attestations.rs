//! Messages of the contract that takes attestations.

use attestations::Error;
use healink_domain::credentials::{
    Attestation, BoardId, Confirmation, CredentialId, Disclosure, Fact, Question, Venue, Words,
};
use healink_domain::Account;

/// The contracts that are asked: boards, credentials, verifier.
pub type Asked = (Account, Option<Account>, Option<Account>);

messages!(Attestations {
    wire(credentials: Account) -> Result<(), Error>;
    set_verifier(verifier: Option<Account>) -> Result<(), Error>;
    submit(attestation: Attestation, signature: [u8; 64]) -> Result<CredentialId, Error>;
    cancel(nonce: u64) -> Result<(), Error>;
    confirm(board: BoardId, confirmation: Confirmation) -> Result<(), Error>;
    confirmed(question: Question) -> Result<Vec<BoardId>, Error>;
    words(fact: Fact, board: BoardId) -> Words;
    disclosed(credential: CredentialId, fields: Vec<Disclosure>) -> Result<(), Error>;
    signed_bytes(attestation: Attestation) -> Vec<u8>;
    venue() -> Venue;
    contracts() -> Asked;
});
