//! Escrow: deposits, withdrawals, payments to providers, the payer's statement.

use std::collections::BTreeMap;

use healink_domain::{
    claims::{ClaimId, ClaimSummary, PayerAccount, PayerId, Status},
    Account, Cents,
};
use serde::Serialize;

use crate::{
    chain::session::Action,
    commands::{
        arg,
        desk::{Desk, Payer},
    },
    error::{Error, Result},
    output::facts,
    payer, text,
};

/// Claims that one remittance pays: the contract's `MAX_REMITTED`.
const REMITTED_AT_ONCE: usize = 32;

#[derive(Debug, clap::Args)]
pub(super) struct Amount {
    #[command(flatten)]
    payer: Payer,
    /// How much, for example 1234.56
    #[arg(value_parser = arg::money)]
    amount: Cents,
}

#[derive(Debug, clap::Args)]
pub(super) struct Statement {
    #[command(flatten)]
    payer: Payer,
    /// Also what this provider owes from payments that were reversed
    #[arg(long, value_parser = arg::account, value_name = "ACCOUNT")]
    provider: Option<Account>,
}

#[derive(Debug, clap::Args)]
pub(super) struct Remit {
    #[command(flatten)]
    payer: Payer,
    /// Numbers of the claims
    #[arg(required_unless_present = "all")]
    claims: Vec<ClaimId>,
    /// All decided claims of the payer with something to pay
    #[arg(long, conflicts_with = "claims")]
    all: bool,
    /// Only those of this provider
    #[arg(long, value_parser = arg::account, value_name = "ACCOUNT", requires = "all")]
    provider: Option<Account>,
}

/// Puts tokens into escrow.
pub(super) async fn deposit(desk: &Desk<'_>, args: &Amount) -> Result<()> {
    let payer = desk.payer(&args.payer)?;
    let session = desk.ctx.session(&desk.chain)?;
    desk.done(&payer::deposit(&session, &desk.contracts, payer, args.amount).await?)
}

/// Takes free escrow back.
pub(super) async fn withdraw(desk: &Desk<'_>, args: &Amount) -> Result<()> {
    let payer = desk.payer(&args.payer)?;
    desk.send(&desk.contracts.settlement, "withdraw", (payer, args.amount)).await
}

/// What stands in escrow, and what a provider owes.
pub(super) async fn statement(desk: &Desk<'_>, args: &Statement) -> Result<()> {
    let payer = desk.payer(&args.payer)?;
    let claims = &desk.contracts.claims;
    // Also for a payer that is not there the statement would be one of nothing.
    desk.office(payer, desk.chain.viewer).await?;
    let PayerAccount { escrow, .. } = claims.view(&desk.chain, "statement", (payer,)).await?;
    let owed: Option<Cents> = match args.provider {
        Some(provider) => Some(claims.view(&desk.chain, "owed", (payer, provider)).await?),
        None => None,
    };
    let held = escrow.free.plus(escrow.committed).unwrap_or(Cents(u64::MAX));
    let mut rows = vec![
        ("payer", payer.to_string()),
        ("free", text::money(escrow.free)),
        ("promised to claims", text::money(escrow.committed)),
        ("held in tokens", text::money(held)),
        ("paid so far", text::money(escrow.paid)),
        ("owed by providers", text::money(escrow.owed)),
    ];
    rows.extend(owed.map(|owed| ("of that by this provider", text::money(owed))));
    let value = serde_json::json!({
        "payer": payer,
        "free": text::money(escrow.free),
        "committed": text::money(escrow.committed),
        "held": text::money(held),
        "paid": text::money(escrow.paid),
        "owed": text::money(escrow.owed),
        "owed_by_provider": owed.map(text::money),
    });
    desk.ctx.out.result(&value, || facts(&rows))
}

/// What one remittance paid, as its event says.
#[derive(Serialize)]
struct Paid {
    claims: Vec<ClaimId>,
    provider: String,
    gross: String,
    recovered: String,
    net: String,
    block: Option<u64>,
}

/// Pays decided claims, one transaction for each provider and [`REMITTED_AT_ONCE`] claims.
pub(super) async fn remit(desk: &Desk<'_>, args: &Remit) -> Result<()> {
    let payer = desk.payer(&args.payer)?;
    let payable = payable(desk, payer, args).await?;
    let batches: Vec<(Account, Vec<ClaimId>)> = payable
        .iter()
        .flat_map(|(provider, claims)| claims.chunks(REMITTED_AT_ONCE).map(|some| (*provider, some.to_vec())))
        .collect();
    let contract = &desk.contracts.settlement;
    let action = |(provider, claims): &(Account, Vec<ClaimId>)| {
        Action::call(contract, "remit", (payer, *provider, claims))
    };
    let actions: Vec<Action<'_>> = batches.iter().map(action).collect();
    let session = desk.ctx.session(&desk.chain)?;
    let progress = desk.ctx.out.bar("paying providers", u64::try_from(actions.len()).unwrap_or(u64::MAX));
    let results = session.send_all(&actions, &progress).await;
    progress.finish();
    let (mut paid, mut first_failure) = (Vec::new(), None);
    for ((provider, claims), result) in batches.into_iter().zip(results) {
        let provider = desk.chain.ss58(&provider);
        match result {
            Ok(receipt) => {
                let amount = |field: &str| -> Result<String> {
                    let found = desk.contracts.field(&desk.chain, &receipt, "Remitted", field)?;
                    Ok(found.unwrap_or_default())
                };
                let (gross, recovered, net) = (amount("gross")?, amount("recovered")?, amount("net")?);
                paid.push(Paid { claims, provider, gross, recovered, net, block: receipt.block });
            }
            Err(error) => {
                desk.ctx.out.note(format!("claims {claims:?} of {provider}: {error}"));
                first_failure.get_or_insert(error);
            }
        }
    }
    desk.ctx.out.result_and(&paid, || remittances(&paid), first_failure.map_or(Ok(()), Err))
}

fn remittances(paid: &[Paid]) -> String {
    if paid.is_empty() {
        return "nothing was to be paid".into();
    }
    let row = |one: &Paid| {
        let claims: Vec<String> = one.claims.iter().map(ToString::to_string).collect();
        vec![
            one.provider.clone(),
            claims.join(" "),
            one.gross.clone(),
            one.recovered.clone(),
            one.net.clone(),
        ]
    };
    let header = ["provider", "claims", "gross", "recovered", "net"];
    crate::output::table(&header, &["gross", "recovered", "net"], paid.iter().map(row))
}

/// What is to be paid, by provider.
async fn payable(desk: &Desk<'_>, payer: PayerId, args: &Remit) -> Result<BTreeMap<Account, Vec<ClaimId>>> {
    let mut by_provider: BTreeMap<Account, Vec<ClaimId>> = BTreeMap::new();
    if args.all {
        let found = super::views::of_payer(desk, payer).await?;
        let wanted = |claim: &&ClaimSummary| args.provider.is_none_or(|provider| provider == claim.provider);
        for claim in found.iter().rev().filter(wanted).filter(|claim| is_payable(&claim.status)) {
            by_provider.entry(claim.provider).or_default().push(claim.id);
        }
        return Ok(by_provider);
    }
    for id in &args.claims {
        let claim = super::views::record(desk, *id).await?;
        if claim.payer != payer {
            return Err(Error::usage(format!("claim {id} is one of payer {}", claim.payer))
                .hint(format!("name that payer with --payer {}", claim.payer)));
        }
        by_provider.entry(claim.claim.provider).or_default().push(*id);
    }
    Ok(by_provider)
}

/// Decided, and not paid yet.
fn is_payable(status: &Status) -> bool {
    matches!(status, Status::Adjudicated { payable, .. } if !payable.is_zero())
}
