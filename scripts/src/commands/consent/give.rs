//! `healink consent grant`, `deny`, `revoke`.

use std::path::{Path, PathBuf};

use healink_domain::{
    consent::{Action, ActionSet, CategorySet, Effect, GrantId, Purpose, PurposeSet, Terms},
    Account, Day, Digest, Period,
};
use serde::Serialize;

use super::{
    super::{arg, report},
    union, To,
};
use crate::{
    chain::session::{self, Session},
    consent::{
        receipt::{Issue, Registry},
        Receipt,
    },
    deployment::Contracts,
    error::{Kind, Result},
    grants, text, Context,
};

/// Terms of a grant.
#[derive(Debug, clap::Args)]
pub(super) struct Give {
    #[command(flatten)]
    to: To,
    /// For which purposes; repeat, or separate by commas
    #[arg(long, required = true, value_parser = arg::purpose, value_delimiter = ',')]
    purpose: Vec<Purpose>,
    /// On which categories of data; repeat, or separate by commas
    #[arg(long, required = true, value_parser = arg::categories, value_delimiter = ',')]
    category: Vec<CategorySet>,
    /// For which actions: read, share
    #[arg(long, default_value = "read", value_parser = arg::action, value_delimiter = ',')]
    action: Vec<Action>,
    /// First day on which it holds
    #[arg(long, default_value = "today", value_parser = arg::day, value_name = "DATE")]
    from: Day,
    /// First day on which it no longer holds
    #[arg(long, value_parser = arg::day, value_name = "DATE")]
    until: Option<Day>,
    /// On data from this day on
    #[arg(long, value_parser = arg::day, value_name = "DATE")]
    data_from: Option<Day>,
    /// On data before this day
    #[arg(long, value_parser = arg::day, value_name = "DATE")]
    data_until: Option<Day>,
    /// Number of the grant for the same grantee whose place it takes
    #[arg(long, value_name = "NUMBER")]
    supersedes: Option<GrantId>,
    /// Salted hash of a receipt that was made elsewhere; none is made here then
    #[arg(long, value_parser = arg::digest, value_name = "HASH")]
    receipt: Option<Digest>,
    #[command(flatten)]
    keep: Keep,
    #[command(flatten)]
    on_behalf: OnBehalf,
}

/// Where receipts are kept.
#[derive(Debug, clap::Args)]
pub(super) struct Keep {
    /// Folder for the receipts
    #[arg(long, default_value = "out/receipts", value_name = "FOLDER")]
    pub receipts: PathBuf,
    /// What the grantee is called in the receipt; it does not reach the chain
    #[arg(long, value_name = "NAME")]
    pub called: Option<String>,
}

/// For whom one acts.
#[derive(Debug, clap::Args)]
pub(super) struct OnBehalf {
    /// The patient for whom you act, as guardian, attorney or custodian
    #[arg(long = "for", value_parser = arg::account, value_name = "PATIENT")]
    pub patient: Option<Account>,
}

/// Which grants to withdraw.
#[derive(Debug, clap::Args)]
pub(super) struct Revoke {
    #[command(flatten)]
    to: To,
    /// Number of the grant; all of the grantee when left out
    grant: Option<GrantId>,
    #[command(flatten)]
    on_behalf: OnBehalf,
}

/// A grant that was made, with its receipt.
#[derive(Debug, Serialize)]
pub(super) struct Given {
    #[serde(flatten)]
    pub done: report::Done,
    /// The receipt, as JSON and as a page.
    pub receipt: Vec<PathBuf>,
}

impl Given {
    pub fn text(&self) -> String {
        let kept = self.receipt.iter().map(|path| format!("  receipt {}", path.display()));
        std::iter::once(self.done.text()).chain(kept).collect::<Vec<_>>().join("\n")
    }
}

pub(super) async fn grant(ctx: &Context, args: &Give) -> Result<()> {
    give(ctx, args, Effect::Permit).await
}

pub(super) async fn deny(ctx: &Context, args: &Give) -> Result<()> {
    give(ctx, args, Effect::Deny).await
}

async fn give(ctx: &Context, args: &Give, effect: Effect) -> Result<()> {
    let chain = ctx.chain().await?;
    let contracts = Contracts::find(&chain).await?;
    let session = ctx.session(&chain)?;
    let terms = Terms {
        grantee: args.to.grantee()?,
        effect,
        purposes: PurposeSet::from_iter(args.purpose.iter().copied()),
        categories: union(&args.category),
        actions: ActionSet::from_iter(args.action.iter().copied()),
        validity: Period { from: args.from, until: args.until },
        data: Period { from: args.data_from.unwrap_or_default(), until: args.data_until },
        receipt: args.receipt.unwrap_or_default(),
    };
    let patient = args.on_behalf.patient;
    let given = match args.receipt {
        Some(_) => {
            let receipt = grants::make(&session, &contracts, patient, &terms, args.supersedes).await?;
            Given { done: report::Done::new(&chain, &contracts, &receipt)?, receipt: Vec::new() }
        }
        None => {
            with_receipt(&session, &contracts, patient, &terms, args.supersedes, &args.keep, METHOD).await?
        }
    };
    ctx.out.result(&given, || given.text())
}

/// How a decision on the command line is made.
const METHOD: &str = "signed on the command line with the decider's key";

/// Makes a grant with a receipt. The receipt is written first: a grant whose receipt is lost could never be proven.
pub(super) async fn with_receipt(
    session: &Session<'_>,
    contracts: &Contracts,
    patient: Option<Account>,
    terms: &Terms,
    supersedes: Option<GrantId>,
    keep: &Keep,
    method: &str,
) -> Result<Given> {
    let chain = session.chain();
    let by = patient.map(|_| session.account());
    let receipt = Receipt::new(&Issue {
        patient: patient.unwrap_or_else(|| session.account()),
        by,
        terms,
        called: keep.called.as_deref(),
        method,
        registry: Registry { genesis: chain.genesis_hex(), contract: chain.ss58(&contracts.consent.address) },
        prefix: chain.properties.prefix,
        at: text::moment(chain.now().await?),
    })?;
    let terms = Terms { receipt: receipt.digest()?, ..terms.clone() };
    let written = if session.is_dry_run() { Vec::new() } else { receipt.write(&keep.receipts)?.to_vec() };
    let sent = grants::make(session, contracts, patient, &terms, supersedes).await;
    let sent: session::Receipt = sent.inspect_err(|error| {
        if error.kind != Kind::Unconfirmed {
            forget(&written);
        }
    })?;
    Ok(Given { done: report::Done::new(chain, contracts, &sent)?, receipt: written })
}

/// Removes receipts of a grant that was not made.
fn forget(written: &[impl AsRef<Path>]) {
    for path in written {
        // One that stays proves nothing: no grant has its hash.
        let _ = std::fs::remove_file(path);
    }
}

pub(super) async fn revoke(ctx: &Context, args: &Revoke) -> Result<()> {
    let chain = ctx.chain().await?;
    let contracts = Contracts::find(&chain).await?;
    let session = ctx.session(&chain)?;
    let grantee = args.to.grantee()?;
    let receipt = grants::withdraw(&session, &contracts, args.on_behalf.patient, grantee, args.grant).await?;
    report::done(ctx, &chain, &contracts, &receipt)
}
