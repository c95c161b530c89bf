//! Tests of the messages in ink!'s off-chain environment, which knows no calls between contracts: what rests on a decision or a
//! credential is tested in `e2e`; here its rows are put into the tables by hand.
#![allow(clippy::unwrap_used, clippy::arithmetic_side_effects)]

use healink_access::{Access, AccessError, Command};
use healink_domain::consent::{
    EmergencyError, Happening, LogEntry, Opening, OpeningId, Review, Right, REVIEW_DAYS,
};
use healink_domain::{Account, Day, Digest, Moment};
use healink_interfaces::{Administered, Page};
use ink::env::{test, DefaultEnvironment};

use crate::storage::{keys, Queued, Tables};
use crate::{Disclosures, Error, Governance, MAX_QUEUED};

const OWNER: Account = Account([1; 32]);
const PATIENT: Account = Account([2; 32]);
const PROVIDER: Account = Account([3; 32]);
const REVIEWER: Account = Account([4; 32]);
const HEIR: Account = Account([5; 32]);
const STRANGER: Account = Account([6; 32]);

const TODAY: Day = Day(20_000);

fn act_as(account: Account) {
    test::set_caller::<DefaultEnvironment>(account.0.into());
}

fn new_store() {
    thread_local!(static STORES: core::cell::Cell<u16> = const { core::cell::Cell::new(0) });
    let store = STORES.replace(STORES.get() + 1).to_be_bytes();
    let mut account = [0xcc; 32];
    account[..2].copy_from_slice(&store);
    test::set_callee::<DefaultEnvironment>(account.into());
    test::set_block_timestamp::<DefaultEnvironment>(u64::from(TODAY.0) * 86_400_000);
}

/// A contract with a store of its own and one reviewer.
fn contract() -> Disclosures {
    new_store();
    act_as(OWNER);
    let mut contract = Disclosures::new(OWNER, Account([8; 32]), Account([9; 32]));
    contract.govern(Governance::Appoint { reviewer: REVIEWER }).unwrap();
    contract
}

/// Everything that the contract shows.
#[derive(Debug, PartialEq)]
struct Shown {
    access: Access,
    queue: Page<(OpeningId, Opening)>,
    rights: Vec<Right>,
    reviewers: Vec<bool>,
    logs: Vec<Page<LogEntry>>,
    events: usize,
}

fn shown(contract: &Disclosures) -> Shown {
    let accounts = [OWNER, PATIENT, PROVIDER, REVIEWER, HEIR, STRANGER];
    Shown {
        access: contract.administration(),
        queue: contract.unreviewed(0, 50),
        rights: accounts.map(|account| contract.right(account)).into(),
        reviewers: accounts.map(|account| contract.is_reviewer(account)).into(),
        logs: accounts.map(|account| contract.log_of(account, 0, 50)).into(),
        events: test::recorded_events().count(),
    }
}

fn opening() -> Opening {
    Opening {
        patient: PATIENT,
        provider: PROVIDER,
        credential: 1,
        justification: Digest([7; 32]),
        opened_at: Moment(0),
        until: Moment(1),
        review_by: TODAY.plus(REVIEW_DAYS),
        review: None,
    }
}

#[ink::test]
fn reviewers_are_appointed_and_dismissed_once() {
    let mut contract = contract();
    assert!(contract.is_reviewer(REVIEWER));
    let appoint = Governance::Appoint { reviewer: REVIEWER };
    assert_eq!(contract.govern(appoint), Err(Error::AlreadyReviewer));
    contract.govern(Governance::Dismiss { reviewer: REVIEWER }).unwrap();
    assert!(!contract.is_reviewer(REVIEWER));
    let dismiss = contract.govern(Governance::Dismiss { reviewer: REVIEWER });
    assert_eq!(dismiss, Err(Error::Emergency(EmergencyError::NotReviewer)));
}

#[ink::test]
fn a_log_is_complete_in_pages_of_every_size_newest_first() {
    new_store();
    let mut tables = Tables::default();
    let entry = |number| LogEntry {
        at: Moment(number),
        actor: PROVIDER,
        happening: Happening::GlassBroken { opening: number },
    };
    for number in 0..60 {
        tables.log(PATIENT, entry(number)).unwrap();
    }
    for limit in [1, 7, 50, 60, 61] {
        let (mut entries, mut from) = (Vec::new(), 0);
        loop {
            let page = tables.log_page(PATIENT, from, limit);
            assert!(page.items.len() <= limit);
            entries.extend(page.items);
            match page.next {
                Some(next) => from = next,
                None => break,
            }
        }
        assert_eq!(entries, (0..60).rev().map(entry).collect::<Vec<_>>(), "{limit}");
    }
    assert_eq!(tables.log_page(STRANGER, 0, 50), Page { items: vec![], next: None });
    assert_eq!(tables.log_page(PATIENT, u64::MAX, 1).items, [entry(59)]);
}

#[ink::test]
fn the_queue_loses_what_is_taken_out_and_nothing_else() {
    new_store();
    let mut tables = Tables::default();
    let mut waiting: Vec<OpeningId> = (1..=45).collect();
    for (place, id) in (0..).zip(&waiting) {
        tables.put_opening(*id, Queued { opening: opening(), place });
        tables.enqueue(place, *id);
    }
    for taken in [45, 1, 44, 20, 2, 43] {
        let place = tables.opening(taken).unwrap().place;
        waiting.retain(|id| *id != taken);
        tables.dequeue(place, u32::try_from(waiting.len()).unwrap());

        let (mut found, mut from) = (Vec::new(), 0);
        loop {
            let page = tables.queue_page(from, MAX_QUEUED);
            found.extend(page.items.iter().map(|(id, _)| *id));
            match page.next {
                Some(next) => from = next,
                None => break,
            }
        }
        for (place, id) in (0..).zip(&found) {
            assert_eq!(tables.opening(*id).unwrap().place, place);
        }
        found.sort_unstable();
        assert_eq!(found, waiting, "{taken} taken out");
    }
}

#[test]
fn every_table_has_a_key_of_its_own() {
    let keys = [
        keys::LOG_LENGTHS,
        keys::LOGS,
        keys::OPENINGS,
        keys::LAST,
        keys::RIGHTS,
        keys::REVIEWERS,
        keys::QUEUE,
    ];
    let unique: std::collections::BTreeSet<_> = keys.iter().chain([&0]).collect();
    assert_eq!(unique.len(), keys.len() + 1, "0 is the root's");
}

const ROLES: [(&str, Account); 6] = [
    ("owner", OWNER),
    ("patient", PATIENT),
    ("provider", PROVIDER),
    ("reviewer", REVIEWER),
    ("heir", HEIR),
    ("stranger", STRANGER),
];

/// A state is reached by steps from an empty contract, in the order of their list.
type Step = fn(&mut Disclosures);

const STATES: [(&str, &[Step]); 6] = [
    ("empty", &[]),
    ("opened", &[opened]),
    ("reviewed", &[opened, reviewed]),
    ("suspended", &[opened, suspended]),
    ("on offer", &[opened, offered]),
    ("paused", &[opened, offered, paused]),
];

/// An opening as [`Disclosures::break_glass`] leaves it, which asks another contract.
fn opened(contract: &mut Disclosures) {
    let right = Right { unreviewed: vec![(1, opening().review_by)], suspended_by: None };
    contract.put_opened(1, opening(), right).unwrap();
}

fn reviewed(contract: &mut Disclosures) {
    act_as(REVIEWER);
    contract.review(1, true, Digest([0; 32])).unwrap();
}

fn suspended(contract: &mut Disclosures) {
    act_as(REVIEWER);
    contract.review(1, false, Digest([0; 32])).unwrap();
}

fn offered(contract: &mut Disclosures) {
    act_as(OWNER);
    contract.administer(Command::Offer { to: HEIR }).unwrap();
}

fn paused(contract: &mut Disclosures) {
    act_as(OWNER);
    contract.administer(Command::Pause).unwrap();
}

type Message = fn(&mut Disclosures) -> Result<(), Error>;

const MESSAGES: [(&str, Message); 8] = [
    ("review", |contract| contract.review(1, true, Digest([1; 32]))),
    ("appoint", |contract| contract.govern(Governance::Appoint { reviewer: STRANGER })),
    ("dismiss", |contract| contract.govern(Governance::Dismiss { reviewer: REVIEWER })),
    ("reinstate", |contract| contract.govern(Governance::Reinstate { provider: PROVIDER })),
    ("offer", |contract| Ok(contract.administer(Command::Offer { to: STRANGER })?)),
    ("accept", |contract| Ok(contract.administer(Command::Accept)?)),
    ("pause", |contract| Ok(contract.administer(Command::Pause)?)),
    ("unpause", |contract| Ok(contract.administer(Command::Unpause)?)),
];

/// One letter for each outcome: `+` changes something.
fn letter(outcome: Result<(), Error>) -> char {
    match outcome {
        Ok(()) => '+',
        Err(Error::Emergency(EmergencyError::NotReviewer)) => 'j',
        Err(Error::Emergency(EmergencyError::NoSuchOpening)) => 'g',
        Err(Error::Emergency(EmergencyError::AlreadyReviewed)) => 'd',
        Err(Error::Emergency(EmergencyError::NotSuspended)) => 's',
        Err(Error::Access(AccessError::NotOwner)) => 'o',
        Err(Error::Access(AccessError::Paused)) => 'p',
        Err(Error::Access(AccessError::NotPaused)) => 'r',
        Err(Error::Access(AccessError::NoOffer)) => 'n',
        Err(Error::Access(AccessError::NotOffered)) => 'h',
        Err(_) => '?',
    }
}

/// A column for each state, in it a letter for each role, both in the order above.
const EXPECTED: [(&str, &str); 8] = [
    ("review   ", "jjjgjj jjj+jj jjjdjj jjjdjj jjj+jj pppppp"),
    ("appoint  ", "+ooooo +ooooo +ooooo +ooooo +ooooo +ooooo"),
    ("dismiss  ", "+ooooo +ooooo +ooooo +ooooo +ooooo +ooooo"),
    ("reinstate", "sooooo sooooo sooooo +ooooo sooooo sooooo"),
    ("offer    ", "+ooooo +ooooo +ooooo +ooooo +ooooo +ooooo"),
    ("accept   ", "nnnnnn nnnnnn nnnnnn nnnnnn hhhh+h hhhh+h"),
    ("pause    ", "+ooooo +ooooo +ooooo +ooooo +ooooo pooooo"),
    ("unpause  ", "rooooo rooooo rooooo rooooo rooooo +ooooo"),
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
                let mut contract = contract();
                steps.iter().for_each(|step| step(&mut contract));
                let before = shown(&contract);
                act_as(*account);
                assert_eq!(letter(message(&mut contract)), wanted, "{role} sends {name} when {state}");
                let after = shown(&contract);
                if wanted == '+' {
                    assert_eq!(after.events, before.events + 1, "{role} sends {name} when {state}");
                    assert_ne!(after, before, "{role} sends {name} when {state}");
                } else {
                    assert_eq!(after, before, "{role} sends {name} when {state}");
                }
            }
        }
    }
}

#[ink::test]
fn a_review_says_what_was_found_and_takes_the_opening_out_of_the_queue() {
    let mut contract = contract();
    opened(&mut contract);
    suspended(&mut contract);
    let review = Review { reviewer: REVIEWER, justified: false, report: Digest([0; 32]), on: TODAY };
    assert_eq!(contract.opening(1).unwrap().review, Some(review));
    assert!(contract.unreviewed(0, 50).items.is_empty());
    assert_eq!(contract.right(PROVIDER), Right { unreviewed: vec![], suspended_by: Some(1) });
}
