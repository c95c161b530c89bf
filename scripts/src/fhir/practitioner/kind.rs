//! What a qualification attests, told from the codes that the field uses.

use healink_domain::credentials::Kind;

use super::super::resources::{Concept, Identifier};
use crate::names;

/// Kinds by Healink's own names, for those that no other code system tells.
pub const KIND_SYSTEM: &str = "urn:healink:credential-kind";
/// HL7 v2 table 0203: type of an identifier.
const IDENTIFIER_TYPES: &str = "http://terminology.hl7.org/CodeSystem/v2-0203";
/// HL7 v2 table 0360: degree, licence, certificate; in FHIR R4's examples with a version behind.
const DEGREES: &str = "http://terminology.hl7.org/CodeSystem/v2-0360";
/// The NUCC's Health Care Provider Taxonomy.
pub const TAXONOMY: &str = "http://nucc.org/provider-taxonomy";

/// Numbers that a state's licensing board gives.
const LICENCES: [&str; 12] = ["SL", "LN", "MD", "DO", "DDS", "DPM", "OD", "PA", "NP", "APRN", "RN", "RPH"];

/// What table 0360 has of degrees; the rest of it is licences and certificates, which say too little about who gave them.
#[rustfmt::skip]
const DEGREE_CODES: [&str; 48] = [
    "AA", "AAS", "ABA", "AE", "AS", "BA", "BBA", "BE", "BFA", "BN", "BS", "BSL", "BSN", "BT", "DBA", "DED", "DIP", "DO", "EDD",
    "HS", "JD", "MA", "MBA", "MCE", "MD", "MDA", "MDI", "ME", "MED", "MEE", "MFA", "MME", "MS", "MSL", "MSN", "MT", "MTH", "NMD",
    "PHD", "PHE", "PHS", "PharmD", "SEC", "TS", "BPH", "DMD", "DDS", "DPM",
];

/// The kind, or nothing where the codes do not tell it. The number's type decides before the code: a licence to practise is
/// commonly coded with the degree that it rests on.
pub fn of(code: &Concept, identifiers: &[Identifier]) -> Option<Kind> {
    stated(code).or_else(|| of_number(identifiers)).or_else(|| of_code(code))
}

fn stated(code: &Concept) -> Option<Kind> {
    let text = code_in(code, |system| system == KIND_SYSTEM)?;
    names::parse("kind of credential", Kind::ALL, text).ok()
}

fn of_number(identifiers: &[Identifier]) -> Option<Kind> {
    let codings = identifiers.iter().filter_map(|identifier| identifier.kind.as_ref());
    let types = codings.filter_map(|kind| code_in(kind, |system| system == IDENTIFIER_TYPES));
    types.into_iter().find_map(|code| match code {
        "DEA" => Some(Kind::DeaRegistration),
        code if LICENCES.contains(&code) => Some(Kind::StateLicence),
        _ => None,
    })
}

fn of_code(code: &Concept) -> Option<Kind> {
    let is_degree =
        code_in(code, |system| system.starts_with(DEGREES)).filter(|code| DEGREE_CODES.contains(code));
    let is_speciality = || code_in(code, |system| system == TAXONOMY);
    match is_degree {
        Some(_) => Some(Kind::Education),
        None => is_speciality().map(|_| Kind::BoardCertification),
    }
}

/// The first code of a system.
pub fn code_in(concept: &Concept, is_it: impl Fn(&str) -> bool) -> Option<&str> {
    let found = concept.coding.iter().find(|coding| coding.system.as_deref().is_some_and(&is_it));
    found.and_then(|coding| coding.code.as_deref())
}
