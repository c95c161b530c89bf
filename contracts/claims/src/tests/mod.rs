//! Off-chain tests: everything but the calls to coverage, whose answers are given here; the suites in `e2e` make them.
#![allow(clippy::unwrap_used, clippy::panic, clippy::arithmetic_side_effects)]

mod bounds;
mod escrow;
mod matrix;
mod register;

use healink_domain::claims::{
    Accumulators, AppealState, Claim, ClaimId, ClaimRecord, ClaimSummary, Event, Evidence, Line, Outcome,
    PayerId, PendReason, PlanRef, Previous, Review, Status, Totals, UnitsUsed,
};
use healink_domain::consent::{Answer, Decision};
use healink_domain::{Account, Cents, CodeKey, Day, Digest, Jurisdiction};
use healink_interfaces::{Decided, Finding};
use ink::env::{test, DefaultEnvironment};
use scale::{DecodeAll, Encode};

use crate::register::Matter;
use crate::{Claims, Error, List, Result};

const OWNER: Account = Account([1; 32]);
const PROVIDER: Account = Account([6; 32]);
const OTHER_PROVIDER: Account = Account([7; 32]);
const STRANGER: Account = Account([8; 32]);
const COVERAGE: Account = Account([20; 32]);
const SETTLEMENT: Account = Account([21; 32]);
const APPEALS: Account = Account([22; 32]);
const EVERYONE: [Account; 7] = [OWNER, PROVIDER, OTHER_PROVIDER, STRANGER, COVERAGE, SETTLEMENT, APPEALS];

/// 2026-07-01.
const TODAY: Day = Day(20_635);
const PAID: Outcome = Outcome::PaidInFull;

fn set_caller(account: Account) {
    test::set_caller::<DefaultEnvironment>(account.0.into());
}

fn set_day(day: Day) {
    test::set_block_timestamp::<DefaultEnvironment>(u64::from(day.0) * 86_400_000);
}

/// Runs on an empty chain, for tests that go through many cases.
fn afresh(case: impl FnOnce()) {
    test::run_test::<DefaultEnvironment, _>(|_| {
        case();
        Ok(())
    })
    .unwrap();
}

/// A claim under policy 1; `document` tells claims apart.
fn claim(document: u8) -> Claim {
    let line = Line { code: CodeKey([1; 16]), units: 1, billed: Cents(10_000), prior_paid: Cents(0) };
    Claim {
        policy: 1,
        provider: PROVIDER,
        jurisdiction: Jurisdiction::parse("US-CA").unwrap(),
        service_day: TODAY,
        lines: vec![line],
        authorisation: None,
        document: Digest([document; 32]),
    }
}

/// The record of a claim as coverage makes it, from the claim on.
fn record(claim: Claim) -> ClaimRecord {
    let consent = Answer { decision: Decision::NoConsent, deciding: vec![] };
    ClaimRecord {
        status: Status::Void,
        payer: 0,
        decided_on: None,
        totals: Totals::default(),
        previous: Previous::default(),
        claim,
        plan: PlanRef { plan: 1, version: 1 },
        family: None,
        replaces: None,
        first: 1,
        contribution: Accumulators::default(),
        authorised: UnitsUsed::default(),
        evidence: Evidence {
            received_on: TODAY,
            filed_on: TODAY,
            review: Review::Waits,
            exceptions: vec![],
            billed_before: 0,
            credentials: vec![],
            network: None,
            consent,
            authorisation: None,
            units_used: UnitsUsed::default(),
            accumulators: Accumulators::default(),
            family: None,
        },
        lines: vec![],
    }
}

fn body(record: &ClaimRecord) -> Vec<u8> {
    let head = (record.status, record.payer, record.decided_on, record.totals, record.previous).encode();
    record.encode().split_off(head.len())
}

/// What coverage says of a claim: that so much is paid on it, or for what it waits.
fn decided(
    id: ClaimId,
    before: ClaimId,
    claim: Claim,
    found: core::result::Result<u64, PendReason>,
) -> Decided {
    let (finding, paid) = match found {
        Ok(paid) => (Finding::Adjudicated(PAID), Cents(paid)),
        Err(reason) => (Finding::Pended(reason), Cents(0)),
    };
    let totals = Totals { billed: Cents(10_000), paid, ..Totals::default() };
    Decided { id, finding, totals, before, body: body(&record(claim)) }
}

/// Takes down a new claim of payer 1 as coverage decided it.
fn enter(claims: &mut Claims, decided: Decided) -> Result<ClaimSummary> {
    let mut matter = matter(claims, 1);
    let summary = claims.enter(&mut matter, decided, None)?;
    claims.put_payer(1, matter.books);
    Ok(summary)
}

fn matter(claims: &Claims, payer: PayerId) -> Matter {
    Matter { payer, policy: 1, books: claims.payer_account(payer), ended: None }
}

/// 1,000.00 in the escrow of payer 1, and the other contracts known.
fn office() -> Claims {
    set_day(TODAY);
    set_caller(OWNER);
    let mut claims = Claims::new(OWNER, COVERAGE);
    claims.wire(SETTLEMENT, APPEALS).unwrap();
    set_caller(SETTLEMENT);
    claims.put_down(healink_interfaces::Booking::Deposit { payer: 1, amount: Cents(100_000) }).unwrap();
    claims
}

/// An office in which claims 1 to 3 are decided, with 100.00, 200.00 and nothing to pay, and claim 4 waits.
fn busy_office() -> Claims {
    let mut claims = office();
    for (id, found) in [(1, Ok(10_000)), (2, Ok(20_000)), (3, Ok(0)), (4, Err(PendReason::ReviewNeeded))] {
        enter(&mut claims, decided(id, id - 1, claim(id as u8), found)).unwrap();
    }
    claims
}

fn status(claims: &Claims, id: ClaimId) -> Status {
    claims.load_claim(id).unwrap().head.status
}

const fn adjudicated(payable: u64, appeal: AppealState) -> Status {
    Status::Adjudicated { outcome: PAID, payable: Cents(payable), appeal }
}

/// Everything that the contract stores under the numbers used here, encoded.
fn snapshot(claims: &Claims) -> Vec<u8> {
    let mut all = (claims.access.clone(), claims.wired, claims.newest).encode();
    for payer in 1..=2 {
        claims.statement(payer).encode_to(&mut all);
        [PROVIDER, OTHER_PROVIDER].map(|provider| claims.owed(payer, provider)).encode_to(&mut all);
        for document in 0..10 {
            claims.claim_by_document(payer, Digest([document; 32])).encode_to(&mut all);
        }
    }
    for id in 1..=6 {
        claims.claim(id).encode_to(&mut all);
    }
    [PROVIDER, OTHER_PROVIDER].map(|provider| claims.newest_of(provider)).encode_to(&mut all);
    all
}

/// A refusal leaves everything as it was.
fn refuses<T: core::fmt::Debug + PartialEq>(
    claims: &mut Claims,
    act: impl FnOnce(&mut Claims) -> Result<T>,
    error: Error,
) {
    let before = snapshot(claims);
    assert_eq!(act(claims), Err(error));
    assert!(snapshot(claims) == before, "a refusal with {error:?} changed something");
}
