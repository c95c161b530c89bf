//! Explanations of benefits for claims on the chain.

use std::path::PathBuf;

use healink_domain::claims::ClaimId;

use super::claims::{all_on_record, explain, find_all, rows, table, Files};
use crate::{
    deployment::Contracts,
    error::{Error, Result},
    Context,
};

/// Arguments.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
The chain holds keyed codes only, so the claim files are needed to explain what was billed.

Examples:
  healink eob --fhir claims/
  healink eob 7 --fhir claims/ --out explanations")]
pub struct Args {
    /// Only this claim, by its number on the chain
    claim: Option<ClaimId>,
    #[command(flatten)]
    files: Files,
    /// Folder to write into: one FHIR R4 ExplanationOfBenefit for each claim
    #[arg(long, default_value = "out/eob", value_name = "FOLDER")]
    out: PathBuf,
    /// The payer's name in the explanations
    #[arg(long, default_value = "Example Health Plan", value_name = "NAME")]
    insurer: String,
}

/// Writes the explanations.
///
/// # Errors
/// When the node cannot be reached, a claim of the files is not on the chain, or one cannot be written.
pub async fn run(ctx: &Context, args: &Args) -> Result<()> {
    let chain = ctx.chain().await?;
    let contracts = Contracts::find(&chain).await?;
    let loaded = args.files.load()?;
    let mut found = find_all(&chain, &contracts, &loaded.claims).await?;
    if let Some(wanted) = args.claim {
        found.retain(|one| matches!(one.result, Ok((number, _)) if number == wanted));
        if found.is_empty() {
            return Err(Error::usage(format!("claim {wanted} is not among those of the files"))
                .hint("give the files that it was submitted from; see `healink claims list` for numbers"));
        }
    }
    explain(&chain, &contracts, &found, &args.insurer, &args.out)?;
    let written = || format!("{}\nwritten to {}", table(&found), args.out.display());
    ctx.out.result_and(&rows(&found), written, all_on_record(&found))
}
