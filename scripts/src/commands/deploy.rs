//! `healink deploy`.

use crate::{deployment, output, Context, Result};

/// Arguments.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Run it again at any time: what is there already is left alone, an interrupted deployment goes on where it stopped. Addresses are
recorded in deployments/<genesis hash>.json.

Examples:
  healink deploy
  healink --as alice deploy local
  HEALINK_KEY=\"$(cat phrase)\" healink deploy bittensor-test
  healink --dry-run deploy")]
pub struct Args {
    /// Network to deploy to, as --network
    pub target: Option<String>,
    /// Tells several deployments of one account apart
    #[arg(long, default_value = "healink", value_name = "TEXT")]
    pub salt: String,
}

/// Deploys the contracts.
///
/// # Errors
/// When a contract is not built, there is no key, or the chain refuses.
pub async fn run(ctx: &Context, args: &Args) -> Result<()> {
    let chain = ctx.chain_at(args.target.as_deref().unwrap_or(&ctx.globals.network)).await?;
    let session = ctx.session_or(&chain, GOVERNANCE)?;
    let record = deployment::deploy(&session, args.salt.as_bytes(), |line| ctx.out.note(line)).await?;
    ctx.out.result(&record, || {
        let row = |(name, entry): (&String, &deployment::Entry)| {
            let block = entry.block.map(|block| block.to_string()).unwrap_or_default();
            vec![name.clone(), entry.address.clone(), entry.version.clone(), block]
        };
        output::table(
            &["contract", "address", "version", "block"],
            &["block"],
            record.contracts.iter().map(row),
        )
    })
}

/// The development account that owns the contracts.
pub const GOVERNANCE: &str = "alice";
