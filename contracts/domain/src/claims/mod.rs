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
mod evidence;
mod gates;
mod plan;
mod pricing;
mod record;
mod service_day;
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
pub use evidence::{billed_before, Evidence};
pub use gates::Earlier;
pub use plan::{
    Benefit, CostSharing, Fee, Limit, Plan, PlanError, PlanId, PlanRef, Policy, PolicyError, PolicyId,
    MAX_BENEFITS,
};
pub use record::{
    ClaimRecord, ClaimSummary, Payer, PlanRecord, PolicyRecord, Previous, Submitted, YearsFull, MAX_YEARS,
};
pub use service_day::{Billed, ServiceDay, ServiceDayFull, MAX_SERVICES};
pub use status::{advance, begin, Event, Status, StatusError};

/// Number of a payer, counted from 1.
pub type PayerId = u32;

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
