use healink_domain::{
    consent::{
        consulted, credential_kinds_asked, decide, grant, Action, ActionSet, Answer, Category, CategorySet,
        Changed, Class, Decision, Effect, End, Grant, GrantId, Grantee, Ledger, Maker, Purpose, PurposeSet,
        Query, Speaker, Terms, MAX_CLASS_GRANTS, MAX_GRANTS,
    },
    credentials::Kind,
    Account, Day, Digest, Moment, Period,
};
use proptest::{collection::vec, option, prelude::*, sample::select};

use super::config;
use crate::fixtures::place;

const LICENCE: Class = (Kind::StateLicence, None);

fn accounts() -> impl Strategy<Value = Account> {
    prop_oneof![4 => Just(1u8), 1 => Just(2u8)].prop_map(|number| Account([number; 32]))
}

fn class() -> impl Strategy<Value = Class> {
    prop_oneof![Just(LICENCE), Just((Kind::StateLicence, Some(place("US-CA"))))]
}

fn grantee() -> impl Strategy<Value = Grantee> {
    let classes = class().prop_map(|(kind, jurisdiction)| Grantee::Credentialed { kind, jurisdiction });
    prop_oneof![3 => accounts().prop_map(Grantee::Account), 1 => classes]
}

fn period() -> impl Strategy<Value = Period> {
    let some = (0..20u32, option::of(1..20u32))
        .prop_map(|(from, days)| Period { from: Day(from), until: days.map(|days| Day(from + days)) });
    prop_oneof![4 => Just(Period::ALWAYS), 1 => some]
}

fn purposes() -> impl Strategy<Value = PurposeSet> {
    vec(select(&Purpose::ALL[..2]), 1..3).prop_map(|purposes| purposes.into_iter().collect())
}

fn categories() -> impl Strategy<Value = CategorySet> {
    let some = vec(select(Category::ALL), 1..5).prop_map(|categories| categories.into_iter().collect());
    prop_oneof![2 => some, 1 => Just(CategorySet::ORDINARY), 1 => Just(CategorySet::ALL)]
}

fn actions() -> impl Strategy<Value = ActionSet> {
    vec(select(Action::ALL), 1..3).prop_map(|actions| actions.into_iter().collect())
}

fn terms() -> impl Strategy<Value = Terms> {
    let effect = prop_oneof![2 => Just(Effect::Permit), 1 => Just(Effect::Deny)];
    (grantee(), effect, purposes(), categories(), actions(), period(), period()).prop_map(
        |(grantee, effect, purposes, categories, actions, validity, data)| Terms {
            grantee,
            effect,
            purposes,
            categories,
            actions,
            validity,
            data,
            receipt: Digest([0; 32]),
        },
    )
}

const GUARDIAN: Account = Account([7; 32]);

fn maker() -> impl Strategy<Value = Maker> {
    prop_oneof![3 => Just(Maker::Patient), 2 => Just(Maker::Proxy(GUARDIAN)), 1 => Just(Maker::Court(GUARDIAN))]
}

/// Grants numbered from 1, many made at the same moment, some ended.
fn grants() -> impl Strategy<Value = Vec<Grant>> {
    let ended = option::weighted(0.2, (0..20u32).prop_map(|on| End { on: Day(on), superseded_by: None }));
    vec((terms(), maker(), 0..4u64, ended), 0..8).prop_map(|all| {
        (1..)
            .zip(all)
            .map(|(id, (terms, maker, at, ended))| Grant { id, terms, maker, granted_at: Moment(at), ended })
            .collect()
    })
}

fn query() -> impl Strategy<Value = Query> {
    (accounts(), select(&Purpose::ALL[..2]), categories(), select(Action::ALL), 0..20u32, period()).prop_map(
        |(actor, purpose, categories, action, day, data)| Query {
            actor,
            purpose,
            categories,
            action,
            day: Day(day),
            data,
        },
    )
}

fn held() -> impl Strategy<Value = Vec<Class>> {
    vec(class(), 0..3)
}

/// The categories that the answer lets through.
fn permitted(answer: &Answer, query: &Query) -> CategorySet {
    match answer.decision {
        Decision::Permit { redact } => query.categories.difference(redact),
        Decision::Deny | Decision::NoConsent => CategorySet::EMPTY,
    }
}

/// Whether a grant speaks on a category of the query, said dimension by dimension and day by day.
fn speaks(grant: &Grant, category: Category, query: &Query, held: &[Class]) -> bool {
    let within =
        |period: Period, day: u32| period.from.0 <= day && period.until.is_none_or(|until| day < until.0);
    // All periods of these tests either stay open or end before day 40.
    let asked = (0..60).filter(|day| within(query.data, *day));
    let touches = |day: u32| within(grant.terms.data, day);
    let data = match grant.terms.effect {
        Effect::Permit => asked.clone().all(touches) && asked.clone().next().is_some(),
        Effect::Deny => asked.clone().any(touches),
    };
    let actor = match grant.terms.grantee {
        Grantee::Account(account) => account == query.actor,
        Grantee::Credentialed { kind, jurisdiction } => held.contains(&(kind, jurisdiction)),
    };
    let stands =
        within(grant.terms.validity, query.day.0) && grant.ended.is_none_or(|end| query.day < end.on);
    let named = grant.terms.categories.iter().any(|named| named == category);
    let meant = grant.terms.purposes.iter().any(|purpose| purpose == query.purpose)
        && grant.terms.actions.iter().any(|action| action == query.action);
    data && actor && stands && named && meant
}

/// The decision by elimination: of all grants that speak, those beaten by another are struck out.
fn naive(grants: &[Grant], query: &Query, held: &[Class]) -> (CategorySet, bool, Vec<GrantId>) {
    let denies = |grant: &Grant| grant.terms.effect == Effect::Deny;
    let is_proxys = |grant: &Grant| matches!(grant.maker, Maker::Proxy(_));
    let beats =
        |one: &Grant, other: &Grant| (one.granted_at, denies(one)) > (other.granted_at, denies(other));
    let (mut permitted, mut denied, mut deciding) = (CategorySet::EMPTY, false, Vec::new());
    for category in query.categories.iter() {
        let mut left: Vec<_> = grants.iter().filter(|grant| speaks(grant, category, query, held)).collect();
        // Against the patient's own no the yes of somebody who acts for the patient does not count, whatever its age.
        let no = left.iter().any(|grant| denies(grant) && !is_proxys(grant));
        left.retain(|grant| !(no && is_proxys(grant) && !denies(grant)));
        let winners: Vec<_> = left.iter().filter(|one| left.iter().all(|other| !beats(other, one))).collect();
        for winner in winners {
            deciding.push(winner.id);
            match winner.terms.effect {
                Effect::Permit => permitted = permitted.union(category.set()),
                Effect::Deny => denied = true,
            }
        }
    }
    deciding.sort_unstable();
    deciding.dedup();
    (permitted, denied, deciding)
}

/// What happens in a ledger: a grant on some terms, perhaps in the place of another, or a withdrawal of one or all.
#[derive(Clone, Debug)]
enum Step {
    Grant(Terms, Option<prop::sample::Index>),
    Withdraw(Option<prop::sample::Index>),
}

/// A step, whose it is, and how many days after the one before.
type Happening = (Step, Maker, u32);

const ACTOR: Account = Account([1; 32]);

fn happening() -> impl Strategy<Value = Happening> {
    let of_actor = terms().prop_map(|terms| Terms { grantee: Grantee::Account(ACTOR), ..terms });
    let step = prop_oneof![
        6 => (of_actor, option::weighted(0.2, any::<prop::sample::Index>()))
            .prop_map(|(terms, supersedes)| Step::Grant(terms, supersedes)),
        1 => option::weighted(0.8, any::<prop::sample::Index>()).prop_map(Step::Withdraw),
    ];
    (step, maker(), prop_oneof![3 => Just(0u32), 1 => 1..3u32])
}

/// A ledger, and all grants that were ever in it.
#[derive(Clone, Debug, Default)]
struct Both {
    ledger: Ledger,
    all: Vec<Grant>,
    day: u32,
    last: GrantId,
}

impl Both {
    fn now(&self) -> Moment {
        Moment(u64::from(self.day) * 86_400_000)
    }

    /// Takes a step, if the rules let it; returns whether.
    fn take(&mut self, (step, maker, days): &Happening) -> bool {
        self.day += days;
        let (speaker, now, today) = (Speaker { maker: *maker, is_ward: false }, self.now(), Day(self.day));
        let of = |index: &prop::sample::Index, all: &[Grant]| {
            (!all.is_empty()).then(|| all[index.index(all.len())].id)
        };
        let changed = match step {
            Step::Grant(terms, supersedes) => {
                let supersedes = supersedes.as_ref().and_then(|index| of(index, &self.all));
                let Ok(made) = grant(self.last + 1, terms.clone(), &speaker, now) else { return false };
                let Ok(changed) = self.ledger.clone().add(made.clone(), supersedes, &speaker, today) else {
                    return false;
                };
                self.last += 1;
                self.all.push(made);
                changed
            }
            Step::Withdraw(index) => {
                let id = index.as_ref().and_then(|index| of(index, &self.all));
                match self.ledger.clone().withdraw(&Grantee::Account(ACTOR), id, &speaker, now) {
                    Ok(changed) => changed,
                    Err(_) => return false,
                }
            }
        };
        let Changed { ledger, ended, batch } = changed;
        for grant in ledger.grants.iter().chain(&batch).filter(|grant| ended.contains(&grant.id)) {
            self.all.iter_mut().find(|kept| kept.id == grant.id).unwrap().ended = grant.ended;
        }
        self.ledger = ledger;
        true
    }

    fn answer(&self, query: &Query) -> Result<Answer, Day> {
        let grants = consulted(Ledger::default(), self.ledger.clone(), query)?;
        Ok(decide(&grants, query, &[]))
    }
}

/// The same ledger after each of these steps.
fn history() -> impl Strategy<Value = Vec<Happening>> {
    vec(happening(), 0..90)
}

/// A no to everything, for good.
fn total_denial(grantee: Grantee) -> Terms {
    Terms {
        grantee,
        effect: Effect::Deny,
        purposes: PurposeSet::ALL,
        categories: CategorySet::ALL,
        actions: ActionSet::ALL,
        validity: Period::ALWAYS,
        data: Period::ALWAYS,
        receipt: Digest([0; 32]),
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn decision_agrees_with_a_naive_one(grants in grants(), query in query(), held in held()) {
        let (permitted, denied, deciding) = naive(&grants, &query, &held);
        let decision = match (permitted.is_empty(), denied) {
            (_, true) => Decision::Deny,
            (false, false) => Decision::Permit { redact: query.categories.difference(permitted) },
            (true, false) => Decision::NoConsent,
        };
        prop_assert_eq!(decide(&grants, &query, &held), Answer { decision, deciding });
    }

    #[test]
    fn no_grant_never_permits(query in query(), held in held()) {
        prop_assert_eq!(decide(&[], &query, &held).decision, Decision::NoConsent);
    }

    #[test]
    fn a_withdrawal_is_never_followed_by_a_permit_that_rests_on_it(
        steps in history(), which in any::<prop::sample::Index>(), later in history(), query in query(),
    ) {
        let mut both = Both::default();
        steps.iter().for_each(|step| { both.take(step); });
        if both.all.is_empty() { return Ok(()) }
        let id = both.all[which.index(both.all.len())].id;
        both.take(&(Step::Withdraw(Some(which)), Maker::Patient, 0));
        let over = both.all.iter().find(|grant| grant.id == id).unwrap().over_on();
        prop_assert!(over.is_some_and(|over| over <= Day(both.day)), "withdrawn, or over before");
        for step in &later {
            both.take(step);
            let today = Query { actor: ACTOR, day: Day(both.day), ..query };
            prop_assert!(!both.answer(&today).unwrap().deciding.contains(&id));
        }
    }

    #[test]
    fn what_the_patient_withdrew_is_given_back_by_nobody_but_the_patient_and_a_court(
        steps in history(), later in history(), query in query(),
    ) {
        let mut both = Both::default();
        steps.iter().for_each(|step| { both.take(step); });
        both.take(&(Step::Withdraw(None), Maker::Patient, 0));
        let refused = both.ledger.refused_at.is_some();
        let proxys = later.into_iter().map(|(step, _, days)| (step, Maker::Proxy(GUARDIAN), days));
        for step in proxys {
            both.take(&step);
            let answer = both.answer(&Query { actor: ACTOR, day: Day(both.day), ..query }).unwrap();
            let permits = matches!(answer.decision, Decision::Permit { .. });
            prop_assert!(!refused || !permits);
        }
    }

    #[test]
    fn a_bounded_ledger_decides_as_if_it_had_kept_everything(steps in history(), query in query()) {
        let mut both = Both::default();
        for step in &steps {
            both.take(step);
            prop_assert!(both.ledger.grants.len() <= MAX_GRANTS);
        }
        for day in 0..both.day + 25 {
            let query = Query { actor: ACTOR, day: Day(day), ..query };
            match both.answer(&query) {
                Ok(answer) => prop_assert_eq!(answer, decide(&both.all, &query, &[])),
                Err(from) => prop_assert!(Day(day) < from && from <= Day(both.day)),
            }
        }
    }

    #[test]
    fn a_full_ledger_takes_the_patients_no_to_everything(steps in history(), query in query()) {
        let mut both = Both::default();
        steps.iter().for_each(|step| { both.take(step); });
        let no = total_denial(Grantee::Account(ACTOR));
        prop_assert!(both.take(&(Step::Grant(no, None), Maker::Patient, 0)));
        let answer = both.answer(&Query { actor: ACTOR, day: Day(both.day), data: Period::ALWAYS, ..query });
        let newest = both.all.iter().filter(|grant| grant.id != both.last).all(|grant| grant.granted_at < both.now());
        prop_assert!(answer.as_ref().is_ok_and(|answer| answer.deciding.contains(&both.last)) || !newest);
        prop_assert_eq!(answer.map(|answer| answer.decision), Ok(Decision::Deny));
    }

    #[test]
    fn a_ledger_of_classes_names_no_more_of_them_than_one_question(
        all in vec((terms(), 0..3u32), 0..40),
    ) {
        let (mut ledger, mut day) = (Ledger::default(), 0);
        for (id, (terms, days)) in (1..).zip(all) {
            day += days;
            let grantee = Grantee::Credentialed { kind: Kind::ALL[id as usize % Kind::ALL.len()], jurisdiction: None };
            let now = Moment(u64::from(day) * 86_400_000);
            let Ok(made) = grant(id, Terms { grantee, ..terms }, &Speaker::PATIENT, now) else { continue };
            if let Ok(changed) = ledger.clone().add(made, None, &Speaker::PATIENT, Day(day)) {
                ledger = changed.ledger;
            }
            prop_assert!(credential_kinds_asked(&ledger.grants).len() <= MAX_CLASS_GRANTS);
        }
    }

    #[test]
    fn ending_a_grant_changes_no_answer_about_an_earlier_day(
        grants in grants(), query in query(), held in held(), which in any::<prop::sample::Index>(), later in 1..20u32,
    ) {
        if grants.is_empty() { return Ok(()) }
        let before = decide(&grants, &query, &held);
        let mut grants = grants;
        let place = which.index(grants.len());
        grants[place].ended.get_or_insert(End { on: query.day.plus(later), superseded_by: None });
        prop_assert_eq!(decide(&grants, &query, &held), before);
    }

    #[test]
    fn widening_a_request_never_turns_deny_into_permit(
        grants in grants(), query in query(), more in categories(), data in period(), held in held(),
    ) {
        let narrow = decide(&grants, &query, &held);
        let from = data.from.min(query.data.from);
        let until = data.until.zip(query.data.until).map(|(one, other)| one.max(other));
        let wide = Query { categories: query.categories.union(more), data: Period { from, until }, ..query };
        let wider = decide(&grants, &wide, &held);
        if narrow.decision == Decision::Deny {
            prop_assert_eq!(wider.decision, Decision::Deny);
        }
        let withheld = query.categories.difference(permitted(&narrow, &query));
        prop_assert!(permitted(&wider, &wide).intersection(withheld).is_empty());
    }

    #[test]
    fn decision_does_not_depend_on_the_order_of_grants(
        (grants, shuffled) in grants().prop_flat_map(|grants| (Just(grants.clone()), Just(grants).prop_shuffle())),
        query in query(),
        held in held(),
    ) {
        prop_assert_eq!(decide(&grants, &query, &held), decide(&shuffled, &query, &held));
    }

    #[test]
    fn equal_dated_grants_decide_alike_in_whatever_order_they_were_made(
        (grants, shuffled) in grants().prop_flat_map(|grants| (Just(grants.clone()), Just(grants).prop_shuffle())),
        query in query(),
        held in held(),
    ) {
        let at_once = |grants: Vec<Grant>| -> Vec<Grant> {
            grants.into_iter().map(|grant| Grant { granted_at: Moment(0), ..grant }).collect()
        };
        let numbered = |grants: Vec<Grant>| -> Vec<Grant> {
            (1..).zip(grants).map(|(id, grant)| Grant { id, ..grant }).collect()
        };
        let first = decide(&at_once(grants), &query, &held);
        let shuffled = at_once(shuffled);
        let other = decide(&numbered(shuffled.clone()), &query, &held);
        prop_assert_eq!(other.decision, first.decision);
        // The same grants decide, under whatever numbers they were stored.
        let mut deciding: Vec<GrantId> = other.deciding.iter().map(|id| shuffled[*id as usize - 1].id).collect();
        deciding.sort_unstable();
        prop_assert_eq!(deciding, first.deciding);
    }

    #[test]
    fn the_patients_own_no_prevails_over_everybody_who_acts_for_them(grants in grants(), query in query(), held in held()) {
        let mut grants = grants;
        for grant in &mut grants {
            grant.maker = Maker::Proxy(GUARDIAN);
        }
        let no = Grant {
            id: 99,
            terms: total_denial(Grantee::Account(query.actor)),
            maker: Maker::Patient,
            granted_at: Moment(0),
            ended: None,
        };
        grants.push(no);
        prop_assert_eq!(decide(&grants, &Query { data: Period::ALWAYS, ..query }, &held).decision, Decision::Deny);
    }

    #[test]
    fn sensitive_categories_must_be_named(grants in grants(), query in query(), held in held()) {
        let mut grants = grants;
        for grant in &mut grants {
            grant.terms.categories = CategorySet::ORDINARY;
        }
        let let_through = permitted(&decide(&grants, &query, &held), &query);
        prop_assert!(let_through.intersection(CategorySet::SENSITIVE).is_empty());
    }

    #[test]
    fn the_deciding_grants_and_the_patients_own_noes_give_the_same_answer(
        grants in grants(), query in query(), held in held(),
    ) {
        let answer = decide(&grants, &query, &held);
        let is_own_no =
            |grant: &Grant| grant.terms.effect == Effect::Deny && !matches!(grant.maker, Maker::Proxy(_));
        let mut some = grants;
        some.retain(|grant| answer.deciding.contains(&grant.id) || is_own_no(grant));
        prop_assert_eq!(decide(&some, &query, &held), answer);
    }

    #[test]
    fn grants_for_others_never_count(grants in grants(), query in query()) {
        let stranger = Query { actor: Account([99; 32]), ..query };
        prop_assert_eq!(decide(&grants, &stranger, &[]).decision, Decision::NoConsent);
    }

    #[test]
    fn every_class_that_could_matter_is_asked_for(grants in grants(), query in query(), held in held()) {
        let asked = credential_kinds_asked(&grants);
        let known: Vec<_> = held.iter().copied().filter(|class| asked.contains(class)).collect();
        prop_assert_eq!(decide(&grants, &query, &held), decide(&grants, &query, &known));
    }
}
