//! What needs no other contract; the rest is tested with them, in `e2e`: ink!'s off-chain environment makes no calls.
#![allow(clippy::unwrap_used)]

use healink_domain::credentials::{Application, Kind, Order, Role, Scope};
use healink_domain::{Account, Digest, Npi, Period};
use healink_interfaces::{Administered, BoardRegistry};
use ink::env::{test, DefaultEnvironment};

use crate::storage::keys;
use crate::{Arrangement, Boards, Error};

const OWNER: Account = Account([1; 32]);
const STRANGER: Account = Account([2; 32]);
const CREDENTIALS: Account = Account([3; 32]);

fn act_as(account: Account) {
    test::set_caller::<DefaultEnvironment>(account.0.into());
}

fn application() -> Application {
    let scope = Scope { kinds: Kind::StateLicence.set(), jurisdictions: Vec::new() };
    Application {
        head: STRANGER,
        role: Role::Board,
        scope,
        period: Period::ALWAYS,
        document: Digest([7; 32]),
    }
}

#[ink::test]
fn the_credential_registry_is_named_once() {
    let mut boards = Boards::new(OWNER);
    act_as(STRANGER);
    assert!(matches!(boards.wire(STRANGER), Err(Error::Access(_))));
    act_as(OWNER);
    assert_eq!((boards.credentials(), boards.wire(CREDENTIALS)), (None, Ok(())));
    assert_eq!((boards.wire(STRANGER), boards.credentials()), (Err(Error::Wired), Some(CREDENTIALS)));
}

#[ink::test]
fn nothing_is_known_of_a_board_that_is_not_there() {
    let mut boards = Boards::new(OWNER);
    act_as(OWNER);
    assert_eq!(boards.order(1, Order::OnePerson), Err(Error::NoSuchBoard));
    assert_eq!(boards.arrange(1, Arrangement::TwoPersons), Err(Error::NoSuchBoard));
    assert_eq!(boards.accredit(application(), Some(1)), Err(Error::NoSuchBoard));
    assert_eq!((boards.board(1), boards.acts(1, OWNER), boards.officers(1)), (None, false, Vec::new()));
    assert_eq!(boards.list(0, 50).items, []);
}

#[ink::test]
fn nothing_is_recorded_before_there_is_a_registry_to_tell() {
    let mut boards = Boards::new(OWNER);
    act_as(OWNER);
    let npi = Npi::new(1_234_567_893).unwrap();
    assert_eq!(boards.correct_npi(STRANGER, npi), Err(Error::NotWired));
    assert!(matches!(boards.accredit(application(), None), Err(Error::Accredit(_))));
    let scope = Scope {
        jurisdictions: vec![healink_domain::Jurisdiction::parse("US").unwrap()],
        ..application().scope
    };
    assert_eq!(boards.accredit(Application { scope, ..application() }, None), Err(Error::NotWired));
    assert_eq!((boards.board(1), boards.administration().owner()), (None, OWNER));
}

#[test]
fn every_table_has_a_key_of_its_own() {
    let keys = [keys::BOARDS, keys::OFFICERS, keys::PROPOSALS];
    let unique: std::collections::BTreeSet<_> = keys.iter().chain([&0]).collect();
    assert_eq!(unique.len(), keys.len() + 1, "0 is the root's");
}
