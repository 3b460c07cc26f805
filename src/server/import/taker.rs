//! The *taker* gives what was read to the store, in batches, inside one transaction, and counts.

use std::collections::{BTreeMap, HashSet};

use super::{
    ImportError,
    numbers::Numbers,
    rejects::Rejects,
    rows::{BranchData, Problem, VisitData, Warning},
    seen::{Seen, Sight, hash_of},
};
use crate::{
    contract::{ImportCounts, RejectReason, SkipReason, WarningKind},
    domain::Day,
    server::db::{ImportId, Outcome, Remark, Writer},
};

/// Supervisions that are written at once.
const BATCH: usize = 1_000;
/// Rejected rows and warnings that the store keeps; the rejects file holds all.
const KEPT: i64 = 100_000;

/// See the module's documentation.
pub struct Taker<'a> {
    pub writer: &'a mut Writer,
    pub import: ImportId,
    pub file: String,
    pub sheet: String,
    language: String,
    rejects: &'a mut Rejects,
    pub counts: ImportCounts,
    pub skips: BTreeMap<SkipReason, i64>,
    pub warned: BTreeMap<WarningKind, i64>,
    batch: Vec<VisitData>,
    seen: Seen,
    warned_of: HashSet<u64>,
    reject_rows: Vec<Remark>,
    warning_rows: Vec<Remark>,
    numbers: Numbers,
}

impl<'a> Taker<'a> {
    pub fn new(writer: &'a mut Writer, import: ImportId, file: &str, rejects: &'a mut Rejects) -> Self {
        Self {
            language: writer.settings().language.clone(),
            writer,
            import,
            file: file.to_owned(),
            sheet: String::new(),
            rejects,
            counts: ImportCounts::default(),
            skips: BTreeMap::new(),
            warned: BTreeMap::new(),
            batch: Vec::new(),
            seen: Seen::default(),
            warned_of: HashSet::new(),
            reject_rows: Vec::new(),
            warning_rows: Vec::new(),
            numbers: Numbers::default(),
        }
    }

    /// Takes a visit, once: what comes again in the same file is skipped when equal, and rejected when not.
    ///
    /// # Errors
    /// The store's.
    pub async fn visit(&mut self, visit: VisitData) -> Result<(), ImportError> {
        self.counts.read += 1;
        match self.seen.visit(&visit) {
            Sight::First => {}
            Sight::Repeated => {
                self.counts.read -= 1;
                return self.skip(SkipReason::RepeatedInFile, None).await;
            }
            Sight::Conflicting => {
                self.counts.read -= 1;
                let value = visit.external_id.unwrap_or_else(|| format!("{} {}", visit.branch.code, visit.day));
                let cell = super::rows::Cell { line: visit.line, column: String::new(), value };
                return self.reject(Problem { cell, reason: RejectReason::DuplicateInFile }).await;
            }
        }
        self.batch.push(visit);
        if self.batch.len() >= BATCH { self.flush().await } else { Ok(()) }
    }

    /// Takes a row of a file of branches.
    ///
    /// # Errors
    /// The store's.
    pub async fn branch(&mut self, branch: &BranchData, line: u64) -> Result<(), ImportError> {
        match self.seen.branch(branch) {
            Sight::First => {}
            Sight::Repeated => return self.skip(SkipReason::RepeatedInFile, None).await,
            Sight::Conflicting => {
                let cell = super::rows::Cell { line, column: String::new(), value: branch.code.clone() };
                return self.reject(Problem { cell, reason: RejectReason::DuplicateInFile }).await;
            }
        }
        self.counts.read += 1;
        let (_, outcome) = self.numbers.branch(self.writer, branch, None, true).await?;
        self.count(outcome);
        Ok(())
    }

    /// Counts a row that is no supervision; its branch exists all the same.
    ///
    /// # Errors
    /// The store's.
    pub async fn skip(
        &mut self,
        reason: SkipReason,
        branch: Option<(&BranchData, Option<Day>)>,
    ) -> Result<(), ImportError> {
        self.counts.read += 1;
        self.counts.skipped += 1;
        *self.skips.entry(reason).or_default() += 1;
        if let Some((branch, day)) = branch {
            self.numbers.branch(self.writer, branch, day, false).await?;
        }
        Ok(())
    }

    /// Counts and lists a row that cannot be taken.
    ///
    /// # Errors
    /// When the rejects file cannot be written, or the store's.
    pub async fn reject(&mut self, problem: Problem) -> Result<(), ImportError> {
        self.counts.read += 1;
        self.counts.rejected += 1;
        self.list_reject(&problem).await
    }

    /// Lists a rejected row without counting it (the other rows of a long supervision).
    ///
    /// # Errors
    /// As [`Taker::reject`].
    pub async fn list_reject(&mut self, problem: &Problem) -> Result<(), ImportError> {
        self.rejects.push(&self.file, &self.sheet, problem)?;
        if self.counts.rejected <= KEPT {
            let words = problem.reason.words(&self.language);
            self.reject_rows.push(self.remark(&problem.cell, problem.reason.code(), words));
        }
        if self.reject_rows.len() >= 500 {
            self.flush_remarks().await?;
        }
        Ok(())
    }

    /// Notes warnings, each thing once.
    ///
    /// # Errors
    /// The store's.
    pub async fn warn(&mut self, warnings: &mut Vec<Warning>) -> Result<(), ImportError> {
        for warning in warnings.drain(..) {
            if !self.warned_of.insert(hash_of(&(warning.kind, &warning.about))) {
                continue;
            }
            self.counts.warnings += 1;
            *self.warned.entry(warning.kind).or_default() += 1;
            if self.counts.warnings <= KEPT {
                let words = warning.kind.words(&self.language);
                self.warning_rows.push(self.remark(&warning.cell, warning.kind.code(), words));
            }
        }
        if self.warning_rows.len() >= 500 { self.flush_remarks().await } else { Ok(()) }
    }

    fn remark(&self, cell: &super::rows::Cell, code: &str, words: &str) -> Remark {
        let column =
            if self.sheet.is_empty() { cell.column.clone() } else { format!("{}!{}", self.sheet, cell.column) };
        Remark {
            line: cell.line,
            column,
            // PostgreSQL has no NUL in text
            value: cell.value.replace('\0', "\u{fffd}"),
            reason: code.to_owned(),
            remedy: words.to_owned(),
        }
    }

    /// Writes what is waiting.
    ///
    /// # Errors
    /// The store's.
    pub async fn flush(&mut self) -> Result<(), ImportError> {
        let visits = std::mem::take(&mut self.batch);
        let mut rows = Vec::with_capacity(visits.len());
        for visit in visits {
            let (branch, _) = self.numbers.branch(self.writer, &visit.branch, Some(visit.day), false).await?;
            rows.push(self.numbers.row(self.writer, branch, visit).await?);
        }
        if !rows.is_empty() {
            for written in self.writer.supervisions(&rows).await? {
                self.count(written.outcome);
            }
        }
        self.flush_remarks().await
    }

    async fn flush_remarks(&mut self) -> Result<(), ImportError> {
        if !self.reject_rows.is_empty() {
            self.writer.rejects(self.import, &self.reject_rows).await?;
            self.reject_rows.clear();
        }
        if !self.warning_rows.is_empty() {
            self.writer.warnings(self.import, &self.warning_rows).await?;
            self.warning_rows.clear();
        }
        Ok(())
    }

    const fn count(&mut self, outcome: Outcome) {
        match outcome {
            Outcome::Inserted => self.counts.inserted += 1,
            Outcome::Updated => self.counts.updated += 1,
            Outcome::Unchanged => self.counts.unchanged += 1,
        }
    }
}
