//! Reads the whole catalog of an organization, in one snapshot with its supervisions.
//!
//! Lists are in order of number, so that position = number − 1 and an older catalog's lists only grow at their ends.

use std::collections::HashMap;

use sqlx::{AnyConnection, Row, any::AnyRow};

use crate::domain::{Assignment, Branch, Catalog, Day, Group, Location, State, Territory};

use super::{StoreError, periods, settings};

/// The highest number given, 0 with none.
pub(super) async fn last(connection: &mut AnyConnection, sql: &'static str, org: i64) -> Result<u32, StoreError> {
    let most: Option<i64> = sqlx::query(sql).bind(org).fetch_one(connection).await?.try_get(0)?;
    u32::try_from(most.unwrap_or(0)).map_err(|_| StoreError::Corrupt("number"))
}

/// The catalog of the organization of this slug, and its number; `None` when there is none.
pub(super) async fn load(connection: &mut AnyConnection, slug: &str) -> Result<Option<(i64, Catalog)>, StoreError> {
    let sql = "SELECT id, name, demo, data_version, last_import FROM organizations WHERE slug = $1";
    let Some(row) = sqlx::query(sql).bind(slug.to_owned()).fetch_optional(&mut *connection).await? else {
        return Ok(None);
    };
    let org: i64 = row.try_get("id")?;
    let catalog = Catalog {
        organization: slug.to_owned(),
        organization_name: row.try_get("name")?,
        demo: row.try_get::<i64, _>("demo")? == 1,
        data_version: row.try_get("data_version")?,
        last_import: row.try_get("last_import")?,
        settings: settings::load(connection, org).await?,
        kinds: texts(connection, "SELECT id, code FROM kinds WHERE organization_id = $1 ORDER BY id", org).await?,
        areas: texts(connection, "SELECT id, name FROM areas WHERE organization_id = $1 ORDER BY id", org).await?,
        critical_areas: critical_areas(connection, org).await?,
        supervisors: texts(connection, "SELECT id, name FROM supervisors WHERE organization_id = $1 ORDER BY id", org)
            .await?,
        groups: pairs(
            connection,
            "SELECT id, slug, name FROM operator_groups WHERE organization_id = $1 ORDER BY id",
            org,
        )
        .await?
        .into_iter()
        .map(|(slug, name)| Group { slug, name })
        .collect(),
        states: pairs(connection, "SELECT id, code, name FROM states WHERE organization_id = $1 ORDER BY id", org)
            .await?
            .into_iter()
            .map(|(code, name)| State { code, name })
            .collect(),
        branches: branches(connection, org).await?,
        periods: periods::load(connection, org).await?,
    };
    Ok(Some((org, catalog)))
}

/// Numbers are dense from 1; what is not would shift every index after it.
fn check(row: &AnyRow, position: usize) -> Result<(), StoreError> {
    let dense = usize::try_from(row.try_get::<i64, _>(0)?).is_ok_and(|id| id == position + 1);
    if dense { Ok(()) } else { Err(StoreError::Corrupt("gap in numbers")) }
}

async fn texts(connection: &mut AnyConnection, sql: &'static str, org: i64) -> Result<Vec<String>, StoreError> {
    let rows = sqlx::query(sql).bind(org).fetch_all(connection).await?;
    rows.iter().enumerate().map(|(i, row)| check(row, i).and_then(|()| Ok(row.try_get(1)?))).collect()
}

async fn pairs(
    connection: &mut AnyConnection,
    sql: &'static str,
    org: i64,
) -> Result<Vec<(String, String)>, StoreError> {
    let rows = sqlx::query(sql).bind(org).fetch_all(connection).await?;
    rows.iter()
        .enumerate()
        .map(|(i, row)| check(row, i).and_then(|()| Ok((row.try_get(1)?, row.try_get(2)?))))
        .collect()
}

/// Indices of the critical areas, rising.
pub(super) async fn critical_areas(connection: &mut AnyConnection, org: i64) -> Result<Vec<u16>, StoreError> {
    let sql = "SELECT id FROM areas WHERE organization_id = $1 AND critical = 1 ORDER BY id";
    let rows = sqlx::query(sql).bind(org).fetch_all(connection).await?;
    rows.iter().map(|row| index(row.try_get(0)?)).collect()
}

/// A column that holds a day.
pub(super) fn day(text: Option<String>) -> Result<Option<Day>, StoreError> {
    text.map(|text| Day::parse(&text).ok_or(StoreError::Corrupt("day"))).transpose()
}

/// Position in a catalog's list of what the database numbers from 1.
pub(super) fn index<T: TryFrom<i64>>(number: i64) -> Result<T, StoreError> {
    T::try_from(number - 1).map_err(|_| StoreError::Corrupt("number"))
}

/// The branches in order of number, each with its assignments.
pub(super) async fn branches(connection: &mut AnyConnection, org: i64) -> Result<Vec<Branch>, StoreError> {
    let mut assignments: HashMap<i64, Vec<Assignment>> = HashMap::new();
    let sql = "SELECT branch_id, from_day, group_id FROM branch_assignments WHERE organization_id = $1 \
               ORDER BY branch_id, from_day";
    for row in sqlx::query(sql).bind(org).fetch_all(&mut *connection).await? {
        let from = day(row.try_get(1)?)?.ok_or(StoreError::Corrupt("assignment"))?;
        let group = row.try_get::<Option<i64>, _>(2)?.map(index).transpose()?;
        assignments.entry(row.try_get(0)?).or_default().push(Assignment { from, group });
    }
    let sql = "SELECT id, code, name, territory, state_id, municipality, latitude, longitude, time_zone, opened, closed \
               FROM branches WHERE organization_id = $1 ORDER BY id";
    let rows = sqlx::query(sql).bind(org).fetch_all(connection).await?;
    let mut branches = Vec::with_capacity(rows.len());
    for (position, row) in rows.iter().enumerate() {
        check(row, position)?;
        let latitude: Option<f64> = row.try_get("latitude")?;
        let longitude: Option<f64> = row.try_get("longitude")?;
        branches.push(Branch {
            code: row.try_get("code")?,
            name: row.try_get("name")?,
            territory: row.try_get::<Option<String>, _>("territory")?.and_then(|code| Territory::from_code(&code)),
            state: row.try_get::<Option<i64>, _>("state_id")?.map(index).transpose()?,
            municipality: row.try_get("municipality")?,
            location: latitude.zip(longitude).map(|(latitude, longitude)| Location { latitude, longitude }),
            time_zone: row.try_get("time_zone")?,
            opened: day(row.try_get("opened")?)?,
            closed: day(row.try_get("closed")?)?,
            assignments: assignments
                .remove(&row.try_get::<i64, _>(0)?)
                .unwrap_or_else(|| vec![Assignment { from: Day::MIN, group: None }]),
        });
    }
    Ok(branches)
}
