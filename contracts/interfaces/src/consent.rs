use healink_domain::consent::{Answer, Query};
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
    /// More classes of providers matter than one question to the credential registry can name. That takes grants that were
    /// given for days past.
    #[codec(index = 3)]
    TooManyClasses,
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
