//! `healink consent evaluate`, `import`, `export`.

use std::path::PathBuf;

use healink_domain::{
    consent::{Class, Effect, Grant, Grantee},
    Account, Day,
};
use serde::Serialize;
use serde_json::Value;

use super::{
    super::arg,
    give::{with_receipt, Given, Keep, OnBehalf},
    views::What,
};
use crate::{
    chain::Chain,
    consent::Written,
    deployment::Contracts,
    error::{Error, Result, ResultExt},
    fhir::consent::{
        bundle, evaluate as decide, load, plan, Actors, Asked, Evaluation, Findings, Loaded, Naming, Options,
        Place, Planned, Planning, Root,
    },
    grants, paths, Context,
};

/// FHIR Consent files, and what they leave open.
#[derive(Debug, clap::Args)]
struct Source {
    /// FHIR R4 Consents of one patient: files or folders; Bundles and the resources that references lead to may stand beside them
    #[arg(long, required = true, num_args = 1.., value_name = "FILE|FOLDER")]
    consent: Vec<PathBuf>,
    /// Who is meant by a reference: REFERENCE=WHO, where WHO is an account, a kind of credential, or KIND@PLACE; repeat
    #[arg(long, value_parser = arg::actor_is, value_name = "REFERENCE=WHO")]
    actor_is: Vec<(String, Grantee)>,
    /// What a root provision that has conditions but no type is: a limit of the base rule, or an exception to it
    #[arg(long, value_parser = arg::root, value_name = "limits|exception")]
    root: Option<Root>,
    /// Refuse files of which anything is lost, also where that only permits less
    #[arg(long)]
    exact: bool,
}

impl Source {
    fn load(&self, naming: Naming) -> Result<Loaded> {
        let known = self.actor_is.iter().cloned().collect();
        let loaded = load(&self.consent, &Options { actors: Actors { known, naming }, root: self.root })?;
        loaded.refuse_inexpressible(self.exact)?;
        loaded.refuse_several_patients()?;
        Ok(loaded)
    }
}

/// A request to files.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
The rules are those of the contract; the files are all that is asked. The actor is a reference as the files write it, or an account.

Examples:
  healink consent evaluate --consent consents/ --actor Organization/f001 --purpose treatment --category all,hiv --on 2026-01-31
  healink --json consent evaluate --consent a.json b.json --actor charlie --holds state-licence@US-CA --purpose payment \\
    --category claims --on today")]
pub(super) struct Evaluate {
    #[command(flatten)]
    source: Source,
    /// Who asks: a reference such as Organization/f001 or an account
    #[arg(long, value_name = "REFERENCE|ACCOUNT")]
    actor: String,
    /// A kind of credential that the actor holds, and where: KIND or KIND@PLACE; repeat
    #[arg(long, value_parser = arg::class, value_name = "KIND[@PLACE]")]
    holds: Vec<Class>,
    #[command(flatten)]
    what: What,
    /// On which day
    #[arg(long, value_parser = arg::day, value_name = "DATE")]
    on: Day,
}

pub(super) fn evaluate(ctx: &Context, args: &Evaluate) -> Result<()> {
    let loaded = args.source.load(Naming::ByReference)?;
    let actor = match loaded.party(&args.actor)? {
        Grantee::Account(account) => account,
        Grantee::Credentialed { .. } => {
            return Err(Error::usage(format!("{} is a kind of provider, not one who asks", args.actor))
                .hint("name the one who asks with --actor, and what they hold with --holds"))
        }
    };
    let asked = Asked { query: args.what.query(actor, args.on), holds: args.holds.clone() };
    let evaluation = decide(&loaded, &asked);
    ctx.out.result(&evaluation, || in_words(&evaluation))
}

fn in_words(evaluation: &Evaluation) -> String {
    let mut lines = vec![match (evaluation.decision, evaluation.redact.as_slice()) {
        ("permit", []) => "permitted".to_owned(),
        ("permit", redact) => format!("permitted, but leave out {}", redact.join(", ")),
        ("deny", _) => "denied by the patient".to_owned(),
        _ => "no consent: the files say nothing on this".to_owned(),
    }];
    let by = evaluation.deciding.iter();
    lines.extend(by.map(|one| {
        format!("  by {} {} of {} ({}, made {})", one.effect, one.provision, one.consent, one.file, one.made)
    }));
    if !evaluation.actor_named {
        lines.push(
            "  remark: no Consent names the actor, so only what they say about everybody counts".into(),
        );
    }
    lines.extend(told(&evaluation.findings));
    lines.join("\n")
}

fn told(findings: &Findings) -> Vec<String> {
    let narrowed = findings.narrowed.iter().map(|finding| format!("  permitted less than said: {finding}"));
    narrowed.chain(findings.remarks.iter().map(|finding| format!("  remark: {finding}"))).collect()
}

/// What to import.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
What the files permit less on the chain is reported; what would permit more if it were left out is refused, and then nothing is sent.
An opt-out also ends what present grants permit. With --dry-run the grants are shown and nothing is sent.

Examples:
  healink --as eve --dry-run consent import --consent consents/
  healink --as eve consent import --consent consents/ --actor-is Organization/f001=charlie --everyone-is state-licence@US-CA
  healink --as dave consent import --consent consents/ --for eve")]
pub(super) struct Import {
    #[command(flatten)]
    source: Source,
    /// Who stands for everybody, where the files permit everybody: an account, a kind of credential, or KIND@PLACE; repeat
    #[arg(long, value_parser = arg::grantee, value_name = "WHO")]
    everyone_is: Vec<Grantee>,
    #[command(flatten)]
    keep: Keep,
    #[command(flatten)]
    on_behalf: OnBehalf,
}

/// What an import did.
#[derive(Debug, Serialize)]
struct Imported {
    grants: Vec<Made>,
    #[serde(flatten)]
    findings: Findings,
}

#[derive(Debug, Serialize)]
struct Made {
    consent: String,
    provision: String,
    terms: Written,
    #[serde(flatten)]
    given: Given,
}

pub(super) async fn import(ctx: &Context, args: &Import) -> Result<()> {
    let mut loaded = args.source.load(Naming::AccountsOnly)?;
    let chain = ctx.chain().await?;
    let contracts = Contracts::find(&chain).await?;
    let session = ctx.session(&chain)?;
    let patient = args.on_behalf.patient.unwrap_or_else(|| session.account());
    let today = chain.today().await?;
    let present = grants::of_patient(&chain, &contracts, patient).await?;
    let planning =
        Planning { today, permitted: permitted(&present, today), everyone: args.everyone_is.clone() };
    let (planned, findings) = plan(&loaded, &planning);
    loaded.findings.extend(findings);
    loaded.refuse_inexpressible(args.source.exact)?;
    let mut made = Vec::new();
    for planned in planned {
        let directive = loaded.directives.get(planned.directive).map(|directive| directive.name.clone());
        let name = directive.unwrap_or_default();
        let given = one(&session, &contracts, args, &planned, &name)
            .await
            .map_err(|error| stopped(error, made.len()))?;
        let terms = Written::new(&planned.terms, chain.properties.prefix);
        made.push(Made { consent: name, provision: planned.provision, terms, given });
    }
    let imported = Imported { grants: made, findings: loaded.findings };
    ctx.out.result(&imported, || imported.text())
}

async fn one(
    session: &crate::chain::session::Session<'_>,
    contracts: &Contracts,
    args: &Import,
    planned: &Planned,
    name: &str,
) -> Result<Given> {
    let (patient, method) = (args.on_behalf.patient, format!("FHIR {name}, {}", planned.provision));
    with_receipt(session, contracts, patient, &planned.terms, None, &args.keep, &method).await
}

/// Says how far it came.
fn stopped(error: Error, made: usize) -> Error {
    match made {
        0 => error,
        made => error.context(format!(
            "{made} grants were made, each of which permits no more than the files do; then one was refused"
        )),
    }
}

/// Grantees whom grants permit something today or later.
fn permitted(grants: &[Grant], today: Day) -> Vec<Grantee> {
    let permits = |grant: &Grant| grant.terms.effect == Effect::Permit && !grant.is_over(today);
    grants.iter().filter(|grant| permits(grant)).map(|grant| grant.terms.grantee).collect()
}

impl Imported {
    fn text(&self) -> String {
        let one = |made: &Made| {
            let Written { grantee, effect, purposes, categories, from, until, .. } = &made.terms;
            let until = until.as_ref().map(|until| format!(" until {until}")).unwrap_or_default();
            format!(
                "{} {}: {effect} {grantee} {} on {} from {from}{until}\n{}",
                made.consent,
                made.provision,
                purposes.join(", "),
                categories.join(", "),
                made.given.text()
            )
        };
        let mut lines: Vec<String> = self.grants.iter().map(one).collect();
        if lines.is_empty() {
            lines.push("the files come to no grant".into());
        }
        lines.extend(told(&self.findings));
        lines.join("\n")
    }
}

/// Which grants to write.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Reading the file again with `consent import` or `consent evaluate` gives the same grants.

Examples:
  healink consent export --patient eve --out eve.json
  healink consent export --patient eve --in-force")]
pub(super) struct Export {
    /// The patient
    #[arg(long, value_parser = arg::account, value_name = "ACCOUNT")]
    patient: Account,
    /// Leave out grants that are over
    #[arg(long)]
    in_force: bool,
    /// Write the Bundle to this file; to standard output when left out
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

pub(super) async fn export(ctx: &Context, args: &Export) -> Result<()> {
    let chain = ctx.chain().await?;
    let contracts = Contracts::find(&chain).await?;
    let mut grants = grants::of_patient(&chain, &contracts, args.patient).await?;
    let today = chain.today().await?;
    grants.retain(|grant| !(args.in_force && grant.is_over(today)));
    grants.sort_by_key(|grant| grant.id);
    let place = Place { contract: Some(contract(&chain, &contracts)), prefix: chain.properties.prefix };
    let bundle: Value = bundle(&args.patient, &grants, &place)?;
    let Some(path) = &args.out else {
        return ctx.out.result(&bundle, || serde_json::to_string_pretty(&bundle).unwrap_or_default());
    };
    paths::write_atomically(path, &serde_json::to_vec_pretty(&bundle).or_internal("writing JSON")?)?;
    let value = serde_json::json!({ "grants": grants.len(), "file": path });
    ctx.out.result(&value, || format!("{} grants written to {}", grants.len(), path.display()))
}

/// CAIP-10 name of the consent registry.
fn contract(chain: &Chain, contracts: &Contracts) -> String {
    let genesis: String = chain.genesis_hex().trim_start_matches("0x").chars().take(32).collect();
    format!("polkadot:{genesis}:{}", chain.ss58(&contracts.consent.address))
}
