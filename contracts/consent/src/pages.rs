use healink_domain::consent::Grant;
use healink_domain::Account;
use healink_interfaces::{limit, Page};
use ink::prelude::vec::Vec;
use scale::{Decode, Encode};

use crate::storage::{Parties, Tables, MAX_LISTED};

/// Items on a page of a grantee's grants: each can be two rows in places of their own, and together they are to stay within
/// 1 MiB of proof.
pub const MAX_GRANTED: usize = 40;

/// Which grants are listed, ended ones and those that moved to the history included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub enum GrantList {
    /// Those of a patient: for classes of providers first, then account by account.
    Patient(Account),
    /// Those for an account, patient by patient.
    Grantee(Account),
}

/// The ledgers of a list, by their place in it.
struct Ledgers<'a> {
    tables: &'a Tables,
    list: GrantList,
    /// Accounts of a patient: the list that was read last, and which it is.
    accounts: (u32, Vec<Account>),
    /// The last list of a patient's accounts, or how many patients a grantee has.
    end: u32,
}

impl<'a> Ledgers<'a> {
    fn new(tables: &'a Tables, list: GrantList) -> Self {
        match list {
            GrantList::Patient(patient) => {
                let record = tables.patient(patient);
                Self { tables, list, accounts: (record.full, record.accounts), end: record.full }
            }
            GrantList::Grantee(account) => {
                Self { tables, list, accounts: (0, Vec::new()), end: tables.patient_count(account) }
            }
        }
    }

    /// Whose grants they are, and for whom.
    fn at(&mut self, index: u32) -> Option<Parties> {
        match self.list {
            GrantList::Grantee(_) if index >= self.end => None,
            GrantList::Grantee(account) => Some((self.tables.patient_of(account, index)?, Some(account))),
            GrantList::Patient(patient) => match index.checked_sub(1) {
                None => Some((patient, None)),
                Some(place) => Some((patient, Some(self.account(patient, place as usize)?))),
            },
        }
    }

    fn account(&mut self, patient: Account, place: usize) -> Option<Account> {
        let list = u32::try_from(place / MAX_LISTED).ok()?;
        if list > self.end {
            return None;
        }
        if list != self.accounts.0 {
            let accounts = if list < self.end {
                self.tables.full_list(patient, list)
            } else {
                self.tables.patient(patient).accounts
            };
            self.accounts = (list, accounts);
        }
        self.accounts.1.get(place % MAX_LISTED).copied()
    }
}

/// A page of a list. A place is the ledger's in the list, the batch's in the history and the grant's in the batch, in 32, 24 and
/// 8 bits; behind the last batch comes the ledger itself.
pub fn page(tables: &Tables, list: GrantList, from: u64, wanted: u32) -> Page<(Account, Grant)> {
    let limit = match list {
        GrantList::Patient(_) => limit(wanted),
        GrantList::Grantee(_) => limit(wanted).min(MAX_GRANTED),
    };
    let mut items = Vec::new();
    let mut ledgers = Ledgers::new(tables, list);
    let (mut index, mut batch, mut skipped) = split(from);
    while let Some(parties) = ledgers.at(index) {
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

/// The three parts of a place.
fn split(from: u64) -> (u32, u32, usize) {
    ((from >> 32) as u32, (from >> 8) as u32 & 0x00ff_ffff, (from & 0xff) as usize)
}
