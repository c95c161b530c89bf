//! Outcomes, reasons and waits in words, for tables and explanations of benefits.

use healink_domain::claims::{AppealState, Level, Outcome, PendReason, Reason, RefusedBy, Status};

use crate::names;

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
        Reason::OutOfNetwork => "not covered with a provider out of network",
        Reason::LacksInformation => "an examiner misses information",
        Reason::PriorPayment => "paid by a prior payer",
        Reason::BalanceBill => "above the fee schedule; a provider out of network bills it to the member",
        Reason::NotNecessary => "an examiner holds it for not necessary",
        Reason::Included => "included in the payment for another service",
        Reason::LevelOfService => "an examiner allows a lower level of service",
        Reason::Frequency => "an examiner allows fewer services",
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

/// Where a claim stands, in one word.
pub const fn standing(status: &Status) -> &'static str {
    match status {
        Status::Pended { .. } => "pended",
        Status::Adjudicated { .. } => "adjudicated",
        Status::Settled { .. } => "settled",
        Status::Overturned { .. } => "overturned",
        Status::Replaced { .. } => "replaced",
        Status::Void => "void",
    }
}

/// Every word of [`standing`].
pub const STANDINGS: [&str; 6] = ["pended", "adjudicated", "settled", "overturned", "replaced", "void"];

/// How a claim came out, or why it did not.
pub fn status(status: Status) -> String {
    match status {
        Status::Pended { reason, .. } => pending(reason).into(),
        Status::Adjudicated { outcome: how, appeal, .. } | Status::Settled { outcome: how, appeal, .. } => {
            format!("{}{}", outcome(how), appealed(appeal))
        }
        Status::Overturned { by } => format!("overturned: claim {by} stands for it"),
        Status::Replaced { by } => format!("replaced by claim {by}"),
        Status::Void => "void".into(),
    }
}

/// Whether a decision is or was appealed, as it is put behind what it says.
pub const fn appealed(appeal: AppealState) -> &'static str {
    match appeal {
        AppealState::None => "",
        AppealState::Open { level: Level::Payer } => ", appealed with the payer",
        AppealState::Open { level: Level::Independent } => ", appealed with an independent reviewer",
        AppealState::Upheld { level: Level::Payer } => ", upheld by the payer",
        AppealState::Upheld { level: Level::Independent } => ", upheld by an independent reviewer",
    }
}

/// Who refused a line, by name: a gate, or an examiner.
pub fn refused_by(refused: RefusedBy) -> String {
    match refused {
        RefusedBy::Gate(gate) => names::name(gate),
        RefusedBy::Review(reason) => format!("examiner: {}", names::name(reason)),
    }
}
