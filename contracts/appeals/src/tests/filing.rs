use super::*;
use crate::Error;
use healink_domain::claims::{AppealError, StatusError};

#[ink::test]
fn an_appeal_is_put_down_with_the_payer_first() {
    let mut appeals = office();
    assert_eq!(file(&mut appeals, 7, PROVIDER, DECIDED.plus(3)), Ok(1));
    let record = appeals.appeal(1).unwrap();
    let expected = Appeal {
        claim: 7,
        level: Level::Payer,
        by: PROVIDER,
        filed_on: DECIDED.plus(3),
        document: GROUNDS,
        ruled: None,
    };
    assert_eq!(record.appeal, expected);
    assert_eq!((record.payer, record.policy, record.provider), (1, 1, PROVIDER));
    assert_eq!(appeals.appeals_of(7), [1]);
    assert_eq!(open(&appeals, Docket::Payer(1)), [1]);
    assert_eq!(open(&appeals, Docket::Independent), NONE);
    assert_eq!((appeals.appeal(2), appeals.appeals_of(8)), (None, vec![]));
}

#[test]
fn the_provider_and_the_member_may_file_and_nobody_else() {
    for by in EVERYONE {
        afresh(|| {
            let mut appeals = office();
            if [PROVIDER, MEMBER].contains(&by) {
                assert_eq!(file(&mut appeals, 1, by, DECIDED), Ok(1));
            } else {
                refuses(&mut appeals, |appeals| file(appeals, 1, by, DECIDED), Error::NotParty);
            }
        });
    }
}

#[test]
fn level_one_is_filed_up_to_the_last_of_the_plans_days() {
    let last = DECIDED.plus(180);
    for (on, expected) in
        [(DECIDED, Ok(1)), (last, Ok(1)), (last.plus(1), Err(Error::Appeal(AppealError::Late { last })))]
    {
        afresh(|| {
            let mut appeals = office();
            match expected {
                Ok(id) => assert_eq!(file(&mut appeals, 1, MEMBER, on), Ok(id), "{on:?}"),
                Err(error) => refuses(&mut appeals, |appeals| file(appeals, 1, MEMBER, on), error),
            }
        });
    }
}

#[test]
fn level_two_is_filed_within_its_days_after_the_payer_upheld_the_decision() {
    let ruled_on = DECIDED.plus(20);
    let last = ruled_on.plus(120);
    for (on, in_time) in [(ruled_on, true), (last, true), (last.plus(1), false)] {
        afresh(|| {
            let mut appeals = office();
            file(&mut appeals, 1, MEMBER, DECIDED).unwrap();
            rule(&mut appeals, 1, EXAMINER, ruled_on, true).unwrap();
            if in_time {
                assert_eq!(file(&mut appeals, 1, PROVIDER, on), Ok(2), "the other party may file it");
                assert_eq!(appeal(&appeals, 2).level, Level::Independent);
                assert_eq!(appeals.appeals_of(1), [1, 2]);
                assert_eq!(open(&appeals, Docket::Independent), [2]);
            } else {
                refuses(&mut appeals, |appeals| file(appeals, 1, PROVIDER, on), AppealError::Late { last });
            }
        });
    }
}

#[test]
fn level_two_is_open_once_the_payers_time_is_over_and_level_one_has_lapsed_then() {
    let due = DECIDED.plus(30);
    let late = AppealError::Late { last: due.plus(120) };
    for (on, expected) in [
        (due, Err(AppealError::TooEarly { from: due.plus(1) })),
        (due.plus(1), Ok(())),
        (due.plus(120), Ok(())),
        (due.plus(121), Err(late)),
    ] {
        afresh(|| {
            let mut appeals = office();
            file(&mut appeals, 1, MEMBER, DECIDED).unwrap();
            if let Err(error) = expected {
                return refuses(&mut appeals, |appeals| file(appeals, 1, MEMBER, on), error);
            }
            assert_eq!(file(&mut appeals, 1, MEMBER, on), Ok(2));
            assert_eq!(open(&appeals, Docket::Payer(1)), NONE, "nobody waits for the payer any more");
            assert_eq!(open(&appeals, Docket::Independent), [2]);
            assert_eq!(appeal(&appeals, 1).ruled, None);
            let ruling = |appeals: &mut Appeals| rule(appeals, 1, EXAMINER, on, true);
            refuses(&mut appeals, ruling, Error::Lapsed { to: 2 });
        });
    }
}

#[ink::test]
fn there_is_no_third_level() {
    let mut appeals = office();
    file(&mut appeals, 1, MEMBER, DECIDED).unwrap();
    rule(&mut appeals, 1, EXAMINER, DECIDED, true).unwrap();
    file(&mut appeals, 1, MEMBER, DECIDED).unwrap();
    refuses(&mut appeals, |appeals| file(appeals, 1, MEMBER, DECIDED), AppealError::Exhausted);
    rule(&mut appeals, 2, REVIEWER, DECIDED, true).unwrap();
    refuses(&mut appeals, |appeals| file(appeals, 1, MEMBER, DECIDED), AppealError::Exhausted);
}

#[ink::test]
fn a_decision_that_was_overturned_is_not_appealed_again() {
    let mut appeals = office();
    file(&mut appeals, 1, MEMBER, DECIDED).unwrap();
    rule(&mut appeals, 1, EXAMINER, DECIDED, false).unwrap();
    refuses(&mut appeals, |appeals| file(appeals, 1, MEMBER, DECIDED), AppealError::Overturned);
}

#[ink::test]
fn a_claim_without_a_decision_is_not_appealed() {
    let mut appeals = office();
    let filing = Filing { claim: 1, earlier: vec![], by: MEMBER, on: DECIDED, document: GROUNDS };
    let waiting = ClaimSummary { decided_on: None, ..appealed(1, 1) };
    let put = |appeals: &mut Appeals| appeals.put_filed(filing, &waiting, &standing(1, MEMBER));
    refuses(&mut appeals, put, Error::Claims(StatusError::NotDecided.into()));
}

#[ink::test]
fn numbers_do_not_wrap_around() {
    let mut appeals = office();
    appeals.last = u64::MAX;
    refuses(&mut appeals, |appeals| file(appeals, 1, MEMBER, DECIDED), Error::NumbersExhausted);
}
