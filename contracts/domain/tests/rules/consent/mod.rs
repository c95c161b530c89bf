//! Rules of consent: what each says case by case.

mod care;
mod decide;
mod emergency;
mod ledger;

use healink_domain::{
    consent::{Action, Category, CategorySet, Effect, End, Grant, Grantee, Maker, Purpose, Query, Terms},
    Account, Day, Digest, Moment, Period,
};

pub const ACTOR: Account = Account([1; 32]);
pub const GUARDIAN: Account = Account([7; 32]);
pub const DAY: Day = Day(20_000);

pub fn moment(day: u32) -> Moment {
    Moment(u64::from(day) * 86_400_000)
}

pub fn period(from: u32, until: u32) -> Period {
    Period { from: Day(from), until: Some(Day(until)) }
}

pub fn results() -> CategorySet {
    Category::Results.set()
}

/// Permits the actor to read results for treatment, from day 19,000 until day 21,000.
pub fn terms() -> Terms {
    Terms {
        grantee: Grantee::Account(ACTOR),
        effect: Effect::Permit,
        purposes: Purpose::Treatment.set(),
        categories: results(),
        actions: Action::Read.set(),
        validity: period(19_000, 21_000),
        data: Period::ALWAYS,
        receipt: Digest([9; 32]),
    }
}

/// A grant on `terms()` as changed, the patient's own, made on day 19,000 + `id`.
pub fn given(id: u32, change: impl FnOnce(&mut Terms)) -> Grant {
    let mut terms = terms();
    change(&mut terms);
    Grant { id, terms, maker: Maker::Patient, granted_at: moment(19_000 + id), ended: None }
}

pub fn deny(terms: &mut Terms) {
    terms.effect = Effect::Deny;
}

/// A grant that ended on a day.
pub fn ended(grant: Grant, on: Day) -> Grant {
    Grant { ended: Some(End { on, superseded_by: None }), ..grant }
}

/// A grant that the guardian made.
pub fn by_guardian(grant: Grant) -> Grant {
    Grant { maker: Maker::Proxy(GUARDIAN), ..grant }
}

pub fn query() -> Query {
    Query {
        actor: ACTOR,
        purpose: Purpose::Treatment,
        categories: results(),
        action: Action::Read,
        day: DAY,
        data: Period::ALWAYS,
    }
}
