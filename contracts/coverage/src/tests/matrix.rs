use super::*;
use crate::Error;
use healink_access::{AccessError, Command};
use healink_domain::claims::AuthorisationDecision;
use healink_interfaces::{Administered, CoverageRegistry};

/// The messages with an access rule. Those that call another contract are taken up to that call.
#[derive(Clone, Copy, Debug)]
enum Message {
    RegisterPayer,
    Wire,
    SetOfficer,
    DraftPlan,
    AddFees,
    PublishPlan,
    Enrol,
    Request,
    Decide,
}

use Message::*;

const MESSAGES: [Message; 9] =
    [RegisterPayer, Wire, SetOfficer, DraftPlan, AddFees, PublishPlan, Enrol, Request, Decide];

fn send(coverage: &mut Coverage, message: Message) -> Result<()> {
    match message {
        // Allowed, it goes on to ask the token; so only the rule is asked here.
        RegisterPayer => {
            let caller = coverage.running_caller()?;
            Ok(coverage.access.ensure_owner(caller)?)
        }
        Wire => coverage.wire(CLAIMS),
        SetOfficer => coverage.set_officer(1, STRANGER, RoleSet::ALL),
        DraftPlan => coverage.draft_plan(1, None, plan()).map(drop),
        AddFees => coverage.add_fees(DRAFT, fees()),
        PublishPlan => coverage.publish_plan(DRAFT),
        Enrol => coverage.enrol(policy(PLAN)).map(drop),
        Request => coverage.request_authorisation(authorisation(), Digest([1; 32])).map(drop),
        Decide => coverage.decide_authorisation(1, AuthorisationDecision::Approve),
    }
}

/// Who may, and what the others are told.
fn rule(message: Message) -> (&'static [Account], Error) {
    match message {
        RegisterPayer | Wire => (&[OWNER], Error::Access(AccessError::NotOwner)),
        SetOfficer | DraftPlan | AddFees | PublishPlan => (&[ADMIN], Error::NotPayerAdmin),
        Enrol => (&[ENROLMENT], Error::MissingRole { role: Role::Enrolment }),
        Request => (&[PROVIDER, EXAMINER], Error::NotRequester),
        Decide => (&[EXAMINER], Error::MissingRole { role: Role::Examiner }),
    }
}

/// An office with a request for an authorisation, and the claims contract not yet known.
fn busy_office() -> Coverage {
    let mut coverage = office();
    coverage.claims = None;
    set_caller(PROVIDER);
    assert_eq!(coverage.request_authorisation(authorisation(), Digest([1; 32])), Ok(1));
    coverage
}

#[test]
fn every_account_may_do_what_its_role_allows_and_nothing_else() {
    for message in MESSAGES {
        let (allowed, refusal) = rule(message);
        for account in EVERYONE {
            afresh(|| {
                let mut coverage = busy_office();
                set_caller(account);
                if allowed.contains(&account) {
                    assert_eq!(send(&mut coverage, message), Ok(()), "{message:?} by {account:?}");
                } else {
                    refuses(&mut coverage, |coverage| send(coverage, message), refusal);
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
                let mut coverage = busy_office();
                set_caller(OWNER);
                coverage.administer(Command::Pause).unwrap();
                set_caller(account);
                refuses(&mut coverage, |coverage| send(coverage, message), AccessError::Paused.into());
                assert!(coverage.policy(1).is_some() && coverage.office(1, account).is_some());
            });
        }
    }
}

#[test]
fn claims_are_decided_for_the_claims_contract_alone() {
    for account in EVERYONE {
        for paused in [false, true] {
            afresh(|| {
                let mut coverage = office();
                if paused {
                    set_caller(OWNER);
                    coverage.administer(Command::Pause).unwrap();
                }
                set_caller(account);
                let refusal = match (paused, account == CLAIMS) {
                    (true, _) => AccessError::Paused.into(),
                    (false, true) => ClaimsError::NoSuchPolicy,
                    (false, false) => ClaimsError::WrongContract,
                };
                // Of a policy that is not there, so that it stops before it asks the registries.
                let none = Docket { policy: 9, ..docket(1, vec![new(visit(1))]) };
                refuses(&mut coverage, |coverage| coverage.adjudicate(none), refusal);
            });
        }
    }
}

#[ink::test]
fn ownership_changes_in_two_steps_and_takes_the_rights_along() {
    let mut coverage = office();
    set_caller(OWNER);
    coverage.administer(Command::Offer { to: STRANGER }).unwrap();
    set_caller(STRANGER);
    assert_eq!(coverage.administer(Command::Pause), Err(AccessError::NotOwner));
    coverage.administer(Command::Accept).unwrap();
    coverage.administer(Command::Pause).unwrap();
    assert!(coverage.administration().is_paused());
    assert_eq!(coverage.administration().owner(), STRANGER);
}
