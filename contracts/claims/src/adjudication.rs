//! From a claim to its decision: open the case, ask the registries, conclude.

use healink_access::{account, load, store};
use healink_domain::claims::{
    advance, begin, billed_before, Adjudication, Authorisation, Claim, ClaimError, ClaimId, ClaimRecord,
    ClaimSummary, Context, EscrowError, Event, Evidence, Fee, LineResult, Payer, PendReason, PlanRecord,
    PolicyRecord, Previous, Role, ServiceDay, Status, StatusError, Totals, Verdict,
};
use healink_domain::consent::Answer;
use healink_domain::credentials::{CredentialId, Kind, Refusal};
use healink_domain::{Account, Cents, Day};
use ink::prelude::vec::Vec;

use crate::claims::Claims;
use crate::storage::{next64, ServiceDayKey};
use crate::{calls, Error, Result};

/// A claim with all that its decision needs of this contract.
pub struct Case {
    id: ClaimId,
    claim: Claim,
    received_on: Day,
    reviewed: bool,
    /// Where it stands; `None` for a new one.
    standing: Option<Status>,
    previous: Previous,
    payer: Payer,
    plan: PlanRecord,
    policy: PolicyRecord,
    fees: Vec<Option<Fee>>,
    services: ServiceDay,
}

/// What the registries answered.
pub struct Answers {
    /// Of the credential registry.
    pub credentials: Vec<(Kind, core::result::Result<CredentialId, Refusal>)>,
    /// Of the consent registry.
    pub consent: Answer,
}

impl Claims {
    /// Opens the case of a new claim.
    pub(crate) fn open(&self, claim: Claim, caller: Account, today: Day) -> Result<Case> {
        claim.validate(today)?;
        let policy = self.load_policy(claim.policy)?;
        let plan = self.load_plan(policy.policy.plan)?;
        if caller != claim.provider {
            self.ensure_role(plan.payer, caller, Role::Examiner).map_err(|_| Error::NotSubmitter)?;
        }
        if let Some(claim) = load(&self.tables.documents, (plan.payer, claim.document)) {
            return Err(Error::AlreadySubmitted { claim });
        }
        let payer = self.load_payer(plan.payer)?;
        let previous = Previous {
            of_payer: payer.newest_claim,
            of_policy: policy.newest_claim,
            of_provider: load(&self.tables.newest_of_provider, claim.provider).unwrap_or(0),
        };
        Ok(Case {
            id: next64(self.numbers.claims)?,
            received_on: today,
            reviewed: false,
            standing: None,
            previous,
            fees: self.load_fees(&claim, &policy),
            services: self.load_services(&claim),
            claim,
            payer,
            plan,
            policy,
        })
    }

    /// Opens the case of a claim that waits. With `reviewer` it has to wait for a review, and the caller has to be one of the
    /// payer's examiners.
    pub(crate) fn reopen(&self, id: ClaimId, reviewer: Option<Account>) -> Result<Case> {
        let record = self.load_claim(id)?;
        let Status::Pended { reason } = record.status else {
            return Err(StatusError::AlreadyDecided.into());
        };
        if let Some(reviewer) = reviewer {
            self.ensure_role(record.payer, reviewer, Role::Examiner)?;
            if reason != PendReason::ReviewNeeded {
                return Err(Error::NoReviewNeeded);
            }
        }
        let claim = record.claim;
        let policy = self.load_policy(claim.policy)?;
        Ok(Case {
            id,
            received_on: record.evidence.received_on,
            reviewed: record.evidence.reviewed || reviewer.is_some(),
            standing: Some(record.status),
            previous: record.previous,
            fees: self.load_fees(&claim, &policy),
            services: self.load_services(&claim),
            claim,
            payer: self.load_payer(record.payer)?,
            plan: self.load_plan(record.plan)?,
            policy,
        })
    }

    fn load_fees(&self, claim: &Claim, policy: &PolicyRecord) -> Vec<Option<Fee>> {
        let fee = |code| load(&self.tables.fees, (policy.policy.plan, code));
        claim.lines.iter().map(|line| fee(line.code)).collect()
    }

    fn load_services(&self, claim: &Claim) -> ServiceDay {
        load(&self.tables.service_days, service_day(claim)).unwrap_or_default()
    }

    /// Asks the registries: one question each.
    pub(crate) fn ask(&self, case: &Case) -> Result<Answers> {
        let kinds = Context::kinds_required(&case.plan.plan, &case.fees);
        let (patient, payer) = (case.policy.policy.member, case.payer.admin);
        Ok(Answers {
            credentials: calls::credentials(account(self.credentials), &case.claim, kinds)?,
            consent: calls::consent(account(self.consent), patient, payer, &case.claim)?,
        })
    }

    /// Decides the case and puts everything down.
    pub(crate) fn conclude(&mut self, mut case: Case, answers: Answers) -> Result<ClaimSummary> {
        let evidence = self.evidence(&case, answers);
        let verdict = evidence.decide(&case.claim, &case.plan.plan, &case.policy.policy, &case.fees)?;
        let (event, adjudication) = promise(&mut case.payer, verdict)?;
        let status = case.standing.map_or_else(|| begin(event), |standing| advance(standing, event))?;
        let (totals, lines) = match adjudication {
            None => (charges(&case.claim)?, Vec::new()),
            Some(adjudication) => {
                self.use_authorisation(&case.claim, &evidence, adjudication.authorised_units)?;
                // A refused claim uses nothing up; if it took a place among the years, anyone could fill them.
                if adjudication.accumulators != evidence.accumulators {
                    case.policy.record(case.claim.service_day.year(), adjudication.accumulators)?;
                }
                (adjudication.totals, adjudication.lines)
            }
        };
        case.services.record(case.id, &case.claim, &lines)?;
        if case.standing.is_none() {
            self.number(&mut case);
        }
        Ok(self.put_down(case, evidence, status, totals, lines))
    }

    fn evidence(&self, case: &Case, answers: Answers) -> Evidence {
        let authorisation = case.claim.authorisation.and_then(|id| load(&self.tables.authorisations, id));
        Evidence {
            received_on: case.received_on,
            billed_before: billed_before(&case.claim, &case.services.before(case.id)),
            credentials: answers.credentials,
            consent: answers.consent,
            authorisation,
            accumulators: case.policy.accumulators(case.claim.service_day.year()),
            reviewed: case.reviewed,
        }
    }

    fn use_authorisation(&mut self, claim: &Claim, evidence: &Evidence, units: u32) -> Result<()> {
        let (Some(id), Some(authorisation)) = (claim.authorisation, evidence.authorisation) else {
            return Ok(());
        };
        if units > 0 {
            let units = authorisation.units.checked_sub(units).ok_or(Error::NumbersExhausted)?;
            store(&mut self.tables.authorisations, id, Authorisation { units, ..authorisation });
        }
        Ok(())
    }

    /// Gives a new claim its number and its places in the lists.
    fn number(&mut self, case: &mut Case) {
        self.numbers.claims = case.id;
        case.payer.newest_claim = case.id;
        case.policy.newest_claim = case.id;
        store(&mut self.tables.newest_of_provider, case.claim.provider, case.id);
        store(&mut self.tables.documents, (case.plan.payer, case.claim.document), case.id);
    }

    fn put_down(
        &mut self,
        case: Case,
        evidence: Evidence,
        status: Status,
        totals: Totals,
        lines: Vec<LineResult>,
    ) -> ClaimSummary {
        let Case { id, claim, previous, payer, plan, policy, services, .. } = case;
        let (policy_id, payer_id) = (claim.policy, plan.payer);
        let plan = policy.policy.plan;
        store(&mut self.tables.service_days, service_day(&claim), services);
        store(&mut self.tables.policies, policy_id, policy);
        store(&mut self.tables.payers, payer_id, payer);
        let record = ClaimRecord { claim, payer: payer_id, plan, evidence, status, totals, lines, previous };
        let summary = record.summary(id);
        store(&mut self.tables.claims, id, record);
        summary
    }
}

/// Where the services are kept that count against a claim.
const fn service_day(claim: &Claim) -> ServiceDayKey {
    (claim.policy, claim.service_day, claim.provider)
}

/// What a verdict leads to: what the plan pays is promised from the payer's escrow, and the claim waits where that is short.
fn promise(payer: &mut Payer, verdict: Verdict) -> Result<(Event, Option<Adjudication>)> {
    let adjudication = match verdict {
        Verdict::Pended(reason) => return Ok((Event::Pend(reason), None)),
        Verdict::Adjudicated(adjudication) => adjudication,
    };
    let payable = adjudication.totals.paid;
    match payer.escrow.commit(payable) {
        Ok(escrow) => payer.escrow = escrow,
        Err(EscrowError::Short { .. }) => return Ok((Event::Pend(PendReason::EscrowShort), None)),
        Err(error) => return Err(error.into()),
    }
    Ok((Event::Adjudicate { outcome: adjudication.outcome, payable }, Some(adjudication)))
}

/// Sums of a claim that waits.
fn charges(claim: &Claim) -> Result<Totals> {
    let billed = Cents::sum(claim.lines.iter().map(|line| line.billed)).map_err(ClaimError::from)?;
    Ok(Totals { billed, ..Totals::default() })
}
