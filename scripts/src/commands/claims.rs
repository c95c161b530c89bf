//! `healink claims`.

mod manage;
mod submit;
mod views;

use clap::Subcommand;

use crate::{chain::Chain, deployment::Contracts, error::Result, Context};

pub use submit::{all_on_record, explain, find_all, rows, submit_all, table, Files, Submitted};

/// Arguments.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Codes, documents and members stand on the chain only as hashes under the payer's secret, which is read from HEALINK_PAYER_SECRET
(on development chains a well-known one stands in).

Examples:
  healink --as alice claims register --admin charlie
  healink --as charlie claims officer --account dave --role examiner
  healink --as charlie claims plan --file scripts/plans/standard.toml
  healink --as charlie claims enrol --member eve --key 'https://example.org/members|HL-0001' --from 2026-01-01
  healink --as charlie claims deposit 100000.00
  healink --as charlie claims submit --fhir scripts/samples --shift-dates-to today --eob out/eob
  healink claims list --status pended
  healink claims show 7
  healink --as charlie claims pay --all")]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Register a payer (owner of the contract)
    Register(manage::Register),
    /// Give an account roles with the payer (payer's admin)
    Officer(manage::Officer),
    /// Publish a plan with its fee schedule (payer's admin)
    Plan(manage::Plan),
    /// Enrol a member under the plan (officer for enrolment)
    Enrol(manage::Enrol),
    /// Note the account of a provider for the claim files
    Provider(manage::Provider),
    /// Authorise a service ahead of it (examiner)
    Authorise(manage::Authorise),
    /// Put tokens into the payer's escrow
    Deposit(manage::Amount),
    /// Take free escrow back to the payer's admin account (treasurer)
    Withdraw(manage::Amount),
    /// Show the payer's escrow
    Escrow(manage::Payer),
    /// Submit the claims of FHIR R4 files (examiner, or the provider)
    Submit(submit::Submit),
    /// Decide a claim that waits, with what holds now (anyone)
    Readjudicate(manage::Claim),
    /// Review a claim that waits for it (examiner)
    Review(manage::Claim),
    /// Pay decided claims from escrow (anyone)
    Pay(manage::Pay),
    /// List claims of a payer, a policy or a provider
    List(views::List),
    /// Show a claim line by line
    Show(views::Show),
}

/// Runs the command.
///
/// # Errors
/// When the input is wrong, the node cannot be reached, or the contract refuses.
pub async fn run(ctx: &Context, args: Args) -> Result<()> {
    let chain = ctx.chain().await?;
    let contracts = Contracts::find(&chain).await?;
    let desk = Desk { ctx, chain: &chain, contracts: &contracts };
    match args.command {
        Command::Register(args) => desk.register(&args).await,
        Command::Officer(args) => desk.officer(&args).await,
        Command::Plan(args) => desk.plan(&args).await,
        Command::Enrol(args) => desk.enrol(&args).await,
        Command::Provider(args) => desk.provider(&args),
        Command::Authorise(args) => desk.authorise(&args).await,
        Command::Deposit(args) => desk.deposit(&args).await,
        Command::Withdraw(args) => desk.withdraw(&args).await,
        Command::Escrow(args) => desk.escrow(&args).await,
        Command::Submit(args) => desk.submit(&args).await,
        Command::Readjudicate(args) => desk.decide_again("readjudicate", &args).await,
        Command::Review(args) => desk.decide_again("review", &args).await,
        Command::Pay(args) => desk.pay(&args).await,
        Command::List(args) => desk.list(&args).await,
        Command::Show(args) => desk.show(&args).await,
    }
}

/// What every claims command works with.
struct Desk<'a> {
    ctx: &'a Context,
    chain: &'a Chain,
    contracts: &'a Contracts,
}
