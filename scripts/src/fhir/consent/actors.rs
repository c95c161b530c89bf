//! Whom a reference means.

use std::collections::BTreeMap;

use healink_domain::{consent::Grantee, credentials::Kind, salted_digest, Account, Jurisdiction};
use serde_json::Value;

use super::{
    codes::{credential, ACCOUNT, COUNTRY, SUBDIVISION},
    node::{coding, Node},
    resources::Resources,
    Problem,
};
use crate::{
    chain::account,
    error::{Error, Result},
    names, text,
};

/// What stands for references that name no account.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Naming {
    /// Nothing: they cannot be expressed.
    #[default]
    AccountsOnly,
    /// An account made of the reference itself, to tell them apart where no chain is asked.
    ByReference,
}

/// Who is meant by references.
#[derive(Clone, Debug, Default)]
pub struct Actors {
    /// As the reader says: reference to grantee.
    pub known: BTreeMap<String, Grantee>,
    /// What stands for the others.
    pub naming: Naming,
}

impl Actors {
    /// Reads `REFERENCE=WHO`, where WHO is an account, a kind of credential, or `KIND@PLACE`.
    ///
    /// # Errors
    /// When it is not of this form.
    pub fn parse(written: &str) -> Result<(String, Grantee)> {
        let (reference, who) = written.split_once('=').ok_or_else(|| {
            Error::usage(format!("`{written}` does not say who is meant"))
                .hint("write REFERENCE=WHO, for example Organization/f001=charlie or Group/doctors=state-licence@US-CA")
        })?;
        Ok((reference.trim().to_owned(), Self::parse_grantee(who.trim())?))
    }

    /// Reads an account, a kind of credential, or `KIND@PLACE`.
    ///
    /// # Errors
    /// When it is none of these.
    pub fn parse_grantee(who: &str) -> Result<Grantee> {
        if let Ok(account) = account::parse(who) {
            return Ok(Grantee::Account(account));
        }
        let (kind, jurisdiction) = Self::parse_class(who)?;
        Ok(Grantee::Credentialed { kind, jurisdiction })
    }

    /// Reads a kind of credential, or `KIND@PLACE`.
    ///
    /// # Errors
    /// When it is neither.
    pub fn parse_class(who: &str) -> Result<(Kind, Option<Jurisdiction>)> {
        let (kind, place) = who.split_once('@').map_or((who, None), |(kind, place)| (kind, Some(place)));
        let kind = names::parse("account or kind of credential", Kind::ALL, kind)?;
        Ok((kind, place.map(text::parse_place).transpose()?))
    }

    /// The account that stands for a reference where no chain is asked.
    pub fn stand_in(reference: &str) -> Account {
        Account(salted_digest(b"reference", reference.as_bytes()).0)
    }

    /// The party of this name: as the reader says, else an account, else by the resource that the reference leads to, else by the
    /// reference itself.
    pub(super) fn party(&self, name: &str, resources: &Resources) -> Result<Grantee, String> {
        if let Some(grantee) = self.known.get(name) {
            return Ok(*grantee);
        }
        if let Ok(account) = account::parse(name) {
            return Ok(Grantee::Account(account));
        }
        let found = resources.find(name, &Value::Null).map(of_resource).transpose()?.flatten();
        Ok(found.unwrap_or_else(|| Grantee::Account(Self::stand_in(name))))
    }

    /// Whom a reference of the resource `within` means.
    pub(super) fn resolve(
        &self,
        node: &Node<'_>,
        within: &Value,
        resources: &Resources,
    ) -> Result<Grantee, Problem> {
        node.only(&["reference", "type", "identifier", "display"])?;
        let reference = node.text("reference")?;
        let found = reference.and_then(|reference| resources.find(reference, within));
        let own = node.get("identifier");
        if let Some(grantee) = own.as_ref().and_then(|identifier| grantee_of(identifier.value)) {
            return Ok(grantee);
        }
        let name = match (reference, own) {
            (Some(reference), _) => reference.to_owned(),
            (None, Some(identifier)) => {
                logical(&identifier).ok_or_else(|| identifier.problem("has no value"))?
            }
            (None, None) => return Err(node.problem("names nobody: it has neither reference nor identifier")),
        };
        if let Some(grantee) = self.known.get(&name) {
            return Ok(*grantee);
        }
        let stated = found.and_then(|resource| of_resource(resource).transpose()).transpose();
        match stated.map_err(|reason| node.problem(format!("{name} {reason}")))? {
            Some(grantee) => Ok(grantee),
            // A contained resource has a name in its own Consent only.
            None if self.naming == Naming::ByReference && !name.starts_with('#') => {
                Ok(Grantee::Account(Self::stand_in(&name)))
            }
            None => Err(node
                .problem(format!("{name} names no account; say who it is with --actor-is {name}=ACCOUNT"))),
        }
    }
}

/// `system|value` of an identifier.
fn logical(identifier: &Node<'_>) -> Option<String> {
    let value = identifier.value.get("value")?.as_str()?;
    let system = identifier.value.get("system").and_then(Value::as_str).unwrap_or_default();
    Some(format!("{system}|{value}"))
}

fn grantee_of(identifier: &Value) -> Option<Grantee> {
    let text = |name: &str| identifier.get(name).and_then(Value::as_str);
    let account = account::parse(text("value").filter(|_| text("system") == Some(ACCOUNT))?).ok()?;
    Some(Grantee::Account(account))
}

/// Whom a resource stands for: an account among its identifiers, or a group of those who hold a kind of credential.
fn of_resource(resource: &Value) -> Result<Option<Grantee>, String> {
    let identifiers = resource.get("identifier").and_then(Value::as_array);
    if let Some(grantee) = identifiers.into_iter().flatten().find_map(grantee_of) {
        return Ok(Some(grantee));
    }
    match resource.get("resourceType").and_then(Value::as_str) {
        Some("Group") => group(resource).map_err(|problem| format!("{}: {}", problem.path, problem.reason)),
        _ => Ok(None),
    }
}

/// A group that is defined by what its members hold; `None` for one that lists members or defines something else.
fn group(resource: &Value) -> Result<Option<Grantee>, Problem> {
    let node = Node::root(resource);
    let (mut kind, mut jurisdiction) = (None, None);
    for characteristic in node.list("characteristic")? {
        characteristic.only(&["code", "valueCodeableConcept", "exclude"])?;
        let value = characteristic.get("valueCodeableConcept");
        let codings = value.map(|value| value.list("coding")).transpose()?.unwrap_or_default();
        let [only] = codings.as_slice() else { return Ok(None) };
        let coding = coding(only)?;
        let excluded =
            characteristic.get("exclude").is_some_and(|exclude| exclude.value != &Value::Bool(false));
        let is_place = matches!(coding.system, Some(COUNTRY | SUBDIVISION));
        match credential(coding) {
            _ if excluded => return Ok(None),
            Some(found) if kind.is_none() => kind = Some(found),
            None if is_place && jurisdiction.is_none() => {
                jurisdiction =
                    Some(Jurisdiction::parse(coding.code).map_err(|_| only.problem("is no place"))?);
            }
            _ => return Ok(None),
        }
    }
    let defined = resource.get("actual") == Some(&Value::Bool(false)) && resource.get("member").is_none();
    Ok(kind.filter(|_| defined).map(|kind| Grantee::Credentialed { kind, jurisdiction }))
}
