//! JSON with the path that leads to each value, so that what is wrong can be told exactly.

use serde_json::Value;

use super::Problem;

/// A value and where it stands in its resource.
#[derive(Clone, Debug)]
pub(super) struct Node<'a> {
    pub value: &'a Value,
    pub path: String,
}

impl<'a> Node<'a> {
    /// A resource.
    pub fn root(value: &'a Value) -> Self {
        Self { value, path: String::new() }
    }

    /// A problem at this value.
    pub fn problem(&self, reason: impl Into<String>) -> Problem {
        Problem::new(self.path.clone(), reason)
    }

    fn child(&self, name: &str, value: &'a Value) -> Self {
        let dot = if self.path.is_empty() { "" } else { "." };
        Self { value, path: format!("{}{dot}{name}", self.path) }
    }

    /// The element of this name, if there is one.
    pub fn get(&self, name: &str) -> Option<Self> {
        self.value.get(name).filter(|value| !value.is_null()).map(|value| self.child(name, value))
    }

    /// The elements of a list; none when there is no such list.
    pub fn list(&self, name: &str) -> Result<Vec<Self>, Problem> {
        let Some(node) = self.get(name) else { return Ok(Vec::new()) };
        let items = node.value.as_array().ok_or_else(|| node.problem("is no list"))?;
        Ok((0usize..)
            .zip(items)
            .map(|(index, value)| Self { value, path: format!("{}[{index}]", node.path) })
            .collect())
    }

    /// A text.
    pub fn text(&self, name: &str) -> Result<Option<&'a str>, Problem> {
        let Some(node) = self.get(name) else { return Ok(None) };
        node.value.as_str().map(Some).ok_or_else(|| node.problem("is no text"))
    }

    /// Refuses anything but an object that holds nothing but these elements, `id`, extensions and comments: an element that is not
    /// known may change what the others mean, a modifier extension does so by definition.
    pub fn only(&self, known: &[&str]) -> Result<(), Problem> {
        let members = self.value.as_object().ok_or_else(|| self.problem("is no object"))?;
        for (name, value) in members {
            let node = self.child(name, value);
            let plain = name.strip_prefix('_').is_some_and(|beside| members.contains_key(beside));
            if name == "modifierExtension" {
                return Err(node.problem("may change the meaning of everything around it"));
            }
            if !(plain || matches!(name.as_str(), "id" | "extension") || known.contains(&name.as_str())) {
                return Err(node.problem("is no element of an R4 Consent, or one that cannot be expressed"));
            }
        }
        Ok(())
    }
}

/// A code with its system.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Coding<'a> {
    pub system: Option<&'a str>,
    pub code: &'a str,
}

impl Coding<'_> {
    /// Is it of this system, or of none?
    pub fn is_of(&self, system: &str) -> bool {
        self.system.is_none_or(|named| named == system)
    }
}

impl std::fmt::Display for Coding<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.system {
            Some(system) => write!(f, "{system}|{}", self.code),
            None => f.write_str(self.code),
        }
    }
}

/// A Coding.
pub(super) fn coding<'a>(node: &Node<'a>) -> Result<Coding<'a>, Problem> {
    node.only(&["system", "version", "code", "display", "userSelected"])?;
    let code = node.text("code")?.ok_or_else(|| node.problem("has no code"))?;
    Ok(Coding { system: node.text("system")?, code })
}

/// The codings of a CodeableConcept, at least one.
pub(super) fn concept<'a>(node: &Node<'a>) -> Result<Vec<Coding<'a>>, Problem> {
    node.only(&["coding", "text"])?;
    let codings = node.list("coding")?.iter().map(coding).collect::<Result<Vec<_>, _>>()?;
    match codings.is_empty() {
        true => Err(node.problem("has no code, only words")),
        false => Ok(codings),
    }
}
