//! Off-chain tests: everything but the calls to other contracts, whose answers are given here; the suites in `e2e` make them.
#![allow(clippy::unwrap_used, clippy::arithmetic_side_effects)]

mod administration;
mod dockets;
mod filing;
mod matrix;
mod ruling;

use healink_access::load;
use healink_domain::claims::{
    Appeal, AppealDays, AppealId, AppealState, ClaimId, ClaimSummary, Docket, Level, Outcome, PayerId,
    RoleSet, Ruled, Status, Totals,
};
use healink_domain::{Account, Cents, Day, Digest};
use healink_interfaces::Standing;
use ink::env::{test, DefaultEnvironment};
use scale::Encode;

use crate::hearing::Filing;
use crate::{Appeals, Result};

const OWNER: Account = Account([1; 32]);
const ADMIN: Account = Account([2; 32]);
const EXAMINER: Account = Account([3; 32]);
const TREASURER: Account = Account([4; 32]);
const REVIEWER: Account = Account([5; 32]);
const PROVIDER: Account = Account([6; 32]);
const MEMBER: Account = Account([7; 32]);
const STRANGER: Account = Account([8; 32]);
const EVERYONE: [Account; 8] = [OWNER, ADMIN, EXAMINER, TREASURER, REVIEWER, PROVIDER, MEMBER, STRANGER];
const CLAIMS: Account = Account([21; 32]);
const COVERAGE: Account = Account([22; 32]);

/// 2026-07-01, the day on which the claims were decided.
const DECIDED: Day = Day(20_635);
const DAYS: AppealDays = AppealDays { appeal: 180, decision: 30, external_review: 120 };
const NONE: [AppealId; 0] = [];
const GROUNDS: Digest = Digest([30; 32]);
const REASONS: Digest = Digest([31; 32]);

fn set_caller(account: Account) {
    test::set_caller::<DefaultEnvironment>(account.0.into());
}

/// Runs on an empty chain, for tests that go through many cases.
fn afresh(case: impl FnOnce()) {
    test::run_test::<DefaultEnvironment, _>(|_| {
        case();
        Ok(())
    })
    .unwrap();
}

/// A contract with one reviewer.
fn office() -> Appeals {
    test::set_block_timestamp::<DefaultEnvironment>(u64::from(DECIDED.0) * 86_400_000);
    set_caller(OWNER);
    let mut appeals = Appeals::new(OWNER, CLAIMS, COVERAGE);
    appeals.appoint(REVIEWER, true).unwrap();
    appeals
}

/// How a claim of a payer stands when its appeal was put down.
fn appealed(claim: ClaimId, payer: PayerId) -> ClaimSummary {
    let appeal = AppealState::Open { level: Level::Payer };
    ClaimSummary {
        id: claim,
        payer,
        policy: 1,
        provider: PROVIDER,
        service_day: Day(DECIDED.0 - 10),
        decided_on: Some(DECIDED),
        status: Status::Adjudicated { outcome: Outcome::Denied, payable: Cents(0), appeal },
        totals: Totals::default(),
    }
}

/// What coverage says of an account.
fn standing(payer: PayerId, account: Account) -> Standing {
    use healink_domain::claims::Role;
    let roles = match account {
        EXAMINER => Role::Examiner.set(),
        TREASURER => Role::Treasurer.set(),
        _ => RoleSet::EMPTY,
    };
    Standing { payer, admin: ADMIN, member: MEMBER, roles, days: DAYS }
}

/// Files an appeal against the decision on a claim of a payer.
fn file_with(
    appeals: &mut Appeals,
    claim: ClaimId,
    payer: PayerId,
    by: Account,
    on: Day,
) -> Result<AppealId> {
    let filing = Filing { claim, earlier: appeals.appeals_of(claim), by, on, document: GROUNDS };
    let (id, _) = appeals.put_filed(filing, &appealed(claim, payer), &standing(payer, by))?;
    Ok(id)
}

fn file(appeals: &mut Appeals, claim: ClaimId, by: Account, on: Day) -> Result<AppealId> {
    file_with(appeals, claim, 1, by, on)
}

/// Rules on an appeal, as far as this contract is concerned.
fn rule(appeals: &mut Appeals, id: AppealId, by: Account, on: Day, upheld: bool) -> Result<()> {
    let entry = appeals.load_open(id)?;
    let payer = entry.record.payer;
    appeals.ensure_may_rule(&entry.record, &standing(payer, by), by)?;
    appeals.put_ruled(id, entry, Ruled { on, by, upheld, document: REASONS })
}

fn appeal(appeals: &Appeals, id: AppealId) -> Appeal {
    appeals.appeal(id).unwrap().appeal
}

/// Numbers of the open appeals of a docket.
fn open(appeals: &Appeals, docket: Docket) -> Vec<AppealId> {
    appeals.open(docket, 0, 50).items.into_iter().map(|(id, _)| id).collect()
}

/// Everything that the contract stores under the numbers used here, encoded.
fn snapshot(appeals: &Appeals) -> Vec<u8> {
    use healink_interfaces::Administered;
    let mut all = (appeals.administration(), appeals.last).encode();
    EVERYONE.map(|account| appeals.is_reviewer(account)).encode_to(&mut all);
    for id in 0..=8 {
        load(&appeals.tables.appeals, id).encode_to(&mut all);
        appeals.appeals_of(id).encode_to(&mut all);
    }
    for docket in [Docket::Payer(1), Docket::Payer(2), Docket::Independent] {
        load(&appeals.tables.dockets, docket).encode_to(&mut all);
    }
    all
}

/// A refusal leaves everything as it was.
fn refuses<T: core::fmt::Debug + PartialEq>(
    appeals: &mut Appeals,
    act: impl FnOnce(&mut Appeals) -> Result<T>,
    error: impl Into<crate::Error>,
) {
    let (before, error) = (snapshot(appeals), error.into());
    assert_eq!(act(appeals), Err(error));
    assert!(snapshot(appeals) == before, "a refusal with {error:?} changed something");
}
