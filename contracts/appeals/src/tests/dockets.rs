use super::*;
use healink_interfaces::MAX_PAGE;

/// Appeals 1 to `count` against the decisions on claims of those numbers, of payer 1.
fn many(count: u64) -> Appeals {
    let mut appeals = office();
    for claim in 1..=count {
        assert_eq!(file(&mut appeals, claim, MEMBER, DECIDED), Ok(claim));
    }
    appeals
}

#[ink::test]
fn open_appeals_come_newest_first_page_by_page() {
    let appeals = many(60);
    let first = appeals.open(Docket::Payer(1), 0, 1_000);
    assert_eq!(first.items.len(), MAX_PAGE as usize);
    assert_eq!((first.items[0].0, first.next), (60, Some(10)));
    assert_eq!(first.items[0].1, appeals.appeal(60).unwrap());
    let second = appeals.open(Docket::Payer(1), first.next.unwrap(), 1_000);
    let ids: Vec<_> = second.items.iter().map(|(id, _)| *id).collect();
    assert_eq!((ids, second.next), ((1..=10).rev().collect(), None));
    let one = appeals.open(Docket::Payer(1), 0, 0);
    assert_eq!((one.items.len(), one.next), (1, Some(59)), "at least one a page");
}

#[test]
fn an_appeal_leaves_its_docket_from_anywhere() {
    // Every order in which four open appeals can be ruled on.
    for order in permutations(&[1, 2, 3, 4]) {
        afresh(|| {
            let mut appeals = many(4);
            let mut left = vec![4, 3, 2, 1];
            for id in &order {
                rule(&mut appeals, *id, EXAMINER, DECIDED, true).unwrap();
                left.retain(|open| open != id);
                assert_eq!(open(&appeals, Docket::Payer(1)), left, "{order:?}");
            }
            assert_eq!(load(&appeals.tables.dockets, Docket::Payer(1)), None, "no row for nothing");
            assert_eq!(file(&mut appeals, 9, MEMBER, DECIDED), Ok(5));
            assert_eq!(open(&appeals, Docket::Payer(1)), [5]);
        });
    }
}

fn permutations(items: &[AppealId]) -> Vec<Vec<AppealId>> {
    if items.is_empty() {
        return vec![vec![]];
    }
    let with_first = |first: &AppealId| {
        let rest: Vec<_> = items.iter().copied().filter(|item| item != first).collect();
        permutations(&rest).into_iter().map(move |tail| [vec![*first], tail].concat()).collect::<Vec<_>>()
    };
    items.iter().flat_map(with_first).collect()
}

#[ink::test]
fn each_docket_holds_its_own() {
    let mut appeals = office();
    file_with(&mut appeals, 1, 1, MEMBER, DECIDED).unwrap();
    file_with(&mut appeals, 2, 2, MEMBER, DECIDED).unwrap();
    file_with(&mut appeals, 3, 1, MEMBER, DECIDED).unwrap();
    rule(&mut appeals, 1, EXAMINER, DECIDED, true).unwrap();
    file_with(&mut appeals, 1, 1, MEMBER, DECIDED).unwrap();
    assert_eq!(open(&appeals, Docket::Payer(1)), [3]);
    assert_eq!(open(&appeals, Docket::Payer(2)), [2]);
    assert_eq!(open(&appeals, Docket::Independent), [4]);
    for (docket, from) in [
        (Docket::Payer(3), 0),
        (Docket::Payer(1), 1),
        (Docket::Payer(1), 2),
        (Docket::Payer(1), 4),
        (Docket::Payer(1), 9),
    ] {
        let page = appeals.open(docket, from, 50);
        assert_eq!((page.items, page.next), (vec![], None), "{docket:?} from {from}");
    }
}

#[ink::test]
fn a_page_fits_what_ink_returns_at_once() {
    let page = many(60).open(Docket::Payer(1), 0, 50);
    let record = page.items[0].1;
    let ruled = Some(Ruled { on: DECIDED, by: EXAMINER, upheld: true, document: REASONS });
    let largest =
        healink_domain::claims::AppealRecord { appeal: Appeal { ruled, ..record.appeal }, ..record };
    assert!(largest.encoded_size() * (MAX_PAGE as usize + 1) < 16_384);
}
