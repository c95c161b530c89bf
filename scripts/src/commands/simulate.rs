//! `healink simulate`.

use std::path::{Path, PathBuf};

use healink_domain::{Day, Jurisdiction};

use crate::{
    eob::{self, Explained},
    error::Result,
    fhir::{self, LoadOptions, Loaded},
    paths,
    plan_file::PlanFile,
    simulate::{Assumptions, Carried, Consent, Decided, Received, Report, Simulation},
    text, Context,
};

/// Arguments.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Nothing is sent: the contract's rules run here, claim after claim, and deductibles, limits, duplicates and authorisations carry on
from one to the next.

Examples:
  healink simulate --plan scripts/plans/standard.toml --claims scripts/samples --shift-dates-to today
  healink simulate --plan scripts/plans/open-filing.toml --claims ~/synthea/output/fhir --json > result.json
  healink simulate --plan plan.toml --claims december.ndjson --accumulators november.json --out december.json")]
pub struct Args {
    /// The plan: terms and fee schedule, TOML or JSON
    #[arg(long, value_name = "FILE")]
    pub plan: PathBuf,
    /// Claims: a FHIR R4 file (Bundle, Claim, NDJSON), a plain JSON file, or a folder of such files
    #[arg(long, value_name = "FILE|FOLDER")]
    pub claims: PathBuf,
    /// What members used up before: the --out of an earlier simulation
    #[arg(long, value_name = "FILE")]
    pub accumulators: Option<PathBuf>,
    /// Write the result as JSON to this file too
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Write a FHIR ExplanationOfBenefit for each claim into this folder
    #[arg(long, value_name = "FOLDER")]
    pub eob: Option<PathBuf>,
    /// When the payer receives the claims: today, a date, or each on its service-day
    #[arg(long, default_value = "today", value_name = "WHEN", value_parser = received)]
    pub received: Received,
    /// Shift all dates so that the newest service day becomes this one, or the last before it that keeps calendar years whole
    #[arg(long, value_name = "DATE", value_parser = text::parse_date)]
    pub shift_dates_to: Option<Day>,
    /// Place of services of which the source does not say where they were rendered
    #[arg(long, default_value = "US", value_name = "PLACE", value_parser = text::parse_place)]
    pub place: Jurisdiction,
    /// Whether providers hold the credentials that the plan asks for
    #[arg(long, default_value_t = true, num_args = 0..=1, default_missing_value = "true", action = clap::ArgAction::Set, value_name = "true|false")]
    pub assume_credentialed: bool,
    /// A provider outside of the plan's network, by the key that the result names; repeat for several
    #[arg(long, value_name = "KEY")]
    pub out_of_network: Vec<String>,
    /// Assume that an examiner approves, as priced, every claim above the plan's ceiling; otherwise it waits
    #[arg(long)]
    pub assume_reviewed: bool,
    /// What patients say to the payer's use of claims for payment
    #[arg(long, value_enum, default_value_t = Consent::Permit)]
    pub consent: Consent,
}

fn received(written: &str) -> Result<Received> {
    match written {
        "service-day" => Ok(Received::ServiceDay),
        _ => text::parse_date(written).map(Received::On),
    }
}

/// Runs the simulation and prints its result.
///
/// # Errors
/// When the plan or the accumulators are wrong, or no claim can be used.
pub fn run(ctx: &Context, args: &Args) -> Result<()> {
    let plan = PlanFile::read(&args.plan)?;
    let options = LoadOptions {
        place: args.place,
        currency: plan.currency.clone(),
        newest_service_day: args.shift_dates_to,
    };
    let progress = ctx.out.spinner("reading claims");
    let loaded = fhir::load(&args.claims, &options)?;
    progress.finish();
    loaded.refuse_empty(&args.claims)?;
    let assumptions = Assumptions {
        credentialed: args.assume_credentialed,
        out_of_network: args.out_of_network.iter().cloned().collect(),
        reviewed: args.assume_reviewed,
        consent: args.consent,
        received: args.received,
    };
    let mut simulation = Simulation::new(&plan, assumptions, &loaded)?;
    if let Some(path) = &args.accumulators {
        simulation.carry_on_from(&Carried::read(path)?)?;
    }
    let progress = ctx.out.bar("deciding claims", u64::try_from(loaded.claims.len()).unwrap_or(u64::MAX));
    let mut decided = Vec::new();
    for source in &loaded.claims {
        decided.push(simulation.submit(source));
        progress.advance(1);
    }
    progress.finish();
    if let Some(folder) = &args.eob {
        explain(folder, &plan, &loaded, &decided)?;
        ctx.out.note(format!("Explanations of benefits are in {}", folder.display()));
    }
    let report = Report::new(&simulation, &loaded, &decided, assumed(args, &loaded));
    if let Some(path) = &args.out {
        paths::write_json(path, &report)?;
    }
    ctx.out.result(&report, || report.to_text(ctx.out.verbose))
}

/// Writes an explanation of benefits for each claim that the contract would take.
fn explain(folder: &Path, plan: &PlanFile, loaded: &Loaded, decided: &[Decided]) -> Result<()> {
    for (source, decided) in loaded.claims.iter().zip(decided) {
        let Ok((number, record)) = decided else { continue };
        let (created, insurer) = (record.evidence.received_on, plan.name.as_str());
        eob::write(folder, &Explained { source, number: *number, record, created, insurer, on_chain: None })?;
    }
    Ok(())
}

/// What was assumed, in words.
fn assumed(args: &Args, loaded: &Loaded) -> Vec<String> {
    let credentials = match args.assume_credentialed {
        true => "every provider holds the credentials that the plan asks for",
        false => "no provider holds a credential",
    };
    let consent = match args.consent {
        Consent::Permit => "every patient permits the payer's use of claims for payment",
        Consent::Deny => "every patient denies the payer's use of claims for payment",
        Consent::None => "no patient has said anything on the payer's use of claims for payment",
    };
    let received = match args.received {
        Received::On(day) => format!("all claims are received on {}", text::date(day)),
        Received::ServiceDay => "each claim is received on its day of service".into(),
    };
    let open = loaded.members.iter().filter(|member| member.cover.is_none()).count();
    let cover = (open > 0).then(|| {
        format!(
            "{open} of {} members, without a Coverage that says from when to when, are always covered",
            loaded.members.len()
        )
    });
    let shifted =
        (loaded.shifted_by != 0).then(|| format!("all dates are shifted by {} days", loaded.shifted_by));
    let network = (!args.out_of_network.is_empty())
        .then(|| format!("outside of the plan's network are {}", args.out_of_network.join(", ")));
    let reviewed = args
        .assume_reviewed
        .then(|| "an examiner approves every claim above the plan's ceiling as it is priced".into());
    let always = [credentials.into(), consent.into(), received].into_iter();
    always.chain(network).chain(reviewed).chain(cover).chain(shifted).collect()
}
