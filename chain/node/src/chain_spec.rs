//! Which chain the node is part of.

use healink_runtime::{local_genesis, SS58_PREFIX, TOKEN_DECIMALS, TOKEN_SYMBOL, WASM_BINARY};
use sc_service::{ChainSpec as _, ChainType, GenericChainSpec, Properties};
use sp_core::storage::well_known_keys::CODE;
use sp_runtime::BuildStorage;

/// Description of a chain: its name, its properties and its first state.
pub(crate) type ChainSpec = GenericChainSpec;

/// The chain on this machine alone, with the usual development accounts endowed.
pub(crate) fn local() -> Result<ChainSpec, String> {
    Ok(ChainSpec::builder(wasm()?, None)
        .with_name("Healink Local")
        .with_id("healink_local")
        .with_chain_type(ChainType::Development)
        .with_properties(properties())
        .with_genesis_config_preset_name("development")
        .build())
}

/// The same with the first state made already, by the native form of the runtime. Having its Wasm make it would take
/// seconds at every start of a node that keeps its state in memory.
pub(crate) fn local_with_state() -> Result<ChainSpec, String> {
    let mut spec = local()?;
    let mut state = local_genesis().build_storage()?;
    state.top.insert(CODE.to_vec(), wasm()?.to_vec());
    spec.set_storage(state);
    Ok(spec)
}

fn wasm() -> Result<&'static [u8], &'static str> {
    WASM_BINARY.ok_or("This node was built without its Wasm runtime (SKIP_WASM_BUILD)")
}

/// What wallets and clients show amounts and addresses by.
fn properties() -> Properties {
    Properties::from_iter([
        ("tokenSymbol".into(), TOKEN_SYMBOL.into()),
        ("tokenDecimals".into(), TOKEN_DECIMALS.into()),
        ("ss58Format".into(), SS58_PREFIX.into()),
    ])
}
