use healink_domain::claims::{ClaimId, ClaimSummary, Override, PayerId, PolicyId, Status, Totals};
use healink_domain::Account;
use ink::prelude::vec::Vec;

/// A claim was decided, waits, was appealed, was taken back, or otherwise stands differently now: how. Remittances are in the
/// settlement contract's events. No field is indexed: a topic costs as much as a storage write on every submission, and the lists
/// find a provider's claims.
#[ink::event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimChanged {
    /// The claim.
    pub claim: ClaimId,
    /// Who pays.
    pub payer: PayerId,
    /// The member's policy.
    pub policy: PolicyId,
    /// Who is paid.
    pub provider: Account,
    /// Where it stands.
    pub status: Status,
    /// Sums.
    pub totals: Totals,
}

impl From<&ClaimSummary> for ClaimChanged {
    fn from(summary: &ClaimSummary) -> Self {
        let ClaimSummary { id: claim, payer, policy, provider, status, totals, .. } = *summary;
        Self { claim, payer, policy, provider, status, totals }
    }
}

/// An examiner reviewed a claim.
#[ink::event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimReviewed {
    /// The claim.
    pub claim: ClaimId,
    /// The examiner.
    #[ink(topic)]
    pub by: Account,
    /// The lines for which less is allowed than the plan does, how much, and why.
    pub overrides: Vec<Override>,
}

/// The contracts were named that settle claims and rule on appeals.
#[ink::event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContractsWired {
    /// Which settles.
    pub settlement: Account,
    /// Which rules on appeals.
    pub appeals: Account,
}
