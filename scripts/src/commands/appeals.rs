//! `healink appeals`.

use clap::Subcommand;
use healink_domain::{
    claims::{ClaimId, Exception, GateSet, Ruling},
    Account,
};

use super::{
    arg,
    desk::{Desk, Document, Payer},
};
use crate::{error::Result, Context};

/// Arguments.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Level 1: the provider or the member appeals within the plan's days; an examiner of the payer rules. Level 2, after an upheld appeal
or when the payer let its time pass: an independent reviewer, appointed by governance, rules.

Overturning reverses the decision and decides a corrected claim by the same rules. A line that is named loses what an examiner said
on it; gates that are named behind it are waived: filed-in-time, not-duplicate, credentialed, covered, authorised, waiting-served.

Examples:
  healink --as dave appeals file 7 --document letter.pdf
  healink --as charlie appeals decide 1 --uphold --document ruling.pdf
  healink --as charlie appeals decide 1 --overturn 2 --overturn 3:authorised --document ruling.pdf
  healink --as alice appeals appoint ferdie
  healink appeals list --claim 7
  healink appeals list --open")]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Appeal against the decision on a claim (its provider, or the member)
    File(File),
    /// Uphold or overturn the decision (level 1: examiner; level 2: independent reviewer)
    Decide(Decide),
    /// List the appeals of a claim, or those that wait for a ruling
    List(List),
    /// Show an appeal
    Show(Id),
    /// Appoint an independent reviewer (owner of the contract)
    Appoint(Reviewer),
    /// Take an appointment back (owner of the contract)
    Dismiss(Reviewer),
}
