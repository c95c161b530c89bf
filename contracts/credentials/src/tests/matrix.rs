//! Role × message × state, cell by cell.

use healink_access::{AccessError, Command};
use healink_domain::credentials::{IssueError, StatusError};

use super::*;
use crate::Error;

const ROLES: [(&str, Account); 6] = [
    ("owner", OWNER),
    ("issuing board", BOARD),
    ("other board", OTHER_BOARD),
    ("provider", PROVIDER),
    ("heir", HEIR),
    ("stranger", STRANGER),
];

/// A state is reached by steps from a registry with one credential, issued by [`BOARD`] to [`PROVIDER`].
type Step = fn(&mut Credentials);

const STATES: [(&str, &[Step]); 9] = [
    ("in force", &[]),
    ("credential suspended", &[suspend]),
    ("credential revoked", &[revoke]),
    ("board suspended", &[suspend_board]),
    ("board suspended, then credential too", &[suspend_board, suspend]),
    ("board revoked", &[revoke_board]),
    ("on offer", &[offer]),
    ("offer over", &[offer, wait]),
    ("paused", &[offer, pause]),
];

fn suspend(registry: &mut Credentials) {
    act_as(BOARD);
    registry.suspend(1).unwrap();
}

fn revoke(registry: &mut Credentials) {
    act_as(BOARD);
    registry.revoke(1).unwrap();
}

fn suspend_board(registry: &mut Credentials) {
    act_as(OWNER);
    registry.suspend_board(1).unwrap();
}

fn revoke_board(registry: &mut Credentials) {
    act_as(OWNER);
    registry.revoke_board(1).unwrap();
}

fn offer(registry: &mut Credentials) {
    act_as(OWNER);
    registry.administer(Command::Offer { to: HEIR }).unwrap();
}

fn wait(_: &mut Credentials) {
    set_day(TODAY.plus(healink_access::OFFER_DAYS));
}

fn pause(registry: &mut Credentials) {
    act_as(OWNER);
    registry.administer(Command::Pause).unwrap();
}

type Message = fn(&mut Credentials) -> Result<(), Error>;

const MESSAGES: [(&str, Message); 13] = [
    ("accredit", |registry| registry.accredit(STRANGER, scope(), year(), Digest([7; 32])).map(drop)),
    ("suspend_board", |registry| registry.suspend_board(1)),
    ("reinstate_board", |registry| registry.reinstate_board(1)),
    ("revoke_board", |registry| registry.revoke_board(1)),
    ("issue", |registry| registry.issue(licence()).map(drop)),
    ("suspend", |registry| registry.suspend(1)),
    ("reinstate", |registry| registry.reinstate(1)),
    ("revoke", |registry| registry.revoke(1)),
    ("offer_ownership", |registry| Ok(registry.administer(Command::Offer { to: STRANGER })?)),
    ("cancel_offer", |registry| Ok(registry.administer(Command::CancelOffer)?)),
    ("accept_ownership", |registry| Ok(registry.administer(Command::Accept)?)),
    ("pause", |registry| Ok(registry.administer(Command::Pause)?)),
    ("unpause", |registry| Ok(registry.administer(Command::Unpause)?)),
];

/// One letter for each outcome.
fn letter(outcome: Result<(), Error>) -> char {
    match outcome {
        Ok(()) => '+',
        Err(Error::Access(AccessError::NotOwner)) => 'o',
        Err(Error::Access(AccessError::Paused)) => 'p',
        Err(Error::Access(AccessError::NotPaused)) => 'r',
        Err(Error::Access(AccessError::NoOffer)) => 'n',
        Err(Error::Access(AccessError::NotOffered)) => 'h',
        Err(Error::Access(AccessError::OfferExpired { .. })) => 'x',
        Err(Error::NotABoard) => 'b',
        Err(Error::NotTheIssuer) => 'i',
        Err(Error::Status(StatusError::NotAllowed { .. })) => 's',
        Err(Error::BoardNotInForce | Error::Issue(IssueError::BoardNotInForce)) => 'f',
        Err(_) => '?',
    }
}

/// A column for each state, in it a letter for each role, both in the order above.
const EXPECTED: [(&str, &str); 13] = [
    ("accredit        ", "+ooooo +ooooo +ooooo +ooooo +ooooo +ooooo +ooooo +ooooo pppppp"),
    ("suspend_board   ", "+ooooo +ooooo +ooooo sooooo sooooo sooooo +ooooo +ooooo pppppp"),
    ("reinstate_board ", "sooooo sooooo sooooo +ooooo +ooooo sooooo sooooo sooooo pppppp"),
    ("revoke_board    ", "+ooooo +ooooo +ooooo +ooooo +ooooo sooooo +ooooo +ooooo pppppp"),
    ("issue           ", "b++bbb b++bbb b++bbb bf+bbb bf+bbb bf+bbb b++bbb b++bbb pppppp"),
    ("suspend         ", "i+iiii isiiii isiiii i+iiii isiiii i+iiii i+iiii i+iiii pppppp"),
    ("reinstate       ", "isiiii i+iiii isiiii ifiiii ifiiii ifiiii isiiii isiiii pppppp"),
    ("revoke          ", "i+iiii i+iiii isiiii i+iiii i+iiii i+iiii i+iiii i+iiii pppppp"),
    ("offer_ownership ", "+ooooo +ooooo +ooooo +ooooo +ooooo +ooooo +ooooo +ooooo +ooooo"),
    ("cancel_offer    ", "nooooo nooooo nooooo nooooo nooooo nooooo +ooooo +ooooo +ooooo"),
    ("accept_ownership", "nnnnnn nnnnnn nnnnnn nnnnnn nnnnnn nnnnnn hhhh+h hhhhxh hhhh+h"),
    ("pause           ", "+ooooo +ooooo +ooooo +ooooo +ooooo +ooooo +ooooo +ooooo pooooo"),
    ("unpause         ", "rooooo rooooo rooooo rooooo rooooo rooooo rooooo rooooo +ooooo"),
];

#[ink::test]
fn every_role_gets_from_every_message_in_every_state_what_the_table_says() {
    for ((name, message), (row, expected)) in MESSAGES.iter().zip(EXPECTED) {
        assert_eq!(*name, row.trim_end());
        let cells: Vec<&str> = expected.split(' ').collect();
        assert_eq!(cells.len(), STATES.len(), "{name}");
        for ((state, steps), cell) in STATES.iter().zip(cells) {
            assert_eq!(cell.len(), ROLES.len(), "{name}, {state}");
            for ((role, account), wanted) in ROLES.iter().zip(cell.chars()) {
                let mut registry = registry_with_boards();
                registry.issue(licence()).unwrap();
                steps.iter().for_each(|step| step(&mut registry));
                let before = shown(&registry);
                act_as(*account);
                let outcome = letter(message(&mut registry));
                assert_eq!(outcome, wanted, "{role} sends {name} when {state}");
                let after = shown(&registry);
                if outcome == '+' {
                    assert_eq!(after.events, before.events + 1, "{role} sends {name} when {state}");
                    assert_ne!(after, before, "{role} sends {name} when {state}");
                } else {
                    assert_eq!(after, before, "{role} sends {name} when {state}");
                }
            }
        }
    }
}
