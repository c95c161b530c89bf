//! Registry of consent: patients permit and deny by grants, withdraw them at any time, and anyone asks what follows for a
//! request. See the README beside this crate.
#![cfg_attr(not(feature = "std"), no_std, no_main)]
// The code that `scale_derive` generates for enums casts `usize` to `u8`.
#![allow(clippy::cast_possible_truncation)]
// The code that ink! generates panics where a message cannot be decoded or a root is missing, which pallet-contracts takes as
// a trap, and has an `unsafe` block for the messages of a trait; there is no other of either.
#![allow(clippy::panic, unsafe_code)]

mod errors;
mod events;
mod pages;
mod storage;
#[cfg(test)]
mod tests;

pub use self::consent::{Consent, ConsentRef};
pub use errors::Error;
pub use events::{CareChanged, Granted, Withdrawn};
pub use pages::{GrantList, MAX_GRANTED};
pub use storage::MAX_LISTED;

#[ink::contract]
mod consent {
    use healink_access::{Access, AccessError, Command};
    use healink_domain::consent::{
        consulted, credential_kinds_asked, decide, grant, Answer, Authority, Care, CareCommand, Class, Grant,
        GrantId, Grantee, Query, Sender, Terms, MAX_CLASSES,
    };
    use healink_domain::credentials::Requirement;
    use healink_domain::{Account, Day, Moment};
    use healink_interfaces::{
        Administered, ConsentRegistry, CredentialRegistry, DecideError, Page, MAX_REQUIREMENTS,
    };
    use ink::codegen::TraitCallBuilder;
    use ink::prelude::vec::Vec;

    use crate::pages::page;
    use crate::storage::{account_of, Patient, Tables};
    use crate::{CareChanged, Error, GrantList, Granted, Withdrawn};

    const _: () = assert!(MAX_CLASSES <= MAX_REQUIREMENTS, "one question asks for all classes");

    /// The registry. The root holds what every message needs; the rest is in the tables.
    #[ink(storage)]
    pub struct Consent {
        access: Access,
        credentials: AccountId,
        tables: Tables,
    }

    // Messages are not inlined: the chain charges for the code that a call runs through, so that each is to pay for its own.
    impl Consent {
        /// An empty registry of `owner` that asks the credential registry at `credentials`.
        #[ink(constructor)]
        pub fn new(owner: Account, credentials: Account) -> Self {
            let credentials = AccountId::from(credentials.0);
            Self { access: Access::new(owner), credentials, tables: Tables::default() }
        }

        /// Makes a grant of a patient, in the place of an older one if that is named; a denial is a grant with the effect
        /// `Deny`. Access: the patient, and whoever acts for them. Cost: two rows; two more, and one written, at the first
        /// grant for an account; one more written where a full ledger makes room.
        ///
        /// # Errors
        /// [`Error::Access`], [`Error::Care`], [`Error::Grant`].
        ///
        /// # Events
        /// [`Granted`].
        #[ink(message, selector = 1)]
        pub fn grant(
            &mut self,
            patient: Account,
            terms: Terms,
            supersedes: Option<GrantId>,
        ) -> Result<GrantId, Error> {
            self.make(patient, terms, supersedes)
        }

        /// Withdraws a grant of a patient for a grantee from today on, or all of them, and returns how many. Access: the
        /// patient, and whoever acts for them, also while the contract is paused. Cost: two rows, of which one is written;
        /// both where the patient has a dead man's switch.
        ///
        /// # Errors
        /// [`Error::Care`], [`Error::Withdraw`].
        ///
        /// # Events
        /// [`Withdrawn`], unless there was none to withdraw.
        #[ink(message, selector = 2)]
        pub fn withdraw(
            &mut self,
            patient: Account,
            grantee: Grantee,
            id: Option<GrantId>,
        ) -> Result<u32, Error> {
            self.end(patient, grantee, id)
        }

        /// Changes who acts for a patient. Access: the patient, and who the command says; while the contract is paused only
        /// what gives nobody power. Cost: one row.
        ///
        /// # Errors
        /// [`Error::Access`], [`Error::Care`].
        ///
        /// # Events
        /// [`CareChanged`].
        #[ink(message, selector = 3)]
        pub fn arrange(&mut self, patient: Account, command: CareCommand) -> Result<(), Error> {
            self.change_care(patient, command)
        }

        /// A page of grants, ended ones included. Cost: for a patient one row for each account on the page, for a grantee two
        /// for each patient; one more for each batch of the history.
        #[ink(message, selector = 4)]
        pub fn grants(&self, list: GrantList, from: u64, wanted: u32) -> Page<(Account, Grant)> {
            self.listed(list, from, wanted)
        }

        /// Who acts for a patient: mandates, a court's lock, the dead man's switch. Cost: one row.
        #[ink(message, selector = 5)]
        pub fn care(&self, patient: Account) -> Care {
            self.tables.patient(patient).care
        }

        /// The credential registry that is asked.
        #[ink(message, selector = 6)]
        pub fn credentials(&self) -> Account {
            Account(self.credentials.0)
        }

        #[inline(never)]
        fn make(
            &mut self,
            patient: Account,
            terms: Terms,
            supersedes: Option<GrantId>,
        ) -> Result<GrantId, Error> {
            self.access.ensure_running()?;
            let (mut record, authority, _) = self.authorised(patient)?;
            let (grantee, effect, parties) =
                (terms.grantee, terms.effect, (patient, account_of(&terms.grantee)));
            let id = record.last.checked_add(1).ok_or(Error::NumbersExhausted)?;
            let made = grant(id, terms, &authority, self.now())?;
            let added = self.tables.ledger(parties).add(made, supersedes, &authority, self.today())?;
            record.last = id;
            if let (Some(account), 1, 0) = (parties.1, added.ledger.grants.len(), added.ledger.batches) {
                self.tables.list(patient, &mut record, account)?;
            }
            let ended = added.ended.clone();
            self.tables.put_added(parties, added);
            self.tables.put_patient(patient, record);
            let by = self.caller();
            self.env().emit_event(Granted { patient, grantee, grant: id, effect, by, ended });
            Ok(id)
        }

        #[inline(never)]
        fn end(&mut self, patient: Account, grantee: Grantee, id: Option<GrantId>) -> Result<u32, Error> {
            let (record, authority, changed) = self.authorised(patient)?;
            let parties = (patient, account_of(&grantee));
            let mut ledger = self.tables.ledger(parties);
            let count = ledger.withdraw(&grantee, id, &authority, self.now())?;
            if changed {
                self.tables.put_patient(patient, record);
            }
            if count > 0 {
                self.tables.put_ledger(parties, ledger);
                let by = self.caller();
                self.env().emit_event(Withdrawn { patient, grantee, grant: id, count, by });
            }
            Ok(count)
        }

        #[inline(never)]
        fn change_care(&mut self, patient: Account, command: CareCommand) -> Result<(), Error> {
            if command.gives_power() {
                self.access.ensure_running()?;
            }
            let by = self.caller();
            let mut record = self.tables.patient(patient);
            let sender = Sender { account: by, governs: self.access.ensure_owner(by).is_ok() };
            record.care.apply(patient, sender, command, self.today())?;
            self.tables.put_patient(patient, record);
            self.env().emit_event(CareChanged { patient, by, command });
            Ok(())
        }

        /// What is kept of a patient, as what the caller acts for them, and whether the record is changed by that.
        fn authorised(&self, patient: Account) -> Result<(Patient, Authority, bool), Error> {
            let mut record = self.tables.patient(patient);
            let (caller, today) = (self.caller(), self.today());
            let authority = record.care.authority(patient, caller, today)?;
            let changed = caller == patient && record.care.acted(today);
            Ok((record, authority, changed))
        }

        #[inline(never)]
        fn listed(&self, list: GrantList, from: u64, wanted: u32) -> Page<(Account, Grant)> {
            page(&self.tables, list, from, wanted)
        }

        #[inline(never)]
        fn answer(&self, patient: Account, query: Query) -> Result<Answer, DecideError> {
            if query.categories.is_empty() || !query.categories.is_valid() {
                return Err(DecideError::BadCategories);
            }
            let classes = self.tables.ledger((patient, None));
            let account = self.tables.ledger((patient, Some(query.actor)));
            let grants =
                consulted(classes, account, &query).map_err(|from| DecideError::TooLongAgo { from })?;
            let held = self.held(query.actor, credential_kinds_asked(&grants), query.day)?;
            Ok(decide(&grants, &query, &held))
        }

        /// Those of the classes of providers to which `actor` belongs on the day.
        fn held(&self, actor: Account, classes: Vec<Class>, day: Day) -> Result<Vec<Class>, DecideError> {
            if classes.is_empty() {
                return Ok(classes);
            }
            if classes.len() > MAX_CLASSES {
                return Err(DecideError::TooManyClasses);
            }
            let asked = |&(kind, jurisdiction): &Class| Requirement {
                kind,
                taxonomy: None,
                jurisdiction,
                day,
                verified_within: None,
            };
            let requirements = classes.iter().map(asked).collect();
            let registry: ink::contract_ref!(CredentialRegistry) = self.credentials.into();
            match registry.call().check_many(actor, requirements).try_invoke() {
                Ok(Ok(Ok(outcomes))) if outcomes.len() == classes.len() => {
                    let answered = classes.into_iter().zip(outcomes);
                    Ok(answered.filter(|(_, outcome)| outcome.is_ok()).map(|(class, _)| class).collect())
                }
                _ => Err(DecideError::CredentialsUnavailable),
            }
        }

        #[inline(never)]
        fn change_access(&mut self, command: Command) -> Result<(), AccessError> {
            let event = self.access.apply(command, self.caller(), self.today())?;
            self.env().emit_event(event);
            Ok(())
        }

        fn caller(&self) -> Account {
            Account(self.env().caller().0)
        }

        fn now(&self) -> Moment {
            Moment(self.env().block_timestamp())
        }

        fn today(&self) -> Day {
            self.now().day()
        }
    }

    impl ConsentRegistry for Consent {
        #[ink(message)]
        fn decide(&self, patient: Account, query: Query) -> Result<Answer, DecideError> {
            self.answer(patient, query)
        }
    }

    impl Administered for Consent {
        #[ink(message)]
        fn administration(&self) -> Access {
            self.access.clone()
        }

        #[ink(message)]
        fn administer(&mut self, command: Command) -> Result<(), AccessError> {
            self.change_access(command)
        }
    }
}
