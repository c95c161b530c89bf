//! Tests in ink!'s off-chain environment; the PSP22 part runs the standard's own suite.
#![allow(clippy::unwrap_used, clippy::arithmetic_side_effects)]

use healink_access::{Access, AccessError, Command};
use healink_domain::Account;
use healink_interfaces::Administered;
use ink::env::{test, DefaultEnvironment};
use ink::primitives::AccountId;
use psp22::{PSP22Error, PSP22Metadata, PSP22};

use crate::{Error, Stablecoin};

const OWNER: Account = Account([1; 32]);
const PAYER: Account = Account([2; 32]);
const SPENDER: Account = Account([3; 32]);

fn id(account: Account) -> AccountId {
    account.0.into()
}

fn act_as(account: Account) {
    test::set_caller::<DefaultEnvironment>(id(account));
}

/// A token with 1,000 cents, the owner's; the owner is the caller.
fn token() -> Stablecoin {
    act_as(OWNER);
    Stablecoin::new(OWNER, 1_000)
}

fn balances(token: &Stablecoin) -> (u128, [u128; 3], usize) {
    let each = [OWNER, PAYER, SPENDER].map(|account| token.balance_of(id(account)));
    (token.total_supply(), each, test::recorded_events().count())
}

#[ink::test]
fn the_token_says_what_it_is() {
    let token = token();

    assert_eq!(token.token_name().as_deref(), Some("Healink test dollar"));
    assert_eq!(token.token_symbol().as_deref(), Some("tHUSD"));
    assert_eq!(token.token_decimals(), 2);
    assert_eq!(balances(&token), (1_000, [1_000, 0, 0], 1));
}

#[ink::test]
fn only_the_owner_mints() {
    let mut token = token();

    assert_eq!(token.mint(PAYER, 50), Ok(()));
    let before = balances(&token);
    assert_eq!(before, (1_050, [1_000, 50, 0], 2));
    act_as(PAYER);
    assert_eq!(token.mint(PAYER, 50), Err(Error::Access(AccessError::NotOwner)));
    assert_eq!(balances(&token), before);
}

#[ink::test]
fn the_supply_fits_in_128_bits() {
    let mut token = token();
    let before = balances(&token);

    assert!(matches!(token.mint(PAYER, u128::MAX), Err(Error::Token(PSP22Error::Custom(_)))));

    assert_eq!(balances(&token), before);
    assert_eq!(token.mint(PAYER, u128::MAX - 1_000), Ok(()));
}

#[ink::test]
fn tokens_move_by_transfer_and_by_allowance() {
    let mut token = token();

    token.transfer(id(PAYER), 400, Vec::new()).unwrap();
    token.approve(id(SPENDER), 300).unwrap();
    token.increase_allowance(id(SPENDER), 20).unwrap();
    token.decrease_allowance(id(SPENDER), 10).unwrap();
    act_as(SPENDER);
    token.transfer_from(id(OWNER), id(SPENDER), 250, Vec::new()).unwrap();

    let (supply, each, _) = balances(&token);
    assert_eq!((supply, each), (1_000, [350, 400, 250]));
    assert_eq!(token.allowance(id(OWNER), id(SPENDER)), 60);
    let refused = token.transfer_from(id(OWNER), id(SPENDER), 61, Vec::new());
    assert_eq!(refused, Err(PSP22Error::InsufficientAllowance));
    assert_eq!(token.transfer(id(PAYER), 251, Vec::new()), Err(PSP22Error::InsufficientBalance));
}

#[ink::test]
fn a_pause_stops_what_writes_and_nothing_else() {
    let mut token = token();
    token.administer(Command::Pause).unwrap();
    let before = balances(&token);

    let paused = || Err(PSP22Error::Custom("Paused".into()));
    assert_eq!(token.transfer(id(PAYER), 1, Vec::new()), paused());
    assert_eq!(token.transfer_from(id(OWNER), id(PAYER), 1, Vec::new()), paused());
    assert_eq!(token.approve(id(SPENDER), 1), paused());
    assert_eq!(token.increase_allowance(id(SPENDER), 1), paused());
    assert_eq!(token.decrease_allowance(id(SPENDER), 1), paused());
    assert_eq!(token.mint(PAYER, 1), Err(Error::Access(AccessError::Paused)));

    assert_eq!(balances(&token), before);
    token.administer(Command::Unpause).unwrap();
    assert_eq!(token.transfer(id(PAYER), 1, Vec::new()), Ok(()));
}

#[ink::test]
fn the_ownership_changes_hands_in_two_steps() {
    let mut token = token();

    token.administer(Command::Offer { to: PAYER }).unwrap();
    assert_eq!(
        (token.administration().owner(), token.administration().offer().map(|offer| offer.to)),
        (OWNER, Some(PAYER))
    );
    act_as(SPENDER);
    assert_eq!(token.administer(Command::Accept), Err(AccessError::NotOffered));
    act_as(PAYER);
    token.administer(Command::Accept).unwrap();

    assert_eq!(token.administration(), Access::new(PAYER));
    assert_eq!(token.mint(PAYER, 1), Ok(()));
    assert_eq!(token.administer(Command::CancelOffer), Err(AccessError::NoOffer));
}

/// The standard's suite builds its token with the caller as its holder.
fn token_of_caller(supply: u128) -> Stablecoin {
    let caller: AccountId = ink::env::caller::<DefaultEnvironment>();
    Stablecoin::new(Account(*caller.as_ref()), supply)
}

psp22::tests!(Stablecoin, token_of_caller);
