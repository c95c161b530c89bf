//! What this contract asks of others.

use healink_access::{call, Bytes};
use healink_domain::claims::{Payer, PayerId, Remittance};
use healink_domain::{Account, Cents};
use healink_interfaces::{Booking, ClaimsError, Office};
use ink::prelude::vec::Vec;
use scale::{Decode, Encode, Input};

use crate::{Error, Result};

/// A payer, and the roles of an account with it.
pub fn office(coverage: Account, payer: PayerId, account: Account) -> Result<Office> {
    let answer: Option<Option<Office>> =
        call(coverage, ink::selector_bytes!("CoverageRegistry::office"), &(payer, account));
    answer.ok_or(Error::CoverageUnavailable)?.ok_or(Error::NoSuchPayer)
}

/// Puts down in the books what is about to move, and says how much that is.
pub fn book(claims: Account, booking: &Booking) -> Result<Remittance> {
    let answer: Option<core::result::Result<Remittance, ClaimsError>> =
        call(claims, ink::selector_bytes!("ClaimsRegistry::book"), booking);
    answer.ok_or(Error::ClaimsUnavailable)?.map_err(Error::Claims)
}

/// Pays out of this contract's tokens.
pub fn transfer(payer: &Payer, to: Account, amount: Cents) -> Result<()> {
    moved(payer, ink::selector_bytes!("PSP22::transfer"), to.encode(), amount)
}

/// Takes tokens of `from`, who allowed it before.
pub fn transfer_from(payer: &Payer, from: Account, to: Account, amount: Cents) -> Result<()> {
    moved(payer, ink::selector_bytes!("PSP22::transfer_from"), (from, to).encode(), amount)
}

/// Calls one of the token's two messages that move an amount: whose accounts come first, then the amount, then PSP22's additional
/// data, of which there are none.
fn moved(payer: &Payer, selector: [u8; 4], accounts: Vec<u8>, amount: Cents) -> Result<()> {
    let units = payer.units(amount).ok_or(Error::TooMuch)?;
    transferred(call(payer.token, selector, &(Bytes(accounts), units, Vec::<u8>::new())))
}

fn transferred(answer: Option<core::result::Result<(), TokenReason>>) -> Result<()> {
    let answer = answer.ok_or(Error::TokenUnavailable)?;
    answer.map_err(|TokenReason(reason)| Error::TokenRefused { reason })
}

/// Why a token refused: the number of its reason. Tokens differ in what they say besides, which is passed over.
#[derive(Debug, PartialEq, Eq)]
struct TokenReason(u8);

impl Decode for TokenReason {
    fn decode<I: Input>(input: &mut I) -> core::result::Result<Self, scale::Error> {
        let reason = input.read_byte()?;
        while input.remaining_len()?.is_some_and(|left| left > 0) {
            input.read_byte()?;
        }
        Ok(Self(reason))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use scale::DecodeAll;

    type Answer = core::result::Result<(), TokenReason>;

    #[test]
    fn a_tokens_reason_is_its_number_whatever_it_says_besides() {
        let answer: core::result::Result<(), (u8, &str)> = Err((0, "paused until further notice"));
        assert_eq!(Answer::decode_all(&mut &answer.encode()[..]).unwrap(), Err(TokenReason(0)));
        let refused = Answer::decode_all(&mut &[1, 2][..]).unwrap();
        assert_eq!(transferred(Some(refused)), Err(Error::TokenRefused { reason: 2 }));
    }

    #[test]
    fn a_token_that_says_nothing_or_too_much_transferred_nothing() {
        assert_eq!(transferred(None), Err(Error::TokenUnavailable));
        assert!(Answer::decode_all(&mut &[][..]).is_err());
        assert!(Answer::decode_all(&mut &[0, 0][..]).is_err());
        assert_eq!(transferred(Some(Ok(()))), Ok(()));
    }
}
