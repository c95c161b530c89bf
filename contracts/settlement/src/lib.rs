//! Settlement of claims: holds the payers' tokens, takes deposits, gives back what is free, pays providers. See the README
//! beside this crate.
//!
//! The books are kept by the claims contract, from which each message learns what may move. They are changed before the token
//! is called; when that fails, the message's error takes everything back.
#![cfg_attr(not(feature = "std"), no_std, no_main)]
// The code that `scale_derive` generates for enums casts `usize` to `u8`.
#![allow(clippy::cast_possible_truncation)]
// The code that ink! generates panics where a message cannot be decoded or a root is missing, which pallet-contracts takes as
// a trap, and has an `unsafe` block for the messages of a trait; there is no other of either.
#![allow(clippy::panic, unsafe_code)]

mod calls;
mod errors;
mod events;
#[cfg(test)]
mod tests;

pub use errors::{Error, Result};
pub use events::{EscrowDeposited, EscrowWithdrawn, Remitted};

pub use self::settlement::{Settlement, SettlementRef};

#[ink::contract]
mod settlement {
    use healink_access::{account, Access, AccessError, Command};
    use healink_domain::claims::{ClaimId, PayerId, Remittance, Role};
    use healink_domain::{Account, Cents, Day, Moment};
    use healink_interfaces::{Administered, Booking, Office, MAX_REMITTED};
    use ink::prelude::vec::Vec;

    use crate::{calls, Error, EscrowDeposited, EscrowWithdrawn, Remitted, Result};

    /// The contract's root cell; there is nothing else. Whose the tokens are is in the books of the claims contract.
    #[ink(storage)]
    pub struct Settlement {
        access: Access,
        claims: AccountId,
        coverage: AccountId,
    }

    // Selectors are numbered, so that a call is dispatched by a jump instead of a tree of comparisons.
    impl Settlement {
        /// A contract of `owner` that asks these two contracts, for good.
        #[ink(constructor)]
        pub fn new(owner: Account, claims: Account, coverage: Account) -> Self {
            let (claims, coverage) = (claims.0.into(), coverage.0.into());
            Self { access: Access::new(owner), claims, coverage }
        }

        /// Puts the caller's tokens into a payer's escrow; the caller has to have allowed it at the token.
        ///
        /// Access: anyone, while not paused. Errors: `Access`, `NoSuchPayer`, `Claims` with `Escrow` for nothing or too much,
        /// `TooMuch`, `TokenUnavailable`, `TokenRefused`, `ClaimsUnavailable`, `CoverageUnavailable`.
        /// Event: [`EscrowDeposited`]. Cost: 3 calls.
        #[ink(message, selector = 1)]
        pub fn deposit(&mut self, payer: PayerId, amount: Cents) -> Result<()> {
            let from = self.running_caller()?;
            let office = self.office(payer, from)?;
            self.book(&Booking::Deposit { payer, amount })?;
            calls::transfer_from(&office.payer, from, account(self.env().account_id()), amount)?;
            self.env().emit_event(EscrowDeposited { payer, from, amount });
            Ok(())
        }

        /// Gives free escrow back to the payer's admin account.
        ///
        /// Access: the payer's treasurer, while not paused. Errors: `Access`, `NoSuchPayer`, `MissingRole`, `Claims` with `Escrow`
        /// for nothing or more than is free, `TooMuch`, `TokenUnavailable`, `TokenRefused`, `ClaimsUnavailable`,
        /// `CoverageUnavailable`. Event: [`EscrowWithdrawn`]. Cost: 3 calls.
        #[ink(message, selector = 2)]
        pub fn withdraw(&mut self, payer: PayerId, amount: Cents) -> Result<()> {
            let by = self.running_caller()?;
            let office = self.office(payer, by)?;
            ensure_treasurer(&office)?;
            self.book(&Booking::Withdraw { payer, amount })?;
            calls::transfer(&office.payer, office.payer.admin, amount)?;
            self.env().emit_event(EscrowWithdrawn { payer, by, amount });
            Ok(())
        }

        /// Pays a provider for decided claims of one payer, 1 to [`MAX_REMITTED`]: what is payable on them together, less what the
        /// provider owes that payer from payments reversed before. All of them or none.
        ///
        /// Access: anyone, while not paused. Errors: `Access`, `HowMany`, `NoSuchPayer`, `Claims` with `NoSuchClaim`, `OtherParty` or
        /// `Status`, `TooMuch`, `TokenUnavailable`, `TokenRefused`, `ClaimsUnavailable`, `CoverageUnavailable`; the claims then stay
        /// payable. Event: [`Remitted`]. Cost: 3 calls, and 1 row of the claims contract for each claim; no call to the token when
        /// all is kept back.
        #[ink(message, selector = 3)]
        pub fn remit(
            &mut self,
            payer: PayerId,
            provider: Account,
            claims: Vec<ClaimId>,
        ) -> Result<Remittance> {
            let caller = self.running_caller()?;
            ensure_countable(&claims)?;
            let office = self.office(payer, caller)?;
            let booked = self.book(&Booking::Remit { payer, provider, claims: claims.clone() })?;
            let Remittance { gross, recovered, net } = booked;
            if !net.is_zero() {
                calls::transfer(&office.payer, provider, net)?;
            }
            self.env().emit_event(Remitted { payer, provider, gross, recovered, net, claims });
            Ok(booked)
        }

        /// The contracts that this one asks: claims, which keeps the books, and coverage.
        #[ink(message, selector = 4)]
        pub fn callees(&self) -> (Account, Account) {
            (account(self.claims), account(self.coverage))
        }

        fn running_caller(&self) -> Result<Account> {
            self.access.ensure_running()?;
            Ok(self.caller())
        }

        fn caller(&self) -> Account {
            account(self.env().caller())
        }

        fn office(&self, payer: PayerId, caller: Account) -> Result<Office> {
            calls::office(account(self.coverage), payer, caller)
        }

        fn book(&self, booking: &Booking) -> Result<Remittance> {
            calls::book(account(self.claims), booking)
        }

        fn today(&self) -> Day {
            Moment(self.env().block_timestamp()).day()
        }
    }

    /// Passes treasurers of the payer only.
    pub(crate) fn ensure_treasurer(office: &Office) -> Result<()> {
        let role = Role::Treasurer;
        if office.roles.contains(role) {
            Ok(())
        } else {
            Err(Error::MissingRole { role })
        }
    }

    /// Passes what one remittance can pay.
    pub(crate) fn ensure_countable(claims: &[ClaimId]) -> Result<()> {
        if (1..=MAX_REMITTED).contains(&claims.len()) {
            Ok(())
        } else {
            Err(Error::HowMany)
        }
    }

    impl Administered for Settlement {
        #[ink(message)]
        fn administration(&self) -> Access {
            self.access.clone()
        }

        #[ink(message)]
        fn administer(&mut self, command: Command) -> core::result::Result<(), AccessError> {
            let event = self.access.apply(command, self.caller(), self.today())?;
            self.env().emit_event(event);
            Ok(())
        }
    }
}
