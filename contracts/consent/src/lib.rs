//! Registry of consent: patients permit and deny by grants, withdraw them at any time, and anyone asks what follows for a
//! request. See the README beside this crate.
#![cfg_attr(not(feature = "std"), no_std, no_main)]
// The code that `scale_derive` generates for enums casts `usize` to `u8`.
#![allow(clippy::cast_possible_truncation)]
// The code that ink! generates panics where a message cannot be decoded or a root is missing, which pallet-contracts takes as
// a trap, and has an `unsafe` block for the messages of a trait; there is no other of either.
#![allow(clippy::panic, unsafe_code)]

mod classes;
mod events;
mod pages;
mod storage;
#[cfg(test)]
mod tests;

pub use self::consent::{Consent, ConsentRef};
pub use events::GrantsChanged;
pub use healink_interfaces::ConsentError as Error;
pub use pages::{GrantList, MAX_LISTED};
pub use storage::Registries;

#[ink::contract]
mod consent {
    use healink_access::{Access, AccessError, Command, Row};
    use healink_domain::consent::{
        consulted, credential_kinds_asked, decide, grant, Answer, Behalf, Changed, Effect, Grant, GrantId,
        Grantee, Query, Speaker, Standing, StandingError, Terms, MAX_CLASS_GRANTS,
    };
    use healink_domain::{Account, Moment};
    use healink_interfaces::{
        Administered, ConsentRegistry, DecideError, GrantRegistry, Page, PatientStanding, MAX_REQUIREMENTS,
    };

    use crate::classes::held;
    use crate::pages::page;
    use crate::storage::{account_of, Patient, Registries, Tables};
    use crate::{Error, GrantList, GrantsChanged};

    const _: () = assert!(MAX_CLASS_GRANTS <= MAX_REQUIREMENTS, "one question asks for all classes");

    /// The registry. The root holds what every message needs; the rest is in the tables.
    #[ink(storage)]
    pub struct Consent {
        access: Access,
        registries: Row<Registries>,
        tables: Tables,
    }

    // What the larger messages do stands in functions of its own, so that sizes can be told apart and the dispatch stays small.
    impl Consent {
        /// An empty registry of `owner` that asks the credential registry at `credentials`.
        #[ink(constructor)]
        pub fn new(owner: Account, credentials: Account) -> Self {
            let registries = Row::V1(Registries { credentials, guardians: None });
            Self { access: Access::new(owner), registries, tables: Tables::default() }
        }

        /// A page of grants, ended ones included. Cost: two rows for each ledger on the page, one more for each batch of its
        /// history.
        #[ink(message, selector = 5)]
        pub fn grants(&self, list: GrantList, from: u64, wanted: u32) -> Page<(Account, Grant)> {
            page(&self.tables, list, from, wanted)
        }

        /// Names the contract that knows who acts for patients, for good. Access: owner. Cost: the root.
        ///
        /// # Errors
        /// [`Error::Access`], [`Error::GuardiansNamed`].
        #[ink(message, selector = 6)]
        pub fn name_guardians(&mut self, guardians: Account) -> Result<(), Error> {
            self.access.ensure_owner(self.caller())?;
            let Row::V1(registries) = &mut self.registries;
            if registries.guardians.is_some() {
                return Err(Error::GuardiansNamed);
            }
            registries.guardians = Some(guardians);
            Ok(())
        }

        /// The credential registry that is asked, and the contract that knows who acts for patients.
        #[ink(message, selector = 7)]
        pub fn registries(&self) -> Registries {
            let Row::V1(registries) = self.registries;
            registries
        }

        #[inline(never)]
        fn make(
            &mut self,
            terms: Terms,
            supersedes: Option<GrantId>,
            behalf: Option<Behalf>,
        ) -> Result<GrantId, Error> {
            self.access.ensure_running()?;
            let mut act = self.act(behalf)?;
            let (grantee, effect) = (terms.grantee, terms.effect);
            let id = act.record.last.checked_add(1).ok_or(Error::NumbersExhausted)?;
            let made = grant(id, terms, &act.speaker, act.now)?;
            let ledger = self.tables.ledger((act.patient, account_of(&grantee)));
            if let (Some(account), true) = (account_of(&grantee), ledger.grants.is_empty()) {
                self.tables.list(act.patient, &mut act.record, account)?;
            }
            let changed = ledger.add(made, supersedes, &act.speaker, act.now.day())?;
            (act.record.last, act.changes) = (id, true);
            self.settle(act, grantee, Some((id, effect)), changed);
            Ok(id)
        }

        #[inline(never)]
        fn end(
            &mut self,
            grantee: Grantee,
            id: Option<GrantId>,
            behalf: Option<Behalf>,
        ) -> Result<u32, Error> {
            let act = self.act(behalf)?;
            let ledger = self.tables.ledger((act.patient, account_of(&grantee)));
            let changed = ledger.withdraw(&grantee, id, &act.speaker, act.now)?;
            let count = changed.ended.len() as u32;
            self.settle(act, grantee, None, changed);
            Ok(count)
        }

        /// Stores what an act changed, and says so.
        #[inline(never)]
        fn settle(&mut self, act: Act, grantee: Grantee, made: Option<(GrantId, Effect)>, changed: Changed) {
            let Changed { ledger, ended, batch } = changed;
            let (patient, maker) = (act.patient, act.speaker.maker);
            if act.changes {
                self.tables.put_patient(patient, act.record);
            }
            if made.is_some() || !ended.is_empty() {
                self.tables.put_changed((patient, account_of(&grantee)), ledger, batch);
                self.env().emit_event(GrantsChanged { patient, grantee, maker, made, ended });
            }
        }

        /// Who acts now, for whom, and what is kept of the patient, whose own act is put down.
        #[inline(never)]
        fn act(&self, behalf: Option<Behalf>) -> Result<Act, Error> {
            let now = self.now();
            let today = now.day();
            let patient = match behalf {
                Some(behalf) => {
                    self.ensure_guardians()?;
                    behalf.patient
                }
                None => self.caller(),
            };
            let mut record = self.tables.patient(patient);
            let kept = &mut record.kept;
            let (speaker, changes) = match behalf {
                Some(behalf) => (behalf.speaker(kept.last_act)?, false),
                None => (kept.standing.patient(today)?, kept.last_act != today),
            };
            if changes {
                kept.last_act = today;
            }
            Ok(Act { patient, record, speaker, changes, now })
        }

        fn ensure_guardians(&self) -> Result<(), Error> {
            if self.registries().guardians == Some(self.caller()) {
                Ok(())
            } else {
                Err(StandingError::NotGuardians.into())
            }
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
            let held =
                held(self.registries().credentials, query.actor, credential_kinds_asked(&grants), query.day)
                    .ok_or(DecideError::CredentialsUnavailable)?;
            Ok(decide(&grants, &query, &held))
        }

        #[inline(never)]
        fn change_access(&mut self, command: Command) -> Result<(), AccessError> {
            let event = self.access.apply(command, self.caller(), self.now().day())?;
            self.env().emit_event(event);
            Ok(())
        }

        fn caller(&self) -> Account {
            Account(self.env().caller().0)
        }

        fn now(&self) -> Moment {
            Moment(self.env().block_timestamp())
        }
    }

    /// An act on a patient's grants.
    struct Act {
        patient: Account,
        record: Patient,
        speaker: Speaker,
        /// Whether the record is to be stored: with a grant, and at the patient's own first act of the day.
        changes: bool,
        now: Moment,
    }

    impl GrantRegistry for Consent {
        #[ink(message, selector = 1)]
        fn grant(
            &mut self,
            terms: Terms,
            supersedes: Option<GrantId>,
            behalf: Option<Behalf>,
        ) -> Result<GrantId, Error> {
            self.make(terms, supersedes, behalf)
        }

        #[ink(message, selector = 2)]
        fn withdraw(
            &mut self,
            grantee: Grantee,
            id: Option<GrantId>,
            behalf: Option<Behalf>,
        ) -> Result<u32, Error> {
            self.end(grantee, id, behalf)
        }

        #[ink(message, selector = 3)]
        fn set_standing(&mut self, patient: Account, standing: Standing) -> Result<(), Error> {
            self.ensure_guardians()?;
            let mut record = self.tables.patient(patient);
            record.kept.standing = standing;
            self.tables.put_patient(patient, record);
            Ok(())
        }

        #[ink(message, selector = 4)]
        fn standing(&self, patient: Account) -> PatientStanding {
            self.tables.patient(patient).kept
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
