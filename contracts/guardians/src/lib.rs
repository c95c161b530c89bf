//! Who acts for a patient: powers of attorney, guardians, courts, and what follows when a patient falls silent. What they decide
//! goes to the consent registry. See the README beside this crate.
#![cfg_attr(not(feature = "std"), no_std, no_main)]
// The code that `scale_derive` generates for enums casts `usize` to `u8`.
#![allow(clippy::cast_possible_truncation)]
// The code that ink! generates panics where a message cannot be decoded or a root is missing, which pallet-contracts takes as
// a trap, and has an `unsafe` block for the messages of a trait; there is no other of either.
#![allow(clippy::panic, unsafe_code)]

mod errors;
mod events;
#[cfg(test)]
mod tests;

pub use self::guardians::{Guardians, GuardiansRef};
pub use errors::Error;
pub use events::CareChanged;

/// Key of the table of patients' care. The root is at 0.
pub const CARES: ink::primitives::Key = 1;

#[ink::contract]
mod guardians {
    use healink_access::{account, call, load, store, Access, AccessError, Command, Table};
    use healink_domain::consent::{
        Behalf, Care, CareCommand, CareError, GrantId, Grantee, Scope, Sender, Terms,
    };
    use healink_domain::{Account, Day, Moment};
    use healink_interfaces::{selectors, Administered, ConsentError, PatientStanding};
    use scale::{Decode, Encode};

    use crate::{CareChanged, Error, CARES};

    /// The contract. The root holds what every message needs; the rest is in the table.
    #[ink(storage)]
    pub struct Guardians {
        access: Access,
        consent: AccountId,
        cares: Table<Account, Care, { CARES }>,
    }

    impl Guardians {
        /// A contract of `owner`, who governs, that acts in the consent registry at `consent`; the owner of that one has to name
        /// it.
        #[ink(constructor)]
        pub fn new(owner: Account, consent: Account) -> Self {
            Self {
                access: Access::new(owner),
                consent: AccountId::from(consent.0),
                cares: Default::default(),
            }
        }

        /// Makes a grant for a patient. Access: whoever acts for the patient, within their scope. Cost: one row, and one call.
        ///
        /// # Errors
        /// [`Error::Access`], [`Error::Care`], [`Error::Consent`], [`Error::ConsentUnavailable`].
        ///
        /// # Events
        /// That of the consent registry.
        #[ink(message, selector = 1)]
        pub fn grant(
            &mut self,
            patient: Account,
            terms: Terms,
            supersedes: Option<GrantId>,
        ) -> Result<GrantId, Error> {
            self.access.ensure_running()?;
            let (behalf, scope) = self.behalf(patient)?;
            if !scope.covers(&terms) {
                return Err(CareError::OutOfScope.into());
            }
            self.ask(selectors::GRANT, &(terms, supersedes, Some(behalf)))
        }

        /// Withdraws a grant of a patient for a grantee from today on, or all that are the caller's to withdraw: permissions,
        /// and what the caller denied; returns how many. Access: whoever acts for the patient, also while the contract is
        /// paused. Cost: one row, and one call.
        ///
        /// # Errors
        /// [`Error::Care`], [`Error::Consent`], [`Error::ConsentUnavailable`].
        ///
        /// # Events
        /// That of the consent registry.
        #[ink(message, selector = 2)]
        pub fn withdraw(
            &mut self,
            patient: Account,
            grantee: Grantee,
            id: Option<GrantId>,
        ) -> Result<u32, Error> {
            let (behalf, _) = self.behalf(patient)?;
            self.ask(selectors::WITHDRAW, &(grantee, id, Some(behalf)))
        }

        /// Changes who acts for a patient. Access: whom the command says; while the contract is paused only what gives nobody
        /// power. Cost: one row; one call where the consent registry has to know of it, or to be asked.
        ///
        /// # Errors
        /// [`Error::Access`], [`Error::Care`], [`Error::Consent`], [`Error::ConsentUnavailable`].
        ///
        /// # Events
        /// [`CareChanged`].
        #[ink(message, selector = 3)]
        pub fn arrange(&mut self, patient: Account, command: CareCommand) -> Result<(), Error> {
            if command.gives_power() {
                self.access.ensure_running()?;
            }
            let by = self.caller();
            let mut care = self.care(patient);
            let before = care.standing();
            let last_act = match command {
                CareCommand::GiveNotice => self.last_act(patient)?,
                _ => Day::default(),
            };
            let sender = Sender { account: by, governs: self.access.ensure_owner(by).is_ok() };
            care.apply(patient, sender, command, last_act, self.today())?;
            let after = care.standing();
            store(&mut self.cares, patient, care);
            if before != after {
                self.ask::<()>(selectors::SET_STANDING, &(patient, after))?;
            }
            self.env().emit_event(CareChanged { patient, by, command });
            Ok(())
        }

        /// Who acts for a patient: mandates, a court's lock, the dead man's switch. Cost: one row.
        #[ink(message, selector = 4)]
        pub fn care(&self, patient: Account) -> Care {
            load(&self.cares, patient).unwrap_or_default()
        }

        /// The consent registry.
        #[ink(message, selector = 5)]
        pub fn consent(&self) -> Account {
            account(self.consent)
        }

        /// As what, and on what, the caller acts for a patient.
        fn behalf(&self, patient: Account) -> Result<(Behalf, Scope), Error> {
            Ok(self.care(patient).behalf(patient, self.caller(), self.today())?)
        }

        /// Day of the patient's last act on their grants.
        fn last_act(&self, patient: Account) -> Result<Day, Error> {
            let standing: Option<PatientStanding> =
                call(account(self.consent), selectors::STANDING, &patient);
            Ok(standing.ok_or(Error::ConsentUnavailable)?.last_act)
        }

        fn ask<T: Decode>(&self, selector: [u8; 4], arguments: &impl Encode) -> Result<T, Error> {
            let answer: Option<Result<T, ConsentError>> = call(account(self.consent), selector, arguments);
            answer.ok_or(Error::ConsentUnavailable)?.map_err(Error::Consent)
        }

        fn caller(&self) -> Account {
            Account(self.env().caller().0)
        }

        fn today(&self) -> Day {
            Moment(self.env().block_timestamp()).day()
        }
    }

    impl Administered for Guardians {
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
