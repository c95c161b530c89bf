use alloc::{string::String, vec::Vec};
use scale::{Decode, Encode};

use crate::Digest;

/// Fields that a document can have.
pub const MAX_FIELDS: usize = 64;

/// Steps from a leaf to the root of [`MAX_FIELDS`] fields.
pub const MAX_STEPS: usize = 6;

/// What is hashed in front of a leaf and of a node, so that neither can pass for the other (RFC 6962, section 2.1).
const LEAF: u8 = 0;
const NODE: u8 = 1;

/// BLAKE2-256: the host's in a contract, [`blake2_256`](crate::blake2_256) elsewhere.
pub type Hash = fn(&[u8]) -> [u8; 32];

/// One field of a document. The salt is random and the field's own: without it nobody can try out values against the leaf.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct Field {
    /// 16 random bytes.
    pub salt: [u8; 16],
    /// Name, such as `licence.number`.
    pub name: String,
    /// Value, as text.
    pub value: String,
}

/// A field that the holder reveals, with the way from its leaf to the root.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct Disclosure {
    /// The field.
    pub field: Field,
    /// The neighbours on the way up, at most [`MAX_STEPS`].
    pub path: Vec<Digest>,
}

/// Why fields make no document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub enum DocumentError {
    /// There is none.
    NoFields,
    /// More than [`MAX_FIELDS`].
    TooManyFields,
    /// Names do not ascend, byte by byte: a name stands twice, or the fields are not in their one order.
    NotAscending,
}

impl Field {
    /// The leaf that stands for the field: BLAKE2-256 of 0 and the SCALE encoding of the field.
    pub fn leaf(&self, hash: Hash) -> Digest {
        Digest(hash(&(LEAF, self).encode()))
    }
}

impl Disclosure {
    /// The root to which the field and its path lead: it is in the document if that is the document's hash. `None` for a path
    /// that is longer than any document's.
    pub fn root(&self, hash: Hash) -> Option<Digest> {
        let steps = self.path.iter().copied();
        (self.path.len() <= MAX_STEPS)
            .then(|| steps.fold(self.field.leaf(hash), |at, next| node(at, next, hash)))
    }
}

/// The node above two others, whichever is on the left: BLAKE2-256 of 1, the lesser and the greater.
fn node(one: Digest, other: Digest, hash: Hash) -> Digest {
    Digest(hash(&(NODE, one.min(other), one.max(other)).encode()))
}

/// The hash of a document: the root of the tree over its fields. A level with an odd number of nodes hands its last one up as
/// it is.
///
/// # Errors
/// One [`DocumentError`] for each rule, in the order of its variants.
pub fn document(fields: &[Field], hash: Hash) -> Result<Digest, DocumentError> {
    let (root, _) = climb(fields, 0, hash)?;
    Ok(root)
}

/// The field with this name, with its path; `None` when the document has none.
///
/// # Errors
/// As [`document`].
pub fn disclose(fields: &[Field], name: &str, hash: Hash) -> Result<Option<Disclosure>, DocumentError> {
    let place = fields.iter().position(|field| field.name == name);
    let (_, path) = climb(fields, place.unwrap_or_default(), hash)?;
    let field = place.and_then(|place| fields.get(place));
    Ok(field.map(|field| Disclosure { field: field.clone(), path }))
}

/// The root over the fields, and the path to it from the field at `place`.
fn climb(fields: &[Field], mut place: usize, hash: Hash) -> Result<(Digest, Vec<Digest>), DocumentError> {
    if fields.len() > MAX_FIELDS {
        return Err(DocumentError::TooManyFields);
    }
    if !fields.is_sorted_by(|one, next| one.name < next.name) {
        return Err(DocumentError::NotAscending);
    }
    let mut level: Vec<Digest> = fields.iter().map(|field| field.leaf(hash)).collect();
    let mut path = Vec::new();
    while level.len() > 1 {
        path.extend(level.get(place ^ 1));
        place >>= 1;
        level = level
            .chunks(2)
            .filter_map(|pair| match pair {
                [one, other] => Some(node(*one, *other, hash)),
                _ => pair.first().copied(),
            })
            .collect();
    }
    level.first().map(|root| (*root, path)).ok_or(DocumentError::NoFields)
}
