//! Branches: identity is the code; a new spelling of the name is an alias; a change of group keeps the past.

mod known;

use std::collections::{HashMap, HashSet};

use jiff::tz::TimeZone;
use sqlx::{AnyConnection, Row};

use crate::domain::{
    Day, Location, Territory,
    text::{fold, tidy},
};

use super::{
    GroupId, Outcome, StateId, StoreError, Writer,
    assignments::{History, Observations, at, reconcile},
    catalog, sql,
};
use known::{Known, Told};

/// Number of a branch within the organization, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BranchId(pub(super) u32);

/// What of a branch can be taken away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attribute {
    Territory,
    State,
    Municipality,
    Location,
    TimeZone,
    Opened,
    Closed,
    Group,
}

/// What a row of a source says about a branch. `None` says nothing: what is stored stays.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NewBranch {
    /// Identity.
    pub code: String,
    /// A new branch takes it; else a spelling not seen before is kept as an alias. Empty: the name stays.
    pub name: String,
    /// The row is master data (a branches file): what it says replaces what is stored, the name too; the former name is
    /// kept as an alias.
    pub master: bool,
    /// What master data say that there is none of.
    pub cleared: Vec<Attribute>,
    /// Day the row speaks of (a supervision's day). The attributes of the latest day win, whatever the order of rows and
    /// of writers; a row of an earlier day (or, within one writer, of an equal one) only fills what is still unknown.
    /// What master data have set or cleared, only master data change. `None`: the first such row wins.
    pub as_of: Option<Day>,
    pub territory: Option<Territory>,
    pub state: Option<StateId>,
    pub municipality: Option<String>,
    /// Impossible coordinates are ignored.
    pub location: Option<Location>,
    /// IANA name.
    pub time_zone: Option<String>,
    pub opened: Option<Day>,
    /// A day before `opened` is ignored.
    pub closed: Option<Day>,
    /// The group that ran the branch on `as_of` (today, with none). The history of assignments follows from all such
    /// observations: a change starts at the first day seen under the new group.
    pub group: Option<GroupId>,
}

/// Every branch of the organization, as stored and as it will be.
#[derive(Debug, Default)]
pub(super) struct Branches {
    all: Vec<Known>,
    by_code: HashMap<String, u32>,
    /// Folded names and aliases.
    by_name: HashMap<String, Vec<u32>>,
    observations: Observations,
}

impl Branches {
    pub(super) async fn load(connection: &mut AnyConnection, org: i64) -> Result<Self, StoreError> {
        let mut branches = Self::default();
        for branch in catalog::branches(connection, org).await? {
            branches.push(branch.into());
        }
        let sql = "SELECT told_day, settled FROM branches WHERE organization_id = $1 ORDER BY id";
        let told = sqlx::query(sql).bind(org).fetch_all(&mut *connection).await?;
        for (known, row) in branches.all.iter_mut().zip(told) {
            known.told = Told { day: catalog::day(row.try_get(0)?)?, settled: row.try_get(1)? };
            known.told_stored = known.told;
        }
        let sql = "SELECT branch_id, folded FROM branch_aliases WHERE organization_id = $1 ORDER BY branch_id, folded";
        for row in sqlx::query(sql).bind(org).fetch_all(connection).await? {
            let index: u32 = catalog::index(row.try_get(0)?)?;
            branches.add_spelling(index, row.try_get(1)?);
        }
        Ok(branches)
    }

    fn push(&mut self, known: Known) -> u32 {
        let index = u32::try_from(self.all.len()).unwrap_or(u32::MAX);
        self.by_code.insert(known.code.clone(), index);
        for spelling in &known.spellings {
            self.by_name.entry(spelling.clone()).or_default().push(index);
        }
        self.all.push(known);
        index
    }

    /// A cube numbers the pairs of a branch and a group that has run it: what it could not load is not stored.
    fn check_sites(&self) -> Result<(), StoreError> {
        let most = usize::from(u16::MAX);
        // a branch has no more groups than changes of group: mostly they need no telling apart
        if self.all.iter().map(|known| known.history.len()).sum::<usize>() <= most {
            return Ok(());
        }
        let groups = |known: &Known| known.history.iter().map(|(_, group)| *group).collect::<HashSet<_>>().len();
        match self.all.iter().map(groups).sum::<usize>() > most {
            true => Err(StoreError::Limit { what: "branches and their groups", most: u32::from(u16::MAX) }),
            false => Ok(()),
        }
    }

    /// Whether the spelling is new for the branch.
    fn add_spelling(&mut self, index: u32, folded: String) -> bool {
        let new = self.all[index as usize].spellings.insert(folded.clone());
        if new {
            let branches = self.by_name.entry(folded).or_default();
            branches.push(index);
            branches.sort_unstable();
        }
        new
    }
}

impl Writer {
    /// Writes what a row says about a branch. The outcome compares with what was stored before this writer.
    ///
    /// # Errors
    /// [`StoreError::Empty`] without a code, or the database's.
    pub async fn branch(&mut self, branch: &NewBranch) -> Result<(BranchId, Outcome), StoreError> {
        let code = tidy(&branch.code);
        if code.is_empty() {
            return Err(StoreError::Empty("branch"));
        }
        let name = Some(tidy(&branch.name)).filter(|name| !name.is_empty());
        let Some(&index) = self.branches.by_code.get(&code) else {
            let index = self.insert_branch(code, name, branch).await?;
            return Ok((BranchId(index + 1), Outcome::Inserted));
        };
        self.branches.all[index as usize].tell(branch);
        if let Some(name) = name {
            self.spell(index, name, branch.master).await?;
        }
        match branch.group {
            Some(group) => self.observe(index, branch, group),
            None if branch.cleared.contains(&Attribute::Group) => self.run_from_today_by(index, None),
            None => {}
        }
        let known = &self.branches.all[index as usize];
        let differs = !known.new && (known.now != known.stored || known.history_changed);
        Ok((BranchId(index + 1), if differs { Outcome::Updated } else { Outcome::Unchanged }))
    }

    /// A spelling of a known branch's name: an alias, or in master data the name, whose former spelling is then the alias.
    async fn spell(&mut self, index: u32, name: String, master: bool) -> Result<(), StoreError> {
        let folded = fold(&name);
        if folded.is_empty() {
            return Ok(());
        }
        let new = self.branches.add_spelling(index, folded.clone());
        let known = &mut self.branches.all[index as usize];
        let alias = match master {
            true => std::mem::replace(&mut known.now.name, name),
            false if new => name,
            false => return Ok(()),
        };
        if fold(&alias) == fold(&known.now.name) {
            return Ok(());
        }
        let sql = "INSERT INTO branch_aliases (organization_id, branch_id, folded, name) VALUES ($1, $2, $3, $4) \
                   ON CONFLICT DO NOTHING";
        let query = sqlx::query(sql).bind(self.org).bind(i64::from(index) + 1).bind(fold(&alias)).bind(alias);
        query.execute(self.connection()).await?;
        Ok(())
    }

    async fn insert_branch(&mut self, code: String, name: Option<String>, row: &NewBranch) -> Result<u32, StoreError> {
        let mut known = Known { new: true, history: vec![(Day::MIN, row.group)], ..Known::default() };
        known.now.name = name.unwrap_or_else(|| code.clone());
        known.tell(row);
        known.stored = known.now.clone();
        known.told_stored = known.told;
        known.spellings.insert(fold(&known.now.name));
        known.code = code;
        let id = i64::try_from(self.branches.all.len() + 1).map_err(|_| StoreError::Corrupt("number"))?;
        let sql = format!(
            "INSERT INTO branches (organization_id, id, name, territory, state_id, municipality, latitude, longitude, \
             time_zone, opened, closed, told_day, settled, code) VALUES ({})",
            sql::list(14, 1)
        );
        let query = known.bind(sqlx::query(sqlx::AssertSqlSafe(sql)).bind(self.org).bind(id));
        query.bind(known.code.clone()).execute(self.connection()).await?;
        self.insert_history(id, &known.history).await?;
        self.touch();
        Ok(self.branches.push(known))
    }

    fn observe(&mut self, index: u32, row: &NewBranch, group: GroupId) {
        let known = &mut self.branches.all[index as usize];
        if known.history == [(Day::MIN, None)] {
            // Nothing was known of its group: it is assumed to have been this one.
            known.history = vec![(Day::MIN, Some(group))];
            known.history_changed = true;
        } else if let Some(day) = row.as_of {
            self.branches.observations.note(index, &known.history, day, group);
        } else {
            self.run_from_today_by(index, Some(group));
        }
    }

    /// Master data speak of today, as the branch's calendar has it: the past stays as it is.
    fn run_from_today_by(&mut self, index: u32, group: Option<GroupId>) {
        let zone = TimeZone::get(self.time_zone_of(BranchId(index + 1))).unwrap_or(TimeZone::UTC);
        let today = Day::from(self.now.to_zoned(zone).date());
        let known = &mut self.branches.all[index as usize];
        if at(&known.history, today) != group {
            known.history.retain(|(from, _)| *from < today);
            if at(&known.history, today) != group {
                known.history.push((today, group));
            }
            known.history_changed = true;
        }
    }

    /// Sets the history of a branch's groups: (first day, group), the first from [`Day::MIN`].
    pub fn set_assignments(&mut self, branch: BranchId, history: &[(Day, Option<GroupId>)]) {
        let known = &mut self.branches.all[branch.0 as usize - 1];
        if known.history != history {
            known.history = history.to_vec();
            known.history_changed = true;
        }
    }

    /// The branch of this code, if there is one.
    #[must_use]
    pub fn branch_by_code(&self, code: &str) -> Option<BranchId> {
        self.branches.by_code.get(&tidy(code)).map(|index| BranchId(index + 1))
    }

    /// The code of a branch.
    #[must_use]
    pub fn branch_code(&self, branch: BranchId) -> Option<&str> {
        self.branches.all.get(branch.0 as usize - 1).map(|known| known.code.as_str())
    }

    /// Branches whose name or an alias folds equal to this name: for sources without codes. In order of number.
    #[must_use]
    pub fn branches_by_name(&self, name: &str) -> Vec<BranchId> {
        let found = self.branches.by_name.get(&fold(name));
        found.into_iter().flatten().map(|index| BranchId(index + 1)).collect()
    }

    /// IANA time zone of the branch, else the organization's.
    #[must_use]
    pub fn time_zone_of(&self, branch: BranchId) -> &str {
        let known = self.branches.all.get(branch.0 as usize - 1);
        known.and_then(|known| known.now.time_zone.as_deref()).unwrap_or(&self.settings.time_zone)
    }

    /// Writes what rows said about known branches: only what differs in the end.
    ///
    /// # Errors
    /// [`StoreError::Limit`] with more branches and groups than a cube holds, or the database's.
    pub(super) async fn settle_branches(&mut self) -> Result<(), StoreError> {
        for (index, observed) in self.branches.observations.take() {
            let sql =
                "SELECT DISTINCT day FROM supervisions WHERE organization_id = $1 AND branch_id = $2 ORDER BY day";
            let query = sqlx::query(sql).bind(self.org).bind(i64::from(index) + 1);
            let rows = query.fetch_all(self.connection()).await?;
            let visited =
                rows.iter().map(|row| catalog::day(row.try_get(0)?)).collect::<Result<Vec<_>, StoreError>>()?;
            let visited: Vec<Day> = visited.into_iter().flatten().collect();
            let known = &mut self.branches.all[index as usize];
            let history = reconcile(&known.history, &visited, &observed);
            known.history_changed |= history != known.history;
            known.history = history;
        }
        self.branches.check_sites()?;
        let all = std::mem::take(&mut self.branches.all);
        for (id, known) in (1_i64..).zip(&all) {
            // who told the same attributes changes no figure
            if known.now != known.stored || known.told != known.told_stored {
                let sql = "UPDATE branches SET name = $3, territory = $4, state_id = $5, municipality = $6, \
                           latitude = $7, longitude = $8, time_zone = $9, opened = $10, closed = $11, told_day = $12, \
                           settled = $13 \
                           WHERE organization_id = $1 AND id = $2";
                known.bind(sqlx::query(sql).bind(self.org).bind(id)).execute(self.connection()).await?;
            }
            if known.now != known.stored {
                self.touch();
            }
            if known.history_changed {
                let sql = "DELETE FROM branch_assignments WHERE organization_id = $1 AND branch_id = $2";
                sqlx::query(sql).bind(self.org).bind(id).execute(self.connection()).await?;
                self.insert_history(id, &known.history).await?;
                self.touch();
            }
        }
        self.branches.all = all;
        Ok(())
    }

    async fn insert_history(&mut self, branch: i64, history: &History) -> Result<(), StoreError> {
        let sql =
            "INSERT INTO branch_assignments (organization_id, branch_id, from_day, group_id) VALUES ($1, $2, $3, $4)";
        for (from, group) in history {
            let query = sqlx::query(sql).bind(self.org).bind(branch).bind(from.to_string());
            query.bind(group.map(|group| i64::from(group.0))).execute(self.connection()).await?;
        }
        Ok(())
    }
}
