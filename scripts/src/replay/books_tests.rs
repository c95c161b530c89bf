#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use super::*;
use crate::{replay::cases_of_the_samples, simulate::Consent};

fn books(records: &[ClaimRecord]) -> Books {
    let mut books = Books::default();
    for record in records {
        books.add(record).unwrap();
    }
    books
}

fn records() -> Vec<ClaimRecord> {
    cases_of_the_samples(Consent::Permit).into_iter().map(|case| case.record).collect()
}

#[test]
fn the_books_are_the_sum_of_the_standing_decisions() {
    let records = records();
    let found = books(&records);
    let paid = Cents::sum(records.iter().map(|record| record.totals.paid)).unwrap();
    assert_eq!(found.payers[&1], Balance { committed: paid, settled: Cents::ZERO });
    let deductible = |used: &Accumulators| used.deductible;
    let counted = Cents::sum(found.members.values().map(deductible)).unwrap();
    assert_eq!(counted, Cents::sum(records.iter().map(|record| record.totals.deductible)).unwrap());
    assert!(found.authorisations.values().any(|used| used.of(0) == 1));
}

#[test]
fn a_reversed_decision_leaves_no_trace() {
    let mut records = records();
    let index = records.iter().position(|record| !record.contribution.is_empty()).unwrap();
    let (with, without) = (books(&records), {
        let mut others = records.clone();
        others.remove(index);
        books(&others)
    });
    assert_ne!(with.payers, without.payers);
    for status in [Status::Void, Status::Replaced { by: 9 }, Status::Overturned { by: 9 }] {
        records[index].status = status;
        let reversed = books(&records);
        assert_eq!(reversed.payers, without.payers);
        let some = |books: &Books| -> Vec<Accumulators> {
            books.members.values().filter(|used| !used.is_empty()).cloned().collect()
        };
        assert_eq!(some(&reversed), some(&without));
    }
}

#[test]
fn books_that_differ_are_told_apart() {
    let balance = Balance { committed: Cents(5), settled: Cents(7) };
    let right = Escrow { free: Cents(1), committed: Cents(5), paid: Cents(10), owed: Cents(3) };
    assert_eq!(escrow(1, &right, Cents(3), &balance), []);
    let wrong = Escrow { committed: Cents(6), ..right };
    assert_eq!(escrow(1, &wrong, Cents(3), &balance), [Difference::new("payer 1: promised", "0.06", "0.05")]);
    assert_eq!(escrow(1, &right, Cents(2), &balance)[0].what, "payer 1: owed by providers");
    assert_eq!(escrow(1, &Escrow { paid: Cents(11), ..right }, Cents(3), &balance)[0].recomputed, "0.07");
    let used = Accumulators { deductible: Cents(1), ..Accumulators::default() };
    assert!(accumulators("x".into(), &used, &used).is_none());
    assert!(accumulators("x".into(), &used, &Accumulators::default()).is_some());
    let mut units = UnitsUsed::default();
    assert!(authorised(1, &units, &units).is_none());
    units.add(0, 2).unwrap();
    assert!(authorised(1, &units, &UnitsUsed::default()).is_some());
}
