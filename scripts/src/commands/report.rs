//! How commands say what a transaction did, and print lists.

use healink_domain::Account;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::{
    chain::{account, hints, session::Receipt, Chain},
    deployment::{ContractEvent, Contracts},
    output, Context, Result,
};

/// A transaction's outcome as it is printed.
#[derive(Clone, Debug, Serialize)]
pub struct Done {
    /// What it was.
    pub what: String,
    /// The block; none with `--dry-run`.
    pub block: Option<u64>,
    /// Hash of the transaction.
    pub transaction: String,
    /// What the contracts recorded.
    pub events: Vec<ContractEvent>,
}

impl Done {
    /// From a receipt.
    ///
    /// # Errors
    /// When an event has another form than the metadata says.
    pub fn new(chain: &Chain, contracts: &Contracts, receipt: &Receipt) -> Result<Self> {
        Ok(Self {
            what: receipt.what.clone(),
            block: receipt.block,
            transaction: receipt.hash.clone(),
            events: contracts.events(chain, receipt)?,
        })
    }

    /// In words.
    pub fn text(&self) -> String {
        let head = match self.block {
            Some(block) => format!("{}: done in block {block}", self.what),
            None => format!("{}: would succeed; nothing was sent", self.what),
        };
        let events = self.events.iter().map(|event| format!("  {} {}", event.event, fields(&event.fields)));
        std::iter::once(head).chain(events).collect::<Vec<_>>().join("\n")
    }
}

/// The fields of an event or a record in one line.
pub fn fields(value: &Value) -> String {
    match value {
        Value::Object(fields) => {
            let one = |(name, value): (&String, &Value)| format!("{name} {}", plain(value));
            fields.iter().map(one).collect::<Vec<_>>().join(", ")
        }
        other => plain(other),
    }
}

/// A value in a line of text.
pub fn plain(value: &Value) -> String {
    match value {
        Value::Null => "-".into(),
        Value::Array(items) => items.iter().map(plain).collect::<Vec<_>>().join(" "),
        Value::Object(members) if members.len() > 1 => format!("({})", fields(value)),
        other => hints::describe(other),
    }
}

/// Prints what a transaction did.
///
/// # Errors
/// When it cannot be printed.
pub fn done(ctx: &Context, chain: &Chain, contracts: &Contracts, receipt: &Receipt) -> Result<()> {
    let done = Done::new(chain, contracts, receipt)?;
    ctx.out.result(&done, || done.text())
}

/// A cell of a list.
#[derive(Clone, Debug)]
pub enum Cell {
    /// Text, also an amount or a date.
    Text(String),
    /// A number or count.
    Number(u64),
    /// An account: short in a table, whole in JSON.
    Account(Account),
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<u32> for Cell {
    fn from(number: u32) -> Self {
        Self::Number(number.into())
    }
}

impl From<u64> for Cell {
    fn from(number: u64) -> Self {
        Self::Number(number)
    }
}

impl From<Account> for Cell {
    fn from(account: Account) -> Self {
        Self::Account(account)
    }
}

impl Cell {
    fn shown(&self, prefix: u16) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Number(number) => number.to_string(),
            Self::Account(account) => account::short(account, prefix),
        }
    }

    fn json(&self, prefix: u16) -> Value {
        match self {
            Self::Text(text) => text.clone().into(),
            Self::Number(number) => (*number).into(),
            Self::Account(account) => account::ss58(account, prefix).into(),
        }
    }
}

/// A row as an object, by the names of the columns.
fn object(header: &[&str], row: &[Cell], prefix: u16) -> Value {
    let keys = header.iter().map(|name| name.to_lowercase().replace(' ', "_"));
    keys.zip(row.iter().map(|cell| cell.json(prefix))).collect::<Map<_, _>>().into()
}

/// Prints a list: a table, or with `--json` an array of objects. Columns named in `right` are aligned to the right.
///
/// # Errors
/// When it cannot be printed.
pub fn list(ctx: &Context, chain: &Chain, header: &[&str], right: &[&str], rows: &[Vec<Cell>]) -> Result<()> {
    let prefix = chain.properties.prefix;
    let value: Vec<Value> = rows.iter().map(|row| object(header, row, prefix)).collect();
    let shown = rows.iter().map(|row| row.iter().map(|cell| cell.shown(prefix)).collect());
    ctx.out.result(&value, || output::table(header, right, shown))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn accounts_are_short_in_tables_and_whole_in_json() {
        let account = Account([7; 32]);
        let row = [Cell::from(3u32), account.into(), "12.50".into()];
        let whole = account::ss58(&account, 42);
        let object = object(&["id", "Provider", "service day"], &row, 42);
        assert_eq!(object, json!({ "id": 3, "provider": whole, "service_day": "12.50" }));
        assert_eq!((row[1].shown(42).chars().count(), whole.len()), (11, 48));
    }
}
