/// Defines an enum of named flags and a set of them that is one integer wide on chain.
///
/// The enum encodes as one byte, the set as its integer. Bits that no variant owns are never set by this crate;
/// [`from_bits`](#method.from_bits) refuses them.
macro_rules! flags {
    (
        $(#[$meta:meta])* $name:ident,
        $(#[$set_meta:meta])* $set:ident($int:ty) {
            $($(#[$variant_meta:meta])* $variant:ident = $bit:literal),+ $(,)?
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, scale::Encode, scale::Decode)]
        #[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
        pub enum $name {
            $($(#[$variant_meta])* #[codec(index = $bit)] $variant = $bit),+
        }

        impl $name {
            /// Every value, in the order of its bit.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The set that holds only this value.
            pub const fn set(self) -> $set {
                $set(1 << (self as u8))
            }
        }

        $(#[$set_meta])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, scale::Encode, scale::Decode)]
        #[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
        pub struct $set($int);

        impl $set {
            /// The set of nothing.
            pub const EMPTY: Self = Self(0);
            /// The set of every value.
            pub const ALL: Self = Self(0 $(| (1 << $bit))+);

            /// The set with these bits, or `None` when a bit stands for nothing.
            pub const fn from_bits(bits: $int) -> Option<Self> {
                if bits & !Self::ALL.0 == 0 { Some(Self(bits)) } else { None }
            }

            /// The bits of the set.
            pub const fn bits(self) -> $int {
                self.0
            }

            /// Whether every bit stands for a value. A set decoded from a caller's input may fail this.
            pub const fn is_valid(self) -> bool {
                self.0 & !Self::ALL.0 == 0
            }

            /// Whether nothing is in the set.
            pub const fn is_empty(self) -> bool {
                self.0 == 0
            }

            /// Whether `value` is in the set.
            pub const fn contains(self, value: $name) -> bool {
                self.0 & value.set().0 != 0
            }

            /// Values in either set.
            pub const fn union(self, other: Self) -> Self {
                Self(self.0 | other.0)
            }

            /// Values in both sets.
            pub const fn intersection(self, other: Self) -> Self {
                Self(self.0 & other.0)
            }

            /// Values in this set and not in the other.
            pub const fn difference(self, other: Self) -> Self {
                Self(self.0 & !other.0)
            }

            /// Values in the set, in the order of their bits.
            pub fn iter(self) -> impl Iterator<Item = $name> {
                $name::ALL.iter().copied().filter(move |value| self.contains(*value))
            }
        }

        impl core::iter::FromIterator<$name> for $set {
            fn from_iter<I: IntoIterator<Item = $name>>(values: I) -> Self {
                values.into_iter().fold(Self::EMPTY, |set, value| set.union(value.set()))
            }
        }
    };
}

pub(crate) use flags;
