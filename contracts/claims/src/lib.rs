//! Insurance claims: the register of all of them, and the books of what is promised and paid on them.
//!
//! A claim is decided by the coverage contract, which knows the terms, by the public rules of `healink_domain::claims`. This
//! contract takes claims, hands them on, keeps what comes of it, promises what the plan pays from the payer's escrow, and carries
//! each claim through review, settlement, appeal and reversal; it holds no tokens. Whoever reads a claim's record, its plan,
//! policy and fees can recompute its decision ([`healink_domain::claims::Evidence::decide`]).
#![cfg_attr(not(feature = "std"), no_std, no_main)]
// The code that `scale_derive` generates for enums casts `usize` to `u8`.
#![allow(clippy::cast_possible_truncation)]
// The code that ink! generates panics where a message cannot be decoded or a root is missing, which pallet-contracts takes as
// a trap, and has an `unsafe` block for the messages of a trait; there is no other of either.
#![allow(clippy::panic, unsafe_code)]

mod books;
mod calls;
mod errors;
mod events;
mod guard;
mod pages;
mod register;
mod storage;
#[cfg(test)]
mod tests;

pub use errors::{Error, Result};
pub use events::{ClaimChanged, ClaimReviewed, ContractsWired};
pub use pages::List;
pub use storage::Filed;

/// Claims that one message can submit.
pub const MAX_BATCH: usize = healink_interfaces::MAX_CASES;

/// Lines that they can have together: each takes some 10 KB of the 1 MiB of proof that a message may need.
pub const MAX_BATCH_LINES: usize = 18;

pub use self::claims::{Claims, ClaimsRef};

#[ink::contract]
mod claims {
    use healink_access::{account, load, Access, AccessError, Command};
    use healink_domain::claims::{
        Claim, ClaimId, ClaimSummary, Event, Override, PayerAccount, PayerId, PolicyId, Remittance,
    };
    use healink_domain::{Account, Cents, Digest};
    use healink_interfaces::{Administered, AppealStep, Booking, Case, ClaimsRegistry, Page, Reviewed};
    use ink::prelude::vec::Vec;

    use crate::pages::List;
    use crate::register::Matter;
    use crate::storage::{Filed, Tables};
    use crate::{ClaimReviewed, ContractsWired, Error, Result, MAX_BATCH, MAX_BATCH_LINES};

    /// The contract's root cell: small, since every message loads it; the tables are loaded row by row.
    #[ink(storage)]
    pub struct Claims {
        pub(crate) access: Access,
        pub(crate) coverage: AccountId,
        pub(crate) wired: Option<(AccountId, AccountId)>,
        pub(crate) newest: ClaimId,
        pub(crate) tables: Tables,
    }

    // Selectors are numbered, so that a call is dispatched by a jump instead of a tree of comparisons.
    impl Claims {
        /// A contract of `owner` that decides by what this coverage contract says, for good.
        #[ink(constructor)]
        pub fn new(owner: Account, coverage: Account) -> Self {
            Self {
                access: Access::new(owner),
                coverage: coverage.0.into(),
                wired: None,
                newest: 0,
                tables: Tables::default(),
            }
        }

        /// Names the contracts that settle claims and rule on appeals, for good.
        ///
        /// Access: owner, once, while not paused. Errors: `Access`, `AlreadyWired`. Event: [`ContractsWired`]. Cost: no row.
        #[ink(message, selector = 1)]
        pub fn wire(&mut self, settlement: Account, appeals: Account) -> Result<()> {
            let caller = self.running_caller()?;
            self.access.ensure_owner(caller)?;
            if self.wired.is_some() {
                return Err(Error::AlreadyWired);
            }
            self.wired = Some((settlement.0.into(), appeals.0.into()));
            self.env().emit_event(ContractsWired { settlement, appeals });
            Ok(())
        }

        /// Takes a claim and has it decided at once, or says for what it waits. What the plan pays is promised from the payer's
        /// escrow; when that is short, the claim waits. A claim can take the place of an earlier one of the same policy and
        /// provider: that one is taken back first, and lateness is judged by its day.
        ///
        /// Access: the claim's provider or an examiner of the payer, while not paused. Errors: `Access`, `AlreadySubmitted`, `Claim`,
        /// `NoSuchPolicy` for one that the payer does not have, `NotSubmitter`, `CoverageUnavailable`, `CredentialsUnavailable`,
        /// `ConsentUnavailable`, `ServiceDayFull`, `TooManyYears`, `NumbersExhausted`, `Escrow` on overflow; with a claim to
        /// replace `NoSuchClaim`, `OtherParty`, `Status`. Event: [`crate::ClaimChanged`]. Cost: 4 rows here, in coverage up to
        /// 6 and 1 for each line; 3 calls.
        #[ink(message, selector = 2)]
        pub fn submit(
            &mut self,
            payer: PayerId,
            claim: Claim,
            replaces: Option<ClaimId>,
        ) -> Result<ClaimSummary> {
            let by = self.running_caller()?;
            self.ensure_fresh(payer, claim.document)?;
            let (mut books, policy) = (self.payer_account(payer), claim.policy);
            let mut ended = None;
            if let Some(id) = replaces {
                let old = self.load_claim(id)?;
                if old.head.payer != payer {
                    return Err(Error::OtherParty { claim: id });
                }
                let by = self.next()?;
                ended = Some(self.end(id, old, &mut books, Event::Replace { by })?);
            }
            self.decide(Matter { payer, policy, books, ended }, Case::New { claim, by }, None)
        }

        /// Takes several claims under one policy, at most [`MAX_BATCH`] with [`MAX_BATCH_LINES`] together, and has each decided for
        /// itself, one after the other: the results are in their order, and one that is refused changes nothing. What they are decided by is loaded once for all.
        ///
        /// Access: as for [`Self::submit`], claim by claim. Errors: `Access`, `HowMany`, `NoSuchPolicy`, `CoverageUnavailable`;
        /// the others, `OtherPolicy` and `SameDocument` for a claim alone. Event: as for [`Self::submit`], one for each claim that is taken.
        /// Cost: 1 row here and 2 in coverage, for each claim 3 here and up to 4 and 1 for each line there; 1 call, and 2 for each
        /// claim.
        #[ink(message, selector = 3)]
        pub fn submit_batch(
            &mut self,
            payer: PayerId,
            policy: PolicyId,
            claims: Vec<Claim>,
        ) -> Result<Vec<Result<ClaimSummary>>> {
            let by = self.running_caller()?;
            let lines = claims.iter().fold(0usize, |lines, claim| lines.saturating_add(claim.lines.len()));
            if !(1..=MAX_BATCH).contains(&claims.len()) || lines > MAX_BATCH_LINES {
                return Err(Error::HowMany);
            }
            let (mut cases, mut fresh, mut documents) = (Vec::new(), Vec::new(), Vec::new());
            for claim in claims {
                let twice = documents.contains(&claim.document);
                documents.push(claim.document);
                let known = self.ensure_fresh(payer, claim.document);
                fresh.push(if twice { Err(Error::SameDocument) } else { known });
                if fresh.last() == Some(&Ok(())) {
                    cases.push(Case::New { claim, by });
                }
            }
            let matter = Matter { payer, policy, books: self.payer_account(payer), ended: None };
            self.conclude(matter, cases, fresh)
        }

        /// Has a claim that waits decided by the same rules, with what the registries and the escrow say now; the day on which it
        /// was received stays. One that needs a review still waits, unless the plan's days for that have passed.
        ///
        /// Access: anyone, while not paused. Errors: `Access`, `NoSuchClaim`, `Status` when it is decided, and those of
        /// [`Self::submit`] after `NotSubmitter`. Event, cost: as for [`Self::submit`].
        #[ink(message, selector = 4)]
        pub fn readjudicate(&mut self, claim: ClaimId) -> Result<ClaimSummary> {
            self.access.ensure_running()?;
            self.resume(claim, None)
        }

        /// Has a claim that waits for a review decided by the same rules without the plan's ceiling: lines that are not named as the
        /// plan prices them, the others with what the examiner allows, which is less. Nothing denies a line.
        ///
        /// Access: examiner of the payer, while not paused. Errors: those of [`Self::readjudicate`], `MissingRole`,
        /// `NoReviewNeeded`, `Claim` for an override that cannot be. Events: [`ClaimReviewed`], and as for [`Self::submit`].
        /// Cost: as for [`Self::submit`].
        #[ink(message, selector = 5)]
        pub fn review(&mut self, claim: ClaimId, overrides: Vec<Override>) -> Result<ClaimSummary> {
            let by = self.running_caller()?;
            let summary = self.resume(claim, Some(Reviewed { by, overrides: overrides.clone() }))?;
            self.env().emit_event(ClaimReviewed { claim, by, overrides });
            Ok(summary)
        }

        /// Takes a claim back: nothing of it counts any longer. What was paid on it is kept back from the provider's next
        /// payments.
        ///
        /// Access: the claim's provider or an examiner of its payer, while not paused. Errors: `Access`, `NoSuchClaim`,
        /// `NotSubmitter`, `Status` for one that has ended or is under appeal, `CoverageUnavailable`.
        /// Event: [`crate::ClaimChanged`]. Cost: 2 rows here, 3 with what the provider owes then, up to 5 in coverage; 1 call, 2
        /// unless it is the provider who calls.
        #[ink(message, selector = 6)]
        pub fn void(&mut self, claim: ClaimId) -> Result<()> {
            let caller = self.running_caller()?;
            let filed = self.load_claim(claim)?;
            self.ensure_party(&filed, caller)?;
            let (payer, policy) = (filed.head.payer, filed.claim.policy);
            let mut books = self.payer_account(payer);
            let ended = Some(self.end(claim, filed, &mut books, Event::Void)?);
            self.conclude(Matter { payer, policy, books, ended }, Vec::new(), Vec::new()).map(drop)
        }

        /// A claim on record: as submitted, as it stands, and what its decision rested on.
        #[ink(message, selector = 7)]
        pub fn claim(&self, id: ClaimId) -> Option<Filed> {
            load(&self.tables.claims, id)
        }

        /// The payer's newest claim with this document.
        #[ink(message, selector = 8)]
        pub fn claim_by_document(&self, payer: PayerId, document: Digest) -> Option<ClaimId> {
            load(&self.tables.documents, (payer, document))
        }

        /// A page of claims, newest first.
        #[ink(message, selector = 9)]
        pub fn claims(&self, of: List, from: u64, limit: u32) -> Page<ClaimSummary> {
            self.page(of, from, limit)
        }

        /// A payer's escrow and its newest claim.
        #[ink(message, selector = 10)]
        pub fn statement(&self, payer: PayerId) -> PayerAccount {
            self.payer_account(payer)
        }

        /// What a provider owes a payer for payments that were reversed.
        #[ink(message, selector = 11)]
        pub fn owed(&self, payer: PayerId, provider: Account) -> Cents {
            self.owed_to(payer, provider)
        }

        /// The contract that this one asks, and those that settle claims and rule on appeals, in this order.
        #[ink(message, selector = 12)]
        pub fn contracts(&self) -> (Account, Option<(Account, Account)>) {
            (
                account(self.coverage),
                self.wired.map(|(tokens, hearings)| (account(tokens), account(hearings))),
            )
        }
    }

    impl ClaimsRegistry for Claims {
        #[ink(message)]
        fn book(&mut self, booking: Booking) -> Result<Remittance> {
            self.ensure_wired(|(settlement, _)| settlement)?;
            self.put_down(booking)
        }

        #[ink(message)]
        fn appeal(&mut self, claim: ClaimId, step: AppealStep) -> Result<ClaimSummary> {
            self.ensure_wired(|(_, appeals)| appeals)?;
            let filed = self.load_claim(claim)?;
            let exceptions = match step {
                AppealStep::Open(level) => return self.advance_to(claim, filed, Event::Appeal(level)),
                AppealStep::Uphold => return self.advance_to(claim, filed, Event::Uphold),
                AppealStep::Overturn(exceptions) => exceptions,
            };
            let (payer, policy, by) = (filed.head.payer, filed.claim.policy, self.next()?);
            let mut books = self.payer_account(payer);
            let ended = Some(self.end(claim, filed, &mut books, Event::Overturn { by })?);
            self.decide(Matter { payer, policy, books, ended }, Case::Corrected { exceptions }, None)
        }

        #[ink(message)]
        fn summary(&self, claim: ClaimId) -> Option<ClaimSummary> {
            load(&self.tables.claims, claim).map(|filed| filed.summary(claim))
        }
    }

    impl Administered for Claims {
        #[ink(message)]
        fn administration(&self) -> Access {
            self.access.clone()
        }

        #[ink(message)]
        fn administer(&mut self, command: Command) -> core::result::Result<(), AccessError> {
            let event = self.access.apply(command, Self::caller(), Self::today())?;
            self.env().emit_event(event);
            Ok(())
        }
    }
}
