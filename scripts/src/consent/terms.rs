//! The terms of a grant as they are written in files and on the command line.

use std::fmt::Debug;

use healink_domain::{
    consent::{Action, Category, CategorySet, Effect, Grantee, Purpose, Terms},
    Day, Digest, Period,
};
use serde::{Deserialize, Serialize};

use crate::{chain::account, error::Result, fhir::consent::Actors, names, text};

/// The terms of a grant, without the hash of the receipt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Written {
    /// An account, a kind of credential, or `KIND@PLACE`.
    pub grantee: String,
    /// `permit` or `deny`.
    pub effect: String,
    /// For which purposes.
    pub purposes: Vec<String>,
    /// On which categories of data.
    pub categories: Vec<String>,
    /// For which actions.
    pub actions: Vec<String>,
    /// First day on which it holds.
    pub from: String,
    /// First day on which it no longer holds.
    pub until: Option<String>,
    /// On data from this day on.
    pub data_from: String,
    /// On data before this day.
    pub data_until: Option<String>,
}

/// A grantee as it is written: [`Actors::parse_grantee`] reads it.
pub fn grantee(grantee: &Grantee, prefix: u16) -> String {
    match grantee {
        Grantee::Account(account) => account::ss58(account, prefix),
        Grantee::Credentialed { kind, jurisdiction: None } => names::name(kind),
        Grantee::Credentialed { kind, jurisdiction: Some(place) } => format!("{}@{place}", names::name(kind)),
    }
}

impl Written {
    /// Writes terms, accounts with a chain's prefix.
    pub fn new(terms: &Terms, prefix: u16) -> Self {
        Self {
            grantee: grantee(&terms.grantee, prefix),
            effect: names::name(terms.effect),
            purposes: terms.purposes.iter().map(names::name).collect(),
            categories: terms.categories.iter().map(names::name).collect(),
            actions: terms.actions.iter().map(names::name).collect(),
            from: text::date(terms.validity.from),
            until: terms.validity.until.map(text::date),
            data_from: text::date(terms.data.from),
            data_until: terms.data.until.map(text::date),
        }
    }

    /// Reads the terms.
    ///
    /// # Errors
    /// When something is not as [`Written::new`] writes it.
    pub fn read(&self, receipt: Digest) -> Result<Terms> {
        Ok(Terms {
            grantee: Actors::parse_grantee(&self.grantee)?,
            effect: names::parse("effect", &[Effect::Permit, Effect::Deny], &self.effect)?,
            purposes: all("purpose", Purpose::ALL, &self.purposes)?,
            categories: all("category", Category::ALL, &self.categories)?,
            actions: all("action", Action::ALL, &self.actions)?,
            validity: period(&self.from, self.until.as_deref())?,
            data: period(&self.data_from, self.data_until.as_deref())?,
            receipt,
        })
    }

    /// Does it permit?
    pub fn permits(&self) -> bool {
        self.effect == names::name(Effect::Permit)
    }
}

fn all<T: Copy + Debug, S: FromIterator<T>>(what: &str, known: &[T], written: &[String]) -> Result<S> {
    written.iter().map(|name| names::parse(what, known, name)).collect()
}

fn period(from: &str, until: Option<&str>) -> Result<Period> {
    Ok(Period { from: text::parse_date(from)?, until: until.map(text::parse_date).transpose()? })
}

/// Is a category, by its name, one of sensitive data?
pub fn is_sensitive(category: &str) -> bool {
    names::parse("category", Category::ALL, category)
        .is_ok_and(|category| !CategorySet::SENSITIVE.intersection(category.set()).is_empty())
}

/// The first day of all, from which data periods that have no beginning begin.
pub const FIRST_DAY: Day = Day(0);
