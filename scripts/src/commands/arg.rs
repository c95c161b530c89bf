//! Readers of arguments: what is wrong is said together with what to do, since the command line's own message shows one text.

use healink_domain::{
    consent::{Action, Category, CategorySet, Class, Grantee, Purpose, Role as CareRole},
    credentials::{Kind, Reason, Role},
    Account, Cents, Day, Digest, Jurisdiction, Npi, Taxonomy,
};

use crate::{
    chain::account as accounts,
    credential::document::check_detail,
    error::Error,
    fhir::consent::{Actors, Root},
    names, text,
};

type Read<T> = Result<T, String>;

fn said(error: Error) -> String {
    match error.hint {
        Some(hint) => format!("{}; {hint}", error.message),
        None => error.message,
    }
}

/// An account.
pub fn account(value: &str) -> Read<Account> {
    accounts::parse(value).map_err(said)
}

/// A day.
pub fn day(value: &str) -> Read<Day> {
    text::parse_date(value).map_err(said)
}

/// An amount.
pub fn money(value: &str) -> Read<Cents> {
    text::parse_money(value).map_err(said)
}

/// A National Provider Identifier.
pub fn npi(value: &str) -> Read<Npi> {
    text::parse_npi(value).map_err(said)
}

/// A country or subdivision.
pub fn place(value: &str) -> Read<Jurisdiction> {
    text::parse_place(value).map_err(said)
}

/// A NUCC code.
pub fn taxonomy(value: &str) -> Read<Taxonomy> {
    text::parse_taxonomy(value).map_err(said)
}

/// A hash.
pub fn digest(value: &str) -> Read<Digest> {
    text::parse_digest(value).map_err(said)
}

/// A kind of credential.
pub fn kind(value: &str) -> Read<Kind> {
    names::parse("kind of credential", Kind::ALL, value).map_err(said)
}

/// Why a standing changes.
pub fn reason(value: &str) -> Read<Reason> {
    names::parse("reason", Reason::ALL, value).map_err(said)
}

/// What an accreditation entitles to.
pub fn role(value: &str) -> Read<Role> {
    names::parse("role", &[Role::Board, Role::Body], value).map_err(said)
}

/// A detail of a document: `NAME=VALUE`.
pub fn detail(value: &str) -> Read<(String, String)> {
    let (name, value) = value.split_once('=').ok_or_else(|| format!("`{value}` is no NAME=VALUE"))?;
    check_detail(name, value).map(|()| (name.to_owned(), value.to_owned())).map_err(said)
}

/// An sr25519 signature.
pub fn signature(value: &str) -> Read<[u8; 64]> {
    text::parse_signature(value).map_err(said)
}

/// A purpose of use.
pub fn purpose(value: &str) -> Read<Purpose> {
    names::parse("purpose", Purpose::ALL, value).map_err(said)
}

/// An action on data.
pub fn action(value: &str) -> Read<Action> {
    names::parse("action", Action::ALL, value).map_err(said)
}

/// A category of data, or `all` for every ordinary one.
pub fn categories(value: &str) -> Read<CategorySet> {
    match value {
        "all" => Ok(CategorySet::ORDINARY),
        _ => names::parse("category", Category::ALL, value).map(Category::set).map_err(said),
    }
}

/// A role of somebody who acts for a patient.
pub fn care_role(value: &str) -> Read<CareRole> {
    names::parse("role", &[CareRole::Attorney, CareRole::Guardian], value).map_err(said)
}

/// An account, a kind of credential, or `KIND@PLACE`.
pub fn grantee(value: &str) -> Read<Grantee> {
    Actors::parse_grantee(value).map_err(said)
}

/// A kind of credential, or `KIND@PLACE`.
pub fn class(value: &str) -> Read<Class> {
    Actors::parse_class(value).map_err(said)
}

/// `REFERENCE=WHO`.
pub fn actor_is(value: &str) -> Read<(String, Grantee)> {
    Actors::parse(value).map_err(said)
}

/// What a root provision without a type is.
pub fn root(value: &str) -> Read<Root> {
    match value {
        "limits" => Ok(Root::Limits),
        "exception" => Ok(Root::Exception),
        other => Err(format!("`{other}` is neither `limits` nor `exception`")),
    }
}
