use healink_domain::Account;
use ink::prelude::vec::Vec;

/// Verification of signatures. It is a contract of its own because it needs a host function that not every network has: there
/// the contract cannot be uploaded, and all others still can.
#[ink::trait_definition]
pub trait SignatureVerifier {
    /// Whether `signer` signed these bytes (sr25519, context `substrate`). Anyone may ask.
    #[ink(message, selector = 1)]
    fn verify(&self, signer: Account, signature: [u8; 64], bytes: Vec<u8>) -> bool;
}
