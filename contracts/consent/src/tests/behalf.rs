//! Acts of those who act for a patient, as the contract of the guardians sends them.

use healink_domain::consent::{GrantError, StandingError, WithdrawError};

use super::*;

const NAMED: Registries = Registries { credentials: CREDENTIALS, guardians: Some(GUARDIANS) };

fn on_behalf(registry: &mut Consent, terms: Terms, behalf: Behalf) -> Result<GrantId, Error> {
    act_as(GUARDIANS);
    registry.grant(terms, None, Some(behalf))
}

fn stand(registry: &mut Consent, standing: Standing) {
    act_as(GUARDIANS);
    registry.set_standing(PATIENT, standing).unwrap();
    act_as(PATIENT);
}

#[ink::test]
fn a_grant_on_behalf_is_the_patients_and_says_whose_word_it_is() {
    let mut registry = registry();

    assert_eq!(on_behalf(&mut registry, terms(TO_CLINIC), BEHALF), Ok(1));

    let grants = grants_of(&registry, PATIENT);
    assert_eq!((grants.len(), grants[0].maker), (1, Maker::Proxy(GUARDIAN)));
    assert!(grants_of(&registry, GUARDIANS).is_empty());
    assert_eq!(registry.standing(PATIENT).last_act, Day(0), "no act of the patient");
    act_as(PATIENT);
    assert_eq!(registry.withdraw(TO_CLINIC, Some(1), None), Ok(1), "the patient takes it back");
}

#[ink::test]
fn nobody_but_the_contract_of_the_guardians_acts_on_behalf() {
    let mut registry = registry();
    let before = shown(&registry);
    for caller in [PATIENT, GUARDIAN, OWNER, STRANGER, CLINIC] {
        act_as(caller);
        let refused = Error::Standing(StandingError::NotGuardians);
        assert_eq!(registry.grant(terms(TO_CLINIC), None, Some(BEHALF)), Err(refused));
        assert_eq!(registry.withdraw(TO_CLINIC, None, Some(BEHALF)), Err(refused));
        assert_eq!(registry.set_standing(PATIENT, Standing::default()), Err(refused));
    }
    assert_eq!(shown(&registry), before);
}

#[ink::test]
fn the_contract_of_the_guardians_is_named_once_and_for_good() {
    act_as(OWNER);
    let mut registry = Consent::new(OWNER, CREDENTIALS);
    act_as(GUARDIANS);
    let unnamed = registry.grant(terms(TO_CLINIC), None, Some(BEHALF));
    assert_eq!(unnamed, Err(Error::Standing(StandingError::NotGuardians)));
    act_as(OWNER);

    registry.name_guardians(GUARDIANS).unwrap();

    assert_eq!(registry.registries(), NAMED);
    assert_eq!(registry.name_guardians(STRANGER), Err(Error::GuardiansNamed));
    assert_eq!(registry.registries(), NAMED);
}

#[ink::test]
fn what_the_patient_withdrew_is_not_permitted_on_their_behalf() {
    let mut registry = registry();
    give(&mut registry, terms(TO_CLINIC)).unwrap();
    registry.withdraw(TO_CLINIC, Some(1), None).unwrap();
    let before = shown(&registry);

    let again = on_behalf(&mut registry, terms(TO_CLINIC), BEHALF);
    assert_eq!(again, Err(Error::Grant(GrantError::PatientRefused)));
    assert_eq!(shown(&registry), before);

    let court = Behalf { maker: Maker::Court(GUARDIAN), ..BEHALF };
    assert_eq!(on_behalf(&mut registry, terms(TO_CLINIC), court), Ok(2));
}

#[ink::test]
fn a_no_of_the_patients_own_is_not_taken_back_on_their_behalf() {
    let mut registry = registry();
    give(&mut registry, Terms { effect: Effect::Deny, ..terms(TO_CLINIC) }).unwrap();
    let before = shown(&registry);
    act_as(GUARDIANS);

    let refused = registry.withdraw(TO_CLINIC, Some(1), Some(BEHALF));
    assert_eq!(refused, Err(Error::Withdraw(WithdrawError::NotYours)));
    assert_eq!(registry.withdraw(TO_CLINIC, None, Some(BEHALF)), Ok(0));
    assert_eq!(shown(&registry), before);
}

#[ink::test]
fn under_a_lock_the_patients_own_acts_are_refused_until_its_day() {
    let mut registry = registry();
    give(&mut registry, terms(TO_CLINIC)).unwrap();
    let until = TODAY.plus(10);
    stand(&mut registry, Standing { locked_until: until, ..Standing::default() });
    let before = shown(&registry);

    let locked = Error::Standing(StandingError::Locked { until });
    assert_eq!(give(&mut registry, Terms { effect: Effect::Deny, ..terms(TO_CLINIC) }), Err(locked));
    assert_eq!(registry.withdraw(TO_CLINIC, Some(1), None), Err(locked));
    assert_eq!(shown(&registry), before);

    set_day(until);
    assert_eq!(registry.withdraw(TO_CLINIC, Some(1), None), Ok(1));
}

#[ink::test]
fn a_ward_says_no_and_leaves_the_yes_to_the_guardian_until_released() {
    let mut registry = registry();
    let ward_until = TODAY.plus(10);
    stand(&mut registry, Standing { ward_until, ..Standing::default() });

    assert_eq!(give(&mut registry, terms(TO_CLINIC)), Err(Error::Grant(GrantError::Ward)));
    assert_eq!(on_behalf(&mut registry, terms(TO_CLINIC), BEHALF), Ok(1));
    act_as(PATIENT);
    assert_eq!(give(&mut registry, Terms { effect: Effect::Deny, ..terms(TO_CLINIC) }), Ok(2));
    assert_eq!(registry.withdraw(TO_CLINIC, Some(1), None), Ok(1));
    set_day(ward_until);
    assert_eq!(give(&mut registry, terms(TO_CLINIC)), Ok(3));
}

#[ink::test]
fn a_custodians_power_ends_with_the_patients_silence() {
    let mut registry = registry();
    let custodian = Behalf { silent_since: Some(TODAY), ..BEHALF };
    assert_eq!(on_behalf(&mut registry, terms(TO_CLINIC), custodian), Ok(1));
    act_as(PATIENT);
    assert_eq!(registry.withdraw(TO_LICENSED, None, None), Ok(0), "any act counts");
    assert_eq!(registry.standing(PATIENT).last_act, TODAY);
    let before = shown(&registry);

    let refused = Error::Standing(StandingError::PatientActed { on: TODAY });
    assert_eq!(on_behalf(&mut registry, terms(TO_CLINIC), custodian), Err(refused));
    assert_eq!(registry.withdraw(TO_CLINIC, None, Some(custodian)), Err(refused));
    assert_eq!(shown(&registry), before);
}
