//! Command line.
//!
//! Substrate's own parameters are all accepted; the help shows those that matter for a local chain.

use crate::chain_spec;
use clap::{Args, Parser};
use sc_cli::{
    CliConfiguration, Cors, Database, NodeKeyParams, PruningParams, Result, Role, RpcEndpoint, RpcParams,
    SharedParams, SubstrateCli, TransactionPoolType,
};
use sc_service::{
    config::{NetworkConfiguration, NodeKeyConfig, RpcMethods},
    BasePath, BlocksPruning, ChainSpec, DatabaseSource, PruningMode, TransactionPoolOptions,
};
use std::{path::PathBuf, sync::Arc};

/// The parameters that the help shows.
const SHOWN: [&str; 12] = [
    "base_path",
    "chain",
    "dev",
    "help",
    "log",
    "port",
    "rpc_cors",
    "rpc_external",
    "rpc_port",
    "state_pruning",
    "tmp",
    "version",
];

/// Transactions that may wait, and their bytes together.
const POOL_TRANSACTIONS: usize = 8192;
const POOL_BYTES: usize = 20 * 1024 * 1024;

/// Everything that can stand on the command line.
#[derive(Debug, Parser)]
pub(crate) struct Cli {
    /// What to do other than run the node.
    #[command(subcommand)]
    pub(crate) subcommand: Option<Subcommand>,

    /// How to run the node.
    #[command(flatten)]
    pub(crate) run: RunCmd,
}

/// What the node can do other than run.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Subcommand {
    /// Print the chain's description, with the first state, as JSON
    ExportChainSpec(sc_cli::ExportChainSpecCmd),
    /// Delete the chain's state from the disk
    PurgeChain(sc_cli::PurgeChainCmd),
}

/// How to run the node.
#[derive(Debug, Clone, Args)]
pub(crate) struct RunCmd {
    /// Keep the state in memory only; it is gone when the node stops
    #[arg(long, conflicts_with = "base_path")]
    tmp: bool,

    /// Accepted and ignored: the local chain has no peers and opens no port for them
    #[arg(long, value_name = "PORT")]
    port: Option<u16>,

    #[command(flatten)]
    rpc: RpcParams,

    #[command(flatten)]
    pruning: PruningParams,

    #[command(flatten)]
    shared: SharedParams,
}

impl RunCmd {
    /// Whether the state is to be kept in memory: `--tmp`, or `--dev` without a place for it.
    fn in_memory(&self) -> bool {
        self.tmp || (self.shared.dev && self.shared.base_path.is_none())
    }
}

impl SubstrateCli for Cli {
    fn impl_name() -> String {
        "Healink Node".into()
    }

    fn impl_version() -> String {
        env!("CARGO_PKG_VERSION").into()
    }

    fn description() -> String {
        "A node of the Healink chain: ink! contracts for healthcare.\n\n\
         Runs a chain on this machine alone. A block is sealed, and final, as soon as there is a transaction; \
         without any the node rests. State is kept on disk between runs."
            .into()
    }

    fn author() -> String {
        "The Healink developers".into()
    }

    fn support_url() -> String {
        "see CONTRIBUTING.md in the source".into()
    }

    fn copyright_start_year() -> i32 {
        2026
    }

    fn load_spec(&self, id: &str) -> std::result::Result<Box<dyn ChainSpec>, String> {
        Ok(Box::new(match id {
            "" | "dev" | "local" => chain_spec::local_with_state()?,
            path => chain_spec::ChainSpec::from_json_file(PathBuf::from(path))?,
        }))
    }

    fn setup_command(command: clap::Command) -> clap::Command {
        command
            .name("healink-node")
            .version(Self::impl_version())
            .about(Self::description())
            .after_help(
                "The address to connect to is in the log: Running JSON-RPC server: addr=127.0.0.1:PORT\n\
                 Substrate's further --rpc-*, --tracing-* and log parameters are accepted too.",
            )
            .args_conflicts_with_subcommands(true)
            .subcommand_negates_reqs(true)
            .mut_args(|arg| {
                let shown = SHOWN.contains(&arg.get_id().as_str());
                match arg.get_id().as_str() {
                    "dev" => describe(arg, "Run the local chain, in memory unless there is a --base-path"),
                    "base_path" => describe(arg, "Where the state is kept [default: the user's data directory]"),
                    "chain" => describe(arg, "The chain: \"local\", or a file with a chain's description"),
                    "rpc_port" => describe(arg, "Port for JSON-RPC; 0 takes a free one [default: 9944]"),
                    "rpc_external" => describe(arg, "Listen for JSON-RPC on all interfaces, not on this machine only"),
                    "rpc_cors" => describe(arg, "Web origins that may use JSON-RPC, comma separated [default: all]"),
                    "log" => describe(arg, "What to log, as level or target=level [default: info]"),
                    "state_pruning" => describe(
                        arg,
                        "Past states to keep: archive, archive-canonical or a number of blocks [default: archive]",
                    ),
                    _ => arg,
                }
                .hide(!shown)
            })
    }
}

fn describe(arg: clap::Arg, text: &'static str) -> clap::Arg {
    arg.help(text).long_help(text)
}

impl CliConfiguration for RunCmd {
    fn shared_params(&self) -> &SharedParams {
        &self.shared
    }

    fn pruning_params(&self) -> Option<&PruningParams> {
        Some(&self.pruning)
    }

    fn node_key_params(&self) -> Option<&NodeKeyParams> {
        None
    }

    // Only the local chain exists so far, so every run is one for development.
    fn is_dev(&self) -> Result<bool> {
        Ok(true)
    }

    fn role(&self, _is_dev: bool) -> Result<Role> {
        Ok(Role::Authority)
    }

    fn node_name(&self) -> Result<String> {
        Ok("local".into())
    }

    fn base_path(&self) -> Result<Option<BasePath>> {
        if self.in_memory() {
            // Named because the configuration wants a path; nothing is ever written there.
            let path = std::env::temp_dir().join(format!("healink-node-{}", std::process::id()));
            return Ok(Some(BasePath::new(path)));
        }
        self.shared.base_path()
    }

    fn database_config(&self, base_path: &PathBuf, _: usize, _: Database) -> Result<DatabaseSource> {
        Ok(if self.in_memory() {
            DatabaseSource::Custom { db: Arc::new(sp_database::MemDb::default()), require_create_flag: true }
        } else {
            DatabaseSource::ParityDb { path: base_path.join("paritydb").join("full") }
        })
    }

    fn state_pruning(&self) -> Result<Option<PruningMode>> {
        Ok(Some(self.pruning.state_pruning()?.unwrap_or(PruningMode::ArchiveAll)))
    }

    fn blocks_pruning(&self) -> Result<BlocksPruning> {
        self.pruning.blocks_pruning()
    }

    // The fork-aware pool loses transactions that arrive while it makes its view of a new block, until the block after,
    // and here there may never be one. A chain without forks does well with the plain pool.
    fn transaction_pool(&self, is_dev: bool) -> Result<TransactionPoolOptions> {
        Ok(TransactionPoolOptions::new_with_params(
            POOL_TRANSACTIONS,
            POOL_BYTES,
            None,
            TransactionPoolType::SingleState.into(),
            is_dev,
            false,
        ))
    }

    // No listener, no discovery, nobody to dial.
    fn network_config(
        &self,
        _: &Box<dyn ChainSpec>,
        _: bool,
        _: bool,
        _: PathBuf,
        client_id: &str,
        node_name: &str,
        node_key: NodeKeyConfig,
        _: u16,
    ) -> Result<NetworkConfiguration> {
        let mut config = NetworkConfiguration::new(node_name, client_id, node_key, None);
        config.listen_addresses.clear();
        config.default_peers_set.in_peers = 0;
        config.default_peers_set.out_peers = 0;
        Ok(config)
    }

    // A given port is that port or an error, never another one; and a free one is one address, not one a protocol.
    fn rpc_addr(&self, default_port: u16) -> Result<Option<Vec<RpcEndpoint>>> {
        let endpoints = self.rpc.rpc_addr(true, false, default_port)?;
        Ok(endpoints.map(|endpoints| {
            endpoints
                .into_iter()
                .filter(|endpoint| endpoint.listen_addr.is_ipv4() || endpoint.listen_addr.port() != 0)
                .map(|mut endpoint| {
                    endpoint.retry_random_port = false;
                    endpoint.cors = self.cors();
                    endpoint
                })
                .collect()
        }))
    }

    fn rpc_methods(&self) -> Result<RpcMethods> {
        Ok(self.rpc.rpc_methods.into())
    }

    fn rpc_max_connections(&self) -> Result<u32> {
        Ok(self.rpc.rpc_max_connections)
    }

    fn rpc_cors(&self, _is_dev: bool) -> Result<Option<Vec<String>>> {
        Ok(self.cors())
    }

    fn rpc_max_request_size(&self) -> Result<u32> {
        Ok(self.rpc.rpc_max_request_size)
    }

    fn rpc_max_response_size(&self) -> Result<u32> {
        Ok(self.rpc.rpc_max_response_size)
    }

    fn rpc_max_subscriptions_per_connection(&self) -> Result<u32> {
        Ok(self.rpc.rpc_max_subscriptions_per_connection)
    }
}

impl RunCmd {
    /// Web origins that may use JSON-RPC; `None` is all.
    fn cors(&self) -> Option<Vec<String>> {
        self.rpc.rpc_cors.clone().unwrap_or(Cors::All).into()
    }
}
