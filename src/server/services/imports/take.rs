//! An import while it runs, beside the request that started it.

use std::{
    collections::HashMap,
    path::Path,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use serde_json::json;

use super::{
    command::recorded,
    kept,
    upload::{Upload, UploadStep, save},
};
use crate::{
    contract::{AppError, ImportProblem},
    domain::Action,
    server::{
        db::{SavedProfile, Writer},
        error::ServerError,
        import::{cli::Noted, profile::Profile, run, shipped},
        services::{Desk, audit::Record},
    },
};

/// Imports that this process is running.
#[derive(Default)]
pub struct Running {
    /// Id of the upload → rows read so far.
    rows: Mutex<HashMap<String, Arc<AtomicU64>>>,
    /// Held while an upload's step is looked at and changed.
    changing: Mutex<()>,
}

impl Running {
    pub(super) fn changing(&self) -> MutexGuard<'_, ()> {
        self.changing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn rows(&self, id: &str) -> Option<u64> {
        let running = self.rows.lock().unwrap_or_else(PoisonError::into_inner);
        running.get(id).map(|rows| rows.load(Ordering::Relaxed))
    }

    pub(super) fn is_running(&self, id: &str) -> bool {
        self.rows(id).is_some()
    }

    /// Notes a start; `None` when the upload is already being imported.
    fn start(&self, id: &str) -> Option<Arc<AtomicU64>> {
        let mut running = self.rows.lock().unwrap_or_else(PoisonError::into_inner);
        if running.contains_key(id) {
            return None;
        }
        let rows = Arc::new(AtomicU64::new(0));
        running.insert(id.to_owned(), Arc::clone(&rows));
        Some(rows)
    }

    fn end(&self, id: &str) {
        self.rows.lock().unwrap_or_else(PoisonError::into_inner).remove(id);
    }
}

impl Desk {
    /// Starts taking an upload; it goes on when the request is over. Remembers the mapping for the organization.
    ///
    /// # Errors
    /// When there is no such upload, or its mapping does not parse.
    pub fn start_import(&self, id: &str) -> Result<(), ServerError> {
        self.must(Action::Import)?;
        let _alone = self.inner().imports.changing();
        let (folder, mut upload) = self.load(id)?;
        if !matches!(upload.step, UploadStep::Draft) {
            return Ok(());
        }
        let profile = kept(&upload.profile)?;
        let Some(rows) = self.inner().imports.start(id) else { return Ok(()) };
        upload.step = UploadStep::Running;
        if let Err(error) = save(&folder, &upload) {
            self.inner().imports.end(id);
            return Err(error);
        }
        let (desk, id) = (self.clone(), id.to_owned());
        tokio::spawn(async move {
            // Before: nothing is taken unrecorded.
            upload.step = match desk.tell(recorded(&upload.file_name, Noted::Begun)).await {
                Ok(()) => desk.take(&folder, &upload, &profile, rows).await,
                Err(error) => UploadStep::Failed(internal(&upload.file_name, error.into())),
            };
            // Taken or not, it is over: what goes wrong here stands in the server's log.
            let _ = desk.tell(ended(&upload)).await;
            let _alone = desk.inner().imports.changing();
            if let Err(error) = save(&folder, &upload) {
                tracing::error!(%error, upload = %id, "the result of an import could not be kept");
            }
            desk.inner().imports.end(&id);
        });
        Ok(())
    }

    async fn take(&self, folder: &Path, upload: &Upload, profile: &Profile, rows: Arc<AtomicU64>) -> UploadStep {
        let runtime = tokio::runtime::Handle::current();
        let (db, now) = (self.db().clone(), self.clock().now());
        let (path, name, slug) = (folder.join("file"), upload.file_name.clone(), upload.organization.clone());
        let data = self.db().folder().to_owned();
        let of_job = profile.clone();
        let told = tokio::task::spawn_blocking(move || {
            let files = [(path, name)];
            let job = run::Job {
                organization: &slug,
                organization_name: None,
                files: &files,
                profile: &of_job,
                kind: None,
                dry_run: false,
                data: &data,
                now,
            };
            run::run(&runtime, &db, &job, &|n| rows.store(n, Ordering::Relaxed))
        })
        .await;
        let report = match told {
            Ok(Ok(report)) => report,
            Ok(Err(error)) => {
                tracing::warn!(%error, file = %upload.file_name, "an import took nothing");
                return UploadStep::Failed(
                    error.problem().unwrap_or_else(|| internal(&upload.file_name, error.into())),
                );
            }
            Err(panic) => return UploadStep::Failed(internal(&upload.file_name, panic.into())),
        };
        let taken = report.counts.took_something();
        if taken {
            self.after_import(folder, upload, profile).await;
        }
        UploadStep::Done {
            import: if taken { report.imports.first().copied() } else { None },
            counts: report.counts,
            rows_read: report.rows_read,
            rejects_file: report.rejects_file,
            data_version: report.data_version,
        }
    }

    /// The file is no longer needed, the mapping worked: remember it; and pages show the new data.
    async fn after_import(&self, folder: &Path, upload: &Upload, profile: &Profile) {
        let _ = std::fs::remove_file(folder.join("file"));
        let saved = SavedProfile { name: profile.name.clone(), toml: upload.profile.clone() };
        let unchanged = shipped::named(&profile.name).is_ok_and(|shipped| shipped == *profile);
        if !unchanged && let Err(error) = self.remember(&saved).await {
            tracing::error!(%error, profile = %saved.name, "a profile could not be remembered");
        }
        if let Err(error) = self.refresh().await {
            tracing::error!(%error, "imported data could not be read yet");
        }
    }

    async fn remember(&self, profile: &SavedProfile) -> Result<(), ServerError> {
        let mut writer = Writer::begin(self.db(), self.organization(), None, self.clock().now()).await?;
        writer.save_profile(profile).await?;
        writer.commit().await?;
        Ok(())
    }
}

/// What the audit log tells of an import that ended.
fn ended(upload: &Upload) -> Record {
    match &upload.step {
        UploadStep::Done { counts, data_version, .. } => {
            recorded(&upload.file_name, Noted::Taken(*counts, *data_version))
        }
        UploadStep::Failed(problem) => {
            recorded(&upload.file_name, Noted::Failed).changed(None, json!({"reason": problem.code}))
        }
        UploadStep::Draft | UploadStep::Running => recorded(&upload.file_name, Noted::Begun),
    }
}

/// What is no fault of the file: told by a reference that stands in the log.
fn internal(file: &str, error: anyhow::Error) -> ImportProblem {
    match AppError::from(ServerError::Other(error.context(format!("the import of {file} broke off")))) {
        AppError::Internal { reference } => ImportProblem::new("internal", reference),
        other => ImportProblem::new("internal", other),
    }
}
