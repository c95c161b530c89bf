//! Submitting the claims of files, each once.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use futures_util::stream::{self, StreamExt};
use healink_domain::{
    claims::{Claim, ClaimId, ClaimRecord, PayerId, PolicyId, Totals},
    Day, Jurisdiction,
};
use serde::Serialize;

use crate::{
    chain::{
        contract::refused,
        session::{Action, Receipt, Session},
        Chain,
    },
    commands::{arg, desk::Desk},
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

/// What is said of a claim that was only tried.
const NOT_SENT: &str = "would be taken; nothing was sent";

/// Claims of one policy that one transaction submits: the contract's `MAX_BATCH`.
const BATCH: usize = 3;
/// Lines that they have together: the contract's `MAX_BATCH_LINES`. A claim with more goes alone.
const BATCH_LINES: usize = 18;

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

#[derive(Debug, clap::Args)]
pub(super) struct Replace {
    /// Number of the claim to replace
    claim: ClaimId,
    #[command(flatten)]
    files: Files,
    /// Which claim of the files takes its place, by its id; not needed when they hold one
    #[arg(long, value_name = "ID")]
    by: Option<String>,
}

/// Submits the claims of files.
pub(super) async fn submit(desk: &Desk<'_>, args: &Submit) -> Result<()> {
    let loaded = args.files.load()?;
    let session = desk.ctx.session(&desk.chain)?;
    let done = submit_all(&session, &desk.contracts, &loaded.claims, &desk.ctx.out).await?;
    if let Some(folder) = &args.eob {
        explain(&desk.chain, &desk.contracts, &done, &args.insurer, folder)?;
        desk.ctx.out.note(format!("Explanations of benefits are in {}", folder.display()));
    }
    let failed = done.iter().filter_map(Submitted::failure).count();
    let report = Report {
        submitted: done.iter().filter(|one| one.result.is_ok() && !one.known).count(),
        already_there: done.iter().filter(|one| one.known).count(),
        failed,
        claims: rows(&done),
        skipped: loaded.skipped.iter().map(ToString::to_string).collect(),
    };
    let text = || {
        let sum = format!(
            "{} submitted, {} already there, {failed} failed",
            report.submitted, report.already_there
        );
        let skipped = report.skipped.iter().map(|line| format!("\nskipped: {line}")).collect::<String>();
        format!("{}\n{sum}{skipped}", table(&done))
    };
    desk.ctx.out.result_and(&report, text, all_on_record(&done))
}

/// Submits the claim of a file in the place of another.
pub(super) async fn replace(desk: &Desk<'_>, args: &Replace) -> Result<()> {
    let loaded = args.files.load()?;
    let named = |claim: &&SourceClaim| args.by.as_ref().is_none_or(|id| *id == claim.id);
    let found: Vec<&SourceClaim> = loaded.claims.iter().filter(named).collect();
    let [source] = found.as_slice() else {
        let ids: Vec<&str> = loaded.claims.iter().map(|claim| claim.id.as_str()).collect();
        return Err(Error::usage(format!("{} claims of the files are meant, not one", found.len()))
            .hint(format!("name one with --by; the files hold {}", ids.join(", "))));
    };
    let directory = Directory::read(&desk.chain)?;
    let claim = directory.to_domain(source, &keyring(&desk.chain)?)?;
    desk.send(&desk.contracts.claims, "submit", (directory.payer()?, claim, Some(args.claim))).await
}

/// Submits claims, many at once, and reads back how they came out. A claim whose document the payer has already is not sent
/// again. The claims of one policy stay in their order, up to [`BATCH`] of them in one transaction.
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
    let refused = send(session, contracts, payer, &prepared, out).await;
    let read = sources.iter().zip(&prepared).enumerate().map(|(at, (source, prepared))| {
        let refused = refused.get(&at);
        async move {
            let result = match prepared {
                Err(error) => Err(error.clone()),
                Ok((claim, _)) => read_back(session, contracts, payer, claim, refused).await,
            };
            Submitted { source, result, known: matches!(prepared, Ok((_, true))) }
        }
    });
    Ok(stream::iter(read).buffered(VIEWS).collect().await)
}

/// Sends those that are new, in batches by policy. What was refused, by its place.
async fn send(
    session: &Session<'_>,
    contracts: &Contracts,
    payer: PayerId,
    prepared: &[Result<(Claim, bool)>],
    out: &Output,
) -> BTreeMap<usize, Error> {
    let batches = batches(prepared);
    let action = |(policy, batch): &Batch<'_>| match batch.as_slice() {
        [(_, only)] => Action::call(&contracts.claims, "submit", (payer, *only, None::<ClaimId>)),
        many => {
            let claims: Vec<&Claim> = many.iter().map(|(_, claim)| *claim).collect();
            Action::call(&contracts.claims, "submit_batch", (payer, *policy, claims))
        }
    };
    let actions: Vec<Action<'_>> = batches.iter().map(action).collect();
    let progress = out.bar("submitting claims", u64::try_from(actions.len()).unwrap_or(u64::MAX));
    let results = session.send_all(&actions, &progress).await;
    progress.finish();
    let mut refused = BTreeMap::new();
    for ((_, batch), result) in batches.iter().zip(results) {
        let errors = match result {
            Ok(receipt) => refusals(session.chain(), contracts, &receipt, batch.len()),
            Err(error) => vec![Some(error); batch.len()],
        };
        let places = batch.iter().map(|(at, _)| *at);
        refused.extend(places.zip(errors).filter_map(|(at, error)| Some((at, error?))));
    }
    refused
}

/// Claims of one policy, each with its place among all.
type Batch<'a> = (PolicyId, Vec<(usize, &'a Claim)>);

/// Those that are new, by policy in the order in which they were read, at most [`BATCH`] with [`BATCH_LINES`] together.
fn batches(prepared: &[Result<(Claim, bool)>]) -> Vec<Batch<'_>> {
    let mut by_policy: BTreeMap<PolicyId, Vec<Vec<(usize, &Claim)>>> = BTreeMap::new();
    for (at, prepared) in prepared.iter().enumerate() {
        let Ok((claim, false)) = prepared else { continue };
        let batches = by_policy.entry(claim.policy).or_default();
        match batches.last_mut().filter(|batch| has_room(batch, claim)) {
            Some(batch) => batch.push((at, claim)),
            None => batches.push(vec![(at, claim)]),
        }
    }
    let of_policy =
        |(policy, batches): (PolicyId, Vec<Vec<_>>)| batches.into_iter().map(move |batch| (policy, batch));
    by_policy.into_iter().flat_map(of_policy).collect()
}

/// Whether one message takes this claim too.
fn has_room(batch: &[(usize, &Claim)], claim: &Claim) -> bool {
    let lines = batch.iter().map(|(_, claim)| claim.lines.len()).chain([claim.lines.len()]);
    batch.len() < BATCH && lines.fold(0, usize::saturating_add) <= BATCH_LINES
}

/// Which claims of a batch were refused, and why: a batch goes on where one is.
fn refusals(chain: &Chain, contracts: &Contracts, receipt: &Receipt, count: usize) -> Vec<Option<Error>> {
    if count == 1 {
        return vec![None];
    }
    let results = contracts.claims.returned(chain, "submit_batch", receipt).unwrap_or_default();
    let result = |at: usize| results.get(at)?.get("Err").map(|error| refused("claims", "submit", error));
    (0..count).map(result).collect()
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

/// The record of a claim that was sent, or why it has none.
async fn read_back(
    session: &Session<'_>,
    contracts: &Contracts,
    payer: PayerId,
    claim: &Claim,
    refused: Option<&Error>,
) -> Result<(ClaimId, ClaimRecord)> {
    let missing = || match (refused, session.is_dry_run()) {
        (Some(error), _) => error.clone(),
        (None, true) => Error::usage(NOT_SENT),
        (None, false) => Error::refused("the contract refused it, although it did not when it was tried")
            .hint("the state moved on in between: run the command again"),
    };
    record_of(session.chain(), contracts, payer, claim).await?.ok_or_else(missing)
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

/// Nothing when every claim is on record, or would be.
///
/// # Errors
/// How many are not, and why the first is not.
pub fn all_on_record(done: &[Submitted<'_>]) -> Result<()> {
    let failed: Vec<&Error> = done.iter().filter_map(Submitted::failure).collect();
    let count = format!("{} of {} claims are not on the chain", failed.len(), done.len());
    failed.first().map_or(Ok(()), |first| Err((*first).clone().context(format!("{count}; the first"))))
}

impl Submitted<'_> {
    /// Why it is not on record, unless it was only tried.
    fn failure(&self) -> Option<&Error> {
        self.result.as_ref().err().filter(|error| error.message != NOT_SENT)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use healink_domain::{claims::Line, Account, Cents, CodeKey, Digest};

    fn claim(policy: PolicyId) -> Claim {
        Claim {
            policy,
            provider: Account([1; 32]),
            jurisdiction: Jurisdiction::parse("US").unwrap(),
            service_day: Day(1),
            lines: Vec::new(),
            authorisation: None,
            document: Digest([0; 32]),
        }
    }

    #[test]
    fn new_claims_go_by_policy_in_their_order_and_few_together() {
        let mut prepared: Vec<Result<(Claim, bool)>> =
            (0..25u32).map(|at| Ok((claim(if at % 2 == 0 { 7 } else { 3 }), false))).collect();
        prepared.push(Ok((claim(7), true)));
        prepared.push(Err(Error::usage("not enrolled")));
        let found: Vec<(PolicyId, Vec<usize>)> = batches(&prepared)
            .into_iter()
            .map(|(policy, batch)| (policy, batch.into_iter().map(|(at, _)| at).collect()))
            .collect();
        let chunks = |policy: PolicyId, first: usize| -> Vec<(PolicyId, Vec<usize>)> {
            let places: Vec<usize> = (first..25).step_by(2).collect();
            places.chunks(BATCH).map(|some| (policy, some.to_vec())).collect()
        };
        assert_eq!(found, [chunks(3, 1), chunks(7, 0)].concat());
    }

    #[test]
    fn a_batch_has_no_more_lines_than_one_message_takes_and_a_longer_claim_goes_alone() {
        let with = |lines| {
            let line = Line { code: CodeKey([0; 16]), units: 1, billed: Cents(1), prior_paid: Cents(0) };
            Ok((Claim { lines: vec![line; lines], ..claim(7) }, false))
        };
        let prepared = [10, 8, 1, 32, 9, 9, 1].map(with);
        let found: Vec<Vec<usize>> = batches(&prepared)
            .into_iter()
            .map(|(_, batch)| batch.into_iter().map(|(at, _)| at).collect())
            .collect();
        assert_eq!(found, [vec![0, 1], vec![2], vec![3], vec![4, 5], vec![6]]);
    }
}
