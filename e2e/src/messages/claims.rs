//! Messages of the claims contract.

use claims::List;
use healink_domain::claims::{
    Claim, ClaimId, ClaimRecord, ClaimSummary, Override, PayerAccount, PayerId, PolicyId, Remittance,
};
use healink_domain::{Account, Cents, Digest};
use healink_interfaces::{AppealStep, Booking, ClaimsError as Error, Page};

messages!(Claims {
    wire(settlement: Account, appeals: Account) -> Result<(), Error>;
    submit(payer: PayerId, claim: Claim, replaces: Option<ClaimId>) -> Result<ClaimSummary, Error>;
    submit_batch(payer: PayerId, policy: PolicyId, claims: Vec<Claim>)
        -> Result<Vec<Result<ClaimSummary, Error>>, Error>;
    readjudicate(claim: ClaimId) -> Result<ClaimSummary, Error>;
    review(claim: ClaimId, overrides: Vec<Override>) -> Result<ClaimSummary, Error>;
    void(claim: ClaimId) -> Result<(), Error>;
    book(booking: Booking) -> Result<Remittance, Error>;
    appeal(claim: ClaimId, step: AppealStep) -> Result<ClaimSummary, Error>;
    claim(id: ClaimId) -> Option<ClaimRecord>;
    claim_by_document(payer: PayerId, document: Digest) -> Option<ClaimId>;
    claims(of: List, from: u64, wanted: u32) -> Page<ClaimSummary>;
    statement(payer: PayerId) -> PayerAccount;
    owed(payer: PayerId, provider: Account) -> Cents;
    contracts() -> (Account, Option<(Account, Account)>);
    summary(claim: ClaimId) -> Option<ClaimSummary>;
});
