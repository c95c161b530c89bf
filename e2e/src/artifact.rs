//! The contracts as `healink build` leaves them.

use std::{collections::BTreeMap, path::PathBuf, sync::LazyLock};

use serde::Deserialize;

/// One of the suite's contracts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Contract {
    /// The settlement token.
    Stablecoin,
    /// The registry of boards.
    Boards,
    /// Verification of signatures.
    Verifier,
    /// Attestations by signature, confirmations, disclosures.
    Attestations,
    /// The provider credential registry.
    Credentials,
    /// The consent registry.
    Consent,
    /// Who acts for patients.
    Guardians,
    /// Disclosures of records, and broken glass.
    Disclosures,
    /// Payers, plans, policies, prior authorisations.
    Coverage,
    /// Adjudication of claims.
    Claims,
    /// Tokens of the payers, payment of providers.
    Settlement,
    /// Appeals against decisions on claims.
    Appeals,
}

/// A built contract.
#[derive(Clone, Debug)]
pub struct Artifact {
    /// The code.
    pub wasm: Vec<u8>,
    messages: BTreeMap<String, Entry>,
    constructors: BTreeMap<String, Entry>,
}

/// What the metadata say of a message or constructor.
#[derive(Clone, Debug)]
struct Entry {
    selector: Selector,
    mutates: bool,
    payable: bool,
}

type Selector = [u8; 4];

impl Contract {
    /// Every contract, those first that others are constructed with.
    pub const ALL: [Self; 12] = [
        Self::Stablecoin,
        Self::Boards,
        Self::Verifier,
        Self::Attestations,
        Self::Credentials,
        Self::Consent,
        Self::Guardians,
        Self::Disclosures,
        Self::Coverage,
        Self::Claims,
        Self::Settlement,
        Self::Appeals,
    ];

    /// Every contract that has an owner.
    pub fn owned() -> impl Iterator<Item = Self> {
        Self::ALL.into_iter().filter(|contract| *contract != Self::Verifier)
    }

    /// Name of the package and of the built files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Stablecoin => "stablecoin",
            Self::Boards => "boards",
            Self::Verifier => "verifier",
            Self::Attestations => "attestations",
            Self::Credentials => "credentials",
            Self::Consent => "consent",
            Self::Guardians => "guardians",
            Self::Disclosures => "disclosures",
            Self::Coverage => "coverage",
            Self::Claims => "claims",
            Self::Settlement => "settlement",
            Self::Appeals => "appeals",
        }
    }

    /// The file with the code.
    pub fn wasm_file(self) -> PathBuf {
        folder().join(format!("{}.wasm", self.name()))
    }

    /// The contract as built; read once.
    ///
    /// # Panics
    /// When it was not built.
    pub fn artifact(self) -> &'static Artifact {
        static ARTIFACTS: LazyLock<BTreeMap<Contract, Artifact>> =
            LazyLock::new(|| Contract::ALL.map(|contract| (contract, Artifact::read(contract))).into());
        &ARTIFACTS[&self]
    }
}

impl Artifact {
    fn read(contract: Contract) -> Self {
        let file = |kind: &str| {
            let path = folder().join(format!("{}.{kind}", contract.name()));
            let content = std::fs::read(&path);
            content.unwrap_or_else(|e| panic!("{}: {e}; run `healink build`", path.display()))
        };
        let metadata: Metadata = serde_json::from_slice(&file("json")).expect("the contract's metadata");
        Self {
            wasm: file("wasm"),
            messages: entries(metadata.spec.messages),
            constructors: entries(metadata.spec.constructors),
        }
    }

    /// Selector of a message, by its label without the trait's name.
    ///
    /// # Panics
    /// When there is none.
    pub fn selector(&self, label: &str) -> Selector {
        let found = self.messages.get(label);
        found.unwrap_or_else(|| panic!("no message `{label}` in {:?}", self.messages.keys())).selector
    }

    /// Selector of a constructor.
    ///
    /// # Panics
    /// When there is none.
    pub fn constructor(&self, label: &str) -> Selector {
        self.constructors.get(label).unwrap_or_else(|| panic!("no constructor `{label}`")).selector
    }

    /// Labels of all messages, without the traits' names.
    pub fn labels(&self) -> impl Iterator<Item = &str> {
        self.messages.keys().map(String::as_str)
    }

    /// Labels of the messages that can change something.
    pub fn mutating(&self) -> impl Iterator<Item = &str> {
        self.messages.iter().filter(|(_, entry)| entry.mutates).map(|(label, _)| label.as_str())
    }

    /// Labels of the messages that take the chain's own money.
    pub fn payable(&self) -> impl Iterator<Item = &str> {
        self.messages.iter().filter(|(_, entry)| entry.payable).map(|(label, _)| label.as_str())
    }
}

/// Where `healink build` leaves the contracts.
fn folder() -> PathBuf {
    let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let cache = set("HEALINK_CACHE")
        .or_else(|| set("XDG_CACHE_HOME").map(|folder| folder.join("healink")))
        .or_else(|| set("HOME").map(|folder| folder.join(".cache/healink")));
    cache.expect("set HEALINK_CACHE or HOME").join("contracts")
}

fn entries(messages: Vec<Labelled>) -> BTreeMap<String, Entry> {
    let entry = |message: Labelled| {
        let label = message.label.rsplit("::").next().unwrap_or_default().to_owned();
        let (mutates, payable) = (message.mutates.unwrap_or(true), message.payable);
        (label, Entry { selector: selector(&message.selector), mutates, payable })
    };
    messages.into_iter().map(entry).collect()
}

fn selector(text: &str) -> Selector {
    let mut bytes = Selector::default();
    hex::decode_to_slice(text.trim_start_matches("0x"), &mut bytes).expect("four bytes");
    bytes
}

#[derive(Deserialize)]
struct Metadata {
    spec: Spec,
}

#[derive(Deserialize)]
struct Spec {
    constructors: Vec<Labelled>,
    messages: Vec<Labelled>,
}

#[derive(Deserialize)]
struct Labelled {
    label: String,
    selector: String,
    mutates: Option<bool>,
    payable: bool,
}
