//! Pages: their bounds, their ends, and that together they are the whole list.

use healink_interfaces::MAX_PAGE;

use super::*;

/// All items, page by page, and the sizes of the pages.
fn walk(mut page: impl FnMut(u64) -> Page<(CredentialId, Credential)>) -> (Vec<CredentialId>, Vec<usize>) {
    let (mut ids, mut sizes, mut from) = (Vec::new(), Vec::new(), 0);
    loop {
        let found = page(from);
        ids.extend(found.items.iter().map(|(id, _)| *id));
        sizes.push(found.items.len());
        match found.next {
            Some(next) => from = next,
            None => return (ids, sizes),
        }
    }
}

/// 60 credentials of one provider by one board, kind by kind: 1 to 30, then 31 to 60.
fn sixty() -> Credentials {
    let mut registry = registry_with_boards();
    for kind in [Kind::DeaRegistration, Kind::TradingPartner] {
        for _ in 0..30 {
            registry.issue(IssueRequest { kind, ..licence() }).unwrap();
        }
    }
    registry
}

#[ink::test]
fn the_pages_of_a_provider_are_its_credentials_by_kind() {
    let registry = sixty();
    let all: Vec<u64> = (1..=60).collect();
    let table: [(u32, &[usize]); 6] = [
        (0, &[1; 60]),
        (1, &[1; 60]),
        (7, &[7, 7, 7, 7, 7, 7, 7, 7, 4]),
        (30, &[30, 30]),
        (MAX_PAGE, &[50, 10]),
        (u32::MAX, &[50, 10]),
    ];
    for (wanted, sizes) in table {
        let (ids, found) = walk(|from| registry.credentials_of(PROVIDER, from, wanted));
        assert_eq!((ids, found.as_slice()), (all.clone(), sizes), "{wanted}");
    }
}

#[ink::test]
fn the_pages_of_a_board_are_its_credentials_newest_first() {
    let registry = sixty();
    let all: Vec<u64> = (1..=60).rev().collect();
    for (wanted, sizes) in [(30, [30, 30]), (40, [40, 20]), (MAX_PAGE, [40, 20]), (u32::MAX, [40, 20])] {
        let (ids, found) = walk(|from| registry.issued_by(1, from, wanted));
        assert_eq!((ids, found.as_slice()), (all.clone(), sizes.as_slice()), "{wanted}");
    }
}

#[ink::test]
fn a_page_behind_the_end_or_of_nobody_is_empty() {
    let registry = sixty();
    let nothing = Page { items: Vec::new(), next: None };

    for from in [9 * 32, u64::MAX] {
        assert_eq!(registry.credentials_of(PROVIDER, from, 50), nothing);
    }
    assert_eq!(registry.credentials_of(STRANGER, 0, 50), nothing);
    for (board, from) in [(0, 0), (2, 0), (3, 0), (1, 61), (1, u64::MAX), (2, 60)] {
        assert_eq!(registry.issued_by(board, from, 50), nothing, "board {board} from {from}");
    }
}

#[ink::test]
fn boards_have_lists_of_their_own() {
    let mut registry = registry_with_boards();
    for board in [BOARD, OTHER_BOARD, OTHER_BOARD, BOARD] {
        act_as(board);
        registry.issue(licence()).unwrap();
    }

    let ids = |board| walk(|from| registry.issued_by(board, from, 1)).0;
    assert_eq!((ids(1), ids(2)), (vec![4, 1], vec![3, 2]));
}
