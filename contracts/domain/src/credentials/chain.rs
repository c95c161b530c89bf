use scale::{Decode, Encode};

use super::{Accreditation, BoardId, Kind};
use crate::{Day, Jurisdiction};

/// Accreditations between governance and a credential: a body's and a board's. Governance, body, board: three levels.
pub const MAX_LINKS: usize = 2;

/// Successors that are followed from one board on.
pub const MAX_SUCCESSORS: usize = 4;

/// A day, and up to when what was recorded counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct AsOf {
    /// The day in question.
    pub day: Day,
    /// Last day of which the records count; `None`: all there are.
    pub known_on: Option<Day>,
}

impl AsOf {
    /// A day, by all that is on record.
    pub const fn now(day: Day) -> Self {
        Self { day, known_on: None }
    }

    /// The last day of which the records count.
    pub fn known(self) -> Day {
        self.known_on.unwrap_or(Day(u32::MAX))
    }

    /// The day in question, as far as it was known.
    pub fn seen(self) -> Day {
        self.day.min(self.known())
    }
}

/// Where accreditations are found by the number of the board or body.
pub trait Boards {
    /// An accreditation.
    fn accreditation(&mut self, id: BoardId) -> Option<&Accreditation>;
}

/// Whether every accreditation from the board up to governance is in force for this kind and place. What rests on a board is not
/// gone through when the board changes: this is asked when it matters.
pub fn in_force(
    boards: &mut impl Boards,
    board: BoardId,
    (kind, jurisdiction): (Kind, Jurisdiction),
    when: AsOf,
) -> bool {
    let mut next = Some(board);
    for _ in 0..MAX_LINKS {
        let Some(id) = next else { break };
        match boards.accreditation(id) {
            Some(found) if found.holds(kind, jurisdiction, when) => next = found.by,
            _ => return false,
        }
    }
    next.is_none()
}

/// The first of a board and those that succeeded it, one after the other, that `is_it`.
pub fn in_line(
    boards: &mut impl Boards,
    board: BoardId,
    known_on: Day,
    mut is_it: impl FnMut(BoardId) -> bool,
) -> Option<BoardId> {
    let mut at = board;
    for _ in 0..=MAX_SUCCESSORS {
        if is_it(at) {
            return Some(at);
        }
        at = boards.accreditation(at)?.successor.filter(|next| next.on <= known_on)?.to;
    }
    None
}
