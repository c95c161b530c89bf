//! From Consents to the grants that are made for them, in an order in which nothing is permitted on the way that is not in the end.

use healink_domain::{
    consent::{Effect, Grantee, Maker, Terms},
    Day, Moment,
};

use super::{
    area::all_without, compile, denials, Area, Directive, Finding, Findings, Loaded, Origin, Problem,
    Standing,
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
    /// When it was decided, as far as that counts.
    decided: Moment,
    /// Whose word it is.
    maker: Maker,
    /// When in the plan it is made.
    phase: Phase,
}

/// When a grant is made: denials first, permissions that are exceptions to them later, last those denials that outweigh a permission
/// for somebody else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Phase {
    Denials,
    Permissions,
    LastDenials,
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
        drafts.extend(settled(
            active().flat_map(|(index, directive)| towards(index, directive, grantee)).collect(),
        ));
    }
    let mut drafts = needed(drafts);
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

/// What a Consent says towards a grantee: its permissions without what it denies of them, and its denials as a whole, since what is an
/// exception to them is made later.
fn towards(index: usize, directive: &Directive, grantee: Grantee) -> Vec<Draft> {
    let is_meant = |named: &Grantee| *named == grantee;
    let draft = |effect: Effect, area: Area| Draft {
        decided: directive.made.counts_for(effect),
        maker: if effect == Effect::Permit { directive.permits } else { directive.denies },
        phase: if effect == Effect::Permit { Phase::Permissions } else { Phase::Denials },
        planned: Planned {
            directive: index,
            terms: area.terms(grantee, effect, directive.receipt.unwrap_or_default()),
            provision: area.path,
        },
    };
    let permitted = compile(directive, is_meant).into_iter().filter(|(effect, _)| *effect == Effect::Permit);
    let all = permitted.map(|(effect, area)| draft(effect, area));
    all.chain(denials(directive, is_meant).into_iter().map(|area| draft(Effect::Deny, area))).collect()
}

/// Of what several Consents say towards one grantee: permissions without what other Consents' denials outweigh, and the denials.
fn settled(drafts: Vec<Draft>) -> Vec<Draft> {
    let (permits, denials): (Vec<Draft>, Vec<Draft>) = drafts.into_iter().partition(Draft::permits);
    let area = |draft: &Draft| Area::about(&draft.planned.terms);
    let exceptions = |denial: &Draft| -> Vec<Area> {
        let own = |permit: &&Draft| {
            permit.planned.directive == denial.planned.directive && permit.outweighs(denial)
        };
        permits.iter().filter(own).map(area).collect()
    };
    let mut all = Vec::new();
    for permit in &permits {
        let others = denials.iter().filter(|denial| denial.planned.directive != permit.planned.directive);
        let outweighing = others.filter(|denial| !permit.outweighs(denial));
        let denied: Vec<Area> = outweighing
            .flat_map(|denial| denial.without(&exceptions(denial)))
            .map(|rest| area(&rest))
            .collect();
        all.extend(permit.without(&denied));
    }
    all.extend(denials);
    all
}

/// Leaves out denials that say nothing more than another one for the same grantee, which nothing outweighs.
fn needed(drafts: Vec<Draft>) -> Vec<Draft> {
    let permits: Vec<Draft> = drafts.iter().filter(|draft| draft.permits()).cloned().collect();
    let stands = |denial: &Draft| {
        let area = Area::about(&denial.planned.terms);
        let meets = |permit: &&Draft| area.overlaps(&Area::about(&permit.planned.terms));
        permits.iter().filter(meets).all(|permit| !permit.outweighs(denial))
    };
    let mut kept: Vec<Draft> = Vec::new();
    for draft in drafts {
        if !kept.iter().any(|one| one.covers(&draft) && stands(one)) {
            kept.retain(|one| !(draft.covers(one) && stands(&draft)));
            kept.push(draft);
        }
    }
    kept
}

/// Puts the grants in order. For one grantee denials come first and permissions, which are exceptions to them, later: of two grants the
/// newer one wins. A grant for an account and one for a kind of credential can meet in a person. There too what must win is made
/// later, and a permission that must not win begins tomorrow, when what outweighs it is there, or when that is over.
fn order(drafts: &mut Vec<Draft>, loaded: &Loaded, today: Day, findings: &mut Findings) {
    let all = drafts.clone();
    let (mut last, mut first) = (Vec::new(), Vec::new());
    for draft in drafts.drain(..) {
        let meeting = || all.iter().filter(|other| may_meet(&draft.planned.terms, &other.planned.terms));
        if draft.permits() || meeting().all(|permit| permit.outweighs(&draft)) {
            first.push(draft);
            continue;
        }
        if meeting().any(|permit| permit.outweighs(&draft)) {
            let reason = "denies some of what other provisions permit, and is outweighed by others: grants cannot say both";
            findings.refused.push(at(loaded, &draft.planned, reason));
        }
        // Its own exceptions are made before it, so it must leave them alone.
        let own =
            |other: &&Draft| other.permits() && other.planned.terms.grantee == draft.planned.terms.grantee;
        let exceptions: Vec<Area> =
            all.iter().filter(own).map(|other| Area::about(&other.planned.terms)).collect();
        last.extend(Draft { phase: Phase::LastDenials, ..draft }.without(&exceptions));
    }
    for draft in first.iter_mut().filter(|draft| draft.permits()) {
        let begins = draft.planned.terms.validity.from;
        for denial in last.iter().map(|denial| &denial.planned.terms) {
            if may_meet(denial, &draft.planned.terms) {
                // One that is over is not made any more.
                let free = denial.validity.until.filter(|until| *until <= today).unwrap_or(today.plus(1));
                let validity = &mut draft.planned.terms.validity;
                validity.from = validity.from.max(free);
            }
        }
        if draft.planned.terms.validity.from > begins {
            let reason = "begins later, once the denial is there, or over, that outweighs it for some";
            findings.narrowed.push(at(loaded, &draft.planned, reason));
        }
    }
    drafts.extend(first.into_iter().chain(last).filter(|draft| !draft.planned.terms.validity.is_empty()));
    drafts.sort_by_key(|draft| (draft.phase, draft.decided));
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
    fn permits(&self) -> bool {
        self.planned.terms.effect == Effect::Permit
    }

    /// Does this permission win where it meets that denial? Within a Consent if it is an exception to it, else if it is newer; but what
    /// somebody permits for the patient never outweighs the patient's own no in another Consent.
    fn outweighs(&self, denial: &Self) -> bool {
        let is_proxys = matches!(self.maker, Maker::Proxy(_)) && !matches!(denial.maker, Maker::Proxy(_));
        match self.planned.directive == denial.planned.directive {
            true => is_within(&self.planned.provision, &denial.planned.provision),
            false => self.decided > denial.decided && !is_proxys,
        }
    }

    /// Does this denial say all that the other one says?
    fn covers(&self, other: &Self) -> bool {
        let terms = (&self.planned.terms, &other.planned.terms);
        let denials = !self.permits() && !other.permits() && terms.0.grantee == terms.1.grantee;
        denials && Area::about(terms.1).without(&Area::about(terms.0)).is_empty()
    }

    /// What is left of it without these areas.
    fn without(&self, areas: &[Area]) -> Vec<Self> {
        let Terms { grantee, effect, receipt, .. } = self.planned.terms;
        let rest = all_without(vec![Area::about(&self.planned.terms)], areas);
        let one =
            |area: Area| Planned { terms: area.terms(grantee, effect, receipt), ..self.planned.clone() };
        rest.into_iter().map(|area| Self { planned: one(area), ..self.clone() }).collect()
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
