#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::arithmetic_side_effects)]

use std::path::Path;

use healink_domain::{
    claims::{Outcome, PendReason, Reason, Status},
    Jurisdiction,
};

use super::*;
use crate::fhir::{load, LoadOptions};

const TODAY: (u32, u8, u8) = (2026, 6, 20);

fn today() -> Day {
    Day::from_civil(TODAY.0, TODAY.1, TODAY.2).unwrap()
}

fn folder(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn standard() -> PlanFile {
    PlanFile::read(&folder("plans/standard.toml")).unwrap()
}

fn samples() -> Loaded {
    samples_shifted_to(today())
}

fn samples_shifted_to(newest: Day) -> Loaded {
    let place = Jurisdiction::parse("US").unwrap();
    load(&folder("samples"), &LoadOptions { place, currency: "USD".into(), newest_service_day: Some(newest) })
        .unwrap()
}

fn usual() -> Assumptions {
    Assumptions {
        credentialed: true,
        out_of_network: BTreeSet::new(),
        reviewed: false,
        consent: Consent::Permit,
        received: Received::On(today()),
    }
}

/// The result of each claim, by its name.
fn decided(plan: &PlanFile, assumptions: Assumptions, loaded: &Loaded) -> BTreeMap<String, ClaimRecord> {
    let mut simulation = Simulation::new(plan, assumptions, loaded).unwrap();
    let submit = |source: &SourceClaim| (source.id.clone(), simulation.submit(source).unwrap().1);
    loaded.claims.iter().map(submit).collect()
}

fn outcome(record: &ClaimRecord) -> Outcome {
    match record.status {
        Status::Adjudicated { outcome, .. } | Status::Settled { outcome, .. } => outcome,
        other => unreachable!("{other:?}"),
    }
}

/// The reasons of a claim's lines and their amounts in cents.
fn reasons(record: &ClaimRecord) -> Vec<(String, u64)> {
    let adjustments = record.lines.iter().flat_map(|line| &line.adjustments);
    adjustments.map(|adjustment| (adjustment.to_string(), adjustment.amount.0)).collect()
}

fn written(expected: &[(&str, u64)]) -> Vec<(String, u64)> {
    expected.iter().map(|(code, cents)| ((*code).to_owned(), *cents)).collect()
}

/// Name, outcome, cents paid, reasons with cents.
type Expected<'a> = (&'a str, Outcome, u64, &'a [(&'a str, u64)]);

#[test]
fn the_samples_come_out_as_their_names_say() {
    let results = decided(&standard(), usual(), &samples());
    let expected: [Expected<'_>; 16] = [
        ("ada-1-office-visit", Outcome::Partial, 8_500, &[("CO-45", 3_000), ("PR-3", 2_500)]),
        (
            "ada-2-mri-crosses-deductible",
            Outcome::Partial,
            56_000,
            &[("CO-45", 25_000), ("PR-1", 50_000), ("PR-2", 14_000)],
        ),
        (
            "ada-3-surgery-crosses-maximum",
            Outcome::Partial,
            696_500,
            &[("CO-45", 30_000), ("PR-2", 36_000), ("CO-45", 70_000), ("PR-2", 97_500)],
        ),
        ("ada-4-visit-after-maximum", Outcome::PaidInFull, 11_000, &[("CO-45", 3_000)]),
        ("ada-5-mri-billed-again", Outcome::Denied, 0, &[("OA-18", 145_000)]),
        ("ada-6-filed-late", Outcome::Denied, 0, &[("CO-29", 5_800)]),
        ("ben-1-before-cover", Outcome::Denied, 0, &[("PR-26", 14_000)]),
        (
            "ben-2-several-lines",
            Outcome::Partial,
            23_870,
            &[("CO-45", 1_500), ("CO-45", 500), ("PR-2", 280), ("PR-96", 9_000)],
        ),
        ("ben-3-not-authorised", Outcome::Denied, 0, &[("CO-197", 98_000)]),
        (
            "ben-4-authorised",
            Outcome::Partial,
            28_800,
            &[("CO-45", 12_000), ("PR-1", 50_000), ("PR-2", 7_200)],
        ),
        ("ben-5-therapy", Outcome::Partial, 60_400, &[("CO-45", 9_600), ("PR-3", 2_000)]),
        (
            "ben-6-therapy-over-limit",
            Outcome::Partial,
            39_600,
            &[("CO-45", 9_600), ("PR-3", 2_000), ("PR-119", 20_800)],
        ),
        ("carmen-1-vaccination", Outcome::PaidInFull, 4_650, &[]),
        ("carmen-2-waiting-period", Outcome::Denied, 0, &[("PR-179", 16_000)]),
        (
            "carmen-3-emergency",
            Outcome::Partial,
            31_600,
            &[
                ("CO-45", 23_000),
                ("PR-3", 15_000),
                ("PR-1", 50_000),
                ("PR-2", 6_000),
                ("CO-45", 5_000),
                ("PR-2", 1_900),
            ],
        ),
        ("carmen-4-prescription", Outcome::Partial, 1_480, &[("PR-3", 1_000)]),
    ];
    assert_eq!(results.len(), expected.len());
    for (name, how, paid, why) in expected {
        let record = &results[name];
        assert_eq!((outcome(record), record.totals.paid.0), (how, paid), "{name}");
        assert_eq!(reasons(record), written(why), "{name}");
    }
}

#[test]
fn the_samples_come_out_the_same_on_every_day() {
    let around_new_year = (0..45).map(|days| Day::from_civil(2027, 12, 10).unwrap().plus(days));
    let all_year = (0..24).map(|weeks| today().plus(weeks * 15));
    for day in around_new_year.chain(all_year) {
        let loaded = samples_shifted_to(day);
        let results = decided(&standard(), Assumptions { received: Received::On(day), ..usual() }, &loaded);
        assert_eq!(
            sum(results.values().map(|record| record.totals.paid)),
            Cents(962_400),
            "{:?}",
            day.civil()
        );
    }
}

#[test]
fn one_sample_is_unusable_and_told_so() {
    let loaded = samples();
    let [finding] = loaded.skipped.as_slice() else { unreachable!("{:?}", loaded.skipped) };
    assert!(finding.origin.path.ends_with("resource.total"), "{finding}");
    assert_eq!(finding.reason, "the items add up to 198.00, the total is 189.00");
    assert!(loaded.providers.iter().all(|provider| provider.npi.is_some()));
    assert!(loaded.members.iter().all(|member| member.cover.is_some()));
}

#[test]
fn every_line_balances() {
    for record in decided(&standard(), usual(), &samples()).values() {
        for line in &record.lines {
            let adjusted: u64 = line.adjustments.iter().map(|adjustment| adjustment.amount.0).sum();
            assert_eq!(line.billed.0 - adjusted, line.paid.0);
            assert!(line.paid <= line.allowed && line.allowed <= line.billed);
        }
    }
}

#[test]
fn without_credentials_lines_that_need_one_are_denied() {
    let results = decided(&standard(), Assumptions { credentialed: false, ..usual() }, &samples());
    assert_eq!(reasons(&results["ada-1-office-visit"]), written(&[("CO-B7", 14_000)]));
    assert_eq!(results["carmen-1-vaccination"].totals.paid.0, 4_650);
}

#[test]
fn without_consent_claims_wait_and_nothing_is_counted() {
    for (consent, reason) in
        [(Consent::Deny, PendReason::ConsentDenied), (Consent::None, PendReason::ConsentMissing)]
    {
        let (plan, loaded) = (standard(), samples());
        let mut simulation = Simulation::new(&plan, Assumptions { consent, ..usual() }, &loaded).unwrap();
        let visit = loaded.claims.iter().find(|claim| claim.id == "ada-1-office-visit").unwrap();
        let (_, record) = simulation.submit(visit).unwrap();
        assert_eq!(record.status, Status::Pended { reason, since: today() });
        assert_eq!(
            (record.totals.billed, record.totals.paid, record.lines.len()),
            (visit.total, Cents::ZERO, 0)
        );
        assert_eq!(simulation.years().map(|(_, years)| years.len()).sum::<usize>(), 0);
    }
}

#[test]
fn one_document_is_taken_once() {
    let (plan, loaded) = (standard(), samples());
    let mut simulation = Simulation::new(&plan, usual(), &loaded).unwrap();
    simulation.submit(&loaded.claims[0]).unwrap();
    assert_eq!(simulation.submit(&loaded.claims[0]).unwrap_err(), "submitted before, as claim 1");
    simulation.submit(&loaded.claims[1]).unwrap();
}

#[test]
fn a_service_in_the_future_is_not_taken() {
    let (plan, loaded) = (standard(), samples());
    let early = Assumptions { received: Received::On(Day(0)), ..usual() };
    let mut simulation = Simulation::new(&plan, early, &loaded).unwrap();
    assert_eq!(simulation.submit(&loaded.claims[0]).unwrap_err(), "not taken: service in future");
}

#[test]
fn an_unknown_authorisation_does_not_apply() {
    let (plan, mut loaded) = (standard(), samples());
    loaded.authorisations.clear();
    let results = decided(&plan, usual(), &loaded);
    assert_eq!(results["ben-4-authorised"].lines[0].adjustments[0].reason, Reason::AuthorisationDoesNotApply);
}

#[test]
fn accumulators_carry_on_from_one_simulation_to_the_next() {
    let (plan, loaded) = (standard(), samples());
    let halves = loaded.claims.split_at(8);
    let mut first = Simulation::new(&plan, usual(), &loaded).unwrap();
    for source in halves.0 {
        first.submit(source).unwrap();
    }
    let json = serde_json::to_string(&first.carried()).unwrap();
    let mut second = Simulation::new(&plan, usual(), &loaded).unwrap();
    second.carry_on_from(&serde_json::from_str(&json).unwrap()).unwrap();
    let whole = decided(&plan, usual(), &loaded);
    for source in halves.1 {
        let (_, record) = second.submit(source).unwrap();
        assert_eq!(record.totals, whole[&source.id].totals, "{}", source.id);
    }
}

#[test]
fn wrong_accumulators_are_told() {
    let (plan, loaded) = (standard(), samples());
    let mut simulation = Simulation::new(&plan, usual(), &loaded).unwrap();
    let json = r#"{"accumulators":[{"member":"m","year":2026,"deductible":"1.005","out_of_pocket":"0"}]}"#;
    let error = simulation.carry_on_from(&serde_json::from_str(json).unwrap()).unwrap_err();
    assert_eq!(error.message, "accumulators[0]: `1.005` is no amount");
}

#[test]
fn an_entry_of_accumulators_is_of_one() {
    let (plan, loaded) = (standard(), samples());
    let mut simulation = Simulation::new(&plan, usual(), &loaded).unwrap();
    for whose in [r#""member":"m","family":"f","#, ""] {
        let json =
            format!(r#"{{"accumulators":[{{{whose}"year":2026,"deductible":"1","out_of_pocket":"1"}}]}}"#);
        let error = simulation.carry_on_from(&serde_json::from_str(&json).unwrap()).unwrap_err();
        assert_eq!(error.message, "accumulators[0]: it is of one: write `member` or `family`");
    }
}

#[test]
fn the_open_plan_differs_in_the_filing_limit_only() {
    let open = PlanFile::read(&folder("plans/open-filing.toml")).unwrap();
    let standard = standard();
    assert_eq!(open.plan.filing_days, u16::MAX);
    assert_eq!(open.fees, standard.fees);
    assert_eq!(healink_domain::claims::Plan { filing_days: 365, ..open.plan }, standard.plan);
}

#[test]
fn the_report_has_a_row_for_each_claim_and_its_sums() {
    let (plan, loaded) = (standard(), samples());
    let mut simulation = Simulation::new(&plan, usual(), &loaded).unwrap();
    let decided: Vec<Decided> = loaded.claims.iter().map(|source| simulation.submit(source)).collect();
    let report = Report::new(&simulation, &loaded, &decided, vec!["nothing".into()]);
    let json = serde_json::to_value(&report).unwrap();
    assert_eq!(json["claims"].as_array().unwrap().len(), 16);
    assert_eq!(json["totals"]["paid"], "9624.00");
    assert_eq!(json["unlisted_codes"][0], "http://snomed.info/sct|44868003 (Acupuncture)");
    let text = report.to_text(false);
    assert!(
        text.contains("9624.00") && text.contains("Skipped: 1") && text.contains("Assumed: nothing"),
        "{text}"
    );
}

/// The family's claims under its plan, with one provider out of network.
fn family(reviewed: bool) -> (BTreeMap<String, ClaimRecord>, Carried) {
    let place = Jurisdiction::parse("US").unwrap();
    let options = LoadOptions { place, currency: "USD".into(), newest_service_day: None };
    let plan = PlanFile::read(&folder("plans/family.toml")).unwrap();
    let loaded = load(&folder("samples/plain"), &options).unwrap();
    let far = "npi|1112223338".to_owned();
    let assumptions = Assumptions { out_of_network: [far].into(), reviewed, ..usual() };
    let mut simulation = Simulation::new(&plan, assumptions, &loaded).unwrap();
    let submit = |source: &SourceClaim| (source.id.clone(), simulation.submit(source).unwrap().1);
    let records = loaded.claims.iter().map(submit).collect();
    (records, simulation.carried())
}

#[test]
fn a_family_reaches_its_deductible_together() {
    let (records, carried) = family(true);
    assert_eq!(reasons(&records["mara-1"]), written(&[("PR-1", 50_000), ("PR-2", 20_000)]));
    assert_eq!(reasons(&records["nils-1"]), written(&[("PR-1", 30_000), ("PR-2", 24_000)]));
    let json = serde_json::to_value(&carried).unwrap();
    let of_family =
        json["accumulators"].as_array().unwrap().iter().find(|one| one["family"] == "family-0042").unwrap();
    assert_eq!(of_family["deductible"], "800.00");
    let again: Carried = serde_json::from_value(json).unwrap();
    assert_eq!(again, carried);
}

#[test]
fn out_of_network_the_member_is_billed_for_what_exceeds_the_fee() {
    let (records, _) = family(true);
    assert_eq!(reasons(&records["nils-2-out-of-network"]), written(&[("PR-45", 50_000), ("PR-2", 60_000)]));
    assert_eq!(records["nils-2-out-of-network"].totals.paid, Cents(90_000));
}

#[test]
fn what_a_prior_payer_paid_is_carved_out_of_the_benefit() {
    let (records, _) = family(true);
    assert_eq!(records["mara-2-prior-payer"].totals.paid, Cents(50_000));
    let of_prior = records["mara-2-prior-payer"].lines[0].adjusted(Reason::PriorPayment);
    assert_eq!(of_prior, Cents(70_000));
}

#[test]
fn above_the_ceiling_a_claim_waits_unless_a_review_is_assumed() {
    let (records, _) = family(false);
    let waits = Status::Pended { reason: PendReason::ReviewNeeded, since: today() };
    assert_eq!(records["nils-2-out-of-network"].status, waits);
    assert_eq!(records["nils-2-out-of-network"].contribution, Accumulators::default());
    assert!(matches!(records["nils-1"].status, Status::Adjudicated { .. }));
}
