use super::*;
use crate::Error;
use healink_domain::claims::{AppealError, Role};

#[ink::test]
fn a_ruling_is_put_down_once() {
    let mut appeals = office();
    file(&mut appeals, 1, MEMBER, DECIDED).unwrap();
    assert_eq!(rule(&mut appeals, 1, EXAMINER, DECIDED.plus(5), false), Ok(()));
    let ruled = Ruled { on: DECIDED.plus(5), by: EXAMINER, upheld: false, document: REASONS };
    assert_eq!(appeal(&appeals, 1).ruled, Some(ruled));
    assert_eq!(open(&appeals, Docket::Payer(1)), NONE);
    let again = |appeals: &mut Appeals| rule(appeals, 1, EXAMINER, DECIDED, true);
    refuses(&mut appeals, again, AppealError::AlreadyRuled);
    refuses(&mut appeals, |appeals| rule(appeals, 2, EXAMINER, DECIDED, true), Error::NoSuchAppeal);
}

#[ink::test]
fn a_ruling_of_level_one_stays_what_it_was_when_level_two_is_open() {
    let mut appeals = office();
    file(&mut appeals, 1, MEMBER, DECIDED).unwrap();
    rule(&mut appeals, 1, EXAMINER, DECIDED, true).unwrap();
    file(&mut appeals, 1, MEMBER, DECIDED).unwrap();
    let again = |appeals: &mut Appeals| rule(appeals, 1, EXAMINER, DECIDED, false);
    refuses(&mut appeals, again, AppealError::AlreadyRuled);
}

#[ink::test]
fn the_payer_may_rule_late_as_long_as_no_reviewer_was_asked_for() {
    let mut appeals = office();
    file(&mut appeals, 1, MEMBER, DECIDED).unwrap();
    assert_eq!(rule(&mut appeals, 1, EXAMINER, DECIDED.plus(500), true), Ok(()));
}

/// Who may rule at a level, and what each of the others is told.
fn expected(level: Level, by: Account) -> Result<()> {
    match (level, by) {
        (Level::Payer, EXAMINER) | (Level::Independent, REVIEWER) => Ok(()),
        (Level::Payer, _) => Err(Error::MissingRole { role: Role::Examiner }),
        (Level::Independent, _) => Err(Error::NotReviewer),
    }
}

#[test]
fn at_each_level_those_rule_who_may_and_nobody_else() {
    for level in [Level::Payer, Level::Independent] {
        for by in EVERYONE {
            afresh(|| {
                let mut appeals = office();
                let mut id = file(&mut appeals, 1, MEMBER, DECIDED).unwrap();
                if level == Level::Independent {
                    rule(&mut appeals, id, EXAMINER, DECIDED, true).unwrap();
                    id = file(&mut appeals, 1, MEMBER, DECIDED).unwrap();
                }
                match expected(level, by) {
                    Ok(()) => assert_eq!(rule(&mut appeals, id, by, DECIDED, true), Ok(()), "{level:?}"),
                    Err(error) => refuses(&mut appeals, |a| rule(a, id, by, DECIDED, true), error),
                }
            });
        }
    }
}

#[test]
fn a_reviewer_with_a_stake_does_not_rule() {
    for by in [ADMIN, EXAMINER, TREASURER, PROVIDER, MEMBER] {
        afresh(|| {
            let mut appeals = office();
            set_caller(OWNER);
            appeals.appoint(by, true).unwrap();
            file(&mut appeals, 1, MEMBER, DECIDED).unwrap();
            rule(&mut appeals, 1, EXAMINER, DECIDED, true).unwrap();
            file(&mut appeals, 1, MEMBER, DECIDED).unwrap();
            refuses(&mut appeals, |a| rule(a, 2, by, DECIDED, true), Error::NotIndependent);
        });
    }
}

#[ink::test]
fn an_examiner_does_not_rule_on_an_appeal_of_his_own() {
    let mut appeals = office();
    file(&mut appeals, 1, MEMBER, DECIDED).unwrap();
    let entry = appeals.load_open(1).unwrap();
    let of_payer = standing(1, EXAMINER);
    let provider = appeals.ensure_may_rule(&entry.record, &of_payer, PROVIDER);
    let member = appeals.ensure_may_rule(&entry.record, &of_payer, MEMBER);
    assert_eq!((provider, member), (Err(Error::NotIndependent), Err(Error::NotIndependent)));
    assert_eq!(appeals.ensure_may_rule(&entry.record, &of_payer, EXAMINER), Ok(()));
}

#[ink::test]
fn whoever_is_reviewer_no_more_does_not_rule() {
    let mut appeals = office();
    file(&mut appeals, 1, MEMBER, DECIDED).unwrap();
    rule(&mut appeals, 1, EXAMINER, DECIDED, true).unwrap();
    file(&mut appeals, 1, MEMBER, DECIDED).unwrap();
    set_caller(OWNER);
    appeals.appoint(REVIEWER, false).unwrap();
    refuses(&mut appeals, |appeals| rule(appeals, 2, REVIEWER, DECIDED, true), Error::NotReviewer);
}
