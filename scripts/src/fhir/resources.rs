//! The parts of FHIR R4 resources that a claim rests on.

use serde::Deserialize;

use super::amount::Decimal;

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Head {
    pub resource_type: String,
    pub id: Option<String>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Coding {
    pub system: Option<String>,
    pub code: Option<String>,
    pub display: Option<String>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Concept {
    pub coding: Vec<Coding>,
    pub text: Option<String>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Identifier {
    pub system: Option<String>,
    pub value: Option<String>,
    #[serde(rename = "type")]
    pub kind: Option<Concept>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Reference {
    pub reference: Option<String>,
    pub identifier: Option<Identifier>,
    pub display: Option<String>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Span {
    pub start: Option<String>,
    pub end: Option<String>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Money {
    pub value: Option<Decimal>,
    pub currency: Option<String>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Quantity {
    pub value: Option<Decimal>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Address {
    pub state: Option<String>,
    pub country: Option<String>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct HumanName {
    pub text: Option<String>,
    pub family: Option<String>,
    pub given: Vec<String>,
}

/// Patient, Practitioner: people with identifiers and addresses.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Person {
    pub identifier: Vec<Identifier>,
    pub name: Vec<HumanName>,
    pub address: Vec<Address>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Organization {
    pub identifier: Vec<Identifier>,
    pub name: Option<String>,
    pub address: Vec<Address>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct PractitionerRole {
    pub identifier: Vec<Identifier>,
    pub practitioner: Option<Reference>,
    pub organization: Option<Reference>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Location {
    pub address: Option<Address>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Coverage {
    pub identifier: Vec<Identifier>,
    pub period: Option<Span>,
    pub beneficiary: Option<Reference>,
    pub subscriber: Option<Reference>,
    #[serde(rename = "subscriberId")]
    pub subscriber_id: Option<String>,
}

/// MedicationRequest, and Medication by its `code`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Medication {
    pub code: Option<Concept>,
    pub medication_codeable_concept: Option<Concept>,
    pub medication_reference: Option<Reference>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Insurance {
    pub focal: bool,
    pub coverage: Reference,
    pub pre_auth_ref: Vec<String>,
    pub claim_response: Option<Reference>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Item {
    pub sequence: Option<u32>,
    pub product_or_service: Concept,
    pub serviced_date: Option<String>,
    pub serviced_period: Option<Span>,
    pub location_address: Option<Address>,
    pub location_reference: Option<Reference>,
    pub quantity: Option<Quantity>,
    pub unit_price: Option<Money>,
    pub factor: Option<Decimal>,
    pub net: Option<Money>,
    pub encounter: Vec<Reference>,
    pub diagnosis_sequence: Vec<u32>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Claim {
    pub id: Option<String>,
    pub status: Option<String>,
    #[serde(rename = "type")]
    pub kind: Concept,
    #[serde(rename = "use")]
    pub purpose: Option<String>,
    pub patient: Option<Reference>,
    pub billable_period: Option<Span>,
    pub created: Option<String>,
    pub provider: Option<Reference>,
    pub facility: Option<Reference>,
    pub prescription: Option<Reference>,
    pub insurance: Vec<Insurance>,
    pub item: Vec<Item>,
    pub total: Option<Money>,
}

/// An amount with its meaning (`benefit`, `copay`, …).
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Adjudication {
    pub category: Concept,
    pub amount: Option<Money>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct ResponseItem {
    pub item_sequence: Option<u32>,
    pub adjudication: Vec<Adjudication>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Payment {
    pub amount: Option<Money>,
}

/// A payer's answer: to a request for prior authorisation, or a prior payer's to the claim.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct ClaimResponse {
    #[serde(rename = "use")]
    pub purpose: Option<String>,
    pub outcome: Option<String>,
    pub request: Option<Reference>,
    pub pre_auth_ref: Option<String>,
    pub pre_auth_period: Option<Span>,
    pub item: Vec<ResponseItem>,
    pub total: Vec<Adjudication>,
    pub payment: Option<Payment>,
}

impl Concept {
    /// The first coding with a code, one with a system before one without.
    pub(super) fn best(&self) -> Option<&Coding> {
        let coded = || self.coding.iter().filter(|coding| coding.code.is_some());
        coded().find(|coding| coding.system.is_some()).or_else(|| coded().next())
    }
}

impl Adjudication {
    /// Whether it says what the payer pays.
    pub(super) fn is_benefit(&self) -> bool {
        self.category.coding.iter().any(|coding| coding.code.as_deref() == Some("benefit"))
    }
}

impl Identifier {
    /// `system|value`, where there is a value.
    pub(super) fn token(&self) -> Option<String> {
        let value = self.value.as_deref()?;
        Some(format!("{}|{value}", self.system.as_deref().unwrap_or_default()))
    }

    /// Whether its type has this code of HL7 table 0203.
    pub(super) fn is_of_type(&self, code: &str) -> bool {
        let codings = self.kind.iter().flat_map(|kind| &kind.coding);
        codings.filter_map(|coding| coding.code.as_deref()).any(|known| known == code)
    }
}
