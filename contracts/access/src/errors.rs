use healink_domain::Day;
use scale::{Decode, Encode};

/// Why an administrative message is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub enum AccessError {
    /// The caller is not the owner.
    #[codec(index = 0)]
    NotOwner,
    /// The contract is paused: it answers, but records nothing.
    #[codec(index = 1)]
    Paused,
    /// The contract is not paused.
    #[codec(index = 2)]
    NotPaused,
    /// Ownership is not on offer.
    #[codec(index = 3)]
    NoOffer,
    /// Ownership is on offer to another account.
    #[codec(index = 4)]
    NotOffered,
    /// The offer is over.
    #[codec(index = 5)]
    OfferExpired {
        /// First day on which it no longer stood.
        on: Day,
    },
    /// The account is the owner already.
    #[codec(index = 6)]
    AlreadyOwner,
}
