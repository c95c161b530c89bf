//! A deployed contract: its address and its metadata.

use healink_domain::Account;
use scale::{Decode, Encode};
use serde_json::{json, Value};

use super::{
    api::{DryRun, Returned},
    hints,
    metadata::{ContractMetadata, Outcome},
    runtime::DispatchFailure,
    session::Receipt,
    Chain,
};
use crate::error::{Error, Result, ResultExt};

/// A page of a list as the contracts return it: the items and where the next page begins (`healink_interfaces::Page`).
type Page<T> = (Vec<T>, Option<u64>);

/// A contract at an address.
pub struct Contract {
    /// Where it is.
    pub address: Account,
    /// What it understands.
    pub metadata: ContractMetadata,
}

impl Contract {
    /// Calls a view and decodes its value. `arguments` is a tuple in the order of the message's arguments.
    ///
    /// # Errors
    /// When the node cannot be reached or the contract refuses.
    pub async fn view<T: Decode>(&self, chain: &Chain, message: &str, arguments: impl Encode) -> Result<T> {
        let (value, _) = self.ask(chain, message, &arguments.encode()).await?;
        T::decode(&mut value.as_slice())
            .or_internal(format!("decoding what {}.{message} returned", self.metadata.name))
            .map_err(|e| e.hint("the build is of another version than the program: run `healink build`"))
    }

    /// Calls a view and decodes its value for display.
    ///
    /// # Errors
    /// When the node cannot be reached or the contract refuses.
    pub async fn show(&self, chain: &Chain, message: &str, arguments: impl Encode) -> Result<Value> {
        let (_, shown) = self.ask(chain, message, &arguments.encode()).await?;
        Ok(shown)
    }

    /// Reads a whole list, page by page. `arguments` stand before the page's beginning and length.
    ///
    /// # Errors
    /// When the node cannot be reached or the contract refuses.
    pub async fn list<T: Decode>(
        &self,
        chain: &Chain,
        message: &str,
        arguments: impl Encode + Copy,
    ) -> Result<Vec<T>> {
        const PAGE: u32 = 50;
        let (mut items, mut from) = (Vec::new(), 0u64);
        loop {
            let (page, next): Page<T> = self.view(chain, message, (arguments, from, PAGE)).await?;
            items.extend(page);
            match next {
                Some(next) => from = next,
                None => return Ok(items),
            }
        }
    }

    async fn ask(&self, chain: &Chain, message: &str, arguments: &[u8]) -> Result<(Vec<u8>, Value)> {
        let found = self.metadata.message(message)?;
        let payload = ContractMetadata::payload(found, arguments);
        let dry_run = self.dry_run(chain, chain.viewer, &payload).await?;
        let returned = self.accept(chain, message, &dry_run)?;
        let prefix = chain.properties.prefix;
        match self.metadata.outcome(found, &returned.data, prefix)? {
            Outcome::Value(value) => Ok((value.to_vec(), self.metadata.display(found, value, prefix)?)),
            Outcome::Refused(error) => Err(refused(&self.metadata.name, message, &error)),
        }
    }

    /// What a transaction's message returned when it was tried, for display.
    ///
    /// # Errors
    /// When the bytes have another form.
    pub fn returned(&self, chain: &Chain, message: &str, receipt: &Receipt) -> Result<Value> {
        let (found, prefix) = (self.metadata.message(message)?, chain.properties.prefix);
        match self.metadata.outcome(found, &receipt.returned, prefix)? {
            Outcome::Value(value) => self.metadata.display(found, value, prefix),
            Outcome::Refused(error) => Err(refused(&self.metadata.name, message, &error)),
        }
    }

    /// Tries a call without sending it.
    ///
    /// # Errors
    /// When the node cannot be reached.
    pub async fn dry_run(&self, chain: &Chain, origin: Account, payload: &[u8]) -> Result<DryRun> {
        let input = chain.runtime.call_input(origin, self.address, payload)?;
        let answer = chain.rpc.state_call("ContractsApi_call", &input, None).await?;
        chain.runtime.read_dry_run(&answer, false)
    }

    /// What a dry run returned, if neither the runtime nor the contract refuses.
    ///
    /// # Errors
    /// The refusal, decoded, with what to do.
    pub fn accept<'a>(&self, chain: &Chain, message: &str, dry_run: &'a DryRun) -> Result<&'a Returned> {
        let returned = dry_run
            .result
            .as_ref()
            .map_err(|failure| runtime_refused(&format!("{}.{message}", self.metadata.name), failure))?;
        if !returned.reverted {
            return Ok(returned);
        }
        let found = self.metadata.message(message)?;
        let error = match self.metadata.outcome(found, &returned.data, chain.properties.prefix) {
            Ok(Outcome::Refused(error)) => error,
            _ => json!("Reverted"),
        };
        Err(refused(&self.metadata.name, message, &error))
    }
}

/// The refusal of a contract.
pub fn refused(contract: &str, message: &str, error: &Value) -> Error {
    let refusal = Error::refused(format!("{contract} refused {message}: {}", hints::describe(error)))
        .detail(json!({ "contract": contract, "message": message, "error": error }));
    match hints::hint_for(error) {
        Some(hint) => refusal.hint(hint),
        None => refusal,
    }
}

/// The refusal of the runtime.
pub fn runtime_refused(what: &str, failure: &DispatchFailure) -> Error {
    let name = match &failure.pallet {
        Some(pallet) => format!("{pallet}.{}", failure.name),
        None => failure.name.clone(),
    };
    let docs = if failure.docs.is_empty() { String::new() } else { format!(" ({})", failure.docs) };
    let refusal = Error::refused(format!("the chain refused {what}: {name}{docs}"))
        .detail(json!({ "runtime": failure, "call": what }));
    match hints::hint(&failure.name) {
        Some(hint) => refusal.hint(hint),
        None => refusal,
    }
}
