//! What Consents say to a request, from the files alone, by the rules of the contract.

use healink_domain::{
    consent::{decide, Category, CategorySet, Class, Decision, Effect, Grant, Grantee, Query},
    Jurisdiction,
};
use serde::Serialize;

use super::{compile, Findings, Loaded, Standing};
use crate::{names, text};

/// A request.
#[derive(Clone, Debug)]
pub struct Asked {
    /// What is asked.
    pub query: Query,
    /// What credentials the actor holds, and where.
    pub holds: Vec<Class>,
}

/// The answer, with everything it rests on.
#[derive(Clone, Debug, Serialize)]
pub struct Evaluation {
    /// `permit`, `deny` or `no-consent`.
    pub decision: &'static str,
    /// What must be left out, if it is permitted.
    pub redact: Vec<String>,
    /// Category by category.
    pub categories: Vec<Outcome>,
    /// The provisions that decided.
    pub deciding: Vec<Provision>,
    /// Whether any Consent names the actor, or a kind of provider that the actor is. A party may have several names: make sure that
    /// it is asked for by the one that the files use.
    pub actor_named: bool,
    /// How many Consents counted.
    pub consents: usize,
    /// What of the files could not be taken over as it stands.
    #[serde(flatten)]
    pub findings: Findings,
}

/// What is said on one category.
#[derive(Clone, Debug, Serialize)]
pub struct Outcome {
    /// The category.
    pub category: String,
    /// `permit`, `deny` or `no-consent`.
    pub decision: &'static str,
}

/// A provision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Provision {
    /// The Consent.
    pub consent: String,
    /// Where it stands.
    pub file: String,
    /// Path within it.
    pub provision: String,
    /// What it does.
    pub effect: String,
    /// Day on which the Consent was made.
    pub made: String,
}

/// Decides.
pub fn evaluate(loaded: &Loaded, asked: &Asked) -> Evaluation {
    let (grants, provisions) = grants(loaded, asked);
    let answer = decide(&grants, &asked.query, &[]);
    let alone = |category: Category| {
        let query = Query { categories: category.set(), ..asked.query };
        Outcome { category: names::name(category), decision: name(&decide(&grants, &query, &[]).decision) }
    };
    let redact = match answer.decision {
        Decision::Permit { redact } => redact,
        Decision::Deny | Decision::NoConsent => CategorySet::EMPTY,
    };
    // Grants are numbered in the order of their provisions.
    let deciding = grants.iter().zip(provisions).filter(|(grant, _)| answer.deciding.contains(&grant.id));
    let mut deciding: Vec<Provision> = deciding.map(|(_, provision)| provision).collect();
    // Several areas can come from one provision.
    deciding.dedup();
    Evaluation {
        decision: name(&answer.decision),
        redact: redact.iter().map(names::name).collect(),
        categories: asked.query.categories.iter().map(alone).collect(),
        deciding,
        actor_named: loaded.directives.iter().flat_map(|one| &one.named).any(|named| asked.is_meant(named)),
        consents: loaded
            .directives
            .iter()
            .filter(|directive| directive.standing != Standing::Without)
            .count(),
        findings: loaded.findings.clone(),
    }
}

/// What the Consents say towards the actor, as grants for that actor.
fn grants(loaded: &Loaded, asked: &Asked) -> (Vec<Grant>, Vec<Provision>) {
    let (mut grants, mut provisions) = (Vec::new(), Vec::new());
    let actor = Grantee::Account(asked.query.actor);
    for directive in &loaded.directives {
        for (effect, area) in compile(directive, |named| asked.is_meant(named)) {
            provisions.push(Provision {
                consent: directive.name.clone(),
                file: directive.origin.file.display().to_string(),
                provision: area.path.clone(),
                effect: names::name(effect),
                made: text::date(directive.made.earliest.day()),
            });
            grants.push(Grant {
                id: u32::try_from(provisions.len()).unwrap_or(u32::MAX),
                terms: area.terms(actor, effect, directive.receipt.unwrap_or_default()),
                maker: if effect == Effect::Permit { directive.permits } else { directive.denies },
                granted_at: directive.made.counts_for(effect),
                ended: match directive.standing {
                    Standing::Ended(end) => Some(end),
                    Standing::Active | Standing::Without => None,
                },
            });
        }
    }
    (grants, provisions)
}

impl Asked {
    fn is_meant(&self, named: &Grantee) -> bool {
        let covers =
            |held: Option<Jurisdiction>, wanted: Jurisdiction| held.is_some_and(|held| held.covers(wanted));
        match named {
            Grantee::Account(account) => *account == self.query.actor,
            Grantee::Credentialed { kind, jurisdiction } => self.holds.iter().any(|(held, place)| {
                held == kind && jurisdiction.is_none_or(|wanted| covers(*place, wanted))
            }),
        }
    }
}

/// The name of a decision.
pub const fn name(decision: &Decision) -> &'static str {
    match decision {
        Decision::Permit { .. } => "permit",
        Decision::Deny => "deny",
        Decision::NoConsent => "no-consent",
    }
}
