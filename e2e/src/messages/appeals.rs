//! Messages of the appeals contract.

use appeals::Error;
use healink_domain::claims::{AppealId, AppealRecord, ClaimId, Docket, Ruling};
use healink_domain::{Account, Digest};
use healink_interfaces::Page;

messages!(Appeals {
    file(claim: ClaimId, document: Digest) -> Result<AppealId, Error>;
    decide(appeal: AppealId, ruling: Ruling, document: Digest) -> Result<(), Error>;
    appoint(account: Account, appointed: bool) -> Result<(), Error>;
    appeal(id: AppealId) -> Option<AppealRecord>;
    appeals_of(claim: ClaimId) -> Vec<AppealId>;
    open(docket: Docket, from: u64, wanted: u32) -> Page<(AppealId, AppealRecord)>;
    is_reviewer(account: Account) -> bool;
    callees() -> (Account, Account);
});
