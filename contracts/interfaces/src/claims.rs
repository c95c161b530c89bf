use healink_access::AccessError;
use healink_domain::claims::{
    ClaimError, ClaimId, ClaimSummary, EscrowError, Exception, Level, PayerId, Remittance, Role,
    ServiceDayFull, StatusError, YearsFull,
};
use healink_domain::{Account, Cents};
use ink::prelude::vec::Vec;
use scale::{Decode, Encode};

/// What the settlement contract puts down in the books of claims before it moves tokens.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub enum Booking {
    /// Tokens come into a payer's escrow.
    Deposit {
        /// The payer.
        payer: PayerId,
        /// How much.
        amount: Cents,
    },
    /// Free escrow goes back to a payer.
    Withdraw {
        /// The payer.
        payer: PayerId,
        /// How much.
        amount: Cents,
    },
    /// A provider is paid for decided claims of one payer, less what it owes that payer.
    Remit {
        /// Who pays.
        payer: PayerId,
        /// Who is paid.
        provider: Account,
        /// For which claims, at most [`MAX_REMITTED`].
        claims: Vec<ClaimId>,
    },
}

/// What the appeals contract does with the decision on a claim.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub enum AppealStep {
    /// It is appealed.
    Open(Level),
    /// The ruling lets it stand.
    Uphold,
    /// The ruling takes it back: the claim is decided again as a new one, with these exceptions.
    Overturn(Vec<Exception>),
}

/// Claims that one remittance can pay. Each is a row read and written, which takes some 20 KiB of a block's proof.
pub const MAX_REMITTED: usize = 32;

/// Why a message of the claims contract is refused. A refused message changes nothing. The contracts that call it pass the reason
/// on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub enum ClaimsError {
    /// The caller is not the owner, or the contract is paused.
    #[codec(index = 0)]
    Access(AccessError),
    /// The caller is not an officer of the payer with this role.
    #[codec(index = 1)]
    MissingRole {
        /// The role.
        role: Role,
    },
    /// The caller is neither the claim's provider nor an examiner of the policy's payer.
    #[codec(index = 2)]
    NotSubmitter,
    /// The caller is not the contract that this message is for: settlement for bookings, appeals for appeals.
    #[codec(index = 3)]
    WrongContract,
    /// The settlement and the appeals contract are known already.
    #[codec(index = 4)]
    AlreadyWired,
    /// There is no such policy.
    #[codec(index = 5)]
    NoSuchPolicy,
    /// There is no such claim.
    #[codec(index = 6)]
    NoSuchClaim,
    /// The claim cannot be taken at all.
    #[codec(index = 7)]
    Claim(ClaimError),
    /// The payer has a claim with this document already.
    #[codec(index = 8)]
    AlreadySubmitted {
        /// The one.
        claim: ClaimId,
    },
    /// The claim's status does not allow it.
    #[codec(index = 9)]
    Status(StatusError),
    /// The claim does not wait for an examiner's review.
    #[codec(index = 10)]
    NoReviewNeeded,
    /// A claim of a remittance is of another payer or provider.
    #[codec(index = 11)]
    OtherParty {
        /// The one.
        claim: ClaimId,
    },
    /// No claims, or more of them or of their lines than one message can take.
    #[codec(index = 12)]
    HowMany,
    /// Escrow does not move.
    #[codec(index = 13)]
    Escrow(EscrowError),
    /// Too many services of this policy, day and provider count already.
    #[codec(index = 14)]
    ServiceDayFull,
    /// Claims of too many years are on record for this policy; enrol the member anew.
    #[codec(index = 15)]
    TooManyYears,
    /// The coverage registry failed or did not answer as agreed.
    #[codec(index = 16)]
    CoverageUnavailable,
    /// The credential registry failed or did not answer as agreed.
    #[codec(index = 17)]
    CredentialsUnavailable,
    /// The consent registry failed or did not answer as agreed.
    #[codec(index = 18)]
    ConsentUnavailable,
    /// There are no numbers left, or an amount does not fit.
    #[codec(index = 19)]
    NumbersExhausted,
    /// A claim of a batch is of another policy.
    #[codec(index = 20)]
    OtherPolicy,
    /// An earlier claim of the batch has the same document.
    #[codec(index = 21)]
    SameDocument,
}

macro_rules! from {
    ($($inner:ty => $variant:expr),+ $(,)?) => {
        $(impl From<$inner> for ClaimsError {
            fn from(inner: $inner) -> Self {
                $variant(inner)
            }
        })+
    };
}

from! {
    AccessError => Self::Access,
    ClaimError => Self::Claim,
    StatusError => Self::Status,
    EscrowError => Self::Escrow,
    ServiceDayFull => |_| Self::ServiceDayFull,
    YearsFull => |_| Self::TooManyYears,
}

/// What the settlement and the appeals contract ask of the claims contract.
#[ink::trait_definition]
pub trait ClaimsRegistry {
    /// Puts down what moves in escrow, before it moves, and says how much that is: all of a deposit or withdrawal, the net amount
    /// of a remittance. Access: the settlement contract, while not paused.
    ///
    /// # Errors
    /// `Access`, `WrongContract`, `Escrow`, and for a remittance `HowMany`, `NoSuchClaim`, `OtherParty`, `Status`.
    #[ink(message)]
    fn book(&mut self, booking: Booking) -> Result<Remittance, ClaimsError>;

    /// Puts down an appeal or what came of it, and says how the claim stands then; when the decision is overturned, how the
    /// corrected one does. Access: the appeals contract, while not paused.
    ///
    /// # Errors
    /// `Access`, `WrongContract`, `NoSuchClaim`, `Status`, and where the decision is overturned those of a submission.
    #[ink(message)]
    fn appeal(&mut self, claim: ClaimId, step: AppealStep) -> Result<ClaimSummary, ClaimsError>;

    /// A claim in short. Anyone may ask, also while the contract is paused.
    #[ink(message)]
    fn summary(&self, claim: ClaimId) -> Option<ClaimSummary>;
}
