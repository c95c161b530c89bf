use super::*;
use crate::{Error, MAX_FEES};
use healink_domain::claims::{AuthorisationError, PlanError, PolicyError, Role};

#[ink::test]
fn payers_are_numbered_and_their_tokens_have_cents() {
    let mut claims = office();
    for decimals in [0, 1, 19, 255] {
        refuses(&mut claims, |c| c.add_payer(ADMIN, TOKEN, decimals), Error::BadDecimals { decimals });
    }
    assert_eq!(claims.add_payer(STRANGER, TOKEN, 18), Ok(3));
    let payer = claims.payer(3).unwrap();
    assert_eq!((payer.admin, payer.token, payer.decimals), (STRANGER, TOKEN, 18));
    assert_eq!(payer.units(Cents(3)), Some(30_000_000_000_000_000));
    assert_eq!(claims.payer(1).unwrap().units(Cents(u64::MAX)), Some(u64::MAX.into()));
    assert!(payer.units(Cents(u64::MAX)).is_some(), "the largest amount fits the finest token");
}

#[ink::test]
fn an_officer_has_the_roles_given_last() {
    let mut claims = office();
    set_caller(ADMIN);
    let bad = <RoleSet as scale::Decode>::decode(&mut &[0b1000][..]).unwrap();
    refuses(&mut claims, |c| c.set_officer(1, STRANGER, bad), Error::BadRoles);
    refuses(&mut claims, |c| c.set_officer(9, STRANGER, RoleSet::ALL), Error::NoSuchPayer);
    claims.set_officer(1, STRANGER, RoleSet::ALL).unwrap();
    assert_eq!(claims.roles(1, STRANGER), RoleSet::ALL);
    claims.set_officer(1, STRANGER, Role::Examiner.set()).unwrap();
    assert_eq!(claims.roles(1, STRANGER), Role::Examiner.set());
    claims.set_officer(1, STRANGER, RoleSet::EMPTY).unwrap();
    assert_eq!(claims.roles(1, STRANGER), RoleSet::EMPTY);
    assert_eq!(
        claims.ensure_role(1, STRANGER, Role::Examiner),
        Err(Error::MissingRole { role: Role::Examiner })
    );
}

#[ink::test]
fn a_plan_is_drafted_version_by_version() {
    let mut claims = office();
    set_caller(ADMIN);
    assert_eq!(claims.draft_plan(1, None, plan()), Ok(PlanRef { plan: 2, version: 1 }));
    assert_eq!(claims.draft_plan(1, Some(1), plan()), Ok(PlanRef { plan: 1, version: 3 }));
    refuses(&mut claims, |c| c.draft_plan(1, Some(7), plan()), Error::NoSuchPlan);
    let twice = Plan { benefits: vec![plan().benefits[0].clone(); 2], ..plan() };
    let error = PlanError::BenefitTwice { category: Category::OfficeVisit };
    refuses(&mut claims, |c| c.draft_plan(1, None, twice), error.into());
    set_caller(OTHER_ADMIN);
    refuses(&mut claims, |c| c.draft_plan(2, Some(1), plan()), Error::NoSuchPlan);
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
    let mut claims = office();
    set_caller(ADMIN);
    let most = healink_interfaces::MAX_REQUIREMENTS;
    assert!(claims.draft_plan(1, None, Plan { benefits: benefits(most), ..plan() }).is_ok());
    let many = Plan { benefits: benefits(most + 1), ..plan() };
    refuses(&mut claims, |c| c.draft_plan(1, None, many), Error::TooManyKinds);
}

#[ink::test]
fn fees_are_added_to_drafts_and_counted_once_each() {
    let mut claims = office();
    set_caller(ADMIN);
    let fee = |number: u8| Fee { code: CodeKey([number; 16]), ..fees()[0] };
    let most: Vec<Fee> = (100..100 + MAX_FEES as u8).map(fee).collect();
    let many: Vec<Fee> = (100..101 + MAX_FEES as u8).map(fee).collect();
    refuses(&mut claims, |c| c.add_fees(DRAFT, many), Error::TooManyFees);
    claims.add_fees(DRAFT, most).unwrap();
    assert_eq!(claims.plan(DRAFT).unwrap().fees, 2 + MAX_FEES as u32);
    let dearer = Fee { allowed: Cents(11_000), ..fees()[0] };
    claims.add_fees(DRAFT, vec![dearer]).unwrap();
    assert_eq!(claims.plan(DRAFT).unwrap().fees, 2 + MAX_FEES as u32);
    assert_eq!(claims.fee(DRAFT, VISIT), Some(dearer));
    assert_eq!(claims.fee(PLAN, VISIT), Some(fees()[0]), "another version is untouched");
}

#[ink::test]
fn a_published_version_never_changes() {
    let mut claims = office();
    set_caller(ADMIN);
    refuses(&mut claims, |c| c.add_fees(PLAN, fees()), Error::PlanPublished);
    refuses(&mut claims, |c| c.publish_plan(PLAN), Error::PlanPublished);
    refuses(&mut claims, |c| c.publish_plan(PlanRef { plan: 1, version: 9 }), Error::NoSuchPlan);
    let empty = claims.draft_plan(1, None, plan()).unwrap();
    refuses(&mut claims, |c| c.publish_plan(empty), Error::NoFees);
}

#[ink::test]
fn members_are_enrolled_under_published_versions() {
    let mut claims = office();
    set_caller(ENROLMENT);
    refuses(&mut claims, |c| c.enrol(policy(DRAFT)), Error::PlanNotPublished);
    refuses(&mut claims, |c| c.enrol(policy(PlanRef { plan: 3, version: 1 })), Error::NoSuchPlan);
    let empty = Policy { period: Period { from: TODAY, until: Some(TODAY) }, ..policy(PLAN) };
    refuses(&mut claims, |c| c.enrol(empty), PolicyError::EmptyPeriod.into());
    assert_eq!(claims.enrol(policy(PLAN)), Ok(2));
    assert_eq!(claims.policy(2), Some(policy(PLAN)));
    assert_eq!(claims.policy(3), None);
    assert_eq!(claims.accumulators(2, YEAR), Default::default());
}

#[ink::test]
fn services_are_authorised_by_the_policys_payer() {
    let mut claims = office();
    set_caller(EXAMINER);
    let none = Authorisation { units: 0, ..authorisation() };
    refuses(&mut claims, |c| c.authorise(none), AuthorisationError::Units.into());
    refuses(
        &mut claims,
        |c| c.authorise(Authorisation { policy: 8, ..authorisation() }),
        Error::NoSuchPolicy,
    );
    assert_eq!(claims.authorise(authorisation()), Ok(1));
    assert_eq!(claims.authorisation(1), Some(authorisation()));
}
