use scale::{Decode, Encode};

use super::Kind;
use crate::{Account, Digest, Jurisdiction};

/// A fact about a provider that boards can confirm, such as the number of a licence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct Fact {
    /// The provider.
    pub provider: Account,
    /// The kind of credential that it belongs to: only a board that may attest this kind...
    pub kind: Kind,
    /// ... in this place can confirm it.
    pub jurisdiction: Jurisdiction,
    /// BLAKE2-256 of the field's name.
    pub name: Digest,
}

/// What a board says about a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct Confirmation {
    /// The fact.
    pub fact: Fact,
    /// Salted hash of the value, with a salt that the provider gives to all boards; `None` takes an earlier word back.
    pub value: Option<Digest>,
}
