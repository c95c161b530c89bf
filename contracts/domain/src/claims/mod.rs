//! Claims: gates, pricing, balancing adjustments, accumulators, escrow.
//!
//! Anchors: ASC X12 835 (balancing, group and claim adjustment reason codes), FHIR R4 ExplanationOfBenefit, openIMIS,
//! Oracle Health Insurance benefit rules.

mod accumulators;
mod adjudicate;
mod adjustment;
mod authorisation;
mod category;
mod claim;
mod escrow;
mod gates;
mod plan;
mod pricing;
mod status;

pub use accumulators::{Accumulators, Usage};
pub use adjudicate::{adjudicate, ClaimError, Context, Verdict};
pub use adjustment::{Adjustment, Group, Reason};
pub use authorisation::{Authorisation, AuthorisationError, AuthorisationId};
pub use category::Category;
pub use claim::{
    Adjudication, Claim, ClaimId, Gate, Line, LineResult, Outcome, PendReason, Service, Totals, MAX_LINES,
    MAX_UNITS,
};
pub use escrow::{Escrow, EscrowError};
pub use gates::Earlier;
pub use plan::{
    Benefit, CostSharing, Fee, Limit, Plan, PlanError, PlanId, PlanRef, Policy, PolicyError, PolicyId,
    MAX_BENEFITS,
};
pub use status::{advance, Event, Status, StatusError};

crate::bits::flags! {
    /// What an officer of a payer may do.
    Role,
    /// A set of roles.
    RoleSet(u8) {
        /// Enrol members under plans.
        Enrolment = 0,
        /// Submit claims, authorise services, decide pended claims.
        Examiner = 1,
        /// Move the payer's escrow.
        Treasurer = 2,
    }
}
