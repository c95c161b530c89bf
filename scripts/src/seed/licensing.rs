//! The body, the board, and the licences of a development chain.

use futures_util::stream::{self, StreamExt};
use healink_domain::{
    credentials::{
        Application, Board, BoardId, CredentialId, IssueRequest, Kind, KindSet, Refusal, Requirement, Role,
        Scope, MAX_BATCH_ROWS,
    },
    salted_digest, Account, Day, Digest, Jurisdiction, Npi, Period,
};

use crate::{
    chain::session::{Action, Session},
    commands::credentials::{documents, salts},
    credential::{did, document::Document},
    deployment::Contracts,
    error::{Error, Result},
    output::Output,
};

/// Providers looked up at once.
const VIEWS: usize = 16;

/// A provider to be licensed.
pub(super) struct Wanted {
    pub account: Account,
    pub npi: Npi,
    pub name: Option<String>,
    pub place: Option<Jurisdiction>,
}

/// A board that issues licences.
pub(super) struct Licensing<'a, 'c> {
    pub session: &'a Session<'c>,
    pub contracts: &'a Contracts,
    pub board: BoardId,
    pub period: Period,
    pub today: Day,
    pub out: Output,
}

/// The board whose head is `board`'s account, under a body of the same head; accredited now if there is none. True when it is new.
pub(super) async fn accredited(
    governance: &Session<'_>,
    board: &Session<'_>,
    contracts: &Contracts,
    period: Period,
) -> Result<(BoardId, bool)> {
    let (chain, head) = (governance.chain(), board.account());
    let known: Vec<(BoardId, Board)> = contracts.boards.list(chain, "list", ()).await?;
    let find =
        |role: Role| known.iter().find(|(_, one)| one.head == head && one.role == role).map(|(id, _)| *id);
    if let Some(id) = find(Role::Board) {
        return Ok((id, false));
    }
    let scope = Scope { kinds: KindSet::ALL, jurisdictions: vec![united_states()?] };
    let application = |role: Role, name: &[u8]| {
        let document = salted_digest(b"accreditation", name);
        Application { head, role, scope: scope.clone(), period, document }
    };
    let body = match find(Role::Body) {
        Some(body) => body,
        None => {
            let body = application(Role::Body, b"Example Federation of Medical Boards");
            accredit(governance, contracts, body, None).await?
        }
    };
    let application = application(Role::Board, b"Example State Medical Board");
    Ok((accredit(board, contracts, application, Some(body)).await?, true))
}

async fn accredit(
    session: &Session<'_>,
    contracts: &Contracts,
    application: Application,
    body: Option<BoardId>,
) -> Result<BoardId> {
    let receipt = session.call(&contracts.boards, "accredit", (application, body)).await?;
    let id = crate::payer::number_in(session.chain(), contracts, &receipt, "BoardAccredited", "board")?;
    id.ok_or_else(|| Error::usage("seeding cannot be tried with --dry-run"))
}

fn united_states() -> Result<Jurisdiction> {
    Jurisdiction::parse("US").map_err(|_| Error::internal("US is no place"))
}

impl Licensing<'_, '_> {
    /// Issues licences to those that hold none, in batches, and returns how many.
    pub(super) async fn license(&self, wanted: &[Wanted]) -> Result<usize> {
        let missing = wanted.iter().map(|one| async move { Ok(self.lacks(one).await?.then_some(one)) });
        let missing: Vec<Result<Option<&Wanted>>> = stream::iter(missing).buffered(VIEWS).collect().await;
        let mut requests = Vec::new();
        for one in missing {
            if let Some(one) = one? {
                requests.push(self.licence(one)?);
            }
        }
        let batches = requests.chunks(batch_size());
        let actions: Vec<Action<'_>> = batches
            .map(|batch| Action::call(&self.contracts.credentials, "issue", (self.board, batch.to_vec())))
            .collect();
        let what = format!("issuing {} licences in batches", requests.len());
        let progress = self.out.bar(what, u64::try_from(actions.len()).unwrap_or(u64::MAX));
        for result in self.session.send_all(&actions, &progress).await {
            result.map_err(|error| error.context("issuing licences"))?;
        }
        Ok(requests.len())
    }

    /// Whether a provider never held a licence where it practises.
    async fn lacks(&self, one: &Wanted) -> Result<bool> {
        let requirement = Requirement {
            kind: Kind::StateLicence,
            board: None,
            taxonomy: None,
            jurisdiction: Some(place(one)?),
            day: self.today,
            known_on: None,
            verified_within: None,
        };
        type Answers = Vec<std::result::Result<CredentialId, Refusal>>;
        let question = (one.account, vec![requirement]);
        let answers: Answers =
            self.contracts.credentials.view(self.session.chain(), "check_many", question).await?;
        Ok(matches!(answers.first(), Some(Err(Refusal::NoneHeld | Refusal::WrongScope))))
    }

    fn licence(&self, one: &Wanted) -> Result<IssueRequest> {
        let chain = self.session.chain();
        let request = IssueRequest {
            provider: one.account,
            npi: one.npi,
            kind: Kind::StateLicence,
            taxonomy: None,
            jurisdiction: place(one)?,
            valid_from: self.period.from,
            expires_on: self.period.until.unwrap_or(self.today),
            verified_on: self.today,
            document: Digest::default(),
            renews: None,
        };
        let provider = did::of(&did::chain(&chain.genesis_hex()), &chain.ss58(&one.account));
        let number = ("licenceNumber".to_owned(), format!("EX-{}", one.npi));
        let name = one.name.iter().map(|name| ("name".to_owned(), name.clone()));
        let details = name.chain([number]).collect();
        let document = Document::new(&request, &provider, &details, &salts(chain)?)?;
        document.write(&documents()?)?;
        Ok(IssueRequest { document: document.hash(), ..request })
    }
}

/// How many credentials of as many providers one batch takes: each writes its own row, and up to two of its provider.
fn batch_size() -> usize {
    MAX_BATCH_ROWS / 3
}

fn place(one: &Wanted) -> Result<Jurisdiction> {
    one.place.map_or_else(united_states, Ok)
}
