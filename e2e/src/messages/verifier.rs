//! The message of the contract that verifies signatures.

use healink_domain::Account;

messages!(Verifier {
    verify(signer: Account, signature: [u8; 64], bytes: Vec<u8>) -> bool;
});
