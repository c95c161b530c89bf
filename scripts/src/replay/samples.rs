//! The sample claims, decided by a simulation, for tests.
#![allow(clippy::unwrap_used)]

use std::path::Path;

use healink_domain::{claims::PlanRef, salted_digest, Account, Day, Jurisdiction, Period};

use super::Case;
use crate::{
    fhir::{load, Keyring, LoadOptions},
    plan_file::PlanFile,
    simulate::{Assumptions, Consent, Received, Simulation},
};

/// The samples as cases, decided under these assumptions.
pub(crate) fn cases_of_the_samples(consent: Consent) -> Vec<Case> {
    let folder = |name: &str| Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    let day = Day::from_civil(2026, 6, 20).unwrap();
    let place = Jurisdiction::parse("US").unwrap();
    let options = LoadOptions { place, currency: "USD".into(), newest_service_day: Some(day) };
    let loaded = load(&folder("samples"), &options).unwrap();
    let plan = PlanFile::read(&folder("plans/standard.toml")).unwrap();
    let assumptions = Assumptions {
        credentialed: true,
        out_of_network: Default::default(),
        reviewed: false,
        consent,
        received: Received::On(day),
    };
    let mut simulation = Simulation::new(&plan, assumptions, &loaded).unwrap();
    let keyring = Keyring::new(*b"simulation");
    let schedule = plan.schedule(&keyring);
    let case = |source| {
        let (id, record) = simulation.submit(source).unwrap();
        let member = loaded.members.iter().find(|member| member.key == source.member).unwrap();
        let account = Account(salted_digest(b"simulation", member.key.as_bytes()).0);
        let policy = member.policy(&keyring, PlanRef { plan: 1, version: 1 }, account, Period::ALWAYS);
        let fee = |code| schedule.iter().find(|fee| fee.code == code).copied();
        let fees = record.claim.lines.iter().map(|line| fee(line.code)).collect();
        Case { id, record, plan: plan.plan.clone(), policy, fees }
    };
    loaded.claims.iter().map(case).collect()
}
