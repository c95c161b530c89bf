//! Messages of the coverage registry.

use coverage::{Error, List, Whose};
use healink_domain::claims::{
    Accumulators, Authorisation, AuthorisationDecision, AuthorisationId, AuthorisationRecord, Fee, PayerId,
    Plan, PlanId, PlanRecord, PlanRef, Policy, PolicyId, RoleSet, UnitsUsed,
};
use healink_domain::{Account, CodeKey, Digest, Year};
use healink_interfaces::{ClaimsError, Decided, Docket, Office, Page, Standing};

messages!(Coverage {
    wire(claims: Account) -> Result<(), Error>;
    register_payer(admin: Account, token: Account) -> Result<PayerId, Error>;
    set_officer(payer: PayerId, account: Account, roles: RoleSet) -> Result<(), Error>;
    draft_plan(payer: PayerId, present: Option<PlanId>, plan: Plan) -> Result<PlanRef, Error>;
    add_fees(plan: PlanRef, fees: Vec<Fee>) -> Result<(), Error>;
    publish_plan(plan: PlanRef) -> Result<(), Error>;
    enrol(policy: Policy) -> Result<PolicyId, Error>;
    request_authorisation(authorisation: Authorisation, document: Digest) -> Result<AuthorisationId, Error>;
    decide_authorisation(id: AuthorisationId, decision: AuthorisationDecision) -> Result<(), Error>;
    plan(plan: PlanRef) -> Option<PlanRecord>;
    fee(plan: PlanRef, code: CodeKey) -> Option<Fee>;
    policy(id: PolicyId) -> Option<Policy>;
    authorisation(id: AuthorisationId) -> Option<AuthorisationRecord>;
    list(of: List, from: u64, wanted: u32) -> Page<u64>;
    accumulators(of: Whose, year: Year) -> Accumulators;
    newest_claim(policy: PolicyId) -> u64;
    units_used(authorisation: AuthorisationId) -> UnitsUsed;
    contracts() -> (Account, Account, Option<Account>);
    adjudicate(docket: Docket) -> Result<Vec<Result<Decided, ClaimsError>>, ClaimsError>;
    office(payer: PayerId, account: Account) -> Option<Office>;
    standing(policy: PolicyId, account: Account) -> Option<Standing>;
});
