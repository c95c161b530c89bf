//! Registry of boards: governance accredits bodies and boards, bodies accredit boards, heads name officers, officers change the
//! standing of credentials. See the README beside this crate.
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

pub use self::boards::{Boards, BoardsRef};
pub use errors::Error;
pub use events::{
    Arrangement, BoardAccredited, BoardArranged, BoardChanged, CredentialChanged, NpiCorrected,
};
pub use storage::MAX_OFFICERS;

#[ink::contract]
mod boards {
    use healink_access::{Access, AccessError, Command};
    use healink_domain::credentials::{
        accredit, change, in_force, in_line, voice, Application, AsOf, Board, BoardId, CredentialId, Kind,
        Order, Outcome, Proposal, Reason, StatusCommand, Voice, MAX_ASKED,
    };
    use healink_domain::{Account, Day, Jurisdiction, Moment, Npi};
    use healink_interfaces::{limit, Administered, BoardRegistry, BoardUpdate, CredentialRecords, Page};
    use ink::codegen::TraitCallBuilder;
    use ink::prelude::vec::Vec;

    use crate::storage::{Reader, Tables, MAX_OFFICERS};
    use crate::{
        Arrangement, BoardAccredited, BoardArranged, BoardChanged, CredentialChanged, Error, NpiCorrected,
    };

    /// The registry. The root holds what every message needs; the rest is in the tables.
    #[ink(storage)]
    pub struct Boards {
        access: Access,
        credentials: Option<AccountId>,
        count: BoardId,
        tables: Tables,
    }

    impl Boards {
        /// An empty registry of `owner`, who is governance.
        #[ink(constructor)]
        pub fn new(owner: Account) -> Self {
            Self { access: Access::new(owner), credentials: None, count: 0, tables: Tables::default() }
        }

        /// Makes the credential registry known, once and for good. Access: owner. Cost: the root.
        ///
        /// # Errors
        /// [`Error::Access`], [`Error::Wired`].
        #[ink(message, selector = 1)]
        pub fn wire(&mut self, credentials: Account) -> Result<(), Error> {
            self.ensure_owner()?;
            if self.credentials.is_some() {
                return Err(Error::Wired);
            }
            self.credentials = Some(AccountId::from(credentials.0));
            Ok(())
        }

        /// Accredits a body or a board: by governance, or by a body within its own scope. The head is its first officer.
        /// Access: owner; with a body, an officer of the body. Cost: two new rows, and two calls of the credential registry.
        ///
        /// # Errors
        /// [`Error::Access`], [`Error::NoSuchBoard`], [`Error::NotTheAccreditor`], [`Error::Accredit`], and those of
        /// [`Self::order`] about the registry.
        ///
        /// # Events
        /// [`BoardAccredited`].
        #[ink(message, selector = 2)]
        pub fn accredit(
            &mut self,
            application: Application,
            body: Option<BoardId>,
        ) -> Result<BoardId, Error> {
            self.access.ensure_running()?;
            let on = self.today();
            let by = match body {
                Some(id) => Some((id, self.tables.board(id).ok_or(Error::NoSuchBoard)?)),
                None => None,
            };
            self.ensure_accreditor(body)?;
            let board = accredit(application, by.as_ref().map(|(id, body)| (*id, body)), on)?;
            let id = self.count.checked_add(1).ok_or(Error::NumbersExhausted)?;
            let head = board.head;
            self.tell(BoardUpdate::Board(id, board.accreditation.clone()))?;
            self.tell(BoardUpdate::Officer { board: id, account: head, acts: true })?;
            self.count = id;
            self.tables.put_board(id, board);
            self.tables.put_officers(id, ink::prelude::vec![head]);
            self.env().emit_event(BoardAccredited { board: id, by: body, head, on });
            Ok(id)
        }

        /// Orders something about a board or a body, with effect on all that rests on it, from today on. Access: who accredited
        /// it (the owner, or an officer of the body or of one that succeeded the body); the owner can also revoke, and name
        /// successors, below a body. Cost: one row, and a call of the credential registry.
        ///
        /// # Errors
        /// [`Error::Access`], [`Error::NoSuchBoard`], [`Error::NotTheAccreditor`], [`Error::Order`], [`Error::NotWired`],
        /// [`Error::Refused`], [`Error::CredentialsUnavailable`].
        ///
        /// # Events
        /// [`BoardChanged`].
        #[ink(message, selector = 3)]
        pub fn order(&mut self, board: BoardId, order: Order) -> Result<(), Error> {
            self.access.ensure_running()?;
            let on = self.today();
            let mut found = self.tables.board(board).ok_or(Error::NoSuchBoard)?;
            let from_above = matches!(order, Order::Stand(StatusCommand::Revoke, _) | Order::Succeed(_));
            if !(from_above && self.ensure_owner().is_ok()) {
                self.ensure_accreditor(found.accreditation.by)?;
            }
            found.obey(board, order, |id| self.tables.board(id), on)?;
            self.tell(BoardUpdate::Board(board, found.accreditation.clone()))?;
            self.tables.put_board(board, found);
            self.env().emit_event(BoardChanged { board, order, on });
            Ok(())
        }

        /// Appoints or dismisses an officer, or asks for two persons. Access: the head of the board. Cost: one or two rows, and
        /// for officers a call of the credential registry.
        ///
        /// # Errors
        /// [`Error::Access`], [`Error::NoSuchBoard`], [`Error::NotTheHead`], [`Error::NothingToChange`],
        /// [`Error::TooManyOfficers`], and those of [`Self::order`] about the registry.
        ///
        /// # Events
        /// [`BoardArranged`].
        #[ink(message, selector = 4)]
        pub fn arrange(&mut self, board: BoardId, arrangement: Arrangement) -> Result<(), Error> {
            self.access.ensure_running()?;
            let mut found = self.tables.board(board).ok_or(Error::NoSuchBoard)?;
            if found.head != self.caller() {
                return Err(Error::NotTheHead);
            }
            match arrangement {
                Arrangement::Appoint(account) => self.set_officer(board, account, true)?,
                Arrangement::Dismiss(account) => self.set_officer(board, account, false)?,
                Arrangement::TwoPersons if found.two_person => return Err(Error::NothingToChange),
                Arrangement::TwoPersons => {
                    found.two_person = true;
                    self.tables.put_board(board, found);
                }
            }
            self.env().emit_event(BoardArranged { board, arrangement });
            Ok(())
        }

        /// Changes the standing of a credential from today on. Where the board asks for two persons, a final change by the first
        /// officer is only proposed. Access: an officer of the board that issued it, or of one that succeeded it, whatever
        /// their standing; to reinstate, all from the issuing board up to governance have to be in force. Cost: two rows for
        /// each board in the line, and two calls of the credential registry; a proposal is one row more.
        ///
        /// # Errors
        /// [`Error::Access`], [`Error::NoSuchCredential`], [`Error::NotTheIssuer`], [`Error::BoardNotInForce`],
        /// [`Error::Status`], and those of [`Self::order`] about the registry.
        ///
        /// # Events
        /// [`CredentialChanged`].
        #[ink(message, selector = 5)]
        pub fn change(
            &mut self,
            credential: CredentialId,
            command: StatusCommand,
            reason: Reason,
        ) -> Result<Outcome, Error> {
            self.access.ensure_running()?;
            let (officer, on) = (self.caller(), self.today());
            let found = self.registry()?.call().credential(credential).try_invoke();
            let Ok(Ok(found)) = found else { return Err(Error::CredentialsUnavailable) };
            let mut found = found.ok_or(Error::NoSuchCredential)?;
            let mut reader = Reader::new(&self.tables);
            let is_officer = |board| self.tables.officers(board).contains(&officer);
            let board = in_line(&mut reader, found.board, on, is_officer).ok_or(Error::NotTheIssuer)?;
            let scope = (found.claim.kind, found.claim.jurisdiction);
            let needs_force = command == StatusCommand::Reinstate;
            if needs_force && !in_force(&mut reader, found.board, scope, AsOf::now(on)) {
                return Err(Error::BoardNotInForce);
            }
            let asks = |id| self.tables.board(id).is_some_and(|board| board.two_person);
            let by = (officer, asks(found.board) || asks(board));
            let mut proposed = self.tables.proposal(credential);
            let outcome = change(&mut found.status, &mut proposed, (command, reason), by, on)?;
            let status = found.status.latest().status;
            if outcome != Outcome::Proposed {
                self.tell(BoardUpdate::Standing(credential, found.status))?;
            }
            self.tables.put_proposal(credential, proposed);
            let provider = found.claim.provider;
            self.env().emit_event(CredentialChanged {
                provider,
                credential,
                board,
                officer,
                command,
                reason,
                status,
                on,
            });
            Ok(outcome)
        }

        /// Corrects the NPI of a provider, if a first credential said a wrong one: without that, a board could keep others from
        /// issuing. Access: owner. Cost: a call of the credential registry.
        ///
        /// # Errors
        /// [`Error::Access`], [`Error::BadNpi`], and those of [`Self::order`] about the registry.
        ///
        /// # Events
        /// [`NpiCorrected`].
        #[ink(message, selector = 6)]
        pub fn correct_npi(&mut self, provider: Account, npi: Npi) -> Result<(), Error> {
            self.ensure_owner()?;
            npi.checked().map_err(Error::BadNpi)?;
            self.tell(BoardUpdate::Npi(provider, npi))?;
            self.env().emit_event(NpiCorrected { provider, npi });
            Ok(())
        }

        /// A board or a body. Cost: one row.
        #[ink(message, selector = 7)]
        pub fn board(&self, id: BoardId) -> Option<Board> {
            self.tables.board(id)
        }

        /// The accounts that act for a board, the head among them unless it was dismissed. Cost: one row.
        #[ink(message, selector = 8)]
        pub fn officers(&self, board: BoardId) -> Vec<Account> {
            self.tables.officers(board)
        }

        /// The final change of a credential that waits for a second officer; it may be over by now. Cost: one row.
        #[ink(message, selector = 9)]
        pub fn proposal(&self, credential: CredentialId) -> Option<Proposal> {
            self.tables.proposal(credential)
        }

        /// The boards and bodies, oldest first. Cost: one row for each.
        #[ink(message, selector = 10)]
        pub fn list(&self, from: u64, wanted: u32) -> Page<(BoardId, Board)> {
            self.tables.page(self.count, from, limit(wanted))
        }

        /// The credential registry that is told of everything.
        #[ink(message, selector = 11)]
        pub fn credentials(&self) -> Option<Account> {
            self.credentials.map(|credentials| Account(credentials.0))
        }

        fn set_officer(&mut self, board: BoardId, account: Account, acts: bool) -> Result<(), Error> {
            let mut officers = self.tables.officers(board);
            if officers.contains(&account) == acts {
                return Err(Error::NothingToChange);
            }
            if acts && officers.len() >= MAX_OFFICERS {
                return Err(Error::TooManyOfficers);
            }
            self.tell(BoardUpdate::Officer { board, account, acts })?;
            if acts {
                officers.push(account);
            } else {
                officers.retain(|known| *known != account);
            }
            self.tables.put_officers(board, officers);
            Ok(())
        }

        /// Passes who gave an accreditation: the owner, or an officer of the body or of one that succeeded it.
        fn ensure_accreditor(&self, body: Option<BoardId>) -> Result<(), Error> {
            let Some(body) = body else { return self.ensure_owner() };
            let caller = self.caller();
            let is_officer = |id| self.tables.officers(id).contains(&caller);
            in_line(&mut Reader::new(&self.tables), body, self.today(), is_officer)
                .map(|_| ())
                .ok_or(Error::NotTheAccreditor)
        }

        /// Tells the credential registry; nothing is stored here unless it takes it down.
        #[inline(never)]
        fn tell(&self, update: BoardUpdate) -> Result<(), Error> {
            let mut registry = self.registry()?;
            match registry.call_mut().record(update).try_invoke() {
                Ok(Ok(Ok(()))) => Ok(()),
                Ok(Ok(Err(error))) => Err(Error::Refused(error)),
                _ => Err(Error::CredentialsUnavailable),
            }
        }

        fn registry(&self) -> Result<ink::contract_ref!(CredentialRecords), Error> {
            Ok(self.credentials.ok_or(Error::NotWired)?.into())
        }

        fn ensure_owner(&self) -> Result<(), Error> {
            self.access.ensure_running()?;
            Ok(self.access.ensure_owner(self.caller())?)
        }

        fn caller(&self) -> Account {
            Account(self.env().caller().0)
        }

        fn today(&self) -> Day {
            Moment(self.env().block_timestamp()).day()
        }
    }

    impl BoardRegistry for Boards {
        /// Cost: one row.
        #[ink(message)]
        fn acts(&self, board: BoardId, account: Account) -> bool {
            self.tables.officers(board).contains(&account)
        }

        /// Cost: for each board its row, its body's, and one for each that succeeded it.
        #[ink(message)]
        fn voices(
            &self,
            boards: Vec<BoardId>,
            kind: Kind,
            jurisdiction: Jurisdiction,
            when: AsOf,
        ) -> Vec<Option<Voice>> {
            let mut reader = Reader::new(&self.tables);
            let answer = |board: BoardId| {
                let stands = in_force(&mut reader, board, (kind, jurisdiction), when);
                voice(&mut reader, board, when).filter(|_| stands)
            };
            boards.into_iter().take(MAX_ASKED).map(answer).collect()
        }
    }

    impl Administered for Boards {
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
