//! A Consent as a whole: who, when, whether it counts, the base rule.

use healink_domain::{
    consent::{Effect, End, Grantee, Maker},
    Digest,
};
use serde_json::Value;

use super::{
    super::canonical,
    actors::Actors,
    codes::{ACT_CODE, CONSENT_SCOPE, COURT_ORDER, PROFILE, RECEIPT, SUPERSEDED_BY, WITHDRAWN_ON},
    node::{concept, Coding, Node},
    provision::{effect, Reader, Rule, Scope},
    resources::{Held, Resources},
    span, Directive, Made, Options, Problem, Problems, Root, Standing,
};
use crate::text;

/// Elements of a Consent.
const ELEMENTS: [&str; 20] = [
    "resourceType",
    "meta",
    "implicitRules",
    "language",
    "text",
    "contained",
    "identifier",
    "status",
    "scope",
    "category",
    "patient",
    "dateTime",
    "performer",
    "organization",
    "sourceAttachment",
    "sourceReference",
    "policy",
    "policyRule",
    "verification",
    "provision",
];

/// Path of the base rule, where it is not a provision.
pub(super) const BASE: &str = "policyRule";

/// Reads a Consent.
pub(super) fn consent(
    held: &Held,
    resources: &Resources,
    options: &Options,
    problems: &mut Problems,
) -> Result<Directive, Problem> {
    let node = Node::root(&held.value);
    let standing = standing(&node, problems)?;
    let made = span::made(&node);
    let made = match standing {
        // Nothing follows from it, whenever it was made.
        Standing::Without => {
            made.unwrap_or(Made { earliest: Default::default(), latest: Default::default() })
        }
        _ => made?,
    };
    let rule = match standing {
        Standing::Without => None,
        _ => {
            node.only(&ELEMENTS)?;
            about_data(&node)?;
            let rule = base(&node, &held.value, resources, options, made, problems)?;
            if let Some(rule) = &rule {
                unnamed(rule, true, true, problems);
            }
            rule
        }
    };
    let (permits, denies) = makers(&node, &held.value, resources, options)?;
    Ok(Directive {
        origin: held.origin.clone(),
        name: held.id.as_ref().map_or_else(|| held.origin.to_string(), |id| format!("Consent/{id}")),
        patient: patient(&node)?,
        made,
        standing,
        permits,
        denies,
        named: rule.as_ref().map(Rule::named).unwrap_or_default(),
        rule,
        receipt: receipt(&held.value),
        grant: grant(&held.value),
        document: canonical::resource(&held.json).map_err(|reason| node.problem(reason))?,
    })
}

/// Whether it counts. What does not is told.
fn standing(node: &Node<'_>, problems: &mut Problems) -> Result<Standing, Problem> {
    let without = |problems: &mut Problems, reason: String| {
        problems.remarks.push(Problem::new("status", reason));
        Ok(Standing::Without)
    };
    match node.text("status")?.ok_or_else(|| Problem::new("status", "is not there"))? {
        "active" => Ok(Standing::Active),
        "inactive" => match end(node)? {
            Some(end) => Ok(Standing::Ended(end)),
            None => without(problems, "is inactive, nobody says since when: it counts for nothing".into()),
        },
        status @ ("draft" | "proposed" | "rejected" | "entered-in-error") => {
            without(problems, format!("is {status}: it counts for nothing"))
        }
        other => Err(Problem::new("status", format!("`{other}` is no status of a Consent"))),
    }
}

/// When it was ended, where it says so.
fn end(node: &Node<'_>) -> Result<Option<End>, Problem> {
    let Some(on) = extension(node, WITHDRAWN_ON)? else { return Ok(None) };
    let date = on.text("valueDate")?.unwrap_or_default();
    let on = text::parse_date(date).map_err(|error| on.problem(error.message))?;
    let successor = extension(node, SUPERSEDED_BY)?;
    let number = |node: Node<'_>| node.value.get("valuePositiveInt").and_then(Value::as_u64)?.try_into().ok();
    Ok(Some(End { on, superseded_by: successor.and_then(number) }))
}

fn extension<'a>(node: &Node<'a>, url: &str) -> Result<Option<Node<'a>>, Problem> {
    for extension in node.list("extension")? {
        if extension.text("url")? == Some(url) {
            return Ok(Some(extension));
        }
    }
    Ok(None)
}

/// Whose word its permissions and its denials are. Somebody who acts for the patient never outweighs the patient's own no, so where it
/// is not said who speaks, permissions are taken for another's and denials for the patient's.
fn makers(
    node: &Node<'_>,
    consent: &Value,
    resources: &Resources,
    options: &Options,
) -> Result<(Maker, Maker), Problem> {
    let patient = node.get("patient").and_then(|patient| patient.value.get("reference"));
    let performers = node.list("performer")?;
    let other = performers.iter().find(|performer| {
        performer.value.get("reference").is_none_or(|reference| Some(reference) != patient)
    });
    let Some(other) = other else { return Ok((Maker::Patient, Maker::Patient)) };
    let grantee = options.actors.resolve(other, consent, resources);
    if is_own(consent) {
        let Ok(Grantee::Account(account)) = grantee else { return Err(other.problem("is no account")) };
        let court = extension(node, COURT_ORDER)?.is_some();
        let maker = if court { Maker::Court(account) } else { Maker::Proxy(account) };
        return Ok((maker, maker));
    }
    let account = match grantee {
        Ok(Grantee::Account(account)) => account,
        _ => Actors::stand_in(&other.path),
    };
    let is_named = other.value.get("reference").is_some() || other.value.get("identifier").is_some();
    let denies = if is_named { Maker::Proxy(account) } else { Maker::Patient };
    Ok((Maker::Proxy(account), denies))
}

/// Refuses what is not about the use of data, or rests on rules that are not in the file.
fn about_data(node: &Node<'_>) -> Result<(), Problem> {
    if node.get("implicitRules").is_some() {
        return Err(Problem::new("implicitRules", "names rules that are not known here"));
    }
    let scope = node.get("scope").ok_or_else(|| Problem::new("scope", "is not there"))?;
    let is_privacy = |coding: &Coding<'_>| coding.is_of(CONSENT_SCOPE) && coding.code == "patient-privacy";
    match concept(&scope)?.iter().any(is_privacy) {
        true => Ok(()),
        false => Err(scope.problem("is not patient-privacy: such a Consent is not about access to data")),
    }
}

fn patient(node: &Node<'_>) -> Result<String, Problem> {
    let patient = node.get("patient").ok_or_else(|| Problem::new("patient", "is not there"))?;
    let identifier = || {
        let identifier = patient.value.get("identifier")?;
        let part = |name: &str| identifier.get(name).and_then(Value::as_str);
        Some(format!("{}|{}", part("system").unwrap_or_default(), part("value")?))
    };
    let reference = patient.text("reference")?.map(str::to_owned);
    reference.or_else(identifier).ok_or_else(|| patient.problem("has neither reference nor identifier"))
}

/// The base rule with everything that qualifies it.
fn base(
    node: &Node<'_>,
    consent: &Value,
    resources: &Resources,
    options: &Options,
    made: Made,
    problems: &mut Problems,
) -> Result<Option<Rule>, Problem> {
    let stated = policy(node)?;
    let root = node.get("provision");
    let typed = root.as_ref().map(effect).transpose()?.flatten();
    let Some(base) = stated.or(typed) else {
        return Err(Problem::new(
            BASE,
            "is neither opt-in nor opt-out, and the provision has no type: the base rule is not known",
        ));
    };
    let reader = Reader { consent, resources, actors: &options.actors, made, exact: is_own(consent) };
    let whole = |exceptions| Rule { path: BASE.into(), effect: base, scope: Scope::default(), exceptions };
    let Some(root) = root else { return Ok(Some(whole(Vec::new()))) };
    // The conditions of a root without a type are read without being told twice.
    let is_plain = || {
        reader.scope(&root, base, &mut Problems::default()).map(|scope| scope.is_some_and(|s| s.is_plain()))
    };
    let is_exception = match (typed, options.root) {
        (Some(typed), _) => typed != base,
        (None, Some(root)) => root == Root::Exception,
        (None, None) if is_plain()? => false,
        (None, None) => {
            return Err(root.problem(
                "has conditions but no type: R4 lets it limit the base rule or be an exception to it; say which with --root",
            ))
        }
    };
    match is_exception {
        false => reader.rule(&root, base, problems, 0),
        true => {
            let opposite = if base == Effect::Permit { Effect::Deny } else { Effect::Permit };
            let exception = reader.rule(&root, opposite, problems, 0)?;
            Ok(Some(whole(exception.into_iter().collect())))
        }
    }
}

/// Tells what permissions leave out because nothing around them names it.
fn unnamed(rule: &Rule, data: bool, action: bool, problems: &mut Problems) {
    let data = data && rule.scope.categories.is_none();
    let action = action && rule.scope.actions.is_none();
    if rule.effect == Effect::Permit {
        let reasons = [
            (
                data,
                "names no data: sensitive categories have to be named, so only ordinary ones are permitted",
            ),
            (action, "names no action: only reading is permitted"),
        ];
        let told = reasons.into_iter().filter(|(is_so, _)| *is_so);
        problems.narrowed.extend(told.map(|(_, reason)| Problem::new(rule.path.clone(), reason)));
    }
    for exception in &rule.exceptions {
        unnamed(exception, data, action, problems);
    }
}

/// What the base policy says: opt-in or opt-out.
fn policy(node: &Node<'_>) -> Result<Option<Effect>, Problem> {
    let Some(policy) = node.get("policyRule") else { return Ok(None) };
    let codings = concept(&policy)?;
    let known = |coding: &Coding<'_>| match coding.code {
        "OPTIN" | "OPTINR" if coding.is_of(ACT_CODE) => Some(Effect::Permit),
        "OPTOUT" | "OPTOUTE" if coding.is_of(ACT_CODE) => Some(Effect::Deny),
        _ => None,
    };
    match codings.iter().find_map(known) {
        Some(effect) => Ok(Some(effect)),
        None => {
            Err(policy
                .problem("is none of OPTIN, OPTINR, OPTOUT, OPTOUTE: what it permits is not known here"))
        }
    }
}

fn is_own(consent: &Value) -> bool {
    let profiles = consent.pointer("/meta/profile").and_then(Value::as_array);
    profiles.into_iter().flatten().any(|profile| profile == PROFILE)
}

fn receipt(consent: &Value) -> Option<Digest> {
    let identifier = consent.pointer("/sourceReference/identifier")?;
    let is_ours = identifier.get("system").and_then(Value::as_str) == Some(RECEIPT);
    text::parse_digest(identifier.get("value")?.as_str().filter(|_| is_ours)?).ok()
}

/// The number of the grant in an export of it.
fn grant(consent: &Value) -> Option<u32> {
    let identifiers = consent.get("identifier").and_then(Value::as_array).filter(|_| is_own(consent))?;
    identifiers.iter().find_map(|identifier| identifier.get("value")?.as_str()?.parse().ok())
}
