//! Credentials: what a board attests about a provider, and whether it holds on a day.
//!
//! Anchors: NCQA credentialing standards, the Ethereum Attestation Service, EBSI trusted issuers.

mod attestation;
mod board;
mod check;
mod confirmation;
mod disclosure;
mod issue;
mod status;

pub use attestation::{Attestation, Nonces, Statement, Venue};
pub use board::{accredit, AccreditError, Board, BoardId, Scope, MAX_JURISDICTIONS};
pub use check::{assess, check, check_by, Refusal, Requirement};
pub use confirmation::{Confirmation, Fact};
pub use disclosure::{disclose, document, Disclosure, DocumentError, Field, Hash, MAX_FIELDS, MAX_STEPS};
pub use issue::{issue, Credential, CredentialId, IssueError, IssueRequest};
pub use status::{apply, Status, StatusCommand, StatusError};

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
