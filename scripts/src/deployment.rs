//! The contracts on a chain: deploying them, recording where they are, finding them again.

use std::{collections::BTreeMap, path::PathBuf};

use healink_domain::Account;
use scale::Encode;
use serde::{Deserialize, Serialize};

use crate::{
    chain::{
        account,
        contract::Contract,
        metadata::ContractMetadata,
        rpc::{storage_key, to_hex},
        session::{Action, Receipt, Session},
        Chain,
    },
    error::{Error, Kind, Result, ResultExt},
    paths,
};

/// The contracts in the order of their deployment.
pub const NAMES: [&str; 9] = [
    "stablecoin",
    "boards",
    "verifier",
    "attestations",
    "credentials",
    "consent",
    "guardians",
    "disclosures",
    "claims",
];

/// Tokens the deployer gets at first, in cents.
const FIRST_SUPPLY: u128 = 0;

/// Where the contracts of one chain are.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Hash of the chain's first block.
    pub genesis: String,
    /// The network's name or address when this was written.
    pub network: String,
    /// Version of the program that wrote it.
    pub program: String,
    /// The contracts by name.
    pub contracts: BTreeMap<String, Entry>,
}

/// Where one contract is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Its address, SS58.
    pub address: String,
    /// Hash of its code.
    pub code_hash: String,
    /// Version of the contract.
    pub version: String,
    /// Block of the instantiation; none when it was found on the chain.
    pub block: Option<u64>,
}

impl Record {
    fn path(chain: &Chain) -> Result<PathBuf> {
        Ok(paths::project()?.join("deployments").join(format!("{}.json", chain.genesis_hex())))
    }

    /// The record of this chain; an empty one when there is none.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn read(chain: &Chain) -> Result<Self> {
        let path = Self::path(chain)?;
        match std::fs::read(&path) {
            Ok(bytes) => serde_json::from_slice(&bytes).or_usage(format!("reading {}", path.display())),
            Err(_) => Ok(Self::default()),
        }
    }

    /// Writes it, whole or not at all.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn write(&self, chain: &Chain) -> Result<()> {
        let json = serde_json::to_vec_pretty(self).or_internal("writing the deployment record")?;
        paths::write_atomically(&Self::path(chain)?, &json)
    }
}

/// The contracts of a chain, ready to be called.
pub struct Contracts {
    /// Boards and accrediting bodies.
    pub boards: Contract,
    /// Signed attestations, confirmed facts, disclosures.
    pub attestations: Contract,
    /// Provider credentials.
    pub credentials: Contract,
    /// Consent.
    pub consent: Contract,
    /// Who acts for patients.
    pub guardians: Contract,
    /// Access log and emergencies.
    pub disclosures: Contract,
    /// Claims.
    pub claims: Contract,
    /// Settlement token.
    pub stablecoin: Contract,
}

impl Contracts {
    /// Finds the contracts that were deployed on this chain.
    ///
    /// # Errors
    /// When they were not, or were built anew since.
    pub async fn find(chain: &Chain) -> Result<Self> {
        let record = Record::read(chain)?;
        let contracts = Self {
            boards: find(chain, &record, "boards").await?,
            attestations: find(chain, &record, "attestations").await?,
            credentials: find(chain, &record, "credentials").await?,
            consent: find(chain, &record, "consent").await?,
            guardians: find(chain, &record, "guardians").await?,
            disclosures: find(chain, &record, "disclosures").await?,
            claims: find(chain, &record, "claims").await?,
            stablecoin: find(chain, &record, "stablecoin").await?,
        };
        Ok(contracts)
    }

    /// All of them.
    pub fn all(&self) -> [&Contract; 8] {
        [
            &self.stablecoin,
            &self.boards,
            &self.attestations,
            &self.credentials,
            &self.consent,
            &self.guardians,
            &self.disclosures,
            &self.claims,
        ]
    }

    /// The events that a transaction left in these contracts, decoded.
    ///
    /// # Errors
    /// When an event has another form than the metadata says.
    pub fn events(&self, chain: &Chain, receipt: &Receipt) -> Result<Vec<ContractEvent>> {
        let mut found = Vec::new();
        for event in &receipt.events {
            let crate::chain::runtime::Event::Contract { contract, topics, data } = event else { continue };
            let Some(known) = self.all().into_iter().find(|known| known.address == *contract) else {
                continue;
            };
            if let Some((event, fields)) = known.metadata.event(topics, data, chain.properties.prefix)? {
                found.push(ContractEvent { contract: known.metadata.name.clone(), event, fields });
            }
        }
        Ok(found)
    }
}

/// A decoded event.
#[derive(Clone, Debug, Serialize)]
pub struct ContractEvent {
    /// Who emitted it.
    pub contract: String,
    /// Its name.
    pub event: String,
    /// Its fields.
    pub fields: serde_json::Value,
}

async fn find(chain: &Chain, record: &Record, name: &str) -> Result<Contract> {
    let not_there = || {
        Error::not_ready(format!("the contract {name} is not deployed on {}", chain.rpc.network().name))
            .hint("deploy with `healink deploy`")
    };
    let entry = record.contracts.get(name).ok_or_else(not_there)?;
    let metadata = metadata(name)?;
    if to_hex(&metadata.code_hash) != entry.code_hash {
        return Err(Error::not_ready(format!("the contract {name} was built anew since it was deployed"))
            .hint("deploy the new build with `healink deploy`"));
    }
    let address = account::parse(&entry.address)?;
    if !is_deployed(chain, &address).await? {
        return Err(not_there());
    }
    Ok(Contract { address, metadata })
}

fn metadata(name: &str) -> Result<ContractMetadata> {
    ContractMetadata::read(&paths::contracts()?.join(format!("{name}.json")))
}

/// Deploys what is not deployed yet, in the order in which the contracts need each other, and records each step. `salt` tells
/// several deployments of one account apart.
///
/// # Errors
/// When a contract is not built, or the chain refuses.
pub async fn deploy(session: &Session<'_>, salt: &[u8], said: impl Fn(&str)) -> Result<Record> {
    let chain = session.chain();
    let mut record = Record::read(chain)?;
    record.genesis = chain.genesis_hex();
    record.network = chain.rpc.network().name.clone();
    record.program = env!("CARGO_PKG_VERSION").into();
    let me = session.account();
    let mut addresses: BTreeMap<&str, Account> = BTreeMap::new();
    for name in NAMES {
        let at = |name: &str| addresses.get(name).copied().unwrap_or(me);
        let arguments = match name {
            "stablecoin" => (me, FIRST_SUPPLY).encode(),
            "verifier" => Vec::new(),
            "attestations" => (me, chain.genesis, at("boards"), addresses.get("verifier").copied()).encode(),
            "credentials" => (me, at("boards"), at("attestations")).encode(),
            "consent" => (me, at("credentials")).encode(),
            "guardians" => (me, at("consent")).encode(),
            "disclosures" => (me, at("consent"), at("credentials")).encode(),
            "claims" => (me, at("credentials"), at("consent")).encode(),
            _ => me.encode(),
        };
        let deployed = deploy_one(session, name, &arguments, salt, &said).await;
        let (address, entry) = match deployed {
            Err(error) if name == "verifier" && error.kind == Kind::Refused => {
                // It names a host function that not every network has; `attestations` says so then.
                said(&format!("{name}: left out, this network does not take it ({})", error.message));
                continue;
            }
            other => other?,
        };
        addresses.insert(name, address);
        // What is known of an earlier instantiation at the same address is kept.
        let known = record
            .contracts
            .get(name)
            .filter(|known| known.address == entry.address && entry.block.is_none());
        let entry = known.cloned().unwrap_or(entry);
        record.contracts.insert(name.into(), entry);
        if !session.is_dry_run() {
            record.write(chain)?;
        }
    }
    if !session.is_dry_run() {
        for name in ["boards", "attestations"] {
            wire(session, name, &addresses).await?;
        }
        name_guardians(session, &record, &said).await?;
    }
    Ok(record)
}

/// Tells a contract where the credential registry is, which was deployed after it; once.
async fn wire(session: &Session<'_>, name: &str, addresses: &BTreeMap<&str, Account>) -> Result<()> {
    let address = |name: &str| {
        let address = addresses.get(name).copied();
        address.ok_or_else(|| Error::internal(format!("{name} has no address")))
    };
    let contract = Contract { address: address(name)?, metadata: metadata(name)? };
    match session.call(&contract, "wire", (address("credentials")?,)).await {
        Err(error) if error.detail.as_ref().is_some_and(|detail| detail["error"] == "Wired") => Ok(()),
        other => other.map(|_| ()),
    }
}

/// Tells the consent registry which contract acts for patients, unless it knows.
async fn name_guardians(session: &Session<'_>, record: &Record, said: &impl Fn(&str)) -> Result<()> {
    let chain = session.chain();
    let consent = find(chain, record, "consent").await?;
    let (_, known): (Account, Option<Account>) = consent.view(chain, "registries", ()).await?;
    if known.is_none() {
        let guardians = find(chain, record, "guardians").await?;
        session.call(&consent, "name_guardians", (guardians.address,)).await?;
        said("consent: knows who acts for patients");
    }
    Ok(())
}

async fn deploy_one(
    session: &Session<'_>,
    name: &str,
    arguments: &[u8],
    salt: &[u8],
    said: &impl Fn(&str),
) -> Result<(Account, Entry)> {
    let chain = session.chain();
    let metadata = metadata(name)?;
    let data = ContractMetadata::payload(metadata.constructor("new")?, arguments);
    let address = contract_address(&session.account(), &metadata.code_hash, &data, salt);
    let mut block = None;
    if is_deployed(chain, &address).await? {
        said(&format!("{name}: already at {}", chain.ss58(&address)));
    } else {
        if has_code(chain, &metadata.code_hash).await? {
            said(&format!("{name}: code already on the chain"));
        } else {
            let path = paths::contracts()?.join(format!("{name}.wasm"));
            let wasm = std::fs::read(&path).or_usage(format!("reading {}", path.display()))?;
            said(&format!("{name}: uploading {} bytes of code", wasm.len()));
            session.send(Action::Upload { wasm }).await?;
        }
        let action = Action::Instantiate { name, code: metadata.code_hash, data, salt: salt.to_vec() };
        let receipt = session.send(action).await?;
        if receipt.address != Some(address) {
            return Err(Error::internal(format!("the chain gave {name} an unexpected address")));
        }
        block = receipt.block;
        said(&format!("{name}: now at {}", chain.ss58(&address)));
    }
    let code_hash = to_hex(&metadata.code_hash);
    Ok((address, Entry { address: chain.ss58(&address), code_hash, version: metadata.version, block }))
}

/// Where pallet-contracts puts a new contract: `DefaultAddressGenerator`.
fn contract_address(deployer: &Account, code_hash: &[u8; 32], data: &[u8], salt: &[u8]) -> Account {
    let mut entropy = b"contract_addr_v1".to_vec();
    (deployer, code_hash, data, salt).encode_to(&mut entropy);
    Account(sp_crypto_hashing::blake2_256(&entropy))
}

async fn is_deployed(chain: &Chain, address: &Account) -> Result<bool> {
    let mut key = storage_key("Contracts", "ContractInfoOf");
    key.extend(sp_crypto_hashing::twox_64(&address.0));
    key.extend(address.0);
    Ok(chain.rpc.storage(&key, None).await?.is_some())
}

async fn has_code(chain: &Chain, code_hash: &[u8; 32]) -> Result<bool> {
    let mut key = storage_key("Contracts", "CodeInfoOf");
    key.extend(code_hash);
    Ok(chain.rpc.storage(&key, None).await?.is_some())
}
