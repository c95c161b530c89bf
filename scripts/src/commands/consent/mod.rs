//! `healink consent`.

mod care;
mod files;
mod give;
mod receipts;
mod views;

use clap::Subcommand;
use healink_domain::{
    consent::{CategorySet, Grantee},
    credentials::Kind,
    Account, Jurisdiction,
};

use super::arg;
use crate::{
    error::{Error, Result},
    Context,
};

pub use views::decision;

/// Arguments.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Purposes (HL7 v3 ActReason): treatment, emergency-treatment, payment, operations, research, clinical-trial, public-health,
patient-request, family-request, care-management, marketing. Categories: all (every ordinary one), allergies, conditions,
medications, immunisations, procedures, results, vitals, imaging, notes, claims; sensitive ones have to be named: mental-health,
substance-use, hiv, reproductive, sexual-and-domestic-violence, genetic.

Examples:
  healink --as eve consent grant --to charlie --purpose payment --category claims
  healink --as eve consent grant --to-kind state-licence --place US-CA --purpose treatment --category all,mental-health
  healink --as eve consent deny --to charlie --purpose marketing --category all
  healink --as eve consent revoke --to charlie 1
  healink consent decide --patient eve --actor charlie --purpose payment --category claims
  healink consent evaluate --consent consents/ --actor Organization/f001 --purpose treatment --category results --on 2026-01-31
  healink --as eve consent import --consent consents/ --actor-is Organization/f001=charlie
  healink consent receipt verify out/receipts/RECEIPT.json
  healink --as eve consent care appoint --holder dave --role attorney --until 2030-01-01")]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Permit (the patient, or somebody who acts for them)
    Grant(give::Give),
    /// Deny (the patient, or somebody who acts for them)
    Deny(give::Give),
    /// Withdraw a grant, or all of a grantee; works also while the contract is paused
    Revoke(give::Revoke),
    /// What follows for a request, by what is on the chain?
    Decide(views::Ask),
    /// List the grants of a patient or to a grantee
    List(views::List),
    /// What follows for a request, by FHIR Consent files alone? Nothing is asked of any chain
    Evaluate(files::Evaluate),
    /// Make the grants that FHIR Consent files say, and report what they cannot say (the patient, or somebody who acts for them)
    Import(files::Import),
    /// Write a patient's grants as FHIR Consents
    Export(files::Export),
    /// Receipts: show, print, verify against the chain
    Receipt(receipts::Args),
    /// Who acts for a patient: guardians, powers of attorney, a court's lock, the dead man's switch
    Care(care::Args),
}

/// For whom a grant is.
#[derive(Debug, clap::Args)]
struct To {
    /// For an account
    #[arg(long, value_parser = arg::account, value_name = "ACCOUNT", required_unless_present = "to_kind", conflicts_with = "to_kind")]
    to: Option<Account>,
    /// For every provider with such a credential
    #[arg(long, value_parser = arg::kind, value_name = "KIND")]
    to_kind: Option<Kind>,
    /// Where that credential has to hold
    #[arg(long, value_parser = arg::place, requires = "to_kind")]
    place: Option<Jurisdiction>,
}

impl To {
    fn grantee(&self) -> Result<Grantee> {
        match (self.to, self.to_kind) {
            (Some(account), _) => Ok(Grantee::Account(account)),
            (None, Some(kind)) => Ok(Grantee::Credentialed { kind, jurisdiction: self.place }),
            (None, None) => Err(Error::usage("for whom? Give --to or --to-kind")),
        }
    }
}

/// Runs the command.
///
/// # Errors
/// When the input is wrong, the node cannot be reached, or the contract refuses.
pub async fn run(ctx: &Context, args: Args) -> Result<()> {
    match args.command {
        Command::Grant(args) => give::grant(ctx, &args).await,
        Command::Deny(args) => give::deny(ctx, &args).await,
        Command::Revoke(args) => give::revoke(ctx, &args).await,
        Command::Decide(args) => views::decide(ctx, &args).await,
        Command::List(args) => views::list(ctx, &args).await,
        Command::Evaluate(args) => files::evaluate(ctx, &args),
        Command::Import(args) => files::import(ctx, &args).await,
        Command::Export(args) => files::export(ctx, &args).await,
        Command::Receipt(args) => receipts::run(ctx, &args).await,
        Command::Care(args) => care::run(ctx, &args).await,
    }
}

fn union(categories: &[CategorySet]) -> CategorySet {
    categories.iter().fold(CategorySet::EMPTY, |all, one| all.union(*one))
}
