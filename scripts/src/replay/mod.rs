//! Recomputing decisions on claims by the public rules from what is on record, and comparing: line by line what a claim came to, and
//! over all claims what is used up, promised and owed.
//!
//! A decision rests on the claim, its policy, plan and fees, none of which ever change, and on the evidence that stands in the claim's
//! record: what was used up before, and what the registries answered as of the day of service. The registries are asked again all the
//! same; an answer that is another by now is no difference, since the decision was right when it was made.

mod books;
mod compare;
mod fetch;
#[cfg(test)]
mod samples;

use healink_domain::claims::{ClaimId, ClaimRecord, Fee, Plan, Policy};
use serde::Serialize;

pub use books::{Balance, Books};
pub use compare::{compare, Compared};
pub use fetch::{Source, CHUNK};
#[cfg(test)]
pub(crate) use samples::cases_of_the_samples;

/// A claim with all that its decision follows from.
#[derive(Clone, Debug)]
pub struct Case {
    /// The claim's number.
    pub id: ClaimId,
    /// Its record.
    pub record: ClaimRecord,
    /// The version of the plan.
    pub plan: Plan,
    /// The policy.
    pub policy: Policy,
    /// The fee schedule's entries for its lines, in their order.
    pub fees: Vec<Option<Fee>>,
}

/// Where what is on record and what the rules give are not the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// What: `line 2: paid`.
    pub what: String,
    /// As it is on the chain.
    pub on_chain: String,
    /// As it was recomputed.
    pub recomputed: String,
}

impl Difference {
    fn new(what: impl Into<String>, on_chain: impl Into<String>, recomputed: impl Into<String>) -> Self {
        Self { what: what.into(), on_chain: on_chain.into(), recomputed: recomputed.into() }
    }
}

/// An answer of a registry that is another today than when the claim was decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Changed {
    /// Which registry was asked what.
    pub what: String,
    /// What the decision rests on.
    pub then: String,
    /// What is answered now for the same day.
    pub now: String,
}
