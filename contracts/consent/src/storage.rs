use healink_access::{Row, Table};
use healink_domain::consent::{credential_kinds_asked, Grant, GrantId, Grantee, MAX_GRANTS};
use healink_domain::Account;
use healink_interfaces::{Page, MAX_REQUIREMENTS};
use ink::prelude::vec::Vec;
use ink::primitives::Key;
use scale::{Decode, Encode};

use crate::Error;

/// Accounts for which one patient can have grants, ended ones included: the bound on the patient's row.
pub const MAX_GRANTEES: usize = 256;

/// Classes of providers for which one patient can have grants, ended ones included: one question to the credential
/// registry answers for all.
pub const MAX_CLASSES: usize = MAX_REQUIREMENTS;

/// Keys of the tables. The root is at 0.
pub mod keys {
    use super::Key;

    /// Patient → last number and grantees.
    pub const PATIENTS: Key = 1;
    /// Patient and grantee → the grants.
    pub const GRANTS: Key = 2;
    /// Grantee → how many patients made grants for it.
    pub const PATIENT_COUNTS: Key = 3;
    /// Grantee and place → patient.
    pub const PATIENTS_OF: Key = 4;
}

/// What is kept once for each patient.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct Patient {
    /// Number of the last grant.
    pub last: GrantId,
    /// The accounts for which there are grants, in the order of their first one.
    pub grantees: Vec<Account>,
}

/// The account for which a grant is; `None` for every class of providers.
pub const fn account_of(grantee: &Grantee) -> Option<Account> {
    match grantee {
        Grantee::Account(account) => Some(*account),
        Grantee::Credentialed { .. } => None,
    }
}

/// A patient, and the account for which grants are; `None` for every class of providers.
type Parties = (Account, Option<Account>);

/// The tables. The grants between a patient and an account are one row, those of a patient for classes of providers
/// another, so that a decision reads two rows, however many grants there are in the registry.
#[ink::storage_item]
#[derive(Debug, Default)]
pub struct Tables {
    patients: Table<Account, Patient, { keys::PATIENTS }>,
    grants: Table<Parties, Vec<Grant>, { keys::GRANTS }>,
    patient_counts: Table<Account, u32, { keys::PATIENT_COUNTS }>,
    patients_of: Table<(Account, u32), Account, { keys::PATIENTS_OF }>,
}

impl Tables {
    /// What is kept of a patient.
    pub fn patient(&self, patient: Account) -> Patient {
        self.patients.get(patient).map(Row::into_inner).unwrap_or_default()
    }

    /// The grants of a patient for an account, or for classes of providers, oldest first.
    pub fn grants(&self, patient: Account, account: Option<Account>) -> Vec<Grant> {
        self.grants.get((patient, account)).map(Row::into_inner).unwrap_or_default()
    }

    /// Stores grants.
    pub fn put_grants(&mut self, patient: Account, account: Option<Account>, grants: Vec<Grant>) {
        self.grants.insert((patient, account), &Row::V1(grants));
    }

    /// Adds a grant to the `present` ones of its row.
    ///
    /// # Errors
    /// [`Error::TooManyGrantees`], [`Error::TooManyClasses`], [`Error::NumbersExhausted`]; nothing is stored then.
    pub fn add(
        &mut self,
        patient: Account,
        mut record: Patient,
        mut present: Vec<Grant>,
        grant: Grant,
    ) -> Result<(), Error> {
        let account = account_of(&grant.terms.grantee);
        record.last = grant.id;
        let first = present.is_empty();
        present.push(grant);
        match account {
            Some(account) if first => {
                if record.grantees.len() >= MAX_GRANTEES {
                    return Err(Error::TooManyGrantees);
                }
                record.grantees.push(account);
                self.add_patient_of(account, patient)?;
            }
            None if credential_kinds_asked(&present).len() > MAX_CLASSES => {
                return Err(Error::TooManyClasses);
            }
            _ => {}
        }
        self.patients.insert(patient, &Row::V1(record));
        self.put_grants(patient, account, present);
        Ok(())
    }

    fn add_patient_of(&mut self, account: Account, patient: Account) -> Result<(), Error> {
        let count = self.patient_count(account);
        let next = count.checked_add(1).ok_or(Error::NumbersExhausted)?;
        self.patients_of.insert((account, count), &Row::V1(patient));
        self.patient_counts.insert(account, &Row::V1(next));
        Ok(())
    }

    fn patient_count(&self, account: Account) -> u32 {
        self.patient_counts.get(account).map(Row::into_inner).unwrap_or_default()
    }

    /// A page of a patient's grants: those for classes of providers, then account by account.
    pub fn page_of_patient(&self, patient: Account, from: u64, limit: usize) -> Page<Grant> {
        let accounts = self.patient(patient).grantees;
        let row = |index: u64| match index.checked_sub(1) {
            None => Some(self.grants(patient, None)),
            Some(index) => {
                let account = accounts.get(usize::try_from(index).ok()?)?;
                Some(self.grants(patient, Some(*account)))
            }
        };
        page(from, limit, row)
    }

    /// A page of the grants for an account, patient by patient.
    pub fn page_of_grantee(&self, account: Account, from: u64, limit: usize) -> Page<(Account, Grant)> {
        let count = self.patient_count(account);
        let row = |index: u64| {
            let index = u32::try_from(index).ok().filter(|index| *index < count)?;
            let patient = self.patients_of.get((account, index))?.into_inner();
            Some(self.grants(patient, Some(account)).into_iter().map(|grant| (patient, grant)).collect())
        };
        page(from, limit, row)
    }
}

/// A page of what stands in rows of at most [`MAX_GRANTS`]; a place in the list is row × [`MAX_GRANTS`] + place in the row.
/// `row` gives `None` behind the last one.
fn page<T>(from: u64, limit: usize, row: impl Fn(u64) -> Option<Vec<T>>) -> Page<T> {
    const WIDTH: u64 = MAX_GRANTS as u64;
    let mut items = Vec::new();
    let (mut index, mut place) = (from / WIDTH, from);
    while let Some(found) = row(index) {
        let skipped = usize::try_from(place % WIDTH).unwrap_or(MAX_GRANTS);
        for item in found.into_iter().skip(skipped) {
            if items.len() == limit {
                return Page { items, next: Some(place) };
            }
            items.push(item);
            place = place.saturating_add(1);
        }
        index = index.saturating_add(1);
        place = index.saturating_mul(WIDTH);
    }
    Page { items, next: None }
}
