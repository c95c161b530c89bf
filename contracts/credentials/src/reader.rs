use healink_domain::credentials::{Accreditation, BoardId, Boards, Credential, CredentialId, Registry};
use ink::prelude::vec::Vec;

use crate::storage::Tables;

/// What the rules look up, each accreditation once.
pub struct Reader<'a> {
    tables: &'a Tables,
    boards: Vec<(BoardId, Option<Accreditation>)>,
}

impl<'a> Reader<'a> {
    /// A reader that has looked up nothing yet.
    pub const fn new(tables: &'a Tables) -> Self {
        Self { tables, boards: Vec::new() }
    }
}

impl Boards for Reader<'_> {
    #[inline(never)]
    fn accreditation(&mut self, id: BoardId) -> Option<&Accreditation> {
        let known = self.boards.iter().position(|(known, _)| *known == id);
        let place = known.unwrap_or_else(|| {
            self.boards.push((id, self.tables.accreditation(id)));
            self.boards.len().saturating_sub(1)
        });
        self.boards.get(place)?.1.as_ref()
    }
}

impl Registry for Reader<'_> {
    fn credential(&mut self, id: CredentialId) -> Option<Credential> {
        self.tables.credential(id).map(|recorded| recorded.credential)
    }
}
