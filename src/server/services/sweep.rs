//! What has expired goes: sessions in the database, marks of what may be used once, failures that are forgotten. Else
//! whoever fails to sign in under ever new names fills the disk.

use std::time::Duration;

use tokio::task::JoinHandle;

use super::{Services, sign_in::FORGET};
use crate::server::error::ServerError;

/// Between two looks.
const HOURLY: Duration = Duration::from_secs(60 * 60);

impl Services {
    /// Removes what has expired.
    ///
    /// # Errors
    /// The stores'.
    pub async fn sweep(&self) -> Result<(), ServerError> {
        let now = self.now();
        self.db().sweep_marks(now, now.saturating_sub(FORGET).unwrap_or(now)).await?;
        self.sessions().sweep().await?;
        Ok(())
    }

    /// Sweeps at once and every hour, until the task is aborted.
    #[must_use]
    pub fn keep_swept(&self) -> JoinHandle<()> {
        let services = self.clone();
        tokio::spawn(async move {
            let mut hours = tokio::time::interval(HOURLY);
            hours.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
            loop {
                hours.tick().await;
                if let Err(error) = services.sweep().await {
                    tracing::error!(%error, "what has expired could not be removed");
                }
            }
        })
    }
}
