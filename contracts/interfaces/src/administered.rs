use healink_access::{Access, AccessError, Command};

/// Ownership that changes hands in two steps, and pause. A pause blocks what writes, never what reads and never a
/// patient's withdrawal of consent.
///
/// Two messages, since every message is code that counts in every call's proof. Selectors are numbered from 0xf0: together
/// with a contract's own, from 1, they make dispatch a jump, which is less code than a tree of comparisons. Clients find them
/// in the metadata.
#[ink::trait_definition]
pub trait Administered {
    /// The owner, the offer of ownership on record (it may be over by now), and whether the contract is paused.
    #[ink(message, selector = 0xf0)]
    fn administration(&self) -> Access;

    /// Does what the command says. Access: the owner, but for [`Command::Accept`], which is for the account to which the
    /// ownership is on offer; also while paused.
    ///
    /// # Errors
    /// Those of [`Access::apply`].
    ///
    /// # Events
    /// [`healink_access::AccessChanged`].
    #[ink(message, selector = 0xf1)]
    fn administer(&mut self, command: Command) -> Result<(), AccessError>;
}
