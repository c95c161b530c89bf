//! Attestations that officers sign off the chain.

use healink_domain::{
    blake2_256,
    credentials::{Attestation, Fact, IssueRequest, Kind, Statement, Venue},
    Digest,
};

use crate::{deployment::CHAIN, fixtures::*, Contract, Person, Suite, TODAY};

/// The board's attestation that these are to be issued, good for a week.
pub fn attestation(nonce: u64, requests: Vec<IssueRequest>) -> Attestation {
    Attestation {
        board: FIRST,
        officer: Person::Board.account(),
        nonce,
        deadline: TODAY.plus(7),
        statement: Statement::Issue(requests),
    }
}

/// A person's signature under an attestation, as a wallet or the program makes it.
pub fn signature(suite: &Suite, by: Person, attestation: &Attestation) -> [u8; 64] {
    let venue = Venue { chain: CHAIN, contract: suite.at.of(Contract::Attestations) };
    by.key().sign(&attestation.signed_bytes(&venue, blake2_256)).0
}

/// The number of the provider's licence.
pub fn fact() -> Fact {
    let (provider, kind) = (Person::Provider.account(), Kind::StateLicence);
    Fact { provider, kind, jurisdiction: place(), name: Digest([4; 32]) }
}
