use alloc::vec::Vec;

use super::{
    case::Case,
    gates::{Admitted, Passage, Refused},
    Accumulators, Adjustment, Benefit, Category, Coordination, CostSharing, Gate, Limit, Line, LineResult,
    Reason, RefusedBy, SharedKind, Sharing, UnitsUsed,
};
use crate::{Cents, MoneyError};

/// What one claim uses, line by line.
pub(super) struct Running<'a> {
    case: Case<'a>,
    /// What its lines so far add to the accumulators.
    pub(super) contribution: Accumulators,
    /// Units of the prior authorisation's items that its lines so far use.
    pub(super) authorised: UnitsUsed,
    /// Copays that its lines so far were asked for, whoever bore them: a copay is due once for each category and claim.
    copays: Vec<(Category, Cents)>,
}

/// A part of a charge, in the order in which the plan takes it.
type Part = (Reason, Cents);

/// How much of a category is left under its yearly limit.
struct Room {
    units: u32,
    paid: Cents,
}

/// What a prior payer leaves of a charge.
struct Coordinated {
    /// What it paid of the charge.
    prior: Cents,
    /// What nobody pays: over the fee schedule, then what an examiner took off. Where the prior payer paid more than is
    /// allowed, only what is left of it, so that nothing is adjusted twice.
    excess: Cents,
    reduced: Cents,
    /// What is left of the allowed amount for the plan and the member.
    left: Cents,
}

impl<'a> Running<'a> {
    /// Begins a claim.
    pub(super) fn new(case: Case<'a>) -> Self {
        Self {
            case,
            contribution: Accumulators::default(),
            authorised: UnitsUsed::default(),
            copays: Vec::new(),
        }
    }

    /// Decides a line, given how it fared at the first gates.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`].
    pub(super) fn line(
        &mut self,
        index: usize,
        line: &Line,
        mut passage: Passage,
        entered: Result<(), Refused>,
    ) -> Result<LineResult, MoneyError> {
        let case = self.case;
        let admitted = match entered {
            Err(refused) => Err(refused),
            Ok(()) => {
                passage.pass(Gate::Consented);
                case.admit(&mut passage, index, line, &self.authorised)
            }
        };
        let category = case.fee(index).map(|fee| fee.category);
        match admitted {
            Err((gate, reason)) => Ok(refused(line, category, RefusedBy::Gate(gate), reason, passage)),
            Ok(admitted) => self.price(index, line, admitted, passage),
        }
    }

    /// Prices a line that passed the gates up to the eighth: gate 9, an examiner's word, then the parts of the charge.
    ///
    /// Over the fee schedule [CO-45, out of network PR-45]; taken off by an examiner; paid by a prior payer [OA-23]; units
    /// beyond the yearly limit [PR-119]; copay, deductible, coinsurance in the plan's order, no more than is left up to the
    /// out-of-pocket maximum; amount beyond the yearly limit [PR-119]. Where a prior payer leaves the member less than
    /// these, what is taken first counts first, and that is what counts towards the accumulators.
    fn price(
        &mut self,
        index: usize,
        line: &Line,
        admitted: Admitted<'_>,
        mut passage: Passage,
    ) -> Result<LineResult, MoneyError> {
        let category = Some(admitted.benefit.category);
        let room = self.room(admitted.benefit);
        if room.units == 0 || room.paid.is_zero() {
            let gate = RefusedBy::Gate(Gate::WithinLimit);
            return Ok(refused(line, category, gate, Reason::LimitReached, passage));
        }
        if admitted.benefit.limit.is_some() {
            passage.pass(Gate::WithinLimit);
        }
        let scheduled = self.case.scheduled(index, line);
        let (mut allowed, mut why) = (scheduled, Reason::ExceedsFeeSchedule);
        if let Some(given) = self.case.overridden(index) {
            (allowed, why) = (given.allowed, given.reason.reason());
            if allowed.is_zero() {
                return Ok(refused(line, category, RefusedBy::Review(given.reason), why, passage));
            }
        }
        let Coordinated { prior, excess, reduced, left } = coordinate(line, scheduled, allowed);
        let (paid, [first, second, third], over) =
            self.share_out(line, &admitted, room, allowed, prior, left)?;
        let beyond = if self.case.in_network() { Reason::ExceedsFeeSchedule } else { Reason::BalanceBill };
        let parts = [
            (beyond, excess),
            (why, reduced),
            (Reason::PriorPayment, prior),
            first,
            second,
            third,
            (Reason::LimitReached, over),
        ];
        Ok(LineResult {
            category,
            refused_by: None,
            passed: passage.passed,
            billed: line.billed,
            allowed,
            paid,
            adjustments: adjustments(&parts),
        })
    }

    /// Shares the allowed amount, of which a prior payer paid `prior` and left `left`, between plan and member, and counts
    /// it: what the plan pays, what the member bears, and what is beyond the yearly limit.
    fn share_out(
        &mut self,
        line: &Line,
        admitted: &Admitted<'_>,
        room: Room,
        allowed: Cents,
        prior: Cents,
        left: Cents,
    ) -> Result<(Cents, [Part; 3], Cents), MoneyError> {
        let category = admitted.benefit.category;
        let coordination = self.case.plan.coordination;
        let base = if coordination == Coordination::MaintenanceOfBenefits { left } else { allowed };
        let covered = if room.units < line.units { base.scaled(room.units, line.units)? } else { base };
        let (mut shares, due) = self.shares(covered, category, admitted.sharing)?;
        let normal = due.min(room.paid);
        let paid = match coordination {
            Coordination::Standard => normal.min(left),
            Coordination::MaintenanceOfBenefits => normal,
            Coordination::CarveOut => normal.left_after(prior),
        };
        let mut member = left.left_after(paid);
        for (reason, amount) in &mut shares {
            *amount = (*amount).min(member);
            member = member.left_after(*amount);
            self.contribution.out_of_pocket = self.contribution.out_of_pocket.plus(*amount)?;
            if *reason == Reason::Deductible {
                self.contribution.deductible = self.contribution.deductible.plus(*amount)?;
            }
        }
        if admitted.benefit.limit.is_some() {
            self.contribution.record_use(category, line.units.min(room.units), paid)?;
        }
        if let Some(item) = admitted.item {
            self.authorised.add(item, line.units)?;
        }
        Ok((paid, shares, member))
    }

    /// What the yearly limit still leaves.
    fn room(&self, benefit: &Benefit) -> Room {
        let (units, paid) = self.case.evidence.accumulators.used(benefit.category);
        let (more, spent) = self.contribution.used(benefit.category);
        let mut room = Room { units: u32::MAX, paid: Cents(u64::MAX) };
        match benefit.limit {
            Some(Limit::Units(limit)) => room.units = limit.saturating_sub(units).saturating_sub(more),
            Some(Limit::Amount(limit)) => room.paid = limit.left_after(paid).left_after(spent),
            None => {}
        }
        room
    }

    /// The member's shares of a covered amount, in the plan's order, together no more than is left up to the out-of-pocket
    /// maximum: what is taken first counts first. Also the rest, which is the plan's.
    fn shares(
        &mut self,
        covered: Cents,
        category: Category,
        sharing: Sharing,
    ) -> Result<([Part; 3], Cents), MoneyError> {
        let (deductible, mut left) = self.left();
        let deductible = if sharing.deductible_applies { deductible } else { Cents::ZERO };
        let copay = (Reason::Copayment, self.copay_left(category, sharing.copay));
        let deductible = (Reason::Deductible, deductible);
        let mut shares = match self.case.plan.cost_sharing {
            CostSharing::CopayFirst => [copay, deductible, (Reason::Coinsurance, Cents::ZERO)],
            CostSharing::DeductibleFirst => [deductible, copay, (Reason::Coinsurance, Cents::ZERO)],
        };
        let (mut rest, mut due) = (covered, covered);
        for (reason, amount) in &mut shares {
            if *reason == Reason::Coinsurance {
                *amount = sharing.coinsurance.of(rest)?;
            }
            let applied = (*amount).min(rest);
            rest = rest.left_after(applied);
            *amount = applied.min(left);
            left = left.left_after(*amount);
            due = due.left_after(*amount);
            if *reason == Reason::Copayment && !amount.is_zero() {
                self.copays.push((category, *amount));
            }
        }
        Ok((shares, due))
    }

    /// What is left of the deductible, and up to the out-of-pocket maximum.
    fn left(&self) -> (Cents, Cents) {
        let (plan, evidence, so_far) = (self.case.plan, self.case.evidence, &self.contribution);
        let before = &evidence.accumulators;
        let deductible = plan.deductible.left_after(before.deductible).left_after(so_far.deductible);
        let maximum = plan.out_of_pocket_maximum.left_after(before.out_of_pocket);
        let maximum = maximum.left_after(so_far.out_of_pocket);
        let (Some(family), Some(before)) = (&plan.family, &evidence.family) else {
            return (deductible, maximum);
        };
        let together = family.deductible.amount.left_after(before.deductible).left_after(so_far.deductible);
        let deductible = family.deductible.kind.left(deductible, together);
        let together = family.out_of_pocket_maximum.amount.left_after(before.out_of_pocket);
        let together = together.left_after(so_far.out_of_pocket);
        (deductible, family.out_of_pocket_maximum.kind.left(maximum, together))
    }

    /// What is left of a category's copay after the claim's lines so far.
    fn copay_left(&self, category: Category, copay: Cents) -> Cents {
        let mut left = copay;
        for (known, asked) in &self.copays {
            if *known == category {
                left = left.left_after(*asked);
            }
        }
        left
    }
}

impl SharedKind {
    /// What is left, of what is left of the individual amount and of the family's.
    fn left(self, individual: Cents, together: Cents) -> Cents {
        match self {
            Self::Embedded => individual.min(together),
            Self::Aggregate => together,
        }
    }
}

/// Takes a prior payment off a charge, of which `allowed` is allowed and `scheduled` would be but for an examiner:
/// `allowed ≤ scheduled ≤ billed`. No part is taken of less than there is, so nothing has to be checked.
fn coordinate(line: &Line, scheduled: Cents, allowed: Cents) -> Coordinated {
    let prior = line.prior_paid.min(line.billed);
    let rest = line.billed.left_after(prior);
    let written_off = line.billed.left_after(allowed).min(rest);
    let reduced = scheduled.left_after(allowed).min(written_off);
    Coordinated {
        prior,
        excess: written_off.left_after(reduced),
        reduced,
        left: rest.left_after(written_off),
    }
}

/// The result of a line that is refused: nothing allowed, and all that no prior payer paid under one reason.
fn refused(
    line: &Line,
    category: Option<Category>,
    by: RefusedBy,
    reason: Reason,
    passage: Passage,
) -> LineResult {
    let prior = line.prior_paid.min(line.billed);
    let parts = [(Reason::PriorPayment, prior), (reason, line.billed.left_after(prior))];
    LineResult {
        category,
        refused_by: Some(by),
        passed: passage.passed,
        billed: line.billed,
        allowed: Cents::ZERO,
        paid: Cents::ZERO,
        adjustments: adjustments(&parts),
    }
}

/// The parts that are not nothing.
fn adjustments(parts: &[Part]) -> Vec<Adjustment> {
    let mut adjustments = Vec::new();
    for (reason, amount) in parts {
        if !amount.is_zero() {
            adjustments.push(Adjustment { reason: *reason, amount: *amount });
        }
    }
    adjustments
}
