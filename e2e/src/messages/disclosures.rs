//! Messages of the contract of disclosures.

use disclosures::{Error, Governance};
use healink_domain::consent::{AccessRequest, Disclosure, LogEntry, Opening, OpeningId, Right};
use healink_domain::{Account, Digest};
use healink_interfaces::Page;

messages!(Disclosures {
    access(patient: Account, request: AccessRequest) -> Result<Disclosure, Error>;
    break_glass(patient: Account, justification: Digest) -> Result<OpeningId, Error>;
    review(opening: OpeningId, justified: bool, report: Digest) -> Result<(), Error>;
    govern(act: Governance) -> Result<(), Error>;
    log_of(patient: Account, from: u64, wanted: u32) -> Page<LogEntry>;
    opening(id: OpeningId) -> Option<Opening>;
    unreviewed(from: u64, wanted: u32) -> Page<(OpeningId, Opening)>;
    right(provider: Account) -> Right;
    is_reviewer(account: Account) -> bool;
    registries() -> (Account, Account);
});
