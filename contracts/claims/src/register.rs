//! From claims to their places in the register: handed to coverage, put down as it decides, taken back.

use core::mem::replace;

use healink_access::{account, load, store, Bytes};
use healink_domain::claims::{
    advance, begin, ClaimError, ClaimId, ClaimSummary, Event, PayerAccount, PayerId, PendReason, PolicyId,
    Previous, Status, StatusError,
};
use healink_domain::Digest;
use healink_interfaces::{Case, Decided, Docket, Earlier, Finding, Reviewed};
use ink::codegen::Env;
use ink::prelude::{vec, vec::Vec};

use crate::claims::Claims;
use crate::storage::{Filed, Head};
use crate::{calls, ClaimChanged, Error, Result};

/// What claims are decided about together.
pub struct Matter {
    /// The payer.
    pub payer: PayerId,
    /// The policy.
    pub policy: PolicyId,
    /// The payer's account, as it stands so far.
    pub books: PayerAccount,
    /// A claim that no longer stands.
    pub ended: Option<Earlier>,
}

impl Claims {
    /// Has a claim decided that waits; with a review it has to wait for one.
    #[inline(never)]
    pub(crate) fn resume(&mut self, id: ClaimId, review: Option<Reviewed>) -> Result<ClaimSummary> {
        let filed = self.load_claim(id)?;
        let head = filed.head;
        let since = match head.status {
            Status::Pended { reason: PendReason::ReviewNeeded, since } => Some(since),
            Status::Pended { .. } if review.is_some() => return Err(Error::NoReviewNeeded),
            Status::Pended { .. } => None,
            Status::Adjudicated { .. } | Status::Settled { .. } => {
                return Err(StatusError::AlreadyDecided.into())
            }
            _ => return Err(StatusError::Ended.into()),
        };
        let (payer, policy) = (head.payer, filed.claim.policy);
        let matter = Matter { payer, policy, books: self.payer_account(payer), ended: None };
        self.decide(matter, Case::Waiting { claim: filed.earlier(id), since, review }, Some(&head))
    }

    /// Has new claims decided and puts down what comes of them. `fresh` says of every claim, also of those that are no case,
    /// whether it is one; so the results are in the claims' order.
    #[inline(never)]
    pub(crate) fn conclude(
        &mut self,
        mut matter: Matter,
        cases: Vec<Case>,
        fresh: Vec<Result<()>>,
    ) -> Result<Vec<Result<ClaimSummary>>> {
        let mut decided = Vec::new();
        if !cases.is_empty() || matter.ended.is_some() {
            decided = self.ask(&mut matter, cases)?;
        }
        let (mut decided, mut results) = (decided.into_iter(), Vec::with_capacity(fresh.len()));
        for fresh in fresh {
            let next = fresh.and_then(|()| decided.next().unwrap_or(Err(Error::CoverageUnavailable)));
            results.push(match next {
                Ok(decided) => Ok(self.enter(&mut matter, decided, None)?),
                Err(error) => Err(error),
            });
        }
        self.put_payer(matter.payer, matter.books);
        Ok(results)
    }

    /// Has one case decided and puts down what comes of it. One that waits stands as `was` before.
    #[inline(never)]
    pub(crate) fn decide(
        &mut self,
        mut matter: Matter,
        case: Case,
        was: Option<&Head>,
    ) -> Result<ClaimSummary> {
        let decided = self.ask(&mut matter, vec![case])?.pop();
        let summary = self.enter(&mut matter, decided.unwrap_or(Err(Error::CoverageUnavailable))?, was)?;
        self.put_payer(matter.payer, matter.books);
        Ok(summary)
    }

    /// Has coverage decide.
    #[inline(never)]
    fn ask(&self, matter: &mut Matter, cases: Vec<Case>) -> Result<Vec<Result<Decided>>> {
        let Matter { payer, policy, books, ended } = matter;
        let (funds, next, ended) = (books.escrow.free, self.next()?, ended.take());
        let docket = Docket { payer: *payer, policy: *policy, funds, next, ended, cases };
        calls::adjudicate(account(self.coverage), &docket)
    }

    /// Puts down what came of a claim, promising what the plan pays.
    #[inline(never)]
    pub(crate) fn enter(
        &mut self,
        matter: &mut Matter,
        decided: Decided,
        was: Option<&Head>,
    ) -> Result<ClaimSummary> {
        let (payer, books) = (matter.payer, &mut matter.books);
        let Decided { id, finding, totals, before, body } = decided;
        let (today, mut decided_on) = (Self::today(), None);
        let event = match finding {
            Finding::Pended(reason) => Event::Pend { reason, on: today },
            Finding::Adjudicated(outcome) => {
                books.escrow = books.escrow.commit(totals.paid)?;
                decided_on = Some(today);
                Event::Adjudicate { outcome, payable: totals.paid }
            }
        };
        let status = was.map_or_else(|| begin(event), |was| advance(was.status, event))?;
        let previous = was.map_or_else(Previous::default, |was| was.previous);
        let head = Head { status, payer, decided_on, totals, previous };
        let mut filed = Filed::new(head, Bytes(body)).map_err(|_| Error::CoverageUnavailable)?;
        if was.is_none() {
            let provider = filed.claim.provider;
            filed.head.previous = Previous {
                of_payer: replace(&mut books.newest_claim, id),
                of_policy: before,
                of_provider: self.newest_of(provider),
            };
            self.newest = id;
            store(&mut self.tables.newest_of_provider, provider, id);
            store(&mut self.tables.documents, (payer, filed.claim.document), id);
        }
        Ok(self.file(id, filed))
    }

    /// Ends a claim: what it promised is free again, what it paid is owed by the provider. What it used up is for coverage to take
    /// off.
    #[inline(never)]
    pub(crate) fn end(
        &mut self,
        id: ClaimId,
        mut filed: Filed,
        books: &mut PayerAccount,
        event: Event,
    ) -> Result<Earlier> {
        let status = advance(filed.head.status, event)?;
        let (escrow, owed) = books.escrow.reverse(&filed.head.status)?;
        books.escrow = escrow;
        if !owed.is_zero() {
            let (payer, provider) = (filed.head.payer, filed.claim.provider);
            let owed = self.owed_to(payer, provider).plus(owed).map_err(ClaimError::from)?;
            self.put_owed(payer, provider, owed);
        }
        filed.head.status = status;
        self.file(id, filed);
        Ok(self.load_claim(id)?.earlier(id))
    }

    /// Changes where a claim stands, and nothing else.
    pub(crate) fn advance_to(&mut self, id: ClaimId, mut filed: Filed, event: Event) -> Result<ClaimSummary> {
        filed.head.status = advance(filed.head.status, event)?;
        Ok(self.file(id, filed))
    }

    /// Stores a claim and tells how it stands.
    #[inline(never)]
    fn file(&mut self, id: ClaimId, filed: Filed) -> ClaimSummary {
        let summary = filed.summary(id);
        store(&mut self.tables.claims, id, filed);
        self.env().emit_event(ClaimChanged::from(&summary));
        summary
    }

    /// Passes a document that the payer has no claim with.
    pub(crate) fn ensure_fresh(&self, payer: PayerId, document: Digest) -> Result<()> {
        match load(&self.tables.documents, (payer, document)) {
            Some(claim) => Err(Error::AlreadySubmitted { claim }),
            None => Ok(()),
        }
    }

    /// The number of the next claim.
    pub(crate) fn next(&self) -> Result<ClaimId> {
        self.newest.checked_add(1).ok_or(Error::NumbersExhausted)
    }
}
