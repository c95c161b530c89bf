use super::{
    Benefit, Claim, ClaimError, Evidence, Exception, Fee, GateSet, Line, Override, Plan, Policy, Review,
};
use crate::Cents;

/// A claim with all that its decision rests on.
#[derive(Clone, Copy)]
pub(super) struct Case<'a> {
    pub(super) claim: &'a Claim,
    pub(super) plan: &'a Plan,
    pub(super) policy: &'a Policy,
    pub(super) fees: &'a [Option<Fee>],
    pub(super) evidence: &'a Evidence,
}

impl<'a> Case<'a> {
    /// The fee of a line.
    pub(super) fn fee(&self, index: usize) -> Option<&'a Fee> {
        self.fees.get(index)?.as_ref()
    }

    /// The benefit for a line.
    pub(super) fn benefit(&self, index: usize) -> Option<&'a Benefit> {
        self.plan.benefit(self.fee(index)?.category)
    }

    /// What the fee schedule allows for a line: nothing for a service that it does not know.
    pub(super) fn scheduled(&self, index: usize, line: &Line) -> Cents {
        let Some(fee) = self.fee(index) else { return Cents::ZERO };
        // A schedule that does not fit is above any charge.
        fee.allowed.times(line.units).map_or(line.billed, |schedule| line.billed.min(schedule))
    }

    /// Whether the provider is in the plan's network.
    pub(super) fn in_network(&self) -> bool {
        self.plan.network.is_none() || matches!(self.evidence.network, Some(Ok(_)))
    }

    /// The gates that a line need not pass.
    pub(super) fn waived(&self, index: usize) -> GateSet {
        self.exception(index).map_or(GateSet::EMPTY, |exception| exception.waived)
    }

    /// An examiner's word on a line, unless a ruling on an appeal took it back.
    pub(super) fn overridden(&self, index: usize) -> Option<&'a Override> {
        if self.exception(index).is_some() {
            return None;
        }
        self.overrides().iter().find(|given| usize::from(given.line) == index)
    }

    fn exception(&self, index: usize) -> Option<&'a Exception> {
        self.evidence.exceptions.iter().find(|exception| usize::from(exception.line) == index)
    }

    fn overrides(&self) -> &'a [Override] {
        match &self.evidence.review {
            Review::Reviewed(overrides) => overrides,
            Review::Waits | Review::Overdue => &[],
        }
    }

    /// Checks what examiners and reviewers said: each line once, no line that is not there, nothing above what the plan
    /// allows, no gate that cannot be waived.
    pub(super) fn validate(&self) -> Result<(), ClaimError> {
        let mut seen = 0;
        for Override { line, allowed, .. } in self.overrides() {
            let billed = self.once(*line, &mut seen).ok_or(ClaimError::Override { line: *line })?;
            if !allowed.is_zero() && *allowed >= self.scheduled(usize::from(*line), billed) {
                return Err(ClaimError::Override { line: *line });
            }
        }
        let mut seen = 0;
        for Exception { line, waived } in &self.evidence.exceptions {
            if self.once(*line, &mut seen).is_none() || !waived.is_waivable() {
                return Err(ClaimError::Exception { line: *line });
            }
        }
        Ok(())
    }

    /// The line, unless there is none or its bit is set already.
    fn once(&self, line: u8, seen: &mut u32) -> Option<&'a Line> {
        let bit = super::evidence::bit(usize::from(line));
        if *seen & bit != 0 {
            return None;
        }
        *seen |= bit;
        self.claim.lines.get(usize::from(line))
    }
}
