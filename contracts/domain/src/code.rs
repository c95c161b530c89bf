use scale::{Decode, Encode};

/// What stands on chain for a service code: BLAKE2-128 of the payer's secret, the code system and the code. Without the
/// secret it tells nothing; with it, equal codes have equal keys, so that fee schedules and limits work.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct CodeKey(pub [u8; 16]);

/// The key of a service code. The three parts are SCALE-encoded one after the other, each with its length, so that no two
/// different triples share an input.
#[cfg(feature = "std")]
pub fn code_key(secret: &[u8], system: &str, code: &str) -> CodeKey {
    use blake2::{digest::consts::U16, Blake2b, Digest as _};
    CodeKey(Blake2b::<U16>::digest((secret, system, code).encode()).into())
}

/// The salted hash of a document: BLAKE2-256 of the salt and the document's bytes, each SCALE-encoded with its length.
#[cfg(feature = "std")]
pub fn salted_digest(salt: &[u8], document: &[u8]) -> crate::Digest {
    crate::Digest(blake2_256(&(salt, document).encode()))
}

/// BLAKE2-256, as the chain computes it.
#[cfg(feature = "std")]
pub fn blake2_256(bytes: &[u8]) -> [u8; 32] {
    use blake2::{digest::consts::U32, Blake2b, Digest as _};
    Blake2b::<U32>::digest(bytes).into()
}
