use super::{case::Case, Benefit, Gate, GateSet, Line, Reason, Sharing, UnitsUsed};
use crate::credentials::Kind;

/// A refusal by a gate, with the reason that goes on the remittance.
pub(super) type Refused = (Gate, Reason);

/// A line on its way through the gates.
#[derive(Clone, Copy)]
pub(super) struct Passage {
    /// Gates that were asked and let it through.
    pub(super) passed: GateSet,
    /// Gates that are not asked.
    pub(super) waived: GateSet,
}

/// How a line that passed the gates up to the eighth is to be priced.
#[derive(Clone, Copy)]
pub(super) struct Admitted<'a> {
    pub(super) benefit: &'a Benefit,
    pub(super) sharing: Sharing,
    /// The item of the prior authorisation that it uses.
    pub(super) item: Option<usize>,
}

impl Passage {
    pub(super) const fn new(waived: GateSet) -> Self {
        Self { passed: GateSet::EMPTY, waived }
    }

    /// Whether the gate is asked at all.
    const fn asks(&self, gate: Gate) -> bool {
        !self.waived.contains(gate)
    }

    pub(super) fn pass(&mut self, gate: Gate) {
        self.passed = self.passed.union(gate.set());
    }

    /// Asks a gate that refuses for `reason` when `minds`.
    fn ask(&mut self, gate: Gate, minds: bool, reason: Reason) -> Result<(), Refused> {
        if self.asks(gate) {
            if minds {
                return Err((gate, reason));
            }
            self.pass(gate);
        }
        Ok(())
    }
}

impl<'a> Case<'a> {
    /// Gates 1 to 4: eligible [26, 27]; filed in time [29]; not a duplicate [OA-18], of an earlier claim or an earlier line of
    /// this one; provider credentialed on the service day [B7]. Gate 5, consent, is on the whole claim and comes between
    /// these and the rest.
    pub(super) fn enter(&self, passage: &mut Passage, index: usize, line: &Line) -> Result<(), Refused> {
        let (day, period) = (self.claim.service_day, self.policy.period);
        let outside = if day < period.from { Reason::BeforeCoverage } else { Reason::AfterCoverage };
        passage.ask(Gate::Eligible, !period.contains(day), outside)?;
        let late = self.evidence.filed_on.since(day) > u32::from(self.plan.filing_days);
        passage.ask(Gate::FiledInTime, late, Reason::FiledLate)?;
        let within = self.claim.lines.iter().take(index).any(|earlier| earlier.code == line.code);
        let before = self.evidence.billed_before & super::evidence::bit(index) != 0;
        passage.ask(Gate::NotDuplicate, within || before, Reason::Duplicate)?;
        if let Some(kind) = self.benefit(index).and_then(|benefit| benefit.credential) {
            passage.ask(Gate::Credentialed, !self.holds(kind), Reason::ProviderNotCertified)?;
        }
        Ok(())
    }

    fn holds(&self, kind: Kind) -> bool {
        self.evidence.credentials.iter().any(|(held, answer)| *held == kind && answer.is_ok())
    }

    /// Gates 6 to 8: covered [96], also with a provider out of network [242]; authorised [15, 197, 198]; waiting period served
    /// [179]. Gate 9, the limit [119], is part of pricing, since it can split a line. `drawn` are the units that earlier
    /// lines of the claim use of its authorisation.
    pub(super) fn admit(
        &self,
        passage: &mut Passage,
        index: usize,
        line: &Line,
        drawn: &UnitsUsed,
    ) -> Result<Admitted<'a>, Refused> {
        let Some(benefit) = self.benefit(index) else { return Err((Gate::Covered, Reason::NotCovered)) };
        let waived = !passage.asks(Gate::Covered);
        let in_network = self.in_network() || waived && benefit.out_of_network.is_none();
        let Some(sharing) = benefit.sharing(in_network).filter(|_| benefit.covered || waived) else {
            let reason = if benefit.covered { Reason::OutOfNetwork } else { Reason::NotCovered };
            return Err((Gate::Covered, reason));
        };
        if !waived {
            passage.pass(Gate::Covered);
        }
        let mut item = None;
        if benefit.authorisation_needed && passage.asks(Gate::Authorised) {
            item = Some(self.authorised(line, drawn).map_err(|reason| (Gate::Authorised, reason))?);
            passage.pass(Gate::Authorised);
        }
        if benefit.waiting_days > 0 {
            let early = self.claim.service_day < self.policy.served_on(benefit);
            passage.ask(Gate::WaitingServed, early, Reason::WaitingPeriod)?;
        }
        Ok(Admitted { benefit, sharing, item })
    }

    /// The item of the claim's prior authorisation that covers a line.
    fn authorised(&self, line: &Line, drawn: &UnitsUsed) -> Result<usize, Reason> {
        let claim = self.claim;
        if claim.authorisation.is_none() {
            return Err(Reason::AuthorisationAbsent);
        }
        let granted = self.evidence.authorisation.as_ref();
        let fits = granted.filter(|granted| {
            granted.policy == claim.policy
                && granted.provider == claim.provider
                && granted.period.contains(claim.service_day)
        });
        let items = fits.map_or(&[][..], |granted| &granted.items);
        for (index, item) in items.iter().enumerate() {
            if item.code == line.code {
                let used = self.evidence.units_used.of(index).saturating_add(drawn.of(index));
                let enough = item.units.saturating_sub(used) >= line.units;
                return if enough { Ok(index) } else { Err(Reason::AuthorisationExceeded) };
            }
        }
        Err(Reason::AuthorisationDoesNotApply)
    }
}
