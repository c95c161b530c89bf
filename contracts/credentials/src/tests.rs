//! Tests of the messages in ink!'s off-chain environment.
#![allow(clippy::unwrap_used, clippy::arithmetic_side_effects)]

mod checks;
mod issuing;
mod matrix;
mod paging;

use healink_access::Access;
use healink_domain::credentials::{
    accredit, apply, Application, Board, BoardId, Credential, CredentialId, IssueRequest, Kind, Reason,
    Refusal, Requirement, Role, Scope, StatusCommand,
};
use healink_domain::{Account, Day, Digest, Jurisdiction, Npi, Period};
use healink_interfaces::{Administered, BoardUpdate, CredentialRecords, CredentialRegistry, Page};
use ink::env::{test, DefaultEnvironment};

use crate::storage::keys;
use crate::{Credentials, Error, Of};

const OWNER: Account = Account([1; 32]);
/// The contract `boards`.
const BOARDS: Account = Account([2; 32]);
/// The contract `attestations`.
const ATTESTATIONS: Account = Account([3; 32]);
/// An officer of board 1, and one of board 2.
const OFFICER: Account = Account([4; 32]);
const OTHER_OFFICER: Account = Account([5; 32]);
const PROVIDER: Account = Account([6; 32]);
const HEIR: Account = Account([7; 32]);
const STRANGER: Account = Account([8; 32]);

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
    Credentials::new(OWNER, BOARDS, ATTESTATIONS)
}

/// A board for everything in the US, in force for a year from today.
fn board() -> Board {
    let scope = Scope { kinds: Kind::ALL.iter().copied().collect(), jurisdictions: vec![place("US")] };
    let period = Period { from: TODAY, until: Some(TODAY.plus(365)) };
    let application =
        Application { head: OFFICER, role: Role::Board, scope, period, document: Digest([7; 32]) };
    accredit(application, None, TODAY).unwrap()
}

/// The contract `boards` says something.
fn tell(registry: &mut Credentials, update: BoardUpdate) {
    act_as(BOARDS);
    registry.record(update).unwrap();
    act_as(OFFICER);
}

/// The board changed.
fn board_stands(registry: &mut Credentials, id: BoardId, command: StatusCommand, reason: Reason, on: Day) {
    let mut accreditation = board().accreditation;
    apply(&mut accreditation.status, command, reason, on).unwrap();
    tell(registry, BoardUpdate::Board(id, accreditation));
}

/// A registry with two boards, each with an officer; the first one's acts.
fn registry_with_boards() -> Credentials {
    let mut registry = registry();
    for (id, account) in [(1, OFFICER), (2, OTHER_OFFICER)] {
        tell(&mut registry, BoardUpdate::Board(id, board().accreditation));
        tell(&mut registry, BoardUpdate::Officer { board: id, account, acts: true });
    }
    registry
}

fn place(text: &str) -> Jurisdiction {
    Jurisdiction::parse(text).unwrap()
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
        renews: None,
    }
}

/// The requirement that [`licence`] meets.
fn on(day: Day) -> Requirement {
    Requirement {
        kind: Kind::StateLicence,
        board: None,
        taxonomy: None,
        jurisdiction: Some(place("US-CA")),
        day,
        known_on: None,
        verified_within: None,
    }
}

fn ask(registry: &Credentials, requirement: Requirement) -> Result<CredentialId, Refusal> {
    registry.check_many(PROVIDER, vec![requirement]).unwrap().remove(0)
}

type Listed = Page<(CredentialId, Credential)>;

/// Everything that the registry shows.
#[derive(Debug, PartialEq)]
struct Shown {
    access: Access,
    lists: Vec<Listed>,
    credentials: Vec<Option<Credential>>,
    events: usize,
}

fn shown(registry: &Credentials) -> Shown {
    let accounts = [OFFICER, OTHER_OFFICER, PROVIDER, HEIR, STRANGER].map(Of::Provider);
    let of = accounts.into_iter().chain([0, 1, 2, 3].map(Of::Board));
    Shown {
        access: registry.administration(),
        lists: of.map(|of| registry.list(of, 0, 50)).collect(),
        credentials: (0..=40).map(|id| registry.credential(id)).collect(),
        events: test::recorded_events().count(),
    }
}

#[test]
fn every_table_has_a_key_of_its_own() {
    let keys = [keys::BOARDS, keys::OFFICERS, keys::PROVIDERS, keys::CREDENTIALS, keys::ISSUED];
    let unique: std::collections::BTreeSet<_> = keys.iter().chain([&0]).collect();
    assert_eq!(unique.len(), keys.len() + 1, "0 is the root's");
}
