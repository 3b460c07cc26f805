//! Supervisions as programs send, delete and restore them.

use std::collections::HashSet;

use serde_json::json;

use super::{Desk, audit::Record};
use crate::{
    contract::{AppError, Fault, SentSupervision},
    domain::{Action, access::audit::Act},
    server::{
        db::{Outcome, Standing, StoreError, Writer},
        error::ServerError,
        import::intake::{self, Taken},
    },
};

/// Numbers of changed supervisions that the audit log names.
const NAMED: usize = 500;

/// What became of supervisions that were sent.
#[derive(Debug)]
pub struct Received {
    /// In the order in which they came.
    pub items: Taken,
    /// False: one was bad, all were to be taken or none, and nothing was.
    pub kept: bool,
    pub data_version: i64,
}

impl Received {
    /// How many had this outcome.
    #[must_use]
    pub fn count(&self, outcome: Outcome) -> usize {
        self.items.iter().flatten().filter(|written| written.outcome == outcome).count()
    }

    fn ids(&self, outcome: Outcome) -> Vec<u32> {
        let told = self.items.iter().flatten().filter(|written| written.outcome == outcome);
        told.map(|written| written.id).take(NAMED).collect()
    }

    fn record(&self) -> Record {
        let refused = self.items.iter().filter(|item| item.is_err()).count();
        let (created, updated) = (self.count(Outcome::Inserted), self.count(Outcome::Updated));
        let target = match (self.ids(Outcome::Inserted).as_slice(), self.ids(Outcome::Updated).as_slice()) {
            ([one], []) | ([], [one]) => format!("/supervisiones/{one}"),
            _ => format!("/supervisiones ({})", created + updated),
        };
        let after = json!({
            "created": created,
            "updated": updated,
            "unchanged": self.count(Outcome::Unchanged),
            "refused": refused,
            "updated_ids": self.ids(Outcome::Updated),
        });
        Record::of(Act::SupervisionsSent, target).changed(None, after)
    }
}

impl Desk {
    /// Takes supervisions of branches within the scope, each for itself, or with `atomic` all or none; one transaction.
    ///
    /// # Errors
    /// [`AppError::Forbidden`] when the role does not grant it; the database's; nothing is then taken.
    pub async fn send_supervisions(
        &self,
        came: Vec<Result<SentSupervision, Fault>>,
        atomic: bool,
    ) -> Result<Received, ServerError> {
        self.must(Action::Supervise)?;
        let within: Option<HashSet<String>> = (!self.actor().sees_all())
            .then(|| self.cube().catalog().branches.iter().map(|branch| branch.code.clone()).collect());
        let _turn = self.turn().await?;
        let mut writer = self.writer().await?;
        let items = intake::take(&mut writer, within.as_ref(), came).await?;
        let mut received = Received { items, kept: true, data_version: writer.version_before() };
        if atomic && received.items.iter().any(Result::is_err) {
            received.kept = false;
            writer.rollback().await?;
            return Ok(received);
        }
        received.data_version = self.settle(writer, || received.record()).await?;
        Ok(received)
    }

    /// Deletes a supervision softly: no figure, list or page has it any more.
    ///
    /// # Errors
    /// As [`Desk::send_supervisions`]; when there is none of that number, or it is deleted already.
    pub async fn delete_supervision(&self, id: u32) -> Result<i64, ServerError> {
        let (mut writer, standing) = self.standing_of(id).await?;
        if standing.deleted {
            return Err(ServerError::NotFound("supervision"));
        }
        writer.delete(id, Some(&self.actor().who.to_string())).await?;
        self.settle(writer, || self.of(Act::SupervisionDeleted, id, &standing)).await
    }

    /// Brings a deleted supervision back; one that is there stays. Tells whether it was deleted, and the data version.
    ///
    /// # Errors
    /// As [`Desk::send_supervisions`]; when there never was one of that number.
    pub async fn restore_supervision(&self, id: u32) -> Result<(bool, i64), ServerError> {
        let (mut writer, standing) = self.standing_of(id).await?;
        writer.delete(id, None).await?;
        let version = self.settle(writer, || self.of(Act::SupervisionRestored, id, &standing)).await?;
        Ok((standing.deleted, version))
    }

    /// A supervision of the scope, deleted or not, and the writer that may change it.
    async fn standing_of(&self, id: u32) -> Result<(Writer, Standing), ServerError> {
        self.must(Action::Supervise)?;
        let mut writer = self.writer().await?;
        let standing = writer.standing(id).await?.filter(|standing| {
            let code = writer.branch_code(standing.branch).unwrap_or_default();
            self.actor().sees_all() || self.cube().catalog().branches.iter().any(|branch| branch.code == code)
        });
        match standing {
            Some(standing) => Ok((writer, standing)),
            None => Err(ServerError::NotFound("supervision")),
        }
    }

    fn of(&self, act: Act, id: u32, standing: &Standing) -> Record {
        let (before, after) = (json!({"deleted": standing.deleted}), json!({"deleted": !standing.deleted}));
        Record::of(act, format!("/supervisiones/{id} ({})", standing.day)).changed(before, after)
    }

    /// A turn at writing: who waits for the database's lock holds a connection, and readers need some too.
    pub(super) async fn turn(&self) -> Result<tokio::sync::SemaphorePermit<'_>, ServerError> {
        self.inner().writing.acquire().await.map_err(|error| ServerError::Other(error.into()))
    }

    /// A transaction that changes the actor's organization.
    pub(super) async fn writer(&self) -> Result<Writer, StoreError> {
        Writer::begin(self.db(), self.organization(), None, self.clock().now()).await
    }

    /// Records a change, makes it seen, and answers the data version; what changes nothing is not recorded.
    pub(super) async fn settle(&self, mut writer: Writer, record: impl Fn() -> Record) -> Result<i64, ServerError> {
        let changed = writer.changes().await.map_err(|error| match error {
            StoreError::Limit { what, most } => {
                AppError::Unusable { reason: "limit".into(), detail: format!("{most} {what}") }.into()
            }
            error => ServerError::from(error),
        })?;
        if !changed {
            let version = writer.version_before();
            writer.rollback().await?;
            return Ok(version);
        }
        // Before it is seen: nothing is done unrecorded.
        self.tell(record()).await?;
        let version = match writer.commit().await {
            Ok(version) => version,
            Err(error) => {
                // Whatever becomes of it: the server's own log has it then.
                let _ = self.tell(record().failed()).await;
                return Err(error.into());
            }
        };
        if let Err(error) = self.refresh().await {
            tracing::error!(%error, "what was written could not be read yet");
        }
        Ok(version)
    }
}
