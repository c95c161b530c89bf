use ink::prelude::vec::Vec;
use scale::{Decode, Encode, EncodeLike, Input, Output};

/// Bytes as they are, with no length in front: what is encoded already, or is to be decoded later.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Bytes(pub Vec<u8>);

impl Encode for Bytes {
    fn size_hint(&self) -> usize {
        self.0.len()
    }

    fn encode_to<T: Output + ?Sized>(&self, out: &mut T) {
        out.write(&self.0);
    }
}

impl EncodeLike for Bytes {}

impl Decode for Bytes {
    fn decode<I: Input>(input: &mut I) -> Result<Self, scale::Error> {
        let left = input.remaining_len()?.ok_or("of unknown length")?;
        let mut bytes = ink::prelude::vec![0; left];
        input.read(&mut bytes)?;
        Ok(Self(bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use scale::DecodeAll;

    #[test]
    fn bytes_stay_as_they_are() {
        for bytes in [&[][..], &[0], &[1, 2, 3, 255]] {
            let decoded = Bytes::decode_all(&mut &bytes[..]);
            assert_eq!(decoded, Ok(Bytes(bytes.into())));
            assert_eq!(decoded.map(|decoded| decoded.encode()), Ok(bytes.into()));
        }
    }
}
