use std::{collections::BTreeMap, str::FromStr, sync::LazyLock};

use healink_domain::Account;
use ink_e2e::{subxt_signer::SecretUri, Keypair};

/// Whoever takes part in a test. Each has one of the development keys, so that the same person acts in process and on a
/// local node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Person {
    /// Deploys and owns every contract.
    Owner,
    /// Stands for an accredited board.
    Board,
    /// Stands for another accredited board.
    OtherBoard,
    /// A licensed provider.
    Provider,
    /// A provider without any credential.
    OtherProvider,
    /// A patient, who is enrolled.
    Patient,
    /// The payer's admin account.
    Admin,
    /// The payer's officer for enrolment.
    Enrolment,
    /// The payer's examiner.
    Examiner,
    /// The payer's treasurer.
    Treasurer,
    /// Nobody in particular.
    Stranger,
    /// Nobody in particular, who never held a token.
    Newcomer,
}

impl Person {
    /// Everybody.
    pub const ALL: [Self; 12] = [
        Self::Owner,
        Self::Board,
        Self::OtherBoard,
        Self::Provider,
        Self::OtherProvider,
        Self::Patient,
        Self::Admin,
        Self::Enrolment,
        Self::Examiner,
        Self::Treasurer,
        Self::Stranger,
        Self::Newcomer,
    ];

    /// The account.
    pub fn account(self) -> Account {
        static ACCOUNTS: LazyLock<BTreeMap<Person, Account>> =
            LazyLock::new(|| Person::ALL.map(|person| (person, Account(person.key().public_key().0))).into());
        ACCOUNTS[&self]
    }

    /// The key.
    pub fn key(self) -> Keypair {
        let uri = match self {
            Self::Owner => "//Alice",
            Self::Board => "//Bob",
            Self::OtherBoard => "//Bob//stash",
            Self::Provider => "//Charlie",
            Self::OtherProvider => "//Charlie//stash",
            Self::Patient => "//Dave",
            Self::Admin => "//Eve",
            Self::Enrolment => "//Eve//stash",
            Self::Examiner => "//Ferdie",
            Self::Treasurer => "//Ferdie//stash",
            Self::Stranger => "//Alice//stash",
            Self::Newcomer => "//Dave//stash",
        };
        Keypair::from_uri(&SecretUri::from_str(uri).expect("a key's path")).expect("a development key")
    }
}
