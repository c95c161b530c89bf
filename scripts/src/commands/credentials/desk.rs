//! What the commands share: the chain, the contracts, the boards of an officer, the documents.

// The code that `scale_derive` generates for enums casts `usize` to `u8`.
#![allow(clippy::cast_possible_truncation)]

use std::path::PathBuf;

use healink_domain::{
    credentials::{Board, BoardId, Credential, CredentialId},
    Account,
};
use scale::Encode;
use serde_json::json;

use crate::{
    chain::{contract::refused, session::Session, Chain},
    commands::report,
    credential::{did, document::Salts},
    deployment::Contracts,
    error::{Error, Result},
    keys, paths, Context,
};

/// Environment variable that holds the board's secret.
const SECRET_VARIABLE: &str = "HEALINK_BOARD_SECRET";

/// Whose credentials to list: as the contract `credentials` takes it.
#[derive(Clone, Copy, Debug, Encode)]
pub enum Of {
    /// Those that a provider holds.
    Provider(Account),
    /// Those that a board issued.
    Board(BoardId),
}

/// The chain and its contracts.
pub(super) struct Desk<'a> {
    pub ctx: &'a Context,
    pub chain: &'a Chain,
    pub contracts: Contracts,
}

impl<'a> Desk<'a> {
    pub async fn open(ctx: &'a Context, chain: &'a Chain) -> Result<Self> {
        Ok(Self { ctx, chain, contracts: Contracts::find(chain).await? })
    }

    pub fn session(&self) -> Result<Session<'a>> {
        self.ctx.session(self.chain)
    }

    /// Sends a message to the contract `boards` and says what it did.
    pub async fn to_boards(&self, message: &str, arguments: impl Encode) -> Result<()> {
        let receipt = self.session()?.call(&self.contracts.boards, message, arguments).await?;
        report::done(self.ctx, self.chain, &self.contracts, &receipt)
    }

    /// The board for which an account acts: the one named, else the only one there is.
    pub async fn board_of(&self, officer: Account, named: Option<BoardId>) -> Result<BoardId> {
        if let Some(named) = named {
            return Ok(named);
        }
        let mut mine = Vec::new();
        for (id, board) in self.boards().await? {
            let is_board = board.role == healink_domain::credentials::Role::Board;
            if is_board && self.contracts.boards.view(self.chain, "acts", (id, officer)).await? {
                mine.push(id);
            }
        }
        match mine.as_slice() {
            [only] => Ok(*only),
            [] => Err(refused("credentials", "issue", &json!("NotAnOfficer"))),
            many => Err(Error::usage(format!("the account acts for the boards {many:?}"))
                .hint("name one of them with --board")),
        }
    }

    /// All boards and bodies.
    pub async fn boards(&self) -> Result<Vec<(BoardId, Board)>> {
        self.contracts.boards.list(self.chain, "list", ()).await
    }

    /// A credential.
    pub async fn credential(&self, id: CredentialId) -> Result<Credential> {
        let found: Option<Credential> =
            self.contracts.credentials.view(self.chain, "credential", (id,)).await?;
        found.ok_or_else(|| refused("credentials", "show", &json!("NoSuchCredential")))
    }

    /// The credentials that a provider holds or a board issued, newest first.
    pub async fn list_of(&self, of: Of) -> Result<Vec<(CredentialId, Credential)>> {
        self.contracts.credentials.list(self.chain, "list", of).await
    }

    /// The identifier of a provider.
    pub fn provider(&self, account: &Account) -> String {
        did::of(&did::chain(&self.chain.genesis_hex()), &self.chain.ss58(account))
    }
}

/// Where documents are kept: personal data in clear.
///
/// # Errors
/// When this is not inside the project.
pub fn documents() -> Result<PathBuf> {
    Ok(paths::project()?.join("out/credentials"))
}

/// The board's secret: from [`SECRET_VARIABLE`]; on a development chain a well-known one stands in.
///
/// # Errors
/// When there is none.
pub fn salts(chain: &Chain) -> Result<Salts> {
    let why_keep = "without it a list cannot be issued again safely";
    keys::secret(SECRET_VARIABLE, "the board's", why_keep, chain.is_development).map(Salts::new)
}

/// A row of a table as an object.
pub(crate) fn object(header: &[&str], row: &[String]) -> serde_json::Value {
    let key = |name: &&str| name.to_lowercase().replace(' ', "_");
    header
        .iter()
        .map(key)
        .zip(row.iter().cloned().map(serde_json::Value::from))
        .collect::<serde_json::Map<_, _>>()
        .into()
}
