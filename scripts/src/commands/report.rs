//! How commands say what a transaction did.

use serde::Serialize;
use serde_json::Value;

use crate::{
    chain::{hints, session::Receipt, Chain},
    deployment::{ContractEvent, Contracts},
    Context, Result,
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
