//! `ContractsApi`, pallet-contracts' runtime interface: dry runs of calls, instantiations and uploads.
//! Shapes: `pallet_contracts::primitives`.

// The code that `scale_derive` generates for enums casts `usize` to `u8`.
#![allow(clippy::cast_possible_truncation)]

use scale::{Decode, Encode};

use super::{
    account::Account,
    runtime::{DispatchFailure, Runtime, Weight},
};
use crate::error::{Result, ResultExt};

/// Bit of the flags that says that a contract reverted.
const REVERT: u32 = 1;

/// What a dry run learned.
#[derive(Clone, Debug)]
pub struct DryRun {
    /// Weight to allow, without margin.
    pub gas: Weight,
    /// Storage deposit to be paid; 0 when there is a refund.
    pub deposit: u128,
    /// Storage deposit to be given back.
    pub refund: u128,
    /// What the runtime refuses, or what the contract returned.
    pub result: std::result::Result<Returned, DispatchFailure>,
}

/// What a contract returned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Returned {
    /// Did it revert?
    pub reverted: bool,
    /// The returned bytes.
    pub data: Vec<u8>,
    /// Address of the new contract, for instantiations.
    pub address: Option<Account>,
}

/// Code to instantiate or already there.
#[derive(Encode)]
pub enum Code {
    /// New code.
    Upload(Vec<u8>),
    /// Hash of code on the chain.
    Existing([u8; 32]),
}

impl Runtime {
    /// Arguments of `ContractsApi_call`.
    ///
    /// # Errors
    /// When the value does not fit the chain.
    pub fn call_input(&self, origin: Account, contract: Account, data: &[u8]) -> Result<Vec<u8>> {
        let mut input = (origin, contract).encode();
        input.extend(self.encode_balance(0)?);
        // No limit of weight and deposit: the dry run finds them.
        (None::<Weight>, None::<u8>, data).encode_to(&mut input);
        Ok(input)
    }

    /// Arguments of `ContractsApi_instantiate`.
    ///
    /// # Errors
    /// When the value does not fit the chain.
    pub fn instantiate_input(
        &self,
        origin: Account,
        code: &Code,
        data: &[u8],
        salt: &[u8],
    ) -> Result<Vec<u8>> {
        let mut input = origin.encode();
        input.extend(self.encode_balance(0)?);
        (None::<Weight>, None::<u8>, code, data, salt).encode_to(&mut input);
        Ok(input)
    }

    /// Reads a `ContractResult` of a call, or of an instantiation.
    ///
    /// # Errors
    /// When the bytes have another shape.
    pub fn read_dry_run(&self, bytes: &[u8], instantiation: bool) -> Result<DryRun> {
        const WHAT: &str = "reading the node's answer to a dry run";
        let input = &mut &*bytes;
        let (_consumed, gas) = <(Weight, Weight)>::decode(input).or_internal(WHAT)?;
        let is_charge = bool::decode(input).or_internal(WHAT)?;
        let amount = self.decode_balance(input)?;
        let _debug = Vec::<u8>::decode(input).or_internal(WHAT)?;
        let result = match u8::decode(input).or_internal(WHAT)? {
            0 => {
                let (flags, data) = <(u32, Vec<u8>)>::decode(input).or_internal(WHAT)?;
                let address = instantiation.then(|| Account::decode(input)).transpose().or_internal(WHAT)?;
                Ok(Returned { reverted: flags & REVERT != 0, data, address })
            }
            _ => Err(self.dispatch_failure(input)),
        };
        let (deposit, refund) = if is_charge { (amount, 0) } else { (0, amount) };
        Ok(DryRun { gas, deposit, refund, result })
    }
}

impl Weight {
    /// With a margin of 15 %: the state may have moved on between the dry run and the block.
    #[must_use]
    pub fn with_margin(self) -> Self {
        Self { ref_time: with_margin(self.ref_time), proof_size: with_margin(self.proof_size) }
    }
}

fn with_margin(value: u64) -> u64 {
    value.saturating_add(value.saturating_mul(15) / 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_margin_is_fifteen_percent_and_never_overflows() {
        assert_eq!(with_margin(1_000), 1_150);
        assert_eq!(with_margin(0), 0);
        assert_eq!(with_margin(u64::MAX), u64::MAX);
    }
}
