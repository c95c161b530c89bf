//! Members of one family share a deductible and an out-of-pocket maximum.

use super::*;
use ::coverage::Whose;
use healink_domain::claims::{Family, FamilyKey, Shared, SharedKind};
use healink_domain::consent::Effect;
use healink_e2e::messages::{claims as messages, consent};

const KEY: FamilyKey = FamilyKey([42; 16]);

/// Deductible of 150.00 and maximum of 2,000.00 for the family, beside 100.00 and 1,000.00 for a member.
fn family(kind: SharedKind) -> Plan {
    let shared = |amount| Shared { amount: Cents(amount), kind };
    Plan {
        family: Some(Family { deductible: shared(15_000), out_of_pocket_maximum: shared(200_000) }),
        ..plan()
    }
}

/// A suite with such a plan, and the policies of the patient and of another member of the family, who consents as well.
fn insured(kind: SharedKind) -> (Suite, PolicyId, PolicyId) {
    let mut suite = Suite::ready();
    suite.done(Person::Stranger, &consent::give(payment_terms(Effect::Permit, TODAY)));
    let patient = Policy { family: Some(KEY), ..policy(TODAY) };
    let other = Policy { member: Person::Stranger.account(), ..patient };
    let policies = enrolled(&mut suite, family(kind), &[patient, other]);
    (suite, policies[0], policies[1])
}

/// So many tests, of which 25.00 are allowed each.
fn tested(policy: PolicyId, document: u8, count: usize) -> Claim {
    Claim { policy, ..claim(document, tests(count), TODAY) }
}

fn deductible(suite: &mut Suite, whose: Whose) -> u64 {
    let year = Day(TODAY.0 - 1).year();
    suite.ask(&coverage::accumulators(whose, year)).deductible.0
}

#[test]
fn an_embedded_deductible_ends_with_the_members_or_the_familys_amount() {
    let (mut suite, patient, other) = insured(SharedKind::Embedded);
    let first = suite.submit(tested(patient, 1, 5));
    // 100.00 of 125.00 are the member's own deductible, then 10 %.
    assert_eq!((first.totals.deductible, first.totals.paid), (Cents(10_000), Cents(2_250)));
    let second = suite.submit(tested(other, 2, 4));
    // 50.00 are left of the family's.
    assert_eq!((second.totals.deductible, second.totals.paid), (Cents(5_000), Cents(4_500)));
    assert_eq!(deductible(&mut suite, Whose::Family(FIRST, KEY)), 15_000);
    assert_eq!(deductible(&mut suite, Whose::Policy(other)), 5_000);
    assert_replayed(&mut suite, &second);
    suite.assert_reconciled();
}

#[test]
fn an_aggregate_deductible_ends_with_the_familys_amount_alone() {
    let (mut suite, patient, other) = insured(SharedKind::Aggregate);
    let first = suite.submit(tested(patient, 1, 5));
    assert_eq!((first.totals.deductible, first.totals.paid), (Cents(12_500), Cents(0)));
    let second = suite.submit(tested(other, 2, 4));
    assert_eq!((second.totals.deductible, second.totals.paid), (Cents(2_500), Cents(6_750)));
    assert_eq!(deductible(&mut suite, Whose::Family(FIRST, KEY)), 15_000);
    assert_replayed(&mut suite, &second);
    suite.assert_reconciled();
}

#[test]
fn a_reversal_takes_a_decision_off_the_familys_accumulators_too() {
    let (mut suite, patient, other) = insured(SharedKind::Embedded);
    let first = suite.submit(tested(patient, 1, 5)).id;
    suite.submit(tested(other, 2, 1));
    suite.done(Person::Provider, &messages::void(first));
    assert_eq!(deductible(&mut suite, Whose::Family(FIRST, KEY)), 2_500);
    suite.assert_reconciled();
    let again = suite.submit(tested(patient, 3, 5));
    assert_eq!(again.totals.deductible, Cents(10_000));
    assert_eq!(deductible(&mut suite, Whose::Family(FIRST, KEY)), 12_500);
    suite.assert_reconciled();
}

#[test]
fn who_is_of_no_family_shares_nothing() {
    let mut suite = Suite::ready();
    let alone = covered(&mut suite, family(SharedKind::Aggregate));
    let decided = suite.submit(tested(alone, 1, 5));
    assert_eq!(decided.totals.deductible, Cents(10_000), "the member's own amount holds");
    assert_eq!(suite.record(decided.id).family, None);
    assert_eq!(deductible(&mut suite, Whose::Family(FIRST, KEY)), 0);
}
