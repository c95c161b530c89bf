//! What is recorded when boards are accredited and credentials issued, and what is refused.

use healink_domain::credentials::{AccreditError, IssueError, Status};
use scale::Decode;

use super::*;
use crate::storage::MAX_HELD;
use crate::{BoardChanged, CredentialChanged, Error};

/// The last event.
fn last_event<E: Decode>() -> E {
    E::decode(&mut test::recorded_events().last().unwrap().data.as_slice()).unwrap()
}

#[ink::test]
fn a_board_is_numbered_and_found_by_its_account() {
    let mut registry = registry();
    act_as(OWNER);

    assert_eq!(registry.accredit(BOARD, scope(), year(), Digest([7; 32])), Ok(1));
    assert_eq!(registry.accredit(OTHER_BOARD, scope(), year(), Digest([8; 32])), Ok(2));
    let event = BoardChanged { account: OTHER_BOARD, board: 2, status: Status::Active, on: TODAY };
    assert_eq!(last_event::<BoardChanged>(), event);

    assert_eq!((registry.board_of(BOARD), registry.board_of(OTHER_BOARD)), (Some(1), Some(2)));
    assert_eq!(registry.board(2).unwrap().document, Digest([8; 32]));
    assert_eq!((registry.board_count(), registry.board(0), registry.board(3)), (2, None, None));
}

#[ink::test]
fn an_account_stands_for_one_board_even_after_its_revocation() {
    let mut registry = registry_with_boards();
    act_as(OWNER);
    registry.revoke_board(1).unwrap();
    let before = shown(&registry);

    let again = registry.accredit(BOARD, scope(), year(), Digest([7; 32]));

    assert_eq!(again, Err(Error::AccountTaken { board: 1 }));
    assert_eq!(shown(&registry), before);
}

#[ink::test]
fn a_board_that_breaks_a_rule_is_not_accredited() {
    let mut registry = registry();
    act_as(OWNER);
    let before = shown(&registry);
    let nowhere = Scope { jurisdictions: Vec::new(), ..scope() };

    let refused = registry.accredit(BOARD, nowhere, year(), Digest([7; 32]));

    assert_eq!(refused, Err(Error::Accredit(AccreditError::NoJurisdictions)));
    assert_eq!(shown(&registry), before);
}

#[ink::test]
fn an_issued_credential_is_shown_by_number_provider_and_board() {
    let mut registry = registry_with_boards();

    assert_eq!(registry.issue(licence()), Ok(1));

    let credential = registry.credential(1).unwrap();
    assert_eq!(credential.claim, licence());
    assert_eq!((credential.board, credential.issued_on), (1, TODAY));
    assert_eq!(credential.status.latest(), Status::Active);
    assert_eq!(registry.npi_of(PROVIDER), Some(licence().npi));
    let page = Page { items: vec![(1, credential)], next: None };
    assert_eq!(registry.credentials_of(PROVIDER, 0, 50), page);
    assert_eq!(registry.issued_by(1, 0, 50), page);
    assert_eq!(registry.issued_by(2, 0, 50).items, []);
    let event = CredentialChanged {
        provider: PROVIDER,
        credential: 1,
        board: 1,
        kind: Kind::StateLicence,
        status: Status::Active,
        on: TODAY,
    };
    assert_eq!(last_event::<CredentialChanged>(), event);
}

#[ink::test]
fn a_provider_keeps_one_npi_across_kinds() {
    let mut registry = registry_with_boards();
    registry.issue(licence()).unwrap();
    let other = Npi::new(OTHER_NPI).unwrap();
    let before = shown(&registry);

    for kind in [Kind::StateLicence, Kind::Education] {
        let refused = registry.issue(IssueRequest { kind, npi: other, ..licence() });
        assert_eq!(refused, Err(Error::Issue(IssueError::OtherNpi { held: licence().npi })));
    }
    assert_eq!(shown(&registry), before);
    assert_eq!(registry.issue(IssueRequest { kind: Kind::Education, ..licence() }), Ok(2));
}

#[ink::test]
fn a_row_of_credentials_has_an_end() {
    let mut registry = registry_with_boards();
    for id in 1..=MAX_HELD as u64 {
        assert_eq!(registry.issue(licence()), Ok(id));
    }
    let before = shown(&registry);

    assert_eq!(registry.issue(licence()), Err(Error::TooManyHeld));

    assert_eq!(shown(&registry), before);
    assert_eq!(registry.issue(IssueRequest { kind: Kind::Education, ..licence() }), Ok(33));
}

#[ink::test]
fn a_board_issues_up_to_the_last_day_of_its_accreditation() {
    let mut registry = registry_with_boards();
    let request = || IssueRequest { expires_on: TODAY.plus(1_000), ..licence() };

    set_day(TODAY.plus(364));
    assert_eq!(registry.issue(request()), Ok(1));
    set_day(TODAY.plus(365));
    assert_eq!(registry.issue(request()), Err(Error::Issue(IssueError::BoardNotInForce)));
}

#[ink::test]
fn a_credential_that_does_not_exist_is_not_changed() {
    let mut registry = registry_with_boards();
    let before = shown(&registry);

    for outcome in [registry.suspend(1), registry.reinstate(1), registry.revoke(0)] {
        assert_eq!(outcome, Err(Error::NoSuchCredential));
    }
    act_as(OWNER);
    for outcome in [registry.suspend_board(3), registry.reinstate_board(0), registry.revoke_board(3)] {
        assert_eq!(outcome, Err(Error::NoSuchBoard));
    }
    assert_eq!(shown(&registry), before);
}

#[ink::test]
fn a_change_touches_one_credential_of_the_row() {
    let mut registry = registry_with_boards();
    for _ in 0..3 {
        registry.issue(licence()).unwrap();
    }

    registry.suspend(2).unwrap();

    let status = [1, 2, 3].map(|id| registry.credential(id).unwrap().status.latest());
    assert_eq!(status, [Status::Active, Status::Suspended, Status::Active]);
    let event = CredentialChanged {
        provider: PROVIDER,
        credential: 2,
        board: 1,
        kind: Kind::StateLicence,
        status: Status::Suspended,
        on: TODAY,
    };
    assert_eq!(last_event::<CredentialChanged>(), event);
}
