//! Values about a provider that several boards confirm.

use healink_domain::{
    blake2_256,
    credentials::{AsOf, BoardId, Confirmation, Fact, Kind, Question},
    salted_digest, Account, Day, Digest, Jurisdiction,
};
use scale::Encode;
use serde_json::json;

use super::desk::Desk;
use crate::{
    commands::{arg, report},
    error::Result,
    text,
};

/// The fact: a field about a provider.
#[derive(Debug, clap::Args)]
struct About {
    /// Account of the provider
    #[arg(long, value_parser = arg::account, value_name = "ACCOUNT")]
    provider: Account,
    /// Kind of credential that the field belongs to
    #[arg(long, value_parser = arg::kind)]
    kind: Kind,
    /// Where that credential holds
    #[arg(long, value_parser = arg::place)]
    place: Jurisdiction,
    /// Name of the field, such as licenceNumber
    #[arg(long, value_name = "NAME")]
    field: String,
}

/// What a board says about it.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Example:
  healink --as bob credentials confirm --provider dave --kind state-licence --place US-CA --field licenceNumber --value A-1 --salt …")]
pub(super) struct Word {
    #[command(flatten)]
    about: About,
    /// The value; it is not on the chain in clear
    #[arg(long, required_unless_present = "retract", conflicts_with = "retract")]
    value: Option<String>,
    /// The salt under which its hash stands on the chain: secret, from the provider, the same for all boards
    #[arg(long, required_unless_present = "retract")]
    salt: Option<String>,
    /// Take back what the board said before
    #[arg(long)]
    retract: bool,
}

#[derive(Debug, clap::Args)]
pub(super) struct Confirm {
    #[command(flatten)]
    word: Word,
    /// Number of the board; needed when the account acts for several
    #[arg(long, value_name = "NUMBER")]
    board: Option<BoardId>,
}

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Boards of one accrediting body count as one, and so does a board with its successor. Exit code 0: enough confirm it; 1: too few.

Example:
  healink credentials consensus --provider dave --kind state-licence --place US-CA --field licenceNumber --value A-1 --salt … --boards 2,5,7 --needed 2")]
pub(super) struct Consensus {
    #[command(flatten)]
    about: About,
    /// The value
    #[arg(long)]
    value: String,
    /// The salt, from the provider
    #[arg(long)]
    salt: String,
    /// Numbers of the boards whose word counts
    #[arg(long, required = true, value_delimiter = ',', value_name = "NUMBER")]
    boards: Vec<BoardId>,
    /// How many independent boards have to confirm it
    #[arg(long, default_value_t = 2, value_name = "COUNT")]
    needed: u8,
    /// The day in question
    #[arg(long, default_value = "today", value_parser = arg::day, value_name = "DATE")]
    day: Day,
    /// Answer from what was on record at the end of this day
    #[arg(long, value_parser = arg::day, value_name = "DATE")]
    known_on: Option<Day>,
}

impl About {
    fn fact(&self) -> Fact {
        Fact {
            provider: self.provider,
            kind: self.kind,
            jurisdiction: self.place,
            name: Digest(blake2_256(&self.field.encode())),
        }
    }
}

impl Word {
    pub(super) fn confirmation(&self) -> Confirmation {
        let value = self.value.as_ref().zip(self.salt.as_ref());
        Confirmation { fact: self.about.fact(), value: value.map(|(value, salt)| salted(salt, value)) }
    }
}

/// A value's hash under the provider's salt.
fn salted(salt: &str, value: &str) -> Digest {
    salted_digest(salt.as_bytes(), value.as_bytes())
}

impl Desk<'_> {
    pub(super) async fn confirm(&self, args: &Confirm) -> Result<()> {
        let session = self.session()?;
        let board = self.board_of(session.account(), args.board).await?;
        let arguments = (board, args.word.confirmation());
        let receipt = session.call(&self.contracts.attestations, "confirm", arguments).await?;
        report::done(self.ctx, self.chain, &self.contracts, &receipt)
    }

    pub(super) async fn consensus(&self, args: &Consensus) -> Result<()> {
        let question = Question {
            fact: args.about.fact(),
            value: salted(&args.salt, &args.value),
            boards: args.boards.clone(),
            needed: args.needed,
            when: AsOf { day: args.day, known_on: args.known_on },
        };
        let agree: Vec<BoardId> =
            self.contracts.attestations.view(self.chain, "confirmed", (question,)).await?;
        let day = text::date(args.day);
        let value = json!({ "confirmed_by": agree, "needed": args.needed, "day": day });
        self.ctx.out.result(&value, || {
            let named: Vec<String> = agree.iter().map(ToString::to_string).collect();
            format!("yes: the boards {} confirm it on {day}; {} needed", named.join(", "), args.needed)
        })
    }
}
