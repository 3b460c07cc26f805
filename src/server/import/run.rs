//! One import: files in, one transaction, a report out.

use std::{
    collections::BTreeMap,
    io::Read,
    path::{Path, PathBuf},
};

use jiff::Timestamp;
use sha2::{Digest, Sha256};
use tokio::runtime::Handle;

use super::{
    ImportError,
    long::{self, Spill},
    plan::{self, Plan, PlanError},
    profile::{Layout, Profile},
    read::{self, ReadOptions, Row, Step},
    rejects::Rejects,
    rows::{Parsed, Problem, Rows, Warning},
    taker::Taker,
};
use crate::{
    contract::{ImportCounts, SkipReason, WarningKind},
    server::db::{Counts, Db, ImportStart, Writer},
};

/// Rows above the header that are looked at when the profile names no header row.
const HEADER_WITHIN: u32 = 10;

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
        let told = take_file(runtime, &mut writer, &mut rejects, job, path, name, progress);
        told.map_err(|error| error.in_file(name))?.add_to(&mut report);
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

/// What one file came to.
struct FileReport(Report);

impl FileReport {
    fn add_to(self, all: &mut Report) {
        let (one, sum) = (self.0, &mut all.counts);
        all.imports.extend(one.imports);
        sum.read += one.counts.read;
        sum.inserted += one.counts.inserted;
        sum.updated += one.counts.updated;
        sum.unchanged += one.counts.unchanged;
        sum.skipped += one.counts.skipped;
        sum.rejected += one.counts.rejected;
        sum.warnings += one.counts.warnings;
        if let Some(rows) = one.rows_read {
            *all.rows_read.get_or_insert(0) += rows;
        }
        for (reason, n) in one.skips {
            *all.skips.entry(reason).or_default() += n;
        }
        for (kind, n) in one.warned {
            *all.warned.entry(kind).or_default() += n;
        }
    }
}

fn take_file(
    runtime: &Handle,
    writer: &mut Writer,
    rejects: &mut Rejects,
    job: &Job<'_>,
    path: &Path,
    name: &str,
    progress: &dyn Fn(u64),
) -> Result<FileReport, ImportError> {
    let (digest, bytes) = digest(path)?;
    let start = ImportStart { file_name: name.to_owned(), digest, profile: job.profile.name.clone() };
    let import = runtime.block_on(writer.start_import(&start))?;
    let settings = writer.settings().clone();
    let options = ReadOptions {
        delimiter: plan::delimiter(job.profile).map_err(PlanError::Profile)?,
        encoding: plan::encoding(job.profile).map_err(PlanError::Profile)?,
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

/// SHA-256 in hex, and the size.
fn digest(path: &Path) -> Result<(String, u64), ImportError> {
    let mut file = std::fs::File::open(path)?;
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    let mut bytes = 0;
    loop {
        let n = file.read(&mut buffer)?;
        if n == 0 {
            break;
        }
        bytes += n as u64;
        hasher.update(&buffer[..n]);
    }
    let hex = hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    Ok((hex, bytes))
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

    fn finish(mut self) -> Result<FileReport, ImportError> {
        if self.rows.is_none() && self.taker.sheet.is_empty() {
            let why = self.failed.unwrap_or_else(|| PlanError::Profile("the file holds no column names".into()));
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
            let cell = super::rows::Cell { line: 0, column: String::new(), value: sheet.clone() };
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
        Ok(FileReport(Report {
            counts: self.taker.counts,
            rows_read,
            skips: self.taker.skips,
            warned: self.taker.warned,
            imports: vec![self.taker.import.number()],
            ..Report::default()
        }))
    }
}

fn parse(taker: &Taker<'_>, rows: &Rows, row: &Row, warnings: &mut Vec<Warning>) -> Parsed {
    rows.parse(row, &zone_of(taker), warnings)
}

/// The zones of the branches that the store knows.
fn zone_of(taker: &Taker<'_>) -> impl Fn(&str) -> Option<String> {
    let writer = &*taker.writer;
    |code| writer.branch_by_code(code).map(|branch| writer.time_zone_of(branch).to_owned())
}

/// By what the rows of one supervision are told: the source's id, else branch, kind and time. A bad row of which these
/// cannot be read stands for itself.
fn key(taker: &Taker<'_>, rows: &Rows, row: &Row, parsed: &Parsed) -> Option<String> {
    let of = |code: &str, kind: &str, day, second| format!("{code}\n{kind}\n{day}\n{second:?}");
    rows.external_id(row).or_else(|| match parsed {
        Parsed::Visit(visit) => Some(of(&visit.branch.code, &visit.kind, visit.day, visit.second)),
        Parsed::Reject(_) => {
            let (code, kind, day, second) = rows.identity_of(row, &zone_of(taker))?;
            Some(of(&code, &kind, day, second))
        }
        Parsed::Skip(_, Some((branch, day))) => Some(format!("{}\n{day:?}\nskipped", branch.code)),
        _ => None,
    })
}

fn join_all(
    runtime: &Handle,
    taker: &mut Taker<'_>,
    rows: &Rows,
    spill: Spill,
    warnings: &mut Vec<Warning>,
) -> Result<(), ImportError> {
    spill.drain(&mut |group: Vec<Row>| {
        let mut visits = Vec::with_capacity(group.len());
        let mut problems: Vec<Problem> = Vec::new();
        let mut skipped = None;
        for row in &group {
            match parse(taker, rows, row, warnings) {
                Parsed::Visit(visit) => visits.push(*visit),
                Parsed::Reject(problem) => problems.push(problem),
                Parsed::Skip(reason, branch) => skipped = Some((reason, branch)),
                Parsed::Branch(_) => {}
            }
        }
        let area_column = rows.plan.name(rows.plan.long.as_ref().map(|long| long.column));
        runtime.block_on(async {
            taker.warn(warnings).await?;
            if problems.is_empty() {
                let branch = visits.first().map(|visit| (visit.branch.clone(), Some(visit.day)));
                match long::join(visits, &group, &area_column) {
                    Ok(Some(visit)) if visit.score.is_none() && !rows.plan.keep_without_score => {
                        let branch = branch.as_ref().map(|(branch, day)| (branch, *day));
                        return taker.skip(SkipReason::NoScore, branch).await;
                    }
                    Ok(Some(visit)) => return taker.visit(visit).await,
                    Ok(None) => {
                        let (reason, branch) = skipped.unwrap_or((SkipReason::NoScore, None));
                        let branch = branch.as_ref().map(|(branch, day)| (&**branch, *day));
                        return taker.skip(reason, branch).await;
                    }
                    Err(problem) => problems.push(problem),
                }
            }
            let first = problems.remove(0);
            taker.reject(first).await?;
            for problem in problems {
                taker.list_reject(&problem).await?;
            }
            Ok(())
        })
    })
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
