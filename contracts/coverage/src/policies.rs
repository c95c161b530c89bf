//! Policies, and prior authorisations under them.

use healink_access::{load, store};
use healink_domain::claims::{
    Authorisation, AuthorisationDecision, AuthorisationId, AuthorisationRecord, Policy, PolicyAccount,
    PolicyId, Role,
};
use healink_domain::{Account, Day, Digest};
use ink::codegen::Env;

use crate::coverage::Coverage;
use crate::payers::next32;
use crate::storage::{AuthorisationEntry, List, PolicyEntry};
use crate::{AuthorisationChanged, Error, Result};

impl Coverage {
    pub(crate) fn add_policy(&mut self, caller: Account, policy: Policy) -> Result<PolicyId> {
        let plan = self.load_plan(policy.plan)?;
        let payer = plan.payer;
        self.ensure_role(payer, caller, Role::Enrolment)?;
        if !plan.published {
            return Err(Error::PlanNotPublished);
        }
        policy.validate()?;
        let admin = self.load_payer(payer)?.admin;
        let id = next32(self.numbers.policies)?;
        let before = self.enlist(List::Policies(policy.member), id.into());
        store(
            &mut self.tables.policies,
            id,
            PolicyEntry { policy, payer, admin, before, account: PolicyAccount::default() },
        );
        self.numbers.policies = id;
        Ok(id)
    }

    /// Puts down a request.
    pub(crate) fn add_request(
        &mut self,
        caller: Account,
        authorisation: Authorisation,
        document: Digest,
        today: Day,
    ) -> Result<AuthorisationId> {
        let policy = authorisation.policy;
        let payer = self.load_policy(policy)?.payer;
        if caller != authorisation.provider && !self.roles(payer, caller).contains(Role::Examiner) {
            return Err(Error::NotRequester);
        }
        let record = AuthorisationRecord::request(authorisation, document, today)?;
        let id = self.numbers.authorisations.checked_add(1).ok_or(Error::NumbersExhausted)?;
        let entry = AuthorisationEntry {
            record,
            payer,
            before_of_policy: self.enlist(List::Authorisations(policy), id),
            before_of_payer: self.enlist(List::Requests(payer), id),
        };
        self.put_authorisation(id, entry);
        self.numbers.authorisations = id;
        Ok(id)
    }

    /// Decides a request.
    pub(crate) fn decide_request(
        &mut self,
        caller: Account,
        id: AuthorisationId,
        decision: AuthorisationDecision,
        today: Day,
    ) -> Result<()> {
        let mut entry: AuthorisationEntry =
            load(&self.tables.authorisations, id).ok_or(Error::NoSuchAuthorisation)?;
        self.ensure_role(entry.payer, caller, Role::Examiner)?;
        entry.record.decide(decision, today)?;
        self.put_authorisation(id, entry);
        Ok(())
    }

    /// Stores a prior authorisation and tells where it stands.
    #[inline(never)]
    fn put_authorisation(&mut self, id: AuthorisationId, entry: AuthorisationEntry) {
        let Authorisation { policy, provider, .. } = entry.record.authorisation;
        let (payer, status) = (entry.payer, entry.record.status);
        store(&mut self.tables.authorisations, id, entry);
        self.env().emit_event(AuthorisationChanged { authorisation: id, payer, policy, provider, status });
    }

    /// Makes an entry the newest of a list; gives the one before it, 0 where there is none.
    fn enlist(&mut self, list: List, id: u64) -> u64 {
        let before = self.newest(list);
        store(&mut self.tables.newest, list, id);
        before
    }
}
