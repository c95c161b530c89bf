//! `healink consent decide`, `list`.

use healink_domain::{
    consent::{Action, Answer, CategorySet, Decision, Grant, Grantee, Maker, Purpose, Query},
    Account, Day, Period,
};
use serde_json::json;

use super::{
    super::{arg, credentials::object},
    union,
};
use crate::{
    chain::{account, Chain},
    deployment::Contracts,
    error::{Error, Result},
    grants, names, output, text, Context,
};

/// A request.
#[derive(Debug, clap::Args)]
pub(super) struct Ask {
    /// The patient
    #[arg(long, value_parser = arg::account, value_name = "ACCOUNT")]
    patient: Account,
    /// Who asks
    #[arg(long, value_parser = arg::account, value_name = "ACCOUNT")]
    actor: Account,
    #[command(flatten)]
    what: What,
    /// On which day
    #[arg(long, default_value = "today", value_parser = arg::day, value_name = "DATE")]
    day: Day,
}

/// What is asked for.
#[derive(Debug, clap::Args)]
pub(super) struct What {
    /// Why
    #[arg(long, value_parser = arg::purpose)]
    pub purpose: Purpose,
    /// For which categories; repeat, or separate by commas
    #[arg(long, required = true, value_parser = arg::categories, value_delimiter = ',')]
    pub category: Vec<CategorySet>,
    /// To do what: read or share
    #[arg(long, default_value = "read", value_parser = arg::action)]
    pub action: Action,
    /// For data of this day; of the day of the request when left out
    #[arg(long, value_parser = arg::day, value_name = "DATE")]
    pub data: Option<Day>,
    /// For data before this day, with --data as the first one
    #[arg(long, value_parser = arg::day, value_name = "DATE", requires = "data")]
    pub data_until: Option<Day>,
}

impl What {
    /// The request of an actor on a day.
    pub fn query(&self, actor: Account, day: Day) -> Query {
        Query {
            actor,
            purpose: self.purpose,
            categories: union(&self.category),
            action: self.action,
            day,
            data: self.period(day),
        }
    }

    /// The days that the data are of.
    pub fn period(&self, day: Day) -> Period {
        match (self.data, self.data_until) {
            (Some(from), until @ Some(_)) => Period { from, until },
            (data, _) => Period::day(data.unwrap_or(day)),
        }
    }
}

/// Whose grants.
#[derive(Debug, clap::Args)]
#[group(required = true, multiple = false)]
pub(super) struct List {
    /// Those of a patient
    #[arg(long, value_parser = arg::account, value_name = "ACCOUNT")]
    patient: Option<Account>,
    /// Those for an account
    #[arg(long, value_parser = arg::account, value_name = "ACCOUNT")]
    grantee: Option<Account>,
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
        Decision::NoConsent => "no consent: no grant speaks to this".into(),
    }
}

pub(super) async fn decide(ctx: &Context, args: &Ask) -> Result<()> {
    let chain = ctx.chain().await?;
    let contracts = Contracts::find(&chain).await?;
    let arguments = (args.patient, args.what.query(args.actor, args.day));
    let answer: Answer = contracts.consent.view(&chain, "decide", arguments).await?;
    let value = contracts.consent.show(&chain, "decide", arguments).await?;
    ctx.out.result(&value, || {
        let by: Vec<String> = answer.deciding.iter().map(ToString::to_string).collect();
        let by = if by.is_empty() { String::new() } else { format!(" (by grant {})", by.join(", ")) };
        format!("{}{by}", decision(&answer.decision))
    })
}

pub(super) async fn list(ctx: &Context, args: &List) -> Result<()> {
    let chain = ctx.chain().await?;
    let contracts = Contracts::find(&chain).await?;
    let found: Vec<(Account, Grant)> = match (args.patient, args.grantee) {
        (Some(patient), _) => {
            let grants = grants::of_patient(&chain, &contracts, patient).await?;
            grants.into_iter().map(|grant| (patient, grant)).collect()
        }
        (None, Some(grantee)) => grants::for_account(&chain, &contracts, grantee).await?,
        (None, None) => return Err(Error::usage("whose grants? Give --patient or --grantee")),
    };
    let header = ["id", "patient", "for", "effect", "purposes", "categories", "holds", "by", "ended"];
    let rows: Vec<Vec<String>> = found.iter().map(|(patient, grant)| row(&chain, patient, grant)).collect();
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
    let by = match grant.maker {
        Maker::Patient => "patient".into(),
        Maker::Proxy(proxy) => account::short(&proxy, prefix),
        Maker::Court(proxy) => format!("{} by order", account::short(&proxy, prefix)),
    };
    let ended = |end: healink_domain::consent::End| match end.superseded_by {
        Some(other) => format!("{} by {other}", text::date(end.on)),
        None => text::date(end.on),
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
        by,
        grant.ended.map(ended).unwrap_or_default(),
    ]
}
