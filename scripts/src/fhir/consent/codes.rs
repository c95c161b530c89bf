//! Codes of HL7 and what they stand for here.

use healink_domain::{
    consent::{Action, ActionSet, Category, CategorySet, Effect, Purpose, PurposeSet},
    credentials::Kind,
};

use super::node::Coding;
use crate::names;

/// Profile of exported grants: each code in it means itself and nothing below it, and a first day is always stated.
pub const PROFILE: &str = "urn:x-healink:grant";
/// Codes of [`Category`].
pub(super) const CATEGORY: &str = "urn:x-healink:category";
/// Codes of [`Kind`].
pub(super) const CREDENTIAL: &str = "urn:x-healink:credential-kind";
/// Identifiers that are accounts.
pub(super) const ACCOUNT: &str = "urn:x-healink:account";
/// Identifiers that are hashes of receipts.
pub(super) const RECEIPT: &str = "urn:x-healink:receipt";
/// When a grant was withdrawn.
pub(super) const WITHDRAWN_ON: &str = "urn:x-healink:withdrawn-on";

/// The grant that took its place.
pub(super) const SUPERSEDED_BY: &str = "urn:x-healink:superseded-by";
/// That it was made for the patient under a court's lock.
pub(super) const COURT_ORDER: &str = "urn:x-healink:court-order";

/// HL7 v3 ActReason.
pub(super) const ACT_REASON: &str = "http://terminology.hl7.org/CodeSystem/v3-ActReason";
/// HL7 v3 ActCode: sensitivity of data, and consent directives.
pub(super) const ACT_CODE: &str = "http://terminology.hl7.org/CodeSystem/v3-ActCode";
/// HL7 v3 Confidentiality.
pub(super) const CONFIDENTIALITY: &str = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality";
/// FHIR's types of resources.
pub(super) const RESOURCE_TYPES: &str = "http://hl7.org/fhir/resource-types";
/// FHIR consent actions.
pub(super) const CONSENT_ACTION: &str = "http://terminology.hl7.org/CodeSystem/consentaction";
/// FHIR consent scopes.
pub(super) const CONSENT_SCOPE: &str = "http://terminology.hl7.org/CodeSystem/consentscope";
/// HL7 v3 ParticipationType.
pub(super) const PARTICIPATION: &str = "http://terminology.hl7.org/CodeSystem/v3-ParticipationType";
/// LOINC.
pub(super) const LOINC: &str = "http://loinc.org";
/// LOINC's "patient consent".
pub(super) const CONSENT_DOCUMENT: &str = "59284-0";
/// ISO 3166 countries and subdivisions, as FHIR names the systems.
pub(super) const COUNTRY: &str = "urn:iso:std:iso:3166";
pub(super) const SUBDIVISION: &str = "urn:iso:std:iso:3166:-2";

/// Roles of those who receive data.
pub(super) const RECIPIENTS: [&str; 3] = ["PRCP", "IRCP", "GRANTEE"];

/// What stands for the whole code.
const PURPOSES: [(Purpose, &str); 11] = [
    (Purpose::Treatment, "TREAT"),
    (Purpose::EmergencyTreatment, "ETREAT"),
    (Purpose::Payment, "HPAYMT"),
    (Purpose::Operations, "HOPERAT"),
    (Purpose::Research, "HRESCH"),
    (Purpose::ClinicalTrial, "CLINTRCH"),
    (Purpose::PublicHealth, "PUBHLTH"),
    (Purpose::PatientRequest, "PATRQT"),
    (Purpose::FamilyRequest, "FAMRQT"),
    (Purpose::CareManagement, "CAREMGT"),
    (Purpose::Marketing, "HMARKT"),
];

/// What stands below a purpose in HL7's hierarchy, as far as it is told apart here.
const fn below(purpose: Purpose) -> &'static [Purpose] {
    match purpose {
        Purpose::Treatment => &[Purpose::EmergencyTreatment, Purpose::CareManagement],
        Purpose::Research => &[Purpose::ClinicalTrial],
        Purpose::PatientRequest => &[Purpose::FamilyRequest],
        _ => &[],
    }
}

/// The code of a purpose.
pub(super) fn purpose_code(purpose: Purpose) -> &'static str {
    PURPOSES.iter().find(|(known, _)| *known == purpose).map_or("", |(_, code)| code)
}

/// The purposes that a code stands for: a denial also reaches those below it, unless each code means only itself.
pub(super) fn purposes(coding: Coding<'_>, effect: Effect, exact: bool) -> Option<PurposeSet> {
    let (purpose, _) = PURPOSES.iter().find(|(_, code)| coding.is_of(ACT_REASON) && *code == coding.code)?;
    let below = if effect == Effect::Deny && !exact { below(*purpose) } else { &[] };
    Some(below.iter().copied().chain([*purpose]).collect())
}

/// The codes of actions.
pub(super) const ACTIONS: [(Action, &str); 2] = [(Action::Read, "access"), (Action::Share, "disclose")];

/// The actions that a code stands for.
pub(super) fn actions(coding: Coding<'_>) -> Option<ActionSet> {
    let (action, _) =
        ACTIONS.iter().find(|(_, code)| coding.is_of(CONSENT_ACTION) && *code == coding.code)?;
    Some(action.set())
}

/// HL7's codes of sensitive data, whole categories first.
const SENSITIVE: [(Category, &str); 6] = [
    (Category::MentalHealth, "PSY"),
    (Category::SubstanceUse, "ETH"),
    (Category::Hiv, "HIV"),
    (Category::Reproductive, "SEX"),
    (Category::SexualAndDomesticViolence, "SDV"),
    (Category::Genetic, "GDIS"),
];

/// Codes for a part of a category, or for more than one: what a permission and what a denial of them is about.
const RELATED: [(&str, &[Category], &[Category]); 6] = [
    ("MH", &[Category::MentalHealth], &[Category::MentalHealth]),
    ("PSYTHPN", &[], &[Category::MentalHealth]),
    ("ETHUD", &[], &[Category::SubstanceUse]),
    ("OPIOIDUD", &[], &[Category::SubstanceUse]),
    (
        "BH",
        &[Category::MentalHealth, Category::SubstanceUse],
        &[Category::MentalHealth, Category::SubstanceUse],
    ),
    ("STD", &[], &[Category::Reproductive, Category::Hiv]),
];

/// FHIR's types of resources in each ordinary category. Observations are results and vital signs.
const TYPES: [(Category, &[&str]); 10] = [
    (Category::Allergies, &["AllergyIntolerance"]),
    (Category::Conditions, &["Condition"]),
    (
        Category::Medications,
        &["MedicationRequest", "MedicationStatement", "MedicationAdministration", "MedicationDispense"],
    ),
    (Category::Immunisations, &["Immunization"]),
    (Category::Procedures, &["Procedure"]),
    (Category::Results, &["Observation", "DiagnosticReport"]),
    (Category::Vitals, &["Observation"]),
    (Category::Imaging, &["ImagingStudy"]),
    (Category::Notes, &["DocumentReference", "Composition"]),
    (Category::Claims, &["Claim", "ClaimResponse", "ExplanationOfBenefit"]),
];

/// What codes of data come to.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Classes<'a> {
    /// The categories: of a permission those all of whose types it names, of a denial those of which it names any.
    pub categories: CategorySet,
    /// Codes of which something is lost.
    pub lost: Vec<Coding<'a>>,
    /// Codes that stand for a part of a category that is denied as a whole.
    pub rounded_up: Vec<Coding<'a>>,
}

/// The categories that codes stand for.
pub(super) fn classes<'a>(codings: &[Coding<'a>], effect: Effect) -> Classes<'a> {
    let named =
        |wanted: &&str| codings.iter().any(|coding| coding.is_of(RESOURCE_TYPES) && coding.code == *wanted);
    let of_types = TYPES.iter().filter(|(_, types)| match effect {
        Effect::Permit => types.iter().all(&named),
        Effect::Deny => types.iter().any(&named),
    });
    let mut classes =
        Classes { categories: of_types.map(|(category, _)| *category).collect(), ..Classes::default() };
    for coding in codings {
        let holding =
            || TYPES.iter().filter(|(_, types)| coding.is_of(RESOURCE_TYPES) && types.contains(&coding.code));
        if holding().next().is_some() {
            if !holding().all(|(category, _)| classes.categories.contains(*category)) {
                classes.lost.push(*coding);
            }
            if effect == Effect::Deny && holding().any(|(_, types)| !types.iter().all(&named)) {
                classes.rounded_up.push(*coding);
            }
            continue;
        }
        let (permitted, denied) = category(*coding);
        let meant = if effect == Effect::Permit { permitted } else { denied };
        match meant.is_empty() {
            true => classes.lost.push(*coding),
            false => classes.categories = classes.categories.union(meant),
        }
        if effect == Effect::Deny && permitted != denied {
            classes.rounded_up.push(*coding);
        }
    }
    classes
}

/// The categories of one code that is not a type of resources: what a permission and what a denial of it is about.
fn category(coding: Coding<'_>) -> (CategorySet, CategorySet) {
    let both = |category: Category| (category.set(), category.set());
    if coding.is_of(CATEGORY) {
        if let Ok(category) = names::parse("category", Category::ALL, coding.code) {
            return both(category);
        }
    }
    if !coding.is_of(ACT_CODE) {
        return Default::default();
    }
    if let Some((category, _)) = SENSITIVE.iter().find(|(_, code)| *code == coding.code) {
        return both(*category);
    }
    let related = RELATED.iter().find(|(code, _, _)| *code == coding.code);
    let set = |categories: &[Category]| categories.iter().copied().collect::<CategorySet>();
    related.map_or_else(Default::default, |(_, permitted, denied)| (set(permitted), set(denied)))
}

/// The kind of credential that a code stands for.
pub(super) fn credential(coding: Coding<'_>) -> Option<Kind> {
    (coding.system == Some(CREDENTIAL))
        .then(|| names::parse("kind of credential", Kind::ALL, coding.code).ok())?
}
