//! Input that is not a message of the contract.

use healink_domain::claims::Line;
use healink_e2e::{
    fixtures::*,
    messages::{claims, coverage},
    Contract, Person, Suite, TODAY,
};

/// Bytes that one call can carry into a contract.
const BUFFER: usize = 16 << 10;

/// Calls a contract with raw bytes, which it has to refuse and which must change nothing.
fn is_refused(suite: &mut Suite, contract: Contract, payload: Vec<u8>, what: &str) {
    let before = suite.chain.state();
    let reply = suite.chain.call(Person::Owner.account(), suite.at.of(contract), payload);
    assert!(!reply.succeeded(), "{what} to {}: {reply:?}", contract.name());
    assert_eq!(suite.chain.state(), before, "{what} to {}", contract.name());
}

#[test]
fn no_input_and_unknown_selectors_are_refused() {
    let mut suite = Suite::ready();
    for contract in Contract::ALL {
        is_refused(&mut suite, contract, Vec::new(), "nothing");
        is_refused(&mut suite, contract, vec![1, 2, 3], "part of a selector");
        is_refused(&mut suite, contract, vec![0xde, 0xad, 0xbe, 0xef], "a selector of nothing");
        is_refused(
            &mut suite,
            contract,
            contract.artifact().constructor("new").to_vec(),
            "the constructor's selector",
        );
    }
}

#[test]
fn a_message_cut_short_is_refused() {
    let mut suite = Suite::ready();
    let whole = claims::submit(FIRST, claim(1, three_lines(), TODAY), None).payload();
    for length in (4..whole.len()).step_by(7) {
        is_refused(&mut suite, Contract::Claims, whole[..length].to_vec(), "part of a claim");
    }
}

#[test]
fn bytes_after_a_message_never_change_what_it_means() {
    let mut suite = Suite::ready();
    let mut payload = claims::submit(FIRST, claim(1, three_lines(), TODAY), None).payload();
    let at = suite.at.of(Contract::Claims);
    let plain = suite.chain.dry_run(Person::Provider.account(), at, payload.clone());
    payload.push(0);
    let trailed = suite.chain.dry_run(Person::Provider.account(), at, payload);
    assert!(trailed == plain || !trailed.succeeded(), "{trailed:?}");
}

#[test]
fn a_message_larger_than_the_contracts_buffer_is_refused() {
    let mut suite = Suite::ready();
    let many = vec![line(VISIT, 1, 1); BUFFER / size_of::<Line>() + 1_000];
    let payload = claims::submit(FIRST, claim(1, many, TODAY), None).payload();
    assert!(payload.len() > BUFFER);
    is_refused(&mut suite, Contract::Claims, payload, "16 KiB");
}

#[test]
fn a_length_that_promises_more_than_there_is_is_refused() {
    let mut suite = Suite::ready();
    let mut payload = coverage::add_fees(PLAN, Vec::new()).payload();
    payload.truncate(payload.len() - 1);
    // Compact for 2^30 − 1 entries.
    payload.extend([0xfe, 0xff, 0xff, 0xff]);
    is_refused(&mut suite, Contract::Coverage, payload, "an empty promise");
}

#[test]
fn values_that_no_type_allows_are_refused() {
    let mut suite = Suite::ready();
    let consent =
        healink_e2e::messages::consent::give(payment_terms(healink_domain::consent::Effect::Permit, TODAY));
    let mut payload = consent.payload();
    payload[4] = 9; // No such kind of grantee.
    is_refused(&mut suite, Contract::Consent, payload, "an unknown variant");
}

#[test]
fn no_message_takes_the_chains_own_money() {
    for contract in Contract::ALL {
        let payable: Vec<_> = contract.artifact().payable().collect();
        assert!(payable.is_empty(), "{}: {payable:?}", contract.name());
    }
}
