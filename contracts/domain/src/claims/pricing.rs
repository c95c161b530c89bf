use alloc::vec::Vec;

use super::{
    Accumulators, Adjustment, Benefit, Category, CostSharing, Fee, Gate, Limit, Line, LineResult, Plan,
    Reason,
};
use crate::{Cents, MoneyError};

/// What one claim has used so far, line by line.
pub(super) struct Running<'a> {
    plan: &'a Plan,
    pub(super) accumulators: Accumulators,
    /// Copays that this claim has borne: a copay is due once for each category and claim.
    copays_taken: Vec<(Category, Cents)>,
}

/// What the member bears of a line, in the order in which the plan takes it.
#[derive(Clone, Copy)]
struct Share {
    reason: Reason,
    amount: Cents,
}

impl<'a> Running<'a> {
    /// Begins a claim with the member's accumulators as they stand.
    pub(super) fn new(plan: &'a Plan, accumulators: Accumulators) -> Self {
        Self { plan, accumulators, copays_taken: Vec::new() }
    }

    /// Prices a line that passed the gates: charge over the fee schedule [CO-45]; units beyond the yearly limit [PR-119];
    /// copay, deductible, coinsurance in the plan's order, no more than is left up to the out-of-pocket maximum; amount
    /// beyond the yearly limit [PR-119].
    ///
    /// # Errors
    /// [`MoneyError::Overflow`].
    pub(super) fn price(
        &mut self,
        line: &Line,
        fee: &Fee,
        benefit: &Benefit,
    ) -> Result<LineResult, MoneyError> {
        // A schedule that does not fit is above any charge.
        let allowed = fee.allowed.times(line.units).map_or(line.billed, |schedule| line.billed.min(schedule));
        let (units, covered) = self.within_units(line.units, allowed, benefit)?;
        if units == 0 {
            return Ok(refused(line.billed, Some(benefit.category), Gate::WithinLimit, Reason::LimitReached));
        }
        let shares = self.member_shares(covered, benefit)?;
        let member = Cents::sum(shares.iter().map(|share| share.amount))?;
        let due = covered.minus(member)?;
        let paid = due.min(self.amount_left(benefit));
        let over_limit = allowed.minus(covered)?.plus(due.minus(paid)?)?;
        self.count(benefit, &shares, units, paid)?;
        let adjustments = [Share { reason: Reason::ExceedsFeeSchedule, amount: line.billed.minus(allowed)? }]
            .into_iter()
            .chain(shares)
            .chain([Share { reason: Reason::LimitReached, amount: over_limit }])
            .filter(|share| !share.amount.is_zero())
            .map(|share| Adjustment { reason: share.reason, amount: share.amount })
            .collect();
        let category = Some(benefit.category);
        Ok(LineResult { category, refused_by: None, billed: line.billed, allowed, paid, adjustments })
    }

    /// Units that the yearly limit still covers, and the part of the allowed amount that they are.
    fn within_units(
        &self,
        units: u32,
        allowed: Cents,
        benefit: &Benefit,
    ) -> Result<(u32, Cents), MoneyError> {
        let (used, paid) = self.accumulators.used(benefit.category);
        match benefit.limit {
            Some(Limit::Units(limit)) if limit.saturating_sub(used) < units => {
                let left = limit.saturating_sub(used);
                Ok((left, allowed.scaled(left, units)?))
            }
            Some(Limit::Amount(limit)) if paid >= limit => Ok((0, Cents::ZERO)),
            _ => Ok((units, allowed)),
        }
    }

    /// What the plan may still pay in the category this year.
    fn amount_left(&self, benefit: &Benefit) -> Cents {
        match benefit.limit {
            Some(Limit::Amount(limit)) => limit.left_after(self.accumulators.used(benefit.category).1),
            _ => Cents(u64::MAX),
        }
    }

    /// The member's shares of a covered amount, in the plan's order, together no more than is left up to the out-of-pocket
    /// maximum: what is taken first counts first.
    fn member_shares(&self, covered: Cents, benefit: &Benefit) -> Result<[Share; 3], MoneyError> {
        let copay = benefit.copay.left_after(self.copay_taken(benefit.category));
        let deductible = match benefit.deductible_applies {
            true => self.plan.deductible.left_after(self.accumulators.deductible),
            false => Cents::ZERO,
        };
        let fixed = match self.plan.cost_sharing {
            CostSharing::CopayFirst => [(Reason::Copayment, copay), (Reason::Deductible, deductible)],
            CostSharing::DeductibleFirst => [(Reason::Deductible, deductible), (Reason::Copayment, copay)],
        };
        let mut rest = covered;
        let mut left = self.plan.out_of_pocket_maximum.left_after(self.accumulators.out_of_pocket);
        let mut take = |reason, due: Cents, rest: &mut Cents| -> Result<Share, MoneyError> {
            let applied = due.min(*rest);
            *rest = rest.minus(applied)?;
            let amount = applied.min(left);
            left = left.minus(amount)?;
            Ok(Share { reason, amount })
        };
        let [first, second] = fixed;
        let first = take(first.0, first.1, &mut rest)?;
        let second = take(second.0, second.1, &mut rest)?;
        let coinsurance = benefit.coinsurance.of(rest)?;
        let third = take(Reason::Coinsurance, coinsurance, &mut rest)?;
        Ok([first, second, third])
    }

    fn copay_taken(&self, category: Category) -> Cents {
        let found = self.copays_taken.iter().find(|(known, _)| *known == category);
        found.map_or(Cents::ZERO, |(_, taken)| *taken)
    }

    /// Counts a priced line towards the accumulators.
    fn count(
        &mut self,
        benefit: &Benefit,
        shares: &[Share],
        units: u32,
        paid: Cents,
    ) -> Result<(), MoneyError> {
        for share in shares {
            self.accumulators.out_of_pocket = self.accumulators.out_of_pocket.plus(share.amount)?;
            match share.reason {
                Reason::Deductible => {
                    self.accumulators.deductible = self.accumulators.deductible.plus(share.amount)?;
                }
                Reason::Copayment if !share.amount.is_zero() => {
                    self.take_copay(benefit.category, share.amount)?
                }
                _ => {}
            }
        }
        if benefit.limit.is_some() {
            self.accumulators.record_use(benefit.category, units, paid)?;
        }
        Ok(())
    }

    fn take_copay(&mut self, category: Category, amount: Cents) -> Result<(), MoneyError> {
        match self.copays_taken.iter_mut().find(|(known, _)| *known == category) {
            Some((_, taken)) => *taken = taken.plus(amount)?,
            None => self.copays_taken.push((category, amount)),
        }
        Ok(())
    }
}

/// The result of a line that a gate refused: nothing allowed, the whole charge under one reason.
pub(super) fn refused(billed: Cents, category: Option<Category>, gate: Gate, reason: Reason) -> LineResult {
    let adjustment = Adjustment { reason, amount: billed };
    let adjustments =
        Some(adjustment).filter(|adjustment| !adjustment.amount.is_zero()).into_iter().collect();
    LineResult {
        category,
        refused_by: Some(gate),
        billed,
        allowed: Cents::ZERO,
        paid: Cents::ZERO,
        adjustments,
    }
}
