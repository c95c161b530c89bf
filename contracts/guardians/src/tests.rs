//! Tests of the messages in ink!'s off-chain environment, which knows no calls between contracts: what goes to the consent
//! registry is tested in `e2e`.
#![allow(clippy::unwrap_used, clippy::arithmetic_side_effects)]

use healink_access::{Access, AccessError, Command};
use healink_domain::consent::{
    Care, CareCommand, CareError, CategorySet, Effect, Grantee, Lock, Mandate, Purpose, PurposeSet, Role,
    Scope, SwitchTerms, Terms,
};
use healink_domain::{Account, Day, Digest, Period};
use healink_interfaces::Administered;
use ink::env::{test, DefaultEnvironment};
use scale::Decode;

use crate::{CareChanged, Error, Guardians};

const OWNER: Account = Account([1; 32]);
const PATIENT: Account = Account([2; 32]);
const ATTORNEY: Account = Account([3; 32]);
const CUSTODIAN: Account = Account([4; 32]);
const HEIR: Account = Account([5; 32]);
const STRANGER: Account = Account([6; 32]);

/// The consent registry: never asked here.
const CONSENT: Account = Account([9; 32]);

const TODAY: Day = Day(20_000);

fn act_as(account: Account) {
    test::set_caller::<DefaultEnvironment>(account.0.into());
}

fn set_day(day: Day) {
    test::set_block_timestamp::<DefaultEnvironment>(u64::from(day.0) * 86_400_000);
}

/// A contract with a store of its own, in which nobody acts for anybody; the patient is the caller.
fn contract() -> Guardians {
    thread_local!(static STORES: core::cell::Cell<u16> = const { core::cell::Cell::new(0) });
    let store = STORES.replace(STORES.get() + 1).to_be_bytes();
    let mut account = [0xcc; 32];
    account[..2].copy_from_slice(&store);
    test::set_callee::<DefaultEnvironment>(account.into());
    set_day(TODAY);
    act_as(PATIENT);
    Guardians::new(OWNER, CONSENT)
}

fn appoint() -> CareCommand {
    CareCommand::Appoint(Mandate {
        holder: ATTORNEY,
        role: Role::Attorney,
        scope: Scope { purposes: Purpose::Payment.set(), categories: CategorySet::ORDINARY },
        period: Period { from: TODAY, until: None },
        document: Digest([1; 32]),
    })
}

const DISMISS: CareCommand = CareCommand::Dismiss { holder: ATTORNEY };

fn watch() -> CareCommand {
    CareCommand::Watch(Some(SwitchTerms { custodian: CUSTODIAN, silence_days: 90, warning_days: 30 }))
}

/// Treatment is out of the attorney's scope.
fn out_of_scope() -> Terms {
    Terms {
        grantee: Grantee::Account(STRANGER),
        effect: Effect::Permit,
        purposes: PurposeSet::ALL,
        categories: CategorySet::ORDINARY,
        actions: healink_domain::consent::Action::Read.set(),
        validity: Period { from: TODAY, until: None },
        data: Period::ALWAYS,
        receipt: Digest([8; 32]),
    }
}

/// Everything that the contract shows.
#[derive(Debug, PartialEq)]
struct Shown {
    access: Access,
    consent: Account,
    cares: Vec<Care>,
    events: usize,
}

fn shown(contract: &Guardians) -> Shown {
    Shown {
        access: contract.administration(),
        consent: contract.consent(),
        cares: [OWNER, PATIENT, ATTORNEY, CUSTODIAN, HEIR, STRANGER]
            .map(|account| contract.care(account))
            .into(),
        events: test::recorded_events().count(),
    }
}

#[ink::test]
fn an_arrangement_is_on_record_and_evented() {
    let mut contract = contract();

    contract.arrange(PATIENT, appoint()).unwrap();

    let event = CareChanged::decode(&mut test::recorded_events().last().unwrap().data.as_slice());
    assert_eq!(event.unwrap(), CareChanged { patient: PATIENT, by: PATIENT, command: appoint() });
    assert_eq!(contract.care(PATIENT).mandates.len(), 1);
    assert_eq!(contract.care(STRANGER), Care::default());
}

#[ink::test]
fn terms_beyond_the_scope_are_refused_before_anybody_is_asked() {
    let mut contract = contract();
    contract.arrange(PATIENT, appoint()).unwrap();
    act_as(ATTORNEY);
    let before = shown(&contract);

    // A call between contracts would stop the test.
    assert_eq!(contract.grant(PATIENT, out_of_scope(), None), Err(Error::Care(CareError::OutOfScope)));

    assert_eq!(shown(&contract), before);
}

#[ink::test]
fn while_paused_only_what_gives_nobody_power_is_arranged() {
    let mut contract = contract();
    contract.arrange(PATIENT, appoint()).unwrap();
    contract.arrange(PATIENT, watch()).unwrap();
    act_as(OWNER);
    contract.administer(Command::Pause).unwrap();
    act_as(PATIENT);
    let before = shown(&contract);

    for command in [appoint(), watch()] {
        assert_eq!(
            contract.arrange(PATIENT, command),
            Err(Error::Access(AccessError::Paused)),
            "{command:?}"
        );
    }
    assert_eq!(contract.grant(PATIENT, out_of_scope(), None), Err(Error::Access(AccessError::Paused)));
    assert_eq!(shown(&contract), before);
    for command in [CareCommand::StillHere, CareCommand::Watch(None), DISMISS] {
        assert_eq!(contract.arrange(PATIENT, command), Ok(()), "{command:?}");
    }
}

const ROLES: [(&str, Account); 6] = [
    ("owner", OWNER),
    ("patient", PATIENT),
    ("attorney", ATTORNEY),
    ("custodian", CUSTODIAN),
    ("heir", HEIR),
    ("stranger", STRANGER),
];

/// A state is reached by steps from an empty contract.
type Step = fn(&mut Guardians);

const STATES: [(&str, &[Step]); 4] = [
    ("empty", &[]),
    ("arranged", &[arranged]),
    ("on offer", &[arranged, offered]),
    ("paused", &[arranged, offered, paused]),
];

fn arranged(contract: &mut Guardians) {
    act_as(PATIENT);
    contract.arrange(PATIENT, appoint()).unwrap();
    contract.arrange(PATIENT, watch()).unwrap();
}

fn offered(contract: &mut Guardians) {
    act_as(OWNER);
    contract.administer(Command::Offer { to: HEIR }).unwrap();
}

fn paused(contract: &mut Guardians) {
    act_as(OWNER);
    contract.administer(Command::Pause).unwrap();
}

type Message = fn(&mut Guardians) -> Result<(), Error>;

const MESSAGES: [(&str, Message); 11] = [
    ("grant", |contract| contract.grant(PATIENT, out_of_scope(), None).map(|_| ())),
    ("appoint", |contract| contract.arrange(PATIENT, appoint())),
    ("dismiss", |contract| contract.arrange(PATIENT, DISMISS)),
    ("watch", |contract| contract.arrange(PATIENT, watch())),
    ("still here", |contract| contract.arrange(PATIENT, CareCommand::StillHere)),
    ("lock of the past", |contract| {
        contract.arrange(PATIENT, CareCommand::Lock(Some(Lock { until: TODAY, order: Digest([2; 32]) })))
    }),
    ("unlock", |contract| contract.arrange(PATIENT, CareCommand::Lock(None))),
    ("offer", |contract| Ok(contract.administer(Command::Offer { to: STRANGER })?)),
    ("accept", |contract| Ok(contract.administer(Command::Accept)?)),
    ("pause", |contract| Ok(contract.administer(Command::Pause)?)),
    ("unpause", |contract| Ok(contract.administer(Command::Unpause)?)),
];

/// One letter for each outcome: `+` changes something.
fn letter(outcome: Result<(), Error>) -> char {
    match outcome {
        Ok(()) => '+',
        Err(Error::Care(CareError::NotAuthorised)) => 'a',
        Err(Error::Care(CareError::OutOfScope)) => 's',
        Err(Error::Care(CareError::NoSuchMandate)) => 'm',
        Err(Error::Care(CareError::NoSwitch)) => 'w',
        Err(Error::Care(CareError::BadPeriod)) => 'd',
        Err(Error::Care(CareError::NoLock)) => 'l',
        Err(Error::Access(AccessError::NotOwner)) => 'o',
        Err(Error::Access(AccessError::Paused)) => 'p',
        Err(Error::Access(AccessError::NotPaused)) => 'r',
        Err(Error::Access(AccessError::NoOffer)) => 'n',
        Err(Error::Access(AccessError::NotOffered)) => 'h',
        Err(_) => '?',
    }
}

/// A column for each state, in it a letter for each role, both in the order above.
const EXPECTED: [(&str, &str); 11] = [
    ("grant           ", "aaaaaa aasaaa aasaaa pppppp"),
    ("appoint         ", "++aaaa ++aaaa ++aaaa pppppp"),
    ("dismiss         ", "mmmmmm +++aaa +++aaa +++aaa"),
    ("watch           ", "a+aaaa a+aaaa a+aaaa pppppp"),
    ("still here      ", "awaaaa a+aaaa a+aaaa a+aaaa"),
    ("lock of the past", "daaaaa daaaaa daaaaa pppppp"),
    ("unlock          ", "laaaaa laaaaa laaaaa laaaaa"),
    ("offer           ", "+ooooo +ooooo +ooooo +ooooo"),
    ("accept          ", "nnnnnn nnnnnn hhhh+h hhhh+h"),
    ("pause           ", "+ooooo +ooooo +ooooo pooooo"),
    ("unpause         ", "rooooo rooooo rooooo +ooooo"),
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
                set_day(TODAY.plus(1));
                act_as(*account);
                assert_eq!(letter(message(&mut contract)), wanted, "{role} sends {name} when {state}");
                let after = shown(&contract);
                if wanted == '+' {
                    assert_eq!(after.events, before.events + 1, "{role} sends {name} when {state}");
                } else {
                    assert_eq!(after, before, "{role} sends {name} when {state}");
                }
            }
        }
    }
}
