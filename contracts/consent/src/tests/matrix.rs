//! Role × message × state, cell by cell.

use healink_access::{AccessError, Command};
use healink_domain::consent::{GrantError, WithdrawError};

use super::*;
use crate::Error;

const ROLES: [(&str, Account); 6] = [
    ("patient", PATIENT),
    ("grantee", CLINIC),
    ("other patient", OTHER_PATIENT),
    ("owner", OWNER),
    ("heir", HEIR),
    ("stranger", STRANGER),
];

/// A state is reached by steps from an empty registry.
type Step = fn(&mut Consent);

const STATES: [(&str, &[Step]); 7] = [
    ("empty", &[]),
    ("granted", &[grant]),
    ("withdrawn", &[grant, withdraw]),
    ("full", &[fill]),
    ("on offer", &[grant, offer]),
    ("offer over", &[grant, offer, wait]),
    ("paused", &[grant, offer, pause]),
];

fn grant(registry: &mut Consent) {
    act_as(PATIENT);
    registry.grant(terms(TO_CLINIC)).unwrap();
}

fn fill(registry: &mut Consent) {
    (0..healink_domain::consent::MAX_GRANTS).for_each(|_| grant(registry));
}

fn withdraw(registry: &mut Consent) {
    act_as(PATIENT);
    registry.revoke(TO_CLINIC, 1).unwrap();
}

fn offer(registry: &mut Consent) {
    act_as(OWNER);
    registry.administer(Command::Offer { to: HEIR }).unwrap();
}

fn wait(_: &mut Consent) {
    set_day(TODAY.plus(healink_access::OFFER_DAYS));
}

fn pause(registry: &mut Consent) {
    act_as(OWNER);
    registry.administer(Command::Pause).unwrap();
}

type Message = fn(&mut Consent) -> Result<bool, Error>;

const MESSAGES: [(&str, Message); 9] = [
    ("grant", |registry| registry.grant(terms(TO_CLINIC)).map(|_| true)),
    ("revoke", |registry| registry.revoke(TO_CLINIC, 1).map(|()| true)),
    ("revoke_all", |registry| Ok(registry.revoke_all(TO_CLINIC) > 0)),
    ("offer_ownership", |registry| {
        Ok(registry.administer(Command::Offer { to: STRANGER }).map(|()| true)?)
    }),
    ("cancel_offer", |registry| Ok(registry.administer(Command::CancelOffer).map(|()| true)?)),
    ("accept_ownership", |registry| Ok(registry.administer(Command::Accept).map(|()| true)?)),
    ("pause", |registry| Ok(registry.administer(Command::Pause).map(|()| true)?)),
    ("unpause", |registry| Ok(registry.administer(Command::Unpause).map(|()| true)?)),
    ("decide", |registry| {
        let decided = healink_interfaces::ConsentRegistry::decide(registry, PATIENT, query(TODAY));
        assert!(decided.is_ok());
        Ok(false)
    }),
];

/// One letter for each outcome: `+` changes something, `.` changes nothing.
fn letter(outcome: Result<bool, Error>) -> char {
    match outcome {
        Ok(true) => '+',
        Ok(false) => '.',
        Err(Error::Access(AccessError::NotOwner)) => 'o',
        Err(Error::Access(AccessError::Paused)) => 'p',
        Err(Error::Access(AccessError::NotPaused)) => 'r',
        Err(Error::Access(AccessError::NoOffer)) => 'n',
        Err(Error::Access(AccessError::NotOffered)) => 'h',
        Err(Error::Access(AccessError::OfferExpired { .. })) => 'x',
        Err(Error::Grant(GrantError::TooManyGrants)) => 'f',
        Err(Error::Withdraw(WithdrawError::NoSuchGrant)) => 'g',
        Err(Error::Withdraw(WithdrawError::AlreadyWithdrawn { .. })) => 'w',
        Err(_) => '?',
    }
}

/// A column for each state, in it a letter for each role, both in the order above.
const EXPECTED: [(&str, &str); 9] = [
    ("grant           ", "++++++ ++++++ ++++++ f+++++ ++++++ ++++++ pppppp"),
    ("revoke          ", "gggggg +ggggg wggggg +ggggg +ggggg +ggggg +ggggg"),
    ("revoke_all      ", "...... +..... ...... +..... +..... +..... +....."),
    ("offer_ownership ", "ooo+oo ooo+oo ooo+oo ooo+oo ooo+oo ooo+oo ooo+oo"),
    ("cancel_offer    ", "ooonoo ooonoo ooonoo ooonoo ooo+oo ooo+oo ooo+oo"),
    ("accept_ownership", "nnnnnn nnnnnn nnnnnn nnnnnn hhhh+h hhhhxh hhhh+h"),
    ("pause           ", "ooo+oo ooo+oo ooo+oo ooo+oo ooo+oo ooo+oo ooopoo"),
    ("unpause         ", "oooroo oooroo oooroo oooroo oooroo oooroo ooo+oo"),
    ("decide          ", "...... ...... ...... ...... ...... ...... ......"),
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
                let mut registry = registry();
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
