use alloc::vec::Vec;
use scale::{Decode, Encode};

use super::{BoardId, Confirmation, Hash, IssueRequest};
use crate::{Account, Day, Digest};

/// What wallets put around bytes that they sign (`signRaw` of the Polkadot extensions), so that no signed text can pass for a
/// transaction.
const OPENING: &[u8] = b"<Bytes>";
const CLOSING: &[u8] = b"</Bytes>";

/// Nonces in one page of [`Nonces`].
const PAGE: u64 = 256;

/// What an officer states under a signature.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub enum Statement {
    /// These credentials are to be issued: all of them or none.
    Issue(Vec<IssueRequest>),
    /// A field is as stated here.
    Confirm(Confirmation),
}

/// What an officer signs, off the chain, and anyone submits. It holds on one chain, for one contract, up to its last day, and
/// once.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct Attestation {
    /// The board for which the officer signs.
    pub board: BoardId,
    /// The officer: an sr25519 public key.
    pub officer: Account,
    /// Any number that the officer has not used.
    pub nonce: u64,
    /// Last day on which it can be submitted.
    pub deadline: Day,
    /// What is stated.
    pub statement: Statement,
}

/// Where an attestation holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct Venue {
    /// Hash of the chain's first block.
    pub chain: Digest,
    /// The contract that takes attestations.
    pub contract: Account,
}

impl Attestation {
    /// The bytes that the officer signs: a text that a wallet can show, between `<Bytes>` and `</Bytes>`. Its last line has the
    /// hash of the whole attestation (BLAKE2-256 of its SCALE encoding), so that no field can be another.
    pub fn signed_bytes(&self, venue: &Venue, hash: Hash) -> Vec<u8> {
        let mut text = Text(OPENING.to_vec());
        text.write(b"Healink attestation, version 1\nChain: ");
        text.hex(&venue.chain.0);
        text.write(b"\nContract: ");
        text.hex(&venue.contract.0);
        text.write(b"\nBoard: ");
        text.number(self.board.into(), 1);
        text.write(b"\nNonce: ");
        text.number(self.nonce, 1);
        text.write(b"\nLast day: ");
        text.date(self.deadline);
        match &self.statement {
            Statement::Issue(requests) => {
                text.write(b"\nCredentials to issue: ");
                text.number(requests.len() as u64, 1);
            }
            Statement::Confirm(confirmation) => {
                text.write(b"\nValue confirmed: ");
                match &confirmation.value {
                    Some(value) => text.hex(&value.0),
                    None => text.write(b"none any more"),
                }
            }
        }
        text.write(b"\nHash: ");
        text.hex(&hash(&self.encode()));
        text.write(CLOSING);
        text.0
    }
}

/// 256 nonces of an officer: which of them are used. Attestations may be submitted in any order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct Nonces([u8; 32]);

impl Nonces {
    /// The page on which a nonce stands.
    pub const fn page(nonce: u64) -> u64 {
        nonce / PAGE
    }

    /// Uses the nonce up and says whether it was free.
    pub fn take(&mut self, nonce: u64) -> bool {
        let [low, ..] = nonce.to_le_bytes();
        let (byte, bit) = (low / 8, 1u8 << (low % 8));
        self.0.get_mut(usize::from(byte)).is_some_and(|byte| {
            let free = *byte & bit == 0;
            *byte |= bit;
            free
        })
    }
}

/// A text that grows: a contract has no formatting.
struct Text(Vec<u8>);

impl Text {
    fn write(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(bytes);
    }

    fn hex(&mut self, bytes: &[u8]) {
        let digit = |half: u8| {
            if half < 10 {
                b'0'.saturating_add(half)
            } else {
                b'a'.saturating_add(half).saturating_sub(10)
            }
        };
        self.write(b"0x");
        self.0.extend(bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]));
    }

    /// A decimal number of at least `width` digits.
    fn number(&mut self, number: u64, width: u32) {
        if number >= 10 || width > 1 {
            self.number(number / 10, width.saturating_sub(1));
        }
        self.0.push(b'0'.saturating_add((number % 10) as u8));
    }

    /// A date such as 2026-01-31.
    fn date(&mut self, day: Day) {
        let (year, month, day) = day.civil();
        self.number(year.into(), 4);
        self.write(b"-");
        self.number(month.into(), 2);
        self.write(b"-");
        self.number(day.into(), 2);
    }
}
