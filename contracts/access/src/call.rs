//! Calls to other contracts. Each is checked twice, for the call and for its answer; reentrancy stays denied. The first
//! version of the host function is used, which every chain with pallet-contracts has.

use healink_domain::Account;
use ink::env::{
    call::{build_call, ExecutionInput, Selector},
    DefaultEnvironment,
};
use ink::prelude::vec::Vec;
use ink::primitives::AccountId;
use scale::{Decode, DecodeAll, Encode};

use crate::bytes::Bytes;

/// The same account in the rules' type.
pub fn account(id: AccountId) -> Account {
    let bytes: &[u8; 32] = id.as_ref();
    Account(*bytes)
}

/// Calls a message and decodes what it returns; nothing when it fails, traps or returns something else. What it returns is taken
/// whether it reverted or not: a refusal is an answer too. Arguments go as one tuple, which encodes like its parts, one after
/// the other.
pub fn call<R: Decode>(callee: Account, selector: [u8; 4], arguments: &impl Encode) -> Option<R> {
    let returned = invoke(AccountId::from(callee.0), selector, arguments.encode())?;
    R::decode_all(&mut &returned[..]).ok()
}

/// The call itself. It knows no types, so it is compiled once for all messages: a contract's size counts in every proof.
#[inline(never)]
fn invoke(callee: AccountId, selector: [u8; 4], arguments: Vec<u8>) -> Option<Vec<u8>> {
    let input = ExecutionInput::new(Selector::new(selector)).push_arg(Bytes(arguments));
    let called = build_call::<DefaultEnvironment>().call_v1(callee).exec_input(input).returns::<Bytes>();
    match called.try_invoke() {
        Ok(Ok(Bytes(returned))) => Some(returned),
        _ => None,
    }
}
