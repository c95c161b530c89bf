//! Verifiable Credentials: export and verify.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use healink_domain::{
    credentials::{AsOf, Board, BoardId, Credential, CredentialId, MAX_LINKS},
    Day,
};
use serde::Serialize;
use serde_json::json;

use super::desk::{documents, Desk};
use crate::{
    chain::{contract::refused, Chain},
    commands::arg,
    credential::{
        did,
        document::{hash_text, Document},
        vc::{Place, VerifiableCredential},
        verify::{issuer, registry, verify, Check, OnChain},
    },
    deployment::Contracts,
    error::{Error, Kind, Result},
    output, paths, text, Context,
};

#[derive(Debug, clap::Args)]
#[command(after_help = "\
A board exports by number, from the document in out/credentials; a holder leaves fields out of a file at hand, without a chain.

Examples:
  healink credentials export 7 --out ada.json
  healink credentials export ada.json --disclose kind --disclose licenceNumber --out part.json")]
pub(super) struct Export {
    /// Number of the credential, or a file with the credential
    #[arg(value_name = "ID|FILE")]
    source: String,
    /// Show only this field; repeat. All of them when left out
    #[arg(long, value_name = "FIELD", value_delimiter = ',')]
    disclose: Vec<String>,
    /// The document, if it is kept elsewhere than in out/credentials
    #[arg(long, value_name = "FILE")]
    document: Option<PathBuf>,
    /// Write it to this file; to standard output when left out
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Exit code 0: it holds on that day. Exit code 1: it does not; what failed is said.

Examples:
  healink credentials verify part.json
  healink credentials verify part.json --on 2026-03-01")]
pub(super) struct Verify {
    /// The credential, as `export` writes it
    file: PathBuf,
    /// The day on which it has to hold
    #[arg(long, default_value = "today", value_parser = arg::day, value_name = "DATE")]
    on: Day,
    /// Answer from what was on record at the end of this day
    #[arg(long, value_parser = arg::day, value_name = "DATE")]
    known_on: Option<Day>,
}

#[derive(Serialize)]
struct Verdict<'a> {
    valid: bool,
    on: String,
    credential: String,
    subject: &'a BTreeMap<String, String>,
    checks: &'a [Check],
}

impl Export {
    /// The file with a credential, unless a number is given.
    pub(super) fn at_hand(&self) -> Option<&Path> {
        self.source.parse::<CredentialId>().is_err().then(|| Path::new(&self.source))
    }

    /// Leaves fields out of a credential at hand.
    pub(super) fn reduce(&self, ctx: &Context, file: &Path) -> Result<()> {
        if !file.exists() {
            return Err(Error::usage(format!("`{}` is neither a number nor a file", self.source))
                .hint("name a credential by its number, or a file that `healink credentials export` wrote"));
        }
        self.write(ctx, VerifiableCredential::read(file)?)
    }

    fn write(&self, ctx: &Context, credential: VerifiableCredential) -> Result<()> {
        let credential = match self.disclose.is_empty() {
            true => credential,
            false => credential.disclosing(&self.disclose)?,
        };
        let text = credential.render()?;
        match &self.out {
            None => ctx.out.result(&credential, || text),
            Some(path) => {
                paths::write_atomically(path, text.as_bytes())?;
                let fields: Vec<&String> = credential.subject().keys().collect();
                let value = json!({ "file": path, "fields": fields });
                ctx.out.result(&value, || format!("{} has the fields {}", path.display(), join(fields)))
            }
        }
    }
}

impl Verify {
    pub(super) fn file(&self) -> &Path {
        &self.file
    }
}

fn join(fields: Vec<&String>) -> String {
    fields.into_iter().map(String::as_str).collect::<Vec<_>>().join(", ")
}

/// A credential of the chain and the board's documents as a Verifiable Credential.
///
/// # Errors
/// When there is no such credential, or its document is not here.
pub async fn export(
    chain: &Chain,
    contracts: &Contracts,
    id: CredentialId,
    document: Option<&Path>,
) -> Result<VerifiableCredential> {
    let on_chain = look_up(chain, contracts, id).await?;
    let claim = &on_chain.credential.claim;
    let path = match document {
        Some(path) => path.to_owned(),
        None => Document::path(&documents()?, &claim.document),
    };
    if !path.is_file() {
        return Err(Error::usage(format!("the document of credential {id} is not here: {}", path.display()))
            .hint("the board that issued it keeps it; name it with --document"));
    }
    let document = Document::read(&path)?;
    if document.hash() != claim.document {
        return Err(Error::usage(format!("{} is another document than credential {id} has", path.display()))
            .hint(format!("the credential's is {}", hash_text(&claim.document))));
    }
    let board = issuer(&on_chain.place, on_chain.credential.board);
    Ok(VerifiableCredential::new(&on_chain.place, board, claim, &document))
}

/// All that the standing of a credential depends on.
///
/// # Errors
/// When there is no such credential, or the node cannot be reached.
pub async fn look_up(chain: &Chain, contracts: &Contracts, id: CredentialId) -> Result<OnChain> {
    let found: Option<Credential> = contracts.credentials.view(chain, "credential", (id,)).await?;
    let credential = found.ok_or_else(|| refused("credentials", "show", &json!("NoSuchCredential")))?;
    let mut boards = BTreeMap::<BoardId, Board>::new();
    let mut next = Some(credential.board);
    for _ in 0..MAX_LINKS {
        let Some(id) = next else { break };
        let Some(board) = contracts.boards.view::<Option<Board>>(chain, "board", (id,)).await? else { break };
        next = board.accreditation.by;
        boards.insert(id, board);
    }
    let contract = chain.ss58(&contracts.credentials.address);
    let place = Place { chain: did::chain(&chain.genesis_hex()), contract, credential: id };
    Ok(OnChain { provider: chain.ss58(&credential.claim.provider), place, credential, boards })
}

/// Verifies a credential against the chain: by the rules in the program, and the fields by the contract's own view, too.
///
/// # Errors
/// When it is malformed, or the node cannot be reached.
pub async fn verify_on(
    chain: &Chain,
    contracts: &Contracts,
    shown: &VerifiableCredential,
    when: AsOf,
) -> Result<Vec<Check>> {
    let contract = chain.ss58(&contracts.credentials.address);
    let here = registry(shown, &did::chain(&chain.genesis_hex()), &contract)?;
    if !here.passed {
        return Ok(vec![here]);
    }
    let id = shown.place()?.credential;
    let on_chain = match look_up(chain, contracts, id).await {
        Ok(found) => found,
        Err(error) if error.kind == Kind::Refused => {
            let found = format!("the registry has no credential {id}");
            return Ok(vec![here, Check { check: "hash", passed: false, found }]);
        }
        Err(error) => return Err(error),
    };
    let mut checks = vec![here];
    checks.extend(verify(shown, &on_chain, when)?);
    let asked: Result<()> = contracts.attestations.view(chain, "disclosed", (id, shown.disclosures()?)).await;
    checks.push(match asked {
        Ok(()) => Check { check: "contract", passed: true, found: "says so of the fields, too".into() },
        Err(error) if error.kind == Kind::Refused => {
            Check { check: "contract", passed: false, found: error.message }
        }
        Err(error) => return Err(error),
    });
    Ok(checks)
}

impl Desk<'_> {
    pub(super) async fn export(&self, args: &Export) -> Result<()> {
        let id = args.source.parse().map_err(|_| Error::usage("a credential is named by its number"))?;
        let credential = export(self.chain, &self.contracts, id, args.document.as_deref()).await?;
        args.write(self.ctx, credential)
    }

    pub(super) async fn verify(&self, args: &Verify) -> Result<()> {
        let shown = VerifiableCredential::read(&args.file)?;
        let when = AsOf { day: args.on, known_on: args.known_on };
        let checks = verify_on(self.chain, &self.contracts, &shown, when).await?;
        let failed = checks.iter().find(|check| !check.passed);
        let verdict = Verdict {
            valid: failed.is_none(),
            on: text::date(args.on),
            credential: shown.place()?.credential.to_string(),
            subject: shown.subject(),
            checks: &checks,
        };
        if let Some(failed) = failed {
            self.ctx.out.note(table(&checks));
            let detail = serde_json::to_value(&verdict).unwrap_or_default();
            let message =
                format!("the credential does not hold on {}: {}: {}", verdict.on, failed.check, failed.found);
            return Err(Error::refused(message).detail(detail).hint(what_to_do(failed.check)));
        }
        self.ctx.out.result(&verdict, || {
            let shown = verdict
                .subject
                .iter()
                .map(|(name, value)| format!("  {name}: {value}\n"))
                .collect::<String>();
            format!("{}\nvalid on {}:\n{}", table(&checks), verdict.on, shown.trim_end())
        })
    }
}

/// The checks as a table.
pub fn table(checks: &[Check]) -> String {
    let row = |check: &Check| {
        vec![check.check.to_owned(), if check.passed { "yes" } else { "NO" }.to_owned(), check.found.clone()]
    };
    output::table(&["check", "passed", "found"], &[], checks.iter().map(row))
}

fn what_to_do(check: &str) -> &'static str {
    match check {
        "registry" => "connect with --network to the chain that it names, and make sure that you trust that registry",
        "fields" | "hash" | "terms" | "issuer" | "contract" => "do not rely on it: ask the holder for the file as the board gave it out",
        "chain" => "what its board attests does not count on that day: ask the holder for a credential of another board",
        _ => "ask the holder for a credential that is in force on that day",
    }
}
