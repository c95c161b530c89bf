//! Credentials: what a board attests about a provider, and whether it holds on a day.
//!
//! Anchors: NCQA credentialing standards, the Ethereum Attestation Service, EBSI trusted issuers.

mod attestation;
mod board;
mod chain;
mod check;
mod confirmation;
mod credential;
mod disclosure;
mod issue;
mod provider;
mod reason;
mod status;

pub use attestation::{Attestation, Nonces, Statement, Venue};
pub use board::{
    accredit, AccreditError, Accreditation, Application, Board, BoardId, Order, OrderError, Role, Scope,
    Succession, MAX_JURISDICTIONS,
};
pub use chain::{in_force, in_line, AsOf, Boards, MAX_LINKS, MAX_SUCCESSORS};
pub use check::{check, Refusal, Registry, Requirement};
pub use confirmation::{independent, voice, Confirmation, Fact, Question, Voice, Words, MAX_ASKED};
pub use credential::{change, Credential, CredentialId, Outcome, Proposal, PROPOSAL_DAYS};
pub use disclosure::{disclose, document, Disclosure, DocumentError, Field, Hash, MAX_FIELDS, MAX_STEPS};
pub use issue::{fits_batch, issue, IssueError, IssueRequest, MAX_BATCH, MAX_BATCH_ROWS};
pub use provider::{Held, Provider, MAX_HELD, MAX_OF_BOARD};
pub use reason::{Reason, ReasonSet};
pub use status::{apply, Standing, Status, StatusCommand, StatusError};

crate::bits::flags! {
    /// What a credential attests.
    Kind,
    /// A set of kinds.
    KindSet(u16) {
        /// State licence to practise.
        StateLicence = 0,
        /// Certification by a speciality board.
        BoardCertification = 1,
        /// Registration with the Drug Enforcement Administration.
        DeaRegistration = 2,
        /// Privileges at a hospital.
        HospitalPrivileges = 3,
        /// Malpractice cover in force.
        MalpracticeCover = 4,
        /// Completed education or training.
        Education = 5,
        /// Participation in a payer's network.
        NetworkParticipation = 6,
        /// Investigator in clinical research.
        ResearchInvestigator = 7,
        /// Trading partner in the supply chain (DSCSA).
        TradingPartner = 8,
    }
}
