use scale::{Decode, Encode};

use crate::{Day, History};

/// Standing of a board or a credential. Expiry is not a status: it follows from the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub enum Status {
    /// In force, as far as status goes.
    Active,
    /// Out of force until reinstated.
    Suspended,
    /// Out of force for good.
    Revoked,
}

/// What can be done to a standing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub enum StatusCommand {
    /// active → suspended.
    Suspend,
    /// suspended → active.
    Reinstate,
    /// active or suspended → revoked, for good.
    Revoke,
}

/// Why a standing does not change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub enum StatusError {
    /// The command does not apply to this status.
    NotAllowed {
        /// The status as it is.
        from: Status,
    },
    /// Too many changes are recorded; only revocation is still possible.
    HistoryFull,
}

/// Applies a command with effect from `today` on and returns the new status. On an error the history is as it was.
///
/// # Errors
/// [`StatusError::NotAllowed`] for an edge that is not in the graph, [`StatusError::HistoryFull`] at
/// [`crate::MAX_CHANGES`].
pub fn apply(
    history: &mut History<Status>,
    command: StatusCommand,
    today: Day,
) -> Result<Status, StatusError> {
    let from = history.latest();
    let to = match (from, command) {
        (Status::Active, StatusCommand::Suspend) => Status::Suspended,
        (Status::Suspended, StatusCommand::Reinstate) => Status::Active,
        (Status::Active | Status::Suspended, StatusCommand::Revoke) => Status::Revoked,
        _ => return Err(StatusError::NotAllowed { from }),
    };
    let last = to == Status::Revoked;
    history.record(to, today, last).map_err(|_| StatusError::HistoryFull)?;
    Ok(to)
}
