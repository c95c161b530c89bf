//! The contract's rules offline: the same crate that decides on the chain decides here, from files, claim after claim.

mod carry;
mod report;

use std::collections::{BTreeMap, BTreeSet};

use healink_domain::{
    claims::{
        begin, billed_before, Accumulators, Adjudication, Authorisation, AuthorisationError, AuthorisationId,
        Claim, ClaimId, ClaimRecord, Event, Evidence, Fee, Outcome, PlanRef, Policy, PolicyAccount, PolicyId,
        Previous, Review, ServiceDay, Totals, UnitsUsed, Verdict,
    },
    consent::{Answer, CategorySet, Decision},
    credentials::{CredentialId, Kind, Refusal},
    salted_digest, Account, Cents, CodeKey, Day, Digest, Period, Year,
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
#[derive(Clone, Debug)]
pub struct Assumptions {
    /// Every provider holds every credential that the plan asks for; otherwise none does.
    pub credentialed: bool,
    /// Providers outside of the plan's network, by their keys; all others are in it.
    pub out_of_network: BTreeSet<String>,
    /// An examiner reviews every claim above the plan's ceiling and approves it as priced; otherwise it waits.
    pub reviewed: bool,
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
    families: BTreeMap<(String, Year), Accumulators>,
    authorisations: BTreeMap<String, Authorised>,
    documents: BTreeMap<Digest, ClaimId>,
}

struct MemberState {
    id: PolicyId,
    policy: Policy,
    account: PolicyAccount,
    /// The family, where the plan asks something of families.
    family: Option<String>,
    /// By day and provider.
    days: BTreeMap<(Day, Account), ServiceDay>,
}

struct Authorised {
    id: AuthorisationId,
    granted: Authorisation,
    used: UnitsUsed,
}

impl<'a> Simulation<'a> {
    /// Enrols the members, each for the period that their Coverage says, or for good, and takes in the authorisations.
    pub fn new(plan: &'a PlanFile, assumptions: Assumptions, loaded: &Loaded) -> Result<Self> {
        // Any secret does: nothing leaves the machine.
        let keyring = Keyring::new(*b"simulation");
        let fees = plan.schedule(&keyring).into_iter().map(|fee| (fee.code, fee)).collect();
        let mut simulation = Self {
            plan,
            assumptions,
            keyring,
            fees,
            policies: BTreeMap::new(),
            families: BTreeMap::new(),
            authorisations: BTreeMap::new(),
            documents: BTreeMap::new(),
        };
        for member in &loaded.members {
            simulation.enrol(member)?;
        }
        for authorisation in &loaded.authorisations {
            simulation.authorise(authorisation)?;
        }
        Ok(simulation)
    }

    fn enrol(&mut self, member: &Member) -> Result<()> {
        let policy = member.policy(&self.keyring, PLAN, account(&member.key), Period::ALWAYS);
        policy
            .validate()
            .map_err(|_| Error::usage(format!("the cover of {} ends before it begins", member.key)))?;
        let id = next(self.policies.len());
        let family = member.family.clone().filter(|_| self.plan.plan.family.is_some());
        let (account, days) = (PolicyAccount::default(), BTreeMap::new());
        self.policies.insert(member.key.clone(), MemberState { id, policy, account, family, days });
        Ok(())
    }

    fn authorise(&mut self, source: &SourceAuthorisation) -> Result<()> {
        // One for a member without claims has nothing to apply to.
        let Some(member) = self.policies.get(&source.member) else { return Ok(()) };
        let granted = Authorisation {
            policy: member.id,
            provider: account(&source.provider),
            period: source.period,
            items: source.items(&self.keyring),
        };
        let wrong = |error| Error::usage(format!("{}: {}", source.origin, cannot_authorise(error)));
        granted.validate().map_err(wrong)?;
        let id = AuthorisationId::from(next(self.authorisations.len()));
        let authorised = Authorised { id, granted, used: UnitsUsed::default() };
        self.authorisations.insert(source.number.clone(), authorised);
        Ok(())
    }

    /// Submits a claim: the record that the chain would keep, with its number, or why it would not take the claim.
    ///
    /// # Errors
    /// In words, where the contract would give an error.
    pub fn submit(&mut self, source: &SourceClaim) -> Result<(ClaimId, ClaimRecord), String> {
        let number = source.authorisation.as_ref();
        let held = number.and_then(|number| self.authorisations.get(number));
        let named = number.map(|_| held.map_or(UNKNOWN_AUTHORISATION, |held| held.id));
        let id = ClaimId::from(next(self.documents.len()));
        let member = self.policies.get(&source.member).ok_or("the member is not enrolled")?;
        let claim = source.to_domain(&self.keyring, member.id, account(&source.provider), named);
        if let Some(earlier) = self.documents.get(&claim.document) {
            return Err(format!("submitted before, as claim {earlier}"));
        }
        let day = member.days.get(&(claim.service_day, claim.provider)).cloned().unwrap_or_default();
        let fees: Vec<Option<Fee>> =
            claim.lines.iter().map(|line| self.fees.get(&line.code).copied()).collect();
        let evidence = self.evidence(source, &claim, member, &fees, &day.before(id, id));
        let verdict = evidence
            .decide(&claim, &self.plan.plan, &member.policy, &fees)
            .map_err(|error| format!("not taken: {}", crate::names::variant(error).replace('-', " ")))?;
        let record = self.conclude(id, claim, evidence, verdict, day, source)?;
        self.documents.insert(record.claim.document, id);
        Ok((id, record))
    }

    fn evidence(
        &self,
        source: &SourceClaim,
        claim: &Claim,
        member: &MemberState,
        fees: &[Option<Fee>],
        earlier: &[CodeKey],
    ) -> Evidence {
        let held = |is_held: bool| -> Result<CredentialId, Refusal> {
            is_held.then_some(1).ok_or(Refusal::NoneHeld)
        };
        let answer = |kind: Kind| (kind, held(self.assumptions.credentialed));
        let in_network = !self.assumptions.out_of_network.contains(&source.provider);
        let authorised = source.authorisation.as_ref().and_then(|number| self.authorisations.get(number));
        let year = claim.service_day.year();
        let received_on = match self.assumptions.received {
            Received::On(day) => day,
            Received::ServiceDay => claim.service_day,
        };
        let decision = match self.assumptions.consent {
            Consent::Permit => Decision::Permit { redact: CategorySet::EMPTY },
            Consent::Deny => Decision::Deny,
            Consent::None => Decision::NoConsent,
        };
        Evidence {
            received_on,
            filed_on: received_on,
            billed_before: billed_before(claim, earlier),
            credentials: self.plan.plan.kinds_required(fees).into_iter().map(answer).collect(),
            network: self.plan.plan.network.map(|_| held(in_network)),
            consent: Answer { decision, deciding: Vec::new() },
            authorisation: authorised.map(|authorised| authorised.granted.clone()),
            units_used: authorised.map(|authorised| authorised.used.clone()).unwrap_or_default(),
            accumulators: member.account.accumulators(year),
            family: member.family.as_ref().map(|family| self.used_by_family(family, year)),
            review: match self.assumptions.reviewed {
                true => Review::Reviewed(Vec::new()),
                false => Review::Waits,
            },
            exceptions: Vec::new(),
        }
    }

    fn used_by_family(&self, family: &str, year: Year) -> Accumulators {
        self.families.get(&(family.to_owned(), year)).cloned().unwrap_or_default()
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
        let received_on = evidence.received_on;
        let (event, adjudication) = match verdict {
            Verdict::Pended(reason) => (Event::Pend { reason, on: received_on }, None),
            Verdict::Adjudicated(decided) => {
                let (outcome, payable) = (decided.outcome, decided.totals.paid);
                (Event::Adjudicate { outcome, payable }, Some(decided))
            }
        };
        let status = begin(event).map_err(|error| format!("{error:?}"))?;
        let decided_on = adjudication.is_some().then_some(received_on);
        let decided = adjudication.unwrap_or_else(|| waiting(source.total));
        day.record(id, id, &claim, &decided.lines)
            .map_err(|_| "not taken: the day holds too many services")?;
        self.count(source, claim.service_day.year(), &decided)?;
        let member = self.policies.get_mut(&source.member).ok_or("the member is not enrolled")?;
        member.days.insert((claim.service_day, claim.provider), day);
        let previous = Previous { of_policy: member.account.newest_claim, ..Previous::default() };
        member.account.newest_claim = id;
        let family = member.policy.family.filter(|_| self.plan.plan.family.is_some());
        let Adjudication { lines, totals, contribution, authorised, .. } = decided;
        Ok(ClaimRecord {
            status,
            payer: 1,
            plan: PLAN,
            family,
            decided_on,
            replaces: None,
            first: id,
            previous,
            totals,
            contribution,
            authorised,
            claim,
            evidence,
            lines,
        })
    }

    /// Adds what a decision uses up to the accumulators of member and family and to the authorisation.
    fn count(&mut self, source: &SourceClaim, year: Year, decided: &Adjudication) -> Result<(), String> {
        let too_large = |_| "not taken: the amounts are too large".to_owned();
        let member = self.policies.get_mut(&source.member).ok_or("the member is not enrolled")?;
        if !decided.contribution.is_empty() {
            let used = member.account.accumulators(year).plus(&decided.contribution).map_err(too_large)?;
            member.account.record(year, used).map_err(|_| "not taken: the policy has too many years")?;
            if let Some(family) = &member.family {
                let used = self.families.entry((family.clone(), year)).or_default();
                *used = used.plus(&decided.contribution).map_err(too_large)?;
            }
        }
        let authorised = source.authorisation.as_ref().and_then(|number| self.authorisations.get_mut(number));
        if let Some(authorised) = authorised {
            authorised.used = authorised.used.plus(&decided.authorised).map_err(too_large)?;
        }
        Ok(())
    }

    /// What a member used up in each year.
    fn years(&self) -> impl Iterator<Item = (&str, &[(Year, Accumulators)])> {
        self.policies.iter().map(|(key, member)| (key.as_str(), member.account.years.as_slice()))
    }
}

/// A claim that waits: nothing but its charges counts.
fn waiting(billed: Cents) -> Adjudication {
    Adjudication {
        outcome: Outcome::Denied,
        lines: Vec::new(),
        totals: Totals { billed, ..Totals::default() },
        contribution: Accumulators::default(),
        authorised: UnitsUsed::default(),
    }
}

fn cannot_authorise(error: AuthorisationError) -> String {
    match error {
        AuthorisationError::Items => "authorises no services or too many".into(),
        AuthorisationError::Units { item } => format!("items[{item}]: authorises no units or too many"),
        AuthorisationError::ItemTwice { item } => format!("items[{item}]: the service comes twice"),
        _ => "ends before it begins".into(),
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
