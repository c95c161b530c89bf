//! What clients and contracts rely on.

// The helpers are tests as well.
#![allow(clippy::expect_used, clippy::panic)]

use frame_support::{
    assert_err,
    inherent::ProvideInherent,
    traits::{Get, IntegrityTest},
    weights::Weight,
};
use healink_runtime::{
    deposit, endowed_accounts, AccountId, AllPalletsWithSystem, Balance, Balances, BlockNumber, Contracts,
    Hash, Runtime, System, Timestamp, TransactionPayment, MAX_CODE_LEN, MILLIUNIT, SS58_PREFIX,
    TOKEN_DECIMALS, UNIT, VERSION,
};
use pallet_contracts::{Config as ContractsConfig, Determinism, Error, Frame, WeightInfo};
use sp_core::crypto::Ss58Codec;
use sp_inherents::InherentData;
use sp_io::TestExternalities;
use sp_keyring::Sr25519Keyring::{self, Alice, Ferdie};

/// The state that a fresh local chain starts from, by the same way as the node takes.
fn fresh() -> TestExternalities {
    use sp_genesis_builder::runtime_decl_for_genesis_builder::GenesisBuilder;
    let mut state = TestExternalities::default();
    state.execute_with(|| {
        let preset = Runtime::get_preset(&Some("development".into())).expect("there is such a preset");
        Runtime::build_state(preset).expect("is a state");
        System::set_block_number(1);
    });
    state
}

#[test]
fn contract_limits_are_those_of_the_strictest_public_network() {
    let code: u32 = <Runtime as ContractsConfig>::MaxCodeLen::get();
    assert_eq!(code, 123 * 1024);
    assert_eq!(
        size_of::<<Runtime as ContractsConfig>::CallStack>(),
        5 * size_of::<Frame<Runtime>>(),
        "five frames above the first"
    );
    let unstable: bool = <Runtime as ContractsConfig>::UnsafeUnstableInterface::get();
    assert!(!unstable);
    let limits = <Runtime as ContractsConfig>::Schedule::get().limits;
    assert_eq!((limits.event_topics, limits.memory_pages, limits.payload_len), (4, 16, 16 * 1024));
    let key: u32 = <Runtime as ContractsConfig>::MaxStorageKeyLen::get();
    assert_eq!(key, 128);
}

#[test]
fn pallets_find_their_configuration_sound() {
    fresh().execute_with(<AllPalletsWithSystem as IntegrityTest>::integrity_test);
}

#[test]
fn types_are_those_of_the_ink_default_environment() {
    let _: u128 = Balance::default();
    let _: u32 = BlockNumber::default();
    let _: u64 = <Runtime as pallet_timestamp::Config>::Moment::default();
    let _: sp_runtime::AccountId32 = AccountId::new([0; 32]);
    let _: sp_core::H256 = Hash::default();
}

#[test]
fn a_block_holds_two_seconds_of_computation_and_any_proof() {
    let weights = <Runtime as frame_system::Config>::BlockWeights::get();
    assert_eq!(weights.max_block, Weight::from_parts(2_000_000_000_000, u64::MAX));
    weights.validate().expect("the weights fit each other");
}

#[test]
fn storing_costs_a_tenth_of_a_unit_per_item_and_a_little_per_byte() {
    // A PSP22 allowance or balance: one item of 16 bytes.
    assert_eq!(deposit(1, 16), UNIT / 10 + 80_000_000);
    assert_eq!(deposit(u32::MAX, u32::MAX), u128::from(u32::MAX) * (UNIT / 10 + 5_000_000));
}

#[test]
fn a_token_transfer_costs_about_a_thousandth_of_a_unit() {
    fresh().execute_with(|| {
        // As measured: 0.446 ms in the contract, under 250 bytes of transaction.
        let weight = <Runtime as ContractsConfig>::WeightInfo::call()
            .saturating_add(Weight::from_parts(446_000_000, 83_000))
            .saturating_add(
                <Runtime as frame_system::Config>::BlockWeights::get()
                    .get(frame_support::dispatch::DispatchClass::Normal)
                    .base_extrinsic,
            );
        let fee = TransactionPayment::weight_to_fee(weight) + TransactionPayment::length_to_fee(250);
        assert!((MILLIUNIT / 2..=2 * MILLIUNIT).contains(&fee), "{fee}");
    });
}

#[test]
fn fees_do_not_depend_on_how_full_blocks_are() {
    fresh().execute_with(|| {
        let before = TransactionPayment::next_fee_multiplier();
        <TransactionPayment as frame_support::traits::Hooks<BlockNumber>>::on_finalize(1);
        assert_eq!(TransactionPayment::next_fee_multiplier(), before);
        assert_eq!(before, 1.into());
    });
}

#[test]
fn development_accounts_are_endowed_and_alice_administers() {
    fresh().execute_with(|| {
        let accounts = endowed_accounts();
        assert_eq!(accounts.len(), 12, "Alice to Ferdie, each with a stash");
        for account in &accounts {
            assert!(Balances::free_balance(account) >= 1_000_000 * UNIT);
        }
        assert!(accounts.contains(&Ferdie.to_account_id()));
        assert!(accounts.contains(&Sr25519Keyring::FerdieStash.to_account_id()));
        assert_eq!(Balances::total_issuance(), 12 * healink_runtime::ENDOWMENT);
        assert_eq!(pallet_sudo::Key::<Runtime>::get(), Some(Alice.to_account_id()));
    });
}

#[test]
fn addresses_have_the_general_prefix() {
    let prefix = <Runtime as frame_system::Config>::SS58Prefix::get();
    assert_eq!(prefix, u16::from(SS58_PREFIX));
    assert_eq!(
        Alice.to_account_id().to_ss58check_with_version(prefix.into()),
        "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY"
    );
    assert_eq!(10u128.pow(TOKEN_DECIMALS.into()), UNIT);
    assert_eq!(VERSION.spec_name, "healink");
}

/// The time that the next block would have if the machine's clock showed `clock`.
fn next_time(clock: u64) -> u64 {
    let mut data = InherentData::new();
    data.put_data(*b"timstap0", &clock).expect("fits");
    match Timestamp::create_inherent(&data) {
        Some(pallet_timestamp::Call::set { now }) => now,
        other => panic!("{other:?}"),
    }
}

#[test]
fn time_follows_the_clock_and_never_stands_still_or_goes_back() {
    fresh().execute_with(|| {
        pallet_timestamp::Now::<Runtime>::put(1_000_000);
        assert_eq!(next_time(5_000_000), 5_000_000, "the clock leads");
        assert_eq!(next_time(1_000_000), 1_000_001, "two blocks within a millisecond");
        assert_eq!(next_time(400), 1_000_001, "a clock that was set back");
    });
}

#[test]
fn longer_code_than_allowed_is_refused() {
    fresh().execute_with(|| {
        let code = vec![0; MAX_CODE_LEN as usize + 1];
        let result = Contracts::bare_upload_code(Alice.to_account_id(), code, None, Determinism::Enforced);
        assert_err!(result.map(|_| ()), Error::<Runtime>::CodeTooLarge);
    });
}
