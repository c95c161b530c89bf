use scale::{Decode, Encode};

/// Why a text is not a jurisdiction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub enum JurisdictionError {
    /// Not two capital letters (ISO 3166-1 alpha-2), or that with a hyphen and one to three capital letters or digits (ISO 3166-2).
    Format,
}

/// A country (`US`) or one of its subdivisions (`US-CA`), as in ISO 3166-1 alpha-2 and ISO 3166-2; padded with zeros.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct Jurisdiction([u8; 6]);

impl Jurisdiction {
    /// Reads `US` or `US-CA`.
    ///
    /// # Errors
    /// [`JurisdictionError::Format`].
    pub fn parse(text: &str) -> Result<Self, JurisdictionError> {
        if text.contains('\0') {
            // The padding is ours: it is not part of the text.
            return Err(JurisdictionError::Format);
        }
        let mut bytes = [0; 6];
        bytes.get_mut(..text.len()).ok_or(JurisdictionError::Format)?.copy_from_slice(text.as_bytes());
        Self(bytes).checked()
    }

    /// The same jurisdiction if it is well formed: one decoded from a caller's input may not be.
    ///
    /// # Errors
    /// [`JurisdictionError::Format`].
    pub fn checked(self) -> Result<Self, JurisdictionError> {
        let [a, b, hyphen, subdivision @ ..] = self.0;
        let letter = |byte: u8| byte.is_ascii_uppercase();
        let sign = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
        let whole = match (hyphen, subdivision) {
            (0, [0, 0, 0]) => true,
            (b'-', [x, 0, 0]) => sign(x),
            (b'-', [x, y, 0]) => sign(x) && sign(y),
            (b'-', [x, y, z]) => sign(x) && sign(y) && sign(z),
            _ => false,
        };
        if letter(a) && letter(b) && whole {
            Ok(self)
        } else {
            Err(JurisdictionError::Format)
        }
    }

    /// Whether what holds in this jurisdiction holds in `other`: the same one, or its country.
    pub fn covers(self, other: Self) -> bool {
        let [a, b, hyphen, ..] = self.0;
        self == other || (hyphen == 0 && other.0.starts_with(&[a, b]))
    }
}

#[cfg(feature = "std")]
impl core::fmt::Display for Jurisdiction {
    fn fmt(&self, out: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let text = core::str::from_utf8(&self.0).unwrap_or("?");
        out.write_str(text.trim_end_matches('\0'))
    }
}
