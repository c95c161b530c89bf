//! `healink consent`.

use clap::Subcommand;
use healink_domain::{
    consent::{
        Action, ActionSet, Answer, CategorySet, Decision, Effect, Grant, GrantId, Grantee, Purpose,
        PurposeSet, Query, Terms,
    },
    credentials::Kind,
    salted_digest, Account, Day, Digest, Jurisdiction, Period,
};
use serde_json::json;

use super::{arg, credentials::object, report};
use crate::{
    chain::{account, Chain},
    deployment::Contracts,
    error::{Error, Result},
    names, output, text, Context,
};

/// Arguments.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Purposes (HL7 v3 ActReason): treatment, emergency-treatment, payment, operations, research, clinical-trial, public-health,
patient-request, family-request, care-management, marketing. Categories: all (every ordinary one), allergies, conditions,
medications, immunisations, procedures, results, vitals, imaging, notes, claims; sensitive ones have to be named: mental-health,
substance-use, hiv, reproductive, sexual-and-domestic-violence, genetic.

Examples:
  healink --as eve consent grant --to charlie --purpose payment --category claims
  healink --as eve consent grant --to-kind state-licence --place US-CA --purpose treatment --category all,mental-health
  healink --as eve consent deny --to charlie --purpose marketing --category all
  healink --as eve consent revoke --to charlie 1
  healink consent decide --patient eve --actor charlie --purpose payment --category claims
  healink consent list --patient eve")]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Permit (patient)
    Grant(Give),
    /// Deny (patient)
    Deny(Give),
    /// Withdraw a grant, or all of a grantee (patient; works also while the contract is paused)
    Revoke(Revoke),
    /// What follows for a request?
    Decide(Ask),
    /// List the grants of a patient or to a grantee
    List(List),
}

#[derive(Debug, clap::Args)]
struct To {
    /// For an account
    #[arg(long, value_parser = arg::account, value_name = "ACCOUNT", required_unless_present = "to_kind", conflicts_with = "to_kind")]
    to: Option<Account>,
    /// For every provider with such a credential
    #[arg(long, value_parser = arg::kind, value_name = "KIND")]
    to_kind: Option<Kind>,
    /// Where that credential has to hold
    #[arg(long, value_parser = arg::place, requires = "to_kind")]
    place: Option<Jurisdiction>,
}

impl To {
    fn grantee(&self) -> Result<Grantee> {
        match (self.to, self.to_kind) {
            (Some(account), _) => Ok(Grantee::Account(account)),
            (None, Some(kind)) => Ok(Grantee::Credentialed { kind, jurisdiction: self.place }),
            (None, None) => Err(Error::usage("for whom? Give --to or --to-kind")),
        }
    }
}

#[derive(Debug, clap::Args)]
struct Give {
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
    /// Salted hash of the consent receipt
    #[arg(long, value_parser = arg::digest, value_name = "HASH")]
    receipt: Option<Digest>,
}

#[derive(Debug, clap::Args)]
struct Revoke {
    #[command(flatten)]
    to: To,
    /// Number of the grant; all of the grantee when left out
    grant: Option<GrantId>,
}

#[derive(Debug, clap::Args)]
struct Ask {
    /// The patient
    #[arg(long, value_parser = arg::account, value_name = "ACCOUNT")]
    patient: Account,
    /// Who asks
    #[arg(long, value_parser = arg::account, value_name = "ACCOUNT")]
    actor: Account,
    /// Why
    #[arg(long, value_parser = arg::purpose)]
    purpose: Purpose,
    /// For which categories
    #[arg(long, required = true, value_parser = arg::categories, value_delimiter = ',')]
    category: Vec<CategorySet>,
    /// To do what: read or share
    #[arg(long, default_value = "read", value_parser = arg::action)]
    action: Action,
    /// On which day
    #[arg(long, default_value = "today", value_parser = arg::day, value_name = "DATE")]
    day: Day,
    /// For data of this day
    #[arg(long, value_parser = arg::day, value_name = "DATE")]
    data: Option<Day>,
}

#[derive(Debug, clap::Args)]
#[group(required = true, multiple = false)]
struct List {
    /// Those of a patient
    #[arg(long, value_parser = arg::account, value_name = "ACCOUNT")]
    patient: Option<Account>,
    /// Those for an account
    #[arg(long, value_parser = arg::account, value_name = "ACCOUNT")]
    grantee: Option<Account>,
}

/// Runs the command.
///
/// # Errors
/// When the input is wrong, the node cannot be reached, or the contract refuses.
pub async fn run(ctx: &Context, args: Args) -> Result<()> {
    let chain = ctx.chain().await?;
    let contracts = Contracts::find(&chain).await?;
    match args.command {
        Command::Grant(args) => give(ctx, &chain, &contracts, &args, Effect::Permit).await,
        Command::Deny(args) => give(ctx, &chain, &contracts, &args, Effect::Deny).await,
        Command::Revoke(args) => {
            let (grantee, session) = (args.to.grantee()?, ctx.session(&chain)?);
            let receipt = match args.grant {
                Some(id) => session.call(&contracts.consent, "revoke", (grantee, id)).await?,
                None => session.call(&contracts.consent, "revoke_all", (grantee,)).await?,
            };
            report::done(ctx, &chain, &contracts, &receipt)
        }
        Command::Decide(args) => decide(ctx, &chain, &contracts, &args).await,
        Command::List(args) => list(ctx, &chain, &contracts, &args).await,
    }
}

fn union(categories: &[CategorySet]) -> CategorySet {
    categories.iter().fold(CategorySet::EMPTY, |all, one| all.union(*one))
}

async fn give(
    ctx: &Context,
    chain: &Chain,
    contracts: &Contracts,
    args: &Give,
    effect: Effect,
) -> Result<()> {
    let session = ctx.session(chain)?;
    let terms = Terms {
        grantee: args.to.grantee()?,
        effect,
        purposes: PurposeSet::from_iter(args.purpose.iter().copied()),
        categories: union(&args.category),
        actions: ActionSet::from_iter(args.action.iter().copied()),
        validity: Period { from: args.from, until: args.until },
        data: Period { from: args.data_from.unwrap_or_default(), until: args.data_until },
        receipt: args
            .receipt
            .unwrap_or_else(|| salted_digest(&session.account().0, format!("{args:?}").as_bytes())),
    };
    let receipt = session.call(&contracts.consent, "grant", (terms,)).await?;
    report::done(ctx, chain, contracts, &receipt)
}

/// A decision in words.
pub fn decision(decision: &Decision) -> String {
    match decision {
        Decision::Permit { redact } if redact.is_empty() => "permitted".into(),
        Decision::Permit { redact } => {
            let left_out: Vec<String> = redact.iter().map(names::name).collect();
            format!("permitted, but leave out {}", left_out.join(", "))
        }
        Decision::Deny => "denied by the patient".into(),
        Decision::NoConsent => "no consent: the patient has said nothing on this".into(),
    }
}

async fn decide(ctx: &Context, chain: &Chain, contracts: &Contracts, args: &Ask) -> Result<()> {
    let query = Query {
        actor: args.actor,
        purpose: args.purpose,
        categories: union(&args.category),
        action: args.action,
        day: args.day,
        data: Period::day(args.data.unwrap_or(args.day)),
    };
    let answer: Answer = contracts.consent.view(chain, "decide", (args.patient, query)).await?;
    let value = contracts.consent.show(chain, "decide", (args.patient, query)).await?;
    ctx.out.result(&value, || {
        let by: Vec<String> = answer.deciding.iter().map(ToString::to_string).collect();
        let by = if by.is_empty() { String::new() } else { format!(" (by grant {})", by.join(", ")) };
        format!("{}{by}", decision(&answer.decision))
    })
}

async fn list(ctx: &Context, chain: &Chain, contracts: &Contracts, args: &List) -> Result<()> {
    let registry = &contracts.consent;
    let found: Vec<(Account, Grant)> = match (args.patient, args.grantee) {
        (Some(patient), _) => {
            let grants: Vec<Grant> = registry.list(chain, "grants_by_patient", patient).await?;
            grants.into_iter().map(|grant| (patient, grant)).collect()
        }
        (None, Some(grantee)) => registry.list(chain, "grants_to", grantee).await?,
        (None, None) => Vec::new(),
    };
    let header = ["id", "patient", "for", "effect", "purposes", "categories", "holds", "withdrawn"];
    let rows: Vec<Vec<String>> = found.iter().map(|(patient, grant)| row(chain, patient, grant)).collect();
    let value: Vec<_> = rows.iter().map(|row| object(&header, row)).collect();
    ctx.out.result(&json!(value), || output::table(&header, &["id"], rows))
}

fn row(chain: &Chain, patient: &Account, grant: &Grant) -> Vec<String> {
    let terms = &grant.terms;
    let prefix = chain.properties.prefix;
    let grantee = match &terms.grantee {
        Grantee::Account(grantee) => account::short(grantee, prefix),
        Grantee::Credentialed { kind, jurisdiction: None } => format!("any {}", names::name(kind)),
        Grantee::Credentialed { kind, jurisdiction: Some(place) } => {
            format!("any {} in {place}", names::name(kind))
        }
    };
    let joined = |names: Vec<String>| names.join(", ");
    vec![
        grant.id.to_string(),
        account::short(patient, prefix),
        grantee,
        names::name(terms.effect),
        joined(terms.purposes.iter().map(names::name).collect()),
        joined(terms.categories.iter().map(names::name).collect()),
        text::period(terms.validity),
        grant.withdrawn_on.map(text::date).unwrap_or_default(),
    ]
}
