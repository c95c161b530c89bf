//! Attestations by signature, facts confirmed by several boards, and disclosures of single fields. See the README beside this
//! crate.
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

pub use self::attestations::{Attestations, AttestationsRef};
pub use errors::Error;
pub use events::{AttestationTaken, FactConfirmed, NonceCancelled, VerifierChanged};

#[ink::contract]
mod attestations {
    use healink_access::{Access, AccessError, Command};
    use healink_domain::credentials::{
        independent, AsOf, Attestation, BoardId, Confirmation, CredentialId, Disclosure, Fact, IssueRequest,
        Question, Statement, Venue, Voice, Words, MAX_ASKED, MAX_FIELDS,
    };
    use healink_domain::{Account, Day, Digest, Moment};
    use healink_interfaces::{Administered, BoardRegistry, CredentialRecords, SignatureVerifier};
    use ink::codegen::TraitCallBuilder;
    use ink::prelude::vec::Vec;

    use crate::storage::Tables;
    use crate::{AttestationTaken, Error, FactConfirmed, NonceCancelled, VerifierChanged};

    /// The contracts that are asked, and the chain for which attestations are signed.
    #[ink(storage)]
    pub struct Attestations {
        access: Access,
        chain: [u8; 32],
        boards: AccountId,
        credentials: Option<AccountId>,
        verifier: Option<AccountId>,
        tables: Tables,
    }

    impl Attestations {
        /// Takes attestations for the chain whose first block has this hash, by officers of boards in the registry at `boards`.
        /// Without a `verifier` it takes none that are signed, and says so.
        #[ink(constructor)]
        pub fn new(owner: Account, chain: Digest, boards: Account, verifier: Option<Account>) -> Self {
            let (access, tables) = (Access::new(owner), Tables::default());
            let (boards, verifier) = (boards.0.into(), verifier.map(|verifier| verifier.0.into()));
            Self { access, chain: chain.0, boards, credentials: None, verifier, tables }
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
            self.credentials = Some(credentials.0.into());
            Ok(())
        }

        /// Names the contract that verifies signatures, where the network has come to allow it, or none. Access: owner. Cost:
        /// the root.
        ///
        /// # Errors
        /// [`Error::Access`].
        ///
        /// # Events
        /// [`VerifierChanged`].
        #[ink(message, selector = 2)]
        pub fn set_verifier(&mut self, verifier: Option<Account>) -> Result<(), Error> {
            self.ensure_owner()?;
            self.verifier = verifier.map(|verifier| verifier.0.into());
            self.env().emit_event(VerifierChanged { verifier });
            Ok(())
        }

        /// Takes what an officer signed: issues the credentials, or records the confirmation. Access: anyone. Returns the first
        /// credential's number, 0 for a confirmation. Cost: a row read and written, calls of the verifier, the boards and the
        /// credentials; for a confirmation another row read and written.
        ///
        /// # Errors
        /// [`Error::Access`], [`Error::SignaturesUnsupported`], [`Error::Expired`], [`Error::NonceUsed`],
        /// [`Error::BadSignature`], then those of [`Self::confirm`], or [`Error::NotWired`], [`Error::Refused`],
        /// [`Error::CredentialsUnavailable`].
        ///
        /// # Events
        /// [`AttestationTaken`], and that of what was stated.
        #[ink(message, selector = 3)]
        pub fn submit(
            &mut self,
            attestation: Attestation,
            signature: [u8; 64],
        ) -> Result<CredentialId, Error> {
            self.access.ensure_running()?;
            let deadline = attestation.deadline;
            if self.verifier.is_none() {
                return Err(Error::SignaturesUnsupported);
            }
            if self.today() > deadline {
                return Err(Error::Expired { deadline });
            }
            let Attestation { officer, board, nonce, .. } = attestation;
            let mut nonces = self.tables.nonces(&officer, nonce);
            if !nonces.take(nonce) {
                return Err(Error::NonceUsed);
            }
            self.ensure_signed(&attestation, signature)?;
            self.ensure_officer(board, officer)?;
            let first = match attestation.statement {
                Statement::Issue(requests) => self.issue(board, requests)?,
                Statement::Confirm(confirmation) => self.take_word(board, confirmation).map(|()| 0)?,
            };
            self.tables.put_nonces(&officer, nonce, nonces);
            self.env().emit_event(AttestationTaken { officer, board, nonce });
            Ok(first)
        }

        /// Makes a nonce of the caller unusable, and with it whatever was signed with it. Access: anyone, for itself. Cost: one
        /// row.
        ///
        /// # Errors
        /// [`Error::Access`], [`Error::NonceUsed`].
        ///
        /// # Events
        /// [`NonceCancelled`].
        #[ink(message, selector = 4)]
        pub fn cancel(&mut self, nonce: u64) -> Result<(), Error> {
            self.access.ensure_running()?;
            let officer = self.caller();
            let mut nonces = self.tables.nonces(&officer, nonce);
            if !nonces.take(nonce) {
                return Err(Error::NonceUsed);
            }
            self.tables.put_nonces(&officer, nonce, nonces);
            self.env().emit_event(NonceCancelled { officer, nonce });
            Ok(())
        }

        /// Confirms a fact for a board, or takes its word back. Access: an officer of the board; to confirm, all from the board
        /// up to governance have to be in force for the kind and place of the fact. Cost: one row, and one or two calls of the
        /// boards.
        ///
        /// # Errors
        /// [`Error::Access`], [`Error::NotAnOfficer`], [`Error::BoardNotInForce`], [`Error::HistoryFull`],
        /// [`Error::BoardsUnavailable`].
        ///
        /// # Events
        /// [`FactConfirmed`].
        #[ink(message, selector = 5)]
        pub fn confirm(&mut self, board: BoardId, confirmation: Confirmation) -> Result<(), Error> {
            self.access.ensure_running()?;
            self.ensure_officer(board, self.caller())?;
            self.take_word(board, confirmation)
        }

        /// Answers a relying party's question: which of the boards it names confirm the value. Only those count that were in
        /// force, from board to governance, on the day; boards of one body, and a board with those that it succeeded, have one
        /// voice. Anyone may ask, for any past day. Cost: one row for each board, and a call of the boards.
        ///
        /// # Errors
        /// [`Error::BadQuestion`], [`Error::BoardsUnavailable`], [`Error::TooFew`].
        #[ink(message, selector = 6)]
        pub fn confirmed(&self, question: Question) -> Result<Vec<BoardId>, Error> {
            let Question { fact, value, boards, needed, when } = question;
            let count = boards.len();
            if !(1..=MAX_ASKED).contains(&count) {
                return Err(Error::BadQuestion);
            }
            let voices = self.voices(boards.clone(), &fact, when)?;
            let says = |board| self.tables.words(&fact, board).at(when.seen()).0 == Some(value);
            let agree =
                boards.into_iter().zip(voices).filter(|(board, voice)| voice.is_some() && says(*board));
            let (boards, voices): (Vec<_>, Vec<_>) = agree.unzip();
            let voices: Vec<Voice> = voices.into_iter().flatten().collect();
            let found = independent(&voices) as u8;
            if found < needed {
                return Err(Error::TooFew { found });
            }
            Ok(boards)
        }

        /// What a board said about a fact, over time. Cost: one row.
        #[ink(message, selector = 7)]
        pub fn words(&self, fact: Fact, board: BoardId) -> Words {
            self.tables.words(&fact, board)
        }

        /// Passes when all fields belong to the credential's document. Whether the credential holds is another question: see
        /// `check_many` of the credentials. Anyone may ask. Cost: a call of the credentials, a hash for each field and step.
        ///
        /// # Errors
        /// [`Error::DisclosureSize`], [`Error::NotWired`], [`Error::CredentialsUnavailable`], [`Error::NoSuchCredential`],
        /// [`Error::NotInDocument`].
        #[ink(message, selector = 8)]
        pub fn disclosed(&self, credential: CredentialId, fields: Vec<Disclosure>) -> Result<(), Error> {
            if !(1..=MAX_FIELDS).contains(&fields.len()) {
                return Err(Error::DisclosureSize);
            }
            let found = self.registry()?.call().credential(credential).try_invoke();
            let Ok(Ok(found)) = found else { return Err(Error::CredentialsUnavailable) };
            let document = found.ok_or(Error::NoSuchCredential)?.claim.document;
            match fields.iter().position(|field| field.root(blake2_256) != Some(document)) {
                Some(at) => Err(Error::NotInDocument { at: at as u8 }),
                None => Ok(()),
            }
        }

        /// The bytes that an officer has to sign, as a wallet shows them. Cost: the root.
        #[ink(message, selector = 9)]
        pub fn signed_bytes(&self, attestation: Attestation) -> Vec<u8> {
            attestation.signed_bytes(&self.venue(), blake2_256)
        }

        /// Where attestations hold: this chain, this contract. Cost: the root.
        #[ink(message, selector = 10)]
        pub fn venue(&self) -> Venue {
            Venue { chain: Digest(self.chain), contract: Account(self.env().account_id().0) }
        }

        /// The contracts that are asked: boards, credentials, verifier. Cost: the root.
        #[ink(message, selector = 11)]
        pub fn contracts(&self) -> (Account, Option<Account>, Option<Account>) {
            let account = |id: AccountId| Account(id.0);
            (account(self.boards), self.credentials.map(account), self.verifier.map(account))
        }

        fn ensure_signed(&self, attestation: &Attestation, signature: [u8; 64]) -> Result<(), Error> {
            let verifier = self.verifier.ok_or(Error::SignaturesUnsupported)?;
            let bytes = attestation.signed_bytes(&self.venue(), blake2_256);
            let verifier: ink::contract_ref!(SignatureVerifier) = verifier.into();
            match verifier.call().verify(attestation.officer, signature, bytes).try_invoke() {
                Ok(Ok(true)) => Ok(()),
                Ok(Ok(false)) => Err(Error::BadSignature),
                // It trapped: the network knows the host function no more, or there is no such contract.
                _ => Err(Error::SignaturesUnsupported),
            }
        }

        fn ensure_officer(&self, board: BoardId, account: Account) -> Result<(), Error> {
            match self.registry_of_boards().call().acts(board, account).try_invoke() {
                Ok(Ok(true)) => Ok(()),
                Ok(Ok(false)) => Err(Error::NotAnOfficer),
                _ => Err(Error::BoardsUnavailable),
            }
        }

        fn voices(&self, boards: Vec<BoardId>, fact: &Fact, when: AsOf) -> Result<Vec<Option<Voice>>, Error> {
            let count = boards.len();
            let answer = self
                .registry_of_boards()
                .call()
                .voices(boards, fact.kind, fact.jurisdiction, when)
                .try_invoke();
            match answer {
                Ok(Ok(voices)) if voices.len() == count => Ok(voices),
                _ => Err(Error::BoardsUnavailable),
            }
        }

        fn issue(&self, board: BoardId, requests: Vec<IssueRequest>) -> Result<CredentialId, Error> {
            let mut registry = self.registry()?;
            match registry.call_mut().issue(board, requests).try_invoke() {
                Ok(Ok(Ok(first))) => Ok(first),
                Ok(Ok(Err(error))) => Err(Error::Refused(error)),
                _ => Err(Error::CredentialsUnavailable),
            }
        }

        /// Records an officer's confirmation.
        fn take_word(&mut self, board: BoardId, confirmation: Confirmation) -> Result<(), Error> {
            let Confirmation { fact, value } = confirmation;
            let on = self.today();
            if value.is_some() && self.voices(ink::prelude::vec![board], &fact, AsOf::now(on))? == [None] {
                return Err(Error::BoardNotInForce);
            }
            let mut words = self.tables.words(&fact, board);
            words.record(value, on, value.is_none()).map_err(|_| Error::HistoryFull)?;
            self.tables.put_words(&fact, board, words);
            self.env().emit_event(FactConfirmed { provider: fact.provider, board, fact, value, on });
            Ok(())
        }

        fn registry(&self) -> Result<ink::contract_ref!(CredentialRecords), Error> {
            Ok(self.credentials.ok_or(Error::NotWired)?.into())
        }

        fn registry_of_boards(&self) -> ink::contract_ref!(BoardRegistry) {
            self.boards.into()
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

    impl Administered for Attestations {
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

    /// BLAKE2-256, by the host.
    fn blake2_256(bytes: &[u8]) -> [u8; 32] {
        let mut output = [0; 32];
        ink::env::hash_bytes::<ink::env::hash::Blake2x256>(bytes, &mut output);
        output
    }
}
