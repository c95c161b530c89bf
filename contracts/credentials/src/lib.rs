//! Registry of provider credentials: the owner accredits boards, boards issue, suspend, reinstate and revoke credentials,
//! anyone checks a provider for any day. See the README beside this crate.
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

pub use self::credentials::{Credentials, CredentialsRef};
pub use errors::Error;
pub use events::{BoardChanged, CredentialChanged};
pub use storage::{MAX_HELD, MAX_ISSUED};

#[ink::contract]
mod credentials {
    use healink_access::{Access, AccessError, Command};
    use healink_domain::credentials::{
        accredit, apply, issue, Board, BoardId, Credential, CredentialId, IssueRequest, Refusal, Requirement,
        Scope, Status, StatusCommand,
    };
    use healink_domain::{Account, Day, Digest, Moment, Npi, Period};
    use healink_interfaces::{limit, Administered, CheckError, CredentialRegistry, Page, MAX_REQUIREMENTS};
    use ink::prelude::vec::Vec;

    use crate::storage::{Accredited, Checker, Place, Tables, MAX_HELD};
    use crate::{BoardChanged, CredentialChanged, Error};

    /// The registry. The root holds what every message needs; the rest is in the tables.
    #[ink(storage)]
    pub struct Credentials {
        access: Access,
        boards: BoardId,
        credentials: CredentialId,
        tables: Tables,
    }

    // Selectors are numbered, so that a call is dispatched by a jump instead of a tree of comparisons: that is 2 % of the code.
    impl Credentials {
        /// An empty registry of `owner`.
        #[ink(constructor)]
        pub fn new(owner: Account) -> Self {
            Self { access: Access::new(owner), boards: 0, credentials: 0, tables: Tables::default() }
        }

        /// Accredits the board for which `account` stands. Access: owner. Cost: two new rows.
        ///
        /// # Errors
        /// [`Error::Access`], [`Error::AccountTaken`], [`Error::Accredit`].
        ///
        /// # Events
        /// [`BoardChanged`].
        #[ink(message, selector = 1)]
        pub fn accredit(
            &mut self,
            account: Account,
            scope: Scope,
            period: Period,
            document: Digest,
        ) -> Result<BoardId, Error> {
            self.ensure_owner()?;
            if let Some(board) = self.tables.board_of(&account) {
                return Err(Error::AccountTaken { board });
            }
            let board = accredit(account, scope, period, document)?;
            let id = self.boards.checked_add(1).ok_or(Error::NumbersExhausted)?;
            self.boards = id;
            self.tables.put_board_of(&account, id);
            self.tables.put_board(id, Accredited { board, last_issued: 0 });
            self.announce_board(BoardChanged {
                account,
                board: id,
                status: Status::Active,
                on: self.today(),
            });
            Ok(id)
        }

        /// Takes a board, and with it its credentials, out of force from today on. Access: owner. Cost: one row.
        ///
        /// # Errors
        /// [`Error::Access`], [`Error::NoSuchBoard`], [`Error::Status`].
        ///
        /// # Events
        /// [`BoardChanged`].
        #[ink(message, selector = 2)]
        pub fn suspend_board(&mut self, board: BoardId) -> Result<(), Error> {
            self.change_board(board, StatusCommand::Suspend)
        }

        /// Ends a suspension from today on. Access, errors, events and cost: as [`Self::suspend_board`].
        #[ink(message, selector = 3)]
        pub fn reinstate_board(&mut self, board: BoardId) -> Result<(), Error> {
            self.change_board(board, StatusCommand::Reinstate)
        }

        /// Takes a board out of force for good. Access, errors, events and cost: as [`Self::suspend_board`].
        #[ink(message, selector = 4)]
        pub fn revoke_board(&mut self, board: BoardId) -> Result<(), Error> {
            self.change_board(board, StatusCommand::Revoke)
        }

        /// Issues a credential. Access: the account of a board in force for its kind and place. Cost: one new row, two more
        /// written; one more at a provider's first.
        ///
        /// # Errors
        /// [`Error::Access`], [`Error::NotABoard`], [`Error::Issue`], [`Error::TooManyHeld`].
        ///
        /// # Events
        /// [`CredentialChanged`].
        #[ink(message, selector = 5)]
        pub fn issue(&mut self, request: IssueRequest) -> Result<CredentialId, Error> {
            self.access.ensure_running()?;
            let board = self.tables.board_of(&self.caller()).ok_or(Error::NotABoard)?;
            let mut accredited = self.tables.board(board).ok_or(Error::NotABoard)?;
            let (provider, kind, npi, on) = (request.provider, request.kind, request.npi, self.today());
            let mut held = self.tables.held(&provider, kind);
            let known = held.first().map(|(_, credential)| credential.claim.npi);
            let known = known.or_else(|| self.tables.npi(&provider));
            let credential = issue((board, &accredited.board), request, known, on)?;
            if held.len() >= MAX_HELD {
                return Err(Error::TooManyHeld);
            }
            let id = self.credentials.checked_add(1).ok_or(Error::NumbersExhausted)?;

            self.credentials = id;
            if known.is_none() {
                self.tables.put_npi(&provider, npi);
            }
            held.push((id, credential));
            self.tables.put_held(&provider, kind, held);
            self.tables.put_place(id, Place { provider, kind, previous: accredited.last_issued });
            accredited.last_issued = id;
            self.tables.put_board(board, accredited);
            let status = Status::Active;
            self.announce(CredentialChanged { provider, credential: id, board, kind, status, on });
            Ok(id)
        }

        /// Takes a credential out of force from today on. Access: the board that issued it. Cost: one row.
        ///
        /// # Errors
        /// [`Error::Access`], [`Error::NoSuchCredential`], [`Error::NotTheIssuer`], [`Error::Status`].
        ///
        /// # Events
        /// [`CredentialChanged`].
        #[ink(message, selector = 6)]
        pub fn suspend(&mut self, credential: CredentialId) -> Result<(), Error> {
            self.change_credential(credential, StatusCommand::Suspend)
        }

        /// Ends a suspension from today on. Access: the board that issued it, in force today. Events and cost: as
        /// [`Self::suspend`].
        ///
        /// # Errors
        /// As [`Self::suspend`], and [`Error::BoardNotInForce`].
        #[ink(message, selector = 7)]
        pub fn reinstate(&mut self, credential: CredentialId) -> Result<(), Error> {
            self.change_credential(credential, StatusCommand::Reinstate)
        }

        /// Takes a credential out of force for good. Access, errors, events and cost: as [`Self::suspend`].
        #[ink(message, selector = 8)]
        pub fn revoke(&mut self, credential: CredentialId) -> Result<(), Error> {
            self.change_credential(credential, StatusCommand::Revoke)
        }

        /// The credential of `provider` that meets the requirement, for any day. Anyone may ask. Cost: one row, and one for
        /// each board whose standing matters.
        ///
        /// # Errors
        /// The nearest miss.
        #[ink(message, selector = 9)]
        pub fn check(&self, provider: Account, requirement: Requirement) -> Result<CredentialId, Refusal> {
            Checker::new(&self.tables, &provider).check(&requirement)
        }

        /// A credential. Cost: two rows.
        #[ink(message, selector = 10)]
        pub fn credential(&self, id: CredentialId) -> Option<Credential> {
            self.tables.credential(id).map(|(_, credential)| credential)
        }

        /// A board. Cost: one row.
        #[ink(message, selector = 11)]
        pub fn board(&self, id: BoardId) -> Option<Board> {
            self.tables.board(id).map(|accredited| accredited.board)
        }

        /// The board for which an account stands. Cost: one row.
        #[ink(message, selector = 12)]
        pub fn board_of(&self, account: Account) -> Option<BoardId> {
            self.tables.board_of(&account)
        }

        /// The NPI of a provider. Cost: one row.
        #[ink(message, selector = 13)]
        pub fn npi_of(&self, account: Account) -> Option<Npi> {
            self.tables.npi(&account)
        }

        /// The credentials of a provider, by kind, each kind oldest first. Cost: at most one row for each kind.
        #[ink(message, selector = 14)]
        pub fn credentials_of(
            &self,
            provider: Account,
            from: u64,
            wanted: u32,
        ) -> Page<(CredentialId, Credential)> {
            self.tables.page_of_provider(&provider, from, limit(wanted))
        }

        /// The credentials that a board issued, newest first, at most [`MAX_ISSUED`](crate::MAX_ISSUED) a page. Cost: two rows
        /// for each.
        #[ink(message, selector = 15)]
        pub fn issued_by(&self, board: BoardId, from: u64, wanted: u32) -> Page<(CredentialId, Credential)> {
            self.tables.page_of_board(board, from, limit(wanted))
        }

        /// How many boards there are: their numbers run from 1 to this one.
        #[ink(message, selector = 16)]
        pub fn board_count(&self) -> u32 {
            self.boards
        }

        fn change_board(&mut self, id: BoardId, command: StatusCommand) -> Result<(), Error> {
            self.ensure_owner()?;
            let on = self.today();
            let mut accredited = self.tables.board(id).ok_or(Error::NoSuchBoard)?;
            let status = apply(&mut accredited.board.status, command, on)?;
            let account = accredited.board.account;
            self.tables.put_board(id, accredited);
            self.announce_board(BoardChanged { account, board: id, status, on });
            Ok(())
        }

        fn change_credential(&mut self, id: CredentialId, command: StatusCommand) -> Result<(), Error> {
            self.access.ensure_running()?;
            let on = self.today();
            let Place { provider, kind, .. } = self.tables.place(id).ok_or(Error::NoSuchCredential)?;
            let mut row = self.tables.held(&provider, kind);
            let held = row.iter_mut().find(|held| held.0 == id);
            let (_, credential) = held.ok_or(Error::NoSuchCredential)?;
            let board = credential.board;
            if self.tables.board_of(&self.caller()) != Some(board) {
                return Err(Error::NotTheIssuer);
            }
            if command == StatusCommand::Reinstate {
                let accredited = self.tables.board(board).ok_or(Error::NotABoard)?;
                let in_force = accredited.board.in_force(kind, credential.claim.jurisdiction, on);
                in_force.map_err(|_| Error::BoardNotInForce)?;
            }
            let status = apply(&mut credential.status, command, on)?;
            self.tables.put_held(&provider, kind, row);
            self.announce(CredentialChanged { provider, credential: id, board, kind, status, on });
            Ok(())
        }

        fn ensure_owner(&self) -> Result<(), Error> {
            self.access.ensure_running()?;
            Ok(self.access.ensure_owner(self.caller())?)
        }

        // This and the next one: written out once, not in each of its callers, the contract is smaller.
        #[inline(never)]
        fn announce_board(&self, event: BoardChanged) {
            self.env().emit_event(event);
        }

        #[inline(never)]
        fn announce(&self, event: CredentialChanged) {
            self.env().emit_event(event);
        }

        fn caller(&self) -> Account {
            Account(self.env().caller().0)
        }

        fn today(&self) -> Day {
            Moment(self.env().block_timestamp()).day()
        }
    }

    impl CredentialRegistry for Credentials {
        #[ink(message)]
        fn check_many(
            &self,
            provider: Account,
            requirements: Vec<Requirement>,
        ) -> Result<Vec<Result<CredentialId, Refusal>>, CheckError> {
            if requirements.len() > MAX_REQUIREMENTS {
                return Err(CheckError::TooManyRequirements);
            }
            let mut checker = Checker::new(&self.tables, &provider);
            Ok(requirements.iter().map(|requirement| checker.check(requirement)).collect())
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
