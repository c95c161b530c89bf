//! Credentials for one run: an officer signs off the chain, somebody else submits; the provider shows two fields of the credential,
//! which anyone verifies; then the accrediting body is suspended, and what rests on it no longer holds.
//!
//! Body, board and provider are new in each run, so that any number of runs on one chain show the same.

use std::collections::BTreeMap;

use healink_domain::{
    credentials::{
        Application, AsOf, Attestation, BoardId, CredentialId, IssueRequest, Kind, KindSet, Order, Reason,
        Role, Scope, Statement, StatusCommand, Venue,
    },
    Account, Day, Digest, Jurisdiction, Period,
};
use subxt_signer::sr25519::Keypair;

use crate::{
    chain::{account, session::Session, Chain},
    commands::credentials::{documents, export, salts, verify_on},
    credential::{attestation::Signed, did, document::Document, vc::VerifiableCredential},
    deployment::Contracts,
    error::{Error, Result},
    fhir::stand_in_npi,
    payer::number_in,
    seed::{around, party_key, GOVERNANCE, INSURER},
    Context,
};

/// What the provider shows.
const SHOWN: [&str; 2] = ["kind", "licenceNumber"];

/// Plays it and says in a line each what happened.
///
/// # Errors
/// When the node cannot be reached or a contract refuses.
pub async fn tell(ctx: &Context, chain: &Chain, contracts: &Contracts, today: Day) -> Result<Vec<String>> {
    let key = format!("demonstration|{}", chain.finalized().await?.number);
    let officer = party_key("officer", &key)?;
    let provider = account::of(&party_key("clinician", &key)?);
    let governance = ctx.development_session(chain, GOVERNANCE)?;
    let period = around(today);
    let body = accredit(&governance, contracts, (Role::Body, governance.account(), None), period).await?;
    let board = (Role::Board, account::of(&officer), Some(body));
    let board = accredit(&governance, contracts, board, period).await?;

    let request = licence(chain, provider, &key, period, today)?;
    let submitter = ctx.development_session(chain, INSURER)?;
    let id = attest(&submitter, contracts, &officer, board, request).await?;
    let mut lines = vec![format!(
        "an officer of board {board} signed off the chain, {INSURER} submitted: credential {id}"
    )];

    let whole = export(chain, contracts, id, None).await?;
    let hidden =
        whole.subject().keys().filter(|name| !SHOWN.contains(&name.as_str())).cloned().collect::<Vec<_>>();
    let part = whole.disclosing(&SHOWN.map(str::to_owned))?;
    lines.push(format!("the provider shows {}; hidden stay {}", SHOWN.join(" and "), hidden.join(", ")));
    lines.push(verdict(chain, contracts, &part, today).await?);

    let order = Order::Stand(StatusCommand::Suspend, Reason::Investigation);
    governance.call(&contracts.boards, "order", (body, order)).await?;
    lines.push(format!("governance suspended body {body}, which accredited board {board}"));
    lines.push(verdict(chain, contracts, &part, today).await?);
    Ok(lines)
}

async fn accredit(
    governance: &Session<'_>,
    contracts: &Contracts,
    (role, head, by): (Role, Account, Option<BoardId>),
    period: Period,
) -> Result<BoardId> {
    let jurisdictions = vec![california()?];
    let scope = Scope { kinds: KindSet::from_iter([Kind::StateLicence]), jurisdictions };
    let application = Application { head, role, scope, period, document: Digest::default() };
    let receipt = governance.call(&contracts.boards, "accredit", (application, by)).await?;
    let id = number_in(governance.chain(), contracts, &receipt, "BoardAccredited", "board")?;
    id.ok_or_else(|| Error::internal("an accreditation left no number"))
}

fn california() -> Result<Jurisdiction> {
    Jurisdiction::parse("US-CA").map_err(|_| Error::internal("US-CA is no place"))
}

/// A licence with its document.
fn licence(chain: &Chain, provider: Account, key: &str, period: Period, today: Day) -> Result<IssueRequest> {
    let request = IssueRequest {
        provider,
        npi: stand_in_npi(key).ok_or_else(|| Error::internal("no stand-in for an NPI"))?,
        kind: Kind::StateLicence,
        taxonomy: None,
        jurisdiction: california()?,
        valid_from: today,
        expires_on: period.until.unwrap_or(today),
        verified_on: today,
        document: Digest::default(),
        renews: None,
    };
    let details = [("name", "Ada Example"), ("licenceNumber", "EX-10001")];
    let details: BTreeMap<String, String> = details.map(|(name, value)| (name.into(), value.into())).into();
    let identifier = did::of(&did::chain(&chain.genesis_hex()), &chain.ss58(&provider));
    let document = Document::new(&request, &identifier, &details, &salts(chain)?)?;
    document.write(&documents()?)?;
    Ok(IssueRequest { document: document.hash(), ..request })
}

/// Signs with the officer's key, which pays nothing and needs no funds, and submits as somebody else.
async fn attest(
    submitter: &Session<'_>,
    contracts: &Contracts,
    officer: &Keypair,
    board: BoardId,
    request: IssueRequest,
) -> Result<CredentialId> {
    let chain = submitter.chain();
    let venue = Venue { chain: Digest(chain.genesis), contract: contracts.attestations.address };
    let deadline = request.verified_on.plus(1);
    let statement = Statement::Issue(vec![request]);
    let attestation = Attestation { board, officer: account::of(officer), nonce: 1, deadline, statement };
    let signed = Signed::new(attestation, venue, Some(officer));
    let arguments = (signed.attestation(), signed.verify(&venue)?);
    let receipt = submitter.call(&contracts.attestations, "submit", arguments).await?;
    let id = number_in(chain, contracts, &receipt, "CredentialsIssued", "first")?;
    id.ok_or_else(|| Error::internal("an attestation left no credential"))
}

/// What a verification says.
async fn verdict(
    chain: &Chain,
    contracts: &Contracts,
    shown: &VerifiableCredential,
    today: Day,
) -> Result<String> {
    let checks = verify_on(chain, contracts, shown, AsOf::now(today)).await?;
    Ok(match checks.iter().find(|check| !check.passed) {
        None => {
            let chain = checks.iter().find(|check| check.check == "chain");
            format!("verified: valid; {}", chain.map_or("", |check| check.found.as_str()))
        }
        Some(failed) => format!("verified: NOT valid; {}: {}", failed.check, failed.found),
    })
}
