use super::*;
use crate::Error;
use healink_domain::claims::{
    AuthorisationDecision, ClaimError, Gate, Outcome, Override, PendReason, Reason, RefusedBy, Review,
    ReviewReason, UnitsUsed, Verdict, MAX_SERVICES, MAX_YEARS,
};
use healink_domain::credentials::Refusal;
use healink_interfaces::{Reviewed, MAX_CASES};

fn refused(line: &LineResult) -> Option<Gate> {
    match line.refused_by {
        Some(RefusedBy::Gate(gate)) => Some(gate),
        _ => None,
    }
}

/// What anybody gets who recomputes a decision from the record and the views alone.
fn replay(coverage: &Coverage, decided: &Decided) -> Verdict {
    let record = body(decided);
    let lines = record.claim.lines.iter();
    let fees: Vec<_> = lines.map(|line| coverage.fee(record.plan, line.code)).collect();
    let (plan, policy) =
        (coverage.plan(record.plan).unwrap().plan, coverage.policy(record.claim.policy).unwrap());
    record.evidence.decide(&record.claim, &plan, &policy, &fees).unwrap()
}

fn waiting(decided: &Decided, since: Option<Day>) -> Case {
    Case::Waiting { claim: earlier(decided), since, review: None }
}

#[ink::test]
fn a_visit_is_decided_counted_and_replayed() {
    let coverage = office();
    let decided = submit(&coverage, 1, visit(1)).unwrap();
    assert_eq!((decided.id, decided.before), (1, 0));
    assert_eq!(decided.finding, Finding::Adjudicated(Outcome::Partial));
    assert_eq!((decided.totals.billed, decided.totals.paid), (Cents(12_000), Cents(8_000)));
    assert_eq!(used(&coverage).out_of_pocket, Cents(2_000));
    assert_eq!(coverage.newest_claim(1), 1);
    let record = body(&decided);
    assert_eq!((record.claim.clone(), record.plan, record.first, record.replaces), (visit(1), PLAN, 1, None));
    assert_eq!((record.evidence.received_on, record.evidence.filed_on), (TODAY, TODAY));
    assert_eq!(record.contribution, used(&coverage));
    let Verdict::Adjudicated(again) = replay(&coverage, &decided) else { panic!("waits") };
    assert_eq!((again.lines, again.totals), (record.lines, record.totals));
    let later = submit(&coverage, 2, Claim { service_day: Day(TODAY.0 - 1), ..visit(2) }).unwrap();
    assert_eq!(later.before, 1);
}

#[ink::test]
fn what_cannot_be_taken_leaves_no_trace() {
    let mut coverage = office();
    let mut refused = |docket: Docket, error: ClaimsError| {
        refuses(&mut coverage, |coverage| decide(coverage, docket, permits), error);
    };
    let one = |claim| docket(1, vec![new(claim)]);
    refused(one(claim(1, vec![])), ClaimError::NoLines.into());
    refused(one(claim(1, vec![line(VISIT, 1); 33])), ClaimError::TooManyLines.into());
    refused(one(Claim { service_day: TODAY.plus(1), ..visit(1) }), ClaimError::ServiceInFuture.into());
    refused(one(Claim { policy: 2, ..visit(1) }), ClaimsError::OtherPolicy);
    refused(Docket { policy: 5, ..one(visit(1)) }, ClaimsError::NoSuchPolicy);
    refused(Docket { payer: 2, ..one(visit(1)) }, ClaimsError::NoSuchPolicy);
    refused(docket(1, vec![Case::New { claim: visit(1), by: STRANGER }]), ClaimsError::NotSubmitter);
    refused(docket(1, vec![new(visit(1)); MAX_CASES + 1]), ClaimsError::HowMany);
    refused(docket(1, vec![Case::Corrected { exceptions: vec![] }]), ClaimsError::NoSuchClaim);
    let garbage = Earlier { id: 1, body: vec![1, 2, 3] };
    refused(
        docket(1, vec![Case::Waiting { claim: garbage.clone(), since: None, review: None }]),
        ClaimsError::NoSuchClaim,
    );
    refused(Docket { ended: Some(garbage), ..docket(1, vec![]) }, ClaimsError::NoSuchClaim);
}

#[ink::test]
fn registries_that_fail_decide_nothing() {
    let mut coverage = office();
    for error in [ClaimsError::CredentialsUnavailable, ClaimsError::ConsentUnavailable] {
        refuses(
            &mut coverage,
            |c| c.adjudicate_by(docket(1, vec![new(visit(1))]), TODAY, |_, _, _| Err(error))?.pop().unwrap(),
            error,
        );
    }
}

#[ink::test]
fn an_examiner_of_the_payer_may_submit_for_a_provider() {
    let coverage = office();
    let by = |by| decide(&coverage, docket(1, vec![Case::New { claim: visit(1), by }]), permits);
    assert_eq!(by(OTHER_ADMIN).err(), Some(ClaimsError::NotSubmitter));
    assert_eq!(by(TREASURER).err(), Some(ClaimsError::NotSubmitter));
    assert!(by(EXAMINER).is_ok());
}

#[ink::test]
fn a_service_is_paid_once_and_a_refused_one_can_be_billed_again() {
    let coverage = office();
    let both = |document| claim(document, vec![line(VISIT, 12_000), line(UNKNOWN, 500)]);
    let first = submit(&coverage, 1, both(1)).unwrap();
    assert_eq!(refused(&body(&first).lines[1]), Some(Gate::Covered));
    let again = submit(&coverage, 2, both(2)).unwrap();
    assert_eq!(again.finding, Finding::Adjudicated(Outcome::Denied));
    let again = body(&again);
    assert_eq!(again.evidence.billed_before, 0b01, "the visit counts, the refused line does not");
    assert_eq!(refused(&again.lines[0]), Some(Gate::NotDuplicate));
    assert_eq!(refused(&again.lines[1]), Some(Gate::Covered));
}

#[ink::test]
fn a_claim_that_waits_holds_its_services_and_keeps_the_day_of_its_receipt() {
    let coverage = office();
    let first = decide(&coverage, docket(1, vec![new(visit(1))]), silent).unwrap();
    assert_eq!(first.finding, Finding::Pended(PendReason::ConsentMissing));
    assert_eq!((first.totals.billed, first.totals.paid), (Cents(12_000), Cents(0)));
    assert!(body(&first).lines.is_empty() && used(&coverage).is_empty());
    let later = submit(&coverage, 2, visit(2)).unwrap();
    assert_eq!(later.finding, Finding::Adjudicated(Outcome::Denied), "the earlier one holds the service");
    set_day(TODAY.plus(400));
    let decided = decide(&coverage, docket(3, vec![waiting(&first, None)]), permits).unwrap();
    assert_eq!((decided.id, decided.totals.paid), (1, Cents(8_000)), "or it would be filed late by now");
    assert_eq!(body(&decided).evidence.received_on, TODAY);
    assert_eq!(coverage.newest_claim(1), 2, "a claim that waited is no new one");
}

#[ink::test]
fn a_claim_above_the_ceiling_waits_for_a_review_or_until_the_plans_days_have_passed() {
    let coverage = office();
    let dear = claim(1, vec![line(VISIT, 1_000_001)]);
    let waits = submit(&coverage, 1, dear).unwrap();
    assert_eq!(waits.finding, Finding::Pended(PendReason::ReviewNeeded));
    let resume = || decide(&coverage, docket(2, vec![waiting(&waits, Some(TODAY))]), permits).unwrap();
    set_day(TODAY.plus(30));
    assert_eq!(resume().finding, Finding::Pended(PendReason::ReviewNeeded), "not after the plan's last day");
    set_day(TODAY.plus(31));
    let overdue = resume();
    assert_eq!(
        (overdue.finding, overdue.totals.paid),
        (Finding::Adjudicated(Outcome::Partial), Cents(8_000))
    );
    assert_eq!(body(&overdue).evidence.review, Review::Overdue);
    assert!(matches!(replay(&coverage, &overdue), Verdict::Adjudicated(_)));
}

#[ink::test]
fn an_examiner_reduces_a_line_with_a_reason_and_never_raises_it() {
    let mut coverage = office();
    let waits = submit(&coverage, 1, claim(1, vec![line(VISIT, 1_000_001)])).unwrap();
    let review = |by, allowed| {
        let reason = ReviewReason::LevelOfService;
        let overrides = vec![Override { line: 0, allowed: Cents(allowed), reason }];
        let review = Some(Reviewed { by, overrides });
        docket(2, vec![Case::Waiting { claim: earlier(&waits), since: Some(TODAY), review }])
    };
    for by in EVERYONE.into_iter().filter(|by| *by != EXAMINER) {
        let missing = ClaimsError::MissingRole { role: Role::Examiner };
        refuses(&mut coverage, |c| decide(c, review(by, 6_000), permits), missing);
    }
    let above = ClaimError::Override { line: 0 };
    refuses(&mut coverage, |c| decide(c, review(EXAMINER, 10_001), permits), above.into());
    let decided = decide(&coverage, review(EXAMINER, 6_000), permits).unwrap();
    assert_eq!((decided.totals.allowed, decided.totals.paid), (Cents(6_000), Cents(4_000)));
    let record = body(&decided);
    assert_eq!(record.lines[0].adjusted(Reason::LevelOfService), Cents(4_000));
    assert!(matches!(record.evidence.review, Review::Reviewed(_)));
    assert!(matches!(replay(&coverage, &decided), Verdict::Adjudicated(_)));
}

#[ink::test]
fn a_claim_waits_for_escrow_and_nothing_is_counted_meanwhile() {
    let coverage = office();
    let short = Docket { funds: Cents(7_999), ..docket(1, vec![new(visit(1))]) };
    let waits = decide(&coverage, short, permits).unwrap();
    assert_eq!(waits.finding, Finding::Pended(PendReason::EscrowShort));
    assert!(used(&coverage).is_empty());
    let enough = Docket { funds: Cents(8_000), ..docket(2, vec![waiting(&waits, None)]) };
    assert_eq!(decide(&coverage, enough, permits).unwrap().totals.paid, Cents(8_000));
    assert_eq!(used(&coverage).out_of_pocket, Cents(2_000));
}

#[ink::test]
fn surgery_needs_a_licence_and_uses_up_its_authorisation() {
    let mut coverage = office();
    set_caller(PROVIDER);
    coverage.request_authorisation(authorisation(), Digest([1; 32])).unwrap();
    let surgery = |document, units, day| Claim {
        authorisation: Some(1),
        service_day: day,
        ..claim(document, vec![Line { units, ..line(SURGERY, 60_000) }])
    };
    let requested = submit(&coverage, 1, surgery(1, 1, TODAY)).unwrap();
    assert_eq!(refused(&body(&requested).lines[0]), Some(Gate::Authorised), "asked for is not granted");
    set_caller(EXAMINER);
    coverage.decide_authorisation(1, AuthorisationDecision::Approve).unwrap();
    let unlicensed = |needed| Answers { held: vec![Err(Refusal::NoneHeld); needed], ..permits(0) };
    let denied = decide(&coverage, docket(2, vec![new(surgery(2, 1, TODAY))]), unlicensed).unwrap();
    assert_eq!(refused(&body(&denied).lines[0]), Some(Gate::Credentialed));
    assert_eq!(coverage.units_used(1), UnitsUsed::default(), "a refused line uses nothing");
    let paid = submit(&coverage, 3, surgery(3, 1, TODAY)).unwrap();
    assert_eq!(paid.totals.paid, Cents(54_000));
    assert_eq!(body(&paid).evidence.credentials, [(Kind::StateLicence, Ok(17))]);
    assert_eq!(coverage.units_used(1).of(0), 1);
    set_day(TODAY.plus(1));
    let more = submit(&coverage, 4, surgery(4, 2, TODAY.plus(1))).unwrap();
    assert_eq!(body(&more).lines[0].adjusted(Reason::AuthorisationExceeded), Cents(60_000));
    assert_eq!(body(&more).evidence.units_used.of(0), 1, "as it was at the decision");
}

#[ink::test]
fn a_provider_is_in_network_when_its_board_says_so() {
    let mut coverage = office();
    set_caller(ADMIN);
    let narrow = Plan { network: Some(4), ..plan() };
    let reference = coverage.draft_plan(1, Some(1), narrow).unwrap();
    coverage.add_fees(reference, fees()).unwrap();
    coverage.publish_plan(reference).unwrap();
    set_caller(ENROLMENT);
    assert_eq!(coverage.enrol(policy(reference)), Ok(2));
    let ask = |held| {
        let docket = Docket { policy: 2, ..docket(1, vec![new(Claim { policy: 2, ..visit(1) })]) };
        let decided = coverage.adjudicate_by(docket, TODAY, |_, _, needed| {
            assert_eq!((needed.len(), needed[0].kind), (1, Kind::NetworkParticipation));
            assert_eq!((needed[0].board, needed[0].jurisdiction), (Some(4), None));
            Ok(Answers { held: vec![held], ..permits(0) })
        });
        body(&decided.unwrap().pop().unwrap().unwrap())
    };
    let outside = ask(Err(Refusal::NoneHeld));
    assert_eq!(outside.evidence.network, Some(Err(Refusal::NoneHeld)));
    assert_eq!(outside.lines[0].refused_by, Some(RefusedBy::Gate(Gate::Covered)));
    assert_eq!(ask(Ok(17)).lines[0].paid, Cents(8_000));
}

#[ink::test]
fn a_family_reaches_its_maximum_together() {
    let mut coverage = office();
    set_caller(ENROLMENT);
    let of_family = Policy { family: Some(FAMILY), ..policy(PLAN) };
    assert_eq!((coverage.enrol(of_family), coverage.enrol(of_family)), (Ok(2), Ok(3)));
    let pay = |id, policy| {
        let visit = Claim { policy, ..visit(1) };
        decide(&coverage, Docket { policy, ..docket(id, vec![new(visit)]) }, permits).unwrap()
    };
    let of = |id: PolicyId| coverage.accumulators(Whose::Policy(id), YEAR).out_of_pocket;
    pay(1, 2);
    let second = body(&pay(2, 3));
    assert_eq!((second.family, second.evidence.family.unwrap().out_of_pocket), (Some(FAMILY), Cents(2_000)));
    let other_day = |id: ClaimId, day: u32| {
        let visit = Claim { policy: 2, service_day: Day(TODAY.0 - day), ..visit(1) };
        decide(&coverage, Docket { policy: 2, ..docket(id, vec![new(visit)]) }, permits).unwrap()
    };
    assert_eq!(other_day(3, 1).totals.copay, Cents(1_000), "50 together, of which 40 were borne");
    assert_eq!(other_day(4, 2).totals.copay, Cents(0));
    let family = coverage.accumulators(Whose::Family(1, FAMILY), YEAR);
    assert_eq!((of(2), of(3), family.out_of_pocket), (Cents(3_000), Cents(2_000), Cents(5_000)));
    assert!(coverage.accumulators(Whose::Family(2, FAMILY), YEAR).is_empty(), "with each payer apart");
    assert_eq!(body(&pay(5, 1)).evidence.family, None, "a policy of no family touches no such row");
}

#[ink::test]
fn claims_of_a_batch_are_decided_in_order_and_each_for_itself() {
    let coverage = office();
    let on = |day: u32, document| Claim { service_day: Day(TODAY.0 - day), ..visit(document) };
    let batch = |next, funds, cases| {
        let docket = Docket { funds: Cents(funds), ..docket(next, cases) };
        coverage.adjudicate_by(docket, TODAY, |_, _, needed| Ok(permits(needed.len()))).unwrap()
    };
    let found = |result: &Told| result.as_ref().map(|decided| (decided.id, decided.finding)).unwrap();

    let refused = Case::New { claim: on(2, 3), by: STRANGER };
    let results = batch(7, 20_000, vec![new(on(1, 1)), refused, new(on(1, 4))]);
    assert_eq!(found(&results[0]), (7, Finding::Adjudicated(Outcome::Partial)));
    assert_eq!(results[1], Err(ClaimsError::NotSubmitter));
    assert_eq!(
        found(&results[2]),
        (8, Finding::Adjudicated(Outcome::Denied)),
        "a duplicate of the first one"
    );

    let results = batch(9, 12_000, vec![new(claim(2, vec![])), new(on(3, 5)), new(on(4, 6))]);
    assert_eq!(results[0], Err(ClaimError::NoLines.into()));
    assert_eq!(found(&results[1]), (9, Finding::Adjudicated(Outcome::Partial)));
    assert_eq!(found(&results[2]), (10, Finding::Pended(PendReason::EscrowShort)), "of 120, 80 are promised");
    assert_eq!(results[1].as_ref().unwrap().before, 8);
    let last = body(results[1].as_ref().unwrap());
    assert_eq!(last.evidence.accumulators.out_of_pocket, Cents(2_000), "each rests on those before it");
    assert_eq!((used(&coverage).out_of_pocket, coverage.newest_claim(1)), (Cents(4_000), 10));
}

#[ink::test]
fn a_full_service_day_takes_no_further_claim_of_this_provider_and_stops_no_other() {
    let mut coverage = office();
    for number in 0..(MAX_SERVICES / 32) as u8 {
        let codes = (0..32).map(|code| line(CodeKey([100 + number * 32 + code; 16]), 1)).collect();
        let full = docket(1 + u64::from(number), vec![new(claim(10 + number, codes))]);
        decide(&coverage, full, silent).unwrap();
    }
    let more = docket(9, vec![new(visit(9))]);
    refuses(&mut coverage, |c| decide(c, more, silent), ClaimsError::ServiceDayFull);
    let other = Case::New { claim: Claim { provider: STRANGER, ..visit(7) }, by: STRANGER };
    let paid = decide(&coverage, docket(9, vec![other]), permits).unwrap();
    assert_eq!(paid.totals.paid, Cents(8_000));
}

#[ink::test]
fn refused_claims_of_other_years_take_no_place_among_the_years() {
    let coverage = office();
    for number in 0..=MAX_YEARS as u8 {
        let service_day = Day(u32::from(number) * 366);
        let denied =
            submit(&coverage, 1 + u64::from(number), Claim { service_day, ..visit(number) }).unwrap();
        assert_eq!(denied.finding, Finding::Adjudicated(Outcome::Denied));
    }
    assert!(load(&coverage.tables.policies, 1).unwrap().account.years.is_empty());
}

#[ink::test]
fn errors_of_the_registry_have_their_own_numbers() {
    assert_eq!(Error::NotPayerAdmin.encode(), [1]);
    assert_eq!(Error::AlreadyWired.encode(), [20]);
    assert!(Error::decode(&mut &[21][..]).is_err());
}
