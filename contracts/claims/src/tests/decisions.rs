use super::*;
use crate::Error;
use healink_domain::claims::{
    ClaimError, Gate, Outcome, PendReason, Reason, StatusError, Verdict, MAX_SERVICES, MAX_YEARS,
};

/// What anybody gets who recomputes a claim from the views alone.
fn replay(claims: &Claims, id: ClaimId) -> Verdict {
    let ClaimRecord { claim, plan, evidence, .. } = record(claims, id);
    let fees: Vec<_> = claim.lines.iter().map(|line| claims.fee(plan, line.code)).collect();
    let (plan, policy) = (claims.plan(plan).unwrap().plan, claims.policy(claim.policy).unwrap());
    evidence.decide(&claim, &plan, &policy, &fees).unwrap()
}

#[ink::test]
fn a_visit_is_decided_promised_counted_and_replayed() {
    let mut claims = office();
    let summary = submit(&mut claims, visit(1), permits()).unwrap();
    let payable = Cents(8_000);
    assert_eq!(summary.status, Status::Adjudicated { outcome: Outcome::Partial, payable });
    assert_eq!((summary.id, summary.totals.billed, summary.totals.paid), (1, Cents(12_000), payable));
    let escrow = claims.escrow(1).unwrap();
    assert_eq!((escrow.free, escrow.committed, escrow.paid), (Cents(92_000), payable, Cents(0)));
    assert_eq!(claims.accumulators(1, YEAR).out_of_pocket, Cents(2_000));
    let record = record(&claims, 1);
    assert_eq!((record.claim.clone(), record.payer, record.plan), (visit(1), 1, PLAN));
    assert_eq!(record.evidence.consent.deciding, [1]);
    assert_eq!(claims.lines(1), record.lines);
    let Verdict::Adjudicated(again) = replay(&claims, 1) else { panic!("waits") };
    assert_eq!((again.lines, again.totals), (record.lines, record.totals));
}

#[ink::test]
fn what_cannot_be_taken_at_all_leaves_no_trace() {
    let mut claims = office();
    let refused = |claims: &mut Claims, claim: Claim, error: Error| {
        refuses(claims, |claims| submit(claims, claim, permits()), error);
    };
    refused(&mut claims, claim(1, vec![]), ClaimError::NoLines.into());
    refused(&mut claims, claim(1, vec![line(VISIT, 1); 33]), ClaimError::TooManyLines.into());
    refused(&mut claims, Claim { policy: 5, ..visit(1) }, Error::NoSuchPolicy);
    refused(
        &mut claims,
        Claim { service_day: TODAY.plus(1), ..visit(1) },
        ClaimError::ServiceInFuture.into(),
    );
    assert_eq!(submit(&mut claims, visit(1), permits()).unwrap().id, 1);
    let other = Claim { lines: vec![line(SURGERY, 5)], ..visit(1) };
    refused(&mut claims, other, Error::AlreadySubmitted { claim: 1 });
    assert_eq!(claims.claim_by_document(1, Digest([1; 32])), Some(1));
    assert_eq!(claims.claim_by_document(2, Digest([1; 32])), None);
}

#[ink::test]
fn a_service_is_paid_once_and_a_refused_one_can_be_billed_again() {
    let mut claims = office();
    let both = vec![line(VISIT, 12_000), line(UNKNOWN, 500)];
    submit(&mut claims, claim(1, both), permits()).unwrap();
    assert_eq!(record(&claims, 1).lines[1].refused_by, Some(Gate::Covered));
    submit(&mut claims, claim(2, vec![line(VISIT, 12_000), line(UNKNOWN, 500)]), permits()).unwrap();
    let again = record(&claims, 2);
    assert_eq!(again.evidence.billed_before, 0b01, "the visit counts, the refused line does not");
    assert_eq!(again.lines[0].refused_by, Some(Gate::NotDuplicate));
    assert_eq!(again.lines[1].refused_by, Some(Gate::Covered));
    assert_eq!(again.status, Status::Adjudicated { outcome: Outcome::Denied, payable: Cents(0) });
    assert_eq!(claims.settle(2), Err(StatusError::NothingToPay.into()));
}

#[ink::test]
fn a_claim_that_waits_holds_its_services_and_keeps_the_day_of_its_receipt() {
    let mut claims = office();
    let summary = submit(&mut claims, visit(1), silent()).unwrap();
    assert_eq!(summary.status, Status::Pended { reason: PendReason::ConsentMissing });
    assert_eq!(summary.totals.billed, Cents(12_000));
    assert_eq!(claims.escrow(1).unwrap().committed, Cents(0));
    assert!(claims.lines(1).is_empty());
    let later = submit(&mut claims, visit(2), permits()).unwrap();
    assert_eq!(later.status, Status::Adjudicated { outcome: Outcome::Denied, payable: Cents(0) });
    set_day(TODAY.plus(400));
    let decided = readjudicate(&mut claims, 1, permits()).unwrap();
    assert_eq!(decided.received_on, TODAY, "or it would be filed late by now");
    assert!(matches!(decided.status, Status::Adjudicated { payable: Cents(8_000), .. }));
    assert!(matches!(replay(&claims, 1), Verdict::Adjudicated(_)));
    refuses(&mut claims, |c| readjudicate(c, 1, permits()), StatusError::AlreadyDecided.into());
    refuses(&mut claims, |c| readjudicate(c, 9, permits()), Error::NoSuchClaim);
}

#[test]
fn of_two_waiting_claims_for_a_service_the_earlier_one_has_it_in_either_order() {
    for order in [[1, 2], [2, 1]] {
        afresh(|| {
            let mut claims = office();
            submit(&mut claims, visit(1), silent()).unwrap();
            let both = claim(2, vec![line(VISIT, 12_000), line(UNKNOWN, 500)]);
            submit(&mut claims, both, silent()).unwrap();
            for id in order {
                readjudicate(&mut claims, id, permits()).unwrap();
            }
            assert_eq!(record(&claims, 1).totals.paid, Cents(8_000), "{order:?}");
            assert_eq!(record(&claims, 2).totals.paid, Cents(0), "{order:?}");
        });
    }
}

#[ink::test]
fn a_claim_above_the_ceiling_waits_until_an_examiner_reviewed_it() {
    let mut claims = office();
    let dear = claim(1, vec![line(VISIT, 1_000_001)]);
    let waiting = Status::Pended { reason: PendReason::ReviewNeeded };
    assert_eq!(submit(&mut claims, dear, permits()).unwrap().status, waiting);
    assert_eq!(readjudicate(&mut claims, 1, permits()).unwrap().status, waiting);
    let reviewed = claims.reopen(1, Some(EXAMINER)).unwrap();
    let decided = claims.conclude(reviewed, permits()).unwrap();
    assert!(matches!(decided.status, Status::Adjudicated { payable: Cents(8_000), .. }));
    assert!(record(&claims, 1).evidence.reviewed);
    assert!(matches!(replay(&claims, 1), Verdict::Adjudicated(_)));
    submit(&mut claims, Claim { service_day: Day(TODAY.0 - 1), ..visit(2) }, silent()).unwrap();
    refuses(&mut claims, |c| c.reopen(2, Some(EXAMINER)).map(drop), Error::NoReviewNeeded);
}

#[ink::test]
fn a_claim_waits_for_escrow_and_nothing_is_counted_meanwhile() {
    let mut claims = office();
    claims.take_out(1, TREASURER, Cents(92_001)).unwrap();
    let summary = submit(&mut claims, visit(1), permits()).unwrap();
    assert_eq!(summary.status, Status::Pended { reason: PendReason::EscrowShort });
    assert_eq!(claims.accumulators(1, YEAR), Default::default());
    assert_eq!(claims.escrow(1).unwrap().free, Cents(7_999));
    claims.put_in(1, Cents(1)).unwrap();
    let decided = readjudicate(&mut claims, 1, permits()).unwrap();
    assert!(matches!(decided.status, Status::Adjudicated { payable: Cents(8_000), .. }));
    let escrow = claims.escrow(1).unwrap();
    assert_eq!((escrow.free, escrow.committed), (Cents(0), Cents(8_000)));
    assert_eq!(claims.accumulators(1, YEAR).out_of_pocket, Cents(2_000));
}

#[ink::test]
fn surgery_needs_a_licence_and_uses_up_its_authorisation() {
    let licensed = |answer| Answers { credentials: vec![(Kind::StateLicence, answer)], ..permits() };
    let surgery = |document, units| Claim {
        authorisation: Some(1),
        ..claim(document, vec![Line { units, ..line(SURGERY, 60_000) }])
    };
    let mut claims = office();
    set_caller(EXAMINER);
    claims.authorise(authorisation()).unwrap();
    submit(&mut claims, surgery(1, 1), licensed(Err(Refusal::NoneHeld))).unwrap();
    assert_eq!(record(&claims, 1).lines[0].refused_by, Some(Gate::Credentialed));
    assert_eq!(claims.authorisation(1).unwrap().units, 2, "a refused line uses nothing");
    submit(&mut claims, surgery(2, 1), licensed(Ok(17))).unwrap();
    let paid = record(&claims, 2);
    assert_eq!(paid.totals.paid, Cents(54_000));
    assert_eq!(paid.evidence.credentials, [(Kind::StateLicence, Ok(17))]);
    assert_eq!(paid.evidence.authorisation.unwrap().units, 2, "as it was at the decision");
    assert_eq!(claims.authorisation(1).unwrap().units, 1);
    assert!(matches!(replay(&claims, 2), Verdict::Adjudicated(_)));
    let tomorrow = Claim { service_day: TODAY.plus(1), ..surgery(3, 2) };
    let case = claims.open(tomorrow, PROVIDER, TODAY.plus(1)).unwrap();
    claims.conclude(case, licensed(Ok(17))).unwrap();
    assert_eq!(record(&claims, 3).lines[0].adjusted(Reason::AuthorisationExceeded), Cents(60_000));
}

#[ink::test]
fn a_full_service_day_takes_no_further_claim_of_this_provider_and_stops_no_other() {
    let mut claims = office();
    for number in 0..(MAX_SERVICES / 32) as u8 {
        let codes = (0..32).map(|code| line(CodeKey([100 + number * 32 + code; 16]), 1)).collect();
        submit(&mut claims, claim(10 + number, codes), silent()).unwrap();
    }
    refuses(&mut claims, |c| submit(c, visit(9), silent()), Error::ServiceDayFull);
    let denied = submit(&mut claims, claim(8, vec![line(UNKNOWN, 5)]), permits()).unwrap();
    assert!(matches!(denied.status, Status::Adjudicated { outcome: Outcome::Denied, .. }));
    let of_another = Claim { provider: STRANGER, ..visit(7) };
    let case = claims.open(of_another, STRANGER, TODAY).unwrap();
    let paid = claims.conclude(case, permits()).unwrap();
    assert!(matches!(paid.status, Status::Adjudicated { payable: Cents(8_000), .. }));
}

#[ink::test]
fn refused_claims_of_other_years_take_no_place_among_the_years() {
    let mut claims = office();
    for number in 0..=MAX_YEARS as u8 {
        let service_day = Day(u32::from(number) * 366);
        let denied = submit(&mut claims, Claim { service_day, ..visit(number) }, permits()).unwrap();
        assert!(matches!(denied.status, Status::Adjudicated { outcome: Outcome::Denied, .. }));
    }
    assert!(load(&claims.tables.policies, 1).unwrap().years.is_empty());
}
