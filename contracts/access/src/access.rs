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

/// What can be done to the access of a contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    /// [`Access::make_offer`].
    Offer {
        /// To whom.
        to: Account,
    },
    /// [`Access::cancel_offer`].
    CancelOffer,
    /// [`Access::accept_offer`].
    Accept,
    /// [`Access::pause`].
    Pause,
    /// [`Access::unpause`].
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

    /// Does what the command says, for the caller, on a day.
    ///
    /// # Errors
    /// As the function that the command names.
    pub fn apply(
        &mut self,
        command: Command,
        caller: Account,
        today: Day,
    ) -> Result<AccessChanged, AccessError> {
        match command {
            Command::Offer { to } => self.make_offer(caller, to, today),
            Command::CancelOffer => self.cancel_offer(caller),
            Command::Accept => self.accept_offer(caller, today),
            Command::Pause => self.pause(caller),
            Command::Unpause => self.unpause(caller),
        }
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

    /// Offers the ownership to `to` for [`OFFER_DAYS`]; an earlier offer is replaced.
    ///
    /// # Errors
    /// [`AccessError::NotOwner`], [`AccessError::AlreadyOwner`].
    pub fn make_offer(
        &mut self,
        caller: Account,
        to: Account,
        today: Day,
    ) -> Result<AccessChanged, AccessError> {
        self.ensure_owner(caller)?;
        if to == self.owner {
            return Err(AccessError::AlreadyOwner);
        }
        self.offer = Some(Offer { to, expires_on: today.plus(OFFER_DAYS) });
        Ok(self.changed())
    }

    /// Takes the offer back.
    ///
    /// # Errors
    /// [`AccessError::NotOwner`], [`AccessError::NoOffer`].
    pub fn cancel_offer(&mut self, caller: Account) -> Result<AccessChanged, AccessError> {
        self.ensure_owner(caller)?;
        self.offer.take().ok_or(AccessError::NoOffer)?;
        Ok(self.changed())
    }

    /// Makes the caller, to whom the ownership is on offer, the owner.
    ///
    /// # Errors
    /// [`AccessError::NoOffer`], [`AccessError::NotOffered`], [`AccessError::OfferExpired`].
    pub fn accept_offer(&mut self, caller: Account, today: Day) -> Result<AccessChanged, AccessError> {
        let offer = self.offer.ok_or(AccessError::NoOffer)?;
        if offer.to != caller {
            return Err(AccessError::NotOffered);
        }
        if offer.expires_on <= today {
            return Err(AccessError::OfferExpired { on: offer.expires_on });
        }
        (self.owner, self.offer) = (caller, None);
        Ok(self.changed())
    }

    /// Pauses the contract.
    ///
    /// # Errors
    /// [`AccessError::NotOwner`], [`AccessError::Paused`] when it is paused already.
    pub fn pause(&mut self, caller: Account) -> Result<AccessChanged, AccessError> {
        self.ensure_owner(caller)?;
        self.ensure_running()?;
        self.paused = true;
        Ok(self.changed())
    }

    /// Ends the pause.
    ///
    /// # Errors
    /// [`AccessError::NotOwner`], [`AccessError::NotPaused`].
    pub fn unpause(&mut self, caller: Account) -> Result<AccessChanged, AccessError> {
        self.ensure_owner(caller)?;
        if !self.paused {
            return Err(AccessError::NotPaused);
        }
        self.paused = false;
        Ok(self.changed())
    }

    const fn changed(&self) -> AccessChanged {
        AccessChanged { owner: self.owner, offer: self.offer, paused: self.paused }
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
