//! What the contract stores, and under which keys.

use healink_access::{Bytes, Table};
use healink_domain::claims::{
    Accumulators, AuthorisationId, Claim, ClaimId, ClaimSummary, Evidence, Exception, FamilyKey, LineResult,
    PayerAccount, PayerId, PlanRef, PolicyAccount, PolicyId, Previous, Review, ServiceDay, Status, Totals,
    UnitsUsed,
};
use healink_domain::{Account, Cents, Day, Digest, Year};
use ink::prelude::vec::Vec;
use scale::{Decode, Encode, EncodeLike, Input, Output};

/// The tables' keys. Never reused: a table with a new layout gets a new key.
mod keys {
    pub const PAYERS: u32 = 1;
    pub const POLICIES: u32 = 2;
    pub const FAMILIES: u32 = 3;
    pub const CLAIMS: u32 = 4;
    pub const DOCUMENTS: u32 = 5;
    pub const SERVICE_DAYS: u32 = 6;
    pub const NEWEST_OF_PROVIDER: u32 = 7;
    pub const UNITS_USED: u32 = 8;
    pub const OWED: u32 = 9;
}

/// Every table. None of them is loaded with the contract.
#[derive(Debug, Default)]
#[ink::storage_item]
pub struct Tables {
    /// Escrow of payers.
    pub payers: Table<PayerId, PayerAccount, { keys::PAYERS }>,
    /// Accumulators of policies.
    pub policies: Table<PolicyId, PolicyAccount, { keys::POLICIES }>,
    /// Accumulators of families.
    pub families: Table<FamilyYear, Accumulators, { keys::FAMILIES }>,
    /// Claims.
    pub claims: Table<ClaimId, Filed, { keys::CLAIMS }>,
    /// Claims by payer and document.
    pub documents: Table<(PayerId, Digest), ClaimId, { keys::DOCUMENTS }>,
    /// Services that count, by policy, day and provider: nobody fills the row of another one.
    pub service_days: Table<ServiceDayKey, ServiceDay, { keys::SERVICE_DAYS }>,
    /// The newest claim of each provider; those before it follow by its links.
    pub newest_of_provider: Table<Account, ClaimId, { keys::NEWEST_OF_PROVIDER }>,
    /// Units of prior authorisations that claims used.
    pub units_used: Table<AuthorisationId, UnitsUsed, { keys::UNITS_USED }>,
    /// What providers owe payers for payments that were reversed.
    pub owed: Table<(PayerId, Account), Cents, { keys::OWED }>,
}

/// Whose accumulators a family's are: payer, family and year.
pub type FamilyYear = (PayerId, FamilyKey, Year);

/// Under which the services that count are kept: policy, service day and provider.
pub type ServiceDayKey = (PolicyId, Day, Account);

/// A [`ClaimRecord`] as it is stored. Only its status ever changes once it is decided, so the rest is kept as it is, and of
/// that only what the contract goes by is decoded.
#[derive(Debug, PartialEq, Eq)]
pub struct Filed {
    /// Where it stands.
    pub status: Status,
    /// The part that the contract goes by.
    pub entry: Entry,
    /// All but the status, as encoded.
    rest: Bytes,
}

/// The part of a [`ClaimRecord`] between its status and what only a replay needs.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Entry {
    /// As in the record.
    pub payer: PayerId,
    /// As in the record.
    pub plan: PlanRef,
    /// As in the record.
    pub family: Option<FamilyKey>,
    /// As in the record.
    pub decided_on: Option<Day>,
    /// As in the record.
    pub replaces: Option<ClaimId>,
    /// As in the record.
    pub first: ClaimId,
    /// As in the record.
    pub previous: Previous,
    /// As in the record.
    pub totals: Totals,
    /// As in the record.
    pub contribution: Accumulators,
    /// As in the record.
    pub authorised: UnitsUsed,
    /// As in the record.
    pub claim: Claim,
    /// As in the evidence.
    pub received_on: Day,
    /// As in the evidence.
    pub filed_on: Day,
    /// As in the evidence.
    pub review: Review,
    /// As in the evidence.
    pub exceptions: Vec<Exception>,
}

impl Filed {
    /// A claim as it is stored: `entry` without review and exceptions, which are the evidence's.
    pub fn new(status: Status, mut entry: Entry, evidence: Evidence, lines: &Vec<LineResult>) -> Self {
        let Evidence { billed_before, credentials, network, consent, authorisation, .. } = evidence;
        let Evidence { units_used, accumulators, family, .. } = evidence;
        (entry.review, entry.exceptions) = (evidence.review, evidence.exceptions);
        let mut rest = entry.encode();
        (billed_before, credentials, network, consent, authorisation).encode_to(&mut rest);
        (units_used, accumulators, family, lines).encode_to(&mut rest);
        Self { status, entry, rest: Bytes(rest) }
    }

    /// The claim in short.
    pub fn summary(&self, id: ClaimId) -> ClaimSummary {
        let entry = &self.entry;
        ClaimSummary {
            id,
            payer: entry.payer,
            policy: entry.claim.policy,
            provider: entry.claim.provider,
            service_day: entry.claim.service_day,
            received_on: entry.received_on,
            decided_on: entry.decided_on,
            status: self.status,
            totals: entry.totals,
        }
    }
}

impl Encode for Filed {
    fn encode_to<T: Output + ?Sized>(&self, out: &mut T) {
        self.status.encode_to(out);
        self.rest.encode_to(out);
    }
}

impl EncodeLike for Filed {}

impl Decode for Filed {
    fn decode<I: Input>(input: &mut I) -> Result<Self, scale::Error> {
        let status = Status::decode(input)?;
        let rest = Bytes::decode(input)?;
        let entry = Entry::decode(&mut &rest.0[..])?;
        Ok(Self { status, entry, rest })
    }
}

#[cfg(feature = "std")]
impl scale_info::TypeInfo for Filed {
    type Identity = healink_domain::claims::ClaimRecord;

    fn type_info() -> scale_info::Type {
        Self::Identity::type_info()
    }
}

#[cfg(test)]
mod tests {
    use super::keys::*;

    #[test]
    fn no_two_tables_share_a_key_and_none_takes_the_root_key() {
        let mut keys = [
            PAYERS,
            POLICIES,
            FAMILIES,
            CLAIMS,
            DOCUMENTS,
            SERVICE_DAYS,
            NEWEST_OF_PROVIDER,
            UNITS_USED,
            OWED,
        ];
        keys.sort_unstable();
        assert!(keys.windows(2).all(|pair| pair[0] != pair[1]));
        assert!(!keys.contains(&0));
    }
}
