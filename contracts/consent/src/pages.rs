use healink_domain::consent::Grant;
use healink_domain::Account;
use healink_interfaces::{limit, Page};
use ink::prelude::vec::Vec;
use scale::{Decode, Encode};

use crate::storage::{Parties, Tables};

/// Grants on a page: each can be two rows in places of their own, and together they are to stay within 1 MiB of proof.
pub const MAX_LISTED: usize = 40;

/// Which grants are listed, ended ones and those that moved to the history included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub enum GrantList {
    /// Those of a patient: for classes of providers first, then account by account.
    Patient(Account),
    /// Those for an account, patient by patient.
    Grantee(Account),
}

/// A page of a list. A place is the ledger's in the list, the batch's in the history and the grant's in the batch, in 32, 24 and
/// 8 bits; behind the last batch comes the ledger itself.
pub fn page(tables: &Tables, list: GrantList, from: u64, wanted: u32) -> Page<(Account, Grant)> {
    let limit = limit(wanted).min(MAX_LISTED);
    let mut items = Vec::new();
    let (mut index, mut batch, mut skipped) = split(from);
    while let Some(parties) = parties(tables, list, index) {
        let ledger = tables.ledger(parties);
        let batches = ledger.batches;
        let mut present = Some(ledger.grants);
        loop {
            let grants = if batch < batches {
                tables.batch(parties, batch)
            } else {
                present.take().unwrap_or_default()
            };
            for (place, grant) in (0u64..).zip(grants).skip(skipped) {
                if items.len() == limit {
                    return Page {
                        items,
                        next: Some(u64::from(index) << 32 | u64::from(batch) << 8 | place),
                    };
                }
                items.push((parties.0, grant));
            }
            skipped = 0;
            if batch >= batches {
                break;
            }
            batch = batch.saturating_add(1);
        }
        index = index.saturating_add(1);
        batch = 0;
    }
    Page { items, next: None }
}

/// Whose grants a list has at a place, and for whom.
fn parties(tables: &Tables, list: GrantList, index: u32) -> Option<Parties> {
    match list {
        GrantList::Patient(patient) => match index.checked_sub(1) {
            None => Some((patient, None)),
            Some(place) => Some((patient, Some(tables.listed(list, place)?))),
        },
        GrantList::Grantee(account) => Some((tables.listed(list, index)?, Some(account))),
    }
}

/// The three parts of a place.
fn split(from: u64) -> (u32, u32, usize) {
    ((from >> 32) as u32, (from >> 8) as u32 & 0x00ff_ffff, (from & 0xff) as usize)
}
