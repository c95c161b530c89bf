//! `healink access`.

use std::path::PathBuf;

use clap::Subcommand;
use healink_domain::{
    consent::{AccessRequest, Action, CategorySet, Disclosure, Happening, LogEntry, Purpose},
    Account, Day, Digest, Period,
};
use serde_json::{json, Value};

use super::{arg, consent::decision, report};
use crate::{
    chain::{account, Chain},
    consent::Sealed,
    deployment::Contracts,
    error::{Error, Result, ResultExt},
    names, output, text, Context,
};

/// Arguments.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Only the salted hash of a record reaches the chain. A refused access is recorded too, and the command then ends with exit code 1.

Examples:
  healink --as charlie access record --patient eve --record 0x… --purpose treatment --category results
  healink --as charlie access record --patient eve --file report.pdf --purpose treatment --category results
  healink access log --patient eve")]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Ask for a record and have that recorded: permitted, redacted, in an emergency, or denied
    Record(Record),
    /// Everything that happened to a patient's records, newest first
    Log(Log),
}

#[derive(Debug, clap::Args)]
struct Record {
    /// The patient
    #[arg(long, value_parser = arg::account, value_name = "ACCOUNT")]
    patient: Account,
    /// Salted hash of the record
    #[arg(long, value_parser = arg::digest, value_name = "HASH", required_unless_present = "file", conflicts_with = "file")]
    record: Option<Digest>,
    /// The record: it is hashed here under a random salt, which is kept in out/sealed
    #[arg(long, value_name = "FILE")]
    file: Option<PathBuf>,
    /// Why
    #[arg(long, value_parser = arg::purpose)]
    purpose: Purpose,
    /// Which categories it holds; repeat, or separate by commas
    #[arg(long, required = true, value_parser = arg::categories, value_delimiter = ',')]
    category: Vec<CategorySet>,
    /// To do what: read or share
    #[arg(long, default_value = "read", value_parser = arg::action)]
    action: Action,
    /// Day of the data; today when left out
    #[arg(long, value_parser = arg::day, value_name = "DATE")]
    data: Option<Day>,
    /// First day that no longer counts, where the data are of several days
    #[arg(long, value_parser = arg::day, value_name = "DATE", requires = "data")]
    data_until: Option<Day>,
}

#[derive(Debug, clap::Args)]
struct Log {
    /// The patient
    #[arg(long, value_parser = arg::account, value_name = "ACCOUNT")]
    patient: Account,
    /// Show at most so many entries; all when left out
    #[arg(long, value_name = "NUMBER")]
    newest: Option<usize>,
}

/// Runs the command.
///
/// # Errors
/// When the input is wrong, the node cannot be reached, or the access is refused.
pub async fn run(ctx: &Context, args: Args) -> Result<()> {
    let chain = ctx.chain().await?;
    let contracts = Contracts::find(&chain).await?;
    match args.command {
        Command::Record(args) => record(ctx, &chain, &contracts, &args).await,
        Command::Log(args) => log(ctx, &chain, &contracts, &args).await,
    }
}

impl Record {
    fn request(&self, today: Day) -> Result<AccessRequest> {
        let data = match (self.data, self.data_until) {
            (Some(from), until @ Some(_)) => Period { from, until },
            (data, _) => Period::day(data.unwrap_or(today)),
        };
        let record = match (&self.record, &self.file) {
            (Some(record), _) => *record,
            (None, Some(file)) => seal(file)?,
            (None, None) => return Err(Error::usage("which record? Give --record or --file")),
        };
        let categories = self.category.iter().fold(CategorySet::EMPTY, |all, one| all.union(*one));
        Ok(AccessRequest { purpose: self.purpose, categories, action: self.action, data, record })
    }
}

/// The hash of a file under a random salt, which is kept.
fn seal(file: &std::path::Path) -> Result<Digest> {
    let content = std::fs::read(file).or_usage(format!("reading {}", file.display()))?;
    let digest = hex::encode(sp_crypto_hashing::blake2_256(&content));
    let sealed = Sealed::new("record: BLAKE2-256 of the file", &digest)?;
    sealed.write(std::path::Path::new(crate::consent::sealed::FOLDER))?;
    sealed.digest()
}

async fn record(ctx: &Context, chain: &Chain, contracts: &Contracts, args: &Record) -> Result<()> {
    let session = ctx.session(chain)?;
    let request = args.request(chain.today().await?)?;
    let receipt = session.call(&contracts.disclosures, "access", (args.patient, request)).await?;
    let done = report::Done::new(chain, contracts, &receipt)?;
    let disclosure: Disclosure = receipt.value()?;
    match &disclosure {
        Disclosure::Denied { .. } => Err(Error::refused(format!("{}; the attempt is recorded", outcome(&disclosure)))
            .hint("ask the patient for consent; in an emergency a provider breaks the glass: `healink break-glass open`")
            .detail(json!(done))),
        _ => ctx.out.result(&done, || format!("{}\n  {}", done.text(), outcome(&disclosure))),
    }
}

async fn log(ctx: &Context, chain: &Chain, contracts: &Contracts, args: &Log) -> Result<()> {
    let mut entries: Vec<LogEntry> = contracts.disclosures.list(chain, "log_of", args.patient).await?;
    entries.truncate(args.newest.unwrap_or(usize::MAX));
    let rows: Vec<Vec<String>> = entries.iter().map(|entry| row(chain, entry)).collect();
    let header = ["when", "who", "what", "purpose", "categories", "record", "outcome"];
    let value: Vec<Value> = rows.iter().map(|row| super::credentials::object(&header, row)).collect();
    ctx.out.result(&value, || output::table(&header, &[], rows))
}

fn row(chain: &Chain, entry: &LogEntry) -> Vec<String> {
    let who = account::short(&entry.actor, chain.properties.prefix);
    let when = text::moment(entry.at);
    match &entry.happening {
        Happening::GlassBroken { opening } => {
            let none = String::new;
            vec![when, who, "broke the glass".into(), none(), none(), none(), format!("opening {opening}")]
        }
        Happening::Access { request, disclosure } => vec![
            when,
            who,
            names::name(request.action),
            names::name(request.purpose),
            request.categories.iter().map(names::name).collect::<Vec<_>>().join(", "),
            short(&request.record),
            outcome(disclosure),
        ],
    }
}

fn outcome(disclosure: &Disclosure) -> String {
    let by = |deciding: &[u32]| {
        let grants: Vec<String> = deciding.iter().map(ToString::to_string).collect();
        if grants.is_empty() {
            String::new()
        } else {
            format!(" (by grant {})", grants.join(", "))
        }
    };
    match disclosure {
        Disclosure::Permitted { redact, deciding } => {
            let said = decision(&healink_domain::consent::Decision::Permit { redact: *redact });
            format!("{said}{}", by(deciding))
        }
        Disclosure::Emergency { opening } => format!("in an emergency, opening {opening}"),
        Disclosure::Denied { decision: why, deciding } => {
            format!("refused: {}{}", decision(why), by(deciding))
        }
    }
}

fn short(digest: &Digest) -> String {
    format!("0x{}…", hex::encode(digest.0.get(..4).unwrap_or_default()))
}
