//! From claims to their decisions: open the cases, ask for the terms, conclude.

use core::mem::{replace, take};

use healink_access::{account, load, store};
use healink_domain::claims::{
    advance, begin, billed_before, Accumulators, Adjudication, Claim, ClaimError, ClaimId, ClaimSummary,
    Escrow, EscrowError, Event, Evidence, Fee, LineResult, Override, PendReason, PlanRef, PolicyId, Previous,
    Review, Status, StatusError, Totals, UnitsUsed, Verdict,
};
use healink_domain::{Account, Day};
use healink_interfaces::{Facts, Terms};
use ink::codegen::Env;
use ink::prelude::{vec, vec::Vec};

use crate::books::{service_day, Books};
use crate::claims::Claims;
use crate::guard::{ensure_examiner, ensure_submitter};
use crate::storage::{Entry, Filed};
use crate::{calls, ClaimChanged, Error, Result};

/// A claim that is to be decided.
pub struct Case {
    /// Its number, 0 while it has none.
    id: ClaimId,
    /// Where it stands; `None` for a new one.
    standing: Option<Status>,
    /// What is known of it before the terms are.
    entry: Entry,
    /// On whose word it is decided.
    word: Word,
}

/// On whose word a claim is decided.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Word {
    /// Of the one who submits it: its provider or an examiner.
    Submitter(Account),
    /// Of an examiner.
    Examiner(Account),
    /// Of anyone: the rules decide.
    Anyone,
}

impl Case {
    /// The case of a new claim.
    pub fn submitted(claim: Claim, caller: Account, today: Day) -> Result<Self> {
        claim.validate(today)?;
        Ok(Self::new(Entry::new(claim, today), Word::Submitter(caller)))
    }

    /// The case of a claim that has no number yet.
    pub const fn new(entry: Entry, word: Word) -> Self {
        Self { id: 0, standing: None, entry, word }
    }

    /// Makes it the successor of an earlier claim of the same policy and provider.
    pub fn succeed(&mut self, old: ClaimId, earlier: &Entry) -> Result<()> {
        let (entry, before) = (&mut self.entry, &earlier.claim);
        if before.policy != entry.claim.policy || before.provider != entry.claim.provider {
            return Err(Error::OtherParty { claim: old });
        }
        (entry.replaces, entry.first, entry.filed_on) = (Some(old), earlier.first, earlier.filed_on);
        Ok(())
    }

    /// The account whose roles matter, if one's do.
    fn officer(&self) -> Option<Account> {
        match self.word {
            Word::Submitter(caller) => Some(caller).filter(|caller| *caller != self.entry.claim.provider),
            Word::Examiner(caller) => Some(caller),
            Word::Anyone => None,
        }
    }
}

impl Claims {
    /// Opens the case of a claim that waits. With an examiner's `review` it has to wait for one.
    pub(crate) fn reopen(&self, id: ClaimId, review: Option<(Account, Vec<Override>)>) -> Result<Case> {
        let Filed { status, mut entry, .. } = self.load_claim(id)?;
        let Status::Pended { reason, .. } = status else { return Err(StatusError::AlreadyDecided.into()) };
        let word = match review {
            None => Word::Anyone,
            Some(_) if reason != PendReason::ReviewNeeded => return Err(Error::NoReviewNeeded),
            Some((examiner, overrides)) => {
                entry.review = Review::Reviewed(overrides);
                Word::Examiner(examiner)
            }
        };
        Ok(Case { id, standing: Some(status), entry, word })
    }

    /// Asks coverage for the terms of some cases under one policy.
    pub(crate) fn ask(&self, policy: PolicyId, cases: &[Result<Case>]) -> Result<Terms> {
        let (mut officer, mut questions) = (None, Vec::with_capacity(cases.len()));
        for case in cases.iter().flatten() {
            officer = officer.or(case.officer());
            questions.push(calls::question(&case.entry.claim));
        }
        calls::terms(account(self.coverage), policy, officer, questions)
    }

    /// Decides one case, asking for its terms.
    #[inline(never)]
    pub(crate) fn ask_and_conclude(&mut self, case: Case) -> Result<ClaimSummary> {
        let policy = case.entry.claim.policy;
        let cases = vec![Ok(case)];
        let terms = self.ask(policy, &cases)?;
        self.conclude_all(cases, terms, Self::today()).pop().unwrap_or(Err(Error::CoverageUnavailable))
    }

    /// Decides cases under one policy by their terms, each for itself: one that is refused changes nothing.
    pub(crate) fn conclude_all(
        &mut self,
        cases: Vec<Result<Case>>,
        mut terms: Terms,
        today: Day,
    ) -> Vec<Result<ClaimSummary>> {
        let mut facts = take(&mut terms.facts).into_iter();
        let mut summaries = Vec::with_capacity(cases.len());
        let mut books: Option<(PolicyId, Books)> = None;
        for case in cases {
            summaries.push(case.and_then(|case| {
                let policy = case.entry.claim.policy;
                let facts = facts.next().ok_or(Error::CoverageUnavailable)?;
                let (_, books) = books.get_or_insert_with(|| (policy, self.open_books(terms.payer, policy)));
                self.decide(case, &terms, facts, books, today)
            }));
        }
        if let Some((policy, books)) = books {
            self.close_books(terms.payer, policy, books);
        }
        summaries
    }

    /// Decides a case: all that can fail comes first, then everything is put down.
    #[inline(never)]
    fn decide(
        &mut self,
        case: Case,
        terms: &Terms,
        facts: Facts,
        books: &mut Books,
        today: Day,
    ) -> Result<ClaimSummary> {
        self.ensure_may(&case, terms)?;
        let Case { mut id, standing, mut entry, .. } = case;
        if standing.is_none() {
            id = self.next()?;
        }
        entry.begin(id, terms);
        if entry.review == Review::Waits && standing.is_some_and(|was| was.is_overdue(&terms.plan, today)) {
            entry.review = Review::Overdue;
        }
        let mut services = self.services(&entry.claim);
        let before = billed_before(&entry.claim, &services.before(id, entry.first));
        let (fees, evidence) = self.evidence(&mut entry, facts, before, books);

        let verdict = evidence.decide(&entry.claim, &terms.plan, &terms.policy, &fees)?;
        let (event, escrow, lines) = entry.take_down(verdict, books.payer.escrow, today)?;
        let status = standing.map_or_else(|| begin(event), |was| advance(was, event))?;
        services.record(id, entry.first, &entry.claim, &lines)?;
        self.count(&entry, &evidence, books)?;
        // Nothing fails from here on.
        books.payer.escrow = escrow;
        if standing.is_none() {
            self.number(id, &mut entry, books);
        }
        store(&mut self.tables.service_days, service_day(&entry.claim), services);
        let filed = Filed::new(status, entry, evidence, &lines);
        Ok(self.file(id, filed))
    }

    fn ensure_may(&self, case: &Case, terms: &Terms) -> Result<()> {
        match case.word {
            Word::Anyone => Ok(()),
            Word::Examiner(_) => ensure_examiner(terms.roles),
            Word::Submitter(caller) => {
                let claim = &case.entry.claim;
                ensure_submitter(caller, claim.provider, terms.roles)?;
                match load(&self.tables.documents, (terms.payer, claim.document)) {
                    Some(claim) => Err(Error::AlreadySubmitted { claim }),
                    None => Ok(()),
                }
            }
        }
    }

    /// Puts together what the decision rests on, and the fees of the lines.
    fn evidence(
        &self,
        entry: &mut Entry,
        facts: Facts,
        billed_before: u32,
        books: &Books,
    ) -> (Vec<Option<Fee>>, Evidence) {
        let Facts { fees, credentials, network, consent, authorisation } = facts;
        let year = entry.claim.service_day.year();
        let used = entry.claim.authorisation.filter(|_| authorisation.is_some());
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
            accumulators: books.policy.accumulators(year),
            family: entry.family.map(|family| self.family_account(entry.payer, family, year)),
        };
        (fees, evidence)
    }

    /// Counts what a decision adds, on top of what its evidence found. On an error nothing is counted.
    fn count(&mut self, entry: &Entry, evidence: &Evidence, books: &mut Books) -> Result<()> {
        let Entry { contribution, authorised, .. } = entry;
        let year = entry.claim.service_day.year();
        let units = evidence.units_used.clone().plus(authorised).map_err(ClaimError::from)?;
        if !contribution.is_empty() {
            let family = evidence.family.clone().map(|family| family.plus(contribution)).transpose();
            let family = family.map_err(ClaimError::from)?;
            let member = evidence.accumulators.clone().plus(contribution).map_err(ClaimError::from)?;
            books.policy.record(year, member)?;
            if let (Some(key), Some(family)) = (entry.family, family) {
                store(&mut self.tables.families, (entry.payer, key, year), family);
            }
        }
        if let Some(id) = entry.claim.authorisation.filter(|_| *authorised != UnitsUsed::default()) {
            store(&mut self.tables.units_used, id, units);
        }
        Ok(())
    }

    /// Gives a new claim its number and its places in the lists.
    fn number(&mut self, id: ClaimId, entry: &mut Entry, books: &mut Books) {
        let provider = entry.claim.provider;
        entry.previous = Previous {
            of_payer: replace(&mut books.payer.newest_claim, id),
            of_policy: replace(&mut books.policy.newest_claim, id),
            of_provider: self.newest_of(provider),
        };
        self.newest = id;
        store(&mut self.tables.newest_of_provider, provider, id);
        store(&mut self.tables.documents, (entry.payer, entry.claim.document), id);
    }

    /// Stores a claim and tells how it stands.
    #[inline(never)]
    pub(crate) fn file(&mut self, id: ClaimId, filed: Filed) -> ClaimSummary {
        let summary = filed.summary(id);
        store(&mut self.tables.claims, id, filed);
        self.env().emit_event(ClaimChanged::from(&summary));
        summary
    }

    /// The number of the next claim.
    pub(crate) fn next(&self) -> Result<ClaimId> {
        self.newest.checked_add(1).ok_or(Error::NumbersExhausted)
    }
}

impl Entry {
    /// A new claim, of which no more is known than that it was submitted.
    pub fn new(claim: Claim, today: Day) -> Self {
        Self {
            payer: 0,
            plan: PlanRef { plan: 0, version: 0 },
            family: None,
            decided_on: None,
            replaces: None,
            first: 0,
            previous: Previous::default(),
            totals: Totals::default(),
            contribution: Accumulators::default(),
            authorised: UnitsUsed::default(),
            claim,
            received_on: today,
            filed_on: today,
            review: Review::Waits,
            exceptions: Vec::new(),
        }
    }

    /// Puts down what the terms say.
    fn begin(&mut self, id: ClaimId, terms: &Terms) {
        if self.first == 0 {
            self.first = id;
        }
        self.payer = terms.payer;
        self.plan = terms.policy.plan;
        self.family = terms.policy.family.filter(|_| terms.plan.family.is_some());
    }

    /// Puts down a verdict: what follows for the status, the escrow from which what the plan pays is promised, and the results of
    /// the lines. The claim waits where escrow is short.
    fn take_down(
        &mut self,
        verdict: Verdict,
        escrow: Escrow,
        today: Day,
    ) -> Result<(Event, Escrow, Vec<LineResult>)> {
        let wait = |reason| Event::Pend { reason, on: today };
        self.totals = Totals { billed: self.claim.billed().map_err(ClaimError::from)?, ..Totals::default() };
        let adjudication = match verdict {
            Verdict::Pended(reason) => return Ok((wait(reason), escrow, Vec::new())),
            Verdict::Adjudicated(adjudication) => adjudication,
        };
        let Adjudication { outcome, lines, totals, contribution, authorised } = adjudication;
        match escrow.commit(totals.paid) {
            Err(EscrowError::Short { .. }) => Ok((wait(PendReason::EscrowShort), escrow, Vec::new())),
            Err(error) => Err(error.into()),
            Ok(escrow) => {
                (self.totals, self.contribution, self.authorised) = (totals, contribution, authorised);
                self.decided_on = Some(today);
                Ok((Event::Adjudicate { outcome, payable: totals.paid }, escrow, lines))
            }
        }
    }
}
