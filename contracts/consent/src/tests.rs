//! Tests of the messages in ink!'s off-chain environment, which knows no calls between contracts: decisions that rest on
//! credentials are tested in `e2e`.
#![allow(clippy::unwrap_used, clippy::arithmetic_side_effects)]

mod decisions;
mod granting;
mod matrix;
mod paging;

use healink_access::Access;
use healink_domain::consent::{
    Action, Category, CategorySet, Effect, Grant, Grantee, Purpose, PurposeSet, Query, Terms,
};
use healink_domain::credentials::Kind;
use healink_domain::{Account, Day, Digest, Period};
use healink_interfaces::{Administered, Page};
use ink::env::{test, DefaultEnvironment};

use crate::storage::keys;
use crate::Consent;

const OWNER: Account = Account([1; 32]);
const PATIENT: Account = Account([2; 32]);
const CLINIC: Account = Account([3; 32]);
const OTHER_PATIENT: Account = Account([4; 32]);
const HEIR: Account = Account([5; 32]);
const STRANGER: Account = Account([6; 32]);

/// The credential registry: never asked here.
const CREDENTIALS: Account = Account([9; 32]);

/// The day on which most tests happen.
const TODAY: Day = Day(20_000);

const TO_CLINIC: Grantee = Grantee::Account(CLINIC);
const TO_LICENSED: Grantee = Grantee::Credentialed { kind: Kind::StateLicence, jurisdiction: None };

fn act_as(account: Account) {
    test::set_caller::<DefaultEnvironment>(account.0.into());
}

fn set_day(day: Day) {
    test::set_block_timestamp::<DefaultEnvironment>(u64::from(day.0) * 86_400_000);
}

/// An empty registry with a store of its own; the patient is the caller.
fn registry() -> Consent {
    thread_local!(static STORES: core::cell::Cell<u16> = const { core::cell::Cell::new(0) });
    let store = STORES.replace(STORES.get() + 1).to_be_bytes();
    let mut account = [0xcc; 32];
    account[..2].copy_from_slice(&store);
    test::set_callee::<DefaultEnvironment>(account.into());
    set_day(TODAY);
    act_as(PATIENT);
    Consent::new(OWNER, CREDENTIALS)
}

/// Treatment, every ordinary category, reading, from today on.
fn terms(grantee: Grantee) -> Terms {
    Terms {
        grantee,
        effect: Effect::Permit,
        purposes: Purpose::Treatment.set(),
        categories: CategorySet::ORDINARY,
        actions: Action::Read.set(),
        validity: Period { from: TODAY, until: None },
        data: Period::ALWAYS,
        receipt: Digest([8; 32]),
    }
}

/// The clinic asks to read medications for treatment.
fn query(day: Day) -> Query {
    Query {
        actor: CLINIC,
        purpose: Purpose::Treatment,
        categories: Category::Medications.set(),
        action: Action::Read,
        day,
        data: Period::day(TODAY),
    }
}

/// Everything that the registry shows.
#[derive(Debug, PartialEq)]
struct Shown {
    access: Access,
    credentials: Account,
    patients: Vec<Page<Grant>>,
    grantees: Vec<Page<(Account, Grant)>>,
    events: usize,
}

fn shown(registry: &Consent) -> Shown {
    let accounts = [OWNER, PATIENT, CLINIC, OTHER_PATIENT, HEIR, STRANGER];
    Shown {
        access: registry.administration(),
        credentials: registry.credentials(),
        patients: accounts.map(|account| registry.grants_by_patient(account, 0, 50)).into(),
        grantees: accounts.map(|account| registry.grants_to(account, 0, 50)).into(),
        events: test::recorded_events().count(),
    }
}

#[test]
fn every_table_has_a_key_of_its_own() {
    let keys = [keys::PATIENTS, keys::GRANTS, keys::PATIENT_COUNTS, keys::PATIENTS_OF];
    let unique: std::collections::BTreeSet<_> = keys.iter().chain([&0]).collect();
    assert_eq!(unique.len(), keys.len() + 1, "0 is the root's");
}
