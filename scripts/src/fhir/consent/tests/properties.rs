//! Grants read as they are written; areas, plans and decisions compared with what provisions say point by point.

use healink_domain::{
    consent::{decide, Decision, End, Grant, Maker, Terms},
    Digest, Moment,
};
use proptest::{collection::vec, option, prelude::*, sample::select};

use super::*;

const CATEGORIES: [Category; 3] = [Category::Results, Category::Notes, Category::Hiv];
const PURPOSES: [Purpose; 2] = [Purpose::Treatment, Purpose::Payment];
const LAST: u32 = 12;

fn doctors() -> Grantee {
    Grantee::Credentialed { kind: Kind::StateLicence, jurisdiction: None }
}

fn grantees() -> impl Strategy<Value = Grantee> {
    select(vec![Grantee::Account(alice()), Grantee::Account(bob()), doctors()])
}

fn period() -> impl Strategy<Value = Period> {
    (0..LAST, option::of(1..LAST))
        .prop_map(|(from, days)| Period { from: Day(from), until: days.map(|days| Day(from + days)) })
}

fn some<T: Copy + std::fmt::Debug, S: FromIterator<T> + std::fmt::Debug>(
    all: &'static [T],
) -> impl Strategy<Value = S> {
    vec(select(all), 1..4).prop_map(|some| some.into_iter().collect())
}

fn scope() -> impl Strategy<Value = Scope> {
    (
        option::of(vec(grantees(), 1..3)),
        option::of(some(&PURPOSES)),
        option::of(some(&CATEGORIES)),
        option::of(some(Action::ALL)),
        option::of(period()),
        option::of(period()),
    )
        .prop_map(|(actors, purposes, categories, actions, validity, data)| Scope {
            actors,
            purposes,
            categories,
            actions,
            validity,
            data,
        })
}

fn effect() -> impl Strategy<Value = Effect> {
    select(vec![Effect::Permit, Effect::Deny])
}

fn rule() -> impl Strategy<Value = Rule> {
    let leaf = (effect(), scope()).prop_map(|(effect, scope)| Rule {
        path: String::new(),
        effect,
        scope,
        exceptions: vec![],
    });
    let tree = leaf.prop_recursive(3, 8, 3, |inner| {
        (effect(), scope(), vec(inner, 0..3)).prop_map(|(effect, scope, exceptions)| Rule {
            path: String::new(),
            effect,
            scope,
            exceptions,
        })
    });
    tree.prop_map(|mut rule| {
        name(&mut rule, "provision".into());
        rule
    })
}

fn name(rule: &mut Rule, path: String) {
    for (index, exception) in rule.exceptions.iter_mut().enumerate() {
        name(exception, format!("{path}.provision[{index}]"));
    }
    rule.path = path;
}

fn directive(rule: Rule) -> Directive {
    Directive {
        origin: Origin { file: "f".into(), line: None, path: "Consent".into() },
        name: "Consent/c".into(),
        patient: "Patient/p".into(),
        made: Made { earliest: Moment(0), latest: Moment(0) },
        standing: Standing::Active,
        named: rule.named(),
        rule: Some(rule),
        permits: Maker::Patient,
        denies: Maker::Patient,
        receipt: None,
        grant: None,
        document: String::new(),
    }
}

/// One request: data of one day in one category.
#[derive(Clone, Copy, Debug)]
struct Point {
    who: Account,
    is_doctor: bool,
    purpose: Purpose,
    category: Category,
    action: Action,
    day: Day,
    data: Day,
}

fn point() -> impl Strategy<Value = Point> {
    (
        select(vec![alice(), bob(), Account([3; 32])]),
        any::<bool>(),
        select(&PURPOSES[..]),
        select(&CATEGORIES[..]),
        select(Action::ALL),
        0..2 * LAST,
        0..2 * LAST,
    )
        .prop_map(|(who, is_doctor, purpose, category, action, day, data)| Point {
            who,
            is_doctor,
            purpose,
            category,
            action,
            day: Day(day),
            data: Day(data),
        })
}

impl Point {
    fn is_meant(&self, named: &Grantee) -> bool {
        match named {
            Grantee::Account(account) => *account == self.who,
            Grantee::Credentialed { .. } => self.is_doctor,
        }
    }

    fn query(&self) -> Query {
        let Self { who: actor, purpose, category, action, day, data, .. } = *self;
        Query { actor, purpose, categories: category.set(), action, day, data: Period::day(data) }
    }

    fn lies_in(&self, area: &Area) -> bool {
        area.purposes.contains(self.purpose)
            && area.categories.contains(self.category)
            && area.actions.contains(self.action)
            && area.validity.contains(self.day)
            && area.data.contains(self.data)
    }
}

/// What the rules around a rule say at a point: whether the party is meant, and for each condition whether the point lies in it,
/// unless none of them states it.
#[derive(Clone, Copy)]
struct Around {
    meant: bool,
    states: [Option<bool>; 5],
}

const NOTHING: Around = Around { meant: true, states: [None; 5] };

/// What a rule says at a point, by going through its conditions and those of its exceptions.
fn says(rule: &Rule, point: &Point, around: Around) -> Option<Effect> {
    let Scope { actors, purposes, categories, actions, validity, data } = &rule.scope;
    let meant =
        actors.as_ref().map_or(around.meant, |actors| actors.iter().any(|actor| point.is_meant(actor)));
    let own = [
        purposes.map(|set| set.contains(point.purpose)),
        categories.map(|set| set.contains(point.category)),
        actions.map(|set| set.contains(point.action)),
        validity.map(|period| period.contains(point.day)),
        data.map(|period| period.contains(point.data)),
    ];
    let mut states = around.states;
    for (state, own) in states.iter_mut().zip(own) {
        *state = match (rule.effect, own, *state) {
            (Effect::Permit, Some(own), Some(around)) => Some(own && around),
            (_, own, around) => own.or(around),
        };
    }
    let inner =
        rule.exceptions.iter().filter_map(|exception| says(exception, point, Around { meant, states }));
    let inner: Vec<Effect> = inner.collect();
    let unnamed = rule.effect == Effect::Permit
        && (states[1].is_none() && !CategorySet::ORDINARY.contains(point.category)
            || states[2].is_none() && point.action != Action::Read);
    match (inner.contains(&Effect::Deny), inner.contains(&Effect::Permit)) {
        (true, _) => Some(Effect::Deny),
        (false, true) if meant => Some(Effect::Permit),
        _ if meant && !unnamed && states.iter().all(|state| *state != Some(false)) => Some(rule.effect),
        _ => None,
    }
}

fn terms() -> impl Strategy<Value = Terms> {
    let places =
        option::of(select(vec![Jurisdiction::parse("US").unwrap(), Jurisdiction::parse("US-CA").unwrap()]));
    let classes = (select(Kind::ALL), places)
        .prop_map(|(kind, jurisdiction)| Grantee::Credentialed { kind, jurisdiction });
    let grantee = prop_oneof![any::<[u8; 32]>().prop_map(|bytes| Grantee::Account(Account(bytes))), classes];
    let days = || {
        let some = (0..60_000u32, option::of(1..60_000u32));
        let some = some
            .prop_map(|(from, days)| Period { from: Day(from), until: days.map(|days| Day(from + days)) });
        prop_oneof![1 => Just(Period::ALWAYS), 3 => some]
    };
    (
        grantee,
        effect(),
        some(Purpose::ALL),
        some(Category::ALL),
        some(Action::ALL),
        days(),
        days(),
        any::<[u8; 32]>(),
    )
        .prop_map(|(grantee, effect, purposes, categories, actions, validity, data, receipt)| Terms {
            grantee,
            effect,
            purposes,
            categories,
            actions,
            validity,
            data,
            receipt: Digest(receipt),
        })
}

fn grant() -> impl Strategy<Value = Grant> {
    let maker = prop_oneof![
        2 => Just(Maker::Patient),
        1 => Just(Maker::Proxy(bob())),
        1 => Just(Maker::Court(bob())),
    ];
    let ended = (0..60_000u32, option::of(1..99u32))
        .prop_map(|(on, superseded_by)| End { on: Day(on), superseded_by });
    (1..1000u32, terms(), maker, 0..4_000_000_000_000u64, option::of(ended))
        .prop_map(|(id, terms, maker, at, ended)| Grant { id, terms, maker, granted_at: Moment(at), ended })
}

/// The grants that a Consent which is an export of some says.
fn grants(directive: &Directive) -> Vec<Grant> {
    let grantee = directive.named[0];
    let one = |(effect, area): (Effect, Area)| Grant {
        id: directive.grant.unwrap(),
        terms: area.terms(grantee, effect, directive.receipt.unwrap_or_default()),
        maker: directive.permits,
        granted_at: directive.made.counts_for(effect),
        ended: match directive.standing {
            Standing::Ended(end) => Some(end),
            _ => None,
        },
    };
    compile(directive, |named| *named == grantee).into_iter().map(one).collect()
}

/// 1,000 cases each; `PROPTEST_CASES` sets another number.
fn config() -> ProptestConfig {
    match std::env::var_os("PROPTEST_CASES") {
        Some(_) => ProptestConfig::default(),
        None => ProptestConfig::with_cases(1_000),
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn import_of_an_export_gives_the_same_grant(grant in grant(), prefix in 0u16..60) {
        let place = Place { contract: Some("polkadot:0:5x".into()), prefix };
        let loaded = try_read(&[resource(&alice(), &grant, &place).unwrap()], &Options::default()).unwrap();
        prop_assert_eq!(&loaded.findings, &Findings::default());
        prop_assert_eq!(grants(&loaded.directives[0]), vec![grant.clone()]);
        // And as terms for the chain, if it is in force.
        let planning = Planning { today: Day(0), permitted: vec![], everyone: vec![] };
        let (planned, findings) = plan(&loaded, &planning);
        prop_assert_eq!(findings, Findings::default());
        let expected = if grant.ended.is_none() { vec![grant.terms] } else { vec![] };
        prop_assert_eq!(planned.into_iter().map(|one| one.terms).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn areas_and_decisions_say_what_the_provisions_say_at_every_point(rule in rule(), points in vec(point(), 20)) {
        let directive = directive(rule.clone());
        let loaded = Loaded { directives: vec![directive.clone()], ..Loaded::default() };
        for point in points {
            let areas = compile(&directive, |named| point.is_meant(named));
            let here: Vec<Effect> = areas.iter().filter(|(_, area)| point.lies_in(area)).map(|(effect, _)| *effect).collect();
            prop_assert!(!(here.contains(&Effect::Permit) && here.contains(&Effect::Deny)), "{areas:?}");
            let said = says(&rule, &point, NOTHING);
            prop_assert_eq!(here.first().copied(), said, "{:?}", point);
            let held = if point.is_doctor { vec![(Kind::StateLicence, None)] } else { vec![] };
            let decided = evaluate(&loaded, &Asked { query: point.query(), holds: held }).decision;
            let expected = match said {
                Some(Effect::Permit) => "permit",
                Some(Effect::Deny) => "deny",
                None => "no-consent",
            };
            prop_assert_eq!(decided, expected);
        }
    }

    #[test]
    fn a_plan_permits_what_the_consents_permit_and_at_no_step_more(
        rules in vec((rule(), 0..4u64, any::<bool>()), 1..3), points in vec(point(), 20), everyone in any::<bool>(),
    ) {
        let consent = |(rule, at, own): (Rule, u64, bool)| Directive {
            made: Made { earliest: Moment(at), latest: Moment(at) },
            permits: if own { Maker::Patient } else { Maker::Proxy(bob()) },
            ..directive(rule)
        };
        let mut directives: Vec<Directive> = rules.into_iter().map(consent).collect();
        directives.sort_by_key(|one| one.made.earliest);
        let loaded = Loaded { directives, ..Loaded::default() };
        let everyone = if everyone { vec![doctors()] } else { vec![] };
        let today = Day(2);
        let (planned, findings) = plan(&loaded, &Planning { today, permitted: vec![], everyone });
        if !findings.refused.is_empty() { return Ok(()) }
        let is_fine = |made: &[Grant], point: &Point| {
            let held = if point.is_doctor { vec![(Kind::StateLicence, None)] } else { vec![] };
            let permitted = matches!(decide(made, &point.query(), &held).decision, Decision::Permit { .. });
            let asked = Asked { query: point.query(), holds: held };
            !permitted || evaluate(&loaded, &asked).decision == "permit"
        };
        let mut made = Vec::new();
        for (id, one) in (1..).zip(planned) {
            made.push(Grant { id, terms: one.terms, maker: Maker::Patient, granted_at: Moment(id.into()), ended: None });
            for point in &points {
                let now = Point { day: today, ..*point };
                prop_assert!(is_fine(&made, &now), "after {} grants: {:?}", id, now);
            }
        }
        for point in &points {
            prop_assert!(is_fine(&made, point), "in the end: {:?}", point);
            // And nothing less, where nothing is told: towards an account by which nothing is known but itself.
            let is_named = loaded.directives.iter().any(|one| one.named.contains(&Grantee::Account(point.who)));
            if is_named && !point.is_doctor && findings.narrowed.is_empty() && point.day >= today {
                let asked = Asked { query: point.query(), holds: vec![] };
                let permitted = matches!(decide(&made, &point.query(), &[]).decision, Decision::Permit { .. });
                prop_assert_eq!(permitted, evaluate(&loaded, &asked).decision == "permit", "{:?}", point);
            }
        }
    }
}
