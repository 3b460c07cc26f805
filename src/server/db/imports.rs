//! Imports: one row per file taken, its rejected rows, its warnings, and profiles that a person corrected.

use sqlx::{AssertSqlSafe, Row};

use super::{Db, StoreError, Writer, sql};

/// Number of an import within the organization, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ImportId(pub(super) u32);

impl ImportId {
    /// The number, as [`ImportRecord::id`] has it.
    #[must_use]
    pub const fn number(self) -> u32 {
        self.0
    }
}

/// What is known of an import when it starts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportStart {
    pub file_name: String,
    /// SHA-256 of the bytes, hex.
    pub digest: String,
    /// Name of the profile.
    pub profile: String,
}

/// How an import ended; `read = inserted + updated + unchanged + skipped + rejected` is held by the database.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Rows of a long file; else as `read`.
    pub rows_read: u64,
    pub read: u64,
    pub inserted: u64,
    pub updated: u64,
    pub unchanged: u64,
    pub skipped: u64,
    pub rejected: u64,
    pub warnings: u64,
}

/// A rejected row or a warning: where, what, why, and what to do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Remark {
    /// Line of the file, from 1.
    pub line: u64,
    pub column: String,
    pub value: String,
    /// Stable code.
    pub reason: String,
    pub remedy: String,
}

/// An import as `/importar` lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportRecord {
    pub id: u32,
    pub start: ImportStart,
    /// RFC 3339 in UTC.
    pub started_at: String,
    pub counts: Counts,
    pub data_version: i64,
}

/// A profile that a person corrected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedProfile {
    pub name: String,
    pub toml: String,
}

impl Writer {
    /// Opens the record of an import.
    ///
    /// # Errors
    /// The database's.
    pub async fn start_import(&mut self, start: &ImportStart) -> Result<ImportId, StoreError> {
        self.last_import += 1;
        let id = self.last_import;
        sqlx::query(
            "INSERT INTO imports (organization_id, id, file_name, digest, profile, started_at, status) \
             VALUES ($1, $2, $3, $4, $5, $6, 'running')",
        )
        .bind(self.org)
        .bind(i64::from(id))
        .bind(start.file_name.clone())
        .bind(start.digest.clone())
        .bind(start.profile.clone())
        .bind(self.stamp())
        .execute(self.connection())
        .await?;
        Ok(ImportId(id))
    }

    /// Notes rejected rows (best some hundred at a time).
    ///
    /// # Errors
    /// The database's.
    pub async fn rejects(&mut self, import: ImportId, rejects: &[Remark]) -> Result<(), StoreError> {
        self.remark("import_rejects", import, rejects).await
    }

    /// Notes warnings.
    ///
    /// # Errors
    /// The database's.
    pub async fn warnings(&mut self, import: ImportId, warnings: &[Remark]) -> Result<(), StoreError> {
        self.remark("import_warnings", import, warnings).await
    }

    async fn remark(&mut self, table: &'static str, import: ImportId, remarks: &[Remark]) -> Result<(), StoreError> {
        for chunk in remarks.chunks(100) {
            let sql = format!(
                "INSERT INTO {table} (organization_id, import_id, number, line, column_name, value, reason, remedy) \
                 VALUES {}",
                sql::values(self.backend, chunk.len(), 8)
            );
            let mut query = sqlx::query(AssertSqlSafe(sql));
            for remark in chunk {
                let number = self.remarks.entry((table, import.0)).or_default();
                *number += 1;
                query = query
                    .bind(self.org)
                    .bind(i64::from(import.0))
                    .bind(signed(*number))
                    .bind(signed(remark.line))
                    .bind(plain(&remark.column))
                    .bind(plain(&remark.value))
                    .bind(plain(&remark.reason))
                    .bind(plain(&remark.remedy));
            }
            query.persistent(chunk.len() == 100).execute(self.connection()).await?;
        }
        Ok(())
    }

    /// Closes the record.
    ///
    /// # Errors
    /// The database's, also when the counts do not add up.
    pub async fn finish_import(&mut self, import: ImportId, counts: &Counts) -> Result<(), StoreError> {
        let version = if self.changed() { self.next_version() } else { self.version_before() };
        sqlx::query(
            "UPDATE imports SET status = 'done', finished_at = $3, rows_read = $4, read = $5, inserted = $6, updated = $7, \
             unchanged = $8, skipped = $9, rejected = $10, warnings = $11, data_version = $12 \
             WHERE organization_id = $1 AND id = $2",
        )
        .bind(self.org)
        .bind(i64::from(import.0))
        .bind(self.stamp())
        .bind(signed(counts.rows_read))
        .bind(signed(counts.read))
        .bind(signed(counts.inserted))
        .bind(signed(counts.updated))
        .bind(signed(counts.unchanged))
        .bind(signed(counts.skipped))
        .bind(signed(counts.rejected))
        .bind(signed(counts.warnings))
        .bind(version)
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// Keeps a profile under its name, replacing an older one.
    ///
    /// # Errors
    /// The database's.
    pub async fn save_profile(&mut self, profile: &SavedProfile) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO import_profiles (organization_id, name, toml, saved_at) VALUES ($1, $2, $3, $4) \
             ON CONFLICT (organization_id, name) DO UPDATE SET toml = excluded.toml, saved_at = excluded.saved_at",
        )
        .bind(self.org)
        .bind(profile.name.clone())
        .bind(profile.toml.clone())
        .bind(self.stamp())
        .execute(self.connection())
        .await?;
        Ok(())
    }
}

/// Counts are far below the reach of a signed number.
fn signed(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// PostgreSQL's text cannot hold NUL, which hostile files do.
fn plain(text: &str) -> String {
    text.replace('\0', "\u{fffd}")
}

impl Db {
    /// How many imports there are.
    ///
    /// # Errors
    /// The database's.
    pub async fn count_imports(&self, organization: &str) -> Result<u32, StoreError> {
        let sql = "SELECT COUNT(*) FROM imports i JOIN organizations o ON o.id = i.organization_id \
                   WHERE o.slug = $1 AND status = 'done'";
        let count: i64 = sqlx::query(sql).bind(organization.to_owned()).fetch_one(self.pool()).await?.try_get(0)?;
        Ok(u32::try_from(count).unwrap_or(u32::MAX))
    }

    /// The imports below a number (`None`: the last ones), newest first.
    ///
    /// # Errors
    /// The database's.
    pub async fn imports(
        &self,
        organization: &str,
        below: Option<u32>,
        limit: u32,
    ) -> Result<Vec<ImportRecord>, StoreError> {
        let sql = "SELECT i.id, file_name, digest, profile, started_at, rows_read, read, inserted, updated, unchanged, \
                   skipped, rejected, warnings, i.data_version FROM imports i \
                   JOIN organizations o ON o.id = i.organization_id \
                   WHERE o.slug = $1 AND status = 'done' AND i.id < $2 ORDER BY i.id DESC LIMIT $3";
        let below = below.map_or(i64::MAX, i64::from);
        let query = sqlx::query(sql).bind(organization.to_owned()).bind(below).bind(i64::from(limit));
        let mut records = Vec::new();
        for row in query.fetch_all(self.pool()).await? {
            let count = |column: &str| -> Result<u64, StoreError> {
                u64::try_from(row.try_get::<i64, _>(column)?).map_err(|_| StoreError::Corrupt("count"))
            };
            records.push(ImportRecord {
                id: u32::try_from(count("id")?).map_err(|_| StoreError::Corrupt("number"))?,
                start: ImportStart {
                    file_name: row.try_get("file_name")?,
                    digest: row.try_get("digest")?,
                    profile: row.try_get("profile")?,
                },
                started_at: row.try_get("started_at")?,
                counts: Counts {
                    rows_read: count("rows_read")?,
                    read: count("read")?,
                    inserted: count("inserted")?,
                    updated: count("updated")?,
                    unchanged: count("unchanged")?,
                    skipped: count("skipped")?,
                    rejected: count("rejected")?,
                    warnings: count("warnings")?,
                },
                data_version: row.try_get("data_version")?,
            });
        }
        Ok(records)
    }

    /// Rejected rows of an import, in order; `after` is how many to leave out.
    ///
    /// # Errors
    /// The database's.
    pub async fn import_rejects(
        &self,
        organization: &str,
        import: u32,
        after: u32,
        limit: u32,
    ) -> Result<Vec<Remark>, StoreError> {
        let sql = "SELECT line, column_name, value, reason, remedy FROM import_rejects r \
                   JOIN organizations o ON o.id = r.organization_id \
                   WHERE o.slug = $1 AND import_id = $2 AND number > $3 ORDER BY number LIMIT $4";
        self.remarks(sql, organization, import, after, limit).await
    }

    /// Warnings of an import, in order.
    ///
    /// # Errors
    /// The database's.
    pub async fn import_warnings(
        &self,
        organization: &str,
        import: u32,
        after: u32,
        limit: u32,
    ) -> Result<Vec<Remark>, StoreError> {
        let sql = "SELECT line, column_name, value, reason, remedy FROM import_warnings r \
                   JOIN organizations o ON o.id = r.organization_id \
                   WHERE o.slug = $1 AND import_id = $2 AND number > $3 ORDER BY number LIMIT $4";
        self.remarks(sql, organization, import, after, limit).await
    }

    async fn remarks(
        &self,
        sql: &'static str,
        organization: &str,
        import: u32,
        after: u32,
        limit: u32,
    ) -> Result<Vec<Remark>, StoreError> {
        let query = sqlx::query(sql)
            .bind(organization.to_owned())
            .bind(i64::from(import))
            .bind(i64::from(after))
            .bind(i64::from(limit));
        let mut remarks = Vec::new();
        for row in query.fetch_all(self.pool()).await? {
            remarks.push(Remark {
                line: u64::try_from(row.try_get::<i64, _>(0)?).map_err(|_| StoreError::Corrupt("line"))?,
                column: row.try_get(1)?,
                value: row.try_get(2)?,
                reason: row.try_get(3)?,
                remedy: row.try_get(4)?,
            });
        }
        Ok(remarks)
    }

    /// Profiles kept by the organization, by name.
    ///
    /// # Errors
    /// The database's.
    pub async fn profiles(&self, organization: &str) -> Result<Vec<SavedProfile>, StoreError> {
        let sql = "SELECT p.name, p.toml FROM import_profiles p JOIN organizations o ON o.id = p.organization_id \
                   WHERE o.slug = $1 ORDER BY p.name";
        let rows = sqlx::query(sql).bind(organization.to_owned()).fetch_all(self.pool()).await?;
        rows.iter().map(|row| Ok(SavedProfile { name: row.try_get(0)?, toml: row.try_get(1)? })).collect()
    }
}
