//! The contract's rules offline: the same crate that decides on the chain decides here, from files, claim after claim.

mod carry;
mod report;

use std::collections::BTreeMap;

use healink_domain::{
    claims::{
        begin, billed_before, Accumulators, Authorisation, AuthorisationError, AuthorisationId, Claim,
        ClaimId, ClaimRecord, Context, Event, Evidence, Fee, PlanRef, Policy, PolicyId, PolicyRecord,
        Previous, ServiceDay, Totals, Verdict,
    },
    consent::{Answer, CategorySet, Decision},
    credentials::{CredentialId, Kind, Refusal},
    salted_digest, Account, Cents, CodeKey, Day, Digest, Period,
};

use crate::{
    error::{Error, Result},
    fhir::{Keyring, Loaded, Member, SourceAuthorisation, SourceClaim},
    plan_file::PlanFile,
};

pub use carry::Carried;
pub use report::{claims_table, sums, Decided, Report, Row};

/// The one plan, as the chain would number it.
const PLAN: PlanRef = PlanRef { plan: 1, version: 1 };

/// Number of no authorisation: they are counted from 1. A claim that names an unknown one names this, and is refused with 15.
pub const UNKNOWN_AUTHORISATION: AuthorisationId = 0;

/// What patients said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Consent {
    /// Every patient permits the payer's use of claims for payment.
    Permit,
    /// Every patient denies it.
    Deny,
    /// No patient said anything.
    None,
}

/// When claims are received.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Received {
    /// All on this day.
    On(Day),
    /// Each on its day of service.
    ServiceDay,
}

/// What the chain would know and files do not.
#[derive(Clone, Copy, Debug)]
pub struct Assumptions {
    /// Every provider holds every credential that the plan asks for; otherwise none does.
    pub credentialed: bool,
    /// What patients said.
    pub consent: Consent,
    /// When claims are received.
    pub received: Received,
}

/// The state that carries on from claim to claim.
pub struct Simulation<'a> {
    plan: &'a PlanFile,
    assumptions: Assumptions,
    keyring: Keyring,
    fees: BTreeMap<CodeKey, Fee>,
    policies: BTreeMap<String, MemberState>,
    authorisations: BTreeMap<String, (AuthorisationId, Authorisation)>,
    documents: BTreeMap<Digest, ClaimId>,
}

struct MemberState {
    id: PolicyId,
    record: PolicyRecord,
    days: BTreeMap<Day, ServiceDay>,
}

impl<'a> Simulation<'a> {
    /// Enrols the members, each for the period that their Coverage says, or for good, and takes in the authorisations.
    pub fn new(plan: &'a PlanFile, assumptions: Assumptions, loaded: &Loaded) -> Result<Self> {
        // Any secret does: nothing leaves the machine.
        let keyring = Keyring::new(*b"simulation");
        let fees = plan.schedule(&keyring).into_iter().map(|fee| (fee.code, fee)).collect();
        let (policies, authorisations) = (BTreeMap::new(), BTreeMap::new());
        let mut simulation =
            Self { plan, assumptions, keyring, fees, policies, authorisations, documents: BTreeMap::new() };
        for member in &loaded.members {
            simulation.enrol(member)?;
        }
        for authorisation in &loaded.authorisations {
            simulation.authorise(authorisation)?;
        }
        Ok(simulation)
    }

    fn enrol(&mut self, member: &Member) -> Result<()> {
        let policy = Policy {
            plan: PLAN,
            member: account(&member.key),
            period: member.cover.unwrap_or(Period::ALWAYS),
            member_hash: self.keyring.member(member),
        };
        policy
            .validate()
            .map_err(|_| Error::usage(format!("the cover of {} ends before it begins", member.key)))?;
        let record = PolicyRecord { policy, newest_claim: 0, years: Vec::new() };
        let id = next(self.policies.len());
        self.policies.insert(member.key.clone(), MemberState { id, record, days: BTreeMap::new() });
        Ok(())
    }

    fn authorise(&mut self, source: &SourceAuthorisation) -> Result<()> {
        // One for a member without claims has nothing to apply to.
        let Some(member) = self.policies.get(&source.member) else { return Ok(()) };
        let authorisation = Authorisation {
            policy: member.id,
            provider: account(&source.provider),
            code: self.keyring.code(&source.code),
            period: source.period,
            units: source.units,
        };
        let wrong = |error| {
            let why = match error {
                AuthorisationError::Units => "authorises no units or too many",
                AuthorisationError::EmptyPeriod => "ends before it begins",
            };
            Error::usage(format!("{}: {why}", source.origin))
        };
        authorisation.validate().map_err(wrong)?;
        let id = AuthorisationId::from(next(self.authorisations.len()));
        self.authorisations.insert(source.number.clone(), (id, authorisation));
        Ok(())
    }

    /// Submits a claim: the record that the chain would keep, with its number, or why it would not take the claim.
    ///
    /// # Errors
    /// In words, where the contract would give an error.
    pub fn submit(&mut self, source: &SourceClaim) -> Result<(ClaimId, ClaimRecord), String> {
        let number = source.authorisation.as_ref();
        let held = number.and_then(|number| self.authorisations.get(number)).copied();
        let named = number.map(|_| held.map_or(UNKNOWN_AUTHORISATION, |(id, _)| id));
        let id = ClaimId::from(next(self.documents.len()));
        let member = self.policies.get(&source.member).ok_or("the member is not enrolled")?;
        let claim = source.to_domain(&self.keyring, member.id, account(&source.provider), named);
        if let Some(earlier) = self.documents.get(&claim.document) {
            return Err(format!("submitted before, as claim {earlier}"));
        }
        let day = member.days.get(&source.service_day).cloned().unwrap_or_default();
        let fees: Vec<Option<Fee>> =
            claim.lines.iter().map(|line| self.fees.get(&line.code).copied()).collect();
        let evidence = self.evidence(&claim, member, &fees, &day.before(id), held.map(|(_, held)| held));
        let verdict = evidence
            .decide(&claim, &self.plan.plan, &member.record.policy, &fees)
            .map_err(|error| format!("not taken: {}", crate::names::name(error).replace('-', " ")))?;
        let record = self.conclude(id, claim, evidence, verdict, day, source)?;
        self.documents.insert(record.claim.document, id);
        Ok((id, record))
    }

    fn evidence(
        &self,
        claim: &Claim,
        member: &MemberState,
        fees: &[Option<Fee>],
        earlier: &[healink_domain::claims::Service],
        authorisation: Option<Authorisation>,
    ) -> Evidence {
        let answer = |kind: Kind| -> (Kind, Result<CredentialId, Refusal>) {
            (kind, self.assumptions.credentialed.then_some(1).ok_or(Refusal::NoneHeld))
        };
        let decision = match self.assumptions.consent {
            Consent::Permit => Decision::Permit { redact: CategorySet::EMPTY },
            Consent::Deny => Decision::Deny,
            Consent::None => Decision::NoConsent,
        };
        Evidence {
            received_on: match self.assumptions.received {
                Received::On(day) => day,
                Received::ServiceDay => claim.service_day,
            },
            billed_before: billed_before(claim, earlier),
            credentials: Context::kinds_required(&self.plan.plan, fees).into_iter().map(answer).collect(),
            consent: Answer { decision, deciding: Vec::new() },
            authorisation,
            accumulators: member.record.accumulators(claim.service_day.year()),
            reviewed: false,
        }
    }

    /// Puts down what follows from a verdict, as the contract does.
    fn conclude(
        &mut self,
        id: ClaimId,
        claim: Claim,
        evidence: Evidence,
        verdict: Verdict,
        mut day: ServiceDay,
        source: &SourceClaim,
    ) -> Result<ClaimRecord, String> {
        let (event, adjudication) = match verdict {
            Verdict::Pended(reason) => (Event::Pend(reason), None),
            Verdict::Adjudicated(decided) => {
                let (outcome, payable) = (decided.outcome, decided.totals.paid);
                (Event::Adjudicate { outcome, payable }, Some(decided))
            }
        };
        let status = begin(event).map_err(|error| format!("{error:?}"))?;
        let lines = adjudication.as_ref().map(|decided| decided.lines.clone()).unwrap_or_default();
        day.record(id, &claim, &lines).map_err(|_| "not taken: the day holds too many services")?;
        let member = self.policies.get_mut(&source.member).ok_or("the member is not enrolled")?;
        let mut totals = Totals { billed: source.total, ..Totals::default() };
        if let Some(decided) = adjudication {
            let year = claim.service_day.year();
            member
                .record
                .record(year, decided.accumulators)
                .map_err(|_| "not taken: the policy has too many years")?;
            totals = decided.totals;
            let held = source.authorisation.as_ref().and_then(|number| self.authorisations.get_mut(number));
            if let Some((_, held)) = held {
                held.units = held.units.saturating_sub(decided.authorised_units);
            }
        }
        member.days.insert(claim.service_day, day);
        let previous = Previous { of_policy: member.record.newest_claim, ..Previous::default() };
        member.record.newest_claim = id;
        Ok(ClaimRecord { claim, payer: 1, plan: PLAN, evidence, status, totals, lines, previous })
    }

    /// What a member used up in each year.
    fn years(&self) -> impl Iterator<Item = (&str, &[(healink_domain::Year, Accumulators)])> {
        self.policies.iter().map(|(key, member)| (key.as_str(), member.record.years.as_slice()))
    }
}

/// The next number, counted from 1.
fn next(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX).saturating_add(1)
}

/// An account that stands for a member or provider.
fn account(key: &str) -> Account {
    Account(salted_digest(b"simulation", key.as_bytes()).0)
}

/// Sum of an amount over rows.
fn sum(amounts: impl Iterator<Item = Cents>) -> Cents {
    amounts.fold(Cents::ZERO, |sum, amount| Cents(sum.0.saturating_add(amount.0)))
}

#[cfg(test)]
mod tests;
