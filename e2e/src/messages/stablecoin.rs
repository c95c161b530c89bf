//! Messages of the settlement token.

use healink_domain::Account;
use psp22::PSP22Error;
use stablecoin::Error;

messages!(Stablecoin {
    mint(to: Account, value: u128) -> Result<(), Error>;
    total_supply() -> u128;
    balance_of(owner: Account) -> u128;
    allowance(owner: Account, spender: Account) -> u128;
    transfer(to: Account, value: u128, data: Vec<u8>) -> Result<(), PSP22Error>;
    transfer_from(from: Account, to: Account, value: u128, data: Vec<u8>) -> Result<(), PSP22Error>;
    approve(spender: Account, value: u128) -> Result<(), PSP22Error>;
    increase_allowance(spender: Account, delta: u128) -> Result<(), PSP22Error>;
    decrease_allowance(spender: Account, delta: u128) -> Result<(), PSP22Error>;
    token_name() -> Option<String>;
    token_symbol() -> Option<String>;
    token_decimals() -> u8;
});
