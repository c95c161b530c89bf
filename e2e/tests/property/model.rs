//! What the contracts should do, from the rules alone: no chain, no store, no calls.

use std::collections::BTreeMap;

use claims::Error;
use healink_domain::{
    claims::{
        advance, begin, billed_before, Accumulators, Claim, ClaimId, Context, Escrow, EscrowError, Event,
        Evidence, Fee, PendReason, PolicyRecord, ServiceDay, Status, StatusError, Submitted, Totals, Verdict,
    },
    consent::{decide, grant, Answer, Grant, GrantId, Terms},
    credentials::{
        accredit, apply, check, issue, Accreditation, BoardId, Boards, Credential, CredentialId, Held, Kind,
        Provider, Reason as CredentialReason, Refusal, Registry, Requirement, StatusCommand,
    },
    Cents, Day, Moment, Year,
};
use healink_e2e::{fixtures::*, Person};

/// A claim as the model keeps it.
struct Kept {
    claim: Claim,
    status: Status,
    received_on: Day,
    reviewed: bool,
}

/// A registry of one board and its licence.
struct One<'a>(&'a Accreditation, Option<&'a Credential>);

impl Boards for One<'_> {
    fn accreditation(&mut self, _: BoardId) -> Option<&Accreditation> {
        Some(self.0)
    }
}

impl Registry for One<'_> {
    fn credential(&mut self, _: CredentialId) -> Option<Credential> {
        self.1.cloned()
    }
}

/// The state of the payer, the policy, the licence and the patient's grants.
pub struct Model {
    escrow: Escrow,
    /// What the admin can still deposit.
    spare: Cents,
    policy: PolicyRecord,
    services: BTreeMap<Day, ServiceDay>,
    claims: Vec<Kept>,
    board: Accreditation,
    licence: Credential,
    grants: Vec<Grant>,
}

type Answered<T> = Result<T, Error>;

impl Model {
    /// As [`preparation`] leaves the contracts.
    pub fn new(today: Day) -> Self {
        let board = accredit(application(Person::Board, today), None, today).unwrap().accreditation;
        let (provider, licence) = (Provider::new(npi()), licence(Person::Provider, today));
        let licence = issue(&mut One(&board, None), FIRST, licence, &provider, today).unwrap();
        let terms = payment_terms(healink_domain::consent::Effect::Permit, today);
        Self {
            escrow: Escrow { free: ESCROW, ..Escrow::default() },
            spare: SPARE,
            policy: PolicyRecord { policy: policy(today), newest_claim: 0, years: Vec::new() },
            services: BTreeMap::new(),
            claims: Vec::new(),
            board,
            licence,
            // It is older than anything that the history adds.
            grants: vec![grant(&[], FIRST, terms, Moment(u64::from(today.0) * 86_400_000)).unwrap()],
        }
    }

    pub const fn escrow(&self) -> Escrow {
        self.escrow
    }

    pub fn accumulators(&self, year: Year) -> Accumulators {
        self.policy.accumulators(year)
    }

    pub fn claims(&self) -> impl Iterator<Item = Status> + '_ {
        self.claims.iter().map(|kept| kept.status)
    }

    pub fn submit(&mut self, claim: Claim, today: Day) -> Answered<Submitted> {
        claim.validate(today)?;
        let before = self.claims.iter().position(|kept| kept.claim.document == claim.document);
        if let Some(index) = before {
            return Err(Error::AlreadySubmitted { claim: index as ClaimId + 1 });
        }
        let kept = Kept {
            claim,
            status: begin(Event::Pend(PendReason::ReviewNeeded)).unwrap(),
            received_on: today,
            reviewed: false,
        };
        let id = self.claims.len() as ClaimId + 1;
        let (event, totals) = self.verdict(id, &kept)?;
        let status = begin(event)?;
        self.claims.push(Kept { status, ..kept });
        Ok(Submitted { id, status, totals })
    }

    pub fn decide_again(&mut self, id: ClaimId, review: bool) -> Answered<Submitted> {
        let index = self.index(id)?;
        let Status::Pended { reason } = self.claims[index].status else {
            return Err(StatusError::AlreadyDecided.into());
        };
        if review && reason != PendReason::ReviewNeeded {
            return Err(Error::NoReviewNeeded);
        }
        let Kept { claim, status, received_on, reviewed } = &self.claims[index];
        let reviewed = *reviewed || review;
        let kept = Kept { claim: claim.clone(), status: *status, received_on: *received_on, reviewed };
        let (event, totals) = self.verdict(id, &kept)?;
        let status = advance(kept.status, event)?;
        self.claims[index] = Kept { status, ..kept };
        Ok(Submitted { id, status, totals })
    }

    pub fn pay(&mut self, id: ClaimId) -> Answered<()> {
        let index = self.index(id)?;
        let status = advance(self.claims[index].status, Event::Settle)?;
        let Status::Settled { paid, .. } = status else { panic!("{status:?}") };
        self.escrow = self.escrow.pay(paid)?;
        self.claims[index].status = status;
        Ok(())
    }

    pub fn deposit(&mut self, amount: Cents) -> Answered<()> {
        let escrow = self.escrow.deposit(amount)?;
        // PSP22: the balance is too small.
        self.spare = self.spare.minus(amount).map_err(|_| Error::TokenRefused { reason: 1 })?;
        self.escrow = escrow;
        Ok(())
    }

    pub fn withdraw(&mut self, amount: Cents) -> Answered<()> {
        self.escrow = self.escrow.withdraw(amount)?;
        self.spare = self.spare.plus(amount).unwrap();
        Ok(())
    }

    pub fn suspend(&mut self, today: Day) -> bool {
        apply(&mut self.licence.status, StatusCommand::Suspend, CredentialReason::Safety, today).is_ok()
    }

    pub fn reinstate(&mut self, today: Day) -> bool {
        apply(&mut self.licence.status, StatusCommand::Reinstate, CredentialReason::Cleared, today).is_ok()
    }

    pub fn grant(&mut self, terms: Terms, now: Moment) -> Option<GrantId> {
        let id = self.grants.len() as GrantId + 1;
        let made = grant(&self.grants, id, terms, now).ok()?;
        self.grants.push(made);
        Some(id)
    }

    pub fn revoke_all(&mut self, today: Day) -> u32 {
        let open = self.grants.iter_mut().filter(|grant| grant.withdrawn_on.is_none());
        open.map(|grant| grant.withdrawn_on = Some(today)).count() as u32
    }

    fn index(&self, id: ClaimId) -> Answered<usize> {
        let index = id.checked_sub(1).filter(|index| *index < self.claims.len() as u64);
        index.map(|index| index as usize).ok_or(Error::NoSuchClaim)
    }

    /// What follows for a claim, put down everywhere but in its own status.
    fn verdict(&mut self, id: ClaimId, kept: &Kept) -> Answered<(Event, Totals)> {
        let claim = &kept.claim;
        let year = claim.service_day.year();
        let schedule = fees();
        let fee = |code| schedule.iter().find(|fee: &&Fee| fee.code == code).copied();
        let fees: Vec<_> = claim.lines.iter().map(|line| fee(line.code)).collect();
        let mut services = self.services.get(&claim.service_day).cloned().unwrap_or_default();
        let evidence = Evidence {
            received_on: kept.received_on,
            billed_before: billed_before(claim, &services.before(id)),
            credentials: self.credentials(Context::kinds_required(&plan(), &fees), claim.service_day),
            consent: self.consent(claim.service_day),
            authorisation: None,
            accumulators: self.policy.accumulators(year),
            reviewed: kept.reviewed,
        };
        let verdict = evidence.decide(claim, &plan(), &self.policy.policy, &fees)?;
        let billed = Cents::sum(claim.lines.iter().map(|line| line.billed)).unwrap();
        let waiting = Totals { billed, ..Totals::default() };
        let (event, totals, lines) = match verdict {
            Verdict::Pended(reason) => (Event::Pend(reason), waiting, Vec::new()),
            Verdict::Adjudicated(decided) => match self.escrow.commit(decided.totals.paid) {
                Err(EscrowError::Short { .. }) => (Event::Pend(PendReason::EscrowShort), waiting, Vec::new()),
                committed => {
                    self.escrow = committed?;
                    self.policy.record(year, decided.accumulators).unwrap();
                    let payable = decided.totals.paid;
                    let event = Event::Adjudicate { outcome: decided.outcome, payable };
                    (event, decided.totals, decided.lines)
                }
            },
        };
        services.record(id, claim, &lines).unwrap();
        self.services.insert(claim.service_day, services);
        Ok((event, totals))
    }

    fn credentials(&self, kinds: Vec<Kind>, day: Day) -> Vec<(Kind, Result<CredentialId, Refusal>)> {
        let ask = |kind| {
            let requirement = Requirement { kind, ..licensed(day) };
            let held = vec![Held::of(FIRST.into(), &self.licence)];
            let provider = Provider { held, ..Provider::new(npi()) };
            (kind, check(&provider, &requirement, &mut One(&self.board, Some(&self.licence))))
        };
        kinds.into_iter().map(ask).collect()
    }

    fn consent(&self, day: Day) -> Answer {
        decide(&self.grants, &payment_query(day), &[])
    }
}
