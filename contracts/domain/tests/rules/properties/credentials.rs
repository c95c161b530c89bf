use healink_domain::{
    credentials::{
        apply, assess, check, check_by, Board, Credential, CredentialId, Kind, Refusal, Requirement, Scope,
        Status, StatusCommand,
    },
    Day, History, Jurisdiction, Period, Taxonomy, MAX_CHANGES,
};
use proptest::{collection::vec, option, prelude::*, sample::select};

use super::config;
use crate::fixtures::{credential, licensing_board, place};

/// All days lie before this one, so that they meet often.
const DAYS: u32 = 40;

fn day() -> impl Strategy<Value = Day> {
    (0..DAYS).prop_map(Day)
}

fn command() -> impl Strategy<Value = StatusCommand> {
    prop_oneof![
        5 => Just(StatusCommand::Suspend),
        5 => Just(StatusCommand::Reinstate),
        1 => Just(StatusCommand::Revoke),
    ]
}

/// Commands on ascending days.
fn commands() -> impl Strategy<Value = Vec<(StatusCommand, Day)>> {
    vec((command(), 0..3u32), 0..50).prop_map(|steps| {
        let mut today = 0;
        steps
            .into_iter()
            .map(|(command, days)| {
                today += days;
                (command, Day(today))
            })
            .collect()
    })
}

/// The history that these commands leave; refused ones change nothing.
fn standing(commands: &[(StatusCommand, Day)]) -> History<Status> {
    let mut history = History::new(Status::Active);
    for (command, today) in commands {
        let _ = apply(&mut history, *command, *today);
    }
    history
}

fn kind() -> impl Strategy<Value = Kind> {
    prop_oneof![3 => Just(Kind::StateLicence), 1 => Just(Kind::Education)]
}

fn jurisdiction() -> impl Strategy<Value = Jurisdiction> {
    select(vec!["US", "US-CA", "US-CA", "US-NV", "DE"]).prop_map(place)
}

fn taxonomy() -> impl Strategy<Value = Option<Taxonomy>> {
    option::of(select(vec!["207Q00000X", "282N00000X"]).prop_map(|text| Taxonomy::parse(text).unwrap()))
}

fn a_credential() -> impl Strategy<Value = Credential> {
    (kind(), taxonomy(), jurisdiction(), day(), 1..DAYS, day(), commands(), (1..3u32, day())).prop_map(
        |(kind, taxonomy, jurisdiction, valid_from, days, verified_on, commands, (board, issued_on))| {
            let mut made = credential();
            (made.board, made.issued_on) = (board, issued_on);
            made.claim.kind = kind;
            made.claim.taxonomy = taxonomy;
            made.claim.jurisdiction = jurisdiction;
            (made.claim.valid_from, made.claim.expires_on) = (valid_from, valid_from.plus(days));
            made.claim.verified_on = verified_on;
            made.status = standing(&commands);
            made
        },
    )
}

fn a_board() -> impl Strategy<Value = Board> {
    let scope = (vec(kind(), 1..3), vec(jurisdiction(), 1..3));
    let until = option::of(day());
    (scope, day(), until, commands()).prop_map(|((kinds, jurisdictions), from, until, commands)| Board {
        scope: Scope { kinds: kinds.into_iter().collect(), jurisdictions },
        period: Period { from: Day(from.0 / 4), until },
        status: standing(&commands),
        ..licensing_board()
    })
}

fn a_requirement() -> impl Strategy<Value = Requirement> {
    let speciality = prop_oneof![2 => Just(None), 1 => taxonomy()];
    let place = option::of(jurisdiction());
    (kind(), option::of(1..3u32), speciality, place, day(), option::of(day()), option::of(0..30u16)).prop_map(
        |(kind, board, taxonomy, jurisdiction, day, known_on, verified_within)| Requirement {
            kind,
            board,
            taxonomy,
            jurisdiction,
            day,
            known_on,
            verified_within,
        },
    )
}

fn held() -> impl Strategy<Value = Vec<(CredentialId, Credential, Board)>> {
    vec((a_credential(), a_board()), 0..5)
        .prop_map(|pairs| (1..).zip(pairs).map(|(id, (held, board))| (id, held, board)).collect())
}

/// A day's status, by going through all commands again rather than by looking it up.
fn status_by_replay(commands: &[(StatusCommand, Day)], day: Day) -> Status {
    standing(&commands.iter().copied().filter(|(_, on)| *on <= day).collect::<Vec<_>>()).latest()
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn as_of_answer_never_changes_when_later_events_happen(commands in commands()) {
        let mut history = History::new(Status::Active);
        for (command, today) in commands {
            let before: Vec<_> = (0..today.0).map(|day| history.at(Day(day))).collect();
            let _ = apply(&mut history, command, today);
            let after: Vec<_> = (0..today.0).map(|day| history.at(Day(day))).collect();
            prop_assert_eq!(before, after);
        }
    }

    #[test]
    fn history_and_present_agree(commands in commands()) {
        let mut history = History::new(Status::Active);
        for (command, today) in commands {
            if let Ok(status) = apply(&mut history, command, today) {
                prop_assert_eq!(history.latest(), status);
                prop_assert_eq!(history.at(today), (status, Some(today)));
            }
            prop_assert_eq!(history.at(today).0, history.latest());
        }
    }

    #[test]
    fn history_agrees_with_a_replay_of_the_commands(commands in commands(), day in day()) {
        prop_assert_eq!(standing(&commands).at(day).0, status_by_replay(&commands, day));
    }

    #[test]
    fn revocation_is_final_and_always_possible(commands in commands(), more in commands()) {
        let mut history = standing(&commands);
        if history.latest() != Status::Revoked {
            prop_assert_eq!(apply(&mut history, StatusCommand::Revoke, Day(200)), Ok(Status::Revoked));
        }
        prop_assert!(history.changes().len() <= MAX_CHANGES);
        let revoked = history.clone();
        for (command, day) in more {
            prop_assert!(apply(&mut history, command, Day(200).plus(day.0)).is_err());
        }
        prop_assert_eq!(history, revoked);
    }

    #[test]
    fn state_is_unchanged_after_every_refusal(commands in commands()) {
        let mut history = History::new(Status::Active);
        for (command, today) in commands {
            let before = history.clone();
            if apply(&mut history, command, today).is_err() {
                prop_assert_eq!(history, before);
                return Ok(());
            }
        }
    }

    #[test]
    fn revoked_or_expired_never_validates(held in a_credential(), board in a_board(), wanted in a_requirement()) {
        let revoked = held.status.at(wanted.day).0 != Status::Active;
        if revoked || held.claim.expires_on <= wanted.day || wanted.day < held.claim.valid_from {
            prop_assert!(assess(&held, &board, &wanted).is_err());
        }
    }

    #[test]
    fn board_out_of_force_never_validates_anything(held in held(), wanted in a_requirement()) {
        let out = held.into_iter().map(|(id, held, mut board)| {
            let _ = apply(&mut board.status, StatusCommand::Reinstate, Day(0));
            board.period.until = Some(wanted.day);
            (id, held, board)
        });
        prop_assert!(check(out, &wanted).is_err());
    }

    /// The rule in its own words, all at once.
    #[test]
    fn a_credential_validates_exactly_when_nothing_stands_against_it(
        held in a_credential(), board in a_board(), wanted in a_requirement(),
    ) {
        let claim = &held.claim;
        let fits = claim.kind == wanted.kind
            && wanted.board.is_none_or(|board| board == held.board)
            && (wanted.taxonomy.is_none() || claim.taxonomy == wanted.taxonomy)
            && wanted.jurisdiction.is_none_or(|place| claim.jurisdiction.covers(place));
        let known = wanted.known_on.is_none_or(|known_on| held.issued_on <= known_on);
        let seen_on = wanted.known_on.map_or(wanted.day, |known_on| known_on.min(wanted.day));
        let stands = held.status.at(seen_on).0 == Status::Active
            && (claim.valid_from..claim.expires_on).contains(&wanted.day);
        let vouched = board.status.at(wanted.day).0 == Status::Active
            && board.period.from <= wanted.day
            && board.period.until.is_none_or(|until| wanted.day < until)
            && board.scope.covers(claim.kind, claim.jurisdiction);
        let fresh = wanted.verified_within.is_none_or(|days| wanted.day.0 <= claim.verified_on.0 + u32::from(days));
        prop_assert_eq!(assess(&held, &board, &wanted).is_ok(), known && fits && stands && vouched && fresh);
    }

    #[test]
    fn check_accepts_exactly_when_some_credential_does(held in held(), wanted in a_requirement()) {
        let first = held.iter().find(|(_, held, board)| assess(held, board, &wanted).is_ok()).map(|(id, ..)| *id);
        prop_assert_eq!(check(held, &wanted).ok(), first);
    }

    #[test]
    fn the_reported_miss_does_not_depend_on_the_order_of_credentials(held in held(), wanted in a_requirement()) {
        let forward = check(held.clone(), &wanted);
        let backward = check(held.iter().rev().cloned(), &wanted);
        prop_assert_eq!(forward.is_ok(), backward.is_ok());
        if let (Err(one), Err(other)) = (forward, backward) {
            prop_assert_eq!(one, other);
        }
    }

    #[test]
    fn asking_the_boards_as_needed_gives_the_same_answer(held in held(), wanted in a_requirement()) {
        let candidates = held.iter().enumerate().map(|(index, (id, held, _))| (*id, held, index));
        let answer = check_by(candidates, &wanted, |index: usize, kind, place, day| {
            held[index].2.in_force(kind, place, day)
        });
        prop_assert_eq!(answer, check(held.clone(), &wanted));
    }

    #[test]
    fn a_narrower_requirement_is_never_easier(held in held(), wanted in a_requirement()) {
        let wider = Requirement { taxonomy: None, jurisdiction: None, verified_within: None, ..wanted };
        if check(held.clone(), &wanted).is_ok() {
            prop_assert!(check(held.clone(), &wider).is_ok());
        }
        if let (Err(narrow), Err(Refusal::NoneHeld)) = (check(held.clone(), &wanted), check(held.clone(), &wider)) {
            prop_assert_eq!(narrow, Refusal::NoneHeld);
        }
    }
}
