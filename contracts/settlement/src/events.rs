use healink_domain::claims::{ClaimId, PayerId};
use healink_domain::{Account, Cents};
use ink::prelude::vec::Vec;

/// Tokens were put into a payer's escrow.
#[ink::event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EscrowDeposited {
    /// The payer.
    pub payer: PayerId,
    /// By whom.
    #[ink(topic)]
    pub from: Account,
    /// How much.
    pub amount: Cents,
}

/// Free escrow was given back to a payer's admin account.
#[ink::event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EscrowWithdrawn {
    /// The payer.
    pub payer: PayerId,
    /// The treasurer who asked for it.
    #[ink(topic)]
    pub by: Account,
    /// How much.
    pub amount: Cents,
}

/// A provider was paid: an ASC X12 835 in short. The gross amount less what was recovered is the net amount, which was transferred.
#[ink::event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remitted {
    /// Who paid.
    pub payer: PayerId,
    /// Who was paid.
    #[ink(topic)]
    pub provider: Account,
    /// What was payable on the claims.
    pub gross: Cents,
    /// What was kept back for payments reversed before (PLB, WO).
    pub recovered: Cents,
    /// What was transferred.
    pub net: Cents,
    /// For which claims.
    pub claims: Vec<ClaimId>,
}
