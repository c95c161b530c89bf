//! Registry of provider credentials: officers of boards issue, renew, suspend, reinstate and revoke credentials, anyone checks
//! a provider for any day. See the README beside this crate.
#![cfg_attr(not(feature = "std"), no_std, no_main)]
// The code that `scale_derive` generates for enums casts `usize` to `u8`.
#![allow(clippy::cast_possible_truncation)]
// The code that ink! generates panics where a message cannot be decoded or a root is missing, which pallet-contracts takes as
// a trap, and has an `unsafe` block for the messages of a trait; there is no other of either.
#![allow(clippy::panic, unsafe_code)]

mod batch;
mod events;
mod reader;
mod storage;
#[cfg(test)]
mod tests;

pub use self::credentials::{Credentials, CredentialsRef};
pub use events::CredentialsIssued;
pub use healink_interfaces::CredentialError as Error;
pub use storage::{Of, MAX_LISTED};

#[ink::contract]
mod credentials {
    use healink_access::{Access, AccessError, Command};
    use healink_domain::credentials::{
        check, BoardId, Credential, CredentialId, IssueRequest, Provider, Refusal, Requirement,
    };
    use healink_domain::{Account, Day, Moment};
    use healink_interfaces::{
        limit, Administered, BoardUpdate, CheckError, CredentialRecords, CredentialRegistry, Page,
        MAX_REQUIREMENTS,
    };
    use ink::prelude::vec::Vec;

    use crate::batch::Batch;
    use crate::reader::Reader;
    use crate::storage::{Of, Tables};
    use crate::{CredentialsIssued, Error};

    /// The registry. The root holds what every message needs; the rest is in the tables.
    #[ink(storage)]
    pub struct Credentials {
        access: Access,
        boards: AccountId,
        attestations: AccountId,
        last: CredentialId,
        tables: Tables,
    }

    // Selectors are numbered, so that a call is dispatched by a jump instead of a tree of comparisons: that is 2 % of the code.
    impl Credentials {
        /// An empty registry of `owner`. It takes boards from the contract `boards` only, and believes the contract
        /// `attestations` that an officer signed: nobody, the owner included, gets past them.
        #[ink(constructor)]
        pub fn new(owner: Account, boards: Account, attestations: Account) -> Self {
            let (boards, attestations) = (AccountId::from(boards.0), AccountId::from(attestations.0));
            let (access, tables) = (Access::new(owner), Tables::default());
            Self { access, boards, attestations, last: 0, tables }
        }

        /// The credentials of a provider or of a board, newest first, at most [`MAX_LISTED`](crate::MAX_LISTED) a page. Cost:
        /// one row for each, and that of the provider or board.
        #[ink(message, selector = 1)]
        pub fn list(&self, of: Of, from: u64, wanted: u32) -> Page<(CredentialId, Credential)> {
            self.tables.page(of, from, limit(wanted))
        }

        fn caller(&self) -> Account {
            Account(self.env().caller().0)
        }

        fn today(&self) -> Day {
            Moment(self.env().block_timestamp()).day()
        }
    }

    impl CredentialRecords for Credentials {
        /// Cost: one row written, and read before that where it is a part of it that changes.
        #[ink(message)]
        fn record(&mut self, update: BoardUpdate) -> Result<(), Error> {
            if self.boards != self.env().caller() {
                return Err(Error::NotBoards);
            }
            match update {
                BoardUpdate::Board(id, accreditation) => self.tables.put_accreditation(id, accreditation),
                BoardUpdate::Officer { board, account, acts } => {
                    self.tables.put_officer(board, account, acts)
                }
                BoardUpdate::Standing(id, status) => {
                    let mut recorded = self.tables.credential(id).ok_or(Error::NoSuchCredential)?;
                    recorded.credential.status = status;
                    self.tables.put_credential(id, recorded);
                }
                BoardUpdate::Npi(account, npi) => {
                    let mut provider = self.tables.provider(&account).unwrap_or_else(|| Provider::new(npi));
                    provider.npi = npi;
                    self.tables.put_provider(&account, provider);
                }
            }
            Ok(())
        }

        /// Cost: the officer's row, the board's two and the body's, if there is one, read; one of the board's written; for each
        /// provider one row read and written, for each credential one written, for each renewal one read and written.
        ///
        /// Event: [`CredentialsIssued`].
        #[ink(message)]
        fn issue(&mut self, board: BoardId, requests: Vec<IssueRequest>) -> Result<CredentialId, Error> {
            self.access.ensure_running()?;
            let (caller, on) = (self.env().caller(), self.today());
            if caller != self.attestations && !self.tables.acts(board, Account(caller.0)) {
                return Err(Error::NotAnOfficer);
            }
            let (changes, issued) = Batch::judge(&self.tables, board, requests, self.last, on)?;
            let first = self.last.saturating_add(1);
            self.last = changes.store(&mut self.tables, board);
            self.env().emit_event(CredentialsIssued { board, first, issued, on });
            Ok(first)
        }

        /// Cost: one row.
        #[ink(message)]
        fn credential(&self, id: CredentialId) -> Option<Credential> {
            self.tables.credential(id).map(|recorded| recorded.credential)
        }
    }

    impl CredentialRegistry for Credentials {
        /// Cost: the provider's row, one for each credential whose kind, place and days fit until one meets the requirement, and
        /// those of its board and of the body above it.
        #[ink(message)]
        fn check_many(
            &self,
            provider: Account,
            requirements: Vec<Requirement>,
        ) -> Result<Vec<Result<CredentialId, Refusal>>, CheckError> {
            if requirements.len() > MAX_REQUIREMENTS {
                return Err(CheckError::TooManyRequirements);
            }
            let known = self.tables.provider(&provider);
            let mut reader = Reader::new(&self.tables);
            let answer = |requirement| match &known {
                Some(known) => check(known, requirement, &mut reader),
                None => Err(Refusal::NoneHeld),
            };
            Ok(requirements.iter().map(answer).collect())
        }
    }

    impl Administered for Credentials {
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
