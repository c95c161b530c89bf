use super::*;
use crate::Error;
use healink_access::{AccessError, Command};
use healink_domain::claims::{Role, Ruling};
use healink_interfaces::Administered;

/// The messages with an access rule. Those that call another contract are taken up to that call, with its answer given.
#[derive(Clone, Copy, Debug)]
enum Message {
    File,
    DecideFirst,
    DecideSecond,
    Appoint,
}

use Message::*;

const MESSAGES: [Message; 4] = [File, DecideFirst, DecideSecond, Appoint];

/// Appeal 1 is open with the payer, appeal 3 with the reviewers; the decision on claim 3 is not appealed.
fn full_office() -> Appeals {
    let mut appeals = office();
    file(&mut appeals, 1, MEMBER, DECIDED).unwrap();
    file(&mut appeals, 2, MEMBER, DECIDED).unwrap();
    rule(&mut appeals, 2, EXAMINER, DECIDED, true).unwrap();
    assert_eq!(file(&mut appeals, 2, MEMBER, DECIDED), Ok(3));
    appeals
}

fn send(appeals: &mut Appeals, message: Message, by: Account) -> Result<()> {
    set_caller(by);
    match message {
        File => file(appeals, 3, by, DECIDED).map(drop),
        DecideFirst => rule(appeals, 1, by, DECIDED, true),
        DecideSecond => rule(appeals, 3, by, DECIDED, true),
        Appoint => appeals.appoint(STRANGER, true),
    }
}

/// The message itself, which a paused contract refuses before it calls anybody.
fn send_paused(appeals: &mut Appeals, message: Message) -> Result<()> {
    match message {
        File => appeals.file(3, GROUNDS).map(drop),
        DecideFirst => appeals.decide(1, Ruling::Uphold, REASONS),
        DecideSecond => appeals.decide(3, Ruling::Overturn(vec![]), REASONS),
        Appoint => appeals.appoint(STRANGER, true),
    }
}

/// Who may, and what the others are told.
fn expected(message: Message) -> (&'static [Account], Error) {
    match message {
        File => (&[PROVIDER, MEMBER], Error::NotParty),
        DecideFirst => (&[EXAMINER], Error::MissingRole { role: Role::Examiner }),
        DecideSecond => (&[REVIEWER], Error::NotReviewer),
        Appoint => (&[OWNER], Error::Access(AccessError::NotOwner)),
    }
}

#[test]
fn every_account_may_do_what_its_role_allows_and_nothing_else() {
    for message in MESSAGES {
        let (allowed, refusal) = expected(message);
        for by in EVERYONE {
            afresh(|| {
                let mut appeals = full_office();
                if allowed.contains(&by) {
                    assert_eq!(send(&mut appeals, message, by), Ok(()), "{message:?} by {by:?}");
                } else {
                    refuses(&mut appeals, |appeals| send(appeals, message, by), refusal);
                }
            });
        }
    }
}

#[test]
fn a_paused_contract_writes_for_nobody_and_still_answers() {
    for message in MESSAGES {
        for by in EVERYONE {
            afresh(|| {
                let mut appeals = full_office();
                set_caller(OWNER);
                appeals.administer(Command::Pause).unwrap();
                set_caller(by);
                refuses(&mut appeals, |appeals| send_paused(appeals, message), AccessError::Paused);
                assert!(appeals.appeal(1).is_some() && open(&appeals, Docket::Independent) == [3]);
            });
        }
    }
}
