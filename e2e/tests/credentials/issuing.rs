//! One matrix over the ways to issue: by an officer one by one, by an officer in a batch, by signature. Then what is special to
//! signatures.

use healink_domain::{
    credentials::{Attestation, IssueError, Kind, Statement, Venue, MAX_BATCH},
    Digest, Npi, NpiError,
};
use scale::Decode;

use super::*;

/// A way to issue.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Way {
    Direct,
    Batch,
    Signed,
}

/// Issues by a board's officer, in one of the ways; a batch has a good request in front.
fn issue(
    suite: &mut Suite,
    way: Way,
    board: BoardId,
    by: Person,
    request: IssueRequest,
) -> Result<CredentialId, Refused> {
    let good = IssueRequest { kind: Kind::Education, ..licence(Person::Provider, TODAY) };
    let outcome = match way {
        Way::Direct => suite.send(by, &credentials::issue(board, vec![request])),
        Way::Batch => suite.send(by, &credentials::issue(board, vec![good, request])).map(|first| first + 1),
        Way::Signed => {
            let attestation =
                Attestation { board, officer: by.account(), ..signed::attestation(7, vec![request]) };
            let signature = signed::signature(suite, by, &attestation);
            let submitted = suite.send(Person::Stranger, &attestations::submit(attestation, signature));
            return submitted.map_err(|error| match error {
                ::attestations::Error::NotAnOfficer => Refused::NotAnOfficer,
                ::attestations::Error::Refused(error) => Refused::of(error, 0),
                error => panic!("{error:?}"),
            });
        }
    };
    outcome.map_err(|error| Refused::of(error, u8::from(way == Way::Batch)))
}

/// Why none was issued, in whatever way.
#[derive(Clone, Debug, PartialEq)]
enum Refused {
    NotAnOfficer,
    Paused,
    Issue(IssueError),
}

impl Refused {
    fn of(error: ::credentials::Error, place: u8) -> Self {
        match error {
            ::credentials::Error::NotAnOfficer => Self::NotAnOfficer,
            ::credentials::Error::Access(_) => Self::Paused,
            ::credentials::Error::Issue { at, error } => {
                // A board out of force issues not even the first.
                let first = at == 0 && error == IssueError::BoardNotInForce;
                assert!(at == place || first, "{error:?} at {at} of the batch");
                Self::Issue(error)
            }
            error => panic!("{error:?}"),
        }
    }
}

/// An NPI that nobody checked.
fn unchecked(number: u32) -> Npi {
    Npi::decode(&mut &number.to_le_bytes()[..]).unwrap()
}

#[test]
fn every_way_to_issue_keeps_the_same_rules() {
    type Case = (&'static str, fn(&mut Suite), fn(IssueRequest) -> IssueRequest, Person, Result<(), Refused>);
    use Person::{Board, OtherBoard, Owner, Stranger};
    let same = |request| request;
    let out_of_force = || Err(Refused::Issue(IssueError::BoardNotInForce));
    let cases: Vec<Case> = vec![
        ("good", |_| {}, same, Board, Ok(())),
        ("a stranger", |_| {}, same, Stranger, Err(Refused::NotAnOfficer)),
        ("another board's officer", |_| {}, same, OtherBoard, Err(Refused::NotAnOfficer)),
        ("governance", |_| {}, same, Owner, Err(Refused::NotAnOfficer)),
        (
            "another NPI than the provider's",
            |_| {},
            |request| IssueRequest { npi: other_npi(), ..request },
            Board,
            Err(Refused::Issue(IssueError::OtherNpi { held: npi() })),
        ),
        (
            "an NPI of nine digits",
            |_| {},
            |request| IssueRequest { npi: unchecked(123_456_789), ..request },
            Board,
            Err(Refused::Issue(IssueError::BadNpi(NpiError::NotTenDigits))),
        ),
        (
            "an NPI that passes Luhn and begins with 3",
            |_| {},
            |request| IssueRequest { npi: unchecked(3_000_000_008), ..request },
            Board,
            Err(Refused::Issue(IssueError::BadNpi(NpiError::FirstDigit))),
        ),
        (
            "an NPI with another check digit",
            |_| {},
            |request| IssueRequest { npi: unchecked(1_234_567_894), ..request },
            Board,
            Err(Refused::Issue(IssueError::BadNpi(NpiError::CheckDigit))),
        ),
        (
            "verified tomorrow",
            |_| {},
            |request| IssueRequest { verified_on: TODAY.plus(1), ..request },
            Board,
            Err(Refused::Issue(IssueError::VerifiedInFuture)),
        ),
        (
            "over before it begins",
            |_| {},
            |request| IssueRequest { expires_on: request.valid_from, ..request },
            Board,
            Err(Refused::Issue(IssueError::EmptyPeriod)),
        ),
        (
            "outside the board's scope",
            |_| {},
            |request| IssueRequest {
                jurisdiction: healink_domain::Jurisdiction::parse("DE").unwrap(),
                ..request
            },
            Board,
            out_of_force(),
        ),
        (
            "a renewal that is none",
            |_| {},
            |request| IssueRequest { renews: Some(1), ..request },
            Board,
            Err(Refused::Issue(IssueError::NotARenewal)),
        ),
        (
            "a renewal of what is not there",
            |_| {},
            |request| IssueRequest { renews: Some(99), expires_on: TODAY.plus(999), ..request },
            Board,
            Err(Refused::Issue(IssueError::NotARenewal)),
        ),
        (
            "paused",
            |suite| {
                suite.done(
                    Owner,
                    &administered::administer(Contract::Credentials, healink_access::Command::Pause),
                )
            },
            same,
            Board,
            Err(Refused::Paused),
        ),
    ];
    for way in [Way::Direct, Way::Batch, Way::Signed] {
        for (name, prepare, change, by, expected) in &cases {
            let mut suite = Suite::ready();
            prepare(&mut suite);
            let before = suite.chain.state();
            let request = change(licence(Person::Provider, TODAY));
            let outcome = issue(&mut suite, way, FIRST, *by, request.clone());
            assert_eq!(outcome.clone().map(drop), *expected, "{name}, {way:?}");
            match outcome {
                Ok(id) => {
                    let recorded = suite.ask(&credentials::credential(id)).unwrap();
                    assert_eq!(
                        (recorded.claim, recorded.board, recorded.issued_on),
                        (request, FIRST, TODAY),
                        "{way:?}"
                    );
                    assert_eq!(ask(&mut suite, licensed(TODAY)), Ok(id), "{way:?}");
                }
                Err(_) => assert_eq!(suite.chain.state(), before, "{name}, {way:?}: something changed"),
            }
        }
        let mut suite = Suite::ready();
        suite.done(Owner, &boards::order(FIRST, SUSPEND));
        let outcome = issue(&mut suite, way, FIRST, Board, licence(Person::Provider, TODAY));
        assert_eq!(outcome.map(drop), out_of_force(), "{way:?}");
    }
}

#[test]
fn a_batch_numbers_in_order_and_tells_by_one_event() {
    let mut suite = Suite::ready();
    let requests: Vec<_> = (0u8..)
        .take(MAX_BATCH)
        .map(|number| IssueRequest {
            kind: Kind::ALL[usize::from(number % 9)],
            document: Digest([number; 32]),
            ..licence(Person::OtherProvider, TODAY)
        })
        .collect();
    let per_board = healink_domain::credentials::MAX_OF_BOARD;
    let too_many = credentials::issue(FIRST, requests.clone());
    let refused = suite.refused(Person::Board, &too_many);
    let at = u8::try_from(per_board).unwrap();
    assert_eq!(refused, ::credentials::Error::Issue { at, error: IssueError::TooManyOfBoard });

    let fitting = requests[..per_board].to_vec();
    let first = suite.done(Person::Board, &credentials::issue(FIRST, fitting.clone()));
    let emitted = suite.chain.emitted();
    assert_eq!(emitted.len(), 1);
    let told: ::credentials::CredentialsIssued = emitted[0].decode().unwrap();
    assert_eq!((told.board, told.first, told.issued.len()), (FIRST, first, per_board));
    for (id, request) in (first..).zip(fitting) {
        assert_eq!(suite.ask(&credentials::credential(id)).unwrap().claim, request);
    }
    // A full share of one board keeps no other from issuing to the provider.
    suite.done(Person::OtherBoard, &credentials::issue(SECOND, requests[..1].to_vec()));
    let none = suite.refused(Person::Board, &credentials::issue(FIRST, Vec::new()));
    assert_eq!(none, ::credentials::Error::BatchSize);
}

#[test]
fn a_signed_attestation_is_taken_once_unaltered_in_time_here() {
    let mut suite = Suite::ready();
    let good = signed::attestation(7, vec![licence(Person::Provider, TODAY)]);
    let signature = signed::signature(&suite, Person::Board, &good);
    let refused = |suite: &mut Suite, attestation: &Attestation, signature| {
        suite.refused(Person::Stranger, &attestations::submit(attestation.clone(), signature))
    };
    let cheaper = vec![IssueRequest { expires_on: TODAY.plus(9_999), ..licence(Person::Provider, TODAY) }];
    for altered in [
        Attestation { board: SECOND, ..good.clone() },
        Attestation { officer: Person::OtherBoard.account(), ..good.clone() },
        Attestation { nonce: 8, ..good.clone() },
        Attestation { deadline: TODAY.plus(8), ..good.clone() },
        Attestation { statement: Statement::Issue(cheaper), ..good.clone() },
    ] {
        assert_eq!(
            refused(&mut suite, &altered, signature),
            ::attestations::Error::BadSignature,
            "{altered:?}"
        );
    }
    let mut turned = signature;
    turned[10] ^= 1;
    assert_eq!(refused(&mut suite, &good, turned), ::attestations::Error::BadSignature);
    let another = Suite::deployed_beside(|chain| {
        // An account more shifts every address.
        chain.deploy(
            Person::Owner.account(),
            Contract::Verifier.artifact().wasm.clone(),
            Contract::Verifier.artifact().constructor("new").to_vec(),
            vec![9],
        );
        healink_e2e::deployment::Addresses::default()
    });
    let venue = Venue { chain: Digest([1; 32]), contract: another.at.of(Contract::Attestations) };
    let elsewhere = Person::Board.key().sign(&good.signed_bytes(&venue, healink_domain::blake2_256)).0;
    assert_eq!(refused(&mut suite, &good, elsewhere), ::attestations::Error::BadSignature);

    assert_eq!(suite.ask(&attestations::signed_bytes(good.clone())), {
        let contract = suite.at.of(Contract::Attestations);
        let venue = Venue { chain: healink_e2e::deployment::CHAIN, contract };
        good.signed_bytes(&venue, healink_domain::blake2_256)
    });
    assert_eq!(suite.done(Person::Stranger, &attestations::submit(good.clone(), signature)), 2);
    assert_eq!(refused(&mut suite, &good, signature), ::attestations::Error::NonceUsed, "a replay");

    let late = signed::attestation(8, vec![licence(Person::Provider, TODAY)]);
    let signature = signed::signature(&suite, Person::Board, &late);
    suite.on(TODAY.plus(8));
    let deadline = TODAY.plus(7);
    assert_eq!(refused(&mut suite, &late, signature), ::attestations::Error::Expired { deadline });
    suite.on(TODAY.plus(7));
    assert_eq!(suite.done(Person::Stranger, &attestations::submit(late, signature)), 3);
}

#[test]
fn an_officer_takes_a_signature_back_by_its_nonce() {
    let mut suite = Suite::ready();
    let attestation = signed::attestation(300, vec![licence(Person::Provider, TODAY)]);
    let signature = signed::signature(&suite, Person::Board, &attestation);
    suite.done(Person::Board, &attestations::cancel(300));
    let error = suite.refused(Person::Stranger, &attestations::submit(attestation, signature));
    assert_eq!(error, ::attestations::Error::NonceUsed);
    assert_eq!(suite.refused(Person::Board, &attestations::cancel(300)), ::attestations::Error::NonceUsed);
    suite.done(Person::OtherBoard, &attestations::cancel(300));
}

#[test]
fn where_signatures_cannot_be_verified_the_message_says_so() {
    let mut suite = Suite::ready();
    let attestation = signed::attestation(7, vec![licence(Person::Provider, TODAY)]);
    let signature = signed::signature(&suite, Person::Board, &attestation);
    let submit = attestations::submit(attestation, signature);
    // None is named, one is named that is none, and one that is not there.
    let no_verifier = suite.at.of(Contract::Stablecoin);
    for verifier in [None, Some(no_verifier), Some(Person::Stranger.account())] {
        suite.done(Person::Owner, &attestations::set_verifier(verifier));
        assert_eq!(suite.refused(Person::Stranger, &submit), ::attestations::Error::SignaturesUnsupported);
    }
    let verifier = suite.at.of(Contract::Verifier);
    suite.done(Person::Owner, &attestations::set_verifier(Some(verifier)));
    assert_eq!(suite.done(Person::Stranger, &submit), 2);
}
