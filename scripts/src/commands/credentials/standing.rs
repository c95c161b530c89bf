//! Suspend, reinstate, revoke and correct a credential.

use healink_domain::credentials::{CredentialId, Proposal, Reason, StatusCommand};

use super::desk::Desk;
use crate::{
    commands::{arg, report::Done},
    error::{Error, Result},
    names, text,
};

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Reasons:
  to suspend    investigation, safety, requirements-not-met, discipline, misrepresentation, at-own-request
  to reinstate  cleared, requirements-met, on-appeal
  to revoke     safety, requirements-not-met, discipline, misrepresentation, at-own-request, ceased
  to correct    wrong-holder, wrong-content, duplicate

Examples:
  healink --as bob credentials suspend 7 --reason investigation
  healink --as bob credentials revoke 7 --reason discipline")]
pub(super) struct Change {
    /// Number of the credential
    id: CredentialId,
    /// Why; see below
    #[arg(long, value_parser = arg::reason)]
    reason: Reason,
}

/// Refuses a reason that the command does not have.
pub(super) fn ensure_reason(command: StatusCommand, reason: Reason) -> Result<()> {
    let known = command.reasons();
    match known.contains(reason) {
        true => Ok(()),
        false => {
            let known: Vec<String> =
                Reason::ALL.iter().filter(|reason| known.contains(**reason)).map(names::name).collect();
            Err(Error::usage(format!("`{}` is no reason to {}", names::name(reason), names::name(command)))
                .hint(format!("one of {}", known.join(", "))))
        }
    }
}

impl Desk<'_> {
    pub(super) async fn change(&self, args: &Change, command: StatusCommand) -> Result<()> {
        ensure_reason(command, args.reason)?;
        let session = self.session()?;
        let receipt = session.call(&self.contracts.boards, "change", (args.id, command, args.reason)).await?;
        let done = Done::new(self.chain, &self.contracts, &receipt)?;
        let proposal: Option<Proposal> = match command.is_final() && !session.is_dry_run() {
            true => self.contracts.boards.view(self.chain, "proposal", (args.id,)).await?,
            false => None,
        };
        self.ctx.out.result(&done, || match proposal {
            Some(proposal) => format!("{}\n{}", done.text(), self.waiting(&proposal)),
            None => done.text(),
        })
    }

    /// What a proposal waits for.
    pub(super) fn waiting(&self, proposal: &Proposal) -> String {
        use healink_domain::credentials::PROPOSAL_DAYS;
        let until = proposal.on.plus(PROPOSAL_DAYS.saturating_sub(1));
        format!(
            "proposed by {} to {} ({}): another officer has to do the same by {}",
            self.chain.ss58(&proposal.by),
            names::name(proposal.command),
            names::name(proposal.reason),
            text::date(until)
        )
    }
}
