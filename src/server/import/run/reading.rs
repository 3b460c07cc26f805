//! One file, from its first row to its counts.

use std::path::Path;

use tokio::runtime::Handle;

use super::{
    Job, Report,
    digest::digest,
    joining::{join_all, key, parse},
};
use crate::{
    contract::{ImportCounts, WarningKind},
    server::{
        db::{Counts, ImportStart, Writer},
        import::{
            ImportError,
            long::Spill,
            plan::{self, Plan, PlanError},
            profile::Layout,
            read::{self, ReadOptions, Row, Step},
            rejects::Rejects,
            rows::{Cell, Parsed, Rows, Warning},
            taker::Taker,
        },
    },
};

/// Rows above the header that are looked at when the profile names no header row.
const HEADER_WITHIN: u32 = 10;

/// Takes one file into the writer's transaction.
///
/// # Errors
/// When it cannot be read by the profile, or the store fails.
pub fn take_file(
    runtime: &Handle,
    writer: &mut Writer,
    rejects: &mut Rejects,
    job: &Job<'_>,
    path: &Path,
    name: &str,
    progress: &dyn Fn(u64),
) -> Result<Report, ImportError> {
    let (digest, bytes) = digest(path)?;
    let start = ImportStart { file_name: name.to_owned(), digest, profile: job.profile.name.clone() };
    let import = runtime.block_on(writer.start_import(&start))?;
    let settings = writer.settings().clone();
    let options = ReadOptions {
        delimiter: plan::delimiter(job.profile)?,
        encoding: plan::encoding(job.profile)?,
        sheets: job.profile.sheets.clone(),
    };
    let spill = match job.profile.layout {
        Layout::Long => Some(Spill::new(job.data, bytes)?),
        _ => None,
    };
    let mut reading = Reading {
        runtime,
        job,
        taker: Taker::new(writer, import, name, rejects),
        default_kind: settings.default_kind.unwrap_or_else(|| "operativa".into()),
        zone: settings.time_zone,
        rows: None,
        tried: 0,
        failed: None,
        ignored: Vec::new(),
        warnings: Vec::new(),
        lines: 0,
        spill,
        progress,
    };
    read::read(path, &options, &mut |step| reading.step(step))?;
    reading.finish()
}

/// A file in the middle of being read.
struct Reading<'a, 'w> {
    runtime: &'a Handle,
    job: &'a Job<'a>,
    taker: Taker<'w>,
    default_kind: String,
    zone: String,
    /// Set once the header was found.
    rows: Option<Rows>,
    /// Rows tried as header since the sheet began.
    tried: u32,
    /// Why the header was not found.
    failed: Option<PlanError>,
    /// Sheets without a header.
    ignored: Vec<String>,
    warnings: Vec<Warning>,
    lines: i64,
    spill: Option<Spill>,
    progress: &'a dyn Fn(u64),
}

impl Reading<'_, '_> {
    fn step(&mut self, step: Step<'_>) -> Result<bool, ImportError> {
        match step {
            Step::Sheet(name) => {
                self.end_sheet()?;
                name.clone_into(&mut self.taker.sheet);
                self.rows = None;
                self.tried = 0;
            }
            Step::Row(row) if self.rows.is_none() => self.try_header(row),
            Step::Row(row) => self.row(row)?,
        }
        Ok(true)
    }

    fn try_header(&mut self, row: &Row) {
        self.tried += 1;
        let wanted = self.job.profile.header_row.filter(|wanted| *wanted > 0);
        if wanted.map_or(self.tried > HEADER_WITHIN, |wanted| self.tried != wanted) {
            return;
        }
        match Plan::new(self.job.profile, &row.cells(), self.job.kind) {
            Ok(plan) => self.rows = Some(Rows::new(plan, &self.default_kind, &self.zone)),
            // the row has all the names: no other one is the header
            Err(error @ PlanError::SeveralColumns(_)) => self.failed = Some(error),
            Err(error) => {
                self.failed.get_or_insert(error);
            }
        }
    }

    /// A sheet is over; what it held has to be put together before the next one has other columns.
    fn end_sheet(&mut self) -> Result<(), ImportError> {
        if self.rows.is_none() && !self.taker.sheet.is_empty() {
            self.ignored.push(self.taker.sheet.clone());
        }
        if let (Some(spill), Some(rows)) = (self.spill.take(), self.rows.as_ref()) {
            join_all(self.runtime, &mut self.taker, rows, spill, &mut self.warnings)?;
            self.spill = Some(Spill::new(self.job.data, 0)?);
        }
        Ok(())
    }

    fn row(&mut self, row: &Row) -> Result<(), ImportError> {
        let Some(rows) = self.rows.as_ref() else { return Ok(()) };
        self.lines += 1;
        if self.lines % 1_000 == 0 {
            (self.progress)(self.lines.unsigned_abs());
        }
        let parsed = parse(&self.taker, rows, row, &mut self.warnings);
        let taker = &mut self.taker;
        if let Some(spill) = &mut self.spill
            && let Some(key) = key(taker, rows, row, &parsed)
        {
            // judged again with the other rows of its supervision
            self.warnings.clear();
            spill.push(&key, row)?;
            return Ok(());
        }
        let warnings = &mut self.warnings;
        self.runtime.block_on(async {
            taker.warn(warnings).await?;
            match parsed {
                Parsed::Visit(visit) => taker.visit(*visit).await,
                Parsed::Branch(branch) => taker.branch(&branch, row.line).await,
                Parsed::Skip(reason, branch) => {
                    taker.skip(reason, branch.as_ref().map(|(branch, day)| (&**branch, *day))).await
                }
                Parsed::Reject(problem) => taker.reject(problem).await,
            }
        })
    }

    fn finish(mut self) -> Result<Report, ImportError> {
        if self.rows.is_none() && self.taker.sheet.is_empty() {
            let why = self.failed.unwrap_or(PlanError::NoHeader);
            return Err(why.into());
        }
        self.end_sheet()?;
        let layout = self.job.profile.layout;
        if self.lines == 0
            && let Some(why) = self.failed
        {
            return Err(why.into());
        }
        for sheet in std::mem::take(&mut self.ignored) {
            let cell = Cell { line: 0, column: String::new(), value: sheet.clone() };
            self.warnings.push(Warning { cell, kind: WarningKind::SheetIgnored, about: sheet });
        }
        let rows_read = (layout == Layout::Long).then_some(self.lines);
        let (taker, warnings) = (&mut self.taker, &mut self.warnings);
        self.runtime.block_on(async {
            taker.warn(warnings).await?;
            taker.flush().await?;
            let counts = counts_of(&taker.counts, self.lines);
            taker.writer.finish_import(taker.import, &counts).await?;
            Ok::<(), ImportError>(())
        })?;
        Ok(Report {
            counts: self.taker.counts,
            rows_read,
            skips: self.taker.skips,
            warned: self.taker.warned,
            imports: vec![self.taker.import.number()],
            ..Report::default()
        })
    }
}

fn counts_of(counts: &ImportCounts, lines: i64) -> Counts {
    let n = |count: i64| count.unsigned_abs();
    Counts {
        rows_read: n(lines),
        read: n(counts.read),
        inserted: n(counts.inserted),
        updated: n(counts.updated),
        unchanged: n(counts.unchanged),
        skipped: n(counts.skipped),
        rejected: n(counts.rejected),
        warnings: n(counts.warnings),
    }
}
