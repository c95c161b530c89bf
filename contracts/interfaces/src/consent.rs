use healink_access::AccessError;
use healink_domain::consent::{
    Answer, Behalf, GrantError, GrantId, Grantee, Query, Standing, StandingError, Terms, WithdrawError,
};
use healink_domain::{Account, Day};
use scale::{Decode, Encode};

/// Why a question to the consent registry is not answered. This is no decision: nothing follows from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub enum DecideError {
    /// The question names no category, or bits that stand for none.
    #[codec(index = 0)]
    BadCategories,
    /// The credential registry, which has to be asked, failed or did not answer as agreed.
    #[codec(index = 1)]
    CredentialsUnavailable,
    /// The day is so long ago that grants of that time have moved to the history, where decisions do not look.
    #[codec(index = 2)]
    TooLongAgo {
        /// First day about which this can be asked.
        from: Day,
    },
}

/// What other contracts ask the consent registry.
#[ink::trait_definition]
pub trait ConsentRegistry {
    /// What the grants of `patient` say to the query. Anyone may ask, also while the registry is paused.
    ///
    /// # Errors
    /// [`DecideError`].
    #[ink(message)]
    fn decide(&self, patient: Account, query: Query) -> Result<Answer, DecideError>;
}

/// Why the consent registry refuses to change something. A refusal changes nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub enum ConsentError {
    /// The contract is paused, or the caller is not its owner.
    #[codec(index = 0)]
    Access(AccessError),
    /// The grant cannot be made.
    #[codec(index = 1)]
    Grant(GrantError),
    /// The grant cannot be withdrawn.
    #[codec(index = 2)]
    Withdraw(WithdrawError),
    /// The caller cannot speak for the patient.
    #[codec(index = 3)]
    Standing(StandingError),
    /// The contract of the guardians was named before.
    #[codec(index = 4)]
    GuardiansNamed,
    /// All numbers are used up.
    #[codec(index = 5)]
    NumbersExhausted,
}

/// What the consent registry keeps of a patient besides grants.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct PatientStanding {
    /// How the patient stands towards the acts on their grants.
    pub standing: Standing,
    /// Day of the patient's own last act on them; day 0 before the first.
    pub last_act: Day,
}

/// Selectors of [`GrantRegistry`], for calls between contracts.
pub mod selectors {
    /// [`super::GrantRegistry::grant`].
    pub const GRANT: [u8; 4] = 1u32.to_be_bytes();
    /// [`super::GrantRegistry::withdraw`].
    pub const WITHDRAW: [u8; 4] = 2u32.to_be_bytes();
    /// [`super::GrantRegistry::set_standing`].
    pub const SET_STANDING: [u8; 4] = 3u32.to_be_bytes();
    /// [`super::GrantRegistry::standing`].
    pub const STANDING: [u8; 4] = 4u32.to_be_bytes();
}

/// What patients, and the contract of the guardians for others who act for patients, do in the consent registry.
#[ink::trait_definition]
pub trait GrantRegistry {
    /// Makes a grant of the caller, who is the patient, in the place of an older one if that is named; a denial is a grant with
    /// the effect `Deny`. With `behalf` the grant is that patient's. Access: anyone, for themselves; `behalf` is for the
    /// contract of the guardians. Cost: two rows; two more, and one written, at the first grant for an account; one more
    /// written where a full ledger makes room.
    ///
    /// # Errors
    /// [`ConsentError::Access`], [`ConsentError::Standing`], [`ConsentError::Grant`].
    ///
    /// # Events
    /// `GrantsChanged`.
    #[ink(message, selector = 1)]
    fn grant(
        &mut self,
        terms: Terms,
        supersedes: Option<GrantId>,
        behalf: Option<Behalf>,
    ) -> Result<GrantId, ConsentError>;

    /// Withdraws a grant of the caller for a grantee from today on, or all of them, and returns how many. With `behalf` they
    /// are that patient's. Access: as [`Self::grant`], also while the contract is paused. Cost: two rows, one of them written;
    /// both at the patient's first act of a day.
    ///
    /// # Errors
    /// [`ConsentError::Standing`], [`ConsentError::Withdraw`].
    ///
    /// # Events
    /// `GrantsChanged`, unless there was none to withdraw.
    #[ink(message, selector = 2)]
    fn withdraw(
        &mut self,
        grantee: Grantee,
        id: Option<GrantId>,
        behalf: Option<Behalf>,
    ) -> Result<u32, ConsentError>;

    /// Puts down how a patient stands. Access: the contract of the guardians, which emits the events. Cost: one row.
    ///
    /// # Errors
    /// [`ConsentError::Standing`].
    #[ink(message, selector = 3)]
    fn set_standing(&mut self, patient: Account, standing: Standing) -> Result<(), ConsentError>;

    /// What is kept of a patient besides grants. Cost: one row.
    #[ink(message, selector = 4)]
    fn standing(&self, patient: Account) -> PatientStanding;
}

macro_rules! from {
    ($($variant:ident($error:ty)),+) => {
        $(impl From<$error> for ConsentError {
            fn from(error: $error) -> Self {
                Self::$variant(error)
            }
        })+
    };
}

from!(Access(AccessError), Grant(GrantError), Withdraw(WithdrawError), Standing(StandingError));
