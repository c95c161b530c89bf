//! `healink credentials`.

use clap::Subcommand;
use healink_domain::{
    credentials::{Credential, CredentialId, IssueRequest, Kind, KindSet, Requirement, Scope},
    salted_digest, Account, Day, Digest, Jurisdiction, Npi, Period, Taxonomy,
};
use serde_json::json;

use super::{arg, report};
use crate::{
    chain::{account, contract::refused, Chain},
    deployment::Contracts,
    error::{Error, Result},
    names,
    output::{self, facts},
    text, Context,
};

/// Arguments.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  healink --as alice credentials accredit --board bob --kind state-licence --place US
  healink --as bob credentials issue --provider dave --npi 1234567893 --kind state-licence --place US-CA --expires 2030-01-01
  healink credentials check --provider dave --kind state-licence --place US-CA --day 2026-03-01
  healink --as bob credentials suspend 1
  healink credentials list --provider dave")]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Accredit a board (owner of the registry)
    Accredit(Accredit),
    /// Issue a credential to a provider (board)
    Issue(Issue),
    /// Take a credential out of force (the board that issued it)
    Suspend(Id),
    /// End a suspension (the board that issued it)
    Reinstate(Id),
    /// Take a credential out of force for good (the board that issued it)
    Revoke(Id),
    /// Does a provider hold a credential on a day?
    Check(Check),
    /// List credentials by provider or by board
    List(List),
    /// Show a credential and its history
    Show(Id),
}

#[derive(Debug, clap::Args)]
struct Id {
    /// Number of the credential
    id: CredentialId,
}

#[derive(Debug, clap::Args)]
struct Accredit {
    /// Account that acts for the board
    #[arg(long, value_parser = arg::account, value_name = "ACCOUNT")]
    board: Account,
    /// Kinds of credentials it may issue; repeat, or separate by commas
    #[arg(long, required = true, value_parser = arg::kind, value_delimiter = ',', value_name = "KIND")]
    kind: Vec<Kind>,
    /// Places for which it may issue; a country stands for all its subdivisions
    #[arg(long, required = true, value_parser = arg::place, value_delimiter = ',', value_name = "PLACE")]
    place: Vec<Jurisdiction>,
    /// First day of the accreditation
    #[arg(long, default_value = "today", value_parser = arg::day, value_name = "DATE")]
    from: Day,
    /// First day on which it no longer holds
    #[arg(long, value_parser = arg::day, value_name = "DATE")]
    until: Option<Day>,
    /// Salted hash of the accreditation document
    #[arg(long, value_parser = arg::digest, value_name = "HASH")]
    document: Option<Digest>,
}

#[derive(Debug, clap::Args)]
struct Issue {
    /// Account of the provider
    #[arg(long, value_parser = arg::account, value_name = "ACCOUNT")]
    provider: Account,
    /// National Provider Identifier
    #[arg(long, value_parser = arg::npi)]
    npi: Npi,
    /// Kind of credential
    #[arg(long, value_parser = arg::kind)]
    kind: Kind,
    /// Where it holds, for example US-CA
    #[arg(long, value_parser = arg::place)]
    place: Jurisdiction,
    /// Speciality, a NUCC code
    #[arg(long, value_parser = arg::taxonomy)]
    taxonomy: Option<Taxonomy>,
    /// First day on which it holds
    #[arg(long, default_value = "today", value_parser = arg::day, value_name = "DATE")]
    from: Day,
    /// First day on which it no longer holds
    #[arg(long, value_parser = arg::day, value_name = "DATE")]
    expires: Day,
    /// Day of the primary-source verification
    #[arg(long, default_value = "today", value_parser = arg::day, value_name = "DATE")]
    verified: Day,
    /// Salted hash of the document
    #[arg(long, value_parser = arg::digest, value_name = "HASH")]
    document: Option<Digest>,
}

#[derive(Debug, clap::Args)]
struct Check {
    /// Account of the provider
    #[arg(long, value_parser = arg::account, value_name = "ACCOUNT")]
    provider: Account,
    /// Kind of credential
    #[arg(long, value_parser = arg::kind)]
    kind: Kind,
    /// Where it has to hold; any place when left out
    #[arg(long, value_parser = arg::place)]
    place: Option<Jurisdiction>,
    /// Speciality, a NUCC code
    #[arg(long, value_parser = arg::taxonomy)]
    taxonomy: Option<Taxonomy>,
    /// The day in question
    #[arg(long, default_value = "today", value_parser = arg::day, value_name = "DATE")]
    day: Day,
    /// Days that may lie between the verification and the day (NCQA: 120)
    #[arg(long, value_name = "DAYS")]
    verified_within: Option<u16>,
}

#[derive(Debug, clap::Args)]
#[group(required = true, multiple = false)]
struct List {
    /// Those of a provider
    #[arg(long, value_parser = arg::account, value_name = "ACCOUNT")]
    provider: Option<Account>,
    /// Those that a board issued
    #[arg(long, value_parser = arg::account, value_name = "ACCOUNT")]
    board: Option<Account>,
}

/// Runs the command.
///
/// # Errors
/// When the input is wrong, the node cannot be reached, or the contract refuses.
pub async fn run(ctx: &Context, args: Args) -> Result<()> {
    let chain = ctx.chain().await?;
    let contracts = Contracts::find(&chain).await?;
    match args.command {
        Command::Accredit(args) => {
            let scope = Scope { kinds: KindSet::from_iter(args.kind), jurisdictions: args.place };
            let period = Period { from: args.from, until: args.until };
            let document = args.document.unwrap_or_default();
            send(ctx, &chain, &contracts, "accredit", (args.board, scope, period, document)).await
        }
        Command::Issue(args) => {
            if args.expires <= args.from {
                return Err(Error::usage("--expires must be later than --from"));
            }
            send(ctx, &chain, &contracts, "issue", (args.request(),)).await
        }
        Command::Suspend(Id { id }) => send(ctx, &chain, &contracts, "suspend", (id,)).await,
        Command::Reinstate(Id { id }) => send(ctx, &chain, &contracts, "reinstate", (id,)).await,
        Command::Revoke(Id { id }) => send(ctx, &chain, &contracts, "revoke", (id,)).await,
        Command::Check(args) => check(ctx, &chain, &contracts, &args).await,
        Command::List(args) => list(ctx, &chain, &contracts, &args).await,
        Command::Show(Id { id }) => show(ctx, &chain, &contracts, id).await,
    }
}

impl Issue {
    fn request(&self) -> IssueRequest {
        // Without a document of its own, the credential's terms stand in, under the provider's account as the salt.
        let stand_in =
            || salted_digest(&self.provider.0, format!("{:?}", (self.npi, self.kind, self.from)).as_bytes());
        IssueRequest {
            provider: self.provider,
            npi: self.npi,
            kind: self.kind,
            taxonomy: self.taxonomy,
            jurisdiction: self.place,
            valid_from: self.from,
            expires_on: self.expires,
            verified_on: self.verified,
            document: self.document.unwrap_or_else(stand_in),
        }
    }
}

async fn send(
    ctx: &Context,
    chain: &Chain,
    contracts: &Contracts,
    message: &str,
    arguments: impl scale::Encode,
) -> Result<()> {
    let receipt = ctx.session(chain)?.call(&contracts.credentials, message, arguments).await?;
    report::done(ctx, chain, contracts, &receipt)
}

async fn check(ctx: &Context, chain: &Chain, contracts: &Contracts, args: &Check) -> Result<()> {
    let requirement = Requirement {
        kind: args.kind,
        board: None,
        taxonomy: args.taxonomy,
        jurisdiction: args.place,
        day: args.day,
        known_on: None,
        verified_within: args.verified_within,
    };
    let id: CredentialId = contracts.credentials.view(chain, "check", (args.provider, requirement)).await?;
    let value = json!({ "credential": id, "day": text::date(args.day) });
    ctx.out.result(&value, || format!("yes: credential {id} meets this on {}", text::date(args.day)))
}

async fn list(ctx: &Context, chain: &Chain, contracts: &Contracts, args: &List) -> Result<()> {
    let registry = &contracts.credentials;
    let found: Vec<(CredentialId, Credential)> = match (args.provider, args.board) {
        (Some(provider), _) => registry.list(chain, "credentials_of", provider).await?,
        (None, Some(board)) => {
            let id: Option<u32> = registry.view(chain, "board_of", (board,)).await?;
            let id = id.ok_or_else(|| refused("credentials", "list", &json!("NotABoard")))?;
            registry.list(chain, "issued_by", id).await?
        }
        (None, None) => Vec::new(),
    };
    let rows: Vec<Vec<String>> = found.iter().map(|(id, credential)| row(chain, *id, credential)).collect();
    let header = ["id", "provider", "NPI", "kind", "place", "from", "expires", "board", "status"];
    let value: Vec<_> = rows.iter().map(|row| object(&header, row)).collect();
    ctx.out.result(&value, || output::table(&header, &["id"], rows))
}

/// A row of a table as an object.
pub(super) fn object(header: &[&str], row: &[String]) -> serde_json::Value {
    let key = |name: &&str| name.to_lowercase().replace(' ', "_");
    header
        .iter()
        .map(key)
        .zip(row.iter().cloned().map(serde_json::Value::from))
        .collect::<serde_json::Map<_, _>>()
        .into()
}

fn row(chain: &Chain, id: CredentialId, credential: &Credential) -> Vec<String> {
    let claim = &credential.claim;
    vec![
        id.to_string(),
        account::short(&claim.provider, chain.properties.prefix),
        claim.npi.to_string(),
        names::name(claim.kind),
        claim.jurisdiction.to_string(),
        text::date(claim.valid_from),
        text::date(claim.expires_on),
        credential.board.to_string(),
        names::name(credential.status.latest()),
    ]
}

async fn show(ctx: &Context, chain: &Chain, contracts: &Contracts, id: CredentialId) -> Result<()> {
    let registry = &contracts.credentials;
    let credential: Option<Credential> = registry.view(chain, "credential", (id,)).await?;
    let credential = credential.ok_or_else(|| refused("credentials", "show", &json!("NoSuchCredential")))?;
    let value = registry.show(chain, "credential", (id,)).await?;
    let claim = &credential.claim;
    let history = credential.status.changes().iter();
    let history =
        history.map(|change| format!("{} from {}", names::name(change.status), text::date(change.on)));
    ctx.out.result(&value, || {
        facts(&[
            ("credential", id.to_string()),
            ("provider", chain.ss58(&claim.provider)),
            ("NPI", claim.npi.to_string()),
            ("kind", names::name(claim.kind)),
            ("speciality", claim.taxonomy.map(|code| code.to_string()).unwrap_or_else(|| "-".into())),
            ("place", claim.jurisdiction.to_string()),
            ("holds", text::period(claim.period())),
            ("verified", text::date(claim.verified_on)),
            ("issued", format!("{} by board {}", text::date(credential.issued_on), credential.board)),
            ("status", names::name(credential.status.latest())),
            ("history", history.collect::<Vec<_>>().join(", ")),
        ])
    })
}
