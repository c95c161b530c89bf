//! Pages: their bounds, their ends, and that together they are the whole list.

use healink_domain::consent::MAX_GRANTS;
use healink_interfaces::MAX_PAGE;

use super::*;

fn patient(number: u8) -> Account {
    Account([0xa0 + number; 32])
}

/// All items, page by page, and the sizes of the pages.
fn walk<T>(mut page: impl FnMut(u64) -> Page<T>) -> (Vec<T>, Vec<usize>) {
    let (mut items, mut sizes, mut from) = (Vec::new(), Vec::new(), 0);
    loop {
        let found = page(from);
        sizes.push(found.items.len());
        items.extend(found.items);
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
        registry.grant(terms(TO_CLINIC)).unwrap();
    }
    for grantee in [TO_LICENSED, Grantee::Account(STRANGER), TO_LICENSED] {
        registry.grant(terms(grantee)).unwrap();
    }
    let all: Vec<u32> = [33, 35].into_iter().chain(1..=32).chain([34]).collect();

    let table: [(u32, &[usize]); 5] = [
        (0, &[1; 35]),
        (2, &[[2; 17].as_slice(), &[1]].concat()),
        (34, &[34, 1]),
        (35, &[35]),
        (u32::MAX, &[35]),
    ];
    for (wanted, sizes) in table {
        let (grants, found) = walk(|from| registry.grants_by_patient(PATIENT, from, wanted));
        let ids: Vec<_> = grants.iter().map(|grant| grant.id).collect();
        assert_eq!((ids, found.as_slice()), (all.clone(), sizes), "{wanted}");
    }
}

#[ink::test]
fn the_pages_of_a_grantee_are_patient_by_patient() {
    let mut registry = registry();
    let mut all = Vec::new();
    for number in 0..20 {
        act_as(patient(number));
        for id in 1..=3 {
            registry.grant(terms(TO_CLINIC)).unwrap();
            all.push((patient(number), id));
        }
    }

    for (wanted, sizes) in [(30, [30, 30]), (MAX_PAGE, [50, 10]), (u32::MAX, [50, 10])] {
        let (grants, found) = walk(|from| registry.grants_to(CLINIC, from, wanted));
        let ids: Vec<_> = grants.iter().map(|(patient, grant)| (*patient, grant.id)).collect();
        assert_eq!((ids, found.as_slice()), (all.clone(), sizes.as_slice()), "{wanted}");
    }
}

#[ink::test]
fn a_page_behind_the_end_or_of_nobody_is_empty() {
    let mut registry = registry();
    registry.grant(terms(TO_CLINIC)).unwrap();

    for from in [33, 34, 64, 1 << 37, u64::MAX] {
        assert_eq!(
            registry.grants_by_patient(PATIENT, from, 50),
            Page { items: vec![], next: None },
            "{from}"
        );
        assert_eq!(registry.grants_to(CLINIC, from, 50), Page { items: vec![], next: None }, "{from}");
    }
    assert_eq!(registry.grants_by_patient(STRANGER, 0, 50), Page { items: vec![], next: None });
    assert_eq!(registry.grants_to(STRANGER, 0, 50), Page { items: vec![], next: None });
}
