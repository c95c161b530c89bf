use healink_domain::{
    credentials::{
        accredit, apply, issue, Application, AsOf, Board, CredentialId, Held, IssueRequest, Kind, Order,
        Provider, Refusal, Requirement, Role, Scope, Standing, Status, StatusCommand,
    },
    Day, History, Period, MAX_CHANGES,
};
use proptest::{collection::vec, option, prelude::*, sample::select};

use super::config;
use crate::{
    credentials::{application, Register},
    fixtures::{credential, place},
};

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
        1 => Just(StatusCommand::Correct),
    ]
}

fn kind() -> impl Strategy<Value = Kind> {
    prop_oneof![3 => Just(Kind::StateLicence), 1 => Just(Kind::Education)]
}

fn text() -> impl Strategy<Value = &'static str> {
    select(vec!["US", "US-CA", "US-CA", "US-NV", "DE"])
}

/// What happens in a registry. Whatever the rules refuse does not happen.
#[derive(Clone, Debug)]
enum Event {
    Accredit { application: Application, by: Option<u32> },
    Stand { board: u32, command: StatusCommand },
    Succeed { board: u32, to: u32 },
    Extend { board: u32, end: Day },
    Issue { board: u32, request: IssueRequest },
    Change { credential: u64, command: StatusCommand },
}

fn an_application() -> impl Strategy<Value = Application> {
    let scope = (vec(kind(), 1..3), vec(text(), 1..3));
    let role = prop_oneof![2 => Just(Role::Board), 1 => Just(Role::Body)];
    (role, scope, day(), option::of(day())).prop_map(|(role, (kinds, places), from, until)| Application {
        scope: Scope {
            kinds: kinds.into_iter().collect(),
            jurisdictions: places.into_iter().map(place).collect(),
        },
        period: Period { from: Day(from.0 / 4), until },
        ..application(role)
    })
}

fn a_request() -> impl Strategy<Value = IssueRequest> {
    (kind(), text(), day(), 1..DAYS, day(), option::weighted(0.2, 1..8u64)).prop_map(
        |(kind, text, valid_from, days, verified_on, renews)| IssueRequest {
            kind,
            jurisdiction: place(text),
            valid_from,
            expires_on: valid_from.plus(days),
            verified_on,
            renews,
            ..credential().claim
        },
    )
}

fn event() -> impl Strategy<Value = Event> {
    let board = || 1..7u32;
    prop_oneof![
        3 => (an_application(), option::of(board())).prop_map(|(application, by)| Event::Accredit { application, by }),
        3 => (board(), command()).prop_map(|(board, command)| Event::Stand { board, command }),
        1 => (board(), board()).prop_map(|(board, to)| Event::Succeed { board, to }),
        1 => (board(), day()).prop_map(|(board, end)| Event::Extend { board, end }),
        6 => (board(), a_request()).prop_map(|(board, request)| Event::Issue { board, request }),
        3 => (1..9u64, command()).prop_map(|(credential, command)| Event::Change { credential, command }),
    ]
}

/// Events on ascending days, after a body, its board and a board of governance were accredited on day 0 for everything.
fn events() -> impl Strategy<Value = Vec<(Event, Day)>> {
    let wide = |role| Application {
        scope: Scope {
            kinds: [Kind::StateLicence, Kind::Education].into_iter().collect(),
            jurisdictions: vec![place("US")],
        },
        period: Period::ALWAYS,
        ..application(role)
    };
    let first = [(Role::Body, None), (Role::Board, Some(1)), (Role::Board, None)]
        .map(|(role, by)| (Event::Accredit { application: wide(role), by }, Day(0)));
    vec((event(), 0..3u32), 0..40).prop_map(move |steps| {
        let mut today = 0;
        let dated = steps.into_iter().map(|(event, days)| {
            today += days;
            (event, Day(today))
        });
        first.iter().cloned().chain(dated).collect()
    })
}

fn a_requirement() -> impl Strategy<Value = Requirement> {
    (kind(), option::weighted(0.3, 1..7u32), option::of(text()), day(), option::of(0..30u16)).prop_map(
        |(kind, board, text, day, verified_within)| Requirement {
            kind,
            board,
            taxonomy: None,
            jurisdiction: text.map(place),
            day,
            known_on: None,
            verified_within,
        },
    )
}

/// A registry, with the standings that were really given, one line each, kept apart from the histories.
#[derive(Clone, Default)]
struct World {
    register: Register,
    boards: Vec<(u32, Day, Status)>,
    credentials: Vec<(u64, Day, Status)>,
}

impl World {
    /// Lets an event happen, if the rules allow it.
    fn step(&mut self, event: &Event, today: Day) -> Option<()> {
        let register = &mut self.register;
        match event {
            Event::Accredit { application, by } => {
                let body = by.map(|id| Some((id, register.boards.get(&id)?)));
                let board = match body {
                    Some(body) => accredit(application.clone(), Some(body?), today),
                    None => accredit(application.clone(), None, today),
                };
                let id = u32::try_from(register.boards.len()).ok()? + 1;
                register.boards.insert(id, board.ok()?);
                self.boards.push((id, today, Status::Active));
            }
            Event::Stand { board, command } => {
                let reason = command.reasons().iter().next()?;
                let found = self.order(*board, Order::Stand(*command, reason), today)?;
                self.boards.push((*board, today, found.accreditation.status.latest().status));
            }
            Event::Succeed { board, to } => drop(self.order(*board, Order::Succeed(*to), today)?),
            Event::Extend { board, end } => drop(self.order(*board, Order::Extend(*end), today)?),
            Event::Issue { board, request } => {
                let provider = register.provider.clone().unwrap_or_else(|| Provider::new(request.npi));
                let issued = issue(register, *board, request.clone(), &provider, today).ok()?;
                if let Some(old) = request.renews {
                    register.credentials.get_mut(&old)?.renew(request, today).ok()?;
                    self.credentials.push((old, today, Status::Superseded));
                }
                let id = register.credentials.len() as u64 + 1;
                let mut held = provider.held;
                held.push(Held::of(id, &issued));
                register.provider = Some(Provider { held, ..Provider::new(request.npi) });
                register.credentials.insert(id, issued);
                self.credentials.push((id, today, Status::Active));
            }
            Event::Change { credential, command } => {
                let reason = command.reasons().iter().next()?;
                let status = &mut register.credentials.get_mut(credential)?.status;
                let to = apply(status, *command, reason, today).ok()?;
                self.credentials.push((*credential, today, to));
            }
        }
        Some(())
    }

    fn order(&mut self, id: u32, order: Order, today: Day) -> Option<Board> {
        let mut board = self.register.boards.get(&id)?.clone();
        board.obey(id, order, |id| self.register.boards.get(&id).cloned(), today).ok()?;
        self.register.boards.insert(id, board.clone());
        Some(board)
    }

    fn ask(&mut self, requirement: &Requirement, when: AsOf) -> Result<CredentialId, Refusal> {
        self.register.check(&Requirement { day: when.day, known_on: when.known_on, ..*requirement })
    }

    /// Whether everything from the board up was active on the day, by the lines that were written down, ran and covered the
    /// credential.
    fn vouched(&self, board: u32, claim: &IssueRequest, day: Day) -> bool {
        let found = &self.register.boards[&board].accreditation;
        let active = status_of(&self.boards, board, day) == Some(Status::Active);
        let runs = found.period.from <= day && found.period.until.is_none_or(|until| day < until);
        let covers = found.scope.kinds.contains(claim.kind)
            && found.scope.jurisdictions.iter().any(|place| place.covers(claim.jurisdiction));
        active && runs && covers && found.by.is_none_or(|body| self.vouched(body, claim, day))
    }
}

/// The status by the end of a day; before its first line anything counts as it began.
fn status_of<Id: PartialEq + Copy>(lines: &[(Id, Day, Status)], id: Id, day: Day) -> Option<Status> {
    let mut own = lines.iter().filter(|(of, ..)| *of == id);
    let first = own.clone().next().map(|(.., status)| *status);
    own.rfind(|(_, on, _)| *on <= day).map(|(.., status)| *status).or(first)
}

/// What happened, event by event.
fn world(events: &[(Event, Day)]) -> World {
    let mut world = World::default();
    for (event, today) in events {
        world.step(event, *today);
    }
    world
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

fn order(history: &mut History<Standing>, command: StatusCommand, today: Day) -> Option<Status> {
    apply(history, command, command.reasons().iter().next()?, today).ok()
}

proptest! {
    #![proptest_config(config())]

    /// Questions are put at the end of every day about that day and those before it, and once more when everything has happened.
    #[test]
    fn as_of_answer_never_changes_when_later_events_happen(events in events(), wanted in vec(a_requirement(), 1..4)) {
        let (mut world, mut noted) = (World::default(), Vec::new());
        for (place, (event, today)) in events.iter().enumerate() {
            world.step(event, *today);
            let over = events.get(place + 1).is_none_or(|(_, next)| today < next);
            if over {
                for wanted in &wanted {
                    let when = AsOf { day: wanted.day.min(*today), known_on: Some(*today) };
                    noted.push((*wanted, when, world.ask(wanted, when)));
                }
            }
        }
        for (wanted, when, answer) in noted {
            prop_assert_eq!(world.ask(&wanted, when), answer, "{:?}", when);
        }
    }

    /// What is said today about today, without looking back, is what is said later about it from the knowledge of today.
    #[test]
    fn history_and_present_agree(events in events(), wanted in a_requirement()) {
        let (mut world, mut today) = (World::default(), Day(0));
        for (event, on) in &events {
            world.step(event, *on);
            today = *on;
        }
        let present = world.ask(&wanted, AsOf::now(today));
        prop_assert_eq!(world.ask(&wanted, AsOf { day: today, known_on: Some(today) }), present);
        let later = Event::Stand { board: 2, command: StatusCommand::Revoke };
        world.step(&later, today.plus(1));
        prop_assert_eq!(world.ask(&wanted, AsOf { day: today, known_on: Some(today) }), present);
    }

    #[test]
    fn revoked_or_out_of_scope_board_never_validates_anything_on_any_day(events in events(), wanted in a_requirement()) {
        let mut world = world(&events);
        for day in (0..2 * DAYS).map(Day) {
            if let Ok(id) = world.ask(&wanted, AsOf::now(day)) {
                let held = world.register.credentials[&id].clone();
                prop_assert!(world.vouched(held.board, &held.claim, day), "{} on {:?}", id, day);
            }
        }
    }

    #[test]
    fn revoked_suspended_superseded_or_expired_never_validates(events in events(), wanted in a_requirement()) {
        let mut world = world(&events);
        for day in (0..2 * DAYS).map(Day) {
            if let Ok(id) = world.ask(&wanted, AsOf::now(day)) {
                let claim = &world.register.credentials[&id].claim;
                prop_assert!((claim.valid_from..claim.expires_on).contains(&day));
                prop_assert_eq!(claim.kind, wanted.kind);
                prop_assert!(wanted.jurisdiction.is_none_or(|place| claim.jurisdiction.covers(place)));
                let fresh = wanted.verified_within.is_none_or(|days| day.0 <= claim.verified_on.0 + u32::from(days));
                prop_assert!(fresh);
                prop_assert_eq!(status_of(&world.credentials, id, day), Some(Status::Active));
            }
        }
    }

    /// The rule in its own words: a requirement without wishes is met exactly when some credential is not stood against.
    #[test]
    fn a_check_accepts_exactly_when_nothing_stands_against_some_credential(events in events(), kind in kind(), day in day()) {
        let mut world = world(&events);
        let wanted = Requirement { kind, board: None, taxonomy: None, jurisdiction: None, day, known_on: None, verified_within: None };
        let some = world.register.credentials.iter().any(|(id, held)| {
            held.claim.kind == kind
                && (held.claim.valid_from..held.claim.expires_on).contains(&day)
                && status_of(&world.credentials, *id, day) == Some(Status::Active)
                && world.vouched(held.board, &held.claim, day)
        });
        prop_assert_eq!(world.register.check(&wanted).is_ok(), some);
    }

    #[test]
    fn a_narrower_requirement_is_never_easier(events in events(), wanted in a_requirement()) {
        let mut world = world(&events);
        let wider = Requirement { board: None, jurisdiction: None, verified_within: None, ..wanted };
        if world.register.check(&wanted).is_ok() {
            prop_assert!(world.register.check(&wider).is_ok());
        }
    }

    #[test]
    fn no_line_of_successors_runs_in_a_circle(events in events(), from in 1..7u32) {
        let world = world(&events);
        let (mut at, mut steps) = (Some(from), 0);
        while let Some(next) = at.and_then(|id| world.register.boards.get(&id)?.accreditation.successor) {
            at = Some(next.to);
            steps += 1;
            prop_assert!(steps <= world.register.boards.len());
        }
    }

    #[test]
    fn revocation_is_final_and_always_possible(commands in commands(), more in commands()) {
        let mut history = History::new(Standing::GRANTED);
        for (command, today) in commands {
            order(&mut history, command, today);
        }
        if matches!(history.latest().status, Status::Active | Status::Suspended) {
            prop_assert_eq!(order(&mut history, StatusCommand::Revoke, Day(200)), Some(Status::Revoked));
        }
        prop_assert!(history.changes().len() <= MAX_CHANGES);
        let last = history.clone();
        for (command, day) in more {
            prop_assert_eq!(order(&mut history, command, Day(200).plus(day.0)), None);
        }
        prop_assert_eq!(history, last);
    }

    #[test]
    fn state_is_unchanged_after_every_refusal(events in events()) {
        let mut world = World::default();
        for (event, today) in &events {
            // A renewal that is refused is one whose credential is issued by nobody: rule and store are two steps there.
            let mut trial = world.clone();
            if trial.step(event, *today).is_none() {
                prop_assert_eq!(&trial.register, &world.register);
            }
            world = trial;
        }
    }
}
