//! Tests of the messages in ink!'s off-chain environment.
#![allow(clippy::unwrap_used, clippy::arithmetic_side_effects)]

mod checks;
mod issuing;
mod matrix;
mod paging;

use healink_access::Access;
use healink_domain::credentials::{Board, BoardId, Credential, CredentialId, IssueRequest, Kind, Scope};
use healink_domain::{Account, Day, Digest, Jurisdiction, Npi, Period};
use healink_interfaces::{Administered, Page};
use ink::env::{test, DefaultEnvironment};

use crate::storage::keys;
use crate::Credentials;

const OWNER: Account = Account([1; 32]);
const BOARD: Account = Account([2; 32]);
const OTHER_BOARD: Account = Account([3; 32]);
const PROVIDER: Account = Account([4; 32]);
const HEIR: Account = Account([5; 32]);
const STRANGER: Account = Account([6; 32]);

/// The day on which most tests happen.
const TODAY: Day = Day(20_000);

/// Two valid NPIs.
const NPI: u64 = 1_234_567_893;
const OTHER_NPI: u64 = 1_245_319_599;

fn act_as(account: Account) {
    test::set_caller::<DefaultEnvironment>(account.0.into());
}

fn set_day(day: Day) {
    test::set_block_timestamp::<DefaultEnvironment>(u64::from(day.0) * 86_400_000);
}

/// An empty registry with a store of its own.
fn registry() -> Credentials {
    thread_local!(static STORES: core::cell::Cell<u16> = const { core::cell::Cell::new(0) });
    let store = STORES.replace(STORES.get() + 1).to_be_bytes();
    let mut account = [0xcc; 32];
    account[..2].copy_from_slice(&store);
    test::set_callee::<DefaultEnvironment>(account.into());
    set_day(TODAY);
    Credentials::new(OWNER)
}

/// A registry with two boards for everything in the US, in force for a year from today.
fn registry_with_boards() -> Credentials {
    let mut registry = registry();
    act_as(OWNER);
    for account in [BOARD, OTHER_BOARD] {
        registry.accredit(account, scope(), year(), Digest([7; 32])).unwrap();
    }
    act_as(BOARD);
    registry
}

fn place(text: &str) -> Jurisdiction {
    Jurisdiction::parse(text).unwrap()
}

fn scope() -> Scope {
    Scope { kinds: Kind::ALL.iter().copied().collect(), jurisdictions: vec![place("US")] }
}

fn year() -> Period {
    Period { from: TODAY, until: Some(TODAY.plus(365)) }
}

fn licence() -> IssueRequest {
    IssueRequest {
        provider: PROVIDER,
        npi: Npi::new(NPI).unwrap(),
        kind: Kind::StateLicence,
        taxonomy: None,
        jurisdiction: place("US-CA"),
        valid_from: TODAY,
        expires_on: TODAY.plus(100),
        verified_on: TODAY,
        document: Digest([9; 32]),
    }
}

type Listed = Page<(CredentialId, Credential)>;

/// Everything that the registry shows.
#[derive(Debug, PartialEq)]
struct Shown {
    access: Access,
    boards: Vec<(Option<Board>, Listed)>,
    accounts: Vec<(Option<BoardId>, Option<Npi>, Listed)>,
    credentials: Vec<Option<Credential>>,
    events: usize,
}

fn shown(registry: &Credentials) -> Shown {
    let account = |account| {
        (registry.board_of(account), registry.npi_of(account), registry.credentials_of(account, 0, 50))
    };
    Shown {
        access: registry.administration(),
        boards: (1..=registry.board_count() + 1)
            .map(|board| (registry.board(board), registry.issued_by(board, 0, 50)))
            .collect(),
        accounts: [OWNER, BOARD, OTHER_BOARD, PROVIDER, HEIR, STRANGER].map(account).into(),
        credentials: (0..=40).map(|id| registry.credential(id)).collect(),
        events: test::recorded_events().count(),
    }
}

#[test]
fn every_table_has_a_key_of_its_own() {
    let keys = [keys::BOARDS, keys::BOARDS_OF, keys::NPIS, keys::HELD, keys::PLACES];
    let unique: std::collections::BTreeSet<_> = keys.iter().chain([&0]).collect();
    assert_eq!(unique.len(), keys.len() + 1, "0 is the root's");
}
