//! `healink break-glass`.

use std::path::{Path, PathBuf};

use clap::Subcommand;
use healink_domain::{
    consent::{EmergencyError, Opening, OpeningId, Right},
    Account,
};
use scale::Encode;
use serde::Serialize;

use super::{arg, report};
use crate::{
    chain::{account, contract::refused, Chain},
    consent::{sealed::FOLDER, Sealed},
    deployment::Contracts,
    error::{Error, Result},
    output::{self, facts},
    text, Context,
};

/// Arguments.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Broken glass admits its provider for 24 hours to reading in emergency treatment (`access record --purpose emergency-treatment`), without
consent; the patient sees it at once. A reviewer has to judge it within 7 days. Until then, when that is overdue, and after a review that
finds it unjustified, the provider breaks no further glass. Only the salted hash of what is said reaches the chain; the words are kept in
out/sealed, to be handed to whoever has to judge them.

Examples:
  healink --as charlie break-glass open --patient eve --why \"unconscious after an accident, allergies unknown\"
  healink break-glass queue
  healink break-glass show 1 --statement out/sealed/STATEMENT.json
  healink --as ferdie break-glass review 1 --justified --report \"seen on the ward\"
  healink --as alice break-glass appoint --reviewer ferdie
  healink break-glass right --provider charlie")]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Break the glass (a provider with a live licence or hospital privileges)
    Open(Open),
    /// Show an opening, and check what was said about it
    Show(Show),
    /// Openings that wait for a review
    Queue,
    /// Judge an opening (a reviewer who has no part in it)
    Review(Judge),
    /// May a provider break the glass?
    Right(Provider),
    /// Make an account a reviewer (governance)
    Appoint(Reviewer),
    /// Reviewer no longer (governance)
    Dismiss(Reviewer),
    /// Lift the suspension after an unjustified opening (governance)
    Reinstate(Provider),
}

#[derive(Debug, clap::Args)]
struct Open {
    /// The patient
    #[arg(long, value_parser = arg::account, value_name = "ACCOUNT")]
    patient: Account,
    /// Why, in words; they do not reach the chain
    #[arg(long, value_name = "TEXT")]
    why: String,
}

#[derive(Debug, clap::Args)]
struct Show {
    /// Number of the opening
    opening: OpeningId,
    /// A statement: is it the justification or the report whose hash is on the chain?
    #[arg(long, value_name = "FILE")]
    statement: Option<PathBuf>,
}

#[derive(Debug, clap::Args)]
struct Judge {
    /// Number of the opening
    opening: OpeningId,
    /// It was justified
    #[arg(long, required_unless_present = "unjustified", conflicts_with = "unjustified")]
    justified: bool,
    /// It was not: the provider's right is suspended
    #[arg(long)]
    unjustified: bool,
    /// The findings, in words; they do not reach the chain
    #[arg(long, value_name = "TEXT")]
    report: String,
}

#[derive(Debug, clap::Args)]
struct Provider {
    /// The provider
    #[arg(long, value_parser = arg::account, value_name = "ACCOUNT")]
    provider: Account,
}

#[derive(Debug, clap::Args)]
struct Reviewer {
    /// The reviewer
    #[arg(long, value_parser = arg::account, value_name = "ACCOUNT")]
    reviewer: Account,
}

/// What governance does: `healink_disclosures::Governance`.
#[derive(Clone, Copy, Debug)]
pub enum Governance {
    /// Appoints a reviewer.
    Appoint = 0,
    /// Dismisses a reviewer.
    Dismiss = 1,
    /// Lifts the suspension of a provider's right.
    Reinstate = 2,
}

impl Governance {
    /// What it does, to whom, as the contract takes it.
    pub const fn to(self, account: Account) -> (u8, Account) {
        (self as u8, account)
    }
}

/// Something said, with where the words are.
#[derive(Debug, Serialize)]
struct Said {
    #[serde(flatten)]
    done: report::Done,
    statement: Option<PathBuf>,
}

/// Runs the command.
///
/// # Errors
/// When the input is wrong, the node cannot be reached, or the contract refuses.
pub async fn run(ctx: &Context, args: Args) -> Result<()> {
    let chain = ctx.chain().await?;
    let contracts = Contracts::find(&chain).await?;
    let work = Work { ctx, chain: &chain, contracts: &contracts };
    match args.command {
        Command::Open(args) => {
            let sealed = Sealed::new("justification of broken glass", &args.why)?;
            work.say("break_glass", (args.patient, sealed.digest()?), &sealed).await
        }
        Command::Review(args) => {
            let sealed = Sealed::new("report on broken glass", &args.report)?;
            work.say("review", (args.opening, args.justified, sealed.digest()?), &sealed).await
        }
        Command::Show(args) => work.show(&args).await,
        Command::Queue => work.queue().await,
        Command::Right(Provider { provider }) => work.right(provider).await,
        Command::Appoint(Reviewer { reviewer }) => work.govern(Governance::Appoint.to(reviewer)).await,
        Command::Dismiss(Reviewer { reviewer }) => work.govern(Governance::Dismiss.to(reviewer)).await,
        Command::Reinstate(Provider { provider }) => work.govern(Governance::Reinstate.to(provider)).await,
    }
}

struct Work<'a> {
    ctx: &'a Context,
    chain: &'a Chain,
    contracts: &'a Contracts,
}

impl Work<'_> {
    async fn govern(&self, act: (u8, Account)) -> Result<()> {
        let session = self.ctx.session(self.chain)?;
        let receipt = session.call(&self.contracts.disclosures, "govern", (act,)).await?;
        report::done(self.ctx, self.chain, self.contracts, &receipt)
    }

    /// Sends what commits to a statement, and keeps the statement.
    async fn say(&self, message: &str, arguments: impl Encode, sealed: &Sealed) -> Result<()> {
        let session = self.ctx.session(self.chain)?;
        let receipt = session.call(&self.contracts.disclosures, message, arguments).await?;
        let statement = match session.is_dry_run() {
            true => None,
            false => Some(sealed.write(Path::new(FOLDER))?),
        };
        let said = Said { done: report::Done::new(self.chain, self.contracts, &receipt)?, statement };
        self.ctx.out.result(&said, || match &said.statement {
            Some(path) => format!("{}\n  what was said is kept in {}", said.done.text(), path.display()),
            None => said.done.text(),
        })
    }

    async fn show(&self, args: &Show) -> Result<()> {
        let found: Option<Opening> =
            self.contracts.disclosures.view(self.chain, "opening", (args.opening,)).await?;
        let opening = found.ok_or_else(|| refused("disclosures", "opening", &"NoSuchOpening".into()))?;
        let mut value = self.contracts.disclosures.show(self.chain, "opening", (args.opening,)).await?;
        let mut rows = vec![
            ("opening", args.opening.to_string()),
            ("patient", self.chain.ss58(&opening.patient)),
            ("provider", self.chain.ss58(&opening.provider)),
            ("credential", opening.credential.to_string()),
            ("from", text::moment(opening.opened_at)),
            ("until", text::moment(opening.until)),
            ("review", review(self.chain, &opening)),
        ];
        if let Some(path) = &args.statement {
            let sealed = Sealed::read(path)?;
            rows.push((what_it_is(&sealed, &opening, path)?, sealed.statement.clone()));
            if let Some(members) = value.as_object_mut() {
                members.insert("statement".into(), serde_json::json!(sealed));
            }
        }
        self.ctx.out.result(&value, || facts(&rows))
    }

    async fn queue(&self) -> Result<()> {
        let found: Vec<(OpeningId, Opening)> =
            self.contracts.disclosures.list(self.chain, "unreviewed", ()).await?;
        let today = self.chain.today().await?;
        let row = |(id, opening): &(OpeningId, Opening)| {
            let prefix = self.chain.properties.prefix;
            let late = if opening.review_by <= today { " (overdue)" } else { "" };
            vec![
                id.to_string(),
                account::short(&opening.patient, prefix),
                account::short(&opening.provider, prefix),
                text::moment(opening.opened_at),
                text::moment(opening.until),
                format!("{}{late}", text::date(opening.review_by)),
            ]
        };
        let header = ["opening", "patient", "provider", "opened", "admits until", "review before"];
        let rows: Vec<Vec<String>> = found.iter().map(row).collect();
        let value: Vec<_> = rows.iter().map(|row| super::credentials::object(&header, row)).collect();
        self.ctx.out.result(&value, || output::table(&header, &["opening"], rows))
    }

    async fn right(&self, provider: Account) -> Result<()> {
        let right: Right = self.contracts.disclosures.view(self.chain, "right", (provider,)).await?;
        let value = self.contracts.disclosures.show(self.chain, "right", (provider,)).await?;
        let today = self.chain.today().await?;
        let waiting = right.unreviewed.len();
        self.ctx.out.result(&value, || match right.ensure(today) {
            Ok(()) => {
                format!("may break the glass with a live credential; {waiting} openings wait for a review")
            }
            Err(EmergencyError::ReviewOverdue { of }) => {
                format!("may not break the glass before opening {of} is reviewed; {waiting} openings wait for a review")
            }
            Err(_) => match right.suspended_by {
                Some(by) => format!("may not break the glass: opening {by} was not justified, and governance has not lifted that"),
                None => "may not break the glass".into(),
            },
        })
    }
}

fn review(chain: &Chain, opening: &Opening) -> String {
    match opening.review {
        None => format!("due before {}", text::date(opening.review_by)),
        Some(review) => {
            let found = if review.justified { "justified" } else { "not justified" };
            format!("{found}, by {} on {}", chain.ss58(&review.reviewer), text::date(review.on))
        }
    }
}

/// Which of the hashes on the chain is that of a statement.
fn what_it_is(sealed: &Sealed, opening: &Opening, path: &Path) -> Result<&'static str> {
    let digest = sealed.digest()?;
    match opening.review {
        _ if opening.justification == digest => Ok("justification"),
        Some(review) if review.report == digest => Ok("report"),
        _ => Err(Error::refused(format!(
            "{}: this statement is not the one whose hash is on the chain",
            path.display()
        ))
        .hint("ask the provider or the reviewer for the file that the program wrote for this opening")),
    }
}
