use alloc::vec::Vec;
use scale::{Decode, Encode};

use super::{
    gates::{benefit_gates, claim_gates, line_gates, Refused},
    pricing::{refused, Running},
    Accumulators, Adjudication, Authorisation, AuthorisationId, Benefit, Claim, Earlier, Fee, LineResult,
    Outcome, PendReason, Plan, Policy, Totals, MAX_LINES, MAX_UNITS,
};
use crate::{
    consent::Decision,
    credentials::{CredentialId, Kind, Refusal},
    Cents, Day, MoneyError,
};

/// All that a decision rests on besides the claim. Whoever has the same context gets the same verdict.
pub struct Context<'a> {
    /// The version of the plan that the policy is under.
    pub plan: &'a Plan,
    /// The policy.
    pub policy: &'a Policy,
    /// Day on which the claim was received.
    pub received_on: Day,
    /// The fee schedule's entry for each line, in the lines' order.
    pub fees: &'a [Option<Fee>],
    /// Services of the same policy and day that earlier claims billed and that were not refused.
    pub earlier: Earlier<'a>,
    /// What the registry answered about the provider on the service day, for each kind that [`Context::kinds_required`] names.
    pub credentials: &'a [(Kind, Result<CredentialId, Refusal>)],
    /// What the patient's grants say to the payer's use of the claim for payment on the service day.
    pub consent: Decision,
    /// The prior authorisation that the claim names, with its number.
    pub authorisation: Option<(AuthorisationId, Authorisation)>,
    /// The member's accumulators for the service day's year.
    pub accumulators: &'a Accumulators,
}

/// What follows for a claim.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub enum Verdict {
    /// It is decided.
    Adjudicated(Adjudication),
    /// It waits; nothing is counted.
    Pended(PendReason),
}

/// Why a claim cannot be taken at all.
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
    /// Amounts do not fit: the charges together, or the member's accumulators.
    Overflow,
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

impl Context<'_> {
    /// The fee and the benefit for a line.
    pub(super) fn benefit(&self, index: usize) -> Option<(&Fee, &Benefit)> {
        let fee = self.fees.get(index)?.as_ref()?;
        Some((fee, self.plan.benefit(fee.category)?))
    }

    /// The kinds of credentials that the lines with these fees need, each once.
    pub fn kinds_required(plan: &Plan, fees: &[Option<Fee>]) -> Vec<Kind> {
        let mut kinds = Vec::new();
        for fee in fees.iter().flatten() {
            let required = plan.benefit(fee.category).and_then(|benefit| benefit.credential);
            if let Some(kind) = required.filter(|kind| !kinds.contains(kind)) {
                kinds.push(kind);
            }
        }
        kinds
    }
}

/// Adjudicates a claim: gates in their order, then pricing line by line, then the balance.
///
/// The claim waits ([`Verdict::Pended`]) when a line passed the first four gates and the patient does not permit the payer's
/// use for payment, or when it passed consent and its total is above the plan's ceiling.
///
/// # Errors
/// [`ClaimError`] where [`Claim::validate`] gives one, and [`ClaimError::Overflow`].
pub fn adjudicate(claim: &Claim, context: &Context<'_>) -> Result<Verdict, ClaimError> {
    claim.validate(context.received_on)?;
    let whole = claim_gates(claim, context);
    let first: Vec<Result<(), Refused>> =
        (0..claim.lines.len()).map(|index| whole.and_then(|()| line_gates(claim, index, context))).collect();
    if first.iter().any(Result::is_ok) {
        if let Some(reason) = waits(claim, context)? {
            return Ok(Verdict::Pended(reason));
        }
    }
    let mut running = Running::new(context.plan, context.accumulators.clone());
    let mut authorised_units: u32 = 0;
    let mut lines = Vec::with_capacity(claim.lines.len());
    for (index, (line, first)) in claim.lines.iter().zip(first).enumerate() {
        let category = context.fees.get(index).copied().flatten().map(|fee| fee.category);
        let passed = first.and_then(|()| benefit_gates(claim, index, context));
        let result = match passed {
            Err((gate, reason)) => refused(line.billed, category, gate, reason),
            Ok((fee, benefit)) => {
                let priced = running.price(line, fee, benefit)?;
                if benefit.authorisation_needed && priced.refused_by.is_none() {
                    authorised_units = line.units;
                }
                priced
            }
        };
        lines.push(result);
    }
    let totals = lines.iter().try_fold(Totals::default(), Totals::with)?;
    let outcome = outcome(&lines, &totals);
    Ok(Verdict::Adjudicated(Adjudication {
        outcome,
        lines,
        totals,
        accumulators: running.accumulators,
        authorised_units,
    }))
}

/// Why a claim with a line that passed the first four gates has to wait, if it has to.
fn waits(claim: &Claim, context: &Context<'_>) -> Result<Option<PendReason>, MoneyError> {
    match context.consent {
        Decision::Deny => return Ok(Some(PendReason::ConsentDenied)),
        Decision::NoConsent => return Ok(Some(PendReason::ConsentMissing)),
        // A permission that leaves claims out is none for this purpose.
        Decision::Permit { redact } if !redact.is_empty() => return Ok(Some(PendReason::ConsentMissing)),
        Decision::Permit { .. } => {}
    }
    let billed = claim.billed()?;
    let above = context.plan.review_above.is_some_and(|ceiling| billed > ceiling);
    Ok(above.then_some(PendReason::ReviewNeeded))
}

fn outcome(lines: &[LineResult], totals: &Totals) -> Outcome {
    let refused = lines.iter().filter(|line| line.refused_by.is_some()).count();
    if refused == lines.len() {
        Outcome::Denied
    } else if refused == 0 && totals.paid == totals.allowed {
        Outcome::PaidInFull
    } else {
        Outcome::Partial
    }
}
