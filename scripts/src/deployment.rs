//! The contracts on a chain: deploying them, recording where they are, finding them again.

use std::{collections::BTreeMap, path::PathBuf};

use healink_domain::Account;
use scale::Encode;
use serde::{de::DeserializeOwned, Deserialize, Serialize};

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

/// What is deployed, in its order: each after those that it asks.
const ORDER: &[&str] = &[
    "stablecoin",
    "boards",
    "verifier",
    "attestations",
    "credentials",
    "consent",
    "guardians",
    "disclosures",
    "coverage",
    "claims",
    "settlement",
    "appeals",
];

/// Makes [`Contracts`] from one list.
macro_rules! contracts {
    ($($(#[doc = $doc:literal])+ $name:ident),+ $(,)?) => {
        /// The contracts of a chain, ready to be called.
        pub struct Contracts {
            $($(#[doc = $doc])+ pub $name: Contract,)+
        }

        impl Contracts {
            /// Finds the contracts that were deployed on this chain.
            ///
            /// # Errors
            /// When they were not, or were built anew since.
            pub async fn find(chain: &Chain) -> Result<Self> {
                let record = Record::read(chain)?;
                Ok(Self { $($name: find(chain, &record, stringify!($name)).await?,)+ })
            }

            /// All of them.
            pub fn all(&self) -> impl Iterator<Item = &Contract> {
                [$(&self.$name),+].into_iter()
            }
        }
    };
}

contracts! {
    /// Settlement token.
    stablecoin,
    /// Boards and accrediting bodies.
    boards,
    /// Signed attestations, confirmed facts, disclosures.
    attestations,
    /// Provider credentials.
    credentials,
    /// Consent.
    consent,
    /// Who acts for patients.
    guardians,
    /// Access log and emergencies.
    disclosures,
    /// Payers, plans, policies, prior authorisations; decides claims.
    coverage,
    /// The register of claims and the books.
    claims,
    /// Payments to providers, from escrow.
    settlement,
    /// Appeals against decisions on claims.
    appeals,
}

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
        Ok(paths::read_json(&Self::path(chain)?)?.unwrap_or_default())
    }

    /// Writes it, whole or not at all.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn write(&self, chain: &Chain) -> Result<()> {
        paths::write_json(&Self::path(chain)?, self)
    }
}

impl Contracts {
    /// The events that a transaction left in these contracts, decoded.
    ///
    /// # Errors
    /// When an event has another form than the metadata says.
    pub fn events(&self, chain: &Chain, receipt: &Receipt) -> Result<Vec<ContractEvent>> {
        let mut found = Vec::new();
        for event in &receipt.events {
            let crate::chain::runtime::Event::Contract { contract, topics, data } = event else { continue };
            let Some(known) = self.all().find(|known| known.address == *contract) else {
                continue;
            };
            if let Some((event, fields)) = known.metadata.event(topics, data, chain.properties.prefix)? {
                found.push(ContractEvent { contract: known.metadata.name.clone(), event, fields });
            }
        }
        Ok(found)
    }

    /// A field of an event that a transaction left, or `None` when nothing was sent.
    ///
    /// # Errors
    /// When there is no such event, or it has another form.
    pub fn field<T: DeserializeOwned>(
        &self,
        chain: &Chain,
        receipt: &Receipt,
        event: &str,
        field: &str,
    ) -> Result<Option<T>> {
        if receipt.block.is_none() {
            return Ok(None);
        }
        let events = self.events(chain, receipt)?;
        let found =
            events.iter().find(|found| found.event == event).and_then(|found| found.fields.get(field));
        let missing = || {
            Error::internal(format!("{} left no event {event} with {field}", receipt.what))
                .hint("the build is of another version than the program: run `healink build`")
        };
        let value = found.ok_or_else(missing)?;
        serde_json::from_value(value.clone()).or_internal(format!("reading {event}")).map(Some)
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
/// several deployments of one account apart. Contracts are told once which others they work with, so all of them are deployed anew
/// when one was built anew: those of different builds never meet.
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
    let salt = &salt_of_build(salt)?;
    let mut addresses: BTreeMap<&str, Account> = BTreeMap::new();
    for name in ORDER.iter().copied() {
        let at = |name: &str| addresses.get(name).copied().unwrap_or(me);
        let arguments = match name {
            "stablecoin" => (me, FIRST_SUPPLY).encode(),
            "verifier" => Vec::new(),
            "attestations" => (me, chain.genesis, at("boards"), addresses.get("verifier").copied()).encode(),
            "credentials" => (me, at("boards"), at("attestations")).encode(),
            "consent" => (me, at("credentials")).encode(),
            "guardians" => (me, at("consent")).encode(),
            "disclosures" => (me, at("consent"), at("credentials")).encode(),
            "coverage" => (me, at("credentials"), at("consent")).encode(),
            "claims" => (me, at("coverage")).encode(),
            "settlement" | "appeals" => (me, at("claims"), at("coverage")).encode(),
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
        wire_claims(session, &addresses, &said).await?;
    }
    Ok(record)
}

fn salt_of_build(salt: &[u8]) -> Result<[u8; 32]> {
    let code = |name: &&str| Ok(metadata(name)?.code_hash);
    Ok(salt_of(salt, &ORDER.iter().map(code).collect::<Result<Vec<_>>>()?))
}

/// A salt that is another one as soon as the code of any contract is.
fn salt_of(salt: &[u8], codes: &[[u8; 32]]) -> [u8; 32] {
    sp_crypto_hashing::blake2_256(&(salt, codes).encode())
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

/// Tells coverage which contract has claims decided, and claims which contracts settle them and rule on appeals; each once.
async fn wire_claims(
    session: &Session<'_>,
    addresses: &BTreeMap<&str, Account>,
    said: &impl Fn(&str),
) -> Result<()> {
    let at = |name: &str| -> Result<Contract> {
        let found = addresses.get(name).copied();
        let address = found.ok_or_else(|| Error::internal(format!("{name} is not deployed")))?;
        Ok(Contract { address, metadata: metadata(name)? })
    };
    let (coverage, claims) = (at("coverage")?, at("claims")?);
    let (settlement, appeals) = (at("settlement")?.address, at("appeals")?.address);
    let chain = session.chain();
    type Asks<T> = (Account, Account, Option<T>);
    let (_, _, present): Asks<Account> = coverage.view(chain, "contracts", ()).await?;
    wire_one(session, &coverage, present, claims.address, said).await?;
    type Asked<T> = (Account, Option<T>);
    let (_, present): Asked<(Account, Account)> = claims.view(chain, "contracts", ()).await?;
    wire_one(session, &claims, present, (settlement, appeals), said).await
}

async fn wire_one<T: Encode + PartialEq>(
    session: &Session<'_>,
    contract: &Contract,
    present: Option<T>,
    wanted: T,
    said: &impl Fn(&str),
) -> Result<()> {
    let name = &contract.metadata.name;
    match present {
        Some(present) if present == wanted => Ok(()),
        Some(_) => Err(Error::refused(format!("{name} works with other contracts for good"))
            .hint("deploy all of them anew with another --salt")),
        None => {
            let payload = wanted.encode();
            session.send(Action::Call { contract, message: "wire", arguments: payload }).await?;
            said(&format!("{name}: knows the contracts that call it"));
            Ok(())
        }
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contracts_of_different_builds_never_meet() {
        let build = [[1; 32], [2; 32]];
        assert_eq!(salt_of(b"healink", &build), salt_of(b"healink", &build));
        for other in [[[1; 32], [3; 32]], [[3; 32], [2; 32]], [[2; 32], [1; 32]]] {
            assert_ne!(salt_of(b"healink", &build), salt_of(b"healink", &other));
        }
        assert_ne!(salt_of(b"healink", &build), salt_of(b"second", &build));
    }
}
