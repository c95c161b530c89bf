//! What the patient keeps of a decision that stands on the chain: receipts, and statements whose hash was committed to.

pub mod page;
pub mod receipt;
pub mod sealed;
pub mod terms;

pub use receipt::{Receipt, Verdict};
pub use sealed::Sealed;
pub use terms::Written;
