use healink_domain::credentials::{independent, voice, Voice};

use super::*;

#[test]
fn boards_of_one_body_have_one_voice_and_so_has_a_line_of_successors() {
    let mut register = chain();
    register.accredit(application(Role::Board), None, Day(60));
    let of = |register: &mut Register, board, day| {
        voice(register, board, AsOf { day: Day(day), known_on: Some(Day(day)) })
    };
    assert_eq!(of(&mut register, 2, 60), Some(Voice::Body(1)));
    assert_eq!(of(&mut register, 3, 60), Some(Voice::Body(1)));
    assert_eq!(of(&mut register, 4, 60), Some(Voice::Board(4)));
    assert_eq!(of(&mut register, 9, 60), None);
    register.order(4, Order::Succeed(5), Day(70));
    assert_eq!(of(&mut register, 4, 69), Some(Voice::Board(4)));
    assert_eq!(of(&mut register, 4, 70), Some(Voice::Board(5)));
    assert_eq!(of(&mut register, 5, 70), Some(Voice::Board(5)));
}

#[test]
fn each_voice_counts_once() {
    let (one, two, body) = (Voice::Board(1), Voice::Board(2), Voice::Body(1));
    for (voices, count) in [
        (vec![], 0),
        (vec![one], 1),
        (vec![one, one, one], 1),
        (vec![one, two, one, two], 2),
        (vec![one, body, two, body], 3),
    ] {
        assert_eq!(independent(&voices), count, "{voices:?}");
    }
}
