//! Verifies a Verifiable Credential against what is on the chain: by the contract's own rules, without trust in who shows it.

use std::collections::BTreeMap;

use healink_domain::credentials::{
    check, Accreditation, AsOf, Board, BoardId, Boards, Credential, CredentialId, Held, Provider, Registry,
    Requirement, MAX_LINKS,
};
use serde::Serialize;

use super::{
    did,
    document::{hash_text, terms},
    vc::{broken, Place, VerifiableCredential},
};
use crate::{error::Result, names, text};

/// What the chain knows about a credential: all that its standing depends on.
#[derive(Clone, Debug)]
pub struct OnChain {
    /// Where it stands.
    pub place: Place,
    /// The credential.
    pub credential: Credential,
    /// The boards from the one that issued it up to governance.
    pub boards: BTreeMap<BoardId, Board>,
    /// How the chain writes the provider's account.
    pub provider: String,
}

/// One thing that has to be so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Check {
    /// What was checked.
    pub check: &'static str,
    /// Whether it is so.
    pub passed: bool,
    /// What was found.
    pub found: String,
}

impl Check {
    fn new(check: &'static str, passed: bool, found: impl Into<String>) -> Self {
        Self { check, passed, found: found.into() }
    }
}

/// The identifier of a board: the registry's, so that it stays when the board's head changes.
pub fn issuer(place: &Place, board: BoardId) -> String {
    format!("{}#board-{board}", did::of(&place.chain, &place.contract))
}

/// Whether the credential names this registry; nothing else can be checked here otherwise.
pub fn registry(credential: &VerifiableCredential, chain: &str, contract: &str) -> Result<Check> {
    let place = credential.place()?;
    let same = place.chain == chain && place.contract == contract;
    let found = match same {
        true => format!("contract {contract} on {chain}"),
        false => format!(
            "it names the contract {} on {}, this is {contract} on {chain}",
            place.contract, place.chain
        ),
    };
    Ok(Check::new("registry", same, found))
}

/// Everything else: fields, hash, terms, issuer, chain of accreditations, standing. ///
/// # Errors
/// When the credential is malformed.
pub fn verify(shown: &VerifiableCredential, on_chain: &OnChain, when: AsOf) -> Result<Vec<Check>> {
    Ok(vec![
        fields(shown)?,
        hash(shown, on_chain)?,
        stated(shown, on_chain),
        issued(shown, on_chain),
        chain(on_chain, when),
        standing(on_chain, when),
    ])
}

fn fields(shown: &VerifiableCredential) -> Result<Check> {
    let disclosures = shown.disclosures()?;
    Ok(match broken(&disclosures, shown.hash()?) {
        None => {
            let names: Vec<&str> = shown.subject().keys().map(String::as_str).collect();
            Check::new("fields", true, format!("lead to the document hash: {}", names.join(", ")))
        }
        Some(one) => {
            Check::new("fields", false, format!("`{}` does not lead to the document hash", one.field.name))
        }
    })
}

fn hash(shown: &VerifiableCredential, on_chain: &OnChain) -> Result<Check> {
    let recorded = on_chain.credential.claim.document;
    let number = on_chain.place.credential;
    Ok(match shown.hash()? == recorded {
        true => {
            Check::new("hash", true, format!("credential {number} has the document {}", hash_text(&recorded)))
        }
        false => {
            let found = format!("credential {number} has another document: {}", hash_text(&recorded));
            Check::new("hash", false, found)
        }
    })
}

/// What it says of terms that also stand on the chain in clear.
fn stated(shown: &VerifiableCredential, on_chain: &OnChain) -> Check {
    let claim = &on_chain.credential.claim;
    let terms = terms(claim, &did::of(&on_chain.place.chain, &on_chain.provider));
    let subject = shown.subject().iter();
    let other = subject.filter_map(|(name, value)| {
        let term = super::document::TERMS.contains(&name.as_str()).then(|| terms.get(name.as_str()));
        term.filter(|term| *term != Some(value)).map(|term| (name.clone(), value.clone(), term.cloned()))
    });
    let envelope = shown.envelope(&on_chain.place, claim);
    let envelope = envelope.into_iter().filter(|(_, said, expected)| said != expected);
    let envelope = envelope.map(|(name, said, expected)| (name.to_owned(), said.to_owned(), Some(expected)));
    match other.chain(envelope).next() {
        None => Check::new("terms", true, "are those on the chain"),
        Some((name, said, expected)) => {
            let expected = expected.unwrap_or_else(|| "nothing".into());
            Check::new("terms", false, format!("`{name}` says {said}, the chain {expected}"))
        }
    }
}

fn issued(shown: &VerifiableCredential, on_chain: &OnChain) -> Check {
    let (board, expected) = (on_chain.credential.board, issuer(&on_chain.place, on_chain.credential.board));
    match shown.issuer() == expected {
        true => {
            let on = text::date(on_chain.credential.issued_on);
            Check::new("issuer", true, format!("board {board} issued it on {on}"))
        }
        false => Check::new("issuer", false, format!("it names {}, board {board} issued it", shown.issuer())),
    }
}

/// Every accreditation from the board up to governance.
fn chain(on_chain: &OnChain, when: AsOf) -> Check {
    let claim = &on_chain.credential.claim;
    let (mut links, mut passed) = (Vec::new(), true);
    let mut next = Some(on_chain.credential.board);
    for _ in 0..MAX_LINKS {
        let Some(id) = next else { break };
        let Some(board) = on_chain.boards.get(&id) else {
            links.push(format!("board {id} (unknown)"));
            return Check::new("chain", false, links.join(" <- "));
        };
        let accreditation = &board.accreditation;
        let holds = accreditation.holds(claim.kind, claim.jurisdiction, when);
        passed &= holds;
        links.push(format!("{} {id} ({})", names::name(board.role), link(accreditation, holds, when)));
        next = accreditation.by;
    }
    passed &= next.is_none();
    links.push("governance".into());
    Check::new("chain", passed, links.join(" <- "))
}

/// How an accreditation stands.
fn link(accreditation: &Accreditation, holds: bool, when: AsOf) -> String {
    use healink_domain::credentials::Status;
    let (standing, since) = accreditation.status.at(when.seen());
    let period = accreditation.period;
    match (standing.status, since) {
        (Status::Active, _) if holds => "in force".into(),
        (Status::Active, _) if period.ended_by(when.day) => "over".into(),
        (Status::Active, _) if !period.contains(when.day) || accreditation.on > when.known() => {
            "not yet accredited".into()
        }
        (Status::Active, _) => "not for this kind and place".into(),
        (status, Some(since)) => format!("{} since {}", names::name(status), text::date(since)),
        (status, None) => names::name(status),
    }
}

/// The contract's own answer for this one credential.
fn standing(on_chain: &OnChain, when: AsOf) -> Check {
    let claim = &on_chain.credential.claim;
    let id = on_chain.place.credential;
    let alone = Provider { npi: claim.npi, held: vec![Held::of(id, &on_chain.credential)] };
    let requirement = Requirement {
        kind: claim.kind,
        board: None,
        taxonomy: claim.taxonomy,
        jurisdiction: Some(claim.jurisdiction),
        day: when.day,
        known_on: when.known_on,
        verified_within: None,
    };
    let day = text::date(when.day);
    match check(&alone, &requirement, &mut Lookup { on_chain, id }) {
        Ok(_) => {
            let found =
                format!("in force on {day}; verified at the source on {}", text::date(claim.verified_on));
            Check::new("standing", true, found)
        }
        Err(refusal) => Check::new("standing", false, format!("{} on {day}", describe(refusal))),
    }
}

/// A refusal in words.
pub fn describe(refusal: healink_domain::credentials::Refusal) -> String {
    use healink_domain::credentials::Refusal;
    let date = text::date;
    match refusal {
        Refusal::NoneHeld => "not issued yet".into(),
        Refusal::WrongScope => "for another speciality, place or board".into(),
        Refusal::Expired { on } => format!("expired on {}, so not in force", date(on)),
        Refusal::NotYetValid { from } => format!("valid from {}, so not in force", date(from)),
        Refusal::EnteredInError { on } => {
            format!("entered in error, as found on {}, so not in force", date(on))
        }
        Refusal::Revoked { on } => format!("revoked on {}, so not in force", date(on)),
        Refusal::Superseded { on } => format!("renewed on {}, so not in force", date(on)),
        Refusal::Suspended { since } => format!("suspended since {}, so not in force", date(since)),
        Refusal::BoardNotInForce => "not in force: an accreditation above it is not".into(),
        Refusal::VerificationTooOld { verified_on } => format!("last verified on {}", date(verified_on)),
    }
}

struct Lookup<'a> {
    on_chain: &'a OnChain,
    id: CredentialId,
}

impl Boards for Lookup<'_> {
    fn accreditation(&mut self, id: BoardId) -> Option<&Accreditation> {
        self.on_chain.boards.get(&id).map(|board| &board.accreditation)
    }
}

impl Registry for Lookup<'_> {
    fn credential(&mut self, id: CredentialId) -> Option<Credential> {
        (id == self.id).then(|| self.on_chain.credential.clone())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use healink_domain::{
        credentials::{apply, Kind, KindSet, Reason, Role, Scope, Standing, StatusCommand},
        Account, Day, Digest, History, Jurisdiction, Period,
    };

    use super::{
        super::{
            document::tests::{document, request},
            vc::tests::place,
        },
        *,
    };

    fn day(year: u32, month: u8) -> Day {
        Day::from_civil(year, month, 1).unwrap()
    }

    fn accredited(role: Role, by: Option<BoardId>) -> Board {
        let places = vec![Jurisdiction::parse("US").unwrap()];
        let scope = Scope { kinds: KindSet::from_iter([Kind::StateLicence]), jurisdictions: places };
        let period = Period { from: day(2020, 1), until: None };
        let status = History::new(Standing::GRANTED);
        let accreditation = Accreditation { by, on: day(2020, 1), scope, period, status, successor: None };
        Board { accreditation, role, head: Account([1; 32]), document: Digest::default(), two_person: false }
    }

    fn on_chain() -> OnChain {
        let mut claim = request();
        claim.document = document().hash();
        let status = History::new(Standing::GRANTED);
        OnChain {
            place: place(),
            credential: Credential { board: 2, claim, issued_on: day(2026, 1), status },
            boards: BTreeMap::from([
                (1, accredited(Role::Body, None)),
                (2, accredited(Role::Board, Some(1))),
            ]),
            provider: "5F".into(),
        }
    }

    fn shown() -> VerifiableCredential {
        VerifiableCredential::new(&place(), issuer(&place(), 2), &request(), &document())
    }

    fn failed(shown: &VerifiableCredential, on_chain: &OnChain, day: Day) -> Vec<&'static str> {
        let checks = verify(shown, on_chain, AsOf::now(day)).unwrap();
        checks.into_iter().filter(|check| !check.passed).map(|check| check.check).collect()
    }

    #[test]
    fn a_genuine_credential_passes_whole_and_in_part() {
        assert_eq!(failed(&shown(), &on_chain(), day(2026, 6)), [""; 0]);
        let part = shown().disclosing(&["licenceNumber".into()]).unwrap();
        assert_eq!(failed(&part, &on_chain(), day(2026, 6)), [""; 0]);
    }

    #[test]
    fn it_holds_on_its_days_only() {
        assert_eq!(failed(&shown(), &on_chain(), day(2025, 6)), ["standing"]);
        assert_eq!(failed(&shown(), &on_chain(), day(2028, 1)), ["standing"]);
    }

    #[test]
    fn another_document_and_another_issuer_are_noticed() {
        let mut other = on_chain();
        other.credential.claim.document = Digest([9; 32]);
        assert_eq!(failed(&shown(), &other, day(2026, 6)), ["hash"]);
        let mut other = on_chain();
        other.credential.board = 1;
        other.boards.insert(1, accredited(Role::Board, None));
        assert_eq!(failed(&shown(), &other, day(2026, 6)), ["issuer"]);
    }

    #[test]
    fn terms_that_the_chain_states_otherwise_are_noticed() {
        let mut other = on_chain();
        other.credential.claim.expires_on = day(2030, 1);
        assert_eq!(failed(&shown(), &other, day(2026, 6)), ["terms"]);
        let without = shown().disclosing(&["name".into()]).unwrap();
        assert_eq!(failed(&without, &other, day(2026, 6)), ["terms"], "validUntil says it, too");
        let mut other = on_chain();
        other.provider = "5X".into();
        assert_eq!(failed(&shown(), &other, day(2026, 6)), ["terms"]);
    }

    #[test]
    fn what_rests_on_a_suspended_body_does_not_hold_from_that_day_on() {
        let mut fallen = on_chain();
        let body = fallen.boards.get_mut(&1).unwrap();
        apply(&mut body.accreditation.status, StatusCommand::Suspend, Reason::Investigation, day(2026, 6))
            .unwrap();
        assert_eq!(failed(&shown(), &fallen, day(2026, 7)), ["chain", "standing"]);
        assert_eq!(failed(&shown(), &fallen, day(2026, 5)), [""; 0]);
        let checks = verify(&shown(), &fallen, AsOf::now(day(2026, 7))).unwrap();
        let chain = checks.iter().find(|check| check.check == "chain").unwrap();
        assert_eq!(chain.found, "board 2 (in force) <- body 1 (suspended since 2026-06-01) <- governance");
        let unknown = AsOf { day: day(2026, 7), known_on: Some(day(2026, 5)) };
        assert!(verify(&shown(), &fallen, unknown).unwrap().iter().all(|check| check.passed));
    }

    #[test]
    fn a_revoked_credential_does_not_hold_from_that_day_on() {
        let mut revoked = on_chain();
        apply(&mut revoked.credential.status, StatusCommand::Revoke, Reason::Discipline, day(2026, 6))
            .unwrap();
        assert_eq!(failed(&shown(), &revoked, day(2026, 6)), ["standing"]);
        assert_eq!(failed(&shown(), &revoked, day(2026, 5)), [""; 0]);
    }

    #[test]
    fn another_registry_is_told_from_this_one() {
        assert!(registry(&shown(), "polkadot:00", "5C").unwrap().passed);
        assert!(!registry(&shown(), "polkadot:00", "5D").unwrap().passed);
        assert!(!registry(&shown(), "polkadot:01", "5C").unwrap().passed);
    }
}
