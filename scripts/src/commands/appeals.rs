//! `healink appeals`.

use clap::Subcommand;
use healink_domain::{
    claims::{AppealId, AppealRecord, ClaimId, Docket, Exception, GateSet, Level, Ruled, Ruling},
    Account,
};

use super::{
    arg,
    desk::{Desk, Document, Payer},
    report::{self, Cell},
};
use crate::{error::Result, output::facts, text, Context};

/// Arguments.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Level 1: the provider or the member appeals within the plan's days; an examiner of the payer rules. Level 2, after an upheld appeal
or when the payer let its time pass: an independent reviewer, appointed by governance, rules.

Overturning reverses the decision and decides a corrected claim by the same rules. A line that is named loses what an examiner said
on it; gates that are named behind it are waived: filed-in-time, not-duplicate, credentialed, covered, authorised, waiting-served.

Examples:
  healink --as dave appeals file 7 --document letter.pdf
  healink --as charlie appeals decide 1 --uphold --document ruling.pdf
  healink --as charlie appeals decide 1 --overturn 2 --overturn 3:authorised --document ruling.pdf
  healink --as alice appeals appoint ferdie
  healink appeals list --claim 7
  healink appeals list --open
  healink appeals list --open --independent")]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Appeal against the decision on a claim (its provider, or the member)
    File(File),
    /// Uphold or overturn the decision (level 1: examiner; level 2: independent reviewer)
    Decide(Decide),
    /// List the appeals of a claim, or those that wait for a ruling
    List(List),
    /// Show an appeal
    Show(Id),
    /// Appoint an independent reviewer (owner of the contract)
    Appoint(Reviewer),
    /// Take an appointment back (owner of the contract)
    Dismiss(Reviewer),
}

#[derive(Debug, clap::Args)]
struct Id {
    /// Number of the appeal
    id: AppealId,
}

#[derive(Debug, clap::Args)]
struct Reviewer {
    /// The account
    #[arg(value_parser = arg::account)]
    account: Account,
}

#[derive(Debug, clap::Args)]
struct File {
    /// Number of the claim
    claim: ClaimId,
    #[command(flatten)]
    grounds: Document,
}

#[derive(Debug, clap::Args)]
#[group(required = true, multiple = false, id = "ruling")]
struct Word {
    /// The decision stands
    #[arg(long)]
    uphold: bool,
    /// The decision is reversed: a line, and the gates that are waived for it; repeat for several lines
    #[arg(long, value_parser = exception, value_name = "LINE[:GATE,GATE]")]
    overturn: Vec<Exception>,
}

#[derive(Debug, clap::Args)]
struct Decide {
    /// Number of the appeal
    id: AppealId,
    #[command(flatten)]
    word: Word,
    #[command(flatten)]
    reasons: Document,
}

#[derive(Debug, clap::Args)]
struct List {
    /// Those against the decision on this claim
    #[arg(long, required_unless_present = "open")]
    claim: Option<ClaimId>,
    /// Those of a payer that wait for its ruling
    #[arg(long, conflicts_with = "claim")]
    open: bool,
    /// Those that wait for an independent reviewer instead
    #[arg(long, requires = "open", conflicts_with = "payer")]
    independent: bool,
    #[command(flatten)]
    payer: Payer,
}

/// A line with the gates that are waived for it.
fn exception(value: &str) -> Result<Exception, String> {
    let (line, gates) = value.split_once(':').unwrap_or((value, ""));
    let gates = gates.split(',').filter(|gate| !gate.is_empty()).map(arg::gate);
    let waived = gates.collect::<Result<Vec<_>, _>>()?.into_iter().collect::<GateSet>();
    match waived.is_waivable() {
        true => Ok(Exception { line: arg::line(line)?, waived }),
        false => Err("the cover itself, the patient's consent and the yearly limit cannot be waived".into()),
    }
}

/// Runs the command.
///
/// # Errors
/// When the input is wrong, the node cannot be reached, or the contract refuses.
pub async fn run(ctx: &Context, args: Args) -> Result<()> {
    let desk = Desk::open(ctx).await?;
    let contract = &desk.contracts.appeals;
    match args.command {
        Command::File(args) => {
            let arguments = (args.claim, args.grounds.digest(&desk.chain)?);
            desk.send(contract, "file", arguments).await
        }
        Command::Decide(args) => {
            let arguments = (args.id, args.word.ruling(), args.reasons.digest(&desk.chain)?);
            desk.send(contract, "decide", arguments).await
        }
        Command::List(args) => list(&desk, &args).await,
        Command::Show(Id { id }) => show(&desk, id).await,
        Command::Appoint(Reviewer { account }) => desk.send(contract, "appoint", (account, true)).await,
        Command::Dismiss(Reviewer { account }) => desk.send(contract, "appoint", (account, false)).await,
    }
}

impl Word {
    fn ruling(&self) -> Ruling {
        match self.uphold {
            true => Ruling::Uphold,
            false => Ruling::Overturn(self.overturn.clone()),
        }
    }
}

const fn level(level: Level) -> &'static str {
    match level {
        Level::Payer => "1, payer",
        Level::Independent => "2, independent reviewer",
    }
}

/// What was said to it.
fn said(ruled: Option<&Ruled>) -> String {
    match ruled {
        None => "waits for a ruling".into(),
        Some(Ruled { upheld: true, on, .. }) => format!("upheld on {}", text::date(*on)),
        Some(Ruled { on, .. }) => format!("overturned on {}", text::date(*on)),
    }
}

async fn list(desk: &Desk<'_>, args: &List) -> Result<()> {
    let (chain, contract) = (&desk.chain, &desk.contracts.appeals);
    let found: Vec<(AppealId, AppealRecord)> = match args.claim {
        Some(claim) => {
            let ids: Vec<AppealId> = contract.view(chain, "appeals_of", (claim,)).await?;
            let mut found = Vec::new();
            for id in ids {
                found.push((id, desk.row(contract, "appeal", (id,), "NoSuchAppeal").await?));
            }
            found
        }
        None if args.independent => contract.list(chain, "open", Docket::Independent).await?,
        None => contract.list(chain, "open", Docket::Payer(desk.payer(&args.payer)?)).await?,
    };
    let row = |(id, record): &(AppealId, AppealRecord)| {
        let appeal = &record.appeal;
        vec![
            Cell::from(*id),
            appeal.claim.into(),
            record.payer.into(),
            level(appeal.level).into(),
            appeal.by.into(),
            text::date(appeal.filed_on).into(),
            said(appeal.ruled.as_ref()).into(),
        ]
    };
    let rows: Vec<Vec<Cell>> = found.iter().map(row).collect();
    let header = ["id", "claim", "payer", "level", "filed by", "filed on", "standing"];
    report::list(desk.ctx, chain, &header, &["id", "claim", "payer"], &rows)
}

async fn show(desk: &Desk<'_>, id: AppealId) -> Result<()> {
    let contract = &desk.contracts.appeals;
    let record: AppealRecord = desk.row(contract, "appeal", (id,), "NoSuchAppeal").await?;
    let value = contract.show(&desk.chain, "appeal", (id,)).await?;
    let appeal = &record.appeal;
    let mut rows = vec![
        ("appeal", id.to_string()),
        ("claim", appeal.claim.to_string()),
        ("level", level(appeal.level).into()),
        ("filed", format!("{} by {}", text::date(appeal.filed_on), desk.chain.ss58(&appeal.by))),
        ("grounds", text::digest(appeal.document)),
        ("standing", said(appeal.ruled.as_ref())),
    ];
    if let Some(ruled) = &appeal.ruled {
        rows.push(("ruled by", desk.chain.ss58(&ruled.by)));
        rows.push(("reasons", text::digest(ruled.document)));
    }
    desk.ctx.out.result(&value, || facts(&rows))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use healink_domain::claims::Gate;

    #[test]
    fn exceptions_are_read() {
        assert_eq!(exception("2").unwrap(), Exception { line: 1, waived: GateSet::EMPTY });
        let waived = GateSet::from_iter([Gate::Authorised, Gate::FiledInTime]);
        assert_eq!(exception("1:authorised,filed-in-time").unwrap(), Exception { line: 0, waived });
    }

    #[test]
    fn what_cannot_be_waived_is_refused_before_it_is_sent() {
        for gate in ["eligible", "consented", "within-limit"] {
            assert!(exception(&format!("1:{gate}")).unwrap_err().contains("cannot be waived"), "{gate}");
        }
        assert!(exception("1:price").unwrap_err().contains("one of eligible"));
        assert!(exception("0").unwrap_err().contains("counted from 1"));
    }
}
