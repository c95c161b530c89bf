//! Issue and renew one credential.

use std::collections::BTreeMap;

use healink_domain::{
    credentials::{BoardId, CredentialId, IssueRequest, Kind},
    Account, Day, Digest, Jurisdiction, Npi, Taxonomy,
};

use super::desk::{documents, salts, Desk};
use crate::{
    commands::{arg, report::Done},
    credential::document::{hash_text, Document, TERMS},
    error::{Error, Result},
};

#[derive(Debug, clap::Args)]
pub(super) struct Issue {
    #[command(flatten)]
    pub terms: Terms,
    /// Number of the board; needed when the account acts for several
    #[arg(long, value_name = "NUMBER")]
    board: Option<BoardId>,
}

/// What a credential says.
#[derive(Debug, clap::Args)]
pub(super) struct Terms {
    /// Account of the provider
    #[arg(long, value_parser = arg::account, value_name = "ACCOUNT")]
    provider: Account,
    /// National Provider Identifier
    #[arg(long, value_parser = arg::npi)]
    npi: Npi,
    /// Kind of credential
    #[arg(long, value_parser = arg::kind)]
    kind: Kind,
    /// Where it holds, for example US-CA
    #[arg(long, value_parser = arg::place)]
    place: Jurisdiction,
    /// Speciality, a NUCC code
    #[arg(long, value_parser = arg::taxonomy)]
    taxonomy: Option<Taxonomy>,
    #[command(flatten)]
    days: Days,
}

/// When it holds, and what only its document says.
#[derive(Debug, clap::Args)]
pub(super) struct Days {
    /// First day on which it holds
    #[arg(long, default_value = "today", value_parser = arg::day, value_name = "DATE")]
    from: Day,
    /// First day on which it no longer holds
    #[arg(long, value_parser = arg::day, value_name = "DATE")]
    expires: Day,
    /// Day of the primary-source verification
    #[arg(long, default_value = "today", value_parser = arg::day, value_name = "DATE")]
    verified: Day,
    /// A field of the document, such as licenceNumber=A-1; repeat. It is not on the chain in clear
    #[arg(long, value_parser = arg::detail, value_name = "NAME=VALUE")]
    detail: Vec<(String, String)>,
    /// Hash of a document that is kept elsewhere
    #[arg(long, value_parser = arg::digest, value_name = "HASH", conflicts_with = "detail")]
    document: Option<Digest>,
}

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Provider, NPI, kind, speciality and place stay; details that are not given again are taken over from the document, if it is here.

Example:
  healink --as bob credentials renew 7 --expires 2032-01-01")]
pub(super) struct Renew {
    /// Number of the credential whose place it takes
    id: CredentialId,
    #[command(flatten)]
    days: Days,
    /// Number of the board; needed when the account acts for several
    #[arg(long, value_name = "NUMBER")]
    board: Option<BoardId>,
}

/// A credential to be issued, with its document if that is made here.
pub(super) struct Prepared {
    pub request: IssueRequest,
    pub document: Option<Document>,
}

impl Terms {
    fn request(&self) -> Result<IssueRequest> {
        self.days.ensure_some()?;
        Ok(IssueRequest {
            provider: self.provider,
            npi: self.npi,
            kind: self.kind,
            taxonomy: self.taxonomy,
            jurisdiction: self.place,
            valid_from: self.days.from,
            expires_on: self.days.expires,
            verified_on: self.days.verified,
            document: Digest::default(),
            renews: None,
        })
    }
}

impl Days {
    fn ensure_some(&self) -> Result<()> {
        match self.expires <= self.from {
            true => Err(Error::usage("--expires must be later than --from")),
            false => Ok(()),
        }
    }

    fn details(&self) -> BTreeMap<String, String> {
        self.detail.iter().cloned().collect()
    }
}

impl Desk<'_> {
    pub(super) async fn issue(&self, args: &Issue) -> Result<()> {
        let prepared = self.prepare(&args.terms)?;
        self.issue_one(args.board, prepared).await
    }

    pub(super) async fn renew(&self, args: &Renew) -> Result<()> {
        args.days.ensure_some()?;
        let old = self.credential(args.id).await?.claim;
        let mut details = self.known_details(&old)?;
        details.extend(args.days.details());
        let Days { from, expires, verified, document, .. } = &args.days;
        let (valid_from, expires_on, verified_on) = (*from, *expires, *verified);
        let request = IssueRequest { valid_from, expires_on, verified_on, renews: Some(args.id), ..old };
        let prepared = self.with_document(request, &details, *document)?;
        self.issue_one(args.board, prepared).await
    }

    /// One credential as the command line states it.
    pub(super) fn prepare(&self, terms: &Terms) -> Result<Prepared> {
        self.with_document(terms.request()?, &terms.days.details(), terms.days.document)
    }

    /// Makes the document, unless one is kept elsewhere.
    pub(super) fn with_document(
        &self,
        request: IssueRequest,
        details: &BTreeMap<String, String>,
        elsewhere: Option<Digest>,
    ) -> Result<Prepared> {
        if let Some(document) = elsewhere {
            return Ok(Prepared { request: IssueRequest { document, ..request }, document: None });
        }
        let document =
            Document::new(&request, &self.provider(&request.provider), details, &salts(self.chain)?)?;
        let request = IssueRequest { document: document.hash(), ..request };
        Ok(Prepared { request, document: Some(document) })
    }

    /// The details in the document of a credential, if it is kept here.
    fn known_details(&self, request: &IssueRequest) -> Result<BTreeMap<String, String>> {
        let path = Document::path(&documents()?, &request.document);
        if !path.is_file() {
            return Ok(BTreeMap::new());
        }
        let document = Document::read(&path)?;
        let details = document.fields().iter().filter(|field| !TERMS.contains(&field.name.as_str()));
        Ok(details.map(|field| (field.name.clone(), field.value.clone())).collect())
    }

    async fn issue_one(&self, board: Option<BoardId>, prepared: Prepared) -> Result<()> {
        let session = self.session()?;
        let board = self.board_of(session.account(), board).await?;
        let Prepared { request, document } = prepared;
        let hash = request.document;
        if let Some(document) = document.filter(|_| !session.is_dry_run()) {
            // Before it is sent: a hash on the chain without its document would be of no use.
            document.write(&documents()?)?;
        }
        let receipt = session.call(&self.contracts.credentials, "issue", (board, vec![request])).await?;
        let done = Done::new(self.chain, &self.contracts, &receipt)?;
        self.ctx.out.result(&done, || format!("{}\n  document {}", done.text(), hash_text(&hash)))
    }
}
