//! A supervision as a row of the table, and the key by which it is found again.

use std::collections::HashMap;

use sqlx::{Row, any::AnyRow};

use super::{NewAreaScore, NewSupervision};
use crate::{
    domain::Day,
    server::db::{
        StoreError,
        sql::{Query, bind_double},
        writer::instant,
    },
};

/// The natural key (rule 5).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Key {
    External(String),
    Stamp(u32, u32, Day, Option<u32>),
}

impl NewSupervision {
    pub(super) fn key(&self) -> Key {
        match &self.external_id {
            Some(id) => Key::External(id.clone()),
            None => Key::Stamp(self.branch.0, self.kind.0, self.day, self.second),
        }
    }
}

/// A row of the table, with its areas in order of number.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Stored {
    pub id: i64,
    pub content: Content,
    pub areas: Vec<NewAreaScore>,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Content {
    external_id: Option<String>,
    branch: i64,
    kind: i64,
    supervisor: Option<i64>,
    day: String,
    second: Option<i64>,
    instant: Option<String>,
    score: Option<i64>,
    points: Option<(i64, i64)>,
    sent_from: Option<(f64, f64)>,
}

pub(super) const COLUMNS: &str = "external_id, branch_id, kind_id, supervisor_id, day, second, instant, score, points, max_points, \
                       sent_latitude, sent_longitude";

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
            second: row.try_get("second")?,
            instant: row.try_get("instant")?,
            score: row.try_get("score")?,
            points: both(row, 9)?,
            sent_from: latitude.zip(longitude),
        })
    }
}

impl Content {
    pub(super) fn new(new: &NewSupervision) -> Self {
        Self {
            external_id: new.external_id.clone(),
            branch: i64::from(new.branch.0),
            kind: i64::from(new.kind.0),
            supervisor: new.supervisor.map(|supervisor| i64::from(supervisor.0)),
            day: new.day.to_string(),
            second: new.second.map(i64::from),
            instant: new.instant.map(instant),
            score: new.score.map(i64::from),
            points: new.points,
            sent_from: new.sent_from.map(|location| (location.latitude, location.longitude)),
        }
    }

    /// This row after the source has spoken again.
    pub(super) fn updated(&self, new: &NewSupervision) -> Self {
        let mut after = Self::new(new);
        after.supervisor = after.supervisor.or(self.supervisor);
        if after.day == self.day {
            after.second = after.second.or(self.second);
            after.instant = after.instant.or_else(|| self.instant.clone());
        }
        after.points = after.points.or(self.points);
        after.sent_from = after.sent_from.or(self.sent_from);
        after
    }

    fn key(&self) -> Result<Key, StoreError> {
        let number = |number: i64| u32::try_from(number).map_err(|_| StoreError::Corrupt("number"));
        Ok(match &self.external_id {
            Some(id) => Key::External(id.clone()),
            None => Key::Stamp(
                number(self.branch)?,
                number(self.kind)?,
                Day::parse(&self.day).ok_or(StoreError::Corrupt("day"))?,
                self.second.and_then(|second| u32::try_from(second).ok()),
            ),
        })
    }

    /// Binds [`COLUMNS`].
    pub(super) fn bind<'q>(&self, query: Query<'q>) -> Query<'q> {
        let query = query
            .bind(self.external_id.clone())
            .bind(self.branch)
            .bind(self.kind)
            .bind(self.supervisor)
            .bind(self.day.clone())
            .bind(self.second)
            .bind(self.instant.clone())
            .bind(self.score)
            .bind(self.points.map(|points| points.0))
            .bind(self.points.map(|points| points.1));
        let query = bind_double(query, self.sent_from.map(|place| place.0));
        bind_double(query, self.sent_from.map(|place| place.1))
    }
}

pub(super) fn collect(rows: Vec<AnyRow>, found: &mut HashMap<Key, Stored>) -> Result<(), StoreError> {
    for row in rows {
        let stored = Stored { id: row.try_get(0)?, content: Content::try_from(&row)?, areas: Vec::new() };
        found.insert(stored.content.key()?, stored);
    }
    Ok(())
}

pub(super) fn both(row: &AnyRow, first: usize) -> Result<Option<(i64, i64)>, StoreError> {
    let a: Option<i64> = row.try_get(first)?;
    let b: Option<i64> = row.try_get(first + 1)?;
    Ok(a.zip(b))
}
