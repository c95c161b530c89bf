//! What is recorded when grants are made and withdrawn, and what is refused.

use healink_domain::consent::{ActionSet, End, GrantError, WithdrawError, MAX_CLASS_GRANTS, MAX_GRANTS};
use scale::Decode;

use super::*;
use crate::GrantsChanged;

fn last_event() -> GrantsChanged {
    GrantsChanged::decode(&mut test::recorded_events().last().unwrap().data.as_slice()).unwrap()
}

fn ids(grants: &[Grant]) -> Vec<GrantId> {
    grants.iter().map(|grant| grant.id).collect()
}

/// A no to everything, for good.
fn no_to_everything(grantee: Grantee) -> Terms {
    Terms {
        effect: Effect::Deny,
        purposes: PurposeSet::ALL,
        categories: CategorySet::ALL,
        actions: ActionSet::ALL,
        ..terms(grantee)
    }
}

#[ink::test]
fn grants_are_numbered_patient_by_patient() {
    let mut registry = registry();

    assert_eq!(give(&mut registry, terms(TO_CLINIC)), Ok(1));
    let made = Some((1, Effect::Permit));
    let event =
        GrantsChanged { patient: PATIENT, grantee: TO_CLINIC, maker: Maker::Patient, made, ended: vec![] };
    assert_eq!(last_event(), event);
    assert_eq!(give(&mut registry, terms(TO_LICENSED)), Ok(2));
    assert_eq!(give(&mut registry, Terms { effect: Effect::Deny, ..terms(TO_CLINIC) }), Ok(3));
    act_as(OTHER_PATIENT);
    assert_eq!(give(&mut registry, terms(TO_CLINIC)), Ok(1));

    assert_eq!(ids(&grants_of(&registry, PATIENT)), [2, 1, 3], "classes first");
    assert_eq!(ids(&grants_of(&registry, OTHER_PATIENT)), [1]);
    let to_clinic = registry.grants(GrantList::Grantee(CLINIC), 0, 50).items;
    let to_clinic: Vec<_> = to_clinic.iter().map(|(patient, grant)| (*patient, grant.id)).collect();
    assert_eq!(to_clinic, [(PATIENT, 1), (PATIENT, 3), (OTHER_PATIENT, 1)]);
}

#[ink::test]
fn a_grant_that_breaks_a_rule_is_refused() {
    let mut registry = registry();
    let before = shown(&registry);

    let purposeless = Terms { purposes: PurposeSet::EMPTY, ..terms(TO_CLINIC) };
    assert_eq!(give(&mut registry, purposeless), Err(Error::Grant(GrantError::NoPurposes)));
    let over = Terms { validity: Period { from: Day(0), until: Some(TODAY) }, ..terms(TO_CLINIC) };
    assert_eq!(give(&mut registry, over), Err(Error::Grant(GrantError::EmptyValidity)));
    let instead = registry.grant(terms(TO_CLINIC), Some(1), None);
    assert_eq!(instead, Err(Error::Grant(GrantError::NothingToSupersede)));

    assert_eq!(shown(&registry), before);
}

#[ink::test]
fn a_grant_supersedes_an_older_one_in_one_act() {
    let mut registry = registry();
    give(&mut registry, terms(TO_CLINIC)).unwrap();
    set_day(TODAY.plus(5));

    assert_eq!(registry.grant(terms(TO_CLINIC), Some(1), None), Ok(2));

    assert_eq!((last_event().made, last_event().ended), (Some((2, Effect::Permit)), vec![1]));
    let grants = grants_of(&registry, PATIENT);
    assert_eq!(grants[0].ended, Some(End { on: TODAY.plus(5), superseded_by: Some(2) }));
    assert_eq!(grants[1].ended, None);
}

#[ink::test]
fn a_full_row_refuses_a_permission_takes_a_denial_and_can_be_withdrawn() {
    let mut registry = registry();
    for _ in 0..MAX_GRANTS {
        give(&mut registry, terms(TO_CLINIC)).unwrap();
    }
    let before = shown(&registry);
    let full = Err(Error::Grant(GrantError::TooManyGrants));
    assert_eq!(give(&mut registry, terms(TO_CLINIC)), full);
    assert_eq!(shown(&registry), before);

    let denial = Terms { effect: Effect::Deny, ..terms(TO_CLINIC) };
    assert_eq!(give(&mut registry, denial), Ok(33));
    assert_eq!((last_event().made, last_event().ended), (Some((33, Effect::Deny)), vec![1]));
    assert_eq!(grants_of(&registry, PATIENT).len(), 33, "the history included");
    assert_eq!(registry.withdraw(TO_CLINIC, None, None), Ok(32));
    assert_eq!(give(&mut registry, terms(TO_CLINIC)), Ok(34), "ended grants make room");
}

#[ink::test]
fn a_row_full_of_denials_takes_a_no_to_everything() {
    let mut registry = registry();
    for _ in 0..MAX_GRANTS {
        give(&mut registry, no_to_everything(TO_CLINIC)).unwrap();
    }

    let narrower = Terms { effect: Effect::Deny, ..terms(TO_CLINIC) };
    assert_eq!(give(&mut registry, narrower), Err(Error::Grant(GrantError::TooManyGrants)));
    assert_eq!(give(&mut registry, no_to_everything(TO_CLINIC)), Ok(33));
}

#[ink::test]
fn a_patient_has_grants_for_any_number_of_accounts_and_a_bounded_one_for_classes() {
    let mut registry = registry();
    for number in 0..300u16 {
        let mut account = [0xaa; 32];
        account[..2].copy_from_slice(&number.to_be_bytes());
        give(&mut registry, terms(Grantee::Account(Account(account)))).unwrap();
    }
    for _ in 0..MAX_CLASS_GRANTS {
        give(&mut registry, terms(TO_LICENSED)).unwrap();
    }
    let full = Err(Error::Grant(GrantError::TooManyGrants));
    assert_eq!(give(&mut registry, terms(TO_LICENSED)), full);
    assert!(give(&mut registry, Terms { effect: Effect::Deny, ..terms(TO_LICENSED) }).is_ok());
}

#[ink::test]
fn a_withdrawn_grant_stays_on_record_and_is_not_withdrawn_again() {
    let mut registry = registry();
    give(&mut registry, terms(TO_CLINIC)).unwrap();
    set_day(TODAY.plus(3));

    assert_eq!(registry.withdraw(TO_CLINIC, Some(1), None), Ok(1));
    let event = GrantsChanged {
        patient: PATIENT,
        grantee: TO_CLINIC,
        maker: Maker::Patient,
        made: None,
        ended: vec![1],
    };
    assert_eq!(last_event(), event);

    let before = shown(&registry);
    let on = TODAY.plus(3);
    let again = registry.withdraw(TO_CLINIC, Some(1), None);
    assert_eq!(again, Err(Error::Withdraw(WithdrawError::AlreadyEnded { on })));
    assert_eq!(registry.withdraw(TO_CLINIC, None, None), Ok(0));
    assert_eq!(shown(&registry), before);
    assert_eq!(grants_of(&registry, PATIENT)[0].ended, Some(End { on, superseded_by: None }));
}

#[ink::test]
fn only_grants_for_the_grantee_named_are_withdrawn() {
    let other_class = Grantee::Credentialed { kind: Kind::Education, jurisdiction: None };
    let mut registry = registry();
    for grantee in [TO_LICENSED, other_class, TO_LICENSED, TO_CLINIC] {
        give(&mut registry, terms(grantee)).unwrap();
    }
    let before = shown(&registry);
    for (grantee, id) in
        [(TO_LICENSED, 2), (other_class, 1), (TO_CLINIC, 1), (TO_LICENSED, 4), (TO_CLINIC, 5)]
    {
        let refused = registry.withdraw(grantee, Some(id), None);
        assert_eq!(refused, Err(Error::Withdraw(WithdrawError::NoSuchGrant)), "{grantee:?} {id}");
    }
    assert_eq!(shown(&registry), before);

    assert_eq!(registry.withdraw(TO_LICENSED, None, None), Ok(2));

    assert_eq!((last_event().made, last_event().ended), (None, vec![1, 3]));
    let grants = grants_of(&registry, PATIENT);
    let ended: Vec<_> = grants.iter().map(|grant| (grant.id, grant.ended.is_some())).collect();
    assert_eq!(ended, [(1, true), (2, false), (3, true), (4, false)]);
}

#[ink::test]
fn a_grant_after_the_first_for_an_account_adds_no_rows() {
    let mut registry = registry();
    let cells = || {
        let callee = test::callee::<DefaultEnvironment>();
        test::count_used_storage_cells::<DefaultEnvironment>(&callee).unwrap()
    };
    give(&mut registry, terms(TO_CLINIC)).unwrap();
    assert_eq!(cells(), 5, "patient, ledger, count, a place in both lists");

    give(&mut registry, terms(TO_CLINIC)).unwrap();
    registry.withdraw(TO_CLINIC, Some(1), None).unwrap();
    assert_eq!(cells(), 5);

    give(&mut registry, terms(TO_LICENSED)).unwrap();
    assert_eq!(cells(), 6);
}
