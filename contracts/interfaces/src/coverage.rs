use healink_domain::claims::{Payer, PayerId, RoleSet};
use healink_domain::Account;
use scale::{Decode, Encode};

/// A payer as one account meets it.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct Office {
    /// The payer.
    pub payer: Payer,
    /// The roles of the account with it.
    pub roles: RoleSet,
}

/// What other contracts ask the coverage registry.
#[ink::trait_definition]
pub trait CoverageRegistry {
    /// A payer, and the roles of `account` with it; `None` where there is no such payer. Anyone may ask, also while the registry
    /// is paused.
    #[ink(message)]
    fn office(&self, payer: PayerId, account: Account) -> Option<Office>;
}
