//! Supervisions and their area scores.

use std::collections::{HashMap, HashSet};

use jiff::Timestamp;
use sqlx::{AssertSqlSafe, Row, any::AnyArguments, any::AnyRow};

use crate::domain::{Day, Location};

use super::{AreaId, BranchId, Db, KindId, Outcome, StoreError, SupervisorId, Writer, sql, writer::instant};

/// One visit as a source gives it. The natural key is the external id within the kind, or with none
/// branch + kind + day + minute (rule 5).
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
    /// Local minute of the day, 0 ..= 1439; `None` when the source gives only a date.
    pub minute: Option<u16>,
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

/// The natural key (rule 5).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Key {
    External(u32, String),
    Stamp(u32, u32, Day, Option<u16>),
}

impl NewSupervision {
    fn key(&self) -> Key {
        match &self.external_id {
            Some(id) => Key::External(self.kind.0, id.clone()),
            None => Key::Stamp(self.branch.0, self.kind.0, self.day, self.minute),
        }
    }
}

/// A row of the table, with its areas in order of number.
#[derive(Clone, Debug, PartialEq)]
struct Stored {
    id: i64,
    content: Content,
    areas: Vec<NewAreaScore>,
}

#[derive(Clone, Debug, PartialEq)]
struct Content {
    external_id: Option<String>,
    branch: i64,
    kind: i64,
    supervisor: Option<i64>,
    day: String,
    minute: Option<i64>,
    instant: Option<String>,
    score: Option<i64>,
    points: Option<(i64, i64)>,
    sent_from: Option<(f64, f64)>,
}

const COLUMNS: &str = "external_id, branch_id, kind_id, supervisor_id, day, minute, instant, score, points, max_points, \
                       sent_latitude, sent_longitude";
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
        let mut external: HashMap<u32, Vec<&str>> = HashMap::new();
        let mut stamps: Vec<&NewSupervision> = Vec::new();
        for new in part {
            match &new.external_id {
                Some(id) => external.entry(new.kind.0).or_default().push(id),
                None => stamps.push(new),
            }
        }
        for (kind, ids) in external {
            let sql = format!(
                "SELECT id, {COLUMNS} FROM supervisions WHERE organization_id = $1 AND kind_id = $2 \
                 AND external_id IS NOT NULL AND external_id IN ({})",
                sql::list(ids.len(), 3)
            );
            let mut query = sqlx::query(AssertSqlSafe(sql)).bind(self.org).bind(i64::from(kind));
            for id in ids {
                query = query.bind(id.to_owned());
            }
            collect(query.fetch_all(self.connection()).await?, &mut found)?;
        }
        if !stamps.is_empty() {
            let sql = format!(
                "SELECT id, {COLUMNS} FROM supervisions WHERE organization_id = $1 AND external_id IS NULL \
                 AND (branch_id, day) IN (VALUES {})",
                sql::tuples(stamps.len(), 2, 2)
            );
            let mut query = sqlx::query(AssertSqlSafe(sql)).bind(self.org);
            for new in &stamps {
                query = query.bind(i64::from(new.branch.0)).bind(new.day.to_string());
            }
            let mut same_day = HashMap::new();
            collect(query.fetch_all(self.connection()).await?, &mut same_day)?;
            found.extend(stamps.iter().filter_map(|new| same_day.remove_entry(&new.key())));
        }
        self.find_areas(&mut found).await?;
        Ok(found)
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
            sql::tuples(rows.len(), 15, 1)
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
                   supervisor_id = $7, day = $8, minute = $9, instant = $10, score = $11, points = $12, max_points = $13, \
                   sent_latitude = $14, sent_longitude = $15, deleted_at = NULL WHERE organization_id = $1 AND id = $2";
        let version = self.next_version();
        let query = content.bind(sqlx::query(sql).bind(self.org).bind(id).bind(version));
        query.execute(self.connection()).await?;
        self.touch();
        Ok(())
    }

    async fn insert_areas(&mut self, rows: &[(i64, NewAreaScore)]) -> Result<(), StoreError> {
        let sql = format!(
            "INSERT INTO area_scores (organization_id, supervision_id, area_id, score, points, max_points) VALUES {}",
            sql::tuples(rows.len(), 6, 1)
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

fn both(row: &AnyRow, first: usize) -> Result<Option<(i64, i64)>, StoreError> {
    let a: Option<i64> = row.try_get(first)?;
    let b: Option<i64> = row.try_get(first + 1)?;
    Ok(a.zip(b))
}

fn collect(rows: Vec<AnyRow>, found: &mut HashMap<Key, Stored>) -> Result<(), StoreError> {
    for row in rows {
        let stored = Stored { id: row.try_get(0)?, content: Content::try_from(&row)?, areas: Vec::new() };
        found.insert(stored.content.key()?, stored);
    }
    Ok(())
}

impl TryFrom<&AnyRow> for Content {
    type Error = StoreError;

    fn try_from(row: &AnyRow) -> Result<Self, StoreError> {
        let latitude: Option<f64> = row.try_get("sent_latitude")?;
        let longitude: Option<f64> = row.try_get("sent_longitude")?;
        Ok(Self {
            external_id: row.try_get("external_id")?,
            branch: row.try_get("branch_id")?,
            kind: row.try_get("kind_id")?,
            supervisor: row.try_get("supervisor_id")?,
            day: row.try_get("day")?,
            minute: row.try_get("minute")?,
            instant: row.try_get("instant")?,
            score: row.try_get("score")?,
            points: both(row, 9)?,
            sent_from: latitude.zip(longitude),
        })
    }
}

impl Content {
    fn new(new: &NewSupervision) -> Self {
        Self {
            external_id: new.external_id.clone(),
            branch: i64::from(new.branch.0),
            kind: i64::from(new.kind.0),
            supervisor: new.supervisor.map(|supervisor| i64::from(supervisor.0)),
            day: new.day.to_string(),
            minute: new.minute.map(i64::from),
            instant: new.instant.map(instant),
            score: new.score.map(i64::from),
            points: new.points,
            sent_from: new.sent_from.map(|location| (location.latitude, location.longitude)),
        }
    }

    /// This row after the source has spoken again.
    fn updated(&self, new: &NewSupervision) -> Self {
        let mut after = Self::new(new);
        after.supervisor = after.supervisor.or(self.supervisor);
        if after.day == self.day {
            after.minute = after.minute.or(self.minute);
            after.instant = after.instant.or_else(|| self.instant.clone());
        }
        after.points = after.points.or(self.points);
        after.sent_from = after.sent_from.or(self.sent_from);
        after
    }

    fn key(&self) -> Result<Key, StoreError> {
        let number = |number: i64| u32::try_from(number).map_err(|_| StoreError::Corrupt("number"));
        Ok(match &self.external_id {
            Some(id) => Key::External(number(self.kind)?, id.clone()),
            None => Key::Stamp(
                number(self.branch)?,
                number(self.kind)?,
                Day::parse(&self.day).ok_or(StoreError::Corrupt("day"))?,
                self.minute.and_then(|minute| u16::try_from(minute).ok()),
            ),
        })
    }

    /// Binds [`COLUMNS`].
    fn bind<'q>(
        &self,
        query: sqlx::query::Query<'q, sqlx::Any, AnyArguments>,
    ) -> sqlx::query::Query<'q, sqlx::Any, AnyArguments> {
        query
            .bind(self.external_id.clone())
            .bind(self.branch)
            .bind(self.kind)
            .bind(self.supervisor)
            .bind(self.day.clone())
            .bind(self.minute)
            .bind(self.instant.clone())
            .bind(self.score)
            .bind(self.points.map(|points| points.0))
            .bind(self.points.map(|points| points.1))
            .bind(self.sent_from.map(|place| place.0))
            .bind(self.sent_from.map(|place| place.1))
    }
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
