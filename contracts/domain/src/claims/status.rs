use scale::{Decode, Encode};

use super::{ClaimId, Level, Outcome, PendReason};
use crate::{Cents, Day};

/// Where a claim stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub enum Status {
    /// It waits; nothing was counted or promised.
    Pended {
        /// For what.
        reason: PendReason,
        /// Since when it waits for that.
        since: Day,
    },
    /// It is decided; `payable` waits in escrow, possibly nothing.
    Adjudicated {
        /// How it came out.
        outcome: Outcome,
        /// What is to be paid to the provider.
        payable: Cents,
        /// Whether it was appealed.
        appeal: AppealState,
    },
    /// It is decided and paid.
    Settled {
        /// How it came out.
        outcome: Outcome,
        /// What was paid to the provider.
        paid: Cents,
        /// Whether it was appealed.
        appeal: AppealState,
    },
    /// It was overturned on appeal: nothing of it counts any longer, a corrected claim stands for it.
    Overturned {
        /// The corrected claim.
        by: ClaimId,
    },
    /// It was replaced: nothing of it counts any longer.
    Replaced {
        /// The claim that stands for it.
        by: ClaimId,
    },
    /// It was made void: nothing of it counts any longer.
    Void,
}

/// Whether a decision is or was appealed. What it pays, which nobody disputes, can be settled all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub enum AppealState {
    /// Never.
    None,
    /// A ruling is awaited.
    Open {
        /// At which level.
        level: Level,
    },
    /// The decision was upheld.
    Upheld {
        /// At which level, last.
        level: Level,
    },
}

/// What happens to a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// It waits (again).
    Pend {
        /// For what.
        reason: PendReason,
        /// From this day on, unless it waited for that before.
        on: Day,
    },
    /// It is decided.
    Adjudicate {
        /// How it came out.
        outcome: Outcome,
        /// What is to be paid.
        payable: Cents,
    },
    /// The provider is paid.
    Settle,
    /// The decision is appealed.
    Appeal(Level),
    /// The ruling on the appeal lets the decision stand.
    Uphold,
    /// It does not.
    Overturn {
        /// The corrected claim.
        by: ClaimId,
    },
    /// The provider or the payer takes it back.
    Void,
    /// A new claim takes its place.
    Replace {
        /// The new claim.
        by: ClaimId,
    },
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
    /// An appeal awaits its ruling.
    UnderAppeal,
    /// No appeal awaits a ruling.
    NotAppealed,
    /// It cannot be appealed at this level now: the payer's comes first, each once.
    WrongLevel,
    /// It was overturned, replaced or made void.
    Ended,
}

/// The status of a new claim after its first event.
///
/// # Errors
/// [`StatusError::NotDecided`] for what only a decided claim can go through.
pub fn begin(event: Event) -> Result<Status, StatusError> {
    match event {
        Event::Pend { reason, on } => Ok(Status::Pended { reason, since: on }),
        Event::Adjudicate { outcome, payable } => {
            Ok(Status::Adjudicated { outcome, payable, appeal: AppealState::None })
        }
        _ => Err(StatusError::NotDecided),
    }
}

/// The status after an event: pended → pended | adjudicated | replaced | void; adjudicated → settled; adjudicated | settled →
/// appealed → upheld | overturned; adjudicated | settled, while no ruling is awaited → replaced | void.
///
/// # Errors
/// [`StatusError`] for every other edge.
pub fn advance(status: Status, event: Event) -> Result<Status, StatusError> {
    match (status, event) {
        (Status::Overturned { .. } | Status::Replaced { .. } | Status::Void, _) => Err(StatusError::Ended),
        (Status::Pended { reason, since }, Event::Pend { reason: still, .. }) if reason == still => {
            Ok(Status::Pended { reason, since })
        }
        (status, Event::Void | Event::Replace { .. } | Event::Overturn { .. }) => end(status, event),
        // What waits is as open as what is new.
        (Status::Pended { .. }, event) => begin(event),
        (Status::Adjudicated { payable: Cents::ZERO, .. }, Event::Settle) => Err(StatusError::NothingToPay),
        (Status::Adjudicated { outcome, payable, appeal }, Event::Settle) => {
            Ok(Status::Settled { outcome, paid: payable, appeal })
        }
        (Status::Settled { .. }, Event::Settle) => Err(StatusError::AlreadySettled),
        (_, Event::Pend { .. } | Event::Adjudicate { .. }) => Err(StatusError::AlreadyDecided),
        (Status::Adjudicated { outcome, payable, appeal }, event) => {
            Ok(Status::Adjudicated { outcome, payable, appeal: contest(appeal, event)? })
        }
        (Status::Settled { outcome, paid, appeal }, event) => {
            Ok(Status::Settled { outcome, paid, appeal: contest(appeal, event)? })
        }
    }
}

/// What ends a claim: a pended one can be taken back, a decided one too unless a ruling is awaited, which alone can overturn it.
fn end(status: Status, event: Event) -> Result<Status, StatusError> {
    let awaited = matches!(status.appeal(), AppealState::Open { .. });
    match event {
        Event::Overturn { .. } if matches!(status, Status::Pended { .. }) => Err(StatusError::NotDecided),
        Event::Overturn { .. } if !awaited => Err(StatusError::NotAppealed),
        Event::Overturn { by } => Ok(Status::Overturned { by }),
        _ if awaited => Err(StatusError::UnderAppeal),
        Event::Replace { by } => Ok(Status::Replaced { by }),
        _ => Ok(Status::Void),
    }
}

/// How an appeal goes on: with the payer first, then, when that was upheld or never ruled on, with an independent reviewer.
fn contest(appeal: AppealState, event: Event) -> Result<AppealState, StatusError> {
    use AppealState::{Open, Upheld};
    match (event, appeal) {
        (Event::Appeal(Level::Payer), AppealState::None) => Ok(Open { level: Level::Payer }),
        (
            Event::Appeal(Level::Independent),
            Open { level: Level::Payer } | Upheld { level: Level::Payer },
        ) => Ok(Open { level: Level::Independent }),
        (Event::Appeal(_), _) => Err(StatusError::WrongLevel),
        (_, Open { level }) => Ok(Upheld { level }),
        _ => Err(StatusError::NotAppealed),
    }
}

impl Status {
    /// Whether the decision is or was appealed.
    pub const fn appeal(&self) -> AppealState {
        match self {
            Self::Adjudicated { appeal, .. } | Self::Settled { appeal, .. } => *appeal,
            _ => AppealState::None,
        }
    }
}
