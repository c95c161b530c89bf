use super::*;
use healink_domain::claims::{Adjustment, Gate, GateSet};
use healink_domain::claims::{LineResult, Reason, RefusedBy, MAX_LINES};
use scale::Decode;

/// ink! gives a message 16 KiB for what it reads or returns.
const BUFFER: usize = 16_384;

#[test]
fn the_largest_record_fits_a_message() {
    let line = claim(1).lines[0];
    let result = LineResult {
        category: None,
        refused_by: Some(RefusedBy::Gate(Gate::Eligible)),
        passed: GateSet::EMPTY,
        billed: Cents(u64::MAX),
        allowed: Cents(0),
        paid: Cents(0),
        adjustments: vec![Adjustment { reason: Reason::Deductible, amount: Cents(1) }; 7],
    };
    let mut record = record(Claim { lines: vec![line; MAX_LINES], ..claim(1) });
    record.lines = vec![result; MAX_LINES];
    assert!(record.encoded_size() < BUFFER / 2, "{}", record.encoded_size());
}

#[test]
fn the_largest_batch_fits_a_message() {
    let line = claim(1).lines[0];
    let claim = Claim { lines: vec![line; crate::MAX_BATCH_LINES / crate::MAX_BATCH], ..claim(1) };
    let batch = vec![claim; crate::MAX_BATCH];
    assert!(batch.encoded_size() < BUFFER, "{}", batch.encoded_size());
}

#[test]
fn a_page_of_summaries_fits_a_message() {
    let summary = record(claim(1)).summary(1);
    let page = vec![summary; healink_interfaces::MAX_PAGE as usize];
    assert!(page.encoded_size() < BUFFER, "{}", page.encoded_size());
}

#[ink::test]
fn numbers_run_out_without_harm() {
    let mut claims = office();
    claims.newest = ClaimId::MAX;
    assert_eq!(claims.next(), Err(Error::NumbersExhausted));
}

#[test]
fn what_is_no_record_is_not_read_as_one() {
    assert!(crate::Filed::decode(&mut &[1u8, 2, 3][..]).is_err());
}
