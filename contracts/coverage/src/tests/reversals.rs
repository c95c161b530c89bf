//! A decision that no longer stands leaves no trace: accumulators, units, services.
use super::*;
use healink_domain::claims::{AuthorisationDecision, Exception, Gate, UnitsUsed};

/// A surgery under the authorisation and a visit.
fn both(document: u8) -> Claim {
    Claim { authorisation: Some(1), ..claim(document, vec![line(SURGERY, 60_000), line(VISIT, 12_000)]) }
}

fn ready() -> Coverage {
    let mut coverage = office();
    set_caller(PROVIDER);
    coverage.request_authorisation(authorisation(), Digest([1; 32])).unwrap();
    set_caller(EXAMINER);
    coverage.decide_authorisation(1, AuthorisationDecision::Approve).unwrap();
    coverage
}

fn ended(decided: &Decided, next: ClaimId, cases: Vec<Case>) -> Docket {
    Docket { ended: Some(earlier(decided)), ..docket(next, cases) }
}

fn trace(coverage: &Coverage) -> Vec<u8> {
    let day = load(&coverage.tables.service_days, (1, TODAY, PROVIDER)).unwrap_or_default();
    (used(coverage), coverage.units_used(1), day).encode()
}

#[ink::test]
fn a_claim_that_ended_leaves_no_trace() {
    let coverage = ready();
    let before = trace(&coverage);
    let decided = submit(&coverage, 1, both(1)).unwrap();
    assert_eq!(coverage.units_used(1).of(0), 1);
    assert!(trace(&coverage) != before);
    let results = coverage.adjudicate_by(ended(&decided, 2, vec![]), TODAY, |_, _, _| panic!("asks nobody"));
    assert_eq!(results, Ok(vec![]));
    assert!(trace(&coverage) == before, "the accumulators, units and services are as if it had never been");
    assert_eq!(coverage.units_used(1), UnitsUsed::default());
    let again = submit(&coverage, 2, both(2)).unwrap();
    assert_eq!(again.totals, decided.totals, "its services can be billed again");
}

#[ink::test]
fn a_claim_that_waits_can_end_too() {
    let coverage = ready();
    let before = trace(&coverage);
    let waits = decide(&coverage, docket(1, vec![new(both(1))]), silent).unwrap();
    assert!(trace(&coverage) != before, "it holds its services");
    coverage.adjudicate_by(ended(&waits, 2, vec![]), TODAY, |_, _, _| panic!("asks nobody")).unwrap();
    assert!(trace(&coverage) == before);
}

#[ink::test]
fn a_replacement_takes_the_place_and_the_day_of_the_first_claim() {
    let mut coverage = ready();
    let first = submit(&coverage, 1, both(1)).unwrap();
    set_day(TODAY.plus(300));
    let replaced = decide(&coverage, ended(&first, 2, vec![new(visit(2))]), permits).unwrap();
    let record = body(&replaced);
    assert_eq!((replaced.id, record.replaces, record.first), (2, Some(1), 1));
    assert_eq!((record.evidence.filed_on, record.evidence.received_on), (TODAY, TODAY.plus(300)));
    assert_eq!((replaced.totals.paid, used(&coverage).out_of_pocket), (Cents(8_000), Cents(2_000)));
    assert_eq!(coverage.units_used(1), UnitsUsed::default());
    let again = decide(&coverage, ended(&replaced, 3, vec![new(visit(3))]), permits).unwrap();
    assert_eq!((body(&again).replaces, body(&again).first), (Some(2), 1), "the chain keeps its first claim");
    set_caller(ENROLMENT);
    coverage.enrol(policy(PLAN)).unwrap();
    let theirs = Case::New { claim: Claim { provider: STRANGER, ..visit(4) }, by: STRANGER };
    let error = decide(&coverage, ended(&again, 4, vec![theirs]), permits).err();
    assert_eq!(error, Some(ClaimsError::OtherParty { claim: 3 }));
}

/// What one policy used up is never taken off the books of another.
#[ink::test]
fn a_claim_ends_under_its_own_policy_alone() {
    let mut coverage = ready();
    set_caller(ENROLMENT);
    let second = coverage.enrol(policy(PLAN)).unwrap();
    let first = submit(&coverage, 1, visit(1)).unwrap();
    let theirs = |document| Claim { policy: second, ..visit(document) };
    let under = |next, cases| Docket { policy: second, ..docket(next, cases) };
    decide(&coverage, under(2, vec![new(theirs(2))]), permits).unwrap();
    let of = |policy| coverage.accumulators(Whose::Policy(policy), YEAR);
    let before = (of(1), of(second));
    assert_eq!(before.0, before.1, "both used up the same, so that one could stand for the other");
    for cases in [vec![], vec![new(theirs(3))]] {
        let mixed = Docket { ended: Some(earlier(&first)), ..under(3, cases) };
        let error = coverage.adjudicate_by(mixed, TODAY, |_, _, needed| Ok(permits(needed.len())));
        assert_eq!(error, Err(ClaimsError::OtherParty { claim: 1 }));
        assert_eq!((of(1), of(second)), before);
    }
}

#[ink::test]
fn a_corrected_claim_is_decided_with_what_the_ruling_waives() {
    let coverage = ready();
    let unauthorised = Claim { authorisation: None, ..both(1) };
    let denied = submit(&coverage, 1, unauthorised.clone()).unwrap();
    assert_eq!(denied.totals.paid, Cents(8_000), "the visit alone");
    let exception = Exception { line: 0, waived: Gate::Authorised.set() };
    let corrected = Case::Corrected { exceptions: vec![exception] };
    let corrected = decide(&coverage, ended(&denied, 2, vec![corrected]), permits).unwrap();
    let record = body(&corrected);
    assert_eq!((record.claim, record.replaces, record.first), (unauthorised, Some(1), 1));
    assert_eq!((corrected.totals.paid, record.evidence.exceptions), (Cents(62_000), vec![exception]));
    assert_eq!(used(&coverage), record.contribution, "nothing of the old decision is left");
}

/// Accumulators are the sum of what the standing decisions added, whatever was submitted, replaced and taken back.
#[ink::test]
fn accumulators_are_the_sum_of_the_standing_decisions() {
    let coverage = ready();
    let mut standing: Vec<Decided> = Vec::new();
    let mut next = 1;
    for step in 0..40u32 {
        let day = Day(TODAY.0 - step % 7);
        let claim = Claim { service_day: day, ..both(step as u8) };
        let docket = match step % 3 {
            2 if !standing.is_empty() => {
                let old = standing.remove(step as usize % standing.len());
                let cases = if step % 2 == 0 { vec![] } else { vec![new(claim)] };
                ended(&old, next, cases)
            }
            _ => docket(next, vec![new(claim)]),
        };
        let decided =
            coverage.adjudicate_by(docket, TODAY, |_, _, needed| Ok(permits(needed.len()))).unwrap();
        for decided in decided.into_iter().flatten() {
            next = decided.id + 1;
            standing.push(decided);
        }
        let (mut sum, mut units) = (Accumulators::default(), UnitsUsed::default());
        for decided in &standing {
            let record = body(decided);
            sum = sum.plus(&record.contribution).unwrap();
            units = units.plus(&record.authorised).unwrap();
        }
        assert_eq!((used(&coverage), coverage.units_used(1)), (sum, units), "after step {step}");
    }
    assert!(standing.len() > 10 && !used(&coverage).is_empty());
}
