//! Supervisions and their area scores.

mod content;
mod deletion;

use std::collections::{HashMap, HashSet};

use jiff::Timestamp;
use sqlx::{AssertSqlSafe, Row};

use crate::domain::{Day, Location};

use content::{COLUMNS, Content, Key, Stored, both, collect};
pub use deletion::Standing;

use super::{AreaId, Backend, BranchId, Db, KindId, Outcome, StoreError, SupervisorId, Writer, sql};

/// One visit as a source gives it. The natural key is the external id, or with none branch + kind + day +
/// second (rule 5).
///
/// On an update the score is what the source says, also when it says none; of the other fields `None` says nothing, and
/// what is stored stays.
#[derive(Clone, Debug, PartialEq)]
pub struct NewSupervision {
    pub external_id: Option<String>,
    pub branch: BranchId,
    pub kind: KindId,
    /// Local date of the branch (rule 8).
    pub day: Day,
    /// Local second of the day, 0 ..= 86 399; `None` when the source gives only a date.
    pub second: Option<u32>,
    pub instant: Option<Timestamp>,
    pub supervisor: Option<SupervisorId>,
    /// Hundredths, at most 10 000.
    pub score: Option<u16>,
    /// Points reached and possible, in hundredths of a point.
    pub points: Option<(i64, i64)>,
    /// Where the form was sent from.
    pub sent_from: Option<Location>,
    /// Rated areas; unrated ones are left out. `None`: the source does not speak of areas, stored ones stay.
    /// An area named twice keeps the last score.
    pub areas: Option<Vec<NewAreaScore>>,
}

/// A rated area of a visit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NewAreaScore {
    pub area: AreaId,
    /// Hundredths, at most 10 000.
    pub score: u16,
    /// Points reached and possible, in hundredths of a point.
    pub points: Option<(i64, i64)>,
}

/// What became of one [`NewSupervision`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Written {
    /// Number in `/supervisiones/{id}`.
    pub id: u32,
    pub outcome: Outcome,
}

/// What only the store knows about a visit.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct VisitPoints {
    pub points: Option<(i64, i64)>,
    pub sent_from: Option<Location>,
    /// By area name, where points are known.
    pub areas: HashMap<String, (i64, i64)>,
}

/// Rows of one INSERT: few enough for the databases' limit of parameters, enough to forget the cost of a statement.
const ROWS: usize = 100;
const AREA_ROWS: usize = 400;
/// Keys of one look-up.
const KEYS: usize = 250;

impl Writer {
    /// Writes a batch (best 100 … 1000 at a time), answering in its order. A key that comes twice is written twice: the
    /// last one stays.
    ///
    /// # Errors
    /// The database's.
    pub async fn supervisions(&mut self, batch: &[NewSupervision]) -> Result<Vec<Written>, StoreError> {
        let mut written = Vec::with_capacity(batch.len());
        let mut rest = batch;
        while !rest.is_empty() {
            let mut seen = HashSet::new();
            let distinct = rest.iter().take(KEYS).take_while(|new| seen.insert(new.key())).count();
            let (part, after) = rest.split_at(distinct);
            self.write_distinct(part, &mut written).await?;
            rest = after;
        }
        Ok(written)
    }

    /// As [`Writer::supervisions`], for rows of which no two have the same key.
    async fn write_distinct(&mut self, part: &[NewSupervision], written: &mut Vec<Written>) -> Result<(), StoreError> {
        let mut stored = self.find(part).await?;
        let mut inserts: Vec<(i64, Content)> = Vec::new();
        let mut areas: Vec<(i64, NewAreaScore)> = Vec::new();
        for new in part {
            let fresh_areas = new.areas.as_deref().map(in_order);
            let Some(old) = stored.remove(&new.key()) else {
                self.last_supervision += 1;
                let id = i64::from(self.last_supervision);
                inserts.push((id, Content::new(new)));
                areas.extend(fresh_areas.into_iter().flatten().map(|area| (id, area)));
                written.push(Written { id: self.last_supervision, outcome: Outcome::Inserted });
                continue;
            };
            let mut outcome = Outcome::Unchanged;
            let content = old.content.updated(new);
            let areas_differ = fresh_areas.as_ref().is_some_and(|fresh| *fresh != old.areas);
            if content != old.content || areas_differ {
                outcome = Outcome::Updated;
                self.update(old.id, &content).await?;
            }
            if areas_differ {
                let sql = "DELETE FROM area_scores WHERE organization_id = $1 AND supervision_id = $2";
                sqlx::query(sql).bind(self.org).bind(old.id).execute(self.connection()).await?;
                areas.extend(fresh_areas.into_iter().flatten().map(|area| (old.id, area)));
            }
            let id = u32::try_from(old.id).map_err(|_| StoreError::Corrupt("number"))?;
            written.push(Written { id, outcome });
        }
        for rows in inserts.chunks(ROWS) {
            self.insert(rows).await?;
        }
        for rows in areas.chunks(AREA_ROWS) {
            self.insert_areas(rows).await?;
        }
        self.note_inserted(inserts.len()).await
    }

    /// The stored rows of these keys.
    async fn find(&mut self, part: &[NewSupervision]) -> Result<HashMap<Key, Stored>, StoreError> {
        let mut found = HashMap::new();
        if self.last_supervision == 0 {
            return Ok(found);
        }
        let mut external: Vec<&str> = Vec::new();
        let mut stamps: Vec<&NewSupervision> = Vec::new();
        for new in part {
            match &new.external_id {
                Some(id) => external.push(id),
                None => stamps.push(new),
            }
        }
        if !external.is_empty() {
            let sql = self.look_up(external.len(), &["external_id"], "INDEXED BY supervisions_external");
            let mut query = sqlx::query(AssertSqlSafe(sql));
            for id in external {
                query = query.bind(id.to_owned());
            }
            collect(query.bind(self.org).fetch_all(self.connection()).await?, &mut found)?;
        }
        if !stamps.is_empty() {
            let days: HashSet<(i64, Day)> = stamps.iter().map(|new| (i64::from(new.branch.0), new.day)).collect();
            let sql = self.look_up(days.len(), &["branch_id", "day"], "INDEXED BY supervisions_branch");
            let sql = sql + " AND external_id IS NULL";
            let mut query = sqlx::query(AssertSqlSafe(sql));
            for (branch, day) in days {
                query = query.bind(branch).bind(day.to_string());
            }
            let mut same_day = HashMap::new();
            collect(query.bind(self.org).fetch_all(self.connection()).await?, &mut same_day)?;
            found.extend(stamps.iter().filter_map(|new| same_day.remove_entry(&new.key())));
        }
        self.find_areas(&mut found).await?;
        Ok(found)
    }

    /// The statement that looks supervisions up by so many keys of these columns; the organization is bound after them.
    fn look_up(&self, keys: usize, columns: &[&str], by: &'static str) -> String {
        let asked: Vec<String> = columns.iter().map(|column| ["asked_", column].concat()).collect();
        let same: Vec<String> = columns.iter().map(|column| format!("{column} = asked_{column}")).collect();
        let org = match self.backend {
            Backend::Sqlite => "?".to_owned(),
            Backend::Postgres => sql::list(1, keys * columns.len() + 1),
        };
        format!(
            "WITH asked ({}) AS (VALUES {}) SELECT id, {COLUMNS} FROM asked CROSS JOIN supervisions {} \
             WHERE {} AND organization_id = {org}",
            asked.join(", "),
            sql::values(self.backend, keys, columns.len()),
            sql::indexed_by(self.backend, by),
            same.join(" AND "),
        )
    }

    async fn find_areas(&mut self, found: &mut HashMap<Key, Stored>) -> Result<(), StoreError> {
        if found.is_empty() {
            return Ok(());
        }
        let sql = format!(
            "SELECT supervision_id, area_id, score, points, max_points FROM area_scores \
             WHERE organization_id = $1 AND supervision_id IN ({}) ORDER BY supervision_id, area_id",
            sql::list(found.len(), 2)
        );
        let mut query = sqlx::query(AssertSqlSafe(sql)).bind(self.org);
        for stored in found.values() {
            query = query.bind(stored.id);
        }
        let mut areas: HashMap<i64, Vec<NewAreaScore>> = HashMap::new();
        for row in query.fetch_all(self.connection()).await? {
            let number = |column: usize| -> Result<u32, StoreError> {
                u32::try_from(row.try_get::<i64, _>(column)?).map_err(|_| StoreError::Corrupt("area score"))
            };
            areas.entry(row.try_get(0)?).or_default().push(NewAreaScore {
                area: AreaId(number(1)?),
                score: u16::try_from(number(2)?).map_err(|_| StoreError::Corrupt("area score"))?,
                points: both(&row, 3)?,
            });
        }
        for stored in found.values_mut() {
            stored.areas = areas.remove(&stored.id).unwrap_or_default();
        }
        Ok(())
    }

    async fn insert(&mut self, rows: &[(i64, Content)]) -> Result<(), StoreError> {
        let sql = format!(
            "INSERT INTO supervisions (organization_id, id, changed_version, {COLUMNS}) VALUES {}",
            sql::values(self.backend, rows.len(), 15)
        );
        let (org, version) = (self.org, self.next_version());
        let mut query = sqlx::query(AssertSqlSafe(sql));
        for (id, content) in rows {
            query = content.bind(query.bind(org).bind(*id).bind(version));
        }
        query.persistent(rows.len() == ROWS).execute(self.connection()).await?;
        self.touch();
        Ok(())
    }

    async fn update(&mut self, id: i64, content: &Content) -> Result<(), StoreError> {
        let sql = "UPDATE supervisions SET changed_version = $3, external_id = $4, branch_id = $5, kind_id = $6, \
                   supervisor_id = $7, day = $8, second = $9, instant = $10, score = $11, points = $12, max_points = $13, \
                   sent_latitude = $14, sent_longitude = $15, deleted_at = NULL, deleted_by = NULL \
                   WHERE organization_id = $1 AND id = $2";
        let version = self.next_version();
        let query = content.bind(sqlx::query(sql).bind(self.org).bind(id).bind(version));
        query.execute(self.connection()).await?;
        self.touch();
        Ok(())
    }

    async fn insert_areas(&mut self, rows: &[(i64, NewAreaScore)]) -> Result<(), StoreError> {
        let sql = format!(
            "INSERT INTO area_scores (organization_id, supervision_id, area_id, score, points, max_points) VALUES {}",
            sql::values(self.backend, rows.len(), 6)
        );
        let mut query = sqlx::query(AssertSqlSafe(sql));
        for (supervision, area) in rows {
            query = query
                .bind(self.org)
                .bind(*supervision)
                .bind(i64::from(area.area.0))
                .bind(i64::from(area.score))
                .bind(area.points.map(|points| points.0))
                .bind(area.points.map(|points| points.1));
        }
        query.persistent(rows.len() == AREA_ROWS).execute(self.connection()).await?;
        self.touch();
        Ok(())
    }
}

/// Areas in order of number, each once: the last score counts.
fn in_order(areas: &[NewAreaScore]) -> Vec<NewAreaScore> {
    let mut areas = areas.to_vec();
    areas.sort_by_key(|score| score.area);
    // `dedup_by` keeps the first of equals; the sort is stable, so the later one is copied over it.
    areas.dedup_by(|later, earlier| {
        let same = later.area == earlier.area;
        if same {
            *earlier = *later;
        }
        same
    });
    areas
}

impl Db {
    /// What only the store knows about a visit; `None` when there is no such visit.
    ///
    /// # Errors
    /// The database's.
    pub async fn visit_points(&self, organization: &str, id: u32) -> Result<Option<VisitPoints>, StoreError> {
        let sql = "SELECT s.points, s.max_points, s.sent_latitude, s.sent_longitude, s.organization_id \
                   FROM supervisions s JOIN organizations o ON o.id = s.organization_id \
                   WHERE o.slug = $1 AND s.id = $2 AND s.deleted_at IS NULL";
        let query = sqlx::query(sql).bind(organization.to_owned()).bind(i64::from(id));
        let Some(row) = query.fetch_optional(self.pool()).await? else { return Ok(None) };
        let latitude: Option<f64> = row.try_get(2)?;
        let longitude: Option<f64> = row.try_get(3)?;
        let org: i64 = row.try_get(4)?;
        let mut visit = VisitPoints {
            points: both(&row, 0)?,
            sent_from: latitude.zip(longitude).map(|(latitude, longitude)| Location { latitude, longitude }),
            areas: HashMap::new(),
        };
        let sql = "SELECT a.name, s.points, s.max_points FROM area_scores s \
                   JOIN areas a ON a.organization_id = s.organization_id AND a.id = s.area_id \
                   WHERE s.organization_id = $1 AND s.supervision_id = $2";
        for row in sqlx::query(sql).bind(org).bind(i64::from(id)).fetch_all(self.pool()).await? {
            if let Some(points) = both(&row, 1)? {
                visit.areas.insert(row.try_get(0)?, points);
            }
        }
        Ok(Some(visit))
    }
}
