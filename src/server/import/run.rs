//! One import: files in, one transaction, a report out.

mod digest;
mod joining;
mod reading;

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use jiff::Timestamp;
use tokio::runtime::Handle;

use super::{ImportError, plan::Plan, profile::Profile, rejects::Rejects};
use crate::{
    contract::{ImportCounts, SkipReason, WarningKind},
    server::db::{Db, Writer},
};

/// What is to be imported.
pub struct Job<'a> {
    /// Slug; created when new.
    pub organization: &'a str,
    /// Name of a new organization.
    pub organization_name: Option<&'a str>,
    /// Path and the name a person knows the file by.
    pub files: &'a [(PathBuf, String)],
    pub profile: &'a Profile,
    pub kind: Option<&'a str>,
    pub dry_run: bool,
    /// Data folder: rejects files and temporary files go here.
    pub data: &'a Path,
    pub now: Timestamp,
}

/// How an import ended.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    pub counts: ImportCounts,
    /// Rows of long files.
    pub rows_read: Option<i64>,
    pub skips: BTreeMap<SkipReason, i64>,
    pub warned: BTreeMap<WarningKind, i64>,
    pub rejects_file: Option<PathBuf>,
    pub data_version: i64,
    /// Number of each file's import, when something was taken.
    pub imports: Vec<u32>,
}

/// Whether a file with this header has every column that the profile names.
#[must_use]
pub fn fits(profile: &Profile, header: &[String]) -> bool {
    Plan::new(profile, header, None).is_ok()
}

/// Runs an import; blocks, so it belongs on a thread of its own. Nothing is changed unless it answers `Ok` with
/// something taken, and then everything is.
///
/// # Errors
/// When a file cannot be read by the profile, or the store fails.
pub fn run(runtime: &Handle, db: &Db, job: &Job<'_>, progress: &dyn Fn(u64)) -> Result<Report, ImportError> {
    // a writer that is dropped after an error hands its connection back to the runtime
    let _inside = runtime.enter();
    let new = runtime.block_on(db.organization(job.organization))?.is_none();
    let name = job.organization_name.or(job.profile.organization.as_ref().and_then(|spec| spec.name.as_deref()));
    let mut writer = runtime.block_on(Writer::begin(db, job.organization, name, job.now))?;
    if new {
        runtime.block_on(set_up(&mut writer, job.profile))?;
    }
    let mut rejects = Rejects::new(&job.data.join("rejects"), &writer.settings().language.clone());
    let mut report = Report::default();
    for (path, name) in job.files {
        let told = reading::take_file(runtime, &mut writer, &mut rejects, job, path, name, progress);
        report.add(told.map_err(|error| error.in_file(name))?);
    }
    let before = writer.version_before();
    if job.dry_run || !report.counts.took_something() {
        runtime.block_on(writer.rollback())?;
        report.data_version = before;
    } else {
        report.data_version = runtime.block_on(writer.commit())?;
    }
    let stamp = job.now.strftime("%Y%m%dT%H%M%S").to_string();
    report.rejects_file =
        rejects.keep(&format!("{}-{stamp}-{:03}.csv", job.organization, job.now.subsec_millisecond()))?;
    Ok(report)
}

async fn set_up(writer: &mut Writer, profile: &Profile) -> Result<(), ImportError> {
    let mut settings = writer.settings().clone();
    if let Some(zone) = &profile.time_zone {
        settings.time_zone.clone_from(zone);
    }
    if let Some(spec) = &profile.organization {
        settings.base_layer = spec.base_layer.unwrap_or(settings.base_layer);
        settings.default_kind = spec.default_kind.clone().or(settings.default_kind);
        if let Some(language) = spec.language.as_deref().filter(|language| ["es", "en"].contains(language)) {
            settings.language = language.to_owned();
        }
    }
    if settings != *writer.settings() {
        writer.set_settings(&settings).await?;
    }
    Ok(())
}

impl Report {
    /// Adds what one file came to.
    fn add(&mut self, one: Self) {
        let sum = &mut self.counts;
        self.imports.extend(one.imports);
        sum.read += one.counts.read;
        sum.inserted += one.counts.inserted;
        sum.updated += one.counts.updated;
        sum.unchanged += one.counts.unchanged;
        sum.skipped += one.counts.skipped;
        sum.rejected += one.counts.rejected;
        sum.warnings += one.counts.warnings;
        if let Some(rows) = one.rows_read {
            *self.rows_read.get_or_insert(0) += rows;
        }
        for (reason, n) in one.skips {
            *self.skips.entry(reason).or_default() += n;
        }
        for (kind, n) in one.warned {
            *self.warned.entry(kind).or_default() += n;
        }
    }
}
