//! What the contract stores, and under which keys.

use healink_access::{Bytes, Table};
use healink_domain::claims::{Claim, ClaimId, ClaimSummary, PayerAccount, PayerId, Previous, Status, Totals};
use healink_domain::{Account, Cents, Day, Digest};
use healink_interfaces::Earlier;
use scale::{Decode, Encode, Input, Output};

/// The tables' keys. Never reused: a table with a new layout gets a new key.
mod keys {
    pub const PAYERS: u32 = 1;
    pub const CLAIMS: u32 = 2;
    pub const DOCUMENTS: u32 = 3;
    pub const NEWEST_OF_PROVIDER: u32 = 4;
    pub const OWED: u32 = 5;
}

/// Every table. None of them is loaded with the contract.
#[derive(Debug, Default)]
#[ink::storage_item]
pub struct Tables {
    /// Escrow of payers.
    pub payers: Table<PayerId, PayerAccount, { keys::PAYERS }>,
    /// Claims.
    pub claims: Table<ClaimId, Filed, { keys::CLAIMS }>,
    /// Claims by payer and document.
    pub documents: Table<(PayerId, Digest), ClaimId, { keys::DOCUMENTS }>,
    /// The newest claim of each provider; those before it follow by its links.
    pub newest_of_provider: Table<Account, ClaimId, { keys::NEWEST_OF_PROVIDER }>,
    /// What providers owe payers for payments that were reversed.
    pub owed: Table<(PayerId, Account), Cents, { keys::OWED }>,
}

/// A [`healink_domain::claims::ClaimRecord`] as it is stored: what this contract goes by, and the rest as coverage gave it.
#[derive(Debug, PartialEq, Eq)]
pub struct Filed {
    /// What this contract goes by.
    pub head: Head,
    /// The claim.
    pub claim: Claim,
    /// The record from the claim on, as encoded.
    body: Bytes,
}

/// The part of a [`healink_domain::claims::ClaimRecord`] before the claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Head {
    /// As in the record.
    pub status: Status,
    /// As in the record.
    pub payer: PayerId,
    /// As in the record.
    pub decided_on: Option<Day>,
    /// As in the record.
    pub totals: Totals,
    /// As in the record.
    pub previous: Previous,
}

impl Filed {
    /// A claim with what coverage gave; nothing when that does not begin with one.
    pub fn new(head: Head, body: Bytes) -> Result<Self, scale::Error> {
        let claim = Claim::decode(&mut &body.0[..])?;
        Ok(Self { head, claim, body })
    }

    /// As coverage is told of it.
    pub fn earlier(self, id: ClaimId) -> Earlier {
        Earlier { id, body: self.body.0 }
    }

    /// The claim in short.
    pub fn summary(&self, id: ClaimId) -> ClaimSummary {
        let (head, claim) = (&self.head, &self.claim);
        ClaimSummary {
            id,
            payer: head.payer,
            policy: claim.policy,
            provider: claim.provider,
            service_day: claim.service_day,
            decided_on: head.decided_on,
            status: head.status,
            totals: head.totals,
        }
    }
}

impl Encode for Filed {
    fn encode_to<T: Output + ?Sized>(&self, out: &mut T) {
        self.head.encode_to(out);
        self.body.encode_to(out);
    }
}

impl Decode for Filed {
    fn decode<I: Input>(input: &mut I) -> Result<Self, scale::Error> {
        Self::new(Head::decode(input)?, Bytes::decode(input)?)
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
        let mut keys = [PAYERS, CLAIMS, DOCUMENTS, NEWEST_OF_PROVIDER, OWED];
        keys.sort_unstable();
        assert!(keys.windows(2).all(|pair| pair[0] != pair[1]));
        assert!(!keys.contains(&0));
    }
}
