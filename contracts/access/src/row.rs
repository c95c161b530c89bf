use ink::primitives::Key;
use ink::storage::{traits::ManualKey, Mapping};
use scale::{Decode, Encode};

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
