//! Uploads and imports: a file is kept in the data folder, looked at, corrected, taken, and its result read.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use serde::{Deserialize, Serialize};

use super::Services;
use crate::{
    contract::{
        AppError, ImportCounts, ImportDraft, ImportField, ImportRemark, ImportResult, ImportSummary, ImportView,
        ImportsPage, REJECTS_PER_PAGE,
    },
    domain::Day,
    server::{
        db::{Counts, ImportRecord, Remark, SavedProfile, Writer},
        error::ServerError,
        import::{form, guess, preview, profile::Profile, read::ReadOptions, run, shipped},
    },
};

/// Largest upload.
pub const UPLOAD_LIMIT_MB: u32 = 256;
/// Uploads that are kept; older ones are thrown away.
const KEPT_UPLOADS: usize = 30;
/// Rows that the preview reads.
const PREVIEWED: usize = 200;

/// Imports that this process is running: id of the upload → rows read so far.
#[derive(Default)]
pub struct Running(Mutex<HashMap<String, Arc<AtomicU64>>>);

impl Running {
    fn rows(&self, id: &str) -> Option<u64> {
        let running = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        running.get(id).map(|rows| rows.load(Ordering::Relaxed))
    }

    /// Notes a start; `None` when the upload is already being imported.
    fn start(&self, id: &str) -> Option<Arc<AtomicU64>> {
        let mut running = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if running.contains_key(id) {
            return None;
        }
        let rows = Arc::new(AtomicU64::new(0));
        running.insert(id.to_owned(), Arc::clone(&rows));
        Some(rows)
    }

    fn end(&self, id: &str) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(id);
    }
}

/// What is kept about an upload beside its file.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Upload {
    file_name: String,
    organization: String,
    /// Name of the profile that the mapping started from.
    started_from: String,
    /// The mapping, as TOML.
    profile: String,
    step: UploadStep,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
enum UploadStep {
    #[default]
    Draft,
    Running,
    Failed(String),
    Done {
        /// Number of the import, when something was taken.
        import: Option<u32>,
        counts: ImportCounts,
        rows_read: Option<i64>,
        rejects_file: Option<PathBuf>,
        data_version: i64,
    },
}

impl Services {
    fn uploads(&self) -> PathBuf {
        self.db().folder().join("uploads")
    }

    /// The folder of an upload; `None` for what is no upload's id, so that no path can be smuggled in.
    fn upload_folder(&self, id: &str) -> Option<PathBuf> {
        let hex = id.strip_prefix('u')?;
        (hex.len() == 16 && hex.bytes().all(|b| b.is_ascii_hexdigit())).then(|| self.uploads().join(id))
    }

    fn load(&self, id: &str) -> Result<(PathBuf, Upload), ServerError> {
        let folder = self.upload_folder(id).ok_or(ServerError::NotFound("import"))?;
        let text = std::fs::read(folder.join("state.json")).map_err(|_| ServerError::NotFound("import"))?;
        let upload: Upload = serde_json::from_slice(&text).map_err(|_| ServerError::NotFound("import"))?;
        if upload.organization != self.organization() {
            return Err(ServerError::NotFound("import"));
        }
        Ok((folder, upload))
    }

    /// A new folder that an upload is streamed into, and its id.
    ///
    /// # Errors
    /// When the data folder cannot be written.
    pub fn new_upload(&self) -> Result<(String, PathBuf), ServerError> {
        let uploads = self.uploads();
        let folder =
            tempfile::Builder::new().prefix("new-").tempdir_in(made(&uploads)?).map_err(anyhow::Error::from)?;
        let id = format!("u{:016x}", random());
        let path = uploads.join(&id);
        std::fs::rename(folder.keep(), &path).map_err(anyhow::Error::from)?;
        forget_old(&uploads);
        Ok((id, path))
    }

    /// Guesses a profile for an upload whose file is complete, and keeps both.
    ///
    /// # Errors
    /// When the file is no table.
    pub async fn describe_upload(&self, id: &str, file_name: &str) -> Result<(), ServerError> {
        let folder = self.upload_folder(id).ok_or(ServerError::NotFound("import"))?;
        let name: String = file_name.chars().filter(|c| !c.is_control()).take(200).collect();
        let path = folder.join("file");
        let (guessed, sample) = blocking({
            let name = name.clone();
            move || guess::guess_file(&path, &name).map_err(|error| unusable("unreadable", &error))
        })
        .await?;
        let known = self.profiles_that_fit(&sample.header).await?;
        let profile = known.unwrap_or(guessed);
        let upload = Upload {
            file_name: name,
            organization: self.organization(),
            started_from: profile.name.clone(),
            profile: to_toml(&profile)?,
            step: UploadStep::Draft,
        };
        save(&folder, &upload)
    }

    /// The first remembered or shipped profile whose columns the file has.
    async fn profiles_that_fit(&self, header: &[String]) -> Result<Option<Profile>, ServerError> {
        let saved = self.db().profiles(&self.organization()).await?;
        let saved = saved.into_iter().filter_map(|saved| Profile::parse(&saved.toml).ok());
        let shipped = shipped::ALL.iter().filter_map(|(name, _)| shipped::named(name).ok());
        Ok(saved.chain(shipped).find(|profile| run::fits(profile, header)))
    }

    async fn profile_named(&self, name: &str) -> Result<Profile, ServerError> {
        let saved = self.db().profiles(&self.organization()).await?;
        match saved.into_iter().find(|saved| saved.name == name) {
            Some(saved) => Profile::parse(&saved.toml).map_err(|error| unusable("profile", &error)),
            None => shipped::named(name).map_err(|_| ServerError::NotFound("profile")),
        }
    }

    /// Puts another profile in the place of the mapping: a known one, or `""` for a new guess.
    ///
    /// # Errors
    /// When there is no such upload or profile.
    pub async fn choose_profile(&self, id: &str, name: &str) -> Result<(), ServerError> {
        let (folder, mut upload) = self.load(id)?;
        let profile = if name.is_empty() {
            let path = folder.join("file");
            let file_name = upload.file_name.clone();
            blocking(move || guess::guess_file(&path, &file_name).map_err(|error| unusable("unreadable", &error)))
                .await?
                .0
        } else {
            self.profile_named(name).await?
        };
        upload.started_from.clone_from(&profile.name);
        upload.profile = to_toml(&profile)?;
        upload.step = UploadStep::Draft;
        save(&folder, &upload)
    }

    /// Takes over a corrected mapping.
    ///
    /// # Errors
    /// When it makes no sense; the old mapping stays.
    pub fn correct_upload(&self, id: &str, fields: &[(String, String)]) -> Result<(), ServerError> {
        let (folder, mut upload) = self.load(id)?;
        let mut profile = Profile::parse(&upload.profile).map_err(|error| unusable("profile", &error))?;
        form::apply(&mut profile, fields).map_err(|error| unusable("mapping", &error))?;
        upload.profile = to_toml(&profile)?;
        upload.step = UploadStep::Draft;
        save(&folder, &upload)
    }

    /// Starts taking an upload; it goes on when the request is over. Remembers the mapping for the organization.
    ///
    /// # Errors
    /// When there is no such upload, or its mapping does not parse.
    pub async fn start_import(&self, id: &str) -> Result<(), ServerError> {
        let (folder, mut upload) = self.load(id)?;
        if !matches!(upload.step, UploadStep::Draft) {
            return Ok(());
        }
        let profile = Profile::parse(&upload.profile).map_err(|error| unusable("profile", &error))?;
        let Some(rows) = self.inner.imports.start(id) else { return Ok(()) };
        upload.step = UploadStep::Running;
        if let Err(error) = save(&folder, &upload) {
            self.inner.imports.end(id);
            return Err(error);
        }
        let (services, id) = (self.clone(), id.to_owned());
        tokio::spawn(async move {
            upload.step = services.take(&folder, &upload, &profile, rows).await;
            if let Err(error) = save(&folder, &upload) {
                tracing::error!(%error, upload = %id, "the result of an import could not be kept");
            }
            services.inner.imports.end(&id);
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
                return UploadStep::Failed(error.to_string());
            }
            Err(panic) => {
                tracing::error!(%panic, file = %upload.file_name, "an import broke off");
                return UploadStep::Failed("internal".into());
            }
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
        let mut writer = Writer::begin(self.db(), &self.organization(), None, self.clock().now()).await?;
        writer.save_profile(profile).await?;
        writer.commit().await?;
        Ok(())
    }

    /// `/importar`.
    ///
    /// # Errors
    /// The database's.
    pub async fn imports_page(&self) -> Result<ImportsPage, ServerError> {
        let records = self.db().imports(&self.organization(), 50).await?;
        Ok(ImportsPage {
            limit_mb: UPLOAD_LIMIT_MB,
            history: records.iter().map(|record| self.summary(record)).collect(),
        })
    }

    fn summary(&self, record: &ImportRecord) -> ImportSummary {
        let zone =
            jiff::tz::TimeZone::get(&self.cube().catalog().settings.time_zone).unwrap_or(jiff::tz::TimeZone::UTC);
        let instant = record.started_at.parse::<jiff::Timestamp>();
        ImportSummary {
            id: record.id,
            file_name: record.start.file_name.clone(),
            profile: record.start.profile.clone(),
            day: instant.map(|at| Day::from(at.to_zoned(zone).date()).to_string()).unwrap_or_default(),
            counts: counts(&record.counts),
            data_version: record.data_version,
        }
    }

    /// `/importar/{id}`, with a page (from 1) of its rejected rows.
    ///
    /// # Errors
    /// When there is no such upload or import.
    pub async fn import_view(&self, id: &str, page: u32) -> Result<ImportView, ServerError> {
        if let Ok(number) = id.parse::<u32>() {
            return self.past_import(number, id, None, page).await;
        }
        let (folder, upload) = self.load(id)?;
        match upload.step.clone() {
            UploadStep::Draft => self.draft(id, &folder, upload).await.map(|draft| ImportView::Draft(Box::new(draft))),
            UploadStep::Running => Ok(match self.inner.imports.rows(id) {
                Some(rows) => {
                    ImportView::Running { file_name: upload.file_name, rows: i64::try_from(rows).unwrap_or(i64::MAX) }
                }
                None => ImportView::Failed { file_name: upload.file_name, detail: "interrupted".into() },
            }),
            UploadStep::Failed(detail) => Ok(ImportView::Failed { file_name: upload.file_name, detail }),
            UploadStep::Done { import: Some(number), rows_read, .. } => {
                self.past_import(number, id, rows_read, page).await
            }
            UploadStep::Done { import: None, counts, rows_read, rejects_file, data_version } => {
                let rejects = rejects_file.as_deref().map(|path| rejects_of(path, page)).unwrap_or_default();
                Ok(ImportView::Done(Box::new(ImportResult {
                    id: id.to_owned(),
                    file_name: upload.file_name,
                    profile: upload.started_from,
                    counts,
                    rows_read,
                    data_version,
                    taken: false,
                    rejects,
                    page,
                    warnings: Vec::new(),
                })))
            }
        }
    }

    async fn past_import(
        &self,
        number: u32,
        id: &str,
        rows_read: Option<i64>,
        page: u32,
    ) -> Result<ImportView, ServerError> {
        let organization = self.organization();
        let records = self.db().imports(&organization, u32::MAX >> 1).await?;
        let record = records.iter().find(|record| record.id == number).ok_or(ServerError::NotFound("import"))?;
        let after = page.saturating_sub(1).saturating_mul(REJECTS_PER_PAGE);
        let rejects = self.db().import_rejects(&organization, number, after, REJECTS_PER_PAGE).await?;
        let warnings = self.db().import_warnings(&organization, number, 0, 50).await?;
        let long = record.counts.rows_read != record.counts.read;
        let rows = i64::try_from(record.counts.rows_read).unwrap_or(i64::MAX);
        Ok(ImportView::Done(Box::new(ImportResult {
            id: id.to_owned(),
            file_name: record.start.file_name.clone(),
            profile: record.start.profile.clone(),
            counts: counts(&record.counts),
            rows_read: rows_read.or(long.then_some(rows)),
            data_version: record.data_version,
            taken: true,
            rejects: rejects.into_iter().map(remark).collect(),
            page,
            warnings: warnings.into_iter().map(remark).collect(),
        })))
    }

    async fn draft(&self, id: &str, folder: &Path, upload: Upload) -> Result<ImportDraft, ServerError> {
        let profile = Profile::parse(&upload.profile).map_err(|error| unusable("profile", &error))?;
        let path = folder.join("file");
        let bytes = std::fs::metadata(&path).map_or(0, |meta| i64::try_from(meta.len()).unwrap_or(i64::MAX));
        let sample = blocking(move || {
            guess::sample(&path, &ReadOptions::default(), PREVIEWED).map_err(|error| unusable("unreadable", &error))
        })
        .await?;
        let zone = self.cube().catalog().settings.time_zone.clone();
        let saved = self.db().profiles(&self.organization()).await?.into_iter().map(|saved| saved.name);
        let mut profiles: Vec<String> = saved.collect();
        profiles.extend(
            shipped::ALL
                .iter()
                .map(|(name, _)| (*name).to_owned())
                .filter(|n| !profiles.contains(n))
                .collect::<Vec<_>>(),
        );
        Ok(ImportDraft {
            id: id.to_owned(),
            file_name: upload.file_name,
            bytes,
            profile: upload.started_from,
            profiles,
            preview: preview::preview(&profile, &sample, &zone),
            fields: form::fields(&profile)
                .into_iter()
                .map(|(name, value)| ImportField { name: name.to_owned(), value })
                .collect(),
            raw: sample.rows.into_iter().take(5).collect(),
            columns: sample.header,
        })
    }

    /// The rejected rows of an import as CSV: by its number, or by its upload.
    ///
    /// # Errors
    /// When there is no such import, or nothing was rejected.
    pub async fn rejects_csv(&self, id: &str) -> Result<Vec<u8>, ServerError> {
        let number = match id.parse::<u32>() {
            Ok(number) => number,
            Err(_) => match self.load(id)?.1.step {
                UploadStep::Done { rejects_file: Some(path), .. } if path.is_file() => {
                    return Ok(std::fs::read(path).map_err(anyhow::Error::from)?);
                }
                UploadStep::Done { import: Some(number), .. } => number,
                _ => return Err(ServerError::NotFound("rejects")),
            },
        };
        let rows = self.db().import_rejects(&self.organization(), number, 0, 1_000_000).await?;
        if rows.is_empty() {
            return Err(ServerError::NotFound("rejects"));
        }
        let mut csv =
            csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer("\u{feff}".as_bytes().to_vec());
        let write = |error: csv::Error| ServerError::Other(error.into());
        csv.write_record(["line", "column", "value", "reason", "remedy"]).map_err(write)?;
        for row in rows {
            let line = row.line.to_string();
            let cells = [&line, &row.column, &row.value, &row.reason, &row.remedy];
            csv.write_record(cells.map(|cell| crate::server::import::rejects::harmless(cell))).map_err(write)?;
        }
        csv.into_inner().map_err(|error| ServerError::Other(anyhow::anyhow!("{error}")))
    }
}

fn counts(counts: &Counts) -> ImportCounts {
    let n = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
    ImportCounts {
        read: n(counts.read),
        inserted: n(counts.inserted),
        updated: n(counts.updated),
        unchanged: n(counts.unchanged),
        skipped: n(counts.skipped),
        rejected: n(counts.rejected),
        warnings: n(counts.warnings),
    }
}

fn remark(remark: Remark) -> ImportRemark {
    let line = i64::try_from(remark.line).unwrap_or(i64::MAX);
    ImportRemark { line, column: remark.column, value: remark.value, reason: remark.reason }
}

/// A page of a rejects file.
fn rejects_of(path: &Path, page: u32) -> Vec<ImportRemark> {
    let Ok(mut csv) = csv::Reader::from_path(path) else { return Vec::new() };
    let after = page.saturating_sub(1).saturating_mul(REJECTS_PER_PAGE) as usize;
    let rows = csv.records().filter_map(Result::ok).skip(after).take(REJECTS_PER_PAGE as usize);
    rows.map(|row| ImportRemark {
        line: row.get(2).and_then(|line| line.parse().ok()).unwrap_or(0),
        column: row.get(3).unwrap_or_default().to_owned(),
        value: row.get(4).unwrap_or_default().to_owned(),
        reason: row.get(5).unwrap_or_default().to_owned(),
    })
    .collect()
}

fn unusable(reason: &str, detail: &impl ToString) -> ServerError {
    AppError::Unusable { reason: reason.to_owned(), detail: detail.to_string() }.into()
}

fn to_toml(profile: &Profile) -> Result<String, ServerError> {
    profile.to_toml().map_err(|error| ServerError::Other(anyhow::anyhow!(error)))
}

fn made(folder: &Path) -> Result<&Path, ServerError> {
    std::fs::create_dir_all(folder).map_err(anyhow::Error::from)?;
    Ok(folder)
}

/// Written beside and renamed: a reader sees the old state or the new one.
fn save(folder: &Path, upload: &Upload) -> Result<(), ServerError> {
    let text = serde_json::to_vec(upload).map_err(anyhow::Error::from)?;
    let part = folder.join("state.part");
    std::fs::write(&part, text).map_err(anyhow::Error::from)?;
    std::fs::rename(part, folder.join("state.json")).map_err(anyhow::Error::from)?;
    Ok(())
}

/// Throws the oldest uploads away.
fn forget_old(uploads: &Path) {
    let Ok(entries) = std::fs::read_dir(uploads) else { return };
    let mut dated: Vec<_> = entries
        .filter_map(Result::ok)
        .filter_map(|entry| Some((entry.metadata().ok()?.modified().ok()?, entry.path())))
        .collect();
    dated.sort();
    let surplus = dated.len().saturating_sub(KEPT_UPLOADS);
    for (_, path) in dated.into_iter().take(surplus) {
        let _ = std::fs::remove_dir_all(path);
    }
}

/// Unguessable enough for a name: the standard library's keyed hasher takes its keys from the system's randomness.
fn random() -> u64 {
    use std::hash::{BuildHasher, Hasher, RandomState};
    RandomState::new().build_hasher().finish()
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, ServerError> + Send + 'static,
) -> Result<T, ServerError> {
    tokio::task::spawn_blocking(work).await.map_err(|error| ServerError::Other(error.into()))?
}
