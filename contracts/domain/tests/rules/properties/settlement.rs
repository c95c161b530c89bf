use healink_domain::{
    claims::{advance, AppealState, Escrow, Event, Level, Outcome, PendReason, Status, StatusError},
    Cents, Day,
};
use proptest::{collection::vec, prelude::*, sample::select};

use super::config;

#[derive(Clone, Copy, Debug)]
enum Movement {
    Deposit(Cents),
    Withdraw(Cents),
    Commit(Cents),
    Remit(Cents),
    /// Reverses a decision that promised or, when settled, paid so much.
    Reverse(Cents, bool),
}

fn movement() -> impl Strategy<Value = Movement> {
    let amount = || prop_oneof![9 => 0..100u64, 1 => any::<u64>()].prop_map(Cents);
    prop_oneof![
        3 => amount().prop_map(Movement::Deposit),
        1 => amount().prop_map(Movement::Withdraw),
        3 => amount().prop_map(Movement::Commit),
        2 => amount().prop_map(Movement::Remit),
        2 => (amount(), any::<bool>()).prop_map(|(amount, paid)| Movement::Reverse(amount, paid)),
    ]
}

const NEVER: AppealState = AppealState::None;

fn decided(amount: Cents, paid: bool) -> Status {
    let outcome = Outcome::Partial;
    match paid {
        false => Status::Adjudicated { outcome, payable: amount, appeal: NEVER },
        true => Status::Settled { outcome, paid: amount, appeal: NEVER },
    }
}

fn event() -> impl Strategy<Value = Event> {
    let reason = prop_oneof![Just(PendReason::ConsentMissing), Just(PendReason::EscrowShort)];
    let outcome = Outcome::Partial;
    prop_oneof![
        2 => (reason, 0..9u32).prop_map(|(reason, on)| Event::Pend { reason, on: Day(on) }),
        3 => (0..3u64).prop_map(move |payable| Event::Adjudicate { outcome, payable: Cents(payable) }),
        3 => Just(Event::Settle),
        3 => select(vec![Level::Payer, Level::Independent]).prop_map(Event::Appeal),
        2 => Just(Event::Uphold),
        1 => Just(Event::Overturn { by: 2 }),
        1 => Just(Event::Void),
        1 => Just(Event::Replace { by: 2 }),
    ]
}

/// Place of a status on its way; it never goes back.
fn stage(status: Status) -> u8 {
    let appeal = |appeal| match appeal {
        AppealState::None => 0,
        AppealState::Open { level: Level::Payer } => 1,
        AppealState::Upheld { level: Level::Payer } => 2,
        AppealState::Open { level: Level::Independent } => 3,
        AppealState::Upheld { level: Level::Independent } => 4,
    };
    match status {
        Status::Pended { .. } => 0,
        Status::Adjudicated { appeal: state, .. } => 1 + appeal(state),
        Status::Settled { appeal: state, .. } => 11 + appeal(state),
        Status::Void | Status::Replaced { .. } | Status::Overturned { .. } => 99,
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn escrow_is_conserved_and_gross_is_recovered_and_net(movements in vec(movement(), 0..60)) {
        let mut escrow = Escrow::default();
        let (mut deposited, mut withdrawn, mut paid) = (0u128, 0u128, 0u128);
        let count = |counter: &mut u128, amount: Cents| *counter += u128::from(amount.0);
        // What was paid for decisions that could be reversed, and what the only provider owes.
        let (mut reversible, mut owed) = (0u128, Cents::ZERO);
        for movement in movements {
            let moved = match movement {
                Movement::Deposit(amount) => escrow.deposit(amount).inspect(|_| count(&mut deposited, amount)),
                Movement::Withdraw(amount) => escrow.withdraw(amount).inspect(|_| count(&mut withdrawn, amount)),
                Movement::Commit(amount) => escrow.commit(amount),
                Movement::Remit(gross) => match escrow.remit(gross, owed) {
                    Ok((after, remittance)) => {
                        prop_assert_eq!(Ok(gross), remittance.recovered.plus(remittance.net));
                        prop_assert_eq!(remittance.recovered, gross.min(owed), "what is owed is recovered first");
                        owed = owed.minus(remittance.recovered).unwrap();
                        count(&mut paid, remittance.net);
                        count(&mut reversible, gross);
                        Ok(after)
                    }
                    Err(error) => Err(error),
                },
                Movement::Reverse(amount, true) if u128::from(amount.0) > reversible => continue,
                Movement::Reverse(amount, paid) => escrow.reverse(&decided(amount, paid)).map(|(after, more)| {
                    owed = owed.plus(more).unwrap();
                    reversible -= u128::from(more.0);
                    after
                }),
            };
            escrow = moved.unwrap_or(escrow);
            let held = u128::from(escrow.free.0) + u128::from(escrow.committed.0);
            prop_assert_eq!(held + withdrawn + paid, deposited);
            prop_assert_eq!(u128::from(escrow.paid.0), paid);
            prop_assert_eq!(escrow.owed, owed);
            prop_assert_eq!(u128::from(escrow.paid.0), reversible + u128::from(owed.0));
        }
    }

    #[test]
    fn a_claim_pays_once(events in vec(event(), 0..30)) {
        let mut status = Status::Pended { reason: PendReason::ReviewNeeded, since: Day(0) };
        let mut payments = Vec::new();
        for event in events {
            let Ok(next) = advance(status, event) else { continue };
            prop_assert!(stage(next) >= stage(status));
            if let (Status::Adjudicated { payable, .. }, Status::Settled { paid, .. }) = (status, next) {
                prop_assert_eq!(paid, payable);
                prop_assert!(!paid.is_zero());
                payments.push(paid);
            }
            status = next;
        }
        prop_assert!(payments.len() <= 1);
    }

    #[test]
    fn what_ended_never_moves_and_what_is_appealed_is_neither_void_nor_replaced(events in vec(event(), 0..30)) {
        let mut status = Status::Pended { reason: PendReason::ReviewNeeded, since: Day(0) };
        for event in events {
            let next = advance(status, event);
            if stage(status) == 99 {
                prop_assert_eq!(next, Err(StatusError::Ended));
            }
            if let (AppealState::Open { .. }, Event::Void | Event::Replace { .. }) = (status.appeal(), event) {
                prop_assert_eq!(next, Err(StatusError::UnderAppeal));
            }
            status = next.unwrap_or(status);
        }
    }
}
