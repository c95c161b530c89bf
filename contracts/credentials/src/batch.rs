use healink_domain::credentials::{
    fits_batch, in_line, issue, BoardId, CredentialId, Held, IssueError, IssueRequest, Kind, Provider,
};
use healink_domain::{Account, Day};
use healink_interfaces::CredentialError;
use ink::prelude::vec::Vec;

use crate::reader::Reader;
use crate::storage::{Recorded, Tables};

/// Credentials that can be issued, and all that changes with them. Nothing is stored yet.
pub struct Batch<'a> {
    tables: &'a Tables,
    reader: Reader<'a>,
    board: BoardId,
    today: Day,
    changes: Changes,
    issued: Issued,
}

/// What a batch stores.
#[derive(Default)]
pub struct Changes {
    previous: CredentialId,
    /// The new credentials, and those that they renew.
    credentials: Vec<(CredentialId, Recorded)>,
    providers: Vec<(Account, Provider)>,
}

/// Provider and kind of each new credential.
type Issued = Vec<(Account, Kind)>;

impl<'a> Batch<'a> {
    /// Judges requests to a board. `last` is the number given out last.
    ///
    /// # Errors
    /// As [`healink_interfaces::CredentialRecords::issue`].
    pub fn judge(
        tables: &'a Tables,
        board: BoardId,
        requests: Vec<IssueRequest>,
        last: CredentialId,
        today: Day,
    ) -> Result<(Changes, Issued), CredentialError> {
        if !fits_batch(&requests) {
            return Err(CredentialError::BatchSize);
        }
        let changes = Changes { previous: tables.last_issued(board), ..Changes::default() };
        let mut batch =
            Self { tables, reader: Reader::new(tables), board, today, changes, issued: Vec::new() };
        for (at, request) in requests.into_iter().enumerate() {
            let at = at as u8;
            // Numbers do not run out: at a million a second there are enough for 500,000 years.
            let id = last.saturating_add(u64::from(at)).saturating_add(1);
            batch.add(id, request).map_err(|error| CredentialError::Issue { at, error })?;
        }
        Ok((batch.changes, batch.issued))
    }

    fn add(&mut self, id: CredentialId, request: IssueRequest) -> Result<(), IssueError> {
        let (account, kind, npi) = (request.provider, request.kind, request.npi);
        let changes = &mut self.changes;
        let place = match changes.providers.iter().position(|(known, _)| *known == account) {
            Some(place) => place,
            None => {
                let provider = self.tables.provider(&account).unwrap_or_else(|| Provider::new(npi));
                changes.providers.push((account, provider));
                changes.providers.len().saturating_sub(1)
            }
        };
        let Some((_, provider)) = changes.providers.get_mut(place) else { return Ok(()) };
        let credential = issue(&mut self.reader, self.board, request, provider, self.today)?;
        if let Some(old) = credential.claim.renews {
            // One that is in the batch already, new or renewed, is not active any more or was never there.
            let repeated = changes.credentials.iter().any(|(known, _)| *known == old);
            let mut found =
                self.tables.credential(old).filter(|_| !repeated).ok_or(IssueError::NotARenewal)?;
            let (issuer, board) = (found.credential.board, self.board);
            in_line(&mut self.reader, issuer, self.today, |heir| heir == board)
                .ok_or(IssueError::NotARenewal)?;
            found.credential.renew(&credential.claim, self.today)?;
            changes.credentials.push((old, found));
        }
        provider.held.push(Held::of(id, &credential));
        self.issued.push((account, kind));
        changes.credentials.push((id, Recorded { credential, previous: changes.previous }));
        changes.previous = id;
        Ok(())
    }
}

impl Changes {
    /// Stores everything that a board's batch changes, and returns the number given out last.
    pub fn store(self, tables: &mut Tables, board: BoardId) -> CredentialId {
        for (id, recorded) in self.credentials {
            tables.put_credential(id, recorded);
        }
        for (account, provider) in self.providers {
            tables.put_provider(&account, provider);
        }
        tables.put_last_issued(board, self.previous);
        self.previous
    }
}
