//! Payer, plan, members, escrow, payment.

use std::path::PathBuf;

use healink_domain::{
    claims::{
        Authorisation, AuthorisationId, ClaimId, ClaimSummary, Escrow, PayerId, Policy, PolicyId, Role,
        RoleSet, Status,
    },
    Account, Cents, Day, Period,
};
use serde_json::json;

use super::Desk;
use crate::{
    chain::{
        contract::refused,
        session::{Action, Receipt},
    },
    commands::{arg, report},
    directory::{keyring, Directory, Member},
    error::{Error, Result},
    fhir, names,
    output::facts,
    payer,
    plan_file::PlanFile,
    text,
};

#[derive(Debug, clap::Args)]
pub(super) struct Payer {
    /// Number of the payer; the one noted here when left out
    #[arg(long)]
    payer: Option<PayerId>,
}

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

#[derive(Debug, clap::Args)]
pub(super) struct Authorise {
    /// For this policy
    #[arg(long)]
    policy: PolicyId,
    /// For this provider
    #[arg(long, value_parser = arg::account, value_name = "ACCOUNT")]
    provider: Account,
    /// For this service: `system|code`
    #[arg(long, value_name = "SYSTEM|CODE")]
    code: String,
    /// For so many units
    #[arg(long, default_value_t = 1)]
    units: u32,
    /// For services from this day on
    #[arg(long, default_value = "today", value_parser = arg::day, value_name = "DATE")]
    from: Day,
    /// For services before this day
    #[arg(long, value_parser = arg::day, value_name = "DATE")]
    until: Option<Day>,
    /// The payer's own number for it, as claims name it
    #[arg(long)]
    number: Option<String>,
}

#[derive(Debug, clap::Args)]
pub(super) struct Amount {
    #[command(flatten)]
    payer: Payer,
    /// How much, for example 1234.56
    #[arg(value_parser = arg::money)]
    amount: Cents,
}

#[derive(Debug, clap::Args)]
pub(super) struct Claim {
    /// Number of the claim
    claim: ClaimId,
}

#[derive(Debug, clap::Args)]
pub(super) struct Pay {
    #[command(flatten)]
    payer: Payer,
    /// Numbers of the claims
    #[arg(required_unless_present = "all")]
    claims: Vec<ClaimId>,
    /// All decided claims of the payer with something to pay
    #[arg(long, conflicts_with = "claims")]
    all: bool,
}

impl Payer {
    pub(super) fn number(&self, desk: &Desk<'_>) -> Result<PayerId> {
        match self.payer {
            Some(number) => Ok(number),
            None => Directory::read(desk.chain)?.payer(),
        }
    }
}

impl Desk<'_> {
    async fn call(&self, message: &str, arguments: impl scale::Encode) -> Result<Receipt> {
        self.ctx.session(self.chain)?.call(&self.contracts.claims, message, arguments).await
    }

    fn done(&self, receipt: &Receipt) -> Result<()> {
        report::done(self.ctx, self.chain, self.contracts, receipt)
    }

    /// Changes the payer's own records, unless nothing was sent.
    fn note(&self, change: impl FnOnce(&mut Directory)) -> Result<()> {
        if self.ctx.globals.dry_run {
            return Ok(());
        }
        let mut directory = Directory::read(self.chain)?;
        change(&mut directory);
        directory.write(self.chain)
    }

    pub(super) async fn register(&self, args: &Register) -> Result<()> {
        let token = args.token.unwrap_or(self.contracts.stablecoin.address);
        let receipt = self.call("register_payer", (args.admin, token)).await?;
        let number: Option<PayerId> =
            payer::number_in(self.chain, self.contracts, &receipt, "PayerRegistered", "payer")?;
        self.note(|directory| directory.payer = number.or(directory.payer))?;
        self.done(&receipt)
    }

    pub(super) async fn officer(&self, args: &Officer) -> Result<()> {
        let payer = args.payer.number(self)?;
        let roles = RoleSet::from_iter(args.role.iter().copied());
        self.done(&self.call("set_officer", (payer, args.account, roles)).await?)
    }

    pub(super) async fn plan(&self, args: &Plan) -> Result<()> {
        let file = PlanFile::read(&args.file)?;
        let payer = args.payer.number(self)?;
        let session = self.ctx.session(self.chain)?;
        let plan = payer::publish(&session, self.contracts, payer, &file, &keyring(self.chain)?).await?;
        self.note(|directory| directory.plan = Some((plan.plan, plan.version)))?;
        let value = json!({ "plan": plan.plan, "version": plan.version, "fees": file.fees.len() });
        self.ctx.out.result(&value, || {
            format!(
                "{}: plan {}, version {}, with {} fees is published",
                file.name,
                plan.plan,
                plan.version,
                file.fees.len()
            )
        })
    }

    pub(super) async fn enrol(&self, args: &Enrol) -> Result<()> {
        let (directory, keyring) = (Directory::read(self.chain)?, keyring(self.chain)?);
        let member = fhir::Member { key: args.key.clone(), reference: String::new(), cover: None };
        let policy = Policy {
            plan: directory.plan()?,
            member: args.member,
            period: Period { from: args.from, until: args.until },
            member_hash: keyring.member(&member),
        };
        let receipt = self.call("enrol", (policy,)).await?;
        let number: Option<PolicyId> =
            payer::number_in(self.chain, self.contracts, &receipt, "MemberEnrolled", "policy")?;
        if let Some(policy) = number {
            let account = self.chain.ss58(&args.member);
            self.note(|directory| {
                directory.members.insert(args.key.clone(), Member { account, policy });
            })?;
        }
        self.done(&receipt)
    }

    pub(super) fn provider(&self, args: &Provider) -> Result<()> {
        let account = self.chain.ss58(&args.account);
        self.note(|directory| {
            directory.providers.insert(args.key.clone(), account.clone());
        })?;
        let value = json!({ "key": args.key, "account": account });
        self.ctx.out.result(&value, || format!("{} is {account}", args.key))
    }

    pub(super) async fn authorise(&self, args: &Authorise) -> Result<()> {
        let (system, code) = args.code.rsplit_once('|').ok_or_else(|| {
            Error::usage(format!("`{}` is no code", args.code))
                .hint("write system|code, for example http://snomed.info/sct|185345009")
        })?;
        let code = fhir::Code { system: system.into(), code: code.into(), display: None };
        let authorisation = Authorisation {
            policy: args.policy,
            provider: args.provider,
            code: keyring(self.chain)?.code(&code),
            period: Period { from: args.from, until: args.until },
            units: args.units,
        };
        let receipt = self.call("authorise", (authorisation,)).await?;
        let number: Option<AuthorisationId> =
            payer::number_in(self.chain, self.contracts, &receipt, "ServiceAuthorised", "authorisation")?;
        if let (Some(id), Some(own)) = (number, &args.number) {
            self.note(|directory| {
                directory.authorisations.insert(own.clone(), id);
            })?;
        }
        self.done(&receipt)
    }

    pub(super) async fn deposit(&self, args: &Amount) -> Result<()> {
        let payer = args.payer.number(self)?;
        let session = self.ctx.session(self.chain)?;
        self.done(&payer::deposit(&session, self.contracts, payer, args.amount).await?)
    }

    pub(super) async fn withdraw(&self, args: &Amount) -> Result<()> {
        let payer = args.payer.number(self)?;
        self.done(&self.call("withdraw", (payer, args.amount)).await?)
    }

    pub(super) async fn escrow(&self, args: &Payer) -> Result<()> {
        let payer = args.number(self)?;
        let escrow: Option<Escrow> = self.contracts.claims.view(self.chain, "escrow", (payer,)).await?;
        let escrow = escrow.ok_or_else(|| refused("claims", "escrow", &json!("NoSuchPayer")))?;
        let (free, committed, paid) =
            (text::money(escrow.free), text::money(escrow.committed), text::money(escrow.paid));
        let value = json!({ "payer": payer, "free": free, "committed": committed, "paid": paid });
        self.ctx.out.result(&value, || {
            facts(&[
                ("payer", payer.to_string()),
                ("free", free),
                ("promised to claims", committed),
                ("paid so far", paid),
            ])
        })
    }

    pub(super) async fn decide_again(&self, message: &str, args: &Claim) -> Result<()> {
        self.done(&self.call(message, (args.claim,)).await?)
    }

    pub(super) async fn pay(&self, args: &Pay) -> Result<()> {
        let claims = match args.all {
            true => self.payable(args.payer.number(self)?).await?,
            false => args.claims.clone(),
        };
        let session = self.ctx.session(self.chain)?;
        let actions: Vec<Action<'_>> =
            claims.iter().map(|claim| Action::call(&self.contracts.claims, "pay", (*claim,))).collect();
        let total = u64::try_from(actions.len()).unwrap_or(u64::MAX);
        let progress = self.ctx.out.bar("paying claims", total);
        let results = session.send_all(&actions, &progress).await;
        progress.finish();
        let paid = results.iter().filter(|result| result.is_ok()).count();
        let first_failure = results.iter().find_map(|result| result.as_ref().err());
        for (claim, result) in claims.iter().zip(&results) {
            if let Err(error) = result {
                self.ctx.out.note(format!("claim {claim}: {error}"));
            }
        }
        self.ctx.out.result(&json!({ "paid": paid, "of": claims.len() }), || {
            format!("{paid} of {} claims paid", claims.len())
        })?;
        first_failure.map_or(Ok(()), |error| Err(error.clone()))
    }

    async fn payable(&self, payer: PayerId) -> Result<Vec<ClaimId>> {
        let claims: Vec<ClaimSummary> =
            self.contracts.claims.list(self.chain, "claims_by_payer", payer).await?;
        let is_payable = |claim: &&ClaimSummary| matches!(claim.status, Status::Adjudicated { payable, .. } if !payable.is_zero());
        Ok(claims.iter().filter(is_payable).map(|claim| claim.id).collect())
    }
}
