//! `healink demo`: everything from an empty machine to paid claims, and what happens when a licence or a consent ends.

mod credentials;
mod privacy;
mod story;

use std::{path::PathBuf, time::Instant};

use healink_domain::{Day, Jurisdiction};
use serde::Serialize;

use super::{
    arg,
    claims::{all_on_record, explain, rows, submit_all, table},
};
use crate::{
    chain::Chain,
    deployment::{self, Contracts},
    error::Result,
    fhir::{self, LoadOptions},
    networks::LOCAL,
    paths,
    seed::{self, Seeder, GOVERNANCE, INSURER},
    simulate::Row,
    toolchain, Context,
};

use self::{
    privacy::{Privacy, Step},
    story::{Scene, Story},
};

/// Arguments.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Run it again at any time: what is done is left out, the claims are found on the chain. The node goes on running.

Examples:
  healink demo
  healink demo --fhir ~/synthea/output/fhir --plan scripts/plans/open-filing.toml
  healink demo --stop")]
pub struct Args {
    /// Claim files: a FHIR R4 file or a folder; the project's samples when left out
    #[arg(long, value_name = "FILE|FOLDER")]
    pub fhir: Option<PathBuf>,
    /// The plan; the project's standard plan when left out
    #[arg(long, value_name = "FILE")]
    pub plan: Option<PathBuf>,
    /// Keep the dates of the files; without this they are shifted so that the newest service day is today
    #[arg(long)]
    pub keep_dates: bool,
    /// Place of services of which the source does not say where they were rendered
    #[arg(long, default_value = "US", value_name = "PLACE", value_parser = arg::place)]
    pub place: Jurisdiction,
    /// Stop the node that an earlier demo left running
    #[arg(long)]
    pub stop: bool,
}

#[derive(Serialize)]
struct Shown {
    claims: Vec<Row>,
    skipped: Vec<String>,
    explanations: PathBuf,
    story: Vec<Scene>,
    credentials: Vec<String>,
    privacy: Vec<Step>,
}

/// Runs the demonstration.
///
/// # Errors
/// When a step fails; run it again to go on from there.
pub async fn run(ctx: &Context, args: &Args) -> Result<()> {
    if args.stop {
        let stop = toolchain::node::Args { command: toolchain::node::Command::Stop };
        return toolchain::node::run(ctx, &stop);
    }
    let steps = Steps { ctx, start: Instant::now() };
    prepare(ctx, &steps)?;
    let chain = ctx.chain().await?;
    steps.say("deploying the contracts");
    let governance = ctx.development_session(&chain, GOVERNANCE)?;
    deployment::deploy(&governance, b"healink", |line| ctx.out.note(format!("  {line}"))).await?;
    let contracts = Contracts::find(&chain).await?;
    let shown = show(ctx, args, &steps, &chain, &contracts).await?;
    ctx.out.result(&shown, || next(&shown))
}

/// Machine, contracts, node: only for the local network.
fn prepare(ctx: &Context, steps: &Steps<'_>) -> Result<()> {
    if ctx.globals.network != LOCAL {
        return Ok(());
    }
    steps.say("preparing this machine (minutes the first time, then nothing)");
    toolchain::setup::prepare(false)?;
    steps.say("building the contracts");
    toolchain::build::contracts(&ctx.out, &[], false)?;
    steps.say("starting the node (its first build takes a while)");
    toolchain::node::ensure(ctx, &toolchain::node::StartArgs::default())?;
    Ok(())
}

async fn show(
    ctx: &Context,
    args: &Args,
    steps: &Steps<'_>,
    chain: &Chain,
    contracts: &Contracts,
) -> Result<Shown> {
    let plan = seed::plan(args.plan.as_deref())?;
    let today: Day = chain.today().await?;
    let project = paths::project()?;
    let options = LoadOptions {
        place: args.place,
        currency: plan.currency.clone(),
        newest_service_day: (!args.keep_dates).then_some(today),
    };
    let samples = project.join("scripts/samples");
    let loaded = fhir::load(args.fhir.as_deref().unwrap_or(&samples), &options)?;
    loaded.refuse_empty(args.fhir.as_deref().unwrap_or(&samples))?;
    steps.say("a board issues licences, an insurer enrols members, patients consent");
    Seeder::new(ctx, chain, contracts).await?.run(&plan, &loaded).await?;

    steps.say(&format!("the insurer submits {} claims", loaded.claims.len()));
    let insurer = ctx.development_session(chain, INSURER)?;
    let done = submit_all(&insurer, contracts, &loaded.claims, &ctx.out).await?;
    ctx.out.part(table(&done))?;
    let skipped: Vec<String> = loaded.skipped.iter().map(ToString::to_string).collect();
    for line in &skipped {
        ctx.out.note(format!("  cannot be used: {line}"));
    }
    all_on_record(&done)?;
    let explanations = project.join("out/eob");
    explain(chain, contracts, &done, &plan.name, &explanations)?;
    ctx.out.note(format!("  explanations of benefits, in FHIR, are in {}", explanations.display()));

    steps.say("a licence is suspended, a consent withdrawn, and the next claims show it");
    let story = Story::new(ctx, chain, contracts, &plan, today).await?.tell().await?;
    ctx.out.part(story::table(&story))?;

    steps.say(
        "a credential is signed off the chain, shown in part, verified, and falls with its accrediting body",
    );
    let credentials = credentials::tell(ctx, chain, contracts, today).await?;
    ctx.out.part(format!("  {}", credentials.join("\n  ")))?;
    steps.say("a patient withdraws, a clinic breaks the glass, a reviewer judges it");
    let privacy = Privacy::new(ctx, chain, contracts, &plan).await?.tell().await?;
    ctx.out.part(privacy::table(&privacy))?;
    Ok(Shown { claims: rows(&done), skipped, explanations, story, credentials, privacy })
}

/// What to try after it.
fn next(shown: &Shown) -> String {
    let program = std::env::current_exe().unwrap_or_else(|_| "healink".into());
    let first = shown.claims.iter().find_map(|row| row.number).unwrap_or(1);
    format!(
        "Done. The node goes on running. The program is {}
Try next:
  healink claims list
  healink claims show {first}
  healink claims escrow
  healink --as charlie claims pay --all
  healink credentials board list
  healink credentials expiring --within 365
  healink --as bob credentials import scripts/practitioners --verified today --stand-in-accounts
  healink --as eve consent grant --to charlie --purpose payment --category claims
  healink --as eve consent list --patient eve
  healink demo --stop",
        program.display()
    )
}

/// Says what is being done, and when.
struct Steps<'a> {
    ctx: &'a Context,
    start: Instant,
}

impl Steps<'_> {
    fn say(&self, what: &str) {
        self.ctx.out.note(format!("[{:>3} s] {what}", self.start.elapsed().as_secs()));
    }
}
