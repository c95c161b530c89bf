use scale::{Decode, Encode};

/// An account on the chain: 32 bytes, encoded as the chain encodes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct Account(pub [u8; 32]);

/// A 32-byte salted hash that stands for a document, a receipt or a person: the thing itself never reaches the chain.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct Digest(pub [u8; 32]);
