//! Traits and view types by which one Healink contract calls another. Calls go one way only: claims asks consent and
//! credentials, consent asks credentials; nothing calls back, so reentrancy stays denied.
//!
//! A caller uses the `try_` form of a call and checks both its results: a callee may fail, trap or answer garbage.
#![cfg_attr(not(feature = "std"), no_std)]
// The code that `scale_derive` generates for enums casts `usize` to `u8`.
#![allow(clippy::cast_possible_truncation)]
// The code that ink! generates for a trait has a method that panics when called without a contract, and never is.
#![allow(clippy::panic)]

mod administered;
mod boards;
mod consent;
mod credentials;
mod page;
mod verifier;

pub use administered::Administered;
pub use boards::BoardRegistry;
pub use consent::{selectors, ConsentError, ConsentRegistry, DecideError, GrantRegistry, PatientStanding};
pub use credentials::{
    BoardUpdate, CheckError, CredentialError, CredentialRecords, CredentialRegistry, MAX_REQUIREMENTS,
};
pub use page::{limit, Page, MAX_PAGE};
pub use verifier::SignatureVerifier;
