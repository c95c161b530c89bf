//! FHIR R4 ExplanationOfBenefit from a claim and its record.
//!
//! It names patient and provider as the claim's source does, so it stays off chain, with the payer. The balance of X12 835 holds in
//! it, for each item and for the totals: submitted − Σ adjustments with a reason = benefit.

use std::path::{Path, PathBuf};

use healink_domain::{
    claims::{Adjustment, ClaimId, ClaimRecord, LineResult, Outcome, Reason, Status},
    Cents, Day,
};
use serde::Serialize;
use serde_json::value::RawValue;

use crate::{
    error::{Result, ResultExt},
    fhir::{SourceClaim, SourceLine},
    paths, remittance, text,
};

const ADJUDICATION: &str = "http://terminology.hl7.org/CodeSystem/adjudication";
const CARIN_ADJUDICATION: &str = "http://hl7.org/fhir/us/carin-bb/CodeSystem/C4BBAdjudication";
const REASON: &str = "https://x12.org/codes/claim-adjustment-reason-codes";
const GROUP: &str = "https://x12.org/codes/claim-adjustment-group-codes";
const CLAIM_TYPE: &str = "http://terminology.hl7.org/CodeSystem/claim-type";
const SERVICE_TYPE: &str = "https://x12.org/codes/service-type-codes";
const PAYMENT_TYPE: &str = "http://terminology.hl7.org/CodeSystem/ex-paymenttype";

/// Where the claim's record stands.
#[derive(Clone, Copy, Debug)]
pub struct OnChain<'a> {
    /// The chain's genesis hash, hexadecimal.
    pub genesis: &'a str,
    /// Address of the claims contract.
    pub contract: &'a str,
}

/// What an explanation is made of.
#[derive(Clone, Copy, Debug)]
pub struct Explained<'a> {
    /// The claim as read.
    pub source: &'a SourceClaim,
    /// Its number.
    pub number: ClaimId,
    /// Its record.
    pub record: &'a ClaimRecord,
    /// Day of the explanation.
    pub created: Day,
    /// The payer's name.
    pub insurer: &'a str,
    /// Where the record stands; `None` for a simulation.
    pub on_chain: Option<OnChain<'a>>,
}

/// Writes the explanation to `<folder>/<number>.json`, whole or not at all, and says where.
///
/// # Errors
/// When it cannot be written.
pub fn write(folder: &Path, explained: &Explained<'_>) -> Result<PathBuf> {
    let path = folder.join(format!("{}.json", explained.number));
    paths::write_atomically(&path, render(explained)?.as_bytes())?;
    Ok(path)
}

/// The explanation as JSON.
///
/// # Errors
/// None that the input can cause.
pub fn render(explained: &Explained<'_>) -> Result<String> {
    let eob = explanation(explained).or_internal("writing the explanation of benefits")?;
    serde_json::to_string_pretty(&eob).or_internal("writing the explanation of benefits")
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ExplanationOfBenefit {
    resource_type: &'static str,
    id: String,
    identifier: Vec<Identifier>,
    status: &'static str,
    #[serde(rename = "type")]
    kind: Concept,
    #[serde(rename = "use")]
    purpose: &'static str,
    patient: Reference,
    billable_period: Span,
    created: String,
    insurer: Reference,
    provider: Reference,
    claim: Reference,
    outcome: &'static str,
    disposition: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pre_auth_ref: Vec<String>,
    insurance: [Insurance; 1],
    item: Vec<Item>,
    total: Vec<Total>,
    #[serde(skip_serializing_if = "Option::is_none")]
    payment: Option<Payment>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    process_note: Vec<Note>,
}

#[derive(Serialize)]
struct Identifier {
    #[serde(skip_serializing_if = "Option::is_none")]
    system: Option<String>,
    value: String,
}

#[derive(Serialize)]
struct Coding {
    #[serde(skip_serializing_if = "String::is_empty")]
    system: String,
    code: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    display: Option<String>,
}

#[derive(Serialize)]
struct Concept {
    coding: Vec<Coding>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
}

#[derive(Default, Serialize)]
struct Reference {
    #[serde(skip_serializing_if = "Option::is_none")]
    reference: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    identifier: Option<Identifier>,
    #[serde(skip_serializing_if = "Option::is_none")]
    display: Option<String>,
}

#[derive(Serialize)]
struct Span {
    start: String,
    end: String,
}

#[derive(Serialize)]
struct Insurance {
    focal: bool,
    coverage: Reference,
}

/// The value is written digit by digit: JSON numbers of other libraries pass through binary fractions.
#[derive(Serialize)]
struct Money {
    value: Box<RawValue>,
    currency: String,
}

#[derive(Serialize)]
struct Quantity {
    value: u32,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Item {
    sequence: u32,
    item_sequence: [u32; 1],
    #[serde(skip_serializing_if = "Option::is_none")]
    category: Option<Concept>,
    product_or_service: Concept,
    serviced_date: String,
    quantity: Quantity,
    net: Money,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    note_number: Vec<u32>,
    adjudication: Vec<Adjudication>,
}

#[derive(Serialize)]
struct Adjudication {
    category: Concept,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<Concept>,
    amount: Money,
}

#[derive(Serialize)]
struct Total {
    category: Concept,
    amount: Money,
}

#[derive(Serialize)]
struct Payment {
    #[serde(rename = "type")]
    kind: Concept,
    amount: Money,
}

#[derive(Serialize)]
struct Note {
    number: u32,
    #[serde(rename = "type")]
    kind: &'static str,
    text: String,
}

type Written<T> = Result<T, serde_json::Error>;

fn explanation(explained: &Explained<'_>) -> Written<ExplanationOfBenefit> {
    let Explained { source, number, record, .. } = *explained;
    let mut notes = Notes::default();
    let items = source.lines.iter().enumerate().map(|(index, line)| {
        item(
            source,
            line,
            u32::try_from(index).unwrap_or(0).saturating_add(1),
            record.lines.get(index),
            &mut notes,
        )
    });
    let item = items.collect::<Written<Vec<_>>>()?;
    let day = text::date(source.service_day);
    let (outcome, disposition) = disposition(record);
    Ok(ExplanationOfBenefit {
        resource_type: "ExplanationOfBenefit",
        id: number.to_string(),
        identifier: vec![identifier(explained)],
        status: state(record.status),
        kind: concept(CLAIM_TYPE, &source.kind, None),
        purpose: "claim",
        patient: party(&source.patient, &source.member),
        billable_period: Span { start: day.clone(), end: day },
        created: text::date(explained.created),
        insurer: Reference { display: Some(explained.insurer.to_owned()), ..Reference::default() },
        provider: party(&source.provider_reference, &source.provider),
        claim: claim_reference(source),
        outcome,
        disposition,
        pre_auth_ref: source.authorisation.iter().cloned().collect(),
        insurance: [Insurance { focal: true, coverage: coverage(source) }],
        item,
        total: totals(source, record)?,
        payment: payment(source, record)?,
        process_note: notes.0,
    })
}

/// On the chain: CAIP-10 name of the contract as system, the claim's number as value.
fn identifier(explained: &Explained<'_>) -> Identifier {
    let system = explained.on_chain.map(|place| {
        let genesis: String = place.genesis.trim_start_matches("0x").chars().take(32).collect();
        format!("polkadot:{genesis}:{}", place.contract)
    });
    Identifier { system, value: explained.number.to_string() }
}

/// What is overturned, replaced or void is cancelled.
const fn state(status: Status) -> &'static str {
    match status {
        Status::Pended { .. } | Status::Adjudicated { .. } | Status::Settled { .. } => "active",
        Status::Overturned { .. } | Status::Replaced { .. } | Status::Void => "cancelled",
    }
}

/// FHIR's outcome is that of processing: a denied claim is processed completely.
fn disposition(record: &ClaimRecord) -> (&'static str, String) {
    let totals = &record.totals;
    let (paid, billed) = (text::money(totals.paid), text::money(totals.billed));
    match record.status {
        Status::Pended { reason, .. } => ("queued", sentence(remittance::pending(reason))),
        ended @ (Status::Overturned { .. } | Status::Replaced { .. } | Status::Void) => (
            "complete",
            sentence(&format!("{}; nothing of this counts any longer", remittance::status(ended))),
        ),
        Status::Adjudicated { outcome, .. } | Status::Settled { outcome, .. } => {
            let is_settled = matches!(record.status, Status::Settled { .. });
            let settled = if is_settled { ", and it is paid out" } else { "" };
            let how = match outcome {
                Outcome::PaidInFull => {
                    format!("paid in full: the plan pays {paid} of {billed} billed{settled}")
                }
                Outcome::Partial => format!("paid in part: the plan pays {paid} of {billed} billed{settled}"),
                Outcome::Denied => format!("denied: the plan pays nothing of {billed} billed"),
            };
            ("complete", sentence(&format!("{how}{}", remittance::appealed(record.status.appeal()))))
        }
    }
}

fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| format!("{}{}.", first.to_uppercase(), letters.as_str()))
}

fn item(
    source: &SourceClaim,
    line: &SourceLine,
    sequence: u32,
    result: Option<&LineResult>,
    notes: &mut Notes,
) -> Written<Item> {
    let code = &line.code;
    let category = result.and_then(|result| result.category);
    let adjustments = result.map(|result| result.adjustments.as_slice()).unwrap_or_default();
    Ok(Item {
        sequence,
        item_sequence: [line.sequence],
        category: category.map(|category| named(SERVICE_TYPE, category.code(), crate::names::name(category))),
        product_or_service: concept(&code.system, &code.code, code.display.clone()),
        serviced_date: text::date(source.service_day),
        quantity: Quantity { value: line.units },
        net: money(source, line.billed)?,
        note_number: adjustments.iter().map(|adjustment| notes.number(adjustment.reason)).collect(),
        adjudication: adjudications(source, line.billed, result)?,
    })
}

fn adjudications(
    source: &SourceClaim,
    billed: Cents,
    result: Option<&LineResult>,
) -> Written<Vec<Adjudication>> {
    let plain = |code: &str, amount| {
        Ok(Adjudication {
            category: concept(ADJUDICATION, code, None),
            reason: None,
            amount: money(source, amount)?,
        })
    };
    let mut all = vec![plain("submitted", billed)?];
    if let Some(result) = result {
        all.push(plain("eligible", result.allowed)?);
        for adjustment in &result.adjustments {
            let reason = Some(reason(adjustment));
            all.push(Adjudication {
                category: category(adjustment.reason),
                reason,
                amount: money(source, adjustment.amount)?,
            });
        }
        all.push(plain("benefit", result.paid)?);
    }
    Ok(all)
}

fn category(reason: Reason) -> Concept {
    let (system, code) = match reason {
        Reason::Deductible => (ADJUDICATION, "deductible"),
        Reason::Copayment => (ADJUDICATION, "copay"),
        Reason::Coinsurance => (CARIN_ADJUDICATION, "coinsurance"),
        Reason::ExceedsFeeSchedule => (CARIN_ADJUDICATION, "discount"),
        Reason::PriorPayment => (CARIN_ADJUDICATION, "priorpayerpaid"),
        _ => (CARIN_ADJUDICATION, "noncovered"),
    };
    concept(system, code, None)
}

fn reason(adjustment: &Adjustment) -> Concept {
    let mut why = named(REASON, adjustment.reason.code(), remittance::reason(adjustment.reason).to_owned());
    why.coding.push(coding(GROUP, adjustment.reason.group().code(), None));
    why
}

fn totals(source: &SourceClaim, record: &ClaimRecord) -> Written<Vec<Total>> {
    let totals = &record.totals;
    let mut sums = vec![(ADJUDICATION, "submitted", totals.billed)];
    if !record.lines.is_empty() {
        sums.extend([
            (ADJUDICATION, "eligible", totals.allowed),
            (ADJUDICATION, "copay", totals.copay),
            (ADJUDICATION, "deductible", totals.deductible),
            (CARIN_ADJUDICATION, "coinsurance", totals.coinsurance),
            (CARIN_ADJUDICATION, "discount", adjusted(record, |reason| reason == Reason::ExceedsFeeSchedule)),
            (CARIN_ADJUDICATION, "priorpayerpaid", adjusted(record, |reason| reason == Reason::PriorPayment)),
            (CARIN_ADJUDICATION, "noncovered", adjusted(record, is_not_covered)),
            (ADJUDICATION, "benefit", totals.paid),
        ]);
    }
    let total = |(system, code, amount): (&str, &str, Cents)| {
        Ok(Total { category: concept(system, code, None), amount: money(source, amount)? })
    };
    sums.into_iter().map(total).collect()
}

const fn is_not_covered(reason: Reason) -> bool {
    !matches!(
        reason,
        Reason::Deductible
            | Reason::Copayment
            | Reason::Coinsurance
            | Reason::ExceedsFeeSchedule
            | Reason::PriorPayment
    )
}

fn adjusted(record: &ClaimRecord, is_meant: impl Fn(Reason) -> bool) -> Cents {
    let adjustments = record.lines.iter().flat_map(|line| &line.adjustments);
    let meant = adjustments.filter(|adjustment| is_meant(adjustment.reason));
    // Each sum is at most what was billed, which fits.
    Cents::sum(meant.map(|adjustment| adjustment.amount)).unwrap_or_default()
}

fn payment(source: &SourceClaim, record: &ClaimRecord) -> Written<Option<Payment>> {
    let (outcome, amount) = match record.status {
        Status::Adjudicated { outcome, payable, .. } => (outcome, payable),
        Status::Settled { outcome, paid, .. } => (outcome, paid),
        _ => return Ok(None),
    };
    if amount.is_zero() {
        return Ok(None);
    }
    let kind = if outcome == Outcome::PaidInFull { "complete" } else { "partial" };
    Ok(Some(Payment { kind: concept(PAYMENT_TYPE, kind, None), amount: money(source, amount)? }))
}

/// Reasons in words, each once.
#[derive(Default)]
struct Notes(Vec<Note>);

impl Notes {
    fn number(&mut self, reason: Reason) -> u32 {
        let group = reason.group().code();
        let text = sentence(&format!("{group}-{}: {}", reason.code(), remittance::reason(reason)));
        if let Some(known) = self.0.iter().find(|note| note.text == text) {
            return known.number;
        }
        let number = u32::try_from(self.0.len()).unwrap_or(0).saturating_add(1);
        self.0.push(Note { number, kind: "display", text });
        number
    }
}

fn concept(system: &str, code: &str, display: Option<String>) -> Concept {
    Concept { coding: vec![coding(system, code, display)], text: None }
}

/// With our words as text: displays are the code system's own.
fn named(system: &str, code: &str, words: String) -> Concept {
    Concept { text: Some(words), ..concept(system, code, None) }
}

fn coding(system: &str, code: &str, display: Option<String>) -> Coding {
    Coding { system: system.to_owned(), code: code.to_owned(), display }
}

fn money(source: &SourceClaim, amount: Cents) -> Written<Money> {
    let value = RawValue::from_string(text::money(amount))?;
    Ok(Money { value, currency: source.currency.clone() })
}

/// A reference as the source wrote it, else by the identifier that it is known by.
fn party(reference: &str, key: &str) -> Reference {
    let is_reference = reference.contains('/') || reference.starts_with("urn:") || reference.starts_with('#');
    if is_reference {
        return Reference { reference: Some(reference.to_owned()), ..Reference::default() };
    }
    let identifier = match key.rsplit_once('|') {
        Some((system, value)) => Identifier { system: Some(system.to_owned()), value: value.to_owned() },
        None => Identifier { system: None, value: key.to_owned() },
    };
    Reference { identifier: Some(identifier), ..Reference::default() }
}

fn claim_reference(source: &SourceClaim) -> Reference {
    let whole = source.id.split('#').next().unwrap_or(&source.id);
    let (part, parts) = source.part;
    let display = (parts > 1).then(|| format!("part {part} of {parts}"));
    Reference { reference: Some(format!("Claim/{whole}")), display, ..Reference::default() }
}

fn coverage(source: &SourceClaim) -> Reference {
    match &source.coverage {
        Some(reference) => Reference { reference: Some(reference.clone()), ..Reference::default() },
        None => Reference { display: Some("not stated by the claim".into()), ..Reference::default() },
    }
}
