use alloc::vec::Vec;
use scale::{Decode, Encode};

use super::{in_line, AsOf, BoardId, Boards, Kind};
use crate::{Account, Digest, History, Jurisdiction};

/// Boards that one question can name.
pub const MAX_ASKED: usize = 16;

/// A fact about a provider that boards can confirm, such as the number of a licence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct Fact {
    /// The provider.
    pub provider: Account,
    /// The kind of credential that it belongs to: only a board that may attest this kind...
    pub kind: Kind,
    /// ... in this place can confirm it.
    pub jurisdiction: Jurisdiction,
    /// BLAKE2-256 of the field's name.
    pub name: Digest,
}

/// What a board says about a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct Confirmation {
    /// The fact.
    pub fact: Fact,
    /// Salted hash of the value, with a salt that the provider gives to all boards; `None` takes an earlier word back.
    pub value: Option<Digest>,
}

/// What a board said about a fact, over time.
pub type Words = History<Option<Digest>>;

/// A relying party's question: do so many of these boards confirm this value?
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct Question {
    /// The fact.
    pub fact: Fact,
    /// Salted hash of the value.
    pub value: Digest,
    /// The boards whose word counts, at most [`MAX_ASKED`].
    pub boards: Vec<BoardId>,
    /// How many independent ones have to agree.
    pub needed: u8,
    /// The day in question, and from whose knowledge to answer.
    pub when: AsOf,
}

/// Whose voice a board's word is. Boards of one accrediting body have one voice between them, and so has a board with those that
/// it succeeded: boards with different voices are independent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub enum Voice {
    /// Of a board that governance accredited.
    Board(BoardId),
    /// Of the boards of this body.
    Body(BoardId),
}

/// The voice of a board: that of the last board in its line.
pub fn voice(boards: &mut impl Boards, board: BoardId, when: AsOf) -> Option<Voice> {
    let mut last = board;
    in_line(boards, board, when.known(), |next| {
        last = next;
        false
    });
    boards.accreditation(last).map(|found| found.by.map_or(Voice::Board(last), Voice::Body))
}

/// How many independent boards there are behind these voices.
pub fn independent(voices: &[Voice]) -> usize {
    let first = |(place, voice)| voices.iter().position(|other| other == voice) == Some(place);
    voices.iter().enumerate().filter(|entry| first(*entry)).count()
}
