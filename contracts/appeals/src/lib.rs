//! Appeals against decisions on claims: level 1 with the payer, level 2 with an independent reviewer, each within the plan's
//! days. See the README beside this crate.
//!
//! The rules are those of `healink_domain::claims`; the claims contract marks the claim and decides it again, this one keeps who
//! filed what, with whom and when, and who ruled.
#![cfg_attr(not(feature = "std"), no_std, no_main)]
// The code that `scale_derive` generates for enums casts `usize` to `u8`.
#![allow(clippy::cast_possible_truncation)]
// The code that ink! generates panics where a message cannot be decoded or a root is missing, which pallet-contracts takes as
// a trap, and has an `unsafe` block for the messages of a trait; there is no other of either.
#![allow(clippy::panic, unsafe_code)]

mod calls;
mod docket;
mod errors;
mod events;
mod hearing;
mod storage;
#[cfg(test)]
mod tests;

pub use errors::{Error, Result};
pub use events::{AppealFiled, AppealRuled, ReviewerSet};

pub use self::appeals::{Appeals, AppealsRef};

#[ink::contract]
mod appeals {
    use healink_access::{account, load, store, Access, AccessError, Command};
    use healink_domain::claims::{Appeal, AppealId, AppealRecord, ClaimId, Docket, Ruled, Ruling};
    use healink_domain::{Account, Day, Digest, Moment};
    use healink_interfaces::{Administered, AppealStep, Page};
    use ink::prelude::vec::Vec;

    use crate::hearing::Filing;
    use crate::storage::Tables;
    use crate::{calls, AppealFiled, AppealRuled, Result, ReviewerSet};

    /// The contract's root cell: small, since every message loads it; the tables are loaded row by row.
    #[ink(storage)]
    pub struct Appeals {
        access: Access,
        claims: AccountId,
        coverage: AccountId,
        /// The number given out last.
        pub(crate) last: AppealId,
        pub(crate) tables: Tables,
    }

    // Selectors are numbered, so that a call is dispatched by a jump instead of a tree of comparisons.
    impl Appeals {
        /// A contract of `owner` that asks these two contracts, for good.
        #[ink(constructor)]
        pub fn new(owner: Account, claims: Account, coverage: Account) -> Self {
            let (claims, coverage) = (claims.0.into(), coverage.0.into());
            Self { access: Access::new(owner), claims, coverage, last: 0, tables: Tables::default() }
        }

        /// Files an appeal against the decision on a claim: the first one with the payer, within the plan's days for appeals; the
        /// second one with an independent reviewer, within the plan's days after the payer's ruling or after its time for one.
        /// `document` is the salted hash of the grounds. Until it is ruled on the claim can be neither voided nor replaced.
        ///
        /// Access: the claim's provider or the policy's member, while not paused. Errors: `Access`, `Claims` with `NoSuchClaim` or
        /// `Status`, `NoSuchPolicy`, `NotParty`, `Appeal` when it is too early or too late, `NumbersExhausted`,
        /// `ClaimsUnavailable`, `CoverageUnavailable`. Event: [`AppealFiled`]. Cost: up to 6 rows, 2 calls.
        #[ink(message, selector = 1)]
        pub fn file(&mut self, claim: ClaimId, document: Digest) -> Result<AppealId> {
            let by = self.running_caller()?;
            let filing = Filing { claim, earlier: self.appeals_of(claim), by, on: self.today(), document };
            let appealed = calls::appeal(account(self.claims), claim, AppealStep::Open(filing.level()))?;
            let standing = calls::standing(account(self.coverage), appealed.policy, by)?;
            let (appeal, record) = self.put_filed(filing, &appealed, &standing)?;
            let (payer, Appeal { level, .. }) = (record.payer, record.appeal);
            self.env().emit_event(AppealFiled { appeal, claim, payer, level, by, document });
            Ok(appeal)
        }

        /// Rules on an appeal. Overturning reverses the decision and has the claim decided again, with the ruling's exceptions, as a
        /// claim of its own. `document` is the salted hash of the reasons. At level 1 a ruling may come late, as long as no
        /// independent reviewer was asked for.
        ///
        /// Access: at level 1 an examiner of the payer, at level 2 a reviewer who is neither an officer nor the admin account of that
        /// payer; never the provider or the member; while not paused. Errors: `Access`, `NoSuchAppeal`, `Lapsed`, `Appeal` when it
        /// was ruled on, `NoSuchPolicy`, `MissingRole`, `NotReviewer`, `NotIndependent`, `Claims` with those of a submission,
        /// `ClaimsUnavailable`, `CoverageUnavailable`. Event: [`AppealRuled`]. Cost: up to 5 rows, 2 calls; overturning costs claims
        /// a submission besides.
        #[ink(message, selector = 2)]
        pub fn decide(&mut self, appeal: AppealId, ruling: Ruling, document: Digest) -> Result<()> {
            let by = self.running_caller()?;
            let entry = self.load_open(appeal)?;
            let standing = calls::standing(account(self.coverage), entry.record.policy, by)?;
            self.ensure_may_rule(&entry.record, &standing, by)?;
            let claim = entry.record.appeal.claim;
            let (upheld, step) = match ruling {
                Ruling::Uphold => (true, AppealStep::Uphold),
                Ruling::Overturn(exceptions) => (false, AppealStep::Overturn(exceptions)),
            };
            let decided = calls::appeal(account(self.claims), claim, step)?;
            let corrected = (!upheld).then_some(decided.id);
            self.put_ruled(appeal, entry, Ruled { on: self.today(), by, upheld, document })?;
            self.env().emit_event(AppealRuled { appeal, claim, by, corrected, document });
            Ok(())
        }

        /// Appoints an independent reviewer, or ends the appointment.
        ///
        /// Access: owner, who stands for governance, while not paused. Errors: `Access`. Event: [`ReviewerSet`]. Cost: 1 row.
        #[ink(message, selector = 3)]
        pub fn appoint(&mut self, account: Account, appointed: bool) -> Result<()> {
            let caller = self.running_caller()?;
            self.access.ensure_owner(caller)?;
            if appointed {
                store(&mut self.tables.reviewers, account, ());
            } else {
                self.tables.reviewers.remove(account);
            }
            self.env().emit_event(ReviewerSet { account, appointed });
            Ok(())
        }

        /// An appeal. One without a ruling has lapsed when a further one was filed for its claim.
        #[ink(message, selector = 4)]
        pub fn appeal(&self, id: AppealId) -> Option<AppealRecord> {
            load(&self.tables.appeals, id).map(|entry| entry.record)
        }

        /// The appeals against the decision on a claim, one a level, in their order.
        #[ink(message, selector = 5)]
        pub fn appeals_of(&self, claim: ClaimId) -> Vec<AppealId> {
            load(&self.tables.of_claim, claim).unwrap_or_default()
        }

        /// A page of the open appeals with a payer, or of those with the independent reviewers, newest first.
        #[ink(message, selector = 6)]
        pub fn open(&self, docket: Docket, from: u64, limit: u32) -> Page<(AppealId, AppealRecord)> {
            self.page(docket, from, limit)
        }

        /// Whether an account is appointed to review.
        #[ink(message, selector = 7)]
        pub fn is_reviewer(&self, account: Account) -> bool {
            load(&self.tables.reviewers, account).is_some()
        }

        /// The contracts that this one asks: claims and coverage.
        #[ink(message, selector = 8)]
        pub fn callees(&self) -> (Account, Account) {
            (account(self.claims), account(self.coverage))
        }

        fn running_caller(&self) -> Result<Account> {
            self.access.ensure_running()?;
            Ok(self.caller())
        }

        fn caller(&self) -> Account {
            account(self.env().caller())
        }

        fn today(&self) -> Day {
            Moment(self.env().block_timestamp()).day()
        }
    }

    impl Administered for Appeals {
        #[ink(message)]
        fn administration(&self) -> Access {
            self.access.clone()
        }

        #[ink(message)]
        fn administer(&mut self, command: Command) -> core::result::Result<(), AccessError> {
            let event = self.access.apply(command, self.caller(), self.today())?;
            self.env().emit_event(event);
            Ok(())
        }
    }
}
