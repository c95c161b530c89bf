//! `healink consent care`.

use clap::Subcommand;
use healink_domain::{
    consent::{
        Care, CareCommand, CategorySet, Lock, Mandate, Purpose, PurposeSet, Role, Scope, Switch, SwitchTerms,
    },
    Account, Day, Digest, Period,
};

use super::{
    super::{arg, report},
    union,
};
use crate::{chain::Chain, deployment::Contracts, error::Result, names, output, text, Context};

/// Arguments.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
An attorney acts beside the patient, who dismisses them at any time. A guardian acts for a ward until the day of release; a ward
still says no in person. Nobody who acts for a patient outweighs the patient's own no, but under a court's lock, which governance
sets and which everybody sees. A custodian takes over when the patient has been silent for the days that the patient chose, after a
notice and a warning; any act of the patient ends that.

Whoever acts for a patient adds --for PATIENT to `consent grant`, `deny`, `revoke` and `import`.

Examples:
  healink --as eve consent care appoint --holder dave --role attorney --until 2030-01-01 --purpose treatment,payment --category all
  healink --as alice consent care appoint --for eve --holder dave --role guardian --until 2034-05-17 --document 0x…
  healink --as dave consent grant --for eve --to charlie --purpose payment --category claims
  healink --as eve consent care watch --custodian dave --silence-days 180 --warning-days 14
  healink --as dave consent care give-notice --for eve
  healink --as alice consent care lock --for eve --until 2027-01-01 --order 0x…
  healink consent care show eve")]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Who acts for a patient?
    Show(Show),
    /// Give somebody the power to act (the patient; for a court, governance)
    Appoint(Appoint),
    /// End such a power: this also releases a ward early (the patient, but no ward; its holder; governance)
    Dismiss(Dismiss),
    /// Set the dead man's switch: a custodian takes over when the patient stays silent (the patient)
    Watch(Watch),
    /// Remove the dead man's switch (the patient)
    Unwatch,
    /// Say that you are there; every act on your grants says it too (the patient)
    StillHere,
    /// Say that a patient has been silent for as long as they chose; begins the warning period (the custodian)
    GiveNotice(For),
    /// Lock a patient's own acts by order of a court (governance)
    Lock(SetLock),
    /// Lift such a lock (governance)
    Unlock(For),
}

#[derive(Debug, clap::Args)]
struct Show {
    /// The patient
    #[arg(value_parser = arg::account, value_name = "PATIENT")]
    patient: Account,
}

#[derive(Debug, clap::Args)]
struct For {
    /// The patient
    #[arg(long = "for", value_parser = arg::account, value_name = "PATIENT")]
    patient: Account,
}

#[derive(Debug, clap::Args)]
struct Appoint {
    /// Who is to act
    #[arg(long, value_parser = arg::account, value_name = "ACCOUNT")]
    holder: Account,
    /// As what: attorney or guardian
    #[arg(long, value_parser = arg::care_role)]
    role: Role,
    /// For which purposes; all when left out
    #[arg(long, value_parser = arg::purpose, value_delimiter = ',')]
    purpose: Vec<Purpose>,
    /// On which categories of data; every one, sensitive ones included, when left out
    #[arg(long, value_parser = arg::categories, value_delimiter = ',')]
    category: Vec<CategorySet>,
    /// First day
    #[arg(long, default_value = "today", value_parser = arg::day, value_name = "DATE")]
    from: Day,
    /// First day on which it no longer holds: of a guardian the day of release, such as the ward's coming of age
    #[arg(long, value_parser = arg::day, value_name = "DATE", required_if_eq("role", "guardian"))]
    until: Option<Day>,
    /// Salted hash of the deed
    #[arg(long, value_parser = arg::digest, value_name = "HASH")]
    document: Option<Digest>,
    /// The patient, if governance appoints for a court
    #[arg(long = "for", value_parser = arg::account, value_name = "PATIENT")]
    patient: Option<Account>,
}

#[derive(Debug, clap::Args)]
struct Dismiss {
    /// Whose power ends
    #[arg(long, value_parser = arg::account, value_name = "ACCOUNT")]
    holder: Account,
    /// The patient, if it is not you
    #[arg(long = "for", value_parser = arg::account, value_name = "PATIENT")]
    patient: Option<Account>,
}

#[derive(Debug, clap::Args)]
struct Watch {
    /// Who takes over
    #[arg(long, value_parser = arg::account, value_name = "ACCOUNT")]
    custodian: Account,
    /// Days without an act of yours after which the custodian may give notice, at least 30
    #[arg(long, value_name = "DAYS")]
    silence_days: u16,
    /// Days after the notice in which an act of yours ends it, at least 7
    #[arg(long, value_name = "DAYS")]
    warning_days: u16,
}

#[derive(Debug, clap::Args)]
struct SetLock {
    /// The patient
    #[arg(long = "for", value_parser = arg::account, value_name = "PATIENT")]
    patient: Account,
    /// First day on which it no longer holds
    #[arg(long, value_parser = arg::day, value_name = "DATE")]
    until: Day,
    /// Salted hash of the court's order
    #[arg(long, value_parser = arg::digest, value_name = "HASH")]
    order: Digest,
}

impl Appoint {
    fn command(&self) -> CareCommand {
        let purposes: PurposeSet = self.purpose.iter().copied().collect();
        let categories = union(&self.category);
        let scope = Scope {
            purposes: if purposes.is_empty() { PurposeSet::ALL } else { purposes },
            categories: if categories.is_empty() { CategorySet::ALL } else { categories },
        };
        CareCommand::Appoint(Mandate {
            holder: self.holder,
            role: self.role,
            scope,
            period: Period { from: self.from, until: self.until },
            document: self.document.unwrap_or_default(),
        })
    }
}

pub(super) async fn run(ctx: &Context, args: &Args) -> Result<()> {
    let chain = ctx.chain().await?;
    let contracts = Contracts::find(&chain).await?;
    let (patient, command) = match &args.command {
        Command::Show(args) => return show(ctx, &chain, &contracts, args.patient).await,
        Command::Appoint(args) => (args.patient, args.command()),
        Command::Dismiss(args) => (args.patient, CareCommand::Dismiss { holder: args.holder }),
        Command::Watch(Watch { custodian, silence_days, warning_days }) => {
            let (custodian, silence_days, warning_days) = (*custodian, *silence_days, *warning_days);
            (None, CareCommand::Watch(Some(SwitchTerms { custodian, silence_days, warning_days })))
        }
        Command::Unwatch => (None, CareCommand::Watch(None)),
        Command::StillHere => (None, CareCommand::StillHere),
        Command::GiveNotice(args) => (Some(args.patient), CareCommand::GiveNotice),
        Command::Lock(args) => {
            (Some(args.patient), CareCommand::Lock(Some(Lock { until: args.until, order: args.order })))
        }
        Command::Unlock(args) => (Some(args.patient), CareCommand::Lock(None)),
    };
    let session = ctx.session(&chain)?;
    let patient = patient.unwrap_or_else(|| session.account());
    let receipt = session.call(&contracts.guardians, "arrange", (patient, command)).await?;
    report::done(ctx, &chain, &contracts, &receipt)
}

async fn show(ctx: &Context, chain: &Chain, contracts: &Contracts, patient: Account) -> Result<()> {
    let care: Care = contracts.guardians.view(chain, "care", (patient,)).await?;
    let value = contracts.guardians.show(chain, "care", (patient,)).await?;
    let today = chain.today().await?;
    ctx.out.result(&value, || in_words(chain, &care, today))
}

fn in_words(chain: &Chain, care: &Care, today: Day) -> String {
    let row = |mandate: &Mandate| {
        let state = match mandate.period {
            period if period.ended_by(today) => "over",
            period if period.contains(today) => "in force",
            _ => "to come",
        };
        vec![
            names::name(mandate.role),
            chain.ss58(&mandate.holder),
            mandate.scope.purposes.iter().map(names::name).collect::<Vec<_>>().join(", "),
            mandate.scope.categories.iter().map(names::name).collect::<Vec<_>>().join(", "),
            text::period(mandate.period),
            state.into(),
        ]
    };
    let mut parts = vec![match care.mandates.as_slice() {
        [] => "nobody acts for this patient".into(),
        mandates => output::table(
            &["as", "who", "purposes", "categories", "holds", "state"],
            &[],
            mandates.iter().map(row),
        ),
    }];
    parts.extend(care.lock.map(|lock| {
        let holds =
            if care.lock_on(today).is_some() { "a court's lock holds" } else { "a court's lock held" };
        format!("{holds} until {} (excluded)", text::date(lock.until))
    }));
    parts.extend(care.switch.map(|switch| switch_in_words(chain, &switch)));
    parts.join("\n")
}

fn switch_in_words(chain: &Chain, switch: &Switch) -> String {
    let SwitchTerms { custodian, silence_days, warning_days } = switch.terms;
    let notice = match (switch.noticed_on, switch.passes_on()) {
        (Some(on), Some(passes)) => {
            format!(
                "; notice was given on {}: takes over on {} unless the patient acts",
                text::date(on),
                text::date(passes)
            )
        }
        _ => String::new(),
    };
    format!(
        "custodian {} after {silence_days} days of silence and {warning_days} of warning; last act on this: {}{notice}",
        chain.ss58(&custodian),
        text::date(switch.last_act),
    )
}
