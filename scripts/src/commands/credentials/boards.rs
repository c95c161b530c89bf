//! Boards and accrediting bodies.

// The code that `scale_derive` generates for enums casts `usize` to `u8`.
#![allow(clippy::cast_possible_truncation)]

use clap::Subcommand;
use healink_domain::{
    credentials::{Application, Board, BoardId, Kind, KindSet, Order, Reason, Role, Scope, StatusCommand},
    Account, Day, Digest, Jurisdiction, Npi, Period,
};
use scale::Encode;
use serde_json::json;

use super::{desk::Desk, object, standing::ensure_reason};
use crate::{
    chain::{account, contract::refused},
    commands::arg,
    error::Result,
    names,
    output::{self, facts},
    text,
};

#[derive(Debug, clap::Args)]
pub(super) struct Accredit {
    /// Account of its head, who names its officers and is the first
    #[arg(long, value_parser = arg::account, value_name = "ACCOUNT")]
    head: Account,
    /// `board`, which issues credentials, or `body`, which accredits boards
    #[arg(long, default_value = "board", value_parser = arg::role)]
    role: Role,
    /// Number of the body that accredits it; governance when left out
    #[arg(long, value_name = "NUMBER")]
    body: Option<BoardId>,
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
pub(super) struct CorrectNpi {
    /// Account of the provider
    #[arg(long, value_parser = arg::account, value_name = "ACCOUNT")]
    provider: Account,
    /// The right NPI
    #[arg(long, value_parser = arg::npi)]
    npi: Npi,
}

#[derive(Debug, clap::Args)]
#[command(after_help = "\
What is ordered about a board holds for all that rests on it, from today on: credentials of a suspended board, or of a board
of a suspended body, are not in force.

Examples:
  healink credentials board list
  healink --as alice credentials board suspend 1 --reason investigation
  healink --as alice credentials board successor 2 --to 3
  healink --as bob credentials board appoint 1 --officer dave
  healink --as bob credentials board two-persons 1")]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// List boards and bodies
    List,
    /// Show a board or body: scope, standing, officers
    Show(Number),
    /// Take it, and all that rests on it, out of force (its accreditor)
    Suspend(Stand),
    /// End a suspension (its accreditor)
    Reinstate(Stand),
    /// Take it out of force for good (its accreditor, or governance)
    Revoke(Stand),
    /// Mark it as entered in error (its accreditor)
    Correct(Stand),
    /// Name who takes over: the successor renews, suspends and revokes from now on (its accreditor, or governance)
    Successor(Successor),
    /// Prolong an accreditation that still runs (its accreditor)
    Extend(Extend),
    /// Put another account at the head (its accreditor)
    Head(Head),
    /// Let an account act for it (its head)
    Appoint(Officer),
    /// Let it act no longer (its head)
    Dismiss(Officer),
    /// Ask for two officers for every final change of a credential (its head)
    TwoPersons(Number),
    /// Let one officer make final changes again (its accreditor)
    OnePerson(Number),
}

#[derive(Debug, clap::Args)]
struct Number {
    /// Number of the board or body
    board: BoardId,
}

#[derive(Debug, clap::Args)]
struct Stand {
    /// Number of the board or body
    board: BoardId,
    /// Why: see `healink credentials suspend --help`
    #[arg(long, value_parser = arg::reason)]
    reason: Reason,
}

#[derive(Debug, clap::Args)]
struct Successor {
    /// Number of the board or body
    board: BoardId,
    /// Number of the one that takes over
    #[arg(long, value_name = "NUMBER")]
    to: BoardId,
}

#[derive(Debug, clap::Args)]
struct Extend {
    /// Number of the board or body
    board: BoardId,
    /// First day on which the accreditation no longer holds
    #[arg(long, value_parser = arg::day, value_name = "DATE")]
    until: Day,
}

#[derive(Debug, clap::Args)]
struct Head {
    /// Number of the board or body
    board: BoardId,
    /// The new head
    #[arg(long, value_parser = arg::account, value_name = "ACCOUNT")]
    to: Account,
}

#[derive(Debug, clap::Args)]
struct Officer {
    /// Number of the board or body
    board: BoardId,
    /// The account
    #[arg(long, value_parser = arg::account, value_name = "ACCOUNT")]
    officer: Account,
}

/// What a head arranges: as the contract `boards` takes it.
#[derive(Encode)]
enum Arrangement {
    Appoint(Account),
    Dismiss(Account),
    TwoPersons,
}

impl Desk<'_> {
    pub(super) async fn accredit(&self, args: &Accredit) -> Result<()> {
        let application = Application {
            head: args.head,
            role: args.role,
            scope: Scope {
                kinds: KindSet::from_iter(args.kind.iter().copied()),
                jurisdictions: args.place.clone(),
            },
            period: Period { from: args.from, until: args.until },
            document: args.document.unwrap_or_default(),
        };
        self.to_boards("accredit", (application, args.body)).await
    }

    pub(super) async fn correct_npi(&self, args: &CorrectNpi) -> Result<()> {
        self.to_boards("correct_npi", (args.provider, args.npi)).await
    }

    pub(super) async fn board(&self, args: &Args) -> Result<()> {
        match &args.command {
            Command::List => self.list_boards().await,
            Command::Show(args) => self.show_board(args.board).await,
            Command::Suspend(args) => self.stand(args, StatusCommand::Suspend).await,
            Command::Reinstate(args) => self.stand(args, StatusCommand::Reinstate).await,
            Command::Revoke(args) => self.stand(args, StatusCommand::Revoke).await,
            Command::Correct(args) => self.stand(args, StatusCommand::Correct).await,
            Command::Successor(args) => self.order(args.board, Order::Succeed(args.to)).await,
            Command::Extend(args) => self.order(args.board, Order::Extend(args.until)).await,
            Command::Head(args) => self.order(args.board, Order::Head(args.to)).await,
            Command::OnePerson(args) => self.order(args.board, Order::OnePerson).await,
            Command::Appoint(args) => self.arrange(args.board, Arrangement::Appoint(args.officer)).await,
            Command::Dismiss(args) => self.arrange(args.board, Arrangement::Dismiss(args.officer)).await,
            Command::TwoPersons(args) => self.arrange(args.board, Arrangement::TwoPersons).await,
        }
    }

    async fn stand(&self, args: &Stand, command: StatusCommand) -> Result<()> {
        ensure_reason(command, args.reason)?;
        self.order(args.board, Order::Stand(command, args.reason)).await
    }

    async fn order(&self, board: BoardId, order: Order) -> Result<()> {
        self.to_boards("order", (board, order)).await
    }

    async fn arrange(&self, board: BoardId, arrangement: Arrangement) -> Result<()> {
        self.to_boards("arrange", (board, arrangement)).await
    }

    async fn list_boards(&self) -> Result<()> {
        let header = ["id", "role", "head", "by", "kinds", "places", "runs", "status", "successor"];
        let boards = self.boards().await?;
        let rows: Vec<Vec<String>> = boards.iter().map(|(id, board)| self.board_row(*id, board)).collect();
        let value: Vec<_> = rows.iter().map(|row| object(&header, row)).collect();
        self.ctx.out.result(&value, || output::table(&header, &["id"], rows))
    }

    fn board_row(&self, id: BoardId, board: &Board) -> Vec<String> {
        let accreditation = &board.accreditation;
        let named = |id: Option<BoardId>, none: &str| id.map_or_else(|| none.to_owned(), |id| id.to_string());
        vec![
            id.to_string(),
            names::name(board.role),
            account::short(&board.head, self.chain.properties.prefix),
            named(accreditation.by, "governance"),
            kinds(&accreditation.scope),
            places(&accreditation.scope),
            text::period(accreditation.period),
            names::name(accreditation.status.latest().status),
            named(accreditation.successor.map(|succession| succession.to), "-"),
        ]
    }

    async fn show_board(&self, id: BoardId) -> Result<()> {
        let contract = &self.contracts.boards;
        let board: Option<Board> = contract.view(self.chain, "board", (id,)).await?;
        let board = board.ok_or_else(|| refused("boards", "show", &json!("NoSuchBoard")))?;
        let officers: Vec<Account> = contract.view(self.chain, "officers", (id,)).await?;
        let officers: Vec<String> = officers.iter().map(|officer| self.chain.ss58(officer)).collect();
        let mut value = contract.show(self.chain, "board", (id,)).await?;
        if let Some(fields) = value.as_object_mut() {
            fields.insert("officers".into(), json!(officers));
        }
        let accreditation = &board.accreditation;
        let by = accreditation.by.map_or_else(|| "governance".to_owned(), |id| format!("body {id}"));
        let changes = accreditation.status.changes().iter();
        let changes = changes.map(|change| standing(change.status, change.on));
        let successor = accreditation.successor.map(|one| format!("{} from {}", one.to, text::date(one.on)));
        self.ctx.out.result(&value, || {
            facts(&[
                (&*names::name(board.role), id.to_string()),
                ("accredited", format!("on {} by {by}", text::date(accreditation.on))),
                ("kinds", kinds(&accreditation.scope)),
                ("places", places(&accreditation.scope)),
                ("runs", text::period(accreditation.period)),
                ("status", names::name(accreditation.status.latest().status)),
                ("history", changes.collect::<Vec<_>>().join(", ")),
                ("successor", successor.unwrap_or_else(|| "-".into())),
                ("head", self.chain.ss58(&board.head)),
                ("officers", officers.join(", ")),
                ("final changes", if board.two_person { "two officers" } else { "one officer" }.into()),
            ])
        })
    }
}

/// A change of standing in words.
pub(super) fn standing(standing: healink_domain::credentials::Standing, on: Day) -> String {
    format!("{} from {} ({})", names::name(standing.status), text::date(on), names::name(standing.reason))
}

fn kinds(scope: &Scope) -> String {
    match scope.kinds == KindSet::ALL {
        true => "all".into(),
        false => Kind::ALL
            .iter()
            .filter(|kind| scope.kinds.contains(**kind))
            .map(names::name)
            .collect::<Vec<_>>()
            .join(" "),
    }
}

fn places(scope: &Scope) -> String {
    scope.jurisdictions.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}
