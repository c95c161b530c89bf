//! What the contract stores, and under which keys.

use healink_access::Table;
use healink_domain::claims::{AppealId, AppealRecord, ClaimId, Docket};
use healink_domain::Account;
use ink::prelude::vec::Vec;
use scale::{Decode, Encode};

/// The tables' keys. Never reused: a table with a new layout gets a new key.
mod keys {
    pub const APPEALS: u32 = 1;
    pub const OF_CLAIM: u32 = 2;
    pub const REVIEWERS: u32 = 3;
    pub const DOCKETS: u32 = 4;
}

/// Every table. None of them is loaded with the contract.
#[derive(Debug, Default)]
#[ink::storage_item]
pub struct Tables {
    /// Appeals.
    pub appeals: Table<AppealId, Entry, { keys::APPEALS }>,
    /// The appeals against the decision on a claim, one a level.
    pub of_claim: Table<ClaimId, Vec<AppealId>, { keys::OF_CLAIM }>,
    /// Who is appointed to review; there is no row for others.
    pub reviewers: Table<Account, (), { keys::REVIEWERS }>,
    /// The newest open appeal of each docket; there is no row for an empty one.
    pub dockets: Table<Docket, AppealId, { keys::DOCKETS }>,
}

/// An appeal with its place among the open ones.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct Entry {
    /// The appeal.
    pub record: AppealRecord,
    /// Its neighbours in its docket; `None` once nobody is awaited to rule on it.
    pub place: Option<Place>,
}

/// The neighbours of an open appeal; 0 where there is none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct Place {
    /// The open appeal after it.
    pub newer: AppealId,
    /// The open appeal before it.
    pub older: AppealId,
}

#[cfg(test)]
mod tests {
    use super::keys::*;

    #[test]
    fn no_two_tables_share_a_key_and_none_takes_the_root_key() {
        let mut keys = [APPEALS, OF_CLAIM, REVIEWERS, DOCKETS];
        keys.sort_unstable();
        assert!(keys.windows(2).all(|pair| pair[0] != pair[1]));
        assert!(!keys.contains(&0));
    }
}
