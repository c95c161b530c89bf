//! Providers in the plan's network, and others.

use super::*;
use healink_domain::{
    claims::{Benefit, Sharing},
    credentials::{BoardId, IssueRequest, Kind},
    BasisPoints,
};
use healink_e2e::messages::credentials;

/// A plan whose network the first board keeps. Out of it a visit has a copay of 30.00 and a share of 40 %, and nothing else is
/// covered.
fn networked() -> Plan {
    let visits = Sharing { copay: Cents(3_000), coinsurance: BasisPoints(4_000), deductible_applies: false };
    let mut benefits = plan().benefits;
    benefits[0] = Benefit { out_of_network: Some(visits), ..benefits[0].clone() };
    Plan { network: Some(FIRST), benefits, ..plan() }
}

/// A board, with its account, says that the provider takes part in its network.
fn participation((account, board): (Person, BoardId), suite: &mut Suite) {
    let request = IssueRequest { kind: Kind::NetworkParticipation, ..licence(Person::Provider, TODAY) };
    suite.done(account, &credentials::issue(board, vec![request]));
}

/// A visit and a test.
fn services(policy: PolicyId, document: u8) -> Claim {
    let lines = vec![line(VISIT, 1, 15_000), line(laboratory(0), 1, 2_500)];
    Claim { policy, ..back(u32::from(document), claim(document, lines, TODAY)) }
}

#[test]
fn out_of_network_the_member_is_billed_the_balance_and_other_terms_hold() {
    let mut suite = Suite::ready();
    let policy = covered(&mut suite, networked());
    let outside = suite.submit(services(policy, 1));
    let said = adjustments(&mut suite, outside.id);
    let code = |said: &String| said.split(' ').next().unwrap().to_owned();
    assert_eq!(said[..3], ["PR-45 3000", "PR-3 3000", "PR-2 3600"]);
    assert_eq!(said[3..].iter().map(code).collect::<Vec<_>>().len(), 1, "the test is not covered: {said:?}");
    assert_eq!(outside.totals.paid, Cents(5_400));
    assert_eq!(
        suite.record(outside.id).contribution.out_of_pocket,
        Cents(6_600),
        "the balance does not count"
    );
    assert_replayed(&mut suite, &outside);
    suite.assert_reconciled();
}

#[test]
fn in_network_is_who_participates_by_the_plans_own_board() {
    let mut suite = Suite::ready();
    let policy = covered(&mut suite, networked());
    participation((Person::OtherBoard, SECOND), &mut suite);
    let outside = suite.submit(services(policy, 1));
    assert_eq!(outside.totals.paid, Cents(5_400), "another board's word is not the network's");
    participation((Person::Board, FIRST), &mut suite);
    let inside = suite.submit(services(policy, 2));
    assert_eq!(adjustments(&mut suite, inside.id), ["CO-45 3000", "PR-3 2000", "PR-2 2000", "PR-1 2500"]);
    assert_eq!(inside.totals.paid, Cents(8_000));
    assert_replayed(&mut suite, &inside);
    suite.assert_reconciled();
}
