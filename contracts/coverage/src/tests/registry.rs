use super::*;
use crate::{Error, MAX_FEES};
use healink_domain::claims::{PlanError, PolicyError, Role};
use healink_interfaces::CoverageRegistry;

#[ink::test]
fn payers_are_numbered_and_their_tokens_have_cents() {
    let mut coverage = office();
    for decimals in [0, 1, 19, 255] {
        refuses(&mut coverage, |c| c.add_payer(ADMIN, TOKEN, decimals), Error::BadDecimals { decimals });
    }
    assert_eq!(coverage.add_payer(STRANGER, TOKEN, 18), Ok(3));
    let payer = load(&coverage.tables.payers, 3).unwrap();
    assert_eq!((payer.admin, payer.token, payer.decimals), (STRANGER, TOKEN, 18));
    assert_eq!(payer.units(Cents(3)), Some(30_000_000_000_000_000));
    assert_eq!(load(&coverage.tables.payers, 1).unwrap().units(Cents(u64::MAX)), Some(u64::MAX.into()));
    assert!(payer.units(Cents(u64::MAX)).is_some(), "the largest amount fits the finest token");
}

#[ink::test]
fn an_officer_has_the_roles_given_last() {
    let mut coverage = office();
    set_caller(ADMIN);
    let bad = <RoleSet as Decode>::decode(&mut &[0b1000][..]).unwrap();
    refuses(&mut coverage, |c| c.set_officer(1, STRANGER, bad), Error::BadRoles);
    refuses(&mut coverage, |c| c.set_officer(9, STRANGER, RoleSet::ALL), Error::NoSuchPayer);
    coverage.set_officer(1, STRANGER, RoleSet::ALL).unwrap();
    assert_eq!(coverage.roles(1, STRANGER), RoleSet::ALL);
    coverage.set_officer(1, STRANGER, Role::Examiner.set()).unwrap();
    assert_eq!(coverage.roles(1, STRANGER), Role::Examiner.set());
    coverage.set_officer(1, STRANGER, RoleSet::EMPTY).unwrap();
    assert_eq!(coverage.roles(1, STRANGER), RoleSet::EMPTY);
    assert_eq!(
        coverage.ensure_role(1, STRANGER, Role::Examiner),
        Err(Error::MissingRole { role: Role::Examiner })
    );
}

#[ink::test]
fn a_plan_is_drafted_version_by_version() {
    let mut coverage = office();
    set_caller(ADMIN);
    assert_eq!(coverage.draft_plan(1, None, plan()), Ok(PlanRef { plan: 2, version: 1 }));
    assert_eq!(coverage.draft_plan(1, Some(1), plan()), Ok(PlanRef { plan: 1, version: 3 }));
    refuses(&mut coverage, |c| c.draft_plan(1, Some(7), plan()), Error::NoSuchPlan);
    let twice = Plan { benefits: vec![plan().benefits[0].clone(); 2], ..plan() };
    let error = PlanError::BenefitTwice { category: Category::OfficeVisit };
    refuses(&mut coverage, |c| c.draft_plan(1, None, twice), error.into());
    set_caller(OTHER_ADMIN);
    refuses(&mut coverage, |c| c.draft_plan(2, Some(1), plan()), Error::NoSuchPlan);
}

#[ink::test]
fn a_plan_asks_for_no_more_kinds_than_one_question_holds() {
    let benefits = |count: usize| -> Vec<Benefit> {
        let kinds = Category::ALL.iter().zip(Kind::ALL).take(count);
        kinds
            .map(|(category, kind)| Benefit {
                category: *category,
                credential: Some(*kind),
                ..plan().benefits[0].clone()
            })
            .collect()
    };
    let mut coverage = office();
    set_caller(ADMIN);
    let most = healink_interfaces::MAX_REQUIREMENTS;
    assert!(coverage.draft_plan(1, None, Plan { benefits: benefits(most), ..plan() }).is_ok());
    let network = Plan { network: Some(1), benefits: benefits(most), ..plan() };
    refuses(&mut coverage, |c| c.draft_plan(1, None, network), Error::TooManyKinds);
    let many = Plan { benefits: benefits(most + 1), ..plan() };
    refuses(&mut coverage, |c| c.draft_plan(1, None, many), Error::TooManyKinds);
}

#[ink::test]
fn fees_are_added_to_drafts_and_counted_once_each() {
    let mut coverage = office();
    set_caller(ADMIN);
    let fee = |number: u8| Fee { code: CodeKey([number; 16]), ..fees()[0] };
    let most: Vec<Fee> = (100..100 + MAX_FEES as u8).map(fee).collect();
    let many: Vec<Fee> = (100..101 + MAX_FEES as u8).map(fee).collect();
    refuses(&mut coverage, |c| c.add_fees(DRAFT, many), Error::TooManyFees);
    coverage.add_fees(DRAFT, most).unwrap();
    assert_eq!(coverage.plan(DRAFT).unwrap().fees, 2 + MAX_FEES as u32);
    let dearer = Fee { allowed: Cents(11_000), ..fees()[0] };
    coverage.add_fees(DRAFT, vec![dearer]).unwrap();
    assert_eq!(coverage.plan(DRAFT).unwrap().fees, 2 + MAX_FEES as u32);
    assert_eq!(coverage.fee(DRAFT, VISIT), Some(dearer));
    assert_eq!(coverage.fee(PLAN, VISIT), Some(fees()[0]), "another version is untouched");
}

#[ink::test]
fn a_published_version_never_changes() {
    let mut coverage = office();
    set_caller(ADMIN);
    refuses(&mut coverage, |c| c.add_fees(PLAN, fees()), Error::PlanPublished);
    refuses(&mut coverage, |c| c.publish_plan(PLAN), Error::PlanPublished);
    refuses(&mut coverage, |c| c.publish_plan(PlanRef { plan: 1, version: 9 }), Error::NoSuchPlan);
    let empty = coverage.draft_plan(1, None, plan()).unwrap();
    refuses(&mut coverage, |c| c.publish_plan(empty), Error::NoFees);
}

#[ink::test]
fn members_are_enrolled_under_published_versions() {
    let mut coverage = office();
    set_caller(ENROLMENT);
    refuses(&mut coverage, |c| c.enrol(policy(DRAFT)), Error::PlanNotPublished);
    refuses(&mut coverage, |c| c.enrol(policy(PlanRef { plan: 3, version: 1 })), Error::NoSuchPlan);
    let empty = Policy { period: Period { from: TODAY, until: Some(TODAY) }, ..policy(PLAN) };
    refuses(&mut coverage, |c| c.enrol(empty), PolicyError::EmptyPeriod.into());
    assert_eq!(coverage.enrol(policy(PLAN)), Ok(2));
    assert_eq!(coverage.policy(2), Some(policy(PLAN)));
    assert_eq!(coverage.policy(3), None);
    assert_eq!(coverage.accumulators(Whose::Policy(2), YEAR), Default::default());
    let listed = coverage.list(List::Policies(MEMBER), 0, 1);
    assert_eq!((listed.items, listed.next), (vec![2], Some(1)), "newest first");
    let rest = coverage.list(List::Policies(MEMBER), 1, 9);
    assert_eq!((rest.items, rest.next), (vec![1], None));
    assert!(coverage.list(List::Policies(STRANGER), 1, 9).items.is_empty(), "no entry of another's list");
}

#[ink::test]
fn settlement_and_appeals_learn_what_they_go_by() {
    let coverage = office();
    let office = coverage.office(1, TREASURER).unwrap();
    assert_eq!((office.payer.admin, office.payer.token, office.payer.decimals), (ADMIN, TOKEN, 2));
    assert_eq!(office.roles, Role::Treasurer.set());
    assert_eq!(coverage.office(1, STRANGER).unwrap().roles, RoleSet::EMPTY);
    assert_eq!(coverage.office(9, TREASURER), None);
    let standing = coverage.standing(1, EXAMINER).unwrap();
    assert_eq!((standing.payer, standing.admin, standing.member), (1, ADMIN, MEMBER));
    assert_eq!((standing.roles, standing.days), (Role::Examiner.set(), plan().days_for_appeals()));
    assert_eq!(coverage.standing(9, EXAMINER), None);
}

#[ink::test]
fn the_claims_contract_is_named_once() {
    let mut coverage = office();
    assert_eq!(coverage.contracts(), (Account([21; 32]), Account([22; 32]), Some(CLAIMS)));
    set_caller(OWNER);
    refuses(&mut coverage, |c| c.wire(STRANGER), Error::AlreadyWired);
}
