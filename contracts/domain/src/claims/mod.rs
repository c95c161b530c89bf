//! Claims: gates, pricing, balancing adjustments, accumulators, review, appeals, escrow.
//!
//! Anchors: ASC X12 835 (balancing, group and claim adjustment reason codes, PLB), FHIR R4 ExplanationOfBenefit, openIMIS,
//! Oracle Health Insurance benefit rules, NAIC's model regulation on coordination of benefits.
//!
//! # What counts
//! - **Line**: `billed − Σ adjustments = paid`, exactly. Amounts are rounded in one place ([`crate::Cents::scaled`]), twice a
//!   line at the most: the part that a yearly limit in units covers, and the coinsurance.
//! - **Deductible and out-of-pocket maximum**, of the member and of the family: what the member bears as PR-1, PR-2 and PR-3
//!   after coordination, in network or out of it. A balance bill (PR-45), what is beyond a yearly limit (PR-119) and what is
//!   not covered do not count.
//! - **Yearly limits**: the units rendered within the limit, whoever paid them; of money, what this plan paid.
//! - **Copay**: once for each category and claim, as if there were no prior payer.
//! - **Prior authorisation**: the units of every line that needed it and was not refused.

mod accumulators;
mod adjudicate;
mod adjustment;
mod appeal;
mod authorisation;
mod case;
mod category;
mod claim;
mod docket;
mod escrow;
mod evidence;
mod gate;
mod gates;
mod plan;
mod pricing;
mod record;
mod review;
mod service_day;
mod status;

pub use accumulators::{Accumulators, Usage};
pub use adjudicate::{ClaimError, Verdict};
pub use adjustment::{Adjustment, Group, Reason};
pub use appeal::{Appeal, AppealDays, AppealError, Level, Ruled, Ruling};
pub use authorisation::{
    Authorisation, AuthorisationDecision, AuthorisationError, AuthorisationId, AuthorisationRecord,
    AuthorisationStatus, AuthorisedItem, UnitsUsed, MAX_ITEMS,
};
pub use category::Category;
pub use claim::{
    Adjudication, Claim, ClaimId, Line, LineResult, Outcome, PendReason, RefusedBy, Totals, MAX_LINES,
    MAX_UNITS,
};
pub use docket::{AppealId, AppealRecord, Docket};
pub use escrow::{Escrow, EscrowError, Remittance};
pub use evidence::{billed_before, Evidence};
pub use gate::{Gate, GateSet};
pub use plan::{
    Benefit, Coordination, CostSharing, Family, FamilyKey, Fee, Limit, Plan, PlanError, PlanId, PlanRef,
    Policy, PolicyError, PolicyId, Shared, SharedKind, Sharing, MAX_BENEFITS,
};
pub use record::{
    ClaimRecord, ClaimSummary, Payer, PayerAccount, PlanRecord, PolicyAccount, Previous, YearsFull, MAX_YEARS,
};
pub use review::{Exception, Override, Review, ReviewReason};
pub use service_day::{Billed, ServiceDay, ServiceDayFull, MAX_SERVICES};
pub use status::{advance, begin, AppealState, Event, Status, StatusError};

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
