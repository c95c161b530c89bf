//! Where the contracts are, and with what they are constructed.

use std::collections::BTreeMap;

use healink_domain::{Account, Digest};
use scale::Encode;

use crate::{Contract, Person};

/// What stands for the hash of the chain's first block.
pub const CHAIN: Digest = Digest([0x47; 32]);

/// Where the contracts are.
#[derive(Clone, Debug, Default)]
pub struct Addresses(BTreeMap<Contract, Account>);

impl Addresses {
    /// Address of a contract.
    ///
    /// # Panics
    /// When it is not deployed.
    pub fn of(&self, contract: Contract) -> Account {
        *self.0.get(&contract).unwrap_or_else(|| panic!("{} is not deployed", contract.name()))
    }

    /// Whether a contract is deployed.
    pub fn has(&self, contract: Contract) -> bool {
        self.0.contains_key(&contract)
    }

    /// Puts an address down.
    #[must_use]
    pub fn with(mut self, contract: Contract, address: Account) -> Self {
        self.0.insert(contract, address);
        self
    }
}

/// What the constructor of a contract is called with, when its callees are deployed already.
pub fn constructor(contract: Contract, at: &Addresses) -> Vec<u8> {
    let owner = Person::Owner.account();
    let arguments = match contract {
        Contract::Stablecoin => (owner, 0u128).encode(),
        Contract::Boards => owner.encode(),
        Contract::Verifier => Vec::new(),
        Contract::Attestations => {
            (owner, CHAIN, at.of(Contract::Boards), Some(at.of(Contract::Verifier))).encode()
        }
        Contract::Credentials => (owner, at.of(Contract::Boards), at.of(Contract::Attestations)).encode(),
        Contract::Consent => (owner, at.of(Contract::Credentials)).encode(),
        Contract::Guardians => (owner, at.of(Contract::Consent)).encode(),
        Contract::Disclosures | Contract::Coverage => {
            let (credentials, consent) = (at.of(Contract::Credentials), at.of(Contract::Consent));
            match contract {
                Contract::Coverage => (owner, credentials, consent).encode(),
                _ => (owner, consent, credentials).encode(),
            }
        }
        Contract::Claims => (owner, at.of(Contract::Coverage)).encode(),
        Contract::Settlement | Contract::Appeals => {
            (owner, at.of(Contract::Claims), at.of(Contract::Coverage)).encode()
        }
    };
    let mut payload = contract.artifact().constructor("new").to_vec();
    payload.extend(arguments);
    payload
}
