//! Primary-source verifications: FHIR VerificationResult.

use std::collections::BTreeMap;

use healink_domain::Day;
use serde::Deserialize;

use super::super::{
    day,
    read::{parse, Problem},
    resources::Reference,
    store::{Held, Resource, Store},
    Finding, Origin,
};

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct VerificationResult {
    target: Vec<Reference>,
    target_location: Vec<String>,
    status: Option<String>,
    status_date: Option<String>,
    last_performed: Option<String>,
    primary_source: Vec<PrimarySource>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct PrimarySource {
    validation_date: Option<String>,
}

/// How a verification came out.
enum Outcome {
    Validated(Day),
    Failed(String),
}

struct Verification<'a> {
    origin: &'a Origin,
    /// Elements of the target; all of it when there is none.
    parts: Vec<String>,
    outcome: Outcome,
}

/// The verifications of a store, by where the resource stands that they are about.
pub struct Verifications<'a>(BTreeMap<&'a Origin, Vec<Verification<'a>>>);

impl<'a> Verifications<'a> {
    /// Those of a store; what cannot be read goes to `skipped`.
    pub fn read(store: &'a Store, skipped: &mut Vec<Finding>) -> Self {
        let mut found = Self(BTreeMap::new());
        for held in store.all().iter().filter(|held| matches!(held.resource, Resource::VerificationResult)) {
            if let Err(problem) = found.take(store, held) {
                skipped.push(problem.at(&held.origin));
            }
        }
        found
    }

    fn take(&mut self, store: &'a Store, held: &'a Held) -> Result<(), Problem> {
        let source: VerificationResult = parse(&held.document)?;
        for target in &source.target {
            let (Some(target), Some(outcome)) = (store.resolve(target, held), outcome(&source)?) else {
                continue;
            };
            let verification =
                Verification { origin: &held.origin, parts: source.target_location.clone(), outcome };
            self.0.entry(&target.origin).or_default().push(verification);
        }
        Ok(())
    }

    /// The day of the newest one of this qualification, or `None` when there is none.
    ///
    /// # Errors
    /// When one failed.
    pub fn newest(&self, practitioner: &Held, qualification: usize) -> Result<Option<Day>, Problem> {
        let part = format!("qualification[{qualification}]");
        let mut newest = None;
        for verification in self.0.get(&practitioner.origin).into_iter().flatten() {
            if !verification.parts.is_empty() && !verification.parts.iter().any(|named| named.contains(&part))
            {
                continue;
            }
            match &verification.outcome {
                Outcome::Validated(day) => newest = newest.max(Some(*day)),
                Outcome::Failed(status) => {
                    let reason =
                        format!("its verification failed: {} has the status `{status}`", verification.origin);
                    return Err(Problem::new("", reason));
                }
            }
        }
        Ok(newest)
    }
}

/// Nothing for one that is still to be done.
fn outcome(source: &VerificationResult) -> Result<Option<Outcome>, Problem> {
    match source.status.as_deref() {
        Some("validated") => {}
        Some(failed @ ("val-fail" | "reval-fail")) => return Ok(Some(Outcome::Failed(failed.to_owned()))),
        _ => return Ok(None),
    }
    let validated = source.primary_source.iter().filter_map(|source| source.validation_date.as_deref()).max();
    let written = validated.or(source.last_performed.as_deref()).or(source.status_date.as_deref());
    let written = written.ok_or_else(|| Problem::new("status", "is validated, but no date says when"))?;
    let day = day::parse(written).map_err(|reason| Problem::new("primarySource.validationDate", reason))?;
    Ok(Some(Outcome::Validated(day)))
}
