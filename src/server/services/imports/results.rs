//! What became of imports: the list of them, one of them, its rejected rows.

use std::path::Path;

use super::{UPLOAD_LIMIT_MB, upload::UploadStep};
use crate::{
    contract::{
        ImportCounts, ImportProblem, ImportRemark, ImportResult, ImportSummary, ImportView, ImportsPage,
        REJECTS_PER_PAGE,
    },
    domain::{Action, Day, access::audit::Act},
    server::{
        db::{Counts, ImportRecord, Remark},
        error::ServerError,
        services::{Desk, audit::Record},
    },
};

impl Desk {
    /// `/importar`.
    ///
    /// # Errors
    /// The database's.
    pub async fn imports_page(&self) -> Result<ImportsPage, ServerError> {
        self.must(Action::Import)?;
        let records = self.db().imports(self.organization(), None, 50).await?;
        Ok(ImportsPage {
            limit_mb: UPLOAD_LIMIT_MB,
            history: records.iter().map(|record| self.summary(record)).collect(),
        })
    }

    /// The imports below a number, newest first, and how many there are in all.
    ///
    /// # Errors
    /// [`crate::contract::AppError::Forbidden`] when the role does not grant it; the database's.
    pub async fn imports_below(
        &self,
        below: Option<u32>,
        limit: u32,
    ) -> Result<(Vec<ImportSummary>, u32), ServerError> {
        self.must(Action::Import)?;
        let records = self.db().imports(self.organization(), below, limit).await?;
        let total = self.db().count_imports(self.organization()).await?;
        Ok((records.iter().map(|record| self.summary(record)).collect(), total))
    }

    fn summary(&self, record: &ImportRecord) -> ImportSummary {
        let instant = record.started_at.parse::<jiff::Timestamp>();
        ImportSummary {
            id: record.id,
            file_name: record.start.file_name.clone(),
            profile: record.start.profile.clone(),
            day: instant.map(|at| Day::from(at.to_zoned(self.zone()).date()).to_string()).unwrap_or_default(),
            counts: counts(&record.counts),
            data_version: record.data_version,
        }
    }

    /// `/importar/{id}`, with a page (from 1) of its rejected rows.
    ///
    /// # Errors
    /// When there is no such upload or import.
    pub async fn import_view(&self, id: &str, page: u32) -> Result<ImportView, ServerError> {
        self.must(Action::Import)?;
        if let Ok(number) = id.parse::<u32>() {
            return self.past_import(number, id, None, page).await;
        }
        let (folder, upload) = self.load(id)?;
        match upload.step.clone() {
            UploadStep::Draft => self.draft(id, &folder, upload).await.map(|draft| ImportView::Draft(Box::new(draft))),
            UploadStep::Running => Ok(match self.inner().imports.rows(id) {
                Some(rows) => {
                    ImportView::Running { file_name: upload.file_name, rows: i64::try_from(rows).unwrap_or(i64::MAX) }
                }
                None => {
                    ImportView::Failed { file_name: upload.file_name, problem: ImportProblem::new("interrupted", "") }
                }
            }),
            UploadStep::Failed(problem) => Ok(ImportView::Failed { file_name: upload.file_name, problem }),
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
        let records = self.db().imports(organization, number.checked_add(1), 1).await?;
        let record = records.iter().find(|record| record.id == number).ok_or(ServerError::NotFound("import"))?;
        let after = page.saturating_sub(1).saturating_mul(REJECTS_PER_PAGE);
        let rejects = self.db().import_rejects(organization, number, after, REJECTS_PER_PAGE).await?;
        let warnings = self.db().import_warnings(organization, number, 0, 50).await?;
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

    /// The rejected rows of an import as CSV: by its number, or by its upload.
    ///
    /// # Errors
    /// When there is no such import, or nothing was rejected.
    pub async fn rejects_csv(&self, id: &str) -> Result<Vec<u8>, ServerError> {
        self.must(Action::Import)?;
        let csv = self.rejected(id).await?;
        let record = Record::of(Act::Export, format!("/importar/{id}/rechazos.csv"));
        self.services().record(self.caller(), Some(self.organization()), record).await?;
        Ok(csv)
    }

    async fn rejected(&self, id: &str) -> Result<Vec<u8>, ServerError> {
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
        let rows = self.db().import_rejects(self.organization(), number, 0, 1_000_000).await?;
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
