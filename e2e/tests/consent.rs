//! Consent from the first grant to broken glass: who may see what, who acts for a patient, what stays on record.
#![allow(clippy::unwrap_used, clippy::arithmetic_side_effects)]

use ::consent::GrantList;
use ::disclosures::{GlassBroken, Governance};
use healink_access::Command;
use healink_domain::{
    consent::{
        AccessRequest, Action, Answer, CareCommand, CareError, Category, CategorySet, Decision, Disclosure,
        Effect, EmergencyError, GrantError, Grantee, Happening, Lock, LogEntry, Maker, Mandate, Purpose,
        Query, Role, Scope, StandingError, SwitchTerms, Terms, OPEN_MILLIS, REVIEW_DAYS,
    },
    credentials::{Kind, Reason, Refusal, StatusCommand},
    Account, Day, Digest, Moment, Period,
};
use healink_e2e::{
    fixtures::*,
    messages::{administered, boards, consent, disclosures, guardians},
    Contract, Person, Suite, TODAY,
};
use healink_interfaces::{ConsentError, DecideError};

const PATIENT: Person = Person::Patient;
/// Whom the patient knows and who holds a licence.
const DOCTOR: Person = Person::Provider;
/// Who holds none.
const HEALER: Person = Person::OtherProvider;
const GUARDIAN: Person = Person::Enrolment;
const CUSTODIAN: Person = Person::Treasurer;

fn patient() -> Account {
    PATIENT.account()
}

fn to(person: Person) -> Grantee {
    Grantee::Account(person.account())
}

/// Reading every ordinary category for treatment.
fn treatment(grantee: Grantee, effect: Effect) -> Terms {
    Terms {
        grantee,
        effect,
        purposes: Purpose::Treatment.set(),
        categories: CategorySet::ORDINARY,
        actions: Action::Read.set(),
        validity: long(TODAY),
        data: Period::ALWAYS,
        receipt: Digest([1; 32]),
    }
}

fn permit(grantee: Grantee) -> Terms {
    treatment(grantee, Effect::Permit)
}

fn asks(person: Person, day: Day) -> Query {
    Query {
        actor: person.account(),
        purpose: Purpose::Treatment,
        categories: Category::Results.set(),
        action: Action::Read,
        day,
        data: Period::ALWAYS,
    }
}

fn request(purpose: Purpose) -> AccessRequest {
    AccessRequest {
        purpose,
        categories: Category::Results.set(),
        action: Action::Read,
        data: Period::ALWAYS,
        record: Digest([2; 32]),
    }
}

fn decision(suite: &mut Suite, person: Person, day: Day) -> Decision {
    suite.ask(&consent::decide(patient(), asks(person, day))).unwrap().decision
}

const YES: Decision = Decision::Permit { redact: CategorySet::EMPTY };

fn arrange(suite: &mut Suite, by: Person, command: CareCommand) {
    suite.done(by, &guardians::arrange(patient(), command));
}

fn mandate(role: Role, until: Day) -> CareCommand {
    CareCommand::Appoint(Mandate {
        holder: GUARDIAN.account(),
        role,
        scope: Scope { purposes: Purpose::Treatment.set(), categories: CategorySet::ORDINARY },
        period: Period { from: TODAY, until: Some(until) },
        document: Digest([3; 32]),
    })
}

/// The patient's whole log, page by page, oldest first.
fn log(suite: &mut Suite) -> Vec<LogEntry> {
    let (mut entries, mut from) = (Vec::new(), Some(0));
    while let Some(place) = from {
        let page = suite.ask(&disclosures::log_of(patient(), place, 2));
        entries.extend(page.items);
        from = page.next;
    }
    entries.reverse();
    entries
}

#[test]
fn a_grant_to_a_class_counts_for_those_who_hold_the_credential_on_the_day() {
    let mut suite = Suite::ready();
    let licensed = Grantee::Credentialed { kind: Kind::StateLicence, jurisdiction: Some(place()) };
    suite.done(PATIENT, &consent::give(permit(licensed)));
    assert_eq!(decision(&mut suite, DOCTOR, TODAY), YES);
    assert_eq!(decision(&mut suite, HEALER, TODAY), Decision::NoConsent);
    suite.later();
    let from_today = Period { from: TODAY, until: None };
    let denial = Terms { validity: from_today, ..treatment(to(DOCTOR), Effect::Deny) };
    suite.done(PATIENT, &consent::give(denial));
    assert_eq!(decision(&mut suite, DOCTOR, TODAY), Decision::Deny, "one of them is denied");
    suite.done(PATIENT, &consent::revoke(to(DOCTOR), 3));

    suite.done(Person::Board, &boards::change(FIRST.into(), StatusCommand::Suspend, Reason::Safety));
    assert_eq!(decision(&mut suite, DOCTOR, TODAY), Decision::NoConsent, "without the licence");
    assert_eq!(decision(&mut suite, DOCTOR, Day(TODAY.0 - 1)), YES, "the day before");
}

#[test]
fn a_withdrawal_counts_at_once_and_works_while_everything_is_paused() {
    let mut suite = Suite::ready();
    suite.done(PATIENT, &consent::give(permit(to(DOCTOR))));
    arrange(&mut suite, PATIENT, mandate(Role::Attorney, TODAY.plus(90)));
    suite.done(GUARDIAN, &guardians::grant(patient(), permit(to(HEALER)), None));
    for contract in [Contract::Consent, Contract::Guardians, Contract::Disclosures] {
        suite.done(Person::Owner, &administered::administer(contract, Command::Pause));
    }
    assert_eq!(decision(&mut suite, DOCTOR, TODAY), YES);

    assert_eq!(suite.done(PATIENT, &consent::revoke_all(to(DOCTOR))), 1);
    assert_eq!(decision(&mut suite, DOCTOR, TODAY), Decision::NoConsent);
    assert_eq!(suite.done(GUARDIAN, &guardians::withdraw(patient(), to(HEALER), None)), 1);
    assert_eq!(decision(&mut suite, HEALER, TODAY), Decision::NoConsent);
    arrange(&mut suite, PATIENT, CareCommand::Dismiss { holder: GUARDIAN.account() });
    let paused =
        suite.refused(PATIENT, &guardians::arrange(patient(), mandate(Role::Attorney, TODAY.plus(9))));
    assert_eq!(paused, ::guardians::Error::Access(healink_access::AccessError::Paused));
}

#[test]
fn an_attorney_acts_in_scope_and_never_against_the_patients_own_no() {
    let mut suite = Suite::ready();
    let grant = |terms| guardians::grant(patient(), terms, None);
    let stranger = suite.refused(GUARDIAN, &grant(permit(to(DOCTOR))));
    assert_eq!(stranger, ::guardians::Error::Care(CareError::NotAuthorised));
    arrange(&mut suite, PATIENT, mandate(Role::Attorney, TODAY.plus(90)));

    suite.done(GUARDIAN, &grant(permit(to(DOCTOR))));
    let grants = suite.ask(&consent::grants(GrantList::Grantee(DOCTOR.account()), 0, 9)).items;
    assert_eq!((grants[0].0, grants[0].1.maker), (patient(), Maker::Proxy(GUARDIAN.account())));
    assert_eq!(decision(&mut suite, DOCTOR, TODAY), YES);
    let sensitive = Terms { categories: Category::Hiv.set(), ..permit(to(DOCTOR)) };
    let refused = suite.refused(GUARDIAN, &grant(sensitive));
    assert_eq!(refused, ::guardians::Error::Care(CareError::OutOfScope));

    suite.done(PATIENT, &consent::revoke_all(to(DOCTOR)));
    let again = suite.refused(GUARDIAN, &grant(permit(to(DOCTOR))));
    assert_eq!(again, ::guardians::Error::Consent(ConsentError::Grant(GrantError::PatientRefused)));
    suite.later();
    let licensed = Grantee::Credentialed { kind: Kind::StateLicence, jurisdiction: None };
    suite.done(GUARDIAN, &grant(permit(licensed)));
    assert_eq!(decision(&mut suite, DOCTOR, TODAY), Decision::NoConsent, "nor by a class");

    suite.done(PATIENT, &consent::give(treatment(to(HEALER), Effect::Deny)));
    suite.later();
    suite.done(GUARDIAN, &grant(permit(to(HEALER))));
    assert_eq!(decision(&mut suite, HEALER, TODAY), Decision::Deny, "a no outweighs what is newer");

    arrange(&mut suite, PATIENT, CareCommand::Dismiss { holder: GUARDIAN.account() });
    let dismissed = suite.refused(GUARDIAN, &grant(permit(to(DOCTOR))));
    assert_eq!(dismissed, ::guardians::Error::Care(CareError::NotAuthorised));
}

#[test]
fn a_ward_says_no_in_person_leaves_the_yes_to_the_guardian_and_is_released_on_the_day() {
    let mut suite = Suite::ready();
    let release = TODAY.plus(30);
    arrange(&mut suite, PATIENT, mandate(Role::Guardian, release));
    let yes = consent::give(permit(to(DOCTOR)));
    assert_eq!(suite.refused(PATIENT, &yes), ConsentError::Grant(GrantError::Ward));
    let dismiss = guardians::arrange(patient(), CareCommand::Dismiss { holder: GUARDIAN.account() });
    assert_eq!(suite.refused(PATIENT, &dismiss), ::guardians::Error::Care(CareError::Ward));
    suite.done(GUARDIAN, &guardians::grant(patient(), permit(to(DOCTOR)), None));
    assert_eq!(decision(&mut suite, DOCTOR, TODAY), YES);
    assert_eq!(suite.done(PATIENT, &consent::revoke_all(to(DOCTOR))), 1);
    assert_eq!(decision(&mut suite, DOCTOR, TODAY), Decision::NoConsent);

    suite.on(release);
    let over = suite.refused(GUARDIAN, &guardians::grant(patient(), permit(to(DOCTOR)), None));
    assert_eq!(over, ::guardians::Error::Care(CareError::NotAuthorised));
    suite.done(PATIENT, &yes);
    assert_eq!(decision(&mut suite, DOCTOR, release), YES);
}

#[test]
fn a_courts_lock_is_visible_and_while_it_holds_the_guardian_decides() {
    let mut suite = Suite::ready();
    arrange(&mut suite, PATIENT, mandate(Role::Attorney, TODAY.plus(90)));
    suite.done(PATIENT, &consent::give(treatment(to(DOCTOR), Effect::Deny)));
    let lock = Lock { until: TODAY.plus(10), order: Digest([4; 32]) };
    let command = CareCommand::Lock(Some(lock));
    let own = suite.refused(PATIENT, &guardians::arrange(patient(), command));
    assert_eq!(own, ::guardians::Error::Care(CareError::NotAuthorised));
    arrange(&mut suite, Person::Owner, command);

    let event: ::guardians::CareChanged =
        suite.chain.emitted().iter().find_map(|event| event.decode()).unwrap();
    assert_eq!((event.patient, event.by, event.command), (patient(), Person::Owner.account(), command));
    assert_eq!(suite.ask(&guardians::care(patient())).lock, Some(lock));
    assert_eq!(suite.ask(&consent::standing(patient())).standing.locked_until, lock.until);

    let locked = ConsentError::Standing(StandingError::Locked { until: lock.until });
    assert_eq!(suite.refused(PATIENT, &consent::revoke_all(to(DOCTOR))), locked);
    suite.later();
    suite.done(GUARDIAN, &guardians::grant(patient(), permit(to(DOCTOR)), None));
    assert_eq!(decision(&mut suite, DOCTOR, TODAY), YES, "it counts like the patient's own");

    suite.on(lock.until);
    assert_eq!(suite.done(PATIENT, &consent::revoke_all(to(DOCTOR))), 2);
    assert_eq!(decision(&mut suite, DOCTOR, lock.until), Decision::NoConsent);
}

#[test]
fn a_custodian_takes_over_after_silence_and_warning_until_the_patient_speaks() {
    let mut suite = Suite::ready();
    let terms = SwitchTerms { custodian: CUSTODIAN.account(), silence_days: 90, warning_days: 30 };
    arrange(&mut suite, PATIENT, CareCommand::Watch(Some(terms)));
    suite.on(TODAY.plus(60));
    suite.done(PATIENT, &consent::give(permit(to(HEALER))));

    let notice = guardians::arrange(patient(), CareCommand::GiveNotice);
    let grant = guardians::grant(patient(), permit(to(DOCTOR)), None);
    suite.on(TODAY.plus(149));
    let early = suite.refused(CUSTODIAN, &notice);
    assert_eq!(early, ::guardians::Error::Care(CareError::TooEarly { from: TODAY.plus(150) }));
    suite.on(TODAY.plus(150));
    suite.done(CUSTODIAN, &notice);
    suite.on(TODAY.plus(179));
    let warned = suite.refused(CUSTODIAN, &grant);
    assert_eq!(warned, ::guardians::Error::Care(CareError::NotAuthorised));
    suite.on(TODAY.plus(180));
    suite.done(CUSTODIAN, &grant);
    assert_eq!(decision(&mut suite, DOCTOR, TODAY.plus(180)), YES);

    suite.on(TODAY.plus(200));
    suite.done(PATIENT, &consent::revoke_all(to(DOCTOR)));
    let refused = suite.refused(CUSTODIAN, &guardians::grant(patient(), permit(to(HEALER)), None));
    let acted = StandingError::PatientActed { on: TODAY.plus(200) };
    assert_eq!(refused, ::guardians::Error::Consent(ConsentError::Standing(acted)));
    arrange(&mut suite, PATIENT, CareCommand::StillHere);
    assert_eq!(suite.ask(&guardians::care(patient())).switch.unwrap().noticed_on, None);
}

#[test]
fn the_registry_takes_acts_on_behalf_from_the_contract_of_the_guardians_alone() {
    let mut suite = Suite::ready();
    let behalf = healink_domain::consent::Behalf {
        patient: patient(),
        maker: Maker::Court(GUARDIAN.account()),
        silent_since: None,
    };
    for person in Person::ALL {
        let refused = suite.refused(person, &consent::grant(permit(to(DOCTOR)), None, Some(behalf)));
        assert_eq!(refused, ConsentError::Standing(StandingError::NotGuardians), "{person:?}");
    }
}

#[test]
fn accesses_and_refused_attempts_stay_in_the_patients_log_complete_and_in_order() {
    let mut suite = Suite::ready();
    suite.done(PATIENT, &consent::give(permit(to(DOCTOR))));
    let access = |purpose| disclosures::access(patient(), request(purpose));

    let permitted = suite.done(DOCTOR, &access(Purpose::Treatment));
    let redact = CategorySet::EMPTY;
    assert_eq!(permitted, Disclosure::Permitted { redact, deciding: vec![2] });
    suite.later();
    let silent = Disclosure::Denied { decision: Decision::NoConsent, deciding: vec![] };
    assert_eq!(suite.done(HEALER, &access(Purpose::Treatment)), silent);
    suite.done(PATIENT, &consent::give(treatment(to(DOCTOR), Effect::Deny)));
    let denied = Disclosure::Denied { decision: Decision::Deny, deciding: vec![3] };
    assert_eq!(suite.done(DOCTOR, &access(Purpose::Treatment)), denied);
    suite.later();
    suite.done(PATIENT, &consent::revoke_all(to(DOCTOR)));
    assert_eq!(suite.done(DOCTOR, &access(Purpose::Treatment)), silent);

    let entries = log(&mut suite);
    let seen: Vec<_> = entries.iter().map(|entry| (entry.actor, entry.happening.clone())).collect();
    let happened = |disclosure| Happening::Access { request: request(Purpose::Treatment), disclosure };
    let expected = [
        (DOCTOR.account(), happened(permitted)),
        (HEALER.account(), happened(silent.clone())),
        (DOCTOR.account(), happened(denied)),
        (DOCTOR.account(), happened(silent)),
    ];
    assert_eq!(seen, expected);
    assert!(entries.windows(2).all(|pair| pair[0].at <= pair[1].at));
    let whole = suite.ask(&disclosures::log_of(patient(), 0, 50));
    assert_eq!((whole.items.len(), whole.next), (4, None));
    assert!(suite.ask(&disclosures::log_of(HEALER.account(), 0, 50)).items.is_empty());

    let nothing = AccessRequest { categories: CategorySet::EMPTY, ..request(Purpose::Treatment) };
    let refused = suite.refused(DOCTOR, &disclosures::access(patient(), nothing));
    assert_eq!(refused, ::disclosures::Error::Undecided(DecideError::BadCategories));
}

#[test]
fn broken_glass_admits_for_a_day_is_seen_at_once_and_is_reviewed() {
    let mut suite = Suite::ready();
    let emergency = disclosures::access(patient(), request(Purpose::EmergencyTreatment));
    let denied = suite.done(DOCTOR, &emergency);
    assert!(matches!(denied, Disclosure::Denied { .. }));

    let justification = Digest([5; 32]);
    let opening = suite.done(DOCTOR, &disclosures::break_glass(patient(), justification));
    let event: GlassBroken = suite.chain.emitted().iter().find_map(|event| event.decode()).unwrap();
    assert_eq!((event.patient, event.provider, event.opening), (patient(), DOCTOR.account(), opening));
    let now = suite.chain.now();
    let until = Moment(now.0 + OPEN_MILLIS);
    assert_eq!((event.until, event.review_by), (until, TODAY.plus(REVIEW_DAYS)));
    let last = log(&mut suite).pop().unwrap();
    assert_eq!(
        last,
        LogEntry { at: now, actor: DOCTOR.account(), happening: Happening::GlassBroken { opening } }
    );
    assert_eq!(suite.ask(&disclosures::unreviewed(0, 50)).items.len(), 1);

    assert_eq!(suite.done(DOCTOR, &emergency), Disclosure::Emergency { opening });
    let ordinary = suite.done(DOCTOR, &disclosures::access(patient(), request(Purpose::Treatment)));
    assert!(matches!(ordinary, Disclosure::Denied { .. }), "for emergency treatment only");
    let other = suite.done(HEALER, &emergency);
    assert!(matches!(other, Disclosure::Denied { .. }), "for the provider only");
    let again = suite.refused(DOCTOR, &disclosures::break_glass(patient(), justification));
    assert_eq!(again, ::disclosures::Error::Emergency(EmergencyError::StillOpen { until }));

    suite.chain.set_now(until);
    assert!(matches!(suite.done(DOCTOR, &emergency), Disclosure::Denied { .. }), "its time is over");
    suite.done(REVIEWER, &disclosures::review(opening, true, Digest([6; 32])));
    assert!(suite.ask(&disclosures::unreviewed(0, 50)).items.is_empty());
    assert!(suite.ask(&disclosures::opening(opening)).unwrap().review.unwrap().justified);
    suite.done(DOCTOR, &disclosures::break_glass(patient(), justification));
}

#[test]
fn glass_is_broken_by_providers_with_a_live_credential_alone() {
    let mut suite = Suite::ready();
    let break_glass = disclosures::break_glass(patient(), Digest([5; 32]));
    let refused = suite.refused(HEALER, &break_glass);
    assert_eq!(refused, ::disclosures::Error::NotCredentialed { refusal: Refusal::NoneHeld });
    let own = suite.refused(DOCTOR, &disclosures::break_glass(DOCTOR.account(), Digest([5; 32])));
    assert_eq!(own, ::disclosures::Error::Emergency(EmergencyError::OwnRecords));
    suite.done(Person::Owner, &disclosures::govern(Governance::Appoint { reviewer: DOCTOR.account() }));
    let reviewer = suite.refused(DOCTOR, &break_glass);
    assert_eq!(reviewer, ::disclosures::Error::Emergency(EmergencyError::IsReviewer));
    suite.done(Person::Owner, &disclosures::govern(Governance::Dismiss { reviewer: DOCTOR.account() }));
    suite.done(Person::Board, &boards::change(FIRST.into(), StatusCommand::Suspend, Reason::Safety));
    let refused = suite.refused(DOCTOR, &break_glass);
    assert_eq!(
        refused,
        ::disclosures::Error::NotCredentialed { refusal: Refusal::Suspended { since: TODAY } }
    );
}

#[test]
fn an_unjustified_or_unreviewed_opening_suspends_the_providers_right() {
    let mut suite = Suite::ready();
    let break_glass = |patient: Person| disclosures::break_glass(patient.account(), Digest([5; 32]));
    let review = |opening, justified| disclosures::review(opening, justified, Digest([6; 32]));
    let first = suite.done(DOCTOR, &break_glass(PATIENT));
    let second = suite.done(DOCTOR, &break_glass(Person::Newcomer));
    let third = suite.done(DOCTOR, &break_glass(Person::Stranger));
    for who in [DOCTOR, PATIENT, Person::Owner, Person::Stranger] {
        let refused = suite.refused(who, &review(first, true));
        assert_eq!(refused, ::disclosures::Error::Emergency(EmergencyError::NotReviewer), "{who:?}");
    }
    suite.done(Person::Owner, &disclosures::govern(Governance::Appoint { reviewer: patient() }));
    let dependent = suite.refused(PATIENT, &review(first, true));
    assert_eq!(dependent, ::disclosures::Error::Emergency(EmergencyError::NotIndependent));

    suite.done(REVIEWER, &review(first, false));
    let queue: Vec<_> =
        suite.ask(&disclosures::unreviewed(0, 50)).items.into_iter().map(|(id, _)| id).collect();
    assert_eq!(queue, [third, second], "the last one took the place of the first");
    let emergency = disclosures::access(patient(), request(Purpose::EmergencyTreatment));
    assert!(matches!(suite.done(DOCTOR, &emergency), Disclosure::Denied { .. }), "it admits no longer");
    let suspended = suite.refused(DOCTOR, &break_glass(Person::Admin));
    assert_eq!(suspended, ::disclosures::Error::Emergency(EmergencyError::Suspended { by: first }));
    suite.done(Person::Owner, &disclosures::govern(Governance::Reinstate { provider: DOCTOR.account() }));

    suite.on(TODAY.plus(REVIEW_DAYS));
    let overdue = suite.refused(DOCTOR, &break_glass(Person::Admin));
    assert_eq!(overdue, ::disclosures::Error::Emergency(EmergencyError::ReviewOverdue { of: second }));
    suite.done(REVIEWER, &review(third, true));
    suite.done(REVIEWER, &review(second, true));
    let right = suite.ask(&disclosures::right(DOCTOR.account()));
    assert_eq!(right, healink_domain::consent::Right::default());
    assert!(suite.ask(&disclosures::unreviewed(0, 50)).items.is_empty());
    suite.done(DOCTOR, &break_glass(Person::Admin));
    let again = suite.refused(REVIEWER, &review(second, false));
    assert_eq!(again, ::disclosures::Error::Emergency(EmergencyError::AlreadyReviewed));
}

#[test]
fn a_full_ledger_takes_a_denial_and_decides_what_it_can_and_says_what_it_cannot() {
    let mut suite = Suite::ready();
    for _ in 0..healink_domain::consent::MAX_GRANTS {
        suite.done(PATIENT, &consent::give(permit(to(DOCTOR))));
    }
    let full = suite.refused(PATIENT, &consent::give(permit(to(DOCTOR))));
    assert_eq!(full, ConsentError::Grant(GrantError::TooManyGrants));
    suite.later();
    let denial = suite.done(PATIENT, &consent::give(treatment(to(DOCTOR), Effect::Deny)));
    let answer = suite.ask(&consent::decide(patient(), asks(DOCTOR, TODAY))).unwrap();
    assert_eq!(answer, Answer { decision: Decision::Deny, deciding: vec![denial] });
    let earlier = suite.ask(&consent::decide(patient(), asks(DOCTOR, Day(TODAY.0 - 1))));
    assert_eq!(earlier, Err(DecideError::TooLongAgo { from: TODAY }), "one moved to the history");
    let listed = suite.ask(&consent::grants(GrantList::Grantee(DOCTOR.account()), 0, 50));
    assert_eq!((listed.items.len(), listed.next), (33, None), "and is listed");
}
