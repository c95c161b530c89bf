//! A prior payer paid already: three ways to pay beside it, never more than what is allowed together.

use super::*;
use healink_domain::claims::{Coordination, Line};

/// A visit of 150.00, of which 120.00 are allowed and a prior payer paid so much.
fn visit(policy: PolicyId, prior: u64) -> Claim {
    let line = Line { prior_paid: Cents(prior), ..line(VISIT, 1, 15_000) };
    Claim { policy, ..claim(1, vec![line], TODAY) }
}

/// What the plan pays beside a prior payment, and how the line balances.
fn coordinated(coordination: Coordination, prior: u64) -> (u64, Vec<String>) {
    let mut suite = Suite::ready();
    let policy = covered(&mut suite, Plan { coordination, ..plan() });
    let decided = suite.submit(visit(policy, prior));
    assert_replayed(&mut suite, &decided);
    suite.assert_reconciled();
    let paid = decided.totals.paid;
    assert!(paid.0 + prior <= decided.totals.allowed.0.max(prior), "never above what is allowed");
    (paid.0, adjustments(&mut suite, decided.id))
}

#[test]
fn a_standard_plan_pays_its_benefit_up_to_what_is_left_of_the_allowed_amount() {
    let (paid, said) = coordinated(Coordination::Standard, 5_000);
    assert_eq!((paid, said.join(", ")), (7_000, "CO-45 3000, OA-23 5000".into()));
    let (paid, said) = coordinated(Coordination::Standard, 2_000);
    assert_eq!((paid, said.join(", ")), (8_000, "CO-45 3000, OA-23 2000, PR-3 2000".into()));
}

#[test]
fn maintenance_of_benefits_shares_what_the_prior_payer_left() {
    let (paid, said) = coordinated(Coordination::MaintenanceOfBenefits, 5_000);
    assert_eq!((paid, said.join(", ")), (4_000, "CO-45 3000, OA-23 5000, PR-3 2000, PR-2 1000".into()));
}

#[test]
fn a_carve_out_takes_the_prior_payment_off_the_benefit() {
    let (paid, said) = coordinated(Coordination::CarveOut, 5_000);
    assert_eq!((paid, said.join(", ")), (3_000, "CO-45 3000, OA-23 5000, PR-3 2000, PR-2 2000".into()));
    let (paid, said) = coordinated(Coordination::CarveOut, 9_000);
    assert_eq!((paid, said.join(", ")), (0, "CO-45 3000, OA-23 9000, PR-3 2000, PR-2 1000".into()));
}

#[test]
fn where_the_prior_payer_paid_more_than_is_allowed_nobody_owes_anything() {
    use Coordination::{CarveOut, MaintenanceOfBenefits, Standard};
    for coordination in [Standard, MaintenanceOfBenefits, CarveOut] {
        let (paid, said) = coordinated(coordination, 13_000);
        assert_eq!((paid, said.join(", ")), (0, "CO-45 2000, OA-23 13000".into()), "{coordination:?}");
    }
}
