//! `healink authorisations`.

use clap::Subcommand;
use futures_util::stream::{self, StreamExt, TryStreamExt};
use healink_domain::{
    claims::{
        Authorisation, AuthorisationDecision, AuthorisationId, AuthorisationRecord, AuthorisationStatus,
        AuthorisedItem, PolicyId, ReviewReason, UnitsUsed,
    },
    Account, Day, Period,
};

use super::{
    arg,
    desk::{Desk, Document, Payer},
    report::{self, Cell},
};
use crate::{
    directory::keyring,
    error::{Error, Result},
    fhir::{Code, SourceItem},
    interface::CoverageList,
    names,
    output::{facts, table},
    text, Context,
};

/// Views asked for at once.
const VIEWS: usize = 16;

/// Arguments.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
A provider asks, before the service, whether the payer holds it for necessary; an examiner approves, approves in part or denies.
Claims then name the number. Codes stand on the chain only under the payer's secret, HEALINK_PAYER_SECRET.

Reasons of a denial: lacks-information, not-necessary, included, level-of-service, frequency.

Examples:
  healink --as dave authorisations request --policy 3 --item 'http://snomed.info/sct|80146002=1' --until today+90 --document letter.pdf
  healink --as charlie authorisations decide 1 --approve
  healink --as charlie authorisations decide 2 --units 1,0
  healink --as charlie authorisations decide 3 --deny not-necessary
  healink authorisations list --open
  healink authorisations list --policy 3
  healink authorisations show 1")]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Ask for services of one provider and policy (the provider, or an examiner)
    Request(Request),
    /// Approve, approve in part, or deny a request (examiner)
    Decide(Decide),
    /// List requests and authorisations of a payer or a policy
    List(List),
    /// Show one with the units that are left
    Show(Id),
}

#[derive(Debug, clap::Args)]
struct Id {
    /// Number of the authorisation
    id: AuthorisationId,
}

#[derive(Debug, clap::Args)]
struct Request {
    /// For this policy
    #[arg(long)]
    policy: PolicyId,
    /// For services of this provider; the signer's own when left out
    #[arg(long, value_parser = arg::account, value_name = "ACCOUNT")]
    provider: Option<Account>,
    /// A service and its units (1 when left out); repeat for several services
    #[arg(long, required = true, value_parser = item, value_name = "SYSTEM|CODE[=UNITS]")]
    item: Vec<SourceItem>,
    /// For services from this day on
    #[arg(long, default_value = "today", value_parser = arg::day, value_name = "DATE")]
    from: Day,
    /// For services before this day; the request ends undecided with it
    #[arg(long, value_parser = arg::day, value_name = "DATE")]
    until: Option<Day>,
    #[command(flatten)]
    document: Document,
    /// The payer's own number for it, as claim files name it
    #[arg(long)]
    number: Option<String>,
}

#[derive(Debug, clap::Args)]
#[group(required = true, multiple = false, id = "decision")]
struct Word {
    /// All that was asked for
    #[arg(long)]
    approve: bool,
    /// So many units of each service, in their order
    #[arg(long, value_delimiter = ',', value_name = "UNITS")]
    units: Vec<u32>,
    /// Nothing, and why
    #[arg(long, value_parser = arg::review_reason, value_name = "REASON")]
    deny: Option<ReviewReason>,
}

#[derive(Debug, clap::Args)]
struct Decide {
    /// Number of the request
    id: AuthorisationId,
    #[command(flatten)]
    word: Word,
}

#[derive(Debug, clap::Args)]
struct List {
    #[command(flatten)]
    payer: Payer,
    /// Those under a policy instead of those of a payer
    #[arg(long, conflicts_with = "payer")]
    policy: Option<PolicyId>,
    /// Only those that wait for the payer's decision
    #[arg(long, conflicts_with = "policy")]
    open: bool,
}

/// A service with its units: `system|code=units`.
fn item(value: &str) -> Result<SourceItem, String> {
    let (code, units) = match value.rsplit_once('=') {
        Some((code, units)) if units.bytes().all(|byte| byte.is_ascii_digit()) => {
            (code, units.parse().map_err(|_| format!("`{units}` is no number of units"))?)
        }
        _ => (value, 1),
    };
    let (system, code) = code.rsplit_once('|').filter(|(_, code)| !code.is_empty()).ok_or_else(|| {
        format!(
            "`{value}` is no service; write system|code=units, for example http://snomed.info/sct|80146002=1"
        )
    })?;
    Ok(SourceItem { code: Code { system: system.into(), code: code.into(), display: None }, units })
}

/// Runs the command.
///
/// # Errors
/// When the input is wrong, the node cannot be reached, or the contract refuses.
pub async fn run(ctx: &Context, args: Args) -> Result<()> {
    let desk = Desk::open(ctx).await?;
    match args.command {
        Command::Request(args) => request(&desk, &args).await,
        Command::Decide(args) => {
            let arguments = (args.id, args.word.decision());
            desk.send(&desk.contracts.coverage, "decide_authorisation", arguments).await
        }
        Command::List(args) => list(&desk, &args).await,
        Command::Show(Id { id }) => show(&desk, id).await,
    }
}

impl Word {
    fn decision(&self) -> AuthorisationDecision {
        match self.deny {
            Some(reason) => AuthorisationDecision::Deny(reason),
            None if self.approve => AuthorisationDecision::Approve,
            None => AuthorisationDecision::Partial(self.units.clone()),
        }
    }
}

async fn request(desk: &Desk<'_>, args: &Request) -> Result<()> {
    let period = Period { from: args.from, until: args.until };
    if period.is_empty() {
        return Err(Error::usage("--until must be later than --from"));
    }
    let keyring = keyring(&desk.chain)?;
    let item = |item: &SourceItem| AuthorisedItem { code: keyring.code(&item.code), units: item.units };
    let authorisation = Authorisation {
        policy: args.policy,
        provider: desk.or_me(args.provider)?,
        period,
        items: args.item.iter().map(item).collect(),
    };
    let document = args.document.digest(&desk.chain)?;
    let contract = &desk.contracts.coverage;
    let receipt = desk.call(contract, "request_authorisation", (authorisation, document)).await?;
    let number: Option<AuthorisationId> =
        desk.contracts.field(&desk.chain, &receipt, "AuthorisationChanged", "authorisation")?;
    if let (Some(id), Some(own)) = (number, &args.number) {
        desk.note(|directory| {
            directory.authorisations.insert(own.clone(), id);
        })?;
    }
    desk.done(&receipt)
}

/// Where one stands, in words.
fn standing(record: &AuthorisationRecord, today: Day) -> String {
    let is_over = record.authorisation.period.until.is_some_and(|until| until <= today);
    match record.status {
        AuthorisationStatus::Requested if is_over => "expired undecided".into(),
        AuthorisationStatus::Requested => "waits for an examiner".into(),
        AuthorisationStatus::Approved => "approved".into(),
        AuthorisationStatus::PartlyApproved => "approved in part".into(),
        AuthorisationStatus::Denied { reason } => format!("denied: {}", names::name(reason)),
    }
}

async fn list(desk: &Desk<'_>, args: &List) -> Result<()> {
    type Entry = (AuthorisationId, AuthorisationRecord);
    let contract = &desk.contracts.coverage;
    let key = match args.policy {
        Some(policy) => CoverageList::Authorisations(policy),
        None if args.open => CoverageList::Open(desk.payer(&args.payer)?),
        None => CoverageList::Requests(desk.payer(&args.payer)?),
    };
    let ids: Vec<AuthorisationId> = contract.list(&desk.chain, "list", key).await?;
    let ask = ids.iter().map(|id| async move {
        let record = desk.row(contract, "authorisation", (*id,), "NoSuchAuthorisation").await?;
        Ok::<Entry, Error>((*id, record))
    });
    let found: Vec<Entry> = stream::iter(ask).buffered(VIEWS).try_collect().await?;
    let today = desk.chain.today().await?;
    let row = |(id, record): &Entry| {
        let Authorisation { policy, provider, period, items } = &record.authorisation;
        let units: u64 = items.iter().map(|item| u64::from(item.units)).sum();
        let services = u64::try_from(items.len()).unwrap_or(u64::MAX);
        vec![
            Cell::from(*id),
            (*policy).into(),
            (*provider).into(),
            services.into(),
            units.into(),
            text::period(*period).into(),
            standing(record, today).into(),
        ]
    };
    let rows: Vec<Vec<Cell>> = found.iter().map(row).collect();
    let header = ["id", "policy", "provider", "services", "units", "period", "standing"];
    report::list(desk.ctx, &desk.chain, &header, &["id", "policy", "services", "units"], &rows)
}

async fn show(desk: &Desk<'_>, id: AuthorisationId) -> Result<()> {
    let coverage = &desk.contracts.coverage;
    let record: AuthorisationRecord =
        desk.row(coverage, "authorisation", (id,), "NoSuchAuthorisation").await?;
    let used: UnitsUsed = coverage.view(&desk.chain, "units_used", (id,)).await?;
    let today = desk.chain.today().await?;
    let authorisation = &record.authorisation;
    let items: Vec<Vec<String>> = authorisation
        .items
        .iter()
        .enumerate()
        .map(|(index, item)| {
            let used = used.of(index);
            vec![
                format!("0x{}", hex::encode(item.code.0)),
                item.units.to_string(),
                used.to_string(),
                item.units.saturating_sub(used).to_string(),
            ]
        })
        .collect();
    let value = serde_json::json!({
        "authorisation": id,
        "policy": authorisation.policy,
        "provider": desk.chain.ss58(&authorisation.provider),
        "from": text::date(authorisation.period.from),
        "until": authorisation.period.until.map(text::date),
        "standing": standing(&record, today),
        "document": text::digest(record.document),
        "items": authorisation.items.iter().enumerate().map(|(index, item)| serde_json::json!({
            "code": format!("0x{}", hex::encode(item.code.0)), "units": item.units, "used": used.of(index),
        })).collect::<Vec<_>>(),
    });
    desk.ctx.out.result(&value, || {
        let head = facts(&[
            ("authorisation", id.to_string()),
            ("policy", authorisation.policy.to_string()),
            ("provider", desk.chain.ss58(&authorisation.provider)),
            ("period", text::period(authorisation.period)),
            ("standing", standing(&record, today)),
        ]);
        let header = ["code key", "units", "used", "left"];
        format!("{head}\n{}", table(&header, &["units", "used", "left"], items))
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn services_are_read_with_their_units() {
        for (value, system, code, units) in [
            ("http://snomed.info/sct|80146002=12", "http://snomed.info/sct", "80146002", 12),
            ("s|c", "s", "c", 1),
            ("http://x?a=b|c", "http://x?a=b", "c", 1),
        ] {
            let read = item(value).unwrap();
            assert_eq!(
                (read.code.system.as_str(), read.code.code.as_str(), read.units),
                (system, code, units)
            );
        }
        for value in ["c", "s|", "s|c=99999999999", ""] {
            assert!(item(value).is_err(), "{value}");
        }
    }
}
