use alloc::vec::Vec;
use scale::{Decode, Encode};

use super::{
    case::Case, gates::Passage, pricing::Running, Adjudication, Claim, Evidence, Fee, LineResult, Outcome,
    PendReason, Plan, Policy, Reason, Review, Totals, MAX_LINES, MAX_UNITS,
};
use crate::{consent::Decision, Cents, Day, MoneyError};

/// What follows for a claim.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub enum Verdict {
    /// It is decided.
    Adjudicated(Adjudication),
    /// It waits; nothing is counted.
    Pended(PendReason),
}

/// Why a claim cannot be taken at all, or decided so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub enum ClaimError {
    /// It has no lines.
    NoLines,
    /// It has more than [`MAX_LINES`].
    TooManyLines,
    /// A line's units are none or more than [`MAX_UNITS`].
    Units {
        /// Which line, counted from 0.
        line: u8,
    },
    /// The service day lies in the future.
    ServiceInFuture,
    /// The jurisdiction is malformed.
    BadJurisdiction,
    /// Amounts do not fit: the charges together, or what the claim uses up.
    Overflow,
    /// An examiner's override names a line that is not there or comes twice, or allows no less than the plan does.
    Override {
        /// Which line it names.
        line: u8,
    },
    /// A ruling's exception names a line that is not there or comes twice, or waives a gate that cannot be waived.
    Exception {
        /// Which line it names.
        line: u8,
    },
}

impl From<MoneyError> for ClaimError {
    fn from(_: MoneyError) -> Self {
        Self::Overflow
    }
}

impl Claim {
    /// Checks what does not depend on plan or policy.
    ///
    /// # Errors
    /// One [`ClaimError`] for each rule, in the order of its variants.
    pub fn validate(&self, today: Day) -> Result<(), ClaimError> {
        if self.lines.is_empty() {
            return Err(ClaimError::NoLines);
        }
        if self.lines.len() > MAX_LINES {
            return Err(ClaimError::TooManyLines);
        }
        if let Some(line) = self.lines.iter().position(|line| !(1..=MAX_UNITS).contains(&line.units)) {
            // At most MAX_LINES, which fits a byte.
            return Err(ClaimError::Units { line: line as u8 });
        }
        if self.service_day > today {
            return Err(ClaimError::ServiceInFuture);
        }
        self.jurisdiction.checked().map_err(|_| ClaimError::BadJurisdiction)?;
        self.billed()?;
        Ok(())
    }

    /// The charge for all lines.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`].
    pub fn billed(&self) -> Result<Cents, MoneyError> {
        Cents::sum(self.lines.iter().map(|line| line.billed))
    }
}

impl Evidence {
    /// Adjudicates a claim: gates in their order, then pricing line by line, then the balance. `fees` are the fee schedule's
    /// entries for the lines, in their order. Whoever has the same evidence gets the same verdict.
    ///
    /// The claim waits ([`Verdict::Pended`]) when a line passed the first four gates and the patient does not permit the
    /// payer's use for payment, or when it passed consent, its total is above the plan's ceiling, nobody reviewed it and the
    /// plan's days for that have not passed.
    ///
    /// # Errors
    /// [`ClaimError`] where [`Claim::validate`] gives one, for overrides and exceptions that cannot be, and
    /// [`ClaimError::Overflow`].
    pub fn decide(
        &self,
        claim: &Claim,
        plan: &Plan,
        policy: &Policy,
        fees: &[Option<Fee>],
    ) -> Result<Verdict, ClaimError> {
        claim.validate(self.received_on)?;
        let case = Case { claim, plan, policy, fees, evidence: self };
        case.validate()?;
        let mut entered = Vec::new();
        let mut some = false;
        for (index, line) in claim.lines.iter().enumerate() {
            let mut passage = Passage::new(case.waived(index));
            let passed = case.enter(&mut passage, index, line);
            some |= passed.is_ok();
            entered.push((passage, passed));
        }
        if some {
            if let Some(reason) = case.waits()? {
                return Ok(Verdict::Pended(reason));
            }
        }
        let mut running = Running::new(case);
        let mut lines = Vec::new();
        let mut totals = Totals::default();
        for (index, (passage, passed)) in entered.into_iter().enumerate() {
            let Some(line) = claim.lines.get(index) else { break };
            let result = running.line(index, line, passage, passed)?;
            totals = totals.with(&result)?;
            lines.push(result);
        }
        let Running { contribution, authorised, .. } = running;
        let outcome = outcome(&lines);
        Ok(Verdict::Adjudicated(Adjudication { outcome, lines, totals, contribution, authorised }))
    }
}

impl Case<'_> {
    /// Why a claim with a line that passed the first four gates has to wait, if it has to.
    fn waits(&self) -> Result<Option<PendReason>, MoneyError> {
        match self.evidence.consent.decision {
            Decision::Deny => return Ok(Some(PendReason::ConsentDenied)),
            Decision::NoConsent => return Ok(Some(PendReason::ConsentMissing)),
            // A permission that leaves claims out is none for this purpose.
            Decision::Permit { redact } if !redact.is_empty() => return Ok(Some(PendReason::ConsentMissing)),
            Decision::Permit { .. } => {}
        }
        let billed = self.claim.billed()?;
        let above = self.plan.review_above.is_some_and(|ceiling| billed > ceiling);
        Ok((above && self.evidence.review == Review::Waits).then_some(PendReason::ReviewNeeded))
    }
}

fn outcome(lines: &[LineResult]) -> Outcome {
    let (mut all_refused, mut in_full) = (true, true);
    for line in lines {
        let refused = line.refused_by.is_some();
        // What the plan and a prior payer paid together fits: neither is more than the charge.
        let left = line.allowed.left_after(line.paid).left_after(line.adjusted(Reason::PriorPayment));
        all_refused &= refused;
        in_full &= !refused && left.is_zero();
    }
    match (all_refused, in_full) {
        (true, _) => Outcome::Denied,
        (_, true) => Outcome::PaidInFull,
        _ => Outcome::Partial,
    }
}
