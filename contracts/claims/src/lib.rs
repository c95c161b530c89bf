//! Insurance claims: adjudicated by public rules, paid from the payer's escrow.
//!
//! The rules are `healink_domain::claims`; this contract keeps the records, asks the credential and the consent registry, and
//! moves tokens. Whoever reads a claim's record, its plan, policy and fees can recompute its decision
//! ([`healink_domain::claims::Evidence::decide`]).
#![cfg_attr(not(feature = "std"), no_std, no_main)]
// The code that `scale_derive` generates for enums casts `usize` to `u8`.
#![allow(clippy::cast_possible_truncation)]
// The code that ink! generates panics where a message cannot be decoded or a root is missing, which pallet-contracts takes as
// a trap, and has an `unsafe` block for the messages of a trait; there is no other of either.
#![allow(clippy::panic, unsafe_code)]

mod adjudication;
mod calls;
mod errors;
mod events;
mod guard;
mod pages;
mod registry;
mod settlement;
mod storage;
#[cfg(test)]
mod tests;

pub use errors::{Error, Result};
pub use events::{
    ClaimAdjudicated, ClaimPended, ClaimSettled, EscrowDeposited, EscrowWithdrawn, FeesAdded, MemberEnrolled,
    OfficerSet, PayerRegistered, PlanDrafted, PlanPublished, ServiceAuthorised,
};

/// Fees that one message can add.
pub const MAX_FEES: usize = 50;

pub use self::claims::{Claims, ClaimsRef};

#[ink::contract]
mod claims {
    use healink_access::{account, load, Access, AccessError, Command};
    use healink_domain::claims::{
        Accumulators, Authorisation, AuthorisationId, Claim, ClaimId, ClaimRecord, ClaimSummary, Escrow, Fee,
        LineResult, Payer, PayerId, Plan, PlanId, PlanRecord, PlanRef, Policy, PolicyId, RoleSet, Status,
        Submitted,
    };
    use healink_domain::{Account, Cents, CodeKey, Digest, Year};
    use healink_interfaces::{Administered, Page};
    use ink::prelude::vec::Vec;

    use crate::adjudication::Case;
    use crate::pages::List;
    use crate::storage::{Numbers, Tables};
    use crate::{
        calls, ClaimAdjudicated, ClaimPended, ClaimSettled, EscrowDeposited, EscrowWithdrawn, FeesAdded,
        MemberEnrolled, OfficerSet, PayerRegistered, PlanDrafted, PlanPublished, Result, ServiceAuthorised,
    };

    /// The contract's root cell: small, since every message loads it; the tables are loaded row by row.
    #[ink(storage)]
    pub struct Claims {
        pub(crate) access: Access,
        pub(crate) credentials: AccountId,
        pub(crate) consent: AccountId,
        pub(crate) numbers: Numbers,
        pub(crate) tables: Tables,
    }

    impl Claims {
        /// A contract of `owner` that asks these two registries, for good.
        #[ink(constructor)]
        pub fn new(owner: Account, credentials: Account, consent: Account) -> Self {
            Self {
                access: Access::new(owner),
                credentials: credentials.0.into(),
                consent: consent.0.into(),
                numbers: Numbers::default(),
                tables: Tables::default(),
            }
        }

        /// Registers a payer that settles in a PSP22 token, whose decimals are read now. `admin` acts for the payer: patients
        /// consent to its use, and withdrawals go to it. Register only tokens that transfer exactly what they are told to.
        ///
        /// Access: owner, while not paused. Errors: `Access`, `TokenUnavailable`, `BadDecimals`, `NumbersExhausted`.
        /// Event: [`PayerRegistered`]. Cost: 1 row, 1 call.
        #[ink(message)]
        pub fn register_payer(&mut self, admin: Account, token: Account) -> Result<PayerId> {
            let caller = self.running_caller()?;
            self.access.ensure_owner(caller)?;
            let decimals = calls::token_decimals(token)?;
            let payer = self.add_payer(admin, token, decimals)?;
            self.env().emit_event(PayerRegistered { payer, admin, token });
            Ok(payer)
        }

        /// Gives an account these roles and no others; none takes them all away.
        ///
        /// Access: the payer's admin, while not paused. Errors: `Access`, `NoSuchPayer`, `NotPayerAdmin`, `BadRoles`.
        /// Event: [`OfficerSet`]. Cost: 2 rows.
        #[ink(message)]
        pub fn set_officer(&mut self, payer: PayerId, account: Account, roles: RoleSet) -> Result<()> {
            let caller = self.running_caller()?;
            self.ensure_admin(payer, caller)?;
            self.put_officer(payer, account, roles)?;
            self.env().emit_event(OfficerSet { payer, account, roles });
            Ok(())
        }

        /// Drafts a plan: the first version of a new one, or the next version of one of the payer's.
        ///
        /// Access: the payer's admin, while not paused. Errors: `Access`, `NoSuchPayer`, `NotPayerAdmin`, `Plan`,
        /// `TooManyKinds`, `NoSuchPlan`, `NumbersExhausted`. Event: [`PlanDrafted`]. Cost: 3 rows.
        #[ink(message)]
        pub fn draft_plan(&mut self, payer: PayerId, present: Option<PlanId>, plan: Plan) -> Result<PlanRef> {
            let caller = self.running_caller()?;
            self.ensure_admin(payer, caller)?;
            let plan = self.add_draft(payer, present, plan)?;
            self.env().emit_event(PlanDrafted { payer, plan });
            Ok(plan)
        }

        /// Adds entries to a draft's fee schedule, at most [`crate::MAX_FEES`]; one for a code that has a fee replaces it.
        ///
        /// Access: the payer's admin, while not paused. Errors: `Access`, `TooManyFees`, `NoSuchPlan`, `NotPayerAdmin`,
        /// `PlanPublished`. Event: [`FeesAdded`]. Cost: 2 rows, and 1 for each fee.
        #[ink(message)]
        pub fn add_fees(&mut self, plan: PlanRef, fees: Vec<Fee>) -> Result<()> {
            let caller = self.running_caller()?;
            let fees = self.put_fees(plan, caller, fees)?;
            self.env().emit_event(FeesAdded { plan, fees });
            Ok(())
        }

        /// Publishes a draft. From then on it never changes, and members can be enrolled under it.
        ///
        /// Access: the payer's admin, while not paused. Errors: `Access`, `NoSuchPlan`, `NotPayerAdmin`, `PlanPublished`,
        /// `NoFees`. Event: [`PlanPublished`]. Cost: 2 rows.
        #[ink(message)]
        pub fn publish_plan(&mut self, plan: PlanRef) -> Result<()> {
            let caller = self.running_caller()?;
            let payer = self.publish(plan, caller)?;
            self.env().emit_event(PlanPublished { payer, plan });
            Ok(())
        }

        /// Enrols a member under a published version of a plan.
        ///
        /// Access: officer of the plan's payer for enrolment, while not paused. Errors: `Access`, `NoSuchPlan`, `MissingRole`,
        /// `PlanNotPublished`, `Policy`, `NumbersExhausted`. Event: [`MemberEnrolled`]. Cost: 3 rows.
        #[ink(message)]
        pub fn enrol(&mut self, policy: Policy) -> Result<PolicyId> {
            let caller = self.running_caller()?;
            let id = self.add_policy(caller, policy)?;
            self.env().emit_event(MemberEnrolled { policy: id, member: policy.member, plan: policy.plan });
            Ok(id)
        }

        /// Authorises a service ahead of it.
        ///
        /// Access: examiner of the policy's payer, while not paused. Errors: `Access`, `NoSuchPolicy`, `NoSuchPlan`,
        /// `MissingRole`, `Authorisation`, `NumbersExhausted`. Event: [`ServiceAuthorised`]. Cost: 4 rows.
        #[ink(message)]
        pub fn authorise(&mut self, authorisation: Authorisation) -> Result<AuthorisationId> {
            let caller = self.running_caller()?;
            let id = self.add_authorisation(caller, authorisation)?;
            let Authorisation { policy, provider, .. } = authorisation;
            self.env().emit_event(ServiceAuthorised { authorisation: id, policy, provider });
            Ok(id)
        }

        /// Takes a claim and decides it at once, or says for what it waits. What the plan pays is promised from the payer's
        /// escrow; when that is short, the claim waits.
        ///
        /// Access: the claim's provider or an examiner of the policy's payer, while not paused. Errors: `Access`, `Claim`,
        /// `NoSuchPolicy`, `NoSuchPlan`, `NotSubmitter`, `AlreadySubmitted`, `CredentialsUnavailable`, `ConsentUnavailable`,
        /// `ServiceDayFull`, `TooManyYears`, `NumbersExhausted`, `Escrow` on overflow. Event: [`ClaimAdjudicated`] or
        /// [`ClaimPended`]. Cost: up to 9 rows and 1 for each line, 2 calls.
        #[ink(message)]
        pub fn submit(&mut self, claim: Claim) -> Result<Submitted> {
            let caller = self.running_caller()?;
            let case = self.open(claim, caller, Self::today())?;
            self.decide(case)
        }

        /// Decides a claim that waits by the same rules, with what the registries and the escrow say now; the day on which it
        /// was received stays. One that needs a review still waits.
        ///
        /// Access: anyone, while not paused. Errors: `Access`, `NoSuchClaim`, `Status` when it is decided, and those of
        /// [`Self::submit`] after `AlreadySubmitted`. Event, cost: as for [`Self::submit`].
        #[ink(message)]
        pub fn readjudicate(&mut self, claim: ClaimId) -> Result<Submitted> {
            self.access.ensure_running()?;
            let case = self.reopen(claim, None)?;
            self.decide(case)
        }

        /// Records that an examiner reviewed a claim that waits for that, and decides it by the same rules without the plan's
        /// ceiling.
        ///
        /// Access: examiner of the payer, while not paused. Errors: those of [`Self::readjudicate`], `MissingRole`,
        /// `NoReviewNeeded`. Event, cost: as for [`Self::submit`].
        #[ink(message)]
        pub fn review(&mut self, claim: ClaimId) -> Result<Submitted> {
            let caller = self.running_caller()?;
            let case = self.reopen(claim, Some(caller))?;
            self.decide(case)
        }

        /// Pays the provider of a decided claim what was promised, in the payer's token.
        ///
        /// Access: anyone, while not paused. Errors: `Access`, `NoSuchClaim`, `Status`, `TokenUnavailable`, `TokenRefused`; the
        /// claim then stays payable. Event: [`ClaimSettled`]. Cost: 2 rows, 1 call.
        #[ink(message)]
        pub fn pay(&mut self, claim: ClaimId) -> Result<()> {
            self.access.ensure_running()?;
            let (summary, payer, paid) = self.settle(claim)?;
            calls::transfer(&payer, summary.provider, paid)?;
            let ClaimSummary { payer, provider, .. } = summary;
            self.env().emit_event(ClaimSettled { claim, payer, provider, paid });
            Ok(())
        }

        /// Puts the caller's tokens into a payer's escrow; the caller has to have allowed it at the token.
        ///
        /// Access: anyone, while not paused. Errors: `Access`, `NoSuchPayer`, `Escrow`, `NumbersExhausted`, `TokenUnavailable`,
        /// `TokenRefused`. Event: [`EscrowDeposited`]. Cost: 1 row, 1 call.
        #[ink(message)]
        pub fn deposit(&mut self, payer: PayerId, amount: Cents) -> Result<()> {
            let from = self.running_caller()?;
            let record = self.put_in(payer, amount)?;
            calls::transfer_from(&record, from, account(self.env().account_id()), amount)?;
            self.env().emit_event(EscrowDeposited { payer, from, amount });
            Ok(())
        }

        /// Gives free escrow back to the payer's admin account.
        ///
        /// Access: the payer's treasurer, while not paused. Errors: `Access`, `NoSuchPayer`, `MissingRole`, `Escrow`,
        /// `TokenUnavailable`, `TokenRefused`. Event: [`EscrowWithdrawn`]. Cost: 2 rows, 1 call.
        #[ink(message)]
        pub fn withdraw(&mut self, payer: PayerId, amount: Cents) -> Result<()> {
            let by = self.running_caller()?;
            let record = self.take_out(payer, by, amount)?;
            calls::transfer(&record, record.admin, amount)?;
            self.env().emit_event(EscrowWithdrawn { payer, by, amount });
            Ok(())
        }

        /// A payer, with its escrow.
        #[ink(message)]
        pub fn payer(&self, id: PayerId) -> Option<Payer> {
            load(&self.tables.payers, id)
        }

        /// A payer's escrow.
        #[ink(message)]
        pub fn escrow(&self, payer: PayerId) -> Option<Escrow> {
            self.payer(payer).map(|payer| payer.escrow)
        }

        /// The roles that an account has with a payer.
        #[ink(message)]
        pub fn roles(&self, payer: PayerId, account: Account) -> RoleSet {
            load(&self.tables.officers, (payer, account)).unwrap_or_default()
        }

        /// A version of a plan.
        #[ink(message)]
        pub fn plan(&self, plan: PlanRef) -> Option<PlanRecord> {
            load(&self.tables.plans, plan)
        }

        /// What a version of a plan allows for a service.
        #[ink(message)]
        pub fn fee(&self, plan: PlanRef, code: CodeKey) -> Option<Fee> {
            load(&self.tables.fees, (plan, code))
        }

        /// A policy.
        #[ink(message)]
        pub fn policy(&self, id: PolicyId) -> Option<Policy> {
            load(&self.tables.policies, id).map(|record| record.policy)
        }

        /// What a policy's member used up in a calendar year.
        #[ink(message)]
        pub fn accumulators(&self, policy: PolicyId, year: Year) -> Accumulators {
            load(&self.tables.policies, policy).map(|record| record.accumulators(year)).unwrap_or_default()
        }

        /// A prior authorisation, with the units that are left.
        #[ink(message)]
        pub fn authorisation(&self, id: AuthorisationId) -> Option<Authorisation> {
            load(&self.tables.authorisations, id)
        }

        /// A claim on record: as submitted, as it stands, and what its decision rested on.
        #[ink(message)]
        pub fn claim(&self, id: ClaimId) -> Option<ClaimRecord> {
            load(&self.tables.claims, id)
        }

        /// The results of a claim's lines; none while it waits.
        #[ink(message)]
        pub fn lines(&self, id: ClaimId) -> Vec<LineResult> {
            self.claim(id).map(|record| record.lines).unwrap_or_default()
        }

        /// The payer's claim with this document.
        #[ink(message)]
        pub fn claim_by_document(&self, payer: PayerId, document: Digest) -> Option<ClaimId> {
            load(&self.tables.documents, (payer, document))
        }

        /// A page of a policy's claims, newest first.
        #[ink(message)]
        pub fn claims_of(&self, policy: PolicyId, from: u64, limit: u32) -> Page<ClaimSummary> {
            self.page(List::Policy(policy), from, limit)
        }

        /// A page of a payer's claims, newest first.
        #[ink(message)]
        pub fn claims_by_payer(&self, payer: PayerId, from: u64, limit: u32) -> Page<ClaimSummary> {
            self.page(List::Payer(payer), from, limit)
        }

        /// A page of a provider's claims, newest first.
        #[ink(message)]
        pub fn claims_by_provider(&self, provider: Account, from: u64, limit: u32) -> Page<ClaimSummary> {
            self.page(List::Provider(provider), from, limit)
        }

        fn decide(&mut self, case: Case) -> Result<Submitted> {
            let answers = self.ask(&case)?;
            let summary = self.conclude(case, answers)?;
            let ClaimSummary { id: claim, payer, policy, provider, status, totals, .. } = summary;
            match status {
                Status::Pended { reason } => {
                    self.env().emit_event(ClaimPended { claim, payer, policy, provider, reason, totals })
                }
                Status::Adjudicated { outcome, .. } | Status::Settled { outcome, .. } => self
                    .env()
                    .emit_event(ClaimAdjudicated { claim, payer, policy, provider, outcome, totals }),
            }
            Ok(Submitted { id: claim, status, totals })
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
