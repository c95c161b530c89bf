//! Noticing when a chain has fallen silent.

use std::time::Duration;

use tokio::time::Instant;

/// Notices when nothing moves any more.
pub(super) struct Watch {
    patience: Duration,
    since: Instant,
    block: u64,
}

impl Watch {
    pub(super) fn new(patience: Duration) -> Self {
        Self { patience, since: Instant::now(), block: 0 }
    }

    pub(super) fn look(&mut self, block: u64, ended: bool) {
        if ended || block != self.block {
            self.since = Instant::now();
            self.block = block;
        }
    }

    pub(super) fn is_over(&self) -> bool {
        self.since.elapsed() >= self.patience
    }
}
