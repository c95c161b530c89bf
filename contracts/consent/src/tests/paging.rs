//! Pages: their bounds, their ends, and that together they are the whole list, the history included.

use healink_domain::consent::MAX_GRANTS;

use super::*;
use crate::MAX_LISTED;

fn patient(number: u8) -> Account {
    Account([0xa0 + number; 32])
}

/// The numbers of all grants of a list, page by page, and the sizes of the pages.
fn walk(registry: &Consent, list: GrantList, wanted: u32) -> (Vec<(Account, GrantId)>, Vec<usize>) {
    let (mut items, mut sizes, mut from) = (Vec::new(), Vec::new(), 0);
    loop {
        let found = registry.grants(list, from, wanted);
        sizes.push(found.items.len());
        items.extend(found.items.iter().map(|(patient, grant)| (*patient, grant.id)));
        match found.next {
            Some(next) => from = next,
            None => return (items, sizes),
        }
    }
}

#[ink::test]
fn the_pages_of_a_patient_are_classes_first_then_account_by_account() {
    let mut registry = registry();
    for _ in 0..MAX_GRANTS {
        give(&mut registry, terms(TO_CLINIC)).unwrap();
    }
    for grantee in [TO_LICENSED, Grantee::Account(STRANGER), TO_LICENSED] {
        give(&mut registry, terms(grantee)).unwrap();
    }
    let all: Vec<_> =
        [33, 35].into_iter().chain(1..=32).chain([34]).map(|id: GrantId| (PATIENT, id)).collect();

    let table: [(u32, &[usize]); 5] = [
        (0, &[1; 35]),
        (2, &[[2; 17].as_slice(), &[1]].concat()),
        (34, &[34, 1]),
        (35, &[35]),
        (u32::MAX, &[35]),
    ];
    for (wanted, sizes) in table {
        let found = walk(&registry, GrantList::Patient(PATIENT), wanted);
        assert_eq!((found.0, found.1.as_slice()), (all.clone(), sizes), "{wanted}");
    }
}

#[ink::test]
fn grants_that_moved_to_the_history_stay_in_both_lists() {
    let mut registry = registry();
    for id in 1..=100 {
        give(&mut registry, terms(TO_CLINIC)).unwrap();
        registry.withdraw(TO_CLINIC, Some(id), None).unwrap();
        if id % 7 == 0 {
            set_day(TODAY.plus(id));
        }
    }
    let all: Vec<_> = (1..=100).map(|id| (PATIENT, id)).collect();

    for list in [GrantList::Patient(PATIENT), GrantList::Grantee(CLINIC)] {
        for wanted in [1, 3, 32, 33, MAX_LISTED as u32] {
            let (mut found, sizes) = walk(&registry, list, wanted);
            assert!(sizes.iter().rev().skip(1).all(|size| *size == wanted as usize), "{list:?} {wanted}");
            found.sort_unstable();
            assert_eq!(found, all, "{list:?} {wanted}");
        }
    }
}

#[ink::test]
fn the_pages_of_a_grantee_are_patient_by_patient() {
    let mut registry = registry();
    let mut all = Vec::new();
    for number in 0..20 {
        act_as(patient(number));
        for id in 1..=3 {
            give(&mut registry, terms(TO_CLINIC)).unwrap();
            all.push((patient(number), id));
        }
    }

    for (wanted, sizes) in [(30, [30, 30]), (MAX_LISTED as u32, [40, 20]), (u32::MAX, [40, 20])] {
        let found = walk(&registry, GrantList::Grantee(CLINIC), wanted);
        assert_eq!((found.0, found.1.as_slice()), (all.clone(), sizes.as_slice()), "{wanted}");
    }
}

#[ink::test]
fn a_page_behind_the_end_or_of_nobody_is_empty() {
    let mut registry = registry();
    give(&mut registry, terms(TO_CLINIC)).unwrap();

    let empty = Page { items: vec![], next: None };
    for from in [2 << 32, 3 << 32 | 7, u64::MAX] {
        assert_eq!(registry.grants(GrantList::Patient(PATIENT), from, 50), empty, "{from}");
        assert_eq!(registry.grants(GrantList::Grantee(CLINIC), from, 50), empty, "{from}");
    }
    assert_eq!(registry.grants(GrantList::Patient(STRANGER), 0, 50), empty);
    assert_eq!(registry.grants(GrantList::Grantee(STRANGER), 0, 50), empty);
}
