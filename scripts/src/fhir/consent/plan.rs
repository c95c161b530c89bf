//! From Consents to the grants that are made for them, in an order in which nothing is permitted on the way that is not in the end.

use healink_domain::{
    consent::{Effect, Grantee, Terms},
    Day, Digest,
};

use super::{compile, Area, Directive, Finding, Findings, Loaded, Problem, Standing};

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

/// The grants for these Consents, in the order in which they are to be made, and what of them cannot be expressed.
pub fn plan(loaded: &Loaded, planning: &Planning) -> (Vec<Planned>, Findings) {
    let mut findings = Findings::default();
    let mut grants = Vec::new();
    for (index, directive) in loaded.directives.iter().enumerate() {
        if directive.standing != Standing::Active {
            continue;
        }
        let mut all = grants_of(index, directive, planning, &mut findings);
        order(&mut all, directive, planning.today, &mut findings);
        // An older Consent's permission can be a newer one's grantee's.
        grants.extend(all.into_iter().map(|(_, planned)| planned));
    }
    (grants, findings)
}

/// What a Consent comes to, grantee by grantee, with when in it each is made.
fn grants_of(
    index: usize,
    directive: &Directive,
    planning: &Planning,
    findings: &mut Findings,
) -> Vec<(u8, Planned)> {
    let at = |path: &str, reason: &str| Problem::new(path, reason).at(&directive.origin);
    let for_all = compile(directive, |_| false);
    for (effect, area) in &for_all {
        match effect {
            Effect::Permit if planning.everyone.is_empty() => findings.narrowed.push(at(
                &area.path,
                "permits everybody, and a grant is for an account or a kind of credential: only those named have grants; \
                 say who is meant with --everyone-is",
            )),
            Effect::Permit => {}
            Effect::Deny => findings.remarks.push(at(
                &area.path,
                "denies everybody: denials are made for those named and those who have grants; nobody else is permitted anything",
            )),
        }
    }
    let mut grantees = directive.named.clone();
    grantees.extend(&planning.everyone);
    if for_all.iter().any(|(effect, _)| *effect == Effect::Deny) {
        grantees.extend(&planning.permitted);
    }
    grantees.sort_unstable();
    grantees.dedup();
    let mut all = Vec::new();
    for grantee in grantees {
        for (effect, area) in compile(directive, |named| *named == grantee) {
            if area.validity.ended_by(planning.today) {
                findings.remarks.push(at(&area.path, "is over: there is nothing to grant"));
                continue;
            }
            let terms = area.terms(grantee, effect, directive.receipt.unwrap_or_default());
            all.push((PERMISSIONS, Planned { directive: index, provision: area.path, terms }));
        }
    }
    findings.dedup();
    all
}

/// When in a Consent a grant is made: denials that something is an exception to, permissions, all other denials.
const BROAD_DENIALS: u8 = 0;
const PERMISSIONS: u8 = 1;
const DENIALS: u8 = 2;

/// Puts the grants of one Consent in order. Grants for one grantee have nothing in common, so their order does not matter. One for an
/// account and one for a kind of credential can meet in a person: there the newer one wins, so what must win is made later, and a
/// permission that must not win begins tomorrow, when what outweighs it is there.
fn order(all: &mut [(u8, Planned)], directive: &Directive, today: Day, findings: &mut Findings) {
    let tomorrow = today.plus(1);
    let mut changes = Vec::new();
    for (place, (_, denial)) in
        all.iter().enumerate().filter(|(_, (_, one))| one.terms.effect == Effect::Deny)
    {
        let meets = |(_, other): &&(u8, Planned)| {
            other.terms.effect == Effect::Permit && may_meet(&denial.terms, &other.terms)
        };
        let outweighed =
            all.iter().filter(meets).any(|(_, permit)| !is_within(&permit.provision, &denial.provision));
        let excepted =
            all.iter().filter(meets).any(|(_, permit)| is_within(&permit.provision, &denial.provision));
        if outweighed && excepted {
            let reason = "denies a kind of provider what other provisions permit, with exceptions: grants cannot say both";
            findings.refused.push(Problem::new(denial.provision.clone(), reason).at(&directive.origin));
        }
        changes.push((place, if excepted { BROAD_DENIALS } else { DENIALS }));
    }
    for (place, phase) in changes {
        if let Some((when, _)) = all.get_mut(place) {
            *when = phase;
        }
    }
    let denials: Vec<Planned> =
        all.iter().filter(|(when, _)| *when == DENIALS).map(|(_, planned)| planned.clone()).collect();
    for (_, permit) in all.iter_mut().filter(|(when, _)| *when == PERMISSIONS) {
        let outweighed = denials.iter().any(|denial| may_meet(&denial.terms, &permit.terms));
        if outweighed && permit.terms.validity.from < tomorrow {
            permit.terms.validity.from = tomorrow;
            let reason = "begins tomorrow, so that the denial which outweighs it for some is there first";
            findings.narrowed.push(Problem::new(permit.provision.clone(), reason).at(&directive.origin));
        }
    }
    findings.dedup();
    all.sort_by_key(|(when, _)| *when);
}

/// Can a denial and a permission for different grantees meet in one person and one request?
fn may_meet(denial: &Terms, permit: &Terms) -> bool {
    let area = |terms: &Terms| Area {
        path: String::new(),
        purposes: terms.purposes,
        categories: terms.categories,
        actions: terms.actions,
        validity: terms.validity,
        data: terms.data,
    };
    let accounts = matches!((denial.grantee, permit.grantee), (Grantee::Account(_), Grantee::Account(_)));
    denial.grantee != permit.grantee && !accounts && area(denial).overlaps(&area(permit))
}

/// Is a provision an exception to another, at any depth?
fn is_within(inner: &str, outer: &str) -> bool {
    outer == super::read::BASE || inner.strip_prefix(outer).is_some_and(|rest| rest.starts_with('.'))
}

impl Planned {
    /// The same with the hash of a receipt.
    #[must_use]
    pub fn with_receipt(mut self, receipt: Digest) -> Self {
        self.terms.receipt = receipt;
        self
    }
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
