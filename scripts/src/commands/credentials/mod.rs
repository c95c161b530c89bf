//! `healink credentials`.

mod batch;
mod boards;
mod consensus;
mod desk;
mod due;
mod issue;
mod seal;
mod signed;
mod standing;
mod views;

use clap::Subcommand;

use crate::{
    error::{Error, Result},
    Context,
};

pub(super) use self::desk::object;
use self::desk::Desk;
pub use self::{
    desk::{documents, salts, Of},
    seal::{export, verify_on},
};

/// Arguments.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Governance accredits bodies and boards, bodies accredit boards, officers of boards issue. The documents behind credentials stay in
out/credentials; their salts are made from HEALINK_BOARD_SECRET (on development chains a well-known one stands in).

Examples:
  healink --as alice credentials accredit --head bob --kind state-licence --place US
  healink --as bob credentials issue --provider dave --npi 1234567893 --kind state-licence --place US-CA --expires 2030-01-01 --detail licenceNumber=A-1
  healink credentials check --provider dave --kind state-licence --place US-CA --day 2026-03-01
  healink --as bob credentials suspend 1 --reason investigation
  healink --as bob credentials import scripts/practitioners --verified today --stand-in-accounts
  healink --as bob credentials sign list licences.csv --out licences.attestation.json
  healink --as charlie credentials submit licences.attestation.json
  healink credentials export 1 --disclose kind --disclose licenceNumber --out part.json
  healink credentials verify part.json --on 2026-03-01
  healink credentials expiring --within 90 --calendar due.ics")]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Accredit a body or a board (governance, or an officer of a body)
    Accredit(boards::Accredit),
    /// Suspend, reinstate, revoke, prolong and show boards and bodies; their officers and successors
    Board(boards::Args),
    /// Correct the NPI of a provider, if a first credential said a wrong one (governance)
    CorrectNpi(boards::CorrectNpi),
    /// Issue a credential to a provider (officer)
    Issue(issue::Issue),
    /// Issue a credential that takes the place of another (officer)
    Renew(issue::Renew),
    /// Issue the credentials of a list: CSV or JSON; safe to run twice (officer)
    Batch(batch::Batch),
    /// Issue credentials from FHIR R4 Practitioners with qualifications; safe to run twice (officer)
    Import(batch::Import),
    /// Take a credential out of force (officer)
    Suspend(standing::Change),
    /// End a suspension (officer)
    Reinstate(standing::Change),
    /// Take a credential out of force for good (officer; two of them where the board asks for it)
    Revoke(standing::Change),
    /// Mark a credential as entered in error (officer; two of them where the board asks for it)
    Correct(standing::Change),
    /// Sign an attestation off the chain: credentials to issue, or a value confirmed (officer)
    Sign(signed::Sign),
    /// Submit an attestation that an officer signed (anyone)
    Submit(signed::Submit),
    /// Make a nonce unusable, and with it what was signed with it (the officer)
    Cancel(signed::Cancel),
    /// Name the contract that verifies signatures, or none (governance)
    Verifier(signed::Verifier),
    /// Confirm a value about a provider, such as a licence's number, or take that back (officer)
    Confirm(consensus::Confirm),
    /// Ask whether independent boards confirm a value about a provider
    Consensus(consensus::Consensus),
    /// Does a provider hold a credential on a day?
    Check(views::Check),
    /// List credentials by provider or by board
    List(views::List),
    /// Show a credential and its history
    Show(views::Show),
    /// Write a credential as a W3C Verifiable Credential, whole or in part
    Export(seal::Export),
    /// Verify a Verifiable Credential against the chain: fields, hash, issuer, accreditations, standing
    Verify(seal::Verify),
    /// List what expires, is to be verified again or decided anew: as table, JSON and calendar
    Expiring(due::Expiring),
}

/// Runs the command.
///
/// # Errors
/// When the input is wrong, the node cannot be reached, or the contract refuses.
pub async fn run(ctx: &Context, args: Args) -> Result<()> {
    use healink_domain::credentials::StatusCommand;
    if let Command::Export(args) = &args.command {
        // A holder leaves fields out of a credential at hand without asking any chain.
        if let Some(file) = args.at_hand() {
            return args.reduce(ctx, file);
        }
    }
    args.command.ensure_file()?;
    let chain = ctx.chain().await?;
    let desk = Desk::open(ctx, &chain).await?;
    match &args.command {
        Command::Accredit(args) => desk.accredit(args).await,
        Command::Board(args) => desk.board(args).await,
        Command::CorrectNpi(args) => desk.correct_npi(args).await,
        Command::Issue(args) => desk.issue(args).await,
        Command::Renew(args) => desk.renew(args).await,
        Command::Batch(args) => desk.batch(args).await,
        Command::Import(args) => desk.import(args).await,
        Command::Suspend(args) => desk.change(args, StatusCommand::Suspend).await,
        Command::Reinstate(args) => desk.change(args, StatusCommand::Reinstate).await,
        Command::Revoke(args) => desk.change(args, StatusCommand::Revoke).await,
        Command::Correct(args) => desk.change(args, StatusCommand::Correct).await,
        Command::Sign(args) => desk.sign(args).await,
        Command::Submit(args) => desk.submit(args).await,
        Command::Cancel(args) => desk.cancel(args).await,
        Command::Verifier(args) => desk.verifier(args).await,
        Command::Confirm(args) => desk.confirm(args).await,
        Command::Consensus(args) => desk.consensus(args).await,
        Command::Check(args) => desk.check(args).await,
        Command::List(args) => desk.list(args).await,
        Command::Show(args) => desk.show(args).await,
        Command::Export(args) => desk.export(args).await,
        Command::Verify(args) => desk.verify(args).await,
        Command::Expiring(args) => desk.expiring(args).await,
    }
}

impl Command {
    /// Passes when the file that the command reads is there: said before any chain is asked.
    fn ensure_file(&self) -> Result<()> {
        let file = match self {
            Self::Batch(args) => args.file(),
            Self::Import(args) => args.path(),
            Self::Submit(args) => args.file(),
            Self::Verify(args) => args.file(),
            _ => return Ok(()),
        };
        match file.exists() {
            true => Ok(()),
            false => Err(Error::usage(format!("there is no file {}", file.display()))
                .hint("name a file that is there")),
        }
    }
}
