//! Keeping the log: whether it is whole, and how long it lasts.

use std::time::Duration;

use jiff::SignedDuration;
use serde_json::json;
use tokio::task::JoinHandle;

use super::{Act, Record, ServerError, Services, StoreError, instant};
use crate::{
    domain::access::audit::{End, Mark},
    server::proof::chain::{Broken, Check, Fault},
};

/// Entries read at once.
const BATCH: u32 = 1_000;
/// Between two looks for entries that are too old.
const DAILY: Duration = Duration::from_secs(24 * 60 * 60);

/// What a look at the whole chain found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    Intact(Trust),
    /// The first thing that is wrong.
    Broken(Broken),
}

/// How far the chain reaches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trust {
    /// Entries that there are.
    pub count: i64,
    /// Number of the last entry that retention removed; 0: none.
    pub removed: i64,
    /// Number and hash of the last entry: noted elsewhere they tell of a log that was put back or begun anew.
    pub head: (i64, String),
}

impl Services {
    /// Walks the whole chain, while others may add to it. `noted`: the number and hash of a head that was noted earlier,
    /// which must still be in the chain (unless retention has removed it).
    ///
    /// # Errors
    /// The database's.
    pub async fn verify_audit(&self, noted: Option<(i64, &str)>) -> Result<Verdict, StoreError> {
        loop {
            let anchor = self.db().audit_end(End::Anchor).await?;
            let verdict = match self.walk(&anchor, noted).await? {
                Ok(trust) => return Ok(Verdict::Intact(trust)),
                Err(broken) => Verdict::Broken(broken),
            };
            // Retention may have removed entries under our feet: then look again from where it ends now.
            if self.db().audit_end(End::Anchor).await? == anchor {
                return Ok(verdict);
            }
        }
    }

    async fn walk(&self, anchor: &Mark, noted: Option<(i64, &str)>) -> Result<Result<Trust, Broken>, StoreError> {
        let keys = &self.inner.chain;
        let mut check = match Check::new(keys, anchor) {
            Ok(check) => check,
            Err(broken) => return Ok(Err(broken)),
        };
        // From the very beginning: what stands before the anchor has no business there.
        let mut above = i64::MIN;
        let mut head = None;
        loop {
            let batch = self.db().audit_chain(above, BATCH).await?;
            for linked in &batch {
                if let Err(broken) = check.next(linked) {
                    return Ok(Err(broken));
                }
                above = linked.entry.number;
                if let Some((number, hash)) = noted
                    && number == above
                    && hash != linked.hash
                {
                    return Ok(Err(Broken { number, fault: Fault::NotNoted }));
                }
            }
            // What was added since the last batch is read, too, before the head is held against it.
            match &head {
                Some(head) if batch.is_empty() => {
                    if let Err(broken) = check.end(keys, head) {
                        return Ok(Err(broken));
                    }
                    break;
                }
                _ if batch.is_empty() => head = Some(self.db().audit_end(End::Head).await?),
                _ => head = None,
            }
        }
        let (number, hash) = check.last();
        match noted {
            Some((noted, _)) if noted > number => Ok(Err(Broken { number: noted, fault: Fault::NotNoted })),
            _ => Ok(Ok(Trust { count: check.count(), removed: anchor.number, head: (number, hash.to_owned()) })),
        }
    }

    /// Removes entries older than the settings keep them, and records that; says how many. The chain is held against its
    /// hashes on the way: what does not hold is not removed, for it is evidence.
    ///
    /// # Errors
    /// The database's; the chain is broken where entries would be removed.
    pub async fn trim_audit(&self) -> Result<u64, ServerError> {
        if self.inner.audit_days == 0 {
            return Ok(0);
        }
        let anchor = self.db().audit_end(End::Anchor).await?;
        match self.trim_from(&anchor).await {
            // Another server was faster.
            Err(_) if self.db().audit_end(End::Anchor).await? != anchor => Ok(0),
            told => told,
        }
    }

    async fn trim_from(&self, anchor: &Mark) -> Result<u64, ServerError> {
        let days = i64::from(self.inner.audit_days);
        let oldest = instant(self.now() - SignedDuration::from_hours(24 * days));
        let keys = &self.inner.chain;
        let broken = |broken: Broken| ServerError::Other(anyhow::anyhow!("the audit log is broken at {broken}"));
        let mut check = Check::new(keys, anchor).map_err(broken)?;
        'all: loop {
            let batch = self.db().audit_chain(check.last().0, BATCH).await?;
            for linked in &batch {
                // Where instants do not rise, the first that must be kept keeps those after it.
                if linked.entry.at >= oldest {
                    break 'all;
                }
                check.next(linked).map_err(broken)?;
            }
            if batch.is_empty() {
                break;
            }
        }
        let (number, hash) = check.last();
        if number == anchor.number {
            return Ok(0);
        }
        let removed = self.db().trim_audit(number, hash, keys).await?;
        let record = Record::of(Act::Retention, "").changed(None, json!({"removed": removed, "up_to": number}));
        self.record_system(None, record).await?;
        Ok(removed)
    }

    /// Looks once a day, and at once, for entries that are too old, until the task is aborted.
    #[must_use]
    pub fn keep_audit(&self) -> JoinHandle<()> {
        let services = self.clone();
        tokio::spawn(async move {
            let mut days = tokio::time::interval(DAILY);
            days.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
            loop {
                days.tick().await;
                match services.trim_audit().await {
                    Ok(0) => {}
                    Ok(removed) => tracing::info!(removed, "old entries of the audit log were removed"),
                    Err(error) => tracing::error!(%error, "old entries of the audit log could not be removed"),
                }
            }
        })
    }
}
