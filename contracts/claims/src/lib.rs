//! Insurance claims: adjudicated by public rules, promised from the payer's escrow, reviewed, appealed, taken back.
//!
//! The rules are `healink_domain::claims`; the terms are those of the coverage contract, asked for once a message. This contract
//! keeps the records and the books: what is used up, what is promised, what was paid; it holds no tokens. Whoever reads a claim's
//! record, its plan, policy and fees can recompute its decision ([`healink_domain::claims::Evidence::decide`]).
#![cfg_attr(not(feature = "std"), no_std, no_main)]
// The code that `scale_derive` generates for enums casts `usize` to `u8`.
#![allow(clippy::cast_possible_truncation)]
// The code that ink! generates panics where a message cannot be decoded or a root is missing, which pallet-contracts takes as
// a trap, and has an `unsafe` block for the messages of a trait; there is no other of either.
#![allow(clippy::panic, unsafe_code)]

mod adjudication;
mod appeals;
mod books;
mod calls;
mod errors;
mod events;
mod guard;
mod pages;
mod storage;
#[cfg(test)]
mod tests;

pub use errors::{Error, Result};
pub use events::{ClaimChanged, ClaimReviewed, ContractsWired};
pub use pages::{List, Whose};
pub use storage::Filed;

/// Claims that one message can submit.
pub const MAX_BATCH: usize = healink_interfaces::MAX_QUESTIONS;

pub use self::claims::{Claims, ClaimsRef};

#[ink::contract]
mod claims {
    use healink_access::{account, load, Access, AccessError, Command};
    use healink_domain::claims::{
        Accumulators, AuthorisationId, Claim, ClaimId, ClaimSummary, Event, Override, PayerAccount, PayerId,
        PolicyId, Remittance, UnitsUsed,
    };
    use healink_domain::{Account, Cents, Digest, Year};
    use healink_interfaces::{Administered, AppealStep, Booking, ClaimsRegistry, Page};
    use ink::prelude::vec::Vec;

    use crate::adjudication::Case;
    use crate::pages::{List, Whose};
    use crate::storage::{Filed, Tables};
    use crate::{ClaimReviewed, ContractsWired, Error, Result, MAX_BATCH};

    /// The contract's root cell: small, since every message loads it; the tables are loaded row by row.
    #[ink(storage)]
    pub struct Claims {
        pub(crate) access: Access,
        pub(crate) coverage: AccountId,
        pub(crate) wired: Option<(Account, Account)>,
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
            self.wired = Some((settlement, appeals));
            self.env().emit_event(ContractsWired { settlement, appeals });
            Ok(())
        }

        /// Takes a claim and decides it at once, or says for what it waits. What the plan pays is promised from the payer's
        /// escrow; when that is short, the claim waits. A claim can take the place of an earlier one of the same policy and
        /// provider: that one is taken back first, and lateness is judged by its day.
        ///
        /// Access: the claim's provider or an examiner of the policy's payer, while not paused. Errors: `Access`, `Claim`,
        /// `NoSuchPolicy`, `NotSubmitter`, `AlreadySubmitted`, `CoverageUnavailable`, `CredentialsUnavailable`,
        /// `ConsentUnavailable`, `ServiceDayFull`, `TooManyYears`, `NumbersExhausted`, `Escrow` on overflow; with a claim to
        /// replace `NoSuchClaim`, `OtherParty`, `Status`. Event: [`crate::ClaimChanged`]. Cost: up to 8 rows and 1 for each
        /// line, 3 calls.
        #[ink(message, selector = 2)]
        pub fn submit(&mut self, claim: Claim, replaces: Option<ClaimId>) -> Result<ClaimSummary> {
            let caller = self.running_caller()?;
            let today = Self::today();
            let mut case = Case::submitted(claim, caller, today)?;
            if let Some(old) = replaces {
                self.replace(&mut case, old)?;
            }
            self.ask_and_conclude(case)
        }

        /// Takes several claims under one policy, at most [`MAX_BATCH`], and decides each for itself, one after the other: the
        /// results are in their order, and one that is refused changes nothing. The terms are loaded once for all.
        ///
        /// Access: as for [`Self::submit`], claim by claim. Errors: `Access`, `HowMany`, `NoSuchPolicy`, `CoverageUnavailable`,
        /// `CredentialsUnavailable`, `ConsentUnavailable`; the others, and `OtherPolicy`, for a claim alone. Event: as for
        /// [`Self::submit`], one for each claim that is taken. Cost: 4 rows, for each claim 5 and 1 for each line; 1 call, and 2
        /// for each claim.
        #[ink(message, selector = 3)]
        pub fn submit_batch(
            &mut self,
            policy: PolicyId,
            claims: Vec<Claim>,
        ) -> Result<Vec<Result<ClaimSummary>>> {
            let caller = self.running_caller()?;
            if !(1..=MAX_BATCH).contains(&claims.len()) {
                return Err(Error::HowMany);
            }
            let today = Self::today();
            let mut cases = Vec::with_capacity(claims.len());
            for claim in claims {
                let same = if claim.policy == policy { Ok(claim) } else { Err(Error::OtherPolicy) };
                cases.push(same.and_then(|claim| Case::submitted(claim, caller, today)));
            }
            let terms = self.ask(policy, &cases)?;
            Ok(self.conclude_all(cases, terms, today))
        }

        /// Decides a claim that waits by the same rules, with what the registries and the escrow say now; the day on which it
        /// was received stays. One that needs a review still waits, unless the plan's days for that have passed.
        ///
        /// Access: anyone, while not paused. Errors: `Access`, `NoSuchClaim`, `Status` when it is decided, and those of
        /// [`Self::submit`] after `AlreadySubmitted`. Event, cost: as for [`Self::submit`].
        #[ink(message, selector = 4)]
        pub fn readjudicate(&mut self, claim: ClaimId) -> Result<ClaimSummary> {
            self.access.ensure_running()?;
            let case = self.reopen(claim, None)?;
            self.ask_and_conclude(case)
        }

        /// Decides a claim that waits for a review by the same rules without the plan's ceiling: lines that are not named as the
        /// plan prices them, the others with what the examiner allows, which is less. Nothing denies a line.
        ///
        /// Access: examiner of the payer, while not paused. Errors: those of [`Self::readjudicate`], `MissingRole`,
        /// `NoReviewNeeded`, `Claim` for an override that cannot be. Events: [`ClaimReviewed`], and as for [`Self::submit`].
        /// Cost: as for [`Self::submit`].
        #[ink(message, selector = 5)]
        pub fn review(&mut self, claim: ClaimId, overrides: Vec<Override>) -> Result<ClaimSummary> {
            let by = self.running_caller()?;
            let case = self.reopen(claim, Some((by, overrides.clone())))?;
            let summary = self.ask_and_conclude(case)?;
            self.env().emit_event(ClaimReviewed { claim, by, overrides });
            Ok(summary)
        }

        /// Takes a claim back: nothing of it counts any longer. What was paid on it is kept back from the provider's next
        /// payments.
        ///
        /// Access: the claim's provider or an examiner of its payer, while not paused. Errors: `Access`, `NoSuchClaim`,
        /// `NotSubmitter`, `Status` for one that has ended or is under appeal, `CoverageUnavailable`.
        /// Event: [`crate::ClaimChanged`]. Cost: up to 7 rows; 1 call unless it is the provider who calls.
        #[ink(message, selector = 6)]
        pub fn void(&mut self, claim: ClaimId) -> Result<ClaimSummary> {
            let caller = self.running_caller()?;
            let filed = self.load_claim(claim)?;
            self.ensure_party(&filed.entry, caller)?;
            self.take_back(claim, filed, Event::Void)
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

        /// What is used up in a calendar year.
        #[ink(message, selector = 10)]
        pub fn accumulators(&self, of: Whose, year: Year) -> Accumulators {
            match of {
                Whose::Policy(policy) => self.policy_account(policy).accumulators(year),
                Whose::Family(payer, family) => self.family_account(payer, family, year),
            }
        }

        /// A payer's escrow and its newest claim.
        #[ink(message, selector = 11)]
        pub fn statement(&self, payer: PayerId) -> PayerAccount {
            self.payer_account(payer)
        }

        /// What a provider owes a payer for payments that were reversed.
        #[ink(message, selector = 12)]
        pub fn owed(&self, payer: PayerId, provider: Account) -> Cents {
            self.owed_to(payer, provider)
        }

        /// Units of a prior authorisation's items that claims used.
        #[ink(message, selector = 13)]
        pub fn units_used(&self, authorisation: AuthorisationId) -> UnitsUsed {
            self.units_of(authorisation)
        }

        /// The contract that this one asks, and those that settle claims and rule on appeals, in this order.
        #[ink(message, selector = 14)]
        pub fn contracts(&self) -> (Account, Option<(Account, Account)>) {
            (account(self.coverage), self.wired)
        }
    }

    impl ClaimsRegistry for Claims {
        #[ink(message)]
        fn book(&mut self, booking: Booking) -> Result<Remittance> {
            let caller = self.running_caller()?;
            self.ensure_wired(|(settlement, _)| settlement == caller)?;
            self.put_down(booking)
        }

        #[ink(message)]
        fn appeal(&mut self, claim: ClaimId, step: AppealStep) -> Result<ClaimSummary> {
            let caller = self.running_caller()?;
            self.ensure_wired(|(_, appeals)| appeals == caller)?;
            let filed = self.load_claim(claim)?;
            match step {
                AppealStep::Open(level) => self.advance_to(claim, filed, Event::Appeal(level)),
                AppealStep::Uphold => self.advance_to(claim, filed, Event::Uphold),
                AppealStep::Overturn(exceptions) => {
                    let case = self.overturn(claim, filed, exceptions, Self::today())?;
                    self.ask_and_conclude(case)
                }
            }
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
