//! `healink consent receipt`.

use std::path::PathBuf;

use clap::Subcommand;
use healink_domain::{consent::Grant, Day};

use crate::{
    chain::{account, Chain},
    consent::{page, Receipt, Verdict},
    deployment::Contracts,
    error::{Error, Result},
    grants,
    output::facts,
    paths, text, Context,
};

/// Arguments.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
A receipt is made with each grant and kept in out/receipts, as JSON and as a page to print; only its salted hash is on the chain.

Examples:
  healink consent receipt verify out/receipts/RECEIPT.html
  healink consent receipt verify --offline out/receipts/RECEIPT.json
  healink consent receipt page out/receipts/RECEIPT.json --out receipt.html")]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Is a receipt unchanged, and does the grant on the chain say the same?
    Verify(Verify),
    /// Make the page to print of a receipt
    Page(Page),
    /// Show what a receipt says
    Show(File),
}

#[derive(Debug, clap::Args)]
struct File {
    /// The receipt: JSON, or a page
    file: PathBuf,
}

#[derive(Debug, clap::Args)]
struct Verify {
    /// The receipt: JSON, or a page
    file: PathBuf,
    /// Ask no chain: is it unchanged?
    #[arg(long)]
    offline: bool,
}

#[derive(Debug, clap::Args)]
struct Page {
    /// The receipt
    file: PathBuf,
    /// Write the page to this file; beside the receipt when left out
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

pub(super) async fn run(ctx: &Context, args: &Args) -> Result<()> {
    match &args.command {
        Command::Verify(args) => verify(ctx, args).await,
        Command::Page(args) => {
            let receipt = Receipt::read(&args.file)?;
            let path = args.out.clone().unwrap_or_else(|| args.file.with_extension("html"));
            paths::write_atomically(&path, page::render(&receipt)?.as_bytes())?;
            ctx.out.result(&serde_json::json!({ "page": path }), || format!("written to {}", path.display()))
        }
        Command::Show(File { file }) => {
            let receipt = Receipt::read(file)?;
            ctx.out.result(&receipt, || {
                let record = &receipt.record;
                let terms = &record.terms;
                facts(&[
                    ("receipt", record.record_id.clone()),
                    ("patient", record.pii_principal_id.clone()),
                    ("decision", record.event.event_type.clone()),
                    ("for whom", terms.grantee.clone()),
                    ("purposes", terms.purposes.join(", ")),
                    ("categories", terms.categories.join(", ")),
                    (
                        "holds",
                        format!(
                            "from {}{}",
                            terms.from,
                            terms.until.as_ref().map(|day| format!(", before {day}")).unwrap_or_default()
                        ),
                    ),
                    ("hash", receipt.hash.clone()),
                ])
            })
        }
    }
}

async fn verify(ctx: &Context, args: &Verify) -> Result<()> {
    let receipt = Receipt::read(&args.file)?;
    if !receipt.is_unchanged()? {
        return Err(Error::refused(format!(
            "{}: the receipt was changed: it has another hash than it says",
            args.file.display()
        ))
        .hint("trust the grant on the chain: `healink consent list --patient ACCOUNT`"));
    }
    let verdict = match args.offline {
        true => Verdict {
            unchanged: true,
            grant: None,
            same_terms: None,
            state: "the chain was not asked".into(),
        },
        false => on_chain(ctx, &receipt).await?,
    };
    ctx.out.result(&verdict, || match verdict.grant {
        Some(grant) => {
            format!("the receipt is genuine: it is that of grant {grant}, which {}", verdict.state)
        }
        None => format!("the receipt is unchanged; {}", verdict.state),
    })
}

async fn on_chain(ctx: &Context, receipt: &Receipt) -> Result<Verdict> {
    let chain = ctx.chain().await?;
    let contracts = Contracts::find(&chain).await?;
    is_this_registry(&chain, &contracts, receipt)?;
    let patient = account::parse(&receipt.record.pii_principal_id)?;
    let digest = receipt.digest()?;
    let found = grants::of_patient(&chain, &contracts, patient).await?;
    let Some(grant) = found.into_iter().find(|grant| grant.terms.receipt == digest) else {
        return Err(Error::refused("no grant on the chain has the hash of this receipt")
            .hint("it was never made, or on another chain: see `genesis` and `contract` in the receipt"));
    };
    if receipt.record.terms.read(digest)? != grant.terms {
        return Err(Error::refused(format!(
            "grant {} on the chain says something else than the receipt",
            grant.id
        ))
        .hint(format!(
            "trust the chain: `healink consent list --patient {}`",
            receipt.record.pii_principal_id
        )));
    }
    let state = state(&grant, chain.today().await?);
    Ok(Verdict { unchanged: true, grant: Some(grant.id), same_terms: Some(true), state })
}

fn is_this_registry(chain: &Chain, contracts: &Contracts, receipt: &Receipt) -> Result<()> {
    let registry = &receipt.record.registry;
    let here = (chain.genesis_hex(), chain.ss58(&contracts.consent.address));
    match (&registry.genesis, &registry.contract) == (&here.0, &here.1) {
        true => Ok(()),
        false => Err(Error::usage(format!(
            "the receipt is of the contract {} on the chain {}, not of this one",
            registry.contract, registry.genesis
        ))
        .hint("choose the network with --network, or check the receipt alone with --offline")),
    }
}

fn state(grant: &Grant, today: Day) -> String {
    match (grant.ended, grant.terms.validity) {
        (Some(end), _) => match end.superseded_by {
            Some(other) => format!("was superseded by grant {other} on {}", text::date(end.on)),
            None => format!("was withdrawn on {}", text::date(end.on)),
        },
        (None, validity) if validity.ended_by(today) => "is over".into(),
        (None, validity) if !validity.contains(today) => format!("holds from {}", text::date(validity.from)),
        _ => "holds".into(),
    }
}
