use healink_domain::{
    credentials::{
        accredit, apply, assess, check, check_by, issue, AccreditError, Board, Credential, IssueError,
        IssueRequest, Kind, KindSet, Refusal, Requirement, Scope, Status, StatusCommand, StatusError,
        MAX_JURISDICTIONS,
    },
    Account, Day, Digest, History, Jurisdiction, Npi, NpiError, Period, Taxonomy, MAX_CHANGES,
};
use scale::Decode;

use crate::fixtures::{credential, licensing_board, place, requirement, PROVIDER};

const BOARD_ACCOUNT: Account = Account([7; 32]);
const STATUSES: [Status; 3] = [Status::Active, Status::Suspended, Status::Revoked];
const COMMANDS: [StatusCommand; 3] =
    [StatusCommand::Suspend, StatusCommand::Reinstate, StatusCommand::Revoke];

fn scope(kinds: KindSet, places: &[&str]) -> Scope {
    Scope { kinds, jurisdictions: places.iter().map(|text| place(text)).collect() }
}

fn accredited(scope: Scope, period: Period) -> Result<Board, AccreditError> {
    accredit(BOARD_ACCOUNT, scope, period, Digest([1; 32]))
}

#[test]
fn a_board_begins_in_force() {
    let board = accredited(scope(Kind::StateLicence.set(), &["US"]), Period::ALWAYS).unwrap();
    assert_eq!(board.status, History::new(Status::Active));
    assert_eq!(board.in_force(Kind::StateLicence, place("US-CA"), Day(0)), Ok(()));
}

#[test]
fn accreditation_names_each_broken_rule() {
    let kinds = Kind::StateLicence.set();
    let unknown = KindSet::decode(&mut &[0xff, 0xff][..]).unwrap();
    let malformed = Jurisdiction::decode(&mut &[0; 6][..]).unwrap();
    let bad = Scope { kinds, jurisdictions: vec![place("US"), malformed] };
    let ends_first = Period { from: Day(5), until: Some(Day(5)) };
    for (scope, period, error) in [
        (scope(KindSet::EMPTY, &["US"]), Period::ALWAYS, AccreditError::NoKinds),
        (scope(unknown, &["US"]), Period::ALWAYS, AccreditError::NoKinds),
        (scope(kinds, &[]), Period::ALWAYS, AccreditError::NoJurisdictions),
        (scope(kinds, &["US"; MAX_JURISDICTIONS + 1]), Period::ALWAYS, AccreditError::TooManyJurisdictions),
        (bad, Period::ALWAYS, AccreditError::BadJurisdiction),
        (scope(kinds, &["US"]), ends_first, AccreditError::EmptyPeriod),
    ] {
        assert_eq!(accredited(scope, period), Err(error));
    }
    assert!(accredited(scope(kinds, &["US"; MAX_JURISDICTIONS]), Period::ALWAYS).is_ok());
}

#[test]
fn a_board_attests_only_within_its_scope_and_period() {
    let period = Period { from: Day(10), until: Some(Day(20)) };
    let board = accredited(scope(Kind::StateLicence.set(), &["US-CA"]), period).unwrap();
    for (kind, text, day, in_force) in [
        (Kind::StateLicence, "US-CA", 10, true),
        (Kind::StateLicence, "US-CA", 19, true),
        (Kind::StateLicence, "US-CA", 9, false),
        (Kind::StateLicence, "US-CA", 20, false),
        (Kind::StateLicence, "US", 10, false),
        (Kind::StateLicence, "US-NV", 10, false),
        (Kind::Education, "US-CA", 10, false),
    ] {
        let answer = board.in_force(kind, place(text), Day(day));
        assert_eq!(
            answer,
            if in_force { Ok(()) } else { Err(Refusal::BoardNotInForce) },
            "{kind:?} {text} {day}"
        );
    }
}

fn request() -> IssueRequest {
    credential().claim
}

#[test]
fn a_credential_is_issued_as_requested() {
    let issued = issue((4, &licensing_board()), request(), None, Day(1_000)).unwrap();
    let expected = Credential {
        board: 4,
        claim: request(),
        issued_on: Day(1_000),
        status: History::new(Status::Active),
    };
    assert_eq!(issued, expected);
    assert_eq!(issue((4, &licensing_board()), request(), Some(request().npi), Day(1_000)), Ok(expected));
}

#[test]
fn issue_names_each_broken_rule() {
    let board = licensing_board();
    let refused = |change: fn(&mut IssueRequest), held: Option<Npi>| {
        let mut request = request();
        change(&mut request);
        issue((1, &board), request, held, Day(1_000)).unwrap_err()
    };
    let other = Npi::new(2_000_000_002).unwrap();
    assert_eq!(
        refused(|request| request.npi = Npi::decode(&mut &[0; 4][..]).unwrap(), None),
        IssueError::BadNpi(NpiError::NotTenDigits)
    );
    assert_eq!(refused(|_| {}, Some(other)), IssueError::OtherNpi { held: other });
    assert_eq!(
        refused(|request| request.taxonomy = Some(Taxonomy::decode(&mut &[0; 10][..]).unwrap()), None),
        IssueError::BadTaxonomy
    );
    assert_eq!(
        refused(|request| request.jurisdiction = Jurisdiction::decode(&mut &[0; 6][..]).unwrap(), None),
        IssueError::BadJurisdiction
    );
    assert_eq!(refused(|request| request.expires_on = request.valid_from, None), IssueError::EmptyPeriod);
    assert_eq!(refused(|request| request.verified_on = Day(1_001), None), IssueError::VerifiedInFuture);
    assert_eq!(refused(|request| request.kind = Kind::Education, None), IssueError::BoardNotInForce);
    assert_eq!(refused(|request| request.jurisdiction = place("DE"), None), IssueError::BoardNotInForce);
}

#[test]
fn a_board_out_of_force_issues_nothing() {
    let mut board = licensing_board();
    apply(&mut board.status, StatusCommand::Suspend, Day(1_000)).unwrap();
    assert_eq!(issue((1, &board), request(), None, Day(1_000)), Err(IssueError::BoardNotInForce));
    assert!(issue((1, &board), request(), None, Day(999)).is_ok());
}

/// The status graph, written out.
fn target(from: Status, command: StatusCommand) -> Option<Status> {
    match (from, command) {
        (Status::Active, StatusCommand::Suspend) => Some(Status::Suspended),
        (Status::Suspended, StatusCommand::Reinstate) => Some(Status::Active),
        (Status::Active | Status::Suspended, StatusCommand::Revoke) => Some(Status::Revoked),
        _ => None,
    }
}

#[test]
fn a_standing_changes_only_along_the_listed_edges() {
    for from in STATUSES {
        for command in COMMANDS {
            let mut history = History::new(from);
            match target(from, command) {
                Some(to) => {
                    assert_eq!(apply(&mut history, command, Day(5)), Ok(to));
                    assert_eq!(history.at(Day(5)), (to, Some(Day(5))));
                    assert_eq!(history.at(Day(4)), (from, None));
                }
                None => {
                    assert_eq!(apply(&mut history, command, Day(5)), Err(StatusError::NotAllowed { from }));
                    assert_eq!(history, History::new(from));
                }
            }
        }
    }
}

#[test]
fn revocation_works_when_nothing_else_fits() {
    let mut history = History::new(Status::Active);
    for command in [StatusCommand::Suspend, StatusCommand::Reinstate].iter().cycle().take(MAX_CHANGES - 1) {
        apply(&mut history, *command, Day(1)).unwrap();
    }
    let before = history.clone();
    assert_eq!(apply(&mut history, StatusCommand::Reinstate, Day(2)), Err(StatusError::HistoryFull));
    assert_eq!(history, before);
    assert_eq!(apply(&mut history, StatusCommand::Revoke, Day(2)), Ok(Status::Revoked));
}

/// What the registry says about the fixture's credential after `change`.
fn answer(change: impl FnOnce(&mut Credential, &mut Board, &mut Requirement)) -> Result<(), Refusal> {
    let (mut credential, mut board, mut requirement) = (credential(), licensing_board(), requirement());
    change(&mut credential, &mut board, &mut requirement);
    assess(&credential, &board, &requirement)
}

fn set(history: &mut History<Status>, command: StatusCommand, day: u32) {
    apply(history, command, Day(day)).unwrap();
}

#[test]
fn a_credential_in_force_meets_the_requirement() {
    assert_eq!(answer(|_, _, _| {}), Ok(()));
    assert_eq!(answer(|_, _, wanted| wanted.taxonomy = None), Ok(()));
    assert_eq!(answer(|_, _, wanted| wanted.jurisdiction = None), Ok(()));
    assert_eq!(answer(|held, _, _| held.claim.jurisdiction = place("US")), Ok(()));
}

#[test]
fn another_kind_speciality_or_place_is_the_wrong_scope() {
    let wrong = Err(Refusal::WrongScope);
    assert_eq!(answer(|_, _, wanted| wanted.kind = Kind::Education), wrong);
    assert_eq!(answer(|held, _, _| held.claim.taxonomy = None), wrong);
    assert_eq!(answer(|held, _, _| held.claim.taxonomy = Taxonomy::parse("282N00000X").ok()), wrong);
    assert_eq!(answer(|_, _, wanted| wanted.jurisdiction = Some(place("US-NV"))), wrong);
    assert_eq!(answer(|_, _, wanted| wanted.jurisdiction = Some(place("US"))), wrong);
}

#[test]
fn a_requirement_can_name_the_board() {
    assert_eq!(answer(|_, _, wanted| wanted.board = Some(1)), Ok(()));
    assert_eq!(answer(|_, _, wanted| wanted.board = Some(2)), Err(Refusal::WrongScope));
    assert_eq!(answer(|held, _, wanted| (held.board, wanted.board) = (2, Some(2))), Ok(()));
}

#[test]
fn what_was_recorded_later_was_not_known() {
    let known = |day| {
        move |_: &mut Credential, _: &mut Board, wanted: &mut Requirement| wanted.known_on = Some(Day(day))
    };
    assert_eq!(answer(known(1_000)), Ok(()));
    assert_eq!(answer(known(999)), Err(Refusal::NoneHeld), "issued on day 1,000");
    for (known_on, expected) in [(1_100, Ok(())), (1_200, Err(Refusal::Suspended { since: Day(1_200) }))] {
        let seen = answer(|held, _, wanted| {
            set(&mut held.status, StatusCommand::Suspend, 1_200);
            (wanted.day, wanted.known_on) = (Day(1_300), Some(Day(known_on)));
        });
        assert_eq!(seen, expected, "{known_on}");
    }
}

#[test]
fn validity_begins_and_ends_on_its_days() {
    for (day, expected) in [
        (99, Err(Refusal::NotYetValid { from: Day(100) })),
        (100, Ok(())),
        (1_999, Ok(())),
        (2_000, Err(Refusal::Expired { on: Day(2_000) })),
        (2_001, Err(Refusal::Expired { on: Day(2_000) })),
    ] {
        assert_eq!(answer(|_, _, wanted| wanted.day = Day(day)), expected, "{day}");
    }
}

#[test]
fn a_suspension_counts_from_its_day_until_it_is_lifted() {
    for (day, expected) in [
        (499, Ok(())),
        (500, Err(Refusal::Suspended { since: Day(500) })),
        (599, Err(Refusal::Suspended { since: Day(500) })),
        (600, Ok(())),
    ] {
        let seen = answer(|held, _, wanted| {
            set(&mut held.status, StatusCommand::Suspend, 500);
            set(&mut held.status, StatusCommand::Reinstate, 600);
            wanted.day = Day(day);
        });
        assert_eq!(seen, expected, "{day}");
    }
}

#[test]
fn a_revocation_counts_from_its_day_on() {
    for (day, expected) in [
        (499, Ok(())),
        (500, Err(Refusal::Revoked { on: Day(500) })),
        (5_000, Err(Refusal::Revoked { on: Day(500) })),
    ] {
        let seen = answer(|held, _, wanted| {
            set(&mut held.status, StatusCommand::Revoke, 500);
            wanted.day = Day(day);
        });
        assert_eq!(seen, expected, "{day}");
    }
}

#[test]
fn a_standing_without_a_recorded_day_is_dated_on_the_day_in_question() {
    let day = requirement().day;
    assert_eq!(
        answer(|held, _, _| held.status = History::new(Status::Suspended)),
        Err(Refusal::Suspended { since: day })
    );
    assert_eq!(
        answer(|held, _, _| held.status = History::new(Status::Revoked)),
        Err(Refusal::Revoked { on: day })
    );
}

#[test]
fn a_board_out_of_force_takes_its_credentials_with_it() {
    let out = Err(Refusal::BoardNotInForce);
    assert_eq!(answer(|_, board, _| set(&mut board.status, StatusCommand::Suspend, 1_000)), out);
    assert_eq!(answer(|_, board, _| set(&mut board.status, StatusCommand::Revoke, 1_000)), out);
    assert_eq!(answer(|_, board, _| set(&mut board.status, StatusCommand::Suspend, 1_001)), Ok(()));
    assert_eq!(answer(|_, board, _| board.period.until = Some(Day(1_000))), out);
    assert_eq!(answer(|_, board, _| board.period.from = Day(1_001)), out);
    assert_eq!(answer(|_, board, _| board.scope.kinds = Kind::Education.set()), out);
}

#[test]
fn a_verification_is_too_old_one_day_after_the_limit() {
    let on = |day| {
        answer(|held, _, wanted| {
            held.claim.verified_on = Day(880);
            wanted.verified_within = Some(120);
            wanted.day = Day(day);
        })
    };
    assert_eq!(on(1_000), Ok(()));
    assert_eq!(on(1_001), Err(Refusal::VerificationTooOld { verified_on: Day(880) }));
    assert_eq!(on(870), Ok(()), "a verification after the day in question is not old");
}

/// Candidates, each as far from the requirement as `changes` make it.
fn among(changes: &[fn(&mut Credential, &mut Board)]) -> Result<u64, Refusal> {
    let candidates: Vec<_> = (1..)
        .zip(changes)
        .map(|(id, change)| {
            let (mut credential, mut board) = (credential(), licensing_board());
            change(&mut credential, &mut board);
            (id, credential, board)
        })
        .collect();
    let wanted = Requirement { verified_within: Some(120), ..requirement() };
    let by_reference = candidates.iter().map(|(id, credential, board)| (*id, credential, board));
    let answer =
        check_by(by_reference, &wanted, |board: &Board, kind, place, day| board.in_force(kind, place, day));
    assert_eq!(answer, check(candidates.clone(), &wanted));
    answer
}

const FITS: fn(&mut Credential, &mut Board) = |_, _| {};
const WRONG_SCOPE: fn(&mut Credential, &mut Board) = |held, _| held.claim.kind = Kind::Education;
const REVOKED: fn(&mut Credential, &mut Board) = |held, _| set(&mut held.status, StatusCommand::Revoke, 500);
const EXPIRED: fn(&mut Credential, &mut Board) = |held, _| held.claim.expires_on = Day(900);
const EXPIRED_EARLIER: fn(&mut Credential, &mut Board) = |held, _| held.claim.expires_on = Day(800);
const NOT_YET: fn(&mut Credential, &mut Board) = |held, _| held.claim.valid_from = Day(1_100);
const NOT_YET_FOR_LONG: fn(&mut Credential, &mut Board) = |held, _| held.claim.valid_from = Day(1_900);
const SUSPENDED: fn(&mut Credential, &mut Board) =
    |held, _| set(&mut held.status, StatusCommand::Suspend, 700);
const NO_BOARD: fn(&mut Credential, &mut Board) =
    |_, board| set(&mut board.status, StatusCommand::Suspend, 700);
const OLD: fn(&mut Credential, &mut Board) = |held, _| held.claim.verified_on = Day(800);

#[test]
fn the_first_credential_that_fits_answers() {
    assert_eq!(among(&[FITS]), Ok(1));
    assert_eq!(among(&[EXPIRED, FITS, FITS]), Ok(2));
}

#[test]
fn candidates_after_the_first_that_fits_are_not_asked_for() {
    let mut taken = 0;
    let candidates = (1..10).map(|id| {
        taken += 1;
        (id, credential(), licensing_board())
    });
    assert_eq!(check(candidates, &requirement()), Ok(1));
    assert_eq!(taken, 1);
}

#[test]
fn a_board_is_asked_for_only_when_it_matters() {
    let mut asked = Vec::new();
    let mut expired = credential();
    expired.claim.expires_on = Day(900);
    let answer =
        check_by([(1, &expired, 4), (2, &credential(), 5)], &requirement(), |board, kind, place, day| {
            asked.push((board, kind, place, day));
            Err(Refusal::BoardNotInForce)
        });
    assert_eq!(answer, Err(Refusal::BoardNotInForce));
    assert_eq!(asked, [(5, Kind::StateLicence, place("US-CA"), Day(1_000))]);
}

#[test]
fn the_nearest_miss_is_reported() {
    let misses = [
        (WRONG_SCOPE, Refusal::WrongScope),
        (REVOKED, Refusal::Revoked { on: Day(500) }),
        (EXPIRED_EARLIER, Refusal::Expired { on: Day(800) }),
        (EXPIRED, Refusal::Expired { on: Day(900) }),
        (NOT_YET_FOR_LONG, Refusal::NotYetValid { from: Day(1_900) }),
        (NOT_YET, Refusal::NotYetValid { from: Day(1_100) }),
        (SUSPENDED, Refusal::Suspended { since: Day(700) }),
        (NO_BOARD, Refusal::BoardNotInForce),
        (OLD, Refusal::VerificationTooOld { verified_on: Day(800) }),
    ];
    assert_eq!(among(&[]), Err(Refusal::NoneHeld));
    for (nearer, (change, refusal)) in misses.iter().enumerate() {
        assert_eq!(among(&[*change]), Err(*refusal));
        for (farther, _) in &misses[..nearer] {
            assert_eq!(among(&[*farther, *change]), Err(*refusal));
            assert_eq!(among(&[*change, *farther]), Err(*refusal));
        }
    }
}

#[test]
fn the_fixture_is_the_provider_that_claims_name() {
    assert_eq!(credential().claim.provider, PROVIDER);
}
