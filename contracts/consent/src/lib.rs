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
mod storage;
#[cfg(test)]
mod tests;

pub use self::consent::{Consent, ConsentRef};
pub use errors::Error;
pub use events::{AllWithdrawn, Granted, Withdrawn};
pub use storage::{MAX_CLASSES, MAX_GRANTEES};

#[ink::contract]
mod consent {
    use healink_access::{Access, AccessError, Command};
    use healink_domain::consent::{
        credential_kinds_asked, decide, grant, withdraw, Answer, Grant, GrantId, Grantee, Query, Terms,
        WithdrawError,
    };
    use healink_domain::credentials::{Kind, Requirement};
    use healink_domain::{Account, Day, Jurisdiction, Moment};
    use healink_interfaces::{limit, Administered, ConsentRegistry, CredentialRegistry, DecideError, Page};
    use ink::codegen::TraitCallBuilder;
    use ink::prelude::vec::Vec;

    use crate::storage::{account_of, Tables};
    use crate::{AllWithdrawn, Error, Granted, Withdrawn};

    /// The registry. The root holds what every message needs; the rest is in the tables.
    #[ink(storage)]
    pub struct Consent {
        access: Access,
        credentials: AccountId,
        tables: Tables,
    }

    impl Consent {
        /// An empty registry of `owner` that asks the credential registry at `credentials`.
        #[ink(constructor)]
        pub fn new(owner: Account, credentials: Account) -> Self {
            let credentials = AccountId::from(credentials.0);
            Self { access: Access::new(owner), credentials, tables: Tables::default() }
        }

        /// Makes a grant of the caller, who is the patient; a denial is a grant with the effect `Deny`. Access: anyone, for
        /// themselves. Cost: two rows; two more, and one written, at the first grant for an account.
        ///
        /// # Errors
        /// [`Error::Access`], [`Error::Grant`], [`Error::TooManyGrantees`], [`Error::TooManyClasses`].
        ///
        /// # Events
        /// [`Granted`].
        #[ink(message)]
        pub fn grant(&mut self, terms: Terms) -> Result<GrantId, Error> {
            self.access.ensure_running()?;
            let patient = self.caller();
            let record = self.tables.patient(patient);
            let (grantee, effect) = (terms.grantee, terms.effect);
            let present = self.tables.grants(patient, account_of(&grantee));
            let id = record.last.checked_add(1).ok_or(Error::NumbersExhausted)?;
            let made = grant(&present, id, terms, self.now())?;
            self.tables.add(patient, record, present, made)?;
            self.env().emit_event(Granted { patient, grantee, grant: id, effect });
            Ok(id)
        }

        /// Withdraws a grant of the caller from today on. Access: the patient, also while the contract is paused. Cost: one
        /// row.
        ///
        /// # Errors
        /// [`Error::Withdraw`].
        ///
        /// # Events
        /// [`Withdrawn`].
        #[ink(message)]
        pub fn revoke(&mut self, grantee: Grantee, id: GrantId) -> Result<(), Error> {
            let (patient, account) = (self.caller(), account_of(&grantee));
            let mut grants = self.tables.grants(patient, account);
            if !grants.iter().any(|grant| grant.id == id && grant.terms.grantee == grantee) {
                return Err(WithdrawError::NoSuchGrant.into());
            }
            withdraw(&mut grants, id, self.today())?;
            self.tables.put_grants(patient, account, grants);
            self.env().emit_event(Withdrawn { patient, grantee, grant: id });
            Ok(())
        }

        /// Withdraws every grant of the caller for a grantee from today on and returns how many. Access: the patient, also
        /// while the contract is paused. Cost: one row.
        ///
        /// # Events
        /// [`AllWithdrawn`], unless there was none to withdraw.
        #[ink(message)]
        pub fn revoke_all(&mut self, grantee: Grantee) -> u32 {
            let (patient, account, today) = (self.caller(), account_of(&grantee), self.today());
            let mut grants = self.tables.grants(patient, account);
            let mut count = 0u32;
            for grant in &mut grants {
                if grant.terms.grantee == grantee && grant.withdrawn_on.is_none() {
                    grant.withdrawn_on = Some(today);
                    count = count.saturating_add(1);
                }
            }
            if count > 0 {
                self.tables.put_grants(patient, account, grants);
                self.env().emit_event(AllWithdrawn { patient, grantee, count });
            }
            count
        }

        /// The grants of a patient: those for classes of providers, then account by account. Cost: one row, and one for each
        /// account on the page.
        #[ink(message)]
        pub fn grants_by_patient(&self, patient: Account, from: u64, wanted: u32) -> Page<Grant> {
            self.tables.page_of_patient(patient, from, limit(wanted))
        }

        /// The grants for an account, patient by patient. Cost: two rows for each patient on the page.
        #[ink(message)]
        pub fn grants_to(&self, grantee: Account, from: u64, wanted: u32) -> Page<(Account, Grant)> {
            self.tables.page_of_grantee(grantee, from, limit(wanted))
        }

        /// The credential registry that is asked.
        #[ink(message)]
        pub fn credentials(&self) -> Account {
            Account(self.credentials.0)
        }

        /// Those of the classes of providers to which `actor` belongs on the day.
        fn held(
            &self,
            actor: Account,
            classes: Vec<(Kind, Option<Jurisdiction>)>,
            day: Day,
        ) -> Result<Vec<(Kind, Option<Jurisdiction>)>, DecideError> {
            if classes.is_empty() {
                return Ok(classes);
            }
            let asked = |&(kind, jurisdiction): &(Kind, Option<Jurisdiction>)| Requirement {
                kind,
                board: None,
                taxonomy: None,
                jurisdiction,
                day,
                known_on: None,
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
            if query.categories.is_empty() || !query.categories.is_valid() {
                return Err(DecideError::BadCategories);
            }
            let mut grants = self.tables.grants(patient, None);
            grants.retain(|grant| grant.speaks_to(&query));
            let held = self.held(query.actor, credential_kinds_asked(&grants), query.day)?;
            grants.append(&mut self.tables.grants(patient, Some(query.actor)));
            Ok(decide(&grants, &query, &held))
        }
    }

    impl Administered for Consent {
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
