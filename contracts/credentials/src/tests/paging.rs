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

/// 60 credentials of one provider: 1 to 30 by board 1, 31 to 60 by board 2.
fn sixty() -> Credentials {
    let mut registry = registry_with_boards();
    for (board, officer) in [(1, OFFICER), (2, OTHER_OFFICER)] {
        act_as(officer);
        registry.issue(board, vec![licence(); 30]).unwrap();
    }
    registry
}

#[ink::test]
fn the_pages_of_a_provider_or_a_board_are_its_credentials_newest_first() {
    let registry = sixty();
    let table: [(Of, u64, u64, u32, &[usize]); 7] = [
        (Of::Provider(PROVIDER), 1, 60, 0, &[1; 60]),
        (Of::Provider(PROVIDER), 1, 60, 7, &[7, 7, 7, 7, 7, 7, 7, 7, 4]),
        (Of::Provider(PROVIDER), 1, 60, 30, &[30, 30]),
        (Of::Provider(PROVIDER), 1, 60, MAX_PAGE, &[50, 10]),
        (Of::Provider(PROVIDER), 1, 60, u32::MAX, &[50, 10]),
        (Of::Board(1), 1, 30, 20, &[20, 10]),
        (Of::Board(2), 31, 60, u32::MAX, &[30]),
    ];
    for (of, oldest, newest, wanted, sizes) in table {
        let all: Vec<u64> = (oldest..=newest).rev().collect();
        let (ids, found) = walk(|from| registry.list(of, from, wanted));
        assert_eq!((ids, found.as_slice()), (all, sizes), "{of:?}, {wanted}");
    }
}

#[ink::test]
fn a_page_behind_the_end_or_of_nobody_is_empty() {
    let registry = sixty();
    let nothing = Page { items: Vec::new(), next: None };

    for from in [61, u64::MAX] {
        assert_eq!(registry.list(Of::Provider(PROVIDER), from, 50), nothing);
    }
    assert_eq!(registry.list(Of::Provider(STRANGER), 0, 50), nothing);
    for (board, from) in [(0, 0), (3, 0), (1, 31), (1, u64::MAX), (2, 30)] {
        assert_eq!(registry.list(Of::Board(board), from, 50), nothing, "board {board} from {from}");
    }
}
