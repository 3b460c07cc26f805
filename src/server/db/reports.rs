//! Saved reports: names of files, each of one person in one organization.

use jiff::Timestamp;
use sqlx::{Row, any::AnyRow};

use super::{Db, PersonId, StoreError, memberships::organization_id, writer::instant};

/// Number of a report.
pub type ReportId = i64;

/// What a report says, as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportData {
    /// Tidy.
    pub name: String,
    /// The name as names are compared.
    pub folded: String,
    /// As the API's addresses name it, such as `rankings/areas`.
    pub view: String,
    /// Filter and own parameters, canonical.
    pub query: String,
    /// Code of a format.
    pub format: String,
    /// `es` or `en`.
    pub language: String,
    /// Others of the organization see it.
    pub shared: bool,
}

/// A report as the store knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    pub id: ReportId,
    pub owner: PersonId,
    pub owner_name: String,
    pub data: ReportData,
    /// Raised by every change.
    pub version: i64,
    pub made: Timestamp,
    pub changed: Timestamp,
}

/// What became of a report that was to be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// With its number and version.
    As(ReportId, i64),
    /// There is no such report, organization or person.
    Gone,
    /// It is not the version that was named.
    Stale,
    /// The owner has one of that name.
    Taken,
    /// The owner has as many as one may.
    Full,
}

const SELECT: &str = "SELECT r.id, r.owner_id, p.name AS owner_name, r.name, r.folded, r.view, r.query, r.format, \
                      r.language, r.shared, r.version, r.created_at, r.changed_at FROM reports r \
                      JOIN organizations o ON o.id = r.organization_id JOIN people p ON p.id = r.owner_id";

impl Db {
    /// Keeps a new report of a person, who may have `most` in the organization.
    ///
    /// # Errors
    /// The database's.
    pub async fn add_report(
        &self,
        organization: &str,
        owner: PersonId,
        data: &ReportData,
        most: i64,
        now: Timestamp,
    ) -> Result<Kept, StoreError> {
        let mut tx = self.begin_write().await?;
        let Some(organization) = organization_id(&mut tx, organization).await? else { return Ok(Kept::Gone) };
        // Held, so that two requests of one person count one after the other.
        let sql = "UPDATE people SET name = name WHERE id = $1";
        if sqlx::query(sql).bind(owner).execute(&mut *tx).await?.rows_affected() == 0 {
            return Ok(Kept::Gone);
        }
        let sql = "SELECT COUNT(*) FROM reports WHERE organization_id = $1 AND owner_id = $2";
        let count: i64 = sqlx::query(sql).bind(organization).bind(owner).fetch_one(&mut *tx).await?.try_get(0)?;
        if count >= most {
            return Ok(Kept::Full);
        }
        let sql = "INSERT INTO reports (organization_id, owner_id, name, folded, view, query, format, language, shared, \
                   created_at, changed_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10) \
                   ON CONFLICT (organization_id, owner_id, folded) DO NOTHING RETURNING id";
        let row = bound(sqlx::query(sql).bind(organization).bind(owner), data)
            .bind(instant(now))
            .fetch_optional(&mut *tx)
            .await?;
        let Some(row) = row else { return Ok(Kept::Taken) };
        tx.commit().await?;
        Ok(Kept::As(row.try_get(0)?, 1))
    }

    /// Puts other data in the place of a report's; with `version` only while it has that one.
    ///
    /// # Errors
    /// The database's.
    pub async fn set_report(
        &self,
        organization: &str,
        id: ReportId,
        data: &ReportData,
        version: Option<i64>,
        now: Timestamp,
    ) -> Result<Kept, StoreError> {
        let mut tx = self.begin_write().await?;
        // Held from here on. (A lock that both databases know.)
        let sql = "UPDATE reports SET version = version WHERE id = $1 \
                   AND organization_id = (SELECT id FROM organizations WHERE slug = $2) RETURNING owner_id, organization_id, version";
        let row = sqlx::query(sql).bind(id).bind(organization.to_owned()).fetch_optional(&mut *tx).await?;
        let Some(row) = row else { return Ok(Kept::Gone) };
        let (owner, organization): (PersonId, i64) = (row.try_get(0)?, row.try_get(1)?);
        if version.is_some_and(|version| row.try_get::<i64, _>(2).ok() != Some(version)) {
            return Ok(Kept::Stale);
        }
        let sql = "SELECT id FROM reports WHERE organization_id = $1 AND owner_id = $2 AND folded = $3 AND id <> $4";
        let other = sqlx::query(sql).bind(organization).bind(owner).bind(data.folded.clone()).bind(id);
        if other.fetch_optional(&mut *tx).await?.is_some() {
            return Ok(Kept::Taken);
        }
        let sql = "UPDATE reports SET name = $3, folded = $4, view = $5, query = $6, format = $7, language = $8, \
                   shared = $9, changed_at = $10, version = version + 1 WHERE organization_id = $1 AND id = $2 RETURNING version";
        let update = bound(sqlx::query(sql).bind(organization).bind(id), data).bind(instant(now));
        let row = match update.fetch_one(&mut *tx).await {
            // Another of that name came meanwhile.
            Err(sqlx::Error::Database(error)) if error.is_unique_violation() => return Ok(Kept::Taken),
            row => row?,
        };
        tx.commit().await?;
        Ok(Kept::As(id, row.try_get(0)?))
    }

    /// Forgets a report; with `version` only while it has that one.
    ///
    /// # Errors
    /// The database's.
    pub async fn remove_report(
        &self,
        organization: &str,
        id: ReportId,
        version: Option<i64>,
    ) -> Result<Kept, StoreError> {
        let sql = "DELETE FROM reports WHERE id = $1 AND (version = $3 OR $3 = 0) \
                   AND organization_id = (SELECT id FROM organizations WHERE slug = $2)";
        let query = sqlx::query(sql).bind(id).bind(organization.to_owned()).bind(version.unwrap_or_default());
        if query.execute(&self.pool).await?.rows_affected() > 0 {
            return Ok(Kept::As(id, version.unwrap_or_default()));
        }
        Ok(if self.report(organization, id).await?.is_some() { Kept::Stale } else { Kept::Gone })
    }

    /// One of an organization's reports, whosever it is.
    ///
    /// # Errors
    /// The database's.
    pub async fn report(&self, organization: &str, id: ReportId) -> Result<Option<Report>, StoreError> {
        let sql = format!("{SELECT} WHERE o.slug = $1 AND r.id = $2");
        let query = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(organization.to_owned()).bind(id);
        query.fetch_optional(&self.pool).await?.map(|row| report(&row)).transpose()
    }

    /// An organization's shared reports, and a person's own, by name.
    ///
    /// # Errors
    /// The database's.
    pub async fn reports(&self, organization: &str, person: Option<PersonId>) -> Result<Vec<Report>, StoreError> {
        let sql = format!("{SELECT} WHERE o.slug = $1 AND (r.shared = 1 OR r.owner_id = $2) ORDER BY r.folded, r.id");
        let query = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(organization.to_owned());
        // Nobody has the number 0.
        let rows = query.bind(person.unwrap_or_default()).fetch_all(&self.pool).await?;
        rows.iter().map(report).collect()
    }
}

type Query<'q> = sqlx::query::Query<'q, sqlx::Any, sqlx::any::AnyArguments>;

/// The data, in the order of the columns.
fn bound<'q>(query: Query<'q>, data: &ReportData) -> Query<'q> {
    let ReportData { name, folded, view, query: asked, format, language, shared } = data.clone();
    query.bind(name).bind(folded).bind(view).bind(asked).bind(format).bind(language).bind(i64::from(shared))
}

fn report(row: &AnyRow) -> Result<Report, StoreError> {
    let at = |column: &str| -> Result<Timestamp, StoreError> {
        row.try_get::<String, _>(column)?.parse().map_err(|_| StoreError::Corrupt("instant of a report"))
    };
    Ok(Report {
        id: row.try_get("id")?,
        owner: row.try_get("owner_id")?,
        owner_name: row.try_get("owner_name")?,
        data: ReportData {
            name: row.try_get("name")?,
            folded: row.try_get("folded")?,
            view: row.try_get("view")?,
            query: row.try_get("query")?,
            format: row.try_get("format")?,
            language: row.try_get("language")?,
            shared: row.try_get::<i64, _>("shared")? == 1,
        },
        version: row.try_get("version")?,
        made: at("created_at")?,
        changed: at("changed_at")?,
    })
}
