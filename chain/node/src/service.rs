//! Puts the node together.

use crate::{rpc, sealing::Sealer};
use healink_runtime::{opaque::Block, Hash, RuntimeApi};
use sc_executor::{WasmExecutor, DEFAULT_HEAP_ALLOC_STRATEGY};
use sc_network::{config::FullNetworkConfiguration, Litep2pNetworkBackend, NetworkBackend};
use sc_service::{
    error::Error, new_full_parts, BuildNetworkParams, Configuration, SpawnTasksParams, TFullBackend,
    TFullClient, TaskManager,
};
use sc_transaction_pool::TransactionPoolHandle;
use std::{path::PathBuf, sync::Arc};

/// Executes the runtime's Wasm.
type Executor = WasmExecutor<sp_io::SubstrateHostFunctions>;
/// The chain as it is stored.
pub(crate) type FullBackend = TFullBackend<Block>;
/// Access to the chain and its state.
pub(crate) type FullClient = TFullClient<Block, RuntimeApi, Executor>;
/// Transactions waiting for a block.
pub(crate) type Pool = TransactionPoolHandle<Block, FullClient>;
/// No peers are ever met, but the rest of the node is written against a network.
type Network = Litep2pNetworkBackend;

/// Starts the node: storage, pool, an (idle) network, sealing, JSON-RPC.
pub(crate) async fn start(config: Configuration) -> Result<TaskManager, Error> {
    let executor = executor(&config);
    let (client, backend, keystore, mut task_manager) =
        new_full_parts::<Block, RuntimeApi, Executor>(&config, None, executor, Vec::new())?;
    let client = Arc::new(client);

    let pool = Arc::new(
        sc_transaction_pool::Builder::new(
            task_manager.spawn_essential_handle(),
            client.clone(),
            config.role.is_authority().into(),
        )
        .with_options(config.transaction_pool.clone())
        .build(),
    );

    let import_queue = sc_consensus_manual_seal::import_queue(
        Box::new(client.clone()),
        &task_manager.spawn_essential_handle(),
        None,
    );
    let (network, system_rpc_tx, tx_handler_controller, sync_service, _bitswap) =
        sc_service::build_network(BuildNetworkParams {
            config: &config,
            net_config: FullNetworkConfiguration::<Block, _, Network>::new(&config.network, None),
            client: client.clone(),
            transaction_pool: pool.clone(),
            spawn_handle: task_manager.spawn_handle(),
            spawn_essential_handle: task_manager.spawn_essential_handle(),
            import_queue,
            block_announce_validator_builder: None,
            warp_sync_config: None,
            block_relay: None,
            metrics: <Network as NetworkBackend<Block, Hash>>::register_notification_metrics(None),
            gap_sync_body_policy: None,
        })?;

    // The first block must stand before anybody can ask: at the genesis there is no time yet.
    let mut sealer = Sealer::new(client.clone(), backend.clone(), pool.clone(), &task_manager);
    sealer.open().await?;

    let rpc_builder = {
        let (client, pool) = (client.clone(), pool.clone());
        Box::new(move |_| rpc::module(client.clone(), pool.clone()).map_err(Error::from))
    };
    sc_service::spawn_tasks(SpawnTasksParams {
        config,
        client,
        backend,
        task_manager: &mut task_manager,
        keystore: keystore.keystore(),
        transaction_pool: pool,
        rpc_builder,
        network,
        system_rpc_tx,
        tx_handler_controller,
        sync_service,
        telemetry: None,
        tracing_execute_block: None,
    })?;

    task_manager.spawn_essential_handle().spawn("sealer", Some("block-authoring"), sealer.run());
    Ok(task_manager)
}

/// The executor of the runtime. It keeps the machine code that it makes of the Wasm in the user's cache: making it
/// takes seconds, and tests start many nodes.
fn executor(config: &Configuration) -> Executor {
    let mut builder = Executor::builder()
        .with_execution_method(config.executor.wasm_method)
        .with_onchain_heap_alloc_strategy(DEFAULT_HEAP_ALLOC_STRATEGY)
        .with_offchain_heap_alloc_strategy(DEFAULT_HEAP_ALLOC_STRATEGY)
        .with_max_runtime_instances(config.executor.max_runtime_instances)
        .with_runtime_cache_size(config.executor.runtime_cache_size);
    if let Some(cache) = cache() {
        builder = builder.with_cache_path(cache);
    }
    builder.build()
}

/// Where machine code is kept, if that can be written to.
fn cache() -> Option<PathBuf> {
    let variable = |name| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let root = variable("HEALINK_CACHE")
        .or_else(|| Some(variable("XDG_CACHE_HOME")?.join("healink")))
        .or_else(|| Some(variable("HOME")?.join(".cache").join("healink")))?;
    let path = std::path::absolute(root.join("runtime")).ok()?;
    std::fs::create_dir_all(&path).ok()?;
    Some(path)
}
