//! A payer's office in memory: it keeps what the contracts keep and moves it by the rules alone, so that whole histories of
//! claims can be tried.

use std::collections::BTreeMap;

use healink_domain::{
    claims::{
        advance, begin, billed_before, Accumulators, Adjudication, Authorisation, Category, Claim, ClaimId,
        Escrow, EscrowError, Event, Evidence, Exception, FamilyKey, Fee, Level, Line, Outcome, Override,
        PendReason, Plan, Policy, Review, ServiceDay, Status, UnitsUsed, Verdict,
    },
    consent::{CategorySet, Decision},
    Account, Cents, Digest,
};

use super::strategies::fee;
use crate::fixtures::{Case, SERVICE_DAY};

/// The two providers that submit.
pub const PROVIDERS: [Account; 2] = [crate::fixtures::PROVIDER, Account([9; 32])];

/// A claim as the office keeps it.
#[derive(Clone, Debug)]
pub struct Filed {
    pub claim: Claim,
    pub evidence: Evidence,
    pub status: Status,
    pub decided: Option<Adjudication>,
    pub first: ClaimId,
}

/// One plan, a family of two members with a policy each, two providers, one day of services.
#[derive(Clone, Debug)]
pub struct Office {
    pub plan: Plan,
    pub schedule: Vec<Option<(Category, Cents)>>,
    pub authorisation: Authorisation,
    pub used: [Accumulators; 2],
    pub family: Accumulators,
    pub units: UnitsUsed,
    pub days: BTreeMap<(u32, Account), ServiceDay>,
    pub escrow: Escrow,
    pub owed: BTreeMap<Account, Cents>,
    /// Tokens held: what was deposited, less what was withdrawn and paid out.
    pub tokens: u128,
    pub claims: Vec<Filed>,
    pub consent: Decision,
}

/// What can happen. Numbers pick among what there is.
#[derive(Clone, Debug)]
pub enum Step {
    Submit { member: usize, provider: usize, lines: Vec<Line> },
    Readjudicate { claim: usize, overdue: bool },
    Review { claim: usize, overrides: Vec<Override> },
    Void { claim: usize },
    Replace { claim: usize, lines: Vec<Line> },
    Appeal { claim: usize, level: Level },
    Uphold { claim: usize },
    Overturn { claim: usize, exceptions: Vec<Exception> },
    Deposit(Cents),
    Withdraw(Cents),
    Remit { provider: usize },
    Consent(bool),
}

const PERMIT: Decision = Decision::Permit { redact: CategorySet::EMPTY };

impl Office {
    pub fn new(plan: Plan, schedule: Vec<Option<(Category, Cents)>>, authorisation: Authorisation) -> Self {
        Self {
            plan,
            schedule,
            authorisation,
            used: Default::default(),
            family: Accumulators::default(),
            units: UnitsUsed::default(),
            days: BTreeMap::new(),
            escrow: Escrow::default(),
            owed: BTreeMap::new(),
            tokens: 0,
            claims: Vec::new(),
            consent: PERMIT,
        }
    }

    /// Takes a step; one that is refused leaves everything as it was.
    pub fn take(&mut self, step: Step) {
        let before = self.clone();
        if self.try_take(step).is_none() {
            *self = before;
        }
    }

    fn try_take(&mut self, step: Step) -> Option<()> {
        match step {
            Step::Submit { member, provider, lines } => {
                let policy = u32::try_from(member % 2).unwrap() + 1;
                let claim = Claim {
                    policy,
                    provider: PROVIDERS[provider % 2],
                    lines,
                    authorisation: Some(8),
                    ..Case::empty().claim
                };
                self.file(claim, Review::Waits, Vec::new(), None)
            }
            Step::Readjudicate { claim, overdue } => {
                let index = self.pick(claim)?;
                let filed = &self.claims[index];
                let waits = matches!(filed.status, Status::Pended { reason: PendReason::ReviewNeeded, .. });
                let review = if overdue && waits { Review::Overdue } else { filed.evidence.review.clone() };
                self.decide(index, review)
            }
            Step::Review { claim, overrides } => {
                let index = self.pick(claim)?;
                self.decide(index, Review::Reviewed(overrides))
            }
            Step::Void { claim } => {
                let index = self.pick(claim)?;
                self.reverse(index, Event::Void)
            }
            Step::Replace { claim, lines } => {
                let index = self.pick(claim)?;
                self.reverse(index, Event::Replace { by: self.next() })?;
                let claim = Claim { lines, ..self.claims[index].claim.clone() };
                self.file(claim, Review::Waits, Vec::new(), Some(index))
            }
            Step::Appeal { claim, level } => self.mark(claim, Event::Appeal(level)),
            Step::Uphold { claim } => self.mark(claim, Event::Uphold),
            Step::Overturn { claim, exceptions } => {
                let index = self.pick(claim)?;
                self.reverse(index, Event::Overturn { by: self.next() })?;
                let old = self.claims[index].clone();
                let all = Exception::merged(old.evidence.exceptions, exceptions);
                self.file(old.claim, old.evidence.review, all, Some(index))
            }
            Step::Deposit(amount) => {
                self.escrow = self.escrow.deposit(amount).ok()?;
                self.tokens += u128::from(amount.0);
                Some(())
            }
            Step::Withdraw(amount) => {
                self.escrow = self.escrow.withdraw(amount).ok()?;
                self.tokens -= u128::from(amount.0);
                Some(())
            }
            Step::Remit { provider } => self.remit(PROVIDERS[provider % 2]),
            Step::Consent(given) => {
                self.consent = if given { PERMIT } else { Decision::NoConsent };
                Some(())
            }
        }
    }

    fn next(&self) -> ClaimId {
        u64::try_from(self.claims.len()).unwrap() + 1
    }

    fn pick(&self, number: usize) -> Option<usize> {
        number.checked_rem(self.claims.len())
    }

    fn policy(&self) -> Policy {
        Policy { family: Some(FamilyKey([1; 16])), ..Case::empty().policy }
    }

    fn day(&mut self, claim: &Claim) -> &mut ServiceDay {
        self.days.entry((claim.policy, claim.provider)).or_default()
    }

    /// Takes a new claim, in the place of another one or not.
    fn file(
        &mut self,
        claim: Claim,
        review: Review,
        exceptions: Vec<Exception>,
        of: Option<usize>,
    ) -> Option<()> {
        let id = self.next();
        let mut evidence = Case::empty().evidence;
        evidence.filed_on = of.map_or(SERVICE_DAY, |index| self.claims[index].evidence.filed_on);
        evidence.exceptions = exceptions;
        let first = of.map_or(id, |index| self.claims[index].first);
        let status = Status::Pended { reason: PendReason::ConsentMissing, since: SERVICE_DAY };
        let claim = Claim { document: Digest([u8::try_from(id).unwrap(); 32]), ..claim };
        self.claims.push(Filed { claim, evidence, status, decided: None, first });
        self.decide(self.claims.len() - 1, review)
    }

    /// Decides a claim that waits with what is known now.
    fn decide(&mut self, index: usize, review: Review) -> Option<()> {
        let id = u64::try_from(index).unwrap() + 1;
        let Filed { claim, evidence, status, first, .. } = self.claims[index].clone();
        if !matches!(status, Status::Pended { .. }) {
            return None;
        }
        let member = usize::try_from(claim.policy).unwrap() - 1;
        let earlier = self.day(&claim).before(id, first);
        let family = self.plan.family.map(|_| self.family.clone());
        let mut evidence = Evidence {
            billed_before: billed_before(&claim, &earlier),
            network: self.plan.network.map(|_| Ok(1)),
            authorisation: Some(self.authorisation.clone()),
            units_used: self.units.clone(),
            accumulators: self.used[member].clone(),
            family,
            review,
            ..evidence
        };
        evidence.consent.decision = self.consent;
        let fees: Vec<Option<Fee>> = claim.lines.iter().map(|line| fee(line, &self.schedule)).collect();
        let verdict = evidence.decide(&claim, &self.plan, &self.policy(), &fees).ok()?;
        let pend = |reason| Event::Pend { reason, on: SERVICE_DAY };
        let (event, decided) = match verdict {
            Verdict::Pended(reason) => (pend(reason), None),
            Verdict::Adjudicated(decided) => match self.escrow.commit(decided.totals.paid) {
                Ok(escrow) => {
                    self.escrow = escrow;
                    (
                        Event::Adjudicate { outcome: decided.outcome, payable: decided.totals.paid },
                        Some(decided),
                    )
                }
                Err(EscrowError::Short { .. }) => (pend(PendReason::EscrowShort), None),
                Err(_) => return None,
            },
        };
        if let Some(decided) = &decided {
            self.used[member] = self.used[member].plus(&decided.contribution).ok()?;
            self.family = self.family.plus(&decided.contribution).ok()?;
            self.units = self.units.plus(&decided.authorised).ok()?;
        }
        let lines = decided.as_ref().map_or(&[][..], |decided| &decided.lines);
        self.day(&claim).record(id, first, &claim, lines).ok()?;
        let status =
            if matches!(event, Event::Pend { .. }) { advance(status, event) } else { begin(event) }.ok()?;
        self.claims[index] = Filed { claim, evidence, status, decided, first };
        Some(())
    }

    /// Takes a claim back, and all that it counted.
    fn reverse(&mut self, index: usize, event: Event) -> Option<()> {
        let Filed { claim, status, decided, .. } = self.claims[index].clone();
        self.claims[index].status = advance(status, event).ok()?;
        let (escrow, owed) = self.escrow.reverse(&status).ok()?;
        self.escrow = escrow;
        let by_provider = self.owed.entry(claim.provider).or_default();
        *by_provider = by_provider.plus(owed).ok()?;
        if let Some(Adjudication { contribution, authorised, .. }) = decided {
            let member = usize::try_from(claim.policy).unwrap() - 1;
            self.used[member] = self.used[member].minus(&contribution).ok()?;
            self.family = self.family.minus(&contribution).ok()?;
            self.units = self.units.minus(&authorised).ok()?;
        }
        self.day(&claim).release(u64::try_from(index).unwrap() + 1);
        Some(())
    }

    fn mark(&mut self, claim: usize, event: Event) -> Option<()> {
        let index = self.pick(claim)?;
        self.claims[index].status = advance(self.claims[index].status, event).ok()?;
        Some(())
    }

    /// Pays a provider for all that is payable to it.
    fn remit(&mut self, provider: Account) -> Option<()> {
        let mut gross = Cents::ZERO;
        for filed in self.claims.iter_mut().filter(|filed| filed.claim.provider == provider) {
            if let (Status::Adjudicated { payable, .. }, Ok(settled)) =
                (filed.status, advance(filed.status, Event::Settle))
            {
                gross = gross.plus(payable).ok()?;
                filed.status = settled;
            }
        }
        let owed = self.owed.entry(provider).or_default();
        let (escrow, remittance) = self.escrow.remit(gross, *owed).ok()?;
        *owed = owed.minus(remittance.recovered).unwrap();
        self.escrow = escrow;
        self.tokens -= u128::from(remittance.net.0);
        Some(())
    }

    /// The decisions that stand.
    pub fn standing(&self) -> impl Iterator<Item = (&Filed, &Adjudication)> {
        let stands = |status| matches!(status, Status::Adjudicated { .. } | Status::Settled { .. });
        let decided = self.claims.iter().filter(move |filed| stands(filed.status));
        decided.map(|filed| (filed, filed.decided.as_ref().expect("it was decided")))
    }

    /// Whether some claim came out other than denied.
    pub fn pays_something(&self) -> bool {
        self.standing().any(|(_, decided)| decided.outcome != Outcome::Denied)
    }
}
