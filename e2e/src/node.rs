//! A real node of our own chain, started by the test and ended with it.

use std::{
    ffi::OsString,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{SystemTime, UNIX_EPOCH},
};

use drink::pallet_contracts::StorageDeposit;
use healink_domain::{Account, Day, Moment};
use ink::{
    env::{
        call::{build_call, ExecutionInput, Selector},
        DefaultEnvironment,
    },
    primitives::AccountId,
};
use ink_e2e::{Client, ContractsBackend, PolkadotConfig, TestNodeProcess};
use scale::{Decode, Encode, Output};

use crate::{
    deployment::Addresses, deployment::CHAIN, fixtures::preparation, Contract, Emitted, Message, Person,
    Reply,
};

/// Margin of weight over the dry run's, in percent: the state may have moved on.
const MARGIN: u64 = 15;

/// A running node and a client of it. The node ends when this is dropped, also by a panic.
pub struct Node {
    client: Client<PolkadotConfig, DefaultEnvironment>,
    /// Where the contracts are.
    pub at: Addresses,
    /// The day on which the node was started.
    pub today: Day,
    /// Held for its end.
    _process: TestNodeProcess<PolkadotConfig>,
}

/// What a message costs, from a dry run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Estimate {
    /// Time of execution, in picoseconds.
    pub ref_time: u64,
    /// Size of the proof, in bytes.
    pub proof_size: u64,
    /// Storage deposit in the chain's smallest unit; negative where some is given back.
    pub deposit: i128,
    /// What the message returned.
    pub reply: Reply,
}

impl Node {
    /// Starts a node on free ports.
    ///
    /// # Panics
    /// When there is no node, or it does not answer.
    pub async fn start() -> Self {
        let process =
            TestNodeProcess::<PolkadotConfig>::build(binary()).spawn().await.expect("the node starts");
        let wasm = Contract::ALL.map(Contract::wasm_file);
        let client = Client::new(process.rpc(), wasm).await.expect("the node answers");
        Self { client, at: Addresses::default(), today: today(), _process: process }
    }

    /// Deploys every contract.
    ///
    /// # Panics
    /// When one is refused.
    pub async fn deploy(&mut self) {
        let owner = Person::Owner.account();
        let token = stablecoin::StablecoinRef::new(owner, 0);
        self.instantiate(Contract::Stablecoin, token).await;
        self.instantiate(Contract::Boards, boards::BoardsRef::new(owner)).await;
        self.instantiate(Contract::Verifier, verifier::VerifierRef::new()).await;
        let (boards, verifier) = (self.at.of(Contract::Boards), self.at.of(Contract::Verifier));
        let attestations = attestations::AttestationsRef::new(owner, CHAIN, boards, Some(verifier));
        self.instantiate(Contract::Attestations, attestations).await;
        let attestations = self.at.of(Contract::Attestations);
        let registry = credentials::CredentialsRef::new(owner, boards, attestations);
        self.instantiate(Contract::Credentials, registry).await;
        let registry = self.at.of(Contract::Credentials);
        self.instantiate(Contract::Consent, consent::ConsentRef::new(owner, registry)).await;
        let consents = self.at.of(Contract::Consent);
        self.instantiate(Contract::Guardians, guardians::GuardiansRef::new(owner, consents)).await;
        let disclosures = disclosures::DisclosuresRef::new(owner, consents, registry);
        self.instantiate(Contract::Disclosures, disclosures).await;
        let cover = coverage::CoverageRef::new(owner, registry, consents);
        self.instantiate(Contract::Coverage, cover).await;
        let cover = self.at.of(Contract::Coverage);
        self.instantiate(Contract::Claims, claims::ClaimsRef::new(owner, cover)).await;
        let books = self.at.of(Contract::Claims);
        let tokens = settlement::SettlementRef::new(owner, books, cover);
        self.instantiate(Contract::Settlement, tokens).await;
        self.instantiate(Contract::Appeals, appeals::AppealsRef::new(owner, books, cover)).await;
    }

    async fn instantiate<R, Args>(&mut self, contract: Contract, mut constructor: Constructor<R, Args>)
    where
        R: Clone,
        Args: Encode + Clone + Send + Sync,
    {
        let key = Person::Owner.key();
        let deployed = self.client.instantiate(contract.name(), &key, &mut constructor).submit().await;
        let deployed = deployed.unwrap_or_else(|e| panic!("{}: {e:?}", contract.name()));
        let address: &[u8; 32] = deployed.account_id.as_ref();
        self.at = std::mem::take(&mut self.at).with(contract, Account(*address));
    }

    /// Deploys every contract and makes them ready for the first claim (see [`preparation`]).
    ///
    /// # Panics
    /// When something is refused.
    pub async fn prepare(&mut self) {
        self.deploy().await;
        self.send_all(preparation(&self.at, self.today)).await;
    }

    /// Sends messages one after the other.
    ///
    /// # Panics
    /// When one is refused.
    pub async fn send_all(&mut self, messages: Vec<(Person, Message<()>)>) {
        for (by, message) in messages {
            self.submit(by, &message).await;
        }
    }

    /// Sends a message that has to succeed; returns what it returned and what contracts emitted.
    ///
    /// # Panics
    /// When it does not succeed.
    pub async fn send<T: Decode, E: Decode + std::fmt::Debug>(
        &mut self,
        by: Person,
        message: &Message<Result<T, E>>,
    ) -> (T, Vec<Emitted>) {
        let (reply, events) = self.submit(by, message).await;
        let value = reply.value::<Result<T, E>>();
        (value.unwrap_or_else(|e| panic!("{} by {by:?}: {e:?}", message.label)), events)
    }

    /// Asks for a view.
    ///
    /// # Panics
    /// When it failed.
    pub async fn ask<R: Decode>(&mut self, view: &Message<R>) -> R {
        self.estimate(Person::Stranger, view).await.reply.value()
    }

    /// Dry-runs a message.
    ///
    /// # Panics
    /// When the node refuses to.
    pub async fn estimate<R>(&mut self, by: Person, message: &Message<R>) -> Estimate {
        let (key, call) = (by.key(), self.call(message));
        let run = self.client.call(&key, &call).dry_run().await;
        let run = run.unwrap_or_else(|e| panic!("{} by {by:?}: {e:?}", message.label)).exec_result;
        let returned = run.result.unwrap_or_else(|e| panic!("{} by {by:?}: {e:?}", message.label));
        let amount = |balance: u128| i128::try_from(balance).expect("a deposit fits");
        Estimate {
            ref_time: run.gas_consumed.ref_time(),
            proof_size: run.gas_consumed.proof_size(),
            deposit: match run.storage_deposit {
                StorageDeposit::Charge(balance) => amount(balance),
                StorageDeposit::Refund(balance) => -amount(balance),
            },
            reply: Reply::Returned { reverted: returned.did_revert(), data: returned.data },
        }
    }

    async fn submit<R>(&mut self, by: Person, message: &Message<R>) -> (Reply, Vec<Emitted>) {
        let (key, call) = (by.key(), self.call(message));
        let sent = self.client.call(&key, &call).extra_gas_portion(MARGIN).submit().await;
        let sent = sent.unwrap_or_else(|e| panic!("{} by {by:?}: {e:?}", message.label));
        let returned = sent.dry_run.exec_return_value();
        let reply = Reply::Returned { reverted: returned.did_revert(), data: returned.data.clone() };
        let events = sent.contract_emitted_events().expect("the block's events");
        let emitted = events.into_iter().map(|with_topics| {
            let contract: &[u8; 32] = with_topics.event.contract.as_ref();
            Emitted {
                contract: Account(*contract),
                topics: with_topics.topics.into_iter().map(Into::into).collect(),
                data: with_topics.event.data,
            }
        });
        (reply, emitted.collect())
    }

    fn call<R>(&self, message: &Message<R>) -> Call {
        let payload = message.payload();
        let (selector, arguments) = payload.split_at(4);
        let selector = Selector::new(selector.try_into().expect("four bytes"));
        build_call::<DefaultEnvironment>()
            .call(AccountId::from(self.at.of(message.contract).0))
            .exec_input(ExecutionInput::new(selector).push_arg(Raw(arguments.to_vec())))
            .returns::<()>()
    }
}

type Call = ink_e2e::CallBuilderFinal<
    DefaultEnvironment,
    ink::env::call::utils::ArgumentList<
        ink::env::call::utils::Argument<Raw>,
        ink::env::call::utils::EmptyArgumentList,
    >,
    (),
>;

type Constructor<R, Args> = ink::env::call::CreateBuilder<
    DefaultEnvironment,
    R,
    ink::env::call::utils::Unset<ink::primitives::Hash>,
    ink::env::call::utils::Set<ink::env::call::LimitParamsV2<DefaultEnvironment>>,
    ink::env::call::utils::Unset<u128>,
    ink::env::call::utils::Set<ExecutionInput<Args>>,
    ink::env::call::utils::Unset<ink::env::call::state::Salt>,
    ink::env::call::utils::Set<ink::env::call::utils::ReturnType<R>>,
>;

/// Arguments that are encoded already.
#[derive(Clone)]
struct Raw(Vec<u8>);

impl Encode for Raw {
    fn encode_to<O: Output + ?Sized>(&self, out: &mut O) {
        out.write(&self.0);
    }
}

/// The node to start: `CONTRACTS_NODE`, or the one that `chain/build` prints, which it builds first when need be.
fn binary() -> OsString {
    if let Some(given) = std::env::var_os("CONTRACTS_NODE").filter(|given| !given.is_empty()) {
        return given;
    }
    let build: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("../chain/build");
    let built = Command::new(&build).stderr(Stdio::inherit()).output();
    let built = built.unwrap_or_else(|e| panic!("{}: {e}", build.display()));
    assert!(built.status.success(), "the node could not be built: run chain/build");
    OsString::from(String::from_utf8_lossy(&built.stdout).trim())
}

fn today() -> Day {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("a clock after 1970");
    Moment(now.as_millis() as u64).day()
}
