//! Facts that several boards confirm, and fields that a holder reveals.

use healink_domain::{
    blake2_256,
    credentials::{
        disclose, document, Application, AsOf, Attestation, Confirmation, Field, Question, Role, Statement,
    },
    Digest,
};

use super::*;

const VALUE: Digest = Digest([1; 32]);
const OTHER_VALUE: Digest = Digest([2; 32]);

fn confirm(board: BoardId, value: Option<Digest>) -> healink_e2e::Message<Result<(), ::attestations::Error>> {
    attestations::confirm(board, Confirmation { fact: signed::fact(), value })
}

fn question(boards: &[BoardId], needed: u8, day: Day) -> Question {
    let when = AsOf { day, known_on: Some(day) };
    Question { fact: signed::fact(), value: VALUE, boards: boards.to_vec(), needed, when }
}

fn answer(
    suite: &mut Suite,
    boards: &[BoardId],
    needed: u8,
    day: Day,
) -> Result<Vec<BoardId>, ::attestations::Error> {
    suite.ask(&attestations::confirmed(question(boards, needed, day)))
}

const fn too_few(found: u8) -> Result<Vec<BoardId>, ::attestations::Error> {
    Err(::attestations::Error::TooFew { found })
}

#[test]
fn a_fact_is_confirmed_by_as_many_boards_as_were_asked_for() {
    let mut suite = Suite::ready();
    assert_eq!(answer(&mut suite, &[FIRST, SECOND], 1, TODAY), too_few(0));
    suite.done(Person::Board, &confirm(FIRST, Some(VALUE)));
    assert_eq!(answer(&mut suite, &[FIRST, SECOND], 1, TODAY), Ok(vec![FIRST]));
    assert_eq!(answer(&mut suite, &[FIRST, FIRST], 2, TODAY), too_few(1), "the same board twice");
    suite.done(Person::OtherBoard, &confirm(SECOND, Some(OTHER_VALUE)));
    assert_eq!(answer(&mut suite, &[FIRST, SECOND], 2, TODAY), too_few(1), "another value");
    suite.on(TODAY.plus(1));
    suite.done(Person::OtherBoard, &confirm(SECOND, Some(VALUE)));
    let tomorrow = TODAY.plus(1);
    assert_eq!(answer(&mut suite, &[FIRST, SECOND], 2, tomorrow), Ok(vec![FIRST, SECOND]));
    assert_eq!(answer(&mut suite, &[FIRST, SECOND], 2, TODAY), too_few(1), "as of yesterday");
    assert_eq!(answer(&mut suite, &[], 0, TODAY), Err(::attestations::Error::BadQuestion));
    assert_eq!(answer(&mut suite, &[FIRST; 17], 1, TODAY), Err(::attestations::Error::BadQuestion));

    suite.on(TODAY.plus(2));
    suite.done(Person::Owner, &boards::order(FIRST, SUSPEND));
    assert_eq!(answer(&mut suite, &[FIRST, SECOND], 2, TODAY.plus(2)), too_few(1), "a board out of force");
    suite.done(Person::OtherBoard, &confirm(SECOND, None));
    assert_eq!(answer(&mut suite, &[FIRST, SECOND], 1, TODAY.plus(2)), too_few(0), "taken back");
    assert_eq!(answer(&mut suite, &[FIRST, SECOND], 2, tomorrow), Ok(vec![FIRST, SECOND]), "as of then");
    assert_eq!(suite.ask(&attestations::words(signed::fact(), SECOND)).changes().len(), 3);
}

#[test]
fn only_officers_of_boards_in_force_confirm_and_a_rogue_board_reaches_nobody_elses_word() {
    let mut suite = Suite::ready();
    suite.done(Person::Board, &confirm(FIRST, Some(VALUE)));
    assert_eq!(suite.refused(Person::OtherBoard, &confirm(FIRST, None)), ::attestations::Error::NotAnOfficer);
    suite.done(Person::Owner, &boards::order(SECOND, SUSPEND));
    assert_eq!(
        suite.refused(Person::OtherBoard, &confirm(SECOND, Some(VALUE))),
        ::attestations::Error::BoardNotInForce
    );
    suite.done(Person::OtherBoard, &confirm(SECOND, None));
}

#[test]
fn boards_of_one_body_have_one_voice() {
    let mut suite = Suite::ready();
    let body = Application { role: Role::Body, ..application(Person::Stranger, TODAY) };
    let body = suite.done(Person::Owner, &boards::accredit(body, None));
    let members = [Person::Newcomer, Person::Patient].map(|head| {
        let board = suite.done(Person::Stranger, &boards::accredit(application(head, TODAY), Some(body)));
        suite.done(head, &confirm(board, Some(VALUE)));
        board
    });
    assert_eq!(answer(&mut suite, &members, 2, TODAY), too_few(1));
    suite.done(Person::Board, &confirm(FIRST, Some(VALUE)));
    let three = [members[0], members[1], FIRST];
    assert_eq!(answer(&mut suite, &three, 2, TODAY), Ok(three.to_vec()));
    assert_eq!(answer(&mut suite, &three, 3, TODAY), too_few(2));
}

#[test]
fn a_confirmation_can_be_signed_off_the_chain() {
    let mut suite = Suite::ready();
    let statement = Statement::Confirm(Confirmation { fact: signed::fact(), value: Some(VALUE) });
    let attestation = Attestation { statement, ..signed::attestation(1, Vec::new()) };
    let signature = signed::signature(&suite, Person::Board, &attestation);
    assert_eq!(suite.done(Person::Stranger, &attestations::submit(attestation, signature)), 0);
    assert_eq!(answer(&mut suite, &[FIRST], 1, TODAY), Ok(vec![FIRST]));
}

#[test]
fn a_holder_reveals_some_fields_and_the_contract_vouches_for_them() {
    let mut suite = Suite::ready();
    let field = |number: u8, name: &str, value: &str| Field {
        salt: [number; 16],
        name: name.into(),
        value: value.into(),
    };
    let fields = [field(1, "licence.number", "A-1"), field(2, "name", "Ada"), field(3, "school", "Example")];
    let document = document(&fields, blake2_256).unwrap();
    let request = IssueRequest { document, ..licence(Person::Provider, TODAY) };
    let id = suite.done(Person::Board, &credentials::issue(FIRST, vec![request]));
    let reveal = |name| disclose(&fields, name, blake2_256).unwrap().unwrap();
    let (number, school) = (reveal("licence.number"), reveal("school"));
    let view = |credential, shown| attestations::disclosed(credential, shown);
    assert_eq!(suite.ask(&view(id, vec![number.clone(), school.clone()])), Ok(()));
    let mut forged = school.clone();
    forged.field.value = "Elsewhere".into();
    let not_there = Err(::attestations::Error::NotInDocument { at: 1 });
    assert_eq!(suite.ask(&view(id, vec![number.clone(), forged])), not_there);
    assert_eq!(
        suite.ask(&view(1, vec![number.clone()])),
        Err(::attestations::Error::NotInDocument { at: 0 })
    );
    assert_eq!(suite.ask(&view(99, vec![number])), Err(::attestations::Error::NoSuchCredential));
    assert_eq!(suite.ask(&view(id, Vec::new())), Err(::attestations::Error::DisclosureSize));
}
