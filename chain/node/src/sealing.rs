//! Block production of the local chain: a block as soon as there is a transaction, final at once.

use crate::service::{FullBackend, FullClient, Pool};
use futures::{
    channel::{mpsc, oneshot},
    FutureExt, SinkExt, StreamExt,
};
use healink_runtime::{opaque::Block, Hash};
use sc_basic_authorship::ProposerFactory;
use sc_consensus::LongestChain;
use sc_consensus_manual_seal::{run_manual_seal, CreatedBlock, EngineCommand, Error, ManualSealParams};
use sc_service::TaskManager;
use sc_transaction_pool_api::{
    ChainEvent, ImportNotificationStream, MaintainedTransactionPool, TransactionPool,
};
use std::{sync::Arc, time::Duration};

/// How long a transaction that did not get into a block, though ready, waits for the next attempt.
const RETRY: Duration = Duration::from_millis(500);

/// Decides when a block is sealed.
pub(crate) struct Sealer {
    pool: Arc<Pool>,
    imported: ImportNotificationStream<Hash>,
    commands: mpsc::Sender<EngineCommand<Hash>>,
}

impl Sealer {
    /// A sealer that hears of every transaction from now on.
    pub(crate) fn new(
        client: Arc<FullClient>,
        backend: Arc<FullBackend>,
        pool: Arc<Pool>,
        task_manager: &TaskManager,
    ) -> Self {
        let imported = pool.import_notification_stream();
        let (commands, commands_stream) = mpsc::channel(1);
        let env = ProposerFactory::new(task_manager.spawn_handle(), client.clone(), pool.clone(), None, None);
        let engine = run_manual_seal(ManualSealParams {
            block_import: client.clone(),
            env,
            client,
            pool: pool.clone(),
            commands_stream,
            select_chain: LongestChain::<FullBackend, Block>::new(backend),
            consensus_data_provider: None,
            // The runtime takes the later of this and the last block's time plus a millisecond.
            create_inherent_data_providers: |_, ()| async {
                Ok(sp_timestamp::InherentDataProvider::from_system_time())
            },
        });
        task_manager.spawn_essential_handle().spawn_blocking("sealing", Some("block-authoring"), engine);
        Self { pool, imported, commands }
    }

    /// Seals the block that opens a run of the node, without transactions, and shows it to the pool, which does not
    /// follow the chain yet. On it stand the present time and every later transaction.
    pub(crate) async fn open(&mut self) -> Result<(), sc_service::Error> {
        let block = self.seal(true).await.map_err(|error| sc_service::Error::Application(Box::new(error)))?;
        self.pool.maintain(ChainEvent::NewBestBlock { hash: block.hash, tree_route: None }).await;
        self.pool.maintain(ChainEvent::Finalized { hash: block.hash, tree_route: Arc::new([]) }).await;
        Ok(())
    }

    /// Has blocks sealed for as long as the node runs.
    pub(crate) async fn run(mut self) {
        while self.transaction().await {
            // Further transactions that are known by now go into the same block.
            while let Some(Some(_)) = self.imported.next().now_or_never() {}
            // Until a block would be empty: one may hold less than the pool.
            loop {
                match self.seal(false).await {
                    Ok(_) => (),
                    Err(Error::EmptyTransactionPool) => break,
                    Err(error) => {
                        log::error!("Could not seal a block: {error}");
                        break;
                    }
                }
            }
        }
    }

    /// Waits for a transaction; false when there will never be one again.
    async fn transaction(&mut self) -> bool {
        if self.pool.status().ready == 0 {
            return self.imported.next().await.is_some();
        }
        // Something is left over. The pool may not have caught up, or a transaction may fit into no block, so try again
        // unhurriedly.
        match tokio::time::timeout(RETRY, self.imported.next()).await {
            Ok(imported) => imported.is_some(),
            Err(_elapsed) => true,
        }
    }

    /// Has one block sealed on the best one and finalised in the same step.
    async fn seal(&mut self, create_empty: bool) -> Result<CreatedBlock<Hash>, Error> {
        let (sender, result) = oneshot::channel();
        self.commands
            .send(EngineCommand::SealNewBlock {
                create_empty,
                finalize: true,
                parent_hash: None,
                sender: Some(sender),
            })
            .await?;
        result.await?
    }
}
