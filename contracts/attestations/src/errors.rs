use healink_access::AccessError;
use healink_domain::Day;
use healink_interfaces::CredentialError;
use scale::{Decode, Encode};

/// Why a message is refused. A refusal changes nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub enum Error {
    /// Not the owner, or the contract is paused.
    #[codec(index = 0)]
    Access(AccessError),
    /// The credential registry is known already, for good.
    #[codec(index = 1)]
    Wired,
    /// The credential registry is not known yet.
    #[codec(index = 2)]
    NotWired,
    /// This network cannot verify sr25519 signatures in contracts: officers send their messages themselves here.
    #[codec(index = 3)]
    SignaturesUnsupported,
    /// The last day of the attestation is over.
    #[codec(index = 4)]
    Expired {
        /// Its last day.
        deadline: Day,
    },
    /// The nonce is used: the attestation was submitted before, or cancelled.
    #[codec(index = 5)]
    NonceUsed,
    /// The officer did not sign this: another signer, a field altered, or meant for another chain or contract.
    #[codec(index = 6)]
    BadSignature,
    /// The signer, or the caller, is no officer of the board.
    #[codec(index = 7)]
    NotAnOfficer,
    /// An accreditation between the board and governance is not in force today for this kind and place.
    #[codec(index = 8)]
    BoardNotInForce,
    /// The board's word on this fact changed too often; only taking it back is still possible.
    #[codec(index = 9)]
    HistoryFull,
    /// The registry refuses to issue.
    #[codec(index = 10)]
    Refused(CredentialError),
    /// The credential registry did not answer.
    #[codec(index = 11)]
    CredentialsUnavailable,
    /// The registry of boards did not answer.
    #[codec(index = 12)]
    BoardsUnavailable,
    /// No credential has this number.
    #[codec(index = 13)]
    NoSuchCredential,
    /// Nothing is disclosed, or more than [`healink_domain::credentials::MAX_FIELDS`] fields.
    #[codec(index = 14)]
    DisclosureSize,
    /// A field does not belong to the credential's document.
    #[codec(index = 15)]
    NotInDocument {
        /// Which, counted from 0.
        at: u8,
    },
    /// The question names no board, or more than [`healink_domain::credentials::MAX_ASKED`], or one twice.
    #[codec(index = 16)]
    BadQuestion,
    /// Too few independent boards confirm the value.
    #[codec(index = 17)]
    TooFew {
        /// How many do.
        found: u8,
    },
}

impl From<AccessError> for Error {
    fn from(error: AccessError) -> Self {
        Self::Access(error)
    }
}
