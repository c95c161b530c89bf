use super::*;
use healink_access::{AccessError, Command};
use healink_domain::claims::Level;
use healink_interfaces::{Administered, AppealStep, Booking, ClaimsRegistry};

/// The messages with an access rule of this contract; whom coverage lets submit, review and take back is in the suites of `e2e`.
#[derive(Clone, Copy, Debug)]
enum Message {
    Wire,
    Book,
    Appeal,
    Void,
}

use Message::*;

fn send(claims: &mut Claims, message: Message) -> Result<()> {
    match message {
        Wire => claims.wire(SETTLEMENT, APPEALS),
        Book => claims.book(Booking::Deposit { payer: 1, amount: Cents(5) }).map(drop),
        Appeal => claims.appeal(1, AppealStep::Open(Level::Payer)).map(drop),
        // Allowed, it goes on to tell coverage; so only the rule is asked here, of the claim's provider.
        Void => {
            let caller = claims.running_caller()?;
            let filed = claims.load_claim(1)?;
            match caller == filed.claim.provider {
                true => claims.ensure_party(&filed, caller),
                false => Err(Error::NotSubmitter),
            }
        }
    }
}

/// Who may, and what the others are told.
fn rule(message: Message) -> (Account, Error) {
    match message {
        Wire => (OWNER, Error::Access(AccessError::NotOwner)),
        Book => (SETTLEMENT, Error::WrongContract),
        Appeal => (APPEALS, Error::WrongContract),
        Void => (PROVIDER, Error::NotSubmitter),
    }
}

/// An office with a decided claim; the others not known yet where the message is to name them.
fn office_for(message: Message) -> Claims {
    let mut claims = busy_office();
    if matches!(message, Wire) {
        claims.wired = None;
    }
    claims
}

#[test]
fn every_account_may_do_what_its_role_allows_and_nothing_else() {
    for message in [Wire, Book, Appeal, Void] {
        let (allowed, refusal) = rule(message);
        for account in EVERYONE {
            afresh(|| {
                let mut claims = office_for(message);
                set_caller(account);
                if allowed == account {
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
    let paused = Error::Access(AccessError::Paused);
    for account in EVERYONE {
        afresh(|| {
            let mut claims = busy_office();
            set_caller(OWNER);
            claims.administer(Command::Pause).unwrap();
            set_caller(account);
            for message in [Wire, Book, Appeal, Void] {
                refuses(&mut claims, |claims| send(claims, message), paused);
            }
            refuses(&mut claims, |c| c.submit(1, claim(9), None), paused);
            refuses(&mut claims, |c| c.submit_batch(1, 1, vec![claim(9)]).map(drop), paused);
            refuses(&mut claims, |c| c.readjudicate(4), paused);
            refuses(&mut claims, |c| c.review(4, vec![]), paused);
            refuses(&mut claims, |c| c.void(1), paused);
            assert!(claims.claim(1).is_some() && claims.summary(1).is_some());
        });
    }
}

#[test]
fn before_the_contracts_are_known_nobody_books_or_appeals() {
    for account in EVERYONE {
        afresh(|| {
            let mut claims = office_for(Wire);
            set_caller(account);
            refuses(&mut claims, |c| send(c, Book), Error::WrongContract);
            refuses(&mut claims, |c| send(c, Appeal), Error::WrongContract);
        });
    }
}

#[ink::test]
fn the_contracts_are_named_once() {
    let mut claims = office();
    assert_eq!(claims.contracts(), (COVERAGE, Some((SETTLEMENT, APPEALS))));
    set_caller(OWNER);
    refuses(&mut claims, |c| c.wire(STRANGER, STRANGER), Error::AlreadyWired);
}

#[ink::test]
fn ownership_changes_in_two_steps_and_takes_the_rights_along() {
    let mut claims = office();
    set_caller(OWNER);
    claims.administer(Command::Offer { to: STRANGER }).unwrap();
    assert_eq!(claims.administration().offer().map(|offer| offer.to), Some(STRANGER));
    set_caller(STRANGER);
    assert_eq!(claims.administer(Command::Pause), Err(AccessError::NotOwner));
    claims.administer(Command::Accept).unwrap();
    claims.administer(Command::Pause).unwrap();
    assert_eq!((claims.administration().owner(), claims.administration().is_paused()), (STRANGER, true));
    set_caller(OWNER);
    assert_eq!(claims.administer(Command::Unpause), Err(AccessError::NotOwner));
}
