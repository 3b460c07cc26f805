//! The *taker* gives what was read to the store, in batches, inside one transaction, and counts.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    hash::{DefaultHasher, Hash, Hasher},
};

use super::{
    ImportError,
    rejects::Rejects,
    rows::{BranchData, Problem, VisitData, Warning},
};
use crate::{
    contract::{ImportCounts, RejectReason, SkipReason, WarningKind},
    domain::{Day, text::fold},
    server::db::{
        AreaId, BranchId, GroupId, ImportId, KindId, NewAreaScore, NewBranch, NewSupervision, Outcome, Remark, StateId,
        SupervisorId, Writer,
    },
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
    /// Key of what the file has brought so far → its content, so that a repeated row is told from a conflicting one.
    seen: HashMap<u64, u32>,
    warned_of: HashSet<u64>,
    reject_rows: Vec<Remark>,
    warning_rows: Vec<Remark>,
    names: Names,
}

/// Numbers of names that the store has told.
#[derive(Default)]
struct Names {
    groups: HashMap<String, GroupId>,
    areas: HashMap<String, AreaId>,
    kinds: HashMap<String, KindId>,
    supervisors: HashMap<String, SupervisorId>,
    states: HashMap<String, StateId>,
}

macro_rules! number_of {
    ($taker:expr, $map:ident, $method:ident, $name:expr $(, $more:expr)?) => {
        match $taker.names.$map.get($name.as_str()) {
            Some(id) => *id,
            None => {
                let id = $taker.writer.$method($name $(, $more)?).await?;
                $taker.names.$map.insert($name.clone(), id);
                id
            }
        }
    };
}

fn hash_of(what: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    what.hash(&mut hasher);
    hasher.finish()
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
            seen: HashMap::new(),
            warned_of: HashSet::new(),
            reject_rows: Vec::new(),
            warning_rows: Vec::new(),
            names: Names::default(),
        }
    }

    /// Takes a visit, once: what comes again in the same file is skipped when equal, and rejected when not.
    ///
    /// # Errors
    /// The store's.
    pub async fn visit(&mut self, visit: VisitData) -> Result<(), ImportError> {
        self.counts.read += 1;
        let key = match &visit.external_id {
            Some(id) => hash_of(id),
            None => hash_of(&(&visit.kind, &visit.branch.code, visit.day.number(), visit.second)),
        };
        let content = content_of(&visit);
        match self.seen.insert(key, content) {
            None => {}
            Some(before) => {
                self.seen.insert(key, before);
                self.counts.read -= 1;
                if before == content {
                    return self.skip(SkipReason::RepeatedInFile, None).await;
                }
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
        let content = u32::try_from(hash_of(&format!("{branch:?}")) & u64::from(u32::MAX)).unwrap_or(0);
        if let Some(before) = self.seen.insert(hash_of(&branch.code), content) {
            self.seen.insert(hash_of(&branch.code), before);
            if before == content {
                return self.skip(SkipReason::RepeatedInFile, None).await;
            }
            let cell = super::rows::Cell { line, column: String::new(), value: branch.code.clone() };
            return self.reject(Problem { cell, reason: RejectReason::DuplicateInFile }).await;
        }
        self.counts.read += 1;
        let (_, outcome) = self.write_branch(branch, None, true).await?;
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
            self.write_branch(branch, day, false).await?;
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
            rows.push(self.row(visit).await?);
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

    async fn row(&mut self, visit: VisitData) -> Result<NewSupervision, ImportError> {
        let (branch, _) = self.write_branch(&visit.branch, Some(visit.day), false).await?;
        let supervisor = match &visit.supervisor {
            Some(name) => Some(number_of!(self, supervisors, supervisor, name)),
            None => None,
        };
        let areas = match &visit.areas {
            None => None,
            Some(areas) => {
                let mut rows = Vec::with_capacity(areas.len());
                for area in areas {
                    let id = number_of!(self, areas, area, &area.name);
                    rows.push(NewAreaScore { area: id, score: area.score, points: area.points });
                }
                Some(rows)
            }
        };
        Ok(NewSupervision {
            branch,
            kind: number_of!(self, kinds, kind, &visit.kind),
            external_id: visit.external_id,
            day: visit.day,
            second: visit.second,
            instant: None,
            supervisor,
            score: visit.score,
            points: visit.points,
            sent_from: visit.sent_from,
            areas,
        })
    }

    async fn write_branch(
        &mut self,
        branch: &BranchData,
        as_of: Option<Day>,
        master: bool,
    ) -> Result<(BranchId, Outcome), ImportError> {
        let group = match &branch.group {
            Some(name) => Some(number_of!(self, groups, group, name)),
            None => None,
        };
        let state = match &branch.state {
            Some((code, name)) => Some(number_of!(self, states, state, code, name)),
            None => None,
        };
        let row = NewBranch {
            code: branch.code.clone(),
            name: branch.name.clone(),
            master,
            cleared: branch.cleared.clone(),
            as_of,
            territory: branch.territory,
            state,
            municipality: branch.municipality.clone(),
            location: branch.location,
            time_zone: branch.time_zone.clone(),
            opened: branch.opened,
            closed: branch.closed,
            group,
        };
        Ok(self.writer.branch(&row).await?)
    }

    const fn count(&mut self, outcome: Outcome) {
        match outcome {
            Outcome::Inserted => self.counts.inserted += 1,
            Outcome::Updated => self.counts.updated += 1,
            Outcome::Unchanged => self.counts.unchanged += 1,
        }
    }
}

/// A digest of what a visit says, for telling repeated rows.
fn content_of(visit: &VisitData) -> u32 {
    let areas: Option<Vec<(String, u16)>> =
        visit.areas.as_ref().map(|areas| areas.iter().map(|area| (fold(&area.name), area.score)).collect());
    let place = visit.sent_from.map(|place| (place.latitude.to_bits(), place.longitude.to_bits()));
    let when = (visit.day.number(), visit.second, place);
    let content = (&visit.kind, &visit.branch.code, when, &visit.supervisor, visit.score, visit.points, areas);
    u32::try_from(hash_of(&content) >> 32).unwrap_or(0)
}
