//! Appeals: levels and days.

use healink_domain::{
    claims::{Appeal, AppealDays, AppealError as Error, AppealRecord, Docket, Level, Ruled},
    Account, Day, Digest,
};

use crate::fixtures::Case;

const DAYS: AppealDays = AppealDays { appeal: 180, decision: 60, external_review: 120 };
const DECIDED_ON: Day = Day(20_000);

fn first(ruled: Option<Ruled>) -> Appeal {
    let document = Digest([1; 32]);
    Appeal { claim: 7, level: Level::Payer, by: Account([1; 32]), filed_on: Day(20_100), document, ruled }
}

const fn ruled(on: u32, upheld: bool) -> Ruled {
    Ruled { on: Day(on), by: Account([2; 32]), upheld, document: Digest([2; 32]) }
}

fn level(last: Option<&Appeal>, today: u32) -> Result<Level, Error> {
    DAYS.level(DECIDED_ON, last, Day(today))
}

#[test]
fn the_days_are_the_plans() {
    assert_eq!(Case::empty().plan.days_for_appeals(), DAYS);
}

#[test]
fn level_1_is_filed_within_its_days_of_the_decision() {
    assert_eq!(level(None, 20_000), Ok(Level::Payer));
    assert_eq!(level(None, 20_180), Ok(Level::Payer));
    assert_eq!(level(None, 20_181), Err(Error::Late { last: Day(20_180) }));
}

#[test]
fn level_2_is_filed_within_its_days_of_an_upheld_level_1() {
    let upheld = first(Some(ruled(20_130, true)));
    assert_eq!(level(Some(&upheld), 20_130), Ok(Level::Independent));
    assert_eq!(level(Some(&upheld), 20_250), Ok(Level::Independent));
    assert_eq!(level(Some(&upheld), 20_251), Err(Error::Late { last: Day(20_250) }));
    assert_eq!(level(Some(&first(Some(ruled(20_130, false)))), 20_131), Err(Error::Overturned));
}

#[test]
fn level_2_is_filed_when_the_payer_let_its_days_pass() {
    let open = first(None);
    assert_eq!(level(Some(&open), 20_160), Err(Error::TooEarly { from: Day(20_161) }));
    assert_eq!(level(Some(&open), 20_161), Ok(Level::Independent));
    assert_eq!(level(Some(&open), 20_280), Ok(Level::Independent));
    assert_eq!(level(Some(&open), 20_281), Err(Error::Late { last: Day(20_280) }));
}

#[test]
fn there_is_no_third_level() {
    let external = Appeal { level: Level::Independent, ..first(Some(ruled(20_130, true))) };
    assert_eq!(level(Some(&external), 20_131), Err(Error::Exhausted));
}

#[test]
fn an_appeal_is_ruled_on_once() {
    let mut appeal = first(None);
    appeal.rule(ruled(20_130, true)).unwrap();
    assert_eq!(appeal, first(Some(ruled(20_130, true))));
    assert_eq!(appeal.rule(ruled(20_140, false)), Err(Error::AlreadyRuled));
    assert_eq!(appeal, first(Some(ruled(20_130, true))));
}

#[test]
fn an_open_appeal_waits_for_its_payer_or_for_the_independent_reviewers() {
    let at = |level| {
        let appeal = Appeal { level, ..first(None) };
        AppealRecord { appeal, payer: 3, policy: 1, provider: Account([1; 32]) }.docket()
    };
    assert_eq!(at(Level::Payer), Docket::Payer(3));
    assert_eq!(at(Level::Independent), Docket::Independent);
}
