//! Checks, lists and single credentials.

use healink_domain::{
    credentials::{BoardId, Credential, CredentialId, Kind, Proposal, Refusal, Requirement},
    Account, Day, Jurisdiction, Taxonomy,
};
use serde_json::json;

use super::{
    boards::standing,
    desk::{Desk, Of},
    object,
};
use crate::{
    chain::{account, contract::refused},
    commands::arg,
    error::{Error, Result},
    names,
    output::{self, facts},
    text,
};

#[derive(Debug, clap::Args)]
pub(super) struct Check {
    /// Account of the provider
    #[arg(long, value_parser = arg::account, value_name = "ACCOUNT")]
    provider: Account,
    /// Kind of credential
    #[arg(long, value_parser = arg::kind)]
    kind: Kind,
    /// Only a credential of this board, or of one that it succeeded
    #[arg(long, value_name = "NUMBER")]
    board: Option<BoardId>,
    /// Where it has to hold; any place when left out
    #[arg(long, value_parser = arg::place)]
    place: Option<Jurisdiction>,
    /// Speciality, a NUCC code
    #[arg(long, value_parser = arg::taxonomy)]
    taxonomy: Option<Taxonomy>,
    /// The day in question
    #[arg(long, default_value = "today", value_parser = arg::day, value_name = "DATE")]
    day: Day,
    /// Answer from what was on record at the end of this day
    #[arg(long, value_parser = arg::day, value_name = "DATE")]
    known_on: Option<Day>,
    /// Days that may lie between the verification and the day (NCQA: 120)
    #[arg(long, value_name = "DAYS")]
    verified_within: Option<u16>,
}

#[derive(Debug, clap::Args)]
#[group(required = true, multiple = false)]
pub(super) struct List {
    /// Those of a provider
    #[arg(long, value_parser = arg::account, value_name = "ACCOUNT")]
    provider: Option<Account>,
    /// Those that a board issued
    #[arg(long, value_name = "NUMBER")]
    board: Option<BoardId>,
}

#[derive(Debug, clap::Args)]
pub(super) struct Show {
    /// Number of the credential
    id: CredentialId,
}

impl Desk<'_> {
    pub(super) async fn check(&self, args: &Check) -> Result<()> {
        let requirement = Requirement {
            kind: args.kind,
            board: args.board,
            taxonomy: args.taxonomy,
            jurisdiction: args.place,
            day: args.day,
            known_on: args.known_on,
            verified_within: args.verified_within,
        };
        type Answers = Vec<std::result::Result<CredentialId, Refusal>>;
        let registry = &self.contracts.credentials;
        let question = (args.provider, vec![requirement]);
        let answers: Answers = registry.view(self.chain, "check_many", &question).await?;
        let day = text::date(args.day);
        match answers.first() {
            Some(Ok(id)) => {
                let value = json!({ "credential": id, "day": day });
                self.ctx.out.result(&value, || format!("yes: credential {id} meets this on {day}"))
            }
            Some(Err(_)) => {
                let shown = registry.show(self.chain, "check_many", &question).await?;
                let refusal = shown.pointer("/0/Err").cloned().unwrap_or_default();
                Err(refused("credentials", "check", &refusal))
            }
            None => Err(Error::internal("the contract credentials gave no answer")),
        }
    }

    pub(super) async fn list(&self, args: &List) -> Result<()> {
        let of = match (args.provider, args.board) {
            (Some(provider), _) => Of::Provider(provider),
            (None, board) => Of::Board(board.unwrap_or_default()),
        };
        let found = self.list_of(of).await?;
        let rows: Vec<Vec<String>> = found.iter().map(|(id, credential)| self.row(*id, credential)).collect();
        let header = ["id", "provider", "NPI", "kind", "place", "from", "expires", "board", "status"];
        let value: Vec<_> = rows.iter().map(|row| object(&header, row)).collect();
        self.ctx.out.result(&value, || output::table(&header, &["id", "board"], rows))
    }

    fn row(&self, id: CredentialId, credential: &Credential) -> Vec<String> {
        let claim = &credential.claim;
        vec![
            id.to_string(),
            account::short(&claim.provider, self.chain.properties.prefix),
            claim.npi.to_string(),
            names::name(claim.kind),
            claim.jurisdiction.to_string(),
            text::date(claim.valid_from),
            text::date(claim.expires_on),
            credential.board.to_string(),
            names::name(credential.status.latest().status),
        ]
    }

    pub(super) async fn show(&self, args: &Show) -> Result<()> {
        let credential = self.credential(args.id).await?;
        let value = self.contracts.credentials.show(self.chain, "credential", (args.id,)).await?;
        let proposal: Option<Proposal> =
            self.contracts.boards.view(self.chain, "proposal", (args.id,)).await?;
        let claim = &credential.claim;
        let history = credential.status.changes().iter();
        let history = history.map(|change| standing(change.status, change.on));
        let or_none = |text: Option<String>| text.unwrap_or_else(|| "-".into());
        self.ctx.out.result(&value, || {
            facts(&[
                ("credential", args.id.to_string()),
                ("provider", self.chain.ss58(&claim.provider)),
                ("NPI", claim.npi.to_string()),
                ("kind", names::name(claim.kind)),
                ("speciality", or_none(claim.taxonomy.map(|code| code.to_string()))),
                ("place", claim.jurisdiction.to_string()),
                ("holds", text::period(claim.period())),
                ("verified", text::date(claim.verified_on)),
                ("issued", format!("{} by board {}", text::date(credential.issued_on), credential.board)),
                ("renews", or_none(claim.renews.map(|id| id.to_string()))),
                ("document", crate::credential::document::hash_text(&claim.document)),
                ("status", names::name(credential.status.latest().status)),
                ("history", history.collect::<Vec<_>>().join(", ")),
                ("waiting", or_none(proposal.map(|proposal| self.waiting(&proposal)))),
            ])
        })
    }
}
