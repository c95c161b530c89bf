use alloc::vec::Vec;
use scale::{Decode, Encode};

use super::{
    Accumulators, Adjustment, AuthorisationId, Category, Gate, GateSet, PolicyId, Reason, ReviewReason,
    UnitsUsed,
};
use crate::{Account, Cents, CodeKey, Day, Digest, Jurisdiction, MoneyError};

/// Lines that one claim can have.
pub const MAX_LINES: usize = 32;

/// Units that one line can have.
pub const MAX_UNITS: u32 = 10_000;

/// Number of a claim, counted from 1.
pub type ClaimId = u64;

/// A service line as billed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct Line {
    /// The keyed service code.
    pub code: CodeKey,
    /// Units of service, 1 to [`MAX_UNITS`].
    pub units: u32,
    /// The charge for all of them.
    pub billed: Cents,
    /// What a prior payer paid for them (X12 837, loop 2430).
    pub prior_paid: Cents,
}

/// A claim as submitted.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct Claim {
    /// The member's policy.
    pub policy: PolicyId,
    /// The provider, who is paid.
    pub provider: Account,
    /// Where the service was rendered.
    pub jurisdiction: Jurisdiction,
    /// When.
    pub service_day: Day,
    /// What was done, 1 to [`MAX_LINES`] lines.
    pub lines: Vec<Line>,
    /// Prior authorisation, if any.
    pub authorisation: Option<AuthorisationId>,
    /// Salted hash of the claim's document.
    pub document: Digest,
}

/// Who refused a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub enum RefusedBy {
    /// A gate.
    Gate(Gate),
    /// An examiner in a review.
    Review(ReviewReason),
}

/// What became of one line. `billed − Σ adjustments = paid` and `paid ≤ allowed ≤ billed` always hold, and `paid` together with
/// what a prior payer paid never exceeds the larger of `allowed` and that payment.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct LineResult {
    /// Category by the plan's fee schedule; `None` where the schedule does not know the code.
    pub category: Option<Category>,
    /// Who refused the line, if it was refused.
    pub refused_by: Option<RefusedBy>,
    /// The gates that were asked and that it passed; a gate that does not apply to the line, or was waived, is not asked.
    pub passed: GateSet,
    /// The charge.
    pub billed: Cents,
    /// What the plan allows for it; nothing for a refused line.
    pub allowed: Cents,
    /// What the plan pays.
    pub paid: Cents,
    /// The difference, by reason; none of them is zero.
    pub adjustments: Vec<Adjustment>,
}

/// Sums over the lines of a claim.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct Totals {
    /// Charges.
    pub billed: Cents,
    /// Allowed.
    pub allowed: Cents,
    /// Paid by the plan.
    pub paid: Cents,
    /// PR-1, deductible.
    pub deductible: Cents,
    /// PR-2, coinsurance.
    pub coinsurance: Cents,
    /// PR-3, copayment.
    pub copay: Cents,
}

/// How a claim came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub enum Outcome {
    /// No line was refused, and the plan pays all that it allows and that no prior payer paid.
    PaidInFull,
    /// Something of what the plan allows is left to the member, or some lines were refused.
    Partial,
    /// Every line was refused.
    Denied,
}

/// Why a claim waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub enum PendReason {
    /// The patient's grants are silent on payment use by this payer.
    ConsentMissing,
    /// The patient denies it.
    ConsentDenied,
    /// The total billed needs an examiner's review.
    ReviewNeeded,
    /// The payer's escrow does not cover the payment.
    EscrowShort,
}

/// A claim's result and what it changes.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct Adjudication {
    /// How it came out.
    pub outcome: Outcome,
    /// Results, one for each line, in the lines' order.
    pub lines: Vec<LineResult>,
    /// Sums.
    pub totals: Totals,
    /// What it adds to the accumulators of the member and of the family.
    pub contribution: Accumulators,
    /// Units of the prior authorisation's items that the lines used.
    pub authorised: UnitsUsed,
}

impl LineResult {
    /// The amount adjusted for one reason.
    pub fn adjusted(&self, reason: Reason) -> Cents {
        let found = self.adjustments.iter().find(|adjustment| adjustment.reason == reason);
        found.map_or(Cents::ZERO, |adjustment| adjustment.amount)
    }
}

impl Totals {
    /// Adds one line.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`].
    pub fn with(self, line: &LineResult) -> Result<Self, MoneyError> {
        Ok(Self {
            billed: self.billed.plus(line.billed)?,
            allowed: self.allowed.plus(line.allowed)?,
            paid: self.paid.plus(line.paid)?,
            deductible: self.deductible.plus(line.adjusted(Reason::Deductible))?,
            coinsurance: self.coinsurance.plus(line.adjusted(Reason::Coinsurance))?,
            copay: self.copay.plus(line.adjusted(Reason::Copayment))?,
        })
    }
}
