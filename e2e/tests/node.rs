//! The main journey on a node of our own chain: what works in process works there, transaction by transaction.
#![allow(clippy::unwrap_used, clippy::arithmetic_side_effects)]

use healink_domain::{
    claims::{AppealState, Exception, Gate, Outcome, Ruling, Status},
    Cents,
};
use healink_e2e::{
    fixtures::*,
    messages::{appeals, claims, consent, credentials, settlement, stablecoin},
    Contract, Node, Person,
};
use ink_e2e::tokio::runtime::Runtime;

#[test]
fn a_claim_is_decided_paid_appealed_and_recovered_on_a_real_node() {
    Runtime::new().unwrap().block_on(journey());
}

async fn journey() {
    let mut node = Node::start().await;
    node.prepare().await;
    let (provider, patient) = (Person::Provider.account(), Person::Patient.account());
    let yesterday = healink_domain::Day(node.today.0 - 1);
    assert_eq!(
        node.ask(&credentials::check_many(provider, vec![licensed(yesterday)])).await,
        Ok(vec![Ok(FIRST.into())])
    );
    assert!(node.ask(&consent::decide(patient, payment_query(yesterday))).await.is_ok());
    is_decided_and_paid(&mut node).await;
    is_overturned_and_recovered(&mut node).await;

    let (_, events) = node.send(Person::Patient, &consent::revoke(payer_grantee(), FIRST)).await;
    let withdrawn: ::consent::GrantsChanged = events.iter().find_map(|event| event.decode()).unwrap();
    assert_eq!((withdrawn.patient, withdrawn.made, withdrawn.ended), (patient, None, vec![FIRST]));
}

/// Claim [`FIRST`]: a visit and two tests, of which the plan pays 80.00.
async fn is_decided_and_paid(node: &mut Node) {
    let claim = claim(1, three_lines(), node.today);
    let (decided, events) = node.send(Person::Provider, &claims::submit(FIRST, claim.clone(), None)).await;
    let (outcome, payable, appeal) = (Outcome::Partial, Cents(8_000), AppealState::None);
    assert_eq!(decided.status, Status::Adjudicated { outcome, payable, appeal });
    let changed: ::claims::ClaimChanged = events.iter().find_map(|event| event.decode()).unwrap();
    assert_eq!(changed, ::claims::ClaimChanged::from(&decided));

    let record = node.ask(&claims::claim(decided.id)).await.unwrap();
    assert_eq!(record.lines.len(), claim.lines.len());
    for line in &record.lines {
        let adjusted = Cents::sum(line.adjustments.iter().map(|adjustment| adjustment.amount)).unwrap();
        assert_eq!(line.billed.minus(adjusted), Ok(line.paid));
    }

    let remittance = is_remitted(node, decided.id).await;
    assert_eq!((remittance.gross, remittance.net), (payable, payable));
    let record = node.ask(&claims::claim(decided.id)).await.unwrap();
    assert_eq!(record.status, Status::Settled { outcome, paid: payable, appeal });
}

/// Claim [`FIRST`] is made void, so that 80.00 are owed. Claim 2: surgery that nobody authorised, which the payer overturns on
/// appeal; the corrected claim 3 pays 720.00, of which the 80.00 are kept back.
async fn is_overturned_and_recovered(node: &mut Node) {
    node.send(Person::Examiner, &claims::void(FIRST.into())).await;
    let (refused, _) = node.send(Person::Provider, &claims::submit(FIRST, denied(2, node.today), None)).await;
    assert!(matches!(refused.status, Status::Adjudicated { outcome: Outcome::Denied, .. }));
    let (appeal, _) = node.send(Person::Patient, &appeals::file(refused.id, GROUNDS)).await;
    let authorised = Exception { line: 0, waived: Gate::Authorised.set() };
    let decide = appeals::decide(appeal, Ruling::Overturn(vec![authorised]), REASONS);
    let (_, events) = node.send(Person::Examiner, &decide).await;
    let ruled: ::appeals::AppealRuled = events.iter().find_map(|event| event.decode()).unwrap();
    let corrected = ruled.corrected.unwrap();
    let old = node.ask(&claims::summary(refused.id)).await.unwrap();
    assert_eq!(old.status, Status::Overturned { by: corrected });

    let remittance = is_remitted(node, corrected).await;
    let parts = (remittance.gross, remittance.recovered, remittance.net);
    assert_eq!(parts, (Cents(72_000), Cents(8_000), Cents(64_000)));
    assert_eq!(node.ask(&claims::owed(FIRST, Person::Provider.account())).await, Cents::ZERO);
}

/// Pays one claim; the provider's tokens and the events say so.
async fn is_remitted(node: &mut Node, claim: u64) -> healink_domain::claims::Remittance {
    let provider = Person::Provider.account();
    let before = node.ask(&stablecoin::balance_of(provider)).await;
    let remit = settlement::remit(FIRST, provider, vec![claim]);
    let (remittance, events) = node.send(Person::Stranger, &remit).await;
    let after = node.ask(&stablecoin::balance_of(provider)).await;
    assert_eq!(after, before + u128::from(remittance.net.0));
    let told: ::settlement::Remitted = events.iter().find_map(|event| event.decode()).unwrap();
    assert_eq!((told.claims, told.net), (vec![claim], remittance.net));
    let moved = events.iter().filter(|event| event.contract == node.at.of(Contract::Stablecoin)).count();
    assert_eq!(moved, 1, "the token says so too");
    remittance
}
