use healink_access::{Row, Table};
use healink_domain::consent::{Added, Grant, GrantId, Grantee, Ledger};
use healink_domain::Account;
use healink_interfaces::{ConsentError, PatientStanding};
use ink::prelude::vec::Vec;
use ink::primitives::Key;
use scale::{Decode, Encode};

/// Accounts in one list of those for which a patient has grants: a full list moves to a row of its own.
pub const MAX_LISTED: usize = 64;

/// Keys of the tables. The root is at 0.
pub mod keys {
    use super::Key;

    /// Patient → last number, the accounts last granted to, how the patient stands.
    pub const PATIENTS: Key = 1;
    /// Patient and account → ledger.
    pub const LEDGERS: Key = 2;
    /// Account → how many patients made grants for it.
    pub const PATIENT_COUNTS: Key = 3;
    /// Account and place → patient.
    pub const PATIENTS_OF: Key = 4;
    /// Patient and place → accounts that there are grants for.
    pub const ACCOUNTS: Key = 5;
    /// Patient, account and place → grants that moved out of the ledger.
    pub const HISTORY: Key = 6;
}

/// What is kept once for each patient.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct Patient {
    /// Number of the last grant.
    pub last: GrantId,
    /// The accounts for which there are grants, in the order of their first one, but for the lists that are full.
    pub accounts: Vec<Account>,
    /// Full lists.
    pub full: u32,
    /// What is kept besides grants.
    pub kept: PatientStanding,
}

/// A patient, and the account for which grants are; `None` for every class of providers.
pub type Parties = (Account, Option<Account>);

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
    patients_of: Table<(Account, u32), Account, { keys::PATIENTS_OF }>,
    accounts: Table<(Account, u32), Vec<Account>, { keys::ACCOUNTS }>,
    history: Table<(Parties, u32), Vec<Grant>, { keys::HISTORY }>,
}

impl Tables {
    /// What is kept of a patient.
    #[inline(never)]
    pub fn patient(&self, patient: Account) -> Patient {
        self.patients.get(patient).map(Row::into_inner).unwrap_or_default()
    }

    /// Stores what is kept of a patient.
    #[inline(never)]
    pub fn put_patient(&mut self, patient: Account, record: Patient) {
        self.patients.insert(patient, &Row::V1(record));
    }

    /// The grants of a patient for an account, or for classes of providers.
    #[inline(never)]
    pub fn ledger(&self, parties: Parties) -> Ledger {
        self.ledgers.get(parties).map(Row::into_inner).unwrap_or_default()
    }

    /// Stores grants.
    #[inline(never)]
    pub fn put_ledger(&mut self, parties: Parties, ledger: Ledger) {
        self.ledgers.insert(parties, &Row::V1(ledger));
    }

    /// Stores a ledger to which a grant was added, and what moved out of it; returns the grants that the new one ended.
    pub fn put_added(&mut self, parties: Parties, added: Added) -> Vec<GrantId> {
        if !added.batch.is_empty() {
            let place = added.ledger.batches.saturating_sub(1);
            self.history.insert((parties, place), &Row::V1(added.batch));
        }
        self.put_ledger(parties, added.ledger);
        added.ended
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
        let count = self.patient_count(account);
        let next = count.checked_add(1).ok_or(ConsentError::NumbersExhausted)?;
        self.patients_of.insert((account, count), &Row::V1(patient));
        self.patient_counts.insert(account, &Row::V1(next));
        if record.accounts.len() >= MAX_LISTED {
            let full = core::mem::take(&mut record.accounts);
            self.accounts.insert((patient, record.full), &Row::V1(full));
            record.full = record.full.saturating_add(1);
        }
        record.accounts.push(account);
        Ok(())
    }

    /// How many patients made grants for an account.
    pub fn patient_count(&self, account: Account) -> u32 {
        self.patient_counts.get(account).map(Row::into_inner).unwrap_or_default()
    }

    /// One of the patients who made grants for an account.
    pub fn patient_of(&self, account: Account, place: u32) -> Option<Account> {
        self.patients_of.get((account, place)).map(Row::into_inner)
    }

    /// A full list of the accounts for which a patient has grants.
    pub fn full_list(&self, patient: Account, place: u32) -> Vec<Account> {
        self.accounts.get((patient, place)).map(Row::into_inner).unwrap_or_default()
    }

    /// A batch of grants that moved out of a ledger.
    pub fn batch(&self, parties: Parties, place: u32) -> Vec<Grant> {
        self.history.get((parties, place)).map(Row::into_inner).unwrap_or_default()
    }
}
