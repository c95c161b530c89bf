//! The question to the credential registry, which of some classes of providers an account belongs to. Question and answer are
//! written and read part by part: that is less code than the whole types, and code counts in every call's proof.

use healink_access::{call, Bytes};
use healink_domain::consent::Class;
use healink_domain::{Account, Day};
use healink_interfaces::CheckError;
use ink::prelude::vec::Vec;
use scale::{Compact, Decode, Encode, Input};

/// Whether the registry names a credential; why it names none is passed over.
struct Held(bool);

/// Those of the classes to which `actor` belongs on the day; nothing when the registry fails, traps or answers otherwise than
/// agreed.
#[inline(never)]
pub fn held(registry: Account, actor: Account, mut classes: Vec<Class>, day: Day) -> Option<Vec<Class>> {
    if classes.is_empty() {
        return Some(classes);
    }
    let selector = ink::selector_bytes!("CredentialRegistry::check_many");
    let answer: Option<Result<Vec<Held>, CheckError>> =
        call(registry, selector, &question(actor, &classes, day));
    let Some(Ok(held)) = answer else { return None };
    if held.len() != classes.len() {
        return None;
    }
    let mut held = held.into_iter();
    classes.retain(|_| held.next().is_some_and(|Held(held)| held));
    Some(classes)
}

/// A provider, and a requirement for each class: its kind in its jurisdiction on the day, and nothing else.
fn question(actor: Account, classes: &[Class], day: Day) -> Bytes {
    const ANY: Option<()> = None;
    let mut question = (actor, Compact(classes.len() as u32)).encode();
    for (kind, jurisdiction) in classes {
        // Kind, board, speciality, jurisdiction, day, day of knowledge, age of the verification.
        (kind, ANY, ANY, jurisdiction, day, ANY, ANY).encode_to(&mut question);
    }
    Bytes(question)
}

impl Decode for Held {
    fn decode<I: Input>(input: &mut I) -> Result<Self, scale::Error> {
        let names_one = input.read_byte()? == 0;
        let left = match (names_one, input.read_byte()?) {
            // The number of a credential.
            (true, _) => 7,
            // None held, wrong scope, board not in force.
            (false, 0 | 1 | 8) => 0,
            // Since when or until when.
            (false, 2..=7 | 9) => 4,
            (false, _) => return Err("no such refusal".into()),
        };
        for _ in 0..left {
            input.read_byte()?;
        }
        Ok(Self(names_one))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use healink_domain::credentials::{CredentialId, Kind, Refusal, Requirement};
    use healink_domain::Jurisdiction;
    use scale::DecodeAll;

    use super::*;

    #[test]
    fn the_question_is_one_for_requirements() {
        let actor = Account([7; 32]);
        let classes =
            [(Kind::StateLicence, Jurisdiction::parse("US-CA").ok()), (Kind::ResearchInvestigator, None)];
        let requirements: Vec<Requirement> = classes
            .iter()
            .map(|(kind, jurisdiction)| Requirement {
                kind: *kind,
                board: None,
                taxonomy: None,
                jurisdiction: *jurisdiction,
                day: Day(20_000),
                known_on: None,
                verified_within: None,
            })
            .collect();

        assert_eq!(question(actor, &classes, Day(20_000)).encode(), (actor, requirements).encode());
    }

    #[test]
    fn an_answer_names_a_credential_or_not_whatever_the_reason() {
        let (on, since, from, verified_on) = (Day(1), Day(0x0100_0000), Day(3), Day(4));
        let answers: [Result<CredentialId, Refusal>; 11] = [
            Ok(CredentialId::MAX),
            Err(Refusal::NoneHeld),
            Err(Refusal::WrongScope),
            Err(Refusal::Expired { on }),
            Err(Refusal::NotYetValid { from }),
            Err(Refusal::EnteredInError { on }),
            Err(Refusal::Revoked { on }),
            Err(Refusal::Superseded { on }),
            Err(Refusal::Suspended { since }),
            Err(Refusal::BoardNotInForce),
            Err(Refusal::VerificationTooOld { verified_on }),
        ];

        let read = Vec::<Held>::decode_all(&mut &answers.to_vec().encode()[..]).unwrap();

        let named: Vec<bool> = read.into_iter().map(|Held(held)| held).collect();
        assert_eq!(named, answers.map(|answer| answer.is_ok()));
        assert!(Held::decode_all(&mut &[1, 10][..]).is_err());
        assert!(Held::decode_all(&mut &[0, 1, 2][..]).is_err());
    }
}
