//! What every command on payers and their claims works with.

use std::path::PathBuf;

use healink_domain::{claims::PayerId, Account, Digest};
use serde_json::json;

use super::{arg, report};
use crate::{
    chain::{
        contract::{refused, Contract},
        session::Receipt,
        Chain,
    },
    deployment::Contracts,
    directory::{keyring, Directory},
    error::{Result, ResultExt},
    interface::Office,
    Context,
};

/// A connection, the contracts, and the payer's own records beside them.
pub(super) struct Desk<'a> {
    pub ctx: &'a Context,
    pub chain: Chain,
    pub contracts: Contracts,
}

impl<'a> Desk<'a> {
    /// Connects and finds the contracts.
    pub(super) async fn open(ctx: &'a Context) -> Result<Self> {
        let chain = ctx.chain().await?;
        let contracts = Contracts::find(&chain).await?;
        Ok(Self { ctx, chain, contracts })
    }

    /// Calls a message in the name of the chosen key.
    pub(super) async fn call(
        &self,
        contract: &Contract,
        message: &str,
        arguments: impl scale::Encode,
    ) -> Result<Receipt> {
        self.ctx.session(&self.chain)?.call(contract, message, arguments).await
    }

    /// Calls a message and says what it did.
    pub(super) async fn send(
        &self,
        contract: &Contract,
        message: &str,
        arguments: impl scale::Encode,
    ) -> Result<()> {
        self.done(&self.call(contract, message, arguments).await?)
    }

    /// Says what a transaction did.
    pub(super) fn done(&self, receipt: &Receipt) -> Result<()> {
        report::done(self.ctx, &self.chain, &self.contracts, receipt)
    }

    /// A row that has to be there: its key is the reader's. `arguments` is a tuple.
    pub(super) async fn row<T: scale::Decode>(
        &self,
        contract: &Contract,
        message: &str,
        arguments: impl scale::Encode,
        missing: &str,
    ) -> Result<T> {
        let found: Option<T> = contract.view(&self.chain, message, arguments).await?;
        found.ok_or_else(|| refused(&contract.metadata.name, message, &json!(missing)))
    }

    /// A payer, and the roles of an account with it.
    pub(super) async fn office(&self, payer: PayerId, account: Account) -> Result<Office> {
        self.row(&self.contracts.coverage, "office", (payer, account), "NoSuchPayer").await
    }

    /// The number of the payer given, else of the one in the directory.
    pub(super) fn payer(&self, given: &Payer) -> Result<PayerId> {
        match given.payer {
            Some(number) => Ok(number),
            None => Directory::read(&self.chain)?.payer(),
        }
    }

    /// Changes the payer's own records, unless nothing was sent.
    pub(super) fn note(&self, change: impl FnOnce(&mut Directory)) -> Result<()> {
        if self.ctx.globals.dry_run {
            return Ok(());
        }
        let mut directory = Directory::read(&self.chain)?;
        change(&mut directory);
        directory.write(&self.chain)
    }

    /// Who is meant when no account is given: the chosen key.
    pub(super) fn or_me(&self, account: Option<Account>) -> Result<Account> {
        match account {
            Some(account) => Ok(account),
            None => Ok(self.ctx.session(&self.chain)?.account()),
        }
    }
}

/// Which payer.
#[derive(Debug, clap::Args)]
pub(super) struct Payer {
    /// Number of the payer; the one noted here when left out
    #[arg(long)]
    pub payer: Option<PayerId>,
}

/// A document that stands on the chain as its hash.
#[derive(Debug, clap::Args)]
#[group(required = true, multiple = false)]
pub(super) struct Document {
    /// File whose hash, under the payer's secret, is put on the chain
    #[arg(long, value_name = "FILE")]
    document: Option<PathBuf>,
    /// Salted hash of the document
    #[arg(long, value_parser = arg::digest, value_name = "HASH")]
    document_hash: Option<Digest>,
}

impl Document {
    /// The hash.
    pub(super) fn digest(&self, chain: &Chain) -> Result<Digest> {
        if let Some(path) = &self.document {
            let bytes = std::fs::read(path).or_usage(format!("reading the document {}", path.display()))?;
            return Ok(keyring(chain)?.document(&bytes));
        }
        Ok(self.document_hash.unwrap_or_default())
    }
}
