use std::marker::PhantomData;

use scale::{Decode, DecodeAll};

use crate::Contract;

/// A message to a contract with its arguments, ready to be sent wherever the contract is. `R` is what it returns.
#[derive(Clone, Debug)]
pub struct Message<R> {
    /// To which contract.
    pub contract: Contract,
    /// Its label in the metadata, without the trait's name.
    pub label: &'static str,
    arguments: Vec<u8>,
    returns: PhantomData<R>,
}

impl<R> Message<R> {
    /// A message with its SCALE-encoded arguments.
    pub const fn new(contract: Contract, label: &'static str, arguments: Vec<u8>) -> Self {
        Self { contract, label, arguments, returns: PhantomData }
    }

    /// What goes over the wire: selector and arguments.
    pub fn payload(&self) -> Vec<u8> {
        let mut payload = self.contract.artifact().selector(self.label).to_vec();
        payload.extend(&self.arguments);
        payload
    }

    /// The same message with its type forgotten, to be kept beside others.
    pub fn untyped(self) -> Message<()> {
        Message::new(self.contract, self.label, self.arguments)
    }
}

/// What came back from a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// The contract returned.
    Returned {
        /// It undid what it had done.
        reverted: bool,
        /// What it returned.
        data: Vec<u8>,
    },
    /// The runtime ended the call: a trap, no gas left, no such contract.
    Failed(String),
}

impl Reply {
    /// The value that the message returned.
    ///
    /// # Panics
    /// When the call trapped, or returned something else.
    pub fn value<R: Decode>(&self) -> R {
        let Self::Returned { data, .. } = self else { panic!("the call failed: {self:?}") };
        let answer = Result::<R, ink::LangError>::decode_all(&mut data.as_slice());
        let answer = answer
            .unwrap_or_else(|e| panic!("unexpected bytes from the contract: {e}; {}", hex::encode(data)));
        answer.unwrap_or_else(|e| panic!("the contract did not understand the message: {e:?}"))
    }

    /// Whether the call changed the chain: it returned and did not revert.
    pub const fn succeeded(&self) -> bool {
        matches!(self, Self::Returned { reverted: false, .. })
    }
}
