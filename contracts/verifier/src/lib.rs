//! Verifies sr25519 signatures. A contract that names a host function which the network lacks cannot be uploaded there; so this
//! one alone names it, and the contract `attestations` says so where there is none. See the README beside this crate.
#![cfg_attr(not(feature = "std"), no_std, no_main)]
// The code that ink! generates panics where a message cannot be decoded, which pallet-contracts takes as a trap, and has an
// `unsafe` block for the messages of a trait; there is no other of either.
#![allow(clippy::panic, unsafe_code)]

pub use self::verifier::{Verifier, VerifierRef};

#[ink::contract]
mod verifier {
    use healink_domain::Account;
    use healink_interfaces::SignatureVerifier;
    use ink::prelude::vec::Vec;

    /// Nothing is stored.
    #[ink(storage)]
    #[derive(Default)]
    pub struct Verifier {}

    impl Verifier {
        /// A verifier. It belongs to nobody.
        #[ink(constructor)]
        pub fn new() -> Self {
            Self::default()
        }
    }

    impl SignatureVerifier for Verifier {
        /// Cost: one verification, 50 µs.
        #[ink(message)]
        fn verify(&self, signer: Account, signature: [u8; 64], bytes: Vec<u8>) -> bool {
            self.env().sr25519_verify(&signature, &bytes, &signer.0).is_ok()
        }
    }
}
