//! What is recorded when grants are made and withdrawn, and what is refused.

use healink_domain::consent::{GrantError, WithdrawError, MAX_GRANTS};
use healink_domain::Jurisdiction;
use scale::Decode;

use super::*;
use crate::{AllWithdrawn, Error, Granted, Withdrawn, MAX_CLASSES, MAX_GRANTEES};

fn last_event<E: Decode>() -> E {
    E::decode(&mut test::recorded_events().last().unwrap().data.as_slice()).unwrap()
}

fn grantee(number: u16) -> Grantee {
    let mut account = [0xaa; 32];
    account[..2].copy_from_slice(&number.to_be_bytes());
    Grantee::Account(Account(account))
}

#[ink::test]
fn grants_are_numbered_patient_by_patient() {
    let mut registry = registry();

    assert_eq!(registry.grant(terms(TO_CLINIC)), Ok(1));
    let event = Granted { patient: PATIENT, grantee: TO_CLINIC, grant: 1, effect: Effect::Permit };
    assert_eq!(last_event::<Granted>(), event);
    assert_eq!(registry.grant(terms(TO_LICENSED)), Ok(2));
    assert_eq!(registry.grant(Terms { effect: Effect::Deny, ..terms(TO_CLINIC) }), Ok(3));
    act_as(OTHER_PATIENT);
    assert_eq!(registry.grant(terms(TO_CLINIC)), Ok(1));

    let numbers = |patient: Account| {
        registry.grants_by_patient(patient, 0, 50).items.iter().map(|grant| grant.id).collect::<Vec<_>>()
    };
    assert_eq!((numbers(PATIENT), numbers(OTHER_PATIENT)), (vec![2, 1, 3], vec![1]));
    let to_clinic = registry.grants_to(CLINIC, 0, 50).items;
    let to_clinic: Vec<_> = to_clinic.iter().map(|(patient, grant)| (*patient, grant.id)).collect();
    assert_eq!(to_clinic, [(PATIENT, 1), (PATIENT, 3), (OTHER_PATIENT, 1)]);
}

#[ink::test]
fn a_grant_that_breaks_a_rule_is_refused() {
    let mut registry = registry();
    let before = shown(&registry);

    let purposeless = Terms { purposes: PurposeSet::EMPTY, ..terms(TO_CLINIC) };
    assert_eq!(registry.grant(purposeless), Err(Error::Grant(GrantError::NoPurposes)));
    let over = Terms { validity: Period { from: Day(0), until: Some(TODAY) }, ..terms(TO_CLINIC) };
    assert_eq!(registry.grant(over), Err(Error::Grant(GrantError::EmptyValidity)));

    assert_eq!(shown(&registry), before);
}

#[ink::test]
fn a_row_of_grants_has_an_end_and_can_still_be_withdrawn() {
    let mut registry = registry();
    for _ in 0..MAX_GRANTS {
        registry.grant(terms(TO_CLINIC)).unwrap();
    }
    let before = shown(&registry);

    assert_eq!(registry.grant(terms(TO_CLINIC)), Err(Error::Grant(GrantError::TooManyGrants)));

    assert_eq!(shown(&registry), before);
    assert_eq!(registry.grant(terms(grantee(0))), Ok(33));
    assert_eq!(registry.revoke_all(TO_CLINIC), 32);
}

#[ink::test]
fn a_patient_has_grants_for_a_bounded_number_of_accounts() {
    let mut registry = registry();
    for number in 0..u16::try_from(MAX_GRANTEES).unwrap() {
        registry.grant(terms(grantee(number))).unwrap();
    }
    let before = shown(&registry);

    assert_eq!(registry.grant(terms(TO_CLINIC)), Err(Error::TooManyGrantees));

    assert_eq!(shown(&registry), before);
    assert!(registry.grant(terms(grantee(0))).is_ok());
    assert!(registry.grant(terms(TO_LICENSED)).is_ok());
}

#[ink::test]
fn a_patient_has_grants_for_a_bounded_number_of_classes() {
    let class = |number: usize| {
        let place = ["US-AL", "US-AK", "US-AZ", "US-AR", "US-CA", "US-CO", "US-CT", "US-DE", "US-FL"][number];
        Grantee::Credentialed {
            kind: Kind::StateLicence,
            jurisdiction: Some(Jurisdiction::parse(place).unwrap()),
        }
    };
    let mut registry = registry();
    for number in 0..MAX_CLASSES {
        registry.grant(terms(class(number))).unwrap();
    }
    let before = shown(&registry);

    assert_eq!(registry.grant(terms(class(MAX_CLASSES))), Err(Error::TooManyClasses));

    assert_eq!(shown(&registry), before);
    assert!(registry.grant(terms(class(0))).is_ok());
}

#[ink::test]
fn a_withdrawn_grant_stays_on_record_and_is_not_withdrawn_again() {
    let mut registry = registry();
    registry.grant(terms(TO_CLINIC)).unwrap();
    set_day(TODAY.plus(3));

    assert_eq!(registry.revoke(TO_CLINIC, 1), Ok(()));
    let event = Withdrawn { patient: PATIENT, grantee: TO_CLINIC, grant: 1 };
    assert_eq!(last_event::<Withdrawn>(), event);

    let before = shown(&registry);
    let on = TODAY.plus(3);
    assert_eq!(registry.revoke(TO_CLINIC, 1), Err(Error::Withdraw(WithdrawError::AlreadyWithdrawn { on })));
    assert_eq!(registry.revoke_all(TO_CLINIC), 0);
    assert_eq!(shown(&registry), before);
    assert_eq!(registry.grants_by_patient(PATIENT, 0, 50).items[0].withdrawn_on, Some(on));
}

#[ink::test]
fn only_grants_for_the_grantee_named_are_withdrawn() {
    let other_class = Grantee::Credentialed { kind: Kind::Education, jurisdiction: None };
    let mut registry = registry();
    for grantee in [TO_LICENSED, other_class, TO_LICENSED, TO_CLINIC] {
        registry.grant(terms(grantee)).unwrap();
    }
    let before = shown(&registry);
    for (grantee, id) in
        [(TO_LICENSED, 2), (other_class, 1), (TO_CLINIC, 1), (TO_LICENSED, 4), (TO_CLINIC, 5)]
    {
        let refused = registry.revoke(grantee, id);
        assert_eq!(refused, Err(Error::Withdraw(WithdrawError::NoSuchGrant)), "{grantee:?} {id}");
    }
    assert_eq!(shown(&registry), before);

    assert_eq!(registry.revoke_all(TO_LICENSED), 2);

    assert_eq!(
        last_event::<AllWithdrawn>(),
        AllWithdrawn { patient: PATIENT, grantee: TO_LICENSED, count: 2 }
    );
    let grants = registry.grants_by_patient(PATIENT, 0, 50).items;
    let withdrawn: Vec<_> = grants.iter().map(|grant| (grant.id, grant.withdrawn_on.is_some())).collect();
    assert_eq!(withdrawn, [(1, true), (2, false), (3, true), (4, false)]);
}

#[ink::test]
fn a_grant_after_the_first_for_an_account_adds_no_rows() {
    let mut registry = registry();
    let cells = || {
        let callee = test::callee::<DefaultEnvironment>();
        test::count_used_storage_cells::<DefaultEnvironment>(&callee).unwrap()
    };
    registry.grant(terms(TO_CLINIC)).unwrap();
    assert_eq!(cells(), 4, "patient, grants, count, place");

    registry.grant(terms(TO_CLINIC)).unwrap();
    registry.revoke(TO_CLINIC, 1).unwrap();
    assert_eq!(cells(), 4);

    registry.grant(terms(TO_LICENSED)).unwrap();
    assert_eq!(cells(), 5);
}
