//! Credentials off the chain: the documents behind their hashes, Verifiable Credentials, lists of credentials to issue, signed
//! attestations, and what falls due. Pure but for files; the commands bring the chain to it. Formats: `docs/formats.md`.

pub mod attestation;
pub mod calendar;
pub mod did;
pub mod document;
pub mod due;
pub mod list;
pub mod vc;
pub mod verify;
