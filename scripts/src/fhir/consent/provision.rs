//! The provisions of a Consent: a rule, its conditions, the exceptions to it.

use healink_domain::{
    consent::{ActionSet, CategorySet, Effect, Grantee, PurposeSet},
    Day, Period,
};
use serde_json::Value;

use super::{
    actors::Actors,
    codes::{self, Classes, CONFIDENTIALITY, PARTICIPATION, RECIPIENTS},
    node::{coding, concept, Coding, Node},
    resources::Resources,
    span, Made, Problem, Problems,
};

/// How deep provisions may nest.
const MAX_DEPTH: usize = 8;

/// Elements of a provision.
const ELEMENTS: [&str; 12] = [
    "type",
    "period",
    "actor",
    "action",
    "securityLabel",
    "purpose",
    "class",
    "code",
    "dataPeriod",
    "data",
    "provision",
    "extension",
];

/// A rule: what it does, where it holds, and the exceptions to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Path of the provision in its Consent.
    pub path: String,
    /// What it does.
    pub effect: Effect,
    /// Where it holds.
    pub scope: Scope,
    /// Where it does not: there these rules hold.
    pub exceptions: Vec<Rule>,
}

/// Conditions of a rule; `None` where it states none, so that those of the rule around it hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scope {
    /// Towards whom.
    pub actors: Option<Vec<Grantee>>,
    /// For which purposes.
    pub purposes: Option<PurposeSet>,
    /// On which data.
    pub categories: Option<CategorySet>,
    /// For which actions.
    pub actions: Option<ActionSet>,
    /// On which days.
    pub validity: Option<Period>,
    /// On data from which days.
    pub data: Option<Period>,
}

/// What reading a provision takes.
pub(super) struct Reader<'a> {
    /// The Consent.
    pub consent: &'a Value,
    pub resources: &'a Resources,
    pub actors: &'a Actors,
    /// When it was made.
    pub made: Made,
    /// Does each code mean only itself?
    pub exact: bool,
}

impl Reader<'_> {
    /// An exception to a rule; `None` for a permission that cannot be expressed, which is then not given.
    pub fn exception(
        &self,
        node: &Node<'_>,
        problems: &mut Problems,
        depth: usize,
    ) -> Result<Option<Rule>, Problem> {
        if depth > MAX_DEPTH {
            return Err(node.problem(format!("provisions nest deeper than {MAX_DEPTH} levels")));
        }
        match effect(node)? {
            Some(effect) => self.rule(node, effect, problems, depth),
            None => Err(node.problem("has no type: is it a permission or a denial?")),
        }
    }

    /// A rule of a known effect.
    pub fn rule(
        &self,
        node: &Node<'_>,
        effect: Effect,
        problems: &mut Problems,
        depth: usize,
    ) -> Result<Option<Rule>, Problem> {
        node.only(&ELEMENTS)?;
        let mut exceptions = Vec::new();
        for nested in node.list("provision")? {
            exceptions.extend(self.exception(&nested, problems, depth.saturating_add(1))?);
        }
        let before = problems.narrowed.len();
        let Some(scope) = self.scope(node, effect, problems)? else {
            let lost = problems.narrowed.iter().skip(before).map(|problem| problem.reason.as_str());
            let lost = lost.collect::<Vec<_>>().join("; ");
            return match effect == Effect::Permit && exceptions.iter().any(Rule::denies) {
                true => Err(node.problem(format!(
                    "denies something within a permission that cannot be expressed: {lost}"
                ))),
                false => Ok(None),
            };
        };
        Ok(Some(Rule { path: node.path.clone(), effect, scope, exceptions }))
    }

    /// The conditions of a rule; `None` when one of a permission cannot be expressed.
    pub fn scope(
        &self,
        node: &Node<'_>,
        effect: Effect,
        problems: &mut Problems,
    ) -> Result<Option<Scope>, Problem> {
        let before = problems.refused.len();
        let mut whole = true;
        for (name, what) in [
            ("data", "single records cannot be told apart"),
            ("code", "single codes cannot be told apart, only categories"),
        ] {
            for one in node.list(name)? {
                problems.inexpressible(effect, one.problem(what));
                whole = false;
            }
        }
        let mut period = |name: &str, from: Day| {
            node.get(name).map(|period| span::period(&period, effect, from, problems)).transpose()
        };
        let (validity, data) = (period("period", self.made.begins(effect))?, period("dataPeriod", Day(0))?);
        let actors = self.actors(node, effect, problems)?;
        let purposes = coded(node, "purpose", effect, problems, |one| {
            let coding = coding(one)?;
            codes::purposes(coding, effect, self.exact).ok_or_else(|| unknown(one, coding, "purpose of use"))
        })?;
        let actions = coded(node, "action", effect, problems, |one| {
            let all = concept(one)?;
            all.iter()
                .find_map(|coding| codes::actions(*coding))
                .ok_or_else(|| one.problem("only access (reading) and disclose (sharing) can be expressed"))
        })?;
        let categories = categories(node, effect, problems)?;
        let empty = [
            actors.as_ref().is_some_and(Vec::is_empty),
            purposes.as_ref().is_some_and(Vec::is_empty),
            actions.as_ref().is_some_and(Vec::is_empty),
            categories.is_some_and(CategorySet::is_empty),
        ];
        if !whole || empty.contains(&true) || problems.refused.len() > before {
            return Ok(None);
        }
        Ok(Some(Scope {
            actors,
            purposes: purposes.map(|sets| sets.into_iter().fold(PurposeSet::EMPTY, PurposeSet::union)),
            categories,
            actions: actions.map(|sets| sets.into_iter().fold(ActionSet::EMPTY, ActionSet::union)),
            validity,
            data,
        }))
    }

    fn actors(
        &self,
        node: &Node<'_>,
        effect: Effect,
        problems: &mut Problems,
    ) -> Result<Option<Vec<Grantee>>, Problem> {
        let mut actors = Vec::new();
        let stated = node.list("actor")?;
        for actor in &stated {
            match self.actor(actor) {
                Ok(grantee) if actors.contains(&grantee) => {}
                Ok(grantee) => actors.push(grantee),
                Err(problem) => problems.inexpressible(effect, problem),
            }
        }
        Ok((!stated.is_empty()).then_some(actors))
    }

    fn actor(&self, actor: &Node<'_>) -> Result<Grantee, Problem> {
        actor.only(&["role", "reference"])?;
        let role = actor.get("role").ok_or_else(|| actor.problem("has no role"))?;
        let receives = |coding: &Coding<'_>| {
            let system = coding
                .system
                .is_none_or(|system| system == PARTICIPATION || system.ends_with("/v3-RoleCode"));
            system && RECIPIENTS.contains(&coding.code)
        };
        let codings = concept(&role)?;
        if !codings.iter().any(receives) {
            let named = codings.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
            let known = RECIPIENTS.join(", ");
            return Err(role.problem(format!(
                "{named} is not one who receives data ({known}), and others cannot be told apart"
            )));
        }
        let reference = actor.get("reference").ok_or_else(|| actor.problem("names nobody"))?;
        self.actors.resolve(&reference, self.consent, self.resources)
    }
}

impl Rule {
    /// Does it or an exception to it deny anything?
    pub fn denies(&self) -> bool {
        self.effect == Effect::Deny || self.exceptions.iter().any(Self::denies)
    }

    /// Everybody named in it.
    pub fn named(&self) -> Vec<Grantee> {
        let mut all: Vec<Grantee> = self.scope.actors.iter().flatten().copied().collect();
        all.extend(self.exceptions.iter().flat_map(Self::named));
        all.sort_unstable();
        all.dedup();
        all
    }
}

impl Scope {
    /// Does it state no condition but a period?
    pub fn is_plain(&self) -> bool {
        Self { validity: None, ..self.clone() } == Self::default()
    }
}

/// The type of a provision, if it states one.
pub(super) fn effect(node: &Node<'_>) -> Result<Option<Effect>, Problem> {
    match node.text("type")? {
        None => Ok(None),
        Some("permit") => Ok(Some(Effect::Permit)),
        Some("deny") => Ok(Some(Effect::Deny)),
        Some(other) => {
            Err(Problem::new(format!("{}.type", node.path), format!("`{other}` is neither permit nor deny")))
        }
    }
}

fn unknown(node: &Node<'_>, coding: Coding<'_>, what: &str) -> Problem {
    node.problem(format!("{coding} is no {what} that can be expressed"))
}

/// What the codes of a list stand for; codes that stand for nothing are told. `None` when there is no list.
fn coded<T>(
    node: &Node<'_>,
    name: &str,
    effect: Effect,
    problems: &mut Problems,
    read: impl Fn(&Node<'_>) -> Result<T, Problem>,
) -> Result<Option<Vec<T>>, Problem> {
    let stated = node.list(name)?;
    let mut found = Vec::new();
    for one in &stated {
        match read(one) {
            Ok(value) => found.push(value),
            Err(problem) => problems.inexpressible(effect, problem),
        }
    }
    Ok((!stated.is_empty()).then_some(found))
}

/// The data that classes and security labels name together; `None` when there are neither.
fn categories(
    node: &Node<'_>,
    effect: Effect,
    problems: &mut Problems,
) -> Result<Option<CategorySet>, Problem> {
    let classes = named(node, "class", effect, problems)?;
    let labels = named(node, "securityLabel", effect, problems)?;
    match (classes, labels) {
        (Some(_), Some(labels)) => {
            let both = "data of a class that also carry a label cannot be told from others with the label";
            match effect {
                Effect::Permit => {
                    problems.narrowed.push(node.problem(both));
                    Ok(Some(CategorySet::EMPTY))
                }
                Effect::Deny => {
                    problems.narrowed.push(node.problem(format!("{both}: all of them are denied")));
                    Ok(Some(labels))
                }
            }
        }
        (classes, labels) => Ok(classes.or(labels)),
    }
}

fn named(
    node: &Node<'_>,
    name: &str,
    effect: Effect,
    problems: &mut Problems,
) -> Result<Option<CategorySet>, Problem> {
    let stated = node.list(name)?;
    let codings = stated.iter().map(coding).collect::<Result<Vec<_>, _>>()?;
    // "Very restricted" or lower is everything.
    let is_everything = |coding: &Coding<'_>| coding.system == Some(CONFIDENTIALITY) && coding.code == "V";
    if codings.is_empty() || codings.iter().any(is_everything) {
        return Ok(None);
    }
    let Classes { categories, lost, rounded_up } = codes::classes(&codings, effect);
    for coding in lost {
        let reason = match effect {
            Effect::Permit => format!("{coding} is no whole category of data, so it is not permitted"),
            Effect::Deny => format!("{coding} is no category of data"),
        };
        problems.inexpressible(effect, Problem::new(format!("{}.{name}", node.path), reason));
    }
    for coding in rounded_up {
        let reason = format!("{coding} is a part of a category, which is denied as a whole");
        problems.narrowed.push(Problem::new(format!("{}.{name}", node.path), reason));
    }
    Ok(Some(categories))
}
