use healink_domain::{
    consent::{consulted, Changed, GrantError, Ledger, Speaker, WithdrawError, MAX_CLASS_GRANTS, MAX_GRANTS},
    credentials::Kind,
};

use super::*;

const PROXY: Speaker = Speaker { maker: Maker::Proxy(GUARDIAN), is_ward: false };
const COURT: Speaker = Speaker { maker: Maker::Court(GUARDIAN), is_ward: false };
const WARD: Speaker = Speaker { maker: Maker::Patient, is_ward: true };
const TO_ACTOR: Grantee = Grantee::Account(ACTOR);
const CLASS: Grantee = Grantee::Credentialed { kind: Kind::StateLicence, jurisdiction: None };

/// A ledger of these grants.
fn ledger(grants: &[Grant]) -> Ledger {
    Ledger { grants: grants.to_vec(), ..Ledger::default() }
}

/// So many permissions in force, for good.
fn full(count: usize) -> Ledger {
    let grants: Vec<_> = (1..).take(count).map(|id| given(id, |terms| terms.validity.until = None)).collect();
    ledger(&grants)
}

fn everything(terms: &mut Terms) {
    *terms = Terms {
        purposes: healink_domain::consent::PurposeSet::ALL,
        categories: CategorySet::ALL,
        actions: healink_domain::consent::ActionSet::ALL,
        validity: Period { from: Day(0), until: None },
        ..terms.clone()
    };
    deny(terms);
}

fn ids(grants: &[Grant]) -> Vec<u32> {
    grants.iter().map(|grant| grant.id).collect()
}

#[test]
fn a_grant_is_added_to_those_that_are_there() {
    let Changed { ledger, ended, batch } =
        ledger(&[given(1, |_| {})]).add(given(2, deny), None, &Speaker::PATIENT, DAY).unwrap();
    assert_eq!(ledger.grants, [given(1, |_| {}), given(2, deny)]);
    assert_eq!((ended, batch, ledger.batches, ledger.complete_from), (vec![], vec![], 0, Day(0)));
}

#[test]
fn a_grant_takes_the_place_of_an_older_one_for_the_same_grantee() {
    let before =
        ledger(&[given(1, |_| {}), given(2, |terms| terms.grantee = CLASS), ended(given(3, |_| {}), DAY)]);
    let add = |supersedes, speaker| before.clone().add(given(4, |_| {}), Some(supersedes), speaker, DAY);

    let changed = add(1, &Speaker::PATIENT).unwrap();

    assert_eq!(changed.ended, [1]);
    assert_eq!(changed.ledger.grants[0].ended, Some(End { on: DAY, superseded_by: Some(4) }));
    for other in [2, 3, 5] {
        assert_eq!(add(other, &Speaker::PATIENT), Err(GrantError::NothingToSupersede), "{other}");
    }
    let denial = ledger(&[given(1, deny)]);
    let by_proxy = denial.add(by_guardian(given(4, deny)), Some(1), &PROXY, DAY);
    assert_eq!(by_proxy, Err(GrantError::NothingToSupersede), "the patient's no stays");
}

#[test]
fn grants_that_are_over_make_room_the_oldest_half_of_the_time_first() {
    let mut before = full(MAX_GRANTS);
    for (place, over) in [(3, 19_100), (5, 19_500), (9, 19_600), (11, 20_000)] {
        before.grants[place].ended = Some(End { on: Day(over), superseded_by: None });
    }

    let changed = before.clone().add(given(33, |_| {}), None, &Speaker::PATIENT, DAY).unwrap();

    assert_eq!(ids(&changed.batch), [4, 6], "over by the middle of 19,100 and 20,000");
    assert_eq!((changed.ledger.complete_from, changed.ledger.batches), (Day(19_500), 1));
    assert_eq!((changed.ledger.grants.len(), changed.ended), (31, vec![]));
    let all = [ids(&changed.batch), ids(&changed.ledger.grants)].concat();
    assert_eq!(all.len(), MAX_GRANTS + 1, "none is lost");
}

#[test]
fn a_ledger_that_is_not_full_keeps_what_is_over() {
    let mut before = full(MAX_GRANTS - 1);
    before.grants[0].ended = Some(End { on: Day(19_100), superseded_by: None });
    let changed = before.add(given(33, |_| {}), None, &Speaker::PATIENT, DAY).unwrap();
    assert_eq!((changed.batch, changed.ledger.grants.len()), (vec![], MAX_GRANTS));
}

#[test]
fn a_full_ledger_refuses_a_permission_and_takes_a_denial() {
    let before = full(MAX_GRANTS);
    let permission = before.clone().add(given(33, |_| {}), None, &Speaker::PATIENT, DAY);
    assert_eq!(permission, Err(GrantError::TooManyGrants));

    let changed = before.add(given(33, deny), None, &Speaker::PATIENT, DAY).unwrap();

    assert_eq!((changed.ended, ids(&changed.batch)), (vec![1], vec![1]), "the oldest permission ends");
    assert_eq!(changed.batch[0].ended, Some(End { on: DAY, superseded_by: Some(33) }));
    assert_eq!(changed.ledger.grants.len(), MAX_GRANTS);
    assert_eq!(changed.ledger.complete_from, DAY);
}

#[test]
fn a_ledger_full_of_denials_has_room_for_one_that_says_no_to_everything() {
    let mut before = full(MAX_GRANTS);
    before.grants.iter_mut().for_each(|grant| deny(&mut grant.terms));
    let another = before.clone().add(given(33, deny), None, &Speaker::PATIENT, DAY);
    assert_eq!(another, Err(GrantError::TooManyGrants));
    for narrower in [
        (|terms: &mut Terms| terms.purposes = Purpose::Treatment.set()) as fn(&mut Terms),
        |terms| terms.categories = CategorySet::ORDINARY,
        |terms| terms.actions = Action::Read.set(),
        |terms| terms.data = period(0, 5),
        |terms| terms.validity = Period { from: DAY.plus(1), until: None },
        |terms| terms.validity = period(0, 30_000),
    ] {
        let denial = given(33, |terms| {
            everything(terms);
            narrower(terms);
        });
        let refused = before.clone().add(denial, None, &Speaker::PATIENT, DAY);
        assert_eq!(refused, Err(GrantError::TooManyGrants));
    }

    let changed = before.add(given(33, everything), None, &Speaker::PATIENT, DAY).unwrap();
    assert_eq!((changed.ended, changed.ledger.grants.len()), (vec![1], MAX_GRANTS));
}

#[test]
fn among_classes_a_denial_of_everything_takes_the_place_of_its_own_class_only() {
    let other = Grantee::Credentialed { kind: Kind::Education, jurisdiction: None };
    let denial = |id, grantee| {
        given(id, |terms| {
            everything(terms);
            terms.grantee = grantee
        })
    };
    let grants: Vec<_> = (1..).take(MAX_CLASS_GRANTS).map(|id| denial(id, CLASS)).collect();

    let refused = ledger(&grants).add(denial(9, other), None, &Speaker::PATIENT, DAY);
    assert_eq!(refused, Err(GrantError::TooManyGrants), "the others say no to another class");
    let changed = ledger(&grants).add(denial(9, CLASS), None, &Speaker::PATIENT, DAY).unwrap();
    assert_eq!(changed.ended, [1]);
}

#[test]
fn what_the_patient_withdrew_nobody_permits_again_until_the_patient_does() {
    let before = ledger(&[given(1, |_| {})]);
    let withdrawn = before.withdraw(&TO_ACTOR, Some(1), &Speaker::PATIENT, moment(20_000)).unwrap().ledger;
    assert_eq!(withdrawn.refused_at, Some(moment(20_000)));

    let again = |ledger: Ledger, speaker: &Speaker| {
        let made = Grant { maker: speaker.maker, ..given(2, |_| {}) };
        ledger.add(made, None, speaker, DAY)
    };
    assert_eq!(again(withdrawn.clone(), &PROXY), Err(GrantError::PatientRefused));
    let no = Grant { maker: PROXY.maker, ..given(2, deny) };
    assert!(withdrawn.clone().add(no, None, &PROXY, DAY).is_ok(), "a no is taken");
    assert!(again(withdrawn.clone(), &COURT).is_ok(), "the court decides");
    let own = again(withdrawn, &Speaker::PATIENT).unwrap().ledger;
    assert_eq!(own.refused_at, None);
    assert!(again(own, &PROXY).is_ok());
}

#[test]
fn a_withdrawal_by_somebody_else_or_of_a_no_is_no_refusal() {
    let before = ledger(&[given(1, |_| {}), given(2, deny)]);
    let by_proxy = before.clone().withdraw(&TO_ACTOR, Some(1), &PROXY, moment(20_000)).unwrap();
    assert_eq!(by_proxy.ledger.refused_at, None);
    let of_a_no = before.withdraw(&TO_ACTOR, Some(2), &Speaker::PATIENT, moment(20_000)).unwrap();
    assert_eq!((of_a_no.ledger.refused_at, of_a_no.ended), (None, vec![2]));
}

#[test]
fn a_class_gives_nothing_back_that_the_patient_withdrew_from_an_account() {
    let class = by_guardian(given(5, |terms| terms.grantee = CLASS));
    let ask = |refused_at| {
        let account = Ledger { refused_at, ..Ledger::default() };
        ids(&consulted(ledger(core::slice::from_ref(&class)), account, &query()).unwrap())
    };
    assert_eq!(ask(None), [5]);
    assert_eq!(ask(Some(moment(19_006))), [5], "permitted before");
    assert!(ask(Some(moment(19_005))).is_empty());
    assert!(ask(Some(moment(19_004))).is_empty());
}

#[test]
fn a_withdrawal_names_a_grant_of_the_grantee_or_takes_all_of_them() {
    let before = ledger(&[
        given(1, |_| {}),
        given(2, |terms| terms.grantee = CLASS),
        ended(given(3, |_| {}), Day(19_500)),
        given(4, deny),
    ]);
    let withdraw =
        |grantee: &Grantee, id| before.clone().withdraw(grantee, id, &Speaker::PATIENT, moment(20_000));

    let one = withdraw(&TO_ACTOR, Some(1)).unwrap();
    assert_eq!(one.ended, [1]);
    assert_eq!(one.ledger.grants[0], ended(given(1, |_| {}), DAY));
    assert_eq!(one.ledger.grants[1..], before.grants[1..]);

    assert_eq!(withdraw(&TO_ACTOR, None).unwrap().ended, [1, 4]);
    assert_eq!(withdraw(&CLASS, None).unwrap().ended, [2]);
    assert_eq!(withdraw(&Grantee::Account(GUARDIAN), None).unwrap().ledger, before);

    for (grantee, id, error) in [
        (TO_ACTOR, 2, WithdrawError::NoSuchGrant),
        (CLASS, 1, WithdrawError::NoSuchGrant),
        (TO_ACTOR, 9, WithdrawError::NoSuchGrant),
        (TO_ACTOR, 3, WithdrawError::AlreadyEnded { on: Day(19_500) }),
    ] {
        assert_eq!(withdraw(&grantee, Some(id)), Err(error), "{id}");
    }
}

#[test]
fn who_may_end_what() {
    let made = |maker, effect| Grant { maker, ..given(1, |terms| terms.effect = effect) };
    let other = Maker::Proxy(ACTOR);
    let table = [
        (Speaker::PATIENT, [true, true, true, true]),
        (WARD, [true, true, false, false]),
        (PROXY, [true, false, true, false]),
        (COURT, [true, true, true, true]),
    ];
    for (speaker, expected) in table {
        let grants = [
            made(Maker::Patient, Effect::Permit),
            made(Maker::Patient, Effect::Deny),
            made(PROXY.maker, Effect::Deny),
            made(other, Effect::Deny),
        ];
        assert_eq!(grants.map(|grant| speaker.may_end(&grant)), expected, "{speaker:?}");
        let permits = [other, PROXY.maker, COURT.maker].map(|maker| made(maker, Effect::Permit));
        assert!(permits.iter().all(|grant| speaker.may_end(grant)), "a yes can always be taken back");
    }
    let denial = ledger(&[given(1, deny)]);
    let refused = denial.clone().withdraw(&TO_ACTOR, Some(1), &PROXY, moment(20_000));
    assert_eq!(refused, Err(WithdrawError::NotYours));
    let all = denial.clone().withdraw(&TO_ACTOR, None, &PROXY, moment(20_000)).unwrap();
    assert_eq!((all.ended, all.ledger), (vec![], denial));
}

#[test]
fn days_before_the_ledgers_are_complete_are_an_error_never_a_silent_miss() {
    let from = |day| Ledger { complete_from: Day(day), ..ledger(&[given(1, |_| {})]) };
    for (classes, account, first) in
        [(0, 0, 0), (20_001, 0, 20_001), (0, 20_001, 20_001), (20_002, 20_001, 20_002)]
    {
        let answer = consulted(from(classes), from(account), &query());
        match answer {
            Ok(_) => assert_eq!(first, 0),
            Err(day) => assert_eq!(day, Day(first)),
        }
    }
    assert!(consulted(from(20_000), from(20_000), &query()).is_ok());
}

#[test]
fn grants_that_do_not_speak_to_the_query_are_not_consulted() {
    let classes = ledger(&[
        given(1, |terms| terms.grantee = CLASS),
        given(2, |terms| terms.purposes = Purpose::Payment.set()),
    ]);
    let account = ledger(&[ended(given(3, |_| {}), DAY), given(4, |_| {})]);
    assert_eq!(ids(&consulted(classes, account, &query()).unwrap()), [1, 4]);
}
