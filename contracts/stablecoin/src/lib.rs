//! PSP22 test token in which claims are settled on local and test networks: whole cents, minted by the owner. It is not
//! money. See the README beside this crate.
#![cfg_attr(not(feature = "std"), no_std, no_main)]
// The code that `scale_derive` generates for enums casts `usize` to `u8`.
#![allow(clippy::cast_possible_truncation)]
// The code that ink! generates panics where a message cannot be decoded or a root is missing, which pallet-contracts takes as
// a trap, and has an `unsafe` block for the messages of a trait; there is no other of either.
#![allow(clippy::panic, unsafe_code)]

mod errors;
#[cfg(test)]
mod tests;

pub use self::stablecoin::{Stablecoin, StablecoinRef};
pub use errors::Error;

#[ink::contract]
mod stablecoin {
    use healink_access::{Access, AccessError, Command};
    use healink_domain::{Account, Day, Moment};
    use healink_interfaces::Administered;
    use ink::prelude::{string::String, vec::Vec};
    use psp22::{PSP22Data, PSP22Error, PSP22Event, PSP22Metadata, PSP22};

    use crate::Error;

    /// The token.
    #[ink(storage)]
    pub struct Stablecoin {
        access: Access,
        data: PSP22Data,
    }

    impl Stablecoin {
        /// A token of `owner`, who gets the first `supply` cents.
        #[ink(constructor)]
        pub fn new(owner: Account, supply: u128) -> Self {
            let (data, events) = PSP22Data::new(supply, AccountId::from(owner.0));
            let token = Self { access: Access::new(owner), data };
            token.emit(events);
            token
        }

        /// Mints `value` cents for `to`. Access: owner. Cost: one row.
        ///
        /// # Errors
        /// [`Error::Access`]; [`Error::Token`] when the supply would not fit in 128 bits.
        ///
        /// # Events
        /// [`psp22::Transfer`].
        #[ink(message)]
        pub fn mint(&mut self, to: Account, value: u128) -> Result<(), Error> {
            self.access.ensure_running()?;
            self.access.ensure_owner(self.caller())?;
            let events = self.data.mint(AccountId::from(to.0), value)?;
            self.emit(events);
            Ok(())
        }

        fn ensure_running(&self) -> Result<(), PSP22Error> {
            self.access.ensure_running().map_err(|_| PSP22Error::Custom(String::from("Paused")))
        }

        fn emit(&self, events: Vec<PSP22Event>) {
            for event in events {
                match event {
                    PSP22Event::Transfer(event) => self.env().emit_event(event),
                    PSP22Event::Approval(event) => self.env().emit_event(event),
                }
            }
        }

        fn caller(&self) -> Account {
            Account(self.env().caller().0)
        }

        fn today(&self) -> Day {
            Moment(self.env().block_timestamp()).day()
        }
    }

    /// While the token is paused, everything here that writes is refused as `Custom("Paused")`.
    impl PSP22 for Stablecoin {
        #[ink(message)]
        fn total_supply(&self) -> u128 {
            self.data.total_supply()
        }

        #[ink(message)]
        fn balance_of(&self, owner: AccountId) -> u128 {
            self.data.balance_of(owner)
        }

        #[ink(message)]
        fn allowance(&self, owner: AccountId, spender: AccountId) -> u128 {
            self.data.allowance(owner, spender)
        }

        #[ink(message)]
        fn transfer(&mut self, to: AccountId, value: u128, _data: Vec<u8>) -> Result<(), PSP22Error> {
            self.ensure_running()?;
            let events = self.data.transfer(self.env().caller(), to, value)?;
            self.emit(events);
            Ok(())
        }

        #[ink(message)]
        fn transfer_from(
            &mut self,
            from: AccountId,
            to: AccountId,
            value: u128,
            _data: Vec<u8>,
        ) -> Result<(), PSP22Error> {
            self.ensure_running()?;
            let events = self.data.transfer_from(self.env().caller(), from, to, value)?;
            self.emit(events);
            Ok(())
        }

        #[ink(message)]
        fn approve(&mut self, spender: AccountId, value: u128) -> Result<(), PSP22Error> {
            self.ensure_running()?;
            let events = self.data.approve(self.env().caller(), spender, value)?;
            self.emit(events);
            Ok(())
        }

        #[ink(message)]
        fn increase_allowance(&mut self, spender: AccountId, delta_value: u128) -> Result<(), PSP22Error> {
            self.ensure_running()?;
            let events = self.data.increase_allowance(self.env().caller(), spender, delta_value)?;
            self.emit(events);
            Ok(())
        }

        #[ink(message)]
        fn decrease_allowance(&mut self, spender: AccountId, delta_value: u128) -> Result<(), PSP22Error> {
            self.ensure_running()?;
            let events = self.data.decrease_allowance(self.env().caller(), spender, delta_value)?;
            self.emit(events);
            Ok(())
        }
    }

    impl PSP22Metadata for Stablecoin {
        #[ink(message)]
        fn token_name(&self) -> Option<String> {
            Some(String::from("Healink test dollar"))
        }

        #[ink(message)]
        fn token_symbol(&self) -> Option<String> {
            Some(String::from("tHUSD"))
        }

        #[ink(message)]
        fn token_decimals(&self) -> u8 {
            2
        }
    }

    impl Administered for Stablecoin {
        #[ink(message)]
        fn administration(&self) -> Access {
            self.access.clone()
        }

        #[ink(message)]
        fn administer(&mut self, command: Command) -> Result<(), AccessError> {
            let event = self.access.apply(command, self.caller(), self.today())?;
            self.env().emit_event(event);
            Ok(())
        }
    }
}
