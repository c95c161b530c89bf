use healink_domain::Account;
use scale::{Decode, Encode};

/// What governance does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub enum Governance {
    /// Appoints a reviewer of broken glass.
    Appoint {
        /// Who.
        reviewer: Account,
    },
    /// Dismisses a reviewer.
    Dismiss {
        /// Who.
        reviewer: Account,
    },
    /// Lifts the suspension of a provider's right. Reviews that are overdue have to be made all the same.
    Reinstate {
        /// Whose.
        provider: Account,
    },
}
