//! Role × message × state, cell by cell.

use healink_access::{AccessError, Command};
use healink_domain::credentials::{IssueError, Standing};
use healink_domain::History;

use super::*;

const ROLES: [(&str, Account); 8] = [
    ("owner", OWNER),
    ("boards", BOARDS),
    ("attestations", ATTESTATIONS),
    ("officer", OFFICER),
    ("other officer", OTHER_OFFICER),
    ("provider", PROVIDER),
    ("heir", HEIR),
    ("stranger", STRANGER),
];

/// A state is reached by steps from a registry with one credential of board 1.
type Step = fn(&mut Credentials);

const STATES: [(&str, &[Step]); 5] = [
    ("in force", &[]),
    ("board suspended", &[suspend_board]),
    ("officer dismissed", &[dismiss]),
    ("on offer", &[offer]),
    ("paused", &[offer, pause]),
];

fn suspend_board(registry: &mut Credentials) {
    board_stands(registry, 1, StatusCommand::Suspend, Reason::Safety, TODAY);
}

fn dismiss(registry: &mut Credentials) {
    tell(registry, BoardUpdate::Officer { board: 1, account: OFFICER, acts: false });
}

fn offer(registry: &mut Credentials) {
    act_as(OWNER);
    registry.administer(Command::Offer { to: HEIR }).unwrap();
}

fn pause(registry: &mut Credentials) {
    act_as(OWNER);
    registry.administer(Command::Pause).unwrap();
}

type Message = fn(&mut Credentials) -> Result<(), Error>;

const MESSAGES: [(&str, Message); 8] = [
    ("record a standing", |registry| {
        let mut status = History::new(Standing::GRANTED);
        apply(&mut status, StatusCommand::Revoke, Reason::Safety, TODAY).unwrap();
        registry.record(BoardUpdate::Standing(1, status))
    }),
    ("record, no such", |registry| {
        registry.record(BoardUpdate::Standing(2, History::new(Standing::GRANTED)))
    }),
    ("issue", |registry| registry.issue(1, vec![licence()]).map(drop)),
    ("offer", |registry| Ok(registry.administer(Command::Offer { to: STRANGER })?)),
    ("cancel", |registry| Ok(registry.administer(Command::CancelOffer)?)),
    ("accept", |registry| Ok(registry.administer(Command::Accept)?)),
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
        Err(Error::NotBoards) => 'b',
        Err(Error::NotAnOfficer) => 'i',
        Err(Error::NoSuchCredential) => 'c',
        Err(Error::Issue { error: IssueError::BoardNotInForce, .. }) => 'f',
        Err(_) => '?',
    }
}

/// A column for each state, in it a letter for each role, both in the order above.
const EXPECTED: [(&str, &str); 8] = [
    ("record a standing", "b+bbbbbb b+bbbbbb b+bbbbbb b+bbbbbb b+bbbbbb"),
    ("record, no such  ", "bcbbbbbb bcbbbbbb bcbbbbbb bcbbbbbb bcbbbbbb"),
    ("issue            ", "ii++iiii iiffiiii ii+iiiii ii++iiii pppppppp"),
    ("offer            ", "+ooooooo +ooooooo +ooooooo +ooooooo +ooooooo"),
    ("cancel           ", "nooooooo nooooooo nooooooo +ooooooo +ooooooo"),
    ("accept           ", "nnnnnnnn nnnnnnnn nnnnnnnn hhhhhh+h hhhhhh+h"),
    ("pause            ", "+ooooooo +ooooooo +ooooooo +ooooooo pooooooo"),
    ("unpause          ", "rooooooo rooooooo rooooooo rooooooo +ooooooo"),
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
                registry.issue(1, vec![licence()]).unwrap();
                steps.iter().for_each(|step| step(&mut registry));
                let before = shown(&registry);
                act_as(*account);
                let outcome = letter(message(&mut registry));
                assert_eq!(outcome, wanted, "{role} sends {name} when {state}");
                let after = shown(&registry);
                assert_eq!(after == before, outcome != '+', "{role} sends {name} when {state}");
            }
        }
    }
}
