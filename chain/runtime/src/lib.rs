//! State transition function of the Healink chain.
//!
//! A plain chain for ink! contracts: balances, fees, a clock, `pallet-contracts` and an administrator. Block
//! production is the node's business and leaves no trace here, so that a consensus can be added without moving
//! anything: the pallet indices 3 and 4 are kept free for Aura and GRANDPA, 8 and 9 for `utility` and `multisig`.

#![cfg_attr(not(feature = "std"), no_std)]
#![recursion_limit = "256"]
// FRAME's macros make public items that cannot be documented. What is written here is.
#![allow(missing_docs)]

extern crate alloc;

mod apis;
mod configs;
mod genesis;

use alloc::{borrow::Cow, vec::Vec};

use frame_support::weights::{constants::WEIGHT_REF_TIME_PER_SECOND, Weight};
use sp_runtime::{
    generic,
    traits::{BlakeTwo256, IdentifyAccount, Verify},
    MultiAddress, MultiSignature, Perbill,
};
use sp_version::RuntimeVersion;

pub use apis::RuntimeApi;
pub use genesis::{endowed_accounts, local_genesis, ENDOWMENT};

#[cfg(feature = "std")]
#[allow(dead_code, unreachable_pub)] // Written by the Wasm builder.
mod wasm {
    include!(concat!(env!("OUT_DIR"), "/wasm_binary.rs"));
}
#[cfg(feature = "std")]
pub use wasm::WASM_BINARY;

/// An amount of money, in the smallest unit.
pub type Balance = u128;
/// Number of a block.
pub type BlockNumber = u32;
/// Number of transactions an account has sent.
pub type Nonce = u32;
/// Milliseconds since 1970-01-01, UTC.
pub type Moment = u64;
/// Hash of a block, a transaction or a contract's code.
pub type Hash = sp_core::H256;
/// Signature of a transaction: sr25519, ed25519 or ECDSA.
pub type Signature = MultiSignature;
/// An account, being the public key of its holder or the address of a contract.
pub type AccountId = <<Signature as Verify>::Signer as IdentifyAccount>::AccountId;
/// How a transaction names an account.
pub type Address = MultiAddress<AccountId, ()>;
/// Head of a block.
pub type Header = generic::Header<BlockNumber, BlakeTwo256>;
/// A block.
pub type Block = generic::Block<Header, UncheckedExtrinsic>;
/// What is checked of, and charged for, each transaction. Every client library knows these.
pub type TxExtension = (
    frame_system::CheckNonZeroSender<Runtime>,
    frame_system::CheckSpecVersion<Runtime>,
    frame_system::CheckTxVersion<Runtime>,
    frame_system::CheckGenesis<Runtime>,
    frame_system::CheckEra<Runtime>,
    frame_system::CheckNonce<Runtime>,
    frame_system::CheckWeight<Runtime>,
    pallet_transaction_payment::ChargeTransactionPayment<Runtime>,
);
/// A transaction as it is submitted.
pub type UncheckedExtrinsic = generic::UncheckedExtrinsic<Address, RuntimeCall, Signature, TxExtension>;
/// Dispatches transactions and hooks in their order.
pub type Executive = frame_executive::Executive<
    Runtime,
    Block,
    frame_system::ChainContext<Runtime>,
    Runtime,
    AllPalletsWithSystem,
>;

/// The block type of which the node knows the outside only.
pub mod opaque {
    use super::{generic, BlockNumber};
    use sp_runtime::{traits::BlakeTwo256, OpaqueExtrinsic};

    /// Head of a block.
    pub type Header = generic::Header<BlockNumber, BlakeTwo256>;
    /// A block with its transactions as bytes.
    pub type Block = generic::Block<Header, OpaqueExtrinsic>;
}

/// Digits after the decimal point of a unit.
pub const TOKEN_DECIMALS: u8 = 12;
/// Symbol of a unit.
pub const TOKEN_SYMBOL: &str = "HEAL";
/// First byte of an account in its SS58 text form: the general Substrate prefix.
pub const SS58_PREFIX: u8 = 42;

/// One unit (1 HEAL).
pub const UNIT: Balance = 1_000_000_000_000;
/// A thousandth of a unit.
pub const MILLIUNIT: Balance = UNIT / 1_000;
/// A millionth of a unit.
pub const MICROUNIT: Balance = UNIT / 1_000_000;

/// An account with less than this ceases to exist.
pub const EXISTENTIAL_DEPOSIT: Balance = MILLIUNIT;

/// Fee per byte of a transaction: 0.1 units for a contract of 100,000 bytes.
pub const TRANSACTION_BYTE_FEE: Balance = MICROUNIT;

/// Computation a block may hold: two seconds. There is no proof limit, as nobody validates from proofs.
pub const MAXIMUM_BLOCK_WEIGHT: Weight =
    Weight::from_parts(WEIGHT_REF_TIME_PER_SECOND.saturating_mul(2), u64::MAX);
/// Bytes a block may hold.
pub const MAXIMUM_BLOCK_LENGTH: u32 = 5 * 1024 * 1024;
/// Share of a block that signed transactions may fill.
pub const NORMAL_DISPATCH_RATIO: Perbill = Perbill::from_percent(75);

/// Bytes a contract's Wasm may have: the bound on the strictest public network, so that what is uploaded here can be
/// uploaded there.
pub const MAX_CODE_LEN: u32 = 123 * 1024;
/// Calls that may stand on each other below the first: again the strictest public network.
pub const CALL_STACK_DEPTH: usize = 5;

/// What a contract's caller leaves in deposit for stored items and bytes: 0.1 units and 5 millionths.
pub const fn deposit(items: u32, bytes: u32) -> Balance {
    // Both factors are 32 bits wide and both prices below 40: no overflow.
    (items as Balance)
        .saturating_mul(100 * MILLIUNIT)
        .saturating_add((bytes as Balance).saturating_mul(5 * MICROUNIT))
}

/// Version of this runtime. `spec_version` rises with every change of behaviour, `transaction_version` with every
/// change of the form of a transaction.
#[sp_version::runtime_version]
pub const VERSION: RuntimeVersion = RuntimeVersion {
    spec_name: Cow::Borrowed("healink"),
    impl_name: Cow::Borrowed("healink"),
    authoring_version: 1,
    spec_version: 100,
    impl_version: 1,
    apis: apis::RUNTIME_API_VERSIONS,
    transaction_version: 1,
    system_version: 1,
};

// At the root of the crate, as clients expect of the paths of `RuntimeCall` and `RuntimeEvent` in the metadata.
#[frame_support::runtime]
mod runtime {
    #[runtime::runtime]
    #[runtime::derive(
        RuntimeCall,
        RuntimeEvent,
        RuntimeError,
        RuntimeOrigin,
        RuntimeFreezeReason,
        RuntimeHoldReason,
        RuntimeSlashReason,
        RuntimeLockId,
        RuntimeTask,
        RuntimeViewFunction
    )]
    pub struct Runtime;

    #[runtime::pallet_index(0)]
    pub type System = frame_system;
    #[runtime::pallet_index(1)]
    pub type RandomnessCollectiveFlip = pallet_insecure_randomness_collective_flip;
    #[runtime::pallet_index(2)]
    pub type Timestamp = pallet_timestamp;
    #[runtime::pallet_index(5)]
    pub type Balances = pallet_balances;
    #[runtime::pallet_index(6)]
    pub type TransactionPayment = pallet_transaction_payment;
    #[runtime::pallet_index(7)]
    pub type Sudo = pallet_sudo;
    #[runtime::pallet_index(10)]
    pub type Contracts = pallet_contracts;
}
