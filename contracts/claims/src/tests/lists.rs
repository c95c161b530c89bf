use super::*;
use healink_interfaces::MAX_PAGE;

fn ids(page: &healink_interfaces::Page<ClaimSummary>) -> Vec<ClaimId> {
    page.items.iter().map(|summary| summary.id).collect()
}

/// Claims 1 to 60 for policy 1, by turns of PROVIDER and STRANGER, one a day.
fn many() -> Claims {
    let mut claims = office();
    set_caller(ENROLMENT);
    claims.enrol(policy(PLAN)).unwrap();
    for number in 1..=60u8 {
        let provider = if number % 2 == 1 { PROVIDER } else { STRANGER };
        let service_day = Day(TODAY.0 - u32::from(number));
        let claim = Claim { provider, service_day, ..visit(number) };
        let case = claims.open(claim, provider, TODAY).unwrap();
        claims.conclude(case, silent()).unwrap();
    }
    claims
}

#[ink::test]
fn lists_run_from_the_newest_claim_to_the_oldest_page_by_page() {
    let claims = many();
    let first = claims.claims_of(1, 0, 1_000);
    assert_eq!(ids(&first), (11..=60).rev().collect::<Vec<_>>());
    assert_eq!((first.items.len(), first.next), (MAX_PAGE as usize, Some(10)));
    let second = claims.claims_of(1, first.next.unwrap(), 1_000);
    assert_eq!((ids(&second), second.next), ((1..=10).rev().collect(), None));
    assert_eq!(ids(&claims.claims_by_payer(1, 0, 2)), [60, 59]);
    let odd = claims.claims_by_provider(PROVIDER, 0, 50);
    assert_eq!((ids(&odd), odd.next), ((1..=60).rev().filter(|id| id % 2 == 1).collect(), None));
    assert_eq!(first.items[0], record(&claims, 60).summary(60));
}

#[ink::test]
fn a_list_has_at_least_one_item_a_page_and_none_of_another_list() {
    let claims = many();
    let one = claims.claims_of(1, 0, 0);
    assert_eq!((ids(&one), one.next), (vec![60], Some(59)));
    for page in [
        claims.claims_of(2, 0, 50),
        claims.claims_of(9, 0, 50),
        claims.claims_of(2, 5, 50),
        claims.claims_of(1, 61, 50),
        claims.claims_by_payer(2, 0, 50),
        claims.claims_by_payer(2, 5, 50),
        claims.claims_by_provider(PROVIDER, 60, 50),
        claims.claims_by_provider(MEMBER, 0, 50),
    ] {
        assert_eq!((ids(&page), page.next), (vec![], None));
    }
}
