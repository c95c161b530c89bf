use scale::{Decode, Encode};

/// Why a text is not a taxonomy code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub enum TaxonomyError {
    /// Not nine capital letters or digits followed by `X`.
    Format,
}

/// A Health Care Provider Taxonomy code of the NUCC: ten characters, the last an `X`, such as `207Q00000X`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct Taxonomy([u8; 10]);

impl Taxonomy {
    /// Reads a code.
    ///
    /// # Errors
    /// [`TaxonomyError::Format`].
    pub fn parse(text: &str) -> Result<Self, TaxonomyError> {
        let bytes = text.as_bytes().try_into().map_err(|_| TaxonomyError::Format)?;
        Self(bytes).checked()
    }

    /// The same code if it is well formed: one decoded from a caller's input may not be.
    ///
    /// # Errors
    /// [`TaxonomyError::Format`].
    pub fn checked(self) -> Result<Self, TaxonomyError> {
        match self.0 {
            [body @ .., b'X']
                if body.iter().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit()) =>
            {
                Ok(self)
            }
            _ => Err(TaxonomyError::Format),
        }
    }
}

#[cfg(feature = "std")]
impl core::fmt::Display for Taxonomy {
    fn fmt(&self, out: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        out.write_str(core::str::from_utf8(&self.0).unwrap_or("?"))
    }
}
