//! Messages of the registry of boards.

use boards::{Arrangement, Error};
use healink_domain::credentials::{
    Application, AsOf, Board, BoardId, CredentialId, Kind, Order, Outcome, Proposal, Reason, StatusCommand,
    Voice,
};
use healink_domain::{Account, Jurisdiction, Npi};
use healink_interfaces::Page;

messages!(Boards {
    wire(credentials: Account) -> Result<(), Error>;
    accredit(application: Application, body: Option<BoardId>) -> Result<BoardId, Error>;
    order(board: BoardId, order: Order) -> Result<(), Error>;
    arrange(board: BoardId, arrangement: Arrangement) -> Result<(), Error>;
    change(credential: CredentialId, command: StatusCommand, reason: Reason) -> Result<Outcome, Error>;
    correct_npi(provider: Account, npi: Npi) -> Result<(), Error>;
    board(id: BoardId) -> Option<Board>;
    officers(board: BoardId) -> Vec<Account>;
    proposal(credential: CredentialId) -> Option<Proposal>;
    list(from: u64, wanted: u32) -> Page<(BoardId, Board)>;
    credentials() -> Option<Account>;
    acts(board: BoardId, account: Account) -> bool;
    voices(boards: Vec<BoardId>, kind: Kind, jurisdiction: Jurisdiction, when: AsOf) -> Vec<Option<Voice>>;
});
