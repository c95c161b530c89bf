use healink_domain::{Account, Day};
use scale::{Decode, Encode};

use crate::{AccessChanged, AccessError};

/// Days for which an offer of ownership stands, the day on which it is made included.
pub const OFFER_DAYS: u32 = 7;

/// An offer of ownership.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct Offer {
    /// To whom.
    pub to: Account,
    /// First day on which it no longer stands.
    pub expires_on: Day,
}

/// What can be done to the access of a contract: all of it by the owner, but for [`Command::Accept`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub enum Command {
    /// Offers the ownership for [`OFFER_DAYS`]; an earlier offer is replaced.
    Offer {
        /// To whom.
        to: Account,
    },
    /// Takes the offer back.
    CancelOffer,
    /// Makes the caller, to whom the ownership is on offer, the owner.
    Accept,
    /// Pauses the contract.
    Pause,
    /// Ends the pause.
    Unpause,
}

/// Who owns a contract, to whom it is on offer, and whether it is paused. There is always an owner: an offer changes
/// nothing until it is accepted.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct Access {
    owner: Account,
    offer: Option<Offer>,
    paused: bool,
}

impl Access {
    /// A running contract of `owner`, not on offer.
    pub const fn new(owner: Account) -> Self {
        Self { owner, offer: None, paused: false }
    }

    /// The owner.
    pub const fn owner(&self) -> Account {
        self.owner
    }

    /// The offer on record; it may be over by now.
    pub const fn offer(&self) -> Option<Offer> {
        self.offer
    }

    /// Whether the contract is paused.
    pub const fn is_paused(&self) -> bool {
        self.paused
    }

    /// Passes the owner only.
    ///
    /// # Errors
    /// [`AccessError::NotOwner`].
    pub fn ensure_owner(&self, caller: Account) -> Result<(), AccessError> {
        if caller == self.owner {
            Ok(())
        } else {
            Err(AccessError::NotOwner)
        }
    }

    /// Passes while the contract is not paused.
    ///
    /// # Errors
    /// [`AccessError::Paused`].
    pub const fn ensure_running(&self) -> Result<(), AccessError> {
        if self.paused {
            Err(AccessError::Paused)
        } else {
            Ok(())
        }
    }

    /// Does what the command says, for the caller, on a day. On an error nothing is changed.
    ///
    /// # Errors
    /// [`AccessError::NotOwner`] for every command but [`Command::Accept`]; [`AccessError::AlreadyOwner`] for an offer to the
    /// owner; [`AccessError::NoOffer`] for an offer that is not there; [`AccessError::NotOffered`],
    /// [`AccessError::OfferExpired`] for one that the caller cannot accept; [`AccessError::Paused`],
    /// [`AccessError::NotPaused`] when that is so already.
    pub fn apply(
        &mut self,
        command: Command,
        caller: Account,
        today: Day,
    ) -> Result<AccessChanged, AccessError> {
        if !matches!(command, Command::Accept) {
            self.ensure_owner(caller)?;
        }
        match command {
            Command::Offer { to } if to == self.owner => return Err(AccessError::AlreadyOwner),
            Command::Offer { to } => self.offer = Some(Offer { to, expires_on: today.plus(OFFER_DAYS) }),
            Command::CancelOffer if self.offer.is_none() => return Err(AccessError::NoOffer),
            Command::CancelOffer => self.offer = None,
            Command::Accept => {
                self.ensure_offered(caller, today)?;
                (self.owner, self.offer) = (caller, None);
            }
            Command::Pause if self.paused => return Err(AccessError::Paused),
            Command::Pause => self.paused = true,
            Command::Unpause if !self.paused => return Err(AccessError::NotPaused),
            Command::Unpause => self.paused = false,
        }
        Ok(AccessChanged { owner: self.owner, offer: self.offer, paused: self.paused })
    }

    fn ensure_offered(&self, caller: Account, today: Day) -> Result<(), AccessError> {
        match self.offer {
            None => Err(AccessError::NoOffer),
            Some(offer) if offer.to != caller => Err(AccessError::NotOffered),
            Some(offer) if offer.expires_on <= today => {
                Err(AccessError::OfferExpired { on: offer.expires_on })
            }
            Some(_) => Ok(()),
        }
    }
}

/// One cell for the whole value.
#[cfg(feature = "std")]
impl ink::storage::traits::StorageLayout for Access {
    fn layout(key: &ink::primitives::Key) -> ink::metadata::layout::Layout {
        leaf::<Self>(key)
    }
}

/// The layout of a value that is one cell.
#[cfg(feature = "std")]
pub(crate) fn leaf<T: scale_info::TypeInfo + 'static>(
    key: &ink::primitives::Key,
) -> ink::metadata::layout::Layout {
    use ink::metadata::layout::{Layout, LayoutKey, LeafLayout};
    Layout::Leaf(LeafLayout::from_key::<T>(LayoutKey::from(key)))
}
