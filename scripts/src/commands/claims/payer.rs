//! Payers, officers, plans, members, providers.

use std::path::PathBuf;

use healink_domain::{
    claims::{PayerId, PolicyId, Role, RoleSet},
    Account, Day, Period,
};
use serde_json::json;

use crate::{
    commands::{
        arg,
        desk::{Desk, Payer},
    },
    directory::{keyring, Directory, Member},
    error::Result,
    fhir, names, payer,
    plan_file::PlanFile,
};

#[derive(Debug, clap::Args)]
pub(super) struct Register {
    /// Account that acts for the payer
    #[arg(long, value_parser = arg::account, value_name = "ACCOUNT")]
    admin: Account,
    /// PSP22 token in which it settles; the deployed test token when left out
    #[arg(long, value_parser = arg::account, value_name = "ACCOUNT")]
    token: Option<Account>,
}

#[derive(Debug, clap::Args)]
pub(super) struct Officer {
    #[command(flatten)]
    payer: Payer,
    /// The account
    #[arg(long, value_parser = arg::account, value_name = "ACCOUNT")]
    account: Account,
    /// Its roles: enrolment, examiner, treasurer; none takes all away
    #[arg(long, value_parser = role, value_delimiter = ',', value_name = "ROLE")]
    role: Vec<Role>,
}

fn role(value: &str) -> Result<Role> {
    names::parse("role", Role::ALL, value)
}

#[derive(Debug, clap::Args)]
pub(super) struct Plan {
    #[command(flatten)]
    payer: Payer,
    /// The plan: terms and fee schedule, TOML or JSON
    #[arg(long, value_name = "FILE")]
    file: PathBuf,
}

#[derive(Debug, clap::Args)]
pub(super) struct Enrol {
    /// The member's account
    #[arg(long, value_parser = arg::account, value_name = "ACCOUNT")]
    member: Account,
    /// How claim files name the member: `system|value` of the identifier
    #[arg(long)]
    key: String,
    /// What its family has in common, such as the subscriber's number: members of a family share deductible and maximum
    #[arg(long, value_name = "TEXT")]
    family: Option<String>,
    /// First day of the cover
    #[arg(long, default_value = "today", value_parser = arg::day, value_name = "DATE")]
    from: Day,
    /// First day without cover
    #[arg(long, value_parser = arg::day, value_name = "DATE")]
    until: Option<Day>,
}

#[derive(Debug, clap::Args)]
pub(super) struct Provider {
    /// How claim files name the provider: `npi|…`, or `system|value` of the identifier
    #[arg(long)]
    key: String,
    /// The provider's account
    #[arg(long, value_parser = arg::account, value_name = "ACCOUNT")]
    account: Account,
}

/// Registers a payer.
pub(super) async fn register(desk: &Desk<'_>, args: &Register) -> Result<()> {
    let token = args.token.unwrap_or(desk.contracts.stablecoin.address);
    let receipt = desk.call(&desk.contracts.coverage, "register_payer", (args.admin, token)).await?;
    let number: Option<PayerId> = desk.contracts.field(&desk.chain, &receipt, "PayerRegistered", "payer")?;
    desk.note(|directory| directory.payer = number.or(directory.payer))?;
    desk.done(&receipt)
}

/// Gives an account roles.
pub(super) async fn officer(desk: &Desk<'_>, args: &Officer) -> Result<()> {
    let roles = RoleSet::from_iter(args.role.iter().copied());
    let arguments = (desk.payer(&args.payer)?, args.account, roles);
    desk.send(&desk.contracts.coverage, "set_officer", arguments).await
}

/// Publishes a plan with its fee schedule.
pub(super) async fn plan(desk: &Desk<'_>, args: &Plan) -> Result<()> {
    let file = PlanFile::read(&args.file)?;
    let payer = desk.payer(&args.payer)?;
    let session = desk.ctx.session(&desk.chain)?;
    let plan = payer::publish(&session, &desk.contracts, payer, &file, &keyring(&desk.chain)?).await?;
    desk.note(|directory| directory.plan = Some((plan.plan, plan.version)))?;
    let fees = file.fees.len();
    let value = json!({ "plan": plan.plan, "version": plan.version, "fees": fees });
    desk.ctx.out.result(&value, || {
        format!("{}: plan {}, version {}, with {fees} fees is published", file.name, plan.plan, plan.version)
    })
}

/// Enrols a member and notes the policy for the claim files.
pub(super) async fn enrol(desk: &Desk<'_>, args: &Enrol) -> Result<()> {
    let (directory, keyring) = (Directory::read(&desk.chain)?, keyring(&desk.chain)?);
    let member = fhir::Member {
        key: args.key.clone(),
        reference: String::new(),
        cover: Some(Period { from: args.from, until: args.until }),
        family: args.family.clone(),
    };
    let policy = member.policy(&keyring, directory.plan()?, args.member, Period::ALWAYS);
    let receipt = desk.call(&desk.contracts.coverage, "enrol", (policy,)).await?;
    let number: Option<PolicyId> = desk.contracts.field(&desk.chain, &receipt, "MemberEnrolled", "policy")?;
    if let Some(policy) = number {
        let account = desk.chain.ss58(&args.member);
        desk.note(|directory| {
            directory.members.insert(args.key.clone(), Member { account, policy });
        })?;
    }
    desk.done(&receipt)
}

/// Notes the account of a provider for the claim files.
pub(super) fn provider(desk: &Desk<'_>, args: &Provider) -> Result<()> {
    let account = desk.chain.ss58(&args.account);
    desk.note(|directory| {
        directory.providers.insert(args.key.clone(), account.clone());
    })?;
    let value = json!({ "key": args.key, "account": account });
    desk.ctx.out.result(&value, || format!("{} is {account}", args.key))
}
