use healink_access::{AccessError, Offer};
use healink_domain::Account;

/// Ownership that changes hands in two steps, and pause. A pause blocks what writes, never what reads and never a
/// patient's withdrawal of consent.
///
/// Selectors are numbered from 0xf0: together with a contract's own, from 1, they make dispatch a jump, which is less code
/// than a tree of comparisons. Clients find them in the metadata.
#[ink::trait_definition]
pub trait Administered {
    /// The owner.
    #[ink(message, selector = 0xf0)]
    fn owner(&self) -> Account;

    /// The offer of ownership on record; it may be over by now.
    #[ink(message, selector = 0xf1)]
    fn pending_owner(&self) -> Option<Offer>;

    /// Offers the ownership for [`healink_access::OFFER_DAYS`] days. Access: owner, also while paused.
    ///
    /// # Errors
    /// [`AccessError::NotOwner`], [`AccessError::AlreadyOwner`].
    ///
    /// # Events
    /// [`healink_access::AccessChanged`].
    #[ink(message, selector = 0xf2)]
    fn offer_ownership(&mut self, to: Account) -> Result<(), AccessError>;

    /// Takes the offer back. Access: owner, also while paused.
    ///
    /// # Errors
    /// [`AccessError::NotOwner`], [`AccessError::NoOffer`].
    ///
    /// # Events
    /// [`healink_access::AccessChanged`].
    #[ink(message, selector = 0xf3)]
    fn cancel_offer(&mut self) -> Result<(), AccessError>;

    /// Accepts the ownership. Access: the account to which it is on offer, also while paused.
    ///
    /// # Errors
    /// [`AccessError::NoOffer`], [`AccessError::NotOffered`], [`AccessError::OfferExpired`].
    ///
    /// # Events
    /// [`healink_access::AccessChanged`].
    #[ink(message, selector = 0xf4)]
    fn accept_ownership(&mut self) -> Result<(), AccessError>;

    /// Pauses the contract. Access: owner.
    ///
    /// # Errors
    /// [`AccessError::NotOwner`], [`AccessError::Paused`].
    ///
    /// # Events
    /// [`healink_access::AccessChanged`].
    #[ink(message, selector = 0xf5)]
    fn pause(&mut self) -> Result<(), AccessError>;

    /// Ends the pause. Access: owner.
    ///
    /// # Errors
    /// [`AccessError::NotOwner`], [`AccessError::NotPaused`].
    ///
    /// # Events
    /// [`healink_access::AccessChanged`].
    #[ink(message, selector = 0xf6)]
    fn unpause(&mut self) -> Result<(), AccessError>;

    /// Whether the contract is paused.
    #[ink(message, selector = 0xf7)]
    fn is_paused(&self) -> bool;
}
