use healink_domain::{
    claims::{advance, Escrow, Event, Outcome, PendReason, Status},
    Cents,
};
use proptest::{collection::vec, prelude::*};

use super::config;

#[derive(Clone, Copy, Debug)]
enum Movement {
    Deposit(Cents),
    Withdraw(Cents),
    Commit(Cents),
    Pay(Cents),
}

fn movement() -> impl Strategy<Value = Movement> {
    let amount = || prop_oneof![9 => 0..100u64, 1 => any::<u64>()].prop_map(Cents);
    prop_oneof![
        3 => amount().prop_map(Movement::Deposit),
        1 => amount().prop_map(Movement::Withdraw),
        2 => amount().prop_map(Movement::Commit),
        2 => amount().prop_map(Movement::Pay),
    ]
}

fn event() -> impl Strategy<Value = Event> {
    let reason = prop_oneof![Just(PendReason::ConsentMissing), Just(PendReason::EscrowShort)];
    prop_oneof![
        reason.prop_map(Event::Pend),
        (0..3u64)
            .prop_map(|payable| Event::Adjudicate { outcome: Outcome::Partial, payable: Cents(payable) }),
        Just(Event::Settle),
    ]
}

/// Place of a status on its way; it never goes back.
fn stage(status: Status) -> u8 {
    match status {
        Status::Pended { .. } => 0,
        Status::Adjudicated { .. } => 1,
        Status::Settled { .. } => 2,
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn escrow_is_conserved(movements in vec(movement(), 0..60)) {
        let mut escrow = Escrow::default();
        let (mut deposited, mut withdrawn, mut paid) = (0u128, 0u128, 0u128);
        for movement in movements {
            let moved = match movement {
                Movement::Deposit(amount) => escrow.deposit(amount).map(|after| (after, &mut deposited, amount)),
                Movement::Withdraw(amount) => escrow.withdraw(amount).map(|after| (after, &mut withdrawn, amount)),
                Movement::Commit(amount) => escrow.commit(amount).map(|after| (after, &mut paid, Cents::ZERO)),
                Movement::Pay(amount) => escrow.pay(amount).map(|after| (after, &mut paid, amount)),
            };
            if let Ok((after, counter, amount)) = moved {
                *counter += u128::from(amount.0);
                escrow = after;
            }
            let held = u128::from(escrow.free.0) + u128::from(escrow.committed.0);
            prop_assert_eq!(held + withdrawn + paid, deposited);
            prop_assert_eq!(u128::from(escrow.paid.0), paid);
        }
    }

    #[test]
    fn a_claim_pays_once(events in vec(event(), 0..20)) {
        let mut status = Status::Pended { reason: PendReason::ReviewNeeded };
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
        prop_assert_eq!(payments.len() == 1, stage(status) == 2);
    }
}
