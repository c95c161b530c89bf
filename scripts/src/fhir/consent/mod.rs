//! FHIR R4 Consent: what a patient's directive says in terms of grants, and grants as Consents.
//!
//! A Consent can say more than a grant, so reading one answers three things: the rules that can be expressed, what they permit
//! less than the file ([`Findings::narrowed`]), and what cannot be left out without permitting more ([`Findings::refused`]). With
//! one of the latter a Consent must not be used. How each element is taken is in `docs/formats.md`.

mod actors;
mod area;
mod codes;
mod compile;
mod evaluate;
mod export;
mod node;
mod plan;
mod provision;
mod read;
mod resources;
mod span;
#[cfg(test)]
mod tests;

use std::path::PathBuf;

use healink_domain::{
    consent::{Effect, End, Grantee, Maker},
    Day, Digest, Moment,
};
use serde::Serialize;

use self::resources::Resources;
use super::{
    read::{file, files, Found, Problem},
    Finding, Origin,
};
use crate::error::{Error, Result};

pub use actors::{Actors, Naming};
pub use area::Area;
pub use codes::PROFILE;
pub use compile::{compile, denials};
pub use evaluate::{evaluate, Asked, Evaluation};
pub use export::{bundle, resource, Place};
pub use plan::{plan, Planned, Planning};
pub use provision::{Rule, Scope};

/// How a root provision without a `type`, but with conditions of its own, is meant. R4 calls it both "constraints to the base
/// rule" and "an exception to the base policy", and its examples use it either way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Root {
    /// It says where the base rule holds.
    Limits,
    /// It says where the opposite of the base rule holds.
    Exception,
}

/// How to read.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Who is meant by references that name no account.
    pub actors: Actors,
    /// How a root provision without a type is meant; without this such a Consent is refused.
    pub root: Option<Root>,
}

/// What could not be taken over as it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Findings {
    /// What is permitted less, or denied more, than the file says.
    pub narrowed: Vec<Finding>,
    /// What cannot be expressed and would permit more if it were left out.
    pub refused: Vec<Finding>,
    /// What one should know; nothing is lost by it.
    pub remarks: Vec<Finding>,
}

/// Whether a Consent counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It does.
    Active,
    /// Not from a day on.
    Ended(End),
    /// Not at all: a draft, a proposal, rejected, entered in error, or inactive since nobody says when.
    Without,
}

/// When a Consent was made: the first and the last moment that its `dateTime` can mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Made {
    /// First moment.
    pub earliest: Moment,
    /// Last moment.
    pub latest: Moment,
}

impl Made {
    /// The moment that counts for an effect: of two Consents of which nobody can say which is newer, the denial is.
    pub const fn counts_for(&self, effect: Effect) -> Moment {
        match effect {
            Effect::Permit => self.earliest,
            Effect::Deny => self.latest,
        }
    }

    /// The first day of a rule that states none.
    pub fn begins(&self, effect: Effect) -> Day {
        match effect {
            Effect::Permit => self.latest.day(),
            Effect::Deny => self.earliest.day(),
        }
    }
}

/// A Consent as read.
#[derive(Clone, Debug)]
pub struct Directive {
    /// Where it stands.
    pub origin: Origin,
    /// `Consent/id`, or where it stands when it has no id.
    pub name: String,
    /// How it refers to the patient.
    pub patient: String,
    /// When it was made.
    pub made: Made,
    /// Whether it counts.
    pub standing: Standing,
    /// The base rule with its exceptions.
    pub rule: Option<Rule>,
    /// Everybody named in it.
    pub named: Vec<Grantee>,
    /// Whose word its permissions are.
    pub permits: Maker,
    /// Whose word its denials are.
    pub denies: Maker,
    /// Hash of a receipt that it names.
    pub receipt: Option<Digest>,
    /// Number of the grant that it is an export of.
    pub grant: Option<u32>,
    /// Text of the resource in canonical form, to make a receipt of.
    pub document: String,
}

/// What was read.
#[derive(Clone, Debug, Default)]
pub struct Loaded {
    /// The Consents, oldest first.
    pub directives: Vec<Directive>,
    /// What could not be taken over.
    pub findings: Findings,
    /// All resources of the files.
    resources: Resources,
    /// Who is meant by references.
    actors: Actors,
}

/// Reads the Consents of files and folders. References are resolved among all resources of them.
///
/// # Errors
/// When a file cannot be read or is malformed, or there is no Consent in any.
pub fn load(paths: &[PathBuf], options: &Options) -> Result<Loaded> {
    let resources = gather(paths)?;
    let mut loaded = Loaded { actors: options.actors.clone(), ..Loaded::default() };
    for held in resources.of_type("Consent") {
        let mut problems = Problems::default();
        match read::consent(held, &resources, options, &mut problems) {
            Ok(directive) => loaded.take(directive, &mut problems),
            Err(problem) => problems.refused.push(problem),
        }
        loaded.findings.add(problems, &held.origin);
    }
    if resources.of_type("Consent").next().is_none() {
        return Err(Error::usage("there is no Consent in these files")
            .hint("name FHIR R4 JSON files with Consent resources"));
    }
    loaded.directives.sort_by_key(|directive| directive.made.earliest);
    loaded.resources = resources;
    Ok(loaded)
}

fn gather(paths: &[PathBuf]) -> Result<Resources> {
    let mut resources = Resources::default();
    let mut unreadable = Vec::new();
    for path in paths {
        for name in files(path)?.0 {
            file(&name, &mut |found| match found {
                Found::Resource(entry) => unreadable.extend(resources.take(&entry).err()),
                Found::Plain(origin, _) => {
                    unreadable
                        .push(Finding { origin, reason: "is a list of claims, not a FHIR resource".into() });
                }
                Found::Unreadable(finding) => unreadable.push(finding),
            });
        }
    }
    match unreadable.first() {
        None => Ok(resources),
        // A file that cannot be read may hold a denial.
        Some(first) => Err(Error::usage(first).hint("mend the file, or leave it out if it holds no Consent").detail(
            serde_json::json!({ "unreadable": unreadable.iter().map(ToString::to_string).collect::<Vec<_>>() }),
        )),
    }
}

impl Loaded {
    /// Takes a Consent once. Of two versions of one nobody can say which holds.
    fn take(&mut self, directive: Directive, problems: &mut Problems) {
        match self.directives.iter().find(|known| known.name == directive.name) {
            Some(known) if known.document == directive.document => {
                problems.remarks.push(Problem::new("", format!("is the same as {}", known.origin)));
            }
            Some(known) => problems.refused.push(Problem::new(
                "",
                format!(
                    "has the same id as {}, but says something else: leave the older version out",
                    known.origin
                ),
            )),
            None => self.directives.push(directive),
        }
    }

    /// The party of this name: an account, or a reference as the files write it.
    ///
    /// # Errors
    /// When the resource that the reference leads to is malformed.
    pub fn party(&self, name: &str) -> Result<Grantee> {
        self.actors.party(name, &self.resources).map_err(Error::usage)
    }

    /// Refuses to go on with Consents that say what cannot be expressed, or, when `exact`, with such that lose something.
    ///
    /// # Errors
    /// When there are any, with all of them as detail.
    pub fn refuse_inexpressible(&self, exact: bool) -> Result<()> {
        let findings = &self.findings;
        let (list, what, hint) = match (findings.refused.as_slice(), findings.narrowed.as_slice()) {
            ([], []) => return Ok(()),
            ([], narrowed) if exact => (
                narrowed,
                "the files permit more than grants can express",
                "without --exact the rest is taken, and never more than the files permit",
            ),
            ([], _) => return Ok(()),
            (refused, _) => (
                refused,
                "the files say what grants cannot express, and without it more would be permitted",
                "say it in another way in the files; nothing of them was used",
            ),
        };
        let text: Vec<String> = list.iter().map(ToString::to_string).collect();
        let first = text.first().map_or("", String::as_str);
        Err(Error::usage(format!("{what}: {first}")).hint(hint).detail(serde_json::json!(findings)))
    }

    /// Refuses Consents of several patients: what one decides is nothing to another.
    ///
    /// # Errors
    /// When there are several.
    pub fn refuse_several_patients(&self) -> Result<()> {
        let mut patients: Vec<&str> =
            self.directives.iter().map(|directive| directive.patient.as_str()).collect();
        patients.sort_unstable();
        patients.dedup();
        match patients.as_slice() {
            [] | [_] => Ok(()),
            several => {
                Err(Error::usage(format!("these Consents are of several patients: {}", several.join(", ")))
                    .hint("name the files of one patient"))
            }
        }
    }
}

/// Findings within one resource.
#[derive(Debug, Default)]
struct Problems {
    narrowed: Vec<Problem>,
    refused: Vec<Problem>,
    remarks: Vec<Problem>,
}

impl Problems {
    /// Something in a rule cannot be expressed: a permission without it is none, a denial cannot do without it.
    fn inexpressible(&mut self, effect: Effect, problem: Problem) {
        match effect {
            Effect::Permit => self.narrowed.push(problem),
            Effect::Deny => self.refused.push(problem),
        }
    }
}

impl Findings {
    fn add(&mut self, problems: Problems, origin: &Origin) {
        let at = |problems: Vec<Problem>| {
            problems.into_iter().map(|problem| problem.at(origin)).collect::<Vec<_>>()
        };
        self.narrowed.extend(at(problems.narrowed));
        self.refused.extend(at(problems.refused));
        self.remarks.extend(at(problems.remarks));
    }
}
