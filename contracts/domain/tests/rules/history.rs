use healink_domain::{Change, Day, History, HistoryFull, MAX_CHANGES};

/// A history of letters: `a` at first, then one change a day from day 10 on.
fn filled(changes: usize) -> History<char> {
    let mut history = History::new('a');
    for (offset, letter) in ('b'..).take(changes).enumerate() {
        history.record(letter, Day(10 + u32::try_from(offset).unwrap()), false).unwrap();
    }
    history
}

#[test]
fn it_answers_for_any_past_day() {
    let history = filled(2);
    assert_eq!(history.at(Day(0)), ('a', None));
    assert_eq!(history.at(Day(9)), ('a', None));
    assert_eq!(history.at(Day(10)), ('b', Some(Day(10))));
    assert_eq!(history.at(Day(11)), ('c', Some(Day(11))));
    assert_eq!(history.at(Day(u32::MAX)), ('c', Some(Day(11))));
    assert_eq!(history.latest(), 'c');
    assert_eq!(History::new('a').latest(), 'a');
}

#[test]
fn of_two_changes_on_one_day_the_later_holds() {
    let mut history = filled(1);
    history.record('z', Day(10), false).unwrap();
    assert_eq!(history.at(Day(10)), ('z', Some(Day(10))));
    assert_eq!(history.at(Day(9)), ('a', None));
}

#[test]
fn a_change_before_the_last_one_is_taken_as_of_the_last_day() {
    let mut history = filled(1);
    history.record('z', Day(3), false).unwrap();
    assert_eq!(history.changes(), [Change { on: Day(10), status: 'b' }, Change { on: Day(10), status: 'z' }]);
    assert_eq!(history.at(Day(9)), ('a', None));
}

#[test]
fn the_last_place_is_kept_for_a_final_change() {
    let mut history = filled(MAX_CHANGES - 1);
    let before = history.clone();
    assert_eq!(history.record('z', Day(100), false), Err(HistoryFull));
    assert_eq!(history, before);

    history.record('z', Day(100), true).unwrap();
    assert_eq!(history.changes().len(), MAX_CHANGES);
    let full = history.clone();
    assert_eq!(history.record('y', Day(101), true), Err(HistoryFull));
    assert_eq!(history, full);
}
