//! Coverage: who is insured by whom on which terms, and which services are authorised ahead.
//!
//! Claims are decided by what this contract says ([`healink_interfaces::CoverageRegistry::terms`]): it puts together what is on
//! record and what the credential and the consent registry answer. It knows nothing of claims.
#![cfg_attr(not(feature = "std"), no_std, no_main)]
// The code that `scale_derive` generates for enums casts `usize` to `u8`.
#![allow(clippy::cast_possible_truncation)]
// The code that ink! generates panics where a message cannot be decoded or a root is missing, which pallet-contracts takes as
// a trap, and has an `unsafe` block for the messages of a trait; there is no other of either.
#![allow(clippy::panic, unsafe_code)]

mod errors;
mod events;
mod guard;
mod pages;
mod payers;
mod plans;
mod policies;
mod storage;
mod terms;
#[cfg(test)]
mod tests;

pub use errors::{Error, Result};
pub use events::{
    AuthorisationDecided, AuthorisationRequested, FeesAdded, MemberEnrolled, OfficerSet, PayerRegistered,
    PlanDrafted, PlanPublished,
};
pub use pages::AuthorisationList;

/// Fees that one message can add.
pub const MAX_FEES: usize = 50;

pub use self::coverage::{Coverage, CoverageRef};

#[ink::contract]
mod coverage {
    use healink_access::{account, load, Access, AccessError, Command};
    use healink_domain::claims::{
        Authorisation, AuthorisationDecision, AuthorisationId, AuthorisationRecord, Fee, PayerId, Plan,
        PlanId, PlanRecord, PlanRef, Policy, PolicyId, RoleSet,
    };
    use healink_domain::{Account, CodeKey, Digest};
    use healink_interfaces::{
        Administered, CoverageRegistry, Office, Page, Question, Standing, Terms, TermsError,
    };
    use ink::prelude::vec::Vec;

    use crate::pages::AuthorisationList;
    use crate::storage::{Numbers, Tables};
    use crate::terms::token_decimals;
    use crate::{
        AuthorisationDecided, AuthorisationRequested, Error, FeesAdded, MemberEnrolled, OfficerSet,
        PayerRegistered, PlanDrafted, PlanPublished, Result,
    };

    /// The contract's root cell: small, since every message loads it; the tables are loaded row by row.
    #[ink(storage)]
    pub struct Coverage {
        pub(crate) access: Access,
        pub(crate) credentials: AccountId,
        pub(crate) consent: AccountId,
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
                numbers: Numbers::default(),
                tables: Tables::default(),
            }
        }

        /// Registers a payer that settles in a PSP22 token, whose decimals are read now. `admin` acts for the payer: patients
        /// consent to its use, and withdrawals go to it. Register only tokens that transfer exactly what they are told to.
        ///
        /// Access: owner, while not paused. Errors: `Access`, `TokenUnavailable`, `BadDecimals`, `NumbersExhausted`.
        /// Event: [`PayerRegistered`]. Cost: 1 row, 1 call.
        #[ink(message, selector = 1)]
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
        #[ink(message, selector = 2)]
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
        #[ink(message, selector = 3)]
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
        #[ink(message, selector = 4)]
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
        #[ink(message, selector = 5)]
        pub fn publish_plan(&mut self, plan: PlanRef) -> Result<()> {
            let caller = self.running_caller()?;
            let payer = self.publish(plan, caller)?;
            self.env().emit_event(PlanPublished { payer, plan });
            Ok(())
        }

        /// Enrols a member under a published version of a plan.
        ///
        /// Access: officer of the plan's payer for enrolment, while not paused. Errors: `Access`, `NoSuchPlan`, `MissingRole`,
        /// `PlanNotPublished`, `Policy`, `NumbersExhausted`. Event: [`MemberEnrolled`]. Cost: 5 rows.
        #[ink(message, selector = 6)]
        pub fn enrol(&mut self, policy: Policy) -> Result<PolicyId> {
            let caller = self.running_caller()?;
            let id = self.add_policy(caller, policy)?;
            self.env().emit_event(MemberEnrolled { policy: id, member: policy.member, plan: policy.plan });
            Ok(id)
        }

        /// Asks for services to be authorised ahead of them. What nobody decides in time ends with its period.
        ///
        /// Access: the provider that they are for, or an examiner of the policy's payer, while not paused. Errors: `Access`,
        /// `NoSuchPolicy`, `NotRequester`, `Authorisation`, `NumbersExhausted`. Event: [`AuthorisationRequested`]. Cost: 5 rows.
        #[ink(message, selector = 7)]
        pub fn request_authorisation(
            &mut self,
            authorisation: Authorisation,
            document: Digest,
        ) -> Result<AuthorisationId> {
            let caller = self.running_caller()?;
            let Authorisation { policy, provider, .. } = authorisation;
            let (id, payer) = self.add_request(caller, authorisation, document)?;
            self.env().emit_event(AuthorisationRequested { authorisation: id, payer, policy, provider });
            Ok(id)
        }

        /// Decides on a request: all of it, some units of it, or nothing. A decision is never changed.
        ///
        /// Access: examiner of the payer, while not paused. Errors: `Access`, `NoSuchAuthorisation`, `MissingRole`,
        /// `Authorisation` when it was decided before, its period is over, or a part is none. Event: [`AuthorisationDecided`].
        /// Cost: 2 rows.
        #[ink(message, selector = 8)]
        pub fn decide_authorisation(
            &mut self,
            id: AuthorisationId,
            decision: AuthorisationDecision,
        ) -> Result<()> {
            let caller = self.running_caller()?;
            let entry = self.decide_request(caller, id, decision, Self::today())?;
            let AuthorisationRecord { authorisation: Authorisation { policy, provider, .. }, status, .. } =
                entry.record;
            self.env().emit_event(AuthorisationDecided {
                authorisation: id,
                payer: entry.payer,
                policy,
                provider,
                status,
            });
            Ok(())
        }

        /// A version of a plan.
        #[ink(message, selector = 9)]
        pub fn plan(&self, plan: PlanRef) -> Option<PlanRecord> {
            load(&self.tables.plans, plan)
        }

        /// What a version of a plan allows for a service.
        #[ink(message, selector = 10)]
        pub fn fee(&self, plan: PlanRef, code: CodeKey) -> Option<Fee> {
            load(&self.tables.fees, (plan, code))
        }

        /// A policy.
        #[ink(message, selector = 11)]
        pub fn policy(&self, id: PolicyId) -> Option<Policy> {
            load(&self.tables.policies, id).map(|entry| entry.policy)
        }

        /// A page of a member's policies, newest first.
        #[ink(message, selector = 12)]
        pub fn policies_of(&self, member: Account, from: u64, limit: u32) -> Page<(PolicyId, Policy)> {
            self.page_of_policies(member, from, limit)
        }

        /// A prior authorisation: as asked for until it is decided, then as granted.
        #[ink(message, selector = 13)]
        pub fn authorisation(&self, id: AuthorisationId) -> Option<AuthorisationRecord> {
            load(&self.tables.authorisations, id).map(|entry| entry.record)
        }

        /// A page of prior authorisations, newest first.
        #[ink(message, selector = 14)]
        pub fn authorisations(
            &self,
            of: AuthorisationList,
            from: u64,
            limit: u32,
        ) -> Page<(AuthorisationId, AuthorisationRecord)> {
            self.page_of_authorisations(of, from, limit)
        }

        /// The contracts that this one asks: the credential and the consent registry.
        #[ink(message, selector = 15)]
        pub fn callees(&self) -> (Account, Account) {
            (account(self.credentials), account(self.consent))
        }
    }

    impl CoverageRegistry for Coverage {
        #[ink(message)]
        fn terms(
            &self,
            policy: PolicyId,
            officer: Option<Account>,
            questions: Vec<Question>,
        ) -> core::result::Result<Terms, TermsError> {
            self.terms_by(policy, officer, questions, |entry, question, requirements| {
                self.ask(entry, question, requirements)
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
