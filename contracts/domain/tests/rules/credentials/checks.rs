use healink_domain::{credentials::Status, Taxonomy};

use super::*;
use crate::fixtures::{requirement, PROVIDER};

/// What the register answers on the fixture's requirement after `change`, changed by `wanted`.
fn answer(
    change: impl FnOnce(&mut Register),
    wanted: impl FnOnce(&mut Requirement),
) -> Result<CredentialId, Refusal> {
    let (mut register, mut requirement) = (licensed(), requirement());
    change(&mut register);
    wanted(&mut requirement);
    register.check(&requirement)
}

#[test]
fn a_credential_in_force_meets_the_requirement() {
    assert_eq!(answer(|_| {}, |_| {}), Ok(1));
    assert_eq!(answer(|_| {}, |wanted| (wanted.taxonomy, wanted.jurisdiction) = (None, None)), Ok(1));
    assert_eq!(answer(|_| {}, |wanted| wanted.board = Some(2)), Ok(1));
}

#[test]
fn another_kind_speciality_place_or_board_does_not() {
    assert_eq!(answer(|_| {}, |wanted| wanted.kind = Kind::Education), Err(Refusal::NoneHeld));
    let wrong = Err(Refusal::WrongScope);
    assert_eq!(answer(|_| {}, |wanted| wanted.taxonomy = Taxonomy::parse("282N00000X").ok()), wrong);
    assert_eq!(answer(|_| {}, |wanted| wanted.jurisdiction = Some(place("US-NV"))), wrong);
    assert_eq!(answer(|_| {}, |wanted| wanted.jurisdiction = Some(place("US"))), wrong);
    assert_eq!(answer(|_| {}, |wanted| wanted.board = Some(3)), wrong);
    assert_eq!(answer(|register| register.credentials.clear(), |_| {}), Err(Refusal::NoneHeld));
}

#[test]
fn a_boards_credentials_count_for_the_one_that_succeeded_it() {
    let succeed = |register: &mut Register| {
        register.order(2, Order::Succeed(3), Day(1_100));
        register.order(3, Order::Succeed(4), Day(1_200));
    };
    let wrong = Err(Refusal::WrongScope);
    for (board, known_on, expected) in [
        (2, None, Ok(1)),
        (3, None, Ok(1)),
        (4, None, Ok(1)),
        (1, None, wrong),
        (3, Some(1_099), wrong),
        (3, Some(1_100), Ok(1)),
        (4, Some(1_199), wrong),
        (4, Some(1_200), Ok(1)),
    ] {
        let wanted =
            |wanted: &mut Requirement| (wanted.board, wanted.known_on) = (Some(board), known_on.map(Day));
        assert_eq!(answer(succeed, wanted), expected, "{board} as known on {known_on:?}");
    }
}

#[test]
fn validity_begins_and_ends_on_its_days() {
    for (day, expected) in [
        (99, Err(Refusal::NotYetValid { from: Day(100) })),
        (100, Ok(1)),
        (1_999, Ok(1)),
        (2_000, Err(Refusal::Expired { on: Day(2_000) })),
        (2_001, Err(Refusal::Expired { on: Day(2_000) })),
    ] {
        assert_eq!(answer(|_| {}, |wanted| wanted.day = Day(day)), expected, "{day}");
    }
}

#[test]
fn a_standing_counts_from_its_day_on() {
    let on = Day(1_500);
    for (command, reason, refusal) in [
        (StatusCommand::Suspend, Reason::Safety, Refusal::Suspended { since: on }),
        (StatusCommand::Revoke, Reason::Safety, Refusal::Revoked { on }),
        (StatusCommand::Correct, Reason::WrongContent, Refusal::EnteredInError { on }),
    ] {
        for (day, expected) in [(1_499, Ok(1)), (1_500, Err(refusal)), (1_900, Err(refusal))] {
            let seen =
                answer(|register| register.change(1, command, reason, on), |wanted| wanted.day = Day(day));
            assert_eq!(seen, expected, "{day}");
        }
    }
}

#[test]
fn a_superseded_credential_says_so_when_its_renewal_does_not_do() {
    let renew = |register: &mut Register| {
        let longer = IssueRequest { expires_on: Day(2_500), renews: Some(1), ..credential().claim };
        register.issue(2, longer, Day(1_500)).unwrap();
        register.change(2, StatusCommand::Revoke, Reason::Safety, Day(1_600));
        register.credentials.get_mut(&2).unwrap().claim.taxonomy = None;
    };
    assert_eq!(answer(renew, |wanted| wanted.day = Day(1_700)), Err(Refusal::Superseded { on: Day(1_500) }));
}

#[test]
fn every_link_of_the_chain_takes_the_credential_with_it() {
    let out = Err(Refusal::BoardNotInForce);
    for link in [1, 2] {
        assert_eq!(answer(|register| register.order(link, SUSPEND, Day(1_000)), |_| {}), out);
        assert_eq!(answer(|register| register.order(link, REVOKE, Day(1_000)), |_| {}), out);
        assert_eq!(answer(|register| register.order(link, SUSPEND, Day(1_001)), |_| {}), Ok(1));
        let accreditation = |register: &mut Register, change: fn(&mut Accreditation)| {
            change(&mut register.boards.get_mut(&link).unwrap().accreditation);
        };
        assert_eq!(
            answer(|all| accreditation(all, |link| link.period.until = Some(Day(1_000))), |_| {}),
            out
        );
        assert_eq!(answer(|all| accreditation(all, |link| link.period.from = Day(1_001)), |_| {}), out);
        assert_eq!(
            answer(|all| accreditation(all, |link| link.scope.kinds = Kind::Education.set()), |_| {}),
            out
        );
        assert_eq!(
            answer(|all| accreditation(all, |link| link.scope.jurisdictions = vec![place("US-NV")]), |_| {}),
            out
        );
    }
    assert_eq!(answer(|register| register.order(4, REVOKE, Day(1_000)), |_| {}), Ok(1), "another board");
}

#[test]
fn what_was_recorded_later_was_not_known() {
    let suspended =
        |register: &mut Register| register.change(1, StatusCommand::Suspend, Reason::Safety, Day(1_200));
    for (day, known_on, expected) in [
        (500, 999, Err(Refusal::NoneHeld)),
        (500, 1_000, Ok(1)),
        (1_300, 1_199, Ok(1)),
        (1_300, 1_200, Err(Refusal::Suspended { since: Day(1_200) })),
        (1_100, 9_999, Ok(1)),
    ] {
        let wanted =
            |wanted: &mut Requirement| (wanted.day, wanted.known_on) = (Day(day), Some(Day(known_on)));
        assert_eq!(answer(suspended, wanted), expected, "{day} as known on {known_on}");
    }
}

#[test]
fn a_verification_is_too_old_one_day_after_the_limit() {
    let on = |day| answer(|_| {}, |wanted| (wanted.day, wanted.verified_within) = (Day(day), Some(120)));
    assert_eq!(on(1_070), Ok(1));
    assert_eq!(on(1_071), Err(Refusal::VerificationTooOld { verified_on: Day(950) }));
    assert_eq!(on(940), Ok(1), "a verification after the day in question is not old");
}

#[test]
fn the_newest_that_fits_answers_and_no_other_is_looked_up() {
    let mut register = licensed();
    for expires_on in [Day(1_900), Day(990), Day(1_900)] {
        register.issue(2, IssueRequest { expires_on, ..credential().claim }, Day(1_000)).unwrap();
    }
    let elsewhere = IssueRequest { jurisdiction: place("US-NV"), ..credential().claim };
    register.issue(2, elsewhere, Day(1_000)).unwrap();
    register.change(4, StatusCommand::Suspend, Reason::Safety, Day(1_000));
    register.looked_up.clear();
    assert_eq!(register.check(&requirement()), Ok(2));
    assert_eq!(register.looked_up, [4, 2]);
}

/// What happens to a credential.
type Change = fn(&mut Register, CredentialId);

/// The register's answer when the provider holds these, each as far from the requirement as `changes` make it.
fn among(changes: &[Change]) -> Result<CredentialId, Refusal> {
    let mut register = chain();
    let mut provider = Provider::new(credential().claim.npi);
    for (id, change) in (1..).zip(changes) {
        register.credentials.insert(id, Credential { board: 2, issued_on: Day(600), ..credential() });
        change(&mut register, id);
        provider.held.push(Held::of(id, &register.credentials[&id]));
    }
    register.provider = Some(provider);
    register.check(&Requirement { verified_within: Some(120), ..requirement() })
}

fn claim(register: &mut Register, id: CredentialId) -> &mut IssueRequest {
    &mut register.credentials.get_mut(&id).unwrap().claim
}

#[test]
fn the_nearest_miss_is_reported() {
    let misses: [(Change, Refusal); 11] = [
        (|all, id| claim(all, id).jurisdiction = place("US-NV"), Refusal::WrongScope),
        (|all, id| claim(all, id).expires_on = Day(800), Refusal::Expired { on: Day(800) }),
        (|all, id| claim(all, id).expires_on = Day(900), Refusal::Expired { on: Day(900) }),
        (|all, id| claim(all, id).valid_from = Day(1_900), Refusal::NotYetValid { from: Day(1_900) }),
        (|all, id| claim(all, id).valid_from = Day(1_100), Refusal::NotYetValid { from: Day(1_100) }),
        (
            |all, id| all.change(id, StatusCommand::Correct, Reason::Duplicate, Day(700)),
            Refusal::EnteredInError { on: Day(700) },
        ),
        (
            |all, id| all.change(id, StatusCommand::Revoke, Reason::Safety, Day(700)),
            Refusal::Revoked { on: Day(700) },
        ),
        (
            |all, id| {
                let longer = IssueRequest { expires_on: Day(3_000), ..credential().claim };
                all.credentials.get_mut(&id).unwrap().renew(&longer, Day(700)).unwrap();
            },
            Refusal::Superseded { on: Day(700) },
        ),
        (
            |all, id| all.change(id, StatusCommand::Suspend, Reason::Safety, Day(700)),
            Refusal::Suspended { since: Day(700) },
        ),
        (|all, id| all.credentials.get_mut(&id).unwrap().board = 9, Refusal::BoardNotInForce),
        (
            |all, id| claim(all, id).verified_on = Day(800),
            Refusal::VerificationTooOld { verified_on: Day(800) },
        ),
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
    assert_eq!(credential().status.latest().status, Status::Active);
}
