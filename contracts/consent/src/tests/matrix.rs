//! Role × message × state, cell by cell.

use healink_access::{AccessError, Command};
use healink_domain::consent::{GrantError, StandingError, WithdrawError};

use super::*;

const ROLES: [(&str, Account); 7] = [
    ("patient", PATIENT),
    ("grantee", CLINIC),
    ("other patient", OTHER_PATIENT),
    ("owner", OWNER),
    ("heir", HEIR),
    ("stranger", STRANGER),
    ("guardians", GUARDIANS),
];

/// A state is reached by steps from an empty registry.
type Step = fn(&mut Consent);

const STATES: [(&str, &[Step]); 9] = [
    ("empty", &[]),
    ("granted", &[grant]),
    ("withdrawn", &[grant, withdraw]),
    ("full", &[fill]),
    ("ward", &[grant, commit]),
    ("locked", &[grant, lock]),
    ("on offer", &[grant, offer]),
    ("offer over", &[grant, offer, wait]),
    ("paused", &[grant, offer, pause]),
];

fn grant(registry: &mut Consent) {
    act_as(PATIENT);
    give(registry, terms(TO_CLINIC)).unwrap();
}

fn fill(registry: &mut Consent) {
    (0..healink_domain::consent::MAX_GRANTS).for_each(|_| grant(registry));
}

fn withdraw(registry: &mut Consent) {
    act_as(PATIENT);
    registry.withdraw(TO_CLINIC, Some(1), None).unwrap();
}

fn commit(registry: &mut Consent) {
    act_as(GUARDIANS);
    let standing = Standing { ward_until: TODAY.plus(1), ..Standing::default() };
    registry.set_standing(PATIENT, standing).unwrap();
}

fn lock(registry: &mut Consent) {
    act_as(GUARDIANS);
    let standing = Standing { locked_until: TODAY.plus(1), ..Standing::default() };
    registry.set_standing(PATIENT, standing).unwrap();
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

fn denial() -> Terms {
    Terms { effect: Effect::Deny, ..terms(TO_CLINIC) }
}

type Message = fn(&mut Consent) -> Result<bool, Error>;

const MESSAGES: [(&str, Message); 13] = [
    ("grant", |registry| give(registry, terms(TO_CLINIC)).map(|_| true)),
    ("deny", |registry| give(registry, denial()).map(|_| true)),
    ("grant for", |registry| registry.grant(terms(TO_CLINIC), None, Some(BEHALF)).map(|_| true)),
    ("withdraw", |registry| registry.withdraw(TO_CLINIC, Some(1), None).map(|count| count > 0)),
    ("withdraw for", |registry| registry.withdraw(TO_CLINIC, Some(1), Some(BEHALF)).map(|count| count > 0)),
    ("set_standing", |registry| {
        let standing = Standing { ward_until: TODAY.plus(9), ..Standing::default() };
        registry.set_standing(PATIENT, standing).map(|()| true)
    }),
    ("name_guardians", |registry| registry.name_guardians(STRANGER).map(|()| true)),
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
        Err(Error::Grant(GrantError::Ward)) => 'y',
        Err(Error::Grant(GrantError::PatientRefused)) => 'v',
        Err(Error::Standing(StandingError::NotGuardians)) => 'a',
        Err(Error::Standing(StandingError::Locked { .. })) => 'l',
        Err(Error::GuardiansNamed) => 'k',
        Err(Error::Withdraw(WithdrawError::NoSuchGrant)) => 'g',
        Err(Error::Withdraw(WithdrawError::AlreadyEnded { .. })) => 'w',
        Err(_) => '?',
    }
}

/// A column for each state, in it a letter for each role, both in the order above.
const EXPECTED: [(&str, &str); 13] = [
    ("grant           ", "+++++++ +++++++ +++++++ f++++++ y++++++ l++++++ +++++++ +++++++ ppppppp"),
    ("deny            ", "+++++++ +++++++ +++++++ +++++++ +++++++ l++++++ +++++++ +++++++ ppppppp"),
    ("grant for       ", "aaaaaa+ aaaaaa+ aaaaaav aaaaaaf aaaaaa+ aaaaaa+ aaaaaa+ aaaaaa+ ppppppp"),
    ("withdraw        ", "ggggggg +gggggg wgggggg +gggggg +gggggg lgggggg +gggggg +gggggg +gggggg"),
    ("withdraw for    ", "aaaaaag aaaaaa+ aaaaaaw aaaaaa+ aaaaaa+ aaaaaa+ aaaaaa+ aaaaaa+ aaaaaa+"),
    ("set_standing    ", "aaaaaa+ aaaaaa+ aaaaaa+ aaaaaa+ aaaaaa+ aaaaaa+ aaaaaa+ aaaaaa+ aaaaaa+"),
    ("name_guardians  ", "oookooo oookooo oookooo oookooo oookooo oookooo oookooo oookooo oookooo"),
    ("offer_ownership ", "ooo+ooo ooo+ooo ooo+ooo ooo+ooo ooo+ooo ooo+ooo ooo+ooo ooo+ooo ooo+ooo"),
    ("cancel_offer    ", "ooonooo ooonooo ooonooo ooonooo ooonooo ooonooo ooo+ooo ooo+ooo ooo+ooo"),
    ("accept_ownership", "nnnnnnn nnnnnnn nnnnnnn nnnnnnn nnnnnnn nnnnnnn hhhh+hh hhhhxhh hhhh+hh"),
    ("pause           ", "ooo+ooo ooo+ooo ooo+ooo ooo+ooo ooo+ooo ooo+ooo ooo+ooo ooo+ooo ooopooo"),
    ("unpause         ", "ooorooo ooorooo ooorooo ooorooo ooorooo ooorooo ooorooo ooorooo ooo+ooo"),
    ("decide          ", "....... ....... ....... ....... ....... ....... ....... ....... ......."),
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
                    // How a patient stands is evented by the contract of the guardians, which knows why.
                    let events = usize::from(!matches!(*name, "set_standing" | "name_guardians"));
                    assert_eq!(after.events, before.events + events, "{role} sends {name} when {state}");
                    assert_ne!(after, before, "{role} sends {name} when {state}");
                } else {
                    assert_eq!(after, before, "{role} sends {name} when {state}");
                }
            }
        }
    }
}
