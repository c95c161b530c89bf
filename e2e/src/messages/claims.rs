//! Messages of the claims contract.

use claims::Error;
use healink_domain::claims::{
    Accumulators, Authorisation, AuthorisationId, Claim, ClaimId, ClaimRecord, ClaimSummary, Escrow, Fee,
    LineResult, Payer, PayerId, Plan, PlanId, PlanRecord, PlanRef, Policy, PolicyId, RoleSet, Submitted,
};
use healink_domain::{Account, Cents, CodeKey, Digest, Year};
use healink_interfaces::Page;

messages!(Claims {
    register_payer(admin: Account, token: Account) -> Result<PayerId, Error>;
    set_officer(payer: PayerId, account: Account, roles: RoleSet) -> Result<(), Error>;
    draft_plan(payer: PayerId, present: Option<PlanId>, plan: Plan) -> Result<PlanRef, Error>;
    add_fees(plan: PlanRef, fees: Vec<Fee>) -> Result<(), Error>;
    publish_plan(plan: PlanRef) -> Result<(), Error>;
    enrol(policy: Policy) -> Result<PolicyId, Error>;
    authorise(authorisation: Authorisation) -> Result<AuthorisationId, Error>;
    submit(claim: Claim) -> Result<Submitted, Error>;
    readjudicate(claim: ClaimId) -> Result<Submitted, Error>;
    review(claim: ClaimId) -> Result<Submitted, Error>;
    pay(claim: ClaimId) -> Result<(), Error>;
    deposit(payer: PayerId, amount: Cents) -> Result<(), Error>;
    withdraw(payer: PayerId, amount: Cents) -> Result<(), Error>;
    payer(id: PayerId) -> Option<Payer>;
    escrow(payer: PayerId) -> Option<Escrow>;
    roles(payer: PayerId, account: Account) -> RoleSet;
    plan(plan: PlanRef) -> Option<PlanRecord>;
    fee(plan: PlanRef, code: CodeKey) -> Option<Fee>;
    policy(id: PolicyId) -> Option<Policy>;
    accumulators(policy: PolicyId, year: Year) -> Accumulators;
    authorisation(id: AuthorisationId) -> Option<Authorisation>;
    claim(id: ClaimId) -> Option<ClaimRecord>;
    lines(id: ClaimId) -> Vec<LineResult>;
    claim_by_document(payer: PayerId, document: Digest) -> Option<ClaimId>;
    claims_of(policy: PolicyId, from: u64, wanted: u32) -> Page<ClaimSummary>;
    claims_by_payer(payer: PayerId, from: u64, wanted: u32) -> Page<ClaimSummary>;
    claims_by_provider(provider: Account, from: u64, wanted: u32) -> Page<ClaimSummary>;
});
