//! From Consents to the grants that are made for them, in an order in which nothing is permitted on the way that is not in the end.

use healink_domain::{
    consent::{Effect, Grantee, Maker, Terms},
    Day, Moment,
};

use super::{
    area::all_without, compile, Area, Directive, Finding, Findings, Loaded, Origin, Problem, Standing,
};

/// What there is to know for a plan.
#[derive(Clone, Debug)]
pub struct Planning {
    /// The day on which the grants are made.
    pub today: Day,
    /// Grantees to whom the patient's present grants permit something.
    pub permitted: Vec<Grantee>,
    /// Who stands for everybody.
    pub everyone: Vec<Grantee>,
}

/// A grant to make.
#[derive(Clone, Debug)]
pub struct Planned {
    /// The Consent it is made for: its place in [`Loaded::directives`].
    pub directive: usize,
    /// Path of the provision.
    pub provision: String,
    /// Its terms. The receipt is that of the Consent, if it names one.
    pub terms: Terms,
}

/// A grant on its way into the plan.
#[derive(Clone, Debug)]
struct Draft {
    planned: Planned,
    /// Its age among those of all Consents, for which the later one wins.
    age: Age,
    /// When in the plan it is made.
    phase: Phase,
}

/// Whether it is a permission that somebody gave for the patient, which outweighs nothing; when it was made; what it does.
type Age = (bool, Moment, Effect);

/// When a grant is made: denials that something is an exception to, permissions, all other denials.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Phase {
    BroadDenials,
    Permissions,
    Denials,
}

/// The grants for these Consents, in the order in which they are to be made, and what of them cannot be expressed.
pub fn plan(loaded: &Loaded, planning: &Planning) -> (Vec<Planned>, Findings) {
    let mut findings = Findings::default();
    let active = || loaded.directives.iter().enumerate().filter(|(_, one)| one.standing == Standing::Active);
    let mut grantees = planning.everyone.clone();
    for (_, directive) in active() {
        grantees.extend(&directive.named);
        if for_everybody(directive, planning, &mut findings) {
            grantees.extend(&planning.permitted);
        }
    }
    grantees.sort_unstable();
    grantees.dedup();
    let mut drafts = Vec::new();
    for grantee in grantees {
        let all = active().flat_map(|(index, directive)| towards(index, directive, grantee));
        drafts.extend(newest_first(all.collect()));
    }
    order(&mut drafts, loaded, planning.today, &mut findings);
    drafts.retain(|draft| {
        let over = draft.planned.terms.validity.ended_by(planning.today);
        if over {
            findings.remarks.push(at(loaded, &draft.planned, "is over: there is nothing to grant"));
        }
        !over
    });
    findings.dedup();
    (drafts.into_iter().map(|draft| draft.planned).collect(), findings)
}

/// Tells what a Consent says about everybody, which no grant can; returns whether it denies them anything.
fn for_everybody(directive: &Directive, planning: &Planning, findings: &mut Findings) -> bool {
    let at = |path: &str, reason: &str| Problem::new(path, reason).at(&directive.origin);
    let mut denies = false;
    for (effect, area) in compile(directive, |_| false) {
        match effect {
            Effect::Permit if planning.everyone.is_empty() => findings.narrowed.push(at(
                &area.path,
                "permits everybody, and a grant is for an account or a kind of credential: only those named have grants; \
                 say who is meant with --everyone-is",
            )),
            Effect::Permit => {}
            Effect::Deny => {
                denies = true;
                findings.remarks.push(at(
                    &area.path,
                    "denies everybody: denials are made for those named and those who have grants; nobody else is permitted anything",
                ));
            }
        }
    }
    denies
}

/// What a Consent says towards a grantee.
fn towards(index: usize, directive: &Directive, grantee: Grantee) -> Vec<Draft> {
    let draft = |(effect, area): (Effect, Area)| Draft {
        age: (
            effect == Effect::Deny || directive.permits == Maker::Patient,
            directive.made.counts_for(effect),
            effect,
        ),
        planned: Planned {
            directive: index,
            terms: area.terms(grantee, effect, directive.receipt.unwrap_or_default()),
            provision: area.path,
        },
        phase: Phase::Permissions,
    };
    compile(directive, |named| *named == grantee).into_iter().map(draft).collect()
}

/// Takes from each what newer ones cover, so that none depends on the order in which they are made.
fn newest_first(mut drafts: Vec<Draft>) -> Vec<Draft> {
    drafts.sort_by_key(|draft| std::cmp::Reverse(draft.age));
    let (mut covered, mut left) = (Vec::new(), Vec::new());
    for draft in drafts {
        let area = Area::about(&draft.planned.terms);
        for rest in all_without(vec![area.clone()], &covered) {
            let Terms { grantee, effect, receipt, .. } = draft.planned.terms;
            let planned = Planned { terms: rest.terms(grantee, effect, receipt), ..draft.planned.clone() };
            left.push(Draft { planned, ..draft.clone() });
        }
        covered.push(area);
    }
    left
}

/// Puts the grants in order. Those for one grantee have nothing in common, so their order does not matter. One for an account and one
/// for a kind of credential can meet in a person: there the newer one wins, so what must win is made later, and a permission that must
/// not win begins tomorrow, when what outweighs it is there, or when that is over.
fn order(drafts: &mut Vec<Draft>, loaded: &Loaded, today: Day, findings: &mut Findings) {
    let all = drafts.clone();
    for draft in drafts.iter_mut().filter(|draft| draft.planned.terms.effect == Effect::Deny) {
        let meeting = || all.iter().filter(|other| may_meet(&draft.planned.terms, &other.planned.terms));
        let excepted = meeting().any(|permit| permit.outweighs(draft));
        if excepted && meeting().any(|permit| !permit.outweighs(draft)) {
            let reason = "denies some of what other provisions permit, and is outweighed by others: grants cannot say both";
            findings.refused.push(at(loaded, &draft.planned, reason));
        }
        draft.phase = if excepted { Phase::BroadDenials } else { Phase::Denials };
    }
    let is_last = |draft: &&Draft| draft.phase == Phase::Denials;
    let denials: Vec<Terms> =
        drafts.iter().filter(is_last).map(|draft| draft.planned.terms.clone()).collect();
    for draft in drafts.iter_mut().filter(|draft| draft.phase == Phase::Permissions) {
        let first = draft.planned.terms.validity.from;
        for denial in &denials {
            if may_meet(denial, &draft.planned.terms) {
                // One that is over is not made any more.
                let begins = denial.validity.until.filter(|until| *until <= today).unwrap_or(today.plus(1));
                let validity = &mut draft.planned.terms.validity;
                validity.from = validity.from.max(begins);
            }
        }
        if draft.planned.terms.validity.from > first {
            let reason = "begins later, once the denial is there, or over, that outweighs it for some";
            findings.narrowed.push(at(loaded, &draft.planned, reason));
        }
    }
    drafts.retain(|draft| !draft.planned.terms.validity.is_empty());
    drafts.sort_by_key(|draft| (draft.phase, draft.age));
}

fn at(loaded: &Loaded, planned: &Planned, reason: &str) -> Finding {
    let problem = Problem::new(planned.provision.clone(), reason);
    match loaded.directives.get(planned.directive) {
        Some(directive) => problem.at(&directive.origin),
        None => Finding {
            origin: Origin { file: Default::default(), line: None, path: problem.path },
            reason: problem.reason,
        },
    }
}

impl Draft {
    /// Does this permission win where it meets that denial for another grantee?
    fn outweighs(&self, denial: &Self) -> bool {
        match self.planned.directive == denial.planned.directive {
            true => is_within(&self.planned.provision, &denial.planned.provision),
            false => self.age > denial.age,
        }
    }
}

/// Can a denial and a permission for different grantees meet in one person and one request?
fn may_meet(denial: &Terms, permit: &Terms) -> bool {
    let accounts = matches!((denial.grantee, permit.grantee), (Grantee::Account(_), Grantee::Account(_)));
    let others = denial.grantee != permit.grantee && !accounts && permit.effect == Effect::Permit;
    others && Area::about(denial).overlaps(&Area::about(permit))
}

/// Is a provision an exception to another, at any depth?
fn is_within(inner: &str, outer: &str) -> bool {
    outer == super::read::BASE || inner.strip_prefix(outer).is_some_and(|rest| rest.starts_with('.'))
}

impl Findings {
    /// Everything of both.
    pub fn extend(&mut self, more: Self) {
        self.narrowed.extend(more.narrowed);
        self.refused.extend(more.refused);
        self.remarks.extend(more.remarks);
    }

    /// Tells each thing once.
    fn dedup(&mut self) {
        let once = |list: &mut Vec<Finding>| {
            let mut seen: Vec<Finding> = Vec::new();
            list.retain(|finding| {
                let new = !seen.contains(finding);
                if new {
                    seen.push(finding.clone());
                }
                new
            });
        };
        once(&mut self.narrowed);
        once(&mut self.refused);
        once(&mut self.remarks);
    }
}
