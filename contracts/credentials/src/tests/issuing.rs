//! What is recorded when credentials are issued, and what is refused.

use healink_domain::credentials::{IssueError, Standing, Status, MAX_OF_BOARD};
use healink_domain::History;
use scale::Decode;

use super::*;
use crate::CredentialsIssued;

/// The last event.
fn last_event() -> CredentialsIssued {
    CredentialsIssued::decode(&mut test::recorded_events().last().unwrap().data.as_slice()).unwrap()
}

fn refused(at: u8, error: IssueError) -> Result<CredentialId, Error> {
    Err(Error::Issue { at, error })
}

#[ink::test]
fn an_issued_credential_is_shown_by_number_provider_and_board() {
    let mut registry = registry_with_boards();

    assert_eq!(registry.issue(1, vec![licence()]), Ok(1));

    let credential = registry.credential(1).unwrap();
    assert_eq!(credential.claim, licence());
    assert_eq!((credential.board, credential.issued_on), (1, TODAY));
    assert_eq!(credential.status, History::new(Standing::GRANTED));
    let page = Page { items: vec![(1, credential)], next: None };
    assert_eq!(registry.list(Of::Provider(PROVIDER), 0, 50), page);
    assert_eq!(registry.list(Of::Board(1), 0, 50), page);
    assert_eq!(registry.list(Of::Board(2), 0, 50).items, []);
    let issued = vec![(PROVIDER, Kind::StateLicence)];
    assert_eq!(last_event(), CredentialsIssued { board: 1, first: 1, issued, on: TODAY });
}

#[ink::test]
fn a_batch_is_issued_whole_or_not_at_all() {
    let mut registry = registry_with_boards();
    let other = |kind| IssueRequest { provider: STRANGER, kind, ..licence() };
    let education = IssueRequest { kind: Kind::Education, ..licence() };
    // The provider comes up again after another one.
    let batch = vec![licence(), other(Kind::StateLicence), education.clone()];
    assert_eq!(registry.issue(1, batch.clone()), Ok(1));
    assert_eq!(
        [1, 2, 3].map(|id| registry.credential(id).unwrap().claim),
        <[_; 3]>::try_from(batch).unwrap()
    );
    assert_eq!(last_event().issued.len(), 3);
    let ids = |of| registry.list(of, 0, 50).items.iter().map(|(id, _)| *id).collect::<Vec<_>>();
    assert_eq!((ids(Of::Provider(PROVIDER)), ids(Of::Board(1))), (vec![3, 1], vec![3, 2, 1]));

    let before = shown(&registry);
    let bad = IssueRequest { expires_on: TODAY, ..licence() };
    assert_eq!(registry.issue(1, vec![licence(), licence(), bad]), refused(2, IssueError::EmptyPeriod));
    assert_eq!(shown(&registry), before);
    for size in [0, 51] {
        assert_eq!(registry.issue(1, vec![licence(); size]), Err(Error::BatchSize));
    }
    assert_eq!(shown(&registry), before);
}

#[ink::test]
fn a_provider_keeps_one_npi_until_governance_corrects_it() {
    let mut registry = registry_with_boards();
    registry.issue(1, vec![licence()]).unwrap();
    let (held, npi) = (licence().npi, Npi::new(OTHER_NPI).unwrap());
    let other = IssueRequest { npi, kind: Kind::Education, ..licence() };
    assert_eq!(registry.issue(1, vec![other.clone()]), refused(0, IssueError::OtherNpi { held }));

    tell(&mut registry, BoardUpdate::Npi(PROVIDER, npi));
    assert_eq!(registry.issue(1, vec![other]), Ok(2));
    assert_eq!(registry.issue(1, vec![licence()]), refused(0, IssueError::OtherNpi { held: npi }));
    // One who holds nothing yet.
    tell(&mut registry, BoardUpdate::Npi(STRANGER, npi));
    let first = IssueRequest { provider: STRANGER, ..licence() };
    assert_eq!(registry.issue(1, vec![first]), refused(0, IssueError::OtherNpi { held: npi }));
}

#[ink::test]
fn within_a_batch_a_provider_holds_one_npi_and_a_board_its_share() {
    let mut registry = registry_with_boards();
    let other = IssueRequest { npi: Npi::new(OTHER_NPI).unwrap(), ..licence() };
    let held = licence().npi;
    assert_eq!(registry.issue(1, vec![licence(), other]), refused(1, IssueError::OtherNpi { held }));

    let full = vec![licence(); MAX_OF_BOARD + 1];
    assert_eq!(registry.issue(1, full), refused(MAX_OF_BOARD as u8, IssueError::TooManyOfBoard));
    assert_eq!(registry.issue(1, vec![licence(); MAX_OF_BOARD]), Ok(1));
    assert_eq!(registry.issue(1, vec![licence()]), refused(0, IssueError::TooManyOfBoard));
    act_as(OTHER_OFFICER);
    assert_eq!(
        registry.issue(2, vec![licence()]),
        Ok(MAX_OF_BOARD as u64 + 1),
        "another board is not kept out"
    );
}

#[ink::test]
fn a_renewal_supersedes_what_it_names_once() {
    let mut registry = registry_with_boards();
    registry.issue(1, vec![licence()]).unwrap();
    let longer =
        |days, renews| IssueRequest { expires_on: TODAY.plus(days), renews: Some(renews), ..licence() };
    let before = shown(&registry);
    for (batch, at) in [
        (vec![longer(100, 1)], 0),
        (vec![longer(200, 9)], 0),
        (vec![longer(200, 1), longer(300, 1)], 1),
        (vec![longer(200, 1), longer(300, 2)], 1),
    ] {
        assert_eq!(registry.issue(1, batch), refused(at, IssueError::NotARenewal));
    }
    act_as(OTHER_OFFICER);
    assert_eq!(
        registry.issue(2, vec![longer(200, 1)]),
        refused(0, IssueError::NotARenewal),
        "another board's"
    );
    assert_eq!(shown(&registry), before);

    act_as(OFFICER);
    assert_eq!(registry.issue(1, vec![longer(200, 1)]), Ok(2));
    assert_eq!(registry.credential(1).unwrap().status.latest().status, Status::Superseded);
    assert_eq!(ask(&registry, on(TODAY)), Ok(2));
}

#[ink::test]
fn a_successor_renews_what_the_board_before_it_issued() {
    let mut registry = registry_with_boards();
    registry.issue(1, vec![licence()]).unwrap();
    let mut accreditation = board().accreditation;
    accreditation.successor = Some(healink_domain::credentials::Succession { to: 2, on: TODAY });
    tell(&mut registry, BoardUpdate::Board(1, accreditation));
    act_as(OTHER_OFFICER);
    let longer = IssueRequest { expires_on: TODAY.plus(200), renews: Some(1), ..licence() };
    assert_eq!(registry.issue(2, vec![longer]), Ok(2));
    assert_eq!(registry.credential(2).unwrap().board, 2);
}

#[ink::test]
fn a_board_that_is_not_there_or_out_of_force_issues_nothing() {
    let mut registry = registry_with_boards();
    act_as(ATTESTATIONS);
    assert_eq!(registry.issue(9, vec![licence()]), refused(0, IssueError::BoardNotInForce));
    set_day(TODAY.plus(364));
    let request = || vec![IssueRequest { expires_on: TODAY.plus(1_000), ..licence() }];
    assert_eq!(registry.issue(1, request()), Ok(1));
    set_day(TODAY.plus(365));
    assert_eq!(registry.issue(1, request()), refused(0, IssueError::BoardNotInForce));
}
