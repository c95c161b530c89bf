//! The main journey on a node of our own chain: what works in process works there, transaction by transaction.
#![allow(clippy::unwrap_used, clippy::arithmetic_side_effects)]

use healink_domain::{
    claims::{Outcome, Status},
    Cents,
};
use healink_e2e::{
    fixtures::*,
    messages::{claims, consent, credentials, stablecoin},
    Contract, Node, Person,
};
use ink_e2e::tokio::runtime::Runtime;

#[test]
fn a_claim_is_decided_and_paid_on_a_real_node() {
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

    let claim = claim(1, three_lines(), node.today);
    let (submitted, events) = node.send(Person::Provider, &claims::submit(claim.clone())).await;
    let payable = Cents(8_000);
    assert_eq!(submitted.status, Status::Adjudicated { outcome: Outcome::Partial, payable });
    let adjudicated: ::claims::ClaimAdjudicated = events.iter().find_map(|event| event.decode()).unwrap();
    assert_eq!((adjudicated.claim, adjudicated.provider), (submitted.id, provider));
    assert_eq!(adjudicated.totals, submitted.totals);

    let lines = node.ask(&claims::lines(submitted.id)).await;
    assert_eq!(lines.len(), claim.lines.len());
    for line in &lines {
        let adjusted = Cents::sum(line.adjustments.iter().map(|adjustment| adjustment.amount)).unwrap();
        assert_eq!(line.billed.minus(adjusted), Ok(line.paid));
    }

    let before = node.ask(&stablecoin::balance_of(provider)).await;
    let (_, events) = node.send(Person::Stranger, &claims::pay(submitted.id)).await;
    assert_eq!(node.ask(&stablecoin::balance_of(provider)).await, before + u128::from(payable.0));
    let settled: ::claims::ClaimSettled = events.iter().find_map(|event| event.decode()).unwrap();
    assert_eq!((settled.claim, settled.paid), (submitted.id, payable));
    let moved = events.iter().filter(|event| event.contract == node.at.of(Contract::Stablecoin)).count();
    assert_eq!(moved, 1, "the token says so too");
    let record = node.ask(&claims::claim(submitted.id)).await.unwrap();
    assert_eq!(record.status, Status::Settled { outcome: Outcome::Partial, paid: payable });

    let (_, events) = node.send(Person::Patient, &consent::revoke(payer_grantee(), FIRST)).await;
    let withdrawn: ::consent::Withdrawn = events.iter().find_map(|event| event.decode()).unwrap();
    assert_eq!((withdrawn.patient, withdrawn.grant), (patient, FIRST));
}
