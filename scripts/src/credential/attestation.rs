//! Files with signed attestations.

use std::path::Path;

use healink_domain::{
    blake2_256,
    credentials::{Attestation, Statement, Venue},
    Account, Digest,
};
use scale::{DecodeAll, Encode};
use serde::{Deserialize, Serialize};
use subxt_signer::sr25519::{self, Keypair, PublicKey, Signature};

use super::document::hash_text;
use crate::{
    error::{Error, Result, ResultExt},
    paths, text,
};

/// An attestation with its signature, if it has one yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signed {
    attestation: Attestation,
    venue: Venue,
    signature: Option<[u8; 64]>,
}

/// As it is written. What counts is `attestation`; the rest is for readers and wallets, and has to agree with it.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Stored {
    chain: String,
    contract: String,
    board: u32,
    officer: String,
    nonce: String,
    deadline: String,
    states: String,
    text: String,
    attestation: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    signature: Option<String>,
}

impl Signed {
    /// Signs with a key, or leaves that to a wallet.
    pub fn new(attestation: Attestation, venue: Venue, key: Option<&Keypair>) -> Self {
        let unsigned = Self { attestation, venue, signature: None };
        let signature = key.map(|key| key.sign(&unsigned.bytes()).0);
        Self { signature, ..unsigned }
    }

    /// The same with the signature of a wallet.
    #[must_use]
    pub fn with_signature(self, signature: [u8; 64]) -> Self {
        Self { signature: Some(signature), ..self }
    }

    /// What is stated.
    pub fn attestation(&self) -> &Attestation {
        &self.attestation
    }

    fn bytes(&self) -> Vec<u8> {
        self.attestation.signed_bytes(&self.venue, blake2_256)
    }

    /// What is signed, as a wallet shows it, with what the wallet puts around it.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes()).into_owned()
    }

    /// The signature, if it is the officer's and for this place.
    ///
    /// # Errors
    /// When there is none, it is another's, or it was made for another chain or contract.
    pub fn verify(&self, here: &Venue) -> Result<[u8; 64]> {
        if self.venue.chain != here.chain {
            return Err(Error::usage("the attestation was signed for another chain")
                .hint("connect with --network to the chain for which it was signed"));
        }
        if self.venue.contract != here.contract {
            return Err(Error::usage("the attestation was signed for another contract")
                .hint("the contracts were deployed anew since: let the officer sign again"));
        }
        let signature = self.signature.ok_or_else(|| {
            Error::usage("the attestation is not signed yet").hint(
                "sign its text in the officer's wallet (signRaw) and give the signature with --signature",
            )
        })?;
        let officer = PublicKey(self.attestation.officer.0);
        match sr25519::verify(&Signature(signature), self.bytes(), &officer) {
            true => Ok(signature),
            false => Err(Error::usage("the signature is not the officer's, or not of this attestation")
                .hint("sign the text of the file as it stands, with the officer's account")),
        }
    }

    /// Writes it, whole or not at all.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn write(&self, path: &Path) -> Result<()> {
        let json = serde_json::to_vec_pretty(&self.stored()).or_internal("writing the attestation")?;
        paths::write_atomically(path, &json)
    }

    fn stored(&self) -> Stored {
        let Attestation { board, officer, nonce, deadline, .. } = self.attestation;
        Stored {
            chain: hash_text(&self.venue.chain),
            contract: account_text(&self.venue.contract),
            board,
            officer: account_text(&officer),
            nonce: nonce.to_string(),
            deadline: text::date(deadline),
            states: match &self.attestation.statement {
                Statement::Issue(requests) => format!("{} credentials to issue", requests.len()),
                Statement::Confirm(one) if one.value.is_some() => "a value confirmed".into(),
                Statement::Confirm(_) => "no value confirmed any more".into(),
            },
            text: self.text(),
            attestation: format!("0x{}", hex::encode(self.attestation.encode())),
            signature: self.signature.map(|signature| format!("0x{}", hex::encode(signature))),
        }
    }

    /// Reads one.
    ///
    /// # Errors
    /// When it cannot be read, or says one thing to the reader and another to the contract.
    pub fn read(path: &Path) -> Result<Self> {
        let what = || format!("reading {}", path.display());
        let bytes = std::fs::read(path).or_usage(what())?;
        let stored: Stored = serde_json::from_slice(&bytes).or_usage(what())?;
        Self::parse(&stored).map_err(|error| error.context(what()))
    }

    fn parse(stored: &Stored) -> Result<Self> {
        let encoded = hex::decode(stored.attestation.trim_start_matches("0x")).or_usage("attestation")?;
        let attestation = Attestation::decode_all(&mut encoded.as_slice()).or_usage("attestation")?;
        let venue = Venue {
            chain: text::parse_digest(&stored.chain).map_err(|error| error.context("chain"))?,
            contract: Account(
                text::parse_digest(&stored.contract).map_err(|error| error.context("contract"))?.0,
            ),
        };
        let signature = stored.signature.as_deref().map(text::parse_signature).transpose()?;
        let read = Self { attestation, venue, signature };
        let expected = read.stored();
        let differs = [
            ("text", stored.text != expected.text),
            ("board", stored.board != expected.board),
            ("officer", stored.officer != expected.officer),
            ("nonce", stored.nonce != expected.nonce),
            ("deadline", stored.deadline != expected.deadline),
            ("states", stored.states != expected.states),
        ];
        match differs.into_iter().find(|(_, differs)| *differs) {
            None => Ok(read),
            Some((name, _)) => {
                Err(Error::usage(format!("`{name}` says something else than the attestation itself"))
                    .hint("the file was changed: let the officer sign again"))
            }
        }
    }
}

/// An account as its public key: the same on every chain.
fn account_text(account: &Account) -> String {
    hash_text(&Digest(account.0))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use healink_domain::Day;

    use super::{super::document::tests::request, *};
    use crate::{chain::account, keys};

    fn officer() -> Keypair {
        keys::development("bob").unwrap()
    }

    fn venue() -> Venue {
        Venue { chain: Digest([1; 32]), contract: Account([2; 32]) }
    }

    fn signed() -> Signed {
        let officer = officer();
        let attestation = Attestation {
            board: 3,
            officer: account::of(&officer),
            nonce: u64::MAX,
            deadline: Day(20_000),
            statement: Statement::Issue(vec![request()]),
        };
        Signed::new(attestation, venue(), Some(&officer))
    }

    fn changed(change: impl FnOnce(&mut Stored)) -> Result<Signed> {
        let mut stored = signed().stored();
        change(&mut stored);
        Signed::parse(&stored)
    }

    #[test]
    fn it_is_read_as_it_was_written_and_holds_where_it_was_signed_for() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.json");
        // Each signature is another: sr25519 signs with a random number.
        let signed = signed();
        signed.write(&path).unwrap();
        let read = Signed::read(&path).unwrap();
        assert_eq!(read, signed);
        assert_eq!(Some(read.verify(&venue()).unwrap()), read.signature);
        assert!(read.text().starts_with("<Bytes>Healink attestation") && read.text().ends_with("</Bytes>"));
        for elsewhere in
            [Venue { chain: Digest([9; 32]), ..venue() }, Venue { contract: Account([9; 32]), ..venue() }]
        {
            assert!(read.verify(&elsewhere).unwrap_err().message.contains("for another"));
        }
    }

    #[test]
    fn a_changed_file_is_noticed() {
        for change in [
            (|stored: &mut Stored| stored.board = 4) as fn(&mut Stored),
            |stored| stored.nonce = "7".into(),
            |stored| stored.deadline = "2030-01-01".into(),
            |stored| stored.states = "2 credentials to issue".into(),
            |stored| stored.text = stored.text.replace("Board: 3", "Board: 4"),
            |stored| stored.officer = stored.contract.clone(),
            |stored| stored.attestation.push_str("00"),
            |stored| stored.attestation = "0x".into(),
            |stored| stored.signature = Some("0x12".into()),
            |stored| stored.chain = "x".into(),
        ] {
            assert!(changed(change).is_err());
        }
    }

    #[test]
    fn a_signature_that_is_not_the_officers_is_refused_before_anything_is_sent() {
        let other = keys::development("eve").unwrap().sign(&signed().bytes()).0;
        assert!(signed()
            .with_signature(other)
            .verify(&venue())
            .unwrap_err()
            .message
            .contains("not the officer's"));
        let mut altered = signed();
        altered.attestation.nonce = 1;
        assert!(altered.verify(&venue()).is_err());
        let unsigned = changed(|stored| stored.signature = None).unwrap();
        assert!(unsigned.verify(&venue()).unwrap_err().hint.unwrap().contains("--signature"));
        let by_wallet = officer().sign(&unsigned.bytes()).0;
        assert!(unsigned.with_signature(by_wallet).verify(&venue()).is_ok());
    }
}
