//! Disclosures of records: the log that each patient has, refused attempts, and access in emergencies with its review. See the
//! README beside this crate.
#![cfg_attr(not(feature = "std"), no_std, no_main)]
// The code that `scale_derive` generates for enums casts `usize` to `u8`.
#![allow(clippy::cast_possible_truncation)]
// The code that ink! generates panics where a message cannot be decoded or a root is missing, which pallet-contracts takes as
// a trap, and has an `unsafe` block for the messages of a trait; there is no other of either.
#![allow(clippy::panic, unsafe_code)]

mod calls;
mod errors;
mod events;
mod governance;
mod storage;
#[cfg(test)]
mod tests;

pub use self::disclosures::{Disclosures, DisclosuresRef};
pub use errors::Error;
pub use events::{AccessRecorded, GlassBroken, Governed, OpeningReviewed};
pub use governance::Governance;
pub use storage::MAX_QUEUED;

#[ink::contract]
mod disclosures {
    use healink_access::{account, Access, AccessError, Command};
    use healink_domain::consent::{
        disclose, AccessRequest, Disclosure, EmergencyError, Happening, LogEntry, Opening, OpeningId, Review,
        Right,
    };
    use healink_domain::{Account, Digest, Moment};
    use healink_interfaces::{limit, Administered, Page};

    use crate::storage::{Queued, Tables};
    use crate::{
        calls, AccessRecorded, Error, GlassBroken, Governance, Governed, OpeningReviewed, MAX_QUEUED,
    };

    /// The contract. The root holds what every message needs; the rest is in the tables.
    #[ink(storage)]
    pub struct Disclosures {
        access: Access,
        consent: AccountId,
        credentials: AccountId,
        openings: OpeningId,
        queued: u32,
        tables: Tables,
    }

    impl Disclosures {
        /// Empty logs; the contract of `owner`, who governs, asks the registries of consent and of credentials.
        #[ink(constructor)]
        pub fn new(owner: Account, consent: Account, credentials: Account) -> Self {
            Self {
                access: Access::new(owner),
                consent: AccountId::from(consent.0),
                credentials: AccountId::from(credentials.0),
                openings: 0,
                queued: 0,
                tables: Tables::default(),
            }
        }

        /// Records the caller's access to a record of a patient, or that it was refused to them: an answer that denies is no
        /// error, so that the attempt stays in the patient's log. Access: anyone, for themselves. Cost: one call; two rows
        /// read and written; two more read where the patient does not consent.
        ///
        /// # Errors
        /// [`Error::Access`], [`Error::Undecided`], [`Error::ConsentUnavailable`], [`Error::NumbersExhausted`].
        ///
        /// # Events
        /// [`AccessRecorded`].
        #[ink(message, selector = 1)]
        pub fn access(&mut self, patient: Account, request: AccessRequest) -> Result<Disclosure, Error> {
            self.access.ensure_running()?;
            let (actor, now) = (self.caller(), self.now());
            let answer = calls::decide(account(self.consent), patient, request.query(actor, now))?;
            let disclosure = disclose(answer, &request, || self.tables.last(patient, actor), now);
            self.log(patient, Happening::Access { request, disclosure: disclosure.clone() })?;
            self.env().emit_event(AccessRecorded {
                patient,
                actor,
                record: request.record,
                disclosure: disclosure.clone(),
            });
            Ok(disclosure)
        }

        /// Breaks the glass: opens a patient's records to the caller for reading in emergency treatment, without consent and for
        /// [`healink_domain::consent::OPEN_MILLIS`]. Access: a provider with a live credential of one of the kinds in
        /// [`healink_domain::consent::ADMITTING`], who is no reviewer and whose right is not suspended. Cost: one call; four
        /// rows read, six written.
        ///
        /// # Errors
        /// [`Error::Access`], [`Error::Emergency`], [`Error::NotCredentialed`], [`Error::CredentialsUnavailable`],
        /// [`Error::NumbersExhausted`].
        ///
        /// # Events
        /// [`GlassBroken`].
        #[ink(message, selector = 2)]
        pub fn break_glass(&mut self, patient: Account, justification: Digest) -> Result<OpeningId, Error> {
            self.access.ensure_running()?;
            let (provider, now) = (self.caller(), self.now());
            if self.tables.is_reviewer(provider) {
                return Err(EmergencyError::IsReviewer.into());
            }
            let id = self.openings.checked_add(1).ok_or(Error::NumbersExhausted)?;
            let last = self.tables.last(patient, provider).map(|(_, opening)| opening);
            let mut right = self.tables.right(provider);
            right.ensure(now.day())?;
            let credential = calls::admitting(account(self.credentials), provider, now.day())?;
            let new = (patient, provider, credential, justification);
            let opening = right.break_glass(id, new, last.as_ref(), now)?;
            self.put_opened(id, opening, right)?;
            self.log(patient, Happening::GlassBroken { opening: id })?;
            let Opening { until, review_by, .. } = opening;
            self.env().emit_event(GlassBroken {
                patient,
                provider,
                opening: id,
                justification,
                until,
                review_by,
            });
            Ok(id)
        }

        /// Puts down what a reviewer found, also when the review is late. Access: a reviewer who is neither the provider nor
        /// the patient. Cost: three rows read and written; three more where it was not the last in the queue.
        ///
        /// # Errors
        /// [`Error::Access`], [`Error::Emergency`].
        ///
        /// # Events
        /// [`OpeningReviewed`].
        #[ink(message, selector = 3)]
        pub fn review(&mut self, opening: OpeningId, justified: bool, report: Digest) -> Result<(), Error> {
            self.access.ensure_running()?;
            let reviewer = self.caller();
            if !self.tables.is_reviewer(reviewer) {
                return Err(EmergencyError::NotReviewer.into());
            }
            let mut queued = self.tables.opening(opening).ok_or(EmergencyError::NoSuchOpening)?;
            let Opening { patient, provider, .. } = queued.opening;
            let mut right = self.tables.right(provider);
            let review = Review { reviewer, justified, report, on: self.now().day() };
            right.review(opening, &mut queued.opening, review)?;
            self.queued = self.queued.saturating_sub(1);
            let place = queued.place;
            self.tables.put_opening(opening, queued);
            self.tables.put_right(provider, right);
            self.tables.dequeue(place, self.queued);
            self.env().emit_event(OpeningReviewed { patient, provider, opening, reviewer, justified });
            Ok(())
        }

        /// Appoints or dismisses a reviewer, or lifts a provider's suspension. Access: owner. Cost: one row.
        ///
        /// # Errors
        /// [`Error::Access`], [`Error::Emergency`], [`Error::AlreadyReviewer`].
        ///
        /// # Events
        /// [`Governed`].
        #[ink(message, selector = 4)]
        pub fn govern(&mut self, act: Governance) -> Result<(), Error> {
            self.access.ensure_owner(self.caller())?;
            match act {
                Governance::Appoint { reviewer } => {
                    if !self.tables.set_reviewer(reviewer, true) {
                        return Err(Error::AlreadyReviewer);
                    }
                }
                Governance::Dismiss { reviewer } => {
                    if !self.tables.set_reviewer(reviewer, false) {
                        return Err(EmergencyError::NotReviewer.into());
                    }
                }
                Governance::Reinstate { provider } => {
                    let mut right = self.tables.right(provider);
                    right.reinstate()?;
                    self.tables.put_right(provider, right);
                }
            }
            self.env().emit_event(Governed { act });
            Ok(())
        }

        /// A page of a patient's log, newest first: every access, every refused attempt and every broken glass. Cost: one row
        /// for each entry on the page, and one.
        #[ink(message, selector = 5)]
        pub fn log_of(&self, patient: Account, from: u64, wanted: u32) -> Page<LogEntry> {
            self.tables.log_page(patient, from, limit(wanted))
        }

        /// An opening. Cost: one row.
        #[ink(message, selector = 6)]
        pub fn opening(&self, id: OpeningId) -> Option<Opening> {
            self.tables.opening(id).map(|queued| queued.opening)
        }

        /// A page of the openings that wait for a review. Cost: two rows for each.
        #[ink(message, selector = 7)]
        pub fn unreviewed(&self, from: u64, wanted: u32) -> Page<(OpeningId, Opening)> {
            self.tables.queue_page(from, limit(wanted).min(MAX_QUEUED))
        }

        /// What a provider's right to break glass depends on. Cost: one row.
        #[ink(message, selector = 8)]
        pub fn right(&self, provider: Account) -> Right {
            self.tables.right(provider)
        }

        /// Whether an account is a reviewer. Cost: one row.
        #[ink(message, selector = 9)]
        pub fn is_reviewer(&self, account: Account) -> bool {
            self.tables.is_reviewer(account)
        }

        /// The registries of consent and of credentials that are asked.
        #[ink(message, selector = 10)]
        pub fn registries(&self) -> (Account, Account) {
            (account(self.consent), account(self.credentials))
        }

        /// Stores a new opening, what the provider's right depends on now, and its place in the queue.
        pub(crate) fn put_opened(
            &mut self,
            id: OpeningId,
            opening: Opening,
            right: Right,
        ) -> Result<(), Error> {
            let place = self.queued;
            self.queued = place.checked_add(1).ok_or(Error::NumbersExhausted)?;
            self.openings = id;
            self.tables.put_right(opening.provider, right);
            self.tables.put_opening(id, Queued { opening, place });
            self.tables.put_last(opening.patient, opening.provider, id);
            self.tables.enqueue(place, id);
            Ok(())
        }

        fn log(&mut self, patient: Account, happening: Happening) -> Result<(), Error> {
            let entry = LogEntry { at: self.now(), actor: self.caller(), happening };
            self.tables.log(patient, entry).ok_or(Error::NumbersExhausted)
        }

        fn caller(&self) -> Account {
            Account(self.env().caller().0)
        }

        fn now(&self) -> Moment {
            Moment(self.env().block_timestamp())
        }
    }

    impl Administered for Disclosures {
        #[ink(message)]
        fn administration(&self) -> Access {
            self.access.clone()
        }

        #[ink(message)]
        fn administer(&mut self, command: Command) -> Result<(), AccessError> {
            let event = self.access.apply(command, self.caller(), self.now().day())?;
            self.env().emit_event(event);
            Ok(())
        }
    }
}
