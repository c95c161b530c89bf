//! The resources of the files, found by reference.

use serde_json::Value;

use super::{
    super::read::{Entry, Problem},
    Finding, Origin,
};

/// A resource with where it stands.
#[derive(Clone, Debug)]
pub(super) struct Held {
    pub origin: Origin,
    pub full_url: Option<String>,
    pub kind: String,
    pub id: Option<String>,
    pub value: Value,
    pub json: String,
}

/// All resources read.
#[derive(Clone, Debug, Default)]
pub(super) struct Resources(Vec<Held>);

impl Resources {
    /// Takes in a resource.
    pub fn take(&mut self, entry: &Entry<'_>) -> Result<(), Finding> {
        let value: Value = serde_json::from_str(entry.json)
            .map_err(|error| Problem::new("", error.to_string()).at(&entry.origin))?;
        self.0.push(Held {
            origin: entry.origin.clone(),
            full_url: entry.full_url.clone(),
            kind: entry.head.resource_type.clone(),
            id: entry.head.id.clone(),
            value,
            json: entry.json.to_owned(),
        });
        Ok(())
    }

    /// The resources of a type, in the order of the files.
    pub fn of_type(&self, kind: &'static str) -> impl Iterator<Item = &Held> {
        self.0.iter().filter(move |held| held.kind == kind)
    }

    /// The resource that a reference names: contained in `within`, by `fullUrl`, or by type and id. None when several have the name.
    pub fn find<'a>(&'a self, reference: &str, within: &'a Value) -> Option<&'a Value> {
        if let Some(id) = reference.strip_prefix('#') {
            let contained = within.get("contained")?.as_array()?;
            return only(
                contained.iter().filter(|resource| resource.get("id").and_then(Value::as_str) == Some(id)),
            );
        }
        let named = |held: &&Held| {
            held.full_url.as_deref() == Some(reference)
                || held.id.as_ref().is_some_and(|id| format!("{}/{id}", held.kind) == reference)
        };
        only(self.0.iter().filter(named).map(|held| &held.value))
    }
}

fn only<'a>(mut found: impl Iterator<Item = &'a Value>) -> Option<&'a Value> {
    let first = found.next()?;
    found.all(|other| other == first).then_some(first)
}
