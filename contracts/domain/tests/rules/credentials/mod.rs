//! Credentials, rule by rule.

mod attestation;
mod boards;
mod checks;
mod confirmation;
mod disclosure;
mod issuing;
mod standing;

use std::collections::BTreeMap;

use healink_domain::{
    credentials::{
        accredit, apply, check, in_force, Accreditation, Application, AsOf, Board, BoardId, Boards,
        Credential, CredentialId, Held, IssueError, IssueRequest, Kind, Order, Provider, Reason, Refusal,
        Registry, Requirement, Role, Scope, StatusCommand,
    },
    Account, Day, Digest, Period,
};

use crate::fixtures::{credential, place};

/// A registry in memory, of one provider: what contracts keep in tables.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Register {
    pub boards: BTreeMap<BoardId, Board>,
    pub credentials: BTreeMap<CredentialId, Credential>,
    pub provider: Option<Provider>,
    /// Which credentials were looked up.
    pub looked_up: Vec<CredentialId>,
}

impl Boards for Register {
    fn accreditation(&mut self, id: BoardId) -> Option<&Accreditation> {
        self.boards.get(&id).map(|board| &board.accreditation)
    }
}

impl Registry for Register {
    fn credential(&mut self, id: CredentialId) -> Option<Credential> {
        self.looked_up.push(id);
        self.credentials.get(&id).cloned()
    }
}

impl Register {
    /// Adds a board that governance accredited, or a body.
    pub fn accredit(&mut self, application: Application, by: Option<BoardId>, on: Day) -> BoardId {
        let body = by.map(|id| (id, &self.boards[&id]));
        let board = accredit(application, body, on).unwrap();
        let id = BoardId::try_from(self.boards.len()).unwrap() + 1;
        self.boards.insert(id, board);
        id
    }

    /// Gives an order about a board.
    pub fn order(&mut self, id: BoardId, order: Order, on: Day) {
        let mut board = self.boards[&id].clone();
        board.obey(id, order, |id| self.boards.get(&id).cloned(), on).unwrap();
        self.boards.insert(id, board);
    }

    /// Issues a credential, and supersedes what it renews.
    pub fn issue(
        &mut self,
        board: BoardId,
        request: IssueRequest,
        on: Day,
    ) -> Result<CredentialId, IssueError> {
        let mut provider = self.provider.clone().unwrap_or_else(|| Provider::new(request.npi));
        let issued = healink_domain::credentials::issue(self, board, request, &provider, on)?;
        if let Some(old) = issued.claim.renews {
            self.credentials.get_mut(&old).ok_or(IssueError::NotARenewal)?.renew(&issued.claim, on)?;
        }
        let id = self.credentials.len() as CredentialId + 1;
        provider.held.push(Held::of(id, &issued));
        self.provider = Some(provider);
        self.credentials.insert(id, issued);
        Ok(id)
    }

    /// Changes a credential's standing.
    pub fn change(&mut self, id: CredentialId, command: StatusCommand, reason: Reason, on: Day) {
        apply(&mut self.credentials.get_mut(&id).unwrap().status, command, reason, on).unwrap();
    }

    /// Checks the provider.
    pub fn check(&mut self, requirement: &Requirement) -> Result<CredentialId, Refusal> {
        let provider = self.provider.clone();
        provider.map_or(Err(Refusal::NoneHeld), |provider| check(&provider, requirement, self))
    }

    /// Whether a board is in force for licences in California.
    pub fn in_force(&mut self, board: BoardId, day: u32) -> bool {
        in_force(self, board, (Kind::StateLicence, place("US-CA")), AsOf::now(Day(day)))
    }
}

pub const HEAD: Account = Account([7; 32]);

/// Licences in the United States, from day 50 on.
pub fn application(role: Role) -> Application {
    Application {
        head: HEAD,
        role,
        scope: Scope { kinds: Kind::StateLicence.set(), jurisdictions: vec![place("US")] },
        period: Period { from: Day(50), until: None },
        document: Digest([1; 32]),
    }
}

/// A body, 1, and two boards that it accredited, 2 and 3, since day 60; and a board of governance, 4.
pub fn chain() -> Register {
    let mut register = Register::default();
    register.accredit(application(Role::Body), None, Day(60));
    register.accredit(application(Role::Board), Some(1), Day(60));
    register.accredit(application(Role::Board), Some(1), Day(60));
    register.accredit(application(Role::Board), None, Day(60));
    register
}

/// [`chain`], where board 2 issued the fixture's credential on day 1,000.
pub fn licensed() -> Register {
    let mut register = chain();
    register.issue(2, credential().claim, Day(1_000)).unwrap();
    register
}

pub const SUSPEND: Order = Order::Stand(StatusCommand::Suspend, Reason::Investigation);
pub const REINSTATE: Order = Order::Stand(StatusCommand::Reinstate, Reason::Cleared);
pub const REVOKE: Order = Order::Stand(StatusCommand::Revoke, Reason::Discipline);
