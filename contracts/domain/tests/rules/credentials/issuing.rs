use healink_domain::{
    credentials::{fits_batch, issue, Standing, Status, StatusError, MAX_BATCH, MAX_HELD, MAX_OF_BOARD},
    History, Jurisdiction, Npi, NpiError, Taxonomy,
};
use scale::Decode;

use super::*;

fn request() -> IssueRequest {
    credential().claim
}

fn nobody() -> Provider {
    Provider::new(request().npi)
}

#[test]
fn a_credential_is_issued_as_requested() {
    let issued = issue(&mut chain(), 2, request(), &nobody(), Day(1_000)).unwrap();
    let status = History::new(Standing::GRANTED);
    assert_eq!(issued, Credential { board: 2, claim: request(), issued_on: Day(1_000), status });
    let expected = Held {
        id: 9,
        board: 2,
        kind: Kind::StateLicence,
        jurisdiction: place("US-CA"),
        valid_from: Day(100),
        expires_on: Day(2_000),
        issued_on: Day(1_000),
    };
    assert_eq!(Held::of(9, &issued), expected);
}

#[test]
fn issue_names_each_broken_rule() {
    let refused = |change: fn(&mut IssueRequest), provider: &Provider| {
        let mut request = request();
        change(&mut request);
        issue(&mut chain(), 2, request, provider, Day(1_000)).unwrap_err()
    };
    let other = Provider::new(Npi::new(2_000_000_002).unwrap());
    // Ten digits that pass Luhn, refused for their first: as the contract's input, they do not even fit.
    let zero = Provider::new(Npi::decode(&mut &[0; 4][..]).unwrap());
    let three = Npi::decode(&mut &3_000_000_001u32.to_le_bytes()[..]).unwrap();
    assert_eq!(
        refused(|request| request.npi = Npi::decode(&mut &[0; 4][..]).unwrap(), &zero),
        IssueError::BadNpi(NpiError::NotTenDigits)
    );
    assert_eq!(
        refused(
            |request| request.npi = Npi::decode(&mut &3_000_000_001u32.to_le_bytes()[..]).unwrap(),
            &Provider::new(three)
        ),
        IssueError::BadNpi(NpiError::FirstDigit)
    );
    assert_eq!(
        refused(
            |request| request.npi = Npi::decode(&mut &1_234_567_894u32.to_le_bytes()[..]).unwrap(),
            &nobody()
        ),
        IssueError::BadNpi(NpiError::CheckDigit)
    );
    assert_eq!(refused(|_| {}, &other), IssueError::OtherNpi { held: other.npi });
    let taxonomy =
        |request: &mut IssueRequest| request.taxonomy = Some(Taxonomy::decode(&mut &[0; 10][..]).unwrap());
    assert_eq!(refused(taxonomy, &nobody()), IssueError::BadTaxonomy);
    let nowhere =
        |request: &mut IssueRequest| request.jurisdiction = Jurisdiction::decode(&mut &[0; 6][..]).unwrap();
    assert_eq!(refused(nowhere, &nobody()), IssueError::BadJurisdiction);
    assert_eq!(
        refused(|request| request.expires_on = request.valid_from, &nobody()),
        IssueError::EmptyPeriod
    );
    assert_eq!(refused(|request| request.verified_on = Day(1_001), &nobody()), IssueError::VerifiedInFuture);
    assert_eq!(refused(|request| request.kind = Kind::Education, &nobody()), IssueError::BoardNotInForce);
    assert_eq!(refused(|request| request.jurisdiction = place("DE"), &nobody()), IssueError::BoardNotInForce);
}

#[test]
fn a_board_issues_nothing_while_it_or_its_body_is_out_of_force() {
    for link in [1, 2] {
        let mut register = chain();
        register.order(link, SUSPEND, Day(1_000));
        let outcome =
            |register: &mut Register, day| issue(register, 2, request(), &nobody(), Day(day)).map(drop);
        assert_eq!(outcome(&mut register, 1_000), Err(IssueError::BoardNotInForce));
        assert_eq!(outcome(&mut register, 999), Ok(()));
    }
}

#[test]
fn no_board_can_fill_up_a_provider_for_others() {
    let mut register = chain();
    for _ in 0..MAX_OF_BOARD {
        register.issue(2, request(), Day(1_000)).unwrap();
    }
    assert_eq!(register.issue(2, request(), Day(1_000)), Err(IssueError::TooManyOfBoard));
    assert_eq!(register.issue(3, request(), Day(1_000)), Ok(MAX_OF_BOARD as u64 + 1));
}

#[test]
fn a_provider_holds_so_many_at_most() {
    let one = Held::of(1, &credential());
    let held: Vec<_> = (0..MAX_HELD)
        .map(|number| Held { board: u32::try_from(100 + number / MAX_OF_BOARD).unwrap(), ..one })
        .collect();
    let mut provider = Provider { held, ..nobody() };
    assert_eq!(issue(&mut chain(), 2, request(), &provider, Day(1_000)), Err(IssueError::TooManyHeld));
    provider.held.pop();
    assert!(issue(&mut chain(), 2, request(), &provider, Day(1_000)).is_ok());
    assert!(scale::Encode::encoded_size(&provider) < 15_000, "a row is below the 16 KiB that ink! can read");
}

/// A renewal of the fixture's credential, two years longer, changed by `change`.
fn renewal(change: impl FnOnce(&mut IssueRequest)) -> IssueRequest {
    let mut made =
        IssueRequest { expires_on: Day(2_730), verified_on: Day(1_500), renews: Some(1), ..request() };
    change(&mut made);
    made
}

#[test]
fn a_renewal_takes_over_without_a_gap() {
    let mut register = licensed();
    assert_eq!(register.issue(2, renewal(|_| {}), Day(1_500)), Ok(2));
    let status = &register.credentials[&1].status;
    assert_eq!(status.latest(), Standing { status: Status::Superseded, reason: Reason::Renewed });
    assert_eq!(status.at(Day(1_499)).0, Standing::GRANTED);
    let answers =
        |register: &mut Register, day| register.check(&Requirement { day: Day(day), ..requirement() });
    assert_eq!([1_000, 1_999, 2_000, 2_729].map(|day| answers(&mut register, day)), [Ok(2); 4]);
    let before = Requirement { day: Day(1_400), known_on: Some(Day(1_499)), ..requirement() };
    assert_eq!(register.check(&before), Ok(1), "as it was known then");
}

use crate::fixtures::requirement;

#[test]
fn nothing_is_ended_by_a_renewal_that_is_none() {
    let changes: [fn(&mut IssueRequest); 6] = [
        |request| request.provider = Account([9; 32]),
        |request| request.taxonomy = None,
        |request| request.jurisdiction = place("US-NV"),
        |request| request.valid_from = Day(1_501),
        |request| request.expires_on = Day(2_000),
        |request| request.kind = Kind::Education,
    ];
    for change in changes {
        let mut old = credential();
        assert_eq!(old.renew(&renewal(change), Day(1_500)), Err(IssueError::NotARenewal));
        assert_eq!(old, credential());
    }
}

#[test]
fn only_an_active_credential_is_renewed() {
    for (command, reason, from) in [
        (StatusCommand::Suspend, Reason::Safety, Status::Suspended),
        (StatusCommand::Revoke, Reason::Safety, Status::Revoked),
        (StatusCommand::Correct, Reason::Duplicate, Status::EnteredInError),
    ] {
        let mut register = licensed();
        register.change(1, command, reason, Day(1_100));
        let refused = register.issue(2, renewal(|_| {}), Day(1_500));
        assert_eq!(refused, Err(IssueError::NotRenewable(StatusError::NotAllowed { from })));
    }
    let mut register = licensed();
    register.issue(2, renewal(|_| {}), Day(1_500)).unwrap();
    let from = Status::Superseded;
    let again = register.issue(2, renewal(|request| request.expires_on = Day(3_000)), Day(1_500));
    assert_eq!(again, Err(IssueError::NotRenewable(StatusError::NotAllowed { from })));
}

#[test]
fn a_batch_has_bounds() {
    let to = |provider: u8, renews| IssueRequest { provider: Account([provider; 32]), renews, ..request() };
    let batch = |count: u8, provider: fn(u8) -> u8, renews| -> Vec<_> {
        (0..count).map(|number| to(provider(number), renews)).collect()
    };
    assert_eq!(MAX_BATCH, 50);
    assert!(!fits_batch(&[]));
    assert!(fits_batch(&batch(50, |_| 1, None)));
    assert!(!fits_batch(&batch(51, |_| 1, None)));
    assert!(fits_batch(&batch(30, |number| number, None)), "30 providers");
    assert!(!fits_batch(&batch(31, |number| number, None)), "31 providers");
    assert!(fits_batch(&batch(40, |number| number / 2, None)), "20 providers, two each");
    assert!(fits_batch(&batch(29, |_| 1, Some(1))), "29 renewals for one provider");
    assert!(!fits_batch(&batch(30, |_| 1, Some(1))));
}
