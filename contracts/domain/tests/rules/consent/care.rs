use healink_domain::consent::{
    Behalf, Care, CareCommand, CareError, Lock, Mandate, PurposeSet, Role, Scope, Sender, Speaker, Standing,
    StandingError, Switch, SwitchTerms, MAX_MANDATES, MIN_SILENCE_DAYS, MIN_WARNING_DAYS,
};
use scale::Decode;

use super::*;

const PATIENT: Account = Account([2; 32]);
const COURT: Account = Account([3; 32]);
const CUSTODIAN: Account = Account([4; 32]);
const OTHER: Account = Account([5; 32]);

const SCOPE: Scope = Scope { purposes: PurposeSet::ALL, categories: CategorySet::ORDINARY };

fn mandate(role: Role) -> Mandate {
    Mandate {
        holder: GUARDIAN,
        role,
        scope: SCOPE,
        period: period(19_000, 21_000),
        document: Digest([1; 32]),
    }
}

fn lock(until: u32) -> CareCommand {
    CareCommand::Lock(Some(Lock { until: Day(until), order: Digest([2; 32]) }))
}

fn watch(silence_days: u16, warning_days: u16) -> CareCommand {
    CareCommand::Watch(Some(SwitchTerms { custodian: CUSTODIAN, silence_days, warning_days }))
}

fn by(account: Account) -> Sender {
    Sender { account, governs: account == COURT }
}

/// What the command leads to on a day; an error has to leave everything as it was.
fn after(care: &Care, who: Account, command: CareCommand, on: u32) -> Result<Care, CareError> {
    let mut next = care.clone();
    let outcome = next.apply(PATIENT, by(who), command, Day(0), Day(on));
    if outcome.is_err() {
        assert_eq!(&next, care, "{command:?}");
    }
    outcome.map(|()| next)
}

fn with(commands: &[(Account, CareCommand)]) -> Care {
    commands
        .iter()
        .fold(Care::default(), |care, (who, command)| after(&care, *who, *command, 20_000).unwrap())
}

fn attorney() -> Care {
    with(&[(PATIENT, CareCommand::Appoint(mandate(Role::Attorney)))])
}

fn ward() -> Care {
    with(&[(PATIENT, CareCommand::Appoint(mandate(Role::Guardian)))])
}

#[test]
fn an_attorney_acts_within_period_and_scope() {
    let care = attorney();
    let behalf = Behalf { patient: PATIENT, maker: Maker::Proxy(GUARDIAN), silent_since: None };
    for (day, expected) in [
        (18_999, Err(CareError::NotAuthorised)),
        (19_000, Ok((behalf, SCOPE))),
        (20_999, Ok((behalf, SCOPE))),
        (21_000, Err(CareError::NotAuthorised)),
    ] {
        assert_eq!(care.behalf(PATIENT, GUARDIAN, Day(day)), expected, "{day}");
    }
    assert_eq!(care.behalf(PATIENT, OTHER, DAY), Err(CareError::NotAuthorised));
    assert_eq!(care.behalf(PATIENT, PATIENT, DAY), Err(CareError::NotAuthorised), "not on behalf of oneself");
    assert!(SCOPE.covers(&terms()));
    let sensitive = Terms { categories: Category::Hiv.set(), ..terms() };
    assert!(!SCOPE.covers(&sensitive));
    let payment = Scope { purposes: Purpose::Payment.set(), ..SCOPE };
    assert!(!payment.covers(&terms()));
    assert_eq!(care.standing(), Standing::default(), "an attorney's patient is nobody's ward");
}

#[test]
fn a_ward_is_released_on_the_day() {
    let care = ward();
    assert_eq!(care.standing(), Standing { ward_until: Day(21_000), ..Standing::default() });
    let standing = care.standing();
    for (day, is_ward) in [(20_000, true), (20_999, true), (21_000, false)] {
        assert_eq!(care.is_ward(Day(day)), is_ward);
        assert_eq!(standing.patient(Day(day)), Ok(Speaker { maker: Maker::Patient, is_ward }), "{day}");
        let appoints = after(
            &care,
            PATIENT,
            CareCommand::Appoint(Mandate {
                holder: OTHER,
                period: Period::ALWAYS,
                ..mandate(Role::Attorney)
            }),
            day,
        );
        assert_eq!(appoints.is_ok(), !is_ward, "{day}");
    }
}

#[test]
fn a_ward_changes_nothing_in_their_care_and_governance_and_the_guardian_do() {
    let care = ward();
    let dismiss = CareCommand::Dismiss { holder: GUARDIAN };
    for command in
        [dismiss, CareCommand::Appoint(mandate(Role::Attorney)), watch(90, 30), CareCommand::Watch(None)]
    {
        assert_eq!(after(&care, PATIENT, command, 20_000), Err(CareError::Ward), "{command:?}");
    }
    for who in [GUARDIAN, COURT] {
        let dismissed = after(&care, who, dismiss, 20_000).unwrap();
        assert_eq!((dismissed.mandates.len(), dismissed.standing()), (0, Standing::default()));
    }
    assert_eq!(after(&care, OTHER, dismiss, 20_000), Err(CareError::NotAuthorised));
}

#[test]
fn a_patient_dismisses_an_attorney_at_any_time() {
    let dismissed = after(&attorney(), PATIENT, CareCommand::Dismiss { holder: GUARDIAN }, 20_000).unwrap();
    assert_eq!(dismissed.behalf(PATIENT, GUARDIAN, DAY), Err(CareError::NotAuthorised));
    let unknown = after(&attorney(), PATIENT, CareCommand::Dismiss { holder: OTHER }, 20_000);
    assert_eq!(unknown, Err(CareError::NoSuchMandate));
}

#[test]
fn a_mandate_names_each_broken_rule() {
    let none = Care::default();
    let bad = |change: fn(&mut Mandate)| {
        let mut given = mandate(Role::Guardian);
        change(&mut given);
        after(&none, PATIENT, CareCommand::Appoint(given), 20_000).unwrap_err()
    };
    assert_eq!(bad(|given| given.holder = PATIENT), CareError::SelfAppointed);
    assert_eq!(bad(|given| given.scope.purposes = PurposeSet::EMPTY), CareError::BadScope);
    assert_eq!(bad(|given| given.scope.categories = CategorySet::EMPTY), CareError::BadScope);
    let nothing =
        |given: &mut Mandate| given.scope.categories = CategorySet::decode(&mut &[0xff; 4][..]).unwrap();
    assert_eq!(bad(nothing), CareError::BadScope);
    let nothing =
        |given: &mut Mandate| given.scope.purposes = PurposeSet::decode(&mut &[0xff; 2][..]).unwrap();
    assert_eq!(bad(nothing), CareError::BadScope);
    assert_eq!(bad(|given| given.period = period(30_000, 30_000)), CareError::BadPeriod);
    assert_eq!(bad(|given| given.period = period(19_000, 20_000)), CareError::BadPeriod);
    assert_eq!(bad(|given| given.period.until = None), CareError::BadPeriod, "a guardian's has an end");
    assert_eq!(bad(|given| given.period = period(20_001, 21_000)), CareError::BadPeriod, "and has begun");
    let open = Mandate { period: Period::ALWAYS, ..mandate(Role::Attorney) };
    assert!(after(&none, PATIENT, CareCommand::Appoint(open), 20_000).is_ok());
    let appointed = after(&none, OTHER, CareCommand::Appoint(open), 20_000);
    assert_eq!(appointed, Err(CareError::NotAuthorised));
    assert!(after(&none, COURT, CareCommand::Appoint(open), 20_000).is_ok());
}

#[test]
fn mandates_are_bounded_and_ended_ones_make_room() {
    let holder = |number: usize| Account([100 + u8::try_from(number).unwrap(); 32]);
    let given = |number| Mandate { holder: holder(number), ..mandate(Role::Attorney) };
    let mut care = Care::default();
    for number in 0..MAX_MANDATES {
        care = after(&care, PATIENT, CareCommand::Appoint(given(number)), 20_000).unwrap();
    }
    let more = CareCommand::Appoint(given(MAX_MANDATES));
    assert_eq!(after(&care, PATIENT, more, 20_000), Err(CareError::TooManyMandates));
    let anew = after(&care, PATIENT, CareCommand::Appoint(given(3)), 20_000).unwrap();
    assert_eq!(anew.mandates.len(), MAX_MANDATES, "a holder's mandate takes the place of the present one");
    let later = Mandate { period: period(20_000, 22_000), ..given(MAX_MANDATES) };
    assert_eq!(after(&care, PATIENT, CareCommand::Appoint(later), 21_000).unwrap().mandates, [later]);
}

#[test]
fn under_a_courts_lock_the_patients_own_acts_are_refused_and_others_count_like_theirs() {
    let care = after(&attorney(), COURT, lock(20_100), 20_000).unwrap();
    let until = Day(20_100);
    let dismiss = CareCommand::Dismiss { holder: GUARDIAN };
    for command in [dismiss, CareCommand::Appoint(mandate(Role::Attorney)), watch(90, 30)] {
        assert_eq!(after(&care, PATIENT, command, 20_000), Err(CareError::Locked { until }), "{command:?}");
        assert!(after(&care, PATIENT, command, 20_100).is_ok(), "{command:?}");
    }
    let standing = care.standing();
    assert_eq!(standing, Standing { locked_until: until, ..Standing::default() });
    assert_eq!(standing.patient(Day(20_099)), Err(StandingError::Locked { until }));
    assert_eq!(standing.patient(until), Ok(Speaker::PATIENT));
    let maker = |day| care.behalf(PATIENT, GUARDIAN, Day(day)).unwrap().0.maker;
    assert_eq!([maker(20_099), maker(20_100)], [Maker::Court(GUARDIAN), Maker::Proxy(GUARDIAN)]);
}

#[test]
fn governance_alone_sets_and_lifts_a_lock() {
    let none = Care::default();
    for who in [PATIENT, GUARDIAN, OTHER] {
        assert_eq!(after(&none, who, lock(20_100), 20_000), Err(CareError::NotAuthorised));
        assert_eq!(after(&none, who, CareCommand::Lock(None), 20_000), Err(CareError::NotAuthorised));
    }
    assert_eq!(after(&none, COURT, lock(20_000), 20_000), Err(CareError::BadPeriod));
    assert_eq!(after(&none, COURT, CareCommand::Lock(None), 20_000), Err(CareError::NoLock));
    let locked = after(&none, COURT, lock(20_100), 20_000).unwrap();
    assert_eq!(after(&locked, COURT, CareCommand::Lock(None), 20_000), Ok(none));
}

#[test]
fn a_custodian_takes_over_after_silence_notice_and_warning() {
    let care = with(&[(PATIENT, watch(90, 30))]);
    let notice = |care: &Care, last_act, on| {
        let mut next = care.clone();
        next.apply(PATIENT, by(CUSTODIAN), CareCommand::GiveNotice, Day(last_act), Day(on)).map(|()| next)
    };
    assert_eq!(notice(&care, 0, 20_089), Err(CareError::TooEarly { from: Day(20_090) }));
    let from = Day(20_140);
    assert_eq!(
        notice(&care, 20_050, 20_090),
        Err(CareError::TooEarly { from }),
        "an act on the grants counts"
    );
    let noticed = notice(&care, 0, 20_090).unwrap();
    assert_eq!(noticed.switch.unwrap().passes_on(), Some(Day(20_120)));
    assert_eq!(notice(&noticed, 0, 20_100), Err(CareError::AlreadyNotified { on: Day(20_090) }));

    let behalf = Behalf { patient: PATIENT, maker: Maker::Proxy(CUSTODIAN), silent_since: Some(Day(20_090)) };
    for (day, expected) in [
        (20_090, Err(CareError::NotAuthorised)),
        (20_119, Err(CareError::NotAuthorised)),
        (20_120, Ok((behalf, Scope::ALL))),
    ] {
        assert_eq!(noticed.behalf(PATIENT, CUSTODIAN, Day(day)), expected, "{day}");
        assert_eq!(noticed.behalf(PATIENT, OTHER, Day(day)), Err(CareError::NotAuthorised));
    }
    assert_eq!(behalf.speaker(Day(20_089)), Ok(Speaker { maker: behalf.maker, is_ward: false }));
    for acted in [20_090, 20_130] {
        assert_eq!(
            behalf.speaker(Day(acted)),
            Err(StandingError::PatientActed { on: Day(acted) }),
            "{acted}"
        );
    }
    let anew = notice(&noticed, 20_095, 20_185).unwrap();
    assert_eq!(anew.switch.unwrap().noticed_on, Some(Day(20_185)), "the first notice was void");
}

#[test]
fn any_act_of_the_patient_resets_the_switch_also_after_the_custodian_took_over() {
    let noticed = Switch {
        terms: SwitchTerms { custodian: CUSTODIAN, silence_days: 90, warning_days: 30 },
        last_act: Day(20_000),
        noticed_on: Some(Day(20_090)),
    };
    let care = Care { switch: Some(noticed), ..attorney() };
    for command in [
        CareCommand::StillHere,
        CareCommand::Dismiss { holder: GUARDIAN },
        CareCommand::Appoint(Mandate { period: Period::ALWAYS, ..mandate(Role::Attorney) }),
    ] {
        let reset = after(&care, PATIENT, command, 20_200).unwrap();
        assert_eq!(
            reset.switch,
            Some(Switch { last_act: Day(20_200), noticed_on: None, ..noticed }),
            "{command:?}"
        );
        assert_eq!(reset.behalf(PATIENT, CUSTODIAN, Day(20_200)), Err(CareError::NotAuthorised));
    }
    let by_others = after(&care, GUARDIAN, CareCommand::Dismiss { holder: GUARDIAN }, 20_200).unwrap();
    assert_eq!(by_others.switch, Some(noticed), "acts of others do not");
    let gone = after(&care, PATIENT, CareCommand::Watch(None), 20_200).unwrap();
    assert_eq!(gone.switch, None);
}

#[test]
fn a_switch_names_each_broken_rule() {
    let none = Care::default();
    let too_short = [(MIN_SILENCE_DAYS - 1, MIN_WARNING_DAYS), (MIN_SILENCE_DAYS, MIN_WARNING_DAYS - 1)];
    for (silence, warning) in too_short {
        assert_eq!(after(&none, PATIENT, watch(silence, warning), 20_000), Err(CareError::TooShort));
    }
    assert!(after(&none, PATIENT, watch(MIN_SILENCE_DAYS, MIN_WARNING_DAYS), 20_000).is_ok());
    let own = SwitchTerms { custodian: PATIENT, silence_days: 90, warning_days: 30 };
    let own = after(&none, PATIENT, CareCommand::Watch(Some(own)), 20_000);
    assert_eq!(own, Err(CareError::SelfAppointed));
    assert_eq!(after(&none, OTHER, watch(90, 30), 20_000), Err(CareError::NotAuthorised));
    assert_eq!(after(&none, COURT, watch(90, 30), 20_000), Err(CareError::NotAuthorised), "opt-in");
    for command in [CareCommand::Watch(None), CareCommand::StillHere] {
        assert_eq!(after(&none, PATIENT, command, 20_000), Err(CareError::NoSwitch));
    }
    assert_eq!(after(&none, CUSTODIAN, CareCommand::GiveNotice, 20_000), Err(CareError::NoSwitch));
    let watched = with(&[(PATIENT, watch(90, 30))]);
    assert_eq!(after(&watched, OTHER, CareCommand::GiveNotice, 20_200), Err(CareError::NotAuthorised));
    assert_eq!(after(&watched, CUSTODIAN, CareCommand::StillHere, 20_200), Err(CareError::NotAuthorised));
}

#[test]
fn what_gives_nobody_power_is_known() {
    let power =
        [CareCommand::Appoint(mandate(Role::Attorney)), watch(90, 30), CareCommand::GiveNotice, lock(1)];
    assert!(power.iter().all(CareCommand::gives_power));
    let none = [
        CareCommand::Dismiss { holder: GUARDIAN },
        CareCommand::Watch(None),
        CareCommand::StillHere,
        CareCommand::Lock(None),
    ];
    assert!(!none.iter().any(CareCommand::gives_power));
}
