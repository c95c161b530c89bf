use super::*;
use crate::Error;
use healink_access::{AccessError, Command};
use healink_domain::claims::Role;
use healink_interfaces::Administered;

/// The messages with an access rule. Those that call another contract are taken up to that call.
#[derive(Clone, Copy, Debug)]
enum Message {
    RegisterPayer,
    SetOfficer,
    DraftPlan,
    AddFees,
    PublishPlan,
    Enrol,
    Authorise,
    Submit,
    Review,
    Withdraw,
}

use Message::*;

fn send(claims: &mut Claims, message: Message) -> Result<()> {
    match message {
        // Allowed, it goes on to ask the token; so only the rule is asked here.
        RegisterPayer => {
            let caller = claims.running_caller()?;
            Ok(claims.access.ensure_owner(caller)?)
        }
        SetOfficer => claims.set_officer(1, STRANGER, RoleSet::ALL),
        DraftPlan => claims.draft_plan(1, None, plan()).map(drop),
        AddFees => claims.add_fees(DRAFT, fees()),
        PublishPlan => claims.publish_plan(DRAFT),
        Enrol => claims.enrol(policy(PLAN)).map(drop),
        Authorise => claims.authorise(authorisation()).map(drop),
        Submit => {
            let caller = claims.running_caller()?;
            claims.open(visit(3), caller, TODAY).map(drop)
        }
        Review => {
            let caller = claims.running_caller()?;
            claims.reopen(1, Some(caller)).map(drop)
        }
        Withdraw => {
            let caller = claims.running_caller()?;
            claims.take_out(1, caller, Cents(1)).map(drop)
        }
    }
}

/// Who may, and what the others are told.
fn rule(message: Message) -> (&'static [Account], Error) {
    match message {
        RegisterPayer => (&[OWNER], Error::Access(AccessError::NotOwner)),
        SetOfficer | DraftPlan | AddFees | PublishPlan => (&[ADMIN], Error::NotPayerAdmin),
        Enrol => (&[ENROLMENT], Error::MissingRole { role: Role::Enrolment }),
        Authorise | Review => (&[EXAMINER], Error::MissingRole { role: Role::Examiner }),
        Submit => (&[EXAMINER, PROVIDER], Error::NotSubmitter),
        Withdraw => (&[TREASURER], Error::MissingRole { role: Role::Treasurer }),
    }
}

const MESSAGES: [Message; 10] =
    [RegisterPayer, SetOfficer, DraftPlan, AddFees, PublishPlan, Enrol, Authorise, Submit, Review, Withdraw];

/// An office with claim 1 waiting for a review.
fn office_with_review() -> Claims {
    let mut claims = office();
    let waiting = submit(&mut claims, claim(1, vec![line(VISIT, 1_000_001)]), permits()).unwrap();
    assert!(matches!(waiting.status, Status::Pended { .. }));
    claims
}

#[test]
fn every_account_may_do_what_its_role_allows_and_nothing_else() {
    for message in MESSAGES {
        let (allowed, refusal) = rule(message);
        for account in EVERYONE {
            afresh(|| {
                let mut claims = office_with_review();
                set_caller(account);
                if allowed.contains(&account) {
                    assert_eq!(send(&mut claims, message), Ok(()), "{message:?} by {account:?}");
                } else {
                    refuses(&mut claims, |claims| send(claims, message), refusal);
                }
            });
        }
    }
}

#[test]
fn a_paused_contract_writes_for_nobody_and_still_answers() {
    for message in MESSAGES {
        for account in EVERYONE {
            afresh(|| {
                let mut claims = office_with_review();
                set_caller(OWNER);
                claims.administer(Command::Pause).unwrap();
                set_caller(account);
                refuses(&mut claims, |claims| send(claims, message), AccessError::Paused.into());
                assert!(claims.claim(1).is_some() && claims.payer(1).is_some());
            });
        }
    }
}

#[ink::test]
fn pay_deposit_and_readjudicate_stop_at_a_pause_too() {
    let mut claims = office_with_review();
    set_caller(OWNER);
    claims.administer(Command::Pause).unwrap();
    let paused = Error::Access(AccessError::Paused);
    refuses(&mut claims, |claims| claims.pay(1), paused);
    refuses(&mut claims, |claims| claims.deposit(1, Cents(1)), paused);
    refuses(&mut claims, |claims| claims.readjudicate(1), paused);
    refuses(&mut claims, |claims| claims.submit(visit(5)), paused);
    refuses(&mut claims, |claims| claims.withdraw(1, Cents(1)), paused);
    refuses(&mut claims, |claims| claims.register_payer(ADMIN, TOKEN), paused);
}

#[ink::test]
fn ownership_changes_in_two_steps_and_takes_the_rights_along() {
    let mut claims = office();
    set_caller(STRANGER);
    assert_eq!(claims.administer(Command::Offer { to: STRANGER }), Err(AccessError::NotOwner));
    assert_eq!(claims.administer(Command::Pause), Err(AccessError::NotOwner));
    assert_eq!(claims.administer(Command::CancelOffer), Err(AccessError::NotOwner));
    assert_eq!(claims.administer(Command::Accept), Err(AccessError::NoOffer));
    set_caller(OWNER);
    claims.administer(Command::Offer { to: STRANGER }).unwrap();
    assert_eq!(claims.administration().offer().map(|offer| offer.to), Some(STRANGER));
    assert_eq!(claims.administration().owner(), OWNER);
    set_caller(STRANGER);
    claims.administer(Command::Accept).unwrap();
    assert_eq!((claims.administration().owner(), claims.administration().offer()), (STRANGER, None));
    claims.administer(Command::Pause).unwrap();
    assert!(claims.administration().is_paused());
    set_caller(OWNER);
    assert_eq!(claims.administer(Command::Unpause), Err(AccessError::NotOwner));
    set_caller(STRANGER);
    claims.administer(Command::Unpause).unwrap();
    assert!(!claims.administration().is_paused());
}
