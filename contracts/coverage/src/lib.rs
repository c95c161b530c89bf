//! Coverage: who is insured by whom on which terms, which services are authorised ahead, what of all that is used up, and what
//! follows for a claim.
//!
//! The rules are `healink_domain::claims`; this contract puts together what they go by, what is on record and what the credential
//! and the consent registry answer, and counts what a decision uses up. The claims contract keeps the claims.
#![cfg_attr(not(feature = "std"), no_std, no_main)]
// The code that `scale_derive` generates for enums casts `usize` to `u8`.
#![allow(clippy::cast_possible_truncation)]
// The code that ink! generates panics where a message cannot be decoded or a root is missing, which pallet-contracts takes as
// a trap, and has an `unsafe` block for the messages of a trait; there is no other of either.
#![allow(clippy::panic, unsafe_code)]

mod adjudication;
mod asks;
mod body;
mod errors;
mod events;
mod guard;
mod pages;
mod payers;
mod plans;
mod policies;
mod storage;
#[cfg(test)]
mod tests;
mod usage;

pub use errors::{Error, Result};
pub use events::{AuthorisationChanged, MemberEnrolled, OfficerSet, PayerRegistered, PlanChanged, Wired};
pub use pages::Whose;
pub use storage::List;

/// Fees that one message can add.
pub const MAX_FEES: usize = 50;

pub use self::coverage::{Coverage, CoverageRef};

#[ink::contract]
mod coverage {
    use healink_access::{account, load, Access, AccessError, Command};
    use healink_domain::claims::{
        Accumulators, Authorisation, AuthorisationDecision, AuthorisationId, AuthorisationRecord, Fee,
        PayerId, Plan, PlanId, PlanRecord, PlanRef, Policy, PolicyId, RoleSet, UnitsUsed,
    };
    use healink_domain::{Account, CodeKey, Digest, Year};
    use healink_interfaces::{
        Administered, ClaimsError, CoverageRegistry, Decided, Docket, Office, Page, Standing,
    };
    use ink::prelude::vec::Vec;

    use crate::asks::token_decimals;
    use crate::pages::Whose;
    use crate::storage::{List, Numbers, Tables};
    use crate::{Error, MemberEnrolled, OfficerSet, PayerRegistered, Result, Wired};

    /// The contract's root cell: small, since every message loads it; the tables are loaded row by row.
    #[ink(storage)]
    pub struct Coverage {
        pub(crate) access: Access,
        pub(crate) credentials: AccountId,
        pub(crate) consent: AccountId,
        pub(crate) claims: Option<AccountId>,
        pub(crate) numbers: Numbers,
        pub(crate) tables: Tables,
    }

    // Selectors are numbered, so that a call is dispatched by a jump instead of a tree of comparisons.
    impl Coverage {
        /// A contract of `owner` that asks these two registries, for good.
        #[ink(constructor)]
        pub fn new(owner: Account, credentials: Account, consent: Account) -> Self {
            Self {
                access: Access::new(owner),
                credentials: credentials.0.into(),
                consent: consent.0.into(),
                claims: None,
                numbers: Numbers::default(),
                tables: Tables::default(),
            }
        }

        /// Names the claims contract, which alone has claims decided here, for good.
        ///
        /// Access: owner, once, while not paused. Errors: `Access`, `AlreadyWired`. Event: [`Wired`]. Cost: no row.
        #[ink(message, selector = 1)]
        pub fn wire(&mut self, claims: Account) -> Result<()> {
            let caller = self.running_caller()?;
            self.access.ensure_owner(caller)?;
            if self.claims.is_some() {
                return Err(Error::AlreadyWired);
            }
            self.claims = Some(claims.0.into());
            self.env().emit_event(Wired { claims });
            Ok(())
        }

        /// Registers a payer that settles in a PSP22 token, whose decimals are read now. `admin` acts for the payer: patients
        /// consent to its use, and withdrawals go to it. Register only tokens that transfer exactly what they are told to.
        ///
        /// Access: owner, while not paused. Errors: `Access`, `TokenUnavailable`, `BadDecimals`, `NumbersExhausted`.
        /// Event: [`PayerRegistered`]. Cost: 1 row, 1 call.
        #[ink(message, selector = 2)]
        pub fn register_payer(&mut self, admin: Account, token: Account) -> Result<PayerId> {
            let caller = self.running_caller()?;
            self.access.ensure_owner(caller)?;
            let decimals = token_decimals(token).ok_or(Error::TokenUnavailable)?;
            let payer = self.add_payer(admin, token, decimals)?;
            self.env().emit_event(PayerRegistered { payer, admin, token });
            Ok(payer)
        }

        /// Gives an account these roles and no others; none takes them all away.
        ///
        /// Access: the payer's admin, while not paused. Errors: `Access`, `NoSuchPayer`, `NotPayerAdmin`, `BadRoles`.
        /// Event: [`OfficerSet`]. Cost: 2 rows.
        #[ink(message, selector = 3)]
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
        /// `TooManyKinds`, `NoSuchPlan`, `NumbersExhausted`. Event: [`crate::PlanChanged`]. Cost: 3 rows.
        #[ink(message, selector = 4)]
        pub fn draft_plan(&mut self, payer: PayerId, present: Option<PlanId>, plan: Plan) -> Result<PlanRef> {
            let caller = self.running_caller()?;
            self.ensure_admin(payer, caller)?;
            self.add_draft(payer, present, plan)
        }

        /// Adds entries to a draft's fee schedule, at most [`crate::MAX_FEES`]; one for a code that has a fee replaces it.
        ///
        /// Access: the payer's admin, while not paused. Errors: `Access`, `TooManyFees`, `NoSuchPlan`, `NotPayerAdmin`,
        /// `PlanPublished`. Event: [`crate::PlanChanged`]. Cost: 2 rows, and 1 for each fee.
        #[ink(message, selector = 5)]
        pub fn add_fees(&mut self, plan: PlanRef, fees: Vec<Fee>) -> Result<()> {
            let caller = self.running_caller()?;
            self.put_fees(plan, caller, fees)
        }

        /// Publishes a draft. From then on it never changes, and members can be enrolled under it.
        ///
        /// Access: the payer's admin, while not paused. Errors: `Access`, `NoSuchPlan`, `NotPayerAdmin`, `PlanPublished`,
        /// `NoFees`. Event: [`crate::PlanChanged`]. Cost: 2 rows.
        #[ink(message, selector = 6)]
        pub fn publish_plan(&mut self, plan: PlanRef) -> Result<()> {
            let caller = self.running_caller()?;
            self.publish(plan, caller)
        }

        /// Enrols a member under a published version of a plan.
        ///
        /// Access: officer of the plan's payer for enrolment, while not paused. Errors: `Access`, `NoSuchPlan`, `MissingRole`,
        /// `PlanNotPublished`, `Policy`, `NumbersExhausted`. Event: [`MemberEnrolled`]. Cost: 5 rows.
        #[ink(message, selector = 7)]
        pub fn enrol(&mut self, policy: Policy) -> Result<PolicyId> {
            let caller = self.running_caller()?;
            let id = self.add_policy(caller, policy)?;
            self.env().emit_event(MemberEnrolled { policy: id, member: policy.member, plan: policy.plan });
            Ok(id)
        }

        /// Asks for services to be authorised ahead of them. What nobody decides in time ends with its period.
        ///
        /// Access: the provider that they are for, or an examiner of the policy's payer, while not paused. Errors: `Access`,
        /// `NoSuchPolicy`, `NotRequester`, `Authorisation`, `NumbersExhausted`. Event: [`crate::AuthorisationChanged`]. Cost: 5 rows.
        #[ink(message, selector = 8)]
        pub fn request_authorisation(
            &mut self,
            authorisation: Authorisation,
            document: Digest,
        ) -> Result<AuthorisationId> {
            let caller = self.running_caller()?;
            self.add_request(caller, authorisation, document, Self::today())
        }

        /// Decides on a request: all of it, some units of it, or nothing. A decision is never changed.
        ///
        /// Access: examiner of the payer, while not paused. Errors: `Access`, `NoSuchAuthorisation`, `MissingRole`,
        /// `Authorisation` when it was decided before, its period is over, or a part is none. Event: [`crate::AuthorisationChanged`].
        /// Cost: 2 rows.
        #[ink(message, selector = 9)]
        pub fn decide_authorisation(
            &mut self,
            id: AuthorisationId,
            decision: AuthorisationDecision,
        ) -> Result<()> {
            let caller = self.running_caller()?;
            self.decide_request(caller, id, decision, Self::today())
        }

        /// A version of a plan.
        #[ink(message, selector = 10)]
        pub fn plan(&self, plan: PlanRef) -> Option<PlanRecord> {
            load(&self.tables.plans, plan)
        }

        /// What a version of a plan allows for a service.
        #[ink(message, selector = 11)]
        pub fn fee(&self, plan: PlanRef, code: CodeKey) -> Option<Fee> {
            load(&self.tables.fees, (plan, code))
        }

        /// A policy.
        #[ink(message, selector = 12)]
        pub fn policy(&self, id: PolicyId) -> Option<Policy> {
            load(&self.tables.policies, id).map(|entry| entry.policy)
        }

        /// A prior authorisation: as asked for until it is decided, then as granted.
        #[ink(message, selector = 13)]
        pub fn authorisation(&self, id: AuthorisationId) -> Option<AuthorisationRecord> {
            load(&self.tables.authorisations, id).map(|entry| entry.record)
        }

        /// A page of a list, newest first: numbers of policies or of prior authorisations.
        #[ink(message, selector = 14)]
        pub fn list(&self, of: List, from: u64, limit: u32) -> Page<u64> {
            self.page(of, from, limit)
        }

        /// What is used up in a calendar year.
        #[ink(message, selector = 15)]
        pub fn accumulators(&self, of: Whose, year: Year) -> Accumulators {
            match of {
                Whose::Policy(policy) => load(&self.tables.policies, policy)
                    .map(|entry| entry.account.accumulators(year))
                    .unwrap_or_default(),
                Whose::Family(payer, family) => self.family_account(payer, family, year),
            }
        }

        /// The newest claim under a policy, 0 while there is none.
        #[ink(message, selector = 16)]
        pub fn newest_claim(&self, policy: PolicyId) -> u64 {
            load(&self.tables.policies, policy).map_or(0, |entry| entry.account.newest_claim)
        }

        /// Units of a prior authorisation's items that claims used.
        #[ink(message, selector = 17)]
        pub fn units_used(&self, authorisation: AuthorisationId) -> UnitsUsed {
            self.units_of(authorisation)
        }

        /// The contracts that this one asks, the credential and the consent registry; and the claims contract, which alone has
        /// claims decided here.
        #[ink(message, selector = 18)]
        pub fn contracts(&self) -> (Account, Account, Option<Account>) {
            (account(self.credentials), account(self.consent), self.claims.map(account))
        }
    }

    impl CoverageRegistry for Coverage {
        #[ink(message)]
        fn adjudicate(
            &self,
            docket: Docket,
        ) -> core::result::Result<Vec<core::result::Result<Decided, ClaimsError>>, ClaimsError> {
            self.ensure_claims()?;
            self.adjudicate_by(docket, Self::today(), |policy, claim, requirements| {
                self.ask(policy, claim, requirements)
            })
        }

        #[ink(message)]
        fn office(&self, payer: PayerId, account: Account) -> Option<Office> {
            let roles = self.roles(payer, account);
            load(&self.tables.payers, payer).map(|payer| Office { payer, roles })
        }

        #[ink(message)]
        fn standing(&self, policy: PolicyId, account: Account) -> Option<Standing> {
            let entry = load(&self.tables.policies, policy)?;
            let days = load(&self.tables.plans, entry.policy.plan)?.plan.days_for_appeals();
            let (payer, admin, member) = (entry.payer, entry.admin, entry.policy.member);
            Some(Standing { payer, admin, member, roles: self.roles(payer, account), days })
        }
    }

    impl Administered for Coverage {
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
