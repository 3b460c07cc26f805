//! Takes away what has expired, where the store does not do so itself: sessions, marks of what was used once, old attempts,
//! answers of named operations.

use std::time::Duration;

use tokio::task::JoinHandle;

use super::{Services, operations, sign_in::FORGET};

/// How often.
const EVERY: Duration = Duration::from_secs(10 * 60);

impl Services {
    /// Takes away what has expired now; says how many sessions.
    ///
    /// # Errors
    /// The stores'.
    pub async fn sweep(&self) -> anyhow::Result<u64> {
        let now = self.now();
        self.db().sweep_marks(now, now.saturating_sub(FORGET)?).await?;
        self.db().sweep_operations(now.saturating_sub(operations::KEPT)?).await?;
        Ok(self.sessions().sweep().await?)
    }

    /// Sweeps at once and every ten minutes, until the task is aborted.
    #[must_use]
    pub fn keep_swept(&self) -> JoinHandle<()> {
        let services = self.clone();
        tokio::spawn(async move {
            let mut ticks = tokio::time::interval(EVERY);
            ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
            loop {
                ticks.tick().await;
                match services.sweep().await {
                    Ok(0) => {}
                    Ok(sessions) => tracing::debug!(sessions, "expired sessions were removed"),
                    Err(error) => tracing::error!(%error, "what has expired could not be removed"),
                }
            }
        })
    }
}
