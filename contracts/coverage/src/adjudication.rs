//! From claims to their decisions. Nothing here changes the root cell, so that no message need write it back.

use core::mem::{replace, take};

use healink_access::{load, store};
use healink_domain::claims::{
    billed_before, Accumulators, Adjudication, Claim, ClaimError, ClaimId, Evidence, Exception, Fee,
    LineResult, PayerId, PendReason, Plan, PolicyId, Review, Role, Totals, UnitsUsed, Verdict,
};
use healink_domain::credentials::Requirement;
use healink_domain::{Account, Cents, Day};
use healink_interfaces::{Case, ClaimsError, Decided, Docket, Finding, Reviewed, MAX_CASES};
use ink::prelude::{boxed::Box, vec::Vec};

use crate::asks::{requirements, Answers};
use crate::body::Entry;
use crate::coverage::Coverage;
use crate::storage::{PolicyEntry, Tables};
use crate::usage::service_day;

type Result<T> = core::result::Result<T, ClaimsError>;

/// What claims under one policy are decided with.
struct Desk {
    id: PolicyId,
    policy: PolicyEntry,
    plan: Plan,
    /// What of the payer's escrow is free.
    funds: Cents,
    /// The number of the next new claim.
    next: ClaimId,
    /// A claim that no longer stands, with its number.
    ended: Option<(ClaimId, Box<Entry>)>,
}

/// A claim that is to be decided.
struct Brief {
    entry: Box<Entry>,
    /// Number of one that waits; `None` for a new one.
    waiting: Option<ClaimId>,
}

impl Coverage {
    /// Decides claims. `ask` asks the registries about one of them, with these requirements.
    pub(crate) fn adjudicate_by(
        &self,
        docket: Docket,
        today: Day,
        ask: impl Fn(&PolicyEntry, &Claim, Vec<Requirement>) -> Result<Answers>,
    ) -> Result<Vec<Result<Decided>>> {
        let Docket { payer, policy: id, funds, next, ended, cases } = docket;
        if cases.len() > MAX_CASES {
            return Err(ClaimsError::HowMany);
        }
        let mut desk = self.open(id, payer, funds, next)?;
        if let Some(claim) = ended {
            let entry = Entry::of(&claim)?;
            if entry.claim.policy != id {
                return Err(ClaimsError::OtherParty { claim: claim.id });
            }
            self.take_off(payer, &mut desk.policy.account, claim.id, &entry)?;
            desk.ended = Some((claim.id, Box::new(entry)));
        }
        let mut decided = Vec::new();
        for case in cases {
            decided.push(self.decide(&mut desk, case, today, &ask));
        }
        store(&mut Tables::default().policies, id, desk.policy);
        Ok(decided)
    }

    fn open(&self, id: PolicyId, payer: PayerId, funds: Cents, next: ClaimId) -> Result<Desk> {
        let policy = load(&self.tables.policies, id).filter(|policy| policy.payer == payer);
        let policy: PolicyEntry = policy.ok_or(ClaimsError::NoSuchPolicy)?;
        let plan = load(&self.tables.plans, policy.policy.plan).ok_or(ClaimsError::NoSuchPolicy)?.plan;
        Ok(Desk { id, policy, plan, funds, next, ended: None })
    }

    /// Decides a case: all that can fail comes first, then everything is put down.
    fn decide(
        &self,
        desk: &mut Desk,
        case: Case,
        today: Day,
        ask: impl Fn(&PolicyEntry, &Claim, Vec<Requirement>) -> Result<Answers>,
    ) -> Result<Decided> {
        let Brief { mut entry, waiting } = self.brief(desk, case, today)?;
        let id = waiting.unwrap_or(desk.next);
        let mut services = self.services(&entry.claim);
        let before = billed_before(&entry.claim, &services.before(id, entry.first));
        let (fees, evidence) = self.evidence(desk, &mut entry, before, ask)?;

        let verdict = evidence.decide(&entry.claim, &desk.plan, &desk.policy.policy, &fees)?;
        let (finding, totals, lines) = entry.take_down(verdict, desk.funds)?;
        services.record(id, entry.first, &entry.claim, &lines)?;
        let next = desk.next.checked_add(1).ok_or(ClaimsError::NumbersExhausted)?;
        self.count(desk.policy.payer, &mut desk.policy.account, &entry, &evidence)?;
        // Nothing fails from here on.
        let mut before = 0;
        if waiting.is_none() {
            before = replace(&mut desk.policy.account.newest_claim, id);
            desk.next = next;
        }
        desk.funds = desk.funds.left_after(totals.paid);
        store(&mut Tables::default().service_days, service_day(&entry.claim), services);
        Ok(Decided { id, finding, totals, before, body: entry.complete(evidence, &lines) })
    }

    /// What is known of a case before its evidence. Whoever may not have it decided goes no further.
    fn brief(&self, desk: &mut Desk, case: Case, today: Day) -> Result<Brief> {
        match case {
            Case::New { claim, by } => {
                claim.validate(today)?;
                if claim.policy != desk.id {
                    return Err(ClaimsError::OtherPolicy);
                }
                if by != claim.provider && !self.is_examiner(desk, by) {
                    return Err(ClaimsError::NotSubmitter);
                }
                Ok(Brief { entry: Entry::new(claim, desk, today)?, waiting: None })
            }
            Case::Corrected { exceptions } => {
                // Of the same policy and plan; lateness is still judged by the first one's day.
                let (id, mut entry) = desk.ended.take().ok_or(ClaimsError::NoSuchClaim)?;
                (entry.replaces, entry.received_on) = (Some(id), today);
                (entry.contribution, entry.authorised) = Default::default();
                entry.exceptions = Exception::merged(take(&mut entry.exceptions), exceptions);
                Ok(Brief { entry, waiting: None })
            }
            Case::Waiting { claim, since, review } => {
                let mut entry = Box::new(Entry::of(&claim)?);
                if entry.review == Review::Waits
                    && since.is_some_and(|since| desk.plan.is_overdue(since, today))
                {
                    entry.review = Review::Overdue;
                }
                if let Some(Reviewed { by, overrides }) = review {
                    if !self.is_examiner(desk, by) {
                        return Err(ClaimsError::MissingRole { role: Role::Examiner });
                    }
                    entry.review = Review::Reviewed(overrides);
                }
                Ok(Brief { entry, waiting: Some(claim.id) })
            }
        }
    }

    fn is_examiner(&self, desk: &Desk, account: Account) -> bool {
        self.roles(desk.policy.payer, account).contains(Role::Examiner)
    }

    /// Puts together what the decision rests on, and the fees of the lines.
    fn evidence(
        &self,
        desk: &Desk,
        entry: &mut Entry,
        billed_before: u32,
        ask: impl Fn(&PolicyEntry, &Claim, Vec<Requirement>) -> Result<Answers>,
    ) -> Result<(Vec<Option<Fee>>, Evidence)> {
        let claim = &entry.claim;
        let mut fees = Vec::new();
        for line in &claim.lines {
            fees.push(load(&self.tables.fees, (entry.plan, line.code)));
        }
        let kinds = desk.plan.kinds_required(&fees);
        let Answers { held, consent } = ask(&desk.policy, claim, requirements(&desk.plan, &kinds, claim))?;
        let mut credentials = Vec::new();
        for (kind, held) in kinds.iter().zip(&held) {
            credentials.push((*kind, *held));
        }
        let network = desk.plan.network.and_then(|_| held.get(kinds.len()).copied());
        let granted = |id| load(&self.tables.authorisations, id)?.record.granted();
        let authorisation = claim.authorisation.and_then(granted);
        let used = claim.authorisation.filter(|_| authorisation.is_some());
        let year = claim.service_day.year();
        let evidence = Evidence {
            received_on: entry.received_on,
            filed_on: entry.filed_on,
            review: take(&mut entry.review),
            exceptions: take(&mut entry.exceptions),
            billed_before,
            credentials,
            network,
            consent,
            units_used: used.map_or_else(UnitsUsed::default, |id| self.units_of(id)),
            authorisation,
            accumulators: desk.policy.account.accumulators(year),
            family: entry.family.map(|family| self.family_account(desk.policy.payer, family, year)),
        };
        Ok((fees, evidence))
    }
}

impl Entry {
    /// A new claim, in the place of the one that ended, if one did: lateness is then judged by the first one's day.
    fn new(claim: Claim, desk: &Desk, today: Day) -> Result<Box<Self>> {
        let (mut replaces, mut first, mut filed_on) = (None, desk.next, today);
        if let Some((id, ended)) = &desk.ended {
            if ended.claim.provider != claim.provider {
                return Err(ClaimsError::OtherParty { claim: *id });
            }
            (replaces, first, filed_on) = (Some(*id), ended.first, ended.filed_on);
        }
        Ok(Box::new(Self {
            claim,
            plan: desk.policy.policy.plan,
            family: desk.policy.policy.family.filter(|_| desk.plan.family.is_some()),
            replaces,
            first,
            contribution: Accumulators::default(),
            authorised: UnitsUsed::default(),
            received_on: today,
            filed_on,
            review: Review::Waits,
            exceptions: Vec::new(),
        }))
    }

    /// Puts down a verdict: how the claim comes out, the sums, and the results of the lines. The claim waits where the funds do
    /// not cover what the plan pays.
    fn take_down(&mut self, verdict: Verdict, funds: Cents) -> Result<(Finding, Totals, Vec<LineResult>)> {
        let reason = match verdict {
            Verdict::Pended(reason) => reason,
            Verdict::Adjudicated(Adjudication { totals, .. }) if totals.paid > funds => {
                PendReason::EscrowShort
            }
            Verdict::Adjudicated(Adjudication { outcome, lines, totals, contribution, authorised }) => {
                (self.contribution, self.authorised) = (contribution, authorised);
                return Ok((Finding::Adjudicated(outcome), totals, lines));
            }
        };
        let billed = self.claim.billed().map_err(ClaimError::from)?;
        Ok((Finding::Pended(reason), Totals { billed, ..Totals::default() }, Vec::new()))
    }
}
