//! Several claims in one message: each comes out as if it had been submitted alone.

use super::*;
use claims::{ClaimChanged, MAX_BATCH, MAX_BATCH_LINES};
use healink_domain::claims::ClaimError;
use healink_e2e::messages::claims as messages;

fn visit(document: u8) -> Claim {
    back(u32::from(document), claim(document, vec![line(VISIT, 1, 12_000)], TODAY))
}

#[test]
fn a_batch_comes_out_as_the_same_claims_one_by_one() {
    let batch = || vec![claim(1, three_lines(), TODAY), visit(2), claim(3, tests(8), TODAY)];
    let (mut together, mut alone) = (Suite::ready(), Suite::ready());
    let results = together.done(Person::Provider, &messages::submit_batch(FIRST, FIRST, batch()));
    let one_by_one: Vec<_> = batch().into_iter().map(|claim| Ok(alone.submit(claim))).collect();
    assert_eq!(results, one_by_one);
    assert_eq!(together.records(FIRST), alone.records(FIRST));
    assert_eq!(together.ask(&messages::statement(FIRST)), alone.ask(&messages::statement(FIRST)));
    together.assert_reconciled();
}

/// Submits a batch of the provider; tells which claims it took, by their events, and what came of each.
fn submitted(suite: &mut Suite, batch: Vec<Claim>) -> (Vec<ClaimId>, Vec<Result<ClaimId, ClaimsError>>) {
    let results = suite.done(Person::Provider, &messages::submit_batch(FIRST, FIRST, batch));
    let events = suite.chain.emitted();
    let told = events.iter().filter_map(|event| Some(event.decode::<ClaimChanged>()?.claim));
    (told.collect(), results.into_iter().map(|result| result.map(|summary| summary.id)).collect())
}

#[test]
fn one_bad_claim_does_not_stop_the_others() {
    let mut suite = Suite::ready();
    let batch = vec![visit(1), claim(2, Vec::new(), TODAY), visit(3)];
    let empty = ClaimsError::Claim(ClaimError::NoLines);
    assert_eq!(submitted(&mut suite, batch), (vec![1, 2], vec![Ok(1), Err(empty), Ok(2)]));
    let elsewhere = Claim { policy: SECOND, ..visit(4) };
    let expected =
        vec![Err(ClaimsError::AlreadySubmitted { claim: 1 }), Err(ClaimsError::OtherPolicy), Ok(3)];
    assert_eq!(submitted(&mut suite, vec![visit(1), elsewhere, visit(5)]), (vec![3], expected));
    let twice = vec![visit(6), visit(6)];
    assert_eq!(submitted(&mut suite, twice), (vec![4], vec![Ok(4), Err(ClaimsError::SameDocument)]));
    suite.assert_reconciled();
}

#[test]
fn the_claims_of_a_batch_count_for_each_other() {
    let mut suite = Suite::ready();
    let again = Claim { document: healink_domain::Digest([2; 32]), ..visit(1) };
    let results = suite.done(Person::Provider, &messages::submit_batch(FIRST, FIRST, vec![visit(1), again]));
    let outcomes: Vec<_> = results.into_iter().map(|result| result.unwrap().status).collect();
    assert_eq!(outcomes, [adjudicated(Outcome::Partial, 8_000), adjudicated(Outcome::Denied, 0)]);
    assert_eq!(reasons(&mut suite, 2), ["OA-18"]);
}

#[test]
fn an_examiner_submits_for_several_providers_at_once() {
    let mut suite = Suite::ready();
    let vision =
        Claim { provider: Person::OtherProvider.account(), ..claim(2, vec![line(VISION, 1, 10_000)], TODAY) };
    let results =
        suite.done(Person::Examiner, &messages::submit_batch(FIRST, FIRST, vec![visit(1), vision.clone()]));
    assert!(results.iter().all(Result::is_ok), "{results:?}");
    let mixed = vec![visit(3), Claim { document: healink_domain::Digest([4; 32]), ..vision }];
    let results = suite.done(Person::Provider, &messages::submit_batch(FIRST, FIRST, mixed));
    assert!(results[0].is_ok());
    assert_eq!(
        results[1],
        Err(ClaimsError::NotSubmitter),
        "the other provider's is not the provider's to submit"
    );
    suite.assert_reconciled();
}

#[test]
fn a_batch_holds_no_more_than_a_message_can_prove() {
    let mut suite = Suite::ready();
    for count in [0, MAX_BATCH + 1] {
        let batch = messages::submit_batch(FIRST, FIRST, (1..=count as u8).map(visit).collect());
        assert_eq!(suite.refused(Person::Provider, &batch), ClaimsError::HowMany);
    }
    let long = |lines| messages::submit_batch(FIRST, FIRST, vec![claim(1, tests(lines), TODAY)]);
    assert_eq!(suite.refused(Person::Provider, &long(MAX_BATCH_LINES + 1)), ClaimsError::HowMany);
    let full = messages::submit_batch(FIRST, FIRST, (1..=MAX_BATCH as u8).map(visit).collect());
    let results = suite.done(Person::Provider, &full);
    assert!(results.len() == MAX_BATCH && results.iter().all(Result::is_ok), "{results:?}");
    suite.assert_reconciled();
}

#[test]
fn a_batch_of_nothing_but_refusals_changes_nothing() {
    let mut suite = Suite::ready();
    let before = suite.chain.state();
    let batch = messages::submit_batch(FIRST, FIRST, vec![visit(1), visit(2)]);
    let results = suite.done(Person::Stranger, &batch);
    assert_eq!(results, [Err(ClaimsError::NotSubmitter), Err(ClaimsError::NotSubmitter)]);
    assert_eq!(suite.chain.state(), before);
}
