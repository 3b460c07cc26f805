//! Organizations.

use sqlx::{Row, any::AnyRow};

use super::{Db, StoreError};

/// A tenant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organization {
    pub slug: String,
    pub name: String,
    pub demo: bool,
    /// Raised by every change of the organization's data.
    pub data_version: i64,
}

impl TryFrom<AnyRow> for Organization {
    type Error = sqlx::Error;

    fn try_from(row: AnyRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            slug: row.try_get("slug")?,
            name: row.try_get("name")?,
            demo: row.try_get::<i64, _>("demo")? == 1,
            data_version: row.try_get("data_version")?,
        })
    }
}

impl Db {
    /// All organizations, in order of their making.
    ///
    /// # Errors
    /// The database's.
    pub async fn organizations(&self) -> Result<Vec<Organization>, StoreError> {
        let sql = "SELECT slug, name, demo, data_version FROM organizations ORDER BY id";
        let rows = sqlx::query(sql).fetch_all(&self.pool).await?;
        Ok(rows.into_iter().map(Organization::try_from).collect::<Result<_, _>>()?)
    }

    /// The organization of this slug.
    ///
    /// # Errors
    /// The database's.
    pub async fn organization(&self, slug: &str) -> Result<Option<Organization>, StoreError> {
        let sql = "SELECT slug, name, demo, data_version FROM organizations WHERE slug = $1";
        let row = sqlx::query(sql).bind(slug.to_owned()).fetch_optional(&self.pool).await?;
        Ok(row.map(Organization::try_from).transpose()?)
    }
}
