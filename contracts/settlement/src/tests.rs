//! Off-chain tests: everything before the first call to another contract; the suites in `e2e` make the calls.
#![allow(clippy::unwrap_used)]

use healink_access::{Access, AccessError, Command};
use healink_domain::claims::{ClaimId, Payer, Role, RoleSet};
use healink_domain::{Account, Cents, Day};
use healink_interfaces::{Administered, Office, MAX_REMITTED};
use ink::env::{test, DefaultEnvironment};

use crate::settlement::{ensure_countable, ensure_treasurer};
use crate::{Error, Result, Settlement};

const OWNER: Account = Account([1; 32]);
const HEIR: Account = Account([2; 32]);
const PROVIDER: Account = Account([3; 32]);
const EVERYONE: [Account; 4] = [OWNER, HEIR, PROVIDER, Account([4; 32])];
const CLAIMS: Account = Account([21; 32]);
const COVERAGE: Account = Account([22; 32]);
const TODAY: Day = Day(20_635);

fn set_caller(account: Account) {
    test::set_caller::<DefaultEnvironment>(account.0.into());
}

fn settlement() -> Settlement {
    test::set_block_timestamp::<DefaultEnvironment>(u64::from(TODAY.0) * 86_400_000);
    set_caller(OWNER);
    Settlement::new(OWNER, CLAIMS, COVERAGE)
}

/// Every message that moves tokens.
fn send_all(settlement: &mut Settlement) -> [Result<()>; 3] {
    [
        settlement.deposit(1, Cents(1)),
        settlement.withdraw(1, Cents(1)),
        settlement.remit(1, PROVIDER, vec![1]).map(drop),
    ]
}

fn claims(count: usize) -> Vec<ClaimId> {
    (1..=count as ClaimId).collect()
}

fn office(roles: RoleSet) -> Office {
    Office { payer: Payer { admin: OWNER, token: CLAIMS, decimals: 2 }, roles }
}

#[ink::test]
fn a_paused_contract_moves_nothing_for_anybody_and_still_answers() {
    let mut settlement = settlement();
    settlement.administer(Command::Pause).unwrap();
    let paused = settlement.administration();
    for account in EVERYONE {
        set_caller(account);
        assert_eq!(send_all(&mut settlement), [Err(Error::Access(AccessError::Paused)); 3], "{account:?}");
        assert_eq!(settlement.administration(), paused);
    }
    assert_eq!(settlement.callees(), (CLAIMS, COVERAGE));
    assert!(paused.is_paused());
}

#[test]
fn of_all_sets_of_roles_those_with_the_treasurer_may_withdraw() {
    for bits in 0..=RoleSet::ALL.bits() {
        let roles = RoleSet::from_bits(bits).unwrap();
        let expected = match roles.contains(Role::Treasurer) {
            true => Ok(()),
            false => Err(Error::MissingRole { role: Role::Treasurer }),
        };
        assert_eq!(ensure_treasurer(&office(roles)), expected, "{roles:?}");
    }
}

#[ink::test]
fn a_remittance_pays_at_least_one_claim_and_no_more_than_a_block_can_prove() {
    let mut settlement = settlement();
    for (count, expected) in [
        (0, Err(Error::HowMany)),
        (1, Ok(())),
        (MAX_REMITTED, Ok(())),
        (MAX_REMITTED + 1, Err(Error::HowMany)),
    ] {
        assert_eq!(ensure_countable(&claims(count)), expected, "{count}");
        if expected.is_err() {
            assert_eq!(settlement.remit(1, PROVIDER, claims(count)), Err(Error::HowMany));
        }
    }
}

#[ink::test]
fn ownership_changes_in_two_steps_and_takes_the_rights_along() {
    let mut settlement = settlement();
    set_caller(HEIR);
    for command in [Command::Offer { to: HEIR }, Command::Pause, Command::CancelOffer] {
        assert_eq!(settlement.administer(command), Err(AccessError::NotOwner));
    }
    assert_eq!(settlement.administer(Command::Accept), Err(AccessError::NoOffer));
    assert_eq!(settlement.administration(), Access::new(OWNER));
    set_caller(OWNER);
    settlement.administer(Command::Offer { to: HEIR }).unwrap();
    assert_eq!(settlement.administration().owner(), OWNER, "an offer changes nothing yet");
    set_caller(HEIR);
    settlement.administer(Command::Accept).unwrap();
    assert_eq!(settlement.administration(), Access::new(HEIR));
    set_caller(OWNER);
    assert_eq!(settlement.administer(Command::Pause), Err(AccessError::NotOwner));
}
