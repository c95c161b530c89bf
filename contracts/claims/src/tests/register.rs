use super::*;
use healink_domain::claims::StatusError;
use healink_interfaces::{ClaimsRegistry, Reviewed};

#[ink::test]
fn a_decided_claim_is_put_down_and_promised() {
    let mut claims = office();
    let summary = enter(&mut claims, decided(1, 0, claim(1), Ok(8_000))).unwrap();
    assert_eq!(summary.status, adjudicated(8_000, AppealState::None));
    assert_eq!((summary.id, summary.payer, summary.decided_on), (1, 1, Some(TODAY)));
    assert_eq!(claims.summary(1), Some(summary));
    let escrow = claims.statement(1).escrow;
    assert_eq!((escrow.free, escrow.committed), (Cents(92_000), Cents(8_000)));
    assert_eq!(claims.claim_by_document(1, Digest([1; 32])), Some(1));
    assert_eq!(claims.claim_by_document(2, Digest([1; 32])), None);
    assert_eq!(claims.ensure_fresh(1, Digest([1; 32])), Err(Error::AlreadySubmitted { claim: 1 }));
    assert_eq!(claims.ensure_fresh(2, Digest([1; 32])), Ok(()), "another payer has documents of its own");
}

#[ink::test]
fn the_view_of_a_claim_is_its_record() {
    let mut claims = office();
    enter(&mut claims, decided(1, 0, claim(1), Ok(8_000))).unwrap();
    let filed = claims.claim(1).unwrap();
    let read = ClaimRecord::decode_all(&mut &filed.encode()[..]).unwrap();
    let (status, totals) = (adjudicated(8_000, AppealState::None), filed.head.totals);
    let expected = ClaimRecord { status, payer: 1, decided_on: Some(TODAY), totals, ..record(claim(1)) };
    assert_eq!(read, expected);
    assert_eq!(read.summary(1), claims.summary(1).unwrap());
}

#[ink::test]
fn what_coverage_garbles_is_not_put_down() {
    let mut claims = office();
    let garbled = Decided { body: vec![1, 2, 3], ..decided(1, 0, claim(1), Ok(8_000)) };
    refuses(&mut claims, |c| enter(c, garbled), Error::CoverageUnavailable);
    let dear = decided(1, 0, claim(1), Ok(100_001));
    let short = healink_domain::claims::EscrowError::Short { free: Cents(100_000) };
    refuses(&mut claims, |c| enter(c, dear), short.into());
}

#[ink::test]
fn a_claim_that_waits_promises_nothing_and_keeps_its_links_when_it_is_decided() {
    let mut claims = busy_office();
    let waiting = claims.load_claim(4).unwrap().head;
    let since = Status::Pended { reason: PendReason::ReviewNeeded, since: TODAY };
    assert_eq!((waiting.status, waiting.decided_on), (since, None));
    set_day(TODAY.plus(9));
    let mut matter = matter(&claims, 1);
    let again = decided(4, 0, claim(4), Err(PendReason::ReviewNeeded));
    let still = claims.enter(&mut matter, again, Some(&waiting)).unwrap();
    assert_eq!(still.status, since, "since the first day");
    let now = claims.enter(&mut matter, decided(4, 0, claim(4), Ok(500)), Some(&waiting)).unwrap();
    assert_eq!((now.status, now.decided_on), (adjudicated(500, AppealState::None), Some(TODAY.plus(9))));
    assert_eq!(claims.load_claim(4).unwrap().head.previous, waiting.previous);
    assert_eq!(claims.newest, 4);
}

#[ink::test]
fn only_what_waits_is_decided_again_and_reviewed_only_what_waits_for_that() {
    let mut claims = busy_office();
    enter(&mut claims, decided(5, 4, claim(5), Err(PendReason::ConsentMissing))).unwrap();
    let review = || Some(Reviewed { by: STRANGER, overrides: vec![] });
    refuses(&mut claims, |c| c.resume(1, None), StatusError::AlreadyDecided.into());
    refuses(&mut claims, |c| c.resume(1, review()), StatusError::AlreadyDecided.into());
    refuses(&mut claims, |c| c.resume(5, review()), Error::NoReviewNeeded);
    refuses(&mut claims, |c| c.resume(9, None), Error::NoSuchClaim);
    let (filed, mut books) = (claims.load_claim(2).unwrap(), claims.payer_account(1));
    claims.end(2, filed, &mut books, Event::Void).unwrap();
    refuses(&mut claims, |c| c.resume(2, None), StatusError::Ended.into());
}

#[ink::test]
fn a_claim_that_ends_gives_back_its_promise_and_hands_its_record_on() {
    let mut claims = busy_office();
    let (filed, mut books) = (claims.load_claim(2).unwrap(), claims.payer_account(1));
    let ended = claims.end(2, filed, &mut books, Event::Replace { by: 5 }).unwrap();
    assert_eq!((ended.id, ended.body), (2, body(&record(claim(2)))));
    assert_eq!(status(&claims, 2), Status::Replaced { by: 5 });
    assert_eq!((books.escrow.free, books.escrow.committed), (Cents(90_000), Cents(10_000)));
    assert_eq!(claims.owed(1, PROVIDER), Cents(0));
    let filed = claims.load_claim(2).unwrap();
    refuses(&mut claims, |c| c.end(2, filed, &mut books, Event::Void).map(drop), StatusError::Ended.into());
}

#[ink::test]
fn lists_run_from_the_newest_claim_to_the_oldest() {
    let mut claims = busy_office();
    let theirs = Claim { provider: OTHER_PROVIDER, policy: 2, ..claim(5) };
    enter(&mut claims, decided(5, 0, theirs, Ok(0))).unwrap();
    let ids = |list, from, limit| -> (Vec<ClaimId>, Option<u64>) {
        let page = claims.claims(list, from, limit);
        (page.items.iter().map(|summary| summary.id).collect(), page.next)
    };
    assert_eq!(ids(List::Payer(1), 0, 3), (vec![5, 4, 3], Some(2)));
    assert_eq!(ids(List::Payer(1), 2, 3), (vec![2, 1], None));
    assert_eq!(ids(List::Payer(2), 0, 3), (vec![], None));
    assert_eq!(ids(List::Provider(PROVIDER), 0, 50), (vec![4, 3, 2, 1], None));
    assert_eq!(ids(List::Provider(OTHER_PROVIDER), 0, 50), (vec![5], None));
    assert_eq!(ids(List::Policy(1), 4, 0), (vec![4], Some(3)), "at least one");
    assert_eq!(ids(List::Policy(1), 5, 3), (vec![], None), "no claim of another list");
    assert_eq!(ids(List::Provider(PROVIDER), 99, 3), (vec![], None));
}

#[ink::test]
fn an_appeal_moves_the_status_and_nothing_else() {
    use healink_domain::claims::Level;
    use healink_interfaces::AppealStep;
    let mut claims = busy_office();
    set_caller(APPEALS);
    let open = AppealState::Open { level: Level::Payer };
    let summary = claims.appeal(1, AppealStep::Open(Level::Payer)).unwrap();
    assert_eq!(summary.status, adjudicated(10_000, open));
    refuses(&mut claims, |c| c.appeal(1, AppealStep::Open(Level::Payer)), StatusError::WrongLevel.into());
    refuses(&mut claims, |c| c.appeal(4, AppealStep::Open(Level::Payer)), StatusError::NotDecided.into());
    refuses(&mut claims, |c| c.appeal(9, AppealStep::Uphold), Error::NoSuchClaim);
    let filed = claims.load_claim(1).unwrap();
    let mut books = claims.payer_account(1);
    refuses(
        &mut claims,
        |c| c.end(1, filed, &mut books, Event::Void).map(drop),
        StatusError::UnderAppeal.into(),
    );
    claims.appeal(1, AppealStep::Uphold).unwrap();
    assert_eq!(status(&claims, 1), adjudicated(10_000, AppealState::Upheld { level: Level::Payer }));
    let escrow = claims.statement(1).escrow;
    assert_eq!((escrow.free, escrow.committed), (Cents(70_000), Cents(30_000)));
    refuses(&mut claims, |c| c.appeal(1, AppealStep::Overturn(vec![])), StatusError::NotAppealed.into());
}
