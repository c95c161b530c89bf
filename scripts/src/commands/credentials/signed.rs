//! Attestations: signed off the chain, submitted by anyone.

use std::path::{Path, PathBuf};

use clap::Subcommand;
use healink_domain::{
    blake2_256,
    credentials::{Attestation, BoardId, IssueRequest, Statement, Venue},
    Account, Day,
};
use scale::Encode;
use serde_json::json;

use super::{
    batch::Batch,
    consensus::Word,
    desk::{documents, Desk},
    issue::{Prepared, Terms},
};
use crate::{
    chain::account,
    commands::{
        arg,
        report::{self, Done},
    },
    credential::attestation::Signed,
    error::{Error, Result},
    text,
};

/// Days for which an attestation can be submitted, unless another day is given.
const LASTS: u32 = 30;

#[derive(Debug, clap::Args)]
#[command(after_help = "\
The officer signs with a key of the program, or in a wallet: with --officer nothing is signed, and the text to sign is written to
the file; sign it with the wallet's signRaw (bytes) and give the signature to `submit`.

Examples:
  healink --as bob credentials sign issue --provider dave --npi 1234567893 --kind state-licence --place US-CA --expires 2030-01-01 --out a.json
  healink --as bob credentials sign list licences.csv --out b.json
  healink credentials sign --officer 5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty --out c.json list licences.csv
  healink --as charlie credentials submit a.json")]
pub(super) struct Sign {
    #[command(subcommand)]
    what: What,
    /// Number of the board; needed when the account acts for several
    #[arg(long, global = true, value_name = "NUMBER", id = "for-board")]
    for_board: Option<BoardId>,
    /// The officer, who signs in a wallet: nothing is signed here
    #[arg(long, global = true, value_parser = arg::account, value_name = "ACCOUNT")]
    officer: Option<Account>,
    /// Last day on which it can be submitted [default: in 30 days]
    #[arg(long, global = true, value_parser = arg::day, value_name = "DATE")]
    deadline: Option<Day>,
    /// A number that the officer has not used; made from the content when left out, so that the same content counts once
    #[arg(long, global = true)]
    nonce: Option<u64>,
    /// Write it to this file
    #[arg(long, global = true, value_name = "FILE", default_value = "attestation.json")]
    out: PathBuf,
}

#[derive(Debug, Subcommand)]
enum What {
    /// One credential to issue
    Issue(Terms),
    /// The credentials of a list to issue: all of them or none
    List(Batch),
    /// A value about a provider confirmed, or taken back
    Confirm(Word),
}

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  healink --as charlie credentials submit a.json
  healink --as charlie credentials submit c.json --signature 0x…")]
pub(super) struct Submit {
    /// The attestation, as `sign` writes it
    file: PathBuf,
    /// The signature that a wallet made of its text
    #[arg(long, value_parser = arg::signature, value_name = "HEX")]
    signature: Option<[u8; 64]>,
}

#[derive(Debug, clap::Args)]
pub(super) struct Cancel {
    /// The nonce, or the file with the attestation
    #[arg(value_name = "NONCE|FILE")]
    nonce: String,
}

#[derive(Debug, clap::Args)]
#[group(required = true, multiple = false)]
pub(super) struct Verifier {
    /// Its account
    #[arg(long, value_parser = arg::account, value_name = "ACCOUNT")]
    account: Option<Account>,
    /// None: attestations by signature are refused from now on
    #[arg(long)]
    none: bool,
}

impl Submit {
    pub(super) fn file(&self) -> &Path {
        &self.file
    }
}

impl Desk<'_> {
    /// Where attestations hold: this chain, this contract.
    fn venue(&self) -> Venue {
        Venue {
            chain: healink_domain::Digest(self.chain.genesis),
            contract: self.contracts.attestations.address,
        }
    }

    pub(super) async fn sign(&self, args: &Sign) -> Result<()> {
        let key = match args.officer {
            Some(_) => None,
            None => Some(self.ctx.key(self.chain)?),
        };
        let officer = args.officer.or(key.as_ref().map(account::of)).unwrap_or(self.chain.viewer);
        let (statement, named) = self.statement(&args.what)?;
        let board = self.board_of(officer, args.for_board.or(named)).await?;
        let deadline = args.deadline.unwrap_or_else(|| text::today().plus(LASTS));
        let nonce = args.nonce.unwrap_or_else(|| nonce_of(&statement, deadline));
        let attestation = Attestation { board, officer, nonce, deadline, statement };
        let signed = Signed::new(attestation, self.venue(), key.as_ref());
        signed.write(&args.out)?;
        let value = json!({ "file": args.out, "text": signed.text(), "signed": key.is_some() });
        self.ctx.out.result(&value, || match key {
            Some(_) => format!("{}\nsigned; anyone submits it: healink credentials submit {}", signed.text(), args.out.display()),
            None => format!(
                "{}\nsign this text with the wallet's signRaw, then: healink credentials submit {} --signature 0x…",
                signed.text(),
                args.out.display()
            ),
        })
    }

    fn statement(&self, what: &What) -> Result<(Statement, Option<BoardId>)> {
        Ok(match what {
            What::Issue(terms) => (self.to_issue(vec![self.prepare(terms)?])?, None),
            What::List(list) => (self.to_issue(self.requests_of(list)?)?, list.board()),
            What::Confirm(word) => (Statement::Confirm(word.confirmation()), None),
        })
    }

    /// Keeps the documents: they are the officer's to give out once the credentials are issued.
    fn to_issue(&self, prepared: Vec<Prepared>) -> Result<Statement> {
        let folder = documents()?;
        for document in prepared.iter().filter_map(|one| one.document.as_ref()) {
            document.write(&folder)?;
        }
        let requests: Vec<IssueRequest> = prepared.into_iter().map(|one| one.request).collect();
        match healink_domain::credentials::fits_batch(&requests) {
            true => Ok(Statement::Issue(requests)),
            false => {
                Err(Error::usage(format!("{} credentials are too many for one attestation", requests.len()))
                    .hint("split the list: at most 50, with few providers each"))
            }
        }
    }

    pub(super) async fn cancel(&self, args: &Cancel) -> Result<()> {
        let nonce = match args.nonce.parse() {
            Ok(nonce) => nonce,
            Err(_) => Signed::read(Path::new(&args.nonce))?.attestation().nonce,
        };
        let receipt = self.session()?.call(&self.contracts.attestations, "cancel", (nonce,)).await?;
        report::done(self.ctx, self.chain, &self.contracts, &receipt)
    }

    pub(super) async fn verifier(&self, args: &Verifier) -> Result<()> {
        let arguments = (args.account.filter(|_| !args.none),);
        let receipt = self.session()?.call(&self.contracts.attestations, "set_verifier", arguments).await?;
        report::done(self.ctx, self.chain, &self.contracts, &receipt)
    }

    pub(super) async fn submit(&self, args: &Submit) -> Result<()> {
        let mut signed = Signed::read(&args.file)?;
        if let Some(signature) = args.signature {
            signed = signed.with_signature(signature);
        }
        let signature = signed.verify(&self.venue())?;
        let session = self.session()?;
        let arguments = (signed.attestation(), signature);
        let receipt = session.call(&self.contracts.attestations, "submit", arguments).await?;
        let done = Done::new(self.chain, &self.contracts, &receipt)?;
        self.ctx.out.result(&done, || done.text())
    }
}

/// A nonce from what is stated: the same statement with the same last day can be submitted once, however often it is signed.
fn nonce_of(statement: &Statement, deadline: Day) -> u64 {
    let [a, b, c, d, e, f, g, h, ..] = blake2_256(&(statement, deadline).encode());
    u64::from_le_bytes([a, b, c, d, e, f, g, h])
}
