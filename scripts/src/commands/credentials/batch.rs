//! Issue many credentials: from lists, and from FHIR R4 Practitioners.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use futures_util::stream::{self, StreamExt};
use healink_domain::{
    credentials::{fits_batch, BoardId, CredentialId, IssueRequest, Kind},
    Account, Day, Digest, Jurisdiction,
};
use serde::Serialize;

use super::{
    desk::{documents, Desk},
    issue::Prepared,
};
use crate::{
    chain::{
        account,
        session::{Action, Session},
    },
    commands::arg,
    credential::{did, list},
    error::{Error, Result},
    fhir::{self, Finding, ImportOptions, Imported, Origin, SourceCredential},
    names, output,
    seed::party_key,
};

/// Providers looked up at once.
const VIEWS: usize = 16;

#[derive(Debug, clap::Args)]
#[command(after_help = "\
The first line of a CSV file names the columns: provider, npi, kind, taxonomy, place, from, expires, verified; every other column
is a field of the document, such as licenceNumber. A JSON file is a list of objects with the same names.

Example:
  healink --as bob credentials batch licences.csv --place US-CA --verified today")]
pub(super) struct Batch {
    /// The list: CSV, or JSON in a file named .json
    file: PathBuf,
    #[command(flatten)]
    defaults: Defaults,
}

#[derive(Debug, clap::Args)]
#[command(after_help = "\
What is taken from a qualification is said in docs/formats.md. A practitioner's account is an identifier of the system
https://chainagnostic.org/CAIPs/caip-10, or found by the NPI in --accounts.

Examples:
  healink --as bob credentials import practitioners.json --accounts accounts.csv --verified 2026-01-05
  healink --as bob credentials import scripts/practitioners --verified today --stand-in-accounts")]
pub(super) struct Import {
    /// A FHIR R4 file (Bundle, Practitioner, NDJSON), or a folder of such files
    path: PathBuf,
    #[command(flatten)]
    defaults: Defaults,
}

/// What stands in where a source leaves something open.
#[derive(Debug, clap::Args)]
pub(super) struct Defaults {
    /// Number of the board; needed when the account acts for several
    #[arg(long, value_name = "NUMBER")]
    board: Option<BoardId>,
    /// Where it holds, if the source does not say
    #[arg(long, value_parser = arg::place)]
    place: Option<Jurisdiction>,
    /// Kind of credential, if the source does not say
    #[arg(long, value_parser = arg::kind)]
    kind: Option<Kind>,
    /// First day on which it no longer holds, if the source does not say
    #[arg(long, value_parser = arg::day, value_name = "DATE")]
    expires: Option<Day>,
    /// Day of the primary-source verification, if the source does not say
    #[arg(long, value_parser = arg::day, value_name = "DATE")]
    verified: Option<Day>,
    /// Accounts by NPI: CSV with the columns npi and provider
    #[arg(long, value_name = "FILE")]
    accounts: Option<PathBuf>,
    /// On a development chain: accounts made up from the NPI for providers without one
    #[arg(long)]
    stand_in_accounts: bool,
    /// The NUCC's list of codes, as nucc.org publishes it (CSV): only codes in it are taken
    #[arg(long, value_name = "FILE")]
    nucc: Option<PathBuf>,
}

/// What became of one credential of a source.
#[derive(Clone, Debug, Serialize)]
struct Row {
    origin: Origin,
    npi: String,
    kind: String,
    place: String,
    credential: Option<CredentialId>,
    outcome: String,
}

#[derive(Serialize)]
struct Report {
    credentials: Vec<Row>,
    issued: usize,
    already_there: usize,
    refused: usize,
    skipped: Vec<String>,
    remarks: Vec<String>,
    passed_over: BTreeMap<String, usize>,
}

/// A credential of a source, ready to be issued.
pub(super) struct Ready {
    origin: Origin,
    prepared: Prepared,
}

/// What became of it.
enum Fate {
    Issued(Option<CredentialId>),
    Known(CredentialId),
    Refused(String),
}

impl Desk<'_> {
    pub(super) async fn batch(&self, args: &Batch) -> Result<()> {
        let imported = list::read(&args.file, &args.defaults.options()?)?;
        self.issue_imported(imported, &args.defaults).await
    }

    pub(super) async fn import(&self, args: &Import) -> Result<()> {
        let imported = fhir::import(&args.path, &args.defaults.options()?)?;
        if imported.practitioners == 0 && imported.skipped.is_empty() {
            return Err(Error::usage(format!("no Practitioner in {}", args.path.display()))
                .hint("name a FHIR R4 file or folder with Practitioner resources"));
        }
        self.issue_imported(imported, &args.defaults).await
    }

    async fn issue_imported(&self, mut imported: Imported, defaults: &Defaults) -> Result<()> {
        let ready = self.make_ready(&mut imported, defaults)?;
        let fates = match ready.is_empty() {
            true => Vec::new(),
            false => {
                let session = self.session()?;
                let board = self.board_of(session.account(), defaults.board).await?;
                self.issue_all(&session, board, &ready).await?
            }
        };
        let report = Report::new(&ready, &fates, &imported);
        self.ctx.out.result(&report, || report.text())?;
        report.refuse_failures()
    }

    /// Finds the accounts and makes the documents; what has none, or stands twice in the source, is skipped with the reason.
    pub(super) fn make_ready(&self, imported: &mut Imported, defaults: &Defaults) -> Result<Vec<Ready>> {
        let accounts = Accounts::new(self, defaults)?;
        let (mut ready, mut seen) = (Vec::<Ready>::new(), BTreeMap::<Digest, Origin>::new());
        let sources = std::mem::take(&mut imported.credentials);
        let progress = self.ctx.out.bar("making the documents", count(sources.len()));
        for source in sources {
            progress.advance(1);
            let made = accounts
                .of(&source)
                .and_then(|account| self.with_document(source.request(account), &source.details, None));
            let mut skip =
                |reason: String| imported.skipped.push(Finding { origin: source.origin.clone(), reason });
            match made {
                Err(error) => skip(match error.hint {
                    Some(hint) => format!("{}; {hint}", error.message),
                    None => error.message,
                }),
                Ok(prepared) => match seen.get(&prepared.request.document) {
                    Some(first) => skip(format!("is the same as {first}")),
                    None => {
                        seen.insert(prepared.request.document, source.origin.clone());
                        ready.push(Ready { origin: source.origin, prepared });
                    }
                },
            }
        }
        progress.finish();
        // Credentials of one provider side by side: a batch writes the provider's row once.
        ready.sort_by_key(|one| one.prepared.request.provider);
        Ok(ready)
    }

    /// Issues what is not on record yet, in batches.
    async fn issue_all(&self, session: &Session<'_>, board: BoardId, ready: &[Ready]) -> Result<Vec<Fate>> {
        let known = self.known(ready).await?;
        let new: Vec<usize> =
            (0..ready.len()).filter(|at| known.get(*at).is_some_and(Option::is_none)).collect();
        let mut fates: BTreeMap<usize, Fate> =
            (0..).zip(&known).filter_map(|(at, known)| known.map(|id| (at, Fate::Known(id)))).collect();
        let mut batches = Vec::new();
        for batch in in_batches(ready, &new) {
            batches.push(self.without_refused(board, ready, batch, &mut fates).await?);
        }
        batches.retain(|batch| !batch.is_empty());
        if !session.is_dry_run() {
            self.keep_documents(ready, batches.iter().flatten())?;
        }
        let requests = batches.iter().map(|batch| requests(ready, batch));
        let actions: Vec<Action<'_>> = requests
            .map(|batch| Action::call(&self.contracts.credentials, "issue", (board, batch)))
            .collect();
        let what = format!("issuing {} credentials in batches", batches.iter().map(Vec::len).sum::<usize>());
        let progress = self.ctx.out.bar(what, count(actions.len()));
        let results = session.send_all(&actions, &progress).await;
        progress.finish();
        for (batch, result) in batches.iter().zip(results) {
            let first = match result {
                Ok(receipt) => {
                    let first = self.contracts.field(self.chain, &receipt, "CredentialsIssued", "first")?;
                    Ok(first)
                }
                Err(error) => Err(error.message),
            };
            for (at, number) in batch.iter().zip(0u64..) {
                fates.insert(
                    *at,
                    match &first {
                        Ok(first) => Fate::Issued(first.map(|first: u64| first.saturating_add(number))),
                        Err(why) => Fate::Refused(why.clone()),
                    },
                );
            }
        }
        Ok(fates.into_values().collect())
    }

    /// The number of each on the chain, where it is there already.
    async fn known(&self, ready: &[Ready]) -> Result<Vec<Option<CredentialId>>> {
        let providers: BTreeSet<Account> = ready.iter().map(|one| one.prepared.request.provider).collect();
        let progress = self.ctx.out.bar("looking for what is on the chain already", count(providers.len()));
        let shown = &progress;
        let held = providers.into_iter().map(|provider| async move {
            let held = self.list_of(super::Of::Provider(provider)).await?;
            shown.advance(1);
            Ok(held.into_iter().map(|(id, one)| (one.claim.document, id)).collect::<Vec<_>>())
        });
        let held: Vec<Result<Vec<(Digest, CredentialId)>>> =
            stream::iter(held).buffered(VIEWS).collect().await;
        let held: Vec<Vec<_>> = held.into_iter().collect::<Result<_>>()?;
        let held: BTreeMap<Digest, CredentialId> = held.into_iter().flatten().collect();
        Ok(ready.iter().map(|one| held.get(&one.prepared.request.document).copied()).collect())
    }

    /// The part of a batch that the contract would issue: it takes a batch whole or not at all.
    async fn without_refused(
        &self,
        board: BoardId,
        ready: &[Ready],
        mut batch: Vec<usize>,
        fates: &mut BTreeMap<usize, Fate>,
    ) -> Result<Vec<usize>> {
        while !batch.is_empty() {
            let tried = (board, requests(ready, &batch));
            let Err(error) = self.contracts.credentials.show(self.chain, "issue", tried).await else { break };
            let at = error.detail.as_ref().and_then(|detail| detail.pointer("/error/Issue/at")?.as_u64());
            let at = at.and_then(|at| usize::try_from(at).ok()).filter(|at| *at < batch.len());
            let Some(at) = at else { return Err(error) };
            fates.insert(batch.remove(at), Fate::Refused(error.message));
        }
        Ok(batch)
    }

    fn keep_documents<'r>(&self, ready: &[Ready], which: impl Iterator<Item = &'r usize>) -> Result<()> {
        let folder = documents()?;
        for one in which.filter_map(|at| ready.get(*at)) {
            if let Some(document) = &one.prepared.document {
                document.write(&folder)?;
            }
        }
        Ok(())
    }

    /// A list, ready to be signed.
    pub(super) fn requests_of(&self, batch: &Batch) -> Result<Vec<Prepared>> {
        let mut imported = list::read(&batch.file, &batch.defaults.options()?)?;
        let ready = self.make_ready(&mut imported, &batch.defaults)?;
        match imported.skipped.first() {
            None => Ok(ready.into_iter().map(|one| one.prepared).collect()),
            Some(first) => Err(Error::usage(format!(
                "{} rows cannot be used; the first: {first}",
                imported.skipped.len()
            ))
            .hint("an officer signs a list whole: mend the rows, or leave them out")),
        }
    }
}

impl Import {
    pub(super) fn path(&self) -> &Path {
        &self.path
    }
}

impl Batch {
    pub(super) fn file(&self) -> &Path {
        &self.file
    }

    pub(super) fn board(&self) -> Option<BoardId> {
        self.defaults.board
    }
}

fn count(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}

/// Batches that the contract takes, in order.
fn in_batches(ready: &[Ready], which: &[usize]) -> Vec<Vec<usize>> {
    let mut batches: Vec<Vec<usize>> = Vec::new();
    for at in which {
        let fits = batches.last().is_some_and(|last| {
            let longer = [last.as_slice(), &[*at]].concat();
            fits_batch(&requests(ready, &longer))
        });
        match batches.last_mut().filter(|_| fits) {
            Some(last) => last.push(*at),
            None => batches.push(vec![*at]),
        }
    }
    batches
}

fn requests(ready: &[Ready], which: &[usize]) -> Vec<IssueRequest> {
    which.iter().filter_map(|at| ready.get(*at)).map(|one| one.prepared.request.clone()).collect()
}

impl Defaults {
    fn options(&self) -> Result<ImportOptions> {
        Ok(ImportOptions {
            place: self.place,
            kind: self.kind,
            expires: self.expires,
            verified: self.verified,
            specialities: self.nucc.as_deref().map(list::specialities).transpose()?,
        })
    }
}

/// Where the accounts of providers come from.
struct Accounts {
    chain: String,
    listed: BTreeMap<String, String>,
    stand_in: bool,
}

impl Accounts {
    fn new(desk: &Desk<'_>, defaults: &Defaults) -> Result<Self> {
        if defaults.stand_in_accounts && !desk.chain.is_development {
            return Err(Error::usage("--stand-in-accounts makes accounts up whose keys everybody knows")
                .hint("it is for development chains only: list the accounts in a file for --accounts"));
        }
        Ok(Self {
            chain: did::chain(&desk.chain.genesis_hex()),
            listed: defaults.accounts.as_deref().map(list::accounts).transpose()?.unwrap_or_default(),
            stand_in: defaults.stand_in_accounts,
        })
    }

    fn of(&self, source: &SourceCredential) -> Result<Account> {
        let npi = source.npi.to_string();
        match source.account.as_ref().or_else(|| self.listed.get(&npi)) {
            Some(text) if text.contains(':') => account::parse(did::address(&self.chain, text)?),
            Some(text) => account::parse(text),
            None if self.stand_in => Ok(account::of(&party_key("provider", &format!("npi|{npi}"))?)),
            None => Err(Error::usage(format!("no account is known for NPI {npi}"))
                .hint("give the accounts with --accounts, on a development chain also --stand-in-accounts")),
        }
    }
}

impl SourceCredential {
    /// As the contract takes it, its document still to be made.
    fn request(&self, provider: Account) -> IssueRequest {
        IssueRequest {
            provider,
            npi: self.npi,
            kind: self.kind,
            taxonomy: self.taxonomy,
            jurisdiction: self.place,
            valid_from: self.valid_from,
            expires_on: self.expires_on,
            verified_on: self.verified_on,
            document: Digest::default(),
            renews: None,
        }
    }
}

impl Report {
    fn new(ready: &[Ready], fates: &[Fate], imported: &Imported) -> Self {
        let lines = |findings: &[Finding]| findings.iter().map(ToString::to_string).collect();
        let number = |is_it: fn(&Fate) -> bool| fates.iter().filter(|fate| is_it(fate)).count();
        Self {
            credentials: ready.iter().zip(fates).map(|(one, fate)| Row::new(one, fate)).collect(),
            issued: number(|fate| matches!(fate, Fate::Issued(_))),
            already_there: number(|fate| matches!(fate, Fate::Known(_))),
            refused: number(|fate| matches!(fate, Fate::Refused(_))),
            skipped: lines(&imported.skipped),
            remarks: lines(&imported.remarks),
            passed_over: imported.passed_over.clone(),
        }
    }

    fn text(&self) -> String {
        let header = ["credential", "NPI", "kind", "place", "outcome", "from"];
        let rows = self.credentials.iter().map(|row| {
            let number = row.credential.map(|id| id.to_string()).unwrap_or_default();
            let origin = row.origin.to_string();
            vec![number, row.npi.clone(), row.kind.clone(), row.place.clone(), row.outcome.clone(), origin]
        });
        let passed_over: Vec<String> =
            self.passed_over.iter().map(|(kind, count)| format!("{count} {kind}")).collect();
        let lists =
            [("Skipped", &self.skipped), ("Remarks", &self.remarks), ("Of no use here", &passed_over)];
        let lists = lists.into_iter().filter(|(_, lines)| !lines.is_empty());
        let lists = lists.map(|(title, lines)| format!("\n{title}:\n  {}", lines.join("\n  ")));
        format!(
            "{}\n{} issued, {} already there, {} refused, {} skipped{}",
            output::table(&header, &["credential"], rows),
            self.issued,
            self.already_there,
            self.refused,
            self.skipped.len(),
            lists.collect::<String>()
        )
    }

    /// Nothing when everything that could be read is on the chain.
    fn refuse_failures(&self) -> Result<()> {
        if self.credentials.is_empty() {
            return Err(Error::usage("nothing can be issued")
                .hint(self.skipped.first().map_or("the source holds no credential", String::as_str)));
        }
        match self.credentials.iter().find(|row| row.outcome.starts_with("refused")) {
            None => Ok(()),
            Some(first) => Err(Error::refused(format!(
                "{} credentials were refused; the first: {}: {}",
                self.refused, first.origin, first.outcome
            ))
            .hint("what was issued stays; mend the rest and run the command again")),
        }
    }
}

impl Row {
    fn new(one: &Ready, fate: &Fate) -> Self {
        let request = &one.prepared.request;
        let (credential, outcome) = match fate {
            Fate::Issued(None) => (None, "would be issued".to_owned()),
            Fate::Issued(id) => (*id, "issued".to_owned()),
            Fate::Known(id) => (Some(*id), "already there".to_owned()),
            Fate::Refused(why) => (None, format!("refused: {why}")),
        };
        Self {
            origin: one.origin.clone(),
            npi: request.npi.to_string(),
            kind: names::name(request.kind),
            place: request.jurisdiction.to_string(),
            credential,
            outcome,
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::text;

    fn ready(provider: u8, number: u8) -> Ready {
        let source = SourceCredential {
            origin: Origin { file: "f".into(), line: Some(usize::from(number)), path: String::new() },
            account: None,
            npi: text::parse_npi("1234567893").unwrap(),
            kind: Kind::StateLicence,
            taxonomy: None,
            place: text::parse_place("US-CA").unwrap(),
            valid_from: Day(20_000),
            expires_on: Day(20_100),
            verified_on: Day(19_990),
            details: BTreeMap::new(),
        };
        let request = source.request(Account([provider; 32]));
        Ready { origin: source.origin, prepared: Prepared { request, document: None } }
    }

    #[test]
    fn every_batch_is_one_that_the_contract_takes_and_nothing_is_lost() {
        let of_many: Vec<Ready> = (0..100).map(|number| ready(number, number)).collect();
        let of_few: Vec<Ready> = (0..100).map(|number| ready(number / 25, number)).collect();
        for (ready, most) in [(of_many, 30), (of_few, 50)] {
            let which: Vec<usize> = (0..ready.len()).filter(|at| at % 7 != 0).collect();
            let batches = in_batches(&ready, &which);
            assert_eq!(batches.concat(), which);
            assert!(batches.iter().all(|batch| fits_batch(&requests(&ready, batch))));
            assert_eq!(batches.iter().map(Vec::len).max(), Some(most), "as full as they can be");
        }
        assert!(in_batches(&[], &[]).is_empty());
    }
}
