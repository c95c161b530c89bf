//! Readers of arguments: what is wrong is said together with what to do, since the command line's own message shows one text.

use healink_domain::{
    claims::{Gate, ReviewReason, MAX_LINES},
    consent::{Action, Category, CategorySet, Purpose},
    credentials::Kind,
    Account, Cents, Day, Digest, Jurisdiction, Npi, Taxonomy,
};

use crate::{chain::account as accounts, error::Error, names, text};

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

/// An examiner's reason.
pub fn review_reason(value: &str) -> Read<ReviewReason> {
    const ALL: [ReviewReason; 5] = [
        ReviewReason::LacksInformation,
        ReviewReason::NotNecessary,
        ReviewReason::Included,
        ReviewReason::LevelOfService,
        ReviewReason::Frequency,
    ];
    names::parse("reason", &ALL, value).map_err(said)
}

/// A gate.
pub fn gate(value: &str) -> Read<Gate> {
    names::parse("gate", Gate::ALL, value).map_err(said)
}

/// The number of a claim's line, counted from 1, as contracts count it: from 0.
pub fn line(value: &str) -> Read<u8> {
    let number = value.parse::<u8>().ok().filter(|number| (1..=MAX_LINES).contains(&usize::from(*number)));
    let number = number.and_then(|number| number.checked_sub(1));
    number.ok_or_else(|| format!("`{value}` is no line: lines are counted from 1 to {MAX_LINES}"))
}
