//! Outcomes, reasons and waits in words, for tables and explanations of benefits.

use healink_domain::claims::{Outcome, PendReason, Reason, Status};

/// Why an amount is not paid, in a few words.
pub const fn reason(reason: Reason) -> &'static str {
    match reason {
        Reason::Deductible => "counts towards the deductible",
        Reason::Coinsurance => "the member's coinsurance",
        Reason::Copayment => "the member's copay",
        Reason::AuthorisationDoesNotApply => "the prior authorisation is not for this service",
        Reason::Duplicate => "billed before for the same day",
        Reason::BeforeCoverage => "before the cover began",
        Reason::AfterCoverage => "after the cover ended",
        Reason::FiledLate => "filed too late",
        Reason::ExceedsFeeSchedule => "above the fee schedule",
        Reason::NotCovered => "not covered by the plan",
        Reason::LimitReached => "beyond the limit for the year",
        Reason::WaitingPeriod => "within the waiting period",
        Reason::AuthorisationAbsent => "needs prior authorisation",
        Reason::AuthorisationExceeded => "beyond the units authorised",
        Reason::ProviderNotCertified => "the provider held no valid credential on the service day",
    }
}

/// How a claim came out.
pub const fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::PaidInFull => "paid in full",
        Outcome::Partial => "partial",
        Outcome::Denied => "denied",
    }
}

/// What a claim waits for.
pub const fn pending(reason: PendReason) -> &'static str {
    match reason {
        PendReason::ConsentMissing => "waits: the patient has not consented",
        PendReason::ConsentDenied => "waits: the patient denies consent",
        PendReason::ReviewNeeded => "waits: an examiner has to review it",
        PendReason::EscrowShort => "waits: the payer's escrow is short",
    }
}

/// Where a claim stands.
pub const fn status(status: Status) -> &'static str {
    match status {
        Status::Pended { reason } => pending(reason),
        Status::Adjudicated { outcome: how, .. } | Status::Settled { outcome: how, .. } => outcome(how),
    }
}
