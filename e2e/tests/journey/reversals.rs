//! Claims that are made void or replaced: afterwards it is as if the old decision had never been.

use super::*;
use ::coverage::Whose;
use healink_domain::claims::Accumulators;
use healink_e2e::{
    messages::{claims as messages, settlement},
    Contract,
};

#[test]
fn a_void_claim_leaves_no_trace_in_the_books_and_its_services_can_be_billed_again() {
    let mut suite = Suite::ready();
    let decided = suite.submit(claim(1, three_lines(), TODAY));
    suite.done(Person::Provider, &messages::void(decided.id));
    assert_eq!(suite.record(decided.id).status, Status::Void);
    let escrow = suite.escrow();
    assert_eq!((escrow.free, escrow.committed, escrow.owed), (ESCROW, Cents(0), Cents(0)));
    let year = decided.service_day.year();
    let used = suite.ask(&coverage::accumulators(Whose::Policy(FIRST), year));
    assert_eq!(used, Accumulators::default());
    suite.assert_reconciled();
    let again = suite.submit(claim(2, three_lines(), TODAY));
    assert_eq!(again.status, THREE_LINES, "no duplicate, and the whole deductible is left");
    suite.assert_reconciled();
}

#[test]
fn a_claim_that_waits_can_be_made_void_by_an_examiner() {
    let mut suite = Suite::ready();
    let waiting = suite.submit(claim(1, vec![line(VISIT, 1, 500_001)], TODAY));
    suite.done(Person::Examiner, &messages::void(waiting.id));
    let error = suite.refused(Person::Examiner, &messages::review(waiting.id, Vec::new()));
    assert_eq!(error, status(StatusError::Ended));
    let again = suite.submit(claim(2, vec![line(VISIT, 1, 15_000)], TODAY));
    assert_eq!(again.status, adjudicated(Outcome::Partial, 8_000), "it holds its services no longer");
    suite.assert_reconciled();
}

#[test]
fn what_was_paid_on_a_void_claim_is_kept_back_from_the_next_payments() {
    let mut suite = Suite::ready();
    let provider = Person::Provider.account();
    let paid = suite.submit(claim(1, three_lines(), TODAY)).id;
    suite.remit(&[paid]);
    suite.done(Person::Examiner, &messages::void(paid));
    assert_eq!(suite.ask(&messages::owed(FIRST, provider)), Cents(8_000));
    assert_eq!(suite.escrow().owed, Cents(8_000));
    suite.assert_reconciled();

    let vision = |document: u8, billed| {
        back(u32::from(document), claim(document, vec![line(VISION, 1, billed)], TODAY))
    };
    let first = suite.submit(vision(2, 5_000)).id;
    let remittance = suite.remit(&[first]);
    assert_eq!(
        (remittance.gross, remittance.recovered, remittance.net),
        (Cents(5_000), Cents(5_000), Cents(0))
    );
    assert!(suite.chain.emitted().iter().all(|event| event.contract != suite.at.of(Contract::Stablecoin)));
    assert_eq!(suite.tokens(provider), 8_000);
    assert_eq!(suite.ask(&messages::owed(FIRST, provider)), Cents(3_000));
    suite.assert_reconciled();

    let second = suite.submit(vision(3, 9_000)).id;
    let remittance = suite.remit(&[second]);
    assert_eq!(
        (remittance.gross, remittance.recovered, remittance.net),
        (Cents(9_000), Cents(3_000), Cents(6_000))
    );
    assert_eq!(suite.tokens(provider), 14_000, "all in all what the standing claims pay");
    assert_eq!(suite.ask(&messages::owed(FIRST, provider)), Cents(0));
    assert_eq!(suite.escrow().free, Cents(ESCROW.0 - 14_000));
    suite.assert_reconciled();
}

#[test]
fn a_replacement_is_decided_as_if_the_first_claim_had_never_been() {
    let mut suite = Suite::ready();
    let first = suite.submit(claim(1, three_lines(), TODAY));
    let corrected = claim(2, vec![line(VISIT, 1, 15_000), line(laboratory(2), 1, 3_000)], TODAY);
    let replaced = suite.done(Person::Provider, &messages::submit(FIRST, corrected.clone(), Some(first.id)));
    assert_eq!(replaced.status, adjudicated(Outcome::Partial, 8_000));
    assert_eq!(suite.record(first.id).status, Status::Replaced { by: replaced.id });
    let record = suite.record(replaced.id);
    assert_eq!((record.replaces, record.first), (Some(first.id), first.id));
    suite.assert_reconciled();

    let mut alone = Suite::ready();
    let only = alone.submit(corrected);
    let books = |suite: &mut Suite, id| {
        let record = suite.record(id);
        (record.lines, record.totals, record.contribution, suite.escrow())
    };
    assert_eq!(books(&mut suite, replaced.id), books(&mut alone, only.id));
}

#[test]
fn a_replacement_is_in_time_when_the_first_claim_was() {
    let mut suite = Suite::ready();
    let first = suite.submit(claim(1, three_lines(), TODAY)).id;
    suite.on(TODAY.plus(200));
    let late = suite.submit(claim(2, vec![line(THERAPY, 1, 6_000)], TODAY));
    assert_eq!(reasons(&mut suite, late.id), ["CO-29"]);
    let second =
        suite.done(Person::Provider, &messages::submit(FIRST, claim(3, tests(8), TODAY), Some(first)));
    assert!(second.totals.paid > Cents::ZERO, "{second:?}");
    let third =
        suite.done(Person::Provider, &messages::submit(FIRST, claim(4, tests(8), TODAY), Some(second.id)));
    assert_eq!(third.totals, second.totals);
    let record = suite.record(third.id);
    assert_eq!((record.evidence.filed_on, record.evidence.received_on), (TODAY, TODAY.plus(200)));
    assert_eq!(record.first, first);
    suite.assert_reconciled();
}

#[test]
fn a_replacement_after_payment_is_settled_with_what_was_paid() {
    let mut suite = Suite::ready();
    let first = suite.submit(claim(1, three_lines(), TODAY)).id;
    suite.remit(&[first]);
    let both = vec![line(VISIT, 1, 15_000), line(VISION, 1, 10_000)];
    let second = suite.done(Person::Provider, &messages::submit(FIRST, claim(2, both, TODAY), Some(first)));
    assert_eq!(second.status, adjudicated(Outcome::Partial, 18_000));
    suite.assert_reconciled();
    let remittance = suite.remit(&[second.id]);
    assert_eq!((remittance.recovered, remittance.net), (Cents(8_000), Cents(10_000)));
    assert_eq!(suite.tokens(Person::Provider.account()), 18_000);
    suite.assert_reconciled();
}

#[test]
fn a_claim_ends_once() {
    let mut suite = Suite::ready();
    let void = suite.submit(claim(1, three_lines(), TODAY)).id;
    suite.done(Person::Provider, &messages::void(void));
    let old = suite.submit(claim(2, three_lines(), TODAY)).id;
    suite.done(Person::Provider, &messages::submit(FIRST, claim(3, tests(1), TODAY), Some(old)));
    for ended in [void, old] {
        let error = suite.refused(Person::Provider, &messages::void(ended));
        assert_eq!(error, status(StatusError::Ended));
        let replacement = messages::submit(FIRST, claim(4, tests(1), TODAY), Some(ended));
        assert_eq!(suite.refused(Person::Provider, &replacement), status(StatusError::Ended));
        let remit = settlement::remit(FIRST, Person::Provider.account(), vec![ended]);
        let error = suite.refused(Person::Provider, &remit);
        assert_eq!(error, ::settlement::Error::Claims(status(StatusError::Ended)));
    }
}

#[test]
fn only_its_provider_and_examiners_take_a_claim_back_and_only_for_one_of_the_same_parties() {
    let mut suite = Suite::ready();
    let id = suite.submit(claim(1, three_lines(), TODAY)).id;
    for person in [Person::Patient, Person::OtherProvider, Person::Admin, Person::Enrolment] {
        assert_eq!(suite.refused(person, &messages::void(id)), ClaimsError::NotSubmitter);
        let replacement = messages::submit(FIRST, claim(2, tests(1), TODAY), Some(id));
        assert_eq!(suite.refused(person, &replacement), ClaimsError::NotSubmitter, "{person:?}");
    }
    let mine = Claim { provider: Person::OtherProvider.account(), ..claim(3, tests(1), TODAY) };
    let replacement = messages::submit(FIRST, mine, Some(id));
    let error = suite.refused(Person::OtherProvider, &replacement);
    assert_eq!(error, ClaimsError::OtherParty { claim: id });
    let error =
        suite.refused(Person::Provider, &messages::submit(FIRST, claim(4, tests(1), TODAY), Some(99)));
    assert_eq!(error, ClaimsError::NoSuchClaim);
}
