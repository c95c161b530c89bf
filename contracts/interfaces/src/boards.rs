use healink_domain::credentials::{AsOf, BoardId, Kind, Voice};
use healink_domain::{Account, Jurisdiction};
use ink::prelude::vec::Vec;

/// What other contracts ask the registry of boards. ink! takes the exclusive or of the selectors for the identity of a trait, so it
/// has to differ from those of the traits beside it.
#[ink::trait_definition]
pub trait BoardRegistry {
    /// Whether an account acts for a board. Anyone may ask.
    #[ink(message, selector = 0x11)]
    fn acts(&self, board: BoardId, account: Account) -> bool;

    /// For each board whose voice it has, if it and all above it are in force for this kind and place; in the order of the
    /// boards, of which at most [`healink_domain::credentials::MAX_ASKED`] are looked at. Anyone may ask.
    #[ink(message, selector = 0x12)]
    fn voices(
        &self,
        boards: Vec<BoardId>,
        kind: Kind,
        jurisdiction: Jurisdiction,
        when: AsOf,
    ) -> Vec<Option<Voice>>;
}
