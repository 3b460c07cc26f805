//! From the tables to a cube: all of an organization, or what changed since a data version.
//!
//! Catalog and rows are read in one snapshot, so half an import is never seen.

use futures::TryStreamExt;
use sqlx::{Any, AssertSqlSafe, Row, Transaction, any::AnyRow};

use crate::domain::{Catalog, Day, SupervisionRow};

use super::{Backend, Db, StoreError, Writer, catalog, sql};

/// An organization's data, or what is newer of them than a data version.
#[derive(Debug)]
pub struct Image {
    pub catalog: Catalog,
    pub rows: Vec<SupervisionRow>,
    /// Numbers of those deleted since.
    pub removed: Vec<u32>,
    /// Supervisions that the organization has, whether in `rows` or not.
    pub supervisions: u64,
}

impl Db {
    /// The catalog and the supervisions written after data version `held` (0 for all), in order of number;
    /// `None` when there is no such organization.
    ///
    /// # Errors
    /// The database's.
    pub async fn image(&self, slug: &str, held: i64) -> Result<Option<Image>, StoreError> {
        let mut tx = self.snapshot().await?;
        let Some((org, catalog)) = catalog::load(&mut tx, slug).await? else { return Ok(None) };
        // One row per visit: its area scores come as one text, which costs a tenth of a row per score. The inner query
        // walks the primary key of area_scores.
        // A part is found by its version, the whole by its order.
        let by = if held > 0 { sql::indexed_by(self.backend, "INDEXED BY supervisions_changed") } else { "" };
        let sql = format!(
            "SELECT s.id, s.branch_id, s.kind_id, s.day, s.second, s.supervisor_id, s.score, \
               (SELECT string_agg(a.area_id || ':' || a.score, ',') FROM area_scores a \
                WHERE a.organization_id = s.organization_id AND a.supervision_id = s.id) \
             FROM supervisions s {by} WHERE s.organization_id = $1 AND s.changed_version > $2 AND s.deleted_at IS NULL \
             ORDER BY s.id"
        );
        let mut rows = Vec::new();
        let mut stream = sqlx::query(AssertSqlSafe(sql)).bind(org).bind(held).fetch(&mut *tx);
        while let Some(row) = stream.try_next().await? {
            rows.push(supervision(&row)?);
        }
        drop(stream);
        let removed = if held > 0 { removed(&mut tx, org, held).await? } else { Vec::new() };
        let sql = "SELECT COUNT(*) FROM supervisions WHERE organization_id = $1 AND deleted_at IS NULL";
        let count: i64 = sqlx::query(sql).bind(org).fetch_one(&mut *tx).await?.try_get(0)?;
        tx.rollback().await?;
        Ok(Some(Image { catalog, rows, removed, supervisions: u64::try_from(count).unwrap_or(0) }))
    }

    /// Everything but the supervisions; `None` when there is no such organization.
    ///
    /// # Errors
    /// The database's.
    pub async fn catalog(&self, slug: &str) -> Result<Option<Catalog>, StoreError> {
        let mut tx = self.snapshot().await?;
        Ok(catalog::load(&mut tx, slug).await?.map(|(_, catalog)| catalog))
    }

    /// A transaction that sees the database as it is now, whatever is committed meanwhile.
    async fn snapshot(&self) -> Result<Transaction<'static, Any>, sqlx::Error> {
        match self.backend {
            // In WAL mode a reader's transaction is a snapshot.
            Backend::Sqlite => self.pool.begin().await,
            Backend::Postgres => self.pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await,
        }
    }
}

impl Writer {
    /// As [`Db::catalog`], of the organization that is being changed: as it is, and nobody else changes it meanwhile.
    ///
    /// # Errors
    /// The database's.
    pub async fn catalog(&mut self, slug: &str) -> Result<Option<Catalog>, StoreError> {
        Ok(catalog::load(self.connection(), slug).await?.map(|(_, catalog)| catalog))
    }
}

/// Numbers of supervisions that were deleted after a data version.
async fn removed(tx: &mut Transaction<'static, Any>, org: i64, held: i64) -> Result<Vec<u32>, StoreError> {
    let sql =
        "SELECT id FROM supervisions WHERE organization_id = $1 AND changed_version > $2 AND deleted_at IS NOT NULL";
    let rows = sqlx::query(sql).bind(org).bind(held).fetch_all(&mut **tx).await?;
    rows.iter().map(|row| u32::try_from(row.try_get::<i64, _>(0)?).map_err(|_| StoreError::Corrupt("number"))).collect()
}

fn supervision(row: &AnyRow) -> Result<SupervisionRow, StoreError> {
    let day: &str = row.try_get(3)?;
    let small = |column: usize| -> Result<Option<u16>, StoreError> {
        let number: Option<i64> = row.try_get(column)?;
        number.map(|number| u16::try_from(number).map_err(|_| StoreError::Corrupt("supervision"))).transpose()
    };
    let areas: Option<&str> = row.try_get(7)?;
    Ok(SupervisionRow {
        id: u32::try_from(row.try_get::<i64, _>(0)?).map_err(|_| StoreError::Corrupt("number"))?,
        branch: catalog::index(row.try_get(1)?)?,
        kind: catalog::index(row.try_get(2)?)?,
        day: Day::parse(day).ok_or(StoreError::Corrupt("day"))?,
        minute: row.try_get::<Option<i64>, _>(4)?.and_then(|second| u16::try_from(second / 60).ok()),
        supervisor: row.try_get::<Option<i64>, _>(5)?.map(catalog::index).transpose()?,
        score: small(6)?,
        areas: areas.map_or_else(|| Ok(Vec::new()), scores)?,
    })
}

/// Reads `12:9550,3:8000`; the databases promise no order.
fn scores(text: &str) -> Result<Vec<(u16, u16)>, StoreError> {
    let score = |pair: &str| {
        let (area, score) = pair.split_once(':')?;
        Some((area.parse::<u16>().ok()?.checked_sub(1)?, score.parse().ok()?))
    };
    let mut scores: Vec<(u16, u16)> =
        text.split(',').map(score).collect::<Option<_>>().ok_or(StoreError::Corrupt("area score"))?;
    scores.sort_unstable();
    Ok(scores)
}
