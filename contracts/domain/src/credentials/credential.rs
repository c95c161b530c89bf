use scale::{Decode, Encode};

use super::{apply, BoardId, IssueRequest, Reason, Standing, Status, StatusCommand, StatusError};
use crate::{Account, Day, History};

/// Days for which a proposal stands, the day on which it is made included.
pub const PROPOSAL_DAYS: u32 = 30;

/// Number of a credential, counted from 1.
pub type CredentialId = u64;

/// A final change that waits for a second officer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct Proposal {
    /// The change.
    pub command: StatusCommand,
    /// Why.
    pub reason: Reason,
    /// The first officer.
    pub by: Account,
    /// Day of the proposal.
    pub on: Day,
}

/// A credential on record.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct Credential {
    /// The board that issued it.
    pub board: BoardId,
    /// What it attests.
    pub claim: IssueRequest,
    /// Day of issue.
    pub issued_on: Day,
    /// Its standing over time.
    pub status: History<Standing>,
}

impl Proposal {
    /// Whether the officer's final command carries out what another one proposed: the same, for the same reason, while the
    /// proposal stands.
    pub fn is_seconded(&self, command: StatusCommand, reason: Reason, officer: Account, today: Day) -> bool {
        (self.command, self.reason) == (command, reason)
            && self.by != officer
            && today.since(self.on) < PROPOSAL_DAYS
    }
}

/// What an officer's command comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub enum Outcome {
    /// The standing changed to this status.
    Changed(Status),
    /// Another officer has to give the same command, for the same reason, within [`PROPOSAL_DAYS`].
    Proposed,
}

/// Applies a command of an officer to a credential's standing with effect from `today` on. Where the board asks for
/// `two_persons`, a first officer's final command is only put down. On an error nothing is changed.
///
/// # Errors
/// As [`apply`].
pub fn change(
    status: &mut History<Standing>,
    proposed: &mut Option<Proposal>,
    (command, reason): (StatusCommand, Reason),
    (officer, two_persons): (Account, bool),
    today: Day,
) -> Result<Outcome, StatusError> {
    let seconded = proposed.is_some_and(|first| first.is_seconded(command, reason, officer, today));
    if command.is_final() && two_persons && !seconded {
        apply(&mut status.clone(), command, reason, today)?;
        *proposed = Some(Proposal { command, reason, by: officer, on: today });
        return Ok(Outcome::Proposed);
    }
    let to = apply(status, command, reason, today)?;
    *proposed = proposed.filter(|_| !command.is_final());
    Ok(Outcome::Changed(to))
}
