//! Submitting the claims of files, each once.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use futures_util::stream::{self, StreamExt};
use healink_domain::{
    claims::{Claim, ClaimId, ClaimRecord, PayerId, Totals},
    Day, Jurisdiction,
};
use serde::Serialize;

use super::Desk;
use crate::{
    chain::{
        session::{Action, Session},
        Chain,
    },
    commands::arg,
    deployment::Contracts,
    directory::{keyring, Directory},
    eob::{self, Explained, OnChain},
    error::{Error, Kind, Result},
    fhir::{self, LoadOptions, Loaded, SourceClaim},
    output::Output,
    simulate::{claims_table, sums, Row},
    text,
};

/// Views asked for at once.
const VIEWS: usize = 16;

/// The claim files, and how to read them.
#[derive(Debug, clap::Args)]
pub struct Files {
    /// Claims: a FHIR R4 file (Bundle, Claim, NDJSON), a plain JSON file, or a folder of such files
    #[arg(long, value_name = "FILE|FOLDER")]
    fhir: PathBuf,
    /// Shift all dates so that the newest service day becomes this one, or the last before it that keeps calendar years whole
    #[arg(long, value_name = "DATE", value_parser = arg::day)]
    shift_dates_to: Option<Day>,
    /// Place of services of which the source does not say where they were rendered
    #[arg(long, default_value = "US", value_name = "PLACE", value_parser = arg::place)]
    place: Jurisdiction,
    /// ISO 4217 code of the one currency that amounts may be in
    #[arg(long, default_value = "USD")]
    currency: String,
}

impl Files {
    /// Reads them.
    ///
    /// # Errors
    /// When they cannot be read or hold no claim.
    pub fn load(&self) -> Result<Loaded> {
        let options = LoadOptions {
            place: self.place,
            currency: self.currency.clone(),
            newest_service_day: self.shift_dates_to,
        };
        let loaded = fhir::load(&self.fhir, &options)?;
        loaded.refuse_empty(&self.fhir)?;
        Ok(loaded)
    }
}

#[derive(Debug, clap::Args)]
pub(super) struct Submit {
    #[command(flatten)]
    files: Files,
    /// Write a FHIR ExplanationOfBenefit for each claim into this folder
    #[arg(long, value_name = "FOLDER")]
    eob: Option<PathBuf>,
    /// The payer's name in those explanations
    #[arg(long, default_value = "Example Health Plan", value_name = "NAME", requires = "eob")]
    insurer: String,
}

/// What became of one claim of the files.
pub struct Submitted<'a> {
    /// The claim as read.
    pub source: &'a SourceClaim,
    /// Its number and record, or why it has none.
    pub result: Result<(ClaimId, ClaimRecord)>,
    /// Was it on the chain before?
    pub known: bool,
}

#[derive(Serialize)]
struct Report {
    claims: Vec<Row>,
    submitted: usize,
    already_there: usize,
    failed: usize,
    skipped: Vec<String>,
}

impl Desk<'_> {
    pub(super) async fn submit(&self, args: &Submit) -> Result<()> {
        let loaded = args.files.load()?;
        let session = self.ctx.session(self.chain)?;
        let done = submit_all(&session, self.contracts, &loaded.claims, &self.ctx.out).await?;
        if let Some(folder) = &args.eob {
            explain(self.chain, self.contracts, &done, &args.insurer, folder)?;
            self.ctx.out.note(format!("Explanations of benefits are in {}", folder.display()));
        }
        let failed = done.iter().filter(|one| one.result.is_err()).count();
        let report = Report {
            submitted: done.iter().filter(|one| one.result.is_ok() && !one.known).count(),
            already_there: done.iter().filter(|one| one.known).count(),
            failed,
            claims: rows(&done),
            skipped: loaded.skipped.iter().map(ToString::to_string).collect(),
        };
        self.ctx.out.result(&report, || {
            let sum = format!(
                "{} submitted, {} already there, {failed} failed",
                report.submitted, report.already_there
            );
            let skipped = report.skipped.iter().map(|line| format!("\nskipped: {line}")).collect::<String>();
            format!("{}\n{sum}{skipped}", table(&done))
        })?;
        all_on_record(&done)
    }
}

/// Submits claims, many at once, and reads back how they came out. A claim whose document the payer has already is not sent
/// again.
///
/// # Errors
/// When the node cannot be reached, or no payer is known here.
pub async fn submit_all<'a>(
    session: &Session<'_>,
    contracts: &Contracts,
    sources: &'a [SourceClaim],
    out: &Output,
) -> Result<Vec<Submitted<'a>>> {
    let chain = session.chain();
    let (directory, keyring) = (Directory::read(chain)?, keyring(chain)?);
    let payer = directory.payer()?;
    let look_up = sources.iter().map(|source| async {
        let claim = directory.to_domain(source, &keyring)?;
        let known = number_of(chain, contracts, payer, &claim).await?;
        Ok((claim, known.is_some()))
    });
    let prepared: Vec<Result<(Claim, bool)>> = stream::iter(look_up).buffered(VIEWS).collect().await;
    if let Some(Err(error)) = prepared.iter().find(|one| matches!(one, Err(e) if e.kind == Kind::Unreachable))
    {
        return Err(error.clone());
    }
    let new: Vec<usize> =
        (0..prepared.len()).filter(|at| matches!(prepared.get(*at), Some(Ok((_, false))))).collect();
    let claim_at = |at: &usize| prepared.get(*at).and_then(|one| one.as_ref().ok()).map(|(claim, _)| claim);
    let actions: Vec<Action<'_>> = new
        .iter()
        .filter_map(claim_at)
        .map(|claim| Action::call(&contracts.claims, "submit", (claim,)))
        .collect();
    let progress = out.bar("submitting claims", u64::try_from(actions.len()).unwrap_or(u64::MAX));
    let results = session.send_all(&actions, &progress).await;
    progress.finish();
    let sent: BTreeMap<usize, Result<()>> =
        new.iter().copied().zip(results.into_iter().map(|result| result.map(|_| ()))).collect();
    let read = sources.iter().zip(&prepared).enumerate().map(|(at, (source, prepared))| {
        let sent = sent.get(&at);
        async move {
            let result = match (prepared, sent) {
                (Err(error), _) | (_, Some(Err(error))) => Err(error.clone()),
                (Ok((claim, _)), _) => read_back(chain, contracts, payer, claim, session.is_dry_run()).await,
            };
            Submitted { source, result, known: matches!(prepared, Ok((_, true))) }
        }
    });
    Ok(stream::iter(read).buffered(VIEWS).collect().await)
}

/// Finds claims of the files that are on the chain.
///
/// # Errors
/// When the node cannot be reached, or no payer is known here.
pub async fn find_all<'a>(
    chain: &Chain,
    contracts: &Contracts,
    sources: &'a [SourceClaim],
) -> Result<Vec<Submitted<'a>>> {
    let (directory, keyring) = (Directory::read(chain)?, keyring(chain)?);
    let payer = directory.payer()?;
    let (directory, keyring) = (&directory, &keyring);
    let found = sources.iter().map(|source| async move {
        let result = async {
            let claim = directory.to_domain(source, keyring)?;
            record_of(chain, contracts, payer, &claim).await?.ok_or_else(|| {
                Error::usage("it is not on the chain")
                    .hint("submit it first; claims that were submitted with shifted dates need the same --shift-dates-to")
            })
        };
        let result = result.await;
        Submitted { source, known: result.is_ok(), result }
    });
    Ok(stream::iter(found).buffered(VIEWS).collect().await)
}

async fn number_of(
    chain: &Chain,
    contracts: &Contracts,
    payer: PayerId,
    claim: &Claim,
) -> Result<Option<ClaimId>> {
    contracts.claims.view(chain, "claim_by_document", (payer, claim.document)).await
}

async fn read_back(
    chain: &Chain,
    contracts: &Contracts,
    payer: PayerId,
    claim: &Claim,
    dry_run: bool,
) -> Result<(ClaimId, ClaimRecord)> {
    let missing = || match dry_run {
        true => Error::usage("not sent: --dry-run"),
        false => Error::internal("the claim was submitted but is not on record"),
    };
    record_of(chain, contracts, payer, claim).await?.ok_or_else(missing)
}

async fn record_of(
    chain: &Chain,
    contracts: &Contracts,
    payer: PayerId,
    claim: &Claim,
) -> Result<Option<(ClaimId, ClaimRecord)>> {
    let Some(id) = number_of(chain, contracts, payer, claim).await? else { return Ok(None) };
    let record: Option<ClaimRecord> = contracts.claims.view(chain, "claim", (id,)).await?;
    Ok(record.map(|record| (id, record)))
}

/// Writes an explanation of benefits for each claim on record.
///
/// # Errors
/// When one cannot be written.
pub fn explain(
    chain: &Chain,
    contracts: &Contracts,
    done: &[Submitted<'_>],
    insurer: &str,
    folder: &Path,
) -> Result<()> {
    let (genesis, contract) = (chain.genesis_hex(), chain.ss58(&contracts.claims.address));
    for one in done {
        let Ok((number, record)) = &one.result else { continue };
        let explained = Explained {
            source: one.source,
            number: *number,
            record,
            created: text::today(),
            insurer,
            on_chain: Some(OnChain { genesis: &genesis, contract: &contract }),
        };
        eob::write(folder, &explained)?;
    }
    Ok(())
}

fn row(one: &Submitted<'_>) -> Row {
    match &one.result {
        Ok((number, record)) => Row::decided(one.source, *number, record),
        Err(error) => Row::refused(one.source, error.message.clone()),
    }
}

/// The claims as rows of a report.
pub fn rows(done: &[Submitted<'_>]) -> Vec<Row> {
    done.iter().map(row).collect()
}

/// The claims as a table: what was billed, allowed and paid, and why; the sums are of those on record.
pub fn table(done: &[Submitted<'_>]) -> String {
    let on_record = done.iter().filter_map(|one| one.result.as_ref().ok());
    let totals: Vec<Totals> = on_record.map(|(_, record)| record.totals).collect();
    claims_table(&rows(done), &sums(&totals))
}

/// Nothing when every claim is on record.
///
/// # Errors
/// How many are not, and why the first is not.
pub fn all_on_record(done: &[Submitted<'_>]) -> Result<()> {
    let failed = done.iter().filter(|one| one.result.is_err()).count();
    match done.iter().find_map(|one| one.result.as_ref().err()) {
        None => Ok(()),
        Some(first) => Err(first.clone().context(format!("{failed} claims are not on the chain; the first"))),
    }
}
