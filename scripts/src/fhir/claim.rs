//! A FHIR Claim as claims that can be submitted.

use std::collections::BTreeMap;

use healink_domain::{claims::MAX_LINES, Cents, Day};

use super::{
    lines::{self, Lines},
    parties::{place_of, Parties},
    prior,
    read::Problem,
    resources::{Claim, Concept, Insurance},
    store::{Held, Resource, Store},
    LoadOptions, SourceClaim, SourceLine,
};

/// What a Claim resource is for.
pub(super) enum Purpose {
    /// To be submitted.
    Claim,
    /// A request for prior authorisation.
    Preauthorisation,
}

/// Reads what it is for.
pub(super) fn purpose(claim: &Claim) -> Result<Purpose, Problem> {
    match claim.purpose.as_deref() {
        Some("claim") => Ok(Purpose::Claim),
        Some("preauthorization") => Ok(Purpose::Preauthorisation),
        Some(other) => Err(Problem::new("use", format!("is of use `{other}`: only `claim` is submitted"))),
        None => Err(Problem::new("use", "does not say its use (`claim`)")),
    }
}

/// Reads one Claim of use `claim`, with remarks.
pub(super) fn read(
    store: &Store,
    held: &Held,
    claim: &Claim,
    parties: &mut Parties,
    options: &LoadOptions,
) -> Result<(Vec<SourceClaim>, Vec<Problem>), Problem> {
    match claim.status.as_deref() {
        Some("active") => {}
        Some(other) => {
            return Err(Problem::new("status", format!("is `{other}`: only `active` claims are submitted")))
        }
        None => return Err(Problem::new("status", "does not say its status (`active`)")),
    }
    let mut remarks = Vec::new();
    let prescribed = prescribed(store, held, claim, &mut remarks);
    let Lines { mut lines, remarks: on_lines } =
        lines::derive(claim, prescribed.as_ref(), &options.currency)?;
    remarks.extend(on_lines);
    let focal = claim.insurance.iter().position(|insurance| insurance.focal).unwrap_or(0);
    prior::apply(store, held, claim, focal, &mut lines, &options.currency)?;
    let member = parties.member(store, held, claim.patient.as_ref())?;
    let provider = parties.provider(store, held, claim.provider.as_ref())?;
    let insurance = claim.insurance.get(focal);
    if let Some(insurance) = insurance {
        parties.cover(store, held, &member, insurance)?;
    }
    let place = place_of(store, held, claim).unwrap_or_else(|| {
        let reason = format!("nothing says where the service was rendered: {} is assumed", options.place);
        remarks.push(Problem::new("", reason));
        options.place
    });
    let written = |reference: &Option<super::resources::Reference>| {
        reference.as_ref().and_then(|reference| reference.reference.clone()).unwrap_or_default()
    };
    let whole = SourceClaim {
        origin: held.origin.clone(),
        id: claim.id.clone().unwrap_or_else(|| held.name.clone()),
        part: (1, 1),
        patient: written(&claim.patient),
        member,
        provider,
        provider_reference: written(&claim.provider),
        coverage: insurance.and_then(|insurance| insurance.coverage.reference.clone()),
        place,
        service_day: Day::default(),
        lines: Vec::new(),
        total: Cents::ZERO,
        currency: options.currency.clone(),
        kind: claim
            .kind
            .best()
            .and_then(|coding| coding.code.clone())
            .unwrap_or_else(|| "professional".into()),
        authorisation: insurance.and_then(|insurance| authorisation(insurance, &mut remarks)),
        document: held.document.clone(),
    };
    let parts = split(whole, lines)?;
    if parts.len() > 1 {
        let reason = format!(
            "split into {} claims: one has one day of service and at most {MAX_LINES} lines",
            parts.len()
        );
        remarks.push(Problem::new("item", reason));
    }
    Ok((parts, remarks))
}

/// The number of the prior authorisation; a claim on the chain can name one.
fn authorisation(insurance: &Insurance, remarks: &mut Vec<Problem>) -> Option<String> {
    if insurance.pre_auth_ref.len() > 1 {
        remarks.push(Problem::new("insurance.preAuthRef", "only the first prior authorisation is used"));
    }
    insurance.pre_auth_ref.first().cloned()
}

/// The medicine that the claim's prescription is for.
fn prescribed(store: &Store, held: &Held, claim: &Claim, remarks: &mut Vec<Problem>) -> Option<Concept> {
    let reference = claim.prescription.as_ref()?;
    let found = store.resolve(reference, held).and_then(|request| match &request.resource {
        Resource::Medication(request_or_medicine) => {
            let stated =
                request_or_medicine.medication_codeable_concept.clone().or(request_or_medicine.code.clone());
            stated.or_else(|| {
                let medicine = store.resolve(request_or_medicine.medication_reference.as_ref()?, request)?;
                match &medicine.resource {
                    Resource::Medication(medicine) => medicine.code.clone(),
                    _ => None,
                }
            })
        }
        _ => None,
    });
    let coded = found.filter(|concept| concept.best().is_some());
    if coded.is_none() {
        remarks.push(Problem::new("prescription", "the prescribed medicine's code is not in the files"));
    }
    coded
}

/// One claim for each day of service and [`MAX_LINES`] lines.
fn split(whole: SourceClaim, lines: Vec<(Day, SourceLine)>) -> Result<Vec<SourceClaim>, Problem> {
    let mut by_day: BTreeMap<Day, Vec<SourceLine>> = BTreeMap::new();
    for (day, line) in lines {
        by_day.entry(day).or_default().push(line);
    }
    let chunk = |(day, lines): (&Day, &Vec<SourceLine>)| {
        lines.chunks(MAX_LINES).map(|lines| (*day, lines.to_vec())).collect::<Vec<_>>()
    };
    let chunks: Vec<(Day, Vec<SourceLine>)> = by_day.iter().flat_map(chunk).collect();
    let count = chunks.len();
    let part = |(index, (service_day, lines)): (usize, (Day, Vec<SourceLine>))| {
        let number = index.saturating_add(1);
        let total = Cents::sum(lines.iter().map(|line| line.billed))
            .map_err(|_| Problem::new("item", "the amount is too large"))?;
        let id = if index == 0 { whole.id.clone() } else { format!("{}#{number}", whole.id) };
        let document = match count {
            1 => whole.document.clone(),
            _ => format!("{}\npart {number} of {count}", whole.document),
        };
        Ok(SourceClaim { id, part: (number, count), service_day, lines, total, document, ..whole.clone() })
    };
    chunks.into_iter().enumerate().map(part).collect()
}
