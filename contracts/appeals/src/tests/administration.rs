use super::*;
use crate::Error;
use healink_access::{Access, AccessError, Command};
use healink_interfaces::Administered;

#[ink::test]
fn reviewers_are_appointed_and_dismissed() {
    let mut appeals = office();
    assert!(appeals.is_reviewer(REVIEWER) && !appeals.is_reviewer(STRANGER));
    appeals.appoint(STRANGER, true).unwrap();
    appeals.appoint(REVIEWER, false).unwrap();
    assert!(!appeals.is_reviewer(REVIEWER) && appeals.is_reviewer(STRANGER));
}

#[ink::test]
fn ownership_changes_in_two_steps_and_takes_the_rights_along() {
    let mut appeals = office();
    set_caller(STRANGER);
    for command in [Command::Offer { to: STRANGER }, Command::Pause, Command::CancelOffer] {
        assert_eq!(appeals.administer(command), Err(AccessError::NotOwner));
    }
    assert_eq!(appeals.administer(Command::Accept), Err(AccessError::NoOffer));
    assert_eq!(appeals.administration(), Access::new(OWNER));
    set_caller(OWNER);
    appeals.administer(Command::Offer { to: STRANGER }).unwrap();
    set_caller(STRANGER);
    appeals.administer(Command::Accept).unwrap();
    assert_eq!(appeals.administration(), Access::new(STRANGER));
    assert_eq!(appeals.appoint(STRANGER, true), Ok(()));
    set_caller(OWNER);
    refuses(&mut appeals, |a| a.appoint(OWNER, true), Error::Access(AccessError::NotOwner));
    assert_eq!(appeals.callees(), (CLAIMS, COVERAGE));
}
