use scale::{Decode, Encode};

use super::{Outcome, PendReason};
use crate::Cents;

/// Where a claim stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub enum Status {
    /// It waits; nothing was counted or promised.
    Pended {
        /// For what.
        reason: PendReason,
    },
    /// It is decided; `payable` waits in escrow, possibly nothing.
    Adjudicated {
        /// How it came out.
        outcome: Outcome,
        /// What is to be paid to the provider.
        payable: Cents,
    },
    /// It is decided and paid.
    Settled {
        /// How it came out.
        outcome: Outcome,
        /// What was paid to the provider.
        paid: Cents,
    },
}

/// What happens to a claim after its submission.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// It waits (again).
    Pend(PendReason),
    /// It is decided.
    Adjudicate {
        /// How it came out.
        outcome: Outcome,
        /// What is to be paid.
        payable: Cents,
    },
    /// The provider is paid.
    Settle,
}

/// Why a claim's status does not change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub enum StatusError {
    /// It is decided already.
    AlreadyDecided,
    /// It is not decided yet.
    NotDecided,
    /// It was paid before.
    AlreadySettled,
    /// The plan pays nothing on it.
    NothingToPay,
}

/// The status of a new claim after its first event.
///
/// # Errors
/// [`StatusError::NotDecided`] for a settlement.
pub fn begin(event: Event) -> Result<Status, StatusError> {
    match event {
        Event::Pend(reason) => Ok(Status::Pended { reason }),
        Event::Adjudicate { outcome, payable } => Ok(Status::Adjudicated { outcome, payable }),
        Event::Settle => Err(StatusError::NotDecided),
    }
}

/// The status after an event.
///
/// # Errors
/// [`StatusError`] for an edge that is not in the graph: pended → pended | adjudicated, adjudicated → settled.
pub fn advance(status: Status, event: Event) -> Result<Status, StatusError> {
    match (status, event) {
        // What waits is as open as what is new.
        (Status::Pended { .. }, event) => begin(event),
        (Status::Adjudicated { payable: Cents::ZERO, .. }, Event::Settle) => Err(StatusError::NothingToPay),
        (Status::Adjudicated { outcome, payable }, Event::Settle) => {
            Ok(Status::Settled { outcome, paid: payable })
        }
        (Status::Settled { .. }, Event::Settle) => Err(StatusError::AlreadySettled),
        (Status::Adjudicated { .. } | Status::Settled { .. }, _) => Err(StatusError::AlreadyDecided),
    }
}
