use scale::{Decode, Encode};

use super::{Reason, ReasonSet};
use crate::{Day, History};

/// Status of a board or a credential. Expiry is not a status: it follows from the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub enum Status {
    /// In force, as far as status goes.
    Active,
    /// Out of force until reinstated.
    Suspended,
    /// Out of force for good.
    Revoked,
    /// Entered in error: it should never have been there. Answers for days before it was found out stay as they were.
    EnteredInError,
    /// Renewed: another credential took its place.
    Superseded,
}

/// A status and why it came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct Standing {
    /// The status.
    pub status: Status,
    /// Why.
    pub reason: Reason,
}

impl Standing {
    /// How everything begins.
    pub const GRANTED: Self = Self { status: Status::Active, reason: Reason::Granted };
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
    /// active or suspended → entered in error, for good.
    Correct,
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
    /// Too many changes are recorded; only final ones are still possible.
    HistoryFull,
    /// The reason is not one for this command.
    WrongReason,
}

impl StatusCommand {
    /// Whether nothing comes after it.
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Revoke | Self::Correct)
    }

    /// The reasons that can be given for it.
    pub const fn reasons(self) -> ReasonSet {
        let adverse = ReasonSet::ADVERSE;
        match self {
            Self::Suspend => adverse.union(Reason::Investigation.set()),
            Self::Reinstate => ReasonSet::FAVOURABLE,
            Self::Revoke => adverse.union(Reason::Ceased.set()),
            Self::Correct => ReasonSet::MISTAKES,
        }
    }
}

/// Applies a command with effect from `today` on and returns the new status. On an error the history is as it was.
///
/// # Errors
/// [`StatusError::WrongReason`], [`StatusError::NotAllowed`] for an edge that is not in the graph,
/// [`StatusError::HistoryFull`] at [`crate::MAX_CHANGES`].
pub fn apply(
    history: &mut History<Standing>,
    command: StatusCommand,
    reason: Reason,
    today: Day,
) -> Result<Status, StatusError> {
    if !command.reasons().contains(reason) {
        return Err(StatusError::WrongReason);
    }
    let from = history.latest().status;
    let to = match (from, command) {
        (Status::Active, StatusCommand::Suspend) => Status::Suspended,
        (Status::Suspended, StatusCommand::Reinstate) => Status::Active,
        (Status::Active | Status::Suspended, StatusCommand::Revoke) => Status::Revoked,
        (Status::Active | Status::Suspended, StatusCommand::Correct) => Status::EnteredInError,
        _ => return Err(StatusError::NotAllowed { from }),
    };
    record(history, Standing { status: to, reason }, command.is_final(), today)?;
    Ok(to)
}

/// active → superseded, for good.
///
/// # Errors
/// [`StatusError::NotAllowed`] from any other status.
pub(super) fn supersede(history: &mut History<Standing>, today: Day) -> Result<(), StatusError> {
    match history.latest().status {
        Status::Active => {
            let standing = Standing { status: Status::Superseded, reason: Reason::Renewed };
            record(history, standing, true, today)
        }
        from => Err(StatusError::NotAllowed { from }),
    }
}

fn record(history: &mut History<Standing>, to: Standing, last: bool, today: Day) -> Result<(), StatusError> {
    history.record(to, today, last).map_err(|_| StatusError::HistoryFull)
}
