//! A chain in process.

use drink::{
    frame_support::sp_runtime::AccountId32,
    minimal::{MinimalSandbox, RuntimeEvent},
    pallet_contracts::{Determinism, Event},
    sandbox_api::prelude::*,
    Sandbox, Weight,
};
use healink_domain::{Account, Moment};
use scale::{Decode, DecodeAll};

use crate::message::Reply;

/// Enough for any message of the suite, and far from what a block holds.
const GAS: Weight = Weight::from_parts(500_000_000_000, 5 << 20);

/// What every account has for its deposits, in the chain's own token.
const FUNDS: u128 = 1_000_000_000_000;

/// An event of a contract: who emitted it, its topics and data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Emitted {
    /// The contract.
    pub contract: Account,
    /// Topics, the event's signature first.
    pub topics: Vec<[u8; 32]>,
    /// The encoded fields.
    pub data: Vec<u8>,
}

impl Emitted {
    /// The event, if it is one of this sort.
    pub fn decode<E: ink::env::Event + Decode>(&self) -> Option<E> {
        let signed = E::SIGNATURE_TOPIC.is_some() && self.topics.first() == E::SIGNATURE_TOPIC.as_ref();
        signed.then(|| E::decode_all(&mut self.data.as_slice()).expect("the event's fields"))
    }
}

/// A chain with pallet-contracts in the test's own process.
pub struct Chain {
    sandbox: MinimalSandbox,
}

impl Chain {
    /// A chain on which these accounts can pay deposits.
    pub fn new(accounts: &[Account], now: Moment) -> Self {
        let mut chain = Self { sandbox: MinimalSandbox::default() };
        for account in accounts {
            chain.sandbox.mint_into(&id(*account), FUNDS).expect("a fresh account can be funded");
        }
        chain.set_now(now);
        chain
    }

    /// Sets the clock. The block stays the same.
    pub fn set_now(&mut self, now: Moment) {
        self.sandbox.set_timestamp(now.0);
    }

    /// The clock.
    pub fn now(&mut self) -> Moment {
        Moment(self.sandbox.get_timestamp())
    }

    /// Deploys code.
    ///
    /// # Panics
    /// When the code is refused or its constructor fails.
    pub fn deploy(&mut self, deployer: Account, wasm: Vec<u8>, payload: Vec<u8>, salt: Vec<u8>) -> Account {
        let deployed = self.sandbox.deploy_contract(wasm, 0, payload, salt, id(deployer), GAS, None);
        let instance = deployed.result.unwrap_or_else(|e| panic!("the code is refused: {e:?}"));
        assert!(
            !instance.result.did_revert(),
            "the constructor failed: {}",
            hex::encode(&instance.result.data)
        );
        Account(instance.account_id.into())
    }

    /// Calls a contract; what it changes stays.
    pub fn call(&mut self, caller: Account, contract: Account, payload: Vec<u8>) -> Reply {
        self.sandbox.reset_events();
        call(&mut self.sandbox, caller, contract, payload)
    }

    /// Calls a contract; nothing changes.
    pub fn dry_run(&mut self, caller: Account, contract: Account, payload: Vec<u8>) -> Reply {
        self.sandbox.dry_run(|sandbox| call(sandbox, caller, contract, payload))
    }

    /// Calls a contract, and returns also the [`Self::state`] that this leads to; nothing changes.
    pub fn trial(&mut self, caller: Account, contract: Account, payload: Vec<u8>) -> (Reply, [u8; 32]) {
        self.sandbox.dry_run(|sandbox| {
            let reply = call(sandbox, caller, contract, payload);
            sandbox.reset_events();
            (reply, sandbox.take_snapshot().storage_root.into())
        })
    }

    /// Hash over everything on the chain but its events, the contracts' storage included.
    pub fn state(&mut self) -> [u8; 32] {
        self.sandbox.dry_run(|sandbox| {
            sandbox.reset_events();
            sandbox.take_snapshot().storage_root.into()
        })
    }

    /// What contracts emitted during the last call.
    pub fn emitted(&mut self) -> Vec<Emitted> {
        self.sandbox
            .events()
            .into_iter()
            .filter_map(|record| match record.event {
                RuntimeEvent::Contracts(Event::ContractEmitted { contract, data }) => Some(Emitted {
                    contract: Account(contract.into()),
                    topics: record.topics.into_iter().map(Into::into).collect(),
                    data,
                }),
                _ => None,
            })
            .collect()
    }
}

fn call(sandbox: &mut MinimalSandbox, caller: Account, contract: Account, payload: Vec<u8>) -> Reply {
    let called =
        sandbox.call_contract(id(contract), 0, payload, id(caller), GAS, None, Determinism::Enforced);
    match called.result {
        Ok(returned) => Reply::Returned { reverted: returned.did_revert(), data: returned.data },
        Err(error) => Reply::Failed(format!("{error:?}")),
    }
}

fn id(account: Account) -> AccountId32 {
    AccountId32::new(account.0)
}
