use healink_access::{load, store, Table};
use healink_domain::consent::{Grant, GrantId, Grantee, Ledger};
use healink_domain::Account;
use healink_interfaces::{ConsentError, PatientStanding};
use ink::prelude::vec::Vec;
use ink::primitives::Key;
use scale::{Decode, Encode};

use crate::GrantList;

/// Keys of the tables. The root is at 0.
pub mod keys {
    use super::Key;

    /// Patient → last number, how many accounts there are grants for, how the patient stands.
    pub const PATIENTS: Key = 1;
    /// Patient and account → ledger.
    pub const LEDGERS: Key = 2;
    /// Account → how many patients made grants for it.
    pub const PATIENT_COUNTS: Key = 3;
    /// List and place → whom the list names there.
    pub const LISTS: Key = 4;
    /// Patient, account and place → grants that moved out of the ledger.
    pub const HISTORY: Key = 5;
}

/// The contracts that this one deals with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct Registries {
    /// The credential registry, which is asked.
    pub credentials: Account,
    /// The contract that knows who acts for patients, once it is named.
    pub guardians: Option<Account>,
}

/// What is kept once for each patient.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct Patient {
    /// Number of the last grant.
    pub last: GrantId,
    /// How many accounts there are grants for.
    pub accounts: u32,
    /// What is kept besides grants.
    pub kept: PatientStanding,
}

/// A patient, and the account for which grants are; `None` for every class of providers.
pub type Parties = (Account, Option<Account>);

/// A ledger, and the place of a batch in its history.
type BatchPlace = (Parties, u32);

/// The account for which a grant is; `None` for every class of providers.
pub const fn account_of(grantee: &Grantee) -> Option<Account> {
    match grantee {
        Grantee::Account(account) => Some(*account),
        Grantee::Credentialed { .. } => None,
    }
}

/// The tables. The grants between a patient and an account are one row, those of a patient for classes of providers
/// another, so that a decision reads two rows, however many grants there are in the registry.
#[ink::storage_item]
#[derive(Debug, Default)]
pub struct Tables {
    patients: Table<Account, Patient, { keys::PATIENTS }>,
    ledgers: Table<Parties, Ledger, { keys::LEDGERS }>,
    patient_counts: Table<Account, u32, { keys::PATIENT_COUNTS }>,
    lists: Table<(GrantList, u32), Account, { keys::LISTS }>,
    history: Table<BatchPlace, Vec<Grant>, { keys::HISTORY }>,
}

impl Tables {
    /// What is kept of a patient.
    #[inline(never)]
    pub fn patient(&self, patient: Account) -> Patient {
        load(&self.patients, patient).unwrap_or_default()
    }

    /// Stores what is kept of a patient.
    #[inline(never)]
    pub fn put_patient(&mut self, patient: Account, record: Patient) {
        store(&mut self.patients, patient, record);
    }

    /// The grants of a patient for an account, or for classes of providers.
    #[inline(never)]
    pub fn ledger(&self, parties: Parties) -> Ledger {
        load(&self.ledgers, parties).unwrap_or_default()
    }

    /// Stores a changed ledger, and what moved out of it.
    pub fn put_changed(&mut self, parties: Parties, ledger: Ledger, batch: Vec<Grant>) {
        if !batch.is_empty() {
            store(&mut self.history, (parties, ledger.batches.saturating_sub(1)), batch);
        }
        store(&mut self.ledgers, parties, ledger);
    }

    /// Puts an account with its first grant of a patient on both their lists.
    ///
    /// # Errors
    /// [`ConsentError::NumbersExhausted`]; nothing is stored then.
    pub fn list(
        &mut self,
        patient: Account,
        record: &mut Patient,
        account: Account,
    ) -> Result<(), ConsentError> {
        let count: u32 = load(&self.patient_counts, account).unwrap_or_default();
        let next = count.checked_add(1).ok_or(ConsentError::NumbersExhausted)?;
        store(&mut self.patient_counts, account, next);
        self.put_listed(GrantList::Grantee(account), count, patient);
        // No more accounts than grants, and those are counted.
        self.put_listed(GrantList::Patient(patient), record.accounts, account);
        record.accounts = record.accounts.saturating_add(1);
        Ok(())
    }

    #[inline(never)]
    fn put_listed(&mut self, list: GrantList, place: u32, account: Account) {
        store(&mut self.lists, (list, place), account);
    }

    /// Whom a list names at a place.
    pub fn listed(&self, list: GrantList, place: u32) -> Option<Account> {
        load(&self.lists, (list, place))
    }

    /// A batch of grants that moved out of a ledger.
    pub fn batch(&self, parties: Parties, place: u32) -> Vec<Grant> {
        load(&self.history, (parties, place)).unwrap_or_default()
    }
}
