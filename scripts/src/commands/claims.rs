//! `healink claims`.

mod decide;
mod escrow;
mod payer;
mod submit;
mod views;

use clap::Subcommand;

use super::desk::Desk;
use crate::{error::Result, Context};

pub use submit::{all_on_record, explain, find_all, rows, submit_all, table, Files, Submitted};

/// Arguments.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Codes, documents and members stand on the chain only as hashes under the payer's secret, which is read from HEALINK_PAYER_SECRET
(on development chains a well-known one stands in). Prior authorisations: `healink authorisations`; appeals: `healink appeals`.

Examples:
  healink --as alice claims register --admin charlie
  healink --as charlie claims officer --account dave --role examiner
  healink --as charlie claims plan --file scripts/plans/standard.toml
  healink --as charlie claims enrol --member eve --key 'https://example.org/members|HL-0001' --from 2026-01-01
  healink --as charlie claims deposit 100000.00
  healink --as charlie claims submit --fhir scripts/samples --shift-dates-to today --eob out/eob
  healink claims list --status pended
  healink claims show 7
  healink --as charlie claims review 7 --reduce 2:150.00:level-of-service
  healink --as charlie claims remit --all
  healink claims escrow")]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Register a payer (owner of the contract)
    Register(payer::Register),
    /// Give an account roles with the payer (payer's admin)
    Officer(payer::Officer),
    /// Publish a plan with its fee schedule (payer's admin)
    Plan(payer::Plan),
    /// Enrol a member under the plan (officer for enrolment)
    Enrol(payer::Enrol),
    /// Note the account of a provider for the claim files
    Provider(payer::Provider),
    /// Put tokens into the payer's escrow
    Deposit(escrow::Amount),
    /// Take free escrow back to the payer's admin account (treasurer)
    Withdraw(escrow::Amount),
    /// Show the payer's statement of escrow: free, promised, paid, owed by providers
    #[command(visible_alias = "statement")]
    Escrow(escrow::Statement),
    /// Submit the claims of FHIR R4 files (examiner, or the provider)
    Submit(submit::Submit),
    /// Replace a claim by the one of a file: as if the old one had never been (examiner, or the provider)
    Replace(submit::Replace),
    /// Take a claim back: as if it had never been (examiner, or the provider)
    Void(decide::Claim),
    /// Decide a claim that waits, with what holds now (anyone)
    Readjudicate(decide::Claim),
    /// Review a claim that waits for it: approve as priced, reduce, deny (examiner)
    Review(decide::Review),
    /// Pay providers for decided claims, less what they owe from reversed payments (anyone)
    Remit(escrow::Remit),
    /// List claims of a payer, a policy or a provider
    List(views::List),
    /// Show a claim line by line
    Show(views::Show),
    /// Show what a member or its family used up in a year
    Used(views::Used),
}

/// Runs the command.
///
/// # Errors
/// When the input is wrong, the node cannot be reached, or the contract refuses.
pub async fn run(ctx: &Context, args: Args) -> Result<()> {
    let desk = Desk::open(ctx).await?;
    match args.command {
        Command::Register(args) => payer::register(&desk, &args).await,
        Command::Officer(args) => payer::officer(&desk, &args).await,
        Command::Plan(args) => payer::plan(&desk, &args).await,
        Command::Enrol(args) => payer::enrol(&desk, &args).await,
        Command::Provider(args) => payer::provider(&desk, &args),
        Command::Deposit(args) => escrow::deposit(&desk, &args).await,
        Command::Withdraw(args) => escrow::withdraw(&desk, &args).await,
        Command::Escrow(args) => escrow::statement(&desk, &args).await,
        Command::Submit(args) => submit::submit(&desk, &args).await,
        Command::Replace(args) => submit::replace(&desk, &args).await,
        Command::Void(args) => decide::void(&desk, &args).await,
        Command::Readjudicate(args) => decide::readjudicate(&desk, &args).await,
        Command::Review(args) => decide::review(&desk, &args).await,
        Command::Remit(args) => escrow::remit(&desk, &args).await,
        Command::List(args) => views::list(&desk, &args).await,
        Command::Show(args) => views::show(&desk, &args).await,
        Command::Used(args) => views::used(&desk, &args).await,
    }
}
