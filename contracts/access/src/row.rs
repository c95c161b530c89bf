use ink::prelude::vec::Vec;
use ink::primitives::Key;
use ink::storage::{
    traits::{ManualKey, Packed, StorageKey},
    Mapping,
};
use scale::{Decode, DecodeAll, Encode, EncodeLike};

use crate::bytes::Bytes;

/// A table of rows under a key that is given by hand, so that no change of the code moves it.
pub type Table<K, V, const KEY: Key> = Mapping<K, Row<V>, ManualKey<KEY>>;

/// A stored value with its version in front. A later layout becomes a further variant, so that old rows stay readable:
/// ink! refuses to decode a row with bytes left over, so a field can never be appended to a stored struct.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub enum Row<T> {
    /// The first layout.
    #[codec(index = 1)]
    V1(T),
}

impl<T> Row<T> {
    /// The value in the layout of today.
    pub fn into_inner(self) -> T {
        let Self::V1(value) = self;
        value
    }
}

/// A row is one cell, whatever is in it: the types of the rules know nothing of a store.
#[cfg(feature = "std")]
impl<T: scale_info::TypeInfo + 'static> ink::storage::traits::StorageLayout for Row<T> {
    fn layout(key: &Key) -> ink::metadata::layout::Layout {
        super::access::leaf::<Self>(key)
    }
}

/// Reads a row.
pub fn load<K, V, S>(_: &Mapping<K, Row<V>, S>, key: impl EncodeLike<K>) -> Option<V>
where
    K: Packed,
    V: Encode + Decode,
    S: StorageKey,
{
    let bytes = fetch(&place(S::KEY, &key))?;
    Some(Row::decode_all(&mut &bytes[..]).unwrap_or_else(|_| corrupt()).into_inner())
}

/// Writes a row, and tells whether there was none under the key.
pub fn store<K, V, S>(_: &mut Mapping<K, Row<V>, S>, key: impl EncodeLike<K>, value: V) -> bool
where
    K: Packed,
    V: Encode + Decode,
    S: StorageKey,
{
    ink::env::set_contract_storage(&place(S::KEY, &key), &Row::V1(value)).is_none()
}

/// Where a table keeps the row of a key: as [`Mapping`] does.
fn place(table: u32, key: &impl Encode) -> Bytes {
    let mut place = table.encode();
    key.encode_to(&mut place);
    Bytes(place)
}

/// The bytes of a row. It knows no types, so it is compiled once for all tables: a contract's size counts in every proof.
#[inline(never)]
fn fetch(place: &Bytes) -> Option<Vec<u8>> {
    ink::env::get_contract_storage::<Bytes, Bytes>(place).unwrap_or_else(|_| corrupt()).map(|Bytes(row)| row)
}

/// A row that the contract did not write so. There is no going on, and no message could mend it; ink! traps as well.
#[allow(clippy::panic)]
fn corrupt() -> ! {
    panic!("corrupt row")
}
