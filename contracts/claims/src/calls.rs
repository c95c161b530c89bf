//! What this contract asks of others.

use healink_access::call;
use healink_domain::claims::{Claim, Payer};
use healink_domain::consent::{Action, Answer, Category, Purpose, Query};
use healink_domain::credentials::{CredentialId, Kind, Refusal, Requirement};
use healink_domain::{Account, Cents, Period};
use healink_interfaces::{CheckError, DecideError};
use ink::prelude::vec::Vec;
use scale::{Decode, Input};

use crate::{Error, Result};

/// What the credential registry says about the claim's provider on the service day, in the place of the service: one answer
/// for each kind. Nothing is asked when no kind is needed.
pub fn credentials(
    registry: Account,
    claim: &Claim,
    kinds: Vec<Kind>,
) -> Result<Vec<(Kind, core::result::Result<CredentialId, Refusal>)>> {
    if kinds.is_empty() {
        return Ok(Vec::new());
    }
    let requirement = |kind: &Kind| Requirement {
        kind: *kind,
        board: None,
        taxonomy: None,
        jurisdiction: Some(claim.jurisdiction),
        day: claim.service_day,
        known_on: None,
        verified_within: None,
    };
    let requirements: Vec<_> = kinds.iter().map(requirement).collect();
    let arguments = (claim.provider, requirements);
    type Answers = Vec<core::result::Result<CredentialId, Refusal>>;
    let answer: Option<core::result::Result<Answers, CheckError>> =
        call(registry, ink::selector_bytes!("CredentialRegistry::check_many"), &arguments);
    match answer {
        Some(Ok(answers)) if answers.len() == kinds.len() => Ok(kinds.into_iter().zip(answers).collect()),
        _ => Err(Error::CredentialsUnavailable),
    }
}

/// What the patient's grants say to the payer's use of the claim for payment.
pub fn consent(registry: Account, patient: Account, payer: Account, claim: &Claim) -> Result<Answer> {
    let query = Query {
        actor: payer,
        purpose: Purpose::Payment,
        categories: Category::Claims.set(),
        action: Action::Read,
        day: claim.service_day,
        data: Period::day(claim.service_day),
    };
    let answer: Option<core::result::Result<Answer, DecideError>> =
        call(registry, ink::selector_bytes!("ConsentRegistry::decide"), &(patient, query));
    answer.and_then(core::result::Result::ok).ok_or(Error::ConsentUnavailable)
}

/// Decimals of a PSP22 token.
pub fn token_decimals(token: Account) -> Result<u8> {
    let selector = ink::selector_bytes!("PSP22Metadata::token_decimals");
    call(token, selector, &()).ok_or(Error::TokenUnavailable)
}

/// Pays out of this contract's tokens.
pub fn transfer(payer: &Payer, to: Account, amount: Cents) -> Result<()> {
    let arguments = (to, units(payer, amount)?, NO_DATA);
    transferred(call(payer.token, ink::selector_bytes!("PSP22::transfer"), &arguments))
}

/// Takes tokens of `from`, who allowed it before.
pub fn transfer_from(payer: &Payer, from: Account, to: Account, amount: Cents) -> Result<()> {
    let arguments = (from, to, units(payer, amount)?, NO_DATA);
    transferred(call(payer.token, ink::selector_bytes!("PSP22::transfer_from"), &arguments))
}

fn units(payer: &Payer, amount: Cents) -> Result<u128> {
    payer.units(amount).ok_or(Error::NumbersExhausted)
}

/// PSP22's additional data, of which there are none.
const NO_DATA: Vec<u8> = Vec::new();

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
    use scale::{DecodeAll, Encode};

    #[test]
    fn a_tokens_reason_is_its_number_whatever_it_says_besides() {
        let answer: core::result::Result<(), (u8, &str)> = Err((0, "paused until further notice"));
        let decoded = core::result::Result::<(), TokenReason>::decode_all(&mut &answer.encode()[..]);
        assert_eq!(decoded.unwrap(), Err(TokenReason(0)));
        let refused = core::result::Result::<(), TokenReason>::decode_all(&mut &[1, 2][..]).unwrap();
        assert_eq!(transferred(None), Err(Error::TokenUnavailable));
        assert_eq!(transferred(Some(refused)), Err(Error::TokenRefused { reason: 2 }));
        assert!(core::result::Result::<(), TokenReason>::decode_all(&mut &[0, 0][..]).is_err());
        assert!(core::result::Result::<(), TokenReason>::decode_all(&mut &[][..]).is_err());
    }
}
