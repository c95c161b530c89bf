//! `healink seed`.

use std::path::PathBuf;

use healink_domain::{Day, Jurisdiction};

use super::arg;
use crate::{
    deployment::Contracts,
    error::Result,
    fhir::{self, LoadOptions},
    paths,
    seed::{self, Seeder},
    Context,
};

/// Arguments.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Works on development chains only. alice owns the contracts, bob is the board, charlie the insurer; the members and providers of the
claim files get accounts of their own below //Healink.

Examples:
  healink seed
  healink seed --fhir ~/synthea/output/fhir --plan scripts/plans/open-filing.toml")]
pub struct Args {
    /// Claim files whose members and providers are prepared; the project's samples when left out
    #[arg(long, value_name = "FILE|FOLDER")]
    pub fhir: Option<PathBuf>,
    /// The plan; the project's standard plan when left out
    #[arg(long, value_name = "FILE")]
    pub plan: Option<PathBuf>,
    /// Shift all dates so that the newest service day becomes this one
    #[arg(long, value_name = "DATE", value_parser = arg::day)]
    pub shift_dates_to: Option<Day>,
    /// Place of services of which the source does not say where they were rendered
    #[arg(long, default_value = "US", value_name = "PLACE", value_parser = arg::place)]
    pub place: Jurisdiction,
}

/// Seeds the chain.
///
/// # Errors
/// When the chain is no development chain, the node cannot be reached or a contract refuses.
pub async fn run(ctx: &Context, args: &Args) -> Result<()> {
    let plan = seed::plan(args.plan.as_deref())?;
    let folder = match &args.fhir {
        Some(folder) => folder.clone(),
        None => paths::project()?.join("scripts/samples"),
    };
    let options = LoadOptions {
        place: args.place,
        currency: plan.currency.clone(),
        newest_service_day: args.shift_dates_to,
    };
    let loaded = fhir::load(&folder, &options)?;
    let chain = ctx.chain().await?;
    let contracts = Contracts::find(&chain).await?;
    let summary = Seeder::new(ctx, &chain, &contracts).await?.run(&plan, &loaded).await?;
    ctx.out.result(&summary, || {
        format!(
            "payer {}, plan {}: {} licences, {} members, {} consents, {} authorisations are new",
            summary.payer,
            summary.plan.0,
            summary.licences,
            summary.members,
            summary.consents,
            summary.authorisations
        )
    })
}
